/** What was asked for cannot be measured: a sentence for whoever asked, not a fault of the program. */
export class BadInput extends Error {}
