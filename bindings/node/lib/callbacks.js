// SPDX-License-Identifier: MIT
// The callbacks that C gets: they run inside cti_poll_json(), on our thread,
// copy what they are told, and leave the rest for when that has returned. So no
// code of the application ever runs below C.
'use strict';

const { koffi } = require('./native.js');
const made = require('../generated.js');
const look = require('./look.js');
const read = require('./read.js');

const slots = new Map();
let last = 0n;

/** A place for one answer or many: `tell` gets what C has said. */
function open(tell, once) {
  const id = ++last;

  slots.set(id, { tell, once });
  return id;
}

function close(id) {
  slots.delete(id);
}

function pass(user, value) {
  const slot = slots.get(user);

  if (!slot)
    return false;
  if (slot.once)
    slots.delete(user);
  return slot.tell(value);
}

/** Of a callback that stops its caller by something else than 0. */
function goOn(user, value) {
  return pass(user, value) ? 1 : 0;
}

const levels = new Map(Object.entries(made.LogLevel).map(
    ([name, level]) => [level, name.toLowerCase()]));

const takers = {
  cti_log_fn: (level, text, user) =>
    pass(user, { level: levels.get(level), text }),
  cti_lookup_fn: (client, lookup, user) => pass(user, lookup),
  cti_route_fn: (client, route, user) => pass(user, { route }),
  cti_routed_fn(client, route, result, user) {
    const { error, to, detail } = koffi.decode(result, 'cti_route_result');

    pass(user, { told: { ...read.route(route), error, to, detail } });
  },
  cti_request_fn: (client, result, user) =>
    pass(user, koffi.decode(result, 'cti_request_result')),
  cti_identification_fn: (client, identification, user) =>
    pass(user, read.identification(identification)),
  cti_reloaded_fn: (client, error, customers, detail, user) =>
    pass(user, { error, customers: Number(customers), detail }),
  cti_finding_fn: (client, finding, user) =>
    pass(user, { finding: look.finding(finding) }),
  cti_diagnosed_fn: (client, error, user) => pass(user, { error }),
  cti_trace_fn: (client, step, user) => pass(user, new look.TraceStep(step)),
  cti_contact_fn: (contact, user) => goOn(user, contact),
  cti_agent_span_fn: (span, user) =>
    goOn(user, koffi.decode(span, 'cti_agent_span')),
  cti_journal_letter_fn: (letter, user) =>
    goOn(user, koffi.decode(letter, 'cti_journal_letter')),
  cti_number_step_fn(user, step) {
    const { name, value, text } = koffi.decode(step, 'cti_number_step');

    pass(user, { name, value, text });
  },
  cti_progress_fn: (done, total, user) =>
    pass(user, { done: Number(done), total: Number(total) }),
};

const addresses = {};

/** The address of a callback, made when it is first needed. */
function address(name) {
  addresses[name] ??= koffi.register(takers[name], `${name} *`);
  return addresses[name];
}

module.exports = { address, close, open, slots };
