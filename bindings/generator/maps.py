# SPDX-License-Identifier: MIT
"""Reads what a compiler does not keep: the lists of the headers (the X() rows
of events, fields, errors, ...), plain constants and the defaults of options."""
import re

ROW_NAMES = {
    "CTI_ERROR_MAP": ("errors", "cti_error", "CTI_",
                      ("constant", "number", "text")),
    "CTI_EVENT_MAP": ("event_kinds", "cti_event_kind", "CTI_EVENT_",
                      ("constant", "name", "csta")),
    "CTI_FIELD_MAP": ("event_fields", "cti_field", "CTI_FIELD_",
                      ("constant", "name", "type")),
    "CTI_CONTACT_MAP": ("contact_fields", "cti_contact_field", "CTI_CONTACT_",
                        ("constant", "name", "type")),
    "CTI_ADVICE_MAP": ("advice_fields", "cti_advice_field", "CTI_ADVICE_",
                       ("constant", "name", "type")),
    "CTI_METRIC_MAP": ("metrics", "cti_metric", "CTI_METRIC_",
                       ("constant", "name", "unit", "definition")),
    "CTI_REQUEST_MAP": ("requests", "cti_request_kind", "CTI_REQUEST_",
                        ("constant", "number", "word", "needs", "doc")),
}
DEFINE = re.compile(r"^#define (CTI_\w+)(\(\w+\))?[ \t]+((?:.*\\\n)*.*)$", re.M)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([^",()]+)|([,()])')
NUMBER = re.compile(r"^-?(0x[0-9a-fA-F]+|\d+)$")


def join(text):
    return text.replace("\\\n", " ")


def rows(body):
    """Yield the arguments of each X( ... ) of a list."""
    depth, cells, cell = 0, [], ""
    for text, other, mark in TOKEN.findall(join(body)):
        if mark == "(":
            depth += 1
        elif mark and depth and mark in ",)":
            cells.append(cell.strip() if not cell.startswith('"')
                         else cell[1:])
            cell = ""
            if mark == ")":
                yield cells
                depth, cells = depth - 1, []
        elif depth:
            # Strings one behind the other are one, as in C.
            if other.strip():
                cell = cell + other if not cell.startswith('"') else cell
            elif not other:
                cell = (cell if cell.startswith('"') else '"') + text


def value_of(expression, values):
    """The number of an expression of constants with | between them."""
    out = 0
    for part in expression.split("|"):
        part = part.strip()
        out |= int(part, 0) if NUMBER.match(part) else values[part]
    return out


def default_of(expression, values):
    expression = expression.strip()
    return None if expression == "NULL" else value_of(expression, values)


def read_lists(name, body, api, values):
    section, enum, prefix, columns = ROW_NAMES[name]
    out = []
    for cells in rows(body):
        row = dict(zip(columns, cells))
        row["constant"] = prefix + row["constant"]
        row["value"] = values[row["constant"]]
        row.pop("number", None)
        if "needs" in row:
            row["needs"] = value_of(row["needs"], values)
        out.append(row)
    api[section] = out
    word = "name" if "name" in columns else "word"
    if word in columns:
        by_name = {row["constant"]: row[word] for row in out}
        for entry in next(e for e in api["enums"]
                          if e["name"] == enum)["values"]:
            if entry["name"] in by_name:
                entry["word"] = by_name[entry["name"]]


def read_defaults(name, body, api, values):
    struct = name.lower()[:-len("_init")]
    found = [s for s in api["structs"] if s["name"] == struct]
    cells = join(body).strip()[1:-1].split(",")
    fields = found[0]["fields"]
    if len(cells) != len(fields):
        raise ValueError("%s has %d values, %s has %d fields" %
                         (name, len(cells), struct, len(fields)))
    for field, cell in zip(fields[1:], cells[1:]):
        field["default"] = default_of(cell, values)
        if "nullable" in field:
            field["nullable"] = field["doc"] != "needed"


def add(api, folder):
    """Add lists, constants and defaults to the description."""
    values = {v["name"]: v["value"] for e in api["enums"] for v in e["values"]}
    api["constants"] = []
    for path in sorted(folder.glob("*.h")):
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for name, arguments, body in DEFINE.findall(text):
            body = body.strip()
            if name in ROW_NAMES:
                read_lists(name, body, api, values)
            elif name.endswith("_MAP") and arguments:
                raise ValueError("%s: a list that bindings/generator/maps.py "
                                 "does not know" % name)
            elif name.endswith("_INIT"):
                read_defaults(name, body, api, values)
            elif not arguments and NUMBER.match(body):
                api["constants"].append({"name": name, "value": int(body, 0)})
            elif not arguments and re.match(r'^"[^"]*"$', body):
                api["constants"].append({"name": name, "value": body[1:-1]})
