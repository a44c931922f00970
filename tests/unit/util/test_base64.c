/* SPDX-License-Identifier: MIT */
/* Base64 against the vectors of RFC 4648. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/base64.h"

static void assert_letters(const void *data, size_t n, const char *want)
{
	struct cti__buf out = { 0 };

	cti__base64_put(&out, data, n);
	assert_string_equal(cti__buf_cstr(&out), want);
	cti__buf_fini(&out);
}

static void test_base64__pads_to_groups_of_four(void **state)
{
	(void)state;
	assert_letters("", 0, "");
	assert_letters("f", 1, "Zg==");
	assert_letters("fo", 2, "Zm8=");
	assert_letters("foo", 3, "Zm9v");
	assert_letters("foob", 4, "Zm9vYg==");
	assert_letters("fooba", 5, "Zm9vYmE=");
	assert_letters("foobar", 6, "Zm9vYmFy");
}

static void test_base64__knows_all_its_letters(void **state)
{
	(void)state;
	assert_letters("\x00\x10\x83\xfb\xff\xbf\xff\xff\xfe", 9,
		       "ABCD+/+////+");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base64__pads_to_groups_of_four),
		cmocka_unit_test(test_base64__knows_all_its_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
