// SPDX-License-Identifier: MIT
// Telephone numbers and directories: what needs no client.
'use strict';

const made = require('../generated.js');
const callbacks = require('./callbacks.js');
const check = require('./check.js');
const read = require('./read.js');
const { C, blank } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { atOnce, inPool, withEach } = require('./pool.js');

const PLAN = ['country', 'area', 'outsidePrefix', 'carrierPrefixes',
  'extensionDigits', 'plugin', 'pluginFor'];

function plugin(name) {
  const out = [null];

  atOnce('cti_number_plugin_load', out, check.text(name, 'plugin'));
  return out[0];
}

function scope(word = 'abroad') {
  const found = made.NumberScope[String(word).toUpperCase()];

  if (found === undefined)
    throw new CtiError(codes.CTI_EINVAL,
        `pluginFor must be abroad or all, not "${word}"`);
  return found;
}

/** A cti_number_plan of an object. */
function planOf(plan) {
  const given = check.options(plan, 'plan', PLAN);
  const opts = blank('cti_number_plan');

  opts.country = check.maybe(given.country, 'country');
  opts.area = check.maybe(given.area, 'area');
  opts.outside_prefix = check.maybe(given.outsidePrefix, 'outsidePrefix');
  opts.carrier_prefixes = check.maybe(given.carrierPrefixes,
      'carrierPrefixes');
  opts.extension_digits = check.whole(given.extensionDigits,
      'extensionDigits', 0, 0xffffffff, 0);
  opts.plugin = given.plugin === undefined ? null : plugin(given.plugin);
  opts.plugin_for = scope(given.pluginFor);
  return opts;
}

function may(err, number) {
  if (err)
    throw new CtiError(err, `"${String(number).slice(0, 80)}" is no telephone ` +
        'number, or the plan\'s country is not known');
}

/** Take a telephone number apart by the rules of a site. */
function parseNumber(number, plan) {
  const bytes = read.numberBytes();

  may(C.cti_number_parse(check.maybe(number, 'number'), planOf(plan), bytes),
      number);
  return read.number(bytes);
}

/** The same, and what was done and why, step by step. */
function explainNumber(number, plan) {
  const bytes = read.numberBytes();
  const opts = planOf(plan);
  const text = check.maybe(number, 'number');
  const steps = [];
  const id = callbacks.open((step) => steps.push(step), false);

  try {
    may(C.cti_number_explain(text, opts, bytes,
        callbacks.address('cti_number_step_fn'), id), number);
  } finally {
    callbacks.close(id);
  }
  return { number: read.number(bytes), steps };
}

/** Make the SQLite directory for addSqlite() from a CSV file: how many broken
 * lines were left out. */
async function buildDirectory(csv, sqlite, options) {
  const given = check.options(options, 'options', ['plan', 'progress']);
  const args = [check.text(csv, 'csv'), check.text(sqlite, 'sqlite'),
    planOf(given.plan)];
  const skipped = [0];

  if (given.progress === undefined) {
    await inPool('cti_directory_build', ...args, skipped);
  } else {
    check.callable(given.progress, 'progress');
    await withEach('cti_progress_fn', given.progress, (address, id) =>
      inPool('cti_directory_build_told', ...args, address, id, skipped));
  }
  return Number(skipped[0]);
}

module.exports = { buildDirectory, explainNumber, parseNumber };
