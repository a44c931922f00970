/* SPDX-License-Identifier: MIT */
/* HTTP: requests on an embedded loop, against servers good and hostile. */
#include "../util/refuse.h"

#include "server.h"

#include "io/http.h"
#include "io/timer.h"
#include "util/buf.h"

#include <semaphore.h>
#include <stdio.h>
#include <uv.h>

static struct {
	uv_loop_t uv;
	struct cti__loop *loop;
	struct cti__http *http;
	struct cti__http_opts opts;
	struct server server;
	char url[64];
	struct cti__buf told; /* "tag:status[body] " or "tag:CTI_E... " */
	char detail[700];
	char etag[32];
	int answers;
	bool asking; /* in cti__http_ask(): nothing may be told */
	void (*hook)(void);
	size_t dripped; /* by the server's thread */
	/* What the server has read; its thread's. */
	char asked[8192];
} t;

static int begin(void **state)
{
	struct cti__http_opts opts = CTI__HTTP_OPTS_INIT;

	memset(&t, 0, sizeof(t));
	uv_loop_init(&t.uv);
	t.opts = opts;
	t.opts.timeout_ms = 20000;
	return refuse_begin(state) || cti__loop_new(&t.loop, &t.uv);
}

static int finish(void **state)
{
	cti__http_free(t.http);
	if (t.loop)
		cti__loop_close(t.loop, NULL, NULL);
	uv_run(&t.uv, UV_RUN_DEFAULT);
	cti__buf_fini(&t.told);
	if (refuse_end(state))
		return -1;
	/* Nothing of ours is left on the loop. */
	return uv_loop_close(&t.uv);
}

static void start(int connections, serve_fn *serve, void *arg)
{
	server_start(&t.server, connections, serve, arg);
	snprintf(t.url, sizeof(t.url), "http://127.0.0.1:%u/x", t.server.port);
	assert_int_equal(cti__http_new(&t.http, t.loop, &t.opts), 0);
}

static void on_answer(void *arg, const struct cti__http_answer *answer)
{
	struct cti__str etag = cti__http_header(answer, "etag");

	assert_false(t.asking);
	assert_ptr_equal(arg, &t);
	t.answers++;
	cti__buf_u64(&t.told, answer->tag);
	cti__buf_char(&t.told, ':');
	if (answer->err) {
		cti__buf_text(&t.told, cti_error_name(answer->err));
		assert_int_equal(answer->body.n, 0);
		assert_true(strlen(answer->detail) > 20);
	} else {
		cti__buf_u64(&t.told, (uint64_t)answer->status);
		cti__buf_char(&t.told, '[');
		cti__buf_str(&t.told, answer->body);
		cti__buf_char(&t.told, ']');
		assert_string_equal(answer->detail, "");
		assert_int_equal(answer->body.p[answer->body.n], 0);
	}
	cti__buf_char(&t.told, ' ');
	snprintf(t.detail, sizeof(t.detail), "%s", answer->detail);
	snprintf(t.etag, sizeof(t.etag), "%.*s", (int)etag.n,
		 etag.n ? etag.p : "");
	if (t.hook)
		t.hook();
}

static struct cti__http_request request(uint64_t tag)
{
	struct cti__http_request it = { .method = "GET", .url = t.url };

	it.tag = tag;
	it.fn = on_answer;
	it.arg = &t;
	return it;
}

static int ask(const struct cti__http_request *it)
{
	int err;

	t.asking = true;
	err = cti__http_ask(t.http, it);
	t.asking = false;
	return err;
}

static void get(uint64_t tag)
{
	struct cti__http_request it = request(tag);

	assert_int_equal(ask(&it), 0);
}

static void run(int answers)
{
	while (t.answers < answers)
		uv_run(&t.uv, UV_RUN_ONCE);
}

static void assert_told(const char *want)
{
	assert_string_equal(cti__buf_cstr(&t.told), want);
	cti__buf_clear(&t.told);
}

/* Take the owner away: its connections end, and so does the server. */
static void stop(void)
{
	cti__http_free(t.http);
	t.http = NULL;
	server_stop(&t.server);
}

/* Read one request with its body; false: there is none. */
static bool hear(int fd)
{
	char head[4096], body[256];
	const char *length;
	size_t n, at;

	peer_head(fd, head, sizeof(head));
	length = strstr(head, "Content-Length: ");
	n = length ? (size_t)atoi(length + 16) : 0;
	if (!*head || n >= sizeof(body) || !peer_read(fd, body, n))
		return false;
	at = strlen(t.asked);
	snprintf(t.asked + at, sizeof(t.asked) - at, "%s%.*s", head, (int)n,
		 body);
	return true;
}

