// SPDX-License-Identifier: MIT
// The journal's file, contacts of other channels, and reports.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const { Journal, Report, metrics } = require('..');
const { client, folder, simulated, until } = require('./help.js');

const NOW = new Date('2026-03-02T09:30:00.000Z');
const mail = { id: 'mail-7', channel: 'mail', direction: 'inbound', began: NOW,
  customer: '4711', notes: 'wants a "quote"', facts: { email: 'li@example.com' },
  lead_probability: 40 };

/** A client that keeps a journal, on a simulator. */
function keeper(t) {
  const file = path.join(folder(t), 'contacts.db');
  const one = simulated(t, { config: { 'journal.file': file } });

  return { one, file };
}

/** A call that somebody answers; its id. */
async function talk(one) {
  let call = null;

  one.once('answer', (event) => {
    call = event.call;
  });
  one.sim.simulate('call 13800138000 to 1001 as a');
  one.sim.simulate('answer a 1001');
  one.sim.advance(30000);
  await until(() => call, 'an answer');
  return call;
}

async function hangUp(one, name = 'a') {
  let over = false;

  one.once('call-end', () => {
    over = true;
  });
  one.sim.simulate(`hangup ${name}`);
  one.sim.advance(1000);
  await until(() => over, 'the end of the call');
}

test('a call is kept with what people said of it', async (t) => {
  const { one, file } = keeper(t);
  const call = await talk(one);

  one.dispose(call, 'sale');
  one.note(call, 'first line');
  one.note(call, 'second');
  one.offer(call, 'fibre', 'accepted');
  one.fact(call, 'email', 'li@example.com');
  one.setContact(call, 'cost', 1500);
  await hangUp(one);
  await one.close();
  const [contact, ...more] = await new Journal(file).contacts();

  assert.strictEqual(more.length, 0);
  assert.strictEqual(contact.call, call);
  assert.strictEqual(contact.state, 'ended');
  assert.strictEqual(contact.party, '13800138000');
  assert.strictEqual(contact.disposition, 'sale');
  assert.strictEqual(contact.notes, 'first line\nsecond');
  assert.deepStrictEqual(contact.offers, { fibre: 'accepted' });
  assert.deepStrictEqual(contact.facts, { email: 'li@example.com' });
  assert.strictEqual(contact.cost, 1500);
  assert.strictEqual(contact.lead_probability, -1);
  assert.strictEqual(contact.abandoned, false);
  assert.strictEqual(contact.campaign, '');
  assert.deepStrictEqual(contact.segments.map(({ kind }) => kind),
      ['ring', 'talk']);
  const [, spoken] = contact.segments;

  assert.strictEqual(spoken.ended - spoken.began, 30000);
  assert.strictEqual(spoken.device, '1001');
});

test('a contact of another channel comes back as it went', async (t) => {
  const { one, file } = keeper(t);

  one.addContact(mail);
  await one.close();
  const [contact] = await new Journal(file).contacts();

  for (const [name, value] of Object.entries(mail))
    assert.deepStrictEqual(contact[name], value, name);
  assert.strictEqual(Journal.csv().split(',').indexOf('channel'),
      Journal.csv(contact).split(',').indexOf('mail'));
});

test('contacts that cannot be are refused', (t) => {
  const { one } = keeper(t);

  assert.throws(() => one.addContact({ id: 'x', began: NOW }),
      { code: 'CTI_EINVAL', message: /needs an id, a channel/ });
  assert.throws(() => one.addContact({ ...mail, lead_probability: 101 }),
      { code: 'CTI_EINVAL', message: /lead_probability cannot be 101/ });
  assert.throws(() => one.addContact({ ...mail, facts: { 'a=': 'b' } }),
      { code: 'CTI_EINVAL', message: /facts/ });
  assert.throws(() => one.addContact({ ...mail, began: 'today' }), TypeError);
  assert.throws(() => one.addContact({ ...mail, mood: 'good' }), TypeError);
});

test('a filter says which, and reading stops where it is told', async (t) => {
  const { one, file } = keeper(t);
  const journal = new Journal(file);
  const day = (n) => new Date(NOW.getTime() + n * 86400000);

  for (let n = 0; n < 5; n++)
    one.addContact({ id: `m${n}`, channel: 'mail', began: day(n),
      customer: `c${n % 2}`, party: `1380013800${n}` });
  await one.close();
  const ids = async (filter) =>
    (await journal.contacts(filter)).map(({ id }) => id);

  assert.deepStrictEqual(await ids(), ['m0', 'm1', 'm2', 'm3', 'm4']);
  assert.deepStrictEqual(await ids({ since: day(1), until: day(3) }),
      ['m1', 'm2']);
  assert.deepStrictEqual(await ids({ limit: 2 }), ['m3', 'm4']);
  assert.deepStrictEqual(await ids({ number: '13800138003' }), ['m3']);
  assert.deepStrictEqual(await ids({ customer: 'c1' }), ['m1', 'm3']);
  assert.strictEqual((await journal.contact('m2')).party, '13800138002');
  assert.strictEqual(await journal.contact('m9'), null);
  const seen = [];

  await journal.each((contact) => seen.push(contact.id) === 2);
  assert.deepStrictEqual(seen, ['m0', 'm1']);
  await assert.rejects(journal.each(() => {
    throw new RangeError('enough');
  }), RangeError);
  await assert.rejects(journal.contacts({ from: NOW }), TypeError);
  await assert.rejects(journal.contacts({ since: 'today' }), TypeError);
});

