/* SPDX-License-Identifier: MIT */
/* The chain: one deadline, one cache, sources that answer, are late or dead. */
#include "identify/identify.h"
#include "identify/customer.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "host.h"

#define LI "id,name,phone\n1,Li,13800138000\n"

static void test_identify__files_answer_at_once(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_csv(&h, "book", LI);
	q = ask(&h, "+86 138 0013 8000");
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "1:100:book");
	assert_string_equal(cti__question_number(q)->e164, "+8613800138000");
	cti__question_release(q);
	q = ask(&h, "13900139000");
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	pass(&h, 1000);
	assert_int_equal(h.called, 0);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__asks_nobody_who_is_withheld(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_csv(&h, "book", LI);
	add_app(&h, "crm");
	q = ask(&h, "anonymous");
	assert_int_equal(identity(q), CTI_IDENTITY_WITHHELD);
	cti__question_release(q);
	assert_int_equal(cti__identify_ask(&q, h.id, CTI__STR("13800138000"),
					   true, NULL, NULL),
			 0);
	assert_int_equal(identity(q), CTI_IDENTITY_WITHHELD);
	assert_string_equal(candidates(q), "");
	cti__question_release(q);
	assert_int_equal(h.count, 0);
	cti__identify_free(h.id);
}

static void test_identify__waits_for_the_application(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	assert_int_equal(identity(q), CTI_IDENTITY_PENDING);
	assert_int_equal(h.count, 1);
	assert_string_equal(cti_lookup_text(h.asked[0]), "13800138000");
	assert_string_equal(cti_lookup_number(h.asked[0])->e164,
			    "+8613800138000");
	pass(&h, 100);
	assert_int_equal(h.called, 0);
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "7:90:crm");
	pass(&h, 1000);
	assert_int_equal(h.called, 1);
	assert_int_equal(h.alarm, INT64_MAX);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__asks_the_application_also_what_is_no_number(
	void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	q = ask(&h, "sip:alice@example.com");
	assert_int_equal(h.count, 1);
	assert_string_equal(cti_lookup_text(h.asked[0]),
			    "sip:alice@example.com");
	answer(h.asked[0], "alice");
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void answer_at_once(struct host *h, cti_lookup *lookup)
{
	(void)h;
	answer(lookup, "7");
}

static void test_identify__calls_nobody_before_asking_returns(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	h.on_ask = answer_at_once;
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	pass(&h, 1000);
	assert_int_equal(h.called, 0);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__ends_at_the_deadline(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	pass(&h, 149);
	assert_int_equal(h.called, 0);
	pass(&h, 1);
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_UNKNOWN);
	/* A late answer updates. */
	pass(&h, 5000);
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 2);
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	/* And is known from now on. */
	q = ask(&h, "13800138000");
	assert_string_equal(candidates(q), "7:90:crm");
	assert_int_equal(h.count, 1);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__says_nothing_when_nothing_is_new(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	pass(&h, 200);
	assert_int_equal(h.called, 1);
	cti__lookup_answer(h.asked[0], NULL, 0);
	assert_int_equal(h.called, 1);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__shares_one_lookup_between_equal_numbers(void **state)
{
	struct host h;
	struct cti__question *a, *b;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	a = ask(&h, "013800138000");
	b = ask(&h, "+86 138 0013 8000");
	assert_int_equal(h.count, 1);
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 2);
	assert_string_equal(candidates(a), "7:90:crm");
	assert_string_equal(candidates(b), "7:90:crm");
	cti__question_release(a);
	cti__question_release(b);
	cti__identify_free(h.id);
}

static void test_identify__keeps_hits_longer_than_misses(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	h.on_ask = answer_at_once;
	add_app(&h, "crm");
	cti__question_release(ask(&h, "13800138000"));
	pass(&h, 599999);
	cti__question_release(ask(&h, "13800138000"));
	assert_int_equal(h.count, 1);
	pass(&h, 1);
	cti__question_release(ask(&h, "13800138000"));
	assert_int_equal(h.count, 2);

	h.on_ask = NULL;
	q = ask(&h, "13900139000");
	cti__lookup_answer(h.asked[2], NULL, 0);
	cti__question_release(q);
	pass(&h, 29999);
	cti__question_release(ask(&h, "13900139000"));
	assert_int_equal(h.count, 3);
	pass(&h, 1);
	cti__question_release(ask(&h, "13900139000"));
	assert_int_equal(h.count, 4);
	cti__lookup_drop(h.asked[3]);
	cti__identify_free(h.id);
}

static void test_identify__forgets_what_it_is_told_to(void **state)
{
	struct host h;

	(void)state;
	host_init(&h);
	h.on_ask = answer_at_once;
	add_app(&h, "crm");
	cti__question_release(ask(&h, "13800138000"));
	cti__question_release(ask(&h, "13900139000"));
	assert_int_equal(h.count, 2);
	cti__identify_forget(h.id, "+86 138-0013-8000");
	cti__question_release(ask(&h, "13900139000"));
	assert_int_equal(h.count, 2);
	cti__question_release(ask(&h, "13800138000"));
	assert_int_equal(h.count, 3);
	cti__identify_forget(h.id, NULL);
	cti__question_release(ask(&h, "13800138000"));
	cti__question_release(ask(&h, "13900139000"));
	assert_int_equal(h.count, 5);
	cti__identify_free(h.id);
}

static void test_identify__keeps_only_so_many_numbers(void **state)
{
	static const struct cti__identify_limits limits = { 0, 0, 0, 2 };
	struct host h;

	(void)state;
	host_init(&h);
	h.on_ask = answer_at_once;
	add_app(&h, "crm");
	cti__identify_set_limits(h.id, &limits);
	cti__question_release(ask(&h, "13800138001"));
	cti__question_release(ask(&h, "13800138002"));
	cti__question_release(ask(&h, "13800138001"));
	cti__question_release(ask(&h, "13800138003"));
	assert_int_equal(h.count, 3);
	/* The second was used least of late. */
	cti__question_release(ask(&h, "13800138001"));
	assert_int_equal(h.count, 3);
	cti__question_release(ask(&h, "13800138002"));
	assert_int_equal(h.count, 4);
	cti__identify_free(h.id);
}

static void test_identify__ranks_and_merges_what_sources_know(void **state)
{
	struct host h;
	struct cti__question *q;
	struct cti__answer a;
	cti_customer *c[2];

	(void)state;
	host_init(&h);
	add_csv(&h, "book", "id,name,phone,tier\n1,Li,13800138000,\n");
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	/* What is known already can be shown while the other is out. */
	assert_int_equal(identity(q), CTI_IDENTITY_PENDING);
	assert_string_equal(candidates(q), "1:100:book");
	assert_int_equal(cti_customer_new(&c[0]), 0);
	assert_int_equal(cti_customer_set(c[0], "id", "2"), 0);
	assert_int_equal(cti_customer_new(&c[1]), 0);
	assert_int_equal(cti_customer_set(c[1], "id", "1"), 0);
	assert_int_equal(cti_customer_set(c[1], "name", "Li Ming"), 0);
	assert_int_equal(cti_customer_set(c[1], "tier", "gold"), 0);
	cti__lookup_answer(h.asked[0], c, 2);
	assert_int_equal(h.told, CTI_IDENTITY_AMBIGUOUS);
	assert_string_equal(candidates(q), "1:100:book 2:90:crm");
	cti__question_result(q, &a);
	assert_string_equal(cti_customer_get(a.candidates[0], "name"), "Li");
	assert_string_equal(cti_customer_get(a.candidates[0], "tier"), "gold");
	/* The application's own was not changed. */
	assert_int_equal(cti_customer_score(c[1]), 0);
	cti_customer_unref(c[0]);
	cti_customer_unref(c[1]);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__calls_several_with_one_number_ambiguous(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_csv(&h, "book",
		"id,name,phone\n1,Li,021-62330088\n2,Wang,02162330088\n"
		"3,Sun,010-62345678\n4,Wu,62345678\n");
	q = ask(&h, "+862162330088");
	assert_int_equal(identity(q), CTI_IDENTITY_AMBIGUOUS);
	assert_string_equal(candidates(q), "1:100:book 2:100:book");
	cti__question_release(q);
	/* One is equal, of the other only the end is. */
	q = ask(&h, "01062345678");
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "3:100:book");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__waits_only_once_for_a_dead_source(void **state)
{
	struct host h;
	struct cti__question *q;
	char number[32];
	int i;

	(void)state;
	host_init(&h);
	add_app(&h, "dead");
	q = ask(&h, "13800138000");
	assert_int_equal(identity(q), CTI_IDENTITY_PENDING);
	pass(&h, 150);
	cti__question_release(q);
	/* It owes an answer: asked, but not waited for. */
	for (i = 1; i < 5; i++) {
		snprintf(number, sizeof(number), "1380013800%d", i);
		q = ask(&h, number);
		assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
		cti__question_release(q);
		pass(&h, 200);
	}
	assert_int_equal(h.count, 5);
	/* Five without an answer: not asked any more, */
	cti__question_release(ask(&h, "13800138007"));
	assert_int_equal(h.count, 5);
	pass(&h, 29000);
	cti__question_release(ask(&h, "13800138008"));
	assert_int_equal(h.count, 5);
	/* but for one every half minute. */
	pass(&h, 2000);
	cti__question_release(ask(&h, "13800138009"));
	cti__question_release(ask(&h, "13700138009"));
	assert_int_equal(h.count, 6);
	/* An answer, however late, and it is waited for again. */
	answer(h.asked[2], "7");
	q = ask(&h, "13600138009");
	assert_int_equal(identity(q), CTI_IDENTITY_PENDING);
	cti__question_release(q);
	for (i = 0; i < h.count; i++)
		if (i != 2)
			cti__lookup_drop(h.asked[i]);
	cti__identify_free(h.id);
}

static void test_identify__a_late_answer_of_a_source_not_waited_for_updates(
	void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "slow");
	cti__question_release(ask(&h, "13800138000"));
	pass(&h, 150);
	q = ask(&h, "13900139000");
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	pass(&h, 300);
	assert_int_equal(h.called, 0);
	answer(h.asked[1], "9");
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	cti__lookup_drop(h.asked[0]);
	cti__identify_free(h.id);
}

static void test_identify__a_live_source_is_heard_beside_a_dead_one(
	void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "dead");
	add_app(&h, "alive");
	q = ask(&h, "13800138000");
	assert_int_equal(h.count, 2);
	answer(h.asked[1], "7");
	assert_int_equal(identity(q), CTI_IDENTITY_PENDING);
	assert_string_equal(candidates(q), "7:90:alive");
	pass(&h, 150);
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	/* The next one waits for the live one only. */
	q = ask(&h, "13900139000");
	answer(h.asked[3], "9");
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	cti__lookup_drop(h.asked[0]);
	cti__lookup_drop(h.asked[2]);
	cti__identify_free(h.id);
}

