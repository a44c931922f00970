/* SPDX-License-Identifier: MIT */
/* Listening: those who come are taken or sent away, and speak as any stream. */
#include "../util/refuse.h"

#include "server.h"

#include "io/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/resource.h>
#include <uv.h>

static struct {
	uv_loop_t uv;
	struct cti__loop *loop;
	struct cti__listen *listen;
	struct cti__listen_opts opts;
	struct cti__stream *stream[8];
	size_t streams;
	int peers; /* who came */
	int ended;
	int err;
	char peer[80], got[64], detail[700];
	void (*on_peer)(void);
	void (*on_data)(void);
} t;

static void on_data(void *user, const char *data, size_t len)
{
	size_t n = strlen(t.got);

	(void)user;
	snprintf(t.got + n, sizeof(t.got) - n, "%.*s", (int)len, data);
	if (t.on_data)
		t.on_data();
}

static void on_close(void *user, int err, const char *detail)
{
	(void)user;
	t.ended++;
	t.err = err;
	snprintf(t.detail, sizeof(t.detail), "%s", detail);
}

static int take(void)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;
	struct cti__stream *stream;
	int err;

	opts.on_data = on_data;
	opts.on_close = on_close;
	err = cti__listen_take(&stream, t.listen, &opts);
	if (!err)
		t.stream[t.streams++] = stream;
	else
		assert_null(stream);
	return err;
}

static void take_it(void)
{
	assert_int_equal(take(), 0);
	/* There is one only. */
	assert_int_equal(take(), CTI_ESTATE);
}

static void try_to_take(void)
{
	int err = take();

	assert_true(!err || err == CTI_ENOMEM);
}

static void on_peer(void *user, const char *peer)
{
	assert_ptr_equal(user, &t);
	t.peers++;
	snprintf(t.peer, sizeof(t.peer), "%s", peer);
	if (t.on_peer)
		t.on_peer();
}

static int begin(void **state)
{
	memset(&t, 0, sizeof(t));
	uv_loop_init(&t.uv);
	t.opts.address = "127.0.0.1";
	t.opts.max = 4;
	t.opts.on_peer = on_peer;
	t.opts.user = &t;
	t.on_peer = take_it;
	return refuse_begin(state) || cti__loop_new(&t.loop, &t.uv);
}

static void close_streams(void)
{
	while (t.streams)
		cti__stream_close(t.stream[--t.streams]);
}

static int finish(void **state)
{
	close_streams();
	cti__listen_free(t.listen);
	if (t.loop)
		cti__loop_close(t.loop, NULL, NULL);
	uv_run(&t.uv, UV_RUN_DEFAULT);
	return refuse_end(state) ? -1 : uv_loop_close(&t.uv);
}

static void open_it(void)
{
	struct cti__buf why = { 0 };

	assert_int_equal(cti__listen_new(&t.listen, t.loop, &t.opts, &why), 0);
	assert_true(cti__listen_port(t.listen) > 0);
	assert_int_equal(why.n, 0);
}

