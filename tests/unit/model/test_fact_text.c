/* SPDX-License-Identifier: MIT */
/* Facts as text: every kind has a name, every field that is filled is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/fact_text.h"

static void assert_json(const struct cti_fact *fact, const char *want)
{
	struct cti__buf out = { 0 };

	cti__fact_json(fact, &out);
	assert_string_equal(cti__buf_cstr(&out), want);
	cti__buf_fini(&out);
}

static void test_fact_text__every_kind_has_a_name_of_its_own(void **state)
{
	int i, j;

	(void)state;
	for (i = 0; i < CTI_FACT_COUNT; i++) {
		assert_non_null(cti__fact_name((enum cti_fact_kind)i));
		for (j = 0; j < i; j++)
			assert_string_not_equal(
				cti__fact_name((enum cti_fact_kind)i),
				cti__fact_name((enum cti_fact_kind)j));
	}
	assert_null(cti__fact_name(CTI_FACT_COUNT));
}

static void test_fact_text__what_is_not_filled_is_not_told(void **state)
{
	struct cti_fact fact = { .kind = CTI_FACT_HOLD };

	(void)state;
	fact.leg = CTI__STR("17.1");
	assert_json(&fact, "{\"fact\":\"hold\",\"leg\":\"17.1\"}");
}

static void test_fact_text__words_stand_for_what_is_no_text(void **state)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_ATTENDED };

	(void)state;
	fact.second = CTI__STR("a\"b");
	fact.role = CTI_ROLE_LOCAL;
	fact.state = CTI_STATE_UP;
	fact.bridge_kind = CTI_BRIDGE_ROOM;
	fact.result = CTI_DIAL_BUSY;
	fact.dest = CTI_DEST_THREEWAY;
	fact.half = 2;
	fact.code = -1;
	fact.ok = fact.withheld = true;
	assert_json(&fact, "{\"fact\":\"transfer-attended\","
			   "\"second\":\"a\\\"b\",\"role\":\"local\","
			   "\"state\":\"up\",\"result\":\"busy\","
			   "\"bridge_kind\":\"room\",\"dest\":\"threeway\","
			   "\"half\":2,\"code\":-1,\"ok\":true,"
			   "\"withheld\":true}");
}

/* A field that fact.h gets and the table does not is missed here. */
static void test_fact_text__no_text_of_a_fact_is_left_out(void **state)
{
	const size_t from = offsetof(struct cti_fact, leg);
	struct cti__str mark = CTI__STR("mark");
	struct cti_fact fact = { .kind = CTI_FACT_DATA };
	struct cti__buf out = { 0 };
	size_t at;

	(void)state;
	for (at = from; at + sizeof(mark) <= sizeof(fact); at += sizeof(mark)) {
		memset((char *)&fact + from, 0, sizeof(fact) - from);
		memcpy((char *)&fact + at, &mark, sizeof(mark));
		cti__buf_clear(&out);
		cti__fact_json(&fact, &out);
		assert_non_null(strstr(cti__buf_cstr(&out), ":\"mark\""));
	}
	cti__buf_fini(&out);
}

static void test_fact_text__withheld_has_many_words(void **state)
{
	(void)state;
	assert_true(cti__fact_is_withheld(CTI__STR("anonymous")));
	assert_true(cti__fact_is_withheld(CTI__STR("Restricted")));
	assert_false(cti__fact_is_withheld(CTI__STR("1001")));
	assert_false(cti__fact_is_withheld(CTI__STR_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_fact_text__every_kind_has_a_name_of_its_own),
		cmocka_unit_test(
			test_fact_text__what_is_not_filled_is_not_told),
		cmocka_unit_test(
			test_fact_text__words_stand_for_what_is_no_text),
		cmocka_unit_test(test_fact_text__no_text_of_a_fact_is_left_out),
		cmocka_unit_test(test_fact_text__withheld_has_many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
