/* SPDX-License-Identifier: MIT */
/* The words of a request: what goes out to a switch is one line of text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../util/refuse.h"
#include "core/request_text.h"

#include <cti/error.h>

#define OPTS(request_kind, ...)                                                \
	(&(cti_request_opts){ .size = sizeof(cti_request_opts),                \
			      .kind = CTI_REQUEST_##request_kind,              \
			      __VA_ARGS__ })

static int make(const cti_request_opts *opts, enum cti__request_look look,
		struct cti__buf *why)
{
	struct cti__request_text *text;
	int err = cti__request_text_new(&text, opts, look, why);

	assert_true((err == 0) == (text != NULL));
	cti__request_text_free(text);
	return err;
}

static void refused(const cti_request_opts *opts, const char *sentence)
{
	struct cti__buf why = { 0 };

	assert_int_equal(make(opts, CTI__REQUEST_STRICT, &why), CTI_EINVAL);
	assert_string_equal(cti__buf_cstr(&why), sentence);
	cti__buf_fini(&why);
}

static void accepted(const cti_request_opts *opts)
{
	struct cti__buf why = { 0 };
	int err = make(opts, CTI__REQUEST_STRICT, &why);

	if (err)
		fail_msg("%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
}

static void test_request_text__copies_all_that_was_said(void **state)
{
	char to[] = "1002", key[] = "order", value[] = "77, {8}";
	cti_pair pair = { key, value };
	struct cti__request_text *text;
	struct cti__buf why = { 0 };
	struct cti_request req;

	(void)state;
	assert_int_equal(
		cti__request_text_new(&text,
				      OPTS(DIAL, .device = "1001", .to = to,
					   .caller = "400",
					   .caller_name = "\u5ba2\u670d",
					   .flags = CTI_REQUEST_AUTO_ANSWER,
					   .data = &pair, .data_count = 1),
				      CTI__REQUEST_STRICT, &why),
		0);
	/* The application may do with its own what it likes. */
	memset(to, 'x', sizeof(to));
	memset(key, 'x', sizeof(key));
	memset(value, 'x', sizeof(value));
	cti__request_describe(text, &req);
	assert_int_equal(req.kind, CTI_REQUEST_DIAL);
	assert_int_equal(req.flags, CTI_REQUEST_AUTO_ANSWER);
	assert_true(cti__str_is(req.device, "1001"));
	assert_true(cti__str_is(req.to, "1002"));
	assert_true(cti__str_is(req.caller, "400"));
	assert_true(cti__str_is(req.caller_name, "\u5ba2\u670d"));
	assert_true(req.data_count == 1);
	assert_true(cti__str_is(req.data[0].key, "order"));
	assert_true(cti__str_is(req.data[0].value, "77, {8}"));
	assert_true(!req.call.n && !req.agent.n && !req.leg.n);
	/* Adapters may hand it to what wants a NUL. */
	assert_int_equal(req.to.p[req.to.n], '\0');
	cti__request_text_free(text);
	cti__request_text_free(NULL);
	cti__buf_fini(&why);
}

static void test_request_text__lets_no_line_end_through(void **state)
{
	(void)state;
	refused(OPTS(DIAL, .device = "1001", .to = "1002\r\nAction: Logoff"),
		"The request's to has a control character, such as a line end, "
		"in it.");
	refused(OPTS(DIAL, .device = "10\n01", .to = "1002"),
		"The request's device has a control character, such as a line "
		"end, in it.");
	refused(OPTS(HOLD, .device = "1001", .link = "a\tb"),
		"The request's link has a control character, such as a line "
		"end, in it.");
	refused(OPTS(DATA, .call = "c", .key = "k", .value = "\x7f"),
		"The request's value has a control character, such as a line "
		"end, in it.");
	refused(OPTS(DIAL, .device = "1001", .to = "\xc3("),
		"The request's to is no UTF-8.");
	refused(OPTS(DIAL, .device = "1001", .to = "1002",
		     .data = &(cti_pair){ "a", "b\nc" }, .data_count = 1),
		"The request's data has a control character, such as a line "
		"end, in it.");
}

static void test_request_text__has_limits(void **state)
{
	char text[1002], key[66];
	cti_pair pairs[33];
	size_t i;

	(void)state;
	memset(text, '1', sizeof(text));
	memset(key, 'k', sizeof(key));
	text[1000] = key[64] = '\0';
	for (i = 0; i < 33; i++) {
		pairs[i].key = key;
		pairs[i].value = text;
	}
	accepted(OPTS(DIAL, .device = text, .to = text, .data = pairs,
		      .data_count = 32));
	accepted(OPTS(DATA, .call = text, .key = key, .value = ""));
	accepted(OPTS(DATA, .call = text, .key = key));
	refused(OPTS(DIAL, .device = "1", .to = "2", .data = pairs,
		     .data_count = 33),
		"The request's data has more than 32 pairs.");
	text[1000] = '1';
	text[1001] = '\0';
	refused(OPTS(DIAL, .device = "1", .to = text),
		"The request's to is longer than 1000 bytes.");
	key[64] = 'k';
	key[65] = '\0';
	refused(OPTS(DATA, .call = "c", .key = key, .value = "v"),
		"The request's key is longer than 64 letters.");
}

