import { SvelteMap } from 'svelte/reactivity';

/** The entries that this phone made, by sign-up and direction, so that they can be taken back while the page is open. */
class Entries {
  #ids = new SvelteMap<string, string>();
  put(signUp: string, direction: 'IN' | 'OUT', entry: string) {
    this.#ids.set(`${signUp} ${direction}`, entry);
  }
  of(signUp: string, direction: 'IN' | 'OUT'): string | undefined {
    return this.#ids.get(`${signUp} ${direction}`);
  }
}
export const entries = new Entries();
