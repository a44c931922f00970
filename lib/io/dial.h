/* SPDX-License-Identifier: MIT */
/* Name, TCP and TLS by libcurl, up to the point where bytes can flow. */
#ifndef CTI__IO_DIAL_H
#define CTI__IO_DIAL_H

#include "io/stream.h"

#include <curl/curl.h>

struct cti__dial;

/* err: 0 or why not, with a sentence. Once; may free the dial. */
typedef void cti__dial_fn(void *arg, int err, const char *detail);

/* fn is not called before this returns. As cti__stream_open(). */
int cti__dial_new(struct cti__dial **out, struct cti__loop *loop,
		  const struct cti__stream_opts *opts, cti__dial_fn *fn,
		  void *arg);
/* Also ends the connection that was made. NULL is allowed. */
void cti__dial_free(struct cti__dial *dial);

/* After fn told of 0: the socket, and what curl_easy_recv() wants. */
int cti__dial_fd(const struct cti__dial *dial);
CURL *cti__dial_easy(const struct cti__dial *dial);
/* As cti__stream_expires(). */
int64_t cti__dial_expires(const struct cti__dial *dial);
/*
 * Why a connection that was open has ended: the error, and its sentence, which
 * is borrowed from the dial. rc CURLE_OK: the other side closed it.
 */
int cti__dial_lost(struct cti__dial *dial, CURLcode rc, int os_err,
		   const char **detail);

/* For tests of the sentences. */
#define CTI__DIAL_DETAIL 640
/* Why no connection came about. words: curl's, may be "". */
int cti__dial_explain(char *out, const char *name,
		      const struct cti__stream_opts *opts, CURLcode rc,
		      int os_err, const char *words);
/* Why one was lost. */
int cti__dial_explain_lost(char *out, const char *name, bool tls, CURLcode rc,
			   int os_err, const char *words);

#endif
