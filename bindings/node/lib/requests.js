// SPDX-License-Identifier: MIT
// Requests to a switch: from an object to C's struct.
'use strict';

const made = require('../generated.js');
const check = require('./check.js');
const { C, koffi, blank } = require('./native.js');
const { CtiError, codes } = require('./error.js');

const texts = ['link', 'call', 'device', 'to', 'agent', 'queue', 'reason',
  'key', 'value', 'caller'];
const known = [...texts, 'callerName', 'data', 'autoAnswer', 'atOnce',
  'timeoutMs', 'priority', 'signal'];

function kindOf(word) {
  const kind = C.cti_request_kind_find(check.text(word, 'the request'));

  if (!kind)
    throw new CtiError(codes.CTI_EINVAL, `there is no request "${word}"; ` +
        `there are ${made.requests.map((row) => row.word).join(', ')}`);
  return kind;
}

/** The struct; what it points to lives as long as the call into C. */
function struct(word, options) {
  const kind = kindOf(word);
  const given = check.options(options, 'options', known);
  const pairs = check.pairs(given.data, 'data');
  const opts = { ...blank('cti_request_opts'), kind };
  const data = [];

  for (const name of texts)
    opts[name] = check.maybe(given[name], name);
  opts.caller_name = check.maybe(given.callerName, 'callerName');
  opts.timeout_ms = check.whole(given.timeoutMs, 'timeoutMs', 0, 0xffffffff, 0);
  opts.priority = check.whole(given.priority, 'priority', -0x80000000,
      0x7fffffff, 0);
  if (given.autoAnswer)
    opts.flags |= made.RequestFlags.AUTO_ANSWER;
  if (given.atOnce)
    opts.flags |= made.RequestFlags.AT_ONCE;
  for (let i = 0; i < pairs.length; i += 2)
    data.push({ key: pairs[i], value: pairs[i + 1] });
  if (data.length)
    opts.data = koffi.as(data, 'cti_pair *');
  opts.data_count = data.length;
  return opts;
}

/** Bits as the words of requests. */
function words(bits) {
  return made.requests.filter((row) =>
    BigInt(bits) >> BigInt(row.value) & 1n).map((row) => row.word);
}

function result(told) {
  const { id, kind, error, detail, call, link } = told;
  const plain = { id: Number(id), kind: made.RequestKindWords[kind], call, link,
    detail };

  return error ? Object.assign(new CtiError(error, detail), {
    id: plain.id, kind: plain.kind, call, link }) : plain;
}

module.exports = { result, struct, words };
