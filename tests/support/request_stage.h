/* SPDX-License-Identifier: MIT */
/*
 * Requests from outside: an embedded client on a simulator with a virtual
 * clock, what its events told as lines, and how requests ended.
 */
#ifndef CTI_TESTS_REQUEST_STAGE_H
#define CTI_TESTS_REQUEST_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <uv.h>

#define STAGE_ENDS 64
#define MAYBE	   __attribute__((unused))

/* A request that has ended. */
struct stage_end {
	uint64_t id;
	uint32_t kind;
	int error;
	char detail[256], call[128], link[64];
};

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	char told[16384];
	char call[128]; /* id of the last call that began */
	struct stage_end end[STAGE_ENDS];
	size_t ends;
	bool closed;
	/* Called for every event and at every end, if set. */
	void (*on_event)(const cti_event *event);
	void (*on_end)(const struct stage_end *end);
} stage;

/* Fields that make a line, in this order. */
static const enum cti_field stage_fields[] = {
	CTI_FIELD_DEVICE, CTI_FIELD_AGENT,  CTI_FIELD_STATE,   CTI_FIELD_REASON,
	CTI_FIELD_REMOTE, CTI_FIELD_CALLED, CTI_FIELD_QUEUE,   CTI_FIELD_KIND,
	CTI_FIELD_BY,	  CTI_FIELD_OF,	    CTI_FIELD_FROM,    CTI_FIELD_TO,
	CTI_FIELD_SLOT,	  CTI_FIELD_CAUSE,  CTI_FIELD_DEVICES, CTI_FIELD_ALSO,
	CTI_FIELD_DIGITS, CTI_FIELD_KEY,    CTI_FIELD_VALUE,   CTI_FIELD_REF,
};

static inline void stage_write(const cti_event *event)
{
	size_t i, n = strlen(stage.told);
	const char *text;

	n += (size_t)snprintf(stage.told + n, sizeof(stage.told) - n, "%s",
			      cti_event_kind_name(cti_event_kind(event)));
	for (i = 0; i < sizeof(stage_fields) / sizeof(stage_fields[0]); i++) {
		text = cti_event_str(event, stage_fields[i], NULL);
		if (*text && n < sizeof(stage.told))
			n += (size_t)snprintf(stage.told + n,
					      sizeof(stage.told) - n, " %s",
					      text);
	}
	if (n + 1 < sizeof(stage.told))
		strcpy(stage.told + n, "\n");
}

static inline void stage_on_event(cti_client *client, const cti_event *event,
				  void *user)
{
	(void)client;
	(void)user;
	switch (cti_event_kind(event)) {
	case CTI_EVENT_CALL_BEGIN:
		snprintf(stage.call, sizeof(stage.call), "%s",
			 cti_event_str(event, CTI_FIELD_CALL, NULL));
		break;
	case CTI_EVENT_LINK:
	case CTI_EVENT_POP:
	case CTI_EVENT_CALL_END:
	case CTI_EVENT_INFO:
		break;
	default:
		stage_write(event);
	}
	if (stage.on_event)
		stage.on_event(event);
}

static inline void stage_done(cti_client *client,
			      const cti_request_result *result, void *user)
{
	struct stage_end *end = &stage.end[stage.ends];

	(void)user;
	assert_ptr_equal(client, stage.client);
	assert_true(stage.ends < STAGE_ENDS);
	assert_true(result->size == sizeof(*result));
	stage.ends++;
	end->id = result->id;
	end->kind = result->kind;
	end->error = result->error;
	snprintf(end->detail, sizeof(end->detail), "%s", result->detail);
	snprintf(end->call, sizeof(end->call), "%s", result->call);
	snprintf(end->link, sizeof(end->link), "%s", result->link);
	if (stage.on_end)
		stage.on_end(end);
}

static inline void stage_on_closed(void *user)
{
	(void)user;
	stage.closed = true;
}

MAYBE static cti_link *stage_link(const char *url, const char *name)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link = NULL;

	opts.url = url;
	opts.name = name;
	if (cti_link_add(stage.client, &link, &opts))
		fail_msg("%s", cti_client_detail(stage.client));
	return link;
}

