// Every check of the front end, and a proof that the checks see: a planted error in a component and in a .ts file must be found.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (name, args, cwd = root) => spawnSync('npx', ['--no-install', name, ...args], { cwd, encoding: 'utf8' });
function must(title, r) {
  const ok = r.status === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}`);
  if (!ok) {
    console.log(r.stdout, r.stderr);
    process.exit(1);
  }
}

must('schema', spawnSync('node', ['scripts/schema.mjs'], { cwd: root, encoding: 'utf8' }));
must('documents against the schema', run('gql.tada', ['check', '--fail-on-warn'], root + 'src/api'));
must('worker types', run('tsc', ['-p', 'tsconfig.sw.json']));
must('types, components, accessibility', run('svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human']));

const bed = root + 'src/canary/';
mkdirSync(bed, { recursive: true });
try {
  writeFileSync(bed + 'canary.ts', 'export const n: number = "no";\n');
  writeFileSync(bed + 'Canary.svelte', '<script lang="ts">const s: string = 1;</script><img src={s}>\n');
  writeFileSync(bed + 'tsconfig.json', '{ "extends": "../../tsconfig.json", "include": ["."], "exclude": [] }\n');
  const r = run('svelte-check', ['--workspace', 'src/canary', '--tsconfig', bed + 'tsconfig.json', '--output', 'human']);
  const seen = r.status !== 0 && r.stdout.includes('canary.ts') && r.stdout.includes('Canary.svelte');
  must('planted errors are found', { status: seen ? 0 : 1, stdout: r.stdout, stderr: 'a planted error was not found' });
} finally {
  rmSync(bed, { recursive: true, force: true });
}
