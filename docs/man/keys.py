# SPDX-License-Identifier: MIT
"""The page of the configuration file, from the list of keys."""
import itertools
import json

import mdoc
import tool


def kind(key):
    words = [{"int": "number", "bool": "true or false"}.get(
        key["type"], key["type"])]
    if key["default"]:
        words.append("default " + key["default"])
    if key["secret"]:
        words.append("secret")
    return ", ".join(words)


def table(keys):
    def group(key):
        return key["name"].partition(".")[0]

    for name, some in itertools.groupby(sorted(keys, key=group), group):
        yield ".Ss " + name
        yield from mdoc.tagged(
            (key["name"], ["(%s)" % mdoc.plain(kind(key)), ".br",
                           mdoc.prose(key["doc"])]) for key in some)


def page(template, program, date):
    keys = [json.loads(line) for line in
            tool.ask(program, "keys", "--json").splitlines()]
    return mdoc.filled(template, {"DATE": date, "KEYS": table(keys)})
