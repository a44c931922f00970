// SPDX-License-Identifier: MIT
// A link to a switch, by its name: one that has been removed says so.
'use strict';

const made = require('../generated.js');
const check = require('./check.js');
const { C, blank } = require('./native.js');
const { CtiError, codes } = require('./error.js');

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
