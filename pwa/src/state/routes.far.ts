import { page, type Route } from './routes';

/** Pages that are opened rarely, or by few: this table is loaded only when the first has no match. */
export const farRoutes: readonly Route[] = [
  { path: '/household', tab: 'mine', signedIn: true, load: page(() => import('../pages/mine/Household.svelte')) },
  { path: '/join', bare: true, load: page(() => import('../pages/account/Join.svelte')) },
  { path: '/setup/:token', bare: true, load: page(() => import('../pages/account/Setup.svelte')) },
  { path: '/desk/units/:id', tab: 'desk', signedIn: true, wide: true, load: page(() => import('../pages/desk/Unit.svelte')) },
  { path: '/desk/events', tab: 'desk', signedIn: true, wide: true, load: page(() => import('../pages/desk/EventList.svelte')) },
  { path: '/desk/events/new', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/NewEvent.svelte')) },
  { path: '/desk/events/:id', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/EditEvent.svelte')) },
  { path: '/desk/events/:id/roster', tab: 'desk', signedIn: true, wide: true, load: page(() => import('../pages/desk/Roster.svelte')) },
  { path: '/desk/people/:id', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/Person.svelte')) },
  { path: '/desk/teams', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/Teams.svelte')) },
  { path: '/desk/rules', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/Rules.svelte')) },
  { path: '/wall', signedIn: true, bare: true, load: page(() => import('../pages/wall/Wall.svelte')) },
  { path: '/wall/:unitId', signedIn: true, bare: true, load: page(() => import('../pages/wall/Wall.svelte')) },
  { path: '/desk/joins', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/Joins.svelte')) },
  { path: '/d/:token', bare: true, load: page(() => import('../pages/device/Claim.svelte')) },
  { path: '/door/:eventId/devices', tab: 'door', signedIn: true, load: page(() => import('../pages/device/Devices.svelte')) },
  { path: '/door/:eventId/paper', tab: 'door', bare: true, load: page(() => import('../pages/paper/Paper.svelte')) },
  { path: '/kiosk/:eventId', bare: true, load: page(() => import('../pages/kiosk/Kiosk.svelte')) },
  { path: '/v/:eventId', bare: true, load: page(() => import('../pages/venue/Venue.svelte')) },
  { path: '/v/:eventId/:code', bare: true, load: page(() => import('../pages/venue/Venue.svelte')) },
  { path: '/desk/events/:id/print', tab: 'desk', signedIn: true, wide: true, load: page(() => import('../pages/paper/Print.svelte')) },
  { path: '/desk/people/:id/card', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/PersonCard.svelte')) },
  { path: '/desk/corrections', tab: 'desk', signedIn: true, load: page(() => import('../pages/desk/Corrections.svelte')) },
];
