/* SPDX-License-Identifier: MIT */
/* Text files of any origin: what they are, and how they read as UTF-8. */
#include "identify/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "temp.h"

#include <fcntl.h>

static const char *guess(const char *bytes, size_t n)
{
	int fd = open(temp_file("f", bytes, n), O_RDONLY);
	const char *name;
	char first = 0;

	assert_true(fd >= 0);
	name = cti__charset_guess(fd);
	/* It is ready to be read. */
	assert_int_equal(read(fd, &first, 1), n ? 1 : 0);
	assert_int_equal(first, n ? bytes[0] : 0);
	close(fd);
	return name;
}

#define GUESS(literal) guess((literal), sizeof(literal) - 1)

static void test_charset__is_known_by_mark_or_by_most_lines(void **state)
{
	(void)state;
	assert_null(GUESS(""));
	assert_null(GUESS("id,name\n1,Li\n"));
	assert_null(GUESS("\xef\xbb\xbfid,\xe6\x9d\x8e\n"));
	assert_string_equal(GUESS("id,name\n1,\xc0\xee\n"), "GB18030");
	assert_string_equal(GUESS("\xff\xfei\0d\0"), "UTF-16LE");
	assert_string_equal(GUESS("\xfe\xff\0i\0d"), "UTF-16BE");
	/* One bad line is a bad line. */
	assert_null(GUESS("\xe6\x9d\x8e\n\xc0\xee\n\xe6\x98\x8e\n"));
}

static void test_charset__reads_the_same_however_it_is_cut(void **state)
{
	static const char gbk[] = "1,\xc0\xee\xc3\xf7,\x81\x30\x89\x38x\n";
	static const char wide[] = "\xff\xfe\x4e\x67\x0e\x66\x3d\xd8\x00\xde\n";
	struct cti__buf out = { 0 }, whole = { 0 };
	struct cti__charset c;
	size_t step, i, k;

	(void)state;
	for (k = 0; k < 2; k++) {
		const char *text = k ? wide : gbk;
		size_t n = k ? sizeof(wide) : sizeof(gbk) - 1;

		cti__buf_clear(&whole);
		for (step = n; step; step--) {
			cti__buf_clear(&out);
			assert_true(cti__charset_open(&c, k ? "UTF-16LE"
							    : "GB18030"));
			for (i = 0; i < n; i += step)
				cti__charset_feed(&c, text + i,
						  n - i < step ? n - i : step,
						  &out);
			cti__charset_close(&c);
			if (step == n)
				cti__buf_add(&whole, out.p, out.n);
			assert_int_equal(out.n, whole.n);
			assert_memory_equal(out.p, whole.p, out.n);
		}
		if (!k)
			assert_memory_equal(whole.p,
					    "1,\xe6\x9d\x8e\xe6\x98\x8e,", 9);
	}
	cti__buf_fini(&out);
	cti__buf_fini(&whole);
}

/* GBK's 80 is the euro sign: three bytes for one. */
static void test_charset__has_room_for_what_becomes_longer(void **state)
{
	struct cti__buf out = { 0 };
	struct cti__charset c;
	char text[93];
	size_t i;

	(void)state;
	memset(text, '\x80', sizeof(text));
	memcpy(text, "1,", 2);
	text[sizeof(text) - 1] = ';';
	assert_true(cti__charset_open(&c, "GBK"));
	cti__charset_feed(&c, text, sizeof(text), &out);
	assert_int_equal(out.n, 2 + 90 * 3 + 1);
	for (i = 0; i < 90; i++)
		assert_memory_equal(out.p + 2 + i * 3, "\xe2\x82\xac", 3);
	assert_int_equal(out.p[out.n - 1], ';');
	cti__charset_close(&c);
	cti__buf_fini(&out);
}

static void goes_through(const char *text)
{
	struct cti__buf out = { 0 };
	struct cti__charset c;

	assert_true(cti__charset_open(&c, "GB18030"));
	cti__charset_feed(&c, text, strlen(text), &out);
	assert_string_equal(cti__buf_cstr(&out), text);
	cti__charset_close(&c);
	cti__buf_fini(&out);
}

static void test_charset__lets_through_what_is_no_text(void **state)
{
	(void)state;
	goes_through("a\xff"
		     "bcdef");
	goes_through("a\xff"
		     "b");
	assert_false(cti__charset_open(&(struct cti__charset){ 0 },
				       "no-such-charset"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_charset__is_known_by_mark_or_by_most_lines),
		cmocka_unit_test(
			test_charset__reads_the_same_however_it_is_cut),
		cmocka_unit_test(
			test_charset__has_room_for_what_becomes_longer),
		cmocka_unit_test(test_charset__lets_through_what_is_no_text),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
