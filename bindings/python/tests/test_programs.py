# SPDX-License-Identifier: MIT
"""The README's program and the example, as people use them."""
import os
import re
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from stage import CSV, STORIES, TOP

HERE = TOP / "bindings/python"
STORY = "sim:%s?speed=50" % (STORIES / "morning.sim")


def run(*args, **env):
    return subprocess.run([sys.executable, *map(str, args)], cwd=TOP,
                          env=dict(os.environ, **env), timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8")


class Programs(unittest.TestCase):
    def test_the_readme_pops_in_fewer_than_20_lines(self):
        text = (HERE / "README.md").read_text(encoding="utf-8")
        program = re.search(r"```python\n(.*?)```", text, re.S).group(1)
        self.assertLess(len(program.splitlines()), 20)
        ran = run("-c", program, STORY, CSV)
        self.assertRegex(ran.stdout, r"opened 1001 13800138000 \S")
        self.assertRegex(ran.stdout, "closed")
        self.assertIn("end of the script", ran.stderr)

    def test_the_example_writes_to_a_terminal(self):
        ran = run(HERE / "examples/pops.py", "--device", "1001", STORY, CSV,
                  DBUS_SESSION_BUS_ADDRESS="")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, r"opened +1001: \S+ \(.*13800138000")
        self.assertNotIn(" 1003:", ran.stdout)

    def test_the_example_notifies_a_desktop(self):
        with tempfile.TemporaryDirectory() as folder:
            said = Path(folder, "said")
            fake = Path(folder, "notify-send")
            fake.write_text("#!/bin/sh\necho \"$@\" >>%s\necho 7\n" % said)
            fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
            ran = run(HERE / "examples/pops.py", STORY, CSV,
                      DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere",
                      PATH=folder + ":" + os.environ["PATH"])
            self.assertEqual(ran.returncode, 0, ran.stderr)
            lines = said.read_text(encoding="utf-8").splitlines()
        self.assertIn("13800138000", "".join(lines))
        self.assertNotIn("--replace-id", lines[0])
        self.assertTrue(any("--replace-id 7 --expire-time 1" in line
                            for line in lines))

    def test_the_example_says_what_is_wrong(self):
        ran = run(HERE / "examples/pops.py", "gopher://x")
        self.assertEqual(ran.returncode, 1)
        self.assertRegex(ran.stderr, "^pops: .*gopher")

    def test_a_library_that_is_not_there_is_told(self):
        ran = run("-c", "import cti", LD_LIBRARY_PATH="/nowhere")
        if ran.returncode:
            self.assertIn("install libcti", ran.stderr)


if __name__ == "__main__":
    unittest.main()
