/* SPDX-License-Identifier: MIT */
/* SHA-1 against the vectors of RFC 3174 and FIPS 180, and at block borders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/sha1.h"

#include <stdio.h>
#include <stdlib.h>

static void assert_sum(struct cti__str text, const char *want)
{
	unsigned char sum[CTI__SHA1_SIZE];
	char hex[2 * CTI__SHA1_SIZE + 1];
	size_t i;

	cti__sha1(sum, text);
	for (i = 0; i < sizeof(sum); i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
	assert_string_equal(hex, want);
}

static void test_sha1__gives_the_sums_of_the_standard(void **state)
{
	(void)state;
	assert_sum(CTI__STR(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
	assert_sum(CTI__STR("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
	assert_sum(CTI__STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmno"
			    "mnopnopq"),
		   "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

static void test_sha1__takes_a_million_letters(void **state)
{
	size_t n = 1000000;
	char *text = malloc(n);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', n);
	assert_sum(cti__str_n(text, n),
		   "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
	free(text);
}

/* Where the length no longer fits behind the text in one block. */
static void test_sha1__is_right_around_the_end_of_a_block(void **state)
{
	char text[65];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_sum(cti__str_n(text, 55),
		   "c1c8bbdc22796e28c0e15163d20899b65621d65a");
	assert_sum(cti__str_n(text, 56),
		   "c2db330f6083854c99d4b5bfb6e8f29f201be699");
	assert_sum(cti__str_n(text, 64),
		   "0098ba824b5c16427bd7a1122a5a442a25ec644d");
	assert_sum(cti__str_n(text, 65),
		   "11655326c708d70319be2610e8a57d9a5b959d3b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha1__gives_the_sums_of_the_standard),
		cmocka_unit_test(test_sha1__takes_a_million_letters),
		cmocka_unit_test(test_sha1__is_right_around_the_end_of_a_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
