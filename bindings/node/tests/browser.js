// SPDX-License-Identifier: MIT
// A real browser without a window: Chromium, told what to do through a pipe.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');

const PATIENCE_MS = 60000;
const CLOSE_MS = 5000;
// No sandbox: root may not have one, and the page is our own.
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu',
  '--disable-dev-shm-usage', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update',
  '--hide-scrollbars', '--remote-debugging-pipe', '--window-size=800,500'];

/** Where Chromium is; an Error that names the remedy if it is nowhere. */
function find() {
  for (const folder of (process.env.PATH ?? '').split(':'))
    for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
      if (folder && fs.existsSync(path.join(folder, name)))
        return path.join(folder, name);
  throw new Error('the browser "chromium" is missing; run tests/setup');
}

class Browser {
  #child;
  #waiting = new Map();
  #last = 0;
  #page = {};
  /** What the page has complained of. */
  complaints = [];

  constructor(t) {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cti-browser-'));

    this.#child = spawn(find(), [...FLAGS, `--user-data-dir=${home}`],
        { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true });
    this.#read(this.#child.stdio[4]);
    const ended = new Promise((resolve) => this.#child.on('close', resolve));

    t.after(async () => {
      // It has processes of its own that write into its home until they end.
      this.#page = {};
      this.#ask('Browser.close').catch(() => {});
      const late = setTimeout(() => process.kill(-this.#child.pid, 'SIGKILL'),
          CLOSE_MS);

      await ended;
      clearTimeout(late);
      await fs.promises.rm(home, { recursive: true, force: true, maxRetries: 20 });
    });
  }

  /* Each message is JSON with a NUL behind it. */
  #read(pipe) {
    let waits = '';

    pipe.setEncoding('utf8').on('data', (part) => {
      const lines = (waits + part).split('\0');

      waits = lines.pop();
      lines.forEach((line) => this.#hear(JSON.parse(line)));
    });
    pipe.on('close', () => this.#waiting.forEach(({ reject }) =>
      reject(new Error('the browser has ended'))));
  }

  #hear({ id, method, params, result, error }) {
    const asked = this.#waiting.get(id);

    if (method === 'Runtime.exceptionThrown')
      this.complaints.push(params.exceptionDetails.text);
    if (method === 'Log.entryAdded' && params.entry.level === 'error')
      this.complaints.push(params.entry.text);
    if (!asked)
      return;
    this.#waiting.delete(id);
    if (error)
      asked.reject(new Error(error.message));
    else
      asked.resolve(result);
  }

  #ask(method, params = {}) {
    const id = ++this.#last;

    this.#child.stdio[3].write(
        `${JSON.stringify({ id, method, params, ...this.#page })}\0`);
    return new Promise((resolve, reject) =>
      this.#waiting.set(id, { resolve, reject }));
  }

  async open(url) {
    const { targetId } = await this.#ask('Target.createTarget',
        { url: 'about:blank' });

    this.#page = await this.#ask('Target.attachToTarget',
        { targetId, flatten: true });
    for (const domain of ['Page', 'Runtime', 'Log'])
      await this.#ask(`${domain}.enable`);
    const { errorText } = await this.#ask('Page.navigate', { url });

    if (errorText)
      throw new Error(`the browser cannot open the page: ${errorText}`);
  }

  /** The value of an expression of the page, or of a promise of one. */
  async value(expression) {
    const { result, exceptionDetails: thrown } = await this.#ask(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true });

    if (thrown)
      throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value;
  }

  /** Wait until an expression of the page is true, as it changes. */
  async until(expression) {
    const came = await this.value(`new Promise((resolve) => {
      const look = () => (${expression}) && resolve(true);

      new MutationObserver(look).observe(document,
          { childList: true, subtree: true, attributes: true });
      setTimeout(resolve, ${PATIENCE_MS}, false);
      look();
    })`);

    if (!came)
      throw new Error(`the page has not come to this: ${expression}; it is: ${
        await this.value('document.body.innerText')}`);
  }

  /** A picture of what is to be seen, as PNG. */
  async picture(file) {
    const { data } = await this.#ask('Page.captureScreenshot');

    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }
}

module.exports = { Browser };
