# SPDX-License-Identifier: MIT
"""Reads the public headers: each function marked CTI_API with its comment."""
import re
from pathlib import Path

FUNCTION = re.compile(r"\bCTI_API\b[^;{]*?\b(\w+)\s*\([^;]*;")
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def functions(root):
    """Yield (header, function, the comment right before it or "")."""
    for path in sorted(Path(root, "include", "cti").glob("*.h")):
        text = path.read_text(encoding="utf-8")
        # Directives may hold the marks themselves; they are no functions.
        text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*$", "", text, flags=re.M)
        bare = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
        comments = {}
        for comment in COMMENT.finditer(text):
            comments[comment.end()] = comment.group()
        for found in FUNCTION.finditer(bare):
            before = text[:found.start()].rstrip()
            yield path.name, found.group(1), comments.get(len(before), "")
