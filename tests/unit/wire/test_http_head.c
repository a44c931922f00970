/* SPDX-License-Identifier: MIT */
/* Heads of HTTP answers: what is right is read, what is odd is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/http_head.h"

#include <cti/error.h>

static int parse(struct cti__http_head *head, const char *text)
{
	return cti__http_head_parse(head, cti__str(text));
}

static void test_http_head__ends_behind_the_empty_line(void **state)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text) - 5; i++)
		assert_int_equal(cti__http_head_end(text, i), 0);
	assert_int_equal(cti__http_head_end(text, sizeof(text) - 1), 25);
}

static void test_http_head__reads_status_and_headers(void **state)
{
	struct cti__http_head head;
	struct cti__str value = CTI__STR_NONE;

	(void)state;
	assert_int_equal(parse(&head, "HTTP/1.1 101 Switching Protocols\r\n"
				      "Upgrade: websocket\r\n"
				      "CONNECTION:  keep-alive ,\tUpgrade \r\n"
				      "X-Empty:\r\nSet-Cookie: a\r\n"
				      "set-cookie: b\r\n\r\n"),
			 0);
	assert_int_equal(head.status, 101);
	assert_int_equal(cti__http_head_get(&head, "upgrade", &value), 1);
	assert_true(cti__str_is(value, "websocket"));
	assert_int_equal(cti__http_head_get(&head, "Set-Cookie", &value), 2);
	assert_true(cti__str_is(value, "a"));
	assert_int_equal(cti__http_head_get(&head, "X-Empty", &value), 1);
	assert_int_equal(value.n, 0);
	assert_int_equal(cti__http_head_get(&head, "Upgrad", NULL), 0);
	assert_true(cti__http_head_has(&head, "Connection", "upgrade"));
	assert_false(cti__http_head_has(&head, "Connection", "keep"));
}

static void test_http_head__takes_an_answer_without_headers(void **state)
{
	struct cti__http_head head;

	(void)state;
	assert_int_equal(parse(&head, "HTTP/1.1 404\r\n\r\n"), 0);
	assert_int_equal(head.status, 404);
	assert_int_equal(cti__http_head_get(&head, "Server", NULL), 0);
}

static void test_http_head__refuses_what_is_no_head(void **state)
{
	static const char *const wrong[] = {
		"",
		"\r\n\r\n",
		"HTTP/1.0 101 Old\r\n\r\n",
		"HTTP/1.1 1o1 Odd\r\n\r\n",
		"HTTP/1.1 10\r\n\r\n",
		"HTTP/1.1 1010 Long\r\n\r\n",
		"HTTP/1.1 099 Low\r\n\r\n",
		"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
		"HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA : blank before\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA: b\r\n folded: c\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA: \x7f\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody",
		"HTTP/1.1 200 OK\r\nA: b\r\n",
	};
	struct cti__http_head head;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(parse(&head, wrong[i]), CTI_EPROTO);
}

static void test_http_head__knows_what_may_be_a_path(void **state)
{
	(void)state;
	assert_true(cti__http_is_path(CTI__STR("/ari/events?app=a%20b&x=1")));
	assert_false(cti__http_is_path(CTI__STR("")));
	assert_false(cti__http_is_path(CTI__STR("ari")));
	assert_false(cti__http_is_path(CTI__STR("/a b")));
	assert_false(cti__http_is_path(CTI__STR("/a\r\nX: y")));
	assert_false(cti__http_is_path(CTI__STR("/a#b")));
	assert_false(cti__http_is_path(CTI__STR("/\xe6\x9d\x8e")));
	assert_false(cti__http_is_path(cti__str_n("/\0", 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_http_head__ends_behind_the_empty_line),
		cmocka_unit_test(test_http_head__reads_status_and_headers),
		cmocka_unit_test(
			test_http_head__takes_an_answer_without_headers),
		cmocka_unit_test(test_http_head__refuses_what_is_no_head),
		cmocka_unit_test(test_http_head__knows_what_may_be_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
