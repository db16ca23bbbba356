/**
 * A chosen or possible exchange, by the ids of its donors in the order of giving. In a cycle each donor gives to the
 * recipient of the next and the last to the recipient of the first; the donor with the smallest id (by UTF-16 code unit)
 * stands first. In a chain the altruist stands first and the last donor gives to the waiting list; an altruist alone is an
 * unused altruist and is not listed among the exchanges of a result.
 */
export interface Exchange {
  readonly kind: 'cycle' | 'chain';
  readonly donors: readonly string[];
}
