// SPDX-License-Identifier: MIT
// Who calls, what a switch is asked to do, and where calls go.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const test = require('node:test');
const { execFileSync } = require('node:child_process');

const { keys, parseNumber } = require('..');
const { client, folder, simulated, turn, until } = require('./help.js');

test('a CSV file is a source, and is read again when told to', async (t) => {
  const one = client(t, { config: { 'files.watch': false } });
  const file = path.join(folder(t), 'c.csv');

  fs.writeFileSync(file, 'id,name,phone\n7,李雷,13800138000\n');
  await one.addCsv('people', file);
  const found = await one.identify('+86 138 0013 8000');

  assert.strictEqual(found.identity, 'identified');
  assert.strictEqual(found.candidates[0].name, '李雷');
  assert.strictEqual(found.candidates[0].source, 'people');
  assert.strictEqual(found.candidates[0].score, 100);
  fs.writeFileSync(file, 'id,name,phone\n8,韩梅梅,13800138000\n9,x,13900139000\n');
  assert.strictEqual(await one.reloadSource('people'), 2);
  assert.strictEqual((await one.identify('13800138000')).candidates[0].id, '8');
  one.removeSource('people');
  assert.throws(() => one.removeSource('people'), { code: 'CTI_ENOENT' });
});

test('the configuration file brings keys, links and sources', async (t) => {
  const one = client(t);
  const made = folder(t);

  fs.writeFileSync(path.join(made, 'c.csv'), 'id,name,phone\n7,Li,13800138000\n');
  fs.writeFileSync(path.join(made, 'cti.json'), JSON.stringify({
    numbers: { country: 'CN' },
    sources: [{ name: 'c', type: 'csv', path: 'c.csv' }],
    links: { box: { url: 'sim:?clock=virtual' } } }));
  await one.load(path.join(made, 'cti.json'));
  assert.strictEqual(one.get('numbers.country'), 'CN');
  assert.strictEqual(one.findLink('box').name, 'box');
  assert.strictEqual((await one.identify('13800138000')).identity, 'identified');
  assert.ok(keys().some((key) => key.name === 'pop.url' && key.doc));
});

test('an application answers at once, later, or with several', async (t) => {
  const one = client(t);
  const asked = [];

  one.addSource('mine', async ({ text, field, number }) => {
    asked.push([text, field, number.e164]);
    await turn();
    return text === '10086' ? [{ id: 1, name: 'a', vip: true },
      { id: 2, name: 'b', tier: undefined }] : null;
  });
  const both = await one.identify('10086');

  assert.strictEqual(both.identity, 'ambiguous');
  assert.deepStrictEqual(both.candidates.map((c) => c.name), ['a', 'b']);
  assert.strictEqual(both.candidates[0].vip, 'true');
  assert.strictEqual((await one.identify('13800138000')).identity, 'unknown');
  assert.deepStrictEqual(asked[1], ['13800138000', '', '+8613800138000']);
});

test('a pop opens at once and learns who it is from the application', async (t) => {
  const one = simulated(t);
  const pops = [];
  let answer;

  one.on('pop', (pop) => pops.push(pop));
  one.addSource('mine', () => new Promise((resolve) => {
    answer = resolve;
  }));
  one.sim.simulate('call 13800138000 to 1001 as a');
  await until(() => pops.length && answer, 'a pop, and a question');
  assert.strictEqual(pops[0].state, 'opened');
  answer({ id: '7', name: '李雷', note: 'quote " and \\' });
  await until(() => pops.some((pop) => pop.customer), 'the customer');
  const pop = pops.find((one) => one.customer);

  assert.strictEqual(pop.customer.name, '李雷');
  assert.strictEqual(pop.customer.note, 'quote " and \\');
  assert.strictEqual(pop.identity, 'identified');
  one.choose(pop.pop, '7');
});

test('a source that throws is reported, and asked again', async (t) => {
  const one = client(t);
  let asked = 0;

  one.addSource('mine', () => {
    if (++asked === 1)
      throw new Error('the database is away');
    return { id: 1, name: 'back' };
  });
  await one.identify('13800138000');
  assert.strictEqual(one.failures[0].message, 'the database is away');
  const { candidates } = await one.identify('13800138000');

  assert.strictEqual(candidates[0].name, 'back');
});

