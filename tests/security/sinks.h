/* SPDX-License-Identifier: MIT */
/*
 * Every word of a request that goes out to a switch, with a hostile value in
 * it. What was sent is taken apart as the switch does it, and must have the
 * same pieces as with a harmless value: nothing more, nothing less, nothing
 * else.
 */
#ifndef CTI_TESTS_SINKS_H
#define CTI_TESTS_SINKS_H

#include "hostile.h"
#include "model/request.h"

/* The harmless value; no other word of the requests has it in it. */
#define SINK_PLAIN "1002"

#define PIECES_MAX 160

/* What a switch understood, piece by piece. All zero is nothing. */
struct pieces {
	struct cti__buf at[PIECES_MAX];
	size_t count;
};

void pieces_add(struct pieces *to, struct cti__str piece);
void pieces_clear(struct pieces *pieces);

/* As Asterisk's manager reads actions, FreeSWITCH its commands, and Asterisk's
   web server "METHOD PATH BODY". */
void pieces_of_ami(struct pieces *to, struct cti__str sent);
void pieces_of_esl(struct pieces *to, struct cti__str sent);
void pieces_of_http(struct pieces *to, struct cti__str sent);

struct sink {
	uint32_t kind;
	size_t offset; /* of a struct cti__str in the request */
	const char *name;
};

extern const struct sink sinks[];
extern const size_t sink_count;

/* A request with that value in the sink. */
struct cti_request sink_request(const struct sink *sink, struct cti__str value);

/*
 * One request from a new stage: what it sent, all of it. Returns how it ended:
 * 0 or an error.
 */
typedef int sink_send_fn(const struct cti_request *req, struct pieces *sent);

/* All values into all sinks; fails unless at least so many sinks are open. */
void sinks_try(sink_send_fn *send, size_t least);

#endif
