import { describe, expect, it } from 'vitest';
import { match, safeNext } from '../../src/state/match';
import { routes } from '../../src/state/routes';
import { farRoutes } from '../../src/state/routes.far';

const find = (path: string) => match(routes, path) ?? match(farRoutes, path);
const paramsOf = (path: string) => find(path)?.params;
const pathOf = (path: string) => find(path)?.route.path;

describe('routes', () => {
  it.each([
    ['/', '/'],
    ['/events/ev_1', '/events/:id'],
    ['/events/ev_1/', '/events/:id'],
    ['/mine/tickets/su_1', '/mine/tickets/:signUpId'],
    ['/desk/events/new', '/desk/events/new'],
    ['/desk/events/ev_1', '/desk/events/:id'],
    ['/desk/events/ev_1/roster', '/desk/events/:id/roster'],
    ['/door', '/door'],
    ['/mine/cards', '/mine/cards'],
    ['/mine/su_1', '/mine/:id'],
    ['/v/ev_1', '/v/:eventId'],
    ['/v/ev_1/012345', '/v/:eventId/:code'],
    ['/door/ev_1/paper', '/door/:eventId/paper'],
    ['/kiosk/ev_1', '/kiosk/:eventId'],
  ])('%s opens %s', (path, route) => expect(pathOf(path)).toBe(route));
  it('has no page that the first table hides from the second', () => {
    for (const r of farRoutes) expect(match(routes, r.path.replaceAll(':', 'x'))?.route.path, r.path).toBeUndefined();
  });
  it('reads what the path carries', () => {
    expect(paramsOf('/i/a%20b')).toEqual({ token: 'a b' });
  });
  it.each(['/events', '/events/a/b', '/nothing', '/i/%E0%A4%A'])('%s opens nothing', (path) => expect(pathOf(path)).toBeUndefined());
});

describe('where a log-in leads', () => {
  it.each([
    ['/events/ev_1?c=demo', '/events/ev_1?c=demo'],
    [null, '/'],
    ['', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/login?next=/x', '/'],
    ['/i/token', '/'],
    ['/\t/evil.example', '/'],
    ['/inbox', '/inbox'],
  ])('%s → %s', (next, to) => expect(safeNext(next)).toBe(to));
});