static void test_identify__removing_a_source_ends_the_waiting(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	assert_int_equal(cti__identify_remove(h.id, "crm"), 0);
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_UNKNOWN);
	assert_int_equal(cti__identify_remove(h.id, "crm"), CTI_ENOENT);
	/* Its answer goes nowhere now, but the lookup is freed by it. */
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 1);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__lookups_and_questions_outlive_the_chain(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_csv(&h, "book", LI);
	add_app(&h, "crm");
	q = ask(&h, "13800138000");
	cti__lookup_set_tag(h.asked[0], &h);
	cti__identify_free(h.id);
	assert_ptr_equal(cti__lookup_tag(h.asked[0]), &h);
	assert_string_equal(cti_lookup_text(h.asked[0]), "13800138000");
	assert_string_equal(candidates(q), "1:100:book");
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 0);
	cti__question_release(q);
	cti__question_release(NULL);
	cti__identify_free(NULL);
}

static void free_all(struct cti__question *question, void *user)
{
	struct host *h = user;

	h->called++;
	cti__question_release(question);
	cti__question_release(h->question);
	cti__identify_free(h->id);
}

static void test_identify__may_be_freed_by_the_one_it_tells(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	assert_int_equal(cti__identify_ask(&q, h.id, CTI__STR("13800138000"),
					   false, free_all, &h),
			 0);
	assert_int_equal(cti__identify_ask(&h.question, h.id,
					   CTI__STR("13800138000"), false,
					   free_all, &h),
			 0);
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 1);
}

