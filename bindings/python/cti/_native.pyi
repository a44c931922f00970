# SPDX-License-Identifier: MIT
"""The module that cffi makes: its types are C's."""
from typing import Any

ffi: Any
lib: Any
