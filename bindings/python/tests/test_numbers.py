# SPDX-License-Identifier: MIT
"""Telephone numbers, directories, and lists that the library can give."""
import tempfile
import unittest
from pathlib import Path

import cti
from stage import CSV, open_client

BEIJING = cti.NumberPlan(country="CN", area="010", outside_prefix="9")


class Numbers(unittest.TestCase):
    def test_a_number_is_taken_apart(self):
        number = cti.parse_number("9 138-0013-8000", BEIJING)
        self.assertEqual(number.e164, "+8613800138000")
        self.assertEqual(number.number_class, cti.NumberClass.MOBILE)
        self.assertEqual(cti.parse_number("1001").number_class,
                         cti.NumberClass.EXTENSION)
        self.assertEqual(cti.parse_number("").number_class,
                         cti.NumberClass.WITHHELD)

    def test_the_steps_say_why(self):
        number, steps = cti.explain_number("9,13800138000", BEIJING)
        self.assertEqual(number, cti.parse_number("913800138000", BEIJING))
        self.assertIn(("outside-prefix", "9"),
                      [(s.name, s.value) for s in steps])
        self.assertTrue(all(s.text for s in steps))

    def test_what_is_no_number_is_a_sentence(self):
        for wrong in ("no digits", "?"):
            with self.assertRaisesRegex(cti.EINVAL, "no telephone number"):
                cti.parse_number(wrong)
        with self.assertRaises(cti.EINVAL):
            cti.parse_number("1", cti.NumberPlan(country="XX"))
        with self.assertRaises(TypeError):
            cti.parse_number(13800138000)

    def test_a_plug_in_that_is_none_is_a_sentence(self):
        with self.assertRaisesRegex(cti.ENOENT, "/nowhere/plugin.so"):
            cti.parse_number("1", cti.NumberPlan(plugin="/nowhere/plugin.so"))


class Directories(unittest.TestCase):
    def build(self, text, **more):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "a.csv"
            source.write_text(text, encoding="utf-8")
            made = Path(folder) / "a.sqlite"
            skipped = cti.build_directory(source, made, **more)
            with open_client() as client:
                client.add_sqlite("made", made)
                found = client.identify("13800138000").result(20)
        return skipped, found

    def test_a_directory_is_made_and_knows_who_calls(self):
        told = []
        skipped, found = self.build(CSV.read_text("utf-8"), plan=BEIJING,
                                    progress=lambda *it: told.append(it))
        self.assertEqual(skipped, 0)
        self.assertEqual(found.customer.field_sources["name"], "made")
        self.assertTrue(told)
        self.assertEqual(told[-1][0], told[-1][1])

    def test_broken_lines_are_counted(self):
        skipped, found = self.build(
            'id,name,phone\n1,Li,13800138000\n2,"open\n', plan=BEIJING)
        self.assertEqual(skipped, 1)
        self.assertEqual(found.customer.name, "Li")

    def test_what_progress_raises_comes_out(self):
        with self.assertRaises(ZeroDivisionError):
            self.build("id,name,phone\n1,Li,13800138000\n",
                       progress=lambda *_: 1 / 0)

    def test_a_file_that_is_not_there_is_a_sentence(self):
        with self.assertRaisesRegex(cti.EIO, "nowhere.csv"):
            cti.build_directory("/nowhere.csv", "/tmp/never.sqlite")


class Lists(unittest.TestCase):
    def test_every_key_can_be_read(self):
        keys = cti.keys()
        self.assertGreater(len(keys), 50)
        with open_client() as client:
            for key in keys:
                value = client.get(key.name)
                if not key.secret and key.name not in (
                        "numbers.country", "numbers.area", "client.name"):
                    self.assertEqual(value, key.default, key.name)

    def test_the_simulator_lists_its_commands(self):
        commands = cti.sim_commands()
        self.assertTrue(all("\t" in line for line in commands))
        self.assertTrue(any(line.startswith("call ") for line in commands))

    def test_errors_know_whether_to_try_again(self):
        self.assertTrue(cti.ELINKDOWN().retryable)
        self.assertFalse(cti.EAUTH().retryable)

    def test_nothing_is_being_read(self):
        with open_client() as client:
            self.assertEqual(client.reading_progress, (0, 0))
