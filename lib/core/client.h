/* SPDX-License-Identifier: MIT */
/*
 * The client inside. Everything here lives on the loop's thread, but for what
 * cti_poll() shares with it (struct cti__inbox).
 *
 * The application's callbacks may call any public function. What would have to
 * go back into the model or an adapter that is at work (removing a link, closing
 * the client, a command for the simulator) waits until the outermost
 * cti__client_leave().
 */
#ifndef CTI__CORE_CLIENT_H
#define CTI__CORE_CLIENT_H

#include "core/config.h"
#include "core/inbox.h"
#include "core/trace.h"
#include "identify/net.h"
#include "io/loop.h"
#include "io/timer.h"
#include "model/event.h"
#include "util/log.h"
#include "util/stamp.h"

#include <cti/client.h>

struct cti__identify;
struct cti__pops;
struct cti__routing;
struct cti__service;
struct cti__journaling;
struct cti__learning;
struct cti__reading;

struct cti_client {
	struct cti__loop *loop;
	bool own;      /* a thread of its own: events go to the inbox */
	bool closing;  /* asked for; nothing more is told */
	bool ended;    /* taken down; the loop is letting go */
	uint32_t depth; /* how often entered */
	cti_event_fn *on_event;
	cti_log_fn *on_log;
	cti_closed_fn *on_closed;
	void *user;
	struct cti__log log;
	struct cti__trace trace;
	struct cti__config config;
	struct cti__buf detail;
	uint64_t seq;
	uint64_t seed[2];
	struct cti__list links;
	struct cti__list switches;
	struct cti__identify *identify;
	struct cti__net net;	  /* of identify */
	struct cti__pops *pops;
	struct cti__service *service; /* counted; NULL: none is loaded */
	struct cti__stamp service_stamp; /* of its file when it was read */
	struct cti__reading *reading; /* it is being read again; NULL: not */
	struct cti__list watched; /* files */
	int64_t settle_ms;	  /* that they are watched with */
	struct cti__timer *alarm; /* of identify */
	struct cti__learning *learning; /* NULL: no identify.learned_file */
	struct cti__list asked;	  /* cti_identify() under way */
	struct cti__list requests; /* cti_request_send() under way */
	uint64_t request_ids;
	struct cti__routing *routing; /* NULL: never wanted */
	struct cti__journaling *journaling; /* NULL: no journal.file */
	atomic_uint under_way; /* requests whose callbacks have not run */
	struct cti__way *way;	  /* for lookups that outlive the client */
	struct cti__inbox inbox;
	atomic_uint lines; /* of the log that wait in the inbox */
	atomic_uint_fast64_t read_done, read_total; /* of a file: bytes */
};

/* Around all that runs on the loop. After leaving, the client may be gone. */
void cti__client_enter(struct cti_client *client);
void cti__client_leave(struct cti_client *client);

/* Keep the sentence of a failure (borrowed) for cti_client_detail(). */
void cti__client_say(struct cti_client *client, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Make a key's value take effect, or all if NULL. 0, CTI_EVALUE or CTI_ENOMEM, with
   the sentence in the client's detail. */
/* After a stay in the inbox: ends the client if a callback closed it. */
void cti__client_left_poll(struct cti_client *client);
int cti__client_apply(struct cti_client *client, const char *key);

/*
 * Run a public function on the loop's thread, entered. Each such function puts
 * its arguments and its result into a struct behind this head.
 */
struct cti__hop {
	struct cti_client *client;
	void (*fn)(struct cti__hop *hop);
};

void cti__hop(struct cti__hop *hop, struct cti_client *client,
	      void (*fn)(struct cti__hop *hop));

#endif
