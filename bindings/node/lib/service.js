// SPDX-License-Identifier: MIT
// Service knowledge: advice, and whether a caller is who he says he is.
'use strict';

const check = require('./check.js');
const { C, blank, koffi, take } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { customer } = require('./customer.js');
const { inPool } = require('./pool.js');
const { micros } = require('./journal.js');

const QUERY = ['dnis', 'queue', 'direction', 'time', 'data'];

/** An advice of its JSON, with what it always has. */
function advice(row) {
  return { record: {}, ...row };
}

function ask(client, who, given) {
  const query = blank('cti_advice_query');
  const pairs = check.pairs(given.data, 'data');
  const data = [];
  const out = [null];

  query.customer = who;
  for (const name of ['dnis', 'queue', 'direction'])
    query[name] = check.maybe(given[name], name);
  query.time_us = micros(given.time, 'time');
  for (let i = 0; i < pairs.length; i += 2)
    data.push({ key: pairs[i], value: pairs[i + 1] });
  if (data.length)
    query.data = koffi.as(data, 'cti_pair *');
  query.data_count = data.length;
  const err = C.cti_service_advise(client, out, query);

  if (err)
    throw new CtiError(err, err === codes.CTI_ESTATE ?
      'no service knowledge is loaded; set service.file, or call loadService()' :
      '');
  return out[0];
}

/** Judge a customer outside of a pop. */
function advise(client, fields, options) {
  const given = check.options(options, 'options', QUERY);
  const who = fields === null || fields === undefined ? null : customer(fields);
  const text = [null];
  let handle;

  try {
    handle = ask(client, who, given);
  } finally {
    C.cti_customer_unref(who);
  }
  const err = C.cti_advice_json(handle, text, null);

  C.cti_advice_unref(handle);
  if (err)
    throw new CtiError(err);
  return advice(JSON.parse(take(text)));
}

/** Whether a file of service knowledge is right: a sentence of what it holds. */
async function checkService(path) {
  return (await inPool('cti_service_check', check.text(path, 'path'))).sentence;
}

/** A verification of the party of a call; of client.verify(). */
class Verification {
  #client;
  #call;

  constructor(client, call) {
    this.#client = client;
    this.#call = call;
  }

  get call() {
    return this.#call;
  }

  #may(err, factor) {
    if (err === codes.CTI_ENOENT)
      throw new CtiError(err, `there is no call "${this.#call}", no factor ` +
          `"${factor}", or the customer's record has no such value; nothing ` +
          'was compared');
    if (err === codes.CTI_ESTATE)
      throw new CtiError(err, `no verification of call "${this.#call}" is ` +
          'under way, or it is not clear who the customer is; begin it, or ' +
          'choose() first');
    if (err)
      throw new CtiError(err);
  }

  /** Compare what the caller says; a wrong one is an attempt. */
  check(factor, value) {
    const right = [false];

    this.#may(C.cti_verify_check(this.#client.pointer, this.#call,
        check.text(factor, 'factor'), check.text(value, 'value'), right),
    factor);
    return right[0];
  }

  /** The digits that the caller presses next are compared, and nobody sees
   * them. */
  keys(factor) {
    this.#may(C.cti_verify_keys(this.#client.pointer, this.#call,
        check.text(factor, 'factor')), factor);
  }

  /** No more; the level that was reached stays. */
  end() {
    const err = C.cti_verify_end(this.#client.pointer, this.#call);

    if (err)
      throw new CtiError(err, `there is no call "${this.#call}" any more`);
  }

  static begin(client, call, request) {
    const err = C.cti_verify_begin(client.pointer, check.text(call, 'call'),
        check.text(request, 'request'));

    if (err)
      throw new CtiError(err, err === codes.CTI_ENOENT ?
        `there is no call "${call}", or the service knowledge has no class ` +
        `of request "${request}"` : err === codes.CTI_ESTATE ?
          `no service knowledge is loaded, or the attempts for call "${call}" ` +
          'are used up' : '');
    return new Verification(client, call);
  }
}

module.exports = { Verification, advise, checkService };
