import { area } from './lang.svelte';
import { device as zh } from './zh-CN/device';

export const device = await area(zh, async () => (await import('./en/device')).device);
