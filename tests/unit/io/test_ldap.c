/* SPDX-License-Identifier: MIT */
/* LDAP: searches on an embedded loop, against a server that obeys the test. */
#include "../util/refuse.h"

#include "server.h"

#include "io/ldap.h"
#include "util/buf.h"

#include <stdio.h>
#include <uv.h>

#define URL "ldap:///dc=x?cn?sub?(cn=a)"

static struct {
	uv_loop_t uv;
	struct cti__loop *loop;
	struct cti__ldap *ldap;
	struct cti__ldap_opts opts;
	struct server server;
	char url[64];
	struct cti__buf told; /* "tag:body " or "tag:CTI_E... " */
	char detail[500];
	int answers;
	bool asking; /* in cti__ldap_search(): nothing may be told */
	void (*hook)(void);
	/* The server's, written before it starts or by its thread. */
	int refuse, hang_up_after, together;
	bool slowly;
	int binds, searches, abandoned;
} t;

static int begin(void **state)
{
	struct cti__ldap_opts opts = {
		.url = t.url,
		.user = "",
		.secret = "",
		.ca_file = "",
		.verify = true,
		.timeout_ms = 20000,
		.max_active = 8,
		.max_waiting = 64,
		.max_entries = 20,
		.max_body = 65536,
	};

	memset(&t, 0, sizeof(t));
	uv_loop_init(&t.uv);
	t.opts = opts;
	t.hang_up_after = -1;
	return refuse_begin(state) || cti__loop_new(&t.loop, &t.uv);
}

static int finish(void **state)
{
	cti__ldap_free(t.ldap);
	if (t.loop)
		cti__loop_close(t.loop, NULL, NULL);
	uv_run(&t.uv, UV_RUN_DEFAULT);
	cti__buf_fini(&t.told);
	if (refuse_end(state))
		return -1;
	/* Nothing of ours is left on the loop. */
	return uv_loop_close(&t.uv);
}

/* One request, as far as a server of these needs it. */
struct heard {
	unsigned char op, id;
};

static bool hear(int fd, struct heard *out)
{
	unsigned char head[2], body[1024];
	size_t n, extra, i;

	if (!peer_read(fd, head, 2) || head[0] != 0x30)
		return false;
	n = head[1];
	if (n & 0x80) {
		extra = n & 0x7f;
		if (extra > 2 || !peer_read(fd, body, extra))
			return false;
		for (n = 0, i = 0; i < extra; i++)
			n = n << 8 | body[i];
	}
	if (n < 5 || n > sizeof(body) || !peer_read(fd, body, n))
		return false;
	out->id = body[2];
	out->op = body[3];
	return true;
}

static void say(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	size_t i;

	if (!t.slowly) {
		peer_write(fd, bytes, n);
		return;
	}
	for (i = 0; i < n; i++) {
		peer_write(fd, p + i, 1);
		sched_yield();
	}
}

static void say_result(int fd, unsigned char op, unsigned char id, int code)
{
	const unsigned char out[] = { 0x30, 12, 2,  1, id,
				      op,   7,	10, 1, (unsigned char)code,
				      4,    0,	4,  0 };

	say(fd, out, sizeof(out));
}

/* dn "cn=a", and CN, in another spelling than was asked for, with two values:
   one text, the other none. */
static void say_entry(int fd, unsigned char id)
{
	const unsigned char out[] = { 0x30, 28,	 2,   1,   id,	0x64, 23, 4,
				      4,    'c', 'n', '=', 'a', 0x30, 15, 0x30,
				      13,   4,	 2,   'C', 'N', 0x31, 7,  4,
				      2,    'h', 'i', 4,   1,	0xff };

	say(fd, out, sizeof(out));
}

static void serve_search(int fd, unsigned char id)
{
	if (t.hang_up_after >= 0 && t.searches > t.hang_up_after)
		return;
	say_entry(fd, id);
	say_result(fd, 0x65, id, 0);
}

/* together: that many searches are heard before the first is answered. */
static void serve(int fd, void *arg)
{
	unsigned char ids[16];
	struct heard h;
	int waiting = 0, i;

	(void)arg;
	while (hear(fd, &h)) {
		if (h.op == 0x60) {
			t.binds++;
			say_result(fd, 0x61, h.id, t.refuse);
		} else if (h.op == 0x50) {
			t.abandoned++;
		} else if (h.op == 0x63) {
			t.searches++;
			ids[waiting++] = h.id;
			if (t.hang_up_after >= 0 &&
			    t.searches > t.hang_up_after)
				break;
			if (waiting < t.together)
				continue;
			for (i = 0; i < waiting; i++)
				serve_search(fd, ids[i]);
			waiting = 0;
		}
	}
}

/* Takes what is sent and never says a word but to the login. */
static void serve_nothing(int fd, void *arg)
{
	struct heard h;

	(void)arg;
	while (hear(fd, &h))
		if (h.op == 0x60)
			say_result(fd, 0x61, h.id, 0);
}

