# SPDX-License-Identifier: MIT
"""What every language's constants are called, from their names in C."""
import os

NOTE = "Made from bindings/api.json by bindings/generate; change the headers."


def camel(name):
    """cti_event_kind -> EventKind"""
    return "".join(w.capitalize() for w in name.split("_")[1:])


def constants(enum):
    """Yield (short name, value, word or None, comment) of an enum."""
    values = [v for v in enum["values"] if not v["name"].endswith("_COUNT")]
    prefix = os.path.commonprefix([v["name"] for v in values])
    prefix = prefix[:prefix.rindex("_") + 1]
    for value in values:
        yield (value["name"][len(prefix):], value["value"],
               value.get("word"), value.get("doc", ""))


def enums(api):
    """Enums but the errors, which every language makes exceptions of."""
    return [e for e in api["enums"] if e["name"] != "cti_error"]


def is_flags(enum):
    return enum.get("flags", False)


def lists(api):
    """The lists of fields: (name, enum, rows)."""
    yield "event_fields", "cti_field", api["event_fields"]
    yield "contact_fields", "cti_contact_field", api["contact_fields"]
    yield "advice_fields", "cti_advice_field", api["advice_fields"]


# Names that every event's JSON has, and those of a pop beyond the fields.
COMMON = [("event", "STR"), ("time", "STR"), ("seq", "INT"), ("flags", "LIST")]
