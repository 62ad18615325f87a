import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, expect, setting } from './linli';

async function freePort(): Promise<number> {
  const s = createServer().listen(0, '127.0.0.1');
  await new Promise((r) => s.once('listening', r));
  const { port } = s.address() as AddressInfo;
  await new Promise((r) => s.close(r));
  return port;
}

/** A server of a test's own: on fresh demo data in a folder of its own, or a replica on a database that others share. */
export class Replica {
  #program: ChildProcess | undefined;
  #tokens: Record<string, string> = {};
  private constructor(
    readonly url: string,
    /** what the program finds its settings in, for commands beside it too */
    readonly env: NodeJS.ProcessEnv,
    private folder: string,
  ) {}

  static async start(shared: { database?: string; keys?: string } = {}): Promise<Replica> {
    const folder = mkdtempSync(join(tmpdir(), 'linli-replica-'));
    const [port, metrics] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${port}`;
    const r = new Replica(
      url,
      {
        ...process.env,
        LINLI_ADDR: `127.0.0.1:${port}`,
        LINLI_METRICS_ADDR: `127.0.0.1:${metrics}`,
        LINLI_URL: url,
        LINLI_DATA: folder,
        LINLI_KEYS: shared.keys ?? join(folder, 'keys'),
        DATABASE_URL: shared.database ?? '',
      },
      folder,
    );
    await r.begin();
    return r;
  }
  async begin() {
    const log = openSync(join(this.folder, 'log'), 'a');
    this.#program = spawn(setting('LINLI_BINARY'), [], { env: this.env, cwd: this.folder, stdio: ['ignore', log, log] });
    await expect(async () => {
      expect((await fetch(`${this.url}/readyz`)).status).toBe(200);
    }).toPass({ timeout: 60_000, intervals: [50] });
  }
  /** Ends it: as when it is updated, or at once, as when it crashes. */
  async end(how: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') {
    const p = this.#program;
    if (!p || p.exitCode !== null || p.signalCode !== null) return;
    const gone = new Promise((r) => p.once('exit', r));
    p.kill(how);
    await gone;
  }
  async remove() {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
  /** Asks as somebody, past any browser. */
  async ask<T>(phone: string, query: string, variables: object = {}): Promise<T> {
    const token = (this.#tokens[phone] ??= command(['token', '-phone', phone], this.env));
    const r = await fetch(`${this.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables }) });
    const body = (await r.json()) as { data?: T; errors?: unknown };
    if (!body.data) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }
  /** Rows of its SQLite file, past the server, which may run or not. */
  rows(query: string): string[][] {
    return JSON.parse(execFileSync(setting('LINLI_E2E'), ['-rows', join(this.folder, 'linli.db'), query], { encoding: 'utf8', maxBuffer: 64 << 20 })) as string[][];
  }
  /** How many sockets are open. */
  async sockets(): Promise<number> {
    const text = await (await fetch(`http://${this.env.LINLI_METRICS_ADDR}/metrics`)).text();
    return Number(/^linli_sockets_open (\d+)/m.exec(text)?.[1]);
  }
}
