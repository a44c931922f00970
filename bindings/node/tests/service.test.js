// SPDX-License-Identifier: MIT
// Service knowledge, verification, diagnoses, traces, numbers, directories.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const test = require('node:test');

const cti = require('..');
const { client, customers, folder, root, simulated, until } = require('./help.js');

const knowledge = path.join(root, 'examples/service/service.json');
const li = { id: '7', name: 'Li', tier: 'gold', id_number: '110101198001014711',
  contract_end: '2020-01-01' };

/** A client with knowledge and a call whose customer is known. */
async function called(t) {
  const one = simulated(t);
  let pop = null;

  await one.loadService(knowledge);
  one.addSource('app', () => li);
  one.on('pop', (event) => {
    pop = event;
  });
  one.sim.simulate('call 13800138000 to 1001 as a');
  await until(() => pop?.customer, 'a customer');
  return { one, call: pop.call, state: async (wanted) => {
    await until(() => pop.service.verify_state === wanted, wanted);
  }, pop: () => pop };
}

test('a customer is judged without a call', async (t) => {
  const one = client(t);

  assert.throws(() => one.advise(li),
      { code: 'CTI_ESTATE', message: /loadService/ });
  await one.loadService(knowledge);
  const advice = one.advise(li, { queue: 'support', time: new Date() });

  assert.strictEqual(advice.tier, 'high');
  assert.strictEqual(advice.contract, 'expired');
  assert.strictEqual(advice.campaign, undefined);
  assert.ok(advice.hints.every(({ reason }) => reason));
  assert.notStrictEqual(one.advise().tier, 'high');
  assert.throws(() => one.advise(li, { que: 'x' }), TypeError);
  await one.loadService();
});

test('a file of service knowledge is checked', async (t) => {
  const wrong = path.join(folder(t), 'wrong.json');

  assert.ok(await cti.checkService(knowledge));
  fs.writeFileSync(wrong, '{"tierz": {}}');
  await assert.rejects(cti.checkService(wrong),
      { code: 'CTI_EKEY', message: /tierz/ });
});

test('a right value passes, and a wrong one does not', async (t) => {
  const { one, call, state } = await called(t);
  const verification = one.verify(call, 'bill');

  await state('running');
  assert.strictEqual(verification.check('id-last4', '9999'), false);
  await state('wrong');
  assert.strictEqual(verification.check('id-last4', '4711'), true);
  await state('passed');
  verification.end();
});

test('keys that the caller presses are compared', async (t) => {
  const { one, call, state } = await called(t);
  const pressed = new Set();

  one.on('dtmf', ({ digits }) => pressed.add(digits));
  one.sim.simulate('answer a 1001');
  one.verify(call, 'bill').keys('id-last4');
  one.sim.simulate('dtmf a 4711');
  await state('passed');
  assert.deepStrictEqual([...pressed], ['*']);
});

test('a verification that cannot be is a sentence', async (t) => {
  const { one, call } = await called(t);

  assert.throws(() => one.verify(call, 'nonsense'),
      { code: 'CTI_ENOENT', message: /"nonsense"/ });
  assert.throws(() => one.verify('c9', 'bill'), { code: 'CTI_ENOENT' });
  const verification = one.verify(call, 'bill');

  assert.throws(() => verification.check('hat', '1'),
      { code: 'CTI_ENOENT', message: /factor "hat"/ });
  assert.throws(() => verification.check('id-last4', 4711), TypeError);
  await one.close();
  assert.throws(() => verification.check('id-last4', '4711'),
      { code: 'CTI_ESTATE' });
});

/** A switch that lets everybody in and knows no question; or is silent. */
async function manager(t, silent) {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    let waits = '';

    sockets.add(socket);
    socket.on('error', () => {});
    if (silent)
      return;
    socket.write('Asterisk Call Manager/5.0.2\r\n');
    socket.on('data', (part) => {
      const actions = (waits + part).split('\r\n\r\n');

      waits = actions.pop();
      for (const action of actions)
        socket.write(`Response: ${/Action: (Challenge|Login|Ping)/.test(action) ?
          'Success' : 'Error'}\r\n${/ActionID: .*/.exec(action) ?? ''}\r\n` +
          'Message: no\r\nChallenge: 7\r\n\r\n');
    });
  });

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return `ami://u:s@127.0.0.1:${server.address().port}`;
}

test('findings come one by one, and in the end', async (t) => {
  const found = [];
  const { findings, error } = await client(t).link(await manager(t))
      .diagnose({ onFinding: (finding) => found.push(finding) });

  assert.strictEqual(error, null);
  assert.ok(found.length);
  assert.deepStrictEqual(findings, found);
  // A switch that refuses every question cannot be quite well.
  assert.ok(findings.some(({ level, remedy }) => level !== 'good' && remedy));
});

test('a switch that is not there is a fault with a remedy', async (t) => {
  const one = client(t, { logLevel: 'error' });
  // Nobody listens at port 1.
  const { findings, error } = await one.link('ami://u:s@127.0.0.1:1').diagnose();
  const fault = findings.find(({ level }) => level === 'fault');

  assert.strictEqual(error.code, 'CTI_ELINKDOWN');
  assert.ok(fault.remedy);
  assert.strictEqual(fault.values.reduce((text, value, i) =>
    text.replaceAll(`{${i + 1}}`, value), fault.textForm), fault.text);
});

