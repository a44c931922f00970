/* SPDX-License-Identifier: MIT */
/* Tests of the ids of calls: none is told twice, whatever the switch does. */
#include "told.h"
#include "util/refuse.h"

/* A whole book of ids that were told, and of whose call each was. */
struct book {
	struct stage stage;
	size_t count;
	char (*id)[64]; /* of the n-th caller's call */
	size_t begun, wrong;
};

#define BOOK_MAX 12000

static void write_down(void *user, struct cti_event *ev)
{
	struct book *book = user;
	struct cti__str id = cti__event_text(ev, CTI_FIELD_CALL);
	struct cti__str who = cti__event_text(ev, CTI_FIELD_REMOTE);
	uint64_t n;

	if (ev->kind == CTI_EVENT_CALL_BEGIN)
		who = cti__event_text(ev, CTI_FIELD_CALLER);
	if (!cti__str_u64(who, &n) || n >= BOOK_MAX || id.n >= 64) {
		book->wrong += ev->kind != CTI_EVENT_CALL_END;
		return;
	}
	if (ev->kind == CTI_EVENT_CALL_BEGIN) {
		book->wrong += *book->id[n] != 0;
		book->begun++;
		memcpy(book->id[n], id.p, id.n);
	} else {
		book->wrong += !cti__str_is(id, book->id[n]);
	}
}

static void book_open(struct book *book)
{
	struct cti__model_opts opts = {
		.emit = write_down, .user = book, .seed = { 1, 2 }, .id = "pbx-"
	};

	memset(book, 0, sizeof(*book));
	book->stage.now_us = 1000000000;
	book->id = calloc(BOOK_MAX, sizeof(*book->id));
	assert_non_null(book->id);
	assert_int_equal(cti__model_new(&book->stage.model, &opts), 0);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void book_close(struct book *book)
{
	size_t i, doubled = 0;

	cti__model_close(book->stage.model, book->stage.now_us);
	assert_int_equal(cti__model_calls(book->stage.model), 0);
	cti__model_free(book->stage.model);
	assert_int_equal(book->begun, book->count);
	assert_int_equal(book->wrong, 0);
	qsort(book->id, BOOK_MAX, sizeof(*book->id), by_text);
	for (i = 1; i < BOOK_MAX; i++)
		doubled += *book->id[i] &&
			   !strcmp(book->id[i - 1], book->id[i]);
	free(book->id);
	assert_int_equal(doubled, 0);
}

struct names {
	char caller[24], trunk[72], phone[72];
};

static void name_legs(struct names *names, const char *format, unsigned serial,
		      size_t caller)
{
	char id[64];

	snprintf(names->caller, sizeof(names->caller), "%zu", caller);
	snprintf(id, sizeof(id), format, serial, serial * 0x9e3779b9u);
	snprintf(names->trunk, sizeof(names->trunk), "%s", id);
	snprintf(names->phone, sizeof(names->phone), "%s-b", id);
}

static void begins(struct book *book, const struct names *names)
{
	trunk(&book->stage, names->trunk, names->caller, "400");
	rings(&book->stage, names->trunk, names->phone, "1001");
}

/* Told once more, by a list, and met by a leg that knows only the group. */
static void is_listed(struct book *book, const struct names *names)
{
	struct stage *s = &book->stage;

	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(names->trunk),
	     .group = cti__str(names->trunk), .role = CTI_ROLE_TRUNK,
	     .state = CTI_STATE_CALLING, .snapshot = true);
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("other"),
	     .group = cti__str(names->trunk), .role = CTI_ROLE_EXTENSION,
	     .device = CTI__STR("1002"), .state = CTI_STATE_ALERTING,
	     .other_number = cti__str(names->caller), .snapshot = true);
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(names->phone),
	     .group = cti__str(names->trunk), .role = CTI_ROLE_EXTENSION,
	     .device = CTI__STR("1001"), .state = CTI_STATE_ALERTING,
	     .snapshot = true);
	FEED(s, .kind = CTI_FACT_SNAPSHOT_END);
	assert_int_equal(cti__model_calls(s->model), 1);
	end(s, "other", 16);
}

