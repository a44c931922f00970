/* SPDX-License-Identifier: MIT */
/* From the options of a stream to those of libcurl. */
#ifndef CTI__IO_EASY_H
#define CTI__IO_EASY_H

#include "io/stream.h"

#include <curl/curl.h>

/* The libcurl that runs: 0x075801 is 7.88.1. */
uint32_t cti__easy_version(void);
/* Whether nothing in it could mean another part of a URL. */
bool cti__easy_is_host(const char *host);
/* Keep-alive and the rest of a socket's own settings. */
void cti__easy_tune(int fd, const struct cti__stream_opts *opts);
/* "pbx:5038", "[::1]:5038"; owned, NULL if memory ran out. */
char *cti__easy_name(const struct cti__stream_opts *opts);
/*
 * What holds for any connection: time-out, keep-alive, TLS (if opts->tls), no
 * proxy. kept: as below. 0 or CTI_ENOMEM.
 */
int cti__easy_set_net(CURL *easy, const struct cti__stream_opts *opts,
		      struct cti__stream_opts *kept);
/*
 * Everything but the callbacks of the dial. kept: the numbers of opts, borrowed
 * while the handle lives. 0 or CTI_ENOMEM.
 */
int cti__easy_set(CURL *easy, const struct cti__stream_opts *opts,
		  struct cti__stream_opts *kept, const char *name);

#endif
