/* SPDX-License-Identifier: MIT */
/* Simulated switches in processes of their own, whose memory does not end. */
#ifndef TESTS_TORTURE_SWITCHES_H
#define TESTS_TORTURE_SWITCHES_H

#include <stdint.h>

struct protocol;

/* "crm": a server of customers. */
extern const struct protocol protocol_crm;

/* The port of the one that speaks the protocol: it is started when it is first
   asked for, one call after the other is made on it, and it ends with us. */
uint16_t switches_port(const char *protocol);
/* The login that it takes; "" for none. The password is s3cret. */
const char *switches_user(const char *protocol);

#endif
