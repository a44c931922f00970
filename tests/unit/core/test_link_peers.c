/* SPDX-License-Identifier: MIT */
/* Those who connect to a link: let in or not, heard, cut off, sent away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../io/server.h"

#include "bare.h"
#include "io/address.h"
#include "io/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

/* Says what it hears; "!" breaks the framing, "." ends a message, "x" asks for
   the end, "f" ends the link. */
static struct {
	char told[2048];
	int ups, downs;
	uint32_t wait_ms;
	struct cti__buf log;
} t;

struct peer_state {
	struct cti_peer *peer;
};

static void note(const char *text, size_t n)
{
	size_t at = strlen(t.told);

	snprintf(t.told + at, sizeof(t.told) - at, "%.*s ", (int)n, text);
}

static void down(void *state, int why)
{
	(void)state;
	(void)why;
	note("down", 4);
}

static int peer_up(void *state, void *peer_state, struct cti_peer *peer)
{
	struct peer_state *self = peer_state;

	(void)state;
	assert_null(self->peer);
	self->peer = peer;
	t.ups++;
	if (t.wait_ms)
		cti_port_peer_wait(peer, t.wait_ms);
	cti_port_peer_send(peer, "hello.", 6);
	return 0;
}

static ssize_t peer_input(void *state, void *peer_state, const char *data,
			  size_t len)
{
	struct peer_state *self = peer_state;
	struct cti__str all = { data, len };
	size_t used = 0, n;

	(void)state;
	while ((n = cti__str_chr(cti__str_n(data + used, len - used), '.')) <
	       len - used) {
		note(data + used, n);
		used += n + 1;
	}
	if (cti__str_chr(all, '!') < len)
		return CTI_EPROTO;
	if (cti__str_chr(all, 'x') < len)
		cti_port_peer_close(self->peer);
	if (cti__str_chr(all, 'f') < len)
		cti_port_fail(bare.port, CTI_ECONNECT, CTI__STR("enough"));
	return (ssize_t)used;
}

static void peer_down(void *state, void *peer_state)
{
	struct peer_state *self = peer_state;

	(void)state;
	note("gone", 4);
	t.downs++;
	cti_port_peer_send(self->peer, "bye.", 4);
}

static const struct cti_adapter adapter = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "fake",
	.title = "A fake",
	.wire = CTI_WIRE_NONE,
	.state_size = 1,
	.init = bare_init,
	.up = bare_up,
	.down = down,
	.input = bare_input,
	.peer_state_size = sizeof(struct peer_state),
	.listen = "esl.listen",
	.listen_from = "esl.listen_from",
	.peer_up = peer_up,
	.peer_input = peer_input,
	.peer_down = peer_down,
};

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	(void)user;
	if (level <= CTI_LOG_WARN) {
		cti__buf_text(&t.log, text);
		cti__buf_char(&t.log, '\n');
	}
}

static int set_up(void **state)
{
	(void)state;
	memset(&t, 0, sizeof(t));
	return bare_begin(on_log);
}

static int tear_down(void **state)
{
	int err;

	(void)state;
	err = bare_end();
	cti__buf_fini(&t.log);
	return err;
}

static void begin(const char *where, const char *from)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;

	assert_int_equal(cti_set(bare.client, "esl.listen", where), 0);
	assert_int_equal(cti_set(bare.client, "esl.listen_from", from), 0);
	opts.url = "fake://127.0.0.1:1";
	bare_link(&opts, &adapter);
}

