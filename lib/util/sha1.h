/* SPDX-License-Identifier: MIT */
/*
 * SHA-1 (RFC 3174), for the WebSocket's handshake only, where it proves no
 * more than that the other side speaks WebSocket. None of the libraries that
 * libcti is linked with lends it out.
 */
#ifndef CTI__UTIL_SHA1_H
#define CTI__UTIL_SHA1_H

#include "util/str.h"

#define CTI__SHA1_SIZE 20

void cti__sha1(unsigned char out[CTI__SHA1_SIZE], struct cti__str text);

#endif
