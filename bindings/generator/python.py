# SPDX-License-Identifier: MIT
"""Writes the constants of the Python binding."""
import re

from generator import names

# Of an event's fields: what it does not have is None, or no list.
FIELDS = {"STR": "Optional[str] = None", "LIST": "Sequence[str] = ()",
          "INT": "Optional[int] = None", "BOOL": "Optional[bool] = None"}
# Words of Python's own have a line behind them; what says more than a name
# does is written by hand.
WORDS = ("from",)
NOT_FIELDS = ("pop",)
TYPES = {"STR": "str", "LIST": "List[str]", "INT": "int", "BOOL": "bool",
         "TIME": "str", "PAIRS": "Dict[str, str]"}
# Of a contact: one that nobody has filled in. Without a lead it is -1.
CONTACT = {"STR": 'str = ""', "INT": "int = 0", "BOOL": "bool = False",
           "TIME": "Optional[datetime] = None",
           "PAIRS": "Mapping[str, str] = field(default_factory=dict)"}
NO_LEAD = {"lead_probability": "int = -1"}
HEAD = '''# SPDX-License-Identifier: MIT
"""Constants, errors and fields of libcti. %s"""
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import (Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple,
                    Type, TypedDict)

'''
ROWS = '''
class Error(Exception):
    """What the library refused, or a request ended with."""
    code: int = 0
    """The negative number."""
    name: str = "CTI_OK"
    """For example "CTI_EAUTH"."""
    text: str = ""
    """What the number means, in general."""
    sentence: str
    """What happened: names the thing and the remedy."""

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.text
        super().__init__(self.sentence)

    @property
    def retryable(self) -> bool:
        """Whether the same may succeed later without a change by anybody."""
        from ._native import lib
        return bool(lib.cti_error_is_retryable(self.code))

    def __str__(self) -> str:
        return "%s (%s)" % (self.sentence, self.name)


class ErrorInfo(NamedTuple):
    """One error of the library."""
    code: int
    name: str
    text: str


class FieldInfo(NamedTuple):
    """One field: its number, its name in JSON, its type."""
    value: int
    name: str
    type: str


class RequestInfo(NamedTuple):
    """One request: its number, its word, what it needs, what it does."""
    value: int
    word: str
    needs: int
    doc: str


class MetricInfo(NamedTuple):
    """One metric: its number, its name, its unit, what it counts."""
    value: int
    name: str
    unit: str
    definition: str

'''


def quote(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def write_enum(enum):
    base = "IntFlag" if names.is_flags(enum) else "IntEnum"
    yield "\nclass %s(%s):" % (names.camel(enum["name"]), base)
    yield '    """%s"""' % enum["doc"].replace("\\", "\\\\")
    for name, value, _, _ in names.constants(enum):
        yield "    %s = %d" % (name, value)
    yield ""


def write_words(enum):
    words = [(value, word) for _, value, word, _ in names.constants(enum)
             if word]
    if words:
        yield "%s_WORDS: Dict[int, str] = {" % enum["name"][4:].upper()
        for value, word in words:
            yield "    %d: %s," % (value, quote(word))
        yield "}"


def write_exceptions(errors):
    for row in errors:
        yield "class %s(Error):" % row["constant"][4:]
        yield '    """%s."""' % (
            row["text"][0].upper() + row["text"][1:])
        yield "    code = %d" % row["value"]
        yield "    name = %s" % quote(row["constant"])
        yield "    text = %s" % quote(row["text"])
        yield "\n"
    yield "EXCEPTIONS: Dict[int, Type[Error]] = {"
    for row in errors:
        yield "    %d: %s," % (row["value"], row["constant"][4:])
    yield "}"


def write_fields(rows):
    yield "\n@dataclass(frozen=True)"
    yield "class EventFields:"
    yield '    """What an event has, by the names of JSON."""'
    yield "    event: str"
    yield "    time_us: int"
    yield "    seq: int"
    yield "    flags: int = 0"
    for row in rows:
        if row["name"] not in NOT_FIELDS:
            name = row["name"] + "_" * (row["name"] in WORDS)
            yield "    %s: %s" % (name, FIELDS[row["type"]])
    yield "\n"


def write_plain(name, doc, rows, types, others):
    yield "\n@dataclass(frozen=True)"
    yield "class %s:" % name
    yield '    """%s"""' % doc
    for row in rows:
        yield "    %s: %s" % (row["name"], others.get(row["name"],
                                                      types[row["type"]]))
    yield "\n"


def write_metrics(rows):
    yield "METRICS: Tuple[MetricInfo, ...] = ("
    for row in rows:
        yield "    MetricInfo(%d, %s, %s,\n               %s)," % (
            row["value"], quote(row["name"]), quote(row["unit"]),
            quote(row["definition"]))
    yield ")"


def write_dict(name, rows, doc):
    yield "%s = TypedDict(%s, {  # %s" % (name, quote(name), doc)
    for key, kind in rows:
        yield "    %s: %s," % (quote(key), TYPES[kind])
    yield "}, total=False)"


def write(api):
    out = [HEAD % names.NOTE + ROWS.strip("\n") + "\n"]
    for enum in names.enums(api):
        out += write_enum(enum)
    out.append("")
    for enum in names.enums(api):
        out += write_words(enum)
    out.append("\nERRORS: Tuple[ErrorInfo, ...] = (")
    for row in api["errors"]:
        out.append("    ErrorInfo(%d, %s, %s)," % (
            row["value"], quote(row["constant"]), quote(row["text"])))
    out.append(")")
    out.append("\n")
    out += write_exceptions(api["errors"])
    out += write_fields(api["event_fields"])
    out += write_plain("ContactFields", "What the journal has of a contact.",
                       api["contact_fields"], CONTACT, NO_LEAD)
    out += write_plain("AdviceFields", "What an advice may say; None: "
                       "nothing.", api["advice_fields"], FIELDS, {})
    for name, _, rows in names.lists(api):
        out.append("%s: Tuple[FieldInfo, ...] = (" % name.upper())
        for row in rows:
            out.append("    FieldInfo(%d, %s, %s)," % (
                row["value"], quote(row["name"]), quote(row["type"])))
        out.append(")")
    out.append("REQUESTS: Tuple[RequestInfo, ...] = (")
    for row in api["requests"]:
        out.append("    RequestInfo(%d, %s, %d,\n                %s)," % (
            row["value"], quote(row["word"]), row["needs"],
            quote(row["doc"])))
    out.append(")")
    out += write_metrics(api["metrics"])
    fields = names.COMMON + [(r["name"], r["type"])
                             for r in api["event_fields"]]
    out += write_dict("EventDict", fields, "an event's JSON")
    text = "\n".join(out) + "\n"
    yours = re.findall(r"^(?:class )?([A-Z]\w*)(?=[(:]| =)", text, re.M)
    return text + "__all__ = [\n%s]\n" % "".join(
        "    %s,\n" % quote(name) for name in yours)
