/**
 * The adult kidney transplant centres of the United Kingdom by ODS code, as far as public lists tell (the codes of Belfast,
 * Cambridge, Cardiff, Edinburgh and Glasgow are not confirmed). A code that is not listed is no fault: centres change.
 */
export const ADULT_CENTRES: ReadonlyMap<string, string> = new Map([
  ['7A4', 'Cardiff'],
  ['G405H', 'Glasgow, Queen Elizabeth University Hospital'],
  ['R0A', 'Manchester'],
  ['R1H', 'London, Royal London'],
  ['RAL', 'London, Royal Free'],
  ['REM', 'Liverpool'],
  ['RGT', 'Cambridge'],
  ['RHQ', 'Sheffield'],
  ['RHU', 'Portsmouth'],
  ['RJ1', "London, Guy's"],
  ['RJ7', "London, St George's"],
  ['RK9', 'Plymouth'],
  ['RKB', 'Coventry'],
  ['RR8', 'Leeds'],
  ['RRK', 'Birmingham'],
  ['RTD', 'Newcastle'],
  ['RTH', 'Oxford'],
  ['RVJ', 'Bristol, Southmead'],
  ['RWE', 'Leicester'],
  ['RX1', 'Nottingham'],
  ['RYJ', 'London, West London (Hammersmith)'],
  ['S314H', 'Edinburgh'],
  ['ZT001', 'Belfast'],
]);
