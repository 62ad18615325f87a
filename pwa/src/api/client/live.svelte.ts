const key = 'linli.fresh';

function storedFresh(): number {
  try {
    return Number(localStorage.getItem(key)) || 0;
  } catch {
    return 0; // storage is barred in some private windows
  }
}

/**
 * What the reader may believe: `stored` when the last request did not reach the server, `quiet` when it did but the
 * socket that carries live counts is down, `polling` when plain queries stand in for it, else `live`. `epoch` moves
 * whenever what is on the screen may have missed something.
 */
class Live {
  epoch = $state(0);
  /** false half a minute after the page was hidden: a phone in a pocket watches nothing */
  awake = $state(true);
  /** when the server last answered, in ms */
  freshAt = $state(storedFresh());
  #reached = $state(typeof navigator === 'undefined' || navigator.onLine);
  #socket = $state<'idle' | 'up' | 'down' | 'polling'>('idle');
  #looks = $state(0);
  #was = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #late: ReturnType<typeof setTimeout> | undefined;

  get state(): 'live' | 'stored' | 'quiet' | 'polling' {
    if (!this.#reached) return 'stored';
    if (this.#socket === 'polling') return 'polling';
    return this.#socket === 'down' ? 'quiet' : 'live';
  }
  /** moves whenever what is on the screen is to be asked for again */
  get turn() {
    return this.epoch + this.#looks;
  }

  up() {
    clearTimeout(this.#late);
    this.#socket = 'up';
    if (this.#was) this.epoch++;
    this.#was = true;
  }
  /** A socket that comes back within three seconds is not worth a word. */
  down(meant: boolean) {
    clearTimeout(this.#late);
    if (meant) {
      this.#socket = 'idle';
      this.#was = false;
    } else {
      this.#late = setTimeout(() => (this.#socket = 'down'), 3000);
    }
  }
  polling() {
    clearTimeout(this.#late);
    this.#socket = 'polling';
  }
  /** What is on the screen is asked for again, since nothing says when it changes. */
  look() {
    this.#looks++;
  }
  answered() {
    const back = !this.#reached;
    this.#reached = true;
    this.#tries = 0;
    this.freshAt = Date.now();
    try {
      localStorage.setItem(key, String(this.freshAt));
    } catch {
      // the time is then known for this visit only
    }
    if (back) this.epoch++;
  }
  /** No answer: what is on the screen is asked for again after 4 s, then ever less often, at most once a minute. */
  unreachable() {
    this.#reached = false;
    if (this.#again) return;
    const wait = Math.min(60_000, 4000 * 2 ** this.#tries++) * (0.75 + Math.random() / 2);
    this.#again = setTimeout(() => {
      this.#again = undefined;
      this.epoch++;
    }, wait);
  }
  missed() {
    this.epoch++;
  }
  sleep() {
    this.awake = false;
  }
  /** What was on the screen may be old by now, so it is asked for again. */
  wake() {
    if (this.awake) return;
    this.awake = true;
    this.epoch++;
  }
}
export const live = new Live();