static void one_call(struct book *book, const char *format, unsigned serial)
{
	struct names names;

	name_legs(&names, format, serial, book->count++);
	begins(book, &names);
	if (serial % 100 == 7)
		is_listed(book, &names);
	up(&book->stage, names.phone);
	end(&book->stage, names.phone, 16);
	end(&book->stage, names.trunk, 16);
	/* What is said late of a leg is said within seconds. */
	book->stage.now_us += 61000000;
}

static void restart(struct book *book, int64_t uptime)
{
	struct stage *s = &book->stage;

	book->stage.now_us += 20000000;
	if (uptime >= 0)
		FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = uptime);
}

/* The switch gives its thousand ids again, each time in another order. */
static void thousands(const char *format, int64_t uptime, unsigned times)
{
	static const unsigned step[] = { 1, 7, 999, 501, 333 };
	struct book book;
	unsigned i, k;

	book_open(&book);
	for (k = 0; k < times; k++) {
		restart(&book, uptime);
		for (i = 0; i < 1000; i++)
			one_call(&book, format,
				 (i * step[k % 5] + k * 411) % 1000);
	}
	book_close(&book);
}

static void test_callid__none_comes_twice_after_restarts(void **state)
{
	(void)state;
	thousands("1700000000.%u", 3, 5);
}

static void test_callid__none_comes_twice_after_restarts_nobody_told(
	void **state)
{
	(void)state;
	thousands("1700000000.%u", -1, 5);
}

static void test_callid__none_comes_twice_of_ids_in_no_order(void **state)
{
	(void)state;
	thousands("%2$x-%1$u", -1, 3);
}

static void test_callid__none_comes_twice_of_ids_too_long_to_order(void **state)
{
	(void)state;
	thousands("abcdefghijklmnopqrstuvwxyz-abcdefghijklmnop.%07u", -1, 3);
}

static void test_callid__none_comes_twice_that_looks_made_here(void **state)
{
	struct book book;
	unsigned i, k;

	(void)state;
	book_open(&book);
	for (k = 0; k < 3; k++) {
		for (i = 0; i < 1000; i++) {
			one_call(&book, "7~%u", i);
			one_call(&book, "7", i);
		}
		restart(&book, 3);
	}
	book_close(&book);
}

static void test_callid__two_that_live_under_one_id_stay_two(void **state)
{
	struct book book;
	struct names old, new;

	(void)state;
	book_open(&book);
	one_call(&book, "5.%u", 1);
	name_legs(&old, "5.%u", 1, book.count++);
	begins(&book, &old);
	name_legs(&new, "5.%u", 2, book.count++);
	begins(&book, &new);
	assert_string_equal(book.id[1], "pbx-5.1~1");
	assert_string_equal(book.id[2], "pbx-5.2");
	end(&book.stage, old.phone, 16);
	end(&book.stage, old.trunk, 16);
	book_close(&book);
}

static const char *id_of(struct book *book, const char *format, unsigned serial)
{
	one_call(book, format, serial);
	return book->id[book->count - 1];
}

static void test_callid__a_sane_switch_keeps_its_own(void **state)
{
	struct book book;
	unsigned i;

	(void)state;
	book_open(&book);
	for (i = 0; i < 3000; i++) {
		if (i == 1500)
			restart(&book, 3);
		one_call(&book, i < 1500 ? "1700000000.%u" : "1700000900.%u",
			 /* A little out of order. */
			 i ^ 7);
		assert_null(strchr(book.id[i], '~'));
	}
	book_close(&book);
}

static void test_callid__uuids_stay_as_they_are(void **state)
{
	struct book book;
	unsigned i;

	(void)state;
	book_open(&book);
	for (i = 0; i < 3000; i++) {
		if (i % 500 == 0)
			restart(&book, 3);
		assert_null(strchr(
			id_of(&book, "%2$08x-0000-4000-8000-%1$012x", i), '~'));
	}
	book_close(&book);
}

