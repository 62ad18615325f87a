import type { Component } from 'svelte';

export interface Route {
  path: string;
  load: () => Promise<{ default: Component<Record<string, string>> }>;
  /** which place of the bar it belongs to */
  tab?: 'events' | 'mine' | 'door' | 'desk';
  /** only for somebody signed in: others go to the log-in and come back */
  signedIn?: boolean;
  /** no bar: the page has the screen for itself */
  bare?: boolean;
  /** on a wide screen beside the list of events */
  split?: boolean;
  /** says itself whether there is a network and how old what it shows is */
  tells?: boolean;
  /** uses the whole width of a wide screen */
  wide?: boolean;
}
/** A page that is loaded when it is opened. */
export const page = (load: () => Promise<{ default: unknown }>) => load as Route['load'];

/** What most people open; the rest is in `routes.far.ts`, which no first visit waits for. */
export const routes: readonly Route[] = [
  { path: '/', tab: 'events', split: true, load: page(() => import('../pages/events/Events.svelte')) },
  { path: '/events/:id', tab: 'events', split: true, load: page(() => import('../pages/events/Event.svelte')) },
  { path: '/mine', tab: 'mine', signedIn: true, load: page(() => import('../pages/mine/Mine.svelte')) },
  { path: '/mine/cards', tab: 'mine', signedIn: true, load: page(() => import('../pages/mine/Cards.svelte')) },
  { path: '/mine/:id', tab: 'mine', signedIn: true, load: page(() => import('../pages/mine/SignUp.svelte')) },
  { path: '/mine/tickets/:signUpId', tab: 'mine', signedIn: true, bare: true, load: page(() => import('../pages/mine/Ticket.svelte')) },
  { path: '/inbox', tab: 'mine', signedIn: true, load: page(() => import('../pages/mine/Inbox.svelte')) },
  { path: '/me', tab: 'mine', load: page(() => import('../pages/account/Me.svelte')) },
  { path: '/login', bare: true, load: page(() => import('../pages/account/LogIn.svelte')) },
  { path: '/i/:token', bare: true, load: page(() => import('../pages/account/Invitation.svelte')) },
  { path: '/door', tab: 'door', signedIn: true, load: page(() => import('../pages/door/Doors.svelte')) },
  { path: '/door/:eventId', tab: 'door', bare: true, tells: true, load: page(() => import('../pages/door/Door.svelte')) },
  { path: '/desk', tab: 'desk', signedIn: true, wide: true, load: page(() => import('../pages/desk/Desk.svelte')) },
];
