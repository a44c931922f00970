/* SPDX-License-Identifier: MIT */
/* Service knowledge in pops: when it is judged anew, and what is kept back. */
#include "service/service.h"
#include "stage.h"

/* Backticks stand for the quotes of JSON. */
static struct cti__service *parse(const char *json)
{
	struct cti__buf text = { 0 }, why = { 0 };
	struct cti__service *service;
	size_t i;

	for (i = 0; json[i]; i++)
		cti__buf_char(&text, json[i] == '`' ? '"' : json[i]);
	if (cti__service_parse(&service, cti__str(cti__buf_cstr(&text)),
			       "t.json", &why))
		fail_msg("%s", cti__buf_cstr(&why));
	cti__buf_fini(&text);
	cti__buf_fini(&why);
	return service;
}

static void know(struct stage *s, const char *json)
{
	struct cti__service *service = json ? parse(json) : NULL;

	cti__pops_set_service(s->pops, service);
	cti__service_unref(service);
}

static const char *last(const struct stage *s, enum cti_advice_field field)
{
	return cti_advice_text(cti_pop_advice(stage_last(s)), field);
}

#define LAST(field) last(s, CTI_ADVICE_##field)

#define FILE                                                                   \
	"{`fields`:{`id`:`text`,`account`:{`type`:`text`,`from`:"              \
	"`data.account`}},`tiers`:{`given`:`id`,`levels`:[{`id`:`high`,"       \
	"`also`:`42`,`greeting`:{`zh`:`尊敬的{name},您好{name}`}},"       \
	"{`id`:`low`,`also`:[`1`,`2`]}]},"                                     \
	"`segments`:[{`id`:`corporate`,`when`:`account LIKE '9%'`}],"          \
	"`lines`:[{`id`:`hot`,`numbers`:`4001100266`},"                        \
	"{`id`:`sales`,`queues`:`sales`}],"                                    \
	"`desks`:[{`id`:`d`,`queues`:`sales`}],"                               \
	"`verification`:{`factors`:[{`id`:`g`,`field`:`gender`},"              \
	"{`id`:`n`,`field`:`name`,`shown`:true}],"                             \
	"`requests`:[{`id`:`r`,`level`:`simple`}]}}"

static void test_knowledge__is_in_every_pop(void **state)
{
	struct stage *s = *state;

	know(s, FILE);
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	assert_string_equal(LAST(TIER), "high");
	assert_string_equal(LAST(LINE), "hot");
	assert_string_equal(LAST(DESK), "");
	/* A tier may greet in its own form. */
	assert_string_equal(cti_pop_greeting_text(stage_last(s)),
			    "尊敬的李明,您好李明");
}

static void test_knowledge__without_a_file_there_is_none(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	assert_null(cti_pop_advice(stage_last(s)));
	assert_string_equal(cti_pop_greeting_text(stage_last(s)),
			    "李先生,您好");
}

static void test_knowledge__follows_the_call_through_a_transfer(void **state)
{
	struct stage *s = *state;

	know(s, FILE);
	stage_consult(s);
	TELL(s, "answer call=b device=1002 remote=1001 consult_of=a",
	     "transfer call=a kind=attended by=1001 to=1002 merged=b " CALLER);
	assert_string_equal(cti_pop_device(stage_last(s)), "1002");
	assert_string_equal(LAST(TIER), "high");
	assert_string_equal(LAST(LINE), "hot");
}

static void test_knowledge__is_judged_anew_when_something_changes(void **state)
{
	struct stage *s = *state;

	know(s, FILE);
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	assert_string_equal(LAST(SEGMENTS), "");
	TELL(s, "data call=a key=account value=9001");
	assert_string_equal(LAST(SEGMENTS), "corporate");
	TELL(s, "queue call=a queue=sales");
	assert_string_equal(LAST(DESK), "d");
	assert_string_equal(LAST(LINE), "hot");
}

static void test_knowledge__a_new_file_reaches_open_pops(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	know(s, FILE);
	stage_expect(s, "updated 1001 3 identified");
	assert_string_equal(LAST(TIER), "high");
	know(s,
	     "{`tiers`:{`given`:`id`,`levels`:[{`id`:`other`,`also`:`42`}]}}");
	stage_expect(s, "updated 1001 4 identified");
	assert_string_equal(LAST(TIER), "other");
	know(s, NULL);
	stage_expect(s, "updated 1001 5 identified");
	assert_null(cti_pop_advice(stage_last(s)));
}

