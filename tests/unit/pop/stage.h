/* SPDX-License-Identifier: MIT */
/*
 * A stage for pops: events told in words go in, what the screens showed comes
 * out in words. The identification is the real one, asked through an
 * application's source whose answers the test holds back if it wants to.
 */
#ifndef CTI_TEST_POP_STAGE_H
#define CTI_TEST_POP_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "identify/identify.h"
#include "pop/pop.h"
#include "util/buf.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <stdio.h>
#include <stdlib.h>

#define STAGE_MAX 4096

struct stage {
	struct cti__identify *identify;
	struct cti__pops *pops;
	struct cti__log log;
	int64_t now_us; /* of the chain, and of every event */
	int64_t alarm_us;
	bool slow;	      /* hold lookups back */
	cti_lookup *held[64]; /* which the test answers */
	size_t held_count;
	size_t asked;
	cti_event *shown[STAGE_MAX]; /* every pop event, kept */
	size_t count, read;
	char *choose;	 /* customer to choose as soon as a pop opens */
	char line[1024]; /* of the log */
};

/* The directory: number, id, name, gender. Two of them share a telephone. */
static const char *const stage_book[][4] = {
	{ "13800138000", "42", "李明", "male" },
	{ "13900139000", "7", "王芳", "female" },
	{ "13700137000", "1", "张伟", "male" },
	{ "13700137000", "2", "张丽", "female" },
};

/* Allocations of the library that still succeed; negative: all of them. */
static int stage_mercy = -1;

static inline int64_t stage_now(void *user)
{
	return ((struct stage *)user)->now_us;
}

static inline void stage_alarm(void *user, int64_t at_us)
{
	((struct stage *)user)->alarm_us = at_us;
}

static inline cti_customer *stage_customer(const char *const row[4])
{
	cti_customer *customer;

	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "id", row[1]), 0);
	assert_int_equal(cti_customer_set(customer, "name", row[2]), 0);
	assert_int_equal(cti_customer_set(customer, "gender", row[3]), 0);
	return customer;
}

static inline void stage_answer_lookup(cti_lookup *lookup)
{
	cti_customer *found[4];
	size_t i, count = 0;

	for (i = 0; i < sizeof(stage_book) / sizeof(stage_book[0]); i++)
		if (!strcmp(cti_lookup_text(lookup), stage_book[i][0]))
			found[count++] = stage_customer(stage_book[i]);
	cti__lookup_answer(lookup, found, count);
	while (count)
		cti_customer_unref(found[--count]);
}

static inline void stage_ask(void *user, cti_lookup *lookup, cti_lookup_fn *fn,
			     void *fn_user)
{
	struct stage *s = user;
	int mercy = stage_mercy;

	(void)fn;
	s->asked++;
	/* The application has memory of its own. */
	stage_mercy = -1;
	/* A source that was added with a user pointer is always slow. */
	if (s->slow || fn_user)
		s->held[s->held_count++] = lookup;
	else
		stage_answer_lookup(lookup);
	stage_mercy = mercy;
}

static inline void stage_never(cti_client *client, cti_lookup *lookup,
			       void *user)
{
	(void)client;
	(void)lookup;
	(void)user;
	fail_msg("the host is asked, not the callback");
}

static inline void stage_emit(void *user, struct cti_event *ev)
{
	struct stage *s = user;
	char *id = s->choose;

	assert_true(s->count < STAGE_MAX);
	s->shown[s->count] = cti_event_ref(ev);
	if (!s->shown[s->count]) {
		assert_int_equal(stage_mercy, 0);
		return;
	}
	s->count++;
	if (id) {
		s->choose = NULL;
		assert_int_equal(
			cti__pops_choose(s->pops, cti_pop_id(ev->pop), id), 0);
	}
}

static inline void stage_log(void *user, uint32_t level, const char *text)
{
	(void)level;
	snprintf(((struct stage *)user)->line, 1024, "%s", text);
}

static inline int stage_setup(void **state)
{
	struct stage *s = calloc(1, sizeof(*s));
	struct cti__identify_host host = { .user = s,
					   .now_us = stage_now,
					   .alarm = stage_alarm,
					   .ask_app = stage_ask };
	struct cti__pops_opts opts = { .emit = stage_emit,
				       .user = s,
				       .seed = { 1, 2 } };

	s->now_us = 1000000;
	s->log = (struct cti__log){ stage_log, s, 3 };
	assert_int_equal(cti__identify_new(&s->identify, &host), 0);
	assert_int_equal(cti__identify_add_app(s->identify, "book", stage_never,
					       NULL, NULL, 0),
			 0);
	opts.identify = s->identify;
	opts.log = &s->log;
	assert_int_equal(cti__pops_new(&s->pops, &opts), 0);
	*state = s;
	return 0;
}

