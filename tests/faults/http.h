/* SPDX-License-Identifier: MIT */
/* The simulated switch's HTTP and WebSocket, with what ARI answers on it. */
#ifndef TESTS_FAULTS_HTTP_H
#define TESTS_FAULTS_HTTP_H

#include "server.h"

/* A protocol's input(): requests, then a WebSocket's frames. */
size_t http_input(struct peer *peer, const char *data, size_t n);
/* One message to a WebSocket's client. */
void http_message(struct peer *peer, struct cti__str text);

/* Answer a request; path is what stands behind "/ari/". Returns HTTP's status,
   or 0: no answer ever. */
int ari_answer(struct server *server, struct cti__str method,
	       struct cti__str path, struct cti__buf *out);

#endif
