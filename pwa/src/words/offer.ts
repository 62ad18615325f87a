import { area } from './lang.svelte';
import { offer as zh } from './zh-CN/offer';

export const offer = await area(zh, async () => (await import('./en/offer')).offer);
