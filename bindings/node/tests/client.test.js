// SPDX-License-Identifier: MIT
// Clients: events on node's loop, callbacks that throw, every way to end.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { execFileSync, spawnSync } = require('node:child_process');
const { Worker } = require('node:worker_threads');

const cti = require('..');
const { client, collect, simulated, story, turn, until } = require('./help.js');

const program = (text) => spawnSync(process.execPath,
    ['--expose-gc', '-e', text], { cwd: path.join(__dirname, '..'),
      encoding: 'utf8', timeout: 30000 });

test('the library is the one that the binding was made for', () => {
  assert.match(cti.version(), /^\d+\.\d+\.\d+$/);
  assert.strictEqual(cti.runtimeInfo().version, cti.version());
  assert.ok(cti.runtimeInfo().adapters.includes('ami'));
});

test('another ABI is refused when loading', () => {
  const { sameAbi } = require('../lib/native.js');

  assert.ok(sameAbi(cti.abiVersion));
  assert.ok(sameAbi(cti.abiVersion + 1));
  assert.ok(!sameAbi(cti.abiVersion + 0x10000));
  assert.ok(!sameAbi(cti.abiVersion - 1));
});

test('a library that is not there is one clear sentence', () => {
  const { status, stderr } = spawnSync(process.execPath,
      ['-e', 'require(".")'], { cwd: path.join(__dirname, '..'),
        encoding: 'utf8', env: { ...process.env, LIBCTI: '/nowhere.so' } });

  assert.strictEqual(status, 1);
  assert.match(stderr, /libcti cannot be loaded: .*install it, or put the path/);
});

test('it meets the libuv and TLS that it was built with', () => {
  // Node has its own libuv, with another number, and exports it.
  const { libuv } = cti.runtimeInfo();
  const system = fs.readFileSync('/proc/self/maps', 'utf8')
      .match(/\S*libuv\.so\S*/)[0];

  // The loaded one says so itself: another process, which has no node in it.
  assert.strictEqual(libuv, execFileSync('python3', ['-c',
    'import ctypes, sys; uv = ctypes.CDLL(sys.argv[1]); ' +
    'uv.uv_version_string.restype = ctypes.c_char_p; ' +
    'print(uv.uv_version_string().decode())', system],
  { encoding: 'utf8' }).trim());
});

test('events have the fields of the header, and JSON of the whole', async (t) => {
  const one = simulated(t);
  const seen = [];

  one.on('ring', (event) => seen.push(event));
  one.sim.simulate('call 13800138000 to 1001 as a name "Li \\"Lei\\" {李}"');
  await until(() => seen.length, 'a ring');
  const [ring] = seen;

  assert.strictEqual(ring.event, 'ring');
  assert.strictEqual(ring.link, 'pbx');
  assert.strictEqual(ring.device, '1001');
  assert.strictEqual(ring.remote, '13800138000');
  assert.strictEqual(ring.queue, undefined);
  assert.strictEqual(typeof ring.seq, 'number');
  assert.strictEqual(ring.toJSON().name, ring.name);
  assert.deepStrictEqual(JSON.parse(JSON.stringify(ring)), ring.toJSON());
  assert.throws(() => {
    ring.device = '7';
  }, TypeError);
  for (const [name, value] of Object.entries(ring.toJSON()))
    assert.deepStrictEqual(ring[name], value, name);
});

test('every field of every story is read as JSON has it', () => {
  // In a process of its own: an event for each line that the tool prints.
  const { CtiEvent } = require('../lib/event.js');
  const { tool } = require('./help.js');
  let events = 0;

  for (const name of ['morning.sim', 'agents.sim', 'conference.sim'])
    for (const line of execFileSync(tool, ['sim', story(name), '--flat-out',
      '--json'], { encoding: 'utf8' }).trim().split('\n')) {
      const whole = JSON.parse(line);
      const event = new CtiEvent(Buffer.from(line).latin1Slice());

      for (const field of ['event', ...Object.keys(whole), 'queue', 'slot'])
        assert.deepStrictEqual(event[field], whole[field], line);
      events++;
    }
  assert.ok(events > 200);
});

test('values that look like JSON are not taken for fields', () => {
  const { CtiEvent } = require('../lib/event.js');
  const tricks = [{ name: '","call":"x' }, { name: '{"call":"y"}', call: 'z' },
    { name: '{', customer: { call: 'inner', device: 'inner' } },
    { customer: { call: 'inner' } }, { name: '\\', call: '\\"' },
    { name: '李"雷', call: 'é', remote: '\u{1f600}' }];

  for (const trick of tricks) {
    const whole = { event: 'ring', time: 't', ...trick };
    const event = CtiEvent.of(whole);

    for (const field of ['event', 'time', 'name', 'call', 'remote', 'device'])
      assert.deepStrictEqual(event[field], whole[field], JSON.stringify(whole));
  }
});

