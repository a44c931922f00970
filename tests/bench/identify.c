/* SPDX-License-Identifier: MIT */
/*
 * Identifications a second against a server over HTTP that answers in 20 ms:
 * identify [NUMBERS [ASKED-AT-ONCE]]. Each number is asked for twice at the
 * same time, as a call that rings two telephones does.
 */
#include <cti/cti.h>

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#define ANSWER_MS   20
#define CONCURRENCY "64"
#define SENT_MAX    256

/* The server, in a process of its own: it counts what it was asked. */

struct peer {
	uv_tcp_t tcp;
	uv_timer_t timer;
	uv_write_t write;
	char in[4096], out[SENT_MAX];
	size_t n;
};

static uint64_t *requests; /* shared by both processes */

static void on_peer_closed(uv_handle_t *handle)
{
	(void)handle;
}

static void on_sent(uv_write_t *write, int status)
{
	(void)write;
	(void)status;
}

static void on_answer_due(uv_timer_t *timer)
{
	struct peer *peer = timer->data;
	uv_buf_t buf = uv_buf_init(peer->out, (unsigned)strlen(peer->out));

	uv_write(&peer->write, (uv_stream_t *)&peer->tcp, &buf, 1, on_sent);
}

/* "GET /customers?phone=%2B8613800138000 HTTP/1.1" */
static void answer(struct peer *peer)
{
	const char *phone = strstr(peer->in, "phone=%2B");
	char number[24] = "", body[100];

	if (phone)
		sscanf(phone + 9, "%23[0-9]", number);
	snprintf(body, sizeof(body),
		 "{\"id\":\"%s\",\"name\":\"Li\",\"phone\":\"+%s\"}", number,
		 number);
	snprintf(peer->out, sizeof(peer->out),
		 "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
		 strlen(body), body);
	__atomic_add_fetch(requests, 1, __ATOMIC_RELAXED);
	uv_timer_start(&peer->timer, on_answer_due, ANSWER_MS, 0);
}

static void on_alloc(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	struct peer *peer = handle->data;

	(void)hint;
	*buf = uv_buf_init(peer->in + peer->n,
			   (unsigned)(sizeof(peer->in) - 1 - peer->n));
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct peer *peer = stream->data;

	(void)buf;
	if (got < 0) {
		uv_close((uv_handle_t *)stream, on_peer_closed);
		return;
	}
	peer->n += (size_t)got;
	peer->in[peer->n] = '\0';
	if (!strstr(peer->in, "\r\n\r\n"))
		return;
	/* The other side sends its next request behind the answer. */
	answer(peer);
	peer->n = 0;
}

static void on_peer(uv_stream_t *listener, int status)
{
	struct peer *peer = calloc(1, sizeof(*peer));

	if (status || !peer)
		exit(1);
	uv_tcp_init(listener->loop, &peer->tcp);
	uv_timer_init(listener->loop, &peer->timer);
	peer->tcp.data = peer;
	peer->timer.data = peer;
	uv_accept(listener, (uv_stream_t *)&peer->tcp);
	uv_tcp_nodelay(&peer->tcp, 1);
	uv_read_start((uv_stream_t *)&peer->tcp, on_alloc, on_read);
}

static int serve(int fd)
{
	uv_loop_t loop;
	uv_tcp_t listener;

	uv_loop_init(&loop);
	uv_tcp_init(&loop, &listener);
	uv_tcp_open(&listener, fd);
	uv_listen((uv_stream_t *)&listener, 128, on_peer);
	return uv_run(&loop, UV_RUN_DEFAULT);
}

static pid_t start_server(unsigned *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	pid_t child;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) || listen(fd, 128) ||
	    getsockname(fd, (struct sockaddr *)&at, &n))
		return -1;
	*port = ntohs(at.sin_port);
	child = fork();
	if (!child)
		_exit(serve(fd));
	close(fd);
	return child;
}

/* The side that asks. */

static struct {
	uv_loop_t uv;
	cti_client *client;
	long numbers, begun, ended, wrong; /* ended: of two a number */
	long at_once;
	uint64_t *asked_ns, *took_ns; /* by number */
	uv_async_t more;
} b;

static void on_identified(cti_client *client, enum cti_identity identity,
			  const cti_customer *const *candidates, size_t count,
			  void *user)
{
	long i = (long)(intptr_t)user;

	(void)client;
	(void)candidates;
	b.took_ns[i] = uv_hrtime() - b.asked_ns[i];
	b.wrong += identity != CTI_IDENTITY_IDENTIFIED || count != 1;
	b.ended++;
	uv_async_send(&b.more);
}

