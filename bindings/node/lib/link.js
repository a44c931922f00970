// SPDX-License-Identifier: MIT
// A link to a switch, by its name: one that has been removed says so.
'use strict';

const made = require('../generated.js');
const callbacks = require('./callbacks.js');
const check = require('./check.js');
const { C, blank } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { inner } = require('./inner.js');

// What is said of the link, not of the look.
const ENDED = [codes.CTI_ELINKDOWN, codes.CTI_ETIMEDOUT];

class Link {
  #client;
  #name;

  constructor(client, name) {
    this.#client = client;
    this.#name = name;
  }

  #pointer() {
    const link = C.cti_link_find(this.#client.pointer, this.#name);

    if (link === null)
      throw new CtiError(codes.CTI_ENOENT,
          `there is no link "${this.#name}" any more`);
    return link;
  }

  #may(err) {
    if (err)
      throw new CtiError(err, C.cti_link_detail(this.#pointer()));
  }

  get name() {
    return this.#name;
  }

  get state() {
    return made.LinkStateWords[C.cti_link_state(this.#pointer())];
  }

  get detail() {
    return C.cti_link_detail(this.#pointer());
  }

  stats() {
    const counts = blank('cti_link_stats');

    C.cti_link_stats_get(this.#pointer(), counts);
    delete counts.size;
    for (const name of Object.keys(counts))
      counts[name] = Number(counts[name]);
    return counts;
  }

  reconnect() {
    const err = C.cti_link_reconnect(this.#pointer());

    if (err)
      throw new CtiError(err);
  }

  remove() {
    C.cti_link_remove(this.#pointer());
  }

  /** Look for what is wrong with it, and with its switch. */
  async diagnose(options) {
    const given = check.options(options, 'options', ['call', 'onFinding']);
    const { slot, drop } = this.#client[inner];
    const findings = [];

    if (given.onFinding !== undefined)
      check.callable(given.onFinding, 'onFinding');
    return new Promise((resolve, reject) => {
      const id = slot(({ finding, error }) => {
        if (finding) {
          findings.push(finding);
          given.onFinding?.(finding);
          return;
        }
        drop(id);
        if (error && !ENDED.includes(error))
          reject(new CtiError(error, `the look at link "${this.#name}" was ` +
              'ended before all was looked at'));
        else
          resolve({ findings, error: error ? new CtiError(error) : null });
      }, reject, undefined, true);
      const err = C.cti_link_diagnose(this.#pointer(),
          given.call ? made.DiagnoseFlag.CALL : 0,
          callbacks.address('cti_finding_fn'),
          callbacks.address('cti_diagnosed_fn'), id);

      if (err) {
        drop(id);
        throw new CtiError(err, err === codes.CTI_EAGAIN ?
          `link "${this.#name}" is being looked at already; wait for the end ` +
          'of that' : err === codes.CTI_ESTATE ?
            `link "${this.#name}" is a recording, of which nothing can be asked` :
            '');
      }
    });
  }

  /** The simulator: carry out one line of its script language. */
  simulate(command) {
    this.#may(C.cti_sim_do(this.#pointer(), check.text(command, 'command')));
  }

  /** The simulator with `?clock=virtual`: let its clock go on. */
  advance(ms) {
    this.#may(C.cti_sim_advance(this.#pointer(),
        check.whole(ms, 'ms', 0, 0xffffffff)));
  }
}

module.exports = { Link };