static void free_when_asked(struct host *h, cti_lookup *lookup)
{
	(void)lookup;
	cti__identify_free(h->id);
}

static void test_identify__may_be_freed_by_the_one_it_asks(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	h.on_ask = free_when_asked;
	add_app(&h, "crm");
	add_app(&h, "second");
	assert_int_equal(cti__identify_ask(&q, h.id, CTI__STR("13800138000"),
					   false, on_answer, &h),
			 0);
	assert_int_equal(h.count, 1);
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 0);
	cti__question_release(q);
}

static void remove_when_asked(struct host *h, cti_lookup *lookup)
{
	(void)lookup;
	h->on_ask = NULL;
	assert_int_equal(cti__identify_remove(h->id, "second"), 0);
}

static void test_identify__sources_may_go_while_they_are_asked(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	add_app(&h, "second");
	h.on_ask = remove_when_asked;
	q = ask(&h, "13800138000");
	assert_int_equal(h.count, 1);
	answer(h.asked[0], "7");
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void ask_again(struct cti__question *question, void *user)
{
	struct host *h = user;
	struct cti__question *q;

	(void)question;
	if (h->called++)
		return;
	assert_int_equal(cti__identify_ask(&q, h->id, CTI__STR("13800138000"),
					   false, ask_again, h),
			 0);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	h->question = q;
}

static void test_identify__may_be_asked_by_the_one_it_tells(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_app(&h, "crm");
	assert_int_equal(cti__identify_ask(&q, h.id, CTI__STR("13800138000"),
					   false, ask_again, &h),
			 0);
	answer(h.asked[0], "7");
	assert_int_equal(h.called, 1);
	cti__question_release(q);
	cti__question_release(h.question);
	cti__identify_free(h.id);
}

static void test_identify__names_what_is_wrong_with_a_source(void **state)
{
	struct host h;
	char why[256];

	(void)state;
	host_init(&h);
	add_csv(&h, "book", LI);
	assert_int_equal(cti__identify_add_app(h.id, "book", nobody_asks, NULL,
					       why, sizeof(why)),
			 CTI_EEXIST);
	assert_non_null(strstr(why, "\"book\""));
	assert_int_equal(cti__identify_add_csv(h.id, "other",
					       temp_path("none.csv"), why,
					       sizeof(why)),
			 CTI_EIO);
	assert_non_null(strstr(why, "none.csv"));
	assert_int_equal(cti__identify_add_sqlite(h.id, "db",
						  temp_path("source.csv"), why,
						  sizeof(why)),
			 CTI_EFORMAT);
	assert_non_null(strstr(why, "no SQLite database"));
	assert_int_equal(cti__identify_add_app(h.id, "", nobody_asks, NULL, why,
					       sizeof(why)),
			 CTI_EINVAL);
	add_app(&h, "other");
	assert_int_equal(cti__identify_remove(h.id, "book"), 0);
	add_csv(&h, "book", LI);
	cti__identify_free(h.id);
}

static void test_identify__a_new_source_is_asked_at_once(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	cti__question_release(ask(&h, "13800138000"));
	add_csv(&h, "book", LI);
	q = ask(&h, "13800138000");
	assert_string_equal(candidates(q), "1:100:book");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__follows_the_plan_of_the_site(void **state)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	char area[] = "021";
	struct host h;
	struct cti__question *q;

	(void)state;
	host_init(&h);
	add_csv(&h, "book", "id,phone\n1,021-62330088\n2,62331111\n");
	plan.area = area;
	plan.outside_prefix = "9";
	assert_int_equal(cti__identify_set_plan(h.id, &plan), 0);
	memset(area, 'x', 3);
	assert_string_equal(cti__identify_plan(h.id)->area, "021");
	q = ask(&h, "962330088");
	assert_string_equal(candidates(q), "1:100:book");
	cti__question_release(q);
	q = ask(&h, "02162331111");
	assert_string_equal(candidates(q), "2:100:book");
	cti__question_release(q);
	plan.area = NULL;
	plan.country = "Atlantis";
	assert_int_equal(cti__identify_set_plan(h.id, &plan), CTI_EINVAL);
	assert_string_equal(cti__identify_plan(h.id)->area, "021");
	assert_int_equal(cti__identify_set_plan(h.id, NULL), 0);
	q = ask(&h, "02162331111");
	assert_string_equal(candidates(q), "2:65:book");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_identify__looks_up_a_database_as_well(void **state)
{
	struct host h;
	struct cti__question *q;
	char why[256];

	(void)state;
	assert_int_equal(cti_directory_build(TEMP_FILE("s.csv", LI),
					     temp_path("s.db"), NULL, NULL, why,
					     sizeof(why)),
			 0);
	host_init(&h);
	assert_int_equal(cti__identify_add_sqlite(h.id, "db", temp_path("s.db"),
						  why, sizeof(why)),
			 0);
	q = ask(&h, "008613800138000");
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "1:100:db");
	cti__question_release(q);
	cti__identify_free(h.id);
}

/* Memory that runs out at the n-th request. */
static long allocations_left;

static void *scarce_alloc(size_t size)
{
	return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void *scarce_realloc(void *p, size_t size)
{
	return allocations_left-- > 0 ? realloc(p, size) : NULL;
}

static void run_scarce(struct host *h)
{
	struct cti__identify_host host = { h,	    now_us, set_alarm,
					   ask_app, NULL,   { 1, 2 } };
	struct cti__question *q = NULL, *late = NULL;
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	cti_customer *c = NULL;
	char why[256];
	int i;

	memset(h, 0, sizeof(*h));
	h->alarm = INT64_MAX;
	if (cti__identify_new(&h->id, &host))
		return;
	(void)cti__identify_add_csv(h->id, "book", temp_path("oom.csv"), why,
				    sizeof(why));
	(void)cti__identify_add_sqlite(h->id, "db", temp_path("oom.db"), why,
				       sizeof(why));
	(void)cti__identify_add_app(h->id, "crm", nobody_asks, NULL, why,
				    sizeof(why));
	plan.area = "010";
	(void)cti__identify_set_plan(h->id, &plan);
	(void)cti__identify_ask(&q, h->id, CTI__STR("13800138000"), false,
				on_answer, h);
	(void)cti__identify_ask(&late, h->id, CTI__STR("62345678"), false,
				on_answer, h);
	if (!cti_customer_new(&c)) {
		if (cti_customer_set(c, "id", "1") ||
		    cti_customer_set(c, "tier", "gold"))
			h->told = CTI_IDENTITY_UNKNOWN;
	}
	pass(h, 200);
	for (i = 0; i < h->count; i++)
		cti__lookup_answer(h->asked[i], &c, c ? 1 : 0);
	cti_customer_unref(c);
	cti__question_release(q);
	cti__question_release(late);
	cti__identify_free(h->id);
}

static void test_identify__stands_every_allocation_that_fails(void **state)
{
	static const cti_allocator scarce = { sizeof(scarce), scarce_alloc,
					      scarce_realloc, free };
	char why[256];
	struct host h;
	long n;

	(void)state;
	assert_int_equal(
		cti_directory_build(
			TEMP_FILE("oom.csv", "id,name,phone\n1,Li,13800138000\n"
					     "2,Wu,010-62345678转12\n"),
			temp_path("oom.db"), NULL, NULL, why, sizeof(why)),
		0);
	assert_int_equal(cti_set_allocator(&scarce), 0);
	for (n = 0;; n++) {
		allocations_left = n;
		run_scarce(&h);
		if (allocations_left > 0)
			break;
		assert_true(n < 100000);
	}
	assert_int_equal(cti_set_allocator(NULL), 0);
	/* It did go through at last, and there was much to go wrong. */
	assert_true(n > 50);
	assert_int_equal(h.count, 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identify__files_answer_at_once),
		cmocka_unit_test(test_identify__asks_nobody_who_is_withheld),
		cmocka_unit_test(test_identify__waits_for_the_application),
		cmocka_unit_test(
			test_identify__asks_the_application_also_what_is_no_number),
		cmocka_unit_test(
			test_identify__calls_nobody_before_asking_returns),
		cmocka_unit_test(test_identify__ends_at_the_deadline),
		cmocka_unit_test(
			test_identify__says_nothing_when_nothing_is_new),
		cmocka_unit_test(
			test_identify__shares_one_lookup_between_equal_numbers),
		cmocka_unit_test(test_identify__keeps_hits_longer_than_misses),
		cmocka_unit_test(test_identify__forgets_what_it_is_told_to),
		cmocka_unit_test(test_identify__keeps_only_so_many_numbers),
		cmocka_unit_test(
			test_identify__ranks_and_merges_what_sources_know),
		cmocka_unit_test(
			test_identify__calls_several_with_one_number_ambiguous),
		cmocka_unit_test(
			test_identify__waits_only_once_for_a_dead_source),
		cmocka_unit_test(
			test_identify__a_late_answer_of_a_source_not_waited_for_updates),
		cmocka_unit_test(
			test_identify__a_live_source_is_heard_beside_a_dead_one),
		cmocka_unit_test(
			test_identify__removing_a_source_ends_the_waiting),
		cmocka_unit_test(
			test_identify__lookups_and_questions_outlive_the_chain),
		cmocka_unit_test(
			test_identify__may_be_freed_by_the_one_it_tells),
		cmocka_unit_test(
			test_identify__may_be_freed_by_the_one_it_asks),
		cmocka_unit_test(
			test_identify__sources_may_go_while_they_are_asked),
		cmocka_unit_test(
			test_identify__may_be_asked_by_the_one_it_tells),
		cmocka_unit_test(
			test_identify__names_what_is_wrong_with_a_source),
		cmocka_unit_test(test_identify__a_new_source_is_asked_at_once),
		cmocka_unit_test(test_identify__follows_the_plan_of_the_site),
		cmocka_unit_test(test_identify__looks_up_a_database_as_well),
		cmocka_unit_test(
			test_identify__stands_every_allocation_that_fails),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
