// SPDX-License-Identifier: MIT
// Reports: what a call centre's manager counts.
'use strict';

const made = require('../generated.js');
const check = require('./check.js');
const { C, take } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { Journal, filter, micros, withContact } = require('./journal.js');
const { inPool, withEach } = require('./pool.js');

const metricOf = new Map(made.metrics.map((row) => [row.name, row.value]));
const FORMATS = 'text, json, csv, prometheus and gnuplot';

// Nothing else in a report holds on to it, so that it can be collected.
const registry = new FinalizationRegistry((handle) =>
  C.cti_report_free(handle));

function may(err, sentence) {
  if (err)
    throw new CtiError(err, sentence);
}

class Report {
  #handle;

  constructor(settings) {
    const out = [null];

    may(C.cti_report_new(out));
    [this.#handle] = out;
    registry.register(this, this.#handle);
    for (const [key, value] of Object.entries(
        check.options(settings, 'settings', Object.keys(settings ?? {}))))
      this.set(key, value);
  }

  /** For C, as long as somebody has the report. */
  get pointer() {
    return this.#handle;
  }

  /** Choose how to count, before anything is counted. */
  set(key, value) {
    const plain = typeof value === 'number';
    const words = Array.isArray(value) ? value.join(',') : value;

    may(C.cti_report_set(this.#handle, check.text(key, 'key'),
        check.text(plain ? String(value) : words, 'value')),
    `a report cannot have ${key}=${String(value).slice(0, 80)}`);
  }

  /** Count one contact, but not what its segments say of each agent. */
  addContact(contact) {
    withContact(contact, (handle) =>
      may(C.cti_report_contact(this.#handle, handle)));
  }

  /** Count how long an agent was in a state. */
  addSpan({ agent, state, reason, began, ended }) {
    may(C.cti_report_span(this.#handle, {
      agent: check.text(agent, 'agent'), state: check.text(state, 'state'),
      reason: check.text(reason ?? '', 'reason'),
      from_us: micros(began, 'began'), to_us: micros(ended, 'ended') }));
  }

  /** Count contacts of a journal's file, and what its agents did. */
  async addJournal(journal, options) {
    const { path } = journal instanceof Journal ? journal :
      new Journal(journal);
    const opts = filter(options);
    const read = (callback, count, name) => withEach(callback,
        (one) => may(count(this.#handle, one)),
        (address, id) => inPool(name, path, opts, address, id));

    await read('cti_contact_fn', C.cti_report_contact, 'cti_journal_read');
    await read('cti_agent_span_fn', C.cti_report_span, 'cti_journal_spans');
  }

  /** No more events will come: what agents do ends with the last. */
  end() {
    C.cti_report_end(this.#handle);
  }

  /** One number, in the unit that `metrics` says; null: nothing to count. */
  get(metric, group = 'all', key = '') {
    const number = metricOf.get(metric);

    if (number === undefined)
      throw new CtiError(codes.CTI_EINVAL, `there is no metric "${metric}"; ` +
          `there are ${[...metricOf.keys()].join(', ')}`);
    const found = Number(C.cti_report_get(this.#handle,
        check.text(group, 'group'), check.text(key, 'key'), number));

    return found < 0 ? null : found;
  }

  write(format = 'text') {
    const out = [null];

    may(C.cti_report_write(this.#handle, check.text(format, 'format'), out),
        `a report cannot be written as "${format}"; the formats are ${FORMATS}`);
    return take(out);
  }
}

module.exports = { Report };
