#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the C file that holds the presets, so that they need no folder.

usage: embed.py OUT PRESET.json...
"""
import json
import sys
from pathlib import Path


def literal(text):
    out = []
    for line in text.splitlines():
        safe = "".join(c if 0x20 <= ord(c) < 0x7f and c not in '\\"?' else
                       "".join("\\%03o" % b for b in c.encode()) for c in line)
        out.append('"%s\\n"' % safe)
    return "\n\t  ".join(out)


def main():
    out, *paths = sys.argv[1:]
    lines = ["/* SPDX-License-Identifier: MIT */",
             "/* Made by lib/identify/presets/embed.py. */",
             '#include "identify/preset.h"', "",
             "const struct cti__shipped_preset cti__shipped_presets[] = {"]
    for path in sorted(paths):
        text = Path(path).read_text(encoding="utf-8")
        # Names and values only; what people read in it stays in the file.
        text = json.dumps(json.loads(text), separators=(",", ":"),
                          ensure_ascii=False)
        lines.append('\t{ "%s",\n\t  %s,\n\t  %d },' %
                     (Path(path).stem, literal(text), len(text.encode()) + 1))
    lines += ["\t{ NULL, NULL, 0 },", "};", ""]
    Path(out).write_text("\n".join(lines), encoding="utf-8")


main()
