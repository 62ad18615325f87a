import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { keepPlaceholder, serviceWorker } from './build/service-worker.ts';

const api = process.env.LINLI_URL ?? 'http://127.0.0.1:8080';
// The oldest phones that get the app: below these @layer would be dropped with all the CSS in it. Both know ES2022 but for
// static blocks, which nothing here uses; naming the browsers would turn every private field into a WeakMap.
const cssTarget = ['chrome99', 'safari15.4'];
// Named one by one: a pattern for all of node_modules would pull the lazy QR code into the first load.
const vendor = /node_modules[\\/](svelte|esm-env|clsx|@urql|wonka|@0no-co|gql\.tada)[\\/]/;

// What every page needs, in one file: many small ones cost more in names than they save.
const frame = /src[\\/](state[\\/](?!routes\.far)|api[\\/](client[\\/](?!socket)|session|notice|graphql|events\.)|pages[\\/]events[\\/](days|onscreen\.svelte|phase)\.|words[\\/](zh-CN[\\/])?(common|events|lang|zone|when)\.|parts[\\/](Icon|IconButton|icons|Button|Empty|Skeleton|ErrorNote|toast|Toaster|TopLine|TabBar|PageHead|Badge|Card|SeatBar|seats|ChipRow|Row|Rows)\b)/;

export default defineConfig({
  plugins: [svelte(), keepPlaceholder(), serviceWorker({ src: 'src/sw/worker.ts', precache: /\.(html|js|css|svg)$/ })],
  build: {
    target: 'es2022',
    cssTarget,
    cssMinify: 'lightningcss',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: vendor },
            { name: 'frame', test: frame },
            { name: 'words-en', test: /src[\\/]words[\\/](en[\\/]|mid\.)/ },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/graphql': { target: api, ws: true }, '/files': api, '/exports': api } },
});
