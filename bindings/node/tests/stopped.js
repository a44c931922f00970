// SPDX-License-Identifier: MIT
// Workers that are stopped with open clients, one after the other; prints how many
// threads and descriptors there are after each, as JSON.
'use strict';

const fs = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } =
  require('node:worker_threads');

const ROUNDS = 6;

const count = (what) => fs.readdirSync(`/proc/self/${what}`).length;

/** A client with work of every kind under way. */
function work() {
  const { Client } = require('..');
  const client = new Client();
  const link = client.link('sim:?clock=virtual');

  client.addSource('never', () => new Promise(() => {}));
  link.simulate('call 13800138000 to 1001 as a');
  client.identify('13900139000').catch(() => {});
  client.once('event', () => parentPort.postMessage('at work'));
  // Some have ended their own clients before.
  if (workerData % 3 === 2)
    client.once('event', () => client.close());
}

async function main() {
  const after = [];

  for (let i = 0; i < ROUNDS; i++) {
    const worker = new Worker(__filename, { workerData: i });

    await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    after.push({ task: count('task'), fd: count('fd') });
  }
  console.log(JSON.stringify(after));
}

if (isMainThread)
  main();
else
  work();
