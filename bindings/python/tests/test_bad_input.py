# SPDX-License-Identifier: MIT
"""What no program should hand over: a clear exception, never a crash."""
import unittest

import cti
from stage import open_client, switch, until

HUGE = "x" * (16 << 20)


class BadInput(unittest.TestCase):
    def setUp(self):
        self.client = open_client()
        self.addCleanup(self.client.close)

    def everywhere(self):
        """All that takes a text, each with the text in another place."""
        c = self.client
        link = switch(c)
        yield "set", lambda t: c.set(t, "1")
        yield "set value", lambda t: c.set("pop.language", t)
        yield "get", c.get
        yield "load", c.load
        yield "service", c.load_service
        yield "url", c.add_link
        yield "name", lambda t: c.add_link("sim:", name=t)
        yield "user", lambda t: c.add_link("sim:x", user=t)
        yield "record", lambda t: c.add_link("sim:x", record=t)
        yield "csv", lambda t: c.add_csv("a", t)
        yield "csv name", lambda t: c.add_csv(t, "/nowhere")
        yield "sqlite", lambda t: c.add_sqlite("a", t)
        yield "preset", lambda t: c.add_http("a", t)
        yield "setting", lambda t: c.add_http("a", "odoo", db=t)
        yield "ldap", lambda t: c.add_ldap("a", base=t)
        yield "reload", c.reload_source
        yield "remove", c.remove_source
        yield "pop", lambda t: c.choose(t, "1")
        yield "dial", lambda t: c.request("dial", device="1001", to=t)
        yield "data", lambda t: c.request("dial", device="1001", to="1002",
                                          data={"a": t})
        yield "data key", lambda t: c.request("dial", device="1001",
                                              to="1002", data={t: "a"})
        yield "check", lambda t: c.check("answer", device=t)
        yield "default", lambda t: c.route(print, to=t)
        yield "command", link.sim

    def test_a_nul_is_refused(self):
        for name, use in self.everywhere():
            with self.subTest(name), \
                    self.assertRaisesRegex(ValueError, "NUL"):
                use("10\0" + "01")

    def test_half_a_surrogate_pair_is_refused(self):
        for name, use in self.everywhere():
            with self.subTest(name), \
                    self.assertRaisesRegex(ValueError, "surrogate"):
                use("10\ud83d01")

    def test_what_is_no_text_is_refused(self):
        everywhere = list(self.everywhere())
        for wrong in (5, b"1001", 1.5, ["1001"]):
            for name, use in everywhere:
                with self.subTest("%s %r" % (name, wrong)), \
                        self.assertRaises((TypeError, ValueError)):
                    use(wrong)

    def test_a_huge_text_is_refused_by_the_library_or_taken(self):
        for name, use in self.everywhere():
            with self.subTest(name):
                try:
                    use(HUGE)
                except (cti.Error, OSError) as problem:
                    self.assertLess(len(str(problem)), 1200)

    def test_numbers_that_are_none_are_refused(self):
        link = switch(self.client)
        for use in (lambda: link.advance(-1), lambda: link.advance(1 << 40),
                    lambda: link.advance("1"),
                    lambda: self.client.poll("soon"),
                    lambda: self.client.cancel(-1),
                    lambda: self.client.request(99),
                    lambda: self.client.request("dial", priority="high"),
                    lambda: self.client.request("dial", timeout_ms=-1),
                    lambda: self.client.route(print, when=64),
                    lambda: cti.Client(log=5),
                    lambda: self.client.add_source("a", 5)):
            with self.assertRaises((TypeError, ValueError, OverflowError,
                                    cti.Error)):
                use()

    def test_errors_say_what_and_how(self):
        for use, wanted, words in (
                (lambda: self.client.set("pop.langauge", "zh"), cti.EKEY,
                 "pop.language"),
                (lambda: self.client.add_link("gopher://x"), cti.ESCHEME,
                 "gopher"),
                (lambda: self.client.add_csv("a", "/no/file"), cti.EIO,
                 "/no/file"),
                (lambda: self.client.set("identify.deadline_ms", "soon"),
                 cti.EVALUE, "identify.deadline_ms")):
            with self.assertRaisesRegex(wanted, words) as caught:
                use()
            self.assertEqual(caught.exception.code, wanted.code)
            self.assertIn(wanted.name, str(caught.exception))

    def test_a_link_that_is_removed_says_so(self):
        link = switch(self.client)
        other = self.client.link(link.name)
        link.remove()
        for use in (link.remove, other.reconnect, lambda: other.state):
            with self.assertRaisesRegex(cti.ENOENT, "removed"):
                use()
        self.assertIsNone(self.client.link(link.name))

    def test_a_link_tells_how_it_stands(self):
        link = switch(self.client)
        until(self.client, lambda e: e.state == "up")
        self.assertEqual(link.state, cti.LinkState.UP)
        self.assertEqual(link.detail, "")
        self.assertGreaterEqual(link.stats["connects"], 0)
        with self.assertRaisesRegex(cti.Error, "fly"):
            link.sim("fly away")


if __name__ == "__main__":
    unittest.main()
