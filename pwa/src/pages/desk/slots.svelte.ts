/** Lets only so many rows be live at once: a row asks when it comes into view and gives its place back when it leaves. */
export class Slots {
  #left = $state(0);
  constructor(most: number) {
    this.#left = most;
  }
  take(): boolean {
    if (this.#left <= 0) return false;
    this.#left--;
    return true;
  }
  give() {
    this.#left++;
  }
}

/** Tells whether an element is on the screen. */
export const seen = (on: (visible: boolean) => void) => (node: Element) => {
  const watch = new IntersectionObserver((all) => on(all.at(-1)?.isIntersecting ?? false), { rootMargin: '80px' });
  watch.observe(node);
  return () => {
    watch.disconnect();
    on(false);
  };
};
