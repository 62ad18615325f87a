import { vi } from 'vitest';
import type { Answer, Draft } from '../../../src/api/outbox';
import type { CheckInInput } from '../../../src/api/outbox';
import type { DoorRowData } from '../../../src/api/door';

let n = 0;
/** Somebody ticked at an event by a person. */
export const draft = (more: Partial<CheckInInput> = {}, sender = 'pe_1'): Draft => {
  const id = `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`;
  return { sender, name: '王秀英', of: more.signUpId ?? `su_${n}`, input: { id, eventId: 'ev_1', method: 'LIST', at: '2026-11-21T01:00:00.000Z', direction: 'IN', signUpId: `su_${n}`, ...more } };
};
export const row = (signUpId: string, more: Partial<DoorRowData> = {}): DoorRowData => ({
  signUpId,
  personId: signUpId.replace('su', 'pe'),
  number: 1,
  name: '王秀英',
  phoneTail: '0101',
  search: '王秀英 wangxiuying wxy',
  shiftId: 'sh_1',
  status: 'CONFIRMED',
  walkIn: false,
  checkedInAt: null,
  checkedOutAt: null,
  absentAt: null,
  card: 0,
  revision: 1,
  ...more,
});
export const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
export const failing = (code: string, more: object = {}) => json({ data: null, errors: [{ message: code, extensions: { code, ...more } }] });
export interface Sent {
  input: CheckInInput[];
  sentAt: string;
  sender: string;
  headers: Record<string, string>;
  credentials: string | undefined;
  bytes: number;
}

/** A server with a log: what it has taken, in order, and what it was asked. `say` may answer in its place. */
export function fakeServer(say: (sent: Sent) => Response | undefined | 'cut' = () => undefined) {
  const log: string[] = [];
  const asked: Sent[] = [];
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    const { variables } = JSON.parse(String(init.body)) as { variables: Sent };
    const sent = { ...variables, headers: init.headers as Record<string, string>, credentials: init.credentials, bytes: new TextEncoder().encode(String(init.body)).length };
    asked.push(sent);
    const said = say(sent);
    if (said instanceof Response) return said;
    const answers: Answer[] = sent.input.map((e) => {
      if (!log.includes(e.id)) log.push(e.id);
      return { id: e.id, accepted: true, warnings: [], row: row(e.signUpId ?? 'su_new', { checkedInAt: e.at }) };
    });
    if (said === 'cut') throw new TypeError('Failed to fetch'); // taken, and the answer lost
    return json({ data: { checkIn: answers } });
  });
  return { log, asked };
}
