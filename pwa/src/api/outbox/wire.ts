import type { Maker } from './store';

/** How long an answer may take: past it there was none. */
const patience = 20_000;

/** Why a request got no answer that counts. */
export class Failure extends Error {
  constructor(
    /** `extensions.code`, or NETWORK when no answer of the server came */
    readonly code: string,
    readonly reason = '',
    readonly field = '',
  ) {
    super(reason || code);
  }
}
interface Problem {
  path?: unknown[];
  extensions?: { code?: string; reason?: string; field?: string };
}

/** How many ms the server's clock is ahead of this one, by a time that came with an answer to what was sent at `sent`. */
export const ahead = (now: string, sent: number): number => Date.parse(now) - (sent + Date.now()) / 2;

/** The device in whose name to ask is another than whoever the cookie is of: its token goes alone. */
function headers(device: Maker | undefined): RequestInit {
  const type = { 'content-type': 'application/json' };
  return device ? { headers: { ...type, authorization: `Bearer ${device.token}` }, credentials: 'omit' } : { headers: type, credentials: 'same-origin' };
}

/**
 * Asks the server as a door device, or as whoever is signed in. It answers only what the server itself said: a page of a captive portal,
 * a proxy's error, half an answer are all NETWORK.
 */
export async function post<D>(query: string, variables: object, device: Maker | undefined): Promise<D> {
  let text: string;
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), patience);
  try {
    const r = await fetch('/graphql', { method: 'POST', body: JSON.stringify({ query, variables }), redirect: 'error', signal: stop.signal, ...headers(device) });
    text = await r.text(); // as impatiently: whoever waits here keeps the others from sending
    if (r.status >= 500) throw new Failure('NETWORK');
    if (r.status === 413) throw new Failure('TOO_COMPLEX');
    if (r.status === 429) throw new Failure('RATE_LIMITED');
  } catch (e) {
    throw e instanceof Failure ? e : new Failure('NETWORK');
  } finally {
    clearTimeout(late);
  }
  let body: { data?: D | null; errors?: Problem[] };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    throw new Failure('NETWORK');
  }
  const wrong = body?.errors?.[0]?.extensions;
  if (wrong) throw new Failure(wrong.code ?? 'INTERNAL', wrong.reason, wrong.field);
  if (!body?.data || typeof body.data !== 'object') throw new Failure('NETWORK');
  return body.data;
}
