#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Seeds for fuzz_number: every text in the tables of the tests, for each site.

usage: number_corpus.py FOLDER
"""
import re
import sys
from pathlib import Path

TABLES = Path(__file__).parent.parent / "unit" / "identify"
SITES = 8


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    texts = set()
    for name in ("test_number.c", "test_dialled.c", "test_withheld.c"):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"',
                               (TABLES / name).read_text(encoding="utf-8")):
            if not text.startswith(("identify/", "test_")):
                texts.add(text)
    for i, text in enumerate(sorted(texts)):
        Path(folder, "%04d" % i).write_bytes(
            bytes([i % SITES]) + text.encode("utf-8"))
    print("%d seeds in %s" % (len(texts), folder))


main()
