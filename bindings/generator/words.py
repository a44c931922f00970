# SPDX-License-Identifier: MIT
"""Reads the words of a header's comment: what it promises of ownership, NULL,
threads, versions and errors. docs/guide/bindings.md says which words count."""
import re

PARAM = re.compile(r"@param\s+(\w+)\s+")
THREAD = re.compile(r"Thread:\s*(.+?)\.(?=\s|$)", re.S)
SINCE = re.compile(r"Since:\s*(\d+(?:\.\d+)+)\.?")
ERROR = re.compile(r"\bCTI_E[A-Z]+\b")
LIKE = re.compile(r"\b[Aa]s (?:of )?(cti_\w+)\(\)|errors as of (cti_\w+)\(\)")
WORD = re.compile(r'"([a-z][a-z0-9-]*)"')
UNTIL = re.compile(r"\bborrowed\s+((?:from|until)\s(?:(?! of kind)[^.;:,])*)", re.I)
NO_NULL = re.compile(r"NULL on error|never NULL|NULL is CTI_EINVAL|"
                     r"[Tt]erminated by NUL\b")
# In the order in which they are looked for.
OWNERSHIP = [
    ("owned", re.compile(r"\b[Oo]wned\b|\bReturns its argument\b")),
    ("borrowed", re.compile(r"\b[Bb]orrowed\b")),
    ("constant", re.compile(r"\b[Cc]onstant\b")),
    ("copied", re.compile(r"\b[Cc]opied\b")),
]
GIVEN = re.compile(r"not to be used after|\bGiven back\b")


def bare(comment):
    """The comment's words without its stars, paragraphs kept."""
    if not comment:
        return ""
    text = re.sub(r"^/\*\*<?|\*/$", "", comment.strip())
    lines = [re.sub(r"^\s*\*? ?", "", line) for line in text.split("\n")]
    return re.sub(r"[@]([pc])\s", "", "\n".join(lines)).strip()


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


class Doc:
    """A comment taken apart."""

    def __init__(self, comment):
        text = bare(comment)
        found = THREAD.search(text)
        self.thread = flat(found.group(1)) if found else None
        found = SINCE.search(text)
        self.since = found.group(1) if found else None
        text = SINCE.sub("", THREAD.sub("", text))
        parts = re.split(r"(?=@(?:param|return)\b)", text)
        self.body = flat(parts[0])
        self.params = {}
        self.returns = ""
        for part in parts[1:]:
            found = PARAM.match(part)
            if found:
                self.params[found.group(1)] = flat(part[found.end():])
            else:
                self.returns = flat(part[len("@return"):])

    def first(self):
        """The first sentence."""
        found = re.match(r"(.+?[.:?])(?=\s+[A-Z\"'(-]|$)", self.body)
        return found.group(1) if found else self.body

    def result(self):
        """What is said of the result: a short comment says it in its body."""
        return self.returns or self.body


def ownership(text):
    for name, pattern in OWNERSHIP:
        if pattern.search(text):
            return name
    return None


def until(text):
    """How long what is borrowed may be used, where that is said."""
    found = UNTIL.search(text)
    return found.group(1).strip() if found else None


def takes_null(text):
    return "NULL" in NO_NULL.sub("", text)


def is_given(text):
    return bool(GIVEN.search(text))


def rule(thread):
    """The thread's word for programs: any, serial, loop or callback."""
    if not thread:
        return None
    if thread.startswith("loop"):
        return "loop"
    if thread.startswith("any"):
        return "serial" if "one at a time" in thread else "any"
    return "callback" if thread.startswith("as cti_") else None


def errors(doc):
    """The errors named, and the functions whose errors are meant too."""
    text = doc.result()
    like = [a or b for a, b in LIKE.findall(text + " " + doc.body)]
    return ERROR.findall(text), like


def word(text):
    """The word that events, JSON and the tool have for a constant."""
    found = WORD.match(text)
    return found.group(1) if found else None
