/* SPDX-License-Identifier: MIT */
/* CSV records: quotes, line ends, damage, and bytes cut anywhere. */
#include "identify/records.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int write_down(const struct cti__record *record, void *user)
{
	struct cti__buf *out = user;
	size_t i;

	cti__buf_u64(out, record->line);
	if (record->fault)
		cti__buf_text(out, "!");
	for (i = 0; i < record->count; i++) {
		cti__buf_char(out, i ? '|' : ':');
		cti__buf_str(out, record->cell[i]);
	}
	cti__buf_char(out, ' ');
	return 0;
}

/* What comes out of a text that is fed in pieces of so many bytes. */
static void read_in(struct cti__buf *out, struct cti__str text, size_t piece)
{
	struct cti__records r;
	struct cti__str part;

	cti__buf_clear(out);
	cti__records_init(&r, write_down, out);
	for (; text.n; text = cti__str_sub(text, part.n, text.n)) {
		part = cti__str_sub(text, 0, piece);
		assert_int_equal(cti__records_feed(&r, part.p, part.n), 0);
	}
	assert_int_equal(cti__records_end(&r), 0);
	cti__records_fini(&r);
}

static void check(const char *text, const char *expected)
{
	struct cti__buf out = { 0 };
	size_t piece;

	for (piece = 1; piece <= strlen(text) + 1; piece++) {
		read_in(&out, cti__str(text), piece);
		assert_string_equal(cti__buf_cstr(&out), expected);
	}
	cti__buf_fini(&out);
}

static void test_records__reads_cells_and_lines(void **state)
{
	(void)state;
	check("a,b,c\n1,2,3\n", "1:a|b|c 2:1|2|3 ");
	check("a,b\r\n1,2\r\n3,4", "1:a|b 2:1|2 3:3|4 ");
	check("a,b\r1,2\r", "1:a|b 2:1|2 ");
	check("a,,\n,,\n", "1:a|| 2:|| ");
	check("a,b\n\n\r\n1,2\n", "1:a|b 4:1|2 ");
	check("", "");
}

static void test_records__reads_quotes(void **state)
{
	(void)state;
	check("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", "1:a|b 2:1,5|say \"hi\" ");
	check("a,b\n\"two\nlines\",x\n3,4\n", "1:a|b 2:two\nlines|x 4:3|4 ");
	check("a,b\n\"two\r\nlines\",\"\"\n3,4",
	      "1:a|b 2:two\r\nlines| 4:3|4 ");
	check("\"a\",\"b\"", "1:a|b ");
	/* In the middle of a cell a quote is a sign like any other. */
	check("a,b\n6\" pipe,x\n", "1:a|b 2:6\" pipe|x ");
}

static void test_records__forgives_the_byte_order_mark(void **state)
{
	(void)state;
	check("\xef\xbb\xbfid,name\n1,x\n", "1:id|name 2:1|x ");
	check("\xef\xbb\xbf\"id\",name\n", "1:id|name ");
}

static void test_records__finds_what_divides_the_cells(void **state)
{
	(void)state;
	check("a;b;c\n1,5;2;3\n", "1:a|b|c 2:1,5|2|3 ");
	check("a\tb\n1\t2\n", "1:a|b 2:1|2 ");
	check("only\none\n", "1:only 2:one ");
}

static void test_records__loses_one_line_to_a_stray_quote(void **state)
{
	(void)state;
	check("a,b\n1,\"x\n2,y\n3,z\n", "1:a|b 2! 3:2|y 4:3|z ");
	check("a,b\n1,\"x\n2,\"y\"\n3,z\n", "1:a|b 2! 3:2|y 4:3|z ");
	check("a,b\n1,\"x\"y\n2,z\n", "1:a|b 2! 3:2|z ");
	check("a,b\r\n1,\"x\r\n2,\"y\"\r\n", "1:a|b 2! 3:2|y ");
	check("a,b\n\"\n\"\"b\n\"\"c\n4,d\n", "1:a|b 2! 3! 4! 5:4|d ");
	check("a,b\n1,\"", "1:a|b 2! ");
}

static void test_records__gives_up_a_line_without_end(void **state)
{
	struct cti__buf text = { 0 }, out = { 0 };
	size_t i;

	(void)state;
	cti__buf_text(&text, "a,b\n1,");
	for (i = 0; i < 200000; i++)
		cti__buf_char(&text, 'x');
	cti__buf_text(&text, "\n2,y\n3,\"");
	for (i = 0; i < 100000; i++)
		cti__buf_text(&text, "q");
	cti__buf_text(&text, "\n4,z\n");
	read_in(&out, cti__str(cti__buf_cstr(&text)), 1000);
	assert_string_equal(cti__buf_cstr(&out), "1:a|b 2! 3:2|y 4! 5:4|z ");
	cti__buf_fini(&text);
	cti__buf_fini(&out);
}

static int refuse(const struct cti__record *record, void *user)
{
	(void)user;
	return record->line == 2 ? CTI_ECANCELED : 0;
}

static void test_records__stops_when_told(void **state)
{
	struct cti__records r;

	(void)state;
	cti__records_init(&r, refuse, NULL);
	assert_int_equal(cti__records_feed(&r, "a\nb\nc\n", 6), CTI_ECANCELED);
	cti__records_fini(&r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records__reads_cells_and_lines),
		cmocka_unit_test(test_records__reads_quotes),
		cmocka_unit_test(test_records__forgives_the_byte_order_mark),
		cmocka_unit_test(test_records__finds_what_divides_the_cells),
		cmocka_unit_test(test_records__loses_one_line_to_a_stray_quote),
		cmocka_unit_test(test_records__gives_up_a_line_without_end),
		cmocka_unit_test(test_records__stops_when_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
