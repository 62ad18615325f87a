import { beforeEach, expect, it, vi } from 'vitest';
import { append, unsent } from '../../../src/api/outbox/entries';
import { flushAll } from '../../../src/api/outbox/flush';
import { open } from '../../../src/api/outbox/store';
import { draft, failing, fakeServer } from './fakes';

beforeEach(async () => {
  vi.unstubAllGlobals();
  await (await open()).clear('entries');
});
/** Numbers that look random and are the same in every run. */
function dice(seed: number) {
  return (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
}

it.each([1, 2, 3])('1,200 entries through every fault, two pages at once and pages that die: each arrives once and in order (%i)', async (seed) => {
  const roll = dice(seed);
  let dead = false;
  const server = fakeServer((sent) => {
    if (dead) throw new TypeError('the page is gone');
    switch (roll(8)) {
      case 0:
        return 'cut';
      case 1:
        return new Response('<html>', { status: 200 });
      case 2:
        return new Response('', { status: 502 });
      case 3:
        return failing('UNAUTHENTICATED');
      case 4:
        return failing(sent.input.length > 20 ? 'TOO_COMPLEX' : 'INTERNAL');
      default:
        return undefined;
    }
  });
  const page = () => flushAll({ may: () => true, answered: () => (dead = roll(4) === 0) }).catch(() => 'died');
  const drafts = Array.from({ length: 1200 }, () => draft({ signUpId: `su_${roll(60)}`, direction: roll(3) ? 'IN' : 'OUT' }));
  for (let at = 0; at < drafts.length; ) {
    const n = 1 + roll(90);
    await append(drafts.slice(at, at + n));
    at += n;
    await Promise.all([page(), page()]); // without a lock
    dead = false; // and another is opened
  }
  for (let tries = 0; (await unsent()).length && tries < 200; tries++) {
    await page();
    dead = false;
  }
  expect(await unsent()).toEqual([]);
  expect(server.log).toHaveLength(1200);
  expect(server.log).toEqual(drafts.map((d) => d.input.id));
  expect(server.asked.flatMap((s) => s.input).length).toBeGreaterThan(1200); // much was sent again
}, 60_000);
