// SPDX-License-Identifier: MIT
// The journal: contacts with customers, and the file that holds them.
'use strict';

const made = require('../generated.js');
const check = require('./check.js');
const { C, blank, take } = require('./native.js');
const { moment } = require('./read.js');
const { CtiError, codes } = require('./error.js');
const { atOnce, inPool, withEach } = require('./pool.js');

const FILTER = ['since', 'until', 'id', 'number', 'customer', 'record', 'limit'];
const TIMES = ['since', 'until'];
const NOTHING = { STR: '', INT: 0, BOOL: false, TIME: null };
const NO_LEAD = -1;
const fields = new Map(made.contactFields.map((row) => [row.name, row]));

/** A Date as microseconds since 1970; 0 if it is not given. */
function micros(when, name) {
  if (when === undefined || when === null)
    return 0;
  if (!(when instanceof Date) || Number.isNaN(when.getTime()))
    throw new TypeError(`${name} must be a Date, not ${check.kind(when)}`);
  return BigInt(when.getTime()) * 1000n;
}

function date(text) {
  return text === undefined ? null : new Date(text);
}

/* --- from C --- */

function segment({ from, to, ...row }) {
  return { device: '', agent: '', queue: '', remote: '', outcome: '',
    recording: '', ...row, began: date(from), ended: date(to) };
}

function text(write, contact) {
  const out = [null];
  const err = write(contact, out, null);

  if (err)
    throw new CtiError(err);
  return take(out);
}

/** A cti_contact as an object with every field. */
function readContact(from) {
  const row = JSON.parse(text(C.cti_contact_json, from));
  const contact = {};

  for (const { name, type } of made.contactFields) {
    const value = row[name];

    if (value === undefined)
      contact[name] = type === 'PAIRS' ? {} :
        name === 'lead_probability' ? NO_LEAD : NOTHING[type];
    else
      contact[name] = type === 'TIME' ? new Date(value) : value;
  }
  contact.segments = (row.segments ?? []).map(segment);
  return contact;
}

function readSpan({ agent, state, reason, from_us: from, to_us: to }) {
  return { agent, state, reason, began: moment(from), ended: moment(to) };
}

function readLetter({ contact, why, revision, attempts, time_us: time }) {
  return { contact, why, revision: Number(revision),
    attempts: Number(attempts), time: moment(time) };
}

/* --- to C --- */

function asText({ name, type }, value) {
  if (type === 'TIME')
    return String(micros(value, name));
  if (type === 'BOOL')
    return value ? '1' : '0';
  return check.text(type === 'INT' && typeof value === 'number' ?
    String(value) : value, name);
}

function put(handle, row, value) {
  const pairs = row.type === 'PAIRS' ? check.pairs(value, row.name) : null;
  let err = 0;

  if (!pairs)
    err = C.cti_contact_set(handle, row.value, asText(row, value));
  for (let i = 0; pairs && i < pairs.length && !err; i += 2)
    err = C.cti_contact_pair(handle, row.value, pairs[i], pairs[i + 1]);
  if (err)
    throw new CtiError(err, `a contact's ${row.name} cannot be ${
      JSON.stringify(value).slice(0, 80)}`);
}

/** Have `use` get a cti_contact of an object. */
function withContact(contact, use) {
  const given = check.options(contact, 'a contact',
      [...fields.keys(), 'segments']);
  const out = [null];
  const err = C.cti_contact_new(out);

  if (err)
    throw new CtiError(err);
  try {
    for (const [name, value] of Object.entries(given))
      if (name !== 'segments' && value !== undefined && value !== null)
        put(out[0], fields.get(name), value);
    return use(out[0]);
  } finally {
    C.cti_contact_free(out[0]);
  }
}

/** A cti_journal_filter of an object. */
function filter(options, more = []) {
  const given = check.options(options, 'options', [...FILTER, ...more]);
  const opts = blank('cti_journal_filter');

  for (const name of TIMES)
    opts[`${name}_us`] = micros(given[name], name);
  for (const name of ['id', 'number', 'customer', 'record'])
    opts[name] = check.maybe(given[name], name);
  opts.limit = check.whole(given.limit, 'limit', 0, Number.MAX_SAFE_INTEGER, 0);
  return opts;
}

/** A journal's file, also while another process writes it. */
class Journal {
  #path;

  constructor(path) {
    this.#path = check.text(path, 'path');
  }

  get path() {
    return this.#path;
  }

  /** Have `fn` get one contact after the other, oldest first, until it returns
   * something true. */
  async each(fn, options) {
    check.callable(fn, 'fn');
    const opts = filter(options);

    await withEach('cti_contact_fn', (contact) => fn(readContact(contact)),
        (address, id) => inPool('cti_journal_read', this.#path, opts, address,
            id));
  }

  async contacts(options) {
    const found = [];

    await this.each((contact) => {
      found.push(contact);
    }, options);
    return found;
  }

  async contact(id) {
    return (await this.contacts({ id: check.text(id, 'id') }))[0] ?? null;
  }

  async spans(options) {
    const opts = filter(options);
    const found = [];

    await withEach('cti_agent_span_fn', (span) => {
      found.push(readSpan(span));
    }, (address, id) => inPool('cti_journal_spans', this.#path, opts, address,
        id));
    return found;
  }

  async deadLetters() {
    const found = [];

    await withEach('cti_journal_letter_fn', (letter) => {
      found.push(readLetter(letter));
    }, (address, id) => inPool('cti_journal_dead', this.#path, address, id));
    return found;
  }

  async retry(contact) {
    const count = [0];

    atOnce('cti_journal_retry', this.#path, check.maybe(contact, 'contact'),
        count);
    return Number(count[0]);
  }

  async export(to, options) {
    const opts = filter(options, ['format']);
    const format = check.text(options?.format ?? 'json', 'format');

    try {
      await inPool('cti_journal_export', this.#path, opts, format,
          check.text(to, 'to'));
    } catch (error) {
      throw error.errno === codes.CTI_EINVAL && !['json', 'csv'].includes(format) ?
        new CtiError(error.errno,
            `a journal is exported as json or csv, not as "${format}"`) : error;
    }
  }

  /** A contact as a line of CSV, without its segments; the names without one. */
  static csv(contact) {
    return contact === undefined ? text(C.cti_contact_csv, null) :
      withContact(contact, (handle) => text(C.cti_contact_csv, handle));
  }
}

module.exports = { Journal, filter, micros, withContact };
