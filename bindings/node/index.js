// SPDX-License-Identifier: MIT
// libcti for node: clients, errors, numbers, and what is running.
'use strict';

const made = require('./generated.js');
const check = require('./lib/check.js');
const read = require('./lib/read.js');
const { C, blank, take } = require('./lib/native.js');
const { Client } = require('./lib/client.js');
const { CtiError } = require('./lib/error.js');
const { Link } = require('./lib/link.js');

const PLAN = ['country', 'area', 'outsidePrefix', 'carrierPrefixes',
  'extensionDigits'];

/** Take a telephone number apart by the rules of a site. */
function parseNumber(number, plan) {
  const given = check.options(plan, 'plan', PLAN);
  const opts = blank('cti_number_plan');
  const bytes = read.numberBytes();

  opts.country = check.maybe(given.country, 'country');
  opts.area = check.maybe(given.area, 'area');
  opts.outside_prefix = check.maybe(given.outsidePrefix, 'outsidePrefix');
  opts.carrier_prefixes = check.maybe(given.carrierPrefixes,
      'carrierPrefixes');
  opts.extension_digits = check.whole(given.extensionDigits,
      'extensionDigits', 0, 0xffffffff, 0);
  const err = C.cti_number_parse(check.maybe(number, 'number'), opts, bytes);

  if (err)
    throw new CtiError(err);
  return read.number(bytes);
}

/** Versions and adapters of the library that is running. */
function runtimeInfo() {
  const out = [null];
  const err = C.cti_runtime_info(out, [0]);

  if (err)
    throw new CtiError(err);
  return JSON.parse(take(out));
}

/** Every configuration key: name, type, default, meaning, secret. */
function keys() {
  return read.all((_, i) => C.cti_key_at(i), null, (row) => {
    const { name, type, default_value: value, doc, secret } =
      read.struct(row, 'cti_key_info');

    return { name, type, default: value, doc, secret };
  });
}

module.exports = {
  ...made,
  Client,
  CtiError,
  Link,
  keys,
  parseNumber,
  runtimeInfo,
  version: () => C.cti_version(),
};
