#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the limits that SECURITY.md names with the code and `cti keys`.

usage: limits.py TOOL
"""
import ast
import json
import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"\| (.+) \| (\d+)(?: [a-z A-Z]+)? \| `([^`]+)`(?: `([^`]+)`)? \|")


def value(text):
    """What a constant of C comes to: numbers and what joins them."""
    text = re.sub(r"/\*.*", "", text).strip()
    if not re.fullmatch(r"[\d ()*+<-]+", text):
        raise ValueError(text)
    return eval(compile(ast.parse(text, mode="eval"), "limit", "eval"))


def constant(file, name):
    found = re.findall(r"^#define %s\s+(.+)$" % re.escape(name),
                       (TOP / file).read_text(), re.M)
    return value(found[0]) if len(found) == 1 else None


def main():
    keys = {key["name"]: key["default"] for key in map(
        json.loads, subprocess.run([sys.argv[1], "keys", "--json"], check=True,
                                   capture_output=True, text=True).stdout
        .splitlines())}
    table = (TOP / "SECURITY.md").read_text().split("## Limits")[1]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    bad = 0
    for line in rows:
        row = ROW.fullmatch(line)
        if not row:
            print("no row of limits:", line)
            bad += 1
            continue
        what, said, where, name = row.groups()
        real = constant(where, name) if name else keys.get(where)
        if real is None or int(real) != int(said):
            print(f"{what}: SECURITY.md says {said}, the code {real}")
            bad += 1
    if len(rows) < 30:
        print(f"only {len(rows)} limits")
        bad += 1
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
