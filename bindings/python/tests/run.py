# SPDX-License-Identifier: MIT
"""Runs the tests here with unittest: a line "ok NAME" or "FAIL NAME" each."""
import sys
import traceback
import unittest
from pathlib import Path


class Lines(unittest.TestResult):
    """What tests/run counts."""

    def tell(self, word, test):
        name = test.id().replace("test_", "", 1).replace(".", " ")
        print("%s python %s" % (word, name), flush=True)

    def addSuccess(self, test):
        self.tell("ok", test)

    def complain(self, test, err):
        self.tell("FAIL", test)
        lines = "".join(traceback.format_exception(*err)).splitlines()
        print("\n".join("     " + line for line in lines[-25:]), flush=True)

    def addError(self, test, err):
        super().addError(test, err)
        self.complain(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.complain(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.complain(subtest, err)


def main():
    here = Path(__file__).parent
    names = sys.argv[1:]
    if names:
        sys.path.insert(0, str(here))
        suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    else:
        suite = unittest.defaultTestLoader.discover(str(here))
    result = Lines()
    suite.run(result)
    if not result.testsRun:
        print("FAIL python: no test was run")
    sys.exit(not result.wasSuccessful())


main()