static void test_knowledge__goes_with_the_agents_choice(void **state)
{
	struct stage *s = *state;

	know(s, FILE);
	TELL(s,
	     "call-begin call=a direction=inbound caller=13700137000 "
	     "called=4001100266 dnis=4001100266",
	     "ring call=a device=1001 remote=13700137000");
	stage_expect(s, "opened 1001 1 ambiguous");
	assert_string_equal(LAST(TIER), "low");
	assert_int_equal(cti__pops_choose(s->pops, "a-1001", "2"), 0);
	assert_string_equal(LAST(TIER), "low");
	assert_string_equal(
		cti_customer_get(cti_pop_candidate(stage_last(s), 0), "name"),
		"张丽");
	/* The chosen one stands first, and nobody stands there twice. */
	assert_non_null(cti_pop_candidate(stage_last(s), 1));
	assert_null(cti_pop_candidate(stage_last(s), 2));
}

static void test_knowledge__factors_are_not_shown(void **state)
{
	struct stage *s = *state;
	const cti_customer *customer;
	char *json;

	know(s, FILE);
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	customer = cti_pop_candidate(stage_last(s), 0);
	assert_string_equal(cti_customer_get(customer, "gender"), "");
	assert_string_equal(cti_customer_get(customer, "name"), "李明");
	assert_string_equal(cti_customer_source(customer), "book");
	assert_true(cti_customer_score(customer) > 0);
	assert_int_equal(cti_event_json(s->shown[s->count - 1], &json, NULL),
			 0);
	assert_null(strstr(json, "male"));
	assert_non_null(strstr(json, "\"service\":{\"tier\":\"high\""));
	cti_free(json);
}

/* 1 for bills, then the account: the agent need not ask again. */
static void test_knowledge__the_way_through_the_menu_comes_along(void **state)
{
	struct stage *s = *state;

	know(s, "{`fields`:{`way`:{`type`:`text`,`from`:`data.ivr_digits`}},"
		"`segments`:[{`id`:`bills`,`when`:`way LIKE '1%'`}]}");
	TELL(s, BEGIN("a"), "dtmf call=a device=13800138000 digits=1",
	     "dtmf call=a device=13800138000 digits=62#",
	     "ring call=a device=1001 " CALLER);
	assert_string_equal(cti_pop_data(stage_last(s), "ivr_digits"), "162#");
	assert_string_equal(LAST(SEGMENTS), "bills");
	TELL(s, "answer call=a device=1001 " CALLER,
	     "dtmf call=a device=13800138000 digits=9",
	     "dtmf call=a device=1001 digits=8");
	assert_string_equal(cti_pop_data(stage_last(s), "ivr_digits"), "162#");
	/* It goes on with the caller. */
	TELL(s, "transfer call=a kind=blind by=1001 to=1002 " CALLER,
	     "ring call=a device=1002 " CALLER);
	assert_string_equal(cti_pop_device(stage_last(s)), "1002");
	assert_string_equal(cti_pop_data(stage_last(s), "ivr_digits"), "162#");
}

static void test_knowledge__keys_to_verify_by_are_no_data(void **state)
{
	struct stage *s = *state;
	char many[120];

	know(s, FILE);
	TELL(s, BEGIN("a"), "dtmf call=a device=13800138000 digits=1");
	assert_int_equal(cti__pops_verify_begin(s->pops, "a", "r"), 0);
	TELL(s, "dtmf call=a device=13800138000 digits=4711",
	     "ring call=a device=1001 " CALLER);
	assert_string_equal(cti_pop_data(stage_last(s), "ivr_digits"), "1");
	assert_int_equal(cti__pops_verify_end(s->pops, "a"), 0);
	snprintf(many, sizeof(many),
		 "dtmf call=a device=13800138000 "
		 "digits=%064d",
		 5);
	TELL(s, many);
	assert_string_equal(cti_pop_data(stage_last(s), "ivr_digits"), "1");
}

static const char *shown(const struct stage *s, const char *field)
{
	return cti_customer_get(cti_pop_candidate(stage_last(s), 0), field);
}

/* The switch says what its menu has verified. */
static void test_knowledge__a_sensitive_field_comes_with_its_level(void **state)
{
	struct stage *s = *state;

	know(s, "{`sensitivity`:{`simple`:`gender`,`never`:`id`},"
		"`verification`:{`data`:{`level`:`trusted`}}}");
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	assert_string_equal(shown(s, "name"), "李明");
	assert_string_equal(shown(s, "gender"), "");
	assert_string_equal(LAST(HIDDEN), "gender");
	TELL(s, "data call=a key=trusted value=simple");
	assert_string_equal(shown(s, "gender"), "male");
	assert_string_equal(shown(s, "id"), "");
	assert_string_equal(LAST(HIDDEN), "");
}

