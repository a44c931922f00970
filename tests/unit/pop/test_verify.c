/* SPDX-License-Identifier: MIT */
/* Verification of a call: by the application, by data, by keys. */
#include "model/event.h"
#include "service/service.h"
#include "stage.h"

static const char file[] =
	"{\"verification\":{\"attempts\":2,\"factors\":["
	"{\"id\":\"g\",\"field\":\"gender\"},"
	"{\"id\":\"id\",\"field\":\"id\",\"compare\":\"last\",\"digits\":2}],"
	"\"requests\":[{\"id\":\"bill\",\"level\":\"simple\"},"
	"{\"id\":\"password\",\"level\":\"strict\"}],"
	"\"data\":{\"request\":\"verify\",\"factor\":\"factor\","
	"\"level\":\"trusted\"}}}";

static int setup(void **state)
{
	struct cti__service *service;
	struct cti__buf why = { 0 };
	struct stage *s;

	stage_setup(state);
	s = *state;
	if (cti__service_parse(&service, cti__str(file), "t.json", &why))
		fail_msg("%s", cti__buf_cstr(&why));
	cti__pops_set_service(s->pops, service);
	cti__service_unref(service);
	return 0;
}

static const char *last(const struct stage *s, enum cti_advice_field field)
{
	return cti_advice_text(cti_pop_advice(stage_last(s)), field);
}

#define LAST(field) last(s, CTI_ADVICE_VERIFY_##field)

/* Keys as the pipeline tells them: what is left of them for others. */
static void press(struct stage *s, const char *call, const char *device,
		  const char *digits, const char *want)
{
	struct cti_event ev;
	struct cti__str told;

	cti__event_init(&ev, CTI_EVENT_DTMF, s->now_us);
	cti__event_set(&ev, CTI_FIELD_CALL, cti__str(call));
	cti__event_set(&ev, CTI_FIELD_DEVICE, cti__str(device));
	cti__event_set(&ev, CTI_FIELD_DIGITS, cti__str(digits));
	cti__pops_hide_keys(s->pops, &ev);
	told = cti__event_text(&ev, CTI_FIELD_DIGITS);
	if (!cti__str_is(told, want))
		fail_msg("\"%.*s\" is told of \"%s\"", (int)told.n, told.p,
			 digits);
	cti__pops_event(s->pops, &ev);
}

static void begin(struct stage *s, const char *call, const char *request,
		  int want)
{
	assert_int_equal(cti__pops_verify_begin(s->pops, call, request), want);
}

/* 1 right, 0 wrong, else an error. */
static int check(struct stage *s, const char *call, const char *factor,
		 const char *value)
{
	bool right;
	int err = cti__pops_verify_check(s->pops, call, factor, value, &right);

	return err ? err : right;
}

static void test_verify__is_told_in_updates(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	assert_string_equal(LAST(REACHED), "");
	begin(s, "a", "bill", 0);
	stage_expect(s, "updated 1001 3 identified");
	assert_string_equal(LAST(REQUEST), "bill");
	assert_string_equal(LAST(NEEDED), "simple");
	assert_string_equal(LAST(STATE), "running");
	assert_int_equal(check(s, "a", "g", "female"), 0);
	stage_expect(s, "updated 1001 4 identified");
	assert_string_equal(LAST(STATE), "wrong");
	assert_int_equal(cti_advice_int(cti_pop_advice(stage_last(s)),
					CTI_ADVICE_VERIFY_LEFT),
			 1);
	assert_int_equal(check(s, "a", "g", "male"), 1);
	stage_expect(s, "updated 1001 5 identified");
	assert_string_equal(LAST(STATE), "passed");
	assert_string_equal(LAST(REACHED), "simple");
}

static void test_verify__needs_a_call_a_class_and_a_customer(void **state)
{
	struct stage *s = *state;

	begin(s, "nonsense", "bill", CTI_ENOENT);
	assert_int_equal(cti__pops_verify_end(s->pops, "nonsense"), CTI_ENOENT);
	assert_int_equal(check(s, "nonsense", "g", "x"), CTI_ENOENT);
	TELL(s,
	     "call-begin call=a direction=inbound caller=13700137000 "
	     "called=1 dnis=1",
	     "ring call=a device=1001 remote=13700137000");
	begin(s, "a", "nonsense", CTI_ENOENT);
	assert_int_equal(check(s, "a", "g", "male"), CTI_ESTATE);
	begin(s, "a", "bill", 0);
	/* Two may call from here. */
	assert_int_equal(check(s, "a", "g", "male"), CTI_ESTATE);
	assert_int_equal(cti__pops_choose(s->pops, "a-1001", "1"), 0);
	assert_int_equal(check(s, "a", "g", "male"), 1);
	assert_string_equal(LAST(REACHED), "simple");
	/* It was the other one after all. */
	assert_int_equal(cti__pops_choose(s->pops, "a-1001", "2"), 0);
	assert_string_equal(LAST(REACHED), "none");
	cti__pops_set_service(s->pops, NULL);
	begin(s, "a", "bill", CTI_ESTATE);
}

static void test_verify__level_goes_through_consultation_and_transfer(
	void **state)
{
	struct stage *s = *state;

	stage_consult(s);
	begin(s, "a", "bill", 0);
	/* The consultation's id stands for the contact. */
	assert_int_equal(check(s, "b", "g", "male"), 1);
	TELL(s, "answer call=b device=1002 remote=1001 consult_of=a",
	     "transfer call=a kind=attended by=1001 to=1002 merged=b " CALLER);
	assert_string_equal(cti_pop_device(stage_last(s)), "1002");
	assert_string_equal(LAST(REACHED), "simple");
	assert_string_equal(LAST(STATE), "passed");
}

