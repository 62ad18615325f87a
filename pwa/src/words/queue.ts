import { area } from './lang.svelte';
import { queue as zh } from './zh-CN/queue';

export const queue = await area(zh, async () => (await import('./en/queue')).queue);
