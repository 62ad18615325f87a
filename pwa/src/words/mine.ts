import { area } from './lang.svelte';
import { mine as zh } from './zh-CN/mine';

export const mine = await area(zh, async () => (await import('./en/mine')).mine);
