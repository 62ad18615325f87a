import { area } from './lang.svelte';
import { deskEvents as zh } from './zh-CN/deskEvents';

export const deskEvents = await area(zh, async () => (await import('./en/deskEvents')).deskEvents);
