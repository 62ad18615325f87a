import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../src/api/base64url';
import { builtIn, chooseVerify, inJavaScript, readTicket, type Verify } from '../../../src/pages/door/ticket';
import { card, forged, keys, later, numbered, old, uid } from './fakes';

const ways: [string, () => Promise<Verify>][] = [
  ['the browser’s Ed25519', builtIn],
  ['the one in JavaScript', inJavaScript],
];
describe.each(ways)('a ticket, checked by %s', (_name, make) => {
  const read = async (text: string, by = keys) => readTicket(text, by, await make());
  it('of a sign-up says whose it is, by the first key and by a numbered one', async () => {
    const said = { signUpId: uid('su', 3), eventId: uid('ev', 7), expires: later * 1000 };
    expect(await read(old(3, 7))).toEqual(said);
    expect(await read(numbered(3, 7, 2))).toEqual(said);
    expect(old(3, 7).length).toBeLessThanOrEqual(150);
  });
  it('of a card says whose and which', async () => expect(await read(card(9, 300))).toEqual({ personId: uid('pe', 9), card: 300, expires: later * 1000 }));
  it('that somebody else signed is none', async () => expect(await read(forged(3, 7))).toBe('BAD_TICKET'));
  it('is none when any bit of it was altered', async () => {
    const raw = Buffer.from(old(3, 7).slice(4), 'base64url');
    for (let i = 0; i < raw.length; i += 1) {
      const other = Buffer.from(raw);
      other[i]! ^= 1;
      expect(await read(`LT1.${other.toString('base64url')}`), String(i)).toBe('BAD_TICKET');
    }
  });
  it('ends with its key', async () => {
    const ends = keys.map((k) => ({ ...k, endsAt: '2026-11-21T00:00:00Z' }));
    expect(await read(numbered(3, 7), ends)).toMatchObject({ expires: Date.parse('2026-11-21T00:00:00Z') });
  });
  it('of a key that this phone has not been told of cannot be judged', async () => expect(await read(numbered(3, 7, 2), keys.slice(0, 2))).toBe('UNKNOWN_KEY'));
  it('signed by another of our keys than it names is none', async () => {
    const text = Buffer.from(numbered(3, 7, 1).slice(4), 'base64url');
    text[1] = 2;
    expect(await read(`LT1.${text.toString('base64url')}`)).toBe('BAD_TICKET');
  });
  it.each(['', 'LT1.', 'https://example.org/', old(3, 7).slice(0, -1), `${old(3, 7)}A`, ` ${old(3, 7)}`, `${old(3, 7)}\n`, old(3, 7).replace('LT1', 'LT2'), `LT1.${'A'.repeat(200)}`, 'LT1.!!!!'])('%s is none', async (text) =>
    expect(await read(text)).toBe('BAD_TICKET'),
  );
});

describe('base64url', () => {
  it('is read in the only way in which it can be written', () => {
    expect(bytesOf('_-8')).toEqual(Uint8Array.of(255, 239));
    expect([bytesOf('_-9'), bytesOf('_-8='), bytesOf('+/8'), bytesOf('a')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
it('a browser without Ed25519 loads the other', async () => {
  const verify = await chooseVerify();
  expect(await readTicket(old(1, 1), keys, verify)).toMatchObject({ signUpId: uid('su', 1) });
});
