# SPDX-License-Identifier: MIT
"""Writes the constants of the Java binding."""
import json

from generator import names

HEAD = """// SPDX-License-Identifier: MIT
// %s
package org.libcti;

/** Constants, errors and fields of libcti. */
public final class Generated {
    private Generated() {
    }

    /** CTI_ABI_VERSION of the headers. */
    public static final int ABI_VERSION = %d;
"""
ENUM_TAIL = """
        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        %(name)s(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static %(name)s of(int value) {
            for (%(name)s one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final %(name)s[] BY_NUMBER = values();
    }
"""
FIELD_TAIL = """
        /** The number in the C library. */
        public final int value;
        /** The name in JSON. */
        public final String word;
        /** STR, LIST, INT, BOOL, TIME or PAIRS. */
        public final Type type;

        %(name)s(int value, String word, Type type) {
            this.value = value;
            this.word = word;
            this.type = type;
        }

        /** The field of a number; null for one of a newer library. */
        public static %(name)s of(int value) {
            return value >= 0 && value < BY_NUMBER.length ? BY_NUMBER[value] : null;
        }

        private static final %(name)s[] BY_NUMBER = values();
    }
"""
METRIC_TAIL = """
        /** The number in the C library. */
        public final int value;
        /** The name in JSON. */
        public final String word;
        /** COUNT, RATIO (in 1 of 10000), TIME (ms), MONEY (thousandths) or
         * HUNDREDTHS. */
        public final String unit;
        /** What it counts. */
        public final String definition;

        %(name)s(int value, String word, String unit, String definition) {
            this.value = value;
            this.word = word;
            this.unit = unit;
            this.definition = definition;
        }

        /** The metric of a number; null for one of a newer library. */
        public static %(name)s of(int value) {
            return value >= 0 && value < BY_NUMBER.length ? BY_NUMBER[value] : null;
        }

        private static final %(name)s[] BY_NUMBER = values();
    }
"""
ERROR_TAIL = """
        /** The negative number. */
        public final int code;
        /** The sentence, in English. */
        public final String text;

        ErrorCode(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** The error of a number; null for one of a newer library. */
        public static ErrorCode of(int code) {
            for (ErrorCode one : BY_NUMBER) {
                if (one.code == code) {
                    return one;
                }
            }
            return null;
        }

        private static final ErrorCode[] BY_NUMBER = values();
    }
"""


def text(words):
    return json.dumps(words, ensure_ascii=False)


def comment(words):
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("*/", "")


def told(name, doc):
    """What stands above a constant: the header's words, or its own name."""
    if doc:
        return doc[0].upper() + doc[1:] + ("" if doc.endswith(".") else ".")
    return "{@code %s}; the header of C says more." % name.lower()


def body(name, rows, doc, tail):
    out = "\n    /** %s */\n    public enum %s {\n" % (comment(doc), name)
    out += ",\n".join("        /** %s */\n        %s" % (
        comment(told(row.split("(")[0], said)), row)
                       for row, said in rows) + ";\n"
    return out + tail.replace("%(name)s", name)


def write_flags(enum):
    out = "\n    /** %s */\n    public static final class %s {\n" % (
        comment(enum["doc"]), names.camel(enum["name"]))
    out += "        private %s() {\n        }\n\n" % names.camel(enum["name"])
    for name, value, _, doc in names.constants(enum):
        out += "        /** %s */\n" % comment(told(name, doc))
        out += "        public static final int %s = %d;\n" % (name, value)
    return out + "    }\n"


def write(api):
    abi = [c["value"] for c in api["constants"]
           if c["name"] == "CTI_ABI_VERSION"]
    out = HEAD % (names.NOTE, abi[0])
    fields = {enum: rows for _, enum, rows in names.lists(api)}
    for enum in names.enums(api):
        name = names.camel(enum["name"])
        if names.is_flags(enum):
            out += write_flags(enum)
        elif enum["name"] in fields:
            types = {r["value"]: r["type"] for r in fields[enum["name"]]}
            rows = [("%s(%d, %s, Type.%s)" % (n, v, text(w), types[v]), d)
                    for n, v, w, d in names.constants(enum)]
            out += body(name, rows, enum["doc"], FIELD_TAIL)
        elif enum["name"] == "cti_metric":
            metrics = {r["value"]: r for r in api["metrics"]}
            rows = [("%s(%d, %s, %s,\n            %s)" % (
                n, v, text(metrics[v]["name"]), text(metrics[v]["unit"]),
                text(metrics[v]["definition"])), metrics[v]["definition"])
                    for n, v, _, _ in names.constants(enum)]
            out += body(name, rows, enum["doc"], METRIC_TAIL)
        else:
            rows = [("%s(%d, %s)" % (n, v, text(w or "")), d)
                    for n, v, w, d in names.constants(enum)]
            out += body(name, rows, enum["doc"], ENUM_TAIL)
    rows = [("%s(%d, %s)" % (r["constant"][4:], r["value"], text(r["text"])),
             r["text"]) for r in api["errors"]]
    out += body("ErrorCode", rows, "What the library can fail with.", ERROR_TAIL)
    out += "\n    /** What a field holds. */\n    public enum Type {\n" \
        "        /** A text. */\n        STR,\n" \
        "        /** Several texts. */\n        LIST,\n" \
        "        /** A whole number. */\n        INT,\n" \
        "        /** Whether it is so. */\n        BOOL,\n" \
        "        /** A time. */\n        TIME,\n" \
        "        /** Names with values. */\n        PAIRS\n    }\n"
    return out + "}\n"
