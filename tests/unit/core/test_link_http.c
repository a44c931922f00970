/* SPDX-License-Identifier: MIT */
/* Requests over HTTP beside a link: a server in a thread, an adapter that notes
   what it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../io/server.h"

#include "bare.h"

#include <stdio.h>

static struct {
	struct server server;
	char url[64];
	char told[2048]; /* "1:200[body] " and the names of what happened */
	int replies;
	void (*hook)(void);
	char asked[4096]; /* the server's */
} t;

static void note(const char *text)
{
	size_t n = strlen(t.told);

	snprintf(t.told + n, sizeof(t.told) - n, "%s ", text);
}

static void down(void *state, int why)
{
	(void)state;
	(void)why;
	note("down");
	/* There is no way out any more. */
	assert_int_equal(
		cti_port_http(bare.port, 99, "GET", CTI__STR("/"), NULL, 0),
		CTI_ELINKDOWN);
}

static void reply(void *state, uint64_t tag, int status, const char *body,
		  size_t len)
{
	char text[600];

	(void)state;
	snprintf(text, sizeof(text), "%u:%d[%.*s]", (unsigned)tag, status,
		 (int)len, body);
	note(text);
	t.replies++;
	if (t.hook)
		t.hook();
}

static const struct cti_adapter adapter = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "fake",
	.title = "A fake",
	.wire = CTI_WIRE_NONE,
	.http = true,
	.port = 8088,
	.state_size = 1,
	.init = bare_init,
	.up = bare_up,
	.down = down,
	.input = bare_input,
	.reply = reply,
};

static int set_up(void **state)
{
	(void)state;
	memset(&t, 0, sizeof(t));
	return bare_begin(NULL);
}

static int tear_down(void **state)
{
	(void)state;
	return bare_end();
}

/* A link that is up, with a server behind it. */
static void begin(int connections, serve_fn *serve, void *arg)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;

	server_start(&t.server, connections, serve, arg);
	snprintf(t.url, sizeof(t.url), "fake://127.0.0.1:%u", t.server.port);
	opts.url = t.url;
	opts.user = "u";
	opts.secret = "canary";
	bare_link(&opts, &adapter);
}

static int ask(uint64_t tag, const char *method, const char *path,
	       const char *body)
{
	return cti_port_http(bare.port, tag, method, cti__str(path), body,
			     strlen(body));
}

static void run(int replies)
{
	while (t.replies < replies)
		uv_run(&bare.loop, UV_RUN_ONCE);
}

static void answer(int fd, void *text)
{
	size_t n = strlen(t.asked);

	peer_head(fd, t.asked + n, sizeof(t.asked) - n);
	peer_say(fd, text);
}

static void test_link_http__brings_the_reply_to_the_adapter(void **state)
{
	static const char text[] = "HTTP/1.1 409 Conflict\r\nContent-Length: "
				   "2\r\nConnection: close\r\n\r\n{}";

	(void)state;
	begin(2, answer, (void *)(uintptr_t)text);
	assert_int_equal(ask(7, "GET", "/ari/channels?a=%20", ""), 0);
	assert_string_equal(t.told, "");
	run(1);
	assert_int_equal(ask(8, "DELETE", "/ari/channels/1", ""), 0);
	run(2);
	assert_string_equal(t.told, "7:409[{}] 8:409[{}] ");
	server_stop(&t.server);
	assert_non_null(
		strstr(t.asked, "GET /ari/channels?a=%20 HTTP/1.1\r\n"));
	assert_non_null(strstr(t.asked, "DELETE /ari/channels/1 HTTP/1.1\r\n"));
	assert_non_null(
		strstr(t.asked, "Authorization: Basic dTpjYW5hcnk=\r\n"));
}

static void test_link_http__tells_why_there_is_no_answer(void **state)
{
	(void)state;
	begin(1, answer, (char[]){ "" });
	assert_int_equal(ask(1, "GET", "/", ""), 0);
	run(1);
	assert_non_null(strstr(t.told, "1:0[127.0.0.1:"));
	assert_non_null(strstr(t.told, "without an answer"));
	server_stop(&t.server);
}

static void hold(int fd, void *arg)
{
	char byte;

	(void)arg;
	while (peer_read(fd, &byte, 1))
		;
}

static void test_link_http__waits_no_longer_than_its_key_says(void **state)
{
	(void)state;
	assert_int_equal(
		cti_set(bare.client, "links.pbx.http.timeout_ms", "50"), 0);
	begin(1, hold, NULL);
	assert_int_equal(ask(1, "POST", "/", "{}"), 0);
	run(1);
	assert_non_null(strstr(t.told, "1:0[127.0.0.1:"));
	assert_non_null(strstr(t.told, "within 50 ms"));
	cti_link_remove(bare.link);
	server_stop(&t.server);
}

static void test_link_http__no_reply_outlives_the_connection(void **state)
{
	(void)state;
	begin(1, hold, NULL);
	assert_int_equal(ask(1, "GET", "/", ""), 0);
	uv_run(&bare.loop, UV_RUN_ONCE);
	cti_link_reconnect(bare.link);
	while (bare.ups < 2)
		uv_run(&bare.loop, UV_RUN_ONCE);
	/* The held connection ended with it, and so does its server. */
	server_stop(&t.server);
	assert_string_equal(t.told, "down ");
}

static void remove_link(void)
{
	cti_link_remove(bare.link);
	bare.link = NULL;
}

static void fail_link(void)
{
	cti_port_fail(bare.port, CTI_ECONNECT, CTI__STR("enough"));
}

static void test_link_http__a_reply_may_end_the_link(void **state)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
				   "Connection: close\r\n\r\n";

	(void)state;
	begin(2, answer, (void *)(uintptr_t)text);
	t.hook = fail_link;
	assert_int_equal(ask(1, "GET", "/", ""), 0);
	run(1);
	assert_string_equal(t.told, "1:200[] down ");
	while (bare.ups < 2)
		uv_run(&bare.loop, UV_RUN_ONCE);
	t.hook = remove_link;
	assert_int_equal(ask(2, "GET", "/", ""), 0);
	run(2);
	assert_string_equal(t.told, "1:200[] down 2:200[] down ");
	server_stop(&t.server);
}

static void test_link_http__refuses_what_must_not_be_sent(void **state)
{
	(void)state;
	begin(0, hold, NULL);
	assert_int_equal(ask(1, "GET", "ari", ""), CTI_EINVAL);
	assert_int_equal(ask(1, "GET", "", ""), CTI_EINVAL);
	assert_int_equal(ask(1, "GET", "@evil/", ""), CTI_EINVAL);
	assert_int_equal(ask(1, "GET", "/a b", ""), CTI_EINVAL);
	assert_int_equal(ask(1, "GET", "/a\r\nX: y", ""), CTI_EINVAL);
	assert_int_equal(ask(1, "GET", "/a#b", ""), CTI_EINVAL);
	assert_int_equal(ask(1, "get", "/", ""), CTI_EINVAL);
	assert_int_equal(cti_port_http(bare.port, 1, "GET",
				       cti__str_n("/\0", 2), NULL, 0),
			 CTI_EINVAL);
	server_stop(&t.server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_link_http__brings_the_reply_to_the_adapter, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_http__tells_why_there_is_no_answer, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_http__waits_no_longer_than_its_key_says,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_http__no_reply_outlives_the_connection,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_http__a_reply_may_end_the_link, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_http__refuses_what_must_not_be_sent, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
