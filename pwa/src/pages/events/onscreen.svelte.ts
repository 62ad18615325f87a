import type { Attachment } from 'svelte/attachments';

/** Tells when an element has stayed on the screen for a moment, and when it left. */
export function onScreen(told: (seen: boolean) => void): Attachment<Element> {
  return (node) => {
    if (!('IntersectionObserver' in globalThis)) {
      told(true);
      return;
    }
    let late: ReturnType<typeof setTimeout> | undefined;
    const watcher = new IntersectionObserver((entries) => {
      clearTimeout(late);
      if (entries.at(-1)?.isIntersecting) late = setTimeout(() => told(true), 250);
      else told(false);
    });
    watcher.observe(node);
    return () => {
      clearTimeout(late);
      watcher.disconnect();
    };
  };
}

/** A handful of things at most at the same time; who asks later waits for one to end. */
class Slots {
  #free = $state(14);
  /** Holds a slot while `wanted`, as soon as there is one. Call it while a component is being set up. */
  ask(wanted: () => boolean): { readonly held: boolean } {
    let held = $state(false);
    $effect(() => {
      const want = wanted();
      if (want && !held && this.#free > 0) {
        held = true;
        this.#free--;
      } else if (!want && held) {
        held = false;
        this.#free++;
      }
    });
    $effect(() => () => {
      if (held) this.#free++;
    });
    return {
      get held() {
        return held;
      },
    };
  }
}
export const slots = new Slots();
