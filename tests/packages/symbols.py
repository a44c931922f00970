#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the list of symbols of Debian's package: each public function with the
version since which its header says it is there.

usage: symbols.py TOP SONAME PACKAGE
"""
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[1] / "style"))
import api  # noqa: E402


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    top, soname, package = sys.argv[1:]
    script = Path(top, "lib/libcti.map").read_text()
    nodes = re.findall(r"^(CTI_([\d.]+)) \{", script, re.M)
    # A second node would mean that each symbol has to say where it belongs.
    (node, first), = nodes
    print("%s %s #MINVER#" % (soname, package))
    print("* Build-Depends-Package: libcti-dev")
    print(" %s@%s %s" % (node, node, first))
    for _, name, comment in sorted(api.functions(top), key=lambda f: f[1]):
        since = re.search(r"\bSince: (\d+(?:\.\d+)+)", comment)
        print(" %s@%s %s" % (name, node, since.group(1)))
    return 0


sys.exit(main())
