// SPDX-License-Identifier: MIT
// The README's program and the example, run as people run them.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const test = require('node:test');
const { spawnSync } = require('node:child_process');

const { customers, servePops, story } = require('./help.js');

const here = path.join(__dirname, '..');

/** The status and the beginning of the body, with any headers at all. */
function get(url, headers, method = 'GET') {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { headers, method }, (reply) => {
      let body = '';

      reply.setEncoding('utf8');
      reply.on('data', (more) => {
        body += more;
        if (body.includes('"state":"closed"')) {
          resolve({ status: reply.statusCode, body, headers: reply.headers });
          request.destroy();
        }
      });
      reply.on('end', () => resolve({ status: reply.statusCode, body,
        headers: reply.headers }));
    });

    request.on('error', reject);
    request.end();
  });
}

const serve = (t) => servePops(`sim:${story('inbound.sim')}?speed=20`,
    customers, t);

test('the screen-pop of the README is under 20 lines, and works', () => {
  const text = fs.readFileSync(path.join(here, 'README.md'), 'utf8');
  const [, code] = text.match(/```js\n(const \{ Client \}[^]*?)```/);
  const lines = code.trim().split('\n');

  assert.ok(lines.length < 20, `${lines.length} lines`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code
      .replace("'libcti'", "'.'")
      .replace('customers.csv', customers)
      .replace('ami://cti:secret@pbx.example.com',
          `sim:${story('inbound.sim')}?speed=50`)],
  { cwd: here, encoding: 'utf8', timeout: 30000 });

  assert.strictEqual(status, 0, stderr);
  assert.match(stdout, /^opened on 1001: .+ .+$/m);
  assert.match(stdout, /^closed on 1001: /m);
  assert.match(stdout, /^sim: failed end of the script$/m);
});

test('the example serves pops to its page', async (t) => {
  const { child, url } = await serve(t);
  const page = await get(url, {});

  assert.strictEqual(page.status, 200);
  assert.match(page.body, /EventSource/);
  assert.match(page.headers['content-security-policy'], /default-src 'none'/);
  assert.strictEqual(page.headers['access-control-allow-origin'], undefined);
  const pops = await get(new URL(`/pops${url.search}`, url), {});
  const states = [...pops.body.matchAll(/^data: (.*)$/mg)]
      .map(([, data]) => JSON.parse(data).state);

  assert.match(pops.headers['content-type'], /^text\/event-stream/);
  assert.deepStrictEqual([states[0], states.at(-1)], ['opened', 'closed']);
  child.kill('SIGINT');
  assert.strictEqual(await new Promise((resolve) => child.on('exit', resolve)), 0);
});

test('the example answers nobody without its token, or from elsewhere', async (t) => {
  const { url } = await serve(t);
  const pops = new URL(`/pops${url.search}`, url);
  const bare = new URL('/pops', url);
  const status = async (...args) => (await get(...args)).status;

  assert.strictEqual(await status(bare, {}), 403);
  assert.strictEqual(await status(`${bare}?token=${'x'.repeat(32)}`, {}), 403);
  assert.strictEqual(await status(pops, { host: 'evil.example' }), 421);
  assert.strictEqual(await status(pops, { host: `evil.example:${url.port}` }), 421);
  assert.strictEqual(await status(pops, { origin: 'http://evil.example' }), 403);
  assert.strictEqual(await status(pops, { origin: 'null' }), 403);
  assert.strictEqual(await status(pops, {}, 'POST'), 405);
  assert.strictEqual(await status(new URL(`/x${url.search}`, url), {}), 404);
});
