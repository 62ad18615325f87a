export interface Seats {
  capacity: number | null;
  confirmed: number;
  offered: number;
  waitlisted: number;
  /** of the free ones, those that a printed rule holds */
  held?: number;
}
export type SeatState = 'open' | 'left' | 'few' | 'full';

/** The free places that anybody may have now. */
export const placesFor = (c: Seats): number => (c.capacity === null ? Infinity : Math.max(0, c.capacity - c.confirmed - c.offered - (c.held ?? 0)));

/** How many places are free, and how that is said: `few` from a fifth down to one, five at most. */
export function seatState(c: Seats): { state: SeatState; free: number; taken: number; share: number } {
  const taken = c.confirmed + c.offered;
  if (c.capacity === null) return { state: 'open', free: Infinity, taken, share: 0 };
  const free = Math.max(0, c.capacity - taken);
  const share = c.capacity ? Math.min(1, taken / c.capacity) : 1;
  if (free === 0) return { state: 'full', free, taken, share };
  return { state: free <= Math.min(5, Math.ceil(c.capacity / 5)) ? 'few' : 'left', free, taken, share };
}
