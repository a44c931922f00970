// SPDX-License-Identifier: MIT
// What C holds, as plain objects of JavaScript.
'use strict';

const made = require('../generated.js');
const { C, koffi } = require('./native.js');

const NUMBER_SIZE = koffi.sizeof('cti_number');
const KEY_SIZE = 24;

/** All that a function gives for 0, 1, 2, ... until it gives NULL. */
function all(at, of, convert = (value) => value) {
  const list = [];

  for (let i = 0, one; (one = at(of, i)) !== null; i++)
    list.push(convert(one));
  return list;
}

/** A struct that C has given by its address. */
function struct(from, name) {
  return typeof from === 'bigint' ? koffi.decode(from, name) : from;
}

function customer(from) {
  const fields = {};

  for (const name of all(C.cti_customer_field, from))
    fields[name] = C.cti_customer_get(from, name);
  return {
    ...fields,
    score: C.cti_customer_score(from),
    reason: C.cti_customer_reason(from),
    source: C.cti_customer_source(from),
    number_kind: C.cti_customer_number_kind(from),
    field_sources: Object.fromEntries(Object.keys(fields).map((name) =>
      [name, C.cti_customer_field_source(from, name)])),
  };
}

function identification(from) {
  return {
    identity: made.IdentityWords[C.cti_identification_identity(from)],
    greeting: made.GreetingWords[C.cti_identification_greeting(from)],
    greetingText: C.cti_identification_greeting_text(from),
    candidates: all(C.cti_identification_candidate, from, customer),
    contacts: all(C.cti_identification_contact, from, customer),
    group: made.GroupWords[C.cti_identification_group(from)],
    groupLabel: C.cti_identification_group_label(from),
    groupMembers: Number(C.cti_identification_group_members(from)),
  };
}

function field(bytes, name, size) {
  const at = koffi.offsetof('cti_number', name);
  const text = bytes.toString('utf8', at, at + size);

  return text.slice(0, text.indexOf('\0'));
}

/** A cti_number, from the bytes of one. */
function number(bytes) {
  const at = (name) => koffi.offsetof('cti_number', name);
  const count = bytes.readUInt32LE(at('key_count'));
  const keys = [];

  for (let i = 0; i < count; i++) {
    const from = at('key') + i * KEY_SIZE;
    const text = bytes.toString('utf8', from, from + KEY_SIZE);

    keys.push(text.slice(0, text.indexOf('\0')));
  }
  return {
    class: made.NumberClassWords[bytes.readUInt32LE(at('number_class'))],
    e164: field(bytes, 'e164', 24),
    national: field(bytes, 'national', 32),
    extension: field(bytes, 'extension', 16),
    display: field(bytes, 'display', 40),
    keys,
  };
}

/** Bytes for C to fill in. */
function numberBytes() {
  const bytes = Buffer.alloc(NUMBER_SIZE);

  bytes.writeBigUInt64LE(BigInt(NUMBER_SIZE));
  return bytes;
}

function numberAt(address) {
  return number(Buffer.from(koffi.view(address, NUMBER_SIZE)));
}

function leg(from) {
  return {
    device: C.cti_leg_device(from),
    remote: C.cti_leg_remote(from),
    called: C.cti_leg_called(from),
    state: made.LegStateWords[C.cti_leg_state(from)],
    watched: C.cti_leg_is_watched(from),
  };
}

/** Microseconds since 1970 as a Date; none for 0. */
function moment(us) {
  return Number(us) ? new Date(Number(us) / 1000) : null;
}

function call(from) {
  return {
    id: C.cti_call_id(from),
    link: C.cti_call_link(from),
    direction: C.cti_call_direction(from),
    caller: C.cti_call_caller(from),
    callerName: C.cti_call_caller_name(from),
    withheld: C.cti_call_withheld(from),
    dnis: C.cti_call_dnis(from),
    queue: C.cti_call_queue(from),
    consultOf: C.cti_call_consult_of(from),
    began: moment(C.cti_call_began_us(from)),
    queued: moment(C.cti_call_queued_us(from)),
    legs: all(C.cti_call_leg, from, leg),
  };
}

function device(from) {
  return {
    number: C.cti_device_number(from),
    legs: Number(C.cti_device_legs(from)),
  };
}

function agent(from) {
  return {
    id: C.cti_agent_id(from),
    device: C.cti_agent_device(from),
    state: made.AgentStateWords[C.cti_agent_state(from)],
    reason: C.cti_agent_reason(from),
    since: moment(C.cti_agent_since_us(from)),
    queues: all(C.cti_agent_queue, from),
  };
}

function queue(from) {
  return {
    name: C.cti_queue_name(from),
    waiting: Number(C.cti_queue_waiting(from)),
    oldest: moment(C.cti_queue_oldest_us(from)),
    agents: Number(C.cti_queue_agents(from)),
    ready: Number(C.cti_queue_ready(from)),
  };
}

function snapshot(from) {
  return {
    calls: all(C.cti_snapshot_call, from, call),
    devices: all(C.cti_snapshot_device, from, device),
    agents: all(C.cti_snapshot_agent, from, agent),
    queues: all(C.cti_snapshot_queue, from, queue),
  };
}

function route(from) {
  const data = {};

  for (const address of all(C.cti_route_pair, from)) {
    const pair = struct(address, 'cti_pair');

    data[pair.key] = pair.value;
  }
  return {
    reason: made.RouteReasonWords[C.cti_route_reason(from)],
    call: C.cti_route_call(from),
    link: C.cti_route_link(from),
    caller: C.cti_route_caller(from),
    callerName: C.cti_route_caller_name(from),
    withheld: C.cti_route_withheld(from),
    dnis: C.cti_route_dnis(from),
    queue: C.cti_route_queue(from),
    device: C.cti_route_device(from),
    identity: made.IdentityWords[C.cti_route_identity(from)],
    customers: all(C.cti_route_customer, from, customer),
    data,
    deadlineMs: C.cti_route_deadline_ms(from),
  };
}

module.exports = {
  all, customer, identification, moment, number, numberAt, numberBytes, route, snapshot,
  struct,
};
