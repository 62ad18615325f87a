type InstallEvent = Event & { prompt(): Promise<void>; userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }> };

/** Installing and updating. Without a worker (plain http, WeChat) everything but the offline shell works. */
class Pwa {
  #waiting = $state.raw<ServiceWorker | null>(null);
  #install = $state.raw<InstallEvent | null>(null);
  readonly inWechat = /MicroMessenger/i.test(navigator.userAgent);

  get hasUpdate() {
    return !!this.#waiting;
  }
  get canInstall() {
    return !!this.#install;
  }
  start() {
    addEventListener('beforeinstallprompt', (e) => {
      e.preventDefault();
      this.#install = e as InstallEvent;
    });
    addEventListener('appinstalled', () => (this.#install = null));
    if (import.meta.env.PROD && 'serviceWorker' in navigator) {
      // After the first page: the worker's downloads must not compete with it on a slow line.
      addEventListener('load', () => setTimeout(() => void this.#register().catch(() => {}), 1000));
    }
  }
  async install() {
    const e = this.#install;
    if (!e) return;
    await e.prompt();
    if ((await e.userChoice).outcome === 'accepted') this.#install = null;
  }
  update() {
    this.#waiting?.postMessage({ type: 'SKIP_WAITING' });
  }
  async #register() {
    const r = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    const watch = (w: ServiceWorker | null) =>
      w?.addEventListener('statechange', () => {
        if (w.state === 'installed' && navigator.serviceWorker.controller) this.#waiting = w;
      });
    if (r.waiting && navigator.serviceWorker.controller) this.#waiting = r.waiting;
    watch(r.installing);
    r.addEventListener('updatefound', () => watch(r.installing));
    let had = !!navigator.serviceWorker.controller;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (had) location.reload();
      had = true;
    });
    setInterval(() => {
      if (document.visibilityState === 'visible' && navigator.onLine) void r.update().catch(() => {});
    }, 30 * 60_000);
  }
}
export const pwa = new Pwa();
