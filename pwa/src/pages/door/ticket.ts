import { bytesOf } from '../../api/base64url';
import type { StoredRoster } from '../../api/outbox';

/** What a ticket or a card says, once its signature was found to be ours. */
export interface Ticket {
  /** of a ticket */
  signUpId?: string;
  eventId?: string;
  /** of a card, which is good at any event */
  personId?: string;
  card?: number;
  /** its end or that of the key that signed it, by the server's clock, ms */
  expires: number;
}
/** `UNKNOWN_KEY`: signed, if at all, with a key that this phone has not been told of. */
export type Unread = 'BAD_TICKET' | 'UNKNOWN_KEY';
export type Verify = (key: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>, content: Uint8Array<ArrayBuffer>) => Promise<boolean>;

// As server/ticket writes them: LT1. and base64url of the version, what is below, and an Ed25519 signature over all before it.
const prefix = 'LT1.';
const longest = 150;
const signatureSize = 64;
/** bytes before the signature, by version: 1 and 2 are of a sign-up (2 names its key), 3 is a person's card */
const lengths: Readonly<Record<number, number>> = { 1: 37, 2: 38, 3: 26 };

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** An id as ent/uid writes it: the prefix of its kind and the UUID in base32. */
function idOf(kind: string, uuid: Uint8Array): string {
  let text = '';
  let bits = 0;
  let have = 0;
  for (const byte of uuid) {
    bits = ((bits << 8) | byte) & 0xfff;
    have += 8;
    while (have >= 5) text += digits[(bits >> (have -= 5)) & 31];
  }
  return `${kind}_${text}${have ? digits[(bits << (5 - have)) & 31] : ''}`;
}

let verify: Promise<Verify> | undefined;
/** The browser's own Ed25519 where it has one, else the one in JavaScript, which is loaded only then. */
export async function chooseVerify(): Promise<Verify> {
  try {
    return await builtIn();
  } catch {
    return inJavaScript();
  }
}
export async function builtIn(): Promise<Verify> {
  const known = new Map<string, CryptoKey>();
  const read = async (raw: Uint8Array<ArrayBuffer>) => {
    const name = raw.join();
    const key = known.get(name) ?? (await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']));
    known.set(name, key);
    return key;
  };
  await read(Uint8Array.of(0x58, ...Array<number>(31).fill(0x66))); // the curve's base point: any browser that knows the curve takes it
  return async (key, signature, content) => crypto.subtle.verify('Ed25519', await read(key), signature, content);
}
export async function inJavaScript(): Promise<Verify> {
  const { verifyAsync } = await import('@noble/ed25519');
  return (key, signature, content) => verifyAsync(signature, content, key, { zip215: false }).catch(() => false);
}

/** Reads a ticket or a card with the public keys that are stored on this phone. */
export async function readTicket(text: string, keys: StoredRoster['keys'], by?: Verify): Promise<Ticket | Unread> {
  if (!text.startsWith(prefix) || text.length > longest) return 'BAD_TICKET';
  const raw = bytesOf(text.slice(prefix.length));
  const version = raw?.[0] ?? 0;
  const length = lengths[version];
  if (!raw || !length || raw.length !== length + signatureSize) return 'BAD_TICKET';
  const key = keys.find((k) => k.number === (version === 1 ? 0 : raw[1]));
  if (!key) return 'UNKNOWN_KEY';
  const content = raw.slice(0, length);
  const check = by ?? (await (verify ??= chooseVerify()));
  if (!(await check(bytesOf(key.key) ?? new Uint8Array(), raw.slice(length), content).catch(() => false))) return 'BAD_TICKET';
  const view = new DataView(content.buffer);
  const expires = Math.min(view.getUint32(length - 4) * 1000, key.endsAt ? Date.parse(key.endsAt) : Infinity);
  if (version === 3) return { personId: idOf('pe', content.subarray(2, 18)), card: view.getUint32(18), expires };
  return { signUpId: idOf('su', content.subarray(length - 36, length - 20)), eventId: idOf('ev', content.subarray(length - 20, length - 4)), expires };
}
