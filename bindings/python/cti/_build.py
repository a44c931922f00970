# SPDX-License-Identifier: MIT
"""Writes the C of cti._native, for meson: _build.py OUTPUT"""
import re
import sys
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).parent
# What _batch.h has, and the callbacks: they run inside cti_poll().
MORE = """
struct cti_py_batch { char *data; size_t len; ...; };
static int cti_py_fetch(cti_client *client, struct cti_py_batch *batch,
                        int timeout_ms, size_t max);
static void cti_py_done(struct cti_py_batch *batch);
extern "Python" void cti_py_log(enum cti_log_level, const char *, void *);
extern "Python" void cti_py_lookup(cti_client *, cti_lookup *, void *);
extern "Python" void cti_py_identified(cti_client *,
                                       const cti_identification *, void *);
extern "Python" void cti_py_reloaded(cti_client *, int, uint64_t,
                                     const char *, void *);
extern "Python" void cti_py_request(cti_client *, const cti_request_result *,
                                    void *);
extern "Python" void cti_py_route(cti_client *, cti_route *, void *);
extern "Python" void cti_py_routed(cti_client *, const cti_route *,
                                   const cti_route_result *, void *);
"""


def main():
    cdef = (HERE / "_cdef.h").read_text(encoding="utf-8")
    ffi = FFI()
    ffi.cdef(re.sub(r"/\*.*?\*/", "", cdef, flags=re.S) + MORE)
    ffi.set_source("cti._native", '#include "_batch.h"\n', py_limited_api=True)
    ffi.emit_c_code(sys.argv[1])


main()
