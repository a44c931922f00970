/* SPDX-License-Identifier: MIT */
/* Streams over TCP against real sockets on the loopback. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "server.h"
#include "story.h"

#include <cti/memory.h>

#include <dlfcn.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <semaphore.h>
#include <signal.h>

/*
 * The resolver and setsockopt as libcurl finds them: this program's come before
 * the C library's.
 */
static sem_t resolver_may_go, resolver_is_in, resolver_is_out;
static int keep_alive, keep_idle, keep_interval, keep_count, user_timeout;

int getaddrinfo(const char *node, const char *service,
		const struct addrinfo *hints, struct addrinfo **res)
{
	static int (*real)(const char *, const char *, const struct addrinfo *,
			   struct addrinfo **);

	if (node && !strcmp(node, "nowhere.test"))
		return EAI_NONAME;
	if (node && !strcmp(node, "slow.test")) {
		sem_post(&resolver_is_in);
		sem_wait(&resolver_may_go);
		sem_post(&resolver_is_out);
		return EAI_AGAIN;
	}
	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	return real(node, service, hints, res);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t n)
{
	static int (*real)(int, int, int, const void *, socklen_t);

	if (level == SOL_SOCKET && name == SO_KEEPALIVE)
		keep_alive = *(const int *)value;
	if (level == IPPROTO_TCP && name == TCP_KEEPIDLE)
		keep_idle = *(const int *)value;
	if (level == IPPROTO_TCP && name == TCP_KEEPINTVL)
		keep_interval = *(const int *)value;
	if (level == IPPROTO_TCP && name == TCP_KEEPCNT)
		keep_count = *(const int *)value;
	if (level == IPPROTO_TCP && name == TCP_USER_TIMEOUT)
		user_timeout = *(const int *)value;
	*(void **)&real = dlsym(RTLD_NEXT, "setsockopt");
	return real(fd, level, name, value, n);
}

static void echo(int fd, void *arg)
{
	char data[65536];
	ssize_t n, at, done;

	(void)arg;
	for (;;) {
		n = read(fd, data, sizeof(data));
		if (n <= 0)
			return;
		for (at = 0; at < n; at += done) {
			done = send(fd, data + at, (size_t)(n - at),
				    MSG_NOSIGNAL);
			if (done <= 0)
				return;
		}
	}
}

static void say_bye(int fd, void *arg)
{
	const char *text = arg;

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

/* What the two that follow tell the test. */
static sem_t heard;

static void reset_at_close(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* Throws the connection away with a RST after the first bytes, and when it is
   told to. */
static void reset(int fd, void *arg)
{
	char data[10];

	assert_true(read(fd, data, sizeof(data)) > 0);
	sem_post(&heard);
	if (arg)
		sem_wait(arg);
	reset_at_close(fd);
}

/* The same, with something to say before. */
static void say_and_reset(int fd, void *arg)
{
	char data[10];

	assert_true(read(fd, data, sizeof(data)) > 0);
	sem_post(&heard);
	sem_wait(arg);
	say_bye(fd, (char[]){ "last" });
	reset_at_close(fd);
}

/* Reads nothing until it is told to. */
static void hold(int fd, void *arg)
{
	(void)fd;
	sem_wait(arg);
}

/* Sends without end. */
static void flood(int fd, void *arg)
{
	char data[65536] = { 0 };

	(void)arg;
	while (send(fd, data, sizeof(data), MSG_NOSIGNAL) > 0)
		;
}

static void close_stream(struct story *story)
{
	cti__stream_close(story->stream);
	story->stream = NULL;
	/* Ends story_run(). */
	story->want = 1;
	story->got = 1;
}

static void close_loop(struct story *story)
{
	story->stream = NULL;
	cti__loop_close(story->loop, story_closed, story);
}

static void test_stream__brings_ten_megabytes_there_and_back(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	server_start(&server, 1, echo, NULL);
	story_begin(&story);
	story.to_send = story.want = 10 * 1024 * 1024;
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.opened, 1);
	assert_int_equal(story.ended, 0);
	assert_int_equal(story.got, story.want);
	assert_true(story.sum == pattern_sum(story.want));
	story_finish(&story);
	server_stop(&server);
}

static void test_stream__speaks_ipv6(void **state)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t n = sizeof(at);
	struct cti__stream_opts opts;
	struct story story;
	int fd = socket(AF_INET6, SOCK_STREAM, 0);

	(void)state;
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n)) {
		close(fd);
		skip(); /* a machine without IPv6 */
	}
	assert_int_equal(listen(fd, 1), 0);
	getsockname(fd, (struct sockaddr *)&at, &n);
	story_begin(&story);
	story.open_hook = close_loop;
	opts = story_opts(&story, ntohs(at.sin6_port));
	opts.host = "::1";
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.opened, 1);
	story_finish(&story);
	close(fd);
}