static void test_callid__mark_is_when_the_process_began(void **state)
{
	struct book book;

	(void)state;
	book_open(&book);
	restart(&book, 100);
	assert_string_equal(id_of(&book, "5.%u", 9), "pbx-5.9");
	restart(&book, 3);
	/* 1000 s and what has gone by since: 20 s, a call, 20 s again. */
	assert_string_equal(id_of(&book, "5.%u", 9), "pbx-5.9~1100");
	assert_string_equal(id_of(&book, "5.%u", 8), "pbx-5.8~1100");
	assert_string_equal(id_of(&book, "5.%u", 9), "pbx-5.9~1100.1");
	assert_string_equal(id_of(&book, "5.%u", 10), "pbx-5.10");
	book_close(&book);
}

/* Who came later, and when it asks for the uptime, makes no difference. */
static void test_callid__two_gateways_tell_the_same(void **state)
{
	struct book old, late;
	unsigned i;

	(void)state;
	book_open(&old);
	book_open(&late);
	late.stage.now_us += 1700000;
	restart(&old, 1000);
	restart(&late, 1001);
	for (i = 0; i < 700; i++)
		one_call(&old, "5.%u", i);
	for (; i < 1500; i++) {
		one_call(&old, "5.%u", i);
		one_call(&late, "5.%u", i);
	}
	late.stage.now_us = old.stage.now_us + 1700000;
	restart(&old, 3);
	restart(&late, 4);
	for (i = 0; i < 1600; i++) {
		one_call(&old, "5.%u", i);
		one_call(&late, "5.%u", i);
		assert_string_equal(old.id[old.count - 1],
				    late.id[late.count - 1]);
		assert_true(!strchr(old.id[old.count - 1], '~') == (i >= 1500));
	}
	book_close(&old);
	book_close(&late);
}

/* Damaged bytes: a telephone rings, and neither it nor its call has a name. */
static void test_callid__none_comes_twice_of_no_id_at_all(void **state)
{
	struct book book;
	char caller[24];
	int i;

	(void)state;
	book_open(&book);
	for (i = 0; i < 1500; i++) {
		snprintf(caller, sizeof(caller), "%zu", book.count++);
		FEED(&book.stage, .kind = CTI_FACT_LEG_STATE,
		     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
		     .state = CTI_STATE_ALERTING,
		     .other_number = cti__str(caller));
		end(&book.stage, "", 16);
		book.stage.now_us += 61000000;
	}
	book_close(&book);
}

/* A call that ended, and others of its name. */
static void story_of_one_name(struct stage *s)
{
	inbound_call(s);
	end(s, "e1", 16);
	end(s, "t1", 16);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .text = CTI__STR("a"));
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .text = CTI__STR("b"));
	inbound_call(s);
	end(s, "e1", 16);
	end(s, "t1", 16);
	inbound_call(s);
}

static void test_callid__memory_may_run_out(void **state)
{
	struct stage *s = calloc(1, sizeof(*s));
	int nth, failed = 0;

	(void)state;
	assert_non_null(s);
	for (nth = 0; nth < 150; nth++) {
		stage_open(s, 0);
		refuse_after = nth;
		story_of_one_name(s);
		refuse_after = -1;
		assert_true(s->err == 0 || s->err == CTI_ENOMEM);
		failed += s->err != 0;
		cti__model_close(s->model, s->now_us);
		assert_int_equal(s->begun, s->ended);
		stage_close(s);
		assert_int_equal(refuse_held, 0);
	}
	assert_true(failed > 30 && failed < 150);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_callid__none_comes_twice_after_restarts),
		cmocka_unit_test(
			test_callid__none_comes_twice_after_restarts_nobody_told),
		cmocka_unit_test(
			test_callid__none_comes_twice_of_ids_in_no_order),
		cmocka_unit_test(
			test_callid__none_comes_twice_of_ids_too_long_to_order),
		cmocka_unit_test(
			test_callid__none_comes_twice_that_looks_made_here),
		cmocka_unit_test(test_callid__none_comes_twice_of_no_id_at_all),
		cmocka_unit_test(
			test_callid__two_that_live_under_one_id_stay_two),
		cmocka_unit_test(test_callid__a_sane_switch_keeps_its_own),
		cmocka_unit_test(test_callid__uuids_stay_as_they_are),
		cmocka_unit_test(test_callid__mark_is_when_the_process_began),
		cmocka_unit_test(test_callid__two_gateways_tell_the_same),
		REFUSE_TEST(test_callid__memory_may_run_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
