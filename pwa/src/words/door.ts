import { area } from './lang.svelte';
import { door as zh } from './zh-CN/door';

export const door = await area(zh, async () => (await import('./en/door')).door);
