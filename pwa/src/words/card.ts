import { area } from './lang.svelte';
import { card as zh } from './zh-CN/card';

export const card = await area(zh, async () => (await import('./en/card')).card);