/* A client without a link. */
MAYBE static int stage_bare(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	(void)state;
	memset(&stage, 0, sizeof(stage));
	uv_loop_init(&stage.loop);
	opts.loop = &stage.loop;
	opts.on_event = stage_on_event;
	opts.on_closed = stage_on_closed;
	return cti_client_new(&stage.client, &opts);
}

static inline int stage_begin(void **state)
{
	if (stage_bare(state))
		return -1;
	stage.link = stage_link("sim:?clock=virtual", "sim");
	return cti_sim_advance(stage.link, 0);
}

static inline int stage_finish(void **state)
{
	(void)state;
	if (stage.client)
		cti_client_close(stage.client);
	uv_run(&stage.loop, UV_RUN_DEFAULT);
	/* Nothing of the library is left on the loop. */
	return stage.closed ? uv_loop_close(&stage.loop) : -1;
}

MAYBE static void stage_pass(uint32_t ms)
{
	assert_int_equal(cti_sim_advance(stage.link, ms), 0);
}

MAYBE static void stage_sim(const char *line)
{
	if (cti_sim_do(stage.link, line))
		fail_msg("%s: %s", line, cti_link_detail(stage.link));
}

/* Let the loop run until nothing is left to be told. */
MAYBE static void stage_turn(void)
{
	size_t turns;

	for (turns = 0; turns < 4; turns++)
		uv_run(&stage.loop, UV_RUN_NOWAIT);
}

static inline int stage_send(const cti_request_opts *opts, uint64_t *id)
{
	cti_request_ticket ticket = { .size = sizeof(ticket) };
	int err = cti_request_send(stage.client, opts, stage_done, NULL,
				   &ticket);

	if (id)
		*id = ticket.id;
	return err;
}

/* The request as designated fields: ASK(HOLD, .device = "1001"). */
#define OPTS(request_kind, ...)                                                \
	(&(cti_request_opts){ .size = sizeof(cti_request_opts),                \
			      .kind = CTI_REQUEST_##request_kind,              \
			      __VA_ARGS__ })
#define ASK(request_kind, ...) stage_ask(OPTS(request_kind, __VA_ARGS__))

/* It must be accepted and end; how. */
static inline const struct stage_end *stage_ask(const cti_request_opts *opts)
{
	size_t before = stage.ends;

	if (stage_send(opts, NULL))
		fail_msg("%s: %s", cti_request_kind_name(opts->kind),
			 cti_client_detail(stage.client));
	assert_int_equal(stage.ends, before);
	stage_turn();
	assert_int_equal(stage.ends, before + 1);
	return &stage.end[before];
}

/* It is carried out. */
#define DO(request_kind, ...)                                                  \
	stage_well(ASK(request_kind, __VA_ARGS__), __LINE__)

MAYBE static void stage_well(const struct stage_end *end, int line)
{
	if (end->error)
		fail_msg("line %d: %s", line, end->detail);
}

/* The switch refuses it, in those words. */
#define REFUSED(words, request_kind, ...)                                      \
	do {                                                                   \
		const struct stage_end *end_ = ASK(request_kind, __VA_ARGS__); \
		assert_int_equal(end_->error, CTI_EREFUSED);                   \
		assert_string_equal(end_->detail, words);                      \
	} while (0)

/* It is not even accepted. */
#define NOT(err, words, request_kind, ...)                                     \
	do {                                                                   \
		assert_int_equal(                                              \
			stage_send(OPTS(request_kind, __VA_ARGS__), NULL),     \
			err);                                                  \
		assert_string_equal(cti_client_detail(stage.client), words);   \
	} while (0)

/* What was told since the last time. */
#define TOLD(lines)                                                            \
	do {                                                                   \
		assert_string_equal(stage.told, lines);                        \
		stage.told[0] = '\0';                                          \
	} while (0)

MAYBE static void stage_forget(void)
{
	stage.told[0] = '\0';
}

#define STAGE(test)                                                            \
	cmocka_unit_test_setup_teardown(test, stage_begin, stage_finish)

/* 13800138000 talks to 1001. */
MAYBE static void stage_inbound(void)
{
	stage_sim("call 13800138000 to 1001 as a");
	stage_sim("answer 1001");
	stage_forget();
}

#endif
