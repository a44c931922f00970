/* SPDX-License-Identifier: MIT */
/* Header blocks: where they end, what they hold, and one answer on every
   machine. */
#include "wire/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The same code as a machine without SSE2 has it, under other names. */
static size_t plain_end(const char *data, size_t len, size_t *from);
static struct cti__str plain_first(struct cti__str block);
static size_t plain_parse(const struct cti__names *names, struct cti__str block,
			  struct cti__str *value);
#undef __SSE2__
#define cti__block_end	 plain_end
#define cti__block_first plain_first
#define cti__block_parse plain_parse
#include "wire/block.c"
#undef cti__block_end
#undef cti__block_first
#undef cti__block_parse

enum { EVENT, CHANNEL, CALLER, EMPTY, NAME_COUNT };
static const char *const wanted[NAME_COUNT] = { "Event", "Channel",
						"CallerIDNum", "X" };

/* Parse it in both ways. */
static size_t parse(struct cti__str block, struct cti__str *value)
{
	struct cti__str other[NAME_COUNT] = { 0 };
	struct cti__names names;
	size_t lines;

	memset(value, 0, NAME_COUNT * sizeof(*value));
	cti__names_init(&names, wanted, sizeof(*wanted), NAME_COUNT);
	lines = plain_parse(&names, block, other);
	assert_int_equal(cti__block_parse(&names, block, value), lines);
	assert_memory_equal(value, other, sizeof(other));
	return lines;
}

static void check(struct cti__str s, const char *text)
{
	if (!s.p || !cti__str_is(s, text))
		fail_msg("\"%.*s\" is not \"%s\"", (int)s.n, s.p ? s.p : "",
			 text);
}

static size_t end_of(struct cti__str text)
{
	size_t from = 0, other = 0;
	size_t end = cti__block_end(text.p, text.n, &from);

	assert_int_equal(plain_end(text.p, text.n, &other), end);
	if (!end)
		assert_int_equal(from, other);
	return end;
}

static void test_block__ends_behind_the_empty_line(void **state)
{
	(void)state;
	assert_int_equal(end_of(CTI__STR("A: b\r\n\r\n")), 8);
	assert_int_equal(end_of(CTI__STR("A: b\n\n")), 6);
	assert_int_equal(end_of(CTI__STR("A: b\r\n\n")), 7);
	assert_int_equal(end_of(CTI__STR("A: b\n\r\n")), 7);
	/* The first of two, and no more than it. */
	assert_int_equal(end_of(CTI__STR("A: b\r\n\r\nC: d\r\n\r\n")), 8);
	assert_int_equal(end_of(CTI__STR("A: b\n\n\n\n")), 6);
}

static void test_block__has_no_end_yet(void **state)
{
	(void)state;
	assert_int_equal(end_of(CTI__STR("")), 0);
	assert_int_equal(end_of(CTI__STR("\n")), 0);
	assert_int_equal(end_of(CTI__STR("A: b")), 0);
	assert_int_equal(end_of(CTI__STR("A: b\r\n")), 0);
	assert_int_equal(end_of(CTI__STR("A: b\r\n\r")), 0);
	assert_int_equal(end_of(CTI__STR("A: b\r\nC: d\r\nE: f\r\n")), 0);
	/* Blanks make a line that is not empty. */
	assert_int_equal(end_of(CTI__STR("A: b\n \n")), 0);
	assert_int_equal(end_of(CTI__STR("A: b\r\r\r\n")), 0);
	assert_int_equal(end_of(CTI__STR("A: b\n\r\r\n")), 0);
}

/* The end stands at every place of the 16 bytes that are looked at at once. */
static void test_block__finds_the_end_at_every_offset(void **state)
{
	static const char *const ends[] = { "\r\n\r\n", "\n\n", "\n\r\n" };
	char text[128];
	size_t i, pad, n, behind;

	(void)state;
	for (i = 0; i < 3; i++)
		for (pad = 1; pad < 80; pad++)
			for (behind = 0; behind < 20; behind++) {
				memset(text, 'x', sizeof(text));
				n = strlen(ends[i]);
				memcpy(text + pad, ends[i], n);
				assert_int_equal(
					end_of(cti__str_n(text,
							  pad + n + behind)),
					pad + n);
			}
}

/* However the bytes come in pieces, each is looked at about once. */
static void finds_it_in_pieces(struct cti__str text, size_t step)
{
	size_t from = 0, n, end = 0;

	for (n = step; n < text.n; n += step) {
		assert_true(from <= n);
		end = cti__block_end(text.p, n, &from);
		assert_int_equal(end, 0);
		assert_true(from + 2 >= n);
	}
	assert_int_equal(cti__block_end(text.p, text.n, &from), text.n);
}