/* One answer, and the connection ends. */
static void answer_once(int fd, void *text)
{
	if (hear(fd))
		peer_say(fd, text);
}

/* The same answer as often as asked. */
static void answer_all(int fd, void *text)
{
	while (hear(fd))
		peer_say(fd, text);
}

#define OK(body, length)                                                       \
	"HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body

static void test_http__brings_status_headers_and_body(void **state)
{
	(void)state;
	start(1, answer_once,
	      (char[]){ "HTTP/1.1 404 Not Found\r\nETag:  \"a\" \r\n"
			"Content-Length: 4\r\n\r\nnone" });
	get(7);
	assert_int_equal(cti__http_pending(t.http), 1);
	run(1);
	assert_int_equal(cti__http_pending(t.http), 0);
	assert_told("7:404[none] ");
	assert_string_equal(t.etag, "\"a\"");
	stop();
	assert_non_null(strstr(t.asked, "GET /x HTTP/1.1\r\nHost: 127."));
	assert_null(strstr(t.asked, "Content-Type"));
}

static void test_http__sends_body_headers_and_login(void **state)
{
	const char *const header[] = { "X-Token: abc", "If-None-Match: \"1\"" };
	struct cti__http_request it;

	(void)state;
	t.opts.user = "Aladdin";
	t.opts.secret = "open sesame";
	start(1, answer_once, (char[]){ OK("{}", "2") });
	it = request(1);
	it.method = "POST";
	it.body = "{\"a\":1}";
	it.len = 7;
	it.header = header;
	it.headers = 2;
	assert_int_equal(ask(&it), 0);
	run(1);
	assert_told("1:200[{}] ");
	stop();
	assert_non_null(strstr(t.asked, "POST /x HTTP/1.1\r\n"));
	assert_non_null(strstr(t.asked, "\r\n\r\n{\"a\":1}"));
	assert_non_null(strstr(t.asked, "X-Token: abc\r\n"));
	assert_non_null(strstr(t.asked, "If-None-Match: \"1\"\r\n"));
	assert_non_null(strstr(t.asked, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(t.asked, "Authorization: Basic "
					"QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
	assert_null(strstr(t.asked, "Expect"));
}

static void test_http__speaks_every_method(void **state)
{
	static const char *const methods[] = { "DELETE", "PUT", "POST", "PATCH",
					       "OPTIONS" };
	struct cti__http_request it;
	size_t i;

	(void)state;
	start(1, answer_all, (char[]){ OK("", "0") });
	it = request(1);
	for (i = 0; i < 5; i++) {
		it.method = methods[i];
		assert_int_equal(ask(&it), 0);
		run((int)i + 1);
	}
	it.method = "HEAD";
	assert_int_equal(ask(&it), 0);
	run(6);
	assert_told("1:200[] 1:200[] 1:200[] 1:200[] 1:200[] 1:200[] ");
	stop();
	for (i = 0; i < 5; i++)
		assert_non_null(strstr(t.asked, methods[i]));
	assert_non_null(strstr(t.asked, "HEAD /x"));
}

static void test_http__keeps_the_connection_and_the_order(void **state)
{
	(void)state;
	t.opts.max_active = 1;
	/* One connection only: a second would wait for ever. */
	start(1, answer_all, (char[]){ OK("a", "1") });
	get(1);
	get(2);
	get(3);
	assert_int_equal(cti__http_pending(t.http), 3);
	run(3);
	assert_told("1:200[a] 2:200[a] 3:200[a] ");
	stop();
}

/* Takes another connection meanwhile, and answers that one first. */
static void answer_backwards(int fd, void *arg)
{
	int second;

	hear(fd);
	second = accept(t.server.fd, NULL, NULL);
	hear(second);
	peer_say(second, OK("b", "1"));
	close(second);
	sem_wait(arg);
	peer_say(fd, OK("a", "1"));
}

static void test_http__asks_several_at_once(void **state)
{
	sem_t go;

	(void)state;
	t.opts.max_active = 2;
	sem_init(&go, 0, 0);
	start(1, answer_backwards, &go);
	get(1);
	get(2);
	run(1);
	assert_memory_equal(strchr(cti__buf_cstr(&t.told), ':'), ":200[b]", 7);
	sem_post(&go);
	run(2);
	sem_destroy(&go);
	stop();
}

static void test_http__refuses_more_than_may_wait(void **state)
{
	struct cti__http_request it;

	(void)state;
	t.opts.max_active = 1;
	t.opts.max_waiting = 1;
	start(1, answer_all, (char[]){ OK("a", "1") });
	it = request(3);
	get(1);
	get(2);
	assert_int_equal(ask(&it), CTI_EAGAIN);
	run(2);
	get(4);
	run(3);
	assert_told("1:200[a] 2:200[a] 4:200[a] ");
	stop();
}

static void test_http__a_request_for_once_has_its_own_connection(void **state)
{
	struct cti__http_request it;

	(void)state;
	start(2, answer_once, (char[]){ OK("a", "1") });
	it = request(1);
	it.once = true;
	assert_int_equal(ask(&it), 0);
	run(1);
	assert_int_equal(ask(&it), 0);
	run(2);
	assert_told("1:200[a] 1:200[a] ");
	stop();
}

/* A connection that the server has closed meanwhile is no failure. */
static void test_http__dials_anew_when_the_old_connection_is_gone(void **state)
{
	(void)state;
	start(2, answer_once, (char[]){ OK("a", "1") });
	get(1);
	run(1);
	get(2);
	run(2);
	assert_told("1:200[a] 2:200[a] ");
	stop();
}

static void test_http__takes_every_kind_of_good_answer(void **state)
{
	static const char *const texts[] = {
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n",
		"HTTP/1.1 100 Continue\r\nETag: no\r\n\r\n" OK("abc", "3"),
		"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc",
		"HTTP/1.0 200 OK\r\n\r\nabc",
		"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		start(1, answer_once, (void *)(uintptr_t)texts[i]);
		t.answers = 0;
		get(i);
		run(1);
		assert_non_null(strstr(cti__buf_cstr(&t.told), ":200[abc] "));
		assert_string_equal(t.etag, "");
		cti__buf_clear(&t.told);
		stop();
	}
}

static void test_http__says_what_is_wrong_with_an_answer(void **state)
{
	static const struct {
		const char *text, *err, *word;
	} rows[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
		  "CTI_EEOF", "cut short" },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "5\r\nhal",
		  "CTI_EEOF", "127.0.0.1:" },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "zz\r\n",
		  "CTI_EEOF", "127.0.0.1:" },
		{ "HTTP/1.1 200 OK\r\nCont", "CTI_EEOF", "127.0.0.1:" },
		{ "", "CTI_EEOF", "without an answer" },
		{ "220 smtp.example.com ESMTP\r\n", "CTI_EPROTO",
		  "does not speak HTTP" },
		{ "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
		  "Content-Length: 0\r\n\r\n",
		  "CTI_EPROTO", "sends us to another address" },
		{ "HTTP/1.1 308 Moved\r\nContent-Length: 0\r\n\r\n",
		  "CTI_EPROTO", "sends us to another address" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start(1, answer_once, (void *)(uintptr_t)rows[i].text);
		t.answers = 0;
		get(1);
		run(1);
		cti__buf_cstr(&t.told);
		assert_non_null(strstr(t.told.p, rows[i].err));
		assert_non_null(strstr(t.detail, rows[i].word));
		cti__buf_clear(&t.told);
		stop();
	}
}

static void test_http__not_modified_is_no_redirect(void **state)
{
	(void)state;
	start(1, answer_once,
	      (char[]){ "HTTP/1.1 304 Not Modified\r\nETag: b\r\n\r\n" });
	get(1);
	run(1);
	assert_told("1:304[] ");
	assert_string_equal(t.etag, "b");
	stop();
}

/* A body that never ends. */
static void flood(int fd, void *arg)
{
	static char data[65536];

	(void)arg;
	hear(fd);
	peer_say(fd, "HTTP/1.1 200 OK\r\n\r\n");
	memset(data, 'x', sizeof(data));
	while (send(fd, data, sizeof(data), MSG_NOSIGNAL) > 0)
		;
}

/* A head that never ends. */
static void flood_head(int fd, void *arg)
{
	(void)arg;
	hear(fd);
	peer_say(fd, "HTTP/1.1 200 OK\r\n");
	while (send(fd, "A: bcdefghijklm\r\n", 17, MSG_NOSIGNAL) > 0)
		;
}

/* A line of a head that never ends. */
static void flood_line(int fd, void *arg)
{
	(void)arg;
	hear(fd);
	peer_say(fd, "HTTP/1.1 200 OK\r\nA: ");
	while (send(fd, "bcdefghijklmnopq", 16, MSG_NOSIGNAL) > 0)
		;
}

static void test_http__gives_a_flood_up_at_its_limit(void **state)
{
	(void)state;
	t.opts.max_body = 1000000;
	start(1, flood, NULL);
	get(1);
	run(1);
	assert_told("1:CTI_ETOOBIG ");
	assert_non_null(strstr(t.detail, "larger than the limit"));
	stop();
	start(1, flood_head, NULL);
	get(2);
	run(2);
	assert_told("2:CTI_ETOOBIG ");
	stop();
	start(1, flood_line, NULL);
	get(3);
	run(3);
	assert_told("3:CTI_ETOOBIG ");
	assert_non_null(strstr(t.detail, "a header of the answer"));
	stop();
}

/* Headers that come, but too slowly. */
static void drip_head(int fd, void *arg)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nA: b\r\n";

	(void)arg;
	hear(fd);
	while (send(fd, &head[t.dripped % 23], 1, MSG_NOSIGNAL) > 0) {
		/* The status once, and then the same header for ever. */
		if (++t.dripped % 23 == 0)
			t.dripped = 17;
		usleep(1000);
	}
}

