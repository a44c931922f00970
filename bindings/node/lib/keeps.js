// SPDX-License-Identifier: MIT
// What a client keeps and knows: journal, reports, service knowledge, and why
// events came.
'use strict';

const callbacks = require('./callbacks.js');
const check = require('./check.js');
const { Asked } = require('./asked.js');
const { C, blank } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { inner } = require('./inner.js');
const { withContact } = require('./journal.js');
const { Report } = require('./report.js');
const { Verification, advise } = require('./service.js');

const NO_JOURNAL = 'this client keeps no journal; set journal.file first';

class Client extends Asked {
  #traced = null;

  /* The journal */

  dispose(contact, disposition) {
    this.#keep('dispose', contact, { disposition });
  }

  note(contact, text) {
    this.#keep('note', contact, { text });
  }

  offer(contact, product, outcome = '') {
    this.#keep('offer', contact, { product, outcome });
  }

  fact(contact, name, value) {
    this.#keep('fact', contact, { name, value });
  }

  setContact(contact, field, value) {
    this.#keep('set', contact, { field,
      value: typeof value === 'number' ? String(value) : value });
  }

  #keep(what, contact, texts) {
    const rows = Object.entries(texts);
    const write = { dispose: C.cti_journal_dispose, note: C.cti_journal_note,
      offer: C.cti_journal_offer, fact: C.cti_journal_fact,
      set: C.cti_journal_set }[what];
    const err = write(this.pointer, check.text(contact, 'contact'),
        ...rows.map(([name, text]) => check.text(text, name)));

    if (err)
      throw new CtiError(err, {
        [codes.CTI_ESTATE]: NO_JOURNAL,
        [codes.CTI_ENOENT]: `no contact or call "${contact}" is under way or ` +
          'among the last thousand',
        [codes.CTI_EINVAL]: `contact "${contact}" cannot have ${
          rows.map(([name, text]) => `${name} "${text.slice(0, 80)}"`)
              .join(', ')}` }[err]);
  }

  /** Write a contact of another channel. */
  addContact(contact) {
    const err = withContact(contact, (handle) =>
      C.cti_journal_add(this.pointer, handle));

    if (err)
      throw new CtiError(err, err === codes.CTI_ESTATE ? NO_JOURNAL :
        'a contact needs an id, a channel and when it began');
  }

  journalStats() {
    const stats = blank('cti_journal_stats');
    const err = C.cti_journal_stats_get(this.pointer, stats);

    if (err)
      throw new CtiError(err, err === codes.CTI_ESTATE ? NO_JOURNAL : '');
    delete stats.size;
    for (const name of Object.keys(stats))
      stats[name] = Number(stats[name]);
    return stats;
  }

  /** Count what events tell from now on, in place of the report before; null:
   * in none. */
  addReport(report) {
    if (report !== null && !(report instanceof Report))
      throw new TypeError(`report must be a Report, not ${check.kind(report)}`);
    void this.pointer;
    this[inner].count(report);
  }

  /* Service knowledge */

  /** Read the file of service knowledge; without a path, the one in use. */
  async loadService(path) {
    return this[inner].work('cti_service_load', check.maybe(path, 'path'));
  }

  advise(customer, options) {
    return advise(this.pointer, customer, options);
  }

  /** Begin to verify the party of a call for a class of request. */
  verify(call, request) {
    return Verification.begin(this, call, request);
  }

  /* Why */

  /** Have `fn` told every step from a switch's words to a pop, in place of who
   * was told before; null: nobody. */
  trace(fn) {
    const { slot, drop } = this[inner];
    let id = null;

    if (fn !== null) {
      check.callable(fn, 'fn');
      // What was fetched with the steps before the last one comes, too.
      id = slot((step) => id === this.#traced && fn(step));
    }
    const err = C.cti_trace_set(this.pointer,
        fn === null ? null : callbacks.address('cti_trace_fn'), id ?? 0n);

    if (err) {
      drop(id);
      throw new CtiError(err);
    }
    if (this.#traced !== null)
      drop(this.#traced);
    this.#traced = id;
  }

  /** Forget what agents have taught of a number, or of all. */
  unlearn(number) {
    const err = C.cti_identify_unlearn(this.pointer,
        check.maybe(number, 'number'));

    if (err)
      throw new CtiError(err, err === codes.CTI_ESTATE ?
        'nothing is learned here; set identify.learned_file' : '');
  }

  /** Of a file that is being added: bytes that were read, bytes in all. */
  get readingProgress() {
    const done = [0];
    const total = [0];

    C.cti_source_progress(this.pointer, done, total);
    return { done: Number(done[0]), total: Number(total[0]) };
  }
}

module.exports = { Client };