test('a source that never answers costs the deadline, not the call', async (t) => {
  const one = simulated(t, { config: { 'identify.deadline_ms': 50 } });
  let over = false;

  one.addSource('never', () => new Promise(() => {}));
  one.on('call-end', () => {
    over = true;
  });
  const { identity } = await one.identify('13800138000');

  assert.ok(['unknown', 'pending'].includes(identity));
  one.sim.simulate('call 13900139000 to 1001 as a');
  one.sim.simulate('hangup a');
  await until(() => over, 'the end of the call');
  await one.close();
});

test('what waits when the client is closed is rejected as canceled', async (t) => {
  const one = client(t, { config: { 'identify.deadline_ms': 10000 } });
  let asked = false;

  one.addSource('never', () => {
    asked = true;
    return new Promise(() => {});
  });
  const waiting = one.identify('13800138000');

  waiting.catch(() => {});
  await until(() => asked, 'the question');
  await one.close();
  await assert.rejects(waiting, { code: 'CTI_ECANCELED' });
});

test('an answer that comes after close does no harm', async (t) => {
  const one = client(t);
  let answer;

  one.addSource('late', () => new Promise((resolve) => {
    answer = resolve;
  }));
  one.identify('13800138000').catch(() => {});
  await until(() => answer, 'the question');
  await one.close();
  answer({ id: 1, name: 'late' });
  await turn();
});

test('requests end with a result, or with what the switch said', async (t) => {
  const one = simulated(t);
  const dial = one.request('dial', { device: '1001', to: '13800138000',
    data: { order: 42 } });

  assert.ok(dial.id > 0);
  assert.match(dial.call, /./);
  const result = await dial;

  assert.deepStrictEqual([result.kind, result.id, result.link],
      ['dial', dial.id, 'pbx']);
  await assert.rejects(one.request('answer', { device: '1099' }), (error) =>
    /^CTI_(ENOENT|ESTATE)$/.test(error.code) && error.message.length > 5);
  assert.strictEqual(one.check('dial', { device: '1002', to: '1' }), null);
  assert.match(one.check('retrieve', { device: '1002' }).code, /^CTI_E/);
  assert.ok(Array.isArray(one.possible({ device: '1001' })));
});

test('an agent answers, holds and hangs up by requests alone', async (t) => {
  const one = simulated(t);
  const seen = [];

  one.on('event', (event) => seen.push(event.event));
  one.sim.simulate('call 13800138000 to 1001 as a');
  await until(() => seen.includes('ring'), 'a ring');
  assert.ok(one.possible({ device: '1001' }).includes('answer'));
  for (const [kind, event] of [['answer', 'answer'], ['hold', 'hold'],
    ['retrieve', 'retrieve'], ['hangup', 'call-end']]) {
    await one.request(kind, { device: '1001' });
    one.sim.advance(1000);
    await until(() => seen.includes(event), event);
  }
});

test('a signal ends the waiting for a request', async (t) => {
  const one = simulated(t);
  const before = AbortSignal.abort();

  await assert.rejects(one.request('dial', { device: '1001', to: '1',
    signal: before }), { name: 'AbortError' });
  const stop = new AbortController();
  const dial = one.request('dial', { device: '1001', to: '13800138000',
    signal: stop.signal });

  stop.abort();
  // It may have been accepted first: either way it ends, once.
  await dial.then((result) => assert.strictEqual(result.kind, 'dial'),
      (error) => assert.strictEqual(error.code, 'CTI_ECANCELED'));
});

test('routes are asked for with who calls, and told what became of it', async (t) => {
  const one = simulated(t);
  const asked = [];
  const routed = [];

  one.addSource('mine', () => ({ id: 7, name: 'gold', owner: '1002' }));
  one.on('routed', (result) => routed.push(result));
  one.route({ when: ['queue', 'ring'] }, async (route) => {
    asked.push(route);
    await turn();
    return route.customers[0]?.owner;
  });
  one.sim.simulate('agent 1001 queue support');
  one.sim.simulate('call 13800138000 to 4001100266 queue support as a');
  for (let i = 0; i < 40 && !routed.length; i++) {
    one.sim.advance(100);
    await turn();
    await turn();
  }
  await until(() => routed.length, 'the outcome');
  assert.strictEqual(asked[0].reason, 'queue');
  assert.strictEqual(asked[0].queue, 'support');
  assert.strictEqual(asked[0].caller, '13800138000');
  assert.strictEqual(typeof routed[0].error, 'number');
  assert.strictEqual(routed[0].call, asked[0].call);
  one.route();
});