static void test_stream__resolves_a_name(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	server_start(&server, 1, echo, NULL);
	story_begin(&story);
	story.say = "hello";
	story.want = 5;
	opts = story_opts(&story, server.port);
	opts.host = "localhost";
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.got, 5);
	story_finish(&story);
	server_stop(&server);
}

static void test_stream__hears_the_last_words_and_the_end(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;
	char expect[100];

	(void)state;
	server_start(&server, 1, say_bye,
		     (char[]){ "Authentication failed\r\n" });
	story_begin(&story);
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.opened, 1);
	assert_int_equal(story.got, 23);
	assert_int_equal(story.ended, 1);
	assert_int_equal(story.err, CTI_EEOF);
	snprintf(expect, sizeof(expect),
		 "127.0.0.1:%u: the other side closed the connection",
		 server.port);
	assert_string_equal(story.detail, expect);
	/* Dead, but still the owner's to close. */
	assert_int_equal(cti__stream_send(story.stream, "x", 1), CTI_ESTATE);
	story_finish(&story);
	assert_int_equal(story.ended, 1);
	server_stop(&server);
}

static void test_stream__hears_of_a_reset(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	server_start(&server, 1, reset, NULL);
	story_begin(&story);
	story.say = "hello";
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.err, CTI_EEOF);
	assert_non_null(strstr(story.detail, "reset"));
	story_finish(&story);
	sem_wait(&heard);
	server_stop(&server);
}

/* libuv stops watching a socket in error, also when there is more to read. */
static void test_stream__hears_the_last_words_before_a_reset(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;
	sem_t go;

	(void)state;
	sem_init(&go, 0, 0);
	server_start(&server, 1, say_and_reset, &go);
	story_begin(&story);
	story.say = "hello";
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	while (!story.opened)
		uv_run(&story.uv, UV_RUN_ONCE);
	sem_wait(&heard);
	sem_post(&go);
	server_stop(&server);
	story_run(&story);
	assert_int_equal(story.got, 4);
	assert_int_equal(story.err, CTI_EEOF);
	assert_non_null(strstr(story.detail, "reset"));
	story_finish(&story);
	sem_destroy(&go);
}

static void test_stream__tells_of_a_port_that_refuses(void **state)
{
	struct cti__stream_opts opts;
	struct story story;
	char expect[100];
	uint16_t port;
	int fd = listen_any(&port, -1);

	(void)state;
	story_begin(&story);
	opts = story_opts(&story, port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.opened, 0);
	assert_int_equal(story.err, CTI_ECONNECT);
	snprintf(expect, sizeof(expect),
		 "127.0.0.1:%u: cannot connect: connection refused; ", port);
	assert_memory_equal(story.detail, expect, strlen(expect));
	story_finish(&story);
	close(fd);
}

static void test_stream__tells_of_a_name_without_address(void **state)
{
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	story_begin(&story);
	opts = story_opts(&story, 5038);
	opts.host = "nowhere.test";
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.err, CTI_ERESOLVE);
	assert_non_null(strstr(story.detail,
			       "nowhere.test:5038: the host name has no"));
	story_finish(&story);
}

static void test_stream__does_not_wait_for_the_resolver(void **state)
{
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	story_begin(&story);
	opts = story_opts(&story, 5038);
	opts.host = "slow.test";
	story_start(&story, &opts);
	while (sem_trywait(&resolver_is_in))
		uv_run(&story.uv, UV_RUN_NOWAIT);
	/* The resolver comes back only after all is closed. */
	story_finish(&story);
	assert_int_equal(story.opened + story.ended, 0);
	sem_post(&resolver_may_go);
	sem_wait(&resolver_is_out);
}

static void test_stream__gives_up_a_resolver_that_is_late(void **state)
{
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	story_begin(&story);
	opts = story_opts(&story, 5038);
	opts.host = "slow.test";
	opts.connect_timeout_ms = 50;
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.err, CTI_ETIMEDOUT);
	assert_non_null(strstr(story.detail, "within 50 ms"));
	story_finish(&story);
	sem_wait(&resolver_is_in);
	sem_post(&resolver_may_go);
	sem_wait(&resolver_is_out);
}

