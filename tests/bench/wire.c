/* SPDX-License-Identifier: MIT */
/*
 * A link over loopback beside a bare libuv read callback on the same loop: what
 * a message in a segment of its own costs, how late an event comes, what a
 * resync takes, and the same with the library's own thread. Lines of JSON.
 *
 * usage: wire
 */
#include "ami_text.h"
#include "pbx.h"

#include <cti/cti.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#define ROUNDS	 6
#define SEGMENTS 4000 /* a round */
#define SAMPLES	 1500 /* of latency, a round */
#define IDLE_US	 150
#define CALLS	 1000 /* alive when the link comes */
#define LINKS	 64
#define STREAM	 100000

struct bench {
	uv_loop_t *loop;
	uv_async_t stop;
	uv_tcp_t bare;
	cti_client *embedded, *own;
	int listener, ami_fd, own_fd, bare_fd;
	uint16_t port;
	pthread_t main, poller;
	/* Written by the loop's thread, read by the switch's. */
	atomic_uint turns, seen, own_seen;
	atomic_int up, own_up;
	atomic_bool over;
	/* The other way: when the message went. */
	atomic_ullong sent_ns;
	atomic_ullong late_ns;
};

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static uint64_t now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static uint64_t cpu_of(pthread_t thread)
{
	clockid_t clock;

	return pthread_getcpuclockid(thread, &clock) ? 0 : clock_ns(clock);
}

static void arrived(struct bench *b, atomic_uint *seen)
{
	b->late_ns = now_ns() - b->sent_ns;
	(*seen)++;
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct bench *b = user;
	const char *state;

	if (cti_event_kind(event) == CTI_EVENT_DTMF)
		arrived(b, client == b->embedded ? &b->seen : &b->own_seen);
	if (cti_event_kind(event) != CTI_EVENT_LINK)
		return;
	state = cti_event_str(event, CTI_FIELD_STATE, NULL);
	if (strcmp(state, "up") == 0)
		(*(client == b->embedded ? &b->up : &b->own_up))++;
}

static void on_bare_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	static char room[65536];

	(void)handle;
	(void)size;
	*buf = uv_buf_init(room, sizeof(room));
}

static void on_bare_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct bench *b = stream->data;

	(void)buf;
	if (n > 0)
		arrived(b, &b->seen);
}

static void on_bare_connect(uv_connect_t *req, int status)
{
	if (!status)
		uv_read_start(req->handle, on_bare_alloc, on_bare_read);
}

static void on_turn(uv_prepare_t *prepare)
{
	((struct bench *)prepare->data)->turns++;
}

static void wait_for(atomic_uint *counter, unsigned before)
{
	while (*counter == before)
		sched_yield();
}

static void wait_up(atomic_int *up, int count)
{
	while (*up < count)
		usleep(1000);
}

/* One message of the mixed load a segment: the next goes when the loop has
   turned. Nanoseconds of the loop's thread a message. */
static double segments(struct bench *b, int fd, const struct cti__buf *text)
{
	uint64_t cpu = cpu_of(b->main);
	size_t at = 0, end;
	unsigned turns;
	int i;

	for (i = 0; i < SEGMENTS; i++) {
		end = at +
		      (size_t)((char *)memmem(text->p + at, text->n - at,
					      "\r\n\r\n", 4) -
			       (text->p + at)) +
		      4;
		turns = b->turns;
		pbx_send(fd, text->p + at, end - at);
		wait_for(&b->turns, turns);
		at = end == text->n ? 0 : end;
	}
	return (double)(cpu_of(b->main) - cpu) / SEGMENTS;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *value, size_t n)
{
	qsort(value, n, sizeof(*value), by_value);
	return value[n / 2];
}

static void bench_segments(struct bench *b)
{
	double bare[ROUNDS], ours[ROUNDS], ratio[ROUNDS];
	struct cti__buf text = { 0 };
	int i;

	for (i = 0; i < 100; i++) {
		ami_call_begin(&text, (unsigned)(CALLS + i));
		ami_call_end(&text, (unsigned)(CALLS + i));
	}
	for (i = 0; i < ROUNDS; i++) {
		bare[i] = segments(b, b->bare_fd, &text);
		ours[i] = segments(b, b->ami_fd, &text);
		ratio[i] = ours[i] / bare[i];
	}
	printf("{\"bench\":\"segments\",\"bare_us\":%.2f,\"ami_us\":%.2f,"
	       "\"x_bare\":%.2f}\n",
	       median(bare, ROUNDS) / 1e3, median(ours, ROUNDS) / 1e3,
	       median(ratio, ROUNDS));
	cti__buf_fini(&text);
}

