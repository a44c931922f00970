/* SPDX-License-Identifier: MIT */
/* A host for the chain: a clock that stands, an application that waits. */
#ifndef CTI_TEST_IDENTIFY_HOST_H
#define CTI_TEST_IDENTIFY_HOST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "identify/identify.h"

#include <cti/error.h>

#include "temp.h"

#define MS INT64_C(1000)

/* A host with a clock of its own, and an application that waits to be told. */
struct host {
	int64_t now, alarm;
	struct cti__identify *id;
	cti_lookup *asked[256];
	int count;
	void (*on_ask)(struct host *h, cti_lookup *lookup);
	struct cti__question *question;
	int called;
	enum cti_identity told;
};

static inline int64_t now_us(void *user)
{
	struct host *h = user;

	return h->now;
}

static inline void set_alarm(void *user, int64_t at_us)
{
	struct host *h = user;

	h->alarm = at_us;
}

static inline void ask_app(void *user, cti_lookup *lookup, cti_lookup_fn *fn,
			   void *fn_user)
{
	struct host *h = user;

	(void)fn;
	(void)fn_user;
	h->asked[h->count++] = lookup;
	if (h->on_ask)
		h->on_ask(h, lookup);
}

static inline void host_init(struct host *h)
{
	struct cti__identify_host host = { h,	    now_us,    set_alarm,
					   ask_app, &temp_log, { 1, 2 } };

	memset(h, 0, sizeof(*h));
	h->now = 1000 * MS;
	h->alarm = INT64_MAX;
	assert_int_equal(cti__identify_new(&h->id, &host), 0);
}

/* Let time go by, with the alarms that fall into it. */
static inline void pass(struct host *h, int64_t ms)
{
	int64_t until = h->now + ms * MS;

	while (h->alarm <= until) {
		if (h->alarm > h->now)
			h->now = h->alarm;
		cti__identify_tick(h->id);
	}
	h->now = until;
}

static inline void on_answer(struct cti__question *question, void *user)
{
	struct host *h = user;
	struct cti__answer answer;

	h->called++;
	cti__question_result(question, &answer);
	h->told = answer.identity;
}

static inline struct cti__question *ask(struct host *h, const char *number)
{
	struct cti__question *q;

	h->called = 0;
	assert_int_equal(cti__identify_ask(&q, h->id, cti__str(number), false,
					   on_answer, h),
			 0);
	assert_int_equal(h->called, 0);
	return q;
}

static inline enum cti_identity identity(const struct cti__question *q)
{
	struct cti__answer answer;

	cti__question_result(q, &answer);
	return answer.identity;
}

/* "id:score:source id:score:source". */
static inline const char *candidates(const struct cti__question *q)
{
	static char text[512];
	struct cti__answer a;
	size_t i;

	text[0] = '\0';
	cti__question_result(q, &a);
	for (i = 0; i < a.count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%s:%u:%s", i ? " " : "",
			 cti_customer_get(a.candidates[i], "id"),
			 cti_customer_score(a.candidates[i]),
			 cti_customer_source(a.candidates[i]));
	return text;
}

static inline void nobody_asks(cti_client *client, cti_lookup *lookup,
			       void *user)
{
	(void)client;
	(void)lookup;
	(void)user;
}

static inline void add_app(struct host *h, const char *name)
{
	char why[256];

	assert_int_equal(cti__identify_add_app(h->id, name, nobody_asks, NULL,
					       why, sizeof(why)),
			 0);
}

static inline void add_csv(struct host *h, const char *name, const char *bytes)
{
	char why[256];
	const char *path = temp_file("source.csv", bytes, strlen(bytes));

	if (cti__identify_add_csv(h->id, name, path, why, sizeof(why)))
		fail_msg("%s", why);
}

static inline void answer(cti_lookup *lookup, const char *id)
{
	cti_customer *c;

	assert_int_equal(cti_customer_new(&c), 0);
	assert_int_equal(cti_customer_set(c, "id", id), 0);
	assert_int_equal(cti_customer_set(c, "name", id), 0);
	cti__lookup_answer(lookup, &c, 1);
	cti_customer_unref(c);
}

#endif
