// SPDX-License-Identifier: MIT
// The callbacks that C gets: they run inside cti_poll_json(), on our thread,
// copy what they are told, and leave the rest for when that has returned. So no
// code of the application ever runs below C.
'use strict';

const { koffi } = require('./native.js');
const made = require('../generated.js');
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
    return;
  if (slot.once)
    slots.delete(user);
  slot.tell(value);
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
};

const addresses = {};

/** The address of a callback, made when it is first needed. */
function address(name) {
  addresses[name] ??= koffi.register(takers[name], `${name} *`);
  return addresses[name];
}

module.exports = { address, close, open, slots };
