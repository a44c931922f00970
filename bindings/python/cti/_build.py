# SPDX-License-Identifier: MIT
"""Writes the C of cti._native, for meson: _build.py OUTPUT"""
import re
import sys
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).parent
# What _batch.h has, and the callbacks: they run inside cti_poll().
MORE = """
struct cti_py_batch { char *data; size_t len; cti_report *report;
                      int uncounted; ...; };
static int cti_py_fetch(cti_client *client, struct cti_py_batch *batch,
                        int timeout_ms, size_t max);
static void cti_py_done(struct cti_py_batch *batch);
int cti_py_count(const cti_contact *contact, void *user);
int cti_py_count_span(const cti_agent_span *span, void *user);
extern "Python" void cti_py_finding(cti_client *, const cti_finding *,
                                    void *);
extern "Python" void cti_py_diagnosed(cti_client *, int, void *);
extern "Python" void cti_py_trace(cti_client *, const cti_trace *, void *);
extern "Python" int cti_py_contact(const cti_contact *, void *);
extern "Python" int cti_py_span(const cti_agent_span *, void *);
extern "Python" int cti_py_letter(const cti_journal_letter *, void *);
extern "Python" void cti_py_step(void *, const cti_number_step *);
extern "Python" void cti_py_progress(uint64_t, uint64_t, void *);
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