test('listeners that throw or reject are reported, and the link goes on', async (t) => {
  const one = simulated(t);
  let rings = 0;

  one.on('ring', () => {
    rings++;
    throw new Error('mine');
  });
  one.on('event', async () => {
    throw new Error('later');
  });
  one.sim.simulate('call 13800138000 to 1001 as a');
  await until(() => rings === 1, 'the first ring');
  one.sim.simulate('call 13800138001 to 1002 as b');
  await until(() => rings === 2, 'the second ring');
  await turn();
  const said = one.failures.map((error) => error.message);

  assert.strictEqual(said.filter((text) => text === 'mine').length, 2);
  assert.ok(said.includes('later'));
  assert.strictEqual(one.sim.state, 'up');
});

test('without a listener for errors it is a warning, and no crash', () => {
  const { status, stderr, stdout } = program(`
    const { Client } = require('.');
    const client = new Client();
    client.on('ring', () => { throw new Error('mine'); });
    client.on('hangup', () => { console.log('over'); client.close(); });
    const link = client.link('sim:?clock=virtual');
    link.simulate('call 13800138000 to 1001 as a');
    link.simulate('hangup a');`);

  assert.strictEqual(status, 0, stderr);
  assert.strictEqual(stdout, 'over\n');
  assert.match(stderr, /CtiWarning: libcti: a callback has failed: Error: mine/);
});

test('a listener for errors that throws is a warning, too', () => {
  const { status, stderr } = program(`
    const { Client } = require('.');
    const client = new Client();
    client.on('error', () => { throw new Error('second'); });
    client.on('ring', () => { client.close(); throw new Error('first'); });
    client.link('sim:?clock=virtual').simulate('call 13800138000 to 1001 as a');`);

  assert.strictEqual(status, 0, stderr);
  assert.match(stderr, /Error: second/);
});

test('after close everything says so, and closing again is nothing', async (t) => {
  const one = simulated(t);
  const { sim } = one;
  let closed = 0;

  one.on('close', () => closed++);
  const first = one.close();

  assert.strictEqual(one.close(), first);
  assert.ok(one.closed);
  await first;
  await one.close();
  const gone = { name: 'CtiError', code: 'CTI_ESTATE',
    message: 'the client is closed' };

  for (const use of [() => one.set('pop.url', ''), () => one.get('pop.url'),
    () => one.link('sim:'), () => one.findLink('pbx'), () => one.snapshot(),
    () => one.addHttp('x', { preset: 'odoo' }), () => one.dropped,
    () => one.addSource('x', () => null), () => one.removeSource('x'),
    () => one.forget(), () => one.invalidate('1'), () => one.choose('a', 'b'),
    () => one.check('dial', {}), () => one.possible(), () => one.route(),
    () => one.note('a', 'b'), () => one.ref(), () => one.unref(),
    () => sim.state, () => sim.detail, () => sim.stats(), () => sim.remove(),
    () => sim.advance(1), () => sim.simulate('wait 1'), () => sim.reconnect()])
    assert.throws(use, gone, String(use));
  for (const use of [() => one.load('x'), () => one.addCsv('x', 'y'),
    () => one.addSqlite('x', 'y'), () => one.reloadSource('x'),
    () => one.identify('1'), () => one.request('dial', {})])
    await assert.rejects(use, gone, String(use));
  assert.deepStrictEqual(await one.events().next(),
      { value: undefined, done: true });
  await turn();
  assert.strictEqual(closed, 1);
});

test('a client may be closed inside any of its callbacks', async (t) => {
  const uses = {
    event: (one) => one.on('event', () => one.close()),
    log: (one) => one.on('log', () => one.close()),
    lookup: (one) => one.addSource('me', () => one.close()),
    error: (one) => {
      one.on('event', () => {
        throw new Error('x');
      });
      one.on('error', () => one.close());
    },
  };

  for (const [name, use] of Object.entries(uses)) {
    const one = client(t, { logLevel: 'debug' });

    use(one);
    one.link('sim:?clock=virtual').simulate('call 13800138000 to 1001 as a');
    await until(() => one.closed, `closed by ${name}`);
    await one.close();
  }
});

test('nothing is told after close, not even what was fetched with it', async (t) => {
  const one = simulated(t);
  let told = 0;

  one.on('event', () => {
    told++;
    one.close();
  });
  one.sim.simulate('call 13800138000 to 1001 as a');
  await until(() => told, 'an event');
  await turn();
  assert.strictEqual(told, 1);
});

test('it is closed while another thread works for it', async (t) => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cti-')), 'c.csv');

  t.after(() => fs.rmSync(path.dirname(file), { recursive: true }));
  fs.writeFileSync(file, 'id,name,phone\n' + Array.from({ length: 20000 },
      (_, i) => `${i},N ${i},138${String(i).padStart(8, '0')}\n`).join(''));
  const one = client(t);
  const added = one.addCsv('many', file);
  const second = one.addCsv('more', file);

  second.catch(() => {});
  await turn();
  const closed = one.close();

  await added;
  await closed;
  await assert.rejects(second, { code: 'CTI_ESTATE' });
});

