// SPDX-License-Identifier: MIT
// What is wrong is refused with a sentence, never with a crash.
'use strict';

const assert = require('node:assert');
const test = require('node:test');

const { Client, CtiError, parseNumber } = require('..');
const { client, simulated, turn, until } = require('./help.js');

const wrong = [undefined, null, 7, 7n, true, {}, [], () => {}, Symbol('x')];

test('arguments of another type are a TypeError that names the argument', (t) => {
  const one = simulated(t);
  const uses = {
    key: (x) => one.set(x, '1'),
    url: (x) => one.link(x),
    name: (x) => one.addSource(x, () => null),
    customerId: (x) => one.choose('p', x),
    command: (x) => one.sim.simulate(x),
  };

  for (const [name, use] of Object.entries(uses))
    for (const value of wrong)
      assert.throws(() => use(value), (error) => error instanceof TypeError &&
        error.message.startsWith(`${name} must be a string, not `), name);
  for (const value of [undefined, null, 7, 'x', {}])
    assert.throws(() => one.addSource('x', value), TypeError);
  assert.throws(() => one.link('sim:', { password: 'x' }),
      /options has no "password"; it has name, user/);
  assert.throws(() => one.link('sim:', 'x'), TypeError);
  assert.throws(() => one.sim.advance('x'), TypeError);
  assert.throws(() => one.sim.advance(-1), RangeError);
  assert.throws(() => one.sim.advance(1.5), RangeError);
  assert.throws(() => one.events({ max: 0 }), RangeError);
  assert.throws(() => one.route({}, 7), TypeError);
  assert.throws(() => one.route({ when: ['never'] }, () => {}), CtiError);
  assert.throws(() => new Client(7), TypeError);
  assert.throws(() => new Client({ nolevel: 1 }), TypeError);
  assert.throws(() => new Client({ logLevel: 'loud' }), { code: 'CTI_EINVAL' });
  assert.throws(() => parseNumber(13800138000), TypeError);
});

test('promises reject for the same', async (t) => {
  const one = simulated(t);

  for (const value of wrong) {
    await assert.rejects(one.load(value), TypeError);
    await assert.rejects(one.addCsv(value, 'x'), TypeError);
    await assert.rejects(one.addSqlite('x', value), TypeError);
    await assert.rejects(one.reloadSource(value), TypeError);
    await assert.rejects(one.request(value, {}), TypeError);
  }
  await assert.rejects(one.identify(7), TypeError);
  await assert.rejects(one.request('dial', { device: 1001 }), TypeError);
  await assert.rejects(one.request('dial', { data: 'x' }), TypeError);
  await assert.rejects(one.request('dial', { timeoutMs: -1 }), RangeError);
  await assert.rejects(one.request('fly', {}),
      /there is no request "fly"; there are dial, answer/);
});

test('an embedded NUL is refused, not cut off', async (t) => {
  const one = simulated(t);
  const cut = { code: 'CTI_EINVAL', message: /contains a NUL character/ };

  assert.throws(() => one.set('pop.url', 'https://a\0b'), cut);
  assert.throws(() => one.link('sim:\0x'), cut);
  assert.throws(() => one.link('sim:', { secret: 'a\0' }), cut);
  assert.throws(() => parseNumber('138\x00'), cut);
  await assert.rejects(one.request('dial', { device: '1\0', to: '2' }), cut);
  await assert.rejects(one.identify('1', { data: { 'a\0': 'b' } }), cut);
});

test('half of a character is refused, whole ones are kept', async (t) => {
  const one = simulated(t);
  const lone = { code: 'CTI_EINVAL', message: /lone surrogate/ };

  for (const text of ['\ud800', 'a\udc00b', '\udc00\ud800']) {
    assert.throws(() => one.link('sim:', { name: text }), lone);
    await assert.rejects(one.load(text), lone);
    await assert.rejects(one.request('dial', { device: '1', to: text }), lone);
  }
  assert.strictEqual(one.link('sim:', { name: '\u{1f600}李' }).name, '\u{1f600}李');
});

test('huge texts are refused, by us or by the library', async (t) => {
  const one = simulated(t);
  const huge = 'x'.repeat(64 << 20);

  for (const use of [() => one.set('pop.url', huge), () => one.link(huge),
    () => one.sim.simulate(huge), () => one.forget(huge)])
    assert.throws(use, { code: 'CTI_ETOOBIG' });
  await assert.rejects(one.identify(huge), { code: 'CTI_ETOOBIG' });
  const long = '9'.repeat(1 << 20);

  await assert.rejects(one.request('dial', { device: '1001', to: long }),
      { code: 'CTI_EINVAL' });
  assert.throws(() => one.link(`nosuch:${long}`), CtiError);
  const { identity } = await one.identify(long);

  assert.ok(['unknown', 'withheld'].includes(identity));
});

test('the library says what is wrong in a sentence of its own', async (t) => {
  const one = client(t);

  assert.throws(() => one.set('pop.ur', 'x'), (error) =>
    error.code === 'CTI_EKEY' && error.errno === -19 &&
    error.text === 'unknown configuration key' && /pop\.url/.test(error.message));
  assert.throws(() => one.link('nosuch://x'), { code: 'CTI_ESCHEME' });
  assert.throws(() => one.link('replay:/nowhere'), { code: 'CTI_EIO' });
  await assert.rejects(one.load('/nowhere.json'), (error) =>
    error.code === 'CTI_EIO' && /nowhere\.json/.test(error.message));
  await assert.rejects(one.addCsv('c', '/nowhere.csv'), /nowhere\.csv/);
  await assert.rejects(one.reloadSource('none'), { code: 'CTI_ENOENT' });
  assert.throws(() => one.choose('none', '1'), { code: 'CTI_ENOENT' });
  assert.throws(() => one.addHttp('h', { preset: 'nosuch' }),
      { code: 'CTI_ENOENT' });
});

test('customers of a source that are none are reported, and calls go on', async (t) => {
  const one = simulated(t);
  const answers = [7, 'x', [7], { name: {} }, { 'a\0': 'b' }, { name: '\ud800' },
    { ['x'.repeat(65)]: '1' }, { name: 'x'.repeat(5000) }, [{ name: 'a' }, null]];

  one.addSource('bad', () => answers.shift());
  for (let n = answers.length, i = 0; i < n; i++) {
    const { identity } = await one.identify(`1380013800${i}`);

    // Several customers behind one number is nothing bad.
    assert.match(identity, /^(unknown|pending|identified|ambiguous)$/);
  }
  await until(() => one.failures.length >= 7, 'a report each');
  assert.strictEqual(one.sim.state, 'up');
  for (const error of one.failures)
    assert.ok(error instanceof TypeError || error instanceof CtiError,
        String(error));
});

test('a link that was removed says so', (t) => {
  const one = simulated(t);
  const gone = { code: 'CTI_ENOENT', message: 'there is no link "pbx" any more' };

  one.sim.remove();
  assert.throws(() => one.sim.state, gone);
  assert.throws(() => one.sim.remove(), gone);
  assert.strictEqual(one.findLink('pbx'), null);
});

test('sentences of the simulator are told', (t) => {
  const one = simulated(t);

  assert.throws(() => one.sim.simulate('answer 7'), (error) =>
    error instanceof CtiError && error.message.length > 10);
  return turn();
});
