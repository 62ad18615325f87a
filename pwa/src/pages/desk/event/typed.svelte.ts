/** What was typed into a form, kept in this tab until it is sent: a call or a wrong tap must not lose it. */
export class Typed<T> {
  value = $state() as T;
  /** something unsent was found and put back */
  restored = $state(false);
  #key: string;
  #base: string;

  constructor(key: string, base: T) {
    this.#key = `linli.typed.${key}`;
    this.#base = JSON.stringify(base);
    this.value = this.#read() ?? base;
    $effect(() => this.#write(JSON.stringify(this.value)));
  }
  get changed() {
    return JSON.stringify(this.value) !== this.#base;
  }
  /** From here on, this is what the server has. */
  settle(base: T) {
    this.#base = JSON.stringify(base);
    this.value = base;
    this.restored = false;
    this.#write(this.#base);
  }
  drop() {
    this.settle(JSON.parse(this.#base) as T);
  }
  #read(): T | undefined {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? 'null') as { base: string; value: T } | null;
      // Typed over something older than what is there now: it would undo somebody else's change.
      if (kept?.base !== this.#base) return undefined;
      this.restored = true;
      return kept.value;
    } catch {
      return undefined;
    }
  }
  #write(now: string) {
    try {
      if (now === this.#base) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, `{"base":${JSON.stringify(this.#base)},"value":${now}}`);
    } catch {
      // barred storage: then it holds while the page is open
    }
  }
}