static void test_block__finds_the_end_at_every_cut(void **state)
{
	static const char crlf[] = "Event: Newchannel\r\nChannel: PJSIP/1001-"
				   "00000001\r\nChannelState: 0\r\n\r\n";
	static const char lf[] = "Event: Newchannel\nChannel: PJSIP/1001-"
				 "00000001\nChannelState: 0\n\n";
	size_t step;

	(void)state;
	for (step = 1; step < sizeof(crlf); step++) {
		finds_it_in_pieces(CTI__STR(crlf), step);
		finds_it_in_pieces(CTI__STR(lf), step);
	}
}

static void test_block__the_first_line_is_without_its_end(void **state)
{
	(void)state;
	check(cti__block_first(CTI__STR("Hello/1\r\nx")), "Hello/1");
	check(cti__block_first(CTI__STR("Hello/1\nx")), "Hello/1");
	check(cti__block_first(CTI__STR("Hello/1")), "Hello/1");
	check(cti__block_first(CTI__STR("\r\nx")), "");
	check(cti__block_first(CTI__STR("\n")), "");
	check(plain_first(CTI__STR("a\r\r\n")), "a\r");
}

static void test_block__gives_the_values_that_are_wanted(void **state)
{
	struct cti__str value[NAME_COUNT];

	(void)state;
	assert_int_equal(parse(CTI__STR("Event: Hangup\r\n"
					"Privilege: call,all\r\n"
					"Channel:PJSIP/1001-1\r\n"
					"CallerIDNum:   10:01 \r\n\r\n"),
			       value),
			 4);
	check(value[EVENT], "Hangup");
	check(value[CHANNEL], "PJSIP/1001-1");
	/* Blanks before it are the header's, those behind it its own. */
	check(value[CALLER], "10:01 ");
	assert_null(value[EMPTY].p);
}

static void test_block__an_empty_value_is_a_value(void **state)
{
	struct cti__str value[NAME_COUNT];

	(void)state;
	assert_int_equal(
		parse(CTI__STR("Event:\r\nChannel: \r\nX:\nCallerIDNum:"),
		      value),
		4);
	check(value[EVENT], "");
	check(value[CHANNEL], "");
	check(value[EMPTY], "");
	check(value[CALLER], "");
}

static void test_block__the_first_of_a_name_counts(void **state)
{
	struct cti__str value[NAME_COUNT];

	(void)state;
	assert_int_equal(parse(CTI__STR("X:\r\nEvent: a\r\nEvent: b\r\n"
					"eVENT: c\r\nX: later\r\n\r\n"),
			       value),
			 5);
	check(value[EVENT], "a");
	check(value[EMPTY], "");
}

static void test_block__names_have_no_case(void **state)
{
	struct cti__str value[NAME_COUNT];

	(void)state;
	parse(CTI__STR("EVENT: a\nchannel: b\ncAllErIdnUM: c\nx: d\n\n"),
	      value);
	check(value[EVENT], "a");
	check(value[CHANNEL], "b");
	check(value[CALLER], "c");
	check(value[EMPTY], "d");
}

static void test_block__names_that_are_nearly_so_are_others(void **state)
{
	struct cti__str value[NAME_COUNT];

	(void)state;
	assert_int_equal(parse(CTI__STR("Event : a\nEvents: b\nEven: c\n"
					" Channel: d\nChanne\0: e\n"
					"\x58\xc3\xa4: f\n8: g\n\n"),
			       value),
			 7);
	assert_null(value[EVENT].p);
	assert_null(value[CHANNEL].p);
	assert_null(value[EMPTY].p);
}

static void test_block__lines_without_a_name_are_passed_over(void **state)
{
	struct cti__str value[NAME_COUNT];

	(void)state;
	assert_int_equal(parse(CTI__STR("no colon here\r\n: nameless\r\n"
					"\r\nEvent: a\r\nEvent\r\n::\r\n"
					"\r:\r\nChannel: b"),
			       value),
			 3);
	check(value[EVENT], "a");
	check(value[CHANNEL], "b");
	assert_int_equal(parse(CTI__STR_NONE, value), 0);
	assert_int_equal(parse(CTI__STR("\r\n\r\n"), value), 0);
}

static void test_block__thousands_of_headers_are_counted(void **state)
{
	const size_t count = 20000;
	struct cti__str value[NAME_COUNT], line = CTI__STR("Variable: x\r\n");
	char *text = malloc(count * line.n + 64);
	size_t i, n = 0;

	(void)state;
	assert_non_null(text);
	for (i = 0; i < count; i++, n += line.n)
		memcpy(text + n, line.p, line.n);
	memcpy(text + n, "Event: last\r\n\r\n", 15);
	n += 15;
	assert_int_equal(end_of(cti__str_n(text, n)), n);
	assert_int_equal(parse(cti__str_n(text, n), value), count + 1);
	check(value[EVENT], "last");
	free(text);
}

