/* SPDX-License-Identifier: MIT */
/* The queue before cti_poll(): what it drops, what it never drops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/queue.h"
#include "model/event.h"

#include <stdio.h>
#include <string.h>

#define MANY ((size_t)1 << 30)

static uint64_t seq;

static void push(struct cti__queue *q, enum cti_event_kind kind,
		 const char *pop_state)
{
	struct cti_event ev;

	seq++;
	cti__event_init(&ev, kind, (int64_t)seq * 1000000);
	ev.seq = seq;
	if (pop_state)
		cti__event_set(&ev, CTI_FIELD_STATE, cti__str(pop_state));
	assert_int_equal(cti__queue_push(q, cti_event_ref(&ev)), 0);
}

/* Take all out; their kinds by first letters and sequence numbers in words. */
static void drain(struct cti__queue *q, char *text, size_t size)
{
	cti_event *ev;

	*text = '\0';
	while ((ev = cti__queue_pop(q))) {
		snprintf(text + strlen(text), size - strlen(text), "%s%llu ",
			 cti_event_kind_name(cti_event_kind(ev)),
			 (unsigned long long)cti_event_seq(ev));
		cti_event_unref(ev);
	}
	assert_true(cti__queue_empty(q));
	assert_int_equal(q->count, 0);
	assert_int_equal(q->bytes, 0);
}

static void begin(struct cti__queue *q, size_t max_count, size_t max_bytes)
{
	seq = 0;
	cti__queue_init(q, max_count, max_bytes);
}

static void test_queue__keeps_the_order(void **state)
{
	struct cti__queue q;
	char text[256];

	(void)state;
	begin(&q, 10, MANY);
	push(&q, CTI_EVENT_RING, NULL);
	push(&q, CTI_EVENT_INFO, NULL);
	push(&q, CTI_EVENT_HANGUP, NULL);
	drain(&q, text, sizeof(text));
	assert_string_equal(text, "ring1 info2 hangup3 ");
	assert_int_equal(q.dropped, 0);
	cti__queue_fini(&q);
}

static void test_queue__drops_detail_before_anything_else(void **state)
{
	struct cti__queue q;
	char text[256];

	(void)state;
	begin(&q, 3, MANY);
	push(&q, CTI_EVENT_RING, NULL);
	push(&q, CTI_EVENT_DTMF, NULL);
	push(&q, CTI_EVENT_ANSWER, NULL);
	push(&q, CTI_EVENT_HOLD, NULL);
	drain(&q, text, sizeof(text));
	assert_string_equal(text, "ring1 loss2 answer3 hold4 ");
	assert_int_equal(q.dropped, 1);
	cti__queue_fini(&q);
}

static void test_queue__drops_the_oldest_that_is_no_end(void **state)
{
	struct cti__queue q;
	char text[256];

	(void)state;
	begin(&q, 4, MANY);
	push(&q, CTI_EVENT_HANGUP, NULL);
	push(&q, CTI_EVENT_RING, NULL);
	push(&q, CTI_EVENT_ANSWER, NULL);
	push(&q, CTI_EVENT_CALL_END, NULL);
	push(&q, CTI_EVENT_RING, NULL);
	push(&q, CTI_EVENT_RING, NULL);
	drain(&q, text, sizeof(text));
	/* Two in a row leave one mark, with the number of the last. */
	assert_string_equal(text, "hangup1 loss3 call-end4 ring5 ring6 ");
	assert_int_equal(q.dropped, 2);
	cti__queue_fini(&q);
}

static void test_queue__never_drops_an_end(void **state)
{
	struct cti__queue q;
	char text[256];

	(void)state;
	begin(&q, 2, MANY);
	push(&q, CTI_EVENT_HANGUP, NULL);
	push(&q, CTI_EVENT_CALL_END, NULL);
	push(&q, CTI_EVENT_LINK, NULL);
	push(&q, CTI_EVENT_POP, "closed");
	push(&q, CTI_EVENT_LOSS, NULL);
	drain(&q, text, sizeof(text));
	assert_string_equal(text, "hangup1 call-end2 link3 pop4 loss5 ");
	push(&q, CTI_EVENT_HANGUP, NULL);
	push(&q, CTI_EVENT_HANGUP, NULL);
	push(&q, CTI_EVENT_POP, "opened");
	drain(&q, text, sizeof(text));
	assert_string_equal(text, "hangup6 hangup7 loss8 ");
	assert_int_equal(q.dropped, 1);
	cti__queue_fini(&q);
}