static int dial(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at.sin_port = htons(cti__listen_port(bare.link->door));
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

/* All that is said to it until it is closed. */
static void assert_told(int fd, const char *want)
{
	char text[64] = "";
	size_t n = 0;
	ssize_t got = -1;

	while (got && n < sizeof(text) - 1) {
		uv_run(&bare.loop, UV_RUN_NOWAIT);
		got = recv(fd, text + n, sizeof(text) - 1 - n, 0);
		if (got > 0)
			n += (size_t)got;
		else if (got < 0 && errno != EAGAIN)
			break;
	}
	assert_string_equal(text, want);
	close(fd);
}

static int come_in(void)
{
	int fd = dial(), ups = t.ups;

	while (t.ups == ups)
		uv_run(&bare.loop, UV_RUN_ONCE);
	return fd;
}

static void test_link_peers__are_heard_and_answered(void **state)
{
	int fd;

	(void)state;
	begin("127.0.0.1:0", "127.0.0.0/8");
	fd = come_in();
	peer_say(fd, "on");
	uv_run(&bare.loop, UV_RUN_ONCE);
	peer_say(fd, "e.two.x");
	assert_told(fd, "hello.bye.");
	assert_string_equal(t.told, "one two gone ");
	assert_true(cti__list_empty(&bare.link->peers));
}

static void test_link_peers__one_that_leaves_is_gone(void **state)
{
	int fd;

	(void)state;
	begin("127.0.0.1:0", "127.0.0.1");
	fd = come_in();
	peer_say(fd, "no end");
	close(fd);
	while (!t.downs)
		uv_run(&bare.loop, UV_RUN_ONCE);
	assert_string_equal(t.told, "gone ");
	/* Others are as welcome as before. */
	close(come_in());
}

static void test_link_peers__garbage_is_cut_off(void **state)
{
	static char big[300 * 1024];
	int fd;

	(void)state;
	begin("127.0.0.1:0", "127.0.0.1");
	fd = come_in();
	peer_say(fd, "!");
	assert_told(fd, "hello.bye.");
	assert_non_null(strstr(cti__buf_cstr(&t.log), "no switch says"));
	fd = come_in();
	memset(big, 'a', sizeof(big));
	while (t.downs < 2) {
		(void)!send(fd, big, sizeof(big), MSG_NOSIGNAL);
		uv_run(&bare.loop, UV_RUN_NOWAIT);
	}
	close(fd);
	assert_non_null(strstr(cti__buf_cstr(&t.log), "256 KiB"));
	assert_int_equal(bare.ups, 1);
}

static void test_link_peers__one_that_is_silent_is_cut_off(void **state)
{
	int fd;

	(void)state;
	t.wait_ms = 1;
	begin("127.0.0.1:0", "127.0.0.1");
	fd = come_in();
	assert_told(fd, "hello.bye.");
	assert_non_null(strstr(cti__buf_cstr(&t.log), "did not answer"));
}

static void test_link_peers__a_stranger_is_sent_away(void **state)
{
	(void)state;
	begin("127.0.0.1:0", "192.0.2.0/24, 2001:db8::1");
	assert_told(dial(), "");
	assert_told(dial(), "");
	assert_int_equal(t.ups, 0);
	/* Told once, with what to do. */
	assert_non_null(strstr(cti__buf_cstr(&t.log), "esl.listen_from"));
	assert_null(strstr(strstr(cti__buf_cstr(&t.log), "esl.listen_from") + 1,
			   "esl.listen_from"));
}

static void test_link_peers__are_not_more_than_so_many(void **state)
{
	int fd[202], i;

	(void)state;
	begin("127.0.0.1:0", "127.0.0.1");
	for (i = 0; i < 200; i++)
		fd[i] = come_in();
	assert_told(dial(), "");
	assert_int_equal(t.ups, 200);
	close(fd[0]);
	while (!t.downs)
		uv_run(&bare.loop, UV_RUN_ONCE);
	close(come_in());
	for (i = 1; i < 200; i++)
		close(fd[i]);
}

static void test_link_peers__go_with_their_link(void **state)
{
	int fd, other;

	(void)state;
	begin("127.0.0.1:0", "127.0.0.1");
	fd = come_in();
	other = come_in();
	peer_say(fd, "f");
	while (bare.ups < 2)
		uv_run(&bare.loop, UV_RUN_ONCE);
	assert_string_equal(t.told, "gone gone down ");
	assert_told(fd, "hello.bye.");
	assert_told(other, "hello.bye.");
	/* And the door is open again. */
	fd = come_in();
	cti_link_remove(bare.link);
	assert_told(fd, "hello.bye.");
	assert_string_equal(t.told, "gone gone down gone down ");
}

static void test_link_peers__a_port_that_is_taken_is_said(void **state)
{
	char where[32];
	uint16_t port;
	int fd = listen_any(&port, 1);

	(void)state;
	snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	begin(where, "127.0.0.1");
	assert_non_null(strstr(cti__buf_cstr(&t.log), "another port"));
	assert_non_null(strstr(cti__buf_cstr(&t.log), "esl.listen"));
	assert_null(bare.link->door);
	assert_int_equal(bare.link->stage, CTI__STAGE_LIVE);
	close(fd);
}

static void test_link_peers__what_is_no_address_is_said(void **state)
{
	(void)state;
	begin("8084", "127.0.0.1");
	assert_non_null(strstr(cti__buf_cstr(&t.log), "10.0.0.5:8084"));
	assert_null(bare.link->door);
}

static bool is_in(const char *host, const char *list)
{
	return cti__address_in(cti__str(host), cti__str(list));
}

static void test_link_peers__addresses_are_compared_as_such(void **state)
{
	(void)state;
	assert_true(is_in("10.1.2.3", "192.0.2.1, 10.1.0.0/16"));
	assert_false(is_in("10.2.2.3", "192.0.2.1,10.1.0.0/16"));
	assert_true(is_in("10.1.130.1", "10.1.128.0/17"));
	assert_false(is_in("10.1.120.1", "10.1.128.0/17"));
	assert_true(is_in("::ffff:10.1.2.3", "10.1.2.3"));
	assert_true(is_in("2001:db8::1", "2001:0db8:0::1"));
	assert_true(is_in("2001:db8::1", "2001:db8::/32"));
	assert_false(is_in("2001:db9::1", "2001:db8::/32"));
	assert_true(is_in("10.0.0.1", "0.0.0.0/0"));
	assert_false(is_in("::1", "0.0.0.0/0"));
	assert_false(is_in("10.0.0.1", "10.0.0.1/33,10.0.0.1/,10.0.0.1/x,pbx"));
	assert_false(is_in("", ""));
	assert_false(is_in("10.0.0.1", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_link_peers__are_heard_and_answered, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__one_that_leaves_is_gone, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__garbage_is_cut_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__one_that_is_silent_is_cut_off, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__a_stranger_is_sent_away, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__are_not_more_than_so_many, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__go_with_their_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__a_port_that_is_taken_is_said, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_peers__what_is_no_address_is_said, set_up,
			tear_down),
		cmocka_unit_test(
			test_link_peers__addresses_are_compared_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
