import type { calendar as zh } from '../zh-CN/calendar';

export const calendar: typeof zh = {
  add: 'Add to calendar',
  title: 'Calendar subscription',
  hint: 'Your phone’s calendar shows what you and your family are signed up for, and follows changes and cancellations.',
  open: 'Subscribe',
  renew: 'New address',
  close: 'Stop',
  closed: 'Stopped: the calendar gets no more changes',
  ready: 'The address is shown this once; whoever knows it sees your plans, so do not pass it on.',
  subscribe: 'Add to this phone’s calendar',
  copy: 'Copy the address',
  copied: 'Address copied',
  how: 'Tap the button above; if nothing happens, copy the address and paste it in your calendar app under “Add subscription”.',
};
