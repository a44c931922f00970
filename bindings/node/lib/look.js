// SPDX-License-Identifier: MIT
// Looking into links: what is wrong with one, and why events came.
'use strict';

const made = require('../generated.js');
const { koffi } = require('./native.js');
const { moment } = require('./read.js');

/** Texts at an address, one pointer after the other. */
function texts(address, count) {
  return count ? koffi.decode(address, 'const char *', Number(count)) : [];
}

/** A cti_finding, which lives as long as the callback. */
function finding(address) {
  const { level, id, text, remedy, file, section, line, text_form: textForm,
    remedy_form: remedyForm, values, value_count: count } =
    koffi.decode(address, 'cti_finding');

  return { level: made.FindingLevelWords[level], id, text, remedy, file,
    section, line, textForm, remedyForm, values: texts(values, count) };
}

/** One step from a switch's words to what an agent's screen shows. */
class TraceStep {
  constructor(address) {
    const step = koffi.decode(address, 'cti_trace');
    const len = Number(step.len);

    this.kind = made.TraceKindWords[step.kind];
    this.link = step.link;
    this.time = moment(step.time_us);
    this.offset = Number(step.offset);
    this.raw = Buffer.from(new Uint8Array(koffi.view(step.text, len)));
    this.call = step.call;
    this.ids = texts(step.ids, step.id_count);
  }

  get text() {
    return this.raw.toString('utf8');
  }

  /** Of a fact or an event what its JSON has. */
  get row() {
    return this.kind === 'fact' || this.kind === 'event' ?
      JSON.parse(this.text) : {};
  }
}

module.exports = { TraceStep, finding };