static void test_http__waits_no_longer_for_headers_that_drip(void **state)
{
	(void)state;
	t.opts.timeout_ms = 60;
	start(1, drip_head, NULL);
	get(1);
	run(1);
	assert_told("1:CTI_ETIMEDOUT ");
	stop();
}

/* One byte of the body, and then nothing more. */
static void drip(int fd, void *arg)
{
	char byte;

	(void)arg;
	hear(fd);
	peer_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
	while (peer_read(fd, &byte, 1))
		;
}

static void test_http__waits_no_longer_than_told(void **state)
{
	struct cti__http_request it;

	(void)state;
	t.opts.max_active = 1;
	start(1, drip, NULL);
	it = request(1);
	it.timeout_ms = 50;
	assert_int_equal(ask(&it), 0);
	/* Also what never got its turn. */
	it.tag = 2;
	it.timeout_ms = 40;
	assert_int_equal(ask(&it), 0);
	run(2);
	assert_told("2:CTI_ETIMEDOUT 1:CTI_ETIMEDOUT ");
	assert_non_null(strstr(t.detail, "no whole answer within 50 ms"));
	stop();
}

static void test_http__nobody_listens(void **state)
{
	uint16_t port;
	int fd = listen_any(&port, -1);
	struct cti__http_request it;
	char url[64];

	(void)state;
	assert_int_equal(cti__http_new(&t.http, t.loop, &t.opts), 0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", port);
	it = request(1);
	it.url = url;
	assert_int_equal(ask(&it), 0);
	run(1);
	assert_told("1:CTI_ECONNECT ");
	assert_non_null(strstr(t.detail, "cannot connect"));
	close(fd);
}

/* The environment's proxy is not asked; there is none at that port. */
static void test_http__asks_no_proxy_of_the_environment(void **state)
{
	(void)state;
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	start(1, answer_once, (char[]){ OK("a", "1") });
	get(1);
	run(1);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	assert_told("1:200[a] ");
	stop();
}

static void test_http__lets_nothing_odd_out(void **state)
{
	static const char *const urls[] = {
		"ftp://127.0.0.1/",  "file:///etc/passwd",    "127.0.0.1",
		"http://",	     "http://u:p@127.0.0.1/", "http://a b/",
		"http://a/\r\nX: y", "http://a/\xe6",	      "",
	};
	static const char *const methods[] = { "", "get", "GET /", "A\r\nB" };
	const char *const header[] = { "X: y\r\nZ: 1" };
	const char *const no_header[] = { "X y" };
	struct cti__http_request it;
	size_t i;

	(void)state;
	assert_int_equal(cti__http_new(&t.http, t.loop, &t.opts), 0);
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		it = request(1);
		it.url = urls[i];
		assert_int_equal(ask(&it), CTI_EINVAL);
	}
	it = request(1);
	it.url = "http://127.0.0.1:1/";
	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		it.method = methods[i];
		assert_int_equal(ask(&it), CTI_EINVAL);
	}
	it.method = "GET";
	it.headers = 1;
	it.header = header;
	assert_int_equal(ask(&it), CTI_EINVAL);
	it.header = no_header;
	assert_int_equal(ask(&it), CTI_EINVAL);
	it.headers = 0;
	it.type = "a\r\nb";
	it.body = "x";
	it.len = 1;
	assert_int_equal(ask(&it), CTI_EINVAL);
	assert_int_equal(cti__http_pending(t.http), 0);
	cti__http_free(t.http);
	t.opts.user = "a:b";
	assert_int_equal(cti__http_new(&t.http, t.loop, &t.opts), CTI_EINVAL);
	assert_null(t.http);
}

