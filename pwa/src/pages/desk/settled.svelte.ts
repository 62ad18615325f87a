/** A text that follows another once typing has paused, so that each letter does not ask the server. */
export function settled(text: () => string, ms = 300): { readonly now: string } {
  let now = $state(text());
  $effect(() => {
    const next = text();
    const wait = setTimeout(() => (now = next), ms);
    return () => clearTimeout(wait);
  });
  return {
    get now() {
      return now;
    },
  };
}
