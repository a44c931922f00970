/* SPDX-License-Identifier: MIT */
/* Forms: blanks filled in through their encoders, and mistakes told. */
#include "identify/form.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int value_of(void *user, struct cti__str name, struct cti__buf *out)
{
	(void)user;
	if (cti__str_is(name, "evil"))
		cti__buf_text(out, "x' or \"&{y}");
	else if (cti__str_is(name, "lines"))
		cti__buf_text(out, "a\r\nHost: b");
	else if (cti__str_is(name, "n"))
		cti__buf_text(out, "42");
	else if (!cti__str_is(name, "none"))
		return CTI_ENOENT;
	return 0;
}

static struct cti__buf out, why;

static const char *filled(const char *text, enum cti__encoder standard)
{
	struct cti__form form = { cti__str(text), standard, value_of, NULL };

	cti__buf_clear(&out);
	cti__buf_clear(&why);
	return cti__form_fill(&out, &form, NULL, &why) ? NULL
						       : cti__buf_cstr(&out);
}

static void test_form__puts_values_through_their_encoders(void **state)
{
	(void)state;
	assert_string_equal(filled("a {n} b", CTI__ENCODE_RAW), "a 42 b");
	assert_string_equal(filled("{evil|odata}", CTI__ENCODE_RAW),
			    "x'' or \"&{y}");
	assert_string_equal(filled("/p/{evil}", CTI__ENCODE_URL),
			    "/p/x%27%20or%20%22%26%7By%7D");
	/* Encoded for the inner language first, for the outer one then. */
	assert_string_equal(filled("{evil|sosl}", CTI__ENCODE_URL),
			    "x%5C%27%20or%20%5C%22%5C%26%5C%7By%5C%7D");
	/* One that names the outer one itself is not encoded twice. */
	assert_string_equal(filled("{evil|url}", CTI__ENCODE_URL),
			    "x%27%20or%20%22%26%7By%7D");
	assert_string_equal(filled("{{{n}}}", CTI__ENCODE_RAW), "{42}");
	assert_string_equal(filled("", CTI__ENCODE_RAW), "");
}

static void test_form__tells_mistakes(void **state)
{
	(void)state;
	assert_null(filled("{nobody}", CTI__ENCODE_RAW));
	assert_string_equal(cti__buf_cstr(&why), "there is no \"nobody\"");
	assert_null(filled("{n|rot13}", CTI__ENCODE_RAW));
	assert_string_equal(cti__buf_cstr(&why), "there is no encoder "
						 "\"rot13\"");
	assert_null(filled("a { b", CTI__ENCODE_RAW));
	assert_null(filled("a } b", CTI__ENCODE_RAW));
	assert_null(filled("{}", CTI__ENCODE_RAW));
	assert_null(filled("{lines}", CTI__ENCODE_HEADER));
	assert_null(filled("{n|url|url|url|url|url}", CTI__ENCODE_RAW));
}

static void test_form__knows_whether_a_value_was_there(void **state)
{
	struct cti__form form = { CTI__STR("a {none}"), CTI__ENCODE_RAW,
				  value_of, NULL };
	bool any = false;

	(void)state;
	cti__buf_clear(&out);
	assert_int_equal(cti__form_fill(&out, &form, &any, NULL), 0);
	assert_false(any);
	form.text = CTI__STR("{none}{n}");
	assert_int_equal(cti__form_fill(&out, &form, &any, NULL), 0);
	assert_true(any);
}

static void test_form__tells_whole_numbers(void **state)
{
	(void)state;
	assert_true(cti__form_is_int(CTI__STR("{n|int}")));
	assert_false(cti__form_is_int(CTI__STR("{n}")));
	assert_false(cti__form_is_int(CTI__STR("{n|int} ")));
	assert_false(cti__form_is_int(CTI__STR("a")));
	assert_false(cti__form_is_int(CTI__STR("{{")));
}

static int teardown(void **state)
{
	(void)state;
	cti__buf_fini(&out);
	cti__buf_fini(&why);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form__puts_values_through_their_encoders),
		cmocka_unit_test(test_form__tells_mistakes),
		cmocka_unit_test(test_form__knows_whether_a_value_was_there),
		cmocka_unit_test(test_form__tells_whole_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
