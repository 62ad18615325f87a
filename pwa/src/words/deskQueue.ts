import { area } from './lang.svelte';
import { deskQueue as zh } from './zh-CN/deskQueue';

export const deskQueue = await area(zh, async () => (await import('./en/deskQueue')).deskQueue);
