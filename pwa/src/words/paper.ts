import { area } from './lang.svelte';
import { paper as zh } from './zh-CN/paper';

export const paper = await area(zh, async () => (await import('./en/paper')).paper);
