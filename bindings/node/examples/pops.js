#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Serves the pops of a switch to a page, by server-sent events:
//
//   node pops.js [URL [CSV]]
//
// It prints the address to open, with a token that is made anew each time.
// Without URL it plays a call-centre morning on the simulator.
'use strict';

const http = require('node:http');
const path = require('node:path');
const { randomBytes, timingSafeEqual } = require('node:crypto');
const { Client } = require('..');

const HERE = '127.0.0.1';
const KEPT = 50;
const token = randomBytes(24).toString('base64url');

const PAGE = `<!doctype html>
<meta charset="utf-8"><title>Pops</title>
<style>body { font: 1rem sans-serif; max-width: 40rem; margin: 2rem auto;
  padding: 0 1rem }
ul { padding: 0 }
li { list-style: none; padding: .7rem 1rem; margin: .5rem 0; border-radius: .3rem;
  border-left: .4rem solid #2a7; background: #e6f5ef; font-weight: bold }
li.closed { border-color: #bbb; background: #f5f5f5; color: #666;
  font-weight: normal }</style>
<h1>Who is calling</h1><ul id="pops"></ul>
<script>
const shown = new Map();
new EventSource('/pops' + location.search).onmessage = ({ data }) => {
  const pop = JSON.parse(data);
  const row = shown.get(pop.pop) ?? document.createElement('li');
  // What came over the network is text, never markup.
  row.textContent = pop.device + ': ' + pop.greeting_text + '  ' +
    (pop.customer?.name ?? '') + ' ' + pop.remote +
    (pop.reason ? ' (' + pop.reason + ')' : '');
  row.className = pop.state;
  shown.set(pop.pop, row);
  document.getElementById('pops').prepend(row);
};
</script>`;

/** Pops to whoever looks: those of a moment ago first, then as they come. */
class Board {
  #replies = new Set();
  #last = [];

  show(pop) {
    const line = `id: ${pop.seq}\ndata: ${JSON.stringify(pop)}\n\n`;

    this.#last.push(line);
    if (this.#last.length > KEPT)
      this.#last.shift();
    for (const reply of this.#replies)
      // Who does not read is cut off, and comes back by itself.
      if (!reply.write(line) && reply.writableLength > 1 << 20)
        reply.destroy();
  }

  open(reply) {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.write(this.#last.join('') || '\n');
    this.#replies.add(reply);
    reply.on('close', () => this.#replies.delete(reply));
  }
}

function same(given) {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(token);

  return a.length === b.length && timingSafeEqual(a, b);
}

/** Why a request is refused; null if it is not. A page of another site reaches
 * this server as the agent's browser: by a name of its own that it has pointed
 * here (Host), or by a request across sites (Origin). */
function refusal({ headers, method }, url, port) {
  const hosts = [`${HERE}:${port}`, `localhost:${port}`];

  if (method !== 'GET')
    return 405;
  if (!hosts.includes(headers.host))
    return 421;
  if (headers.origin && !hosts.map((host) => `http://${host}`)
      .includes(headers.origin))
    return 403;
  return same(url.searchParams.get('token')) ? null : 403;
}

function answer(board, port, request, reply) {
  let url;

  reply.setHeader('content-security-policy', "default-src 'none'; " +
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'");
  reply.setHeader('cache-control', 'no-store');
  reply.setHeader('referrer-policy', 'no-referrer');
  reply.setHeader('x-content-type-options', 'nosniff');
  try {
    url = new URL(request.url, `http://${HERE}`);
  } catch {
    reply.writeHead(400).end();
    return;
  }
  const status = refusal(request, url, port);

  if (status)
    reply.writeHead(status).end();
  else if (url.pathname === '/pops')
    board.open(reply);
  else if (url.pathname === '/')
    reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(PAGE);
  else
    reply.writeHead(404).end();
}

async function main(url, csv) {
  const client = new Client();
  const board = new Board();
  const server = http.createServer((request, reply) =>
    answer(board, server.address().port, request, reply));

  client.on('pop', (pop) => board.show(pop));
  client.on('link', ({ link, state, detail }) =>
    console.error(`${link}: ${state} ${detail ?? ''}`));
  if (csv)
    await client.addCsv('customers', csv);
  await new Promise((resolve) => server.listen(0, HERE, resolve));
  console.log(`http://${HERE}:${server.address().port}/?token=${token}`);
  client.link(url);
  process.once('SIGINT', () => {
    client.close();
    server.close();
    server.closeAllConnections();
  });
}

const tree = path.resolve(__dirname, '../../../examples');

main(process.argv[2] ?? `sim:${tree}/stories/morning.sim`,
    process.argv[3] ?? (process.argv[2] ? null :
      `${tree}/directory/customers.csv`)).catch((error) => {
  console.error(`pops: ${error.message}`);
  process.exitCode = 1;
});
