/* SPDX-License-Identifier: MIT */
/*
 * A client under a steady load for as long as is wanted: three links over real
 * sockets, pops, identification, service knowledge, journal and outbox. Nothing
 * may be lost, and nothing may grow.
 *
 * usage: soak day|house SECONDS SERVICE-FILE [FOLDER]
 *
 *	day	200 calls a second, each some seconds long
 *	house	10,000 live calls, 2,000 agents, 5,000 events a second
 */
#include "furnish.h"
#include "hold.h"
#include "ledger.h"
#include "meter.h"
#include "town.h"
#include "verdict.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

/* How long it may take until all is told, written and delivered. */
#define TAIL_S	120
#define TURN_MS 250 /* between two looks at the meters */

static const struct mode {
	const char *name;
	struct town_plan plan;
} modes[] = {
	{ "day",
	  { .calls_per_s = 200,
	    .agents = 300,
	    .wait_ms = 300,
	    .ring_ms = 300,
	    .talk_ms = 1200,
	    .hold_ms = 400 } },
	{ "house",
	  { .calls_per_s = 450,
	    .agents = 667,
	    .wait_ms = 18500,
	    .ring_ms = 500,
	    .talk_ms = 2600,
	    .hold_ms = 600 } },
};

static struct {
	const struct mode *mode;
	unsigned seconds;
	char file[300];
	struct town_shared *town;
	pid_t pid;
	uv_loop_t loop;
	uv_timer_t timer;
	struct ledger ledger;
	struct hold hold;
	cti_client *client;
	uint64_t begun_ms, ending_ms;
	unsigned turns;
	uint64_t requests, requests_done, disposed;
	cti_journal_stats journal;
	int64_t rest[METER_COUNT];  /* all is told, the links are still there */
	uint64_t cpu_us, thread_us; /* of the process, and of the loop alone */
	uint64_t starved_us, town_us, events, calls; /* of the measured part */
	uint64_t peak_live;
	bool warm, closed;
} s;

static uint64_t cpu_us(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) *
		       1000000 +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	(void)user;
	fprintf(stderr, "soak: log %d: %s\n", (int)level, text);
}

static void on_closed(void *user)
{
	(void)user;
	s.closed = true;
}

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	(void)client;
	(void)result;
	(void)user;
	s.requests_done++;
}

/* Something to do for the table of requests: the switch refuses each. */
static void ask(cti_client *client, const cti_event *event)
{
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;

	opts.kind = CTI_REQUEST_HANGUP;
	opts.link = cti_event_str(event, CTI_FIELD_LINK, NULL);
	opts.device = cti_event_str(event, CTI_FIELD_DEVICE, NULL);
	if (cti_request_send(client, &opts, on_done, NULL, NULL))
		ledger_fault(&s.ledger, cti_client_detail(client), "request");
	else
		s.requests++;
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	enum cti_event_kind kind = cti_event_kind(event);
	const cti_pop *pop;

	(void)user;
	ledger_event(&s.ledger, event);
	if (kind == CTI_EVENT_ANSWER && s.ledger.count[kind] % 100 == 0)
		ask(client, event);
	if (kind != CTI_EVENT_POP)
		return;
	pop = cti_event_pop(event);
	if (cti_pop_state(pop) == CTI_POP_CLOSED && s.ledger.closed % 3 == 0) {
		if (cti_journal_dispose(client, cti_pop_call(pop), "sale"))
			ledger_fault(&s.ledger, "its contact is not known",
				     cti_pop_call(pop));
		s.disposed++;
	}
}

static bool told(void)
{
	static const enum meter tables[] = { METER_CALLS,     METER_LEGS,
					     METER_BRIDGES,   METER_WAITS,
					     METER_POP_CALLS, METER_SCREENS,
					     METER_QUESTIONS, METER_LOOKUPS,
					     METER_REQUESTS,  METER_UNWRITTEN };
	size_t i;

	meter_read(s.rest, s.client);
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (s.rest[tables[i]])
			return false;
	s.journal.size = sizeof(s.journal);
	if (cti_journal_stats_get(s.client, &s.journal))
		return false;
	return s.journal.delivered == s.journal.contacts;
}

/* The measured part begins when tables and caches are full. */
static void get_warm(void)
{
	s.warm = true;
	s.cpu_us = cpu_us(RUSAGE_SELF);
	s.thread_us = cpu_us(RUSAGE_THREAD);
	s.starved_us = meter_starved_us();
	s.town_us = atomic_load(&s.town->cpu_us);
	s.events = s.ledger.events;
	s.calls = atomic_load(&s.town->calls);
	ledger_late_reset(&s.ledger);
}

