# SPDX-License-Identifier: MIT
"""Reads the public headers with libclang, as a compiler does, and gives what
bindings need to know of them as plain dictionaries."""
import re
from pathlib import Path

import clang.cindex as libclang

from generator import maps, words

KIND = libclang.CursorKind
TYPE = libclang.TypeKind
FUNCTION_TYPES = (TYPE.FUNCTIONPROTO, TYPE.FUNCTIONNOPROTO)
ARRAYS = (TYPE.CONSTANTARRAY, TYPE.INCOMPLETEARRAY)
# What may stand in the ABI, and the word for it.
SCALARS = {
    "void": "void", "char": "char", "int": "int", "bool": "bool",
    "_Bool": "bool", "size_t": "size", "ssize_t": "ssize",
    "int8_t": "int8", "int16_t": "int16", "int32_t": "int32",
    "int64_t": "int64", "uint8_t": "uint8", "uint16_t": "uint16",
    "uint32_t": "uint32", "uint64_t": "uint64", "double": "double",
}
END = re.compile(r"_(unref|free|close)$")


class Fault(Exception):
    """A header says too little, or something a binding cannot call."""


def parse(root):
    include = Path(root, "include")
    unit = libclang.Index.create().parse(
        str(include / "cti" / "cti.h"),
        args=["-xc", "-std=c11", "-I", str(include)],
        options=libclang.TranslationUnit.PARSE_SKIP_FUNCTION_BODIES)
    bad = [d for d in unit.diagnostics if d.severity >= d.Error]
    if bad:
        raise Fault("%s:%d: %s" % (bad[0].location.file,
                                   bad[0].location.line, bad[0].spelling))
    return unit, include / "cti"


def header_of(cursor, folder):
    """The header's name in include/cti, or None for another's."""
    if not cursor.location.file:
        return None
    path = Path(cursor.location.file.name)
    return path.name if path.parent == folder else None


def base_of(kind):
    """What a type is once its pointers and arrays are taken off."""
    pointers, size = 0, None
    outer_const = inner_const = False
    while True:
        if kind.kind == TYPE.POINTER:
            pointers += 1
            kind = kind.get_pointee()
            if pointers == 1:
                outer_const = kind.is_const_qualified()
        elif kind.kind in ARRAYS:
            size = (size or []) + [kind.element_count]
            kind = kind.element_type
        else:
            break
    inner_const = kind.is_const_qualified()
    return kind, pointers, size, outer_const, inner_const


def classify(kind, where):
    """The word and the name of a bare type."""
    name = re.sub(r"\b(const|struct|enum|volatile) ", "", kind.spelling)
    if name in SCALARS:
        return SCALARS[name], None
    plain = kind.get_canonical()
    if plain.kind in FUNCTION_TYPES:
        return "callback", name if name.startswith("cti_") else None
    if plain.kind == TYPE.ENUM:
        return "enum", name
    if plain.kind == TYPE.RECORD:
        whole = plain.get_declaration().is_definition()
        return ("struct" if whole else "handle"), name
    raise Fault("%s: the type %s has no fixed width" % (where, kind.spelling))


def describe_type(kind, where):
    base, pointers, size, outer, inner = base_of(kind)
    what, name = classify(base, where)
    out = {"c": kind.spelling.replace("_Bool", "bool"), "is": what}
    if name:
        out["name"] = name
    if pointers:
        out["pointers"] = pointers
        out["const"] = inner
        out["fixed"] = outer
    if size:
        out["array"] = size
    if what == "char" and (inner or pointers > 1) and pointers:
        out["is"] = "string"
    if what == "struct" and not pointers and not size:
        raise Fault("%s: a struct by value; bindings cannot pass it" % where)
    return out


def role_of(name, kind, is_pointer):
    """What an argument is for."""
    if not is_pointer:
        return "in"
    if kind["is"] == "callback":
        return "callback"
    if name == "user":
        return "user"
    if kind["is"] == "char":
        return "buffer"
    if kind["pointers"] == 2:
        return "array" if kind["fixed"] else "out"
    if kind["is"] not in ("handle", "string") and not kind["const"]:
        return "out" if kind["is"] != "void" else "in"
    return "in"


