import { describe, expect, it } from 'vitest';
import { match, safeNext } from '../../src/state/match';
import { routes } from '../../src/state/routes';

const paramsOf = (path: string) => match(routes, path)?.params;
const pathOf = (path: string) => match(routes, path)?.route.path;

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
  ])('%s opens %s', (path, route) => expect(pathOf(path)).toBe(route));
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
