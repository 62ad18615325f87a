import './style/index.css';
import { mount } from 'svelte';
import { api } from './api';
import App from './App.svelte';
import { clock } from './state/clock.svelte';
import { prefs } from './state/prefs.svelte';
import { pwa } from './state/pwa.svelte';
import { router } from './state/router.svelte';
import { session } from './state/session.svelte';
import { lang } from './words/lang.svelte';

prefs.apply();
lang.start();
router.start();
clock.start();
api.start();
session.start();
pwa.start();
const target = document.getElementById('app');
if (target) {
  target.replaceChildren();
  mount(App, { target });
}
