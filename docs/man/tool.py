# SPDX-License-Identifier: MIT
"""The tool's page, from what its own --help says of each command."""
import os
import re
import subprocess

import mdoc

# Where the second column of an option begins.
COLUMN = 20


def ask(tool, *words):
    """What the tool prints, in English and without colours."""
    out = subprocess.run((tool,) + words, check=True, capture_output=True,
                         text=True, encoding="utf-8",
                         env=dict(os.environ, LC_ALL="C", LANGUAGE=""))
    return out.stdout


def rows(lines):
    """Rows of two columns, the second perhaps on many lines."""
    for line in lines:
        found = re.match(r" {2}(\S.*?)(?: {2,}(\S.*))?$", line)
        if not found:
            continue
        if not found.group(2) and line.startswith("  -") and \
                line[COLUMN - 1:COLUMN] == " ":
            # The first column is full: one space is all that fits.
            yield [line[:COLUMN].strip(), line[COLUMN:]]
        else:
            yield [found.group(1), found.group(2) or ""]


def folded(lines):
    """The same with the further lines of each row."""
    done = []
    for line in lines:
        if line.startswith("   ") and done:
            word = line.strip()
            # A form of words may be longer than its line, too.
            at = 0 if not done[-1][1] and word.startswith("[") else 1
            done[-1][at] = (done[-1][at] + " " + word).strip()
        else:
            done += rows([line])
    return done


def options(lines):
    return mdoc.tagged((term, [mdoc.prose(text)] if text else [])
                       for term, text in folded(lines))


def blocks(text):
    """Paragraphs, rows and examples of a help text, as mdoc."""
    for block in re.split(r"\n\n+", text.strip("\n")):
        lines = block.split("\n")
        lead = []
        while lines and not lines[0].startswith(" "):
            lead.append(lines.pop(0))
        if lead:
            yield ".Pp"
            yield mdoc.prose(" ".join(lead))
        if lines and lead and lead[-1].startswith("For example"):
            yield from mdoc.literal(one[2:] for one in lines)
        elif lines:
            yield from options(lines)


def split(text):
    """The usage of a help text, and the rest."""
    usage, _, rest = text.partition("\n\n")
    return usage.replace("usage: ", "", 1), rest


def lists(overview):
    """The rows of the commands and of the requests in `cti --help`."""
    parts = re.split(r"\n\n", overview)
    tables = [folded(one.split("\n")) for one in parts
              if re.search(r"^ {2}[a-z][\w-]* {2,}\S", one, re.M)]
    return tables[0], tables[1]


def commands(tool, table):
    for name, summary in table:
        usage, rest = split(ask(tool, name, "--help"))
        yield ".Ss %s: %s" % (name, mdoc.escaped(summary))
        yield from mdoc.literal(usage.split("\n"))
        yield from blocks(rest)


def requests(tool, table):
    yield from mdoc.tagged((name.replace("-", " ", 1) if name.startswith(
        ("agent-", "record-", "queue-")) else name, [mdoc.prose(text)])
        for name, text in table)
    # All of them share what `dial` explains.
    usage, rest = split(ask(tool, "dial", "--help"))
    yield ".Pp"
    yield "As an example of their words:"
    yield from mdoc.literal(usage.split("\n"))
    yield from blocks(rest)


def page(template, tool, date):
    table, asked = lists(ask(tool, "--help"))
    return mdoc.filled(template, {
        "DATE": date,
        "SUMMARY": mdoc.tagged((name, [mdoc.prose(text)])
                               for name, text in table),
        "COMMANDS": commands(tool, table),
        "REQUESTS": requests(tool, asked),
    })
