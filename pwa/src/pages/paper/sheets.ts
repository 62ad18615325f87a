import type { Guest } from '../door/spans';

/** People on an A4 page: two columns of 16 where each has a code large enough to be scanned, else 40 lines. */
export const perSheet = (codes: boolean): number => (codes ? 32 : 40);

/** The pages in order; what the last one has room for is left blank, for those who are not on the list. */
export function sheetsOf(guests: readonly Guest[], codes: boolean): (Guest | undefined)[][] {
  const size = perSheet(codes);
  return Array.from({ length: Math.ceil(guests.length / size) }, (_, page) => Array.from({ length: size }, (_, row) => guests[page * size + row]));
}
