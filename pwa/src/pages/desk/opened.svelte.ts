import { untrack } from 'svelte';

/** Does something each time a sheet opens, and only then: what it reads may change later without undoing what was typed. */
export function opened(open: () => boolean, begin: () => void) {
  $effect(() => {
    if (open()) untrack(begin);
  });
}
