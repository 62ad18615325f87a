import { SvelteMap } from 'svelte/reactivity';

const key = 'linli.door';
/** What this tab stored before a reload; anything else is nothing. */
export function read(text: string | null): [string, string[]][] {
  try {
    const all: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(all)) return [];
    return all.filter((e): e is [string, string[]] => Array.isArray(e) && typeof e[0] === 'string' && Array.isArray(e[1]) && e[1].every((s) => typeof s === 'string'));
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
  #ids = new SvelteMap<string, string[]>(read(stored()));
  put(signUp: string, direction: 'IN' | 'OUT', entry: string) {
    this.#set(signUp, direction, [...this.of(signUp, direction), entry]);
  }
  drop(signUp: string, direction: 'IN' | 'OUT') {
    this.#set(signUp, direction, []);
  }
  of(signUp: string, direction: 'IN' | 'OUT'): readonly string[] {
    return this.#ids.get(`${signUp} ${direction}`) ?? [];
  }
  #set(signUp: string, direction: 'IN' | 'OUT', entries: string[]) {
    const name = `${signUp} ${direction}`;
    this.#ids.delete(name);
    if (entries.length) this.#ids.set(name, entries);
    try {
      sessionStorage.setItem(key, JSON.stringify([...this.#ids].slice(-500)));
    } catch {
      // then a reload forgets them
    }
  }
}
export const entries = new Entries();
