/* SPDX-License-Identifier: MIT */
/*
 * Tests of the model: facts in a word or two each, and what was told as lines
 * such as "ring 1001 remote=13800138000 called=4001100266 !late".
 */
#ifndef CTI_TEST_TOLD_H
#define CTI_TEST_TOLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/model.h"
#include "model/state.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAYBE_UNUSED __attribute__((unused))

#define TOLD_MAX  512
#define TOLD_LINE 240

/* A model, its clock, and what it told since it was last asked. */
struct stage {
	struct cti__model *model;
	int64_t now_us;
	bool snapshot;	 /* facts come from a list */
	uint64_t hidden; /* fields that lines leave out, one bit each */
	int err;	 /* of the last fact that failed */
	size_t count;
	char line[TOLD_MAX][TOLD_LINE];
	/* Over its whole life: for stories in which memory runs out. */
	unsigned begun, ended;
	int limit; /* 0: none; facts left, and one: the rest is not fed */
};

#define FIELD_BIT(field) ((uint64_t)1 << CTI_FIELD_##field)

static void line_add(char *line, const char *text, struct cti__str value)
{
	size_t used = strlen(line);

	snprintf(line + used, TOLD_LINE - used, "%s%.*s", text, (int)value.n,
		 value.p ? value.p : "");
}

static bool is_number_field(int field)
{
	switch (field) {
	case CTI_FIELD_POSITION:
	case CTI_FIELD_WAITED_MS:
	case CTI_FIELD_ALERTING:
	case CTI_FIELD_CAUSE_CODE:
	case CTI_FIELD_WITHHELD:
	case CTI_FIELD_REVISION:
		return true;
	default:
		return false;
	}
}

static void line_field(char *line, const struct cti_event *ev, int field)
{
	char text[40];

	if (!cti__event_has(ev, field))
		return;
	snprintf(text, sizeof(text), " %s=", cti_field_name(field));
	line_add(line, text, CTI__STR_NONE);
	if (is_number_field(field)) {
		snprintf(text, sizeof(text), "%" PRId64, ev->number[field]);
		line_add(line, text, CTI__STR_NONE);
	} else {
		line_add(line, "", ev->text[field]);
	}
}

static void line_flags(char *line, uint32_t flags)
{
	static const char *const names[] = { " !synthetic", " !resync",
					     " !guessed", " !late" };
	unsigned i;

	for (i = 0; i < 4; i++)
		if (flags >> i & 1)
			line_add(line, names[i], CTI__STR_NONE);
}

static void take_down(void *user, struct cti_event *ev)
{
	struct stage *s = user;
	char *line;
	int field;

	s->begun += ev->kind == CTI_EVENT_CALL_BEGIN;
	s->ended += ev->kind == CTI_EVENT_CALL_END;
	if (s->count == TOLD_MAX)
		return;
	line = s->line[s->count++];
	*line = 0;
	line_add(line, cti_event_kind_name(ev->kind), CTI__STR_NONE);
	if (cti__event_has(ev, CTI_FIELD_DEVICE))
		line_add(line, " ", ev->text[CTI_FIELD_DEVICE]);
	for (field = 0; field < CTI_FIELD_COUNT; field++)
		if (field != CTI_FIELD_DEVICE && !(s->hidden >> field & 1))
			line_field(line, ev, field);
	line_flags(line, ev->flags);
}

static MAYBE_UNUSED void stage_open(struct stage *s, uint32_t wrapup_ms)
{
	struct cti__model_opts opts = {
		.emit = take_down,
		.user = s,
		.seed = { 1, 2 },
		.id = "pbx-",
		.wrapup_ms = wrapup_ms,
	};

	memset(s, 0, sizeof(*s));
	s->now_us = 1000000000;
	s->hidden = FIELD_BIT(CALL) | FIELD_BIT(DNIS) | FIELD_BIT(CAUSE_CODE) |
		    FIELD_BIT(CAUSE_TEXT) | FIELD_BIT(WAITED_MS) |
		    FIELD_BIT(CONSULT_OF);
	assert_int_equal(cti__model_new(&s->model, &opts), 0);
}

static MAYBE_UNUSED void stage_close(struct stage *s)
{
	cti__model_free(s->model);
	s->model = NULL;
}

/* CMocka's setup and teardown: every test has a model of its own. */
static MAYBE_UNUSED int stage_setup(void **state)
{
	struct stage *s = malloc(sizeof(*s));

	if (!s)
		return -1;
	stage_open(s, 0);
	*state = s;
	return 0;
}

