import { describe, expect, it } from 'vitest';
import { flagsOf, isFull, judge, type Roster } from '../../../src/pages/door/judge';
import type { Guest } from '../../../src/pages/door/spans';
import { readTicket } from '../../../src/pages/door/ticket';
import { card, forged, guest, head, keys, numbered, old, uid } from './fakes';

const at = Date.parse('2026-11-21T01:10:00Z');
const roster = (...guests: Guest[]): Roster => ({ head, guests });
const scan = async (text: string, r: Roster, direction: 'IN' | 'OUT' = 'IN', when = at) => judge(await readTicket(text, keys), r, direction, when);
const came = { checkedInAt: '2026-11-21T01:00:00Z' };

describe('what is scanned', () => {
  it('is whoever signed up', async () => {
    const her = guest(3);
    expect(await scan(old(3, 7), roster(guest(1), her))).toEqual({ guest: her, flags: [] });
    expect(await scan(numbered(3, 7), roster(her))).toEqual({ guest: her, flags: [] });
  });
  it.each([
    ['forged', forged(3, 7), 'BAD_TICKET'],
    ['another event’s', old(3, 8), 'OTHER_EVENT'],
    ['past its end', old(3, 7, at / 1000 - 1), 'EXPIRED'],
    ['another thing', 'https://example.org/menu', 'BAD_TICKET'],
  ])('is refused when it is %s', async (_why, text, refused) => expect(await scan(text, roster(guest(3)))).toMatchObject({ refused }));
  it('ends by the server’s clock and not before', async () => expect(await scan(old(3, 7, at / 1000), roster(guest(3)))).not.toHaveProperty('refused'));
  it('goes in and is looked at when she withdrew', async () => {
    const gone = guest(3, { status: 'WITHDRAWN' });
    expect(await scan(old(3, 7), roster(gone))).toEqual({ guest: gone, flags: ['WITHDRAWN'] });
    const anew = guest(4, { personId: gone.personId });
    expect(await scan(old(3, 7), roster(gone, anew))).toEqual({ guest: anew, flags: [] });
  });
  it('goes in unchecked when it is ours and not on the stored roster', async () => {
    expect(await scan(old(9, 7), roster(guest(3)))).toEqual({ flags: ['UNCHECKED'] });
    expect(await scan(card(9, 1), roster(guest(3)))).toEqual({ flags: ['UNCHECKED', 'NOT_SIGNED_UP'] });
  });
  it('is a card of this number or none', async () => {
    const her = guest(3, { card: 2 });
    expect(await scan(card(3, 2), roster(her))).toEqual({ guest: her, flags: [] });
    expect(await scan(card(3, 1), roster(her))).toEqual({ refused: 'OLD_CARD', guest: her, flags: [] });
    expect(await scan(card(3, 1), roster(guest(3)))).toMatchObject({ refused: 'OLD_CARD' }); // withdrawn for good
  });
  it('is let in with a card that was issued since the roster was read, to be looked at', async () => {
    const her = guest(3, { card: 2 });
    expect(await scan(card(3, 3), roster(her))).toEqual({ guest: her, flags: ['UNCHECKED'] });
  });
  it('is the sign-up of a card’s person in the shift that is near', async () => {
    const shifts = [1, 3, 5].map((h, i) => ({ id: `sh_${i + 1}`, name: '', startsAt: `2026-11-21T0${h}:00:00Z`, endsAt: `2026-11-21T0${h + 2}:00:00Z`, capacity: null }));
    const [third, first, second] = [3, 1, 2].map((n) => guest(10 + n, { personId: uid('pe', 3), card: 1, shiftId: `sh_${n}` }));
    const r = { head: { ...head, event: { ...head.event, shifts } }, guests: [third!, first!, second!] };
    const who = async (when: string) => (await scan(card(3, 1), r, 'IN', Date.parse(`2026-11-21T${when}:00Z`))).guest?.shiftId;
    expect([await who('00:30'), await who('02:00'), await who('03:00'), await who('09:00')]).toEqual(['sh_1', 'sh_1', 'sh_2', 'sh_3']);
  });
  it('is the sign-up of a card’s person that is still to come', async () => {
    const [first, second] = [guest(3, { card: 1, ...came, checkedOutAt: '2026-11-21T01:05:00Z' }), guest(4, { personId: uid('pe', 3), card: 1 })];
    expect((await scan(card(3, 1), roster(first, second))).guest).toBe(second);
  });
});

describe('what is worth a look', () => {
  it('is coming twice, leaving without coming, and another time than the shift’s', () => {
    expect(flagsOf(guest(1, came), 'IN', head, at)).toEqual(['ALREADY_CHECKED_IN']);
    expect(flagsOf(guest(1, { ...came, checkedOutAt: '2026-11-21T01:05:00Z' }), 'IN', head, at)).toEqual([]);
    expect(flagsOf(guest(1), 'OUT', head, at)).toEqual(['NOT_HERE']);
    expect(flagsOf(guest(1, came), 'OUT', head, at)).toEqual([]);
    expect(flagsOf(guest(1), 'IN', head, Date.parse('2026-11-20T23:59:00Z'))).toEqual(['OUTSIDE_TIME']);
    expect(flagsOf(guest(1), 'IN', head, Date.parse('2026-11-21T04:00:00Z'))).toEqual([]);
    expect(flagsOf(guest(1), 'IN', head, Date.parse('2026-11-21T04:00:01Z'))).toEqual(['OUTSIDE_TIME']);
  });
  it('is one more than the places of the shift that is near', () => {
    expect(isFull(roster(guest(1), guest(2, { status: 'WAITLISTED' })), at)).toBe(false);
    expect(isFull(roster(guest(1), guest(2, { status: 'OFFERED' })), at)).toBe(true);
    const [early] = head.event.shifts;
    const shifts = (capacity: number | null) => [early!, { ...early!, id: 'sh_2', startsAt: '2026-11-21T03:00:00Z', endsAt: '2026-11-21T05:00:00Z', capacity }];
    const of = (capacity: number | null) => ({ head: { ...head, event: { ...head.event, shifts: shifts(capacity) } }, guests: [guest(1), guest(2), guest(3, { shiftId: 'sh_2' })] });
    const [during, after] = [at, Date.parse('2026-11-21T03:00:00Z')];
    expect([isFull(of(9), during), isFull(of(9), after), isFull(of(1), after), isFull(of(null), after)]).toEqual([true, false, true, false]);
  });
});
