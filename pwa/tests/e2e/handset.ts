import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../../playwright.config';
import { expect } from './linli';

const launch = config.use?.launchOptions ?? {};
/** Starts the browser so that it hears of a write that the kernel refuses, and is not ended for it (SIGXFSZ). */
const browser = `#!/bin/sh
trap '' XFSZ
exec '${launch.executablePath}' "$@"
`;

/** A phone of its own, that keeps its storage when it dies. */
export class Handset {
  readonly folder = mkdtempSync(join(tmpdir(), 'linli-phone-'));
  context!: BrowserContext;
  pages: Page[] = [];
  /** errors in its pages */
  readonly wrong: string[] = [];
  /** one of its pages died by itself */
  crashed = false;

  constructor(
    readonly url: string,
    readonly args: string[] = [],
    /** hears of each context that it gets */
    private born: (context: BrowserContext) => void | Promise<void> = () => {},
  ) {}

  get page(): Page {
    return this.pages[0]!;
  }
  async begin(tabs = 1) {
    const executablePath = join(this.folder, 'browser.sh');
    writeFileSync(executablePath, browser, { mode: 0o755 });
    this.context = await chromium.launchPersistentContext(this.folder, {
      ...launch,
      executablePath,
      args: [...(launch.args ?? []), ...this.args],
      baseURL: this.url,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 360, height: 780 },
      hasTouch: true,
      permissions: ['camera'],
    });
    await this.born(this.context);
    this.pages = this.context.pages().slice(0, 1);
    while (this.pages.length < tabs) this.pages.push(await this.context.newPage());
    for (const p of this.pages) p.on('pageerror', (e) => this.wrong.push(e.message)).on('crash', () => (this.crashed = true));
  }
  /** Stands at a door; from then on the worker answers, with and without a network. */
  async stand(eventId: string) {
    for (const p of this.pages) await p.goto(`/door/${eventId}`);
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    for (const p of this.pages) {
      await p.reload();
      await p.waitForFunction(() => !!navigator.serviceWorker.controller);
      await expect(p.getByTestId('strip')).toContainText('在线');
    }
  }
  /** Is put away and opened at the door again: what a browser writes now and then, such as the cookie, is on the disk from here on. */
  async reopen(eventId: string) {
    const tabs = this.pages.length;
    await this.context.close();
    await this.begin(tabs);
    for (const p of this.pages) await p.goto(`/door/${eventId}`);
  }
  /** The browser's process is ended as when the phone's battery is. */
  async die() {
    const gone = this.context.waitForEvent('close');
    process.kill(this.#pid(), 'SIGKILL');
    await gone;
  }
  /** From here on the kernel refuses each write of the browser to any file, and so to its databases; also to memory that it shares with its pages, of which one may crash. */
  runFull() {
    this.#limit('0');
  }
  /** It may write again. */
  makeRoom() {
    this.#limit('unlimited');
  }
  /** The soft limit of a file's size, in bytes. */
  #limit(bytes: string) {
    execFileSync('prlimit', ['--pid', String(this.#pid()), `--fsize=${bytes}:`]);
  }
  async remove() {
    await this.context.close().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true });
  }
  #pid(): number {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const words = commandOf(pid);
      if (words.includes(`--user-data-dir=${this.folder}`) && !words.some((w) => w.startsWith('--type='))) return Number(pid);
    }
    throw new Error('the browser is not running');
  }
}
function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it has just ended
  }
}
