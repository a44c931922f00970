# SPDX-License-Identifier: MIT
"""Pages of section 3: one a public header, from its comments, and for each
function a page that leads there."""
import re

import mdoc

PIECE = re.compile(r"^/\*\*(.*?)\*/\n", re.M | re.S)
ENDING = re.compile(r"\bThread: .*?Since: [\d.]*\d\.?", re.S)


class Comment:
    """A comment for the manual, taken apart."""

    def __init__(self, text):
        lines = [re.sub(r"^ ?\*? ?", "", one).rstrip()
                 for one in text.strip("*").split("\n")]
        text = "\n".join(lines).strip()
        found = ENDING.search(text)
        self.ending = " ".join(found.group().split()) if found else ""
        text = ENDING.sub("", text).strip()
        text = re.sub(r"@file \S+\n", "", text)
        parts = re.split(r"^@(param|return)\b", text, flags=re.M)
        self.body = parts[0].strip()
        self.parameters = []
        self.returns = ""
        for kind, words in zip(parts[1::2], parts[2::2]):
            if kind == "return":
                self.returns = words.strip()
            else:
                self.parameters.append(words.split(None, 1))

    def mdoc(self):
        yield from body(self.body)
        if self.parameters:
            yield from mdoc.tagged((name, [mdoc.prose(words)])
                                   for name, words in self.parameters)
        if self.returns:
            yield ".Pp"
            yield mdoc.prose("Returns: " + self.returns)
        if self.ending:
            yield ".Pp"
            yield mdoc.prose(self.ending)


def items(text):
    """The points of a list, each on its lines, joined."""
    return [" ".join(one.split())
            for one in re.split(r"^- ", text, flags=re.M)[1:]]


def table(rows):
    cells = [[cell.strip() for cell in row.strip().strip("|").split(" | ")]
             for row in rows.split("\n")]
    return mdoc.tagged((row[0], [mdoc.prose("; ".join(row[1:]))])
                       for row in cells[2:])


def body(text):
    """Paragraphs, lists and tables."""
    first = True
    for block in re.split(r"\n[ \t]*\n", text):
        lead, _, rest = ("", "", block) if block.startswith("- ") else \
            block.partition("\n- ")
        if block.startswith("|"):
            yield from table(block)
            continue
        if block.startswith("- "):
            rest = block[2:]
        if lead:
            if not first:
                yield ".Pp"
            yield mdoc.prose(lead)
        elif not rest:
            continue
        first = False
        if rest:
            yield ".Bl -bullet"
            for item in items("- " + rest):
                yield ".It"
                yield mdoc.prose(item)
            yield ".El"


def declaration(text):
    """The declaration at the beginning of text, to its end."""
    if text.startswith("#define"):
        return re.match(r"(?:.*\\\n)*.*", text).group()
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if char == ";" and depth == 0:
            return text[:at + 1]
    return ""


def bare(code):
    """A declaration without the marks that are Doxygen's."""
    code = re.sub(r"/\*\*<?", "/*", code)
    code = re.sub(r"[ \t]*\\$", "", code, flags=re.M)
    code = re.sub(r"@(return|param)\b", r"\1", code)
    return re.sub(r"@[pc] |#(?=CTI_)", "", code)


class Header:
    """A public header: what it is for, its types and its functions."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        self.name = path.stem
        self.uses = re.findall(r"^#include <cti/(\w+)\.h>", text, re.M)
        self.types = []
        self.functions = []
        self.about = None
        for found in PIECE.finditer(text):
            comment = Comment(found.group(1))
            code = declaration(text[found.end():])
            if self.about is None:
                self.about = comment
            elif code.startswith("CTI_API"):
                self.functions.append(Function(comment, code))
            elif code:
                self.types.append((comment, code))

    def title(self):
        return "libcti-" + self.name

    def summary(self):
        """The first sentence, as a line of whatis."""
        text = " ".join(self.about.body.split("\n\n")[0].split())
        text = re.split(r"\.(?= |$)", text)[0]
        return text[0].lower() + text[1:]

    def page(self, date):
        names = [self.title()] + [one.name for one in self.functions]
        yield from mdoc.head(self.title(), 3, date)
        yield ".Sh NAME"
        for name in names[:-1]:
            yield ".Nm %s ," % name
        yield ".Nm " + names[-1]
        yield ".Nd " + mdoc.inline(self.summary())
        yield ".Sh SYNOPSIS"
        yield ".In cti/%s.h" % self.name
        for function in self.functions:
            yield from function.synopsis()
        yield ".Sh DESCRIPTION"
        yield from body(self.about.body)
        if self.types:
            yield ".Sh TYPES AND CONSTANTS"
        for at, (comment, code) in enumerate(self.types):
            if at:
                yield ".Pp"
            yield from comment.mdoc()
            yield from mdoc.literal(bare(code).split("\n"))
        if self.functions:
            yield ".Sh FUNCTIONS"
        for function in self.functions:
            yield ".Ss %s()" % function.name
            yield from function.comment.mdoc()
        yield ".Sh SEE ALSO"
        others = sorted({"libcti"} | {"libcti-" + one for one in self.uses
                                      if one != "api"})
        for other in others[:-1]:
            yield ".Xr %s 3 ," % other
        yield ".Xr %s 3" % others[-1]


class Function:
    """A public function and its comment."""

    def __init__(self, comment, code):
        code = " ".join(re.sub(r"\bCTI_(API|NODISCARD)\b", "", code).split())
        found = re.match(r"(.*?)\b(\w+)\((.*)\);$", code)
        self.comment = comment
        self.type, self.name, rest = (one.strip() for one in found.groups())
        self.arguments = [one.strip() for one in
                          re.split(r",(?![^(]*\))", rest)]

    def synopsis(self):
        yield ".Ft " + mdoc.argument(self.type)
        yield ".Fo " + self.name
        for one in self.arguments:
            yield ".Fa " + mdoc.argument(one)
        yield ".Fc"


def errors(header):
    """The list of errors as a table."""
    text = (header / "error.h").read_text(encoding="utf-8")
    rows = re.findall(r'\bX\((E\w+), (-\d+), "([^"]*)"\)', text)
    return mdoc.tagged((("CTI_%s (%s)" % row[:2]), [mdoc.prose(row[2] + ".")])
                       for row in rows)


def pages(folder):
    return [Header(path) for path in sorted(folder.glob("*.h"))
            if path.stem != "cti"]