static void test_stream__gives_up_a_silent_tls_server(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;
	sem_t go;

	(void)state;
	sem_init(&go, 0, 0);
	server_start(&server, 1, hold, &go);
	story_begin(&story);
	opts = story_opts(&story, server.port);
	opts.tls = true;
	opts.connect_timeout_ms = 50;
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.err, CTI_ETIMEDOUT);
	assert_non_null(strstr(story.detail, "speaks TLS"));
	story_finish(&story);
	sem_post(&go);
	server_stop(&server);
	sem_destroy(&go);
}

static void test_stream__tells_that_a_port_speaks_no_tls(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	server_start(&server, 1, say_bye,
		     (char[]){ "Asterisk Call Manager/9.0.0\r\n" });
	story_begin(&story);
	opts = story_opts(&story, server.port);
	opts.tls = true;
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.err, CTI_ETLS);
	assert_non_null(strstr(story.detail, "no TLS connection"));
	story_finish(&story);
	server_stop(&server);
}

static void test_stream__refuses_hosts_that_are_none(void **state)
{
	static const char *const bad[] = { "",		"a/b", "me@host",
					   "host:80x/", "a b", "a\r\nb",
					   "a?b",	"a#b", "[::1]" };
	struct cti__stream_opts opts;
	struct story story;
	size_t i;

	(void)state;
	story_begin(&story);
	opts = story_opts(&story, 5038);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		opts.host = bad[i];
		assert_int_equal(
			cti__stream_open(&story.stream, story.loop, &opts),
			CTI_EINVAL);
		assert_null(story.stream);
	}
	opts = story_opts(&story, 0);
	assert_int_equal(cti__stream_open(&story.stream, story.loop, &opts),
			 CTI_EINVAL);
	story_finish(&story);
}

static void test_stream__keeps_the_outgoing_bytes_bounded(void **state)
{
	static char data[65536];
	struct cti__stream_opts opts;
	struct server server;
	struct story story;
	int i, err = 0;
	sem_t go;

	(void)state;
	sem_init(&go, 0, 0);
	server_start(&server, 1, hold, &go);
	story_begin(&story);
	opts = story_opts(&story, server.port);
	opts.max_out = 100000;
	story_start(&story, &opts);
	assert_int_equal(cti__stream_send(story.stream, "x", 1), CTI_ESTATE);
	while (!story.opened)
		uv_run(&story.uv, UV_RUN_ONCE);
	assert_int_equal(cti__stream_send(story.stream, data, 100001),
			 CTI_ETOOBIG);
	/* The system takes some megabytes before it is full. */
	for (i = 0; i < 1000 && !err; i++)
		err = cti__stream_send(story.stream, data, sizeof(data));
	assert_int_equal(err, CTI_ETOOBIG);
	assert_in_range(cti__stream_queued(story.stream), 1, 100000);
	story_finish(&story);
	sem_post(&go);
	server_stop(&server);
	sem_destroy(&go);
}

static void test_stream__survives_sending_to_a_closed_socket(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;
	sem_t go;
	int i;

	(void)state;
	sem_init(&go, 0, 0);
	server_start(&server, 1, reset, &go);
	story_begin(&story);
	story.say = "hello";
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	while (!story.opened)
		uv_run(&story.uv, UV_RUN_ONCE);
	sem_wait(&heard);
	sem_post(&go);
	server_stop(&server);
	sem_destroy(&go);
	/* The first gets ECONNRESET, the others EPIPE: no signal, no callback
	   in it. */
	for (i = 0; i < 3; i++)
		(void)cti__stream_send(story.stream, "x", 1);
	assert_int_equal(story.ended, 0);
	story_run(&story);
	assert_int_equal(story.err, CTI_EEOF);
	story_finish(&story);
}

static void test_stream__asks_for_keep_alive(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	server_start(&server, 1, say_bye, (char[]){ "x" });
	story_begin(&story);
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	story_run(&story);
	story_finish(&story);
	server_stop(&server);
	assert_int_equal(keep_alive, 1);
	assert_int_equal(keep_idle, 15);
	assert_int_equal(keep_interval, 5);
	assert_int_equal(keep_count, 3);
	assert_int_equal(user_timeout, 20000);
}

static void test_stream__takes_no_proxy_from_the_environment(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	server_start(&server, 1, say_bye, (char[]){ "x" });
	story_begin(&story);
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	story_run(&story);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	assert_int_equal(story.opened, 1);
	story_finish(&story);
	server_stop(&server);
}

static void closes_in(size_t hook, void (*how)(struct story *story))
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	server_start(&server, 1, say_bye, (char[]){ "Hello and good-bye" });
	story_begin(&story);
	*(void (**)(struct story *))((char *)&story + hook) = how;
	opts = story_opts(&story, server.port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.opened, 1);
	story_finish(&story);
	assert_int_equal(story.ended,
			 hook == offsetof(struct story, end_hook) ? 1 : 0);
	server_stop(&server);
}

