import { tick } from 'svelte';

/** Brings the first field at fault into view and into the keyboard's reach. */
export async function showFirstWrong(form: HTMLElement | undefined) {
  await tick();
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
}
