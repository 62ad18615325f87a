import { area } from './lang.svelte';
import { events as zh } from './zh-CN/events';

export const events = await area(zh, async () => (await import('./en/events')).events);
