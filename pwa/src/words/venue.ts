import { area } from './lang.svelte';
import { venue as zh } from './zh-CN/venue';

export const venue = await area(zh, async () => (await import('./en/venue')).venue);
