import { SvelteMap } from 'svelte/reactivity';

const key = 'linli.door';
/** What this tab stored before a reload; anything else is nothing. */
export function read(text: string | null): [string, string][] {
  try {
    const all: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(all)) return [];
    return all.filter((e): e is [string, string] => Array.isArray(e) && e.length === 2 && e.every((s) => typeof s === 'string'));
  } catch {
    return [];
  }
}
function stored(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // barred in some private windows
  }
}

/** The entries that this phone made, by sign-up and direction, so that they can be taken back as long as the tab is open. */
class Entries {
  #ids = new SvelteMap<string, string>(read(stored()));
  put(signUp: string, direction: 'IN' | 'OUT', entry: string) {
    this.#ids.set(`${signUp} ${direction}`, entry);
    try {
      sessionStorage.setItem(key, JSON.stringify([...this.#ids].slice(-500)));
    } catch {
      // then a reload forgets them
    }
  }
  of(signUp: string, direction: 'IN' | 'OUT'): string | undefined {
    return this.#ids.get(`${signUp} ${direction}`);
  }
}
export const entries = new Entries();
