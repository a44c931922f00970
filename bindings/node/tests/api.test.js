// SPDX-License-Identifier: MIT
// Every function of the library is reached, or there is a reason why not.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const { root } = require('./help.js');

const tables = 'the tables of generated.js have it, from bindings/api.json';
const event = 'it is read from the event\'s JSON';
const pop = 'it is read from the pop\'s JSON';
const advice = 'it is read from the advice\'s JSON';
const contact = 'it is read from the contact\'s JSON';
const value = 'what it counts is a value here';
const otherwise = {
  cti_advice_field_name: tables, cti_advice_has: advice,
  cti_advice_hint: advice, cti_advice_int: advice, cti_advice_record: advice,
  cti_advice_ref: value, cti_advice_text: advice, cti_agent_state_name: tables,
  cti_contact_field_name: tables, cti_contact_int: contact,
  cti_contact_segment: contact, cti_contact_text: contact,
  cti_customer_ref: value, cti_error_at: tables, cti_error_name: tables,
  cti_event_contact: 'the report and the journal read it of the event',
  cti_event_flags: event, cti_event_has: event, cti_event_int: event,
  cti_event_kind: event, cti_event_kind_name: event, cti_event_pop: event,
  cti_event_ref: value, cti_event_seq: event, cti_event_str: event,
  cti_event_time_us: event, cti_field_name: tables,
  cti_finding_level_name: tables, cti_greeting_name: tables,
  cti_group_name: tables, cti_hint_kind_name: tables,
  cti_identify: 'cti_identify_with() can do more', cti_identity_name: tables,
  cti_leg_state_name: tables, cti_link_state_name: tables,
  cti_metric_definition: tables, cti_metric_name: tables,
  cti_number_class_name: tables, cti_pop_advice: pop, cti_pop_agent: pop,
  cti_pop_answered: pop, cti_pop_call: pop, cti_pop_candidate: pop,
  cti_pop_contact: pop, cti_pop_data: pop, cti_pop_device: pop,
  cti_pop_direction: pop, cti_pop_dnis: pop, cti_pop_earlier: pop,
  cti_pop_greeting: pop, cti_pop_greeting_text: pop, cti_pop_group: pop,
  cti_pop_group_label: pop, cti_pop_group_members: pop, cti_pop_id: pop,
  cti_pop_identity: pop, cti_pop_name: pop, cti_pop_queue: pop,
  cti_pop_reason: pop, cti_pop_remote: pop, cti_pop_revision: pop,
  cti_pop_state: pop, cti_pop_state_name: tables, cti_pop_url: pop,
  cti_pop_waited_ms: pop, cti_request_at: tables,
  cti_request_kind_name: tables, cti_route_data: 'route.data has all pairs',
  cti_route_reason_name: tables, cti_route_ref: 'a route is answered once',
  cti_segment_kind_name: tables,
  cti_set_allocator: 'for C programs that count memory',
  cti_snapshot_find_call: 'snapshot.calls.find()', cti_snapshot_ref: value,
  cti_trace_kind_name: tables,
  cti_wake: 'nobody waits inside the library: node waits for its descriptor',
};

const api = JSON.parse(fs.readFileSync(
    path.join(root, 'bindings/api.json'), 'utf8'));
const names = new Set(api.functions.map(({ name }) => name));
const folder = path.join(__dirname, '..');
const used = new Set(['index.js', ...fs.readdirSync(path.join(folder, 'lib'))
    .map((name) => `lib/${name}`)].flatMap((name) =>
  // What is called, or handed to inPool() and the like as a string.
  [...fs.readFileSync(path.join(folder, name), 'utf8')
      .matchAll(/(?:\bC\.|')(cti_\w+)(?!\w| \*)/g)].map(([, one]) => one)));

test('every function is used, or there is a reason why not', () => {
  assert.deepStrictEqual([...names].filter((name) =>
    !used.has(name) && !(name in otherwise)), []);
});

test('no reason is left over', () => {
  assert.deepStrictEqual(Object.keys(otherwise).filter((name) =>
    used.has(name) || !names.has(name)), []);
});
