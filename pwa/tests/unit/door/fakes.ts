import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { DoorRowData } from '../../../src/api/door';
import type { StoredRoster } from '../../../src/api/outbox';
import type { Guest } from '../../../src/pages/door/spans';
import { row } from '../outbox/fakes';

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** An id as the server writes it, of bytes that are all the same. */
export function uid(kind: string, byte: number): string {
  const bits = Array.from({ length: 16 }, () => byte.toString(2).padStart(8, '0')).join('').padEnd(130, '0');
  return `${kind}_${(bits.match(/.{5}/g) ?? []).map((b) => digits[parseInt(b, 2)]).join('')}`;
}
const pairs = [0, 1, 2].map(() => generateKeyPairSync('ed25519'));
/** The public keys, as a roster brings them. */
export const keys: StoredRoster['keys'] = pairs.map((p, number) => ({ number, key: p.publicKey.export({ format: 'jwk' }).x ?? '', endsAt: null }));
const four = (n: number) => {
  const b = Buffer.alloc(4);
  b.writeUInt32BE(n);
  return b;
};
const uuid = (byte: number) => Buffer.alloc(16, byte);
const seal = (content: Buffer, key: KeyObject) => `LT1.${Buffer.concat([content, sign(null, content, key)]).toString('base64url')}`;
const private_ = (n: number) => pairs[n]!.privateKey;
export const later = Math.floor(Date.parse('2026-11-22T12:00:00Z') / 1000);
/** Tickets as server/ticket writes them, of one-byte sign-ups, events and people. */
export const old = (signUp: number, event: number, ends = later) => seal(Buffer.concat([Buffer.of(1), uuid(signUp), uuid(event), four(ends)]), private_(0));
export const numbered = (signUp: number, event: number, key = 1, ends = later) => seal(Buffer.concat([Buffer.of(2, key), uuid(signUp), uuid(event), four(ends)]), private_(key));
export const card = (person: number, number: number, key = 1, ends = later) => seal(Buffer.concat([Buffer.of(3, key), uuid(person), four(number), four(ends)]), private_(key));
/** One that somebody else signed with a key of her own. */
export const forged = (signUp: number, event: number) => seal(Buffer.concat([Buffer.of(1), uuid(signUp), uuid(event), four(later)]), generateKeyPairSync('ed25519').privateKey);

export const head: StoredRoster = {
  eventId: uid('ev', 7),
  sender: 'pe_1',
  event: {
    id: uid('ev', 7),
    title: '清晨巡逻',
    place: '南门',
    startsAt: '2026-11-21T01:00:00Z',
    endsAt: '2026-11-21T03:00:00Z',
    status: 'PUBLISHED',
    timeZone: 'Asia/Shanghai',
    shifts: [{ id: 'sh_1', name: '早班', startsAt: '2026-11-21T01:00:00Z', endsAt: '2026-11-21T03:00:00Z', capacity: 2 }],
  },
  counts: { eventId: uid('ev', 7), revision: 1, capacity: 2, confirmed: 2, offered: 0, waitlisted: 0, checkedIn: 0, held: 0, shifts: [] },
  revision: 1,
  keys,
  venue: { epoch: 1, secret: Buffer.alloc(32, 1).toString('base64url'), step: 30 },
  deleteAt: '2999-01-01T00:00:00Z',
  offset: 0,
  readAt: 0,
};
export const guest = (signUp: number, more: Partial<DoorRowData & Guest> = {}): Guest => ({
  ...row(uid('su', signUp), { personId: uid('pe', signUp), number: signUp }),
  waits: false,
  unsaved: false,
  unchecked: false,
  ...more,
});
