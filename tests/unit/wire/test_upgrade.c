/* SPDX-License-Identifier: MIT */
/* The handshake of a WebSocket: what is asked, and which answers are good. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/upgrade.h"

#include <cti/error.h>

/* RFC 6455, 1.3. */
static const unsigned char *const nonce =
	(const unsigned char *)"the sample nonce";
#define ACCEPT "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

static struct cti__upgrade sample(void)
{
	struct cti__upgrade up = {
		.host = CTI__STR("pbx:8088"),
		.path = CTI__STR("/ari/events?app=cti"),
		.user = CTI__STR("Aladdin"),
		.secret = CTI__STR("open sesame"),
	};

	return up;
}

static void test_upgrade__asks_as_the_standard_says(void **state)
{
	struct cti__upgrade up = sample();
	struct cti__buf out = { 0 }, why = { 0 };

	(void)state;
	assert_int_equal(cti__upgrade_request(&out, &up, nonce, &why), 0);
	assert_string_equal(cti__buf_cstr(&out),
			    "GET /ari/events?app=cti HTTP/1.1\r\n"
			    "Host: pbx:8088\r\n"
			    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
			    "Sec-WebSocket-Version: 13\r\n"
			    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
			    "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
			    "\r\n\r\n");
	cti__buf_fini(&out);
	up.user = up.path = CTI__STR_NONE;
	assert_int_equal(cti__upgrade_request(&out, &up, nonce, &why), 0);
	assert_non_null(strstr(cti__buf_cstr(&out), "GET / HTTP/1.1\r\n"));
	assert_null(strstr(cti__buf_cstr(&out), "Authorization"));
	cti__buf_fini(&out);
	cti__buf_fini(&why);
}

static void test_upgrade__lets_nothing_start_a_new_header(void **state)
{
	struct cti__upgrade good = sample(), up;
	struct cti__buf out = { 0 }, why = { 0 };

	(void)state;
	up = good;
	up.path = CTI__STR("/a\r\nX: y");
	assert_int_equal(cti__upgrade_request(&out, &up, nonce, &why),
			 CTI_EINVAL);
	assert_string_equal(cti__buf_cstr(&why),
			    "pbx:8088: the path of the WebSocket has "
			    "characters that must be percent-encoded");
	up = good;
	up.host = CTI__STR("pbx\r\nX: y");
	assert_int_equal(cti__upgrade_request(&out, &up, nonce, &why),
			 CTI_EINVAL);
	up = good;
	up.user = CTI__STR("a:b");
	assert_int_equal(cti__upgrade_request(&out, &up, nonce, &why),
			 CTI_EINVAL);
	assert_int_equal(out.n, 0);
	cti__buf_fini(&why);
}

/* A secret may have any byte in it: base64 hides them all. */
static void test_upgrade__takes_any_secret(void **state)
{
	struct cti__upgrade up = sample();
	struct cti__buf out = { 0 }, why = { 0 };

	(void)state;
	up.user = CTI__STR("u");
	up.secret = CTI__STR(":\r\n\xff");
	assert_int_equal(cti__upgrade_request(&out, &up, nonce, &why), 0);
	assert_non_null(strstr(cti__buf_cstr(&out), "Basic dTo6DQr/\r\n"));
	cti__buf_fini(&out);
}

static int check(const char *text, struct cti__buf *why)
{
	struct cti__upgrade up = sample();
	struct cti__http_head head;

	assert_int_equal(cti__http_head_parse(&head, cti__str(text)), 0);
	cti__buf_clear(why);
	return cti__upgrade_check(&head, &up, nonce, why);
}

static void test_upgrade__accepts_only_the_answer_to_its_own_key(void **state)
{
	static const char *const wrong[] = {
		"HTTP/1.1 101 X\r\nConnection: Upgrade\r\n" ACCEPT "\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: h2c\r\nConnection: "
		"Upgrade\r\n" ACCEPT "\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n" ACCEPT "\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n"
		"Connection: close\r\n" ACCEPT "\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\n\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\n"
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOp=\r\n\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\n" ACCEPT ACCEPT "\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\n" ACCEPT
		"Sec-WebSocket-Protocol: ari\r\n\r\n",
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\n" ACCEPT
		"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
	};
	struct cti__buf why = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(
		check("HTTP/1.1 101 Switching Protocols\r\n"
		      "Upgrade: WebSocket\r\nConnection: upgrade\r\n" ACCEPT
		      "\r\n",
		      &why),
		0);
	assert_int_equal(why.n, 0);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(check(wrong[i], &why), CTI_EPROTO);
		assert_true(why.n > 20);
	}
	cti__buf_fini(&why);
}

static void test_upgrade__says_what_another_status_means(void **state)
{
	static const struct {
		const char *status;
		int err;
		const char *word;
	} rows[] = {
		{ "200", CTI_EPROTO, "not as a WebSocket" },
		{ "302", CTI_EPROTO, "another address" },
		{ "401", CTI_EAUTH, "user or the secret" },
		{ "403", CTI_EREFUSED, "right to" },
		{ "404", CTI_ENOENT, "nothing at this address" },
		{ "426", CTI_EREFUSED, "look into its log" },
		{ "500", CTI_ECONNECT, "cannot serve" },
		{ "503", CTI_ECONNECT, "cannot serve" },
		{ "999", CTI_EPROTO, "not as a WebSocket" },
	};
	struct cti__buf why = { 0 }, head = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cti__buf_clear(&head);
		cti__buf_printf(&head, "HTTP/1.1 %s No\r\n\r\n",
				rows[i].status);
		assert_int_equal(check(cti__buf_cstr(&head), &why),
				 rows[i].err);
		assert_non_null(strstr(cti__buf_cstr(&why), rows[i].word));
		assert_non_null(strstr(cti__buf_cstr(&why), rows[i].status));
	}
	cti__buf_fini(&head);
	cti__buf_fini(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_upgrade__asks_as_the_standard_says),
		cmocka_unit_test(test_upgrade__lets_nothing_start_a_new_header),
		cmocka_unit_test(test_upgrade__takes_any_secret),
		cmocka_unit_test(
			test_upgrade__accepts_only_the_answer_to_its_own_key),
		cmocka_unit_test(test_upgrade__says_what_another_status_means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
