/* SPDX-License-Identifier: MIT */
/* Encoders: what is hostile in a context stays in its place or is refused. */
#include "identify/encode.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What was encoded last. */
static struct cti__buf out;

static const char *encoded(enum cti__encoder encoder, const char *p, size_t n)
{
	cti__buf_clear(&out);
	if (cti__encode(&out, encoder, cti__str_n(p, n)))
		return NULL;
	return cti__buf_cstr(&out);
}

#define ENCODED(encoder, literal)                                              \
	encoded(CTI__ENCODE_##encoder, (literal), sizeof(literal) - 1)

static void test_encode__marks_what_is_special_in_its_context(void **state)
{
	(void)state;
	assert_string_equal(ENCODED(URL, "a/b?c=d&e#f %+\xe6\x9d\x8e"),
			    "a%2Fb%3Fc%3Dd%26e%23f%20%25%2B%E6%9D%8E");
	assert_string_equal(ENCODED(JSON, "a\"b\\c\n"), "a\\\"b\\\\c\\n");
	assert_string_equal(ENCODED(SOQL, "O'Hara\\"), "O\\'Hara\\\\");
	assert_string_equal(ENCODED(SOSL, "+86*} OR {x"),
			    "\\+86\\*\\} OR \\{x");
	assert_string_equal(ENCODED(ODATA, "1' or '1' eq '1"),
			    "1'' or ''1'' eq ''1");
	assert_string_equal(ENCODED(LDAP, "*)(cn=\\"), "\\2A\\29\\28cn=\\5C");
	assert_string_equal(ENCODED(ZOHO, "1)or(Id:equals:2"),
			    "1\\)or\\(Id\\:equals\\:2");
	assert_string_equal(ENCODED(PHRASE, "1\" role:admin"),
			    "1\\\" role:admin");
	assert_string_equal(ENCODED(BASE64, "a:b"), "YTpi");
	assert_string_equal(ENCODED(INT, "-42"), "-42");
	assert_string_equal(ENCODED(HEADER, "a: b"), "a: b");
}

static void test_encode__refuses_what_cannot_stand_there(void **state)
{
	static const char *const lines[] = { "a\nb", "a\rb", "a\tb", "\x7f",
					     "\xff" };
	static const enum cti__encoder of_lines[] = {
		CTI__ENCODE_RAW,   CTI__ENCODE_SOQL,  CTI__ENCODE_SOSL,
		CTI__ENCODE_ZOHO,  CTI__ENCODE_ODATA, CTI__ENCODE_PHRASE,
		CTI__ENCODE_HEADER
	};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(of_lines) / sizeof(of_lines[0]); i++) {
		for (k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
			assert_null(encoded(of_lines[i], lines[k],
					    strlen(lines[k])));
		assert_null(encoded(of_lines[i], "a\0b", 3));
	}
	assert_null(ENCODED(URL, ".."));
	assert_null(ENCODED(URL, "."));
	assert_null(ENCODED(INT, "1,2"));
	assert_null(ENCODED(INT, "1e3"));
	assert_null(ENCODED(INT, ""));
	assert_null(ENCODED(INT, "007"));
	assert_null(ENCODED(INT, "99999999999999999999"));
}

/* Whatever the bytes: none that could end the place is left bare. */
static void test_encode__leaves_no_byte_bare_that_ends_the_place(void **state)
{
	static const struct {
		enum cti__encoder encoder;
		const char *never; /* must have a backslash before it */
	} rows[] = {
		{ CTI__ENCODE_SOQL, "'" },   { CTI__ENCODE_SOSL, "{}\"" },
		{ CTI__ENCODE_ZOHO, "()," }, { CTI__ENCODE_PHRASE, "\"" },
		{ CTI__ENCODE_JSON, "\"" },
	};
	char value[3] = "";
	const char *p;
	size_t r;
	int a, b;

	(void)state;
	for (r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		for (a = 0; a < 128 * 128; a++) {
			value[0] = (char)(a / 128);
			value[1] = (char)(a % 128);
			p = encoded(rows[r].encoder, value, 2);
			for (; p && *p; p++) {
				if (*p == '\\') {
					p++;
					assert_true(*p);
					continue;
				}
				assert_null(strchr(rows[r].never, *p));
			}
		}
	}
	for (b = 0; b < 256; b++) {
		value[0] = (char)b;
		for (p = encoded(CTI__ENCODE_URL, value, 1); p && *p; p++)
			assert_non_null(strchr("0123456789ABCDEFabcdefghijklmno"
					       "pqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ"
					       "-._~%",
					       *p));
		for (p = encoded(CTI__ENCODE_LDAP, value, 1); *p; p++)
			assert_null(strchr("*()", *p));
	}
}

static void test_encode__mends_what_is_no_utf8_where_it_may(void **state)
{
	(void)state;
	assert_string_equal(ENCODED(URL, "a\xff"), "a%EF%BF%BD");
	assert_string_equal(ENCODED(JSON, "a\xff"), "a\xef\xbf\xbd");
	assert_string_equal(encoded(CTI__ENCODE_LDAP, "\0\xff", 2), "\\00\\FF");
}

static void test_encode__finds_encoders_by_name(void **state)
{
	enum cti__encoder encoder = CTI__ENCODE_RAW;

	(void)state;
	assert_true(cti__encoder_find(CTI__STR("ldap"), &encoder));
	assert_int_equal(encoder, CTI__ENCODE_LDAP);
	assert_false(cti__encoder_find(CTI__STR("sql"), &encoder));
	assert_false(cti__encoder_find(CTI__STR(""), &encoder));
}

static int teardown(void **state)
{
	(void)state;
	cti__buf_fini(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_encode__marks_what_is_special_in_its_context),
		cmocka_unit_test(test_encode__refuses_what_cannot_stand_there),
		cmocka_unit_test(
			test_encode__leaves_no_byte_bare_that_ends_the_place),
		cmocka_unit_test(
			test_encode__mends_what_is_no_utf8_where_it_may),
		cmocka_unit_test(test_encode__finds_encoders_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
