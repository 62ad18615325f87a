import { MediaQuery } from 'svelte/reactivity';

/** Keeps the display lit where the browser can; a lock ends whenever the page is hidden, so it is taken again. */
export function keepLit() {
  $effect(() => {
    let lock: WakeLockSentinel | undefined;
    let ended = false;
    async function take() {
      if (document.visibilityState !== 'visible' || (lock && !lock.released)) return;
      try {
        lock = await navigator.wakeLock?.request('screen');
        if (ended) void lock?.release();
      } catch {
        // saving power, or not allowed here: the display's own settings decide
      }
    }
    const again = () => void take();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      ended = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  });
}

/** Whether the page has the whole screen, by our button or by the browser's own way, and how to give it that. */
export function fullScreen() {
  const own = new MediaQuery('display-mode: fullscreen');
  let given = $state(!!document.fullscreenElement);
  $effect(() => {
    const look = () => (given = !!document.fullscreenElement);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  });
  return {
    get on() {
      return given || own.current;
    },
    can: document.fullscreenEnabled,
    enter: () => void document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {}), // refused: the button stays
  };
}
