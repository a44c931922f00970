# SPDX-License-Identifier: MIT
"""Texts and errors, from Python into C and back."""
from __future__ import annotations

import os
from typing import Any, Iterable, List, Optional, Tuple, Union

from ._generated import EXCEPTIONS, Error

try:
    from ._native import ffi as ffi, lib as lib
except ImportError as err:
    raise ImportError(
        "cti: libcti cannot be loaded (%s); install libcti 0.1 or newer, or "
        "name its folder in LD_LIBRARY_PATH" % err) from err

Path = Union[str, "os.PathLike[str]"]
# What this binding was generated for: as CTI_ABI_VERSION of the headers.
ABI = 1


def check_abi(running: int, made_for: int = ABI) -> None:
    """Refuse a library that this binding was not made for."""
    if running >> 16 != made_for >> 16 or running < made_for:
        raise ImportError(
            "cti: the libcti that is loaded has ABI %d.%d and this binding "
            "needs %d.%d; install a libcti and a cti of the same version"
            % (running >> 16, running & 0xffff,
               made_for >> 16, made_for & 0xffff))


check_abi(lib.cti_abi_version())


def encode(text: Any, what: str) -> bytes:
    """Bytes for the library of an argument that must be a string."""
    if not isinstance(text, str):
        raise TypeError("%s must be a str, not %s"
                        % (what, type(text).__name__))
    if "\0" in text:
        raise ValueError("%s has a NUL in it; leave that out" % what)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("%s has half of a surrogate pair in it, which is no "
                         "text; leave that out" % what) from None


def short(text: Any) -> str:
    """What was handed over, for a sentence."""
    shown = repr(text)
    return shown if len(shown) <= 80 else shown[:77] + "..."


class Keeper:
    """The C strings of one call: they live as long as it does."""

    def __init__(self) -> None:
        self.kept: List[Any] = []

    def text(self, text: Any, what: str) -> Any:
        """A pointer to a text, or NULL for None."""
        if text is None:
            return ffi.NULL
        self.kept.append(ffi.new("char[]", encode(text, what)))
        return self.kept[-1]

    def row(self, pairs: Iterable[Tuple[Any, Any]], what: str) -> Any:
        """Names and values in turn, ended by NULL; NULL if there are none."""
        texts = [self.text(text, what) for pair in pairs for text in pair]
        if not texts:
            return ffi.NULL
        self.kept.append(ffi.new("char *[]", texts + [ffi.NULL]))
        return self.kept[-1]

    def pairs(self, pairs: Iterable[Tuple[Any, Any]], what: str) -> Any:
        """An array of cti_pair, and its length."""
        rows = [(self.text(k, what), self.text(v, what)) for k, v in pairs]
        if not rows:
            return ffi.NULL, 0
        self.kept.append(ffi.new("cti_pair[]", rows))
        return self.kept[-1], len(rows)


def decode(text: Any) -> str:
    """The str of a C string; the library's are UTF-8 and never NULL."""
    return str(ffi.string(text), "utf-8", "replace") if text else ""


def take(text: Any) -> str:
    """The same of one that is ours to free."""
    try:
        return decode(text)
    finally:
        lib.cti_free(text)


def error(code: int, sentence: Optional[str] = None) -> Error:
    """The exception for an error's number."""
    if code in EXCEPTIONS:
        return EXCEPTIONS[code](sentence or "")
    # A newer library has more errors than this binding was made with.
    found = Error(sentence or decode(lib.cti_strerror(code)))
    found.code = code
    found.name = decode(lib.cti_error_name(code))
    found.text = decode(lib.cti_strerror(code))
    return found


class Detail:
    """Where a function of the library writes what was wrong."""

    def __init__(self) -> None:
        self._room = ffi.new("char[1024]")

    def room(self) -> Tuple[Any, int]:
        """The last two arguments of such a function."""
        return self._room, len(self._room)

    def sentence(self) -> str:
        return decode(self._room)


def check(code: int, sentence: Union[None, str, Detail] = None) -> None:
    """Raise unless it is 0."""
    if code:
        raise error(code, sentence.sentence() if isinstance(sentence, Detail)
                    else sentence)