/* The contact comes into a call that two colleagues had already. */
static void test_verify__level_goes_into_the_call_that_goes_on(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	begin(s, "a", "bill", 0);
	assert_int_equal(check(s, "a", "g", "male"), 1);
	TELL(s, "call-begin call=b direction=internal caller=1001 called=1002",
	     "dial call=b device=1001 called=1002",
	     "ring call=b device=1002 remote=1001 called=1002",
	     "answer call=b device=1002 remote=1001",
	     "transfer call=b kind=attended by=1001 to=1002 merged=a " CALLER);
	assert_string_equal(cti_pop_device(stage_last(s)), "1002");
	assert_string_equal(LAST(REACHED), "simple");
}

static void test_verify__hides_keys_while_it_runs(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	press(s, "a", "13800138000", "12", "12");
	begin(s, "a", "password", 0);
	press(s, "a", "13800138000", "1", "*");
	press(s, "a", "13800138000", "234#", "****");
	press(s, "a", "1001", "9", "*");
	press(s, "nonsense", "13800138000", "1", "1");
	/* As many stars as there are, however many were keyed in. */
	press(s, "a", "1001",
	      "1234567890123456789012345678901234567890123456789012345678901234"
	      "567890",
	      "***************************************************************"
	      "*");
	assert_int_equal(cti__pops_verify_end(s->pops, "a"), 0);
	press(s, "a", "13800138000", "56", "56");
	/* No keys were asked for: no attempt was made. */
	assert_int_equal(cti_advice_int(cti_pop_advice(stage_last(s)),
					CTI_ADVICE_VERIFY_LEFT),
			 2);
}

static void test_verify__compares_the_callers_keys(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	begin(s, "a", "bill", 0);
	assert_int_equal(cti__pops_verify_keys(s->pops, "a", "nonsense"),
			 CTI_ENOENT);
	assert_int_equal(cti__pops_verify_keys(s->pops, "a", "id"), 0);
	/* An agent's keys are no caller's. */
	press(s, "a", "1001", "99", "**");
	press(s, "a", "13800138000", "4", "*");
	assert_string_equal(LAST(STATE), "running");
	press(s, "a", "13800138000", "3", "*");
	assert_string_equal(LAST(STATE), "wrong");
	assert_int_equal(cti__pops_verify_keys(s->pops, "a", "id"), 0);
	press(s, "a", "13800138000", "42", "**");
	assert_string_equal(LAST(STATE), "passed");
	press(s, "a", "13800138000", "5", "5");
}

static void test_verify__locks_and_says_so(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	begin(s, "a", "bill", 0);
	assert_int_equal(check(s, "a", "id", "41"), 0);
	assert_int_equal(check(s, "a", "id", "40"), 0);
	assert_string_equal(LAST(STATE), "locked");
	begin(s, "a", "bill", CTI_ESTATE);
	assert_int_equal(check(s, "a", "id", "42"), CTI_ESTATE);
	/* Nothing that was said is in the log or in what is shown. */
	assert_null(strstr(s->line, "41"));
}

static void test_verify__is_begun_by_data_of_the_call(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "data call=a key=factor value=id");
	assert_non_null(strstr(s->line, "no verification runs"));
	TELL(s, "data call=a key=verify value=nonsense");
	assert_non_null(strstr(s->line, "has none of that name"));
	TELL(s, "data call=a key=verify value=bill",
	     "data call=a key=factor value=id");
	press(s, "a", "13800138000", "41", "**");
	assert_string_equal(LAST(STATE), "wrong");
	/* The same word again is another attempt. */
	TELL(s, "data call=a key=factor value=id");
	press(s, "a", "13800138000", "42", "**");
	assert_string_equal(LAST(STATE), "passed");
}

static void test_verify__trusts_what_the_switch_has_verified(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "data call=a key=trusted value=strict",
	     "ring call=a device=1001 " CALLER);
	assert_string_equal(LAST(REACHED), "strict");
	begin(s, "a", "password", 0);
	assert_string_equal(LAST(STATE), "passed");
}

#define TEST(test_verify__any)                                                 \
	cmocka_unit_test_setup_teardown(test_verify__any, setup, stage_teardown)

/* What was keyed in is compared once, not with whatever happens afterwards. */
static void test_verify__wrong_keys_are_one_attempt(void **state)
{
	struct stage *s = *state;
	bool right = true;

	stage_answered_by_1001(s);
	begin(s, "a", "bill", 0);
	assert_int_equal(cti__pops_verify_keys(s->pops, "a", "id"), 0);
	press(s, "a", "13800138000", "43", "**");
	press(s, "a", "13800138000", "4", "*");
	TELL(s, "data call=a key=k value=v");
	assert_string_equal(LAST(STATE), "wrong");
	assert_int_equal(cti_advice_int(cti_pop_advice(stage_last(s)),
					CTI_ADVICE_VERIFY_LEFT),
			 1);
	assert_int_equal(
		cti__pops_verify_check(s->pops, "nonsense", "g", "x", &right),
		CTI_ENOENT);
	assert_false(right);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_verify__is_told_in_updates),
		TEST(test_verify__needs_a_call_a_class_and_a_customer),
		TEST(test_verify__level_goes_through_consultation_and_transfer),
		TEST(test_verify__level_goes_into_the_call_that_goes_on),
		TEST(test_verify__hides_keys_while_it_runs),
		TEST(test_verify__compares_the_callers_keys),
		TEST(test_verify__locks_and_says_so),
		TEST(test_verify__is_begun_by_data_of_the_call),
		TEST(test_verify__trusts_what_the_switch_has_verified),
		TEST(test_verify__wrong_keys_are_one_attempt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
