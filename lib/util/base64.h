/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648) with its padding: for HTTP's Basic login and WebSocket. */
#ifndef CTI__UTIL_BASE64_H
#define CTI__UTIL_BASE64_H

#include "util/buf.h"

void cti__base64_put(struct cti__buf *out, const void *data, size_t n);

#endif