test('a decision that throws or is no number leaves the call its default', async (t) => {
  for (const decide of [() => {
    throw new Error('undecided');
  }, () => 7, () => 'x'.repeat(2000), () => 'a\nb']) {
    const one = simulated(t);
    const routed = [];

    one.on('routed', (result) => routed.push(result));
    one.route({ when: ['ring'], to: '' }, decide);
    one.sim.simulate('call 13800138000 to 1001 as a');
    for (let i = 0; i < 100 && !routed.length; i++) {
      one.sim.advance(100);
      await turn();
    }
    await until(() => routed.length && one.failures.length, 'both reports');
    await one.close();
  }
});

test('a route that is never answered ends with the client', async (t) => {
  const one = simulated(t);
  let asked = 0;

  one.route({ when: ['ring'] }, () => {
    asked++;
    return new Promise(() => {});
  });
  one.sim.simulate('call 13800138000 to 1001 as a');
  for (let i = 0; i < 100 && !asked; i++) {
    one.sim.advance(100);
    await turn();
  }
  assert.strictEqual(asked, 1);
  await one.close();
});

test('the snapshot has calls, legs, agents and queues', async (t) => {
  const one = simulated(t);

  one.sim.simulate('agent 1001 queue support');
  one.sim.simulate('call 13800138000 to 1001 as a name "Li"');
  const { calls, devices, agents, queues } = one.snapshot();

  assert.strictEqual(calls[0].caller, '13800138000');
  assert.strictEqual(calls[0].callerName, 'Li');
  assert.strictEqual(calls[0].legs.find((leg) => leg.device === '1001').state,
      'alerting');
  assert.ok(calls[0].began instanceof Date);
  assert.strictEqual(calls[0].queued, null);
  assert.ok(devices.some((device) => device.number === '1001' && device.legs));
  assert.deepStrictEqual(agents[0].queues, ['support']);
  assert.strictEqual(queues[0].name, 'support');
  assert.strictEqual(queues[0].agents, 1);
});

test('lines of the log come by an event', async (t) => {
  const one = client(t, { logLevel: 'debug' });
  const lines = [];

  one.on('log', (line) => lines.push(line));
  one.link('sim:?clock=virtual');
  await until(() => lines.length, 'a line');
  assert.match(lines[0].level, /^(error|warn|info|debug)$/);
  assert.match(lines.map((line) => line.text).join('\n'), /node \d/);
});

test('numbers are taken apart by the rules of a site', () => {
  const number = parseNumber('010-6552 9988', { country: 'CN', area: '010' });

  assert.strictEqual(number.class, 'fixed');
  assert.strictEqual(number.e164, '+861065529988');
  assert.ok(number.keys.length >= 1);
  assert.strictEqual(parseNumber('').class, 'withheld');
  assert.throws(() => parseNumber('?'), { code: 'CTI_EINVAL' });
  assert.throws(() => parseNumber('1', { country: 'ZZ' }),
      { code: 'CTI_EINVAL' });
});

test('a directory in SQLite is a source', async (t) => {
  const file = path.join(folder(t), 'd.db');
  const one = client(t);

  execFileSync('python3', ['-c', `
import sqlite3
db = sqlite3.connect(${JSON.stringify(file)})
db.execute("create table customer (id text primary key, name text)")
db.execute("create table customer_number (key text, customer text)")
db.execute("create index k on customer_number (key)")
db.execute("insert into customer values ('7', '李雷')")
db.execute("insert into customer_number values ('8613800138000', '7')")
db.commit()`]);
  await one.addSqlite('d', file);
  const { candidates } = await one.identify('13800138000');

  assert.strictEqual(candidates[0].name, '李雷');
});

test('a server is a source', async (t) => {
  const asked = [];
  const server = http.createServer((request, reply) => {
    reply.setHeader('content-type', 'application/json');
    asked.push(request.url);
    reply.end('[{"id":"7","name":"web","phone":"13800138000"}]');
  });

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const one = client(t);

  one.addHttp('web', { preset: 'generic',
    base: `http://127.0.0.1:${server.address().port}` });
  one.set('identify.deadline_ms', 10000);
  const { candidates, identity } = await one.identify('13800138000');

  assert.match(asked[0], /^\/customers\?phone=/);
  assert.strictEqual(identity, 'identified');
  assert.strictEqual(candidates[0].name, 'web');
  assert.throws(() => one.addHttp('web', { preset: 'generic',
    base: 'http://127.0.0.1:1' }), { code: 'CTI_EEXIST' });
});