static inline int stage_teardown(void **state)
{
	struct stage *s = *state;

	cti__pops_free(s->pops);
	while (s->held_count)
		cti__lookup_answer(s->held[--s->held_count], NULL, 0);
	cti__identify_free(s->identify);
	while (s->count)
		cti_event_unref(s->shown[--s->count]);
	free(s);
	return 0;
}

/* Let the chain's time go on. */
static inline void stage_pass(struct stage *s, int64_t ms)
{
	s->now_us += ms * 1000;
	if (s->alarm_us && s->alarm_us <= s->now_us)
		cti__identify_tick(s->identify);
}

static inline void stage_set(struct cti_event *ev, struct cti__str key,
			     struct cti__str value)
{
	uint64_t number;
	int i;

	if (cti__str_is(key, "flags")) {
		ev->flags = cti__str_is(value, "resync") ? CTI_FLAG_RESYNC : 0;
		return;
	}
	for (i = 0; i < CTI_FIELD_COUNT; i++)
		if (cti__str_is(key, cti_field_name((enum cti_field)i)))
			break;
	if (i == CTI_FIELD_COUNT)
		fail_msg("no field %.*s", (int)key.n, key.p);
	if (i == CTI_FIELD_WITHHELD || i == CTI_FIELD_ALERTING) {
		assert_true(cti__str_u64(value, &number));
		cti__event_set_int(ev, (enum cti_field)i, (int64_t)number);
		return;
	}
	cti__event_set(ev, (enum cti_field)i, value);
}

/* "ring call=a device=1001 remote=13800138000": one event, now. */
static inline void stage_tell(struct stage *s, const char *words)
{
	struct cti__str rest, word, key,
		kind = cti__str_cut(cti__str(words), ' ', &rest);
	struct cti_event ev;
	int i;

	for (i = 0; i < CTI_EVENT_COUNT; i++)
		if (cti__str_is(kind,
				cti_event_kind_name((enum cti_event_kind)i)))
			break;
	if (i == CTI_EVENT_COUNT)
		fail_msg("no event %s", words);
	cti__event_init(&ev, (enum cti_event_kind)i, s->now_us);
	cti__event_set(&ev, CTI_FIELD_LINK, CTI__STR("pbx"));
	while (rest.n) {
		word = cti__str_cut(rest, ' ', &rest);
		key = cti__str_cut(word, '=', &word);
		stage_set(&ev, key, word);
	}
	cti__pops_event(s->pops, &ev);
}

/* Several, ended by NULL. */
static inline void stage_tell_all(struct stage *s, const char *const *words)
{
	while (*words)
		stage_tell(s, *words++);
}

#define TELL(s, ...)                                                           \
	stage_tell_all(s, (const char *const[]){ __VA_ARGS__, NULL })

static inline const cti_pop *stage_last(const struct stage *s)
{
	assert_true(s->count > 0);
	return cti_event_pop(s->shown[s->count - 1]);
}

/*
 * What was shown since the last time: "opened 1001 1 identified; closed 1001 2
 * hangup". Of an open one the identity is said, of a closed one the reason.
 */
static inline void stage_expect(struct stage *s, const char *want)
{
	struct cti__buf got = { 0 };

	for (; s->read < s->count; s->read++) {
		const cti_pop *pop = cti_event_pop(s->shown[s->read]);

		cti__buf_printf(
			&got, "%s%s %s %u %s", got.n ? "; " : "",
			cti_pop_state_name(cti_pop_state(pop)),
			cti_pop_device(pop), cti_pop_revision(pop),
			cti_pop_state(pop) == CTI_POP_CLOSED
				? cti_pop_reason(pop)
				: cti_identity_name(cti_pop_identity(pop)));
	}
	assert_string_equal(cti__buf_cstr(&got), want);
	cti__buf_fini(&got);
}

#define CALLER "remote=13800138000"

/* An outside call that nobody has answered. */
#define BEGIN(id)                                                              \
	"call-begin call=" id " direction=inbound caller=13800138000 "         \
	"called=4001100266 dnis=4001100266"

static inline void stage_end(struct stage *s, const char *const *rest)
{
	stage_tell_all(s, rest);
	assert_int_equal(cti__pops_calls(s->pops), 0);
	assert_int_equal(cti__pops_open(s->pops), 0);
}

#define END(s, ...) stage_end(s, (const char *const[]){ __VA_ARGS__, NULL })

static inline void stage_answered_by_1001(struct stage *s)
{
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER,
	     "answer call=a device=1001 " CALLER);
	stage_expect(s, "opened 1001 1 identified; updated 1001 2 identified");
}

/* 1001 has the contact a on hold and calls 1002 in a call b of its own. */
static inline void stage_consult(struct stage *s)
{
	stage_answered_by_1001(s);
	TELL(s, "hold call=a device=1001",
	     "call-begin call=b direction=internal caller=1001 called=1002 "
	     "consult_of=a",
	     "dial call=b device=1001 called=1002 consult_of=a",
	     "ring call=b device=1002 remote=1001 called=1002 consult_of=a");
}

#endif