static void get_cold(void)
{
	s.cpu_us = cpu_us(RUSAGE_SELF) - s.cpu_us;
	s.thread_us = cpu_us(RUSAGE_THREAD) - s.thread_us;
	s.starved_us = meter_starved_us() - s.starved_us;
	s.town_us = atomic_load(&s.town->cpu_us) - s.town_us;
	s.events = s.ledger.events - s.events;
	s.calls = atomic_load(&s.town->calls) - s.calls;
}

static void on_turn(uv_timer_t *timer)
{
	int64_t now[METER_COUNT];
	uint64_t ms = uv_now(timer->loop);

	switch (atomic_load(&s.town->phase)) {
	case TOWN_QUIET:
		if (s.ledger.ups < TOWN_LINKS)
			break;
		s.begun_ms = ms;
		atomic_store(&s.town->phase, TOWN_CALLS);
		break;
	case TOWN_CALLS:
		meter_read(now, s.client);
		hold_add(&s.hold, now);
		if (now[METER_CALLS] > (int64_t)s.peak_live)
			s.peak_live = (uint64_t)now[METER_CALLS];
		if (!s.warm && ms - s.begun_ms >= s.seconds * 400)
			get_warm();
		if (++s.turns % 120 == 0)
			hold_show(&s.hold, now, (ms - s.begun_ms) / 1000);
		if (ms - s.begun_ms < s.seconds * 1000)
			break;
		get_cold();
		s.ending_ms = ms;
		atomic_store(&s.town->phase, TOWN_ENDS);
		break;
	default:
		if (!told() && ms - s.ending_ms < TAIL_S * 1000)
			break;
		uv_timer_stop(timer);
		uv_stop(timer->loop);
	}
}

static void must(int err, const char *what)
{
	if (!err)
		return;
	fprintf(stderr, "soak: %s: %s\n", what, cti_client_detail(s.client));
	kill(s.pid, SIGKILL);
	exit(1);
}

static void open_client(const char *service)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	opts.loop = &s.loop;
	opts.on_event = on_event;
	opts.on_log = on_log;
	opts.on_closed = on_closed;
	must(cti_client_new(&s.client, &opts), "client");
	must(furnish(s.client, s.town, s.file, service), "client");
}

static void close_client(void)
{
	cti_client_close(s.client);
	while (!s.closed)
		uv_run(&s.loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&s.timer, NULL);
	uv_run(&s.loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&s.loop))
		ledger_fault(&s.ledger, "handles are left on it", "loop");
}

static int count_contact(const cti_contact *contact, void *user)
{
	const char *state = cti_contact_text(contact, CTI_CONTACT_STATE);

	if (strcmp(state, "ended") == 0)
		++*(uint64_t *)user;
	return 0;
}

static uint64_t in_the_file(void)
{
	char why[256] = "";
	uint64_t n = 0;

	if (cti_journal_read(s.file, NULL, count_contact, &n, why, sizeof(why)))
		ledger_fault(&s.ledger, why, s.file);
	return n;
}

/* What the client has told, kept and delivered is what happened. */
static void compare(struct verdict *v)
{
	const uint64_t *told_of = s.ledger.count;
	const struct town_shared *town = s.town;

	verdict_same(v, "calls begun", told_of[CTI_EVENT_CALL_BEGIN],
		     town->calls);
	verdict_same(v, "calls ended", told_of[CTI_EVENT_CALL_END],
		     town->calls);
	verdict_same(v, "rings", told_of[CTI_EVENT_RING], town->rings);
	verdict_same(v, "pops opened", s.ledger.opened, town->screens);
	verdict_same(v, "pops closed", s.ledger.closed, town->screens);
	verdict_same(v, "queued", told_of[CTI_EVENT_QUEUE], town->queued);
	verdict_same(v, "abandoned", told_of[CTI_EVENT_ABANDON],
		     town->abandoned);
	verdict_same(v, "held", told_of[CTI_EVENT_HOLD], town->held);
	verdict_same(v, "transferred", told_of[CTI_EVENT_TRANSFER],
		     town->transferred);
	verdict_same(v, "requests ended", s.requests_done, s.requests);
	verdict_same(v, "contacts", s.journal.contacts, town->calls);
	verdict_same(v, "contacts in the file", in_the_file(), town->calls);
	verdict_same(v, "contacts at the CRM", town->records, town->calls);
	verdict_same(v, "changes lost", s.journal.lost, 0);
	verdict_same(v, "records dead", s.journal.dead, 0);
	verdict_same(v, "broken rules", s.ledger.faults, 0);
}