test('a client nobody holds goes on, and its request is answered', async () => {
  const { status, stdout, stderr } = program(`
    const { Client } = require('.');
    let told;
    (function () {
      const client = new Client();
      const link = client.link('sim:?clock=virtual');
      client.request('dial', { device: '1001', to: '10086' })
          .then((result) => { told = result.kind; });
      client.on('dial', () => client.close());
      link.advance(1000);
    }());
    (async () => {
      for (let i = 0; i < 20 && !told; i++) {
        gc();
        await new Promise(setImmediate);
      }
      console.log(told);
      process.exit(told === 'dial' ? 0 : 1);
    })();`);

  assert.strictEqual(status, 0, stderr);
  assert.strictEqual(stdout, 'dial\n');
});

test('a process may end with clients open, also inside a callback', () => {
  for (const text of ['process.exit(0)', 'client.on("event", () => process.exit(0))',
    'client.addSource("x", () => process.exit(0)); client.identify("10086")',
    'client.unref()'])
    for (let i = 0; i < 3; i++) {
      const { status, signal, stderr } = program(`
        const { Client } = require('.');
        const client = new Client();
        client.link('sim:?clock=virtual').simulate('call 13800138000 to 1001 as a');
        ${text};`);

      assert.strictEqual(signal, null, text);
      assert.strictEqual(status, 0, stderr);
    }
});

test('a worker that is stopped leaves no client behind', () => {
  const rounds = JSON.parse(execFileSync(process.execPath,
      [path.join(__dirname, 'stopped.js')], { encoding: 'utf8', timeout: 60000 }));

  assert.ok(rounds.length > 3);
  // What koffi and node open once for a process is none that is left.
  for (const round of rounds.slice(1))
    assert.deepStrictEqual(round, rounds[0]);
});

test('threads of node have clients of their own, and may be stopped at any time', async () => {
  const text = `
    const { Client } = require(${JSON.stringify(path.join(__dirname, '..'))});
    const { parentPort } = require('node:worker_threads');
    const client = new Client();
    const link = client.link('sim:?clock=virtual');
    let told = 0;
    client.on('event', () => {
      if (++told === 50)
        parentPort.postMessage(told);
    });
    link.simulate('load 100000 rate 50 talk 6 phones 100');
    (function go() {
      link.advance(1000);
      setImmediate(go);
    }());`;
  const workers = [0, 1].map(() => new Worker(text, { eval: true }));

  await Promise.all(workers.map((worker) => new Promise((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
  })));
  for (const worker of workers)
    await worker.terminate();
  collect();
});

test('for await gives every event in order and ends with the client', async (t) => {
  const one = simulated(t);
  const seen = [];
  const reading = (async () => {
    for await (const event of one)
      seen.push(event);
  })();

  one.sim.simulate('call 13800138000 to 1001 as a');
  one.sim.simulate('hangup a');
  await until(() => seen.some((event) => event.event === 'call-end'), 'the end');
  await one.close();
  await reading;
  seen.forEach((event, i) => assert.strictEqual(event.seq, i + 1));
});

test('an iterator that nobody asks keeps ends and says what is lost', async (t) => {
  const one = simulated(t);
  const slow = one.events({ max: 3 });
  let ends = 0;

  one.on('call-end', () => ends++);
  for (const name of ['a', 'b']) {
    one.sim.simulate(`call 13800138000 to 1001 as ${name}`);
    one.sim.simulate(`hangup ${name}`);
  }
  await until(() => ends === 2, 'two calls');
  await one.close();
  const got = [];

  for await (const event of slow)
    got.push(event);
  const loss = got.filter((event) => event.event === 'loss');

  assert.ok(loss.length >= 1);
  assert.match(loss[0].detail, /^\d+ events were not asked for in time$/);
  assert.strictEqual(got.filter((event) => event.event === 'call-end').length, 2);
});

test('leaving the loop leaves the iterator', async (t) => {
  const one = simulated(t);

  for await (const event of one) {
    assert.strictEqual(event.event, 'link');
    break;
  }
  const stream = one.events();
  const next = stream.next();

  await stream.return();
  assert.strictEqual((await stream.next()).done, true);
  assert.ok((await next).done);
});

test('a promise is kept although nothing else happens', () => {
  const { status, stdout, stderr } = program(`
    const { Client } = require('.');
    const client = new Client();
    client.addSource('me', () => new Promise(() => {}));
    client.identify('13800138000').then(({ identity }) => {
      console.log(identity);
      return client.close();
    });`);

  assert.strictEqual(status, 0, stderr);
  assert.match(stdout, /^(unknown|pending)\n$/);
});

test('many clients share nothing', async (t) => {
  const all = Array.from({ length: 12 }, () => simulated(t));
  const rings = new Set();

  all.forEach((one, i) => {
    one.on('ring', (event) => rings.add(`${i} ${event.device}`));
    one.sim.simulate(`call 13800138000 to ${1000 + i} as a`);
  });
  await until(() => rings.size === 12, 'a ring each');
  all.forEach((_, i) => assert.ok(rings.has(`${i} ${1000 + i}`)));
});
