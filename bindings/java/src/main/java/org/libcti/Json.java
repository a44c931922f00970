// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON: maps, lists, strings, longs, doubles, booleans and null. */
final class Json {
    private static final int DEEPEST = 64;

    private final String text;
    /** Most lines have none: then each string is a piece of the line. */
    private final boolean escapes;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
        escapes = text.indexOf('\\') >= 0;
    }

    static Map<String, Object> object(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skip();
        if (json.at != text.length() || !(value instanceof Map)) {
            throw json.broken();
        }
        return map(value);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    static List<?> list(Object value) {
        return value instanceof List ? (List<?>) value : List.of();
    }

    static String string(Object value) {
        return value instanceof String ? (String) value : "";
    }

    private CtiException broken() {
        return new CtiException(Generated.ErrorCode.EFORMAT,
            "this is no JSON, from character " + at + " on");
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw broken();
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw broken();
        }
        at++;
    }

    private Object value() {
        skip();
        switch (next()) {
        case '{':
            return members();
        case '[':
            return elements();
        case '"':
            return string();
        case 't':
            return word("true", Boolean.TRUE);
        case 'f':
            return word("false", Boolean.FALSE);
        case 'n':
            return word("null", null);
        default:
            return number();
        }
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw broken();
        }
        skip();
    }

    private Map<String, Object> members() {
        Map<String, Object> map = new LinkedHashMap<>(32);
        enter();
        if (next() != '}') {
            for (;;) {
                skip();
                String key = string();
                skip();
                expect(':');
                map.put(key, value());
                skip();
                if (next() != ',') {
                    break;
                }
                at++;
            }
        }
        expect('}');
        depth--;
        return map;
    }

    private List<Object> elements() {
        List<Object> list = new ArrayList<>();
        enter();
        if (next() != ']') {
            for (;;) {
                list.add(value());
                skip();
                if (next() != ',') {
                    break;
                }
                at++;
            }
        }
        expect(']');
        depth--;
        return list;
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw broken();
        }
        at += word.length();
        return meaning;
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(
                text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException notWhole) {
            try {
                return Double.valueOf(digits);
            } catch (NumberFormatException none) {
                throw broken();
            }
        }
    }

    private String string() {
        expect('"');
        int from = at;
        int end = text.indexOf('"', at);
        if (end < 0) {
            throw broken();
        }
        if (escapes && text.lastIndexOf('\\', end) >= from) {
            return escaped(new StringBuilder());
        }
        at = end + 1;
        return text.substring(from, end);
    }

    private String escaped(StringBuilder out) {
        while (next() != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() {
        char c = next();
        at++;
        switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case 'r':
            return '\r';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'u':
            return unit();
        default:
            return c;
        }
    }

    private char unit() {
        if (at + 4 > text.length()) {
            throw broken();
        }
        try {
            int unit = Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
            return (char) unit;
        } catch (NumberFormatException none) {
            throw broken();
        }
    }
}