/* A peer of this very thread: the system accepts before we do. */
static int call(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at.sin_port = htons(cti__listen_port(t.listen));
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static void run_until(const int *count, int want)
{
	while (*count < want)
		uv_run(&t.uv, UV_RUN_ONCE);
}

/* Whether the other side has closed it. */
static bool is_closed(int fd)
{
	char byte;

	return recv(fd, &byte, 1, 0) <= 0;
}

static void test_listen__takes_who_comes_and_speaks_with_him(void **state)
{
	char text[16] = "";
	int fd;

	(void)state;
	open_it();
	fd = call();
	run_until(&t.peers, 1);
	assert_memory_equal(t.peer, "127.0.0.1:", 10);
	assert_int_equal(cti__listen_count(t.listen), 1);
	peer_say(fd, "connect\n\n");
	while (strlen(t.got) < 9)
		uv_run(&t.uv, UV_RUN_ONCE);
	assert_string_equal(t.got, "connect\n\n");
	assert_int_equal(cti__stream_send(t.stream[0], "hello", 5), 0);
	assert_true(peer_read(fd, text, 5));
	assert_string_equal(text, "hello");
	close(fd);
	run_until(&t.ended, 1);
	assert_int_equal(t.err, CTI_EEOF);
	assert_non_null(strstr(t.detail, t.peer));
	assert_int_equal(cti__listen_count(t.listen), 0);
}

/* Up to what may wait; none of it is lost or out of order. */
static void test_listen__brings_large_data_out(void **state)
{
	static unsigned char data[100000], back[100000];
	size_t sent = 0, got = 0, i;
	ssize_t n;
	int fd;

	(void)state;
	open_it();
	fd = call();
	run_until(&t.peers, 1);
	for (i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i % 251);
	while (!cti__stream_send(t.stream[0], data, sizeof(data)))
		sent += sizeof(data);
	assert_true(cti__stream_queued(t.stream[0]) > 900000);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (got < sent) {
		n = recv(fd, back, sizeof(back), 0);
		for (i = 0; n > 0 && i < (size_t)n; i++)
			assert_int_equal(back[i],
					 (got + i) % sizeof(data) % 251);
		got += n > 0 ? (size_t)n : 0;
		uv_run(&t.uv, UV_RUN_NOWAIT);
	}
	assert_int_equal(cti__stream_queued(t.stream[0]), 0);
	close(fd);
}

static void test_listen__a_reset_is_an_end(void **state)
{
	struct linger hard = { .l_onoff = 1 };
	int fd;

	(void)state;
	open_it();
	fd = call();
	run_until(&t.peers, 1);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	close(fd);
	run_until(&t.ended, 1);
	assert_int_equal(t.err, CTI_EEOF);
	assert_non_null(strstr(t.detail, "was lost"));
}

static void test_listen__sends_away_whom_nobody_takes(void **state)
{
	int fd;

	(void)state;
	t.on_peer = NULL;
	open_it();
	fd = call();
	run_until(&t.peers, 1);
	assert_true(is_closed(fd));
	assert_int_equal(take(), CTI_ESTATE);
	close(fd);
}

static void test_listen__has_room_for_so_many(void **state)
{
	int fd[3];

	(void)state;
	t.opts.max = 2;
	open_it();
	fd[0] = call();
	fd[1] = call();
	run_until(&t.peers, 2);
	fd[2] = call();
	while (recv(fd[2], t.got, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN)
		uv_run(&t.uv, UV_RUN_NOWAIT);
	assert_true(is_closed(fd[2]));
	assert_int_equal(t.peers, 2);
	/* One goes, and there is room again. */
	close(fd[0]);
	run_until(&t.ended, 1);
	close(fd[2]);
	fd[2] = call();
	run_until(&t.peers, 3);
	close(fd[1]);
	close(fd[2]);
}

static void test_listen__those_taken_outlive_it(void **state)
{
	int fd;

	(void)state;
	open_it();
	fd = call();
	run_until(&t.peers, 1);
	cti__listen_free(t.listen);
	t.listen = NULL;
	peer_say(fd, "a");
	while (!*t.got)
		uv_run(&t.uv, UV_RUN_ONCE);
	close(fd);
	run_until(&t.ended, 1);
}

static void free_it(void)
{
	cti__listen_free(t.listen);
	t.listen = NULL;
}

static void take_and_close_loop(void)
{
	assert_int_equal(take(), 0);
	t.streams = 0;
	t.listen = NULL;
	cti__loop_close(t.loop, NULL, NULL);
	t.loop = NULL;
}

static void close_first(void)
{
	close_streams();
	t.ended = 1;
}

static void test_listen__may_be_freed_in_its_callback(void **state)
{
	int fd;

	(void)state;
	open_it();
	t.on_peer = free_it;
	fd = call();
	run_until(&t.peers, 1);
	assert_true(is_closed(fd));
	close(fd);
}

static void test_listen__the_loop_may_close_in_its_callback(void **state)
{
	int fd;

	(void)state;
	open_it();
	t.on_peer = take_and_close_loop;
	fd = call();
	run_until(&t.peers, 1);
	uv_run(&t.uv, UV_RUN_DEFAULT);
	assert_true(is_closed(fd));
	close(fd);
}

static void test_listen__a_stream_may_close_in_its_callback(void **state)
{
	int fd;

	(void)state;
	open_it();
	t.on_data = close_first;
	fd = call();
	peer_say(fd, "x");
	run_until(&t.ended, 1);
	assert_true(is_closed(fd));
	assert_int_equal(cti__listen_count(t.listen), 0);
	close(fd);
}

static void assert_refused(int err, const char *words)
{
	struct cti__listen *other;
	struct cti__buf why = { 0 };

	assert_int_equal(cti__listen_new(&other, t.loop, &t.opts, &why), err);
	assert_null(other);
	assert_non_null(strstr(cti__buf_cstr(&why), words));
	cti__buf_fini(&why);
}

static void test_listen__says_why_it_cannot(void **state)
{
	(void)state;
	open_it();
	t.opts.port = cti__listen_port(t.listen);
	assert_refused(CTI_EEXIST, "name another port");
	t.opts.address = "localhost";
	assert_refused(CTI_EINVAL, "localhost is no IP address");
	/* An address of documents: no machine has it. */
	t.opts.address = "192.0.2.1";
	assert_refused(CTI_ESTATE, "name an address of this machine");
}

static void test_listen__speaks_ipv6(void **state)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct cti__buf why = { 0 };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);

	(void)state;
	t.opts.address = "::1";
	if (fd < 0 || cti__listen_new(&t.listen, t.loop, &t.opts, &why)) {
		cti__buf_fini(&why);
		close(fd);
		skip(); /* a machine without IPv6 */
	}
	at.sin6_port = htons(cti__listen_port(t.listen));
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	run_until(&t.peers, 1);
	assert_memory_equal(t.peer, "[::1]:", 6);
	close(fd);
}

