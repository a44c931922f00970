# SPDX-License-Identifier: MIT
"""Writes the constants of the Node.js binding, and their types."""
import json

from generator import cdef, names

TYPES = {"STR": "string", "LIST": "string[]", "INT": "number",
         "BOOL": "boolean", "TIME": "string",
         "PAIRS": "Record<string, string>"}
# What koffi calls the types that it does not know by their C names.
KOFFI = {"size": "size_t", "string": "const char *", "enum": "int32_t"}


def value(thing):
    return json.dumps(thing, ensure_ascii=False)


def table(name, rows):
    yield "exports.%s = Object.freeze([" % name
    for row in rows:
        yield "  Object.freeze(%s)," % value(row)
    yield "]);"


def field_type(kind):
    """The type of a struct's field, as koffi.struct() takes it."""
    if kind["is"] in ("callback", "void", "handle", "struct") or \
            kind.get("pointers", 0) > 1:
        return "void *"
    if "array" in kind:
        size = 1
        for part in kind["array"]:
            size *= part
        return "char[%d]" % size
    return KOFFI.get(kind["is"], kind["c"])


def structs(api):
    yield "exports.structs = Object.freeze({"
    for struct in api["structs"]:
        fields = {f["name"]: field_type(f["type"]) for f in struct["fields"]}
        # What has a length behind it need not end with NUL.
        for one, after in zip(struct["fields"], struct["fields"][1:]):
            if after["name"] == "len":
                fields[one["name"]] = "void *"
        yield "  %s: %s," % (struct["name"], value(fields))
    yield "});"


def metrics(api):
    return [{"value": r["value"], "name": r["name"], "unit": r["unit"],
             "definition": r["definition"]} for r in api["metrics"]]


def prototypes(api):
    yield "exports.prototypes = Object.freeze({"
    for function in api["functions"]:
        text = cdef.prototype(function)
        for enum in api["enums"]:
            text = text.replace("enum %s " % enum["name"], "int32_t ")
        yield "  %s: %s," % (function["name"], value(text))
    yield "});"


def callbacks(api):
    """Prototypes as koffi.proto() takes them; structs come as addresses."""
    yield "exports.callbacks = Object.freeze({"
    for one in api["callbacks"]:
        parts = []
        for argument in one["arguments"]:
            kind = argument["type"]
            c = "int32_t " if kind["is"] == "enum" else kind["c"]
            if kind.get("pointers") and kind["is"] != "string":
                c = "void *"
            parts.append(c + ("" if c[-1] in " *" else " ") + argument["name"])
        yield "  %s: %s," % (one["name"], value(
            "%s %s(%s)" % (one["returns"]["type"]["c"], one["name"],
                           ", ".join(parts))))
    yield "});"


def rows_of(api):
    yield "errors", [{"code": r["value"], "name": r["constant"],
                      "text": r["text"]} for r in api["errors"]]
    for name, _, rows in names.lists(api):
        head, tail = name.split("_")
        yield head + tail.capitalize(), [
            {"value": r["value"], "name": r["name"], "type": r["type"]}
            for r in rows]
    yield "requests", [{"value": r["value"], "word": r["word"],
                        "needs": r["needs"], "doc": r["doc"]}
                       for r in api["requests"]]
    yield "metrics", metrics(api)


def write(api):
    out = ["// SPDX-License-Identifier: MIT", "// " + names.NOTE,
           "'use strict';", ""]
    for enum in names.enums(api):
        numbers = {n: v for n, v, _, _ in names.constants(enum)}
        words = {str(v): w for _, v, w, _ in names.constants(enum) if w}
        name = names.camel(enum["name"])
        out.append("exports.%s = Object.freeze(%s);" % (name, value(numbers)))
        if words:
            out.append("exports.%sWords = Object.freeze(%s);" %
                       (name, value(words)))
    abi = [c["value"] for c in api["constants"]
           if c["name"] == "CTI_ABI_VERSION"]
    out.append("exports.abiVersion = %d;" % abi[0])
    for name, rows in rows_of(api):
        out += table(name, rows)
    out.append("exports.handles = Object.freeze(%s);" %
               value([h["name"] for h in api["handles"]]))
    out += structs(api)
    out += callbacks(api)
    out += prototypes(api)
    return "\n".join(out) + "\n"


def types_of_enum(enum):
    name = names.camel(enum["name"])
    yield "/** %s */" % enum["doc"]
    yield "export declare const %s: {" % name
    for short, number, _, _ in names.constants(enum):
        yield "  readonly %s: %d;" % (short, number)
    yield "};"
    words = [w for _, _, w, _ in names.constants(enum) if w]
    if words:
        yield "export type %sWord = %s;" % (
            name, "\n  | ".join(value(w) for w in words))
        yield "export declare const %sWords: Readonly<Record<number, " \
            "%sWord>>;" % (name, name)


def plain(name, doc, mark, rows, types):
    yield "/** %s */" % doc
    yield "export interface %s {" % name
    for row in rows:
        yield "  readonly %s%s: %s;" % (row["name"], mark, types[row["type"]])
    yield "}"


def write_types(api):
    out = ["// SPDX-License-Identifier: MIT", "// " + names.NOTE, ""]
    for enum in names.enums(api):
        out += types_of_enum(enum)
    out.append("export type ErrorName = %s;" % "\n  | ".join(
        value(r["constant"]) for r in api["errors"]))
    out.append("""export interface ErrorInfo {
  readonly code: number;
  readonly name: ErrorName;
  readonly text: string;
}
export declare const errors: readonly ErrorInfo[];
export interface FieldInfo {
  readonly value: number;
  readonly name: string;
  readonly type: "STR" | "LIST" | "INT" | "BOOL" | "TIME" | "PAIRS";
}
export declare const eventFields: readonly FieldInfo[];
export declare const contactFields: readonly FieldInfo[];
export declare const adviceFields: readonly FieldInfo[];
export interface RequestInfo {
  readonly value: number;
  readonly word: string;
  readonly needs: number;
  readonly doc: string;
}
export declare const requests: readonly RequestInfo[];
export interface MetricInfo {
  readonly value: number;
  readonly name: MetricWord;
  readonly unit: "COUNT" | "RATIO" | "TIME" | "MONEY" | "HUNDREDTHS";
  readonly definition: string;
}
export declare const metrics: readonly MetricInfo[];
export declare const abiVersion: number;
export declare const handles: readonly string[];
export declare const structs: Readonly<Record<string, Record<string, string>>>;
export declare const callbacks: Readonly<Record<string, string>>;
export declare const prototypes: Readonly<Record<string, string>>;
/** The fields that an event may have. */
export interface EventFields {""")
    out += ["  readonly %s?: %s;" % (r["name"], TYPES[r["type"]])
            for r in api["event_fields"]]
    out.append("}")
    out += plain("ContactFields", "What the journal has of a contact.", "",
                 api["contact_fields"], {**TYPES, "TIME": "Date | null"})
    out += plain("AdviceFields", "What an advice may say.", "?",
                 api["advice_fields"], TYPES)
    return "\n".join(out) + "\n"