/* Send and wait until it has arrived, the machine being idle before. */
static void latencies(struct bench *b, int fd, atomic_uint *seen, double *to)
{
	struct cti__buf text = { 0 };
	unsigned before;
	int i;

	ami_call_digit(&text, 0);
	for (i = 0; i < SAMPLES; i++) {
		usleep(IDLE_US);
		before = *seen;
		b->sent_ns = now_ns();
		pbx_send(fd, text.p, text.n);
		wait_for(seen, before);
		to[i] = (double)b->late_ns / 1e3;
	}
	cti__buf_fini(&text);
}

static void print_latency(const char *what, double *us, const double *bare)
{
	static const double at[] = { 0.5, 0.99, 0.999 };
	static const char *const name[] = { "p50", "p99", "p999" };
	size_t i, n = (size_t)SAMPLES * ROUNDS;

	printf("{\"bench\":\"latency\",\"what\":\"%s\"", what);
	for (i = 0; i < 3; i++) {
		double value = us[(size_t)((double)n * at[i])];

		printf(",\"%s_us\":%.1f", name[i], value);
		if (bare)
			printf(",\"%s_x_bare\":%.2f,\"%s_own_us\":%.1f",
			       name[i],
			       value / bare[(size_t)((double)n * at[i])],
			       name[i],
			       value - bare[(size_t)((double)n * at[i])]);
	}
	puts("}");
}

static void bench_latency(struct bench *b)
{
	static double bare[SAMPLES * ROUNDS], ours[SAMPLES * ROUNDS],
		own[SAMPLES * ROUNDS];
	int i;

	for (i = 0; i < ROUNDS; i++) {
		latencies(b, b->bare_fd, &b->seen, bare + i * SAMPLES);
		latencies(b, b->ami_fd, &b->seen, ours + i * SAMPLES);
		latencies(b, b->own_fd, &b->own_seen, own + i * SAMPLES);
	}
	qsort(bare, SAMPLES * ROUNDS, sizeof(*bare), by_value);
	qsort(ours, SAMPLES * ROUNDS, sizeof(*ours), by_value);
	qsort(own, SAMPLES * ROUNDS, sizeof(*own), by_value);
	print_latency("bare", bare, NULL);
	print_latency("embedded", ours, bare);
	print_latency("own thread", own, bare);
}

/* As fast as it goes, a hundred on their way: CPU of all threads but this. */
static double stream_ns(struct bench *b, int fd, atomic_uint *seen)
{
	uint64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID) -
		       clock_ns(CLOCK_THREAD_CPUTIME_ID);
	unsigned begin = *seen;
	struct cti__buf text = { 0 };
	unsigned i;

	(void)b;
	for (i = 0; i < 100; i++)
		ami_call_digit(&text, i);
	for (i = 0; i < STREAM; i += 100) {
		pbx_send(fd, text.p, text.n);
		while (*seen - begin + 300 < i)
			sched_yield();
	}
	while (*seen - begin < STREAM)
		sched_yield();
	cti__buf_fini(&text);
	return (double)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) -
			clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu) /
	       STREAM;
}

static void bench_threads(struct bench *b)
{
	double embedded = stream_ns(b, b->ami_fd, &b->seen);
	double own = stream_ns(b, b->own_fd, &b->own_seen);

	printf("{\"bench\":\"threads\",\"embedded_ns\":%.0f,\"own_ns\":%.0f,"
	       "\"x_embedded\":%.2f}\n",
	       embedded, own, own / embedded);
}

static size_t resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	size_t all = 0, kept = 0;

	if (file && fscanf(file, "%zu %zu", &all, &kept) != 2)
		kept = 0;
	if (file)
		fclose(file);
	return kept * (size_t)sysconf(_SC_PAGESIZE);
}

