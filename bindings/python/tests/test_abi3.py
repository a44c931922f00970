# SPDX-License-Identifier: MIT
"""The wheel's module asks Python for nothing but the limited API of 3.9."""
import re
import shutil
import subprocess
import sysconfig
import unittest
from pathlib import Path

from cti import _native

LIMIT = "0x03090000"
HEADERS = Path(sysconfig.get_path("include"))


def run(*args, text=""):
    return subprocess.run(args, input=text, stdout=subprocess.PIPE, check=True,
                          encoding="utf-8").stdout


def declared(limit):
    """Names that the headers declare to who keeps to that API."""
    text = run("cc", "-E", "-P", "-DPy_LIMITED_API=" + limit,
               "-I", str(HEADERS), "-x", "c", "-",
               text="#include <Python.h>\n")
    return set(re.findall(r"\b_?Py\w+", text))


@unittest.skipUnless((HEADERS / "Python.h").exists() and shutil.which("nm"),
                     "needs the headers of Python and binutils")
class Limited(unittest.TestCase):
    def test_the_module_needs_nothing_newer_than_its_tag(self):
        wanted = {line.split()[-1].split("@")[0] for line in
                  run("nm", "-D", "--undefined-only",
                      _native.__file__).splitlines()}
        wanted = {name for name in wanted if re.match("_?Py", name)}
        self.assertIn("PyImport_ImportModule", wanted)
        self.assertEqual(wanted - declared(LIMIT), set())

    def test_the_headers_tell_older_from_newer(self):
        newer = declared("0x030b0000") - declared(LIMIT)
        self.assertIn("PyUnicode_AsUTF8AndSize", newer)
        self.assertIn("PyBuffer_Release", newer)
