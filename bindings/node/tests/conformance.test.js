// SPDX-License-Identifier: MIT
// What C tells is what node tells: every story, event for event, and the errors.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { execFileSync } = require('node:child_process');

const { CtiError, errors } = require('..');
const { ordered, root, story, tool } = require('./help.js');

const program = path.join(__dirname, '..', 'conformance.js');
const run = (file, ...args) =>
  execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
const normal = (text) => text.trim().split('\n').map((line) =>
  ordered(JSON.parse(line)));

const stories = fs.readdirSync(path.join(root, 'examples/stories'))
    .filter((name) => name.endsWith('.sim') && name !== 'load.sim');

test('there are stories', () => assert.ok(stories.length >= 10));
for (const name of stories)
  test(`${name} is told as C tells it`, () => {
    const theirs = normal(run(tool, 'sim', story(name), '--flat-out',
        '--json'));
    const ours = normal(run(process.execPath, program, story(name)));

    assert.deepStrictEqual(ours, theirs);
    assert.ok(ours.length > 10);
  });

test('the table of errors is that of the header', () => {
  const header = fs.readFileSync(path.join(root, 'include/cti/error.h'), 'utf8');
  const rows = [...header.matchAll(/X\((E\w+), (-\d+), "([^"]+)"\)/g)].map(
      ([, name, code, text]) => ({ code: Number(code), name: `CTI_${name}`,
        text }));

  assert.deepStrictEqual(errors.map((row) => ({ ...row })), rows);
  assert.ok(rows.length >= 27);
  for (const { code, name, text } of rows) {
    const error = new CtiError(code);

    assert.strictEqual(error.errno, code);
    assert.strictEqual(error.code, name);
    assert.strictEqual(error.message, text);
    assert.strictEqual(error.name, 'CtiError');
    assert.ok(error instanceof Error);
  }
  assert.strictEqual(new CtiError(-7).retryable, true);
  assert.strictEqual(new CtiError(-2).retryable, false);
  assert.strictEqual(new CtiError(-999).code, 'CTI_EUNKNOWN');
});

test('the program prints the table that the tests of C print', () => {
  const lines = run(process.execPath, program, '--errors').trim().split('\n');

  assert.strictEqual(lines.length, errors.length);
  assert.match(lines[0], /^-1\tCTI_ENOMEM\tout of memory\t/);
});