test('an export has the same contacts', async (t) => {
  const { one, file } = keeper(t);
  const journal = new Journal(file);
  const to = `${file}.out`;

  await talk(one);
  await hangUp(one);
  one.addContact(mail);
  await one.close();
  const contacts = await journal.contacts();
  const lines = async (options) => {
    await journal.export(to, options);
    return fs.readFileSync(to, 'utf8').trim().split('\r\n').join('\n')
        .split('\n');
  };
  const rows = (await lines()).map((line) => JSON.parse(line));

  assert.strictEqual(rows.length, 2);
  assert.deepStrictEqual(rows.map(({ id }) => id), contacts.map(({ id }) => id));
  assert.strictEqual(rows[0].began, contacts[0].began.toISOString());
  assert.deepStrictEqual(await lines({ format: 'csv', id: 'mail-7' }),
      [Journal.csv(), Journal.csv(contacts.find(({ id }) => id === 'mail-7'))]);
  await assert.rejects(lines({ format: 'xml' }),
      { code: 'CTI_EINVAL', message: /json or csv/ });
});

test('no journal and no such contact are sentences', async (t) => {
  const bare = client(t);
  const { one, file } = keeper(t);

  assert.throws(() => bare.note('c', 'x'),
      { code: 'CTI_ESTATE', message: /set journal.file/ });
  assert.throws(() => bare.journalStats(), { code: 'CTI_ESTATE' });
  assert.throws(() => one.note('nobody', 'x'),
      { code: 'CTI_ENOENT', message: /"nobody"/ });
  const call = await talk(one);

  assert.throws(() => one.setContact(call, 'talk_ms', 5),
      { code: 'CTI_EINVAL', message: /talk_ms/ });
  await assert.rejects(new Journal('/nowhere/x.db').contacts(),
      { code: 'CTI_EIO', message: /\/nowhere\/x\.db/ });
  fs.writeFileSync(`${file}.txt`, 'no journal at all\n'.repeat(100));
  await assert.rejects(new Journal(`${file}.txt`).spans(),
      { code: 'CTI_EFORMAT' });
});

test('counters and dead letters', async (t) => {
  const { one, file } = keeper(t);

  one.addContact(mail);
  const { lost, dead } = one.journalStats();

  assert.deepStrictEqual({ lost, dead }, { lost: 0, dead: 0 });
  await one.close();
  assert.deepStrictEqual(await new Journal(file).deadLetters(), []);
  assert.strictEqual(await new Journal(file).retry(), 0);
});

/** Two contacts, one answered; an agent who was ready meanwhile. */
async function morning(t) {
  const { one, file } = keeper(t);
  const live = new Report({ service_level_s: 20, converted: ['sale'] });

  one.addReport(live);
  one.sim.simulate('agent 1001 queue support');
  one.dispose(await talk(one), 'sale');
  await hangUp(one);
  one.sim.advance(10000);
  one.sim.simulate('call 13900139000 to 1001 as b');
  one.sim.advance(15000);
  await hangUp(one, 'b');
  await one.close();
  live.end();
  return { live, file };
}

test('a report live and from the file are the same', async (t) => {
  const { live, file } = await morning(t);
  const kept = new Report({ service_level_s: 20, converted: 'sale' });

  await kept.addJournal(file);
  assert.strictEqual(live.get('in'), 2);
  assert.strictEqual(live.get('abandoned'), 1);
  assert.strictEqual(live.get('talk'), 30000);
  assert.strictEqual(live.get('handled', 'agent', '1001'), 1);
  for (const name of ['in', 'asked', 'abandoned', 'talk', 'handled',
    'speed_of_answer', 'service_level'])
    assert.strictEqual(live.get(name), kept.get(name), name);
  assert.strictEqual(kept.get('conversion'), 10000);
  assert.strictEqual(live.get('out', 'queue', 'nobody'), null);
});

test('contacts and spans one by one count the same', async (t) => {
  const { file } = await morning(t);
  const journal = new Journal(file);
  const whole = new Report();
  const parts = new Report();

  await whole.addJournal(journal);
  for (const span of await journal.spans())
    parts.addSpan(span);
  await journal.each((contact) => parts.addContact(contact));
  assert.ok(whole.get('occupancy') > 0);
  for (const name of ['in', 'asked', 'abandoned', 'talk', 'occupancy'])
    assert.strictEqual(parts.get(name), whole.get(name), name);
});

test('a report is written in every form', async (t) => {
  const { live } = await morning(t);

  assert.match(live.write(), /service_level/);
  assert.strictEqual(JSON.parse(live.write('json').split('\n')[0]).in, 2);
  assert.match(live.write('prometheus'), /# TYPE/);
  assert.match(live.write('csv'), /service_level/);
  assert.match(live.write('gnuplot'), /plot/);
  assert.throws(() => live.write('pdf'),
      { code: 'CTI_EINVAL', message: /formats are text/ });
});

test('wrong settings and metrics are sentences', (t) => {
  assert.throws(() => new Report({ servicelevel: 20 }),
      { code: 'CTI_EKEY', message: /servicelevel=20/ });
  assert.throws(() => new Report({ service_level_s: 'soon' }),
      { code: 'CTI_EVALUE', message: /soon/ });
  assert.throws(() => new Report().get('happiness'),
      { code: 'CTI_EINVAL', message: /there are in, / });
  assert.throws(() => client(t).addReport('report'), TypeError);
  assert.ok(metrics.every(({ definition }) => definition));
});
