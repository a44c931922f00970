# SPDX-License-Identifier: MIT
"""Every function of the library is reached, or there is a reason why not."""
import json
import re
import unittest

from stage import TOP

# What the binding says by another way.
TABLES = "the enumerations and tables of cti have it, from bindings/api.json"
JSON = "it is read from the pop's JSON"
ADVICE = "it is read from the advice's JSON"
OTHERWISE = {
    "cti_advice_field_name": TABLES, "cti_advice_has": ADVICE,
    "cti_advice_hint": ADVICE, "cti_advice_int": ADVICE,
    "cti_advice_record": ADVICE, "cti_advice_ref": "an Advice is a value",
    "cti_advice_text": ADVICE, "cti_agent_state_name": TABLES,
    "cti_contact_field_name": TABLES,
    "cti_customer_ref": "a Customer is a value",
    "cti_error_at": TABLES,
    "cti_event_contact": "the report and the journal read it of the event",
    "cti_event_ref": "an Event is a value", "cti_field_name": TABLES,
    "cti_finding_level_name": TABLES, "cti_greeting_name": TABLES,
    "cti_hint_kind_name": TABLES,
    "cti_identify": "cti_identify_with() can do more",
    "cti_identity_name": TABLES, "cti_leg_state_name": TABLES,
    "cti_link_state_name": TABLES, "cti_metric_definition": TABLES,
    "cti_metric_name": TABLES, "cti_number_class_name": TABLES,
    "cti_poll_json": "events come as a pickle, which Python reads faster",
    "cti_pop_advice": JSON, "cti_pop_agent": JSON, "cti_pop_answered": JSON,
    "cti_pop_call": JSON, "cti_pop_contact": JSON, "cti_pop_data": JSON,
    "cti_pop_device": JSON, "cti_pop_direction": JSON, "cti_pop_dnis": JSON,
    "cti_pop_earlier": JSON, "cti_pop_greeting": JSON,
    "cti_pop_greeting_text": JSON, "cti_pop_group": JSON,
    "cti_pop_group_label": JSON, "cti_pop_group_members": JSON,
    "cti_pop_id": JSON, "cti_pop_identity": JSON, "cti_pop_name": JSON,
    "cti_pop_queue": JSON, "cti_pop_reason": JSON, "cti_pop_remote": JSON,
    "cti_pop_revision": JSON, "cti_pop_state": JSON,
    "cti_pop_state_name": TABLES, "cti_pop_url": JSON,
    "cti_pop_waited_ms": JSON, "cti_request_at": TABLES,
    "cti_request_kind_find": TABLES, "cti_request_kind_name": TABLES,
    "cti_route_data": "Route.data has all pairs",
    "cti_route_reason_name": TABLES, "cti_segment_kind_name": TABLES,
    "cti_set_allocator": "for C programs that count memory",
    "cti_snapshot_find_call": "Snapshot.call() looks in the values",
    "cti_snapshot_ref": "a Snapshot is a value",
    "cti_trace_kind_name": TABLES,
}


class Reached(unittest.TestCase):
    def setUp(self):
        api = json.loads((TOP / "bindings/api.json").read_text("utf-8"))
        self.names = {row["name"] for row in api["functions"]}
        folder = TOP / "bindings/python/cti"
        text = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
        batch = (folder / "_batch.h").read_text("utf-8")
        # Calls only: to be named in a comment is not to be reached.
        self.used = set(re.findall(r"\b_?lib\.(cti_\w+)", text)
                        + re.findall(r"[^*/]\b(cti_\w+)\(", batch))

    def test_every_function_is_used_or_has_a_reason(self):
        self.assertEqual(self.names - self.used - set(OTHERWISE), set())

    def test_no_reason_is_left_over(self):
        self.assertEqual(set(OTHERWISE) & self.used, set())
        self.assertEqual(set(OTHERWISE) - self.names, set())
