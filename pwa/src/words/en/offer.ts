import type { offer as zh } from '../zh-CN/offer';
import { mid } from '../mid';

export const offer: typeof zh = {
  you: 'you',
  and: (names) => (names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '')),
  label: 'Places that wait for your answer',
  title: (who) => `A place is free, held for ${who}`,
  take: 'Accept',
  takeAll: (n) => `Accept for ${n}`,
  leave: 'Not coming',
  together: 'You signed up together: one answer is for all.',
  sureTitle: 'Not coming?',
  sure: 'The place goes to the next neighbour at once. To come after all, you would queue again.',
  sureYes: 'Not coming',
  sureNo: 'Let me think',
  taken: (who) => `Good, the place is settled for ${who}`,
  left: 'Thank you, the place goes to the next neighbour',
  late: 'Sorry, the answer came too late: this place went to the next neighbour.',
  now: (state) => `Now: ${state}`,
  looking: 'The time is over, looking how it stands…',
  offline: 'No network, so you cannot answer now. Please connect soon: the place is held only until then, and no answer is sent by itself later.',
  said: (who, what, until) => `A place at “${what}” is held for ${who}. Please answer by ${mid(until)}.`,
  bar: 'A place waits for you',
  show: 'Show the code',
  more: 'My sign-up',
};
