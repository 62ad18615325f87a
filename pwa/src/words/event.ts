import { area } from './lang.svelte';
import { event as zh } from './zh-CN/event';

export const event = await area(zh, async () => (await import('./en/event')).event);
