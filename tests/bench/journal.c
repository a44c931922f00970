/* SPDX-License-Identifier: MIT */
/*
 * What a journal costs those who wait for events: 500 contacts a second over
 * loopback to a client with a journal and to one without, in turns; how late
 * events come to either, and how the contacts got to the disk. What else the
 * machine does at the time is in both halves of a round, so each round has its
 * own ratio, and the median of them counts. One line of JSON.
 *
 * usage: journal [FOLDER]
 */
#include "ami_text.h"
#include "pbx.h"

#include <cti/cti.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#define RATE	500
#define SECONDS 2
#define ROUNDS	9
#define TALK	(RATE / 2) /* contacts that live: half a second each */
#define SAMPLES (RATE * SECONDS)

/* One client with its link, and what is measured at it. */
struct side {
	cti_client *client;
	int fd;
	unsigned next; /* contact */
	atomic_uint seen;
	atomic_int up;
	uint64_t sent_ns[SAMPLES];
	double late_us[SAMPLES];
	double p50[ROUNDS], p99[ROUNDS], cpu[ROUNDS];
};

static struct {
	uv_loop_t loop;
	uv_async_t stop;
	struct side plain, kept;
	pthread_t main;
	int listener;
	cti_journal_stats stats;
} b;

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Keys arrive in the order in which they were sent. */
static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct side *side = user;
	unsigned at;

	(void)client;
	if (cti_event_kind(event) == CTI_EVENT_DTMF) {
		at = side->seen % SAMPLES;
		side->late_us[at] = (double)(now_ns() - side->sent_ns[at]) /
				    1e3;
		side->seen++;
	} else if (cti_event_kind(event) == CTI_EVENT_LINK &&
		   !strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "up")) {
		side->up++;
	}
}

static int by_value(const void *x, const void *y)
{
	double a = *(const double *)x, c = *(const double *)y;

	return (a > c) - (a < c);
}

static double median(const double *value)
{
	double sorted[ROUNDS];

	memcpy(sorted, value, sizeof(sorted));
	qsort(sorted, ROUNDS, sizeof(*sorted), by_value);
	return sorted[ROUNDS / 2];
}

static double median_ratio(const double *above, const double *below)
{
	double ratio[ROUNDS];
	size_t i;

	for (i = 0; i < ROUNDS; i++)
		ratio[i] = above[i] / below[i];
	return median(ratio);
}

static double cpu_us(pthread_t thread)
{
	struct timespec t = { 0 };
	clockid_t clock;

	if (!pthread_getcpuclockid(thread, &clock))
		clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Contacts at an even pace: one begins, a key is pressed, an older one ends. */
static void play(struct side *side, int round)
{
	uint64_t begin = now_ns(), at;
	struct cti__buf text = { 0 };
	struct timespec rest = { 0 };
	unsigned i, first = side->seen;
	double cpu = cpu_us(b.main);

	for (i = 0; i < SAMPLES; i++, side->next++) {
		at = begin + (uint64_t)i * 1000000000 / RATE;
		if (now_ns() < at) {
			rest.tv_nsec = (long)(at - now_ns());
			nanosleep(&rest, NULL);
		}
		cti__buf_clear(&text);
		ami_call_begin(&text, side->next);
		if (side->next >= TALK)
			ami_call_end(&text, side->next - TALK);
		pbx_send(side->fd, text.p, text.n);
		cti__buf_clear(&text);
		ami_call_digit(&text, side->next);
		side->sent_ns[i] = now_ns();
		pbx_send(side->fd, text.p, text.n);
	}
	while (side->seen - first < SAMPLES)
		usleep(1000);
	qsort(side->late_us, SAMPLES, sizeof(double), by_value);
	side->cpu[round] = (cpu_us(b.main) - cpu) / SAMPLES;
	side->p50[round] = side->late_us[SAMPLES / 2];
	side->p99[round] = side->late_us[SAMPLES * 99 / 100];
	cti__buf_fini(&text);
}

static bool join(struct side *side)
{
	side->fd = pbx_accept(b.listener);
	if (side->fd < 0 || !pbx_let_in(side->fd, 0))
		return false;
	while (!side->up)
		usleep(1000);
	return true;
}

static void *run_switch(void *arg)
{
	int i;

	(void)arg;
	if (join(&b.plain) && join(&b.kept))
		/* Each has its turn first as often. */
		for (i = 0; i < ROUNDS; i++) {
			play(i % 2 ? &b.kept : &b.plain, i);
			play(i % 2 ? &b.plain : &b.kept, i);
		}
	uv_async_send(&b.stop);
	return NULL;
}

static void on_stop(uv_async_t *async)
{
	b.stats.size = sizeof(b.stats);
	if (cti_journal_stats_get(b.kept.client, &b.stats))
		fprintf(stderr, "journal: the journal's counters are gone\n");
	cti_client_close(b.plain.client);
	cti_client_close(b.kept.client);
	uv_close((uv_handle_t *)async, NULL);
}

static int begin(struct side *side, const char *file, uint16_t port)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_link_opts link = CTI_LINK_OPTS_INIT;
	char url[64];
	int err;

	opts.loop = &b.loop;
	opts.on_event = on_event;
	opts.user = side;
	err = cti_client_new(&side->client, &opts);
	if (!err && file)
		err = cti_set(side->client, "journal.file", file);
	snprintf(url, sizeof(url), "ami://127.0.0.1:%u", port);
	link.url = url;
	link.user = "bench";
	link.secret = "bench";
	if (!err)
		err = cti_link_add(side->client, NULL, &link);
	return err;
}

