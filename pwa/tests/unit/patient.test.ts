import { afterEach, expect, test, vi } from 'vitest';
import { patientFetch } from '../../src/api/client/patient';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A network that swallows the request and only ever ends it when told to. */
const swallow = (_: unknown, init?: RequestInit) => new Promise<Response>((_ok, no) => init?.signal?.addEventListener('abort', () => no(init.signal?.reason as Error)));

test('gives up on a network that never answers', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', swallow);
  const answer = expect(patientFetch('/graphql')).rejects.toMatchObject({ name: 'TimeoutError' });
  await vi.advanceTimersByTimeAsync(15_000);
  await answer;
});

test('ends when the caller does', async () => {
  vi.stubGlobal('fetch', swallow);
  const caller = new AbortController();
  const answer = expect(patientFetch('/graphql', { signal: caller.signal })).rejects.toBe('enough');
  caller.abort('enough');
  await answer;
});
