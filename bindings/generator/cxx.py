# SPDX-License-Identifier: MIT
"""Writes the constants of the C++ binding."""
import json

from generator import names

HEAD = """/* SPDX-License-Identifier: MIT */
/* %s */
#ifndef CTI_GENERATED_HPP
#define CTI_GENERATED_HPP

#include <cti/cti.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace cti {
"""
# Words of C++ that a constant must not be called.
TAKEN = set("""alignas alignof and asm auto bool break case catch char class
const constexpr continue default delete do double else enum explicit export
extern false float for friend goto if inline int long mutable namespace new
noexcept not null operator or private protected public register return short
signed sizeof static struct switch template this throw true try typedef typeid
typename union unsigned using virtual void volatile while xor""".split())


def short(name):
    name = name.lower()
    return name + "_" if name in TAKEN else name


def write_enum(enum):
    name = enum["name"][4:]
    kind = "std::uint32_t" if names.is_flags(enum) else "int"
    yield "\n/** %s */\nenum class %s : %s {" % (enum["doc"], name, kind)
    for constant, value, _, _ in names.constants(enum):
        yield "\t%s = %d," % (short(constant), value)
    yield "};"
    if names.is_flags(enum):
        yield "constexpr %s operator|(%s a, %s b)\n{" % (name, name, name)
        yield "\treturn static_cast<%s>(static_cast<std::uint32_t>(a) |\n" \
            "\t\tstatic_cast<std::uint32_t>(b));\n}" % name
        return
    words = [(c, w) for c, _, w, _ in names.constants(enum) if w]
    if words:
        yield "/** The word in JSON; empty for a number that is none. */"
        yield "constexpr std::string_view word(%s value)\n{" % name
        yield "\tswitch (value) {"
        for constant, word in words:
            yield "\tcase %s::%s:\n\t\treturn %s;" % (
                name, short(constant), json.dumps(word))
        yield "\tdefault:\n\t\treturn {};\n\t}\n}"


def write_errors(api):
    yield "\n/** What the library can fail with. */\nenum class errc : int {"
    yield "\tok = 0,"
    for row in api["errors"]:
        yield "\t%s = %d," % (short(row["constant"][5:]), row["value"])
    yield "};"
    yield "/** The sentence of an error. */"
    yield "constexpr std::string_view text(errc value)\n{\n\tswitch (value) {"
    for row in api["errors"]:
        yield "\tcase errc::%s:\n\t\treturn %s;" % (
            short(row["constant"][5:]), json.dumps(row["text"]))
    yield "\tdefault:\n\t\treturn {};\n\t}\n}"


def write_fields(api):
    yield "\n/** What a field holds. */"
    yield "enum class field_type { str, list, integer, boolean, time, pairs };"
    kinds = {"STR": "str", "LIST": "list", "INT": "integer",
             "BOOL": "boolean", "TIME": "time", "PAIRS": "pairs"}
    for _, enum, rows in names.lists(api):
        yield "/** What such a field holds. */"
        yield "constexpr field_type type_of(%s value)\n{" % enum[4:]
        yield "\tswitch (value) {"
        by_kind = {}
        for row in rows:
            by_kind.setdefault(row["type"], []).append(row)
        for kind, same in by_kind.items():
            if kind == "STR":
                continue
            for row in same:
                constant = row["constant"].split("_", 2)[2]
                yield "\tcase %s::%s:" % (enum[4:], short(constant))
            yield "\t\treturn field_type::%s;" % kinds[kind]
        yield "\tdefault:\n\t\treturn field_type::str;\n\t}\n}"


def write_handles(api):
    yield "\n/** Gives handles back; for std::unique_ptr. */"
    yield "struct give_back {"
    rows = [h for h in api["handles"] if "unref" in h]
    for row in rows:
        yield "\tvoid operator()(::%s *p) const noexcept\n\t{\n\t\t::%s(p);" \
            "\n\t}" % (row["name"], row["unref"])
    yield "};"
    for row in rows:
        yield "using %s_ptr = std::unique_ptr<::%s, give_back>;" % (
            row["name"][4:], row["name"])


def write(api):
    out = [HEAD % names.NOTE]
    for enum in names.enums(api):
        out += write_enum(enum)
    out += write_errors(api)
    out += write_fields(api)
    out += write_handles(api)
    return "\n".join(out) + "\n\n} // namespace cti\n\n#endif\n"
