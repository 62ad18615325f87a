import { area } from './lang.svelte';
import { common as zh } from './zh-CN/common';

export const common = await area(zh, async () => (await import('./en/common')).common);