static void test_stream__may_be_closed_in_each_callback(void **state)
{
	(void)state;
	closes_in(offsetof(struct story, open_hook), close_stream);
	closes_in(offsetof(struct story, data_hook), close_stream);
	closes_in(offsetof(struct story, end_hook), close_stream);
}

static void test_stream__lets_the_loop_be_closed_in_each_callback(void **state)
{
	(void)state;
	closes_in(offsetof(struct story, open_hook), close_loop);
	closes_in(offsetof(struct story, data_hook), close_loop);
	closes_in(offsetof(struct story, end_hook), close_loop);
}

static void test_stream__may_be_closed_where_opening_failed(void **state)
{
	struct cti__stream_opts opts;
	struct story story;
	uint16_t port;
	int fd = listen_any(&port, -1);

	(void)state;
	story_begin(&story);
	story.end_hook = close_stream;
	opts = story_opts(&story, port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.err, CTI_ECONNECT);
	story_finish(&story);
	close(fd);
}

static void test_stream__goes_with_the_loop(void **state)
{
	struct cti__stream_opts opts;
	struct server server;
	struct story story;

	(void)state;
	server_start(&server, 2, echo, NULL);
	story_begin(&story);
	opts = story_opts(&story, server.port);
	/* One not yet connected, one open with bytes that wait. */
	story_start(&story, &opts);
	story.say = "hello";
	while (!story.opened)
		uv_run(&story.uv, UV_RUN_ONCE);
	assert_int_equal(cti__stream_open(&story.stream, story.loop, &opts), 0);
	close_loop(&story);
	uv_run(&story.uv, UV_RUN_DEFAULT);
	assert_int_equal(story.closed, 1);
	assert_int_equal(story.ended, 0);
	assert_int_equal(uv_loop_close(&story.uv), 0);
	server_stop(&server);
}

static void ignore_data(void *user, const char *data, size_t len)
{
	(void)user;
	(void)data;
	(void)len;
}

static void ignore_open(void *user)
{
	(void)user;
}

static void test_stream__leaves_room_for_others_in_a_flood(void **state)
{
	struct cti__stream *flooded;
	struct cti__stream_opts opts;
	struct server noisy, quiet;
	struct story story;

	(void)state;
	server_start(&noisy, 1, flood, NULL);
	server_start(&quiet, 1, echo, NULL);
	story_begin(&story);
	opts = story_opts(&story, noisy.port);
	opts.on_open = ignore_open;
	opts.on_data = ignore_data;
	assert_int_equal(cti__stream_open(&flooded, story.loop, &opts), 0);
	story.to_send = story.want = 100000;
	opts = story_opts(&story, quiet.port);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.got, 100000);
	cti__stream_close(flooded);
	story_finish(&story);
	server_stop(&noisy);
	server_stop(&quiet);
}

/* In a loop with a thread of its own. */
struct far {
	struct cti__loop *loop;
	struct cti__stream *stream;
	const struct cti__stream_opts *opts;
	pthread_t thread;
	size_t got;
	sem_t enough;
	int open_err, err;
};

static void far_start(void *arg)
{
	struct far *far = arg;

	far->thread = pthread_self();
	far->open_err = cti__stream_open(&far->stream, far->loop, far->opts);
}

static void far_open(void *user)
{
	struct far *far = user;

	assert_true(pthread_equal(pthread_self(), far->thread));
	far->err = cti__stream_send(far->stream, "0123456789", 10);
}

static void far_data(void *user, const char *data, size_t len)
{
	struct far *far = user;

	(void)data;
	far->got += len;
	if (far->got == 10)
		sem_post(&far->enough);
}

static void far_close(void *user, int err, const char *detail)
{
	struct far *far = user;

	(void)detail;
	far->err = err;
	sem_post(&far->enough);
}

static void test_stream__runs_on_an_own_thread(void **state)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;
	struct server server;
	struct far far = { 0 };

	(void)state;
	server_start(&server, 1, echo, NULL);
	sem_init(&far.enough, 0, 0);
	opts.host = "127.0.0.1";
	opts.port = server.port;
	opts.on_open = far_open;
	opts.on_data = far_data;
	opts.on_close = far_close;
	opts.user = &far;
	far.opts = &opts;
	assert_int_equal(cti__loop_new(&far.loop, NULL), 0);
	cti__loop_call(far.loop, far_start, &far);
	assert_int_equal(far.open_err, 0);
	sem_wait(&far.enough);
	cti__loop_close(far.loop, NULL, NULL);
	assert_int_equal(far.err, 0);
	assert_int_equal(far.got, 10);
	sem_destroy(&far.enough);
	server_stop(&server);
}