static void free_it(void)
{
	cti__http_free(t.http);
	t.http = NULL;
}

static void close_loop(void)
{
	t.http = NULL;
	cti__loop_close(t.loop, NULL, NULL);
	t.loop = NULL;
}

static void ask_again(void)
{
	t.hook = NULL;
	get(9);
}

static void test_http__a_callback_may_free_all_or_ask_again(void **state)
{
	(void)state;
	start(1, answer_all, (char[]){ OK("a", "1") });
	t.hook = ask_again;
	get(1);
	run(2);
	assert_told("1:200[a] 9:200[a] ");
	t.hook = free_it;
	get(2);
	get(3);
	run(3);
	while (uv_run(&t.uv, UV_RUN_NOWAIT))
		if (!t.http)
			break;
	assert_int_equal(t.answers, 3);
	server_stop(&t.server);
}

static void test_http__a_callback_may_close_the_loop(void **state)
{
	(void)state;
	t.opts.max_active = 1;
	start(1, answer_all, (char[]){ OK("a", "1") });
	t.hook = close_loop;
	get(1);
	get(2);
	uv_run(&t.uv, UV_RUN_DEFAULT);
	assert_told("1:200[a] ");
	server_stop(&t.server);
}

static void test_http__a_loop_that_closes_takes_all_along(void **state)
{
	(void)state;
	start(1, drip, NULL);
	get(1);
	uv_run(&t.uv, UV_RUN_ONCE);
	close_loop();
	uv_run(&t.uv, UV_RUN_DEFAULT);
	assert_told("");
	server_stop(&t.server);
}

