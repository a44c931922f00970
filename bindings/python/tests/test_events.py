# SPDX-License-Identifier: MIT
"""Events, pops and the tables that are generated."""
import csv
import dataclasses
import json
import pickle
import subprocess
import sys
import unittest

import cti
from cti._native import ffi, lib
from stage import BUILD, CSV, STORIES, TOP, drain, open_client, ring, switch


class Conformance(unittest.TestCase):
    """The same events as C's, byte for byte."""

    def lines(self, *args):
        # What the story itself logs is no part of it.
        run = subprocess.run(args, stdout=subprocess.PIPE, check=True,
                             stderr=subprocess.DEVNULL, encoding="utf-8")
        return run.stdout.splitlines()

    def compare(self, story, config=None):
        more = [config] if config else []
        ours = self.lines(sys.executable,
                          str(TOP / "bindings/python/examples/conformance.py"),
                          str(story), *more)
        theirs = self.lines(str(BUILD / "examples/cti/cti"), "sim", "--json",
                            "--flat-out", str(story),
                            *(["--config"] + more if more else []))
        theirs = [json.dumps(json.loads(line), ensure_ascii=False,
                             sort_keys=True, separators=(",", ":"))
                  for line in theirs]
        self.assertGreater(len(theirs), 5)
        self.assertEqual(ours, theirs)

    def test_every_story_is_told_as_c_tells_it(self):
        stories = sorted(STORIES.glob("*.sim"))
        self.assertGreater(len(stories), 10)
        for story in stories:
            with self.subTest(story=story.name):
                self.compare(story)

    def test_pops_with_customers_too(self):
        config = BUILD / "bindings/python/pops.json"
        config.write_text(json.dumps({
            "numbers": {"country": "CN", "area": "010"},
            "sources": [{"name": "customers", "type": "csv",
                         "path": str(CSV)}],
            "service": {"file": str(TOP / "examples/service/service.json")}}))
        self.compare(STORIES / "morning.sim", str(config))


class Tables(unittest.TestCase):
    def test_errors_are_those_of_the_library(self):
        for row in cti.ERRORS:
            found = cti.EXCEPTIONS[row.code]()
            name = ffi.string(lib.cti_error_name(row.code)).decode()
            text = ffi.string(lib.cti_strerror(row.code)).decode()
            self.assertEqual((found.code, found.name, found.text),
                             (row.code, name, text))
            self.assertEqual(found.sentence, text)
            self.assertIs(getattr(cti, name[4:]), type(found))
        index = 0
        while lib.cti_error_at(index):
            self.assertIn(lib.cti_error_at(index).code, cti.EXCEPTIONS)
            index += 1
        self.assertEqual(index, len(cti.ERRORS))

    def test_fields_are_those_of_the_library(self):
        for row in cti.EVENT_FIELDS:
            name = ffi.string(lib.cti_field_name(row.value)).decode()
            self.assertEqual(row.name, name)
            if name == "from":
                name = "from_"
            self.assertTrue(hasattr(cti.Event("ring", 0, 1), name), name)

    def test_an_abi_that_does_not_fit_is_refused_with_a_remedy(self):
        from cti._text import ABI, check_abi
        self.assertEqual(ABI, lib.cti_abi_version())
        check_abi(ABI + 1)
        for other in (ABI - 1, ABI + 0x10000):
            with self.assertRaisesRegex(ImportError, "same version"):
                check_abi(other)

    def test_what_runs_can_be_told(self):
        info = cti.runtime_info()
        self.assertEqual(info["version"], cti.version())
        self.assertIn("sim", info["adapters"])
        self.assertIn("python", info["binding"])


class Values(unittest.TestCase):
    def test_an_event_outlives_its_client(self):
        with open_client() as client:
            client.add_csv("customers", CSV)
            ring(switch(client))
            events = drain(client)
        ringing = [e for e in events if e.event == "ring"][0]
        self.assertEqual(ringing.type, cti.EventKind.RING)
        self.assertEqual(ringing.device, "1001")
        self.assertEqual(ringing.remote, "13800138000")
        self.assertIsNone(ringing.cause)
        self.assertEqual(ringing.also, ())
        self.assertIsNone(ringing.pop)
        self.assertEqual(ringing.time.year, 2026)
        pop = [e.pop for e in events if e.pop][-1]
        with CSV.open(encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file)
                       if row["id"] == pop.customer.id)
        self.assertEqual(pop.customer.fields["phone"], row["phone"])
        self.assertEqual(pop.state, "opened")
        self.assertIn(pop.customer.name[:1], pop.greeting_text)

    def test_an_event_is_a_frozen_dataclass(self):
        event = cti.Event(event="ring", time_us=5, seq=1, device="1001")
        self.assertTrue(dataclasses.is_dataclass(event))
        with self.assertRaises(dataclasses.FrozenInstanceError):
            event.device = "1002"
        self.assertEqual(event, dataclasses.replace(event))
        self.assertEqual(hash(event), hash(dataclasses.replace(event)))
        self.assertIn("device='1001'", repr(event))
        with open_client() as client:
            ring(switch(client))
            for event in drain(client):
                self.assertEqual(pickle.loads(pickle.dumps(event)), event)

    def test_every_candidate_has_its_fields(self):
        rows = [{"id": "1", "name": "One", "more": "a"},
                {"id": "2", "name": "Two", "more": "b"},
                {"id": "3", "name": "Three", "more": "c"}]
        with open_client() as client:
            client.add_source("app", lambda lookup: rows)
            ring(switch(client))
            pops = [e.pop for e in drain(client) if e.pop]
            while not pops or not pops[-1].candidates:
                event = client.poll(20)
                if event.pop:
                    pops.append(event.pop)
        found = {c.id: c.fields["more"] for c in pops[-1].candidates}
        self.assertEqual(found, {"1": "a", "2": "b", "3": "c"})


if __name__ == "__main__":
    unittest.main()
