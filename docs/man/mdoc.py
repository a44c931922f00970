# SPDX-License-Identifier: MIT
"""Plain text and the little markup of our comments as mdoc(7)."""
import re
import textwrap

# Anything shorter might be taken for a macro of mdoc's inside an argument.
MACRO = re.compile(r"\b[A-Z][a-z]{1,2}\b")
INLINE = re.compile(
    r"`(?P<code>[^`]+)`|(?<![\w*])\*(?P<strong>[A-Za-z][^*]*)\*(?![\w*])"
    r"|[@\\](?P<mark>[pc]) (?P<word>[\w:]+)"
    r"|#(?P<name>CTI_\w+)|\b(?P<function>cti_\w+)\(\)")


def plain(text):
    """Text as it is read; a hyphen stays one that can be searched for."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


def inline(text):
    """Text with the markup of a comment."""
    done = []
    at = 0
    for found in INLINE.finditer(text):
        done.append(escaped(text[at:found.start()]))
        at = found.end()
        part = found.groupdict()
        if part["strong"] or part["mark"] == "p":
            done.append("\\fI%s\\fP" % plain(part["strong"] or part["word"]))
        elif part["function"]:
            done.append("\\fB%s\\fP()" % part["function"])
        else:
            done.append("\\fB%s\\fP" % plain(
                part["code"] or part["word"] or part["name"]))
    return "".join(done) + escaped(text[at:])


def escaped(text):
    """Prose: options and paths keep their hyphens, words may be broken."""
    text = text.replace("\\", "\\e")
    return re.sub(r"(?<!\w)-+(?=\w)", lambda m: "\\-" * len(m.group()), text)


def line(text):
    """Lines of text that no macro can begin; a new sentence a new line."""
    done = []
    for sentence in re.split(r"(?<=[^\s.][.?!]) (?=\W*[A-Z])", text):
        done += textwrap.wrap(sentence, 78, break_long_words=False,
                              break_on_hyphens=False)
    return "\n".join(("\\&" if one[0] in ".'" else "") + one for one in done)


def prose(text):
    return line(inline(" ".join(text.split())))


def argument(text):
    """An argument of a macro, in quotes so that it stays one."""
    return '"%s"' % MACRO.sub(lambda m: "\\&" + m.group(), plain(text))


def literal(lines):
    yield ".Bd -literal -offset indent"
    for one in lines:
        one = one.replace("\\", "\\e").replace("-", "\\-")
        yield ("\\&" if one[:1] in (".", "'") else "") + one.expandtabs(8)
    yield ".Ed"


def tagged(items, width="Ds"):
    """Items of (term, lines of mdoc)."""
    yield ".Bl -tag -width " + width
    for term, lines in items:
        yield ".It Sy " + argument(term)
        yield from lines
    yield ".El"


def head(name, section, date):
    yield '.\\" SPDX-License-Identifier: MIT'
    yield '.\\" Generated; what it says comes from the sources of libcti.'
    yield ".Dd " + date
    yield ".Dt %s %s" % (name.upper(), section)
    yield ".Os"


def filled(template, parts):
    """A page written by hand, with @NAME@ on a line of its own filled in."""
    for one in template.splitlines():
        found = re.fullmatch(r"@([A-Z]+)@", one)
        if found:
            yield from parts[found.group(1)]
        else:
            yield one.replace("@DATE@", parts["DATE"])
