#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Plays a story on the simulator's virtual clock and prints its events as JSON:
// what `cti sim STORY --flat-out --json` prints, too. For vendors to copy.
//
// usage: conformance.js STORY
//        conformance.js --errors    the table of errors
'use strict';

const { Client, CtiError, errors } = require('.');

/** Let node's loop turn, so that what waits is told. */
const turn = () => new Promise(setImmediate);

async function play(story) {
  const client = new Client();
  let over = false;

  client.on('event', (event) => console.log(JSON.stringify(event)));
  client.on('link', (event) => {
    over = event.state === 'failed';
  });
  const link = client.link(`sim:${story}?clock=virtual`);

  while (!over) {
    link.advance(100);
    await turn();
  }
  await client.close();
}

function table() {
  for (const { code } of errors) {
    const error = new CtiError(code);

    console.log([error.errno, error.code, error.message, error.retryable]
        .join('\t'));
  }
}

if (process.argv[2] === '--errors')
  table();
else
  play(process.argv[2]);
