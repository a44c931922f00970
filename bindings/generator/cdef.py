# SPDX-License-Identifier: MIT
"""Writes the headers once more without the preprocessor, for tools that read
plain declarations (cffi)."""
import re

from generator import names


def spell(kind, name):
    """A declaration: the type around the name."""
    text = kind["c"]
    if "(*)" in text:
        return text.replace("(*)", "(*%s)" % name)
    found = re.match(r"^([^\[]+)((?:\[\d+\])+)$", text)
    if found:
        return "%s %s%s" % (found.group(1), name, found.group(2))
    return text + ("" if text.endswith("*") else " ") + name


def prototype(function):
    args = ", ".join(spell(a["type"], a["name"])
                     for a in function["arguments"])
    return "%s(%s)" % (spell(function["returns"]["type"], function["name"]),
                       args or "void")


def write(api):
    out = ["/* SPDX-License-Identifier: MIT */", "/* %s */" % names.NOTE,
           "struct uv_loop_s;"]
    out += ["typedef struct %s %s;" % (row["name"], row["name"])
            for row in api["handles"] + api["structs"]]
    for enum in api["enums"]:
        rows = ["\t%s = %d" % (v["name"], v["value"]) for v in enum["values"]]
        out.append("enum %s {\n%s\n};" % (enum["name"], ",\n".join(rows)))
    out += ["typedef %s;" % prototype(row) for row in api["callbacks"]]
    for struct in api["structs"]:
        rows = ["\t%s;" % spell(f["type"], f["name"])
                for f in struct["fields"]]
        out.append("struct %s {\n%s\n};" % (struct["name"], "\n".join(rows)))
    out += ["%s;" % prototype(row) for row in api["functions"]]
    return "\n".join(out) + "\n"
