import { tick } from 'svelte';

interface Entry {
  key: string;
  depth: number;
  /** the address that led here */
  from?: string;
}
const isEntry = (s: unknown): s is Entry => typeof s === 'object' && s !== null && 'key' in s && 'depth' in s;
const fresh = (depth: number, from?: string): Entry => ({ key: Math.random().toString(36).slice(2), depth, ...(from && { from }) });

// A reload, or the browser making room, must not lose the place in a list.
const storedAt = 'linli.scrolls';
function stored(): Map<string, number> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(storedAt) ?? '[]') as [string, number][]);
  } catch {
    return new Map();
  }
}
function store(scrolls: Map<string, number>) {
  try {
    sessionStorage.setItem(storedAt, JSON.stringify([...scrolls].slice(-50)));
  } catch {
    // then pages begin at the top after a reload
  }
}

const lockedAt = 'linli.locked';
function storedLock(): string {
  try {
    return localStorage.getItem(lockedAt) ?? '';
  } catch {
    return '';
  }
}
function storeLock(path: string) {
  try {
    if (path) localStorage.setItem(lockedAt, path);
    else localStorage.removeItem(lockedAt);
  } catch {
    // then the lock holds until the page is closed
  }
}

/** Where the reader is, and where each earlier place was scrolled to. */
class Router {
  path = $state(location.pathname);
  search = $state(location.search);
  /** the key of this place in the history; coming back finds it again */
  key = $state('');
  #entry: Entry = fresh(0);
  #scrolls = new Map<string, number>();
  #kept = new Map<string, Map<string, unknown>>();
  #locked = storedLock();

  get params() {
    return new URLSearchParams(this.search);
  }
  start() {
    history.scrollRestoration = 'manual';
    this.#entry = isEntry(history.state) ? history.state : fresh(0);
    history.replaceState(this.#entry, '');
    this.key = this.#entry.key;
    if (this.#locked) this.lock(this.#locked);
    this.#scrolls = stored();
    this.#scroll(this.#scrolls.get(this.key) ?? 0);
    addEventListener('pagehide', () => {
      this.#remember();
      store(this.#scrolls);
    });
    addEventListener('popstate', (e) => {
      this.#remember();
      this.#entry = isEntry(e.state) ? e.state : fresh(0);
      history.replaceState(this.#entry, '');
      this.#arrive(this.#scrolls.get(this.#entry.key) ?? 0);
    });
    addEventListener('click', (e) => this.#click(e));
  }
  /** From now on every way leads to this path, also the next time: a tablet that anybody may touch shows nothing else. */
  lock(path: string) {
    storeLock((this.#locked = path));
    this.#arrive(0);
  }
  unlock() {
    storeLock((this.#locked = ''));
  }
  go(to: string) {
    this.#remember();
    this.#entry = fresh(this.#entry.depth + 1, location.pathname + location.search);
    history.pushState(this.#entry, '', to);
    this.#arrive(0);
  }
  replace(to: string) {
    this.#entry = fresh(this.#entry.depth, this.#entry.from);
    history.replaceState(this.#entry, '', to);
    this.#arrive(0);
  }
  /** Back to where the reader came from; whoever came by a link goes to `fallback`. */
  back(fallback = '/') {
    if (this.#entry.depth > 0) history.back();
    else this.replace(fallback);
  }
  /** On to a page that the reader may have come from: then back to it, as it was. */
  return(to: string) {
    if (this.#entry.depth > 0 && this.#entry.from === to) history.back();
    else this.replace(to);
  }
  /** Changes the address of this place without going anywhere: for filters. */
  amend(search: string) {
    history.replaceState(this.#entry, '', location.pathname + search);
    this.search = search;
  }
  /** A value that belongs to this place in the history: filters, opened pages, typed text. */
  keep<T>(name: string, first: () => T): T {
    let place = this.#kept.get(this.key);
    if (!place) this.#kept.set(this.key, (place = new Map<string, unknown>()));
    if (!place.has(name)) place.set(name, first());
    return place.get(name) as T;
  }
  put(name: string, value: unknown) {
    this.keep(name, () => value);
    this.#kept.get(this.key)?.set(name, value);
  }
  #remember() {
    this.#scrolls.set(this.#entry.key, scrollY);
  }
  #arrive(y: number) {
    if (this.#locked) {
      history.pushState(this.#entry, '', this.#locked); // there is always one place to go back from
      if (this.path === this.#locked) return;
    }
    this.path = location.pathname;
    this.search = location.search;
    this.key = this.#entry.key;
    void tick().then(() => this.#scroll(y));
  }
  /** The list may still be growing: goes on for a moment until it is tall enough or the reader moves it. */
  #scroll(y: number) {
    const until = performance.now() + (y ? 1500 : 0);
    let mine = true;
    const stop = () => (mine = false);
    addEventListener('wheel', stop, { once: true, passive: true });
    addEventListener('touchstart', stop, { once: true, passive: true });
    const step = () => {
      if (!mine) return;
      scrollTo(0, y);
      if (Math.abs(scrollY - y) > 1 && performance.now() < until) requestAnimationFrame(step);
    };
    step();
  }
  #click(e: MouseEvent) {
    const a = e.target instanceof Element ? e.target.closest('a') : null;
    if (!a || e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    if (a.target || a.hasAttribute('download') || a.origin !== location.origin || a.dataset.native !== undefined) return;
    if (a.hash && a.pathname === location.pathname) return;
    e.preventDefault();
    const to = a.pathname + a.search;
    if (to === location.pathname + location.search) scrollTo({ top: 0, behavior: 'smooth' });
    else if (a.dataset.replace !== undefined) this.replace(to);
    else this.go(to);
  }
}
export const router = new Router();