static void keep_error(void *arg, const struct cti__http_answer *answer)
{
	*(int *)arg = answer->err ? answer->err : 1;
}

static void test_http__survives_each_refused_allocation(void **state)
{
	struct cti__http_request it;
	int i, err = 0, got;

	(void)state;
	server_start(&t.server, 1000, answer_once, (char[]){ OK("abc", "3") });
	snprintf(t.url, sizeof(t.url), "http://127.0.0.1:%u/x", t.server.port);
	for (i = 0; i < 200; i++) {
		got = 0;
		it = request(1);
		it.fn = keep_error;
		it.arg = &got;
		it.body = "x";
		it.len = 1;
		it.method = "POST";
		refuse_after = i;
		err = cti__http_new(&t.http, t.loop, &t.opts);
		if (!err)
			err = cti__http_ask(t.http, &it);
		while (!err && !got)
			uv_run(&t.uv, UV_RUN_ONCE);
		refuse_after = -1;
		cti__http_free(t.http);
		t.http = NULL;
		uv_run(&t.uv, UV_RUN_NOWAIT);
		if (got == 1)
			break;
		assert_int_equal(err ? err : got, CTI_ENOMEM);
	}
	assert_int_equal(got, 1);
	assert_true(i > 5);
	server_stop(&t.server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_http__brings_status_headers_and_body, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__sends_body_headers_and_login, begin, finish),
		cmocka_unit_test_setup_teardown(test_http__speaks_every_method,
						begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__keeps_the_connection_and_the_order, begin,
			finish),
		cmocka_unit_test_setup_teardown(test_http__asks_several_at_once,
						begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__refuses_more_than_may_wait, begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__a_request_for_once_has_its_own_connection,
			begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__dials_anew_when_the_old_connection_is_gone,
			begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__takes_every_kind_of_good_answer, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__says_what_is_wrong_with_an_answer, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__not_modified_is_no_redirect, begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__gives_a_flood_up_at_its_limit, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__waits_no_longer_for_headers_that_drip, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__waits_no_longer_than_told, begin, finish),
		cmocka_unit_test_setup_teardown(test_http__nobody_listens,
						begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__asks_no_proxy_of_the_environment, begin,
			finish),
		cmocka_unit_test_setup_teardown(test_http__lets_nothing_odd_out,
						begin, finish),
		cmocka_unit_test_setup_teardown(
			test_http__a_callback_may_free_all_or_ask_again, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__a_callback_may_close_the_loop, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__a_loop_that_closes_takes_all_along, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_http__survives_each_refused_allocation, begin,
			finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