static void test_knowledge__lists_those_who_are_ambiguous(void **state)
{
	struct stage *s = *state;
	size_t i;

	know(s, FILE);
	TELL(s,
	     "call-begin call=a direction=inbound caller=13700137000 "
	     "called=1 dnis=1",
	     "ring call=a device=1001 remote=13700137000");
	for (i = 0; i < 2; i++)
		assert_string_equal(
			cti_customer_get(cti_pop_candidate(stage_last(s), i),
					 "gender"),
			"");
	assert_null(cti_pop_candidate(stage_last(s), 2));
}

/* The one request for memory that is refused; negative: none. */
static int refused_at = -1;

static bool is_refused(void)
{
	return refused_at >= 0 && refused_at-- == 0;
}

static void *take(size_t size)
{
	return is_refused() ? NULL : malloc(size);
}

static void *take_again(void *p, size_t size)
{
	return is_refused() ? NULL : realloc(p, size);
}

/* What cannot be kept back is not shown at all. */
static void test_knowledge__short_of_memory_shows_no_secret(void **state)
{
	const cti_allocator with = { sizeof(with), take, take_again, free };
	const cti_customer *customer;
	struct stage *s;
	void *fresh;
	size_t i;
	int at;

	(void)state;
	for (at = 0; refused_at < 0 && at < 1000; at++) {
		stage_setup(&fresh);
		s = fresh;
		know(s, FILE);
		TELL(s, BEGIN("a"));
		assert_int_equal(cti_set_allocator(&with), 0);
		refused_at = at;
		stage_mercy = 0; /* what is told may be lost */
		TELL(s, "ring call=a device=1001 " CALLER,
		     "data call=a key=account value=9001");
		stage_mercy = -1;
		cti_set_allocator(NULL);
		for (i = 0; i < s->count; i++) {
			customer = cti_pop_candidate(cti_event_pop(s->shown[i]),
						     0);
			assert_string_equal(
				cti_customer_get(customer, "gender"), "");
		}
		stage_teardown(&fresh);
	}
	assert_true(at > 20 && at < 1000);
	refused_at = -1;
}

#define TEST(test_knowledge__any)                                              \
	cmocka_unit_test_setup_teardown(test_knowledge__any, stage_setup,      \
					stage_teardown)

/* The agent has chosen: who was hidden as a candidate stays so as the one. */
static void test_knowledge__a_chosen_customer_is_kept_back_as_well(void **state)
{
	struct stage *s = *state;

	know(s, "{`sensitivity`:{`simple`:`gender`}}");
	TELL(s,
	     "call-begin call=a direction=inbound caller=13700137000 "
	     "called=1 dnis=1",
	     "ring call=a device=1001 remote=13700137000");
	assert_int_equal(cti__pops_choose(s->pops, "a-1001", "2"), 0);
	assert_string_equal(shown(s, "name"), "张丽");
	assert_string_equal(shown(s, "gender"), "");
	assert_null(cti_pop_candidate(stage_last(s), 2));
}

/* The end of a call that was on no screen tells no more than a screen would. */
static void test_knowledge__a_call_on_no_screen_tells_no_secret(void **state)
{
	struct stage *s = *state;
	struct cti_event ev;
	const cti_pop *pop;

	know(s, "{`sensitivity`:{`simple`:`gender`}}");
	TELL(s, BEGIN("a"));
	cti__event_init(&ev, CTI_EVENT_CALL_END, s->now_us);
	cti__event_set(&ev, CTI_FIELD_CALL, CTI__STR("a"));
	cti__pops_tell_end(s->pops, &ev);
	pop = cti_event_contact(&ev);
	assert_non_null(pop);
	assert_string_equal(cti_customer_get(cti_pop_candidate(pop, 0), "name"),
			    "李明");
	assert_string_equal(
		cti_customer_get(cti_pop_candidate(pop, 0), "gender"), "");
	cti__pops_told(&ev);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_knowledge__is_in_every_pop),
		TEST(test_knowledge__without_a_file_there_is_none),
		TEST(test_knowledge__follows_the_call_through_a_transfer),
		TEST(test_knowledge__is_judged_anew_when_something_changes),
		TEST(test_knowledge__a_new_file_reaches_open_pops),
		TEST(test_knowledge__goes_with_the_agents_choice),
		TEST(test_knowledge__factors_are_not_shown),
		TEST(test_knowledge__the_way_through_the_menu_comes_along),
		TEST(test_knowledge__keys_to_verify_by_are_no_data),
		TEST(test_knowledge__a_sensitive_field_comes_with_its_level),
		TEST(test_knowledge__lists_those_who_are_ambiguous),
		cmocka_unit_test(
			test_knowledge__short_of_memory_shows_no_secret),
		TEST(test_knowledge__a_chosen_customer_is_kept_back_as_well),
		TEST(test_knowledge__a_call_on_no_screen_tells_no_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
