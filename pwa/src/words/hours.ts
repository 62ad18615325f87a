import { area } from './lang.svelte';
import { hours as zh } from './zh-CN/hours';

export const hours = await area(zh, async () => (await import('./en/hours')).hours);
