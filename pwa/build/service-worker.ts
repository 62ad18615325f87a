import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

interface Options {
  /** the worker's source */
  src: string;
  /** which built files it holds from the first visit on */
  precache: RegExp;
}

function listFiles(out: string, which: RegExp): string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => relative(out, join(f.parentPath, f.name)).split(sep).join('/'))
    .filter((f) => which.test(f))
    .sort();
}

/** Builds the worker after the app, with the list of the app's files put in; files with a hash in their name need no revision. */
export function serviceWorker(opts: Options): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(c) {
      config = c;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        const out = join(config.root, config.build.outDir);
        const revision = (f: string) =>
          f.startsWith('assets/') ? null : createHash('sha256').update(readFileSync(join(out, f))).digest('hex').slice(0, 16);
        const manifest = listFiles(out, opts.precache).map((f) => ({ url: '/' + f, revision: revision(f) }));
        await build({
          configFile: false,
          root: config.root,
          logLevel: 'warn',
          publicDir: false,
          define: { 'self.__WB_MANIFEST': JSON.stringify(manifest), 'process.env.NODE_ENV': '"production"' },
          build: {
            outDir: config.build.outDir,
            emptyOutDir: false,
            target: config.build.target,
            modulePreload: false,
            rolldownOptions: { input: opts.src, output: { format: 'iife', entryFileNames: 'sw.js', codeSplitting: false } },
          },
        });
        const bytes = manifest.reduce((n, m) => n + readFileSync(join(out, m.url)).length, 0);
        config.logger.info(`service worker: ${manifest.length} files, ${(bytes / 1024).toFixed(0)} KiB kept for offline`);
      },
    },
  };
}

/** Emptying dist removes the file that lets the server compile without a build: put it back. */
export function keepPlaceholder(): Plugin {
  let file = '';
  let text = '';
  return {
    name: 'keep-placeholder',
    apply: 'build',
    configResolved(c) {
      file = join(c.root, c.build.outDir, 'placeholder.txt');
      text = readFileSync(file, 'utf8');
    },
    writeBundle() {
      writeFileSync(file, text);
    },
  };
}