static MAYBE_UNUSED int stage_teardown(void **state)
{
	stage_close(*state);
	free(*state);
	return 0;
}

#define STAGE_TEST(fn)                                                         \
	cmocka_unit_test_setup_teardown(fn, stage_setup, stage_teardown)

/* What was told since the last time must be these lines. */
static MAYBE_UNUSED void expect_lines(struct stage *s, const char *const *want,
				      size_t count, const char *file, int at)
{
	size_t i;
	bool same = s->count == count;

	for (i = 0; same && i < count; i++)
		same = strcmp(s->line[i], want[i]) == 0;
	if (!same) {
		print_error("%s:%d: told was\n", file, at);
		for (i = 0; i < s->count; i++)
			print_error("  %s %s\n",
				    i < count && !strcmp(s->line[i], want[i])
					    ? " "
					    : "*",
				    s->line[i]);
		print_error("expected\n");
		for (i = 0; i < count; i++)
			print_error("    %s\n", want[i]);
		_fail(file, at);
	}
	s->count = 0;
}

#define told(s, ...)                                                           \
	expect_lines(s, (const char *const[]){ __VA_ARGS__ },                  \
		     sizeof((const char *const[]){ __VA_ARGS__ }) /            \
			     sizeof(const char *),                             \
		     __FILE__, __LINE__)
#define told_nothing(s) expect_lines(s, NULL, 0, __FILE__, __LINE__)

/* Whether one of the lines begins so. */
static MAYBE_UNUSED bool was_told(const struct stage *s, const char *begin)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (!strncmp(s->line[i], begin, strlen(begin)))
			return true;
	return false;
}

static MAYBE_UNUSED void told_forget(struct stage *s)
{
	s->count = 0;
}

static MAYBE_UNUSED void feed(struct stage *s, struct cti_fact fact)
{
	int err;

	if (s->limit == 1)
		return;
	if (s->limit)
		s->limit--;
	s->now_us += 1000;
	fact.time_us = s->now_us;
	if (s->snapshot)
		fact.snapshot = true;
	err = cti__model_fact(s->model, &fact);
	if (err)
		s->err = err;
}

#define FEED(s, ...) feed(s, (struct cti_fact){ __VA_ARGS__ })

static MAYBE_UNUSED void wait_ms(struct stage *s, int ms)
{
	s->now_us += (int64_t)ms * 1000;
	cti__model_tick(s->model, s->now_us);
}

/* Legs. "t" names are up to the test; extensions are told by their number. */
static MAYBE_UNUSED void trunk(struct stage *s, const char *leg,
			       const char *number, const char *called)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(leg),
	     .role = CTI_ROLE_TRUNK, .device = CTI__STR("carrier"),
	     .state = CTI_STATE_CALLING, .number = cti__str(number),
	     .called = cti__str(called));
}

/* A telephone dials. */
static MAYBE_UNUSED void phone(struct stage *s, const char *leg,
			       const char *device, const char *called)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(leg),
	     .role = CTI_ROLE_EXTENSION, .device = cti__str(device),
	     .state = CTI_STATE_CALLING, .number = cti__str(device),
	     .called = cti__str(called));
}

/* A leg that the switch makes, in no state yet. */
static MAYBE_UNUSED void made(struct stage *s, const char *leg,
			      enum cti_role role, const char *device)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(leg), .role = role,
	     .device = cti__str(device), .state = CTI_STATE_DOWN);
}

/* Both halves of a piece of plumbing: named x;1 and x;2 by the test. */
static MAYBE_UNUSED void plumbing(struct stage *s, const char *one,
				  const char *two, const char *exten)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(one),
	     .role = CTI_ROLE_LOCAL, .device = cti__str(exten),
	     .pair = cti__str(one), .half = 1, .context = CTI__STR("inside"));
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(two),
	     .role = CTI_ROLE_LOCAL, .device = cti__str(exten),
	     .pair = cti__str(one), .half = 2, .context = CTI__STR("inside"));
}

static MAYBE_UNUSED void state_is(struct stage *s, const char *leg,
				  enum cti_fact_state state)
{
	FEED(s, .kind = CTI_FACT_LEG_STATE, .leg = cti__str(leg),
	     .state = state);
}

static MAYBE_UNUSED void up(struct stage *s, const char *leg)
{
	state_is(s, leg, CTI_STATE_UP);
}

static MAYBE_UNUSED void request(struct stage *s, const char *leg, int code)
{
	FEED(s, .kind = CTI_FACT_LEG_HANGUP_REQUEST, .leg = cti__str(leg),
	     .code = code);
}