static void ask_one(long i)
{
	char number[32];
	int twice;

	snprintf(number, sizeof(number), "138%08ld", i);
	b.asked_ns[i] = uv_hrtime();
	for (twice = 0; twice < 2; twice++)
		if (cti_identify(b.client, number, on_identified,
				 (void *)(intptr_t)i)) {
			fprintf(stderr, "identify: a number was refused\n");
			exit(1);
		}
}

static void on_more(uv_async_t *async)
{
	while (b.begun < b.numbers && b.begun * 2 - b.ended < b.at_once * 2)
		ask_one(b.begun++);
	if (b.ended < b.numbers * 2 || uv_is_closing((uv_handle_t *)async))
		return;
	cti_client_close(b.client);
	uv_close((uv_handle_t *)async, NULL);
}

static int begin(unsigned port)
{
	static const char *const settings[] = { "concurrency", CONCURRENCY,
						"timeout_ms", "10000", NULL };
	cti_http_source_opts source = CTI_HTTP_SOURCE_OPTS_INIT;
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	char base[64];

	snprintf(base, sizeof(base), "http://127.0.0.1:%u", port);
	source.preset = "generic";
	source.base = base;
	source.settings = settings;
	opts.loop = &b.uv;
	uv_loop_init(&b.uv);
	uv_async_init(&b.uv, &b.more, on_more);
	uv_async_send(&b.more);
	return cti_client_new(&b.client, &opts) ||
	       cti_set(b.client, "identify.deadline_ms", "10000") ||
	       cti_source_add_http(b.client, "crm", &source);
}

static int by_size(const void *a, const void *c)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)c;

	return x < y ? -1 : x > y;
}

static double cpu_s(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void print(double wall_s, double used_s)
{
	double rate = (double)b.numbers / wall_s;

	qsort(b.took_ns, (size_t)b.numbers, sizeof(*b.took_ns), by_size);
	printf("{\"bench\":\"identify\",\"identifications\":%ld,"
	       "\"questions\":%ld,\"requests\":%llu,\"seconds\":%.2f,"
	       "\"per_second\":%.0f,\"cpu_ms_each\":%.3f,\"p50_ms\":%.1f,"
	       "\"p99_ms\":%.1f,\"row\":\"identification over HTTP, a server "
	       "that takes %d ms\",\"figure\":\"%.0f a second (%s at once), "
	       "p99 "
	       "%.0f ms, %.2f ms of CPU each; %llu requests for %ld questions "
	       "about %ld numbers\",\"target\":\"1,000 a second, no number "
	       "asked for twice\"}\n",
	       b.numbers, b.ended, (unsigned long long)*requests, wall_s, rate,
	       used_s * 1e3 / (double)b.numbers,
	       (double)b.took_ns[b.numbers / 2] / 1e6,
	       (double)b.took_ns[b.numbers * 99 / 100] / 1e6, ANSWER_MS, rate,
	       CONCURRENCY, (double)b.took_ns[b.numbers * 99 / 100] / 1e6,
	       used_s * 1e3 / (double)b.numbers, (unsigned long long)*requests,
	       b.ended, b.numbers);
}

int main(int argc, char **argv)
{
	uint64_t begun_ns;
	unsigned port = 0;
	double used_s;
	pid_t server;

	b.numbers = argc > 1 ? atol(argv[1]) : 6000;
	b.at_once = argc > 2 ? atol(argv[2]) : atol(CONCURRENCY);
	if (b.numbers < 1 || b.numbers > 90000000 || b.at_once < 1)
		return 2;
	b.asked_ns = calloc((size_t)b.numbers, sizeof(*b.asked_ns));
	b.took_ns = calloc((size_t)b.numbers, sizeof(*b.took_ns));
	requests = mmap(NULL, sizeof(*requests), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	server = start_server(&port);
	if (!b.asked_ns || !b.took_ns || requests == MAP_FAILED || server < 0)
		return 1;
	if (begin(port)) {
		fprintf(stderr, "identify: %s\n", cti_client_detail(b.client));
		kill(server, SIGTERM);
		return 1;
	}
	begun_ns = uv_hrtime();
	used_s = cpu_s();
	uv_run(&b.uv, UV_RUN_DEFAULT);
	print((double)(uv_hrtime() - begun_ns) / 1e9, cpu_s() - used_s);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	free(b.asked_ns);
	free(b.took_ns);
	if (b.wrong)
		fprintf(stderr, "identify: %ld were not identified\n", b.wrong);
	return b.wrong || *requests != (uint64_t)b.numbers;
}
