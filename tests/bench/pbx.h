/* SPDX-License-Identifier: MIT */
/* The switch's side of an AMI connection, as far as a bench needs it. */
#ifndef CTI_BENCH_PBX_H
#define CTI_BENCH_PBX_H

#include "util/buf.h"

/* A socket that listens on a loopback port of the kernel's choice; -1: none. */
int pbx_listen(uint16_t *port);
/* The next connection, without delay; -1: none. */
int pbx_accept(int listener);
/* All of it. false: the other side is gone. */
bool pbx_send(int fd, const char *data, size_t len);
/* Greet, let in, and list as many live calls: until every list was asked for.
 */
bool pbx_let_in(int fd, unsigned calls);

#endif