static void add_link(struct bench *b, cti_client *client, unsigned i)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[64], name[16];

	snprintf(url, sizeof(url), "ami://127.0.0.1:%u", b->port);
	snprintf(name, sizeof(name), "pbx%u", i);
	opts.url = url;
	opts.name = name;
	opts.user = "bench";
	opts.secret = "bench";
	if (cti_link_add(client, NULL, &opts))
		exit(1);
}

/* Links of the client with the thread: any thread may add them. */
static void bench_links(struct bench *b)
{
	size_t before;
	int fd[LINKS], i;

	before = resident();
	for (i = 0; i < LINKS; i++) {
		add_link(b, b->own, (unsigned)i + 10);
		fd[i] = pbx_accept(b->listener);
		pbx_let_in(fd[i], 0);
	}
	wait_up(&b->own_up, LINKS + 1);
	printf("{\"bench\":\"links\",\"links\":%d,\"bytes_per_link\":%.0f}\n",
	       LINKS, (double)(resident() - before) / LINKS);
	for (i = 0; i < LINKS; i++)
		close(fd[i]);
}

/* The switch: it connects everything, then tries everything. */
static void *be_switch(void *arg)
{
	struct bench *b = arg;
	uint64_t cpu;

	b->ami_fd = pbx_accept(b->listener);
	cpu = cpu_of(b->main);
	pbx_let_in(b->ami_fd, CALLS);
	wait_up(&b->up, 1);
	printf("{\"bench\":\"resync\",\"calls\":%d,\"cpu_ms\":%.2f}\n", CALLS,
	       (double)(cpu_of(b->main) - cpu) / 1e6);
	b->own_fd = pbx_accept(b->listener);
	pbx_let_in(b->own_fd, CALLS);
	wait_up(&b->own_up, 1);
	b->bare_fd = pbx_accept(b->listener);
	usleep(50000);
	bench_segments(b);
	bench_latency(b);
	bench_threads(b);
	bench_links(b);
	b->over = true;
	uv_async_send(&b->stop);
	return NULL;
}

static void *poll_own(void *arg)
{
	struct bench *b = arg;
	cti_event *event;

	while (!b->over)
		if (cti_poll(b->own, 100, &event) == 0)
			cti_event_unref(event);
	return NULL;
}

static void on_stop(uv_async_t *async)
{
	uv_stop(async->loop);
}

static void open_client(struct bench *b, cti_client **client, uv_loop_t *loop)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	opts.loop = loop;
	opts.on_event = on_event;
	opts.user = b;
	if (cti_client_new(client, &opts))
		exit(1);
}

/* In this order: so the switch knows who comes. */
static void connect_all(struct bench *b, uv_connect_t *req)
{
	struct sockaddr_in at;

	open_client(b, &b->embedded, b->loop);
	add_link(b, b->embedded, 0);
	while (!b->up)
		uv_run(b->loop, UV_RUN_ONCE);
	open_client(b, &b->own, NULL);
	pthread_create(&b->poller, NULL, poll_own, b);
	add_link(b, b->own, 1);
	while (!b->own_up)
		usleep(1000);
	uv_tcp_init(b->loop, &b->bare);
	b->bare.data = b;
	uv_ip4_addr("127.0.0.1", b->port, &at);
	uv_tcp_connect(req, &b->bare, (struct sockaddr *)&at, on_bare_connect);
}

int main(void)
{
	static struct bench b;
	uv_prepare_t prepare;
	pthread_t pbx;
	uv_connect_t req;

	b.loop = uv_default_loop();
	b.main = pthread_self();
	b.listener = pbx_listen(&b.port);
	if (b.listener < 0)
		return 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	uv_async_init(b.loop, &b.stop, on_stop);
	uv_prepare_init(b.loop, &prepare);
	prepare.data = &b;
	uv_prepare_start(&prepare, on_turn);
	pthread_create(&pbx, NULL, be_switch, &b);
	connect_all(&b, &req);
	uv_run(b.loop, UV_RUN_DEFAULT);
	pthread_join(pbx, NULL);
	pthread_join(b.poller, NULL);
	cti_client_close(b.own);
	cti_client_close(b.embedded);
	uv_close((uv_handle_t *)&b.bare, NULL);
	uv_close((uv_handle_t *)&b.stop, NULL);
	uv_close((uv_handle_t *)&prepare, NULL);
	uv_run(b.loop, UV_RUN_DEFAULT);
	return 0;
}
