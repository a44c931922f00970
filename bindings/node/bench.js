#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// What an event costs: processor time to fetch it and to read two of its
// fields, while the library's own thread has nothing to do.
//
// usage: bench.js [EVENTS]     prints a line of JSON
'use strict';

const { Client } = require('.');

// Of what the target is said: microseconds of processor time an event.
const TARGET_US = 3;
const turn = () => new Promise(setImmediate);

/** Calls by chance, until enough has happened; nothing is fetched meanwhile. */
function fill(link, wanted) {
  const each = 7; /* events of a call, about */

  link.simulate(`load ${Math.ceil(wanted / each)} rate 50 talk 6 phones 1000`);
  for (let s = 0; s < wanted / each / 50 + 60; s++)
    link.advance(1000);
}

async function main(wanted) {
  const client = new Client({ config: {
    'queue.max_events': 10000000, 'queue.max_bytes': 2000000000 } });
  const link = client.link('sim:?clock=virtual');
  let events = 0;
  let bytes = 0;

  client.on('event', (event) => {
    events++;
    bytes += (event.call ?? '').length + (event.remote ?? '').length;
  });
  fill(link, wanted);
  const begun = process.cpuUsage();
  let before;

  do {
    before = events;
    await turn();
    await turn();
  } while (events !== before);
  const spent = process.cpuUsage(begun);
  const us = (spent.user + spent.system) / events;

  console.log(JSON.stringify({ binding: 'node', events, bytes,
    cpu_us_per_event: Number(us.toFixed(2)), target_us: TARGET_US }));
  await client.close();
  // A small run is mostly the compiler's warming up.
  process.exitCode = events < wanted / 10 ||
    (events >= 200000 && us > TARGET_US) ? 1 : 0;
}

main(Number(process.argv[2] ?? 300000));