static MAYBE_UNUSED void end(struct stage *s, const char *leg, int code)
{
	FEED(s, .kind = CTI_FACT_LEG_END, .leg = cti__str(leg), .code = code);
}

/* Dials. */
static MAYBE_UNUSED void dial(struct stage *s, const char *leg,
			      const char *other, const char *called)
{
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .leg = cti__str(leg),
	     .other = cti__str(other), .called = cti__str(called),
	     .context = CTI__STR("inside"));
}

static MAYBE_UNUSED void dial_end(struct stage *s, const char *leg,
				  const char *other,
				  enum cti_dial_result result)
{
	FEED(s, .kind = CTI_FACT_DIAL_END, .leg = cti__str(leg),
	     .other = cti__str(other), .result = result);
}

/* leg rings the extension: its new leg exists, is dialled, and rings. */
static MAYBE_UNUSED void rings(struct stage *s, const char *leg,
			       const char *other, const char *device)
{
	made(s, other, CTI_ROLE_EXTENSION, device);
	dial(s, leg, other, device);
	state_is(s, other, CTI_STATE_ALERTING);
}

/* Bridges. */
static MAYBE_UNUSED void join(struct stage *s, const char *bridge,
			      const char *leg)
{
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = cti__str(bridge),
	     .leg = cti__str(leg));
}

static MAYBE_UNUSED void part(struct stage *s, const char *bridge,
			      const char *leg)
{
	FEED(s, .kind = CTI_FACT_BRIDGE_LEAVE, .bridge = cti__str(bridge),
	     .leg = cti__str(leg));
}

/* other, which leg rang up, picks up, and both meet in the bridge. */
static MAYBE_UNUSED void answers(struct stage *s, const char *leg,
				 const char *other, const char *bridge)
{
	up(s, other);
	dial_end(s, leg, other, CTI_DIAL_ANSWER);
	up(s, leg);
	join(s, bridge, other);
	join(s, bridge, leg);
}

static MAYBE_UNUSED void hold(struct stage *s, const char *leg)
{
	FEED(s, .kind = CTI_FACT_HOLD, .leg = cti__str(leg));
}

static MAYBE_UNUSED void unhold(struct stage *s, const char *leg)
{
	FEED(s, .kind = CTI_FACT_UNHOLD, .leg = cti__str(leg));
}

/* leg sends other away to a number. */
static MAYBE_UNUSED void blind(struct stage *s, const char *leg,
			       const char *other, const char *to)
{
	FEED(s, .kind = CTI_FACT_TRANSFER_BLIND, .leg = cti__str(leg),
	     .other = cti__str(other), .called = cti__str(to), .ok = true);
}

static MAYBE_UNUSED void attended(struct stage *s, const char *leg,
				  const char *second, const char *other,
				  const char *target,
				  enum cti_transfer_dest dest)
{
	FEED(s, .kind = CTI_FACT_TRANSFER_ATTENDED, .leg = cti__str(leg),
	     .second = cti__str(second), .other = cti__str(other),
	     .target = cti__str(target), .dest = dest,
	     .ok = dest != CTI_DEST_FAIL);
}

static MAYBE_UNUSED void queue_fact(struct stage *s, enum cti_fact_kind kind,
				    const char *leg, const char *queue)
{
	FEED(s, .kind = kind, .leg = cti__str(leg), .queue = cti__str(queue),
	     .code = kind == CTI_FACT_QUEUE_JOIN);
}

static MAYBE_UNUSED void park(struct stage *s, enum cti_fact_kind kind,
			      const char *leg, const char *other,
			      const char *device)
{
	FEED(s, .kind = kind, .leg = cti__str(leg), .other = cti__str(other),
	     .device = cti__str(device), .slot = CTI__STR("701"));
}

/* An outside caller talks to 1001: legs t1 and e1 in bridge b1. */
static MAYBE_UNUSED void inbound_call(struct stage *s)
{
	trunk(s, "t1", "13800138000", "4001100266");
	rings(s, "t1", "e1", "1001");
	answers(s, "t1", "e1", "b1");
}

/* 1001 holds the outside caller and talks to 1002: legs c1 and e2 in b2. */
static MAYBE_UNUSED void consultation(struct stage *s)
{
	hold(s, "e1");
	phone(s, "c1", "1001", "1002");
	rings(s, "c1", "e2", "1002");
	answers(s, "c1", "e2", "b2");
}

#endif
