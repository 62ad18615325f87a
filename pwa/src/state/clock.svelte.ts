/** The time of day as the screen knows it: moves every half minute and when the page is shown again. */
class Clock {
  now = $state(Date.now());
  start() {
    const tick = () => (this.now = Date.now());
    setInterval(tick, 30_000);
    document.addEventListener('visibilitychange', tick);
  }
}
export const clock = new Clock();
