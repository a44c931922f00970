#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the pages that are written for a repository's browser fit for Doxygen:
headings get names, and links between pages lead to these; of one that leads
nowhere Doxygen warns.

usage: page.py TOP OUT       writes OUT/README.md, OUT/docs/guide/...
"""
import os
import re
import sys
from pathlib import Path

LINK = re.compile(r"(!?)\[([^\]]+)\]\(([^()\s]+)\)")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
# What Doxygen reads beside the headers, from the top of the tree.
PAGES = re.compile(
    r"(README|SECURITY|CHANGELOG|docs/(guide|zh)/[^/]+)\.md$")


def label(page, heading=None):
    name = "page-" + re.sub(r"\W", "-", str(page)[:-len(".md")])
    if heading is None:
        return name
    # Names of anchors are ASCII; others are told apart by their code points.
    return name + "-" + "".join(
        c if c.isascii() else "u%x" % ord(c) for c in heading)


def slug(heading):
    """As the browsers of repositories name the anchor of a heading."""
    text = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return text.replace(" ", "-")


def ref(text, target):
    return '@ref %s "%s"' % (target, " ".join(text.replace("`", "").split()))


def linked(top, page, mark, text, target):
    where, _, anchor = target.partition("#")
    if re.match(r"[a-z]+:", target):
        return "%s[%s](%s)" % (mark, text, target)
    path = os.path.normpath(os.path.join(os.path.dirname(page), where)) \
        if where else str(page)
    if mark:
        return "`%s`" % path
    if PAGES.match(path) and os.path.exists(os.path.join(top, path)):
        return ref(text, label(path, anchor or None))
    header = re.match(r"include/(cti/\w+\.h)$", path)
    if header:
        return ref(text, header.group(1))
    # Everything else stands in the repository only, or not even there.
    return text if text.startswith("`") else "`%s`" % text


def headed(page, line, first):
    found = re.match(r"(#+) +(.*?) *$", line.rstrip("\n"))
    if not found:
        return line
    name = label(page) if first else label(page, slug(found.group(2)))
    return "%s %s {#%s}\n" % (found.group(1), found.group(2), name)


def prose(top, page, lines):
    """Links may begin on one line and end on the next."""
    return LINK.sub(lambda m: linked(top, page, *m.groups()), "".join(lines))


def rewritten(top, page, text):
    """Yield the page piece by piece: prose is changed, code is not."""
    fenced = False
    first = True
    waiting = []
    for line in text.splitlines(keepends=True):
        fence = FENCE.match(line)
        if not fence and not fenced and not line.startswith("    "):
            head = headed(page, line, first)
            first = first and head == line
            waiting.append(head)
            continue
        yield prose(top, page, waiting)
        waiting = []
        # Doxygen does not know the kinds of our blocks by their names.
        yield re.sub(r"```\w+", "```", line) if fence else line
        fenced = fenced != bool(fence)
    yield prose(top, page, waiting)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    top, out = (Path(one) for one in sys.argv[1:])
    for path in [*top.glob("*.md"), *top.glob("docs/*/*.md")]:
        page = str(path.relative_to(top))
        if PAGES.match(page):
            to = out / page
            to.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            to.write_text("".join(rewritten(top, page, text)),
                          encoding="utf-8")
    return 0


sys.exit(main())
