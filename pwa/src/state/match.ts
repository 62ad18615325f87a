export interface Match<R> {
  route: R;
  params: Record<string, string>;
}

/** The first route whose pattern fits the path: `/events/:id` gives `params.id`. */
export function match<R extends { path: string }>(routes: readonly R[], path: string): Match<R> | null {
  const have = path.replace(/\/+$/, '').split('/');
  for (const route of routes) {
    const want = route.path.replace(/\/+$/, '').split('/');
    if (want.length !== have.length) continue;
    const params: Record<string, string> = {};
    const fits = want.every((w, i) => {
      const h = have[i] ?? '';
      if (!w.startsWith(':')) return w === h;
      try {
        params[w.slice(1)] = decodeURIComponent(h);
      } catch {
        return false;
      }
      return h !== '';
    });
    if (fits) return { route, params };
  }
  return null;
}

/** A path of our own to go on to, or `/`: never another site's, never the log-in again. */
export function safeNext(next: string | null): string {
  if (!next || !/^\/(?![/\\])/.test(next) || /[\u0000-\u001f\\]/.test(next)) return '/';
  return /^\/(login|i|setup)(\/|\?|$)/.test(next) ? '/' : next;
}
