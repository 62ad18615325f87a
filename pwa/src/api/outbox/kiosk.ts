import type { KioskData } from '../kiosk';

/** What was last read of an event's kiosk: who came last, and what its codes are made from. */
export interface Seen {
  eventId: string;
  data: KioskData;
  /** ms that the server's clock was ahead of this one */
  offset: number;
  /** when it was read, by this clock, ms */
  readAt: number;
  /** until when it may be kept, by the server's clock, ms */
  until: number;
}
const storedAt = 'linli.kiosk';

export const isPast = (seen: Pick<Seen, 'until' | 'offset'>): boolean => !(seen.until > Date.now() + seen.offset);

function stored(): Seen | undefined {
  try {
    return (JSON.parse(localStorage.getItem(storedAt) ?? 'null') as Seen | null) ?? undefined;
  } catch {
    return undefined;
  }
}
/** What is stored of an event's kiosk and not to be deleted yet. */
export function readKiosk(eventId: string): Seen | undefined {
  const seen = stored();
  return seen?.eventId === eventId && !isPast(seen) ? seen : undefined;
}
/** Stores it for when there is no network, or deletes it. */
export function keepKiosk(seen: Seen | undefined) {
  try {
    if (seen && !isPast(seen)) localStorage.setItem(storedAt, JSON.stringify(seen));
    else localStorage.removeItem(storedAt);
  } catch {
    // then it works without a network until the page is closed
  }
}
/** Deletes it when it is past its time, or whenever somebody logs out. */
export function dropKiosk(loggedOut: boolean) {
  const seen = stored();
  if (seen && (loggedOut || isPast(seen))) keepKiosk(undefined);
}
