// SPDX-License-Identifier: MIT
// libcti for node: clients, journals and reports, numbers, what is running.
'use strict';

const made = require('./generated.js');
const numbers = require('./lib/numbers.js');
const read = require('./lib/read.js');
const { C, take } = require('./lib/native.js');
const { Client } = require('./lib/keeps.js');
const { CtiError } = require('./lib/error.js');
const { Journal } = require('./lib/journal.js');
const { Link } = require('./lib/link.js');
const { Report } = require('./lib/report.js');
const { Verification, checkService } = require('./lib/service.js');

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

/** The simulator's language: how each command is written, a tab, what it does. */
function simCommands() {
  return read.all((_, i) => C.cti_sim_help(i), null);
}

module.exports = {
  ...made,
  ...numbers,
  Client,
  CtiError,
  Journal,
  Link,
  Report,
  Verification,
  checkService,
  keys,
  runtimeInfo,
  simCommands,
  version: () => C.cti_version(),
};
