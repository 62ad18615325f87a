import { learn } from './skew';

/** How long an answer may take: past it a change counts as not answered, and whoever made it is told. */
const patience = 15_000;

/** `fetch` that gives up: on a network that swallows requests the browser would wait for minutes. */
export const patientFetch: typeof fetch = async (input, init) => {
  const given = init?.signal;
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(new DOMException('no answer', 'TimeoutError')), patience);
  const ended = () => stop.abort(given?.reason);
  given?.addEventListener('abort', ended, { once: true });
  if (given?.aborted) ended();
  try {
    const sent = Date.now();
    const r = await fetch(input, { ...init, signal: stop.signal });
    learn(Date.parse(r.headers.get('date') ?? ''), sent, Date.now());
    return r;
  } finally {
    clearTimeout(late);
    given?.removeEventListener('abort', ended);
  }
};
