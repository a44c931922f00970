#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Nothing grows and nothing is left: many events through one client, then many
// clients, counted in memory, descriptors, threads and callbacks.
//
// usage: node --expose-gc churn.js [EVENTS]    1,000,000 unless told
'use strict';

const fs = require('node:fs');
const { Client } = require('.');
const { slots } = require('./lib/callbacks.js');

const GROWTH_MAX_KIB = 2048;
const turn = () => new Promise(setImmediate);
const count = (what) => fs.readdirSync(`/proc/self/${what}`).length;

async function settle() {
  for (let i = 0; i < 4; i++) {
    global.gc();
    await turn();
  }
}

function residentKib() {
  return Number(fs.readFileSync('/proc/self/status', 'utf8')
      .match(/VmRSS:\s+(\d+)/)[1]);
}

/** Events, each looked at and forgotten; memory after two thirds and at the end. A
 * heap breathes: if it has grown, as many again must have it grow once more. */
async function many(wanted) {
  const client = new Client();
  const link = client.link('sim:?clock=virtual');
  const stream = client.events();
  let events = 0;
  let taken = 0;

  client.on('event', (event) => {
    events += event.call === event.device ? 0 : 1;
  });
  async function play(until) {
    while (events < until) {
      link.advance(500);
      await turn();
      // The iterator takes what there is, as `for await` would.
      for (; taken < events; taken++)
        await stream.next();
    }
    await settle();
    return residentKib();
  }

  link.simulate(`load ${wanted} rate 200 talk 6 phones 2000`);
  let before = await play(wanted * 2 / 3);
  let growth = await play(wanted) - before;

  for (let more = 1; more <= 2 && growth > GROWTH_MAX_KIB; more++) {
    before += growth;
    growth = await play(wanted + more * wanted / 3) - before;
  }
  const { dropped } = client;

  await client.close();
  return { events, dropped, growth_kib: growth };
}

/** Clients that come and go with work under way. */
async function clients(times) {
  for (let i = 0; i < times; i++) {
    const client = new Client();

    client.link('sim:?clock=virtual').simulate('call 13800138000 to 1001 as a');
    client.addSource('never', () => new Promise(() => {}));
    const asked = client.identify('13900139000').catch((error) => error.code);

    if (i % 2)
      await turn();
    await client.close();
    await asked;
  }
}

async function main(wanted) {
  await clients(5);
  await settle();
  const before = { fd: count('fd'), task: count('task'), slots: slots.size };
  const result = await many(wanted);

  await clients(50);
  await settle();
  const after = { fd: count('fd'), task: count('task'), slots: slots.size };
  const left = process.getActiveResourcesInfo();

  console.log(JSON.stringify({ ...result, before, after, left }));
  if (result.growth_kib > GROWTH_MAX_KIB || result.dropped ||
      JSON.stringify(before) !== JSON.stringify(after) || left.length)
    process.exitCode = 1;
}

main(Number(process.argv[2] ?? 1000000));
