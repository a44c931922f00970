/* SPDX-License-Identifier: MIT */
/* The errors: numbers that never change, a name and a text of its own each. */
#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Written out, because the list that makes the constants may not change it. */
static void test_error__numbers_never_change(void **state)
{
	static const struct {
		const char *name;
		int code;
	} rows[] = {
		{ "CTI_ENOMEM", -1 },	  { "CTI_EINVAL", -2 },
		{ "CTI_ESTATE", -3 },	  { "CTI_ENOTSUP", -4 },
		{ "CTI_ETIMEDOUT", -5 },  { "CTI_ECANCELED", -6 },
		{ "CTI_ELINKDOWN", -7 },  { "CTI_EAUTH", -8 },
		{ "CTI_EPROTO", -9 },	  { "CTI_EREFUSED", -10 },
		{ "CTI_ENOENT", -11 },	  { "CTI_EURL", -12 },
		{ "CTI_ESCHEME", -13 },	  { "CTI_ERESOLVE", -14 },
		{ "CTI_ECONNECT", -15 },  { "CTI_ETLS", -16 },
		{ "CTI_EEOF", -17 },	  { "CTI_ETOOBIG", -18 },
		{ "CTI_EKEY", -19 },	  { "CTI_EVALUE", -20 },
		{ "CTI_EFORMAT", -21 },	  { "CTI_EIO", -22 },
		{ "CTI_EEXIST", -23 },	  { "CTI_ETEMPLATE", -24 },
		{ "CTI_EWITHHELD", -25 }, { "CTI_EAGAIN", -26 },
		{ "CTI_ETHREAD", -27 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(cti_error_name(rows[i].code), rows[i].name);
	assert_int_equal(CTI_ENOMEM, -1);
	assert_int_equal(CTI_ETHREAD, -27);
}

static void test_error__each_has_a_name_and_a_text_of_its_own(void **state)
{
	const cti_error_info *row, *other;
	size_t i, j;

	(void)state;
	for (i = 0; (row = cti_error_at(i)) != NULL; i++) {
		assert_true(row->code < 0);
		assert_ptr_equal(cti_strerror(row->code), row->text);
		assert_ptr_equal(cti_error_name(row->code), row->name);
		assert_int_equal(strncmp(row->name, "CTI_E", 5), 0);
		assert_true(strlen(row->text) > 5);
		assert_int_not_equal(row->text[strlen(row->text) - 1], '.');
		for (j = 0; j < i; j++) {
			other = cti_error_at(j);
			assert_int_not_equal(row->code, other->code);
			assert_string_not_equal(row->name, other->name);
			assert_string_not_equal(row->text, other->text);
		}
	}
	assert_true(i >= 27);
	assert_null(cti_error_at((size_t)-1));
}

static void test_error__success_and_strangers_have_words_too(void **state)
{
	(void)state;
	assert_string_equal(cti_strerror(0), "success");
	assert_string_equal(cti_error_name(0), "CTI_OK");
	assert_string_equal(cti_strerror(1), "unknown error");
	assert_string_equal(cti_strerror(-9999), "unknown error");
	assert_string_equal(cti_error_name(-9999), "CTI_EUNKNOWN");
	assert_string_equal(cti_error_name(9), "CTI_EUNKNOWN");
}

static void test_error__only_what_may_pass_by_itself_is_tried_again(
	void **state)
{
	static const int passing[] = { CTI_ENOMEM,    CTI_ETIMEDOUT,
				       CTI_ELINKDOWN, CTI_ERESOLVE,
				       CTI_ECONNECT,  CTI_EEOF,
				       CTI_EAGAIN };
	const cti_error_info *row;
	size_t i, count = 0;

	(void)state;
	for (i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		assert_true(cti_error_is_retryable(passing[i]));
	for (i = 0; (row = cti_error_at(i)) != NULL; i++)
		count += cti_error_is_retryable(row->code);
	assert_int_equal(count, sizeof(passing) / sizeof(passing[0]));
	assert_false(cti_error_is_retryable(0));
	assert_false(cti_error_is_retryable(1));
	assert_false(cti_error_is_retryable(-9999));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_error__numbers_never_change),
		cmocka_unit_test(
			test_error__each_has_a_name_and_a_text_of_its_own),
		cmocka_unit_test(
			test_error__success_and_strangers_have_words_too),
		cmocka_unit_test(
			test_error__only_what_may_pass_by_itself_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