static void report(void)
{
	double plain50 = median(b.plain.p50);
	double plain99 = median(b.plain.p99);
	double kept50 = median(b.kept.p50);
	double kept99 = median(b.kept.p99);
	double plain_cpu = median(b.plain.cpu);
	double kept_cpu = median(b.kept.cpu);
	double x50 = median_ratio(b.kept.p50, b.plain.p50);
	double x99 = median_ratio(b.kept.p99, b.plain.p99);
	double load = 0;

	(void)getloadavg(&load, 1);
	printf("{\"bench\":\"journal\",\"contacts_per_s\":%d,\"contacts\":%llu,"
	       "\"changes\":%llu,\"groups\":%llu,\"lost\":%llu,"
	       "\"plain_p50_us\":%.1f,\"plain_p99_us\":%.1f,"
	       "\"journal_p50_us\":%.1f,\"journal_p99_us\":%.1f,"
	       "\"x_p50\":%.2f,\"x_p99\":%.2f,\"load\":%.1f,"
	       "\"plain_cpu_us\":%.1f,\"journal_cpu_us\":%.1f,",
	       RATE, (unsigned long long)b.stats.contacts,
	       (unsigned long long)b.stats.written,
	       (unsigned long long)b.stats.groups,
	       (unsigned long long)b.stats.lost, plain50, plain99, kept50,
	       kept99, x50, x99, load, plain_cpu, kept_cpu);
	printf("\"row\":\"%d contacts a second with a journal\","
	       "\"figure\":\"p99 %.2f times that without one (%.0f and %.0f "
	       "µs, median of %d rounds, load %.1f); p50 %.0f and %.0f µs; "
	       "the loop's CPU %.0f and %.0f µs a contact\","
	       "\"target\":\"p99 within 10%%\"}\n",
	       RATE, x99, kept99, plain99, ROUNDS, load, kept50, plain50,
	       kept_cpu, plain_cpu);
}

int main(int argc, char **argv)
{
	char file[256];
	pthread_t pbx;
	uint16_t port;

	snprintf(file, sizeof(file), "%s/cti-bench-%ld.db",
		 argc > 1 ? argv[1] : "/tmp", (long)getpid());
	b.main = pthread_self();
	b.listener = pbx_listen(&port);
	uv_loop_init(&b.loop);
	uv_async_init(&b.loop, &b.stop, on_stop);
	if (b.listener < 0 || pthread_create(&pbx, NULL, run_switch, NULL) ||
	    begin(&b.plain, NULL, port)) {
		fprintf(stderr, "journal: the bench cannot begin\n");
		return 1;
	}
	/* In this order, so that the switch knows who comes. */
	while (!b.plain.up)
		uv_run(&b.loop, UV_RUN_ONCE);
	if (begin(&b.kept, file, port)) {
		fprintf(stderr, "journal: the bench cannot begin\n");
		return 1;
	}
	uv_run(&b.loop, UV_RUN_DEFAULT);
	pthread_join(pbx, NULL);
	report();
	unlink(file);
	return b.stats.lost || !b.stats.groups;
}
