import { bytesOf } from './base64url';
import type { StoredRoster } from './outbox';

type Secret = Pick<StoredRoster['venue'], 'secret' | 'step'>;
const digits = 1_000_000;

/** The number of the step that a moment (ms, by the server's clock) lies in. */
export const stepAt = (venue: Secret, at: number): number => Math.floor(at / 1000 / venue.step);

/** The venue's six digits of a step, made on the phone (graph/door.graphql, VenueKey). */
export async function venueCode(venue: Secret, step: number): Promise<string> {
  const key = await crypto.subtle.importKey('raw', bytesOf(venue.secret) ?? new Uint8Array(), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(String(step))));
  return String(mac.getUint32(0) % digits).padStart(6, '0');
}
/** What any camera opens: the page where whoever stands at the venue checks herself in. */
export const venueLink = (eventId: string, code: string, step: number): string => `${location.origin}/v/${eventId}/${code}?t=${step}`;
