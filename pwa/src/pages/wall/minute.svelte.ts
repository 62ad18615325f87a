import { serverNow } from '../../api/client/skew';

/** How long until the next full minute, a little late rather than early, in ms. */
export const untilMinute = (now: number): number => 60_000 - (now % 60_000) + 20;

/** The minute by the server's clock, for a display whose own may be wrong: one timer at a time, set anew when the page is shown again. */
export function minutes(): { readonly now: number } {
  let now = $state(serverNow());
  $effect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      const at = serverNow();
      now = at;
      timer = setTimeout(tick, untilMinute(at));
    };
    tick();
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  });
  return {
    get now() {
      return now;
    },
  };
}

/** Counts up every `seconds` while `on`: the turn of what does not fit at once. */
export function turns(seconds: number, on: () => boolean): { readonly now: number } {
  let now = $state(0);
  $effect(() => {
    if (!on()) return;
    const timer = setInterval(() => now++, seconds * 1000);
    return () => clearInterval(timer);
  });
  return {
    get now() {
      return now;
    },
  };
}
