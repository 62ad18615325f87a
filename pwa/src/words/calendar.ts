import { area } from './lang.svelte';
import { calendar as zh } from './zh-CN/calendar';

export const calendar = await area(zh, async () => (await import('./en/calendar')).calendar);
