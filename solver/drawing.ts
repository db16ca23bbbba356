/** Numbers that look drawn and are the same on every machine, for choices that any choice would do for. */

/** In [0, 1): a linear congruential generator (Numerical Recipes), from its first seed on. */
export function drawing(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** In place. */
export function shuffle(list: Int32Array | unknown[], random: () => number): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other], list[last]];
  }
}
