import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { keepPlaceholder, serviceWorker } from './build/service-worker.ts';

const api = process.env.LINLI_URL ?? 'http://127.0.0.1:8080';
// The oldest phones that get the app: below these @layer would be dropped with all the CSS in it.
const target = ['chrome99', 'safari15.4'];
// Named one by one: a pattern for all of node_modules would pull the lazy QR code into the first load.
const vendor = /node_modules[\\/](svelte|esm-env|clsx|@urql|wonka|graphql-ws|@0no-co|gql\.tada)[\\/]/;

export default defineConfig({
  plugins: [svelte(), keepPlaceholder(), serviceWorker({ src: 'src/sw/worker.ts', precache: /\.(html|js|css|svg)$/ })],
  build: {
    target,
    cssTarget: target,
    cssMinify: 'lightningcss',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: vendor },
            { name: 'words-en', test: /src[\\/]words[\\/]en[\\/]/ },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/graphql': { target: api, ws: true }, '/files': api } },
});