test('a second look is refused, and the end of the link ends the first',
    async (t) => {
      const one = client(t);
      const link = one.link(await manager(t, true));
      const first = link.diagnose();

      await assert.rejects(link.diagnose(),
          { code: 'CTI_EAGAIN', message: /being looked at already/ });
      link.remove();
      await assert.rejects(first, { code: 'CTI_ECANCELED' });
      const other = one.link(await manager(t, true)).diagnose();

      one.close();
      await assert.rejects(other, { code: 'CTI_ECANCELED' });
    });

test('a recording has nobody to ask, and its trace has the very bytes',
    async (t) => {
      const one = client(t);
      const file = path.join(folder(t), 'ami.raw');
      const bytes = Buffer.from([
        'Asterisk Call Manager/5.0.2', 'Response: Success',
        'Message: Authentication accepted', '', 'Event: FullyBooted',
        'Privilege: system,all', 'Status: Fully Booted', 'Uptime: 10', '',
        'Event: Newchannel', 'Channel: PJSIP/1001-00000001', 'ChannelState: 5',
        'CallerIDNum: 1001', 'Uniqueid: 17.1', 'Linkedid: 17.1', '', '',
      ].join('\r\n'));
      const steps = [];
      let over = false;

      fs.writeFileSync(file, bytes);
      one.trace((step) => steps.push(step));
      one.on('link', ({ state }) => {
        over ||= state === 'failed' || state === 'down';
      });
      await assert.rejects(one.link(`replay:${file}`).diagnose(),
          { code: 'CTI_ESTATE', message: /a recording/ });
      await until(() => over, 'the end of the recording');
      const said = steps.filter(({ kind }) => kind === 'message');

      assert.ok(said.length);
      for (const { offset, raw } of said)
        assert.deepStrictEqual(bytes.subarray(offset, offset + raw.length), raw);
    });

test('every step is told in order, until nobody is told any more', async (t) => {
  const one = simulated(t);
  const steps = [];
  let pops = 0;

  one.on('pop', () => pops++);
  one.trace((step) => {
    steps.push(step);
    if (steps.length === 1)
      throw new RangeError('once');
  });
  one.sim.simulate('call 13800138000 to 1001 as a');
  await until(() => pops, 'a pop');
  one.trace(null);
  const told = steps.length;
  const kinds = steps.map(({ kind }) => kind);
  const ring = steps.find(({ row }) => row.event === 'ring');

  one.sim.simulate('hangup a');
  await until(() => pops > 1, 'the end of the pop');
  assert.strictEqual(steps.length, told);
  assert.ok(kinds.indexOf('fact') >= 0);
  assert.ok(kinds.indexOf('fact') < kinds.indexOf('outcome'));
  assert.strictEqual(ring.row.device, '1001');
  assert.strictEqual(ring.call, ring.row.call);
  assert.ok(steps.find(({ kind }) => kind === 'fact').ids.length);
  assert.strictEqual(one.failures.length, 1);
  assert.throws(() => one.trace('all'), TypeError);
});

test('the steps of a number say why', () => {
  const plan = { country: 'CN', area: '010', outsidePrefix: '9' };
  const { number, steps } = cti.explainNumber('9,13800138000', plan);

  assert.deepStrictEqual(number, cti.parseNumber('913800138000', plan));
  assert.ok(steps.some(({ name, value }) =>
    name === 'outside-prefix' && value === '9'));
  assert.ok(steps.every(({ text }) => text));
  assert.throws(() => cti.explainNumber('?'), { code: 'CTI_EINVAL' });
  assert.throws(() => cti.parseNumber('1', { plugin: '/nowhere/p.so' }),
      { code: 'CTI_ENOENT', message: /\/nowhere\/p\.so/ });
});

test('a directory is made, and knows who calls', async (t) => {
  const place = folder(t);
  const to = path.join(place, 'a.sqlite');
  const broken = path.join(place, 'broken.csv');
  const told = [];
  const one = client(t);

  assert.strictEqual(await cti.buildDirectory(customers, to,
      { progress: (it) => told.push(it) }), 0);
  assert.ok(told.length);
  assert.strictEqual(told.at(-1).done, told.at(-1).total);
  await one.addSqlite('made', to);
  assert.deepStrictEqual(one.readingProgress, { done: 0, total: 0 });
  const found = await one.identify('13800138000');

  assert.strictEqual(found.candidates[0].field_sources.name, 'made');
  fs.writeFileSync(broken,
      'id,name,phone\n1,Li,13800138000\n2,"open\n');
  assert.strictEqual(await cti.buildDirectory(broken, `${to}2`), 1);
  await assert.rejects(cti.buildDirectory(customers, `${to}3`, { progress() {
    throw new RangeError('no');
  } }), RangeError);
  await assert.rejects(cti.buildDirectory('/nowhere.csv', `${to}4`),
      { code: 'CTI_EIO', message: /nowhere\.csv/ });
});

test('what agents have taught can be forgotten', (t) => {
  assert.throws(() => client(t).unlearn(),
      { code: 'CTI_ESTATE', message: /identify.learned_file/ });
  const one = client(t);

  one.set('identify.learned_file', path.join(folder(t), 'learned.db'));
  one.unlearn('13800138000');
  one.unlearn();
});

test('the simulator lists its commands', () => {
  assert.ok(cti.simCommands().every((line) => line.includes('\t')));
});
