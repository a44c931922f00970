/* SPDX-License-Identifier: MIT */
/* What pops know of a call, as others see it. */
#include "stage.h"

#include "pop/about.h"

static void test_about__a_call_from_outside(void **state)
{
	struct stage *s = *state;
	struct cti__pop_about about;

	assert_false(cti__pops_about(s->pops, CTI__STR("a"), &about));
	assert_int_equal(about.caller.n, 0);
	TELL(s, BEGIN("a"), "data call=a key=topic value=billing");
	assert_true(cti__pops_about(s->pops, CTI__STR("a"), &about));
	assert_true(cti__str_is(about.caller, "13800138000"));
	assert_true(cti__str_is(about.number, "13800138000"));
	assert_true(cti__str_is(about.dnis, "4001100266"));
	assert_int_equal(about.origin.n, 0);
	assert_false(about.withheld || about.hides);
	assert_null(about.chosen);
	assert_false(cti__list_empty(about.data));
	END(s, "call-end call=a");
}

static void test_about__before_the_direction_is_known(void **state)
{
	struct stage *s = *state;
	struct cti__pop_about about;

	TELL(s, "call-begin call=a caller=13800138000 dnis=4001100266");
	assert_true(cti__pops_about(s->pops, CTI__STR("a"), &about));
	assert_true(cti__str_is(about.number, "13800138000"));
	END(s, "call-end call=a");
}

/* Who is on the line is the contact, who calls is the colleague. */
static void test_about__a_consultation(void **state)
{
	struct stage *s = *state;
	struct cti__pop_about about;

	stage_consult(s);
	assert_true(cti__pops_about(s->pops, CTI__STR("b"), &about));
	assert_true(cti__str_is(about.caller, "1001"));
	assert_true(cti__str_is(about.number, "13800138000"));
	assert_true(cti__str_is(about.origin, "1001"));
}

static void test_about__who_hides(void **state)
{
	struct stage *s = *state;
	struct cti__pop_about about;

	TELL(s, "call-begin call=a direction=inbound withheld=1 "
		"dnis=4001100266");
	assert_true(cti__pops_about(s->pops, CTI__STR("a"), &about));
	assert_true(about.withheld);
	assert_true(about.hides);
	assert_int_equal(about.number.n, 0);
	END(s, "call-end call=a");
}

#define STAGED(name)                                                           \
	cmocka_unit_test_setup_teardown(test_about__##name, stage_setup,       \
					stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(a_call_from_outside),
		STAGED(before_the_direction_is_known),
		STAGED(a_consultation),
		STAGED(who_hides),
	};

	return cmocka_run_group_tests_name("pop/about", tests, NULL, NULL);
}
