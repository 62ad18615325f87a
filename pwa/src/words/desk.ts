import { area } from './lang.svelte';
import { desk as zh } from './zh-CN/desk';

export const desk = await area(zh, async () => (await import('./en/desk')).desk);
