// SPDX-License-Identifier: MIT
// The example's page, seen by a real browser.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const { Browser } = require('./browser.js');
const { customers, folder, servePops, story } = require('./help.js');

const pops = 'document.querySelectorAll("#pops li")';

test('a browser shows who is calling, and that the call is over', async (t) => {
  const { url } = await servePops(`sim:${story('inbound.sim')}?speed=20`,
      customers, t);
  const browser = new Browser(t);

  await browser.open(url.href);
  await browser.until(`${pops}[0]?.className === 'closed'`);
  assert.strictEqual(await browser.value(`${pops}.length`), 1);
  const text = await browser.value(`${pops}[0].innerText`);
  const [, name] = fs.readFileSync(customers, 'utf8').split('\n')
      .find((line) => line.includes('13800138000')).split(',');

  assert.ok(text.includes(name), text);
  assert.match(text, /^1001: .* 13800138000 \(.+\)$/);
  await browser.picture('pops.png');
  assert.deepStrictEqual(browser.complaints, []);
});

test('what a customer is called is text, never markup', async (t) => {
  const name = '<img src=x onerror="document.title=1"><b>Li</b>';
  const csv = path.join(folder(t), 'c.csv');

  fs.writeFileSync(csv,
      `id,name,phone\n1,"${name.replaceAll('"', '""')}",13800138000\n`);
  const { url } = await servePops(`sim:${story('inbound.sim')}?speed=20`, csv, t);
  const browser = new Browser(t);

  await browser.open(url.href);
  await browser.until(`${pops}[0]?.className === 'closed'`);
  assert.ok((await browser.value(`${pops}[0].textContent`)).includes(name));
  assert.strictEqual(await browser.value(
      'document.querySelectorAll("#pops img, #pops b").length'), 0);
  assert.strictEqual(await browser.value('document.title'), 'Pops');
});

test('a page that is opened later shows what was before', async (t) => {
  const { url } = await servePops(`sim:${story('morning.sim')}?speed=100`,
      customers, t);
  const browser = new Browser(t);

  await browser.open(url.href);
  await browser.until(`${pops}.length > 2 &&
      [...${pops}].every((row) => row.className === 'closed')`);
  const before = await browser.value(`${pops}.length`);

  await browser.open(url.href);
  await browser.until(`${pops}.length >= ${before}`);
  await browser.picture('morning.png');
  assert.deepStrictEqual(browser.complaints, []);
});
