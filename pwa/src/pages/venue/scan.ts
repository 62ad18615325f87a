/** Seconds that a venue code stands, and by how many steps a scan may be off, as the server has it (server/door, venue). */
export const step = 30;
const near = 2;
/** How long somebody may take from the scan to the tap: a log-in with its message lies between. ms */
const patience = 900_000;

export interface Scan {
  code: string;
  /** the step that the code was made for, as the link says */
  step: number;
  /** when the link was opened, by this phone's clock, ms */
  at: number;
}
/** Reads a scanned link; undefined where it carries no code and step, as when the digits are to be typed. */
export function scanOf(code: string | undefined, t: string | null, at: number): Scan | undefined {
  if (!code || !/^\d{6}$/.test(code) || !t || !/^\d{1,12}$/.test(t)) return undefined;
  return { code, step: Number(t), at };
}
/** When this scan was first opened: a log-in or a reload in between must not make it another. */
export function firstOpened(eventId: string, code: string, t: string, now: number): number {
  const name = `linli.scan.${eventId}.${code}.${t}`;
  try {
    const known = Number(sessionStorage.getItem(name));
    if (known > 0 && known <= now) return known;
    sessionStorage.setItem(name, String(now));
  } catch {
    // then this opening counts
  }
  return now;
}
/** Was the code on the screen when it was scanned, and was that just now? `offset` is ms that the server's clock is ahead. */
export function isFresh(scan: Scan, now: number, offset: number): boolean {
  const scanned = Math.floor((scan.at + offset) / 1000 / step);
  return Math.abs(scanned - scan.step) <= near && now - scan.at <= patience;
}
