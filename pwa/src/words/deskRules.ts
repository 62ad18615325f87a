import { area } from './lang.svelte';
import { deskRules as zh } from './zh-CN/deskRules';

export const deskRules = await area(zh, async () => (await import('./en/deskRules')).deskRules);