/* Nothing is left when all calls are over, and when the client is. */
static void look_around(struct verdict *v, const int64_t before[METER_COUNT],
			const int64_t after[METER_COUNT])
{
	int i;

	for (i = METER_CALLS; i < METER_COUNT; i++)
		if (i != METER_DEVICES && i != METER_CACHED)
			verdict_same(v, meter_name((enum meter)i),
				     (uint64_t)s.rest[i], 0);
	verdict_same(v, "descriptors left", (uint64_t)after[METER_FDS],
		     (uint64_t)before[METER_FDS]);
	verdict_same(v, "allocations left", (uint64_t)after[METER_BLOCKS],
		     (uint64_t)before[METER_BLOCKS]);
}

static void report(void)
{
	double span = s.seconds * 0.6 * 1e6;

	printf("%s: %llu calls in %u s, at most %" PRIu64 " live, %" PRIu64
	       " agents; %.0f calls and %.0f events a second\n",
	       s.mode->name, atomic_load(&s.town->calls), s.seconds,
	       s.peak_live, (uint64_t)s.mode->plan.agents * TOWN_LINKS,
	       (double)s.calls / span * 1e6, (double)s.events / span * 1e6);
	printf("CPU: %.1f%% of one core, its loop %.1f%% (the simulated "
	       "switches and CRM: %.1f%%); from ring to pop p50 %.2f ms, "
	       "p99 %.2f ms\n",
	       100.0 * (double)s.cpu_us / span,
	       100.0 * (double)s.thread_us / span,
	       100.0 * (double)s.town_us / span,
	       ledger_late_ms(&s.ledger, 50000),
	       ledger_late_ms(&s.ledger, 99000));
	printf("the machine had other things to do while the loop wanted to "
	       "run: %.1f%% of the time\n",
	       100.0 * (double)s.starved_us / span);
	printf("%" PRIu64 " pops, %" PRIu64 " with a customer; %llu lookups "
	       "by HTTP, %" PRIu64 " requests, %" PRIu64 " contacts in %" PRIu64
	       " groups, %llu posts\n",
	       s.ledger.opened, s.ledger.identified,
	       atomic_load(&s.town->lookups), s.requests, s.journal.contacts,
	       s.journal.groups, atomic_load(&s.town->posts));
	if (s.ledger.faults)
		printf("first: %s\n", s.ledger.first_fault);
}

static void clean(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".csv",
					    ".customers" };
	char path[340];
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", s.file, ends[i]);
		unlink(path);
	}
}

static int run(const char *service)
{
	int64_t before[METER_COUNT], after[METER_COUNT];
	struct verdict v = { 0 };

	/* The first loop of a process opens what is never closed. */
	if (uv_loop_init(&s.loop) || uv_loop_close(&s.loop))
		return 1;
	meter_begin();
	meter_read(before, NULL);
	if (uv_loop_init(&s.loop))
		return 1;
	uv_timer_init(&s.loop, &s.timer);
	hold_init(&s.hold, s.seconds * 1000 / TURN_MS + 8);
	ledger_init(&s.ledger, s.town);
	open_client(service);
	uv_timer_start(&s.timer, on_turn, TURN_MS, TURN_MS);
	uv_run(&s.loop, UV_RUN_DEFAULT);
	close_client();
	compare(&v);
	ledger_fini(&s.ledger);
	meter_read(after, NULL);
	look_around(&v, before, after);
	hold_judge(&s.hold, &v);
	report();
	hold_fini(&s.hold);
	return v.bad ? 1 : 0;
}

int main(int argc, char **argv)
{
	const char *folder = argc > 4 ? argv[4] : "/tmp";
	size_t i;
	int status;

	for (i = 0; argc > 3 && i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(argv[1], modes[i].name) == 0)
			s.mode = &modes[i];
	s.seconds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	if (!s.mode || !s.seconds) {
		fprintf(stderr, "usage: soak day|house SECONDS SERVICE-FILE "
				"[FOLDER]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(s.file, sizeof(s.file), "%s/cti-soak-%ld.db", folder,
		 (long)getpid());
	s.pid = town_start(&s.town, &s.mode->plan);
	if (s.pid < 0)
		return 1;
	status = run(argv[3]);
	atomic_store(&s.town->phase, TOWN_OVER);
	waitpid(s.pid, NULL, 0);
	clean();
	return status;
}
