/* SPDX-License-Identifier: MIT */
/* TLS in front of a simulated switch, in threads of its own. */
#ifndef TESTS_FAULTS_TLS_H
#define TESTS_FAULTS_TLS_H

#include <stdint.h>

struct tls_front;

/* Listen at address, and hand what comes on to target there. */
struct tls_front *tls_front_new(const char *address, uint16_t target,
				const char *cert, const char *key);
void tls_front_free(struct tls_front *front);
uint16_t tls_front_port(const struct tls_front *front);
/* Another certificate for the connections to come. */
void tls_front_show(struct tls_front *front, const char *cert, const char *key);
/* End the connections that there are. */
void tls_front_drop(struct tls_front *front);
/* A certificate for that address, signed by itself. */
void tls_make(const char *folder, const char *name, const char *address,
	      char *cert, char *key);

#endif
