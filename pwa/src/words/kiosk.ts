import { area } from './lang.svelte';
import { kiosk as zh } from './zh-CN/kiosk';

export const kiosk = await area(zh, async () => (await import('./en/kiosk')).kiosk);