def describe_argument(function, cursor, doc, first):
    where = "%s: argument %s" % (function, cursor.spelling)
    kind = describe_type(cursor.type, where)
    text = doc.params.get(cursor.spelling, "")
    pointer = "pointers" in kind
    out = {"name": cursor.spelling, "type": kind,
           "role": role_of(cursor.spelling, kind, pointer)}
    if not pointer:
        if text:
            out["doc"] = text
        return out
    short = doc.body if first and not doc.params else ""
    out["nullable"] = words.takes_null(text) or "NULL is allowed" in short
    if out["role"] == "out":
        owner = words.ownership(text)
        if kind["pointers"] == 2:
            if owner not in ("owned", "borrowed", "constant"):
                raise Fault("%s: say whether it is owned, borrowed or "
                            "constant" % where)
            out["ownership"] = owner
            out["nulled"] = "NULL on error" in text
        else:
            out["ownership"] = "caller"
    elif first and END.search(function) or words.is_given(text):
        out["ownership"] = "given"
    elif out["role"] in ("in", "array"):
        owner = words.ownership(text)
        out["ownership"] = "copied" if owner == "copied" else "borrowed"
    if text:
        out["doc"] = text
    return out


def describe_result(cursor, doc):
    where = cursor.spelling
    kind = describe_type(cursor.result_type, where)
    out = {"type": kind}
    if "pointers" in kind:
        owner = words.ownership(doc.result())
        if owner not in ("owned", "borrowed", "constant"):
            raise Fault("%s: say whether the result is owned, borrowed or "
                        "constant" % where)
        out["ownership"] = owner
        out["nullable"] = words.takes_null(doc.result())
        lasts = words.until(doc.result())
        if lasts:
            out["until"] = lasts
    if doc.returns:
        out["doc"] = doc.returns
    return out


def describe_function(cursor, header, docs):
    name = cursor.spelling
    doc = docs[name]
    if not doc.body or not doc.since or not words.rule(doc.thread):
        raise Fault("%s: its comment must have a sentence, a Thread: and a "
                    "Since:" % name)
    if cursor.type.kind == TYPE.FUNCTIONPROTO and \
            cursor.type.is_function_variadic():
        raise Fault("%s: bindings cannot call a function with '...'" % name)
    args = list(cursor.get_arguments())
    stray = set(doc.params) - {a.spelling for a in args}
    if stray:
        raise Fault("%s: has no argument %s" % (name, ", ".join(stray)))
    named, like = words.errors(doc)
    for other in (docs[o] for o in like if o in docs):
        for arg in args:
            if arg.spelling in other.params:
                doc.params.setdefault(arg.spelling,
                                      other.params[arg.spelling])
    is_error = cursor.result_type.spelling == "int" and bool(named or like)
    return {
        "name": name, "header": "cti/" + header, "doc": doc.first(),
        "thread": words.rule(doc.thread), "thread_words": doc.thread,
        "since": doc.since, "arguments": [
            describe_argument(name, a, doc, i == 0)
            for i, a in enumerate(args)],
        "returns": describe_result(cursor, doc),
        "returns_error": is_error, "errors": named if is_error else [],
        "errors_as": like if is_error else [],
    }


def inherit_errors(functions):
    """Add the errors of those that a function is said to be like."""
    by_name = {f["name"]: f for f in functions}

    def whole(function, seen):
        out = list(function["errors"])
        for other in function["errors_as"]:
            if other not in by_name:
                raise Fault("%s: is as %s(), which there is not" %
                            (function["name"], other))
            if other not in seen:
                out += whole(by_name[other], seen | {other})
        return out

    found = {f["name"]: whole(f, {f["name"]}) for f in functions}
    for function in functions:
        function["errors"] = sorted(set(found[function["name"]]))
        del function["errors_as"]


def describe_enum(cursor, header):
    doc = words.Doc(cursor.raw_comment)
    values = []
    for entry in cursor.get_children():
        if entry.kind != KIND.ENUM_CONSTANT_DECL:
            continue
        text = words.flat(words.bare(entry.raw_comment or ""))
        value = {"name": entry.spelling, "value": entry.enum_value}
        if words.word(text):
            value["word"] = words.word(text)
        if text and text != words.flat(words.bare(cursor.raw_comment)):
            value["doc"] = text
        values.append(value)
    out = {"name": cursor.spelling, "header": "cti/" + header,
           "doc": doc.first(), "values": values}
    if re.search(r"\b[Bb]its\b", doc.body):
        out["flags"] = True
    return out