static void serve_silence(int fd, void *arg)
{
	char byte;

	(void)arg;
	while (peer_read(fd, &byte, 1))
		;
}

static void serve_garbage(int fd, void *arg)
{
	struct heard h;

	(void)arg;
	while (hear(fd, &h)) {
		if (h.op == 0x60)
			say_result(fd, 0x61, h.id, 0);
		else
			peer_say(fd, "HTTP/1.1 400 Bad Request\r\n"
				     "Content-Type: text/html\r\n"
				     "Content-Length: 100\r\n"
				     "Connection: close\r\n\r\n<html>");
	}
}

static void on_answer(void *arg, const struct cti__ldap_answer *answer)
{
	assert_false(t.asking);
	assert_ptr_equal(arg, &t);
	t.answers++;
	cti__buf_u64(&t.told, answer->tag);
	cti__buf_char(&t.told, ':');
	if (answer->err) {
		cti__buf_text(&t.told, cti_error_name(answer->err));
		assert_int_equal(answer->body.n, 0);
		assert_true(*answer->detail);
	} else {
		cti__buf_str(&t.told, answer->body);
		assert_string_equal(answer->detail, "");
	}
	cti__buf_char(&t.told, ' ');
	snprintf(t.detail, sizeof(t.detail), "%s", answer->detail);
	if (t.hook)
		t.hook();
}

static void start(int connections, serve_fn *fn)
{
	server_start(&t.server, connections, fn, NULL);
	snprintf(t.url, sizeof(t.url), "ldap://127.0.0.1:%u", t.server.port);
	assert_int_equal(cti__ldap_new(&t.ldap, t.loop, &t.opts, on_answer, &t),
			 0);
}