static void test_block__lines_may_be_long(void **state)
{
	const size_t length = 200000;
	struct cti__str value[NAME_COUNT];
	char *text = malloc(length);

	(void)state;
	assert_non_null(text);
	memset(text, 'y', length);
	memcpy(text, "Event: ", 7);
	memcpy(text + length - 4, "\r\n\r\n", 4);
	assert_int_equal(end_of(cti__str_n(text, length)), length);
	assert_int_equal(parse(cti__str_n(text, length), value), 1);
	assert_int_equal(value[EVENT].n, length - 7 - 4);
	/* A name as long as that is nobody's. */
	memset(text, 'y', 7);
	text[length / 2] = ':';
	assert_int_equal(parse(cti__str_n(text, length), value), 1);
	assert_null(value[EVENT].p);
	free(text);
}

static void test_block__as_many_names_as_may_be_are_all_found(void **state)
{
	static char text[CTI__NAMES_MAX][8], block[CTI__NAMES_MAX * 16];
	const char *name[CTI__NAMES_MAX];
	struct cti__str value[CTI__NAMES_MAX] = { 0 };
	struct cti__names names;
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < CTI__NAMES_MAX; i++) {
		/* Same length, first, middle and last letter: they collide. */
		memcpy(text[i], "Na--me-", 8);
		text[i][2] = (char)('A' + i % 16);
		text[i][5] = (char)('a' + i / 16);
		name[i] = text[i];
		memcpy(block + n, text[i], 7);
		memcpy(block + n + 7, ": ", 2);
		memcpy(block + n + 9, text[i], 7);
		block[n + 9] = block[n + 9 + 1] = '_';
		n += 15;
		block[n++] = '\n';
	}
	cti__names_init(&names, name, sizeof(*name), CTI__NAMES_MAX);
	assert_int_equal(cti__block_parse(&names, cti__str_n(block, n), value),
			 CTI__NAMES_MAX);
	for (i = 0; i < CTI__NAMES_MAX; i++) {
		assert_int_equal(value[i].n, 6);
		assert_memory_equal(value[i].p + 2, text[i] + 2, 4);
	}
}

/* A small generator of its own, so that every run is the same. */
static uint32_t roll(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 16;
}

static void test_block__both_ways_agree_on_random_bytes(void **state)
{
	static const char bytes[] = "\n\n\r\r:: aEventXx\xff";
	struct cti__str value[NAME_COUNT];
	uint32_t seed = 1;
	size_t round, i, n, from, other, end;
	char text[100];

	(void)state;
	for (round = 0; round < 20000; round++) {
		/* Few line feeds in some rounds: the end is far in. */
		size_t kinds = round % 3 ? sizeof(bytes) : sizeof(bytes) - 2;
		size_t skip = round % 3 ? roll(&seed) % 3 : 0;

		n = roll(&seed) % sizeof(text);
		for (i = 0; i < n; i++)
			text[i] = bytes[skip + roll(&seed) % (kinds - skip)];
		from = other = n ? roll(&seed) % n : 0;
		end = plain_end(text, n, &other);
		assert_int_equal(cti__block_end(text, n, &from), end);
		assert_int_equal(from, other);
		(void)parse(cti__str_n(text, n), value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_block__ends_behind_the_empty_line),
		cmocka_unit_test(test_block__has_no_end_yet),
		cmocka_unit_test(test_block__finds_the_end_at_every_offset),
		cmocka_unit_test(test_block__finds_the_end_at_every_cut),
		cmocka_unit_test(test_block__the_first_line_is_without_its_end),
		cmocka_unit_test(test_block__gives_the_values_that_are_wanted),
		cmocka_unit_test(test_block__an_empty_value_is_a_value),
		cmocka_unit_test(test_block__the_first_of_a_name_counts),
		cmocka_unit_test(test_block__names_have_no_case),
		cmocka_unit_test(
			test_block__names_that_are_nearly_so_are_others),
		cmocka_unit_test(
			test_block__lines_without_a_name_are_passed_over),
		cmocka_unit_test(test_block__thousands_of_headers_are_counted),
		cmocka_unit_test(test_block__lines_may_be_long),
		cmocka_unit_test(
			test_block__as_many_names_as_may_be_are_all_found),
		cmocka_unit_test(test_block__both_ways_agree_on_random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
