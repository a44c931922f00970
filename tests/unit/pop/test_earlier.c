/* SPDX-License-Identifier: MIT */
/* Earlier contacts in pops: copied, asked for once, and told when they come. */
#include "pop/earlier.h"
#include "stage.h"

/* What was asked for last, and how often. */
static struct {
	unsigned count;
	uint32_t turn;
	char call[20], number[20], customer[20];
} asked;

static void keep(char *at, struct cti__str text)
{
	snprintf(at, 20, "%.*s", (int)text.n, text.p ? text.p : "");
}

static void ask(void *user, struct cti__str call, uint32_t turn,
		struct cti__str number, struct cti__str customer)
{
	(void)user;
	asked.count++;
	asked.turn = turn;
	keep(asked.call, call);
	keep(asked.number, number);
	keep(asked.customer, customer);
}

static int setup(void **state)
{
	struct cti__pops_opts opts = { .emit = stage_emit,
				       .earlier = ask,
				       .seed = { 1, 2 } };
	struct stage *s;

	memset(&asked, 0, sizeof(asked));
	stage_setup(state);
	s = *state;
	cti__pops_free(s->pops);
	opts.user = s;
	opts.identify = s->identify;
	opts.log = &s->log;
	return cti__pops_new(&s->pops, &opts);
}

static struct cti__earlier *two(void)
{
	const cti_earlier rows[] = {
		{ "1", "phone", "inbound", "hot", "lee", "sold", "calls again",
		  1000000 },
		{ "2", "mail", "outbound", "", "", "", "", 86400000000 },
	};

	return cti__earlier_new(rows, 2);
}

static void test_earlier__keeps_a_copy_of_every_row(void **state)
{
	char text[] = "abcdefghijklmnopqrstuvwxyz";
	cti_earlier row = { text,      text + 1,  text + 3, text + 6,
			    text + 10, text + 15, text + 21 };
	struct cti__earlier *kept;
	const cti_earlier *at;

	(void)state;
	row.began_us = 77;
	kept = cti__earlier_new(&row, 1);
	memset(text, '!', sizeof(text) - 1);
	at = cti__earlier_at(kept, 0);
	assert_string_equal(at->id, "abcdefghijklmnopqrstuvwxyz");
	assert_string_equal(at->channel, "bcdefghijklmnopqrstuvwxyz");
	assert_string_equal(at->direction, "defghijklmnopqrstuvwxyz");
	assert_string_equal(at->line, "ghijklmnopqrstuvwxyz");
	assert_string_equal(at->agent, "klmnopqrstuvwxyz");
	assert_string_equal(at->disposition, "pqrstuvwxyz");
	assert_string_equal(at->notes, "vwxyz");
	assert_int_equal(at->began_us, 77);
	assert_null(cti__earlier_at(kept, 1));
	assert_null(cti__earlier_at(NULL, 0));
	cti__earlier_unref(kept);
}

static void test_earlier__are_members_of_the_json(void **state)
{
	struct cti__earlier *rows = two(), *none = cti__earlier_new(NULL, 0);
	struct cti__buf out = { 0 };

	(void)state;
	cti__earlier_put(NULL, &out);
	cti__earlier_put(none, &out);
	assert_int_equal(out.n, 0);
	cti__earlier_put(rows, &out);
	assert_string_equal(
		cti__buf_cstr(&out),
		",\"earlier\":[{\"began\":\"1970-01-01T00:00:01.000Z\","
		"\"id\":\"1\",\"channel\":\"phone\",\"direction\":\"inbound\","
		"\"line\":\"hot\",\"agent\":\"lee\",\"disposition\":\"sold\","
		"\"notes\":\"calls again\"},"
		"{\"began\":\"1970-01-02T00:00:00.000Z\",\"id\":\"2\","
		"\"channel\":\"mail\",\"direction\":\"outbound\"}]");
	cti__buf_fini(&out);
	cti__earlier_unref(rows);
	cti__earlier_unref(none);
}

static void come(struct stage *s, const char *call, uint32_t turn,
		 struct cti__earlier *rows)
{
	cti__pops_earlier(s->pops, cti__str(call), turn, rows);
	cti__earlier_unref(rows);
}

static void test_earlier__are_asked_for_once_and_come_with_an_update(
	void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	stage_expect(s, "opened 1001 1 identified");
	assert_string_equal(asked.call, "a");
	assert_string_equal(asked.number, "13800138000");
	assert_string_equal(asked.customer, "42");
	assert_null(cti_pop_earlier(stage_last(s), 0));
	come(s, "a", asked.turn, two());
	stage_expect(s, "updated 1001 2 identified");
	assert_string_equal(cti_pop_earlier(stage_last(s), 0)->notes,
			    "calls again");
	assert_string_equal(cti_pop_earlier(stage_last(s), 1)->channel, "mail");
	assert_null(cti_pop_earlier(stage_last(s), 2));
	TELL(s, "answer call=a device=1001 " CALLER);
	stage_expect(s, "updated 1001 3 identified");
	assert_int_equal(asked.count, 1);
	TELL(s, "hangup call=a device=1001 cause=normal");
	assert_int_equal(asked.count, 1);
}

static void test_earlier__of_somebody_else_go_nowhere(void **state)
{
	struct stage *s = *state;
	uint32_t turn;

	TELL(s,
	     "call-begin call=a direction=inbound caller=13700137000 "
	     "called=1 dnis=1",
	     "ring call=a device=1001 remote=13700137000");
	stage_expect(s, "opened 1001 1 ambiguous");
	/* Whose they are is not known: those of the number. */
	assert_string_equal(asked.number, "13700137000");
	assert_string_equal(asked.customer, "");
	turn = asked.turn;
	assert_int_equal(cti__pops_choose(s->pops, "a-1001", "2"), 0);
	stage_expect(s, "updated 1001 2 identified");
	assert_string_equal(asked.customer, "2");
	assert_int_equal(asked.count, 2);
	come(s, "a", turn, two());
	come(s, "never", asked.turn, two());
	stage_expect(s, "");
	come(s, "a", asked.turn, two());
	stage_expect(s, "updated 1001 3 identified");
}

static void test_earlier__that_are_none_are_no_news(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	stage_expect(s, "opened 1001 1 identified");
	come(s, "a", asked.turn, NULL);
	come(s, "a", asked.turn, cti__earlier_new(NULL, 0));
	stage_expect(s, "");
	come(s, "a", asked.turn, two());
	come(s, "a", asked.turn, NULL);
	stage_expect(s, "updated 1001 2 identified; updated 1001 3 identified");
	assert_null(cti_pop_earlier(stage_last(s), 0));
}

static void test_earlier__are_nobodys_between_colleagues(void **state)
{
	struct stage *s = *state;

	TELL(s,
	     "call-begin call=a direction=internal caller=1001 called=1002 "
	     "dnis=1002",
	     "ring call=a device=1002 remote=1001");
	assert_int_equal(asked.count, 0);
}

#define TEST(test_earlier__any)                                                \
	cmocka_unit_test_setup_teardown(test_earlier__any, setup,              \
					stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_earlier__keeps_a_copy_of_every_row),
		cmocka_unit_test(test_earlier__are_members_of_the_json),
		TEST(test_earlier__are_asked_for_once_and_come_with_an_update),
		TEST(test_earlier__of_somebody_else_go_nowhere),
		TEST(test_earlier__that_are_none_are_no_news),
		TEST(test_earlier__are_nobodys_between_colleagues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
