// SPDX-License-Identifier: MIT
// What several tests need: clients on the simulator that end with their test.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const { spawn } = require('node:child_process');

const { Client } = require('..');

const root = process.env.LIBCTI_SOURCE ||
  path.resolve(__dirname, '../../..');
const tool = process.env.LIBCTI_TOOL ||
  path.join(root, 'build/examples/cti/cti');

const turn = () => new Promise(setImmediate);

/** Turns of the loop until it is so; a real clock only ends what hangs. */
async function until(what, why) {
  const end = Date.now() + 20000;

  while (!what()) {
    if (Date.now() > end)
      throw new Error(`it did not come to this: ${why}`);
    await turn();
  }
}

/** A client, closed when the test is over, and its warnings as a list. */
function client(t, options) {
  const one = new Client(options);

  t.after(() => one.close());
  one.failures = [];
  one.on('error', (error) => one.failures.push(error));
  return one;
}

/** The same with an idle simulator whose clock is in our hands. */
function simulated(t, options) {
  const one = client(t, options);

  one.sim = one.link('sim:?clock=virtual', { name: 'pbx' });
  return one;
}

/** A folder that is there until the test is over. */
function folder(t) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'cti-node-'));

  t.after(() => fs.rmSync(made, { recursive: true }));
  return made;
}

function collect() {
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
}

const story = (name) => path.join(root, 'examples/stories', name);

const customers = path.join(root, 'examples/directory/customers.csv');

/** The example's server, for as long as the test, and its page's address. */
async function servePops(url, csv, t) {
  const child = spawn(process.execPath,
      [path.join(__dirname, '../examples/pops.js'), url, csv],
      { stdio: ['ignore', 'pipe', 'inherit'] });

  t.after(() => child.kill());
  const line = await new Promise((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim())));

  return { child, url: new URL(line) };
}

/** The value with its keys in order, as text. */
function ordered(value) {
  return JSON.stringify(value, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one) ?
      Object.fromEntries(Object.entries(one).sort(([a], [b]) =>
        a < b ? -1 : 1)) : one);
}

module.exports = { client, collect, customers, folder, ordered, root, servePops,
  simulated, story, tool, turn, until };