/* Without a free descriptor it rests, and goes on when there is one. */
static void test_listen__waits_for_a_free_descriptor(void **state)
{
	struct rlimit was, few;
	int fd, probe, i;

	(void)state;
	open_it();
	fd = call();
	probe = dup(fd);
	getrlimit(RLIMIT_NOFILE, &was);
	few = was;
	few.rlim_cur = (rlim_t)probe;
	close(probe);
	setrlimit(RLIMIT_NOFILE, &few);
	for (i = 0; i < 3; i++)
		uv_run(&t.uv, UV_RUN_NOWAIT);
	assert_int_equal(t.peers, 0);
	setrlimit(RLIMIT_NOFILE, &was);
	/* valgrind throws away the first, which it may not have. */
	probe = call();
	run_until(&t.peers, 1);
	close(probe);
	close(fd);
}

static void test_listen__survives_each_refused_allocation(void **state)
{
	struct cti__buf why = { 0 };
	int i, err, fd;

	(void)state;
	t.on_peer = NULL;
	for (i = 0; i < 20; i++) {
		refuse_after = i;
		err = cti__listen_new(&t.listen, t.loop, &t.opts, &why);
		refuse_after = -1;
		if (!err)
			break;
		assert_int_equal(err, CTI_ENOMEM);
		uv_run(&t.uv, UV_RUN_NOWAIT);
	}
	assert_in_range(i, 2, 19);
	t.on_peer = try_to_take;
	for (i = 0; i < 20 && !t.streams; i++) {
		fd = call();
		refuse_after = i;
		run_until(&t.peers, i + 1);
		refuse_after = -1;
		close(fd);
	}
	assert_in_range(i, 3, 19);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_listen__takes_who_comes_and_speaks_with_him, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_listen__brings_large_data_out, begin, finish),
		cmocka_unit_test_setup_teardown(test_listen__a_reset_is_an_end,
						begin, finish),
		cmocka_unit_test_setup_teardown(
			test_listen__sends_away_whom_nobody_takes, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_listen__has_room_for_so_many, begin, finish),
		cmocka_unit_test_setup_teardown(
			test_listen__those_taken_outlive_it, begin, finish),
		cmocka_unit_test_setup_teardown(
			test_listen__may_be_freed_in_its_callback, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_listen__the_loop_may_close_in_its_callback, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_listen__a_stream_may_close_in_its_callback, begin,
			finish),
		cmocka_unit_test_setup_teardown(test_listen__says_why_it_cannot,
						begin, finish),
		cmocka_unit_test_setup_teardown(test_listen__speaks_ipv6, begin,
						finish),
		cmocka_unit_test_setup_teardown(
			test_listen__waits_for_a_free_descriptor, begin,
			finish),
		cmocka_unit_test_setup_teardown(
			test_listen__survives_each_refused_allocation, begin,
			finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