static void ask(uint64_t tag)
{
	t.asking = true;
	assert_int_equal(cti__ldap_search(t.ldap, URL, tag), 0);
	t.asking = false;
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

/* Take the owner away: its connection ends, and so does the server. */
static void stop(void)
{
	cti__ldap_free(t.ldap);
	t.ldap = NULL;
	server_stop(&t.server);
}

#define ENTRY "{\"entries\":[{\"dn\":\"cn=a\",\"cn\":[\"hi\",\"\"]}]}"

static void test_ldap__brings_entries_as_json(void **state)
{
	(void)state;
	start(1, serve);
	ask(7);
	run(1);
	assert_told("7:" ENTRY " ");
	stop();
	assert_int_equal(t.binds, 1);
}

static void test_ldap__takes_answers_cut_anywhere(void **state)
{
	(void)state;
	t.slowly = true;
	start(1, serve);
	ask(1);
	ask(2);
	run(2);
	assert_told("1:" ENTRY " 2:" ENTRY " ");
	stop();
}

static void test_ldap__has_so_many_under_way_on_one_connection(void **state)
{
	uint64_t tag;

	(void)state;
	t.opts.max_active = 3;
	/* Fewer at once would wait for ever. */
	t.together = 3;
	start(1, serve);
	for (tag = 1; tag <= 9; tag++)
		ask(tag);
	run(9);
	stop();
	assert_int_equal(t.searches, 9);
	assert_int_equal(t.binds, 1);
}

static void test_ldap__refuses_more_than_may_wait(void **state)
{
	(void)state;
	t.opts.max_waiting = 2;
	start(1, serve);
	ask(1);
	ask(2);
	assert_int_equal(cti__ldap_search(t.ldap, URL, 3), CTI_EAGAIN);
	run(2);
	stop();
}

static void test_ldap__refuses_what_is_no_search(void **state)
{
	(void)state;
	start(0, serve);
	assert_int_equal(cti__ldap_search(t.ldap, "dc=x", 1), CTI_EINVAL);
	assert_int_equal(cti__ldap_search(t.ldap, "ldap:///x?cn?tree?(a=b)", 1),
			 CTI_EINVAL);
	stop();
}

static void test_ldap__tells_of_a_filter_that_is_none(void **state)
{
	(void)state;
	start(1, serve);
	assert_int_equal(cti__ldap_search(t.ldap, "ldap:///x?cn?sub?(a=b", 1),
			 0);
	run(1);
	assert_told("1:CTI_EINVAL ");
	assert_non_null(strstr(t.detail, "filter"));
	stop();
}

static void test_ldap__searches_again_over_a_new_connection(void **state)
{
	(void)state;
	t.hang_up_after = 1;
	start(3, serve);
	ask(1);
	run(1);
	assert_told("1:" ENTRY " ");
	/* Lost with the second connection too. */
	ask(2);
	run(2);
	assert_told("2:CTI_EEOF ");
	stop();
	assert_int_equal(t.binds, 2);
	assert_int_equal(t.searches, 3);
}

static void test_ldap__is_not_refused_twice_in_a_row(void **state)
{
	(void)state;
	t.refuse = 49;
	t.opts.user = "cn=me";
	t.opts.secret = "hush";
	start(2, serve);
	ask(1);
	ask(2);
	run(2);
	assert_told("1:CTI_EAUTH 2:CTI_EAUTH ");
	assert_non_null(strstr(t.detail, "cn=me"));
	assert_null(strstr(t.detail, "hush"));
	ask(3);
	run(3);
	assert_told("3:CTI_EAUTH ");
	stop();
	assert_int_equal(t.binds, 1);
}

static void test_ldap__gives_up_a_server_that_is_deaf(void **state)
{
	(void)state;
	t.opts.timeout_ms = 50;
	start(2, serve_nothing);
	ask(1);
	run(1);
	assert_told("1:CTI_ETIMEDOUT ");
	/* Over another connection: the server counts to two. */
	ask(2);
	run(2);
	assert_told("2:CTI_ETIMEDOUT ");
	stop();
}

static void test_ldap__gives_up_a_login_without_an_answer(void **state)
{
	(void)state;
	t.opts.timeout_ms = 50;
	start(1, serve_silence);
	ask(1);
	run(1);
	assert_told("1:CTI_ETIMEDOUT ");
	stop();
}

static void test_ldap__says_when_nobody_listens(void **state)
{
	uint16_t port;
	int fd = listen_any(&port, -1);

	(void)state;
	snprintf(t.url, sizeof(t.url), "ldap://127.0.0.1:%u", port);
	assert_int_equal(cti__ldap_new(&t.ldap, t.loop, &t.opts, on_answer, &t),
			 0);
	ask(1);
	run(1);
	assert_told("1:CTI_ECONNECT ");
	assert_non_null(strstr(t.detail, t.url));
	close(fd);
}

static void test_ldap__takes_no_garbage(void **state)
{
	(void)state;
	start(2, serve_garbage);
	ask(1);
	run(1);
	assert_told("1:CTI_EEOF ");
	stop();
}

static void test_ldap__takes_no_answer_over_the_limit(void **state)
{
	(void)state;
	t.opts.max_body = 20;
	start(1, serve);
	ask(1);
	run(1);
	assert_told("1:CTI_ETOOBIG ");
	stop();
	assert_int_equal(t.abandoned, 1);
}

static void free_it(void)
{
	cti__ldap_free(t.ldap);
	t.ldap = NULL;
}

static void test_ldap__may_be_freed_by_its_own_answer(void **state)
{
	(void)state;
	t.hook = free_it;
	start(1, serve);
	ask(1);
	ask(2);
	run(1);
	stop();
	assert_int_equal(t.answers, 1);
}

static void close_loop(void)
{
	cti__loop_close(t.loop, NULL, NULL);
	t.loop = NULL;
	t.ldap = NULL;
}

static void test_ldap__ends_with_the_loop(void **state)
{
	(void)state;
	t.hook = close_loop;
	start(1, serve);
	ask(1);
	ask(2);
	run(1);
	uv_run(&t.uv, UV_RUN_DEFAULT);
	server_stop(&t.server);
	assert_int_equal(t.answers, 1);
}

static void test_ldap__may_be_freed_while_it_connects(void **state)
{
	(void)state;
	t.opts.timeout_ms = 100;
	start(1, serve_silence);
	ask(1);
	uv_run(&t.uv, UV_RUN_NOWAIT);
	cti__ldap_free(t.ldap);
	t.ldap = NULL;
	close_loop();
	uv_run(&t.uv, UV_RUN_DEFAULT);
	server_stop(&t.server);
	assert_int_equal(t.answers, 0);
}

/* Whichever request for memory is refused: an error, an answer, no leak. */
static void test_ldap__survives_every_refused_allocation(void **state)
{
	int n, told;

	(void)state;
	start(64, serve);
	for (n = 0; n < 40; n++) {
		cti__ldap_free(t.ldap);
		t.ldap = NULL;
		told = t.answers;
		refuse_after = n;
		if (!cti__ldap_new(&t.ldap, t.loop, &t.opts, on_answer, &t) &&
		    !cti__ldap_search(t.ldap, URL, 1)) {
			while (t.answers == told)
				uv_run(&t.uv, UV_RUN_ONCE);
			assert_int_equal(t.answers, told + 1);
		}
		refuse_after = -1;
		cti__buf_clear(&t.told);
	}
	assert_true(t.answers > 10);
	stop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(what)                                                             \
	cmocka_unit_test_setup_teardown(test_ldap__##what, begin, finish)
		TEST(brings_entries_as_json),
		TEST(takes_answers_cut_anywhere),
		TEST(has_so_many_under_way_on_one_connection),
		TEST(refuses_more_than_may_wait),
		TEST(refuses_what_is_no_search),
		TEST(tells_of_a_filter_that_is_none),
		TEST(searches_again_over_a_new_connection),
		TEST(is_not_refused_twice_in_a_row),
		TEST(gives_up_a_server_that_is_deaf),
		TEST(gives_up_a_login_without_an_answer),
		TEST(says_when_nobody_listens),
		TEST(takes_no_garbage),
		TEST(takes_no_answer_over_the_limit),
		TEST(may_be_freed_by_its_own_answer),
		TEST(ends_with_the_loop),
		TEST(may_be_freed_while_it_connects),
		TEST(survives_every_refused_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