static void test_queue__is_bounded_by_bytes_too(void **state)
{
	struct cti__queue q;
	int i;

	(void)state;
	begin(&q, 1000000, 65536);
	for (i = 0; i < 10000; i++)
		push(&q, CTI_EVENT_RING, NULL);
	assert_true(q.bytes <= 65536);
	assert_true(q.count > 10);
	assert_int_equal(q.count + q.dropped, 10000);
	cti__queue_fini(&q);
}

static void test_queue__a_mark_says_how_many_and_when(void **state)
{
	struct cti__queue q;
	cti_event *ev;
	int i;

	(void)state;
	begin(&q, 1, MANY);
	for (i = 0; i < 4; i++)
		push(&q, CTI_EVENT_RING, NULL);
	ev = cti__queue_pop(&q);
	assert_int_equal(cti_event_kind(ev), CTI_EVENT_LOSS);
	assert_string_equal(cti_event_str(ev, CTI_FIELD_DETAIL, NULL),
			    "3 events were dropped because cti_poll() was not "
			    "called in time");
	assert_string_equal(cti_event_str(ev, CTI_FIELD_FROM, NULL),
			    "1970-01-01T00:00:01.000Z");
	assert_string_equal(cti_event_str(ev, CTI_FIELD_TO, NULL),
			    "1970-01-01T00:00:03.000Z");
	assert_int_equal(cti_event_flags(ev), CTI_FLAG_SYNTHETIC);
	cti_event_unref(ev);
	/* What is left goes with the queue. */
	cti__queue_fini(&q);
}

static void test_queue__a_smaller_limit_holds_from_the_next_on(void **state)
{
	struct cti__queue q;
	int i;

	(void)state;
	begin(&q, 100, MANY);
	for (i = 0; i < 50; i++)
		push(&q, CTI_EVENT_RING, NULL);
	cti__queue_limit(&q, 10, MANY);
	assert_int_equal(q.count, 50);
	push(&q, CTI_EVENT_RING, NULL);
	assert_int_equal(q.count, 10);
	cti__queue_fini(&q);
}

static void test_queue__says_what_found_no_memory(void **state)
{
	struct cti_event ev;
	struct cti__queue q;
	cti_event *told;
	char text[256];

	(void)state;
	begin(&q, 10, MANY);
	push(&q, CTI_EVENT_RING, NULL);
	cti__event_init(&ev, CTI_EVENT_CALL_END, 2000000);
	ev.seq = ++seq;
	cti__queue_lost(&q, &ev);
	push(&q, CTI_EVENT_HANGUP, NULL);
	told = cti__queue_pop(&q);
	cti_event_unref(told);
	told = cti__queue_pop(&q);
	assert_string_equal(cti_event_str(told, CTI_FIELD_DETAIL, NULL),
			    "1 event was dropped because memory ran out");
	assert_int_equal(cti_event_seq(told), 2);
	cti_event_unref(told);
	drain(&q, text, sizeof(text));
	assert_string_equal(text, "hangup3 ");
	cti__queue_lost(&q, &ev);
	assert_false(cti__queue_empty(&q));
	cti_event_unref(cti__queue_pop(&q));
	assert_true(cti__queue_empty(&q));
	assert_int_equal(q.dropped, 2);
	cti__queue_fini(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queue__keeps_the_order),
		cmocka_unit_test(test_queue__drops_detail_before_anything_else),
		cmocka_unit_test(test_queue__drops_the_oldest_that_is_no_end),
		cmocka_unit_test(test_queue__never_drops_an_end),
		cmocka_unit_test(test_queue__is_bounded_by_bytes_too),
		cmocka_unit_test(test_queue__says_what_found_no_memory),
		cmocka_unit_test(test_queue__a_mark_says_how_many_and_when),
		cmocka_unit_test(
			test_queue__a_smaller_limit_holds_from_the_next_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
