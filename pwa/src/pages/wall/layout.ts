/** A wall is drawn for 1920 × 1080, where a title of 35 px is read from ten metres on a screen of 75 inches. */
const drawn = { width: 1920, height: 1080 };
/** Titles in px of the drawing, at most and at least, and the least on any screen: below that people see nothing. */
const largest = 56;
const smallest = 35;
const legible = 28;
/** Of a row, in sizes of its title: its height, its height where there is room, and its least width. */
const row = { height: 2.45, roomy: 3.4, width: 14.5 };

export interface Box {
  width: number;
  height: number;
}
export interface Layout {
  columns: number;
  rows: number;
  /** of the titles, in px */
  size: number;
  /** of a row, in px */
  height: number;
}

/** How many events and units are shown at once, at most: each is a live operation, and the server takes 50 on a socket. */
export const most = { events: 28, units: 12 };

/** Too small for a wall: then it is a page to scroll. */
export const isSmall = (screen: Box): boolean => screen.width < 1024 || screen.height < 600;

/** How large things are beside the drawing; small screens are held nearer to the eye, but not that much. */
export const scaleOf = (screen: Box): number => Math.max(0.7, Math.min(screen.width / drawn.width, screen.height / drawn.height));

/** The largest rows with which all `n` fit the box, or, where they do not, as many legible ones as fit. */
export function layoutFor(box: Box, scale: number, n: number): Layout {
  const least = Math.max(legible, smallest * scale);
  let size = Math.max(least, largest * scale);
  for (; ; size = Math.max(least, size - 1)) {
    const columns = Math.max(1, Math.floor(box.width / (row.width * size)));
    const most = Math.max(1, Math.floor(box.height / (row.height * size)));
    if (columns * most < n && size > least) continue;
    const used = Math.min(columns, Math.max(1, Math.ceil(n / most)));
    const rows = Math.min(most, Math.max(1, Math.ceil(n / used)));
    return { columns: used, rows, size, height: Math.min(box.height / rows, row.roomy * size) };
  }
}

export interface Page<T> {
  items: T[];
  /** from 1 */
  page: number;
  pages: number;
}
/** The page whose turn it is: turns go round for ever. */
export function pageOf<T>(all: readonly T[], most: number, turn: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / most));
  const at = turn % pages;
  return { items: all.slice(at * most, (at + 1) * most), page: at + 1, pages };
}

/** How many rows of this height fit, one at least. */
export const fits = (height: number, rowHeight: number): number => Math.max(1, Math.floor(height / rowHeight));
