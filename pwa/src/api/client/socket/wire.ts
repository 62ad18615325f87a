import type { SubscribePayload } from 'graphql-ws';
import { waitAfter, waitWhilePolling } from './backoff';
import type { Line, OpenLine, Sink } from './line';
import type { Condition, Hurry } from './messages';

/** A socket that was accepted and lost sooner than this, in ms, counts as a failed attempt. */
const steady = 10_000;
/** After how many failures plain queries stand in where a socket never worked, and after how long, in ms, where one did. */
const enough = { failures: 3, lost: 45_000 };
/** How far apart attempts are, in ms, that a reader's tap or a new network brought about. */
const gaps: Record<Hurry, number> = { tap: 10_000, online: 2000 };
/** A server lets a socket carry 50 operations; whoever comes later waits for a place. */
const most = 45;
/** The server is there and has no room: the first wait is longer already. */
const busy = [1013, 4429, 4430];
const sessionOver = [4401, 4403];

interface Watch {
  payload: () => SubscribePayload;
  sink: Sink;
  stop?: (() => void) | undefined;
}
export interface WireTold {
  condition(c: Condition): void;
  /** the session that the socket belonged to has ended */
  sessionEnded(): void;
}
export interface WireSetting {
  open: OpenLine;
  /** false: the page belongs to somebody else by now, so nothing is asked for any more */
  current(): boolean;
  online(): boolean;
}

/** Keeps what is watched subscribed, over one socket after another. */
export class Wire {
  #watches = new Set<Watch>();
  #line: Line | undefined;
  #acceptedAt: number | undefined;
  #condition: Condition = { now: 'idle', turn: 0 };
  #failures = 0;
  #lostAt: number | undefined;
  #worked = false;
  #again: { at: number; timer: ReturnType<typeof setTimeout> } | undefined;
  #hurriedAt = -Infinity;

  constructor(
    private setting: WireSetting,
    private told: WireTold,
  ) {}

  get condition(): Condition {
    return this.#condition;
  }
  /** `payload` is asked for at each subscription anew: it may say from where on. */
  watch(payload: () => SubscribePayload, sink: Sink): () => void {
    const w: Watch = { payload, sink };
    this.#watches.add(w);
    if (this.#line) this.#fill();
    else if (!this.#again) this.#connect();
    return () => this.#leave(w);
  }
  /** Tries soon, where it waits; not more often than now and then, whatever the reader does. */
  hurry(why: Hurry) {
    if (!this.#again || Date.now() - this.#hurriedAt < gaps[why]) return;
    this.#hurriedAt = Date.now();
    const wait = Math.random() * 1000;
    if (Date.now() + wait < this.#again.at) this.#retryIn(wait);
  }
  /** The network is gone: a phone would keep the dead socket for minutes. */
  drop() {
    this.#line?.drop();
  }
  /** Ends all of it; nothing more is told. */
  close() {
    this.#watches.clear();
    clearTimeout(this.#again?.timer);
    this.#line?.close();
  }

  #leave(w: Watch) {
    w.stop?.();
    if (!this.#watches.delete(w)) return;
    if (this.#line) this.#fill();
    else if (!this.#watches.size) this.#rest();
  }
  /** Subscribes as many as may be. */
  #fill() {
    let places = most - [...this.#watches].filter((w) => w.stop).length;
    for (const w of this.#watches) {
      if (w.stop || places <= 0) continue;
      places--;
      w.stop = this.#line?.subscribe(w.payload(), {
        next: (r) => w.sink.next(r),
        over: (problems) => {
          this.#watches.delete(w);
          w.sink.over(problems);
          this.#fill();
        },
      });
    }
  }
  #connect() {
    if (!this.setting.current()) return;
    if (!this.setting.online()) return this.#retryIn(waitAfter(this.#failures));
    this.#acceptedAt = undefined;
    if (this.#condition.now === 'idle') this.#is({ now: 'opening', turn: this.#condition.turn });
    this.#line = this.setting.open({ up: () => this.#up(), closed: (code) => this.#closed(code) });
    this.#fill();
  }
  #up() {
    this.#acceptedAt = Date.now();
    this.#worked = true;
    this.#lostAt = undefined;
    this.#is({ now: 'up', turn: this.#condition.turn + 1 });
  }
  #closed(code: number) {
    this.#line = undefined;
    for (const w of this.#watches) w.stop = undefined;
    if (!this.#watches.size) return this.#rest();
    const lasted = this.#acceptedAt !== undefined && Date.now() - this.#acceptedAt >= steady;
    this.#failures = lasted ? 0 : this.#failures + 1;
    this.#lostAt ??= Date.now();
    if (sessionOver.includes(code)) this.told.sessionEnded();
    const hopeless = this.#worked ? Date.now() - this.#lostAt > enough.lost : this.#failures >= enough.failures;
    this.#is({ now: hopeless ? 'polling' : 'down', turn: this.#condition.turn });
    this.#retryIn(hopeless ? waitWhilePolling() : waitAfter(lasted && busy.includes(code) ? 1 : this.#failures));
  }
  #retryIn(ms: number) {
    clearTimeout(this.#again?.timer);
    const retry = () => {
      this.#again = undefined;
      this.#connect();
    };
    this.#again = { at: Date.now() + ms, timer: setTimeout(retry, ms) };
  }
  /** Nothing is watched: nothing is tried. */
  #rest() {
    clearTimeout(this.#again?.timer);
    this.#again = undefined;
    this.#failures = 0;
    this.#lostAt = undefined;
    this.#is({ now: 'idle', turn: this.#condition.turn });
  }
  #is(c: Condition) {
    const { now, turn } = this.#condition;
    this.#condition = c;
    if (now !== c.now || turn !== c.turn) this.told.condition(c);
  }
}
