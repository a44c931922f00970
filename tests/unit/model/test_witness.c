/* SPDX-License-Identifier: MIT */
/* Two connections to one switch: what both tell is one event. */
#include "told.h"

static void presses(struct stage *s, int witness, const char *leg,
		    const char *key)
{
	FEED(s, .kind = CTI_FACT_DTMF, .witness = (uint8_t)witness,
	     .leg = cti__str(leg), .called = cti__str(key));
}

static void test_witness__one_key_told_by_both_is_one(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	presses(s, 0, "e1", "5");
	presses(s, 1, "e1", "5");
	wait_ms(s, 120);
	/* The other may be first, and the same key pressed again. */
	presses(s, 1, "e1", "5");
	presses(s, 0, "e1", "5");
	told(s, "dtmf 1001 digits=5", "dtmf 1001 digits=5");
}

static void test_witness__one_connection_may_say_it_again(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	presses(s, 0, "e1", "5");
	presses(s, 0, "e1", "5");
	told(s, "dtmf 1001 digits=5", "dtmf 1001 digits=5");
}

static void test_witness__long_after_it_is_another(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	presses(s, 0, "e1", "5");
	wait_ms(s, 1000);
	presses(s, 1, "e1", "5");
	told(s, "dtmf 1001 digits=5", "dtmf 1001 digits=5");
}

static void test_witness__another_leg_is_another_key(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	presses(s, 0, "e1", "5");
	presses(s, 1, "t1", "5");
	told(s, "dtmf 1001 digits=5", "dtmf 13800138000 digits=5");
}

static void fails(struct stage *s, int witness)
{
	FEED(s, .kind = CTI_FACT_TRANSFER_BLIND, .witness = (uint8_t)witness,
	     .leg = CTI__STR("e1"), .other = CTI__STR("t1"),
	     .called = CTI__STR("9"), .text = CTI__STR("Invalid"));
}

static void test_witness__a_transfer_fails_once(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	fails(s, 0);
	fails(s, 1);
	assert_int_equal(s->count, 1);
	assert_true(was_told(s, "transfer-failed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_witness__one_key_told_by_both_is_one),
		STAGE_TEST(test_witness__one_connection_may_say_it_again),
		STAGE_TEST(test_witness__long_after_it_is_another),
		STAGE_TEST(test_witness__another_leg_is_another_key),
		STAGE_TEST(test_witness__a_transfer_fails_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
