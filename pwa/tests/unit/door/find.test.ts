import { describe, expect, it } from 'vitest';
import { stepAt, venueCode } from '../../../src/api/venue';
import type { Draft, Entry } from '../../../src/api/outbox';
import { counted, isAnew, namesakes, narrowed, part } from '../../../src/pages/door/find';
import { draft } from '../outbox/fakes';
import { guest, head } from './fakes';

const in_ = { checkedInAt: '2026-11-21T01:00:00Z' };
describe('who stands where at the door', () => {
  const guests = [
    guest(1, { status: 'CONFIRMED' }),
    guest(2, { status: 'OFFERED', absentAt: '2026-11-21T02:00:00Z' }),
    guest(3, { status: 'WAITLISTED' }),
    guest(4, { status: 'CONFIRMED', ...in_ }),
    guest(5, { status: 'WAITLISTED', ...in_, checkedOutAt: '2026-11-21T02:00:00Z' }),
    guest(6, { status: 'WITHDRAWN' }),
    guest(7, { status: 'REMOVED' }),
  ];
  it('counts everybody once', () => expect(counted(guests)).toEqual({ toCome: 2, here: 2, waiting: 1, inside: 1, absent: 1, expected: 2 }));
  it('leaves out who is off the roster and did not come', () => expect(guests.filter(part.all).map((g) => g.number)).toEqual([1, 2, 3, 4, 5]));
});

describe('finding on the phone', () => {
  const guests = [
    guest(1, { name: '王秀英', phoneTail: '0101', search: '王秀英 wangxiuying wxy' }),
    guest(2, { name: '李秀英', phoneTail: '2010', search: '李秀英 lixiuying lxy' }),
    guest(10, { name: 'Anna Li', phoneTail: '', search: 'anna li al' }),
  ];
  it.each([
    ['秀英', [1, 2]],
    ['WXY', [1]],
    ['lixiu', [2]],
    [' anna ', [10]],
    ['0101', [1]],
    ['010', [1, 2]],
    ['10', [10, 1, 2]], // by number first
    ['#10', [10]],
    ['没有', []],
  ])('%s', (text, found) => expect(narrowed(guests, text).map((g) => g.number)).toEqual(found));
  it('knows who a walk-in may be', () => {
    const numbers = (name: string, tail: string) => namesakes(guests, name, tail).map((g) => g.number);
    expect([numbers('王秀英', ''), numbers('王秀英', '9999'), numbers('', '2010'), numbers('Anna Li', '1234'), numbers('王', ''), numbers('', '')]).toEqual([[1], [], [2], [10], [], []]);
  });
});

describe('the venue’s code', () => {
  it('is the one that the server makes', async () => {
    // Reckoned by hand: HMAC-SHA256 over the step in decimal, four bytes, modulo a million.
    const { createHmac } = await import('node:crypto');
    for (const step of [0, 1, 58_000_000]) {
      const mac = createHmac('sha256', Buffer.alloc(32, 1)).update(String(step)).digest();
      expect(await venueCode(head.venue, step)).toBe(String(mac.readUInt32BE() % 1_000_000).padStart(6, '0'));
    }
  });
  it('changes every thirty seconds', () => expect([0, 29_999, 30_000].map((ms) => stepAt(head.venue, ms))).toEqual([0, 0, 1]));
});

describe('what was refused and is entered anew', () => {
  const [her, namesake, other] = [guest(1, { name: '王秀英', phoneTail: '0101' }), guest(2, { name: '王秀英', phoneTail: '0202' }), guest(3, { name: '李秀英' })];
  const guests = [her, namesake, other];
  const said = (name: string, of: string, more: Partial<Draft['input']> = {}): Draft => ({ ...draft(more), name, of });
  const refused = (name: string, of: string, more: Partial<Draft['input']> = {}): Entry => ({ ...said(name, of, more), seq: 1, id: 'r', eventId: 'ev_1', state: 'refused', warnings: [] });
  const hers = refused('王秀英', her.signUpId);
  const walkIn = (name: string, phoneTail?: string) => said(name, 'new-1', { method: 'WALK_IN', ...(phoneTail && { phoneTail }) });
  it.each<[string, Draft, Entry, boolean]>([
    ['her, ticked', said('王秀英', her.signUpId), hers, true],
    ['her, leaving', said('王秀英', her.signUpId, { direction: 'OUT' }), hers, false],
    ['somebody else', said('李秀英', other.signUpId), hers, false],
    ['her namesake', said('王秀英', namesake.signUpId), hers, false],
    ['her, walking in', walkIn('王秀英'), hers, true],
    ['her, walking in with her tail', walkIn('王秀英', '0101'), hers, true],
    ['a namesake who walks in', walkIn('王秀英', '0303'), hers, false],
    ['somebody else who walks in', walkIn('赵敏'), hers, false],
    ['a walk-in again', walkIn('赵敏'), refused('赵敏', 'new-0'), true],
    ['a walk-in who is on the list after all', said('李秀英', other.signUpId), refused('李秀英', 'new-0'), true],
    ['her whose row is gone, under another', said('王秀英', namesake.signUpId), refused('王秀英', 'su_gone', { phoneTail: '0202' }), true],
    ['her whose row is gone, and a namesake', said('王秀英', namesake.signUpId), refused('王秀英', 'su_gone', { phoneTail: '0101' }), false],
    ['a ticket of nobody known', said('王秀英', her.signUpId), refused('名单外的票', 'ticket-x'), false],
    ['that ticket again', said('名单外的票', 'ticket-x'), refused('名单外的票', 'ticket-x'), true],
    ['another ticket with the same words', said('名单外的票', 'ticket-y'), refused('名单外的票', 'ticket-x'), false],
  ])('is %s: %#', (_what, d, r, yes) => expect(isAnew(d, r, guests)).toBe(yes));
});
