export { api } from './client/client.svelte';
export { live } from './client/live.svelte';
export { ask, newKey, query, send, subscribe, type Query } from './client/query.svelte';
export { pages, type Pages } from './client/pages.svelte';
export { faultOf, sayBy, wordsFor, type Fault } from './client/fault.svelte';
