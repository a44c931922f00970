# SPDX-License-Identifier: MIT
"""Telephone numbers and directories: what needs no client."""
from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Callable, List, Optional, Tuple

from ._generated import NumberScope
from ._text import Detail, Keeper, Path, check, decode, ffi, lib, short
from .customers import Number, read_number
from .journal import Each


@dataclass(frozen=True)
class NumberPlan:
    """How a site dials."""
    country: str = "CN"
    """Two letters."""
    area: Optional[str] = None
    """The site's area code with its trunk prefix: "010"."""
    outside_prefix: Optional[str] = None
    """Dialled for an outside line: "9"."""
    carrier_prefixes: Optional[str] = None
    """"17951,17911"; None: the country's own."""
    extension_digits: int = 0
    """The longest extension; 0: five."""
    plugin: Optional[str] = None
    """Knows more countries: "phonenumber", or a path with a slash."""
    plugin_for: NumberScope = NumberScope.ABROAD
    """Which numbers the plug-in is asked about."""


@dataclass(frozen=True)
class NumberStep:
    """One thing that was done to a number."""
    name: str
    """"outside-prefix": what, in one word."""
    value: str
    text: str
    """One sentence."""


def _plugin(name: Optional[str]) -> Any:
    if name is None:
        return ffi.NULL
    keeper, detail = Keeper(), Detail()
    out = ffi.new("cti_number_plugin **")
    check(lib.cti_number_plugin_load(out, keeper.text(name, "plugin"),
                                     *detail.room()), detail)
    return out[0]


def _plan(keeper: Keeper, plan: Optional[NumberPlan]) -> Any:
    if plan is None:
        return ffi.NULL
    opts = ffi.new("cti_number_plan *")
    opts.size = ffi.sizeof("cti_number_plan")
    for name in ("country", "area", "outside_prefix", "carrier_prefixes"):
        setattr(opts, name, keeper.text(getattr(plan, name), name))
    opts.extension_digits = plan.extension_digits
    opts.plugin = _plugin(plan.plugin)
    opts.plugin_for = int(plan.plugin_for)
    return opts


def _room() -> Any:
    out = ffi.new("cti_number *")
    out.size = ffi.sizeof("cti_number")
    return out


def _check(code: int, text: str) -> None:
    check(code, "%s is no telephone number, or the plan's country is not "
          "known" % short(text))


def parse_number(text: str, plan: Optional[NumberPlan] = None) -> Number:
    """Take a telephone number apart by the rules of a site; "": withheld."""
    keeper, out = Keeper(), _room()
    _check(lib.cti_number_parse(keeper.text(text, "the number"),
                                _plan(keeper, plan), out), text)
    return read_number(out)


def _step(step: Any) -> NumberStep:
    return NumberStep(decode(step.name), decode(step.value),
                      decode(step.text))


@ffi.def_extern(name="cti_py_step")  # type: ignore[misc]
def _on_step(user: Any, step: Any) -> None:
    ffi.from_handle(user)(step)


def explain_number(text: str, plan: Optional[NumberPlan] = None
                   ) -> Tuple[Number, List[NumberStep]]:
    """The same, and what was done and why, step by step."""
    keeper, out = Keeper(), _room()
    steps: List[NumberStep] = []
    every = Each(steps.append, _step)
    _check(lib.cti_number_explain(keeper.text(text, "the number"),
                                  _plan(keeper, plan), out, lib.cti_py_step,
                                  every.handle), text)
    return read_number(out), steps


class _Progress:
    def __init__(self, fn: Callable[[int, int], Any]) -> None:
        self.fn = fn
        self.raised: Optional[BaseException] = None


@ffi.def_extern(name="cti_py_progress")  # type: ignore[misc]
def _on_progress(done: int, total: int, user: Any) -> None:
    told = ffi.from_handle(user)
    try:
        if told.raised is None:
            told.fn(done, total)
    except BaseException as problem:
        told.raised = problem


def build_directory(csv: Path, sqlite: Path,
                    plan: Optional[NumberPlan] = None, *,
                    progress: Optional[Callable[[int, int], Any]] = None
                    ) -> int:
    """
    Make the SQLite directory for Client.add_sqlite() from a CSV file.

    progress: called some times a second with bytes read and bytes in all.
    Returns how many broken lines were left out.
    """
    keeper, detail = Keeper(), Detail()
    skipped = ffi.new("uint64_t *")
    paths = (keeper.text(os.fspath(csv), "csv"),
             keeper.text(os.fspath(sqlite), "sqlite"), _plan(keeper, plan))
    if progress is None:
        check(lib.cti_directory_build(*paths, skipped, *detail.room()),
              detail)
        return int(skipped[0])
    told = _Progress(progress)
    handle = ffi.new_handle(told)
    err = lib.cti_directory_build_told(*paths, lib.cti_py_progress, handle,
                                       skipped, *detail.room())
    if told.raised is not None:
        raise told.raised
    check(err, detail)
    return int(skipped[0])
