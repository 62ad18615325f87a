import type { Guest } from '../door/spans';

/** People on an A4 page: two columns of 16 where each has a code large enough to be scanned, else 40 lines. */
export const perSheet = (codes: boolean): number => (codes ? 32 : 40);
/** Lines for those who are not on the list. */
const blanks = 4;

/** The pages in order; an undefined row is left blank. */
export function sheetsOf(guests: readonly Guest[], codes: boolean): (Guest | undefined)[][] {
  const rows = [...guests, ...Array<undefined>(blanks).fill(undefined)];
  const size = perSheet(codes);
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}
