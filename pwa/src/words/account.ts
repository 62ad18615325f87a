import { area } from './lang.svelte';
import { account as zh } from './zh-CN/account';

export const account = await area(zh, async () => (await import('./en/account')).account);
