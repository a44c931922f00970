/* SPDX-License-Identifier: MIT */
/* What requests of our own will bring: known before the leg is there. */
#include "told.h"
#include "util/alloc.h"

static void asked(struct stage *s, const char *leg, const char *called)
{
	FEED(s, .kind = CTI_FACT_ASKED, .leg = cti__str(leg),
	     .device = CTI__STR("1001"), .called = cti__str(called));
}

/* The switch rings the telephone up by itself; what its display shows is not
   what will be dialled. */
static void rung_up(struct stage *s, const char *leg, const char *display)
{
	made(s, leg, CTI_ROLE_EXTENSION, "1001");
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .other = cti__str(leg),
	     .other_number = cti__str(display));
	state_is(s, leg, CTI_STATE_ALERTING);
}

static void test_asked__says_what_will_be_dialled(void **state)
{
	struct stage *s = *state;

	asked(s, "our-leg", "13800138000");
	told_nothing(s);
	rung_up(s, "our-leg", "4001100266");
	assert_true(was_told(s, "ring 1001 remote=13800138000"));
}

static void test_asked__other_legs_are_guessed_as_before(void **state)
{
	struct stage *s = *state;

	asked(s, "our-leg", "13800138000");
	rung_up(s, "their-leg", "4001100266");
	assert_true(was_told(s, "ring 1001 remote=4001100266"));
}

static void test_asked__counts_once(void **state)
{
	struct stage *s = *state;
	char *called = NULL;

	asked(s, "our-leg", "13800138000");
	assert_true(cti__asked_take(s->model, "our-leg", &called));
	assert_string_equal(called, "13800138000");
	cti__free(called);
	called = NULL;
	assert_false(cti__asked_take(s->model, "our-leg", &called));
	assert_null(called);
}

/* What a switch never carries out does not pile up. */
static void test_asked__the_oldest_are_forgotten(void **state)
{
	struct stage *s = *state;
	char *called = NULL, leg[16];
	int i;

	for (i = 0; i < 1000; i++) {
		snprintf(leg, sizeof(leg), "leg-%d", i);
		asked(s, leg, "1002");
	}
	assert_true(s->model->asked_count < 100);
	assert_false(cti__asked_take(s->model, "leg-0", &called));
	assert_true(cti__asked_take(s->model, "leg-999", &called));
	cti__free(called);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_asked__says_what_will_be_dialled),
		STAGE_TEST(test_asked__other_legs_are_guessed_as_before),
		STAGE_TEST(test_asked__counts_once),
		STAGE_TEST(test_asked__the_oldest_are_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