/* Refuses one allocation, counted from the moment it is set. */
static long refuse_in = -1;

static bool refused(void)
{
	return refuse_in >= 0 && refuse_in-- == 0;
}

static void *poor_alloc(size_t n)
{
	return refused() ? NULL : malloc(n);
}

static void *poor_realloc(void *p, size_t n)
{
	return refused() ? NULL : realloc(p, n);
}

static void send_or_close(struct story *story)
{
	int err = cti__stream_send(story->stream, "abc", 3);

	if (err)
		story_end(story, err, "");
}

/* One echo with allocation n refused: whether it was reached. */
static bool echo_refused(uint16_t port, long n)
{
	struct cti__stream_opts opts;
	struct story story;
	int err;

	memset(&story, 0, sizeof(story));
	assert_int_equal(uv_loop_init(&story.uv), 0);
	refuse_in = n;
	err = cti__loop_new(&story.loop, &story.uv);
	if (!err) {
		story.want = 3;
		story.open_hook = send_or_close;
		opts = story_opts(&story, port);
		err = cti__stream_open(&story.stream, story.loop, &opts);
		if (!err)
			story_run(&story);
		if (story.ended)
			err = story.err;
		cti__stream_close(story.stream);
		cti__loop_close(story.loop, NULL, NULL);
	}
	uv_run(&story.uv, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&story.uv), 0);
	if (refuse_in >= 0) {
		assert_int_equal(err, 0);
		return false;
	}
	assert_int_equal(err, CTI_ENOMEM);
	return true;
}

static void test_stream__survives_each_refused_allocation(void **state)
{
	static const cti_allocator poor = { sizeof(poor), poor_alloc,
					    poor_realloc, free };
	struct server server;
	long n = 0;

	(void)state;
	server_start(&server, 1000, echo, NULL);
	assert_int_equal(cti_set_allocator(&poor), 0);
	while (echo_refused(server.port, n))
		n++;
	refuse_in = -1;
	assert_int_equal(cti_set_allocator(NULL), 0);
	assert_true(n > 8);
	server_stop(&server);
}

static int set_up(void **state)
{
	(void)state;
	sem_init(&resolver_may_go, 0, 0);
	sem_init(&resolver_is_in, 0, 0);
	sem_init(&resolver_is_out, 0, 0);
	sem_init(&heard, 0, 0);
	/* A test that hangs is a failure. */
	alarm(300);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_stream__brings_ten_megabytes_there_and_back),
		cmocka_unit_test(test_stream__speaks_ipv6),
		cmocka_unit_test(test_stream__resolves_a_name),
		cmocka_unit_test(test_stream__hears_the_last_words_and_the_end),
		cmocka_unit_test(test_stream__hears_of_a_reset),
		cmocka_unit_test(
			test_stream__hears_the_last_words_before_a_reset),
		cmocka_unit_test(test_stream__tells_of_a_port_that_refuses),
		cmocka_unit_test(test_stream__tells_of_a_name_without_address),
		cmocka_unit_test(test_stream__does_not_wait_for_the_resolver),
		cmocka_unit_test(test_stream__gives_up_a_resolver_that_is_late),
		cmocka_unit_test(test_stream__gives_up_a_silent_tls_server),
		cmocka_unit_test(test_stream__tells_that_a_port_speaks_no_tls),
		cmocka_unit_test(test_stream__refuses_hosts_that_are_none),
		cmocka_unit_test(test_stream__keeps_the_outgoing_bytes_bounded),
		cmocka_unit_test(
			test_stream__survives_sending_to_a_closed_socket),
		cmocka_unit_test(test_stream__asks_for_keep_alive),
		cmocka_unit_test(
			test_stream__takes_no_proxy_from_the_environment),
		cmocka_unit_test(test_stream__may_be_closed_in_each_callback),
		cmocka_unit_test(
			test_stream__lets_the_loop_be_closed_in_each_callback),
		cmocka_unit_test(
			test_stream__may_be_closed_where_opening_failed),
		cmocka_unit_test(test_stream__goes_with_the_loop),
		cmocka_unit_test(
			test_stream__leaves_room_for_others_in_a_flood),
		cmocka_unit_test(test_stream__runs_on_an_own_thread),
		cmocka_unit_test(test_stream__survives_each_refused_allocation),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
