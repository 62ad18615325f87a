import { area } from './lang.svelte';
import { wall as zh } from './zh-CN/wall';

export const wall = await area(zh, async () => (await import('./en/wall')).wall);
