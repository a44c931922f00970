#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// What an event costs: processor time to fetch it and to read two of its
// fields, while the library's own thread has nothing to do.
//
// usage: bench.js [EVENTS [PROGRAM]]
//
// Prints a line of JSON; PROGRAM, made of bench.c, adds what it costs in C.
'use strict';

const { execFileSync } = require('node:child_process');
const { Client } = require('.');

// Of what the target is said: microseconds of processor time an event.
const TARGET_US = 3;
const turn = () => new Promise(setImmediate);

async function main(wanted) {
  const client = new Client();
  const link = client.link('sim:?clock=virtual');
  let events = 0;
  let bytes = 0;
  let us = 0;

  client.on('event', (event) => {
    events++;
    bytes += (event.call ?? '').length + (event.remote ?? '').length;
  });
  link.simulate(`load ${Math.ceil(wanted / 7)} rate 100 talk 6 phones 1000`);
  for (let before = -1; events < wanted && events !== before;) {
    before = events;
    link.advance(1000);
    // The library's thread has nothing to do until the clock goes on.
    const begun = process.cpuUsage();

    await turn();
    await turn();
    const spent = process.cpuUsage(begun);

    us += spent.user + spent.system;
  }
  us /= events;
  console.log(JSON.stringify({ binding: 'node', events, bytes,
    cpu_us_per_event: Number(us.toFixed(2)),
    events_per_cpu_s: Math.round(1e6 / us), target_us: TARGET_US }));
  if (process.argv[3])
    process.stdout.write(execFileSync(process.argv[3], [String(wanted)]));
  await client.close();
  // A small run is mostly the compiler's warming up.
  if (events < wanted || (events >= 100000 && us > TARGET_US))
    process.exitCode = 1;
}

main(Number(process.argv[2] ?? 300000));
