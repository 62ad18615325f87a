/** Does a thing soon, but no more than once in a while: for what a busy event would otherwise ask for with every sign-up. */
export function calm(act: () => void, gap = 5000): () => void {
  let waiting = false;
  let last = 0;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(
      () => {
        waiting = false;
        last = Date.now();
        act();
      },
      Math.max(150 + Math.random() * 250, last + gap - Date.now()),
    );
  };
}