def describe_field(struct, cursor):
    where = "%s.%s" % (struct.spelling, cursor.spelling)
    if cursor.is_bitfield():
        raise Fault("%s: a bit-field has no fixed place" % where)
    kind = describe_type(cursor.type, where)
    text = words.flat(words.bare(cursor.raw_comment or ""))
    out = {"name": cursor.spelling, "type": kind,
           "offset": cursor.get_field_offsetof() // 8,
           "size": cursor.type.get_size()}
    if "pointers" in kind:
        out["nullable"] = words.takes_null(text)
    if text:
        out["doc"] = text
    return out


def describe_struct(cursor, header):
    fields = [describe_field(cursor, f) for f in cursor.type.get_fields()]
    sized = bool(fields) and fields[0]["name"] == "size"
    if cursor.spelling.endswith("_opts") and not sized:
        raise Fault("%s: options begin with their size" % cursor.spelling)
    return {"name": cursor.spelling, "header": "cti/" + header,
            "doc": words.Doc(cursor.raw_comment).first(),
            "size": cursor.type.get_size(), "sized": sized,
            "align": cursor.type.get_align(), "fields": fields}


def describe_callback(cursor, header):
    doc = words.Doc(cursor.raw_comment)
    kind = cursor.underlying_typedef_type
    args = []
    for child in cursor.get_children():
        if child.kind == KIND.PARM_DECL:
            arg = {"name": child.spelling,
                   "type": describe_type(child.type, cursor.spelling)}
            text = doc.params.get(child.spelling, "")
            if "pointers" in arg["type"] and child.spelling != "user":
                owner = words.ownership(text)
                arg["ownership"] = "owned" if owner == "owned" else "borrowed"
            if text:
                arg["doc"] = text
            args.append(arg)
    result = kind.get_canonical().get_result()
    return {"name": cursor.spelling, "header": "cti/" + header,
            "doc": doc.first(), "arguments": args,
            "returns": {"type": describe_type(result, cursor.spelling)}}


def handle_of(cursor, header):
    return {"name": cursor.spelling, "header": "cti/" + header,
            "doc": words.Doc(cursor.raw_comment).first()}


def sort_out(cursor, header, docs, api):
    if cursor.kind == KIND.FUNCTION_DECL:
        api["functions"].append(describe_function(cursor, header, docs))
    elif cursor.kind == KIND.ENUM_DECL and cursor.is_definition():
        api["enums"].append(describe_enum(cursor, header))
    elif cursor.kind == KIND.STRUCT_DECL and cursor.is_definition():
        api["structs"].append(describe_struct(cursor, header))
    elif cursor.kind == KIND.TYPEDEF_DECL:
        kind = cursor.underlying_typedef_type.get_canonical()
        if kind.kind in FUNCTION_TYPES:
            api["callbacks"].append(describe_callback(cursor, header))
        elif kind.kind == TYPE.RECORD and \
                not kind.get_declaration().is_definition():
            api["handles"].append(handle_of(cursor, header))


def join_handles(api):
    """Which functions keep a handle and which give it back."""
    names = {f["name"] for f in api["functions"]}
    for handle in api["handles"]:
        for what, ends in (("ref", ("_ref",)),
                           ("unref", ("_unref", "_free", "_close"))):
            for end in ends:
                if handle["name"] + end in names:
                    handle[what] = handle["name"] + end


def describe(root):
    unit, folder = parse(root)
    api = {"handles": [], "enums": [], "structs": [], "callbacks": [],
           "functions": []}
    ours = [(c, header_of(c, folder)) for c in unit.cursor.get_children()]
    ours = [(c, header) for c, header in ours if header]
    docs = {c.spelling: words.Doc(c.raw_comment) for c, _ in ours
            if c.kind == KIND.FUNCTION_DECL}
    for cursor, header in ours:
        sort_out(cursor, header, docs, api)
    for rows in api.values():
        rows.sort(key=lambda row: row["name"])
    inherit_errors(api["functions"])
    join_handles(api)
    maps.add(api, folder)
    return api
