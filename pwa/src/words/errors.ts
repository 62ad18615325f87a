import { area } from './lang.svelte';
import { errors as zh } from './zh-CN/errors';

export const errors = await area(zh, async () => (await import('./en/errors')).errors);