static void test_request_text__names_of_data_are_plain(void **state)
{
	(void)state;
	accepted(OPTS(DATA, .device = "1", .key = "Order_7", .value = "x"));
	refused(OPTS(DATA, .device = "1", .key = "a b", .value = "x"),
		"The request's key may only have letters, digits and _.");
	refused(OPTS(DIAL, .device = "1", .to = "2",
		     .data = &(cti_pair){ "a,b", "x" }, .data_count = 1),
		"The request's data may only have letters, digits and _.");
	refused(OPTS(DIAL, .device = "1", .to = "2",
		     .data = &(cti_pair){ NULL, "x" }, .data_count = 1),
		"The request's data has a pair without a key.");
}

static void test_request_text__digits_are_digits(void **state)
{
	(void)state;
	accepted(OPTS(DTMF, .device = "1", .value = "0123456789*#ABCD"));
	refused(OPTS(DTMF, .device = "1", .value = "12w"),
		"The request's value may only have the digits 0 to 9, *, # and "
		"A to D.");
	refused(OPTS(DTMF, .device = "1", .value = "1,2"),
		"The request's value may only have the digits 0 to 9, *, # and "
		"A to D.");
	refused(OPTS(DTMF, .device = "1"), "The request's value is missing.");
	refused(OPTS(DTMF, .device = "1", .value = ""),
		"The request's value is missing.");
}

/* Whatever a kind needs, and nothing else, must be there. */
static void test_request_text__every_kind_says_what_is_missing(void **state)
{
	const cti_request_info *info;
	struct cti__buf why = { 0 };
	size_t i;

	(void)state;
	for (i = 0; (info = cti_request_at(i)) != NULL; i++) {
		cti_request_opts full = {
			.size = sizeof(full),
			.kind = info->kind,
			.call = "c",
			.device = "1",
			.agent = "a",
			.to = "2",
			.key = "k",
			.value = "1",
		};
		cti_request_opts none = { .size = sizeof(none),
					  .kind = info->kind };
		cti_request_opts half = full;

		accepted(&full);
		assert_int_equal(make(&none, CTI__REQUEST_STRICT, &why),
				 CTI_EINVAL);
		assert_non_null(strstr(cti__buf_cstr(&why), "is missing."));
		half.to = half.key = half.value = NULL;
		assert_int_equal(make(&half, CTI__REQUEST_STRICT, &why),
				 info->needs & (CTI_NEEDS_TO | CTI_NEEDS_KEY |
						CTI_NEEDS_VALUE)
					 ? CTI_EINVAL
					 : 0);
		assert_int_equal(make(&half, CTI__REQUEST_LOOSE, &why), 0);
	}
	cti__buf_fini(&why);
}

static void test_request_text__the_list_is_found_both_ways(void **state)
{
	const cti_request_info *info;
	uint64_t seen = 0;
	size_t i;

	(void)state;
	for (i = 0; (info = cti_request_at(i)) != NULL; i++) {
		assert_true(info->kind > 0 && info->kind < 63);
		assert_false(seen >> info->kind & 1);
		seen |= UINT64_C(1) << info->kind;
		assert_int_equal(cti_request_kind_find(info->word), info->kind);
		assert_string_equal(cti_request_kind_name(info->kind),
				    info->word);
	}
	assert_true(i > 30);
	assert_int_equal(cti_request_kind_find("fly"), CTI_REQUEST_NONE);
	assert_int_equal(cti_request_kind_find(NULL), CTI_REQUEST_NONE);
	assert_string_equal(cti_request_kind_name(0), "");
	assert_string_equal(cti_request_kind_name(4711), "");
}

static void test_request_text__ids_are_uuids_that_differ(void **state)
{
	static const uint64_t seed[2] = { 1, 2 }, other[2] = { 1, 3 };
	char a[CTI__UUID_SIZE], b[CTI__UUID_SIZE];

	(void)state;
	cti__request_uuid(seed, 1, a);
	assert_int_equal(strlen(a), 36);
	assert_int_equal(a[14], '4');
	assert_non_null(strchr("89ab", a[19]));
	assert_true(a[8] == '-' && a[13] == '-' && a[18] == '-' &&
		    a[23] == '-');
	cti__request_uuid(seed, 2, b);
	assert_string_not_equal(a, b);
	cti__request_uuid(other, 1, b);
	assert_string_not_equal(a, b);
	cti__request_uuid(seed, 1, b);
	assert_string_equal(a, b);
}

static void test_request_text__a_struct_of_no_size_is_refused(void **state)
{
	cti_request_opts opts = *OPTS(HOLD, .device = "1");

	(void)state;
	refused(NULL, "The request's size is not that of its struct.");
	opts.size = 0;
	refused(&opts, "The request's size is not that of its struct.");
	opts.size = 1 << 20;
	refused(&opts, "The request's size is not that of its struct.");
}

static void test_request_text__without_memory_there_is_none(void **state)
{
	struct cti__buf why = { 0 };

	(void)state;
	refuse_after = 0;
	assert_int_equal(
		make(OPTS(HOLD, .device = "1"), CTI__REQUEST_STRICT, &why),
		CTI_ENOMEM);
	refuse_after = -1;
	cti__buf_fini(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REFUSE_TEST(test_request_text__copies_all_that_was_said),
		REFUSE_TEST(test_request_text__lets_no_line_end_through),
		REFUSE_TEST(test_request_text__has_limits),
		REFUSE_TEST(test_request_text__names_of_data_are_plain),
		REFUSE_TEST(test_request_text__digits_are_digits),
		REFUSE_TEST(test_request_text__every_kind_says_what_is_missing),
		REFUSE_TEST(test_request_text__the_list_is_found_both_ways),
		REFUSE_TEST(test_request_text__ids_are_uuids_that_differ),
		REFUSE_TEST(test_request_text__a_struct_of_no_size_is_refused),
		REFUSE_TEST(test_request_text__without_memory_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
