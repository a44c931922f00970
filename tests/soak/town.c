/* SPDX-License-Identifier: MIT */
/* Calls begin at an even pace, and each goes its way step by step. */
#include "town.h"
#include "crm.h"

#include "proxy.h"
#include "server.h"
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 5
#define QUEUE	"support"

/* What becomes of a call; which do is chance. */
enum kind {
	KIND_PLAIN,
	KIND_QUEUE,
	KIND_ABANDON,
	KIND_CANCEL,
	KIND_HOLD,
	KIND_BLIND,
	KIND_INTERNAL
};

/* What it waits for; each takes the same time for all. */
enum step { STEP_WAIT, STEP_RING, STEP_TALK, STEP_HOLD, STEP_COUNT };

struct town;

struct visit {
	struct cti__list node; /* in its step, by time */
	struct town *town;
	struct world_call *call;
	enum kind kind;
	enum step step;
	uint64_t due_ms;
	unsigned device, caller; /* indexes of telephones, -1u: none */
};

/* One switch and its people. */
struct town {
	unsigned index;
	struct world world;
	struct cti__list step[STEP_COUNT];
	unsigned *idle; /* a ring of telephones */
	unsigned idle_at, idle_count;
};

static struct {
	struct town_shared *shared;
	struct town_plan plan;
	uv_loop_t loop;
	uv_timer_t timer;
	struct town town[TOWN_LINKS];
	uint64_t begun_ms, dice, made;
} all;

const char *const town_protocol[TOWN_LINKS] = { "ami", "esl", "ari" };

uint64_t town_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

void town_number(char out[16], unsigned who)
{
	snprintf(out, 16, "1380%07u", who % 10000000);
}

static void device_name(char out[16], unsigned index)
{
	snprintf(out, 16, "%u", 1001 + index);
}

static unsigned take_idle(struct town *town)
{
	unsigned device = town->idle[town->idle_at];

	town->idle_at = (town->idle_at + 1) % all.plan.agents;
	town->idle_count--;
	return device;
}

static void give_idle(struct town *town, unsigned device)
{
	if (device == -1u)
		return;
	town->idle[(town->idle_at + town->idle_count) % all.plan.agents] =
		device;
	town->idle_count++;
}

static void go(struct visit *visit, enum step step)
{
	const unsigned ms[STEP_COUNT] = { all.plan.wait_ms, all.plan.ring_ms,
					  all.plan.talk_ms, all.plan.hold_ms };

	visit->step = step;
	visit->due_ms = uv_now(&all.loop) + ms[step];
	cti__list_add(&visit->town->step[step], &visit->node);
}

static void count_ring(struct visit *visit)
{
	struct town *town = visit->town;
	unsigned serial = world_first(visit->call)->number_of;

	atomic_store(&all.shared->ring_ns[town->index][serial % TOWN_SLOTS],
		     town_now_ns());
	atomic_fetch_add(&all.shared->rings, 1);
	if (visit->kind != KIND_INTERNAL)
		atomic_fetch_add(&all.shared->screens, 1);
}

static void leave(struct visit *visit)
{
	if (*visit->call->queue)
		atomic_fetch_add(&all.shared->abandoned, 1);
	world_hang_up(visit->call);
	give_idle(visit->town, visit->device);
	give_idle(visit->town, visit->caller);
	atomic_fetch_add(&all.shared->ended, 1);
	atomic_fetch_sub(&all.shared->live, 1);
	free(visit);
}

static void ring(struct visit *visit)
{
	char device[16];

	visit->device = take_idle(visit->town);
	device_name(device, visit->device);
	count_ring(visit);
	world_ring(visit->call, device);
	go(visit, STEP_RING);
}

static void send_on(struct visit *visit)
{
	unsigned from = visit->device;
	char device[16];

	visit->device = take_idle(visit->town);
	device_name(device, visit->device);
	visit->kind = KIND_PLAIN;
	count_ring(visit);
	atomic_fetch_add(&all.shared->transferred, 1);
	world_blind(visit->call, device);
	give_idle(visit->town, from);
	go(visit, STEP_RING);
}

static void hold(struct visit *visit, bool on)
{
	world_hold(visit->call, on);
	if (on)
		atomic_fetch_add(&all.shared->held, 1);
	else
		visit->kind = KIND_PLAIN;
	go(visit, on ? STEP_HOLD : STEP_TALK);
}

/* False: it must wait for a telephone. */
static bool advance(struct visit *visit)
{
	bool moves = visit->kind == KIND_BLIND && visit->step == STEP_TALK;
	bool needs = visit->step == STEP_WAIT && visit->kind != KIND_ABANDON;

	if ((moves || needs) && !visit->town->idle_count)
		return false;
	cti__list_del(&visit->node);
	if (needs)
		ring(visit);
	else if (moves)
		send_on(visit);
	else if (visit->step == STEP_RING && visit->kind != KIND_CANCEL) {
		world_answer(visit->call);
		go(visit, STEP_TALK);
	} else if (visit->step == STEP_HOLD)
		hold(visit, false);
	else if (visit->step == STEP_TALK && visit->kind == KIND_HOLD)
		hold(visit, true);
	else
		leave(visit);
	return true;
}

static enum kind kind_of_chance(void)
{
	static const enum kind kinds[20] = {
		KIND_QUEUE,  KIND_QUEUE, KIND_QUEUE,   KIND_QUEUE,   KIND_QUEUE,
		KIND_QUEUE,  KIND_QUEUE, KIND_ABANDON, KIND_HOLD,    KIND_HOLD,
		KIND_CANCEL, KIND_BLIND, KIND_BLIND,   KIND_INTERNAL
	};

	return kinds[fault_roll(&all.dice, 20)];
}

static struct visit *new_visit(struct town *town, enum kind kind)
{
	struct visit *visit = calloc(1, sizeof(*visit));

	if (!visit)
		exit(99);
	visit->town = town;
	visit->kind = kind;
	visit->device = visit->caller = -1u;
	atomic_fetch_add(&all.shared->calls, 1);
	atomic_fetch_add(&all.shared->live, 1);
	return visit;
}

static void begin_inside(struct town *town)
{
	struct visit *visit = new_visit(town, KIND_INTERNAL);
	char from[16], to[16];

	atomic_fetch_add(&all.shared->internal, 1);
	visit->caller = take_idle(town);
	visit->device = take_idle(town);
	device_name(from, visit->caller);
	device_name(to, visit->device);
	visit->call = world_dial(&town->world, from, to);
	count_ring(visit);
	world_ring(visit->call, to);
	go(visit, STEP_RING);
}

/* Half are in the directory; some are strangers to everybody. */
static void begin(struct town *town)
{
	static const char *const dialled[] = { "4001100266", "4008000001",
					       "4008000002" };
	enum kind kind = kind_of_chance();
	struct visit *visit;
	char number[16];
	unsigned who = fault_roll(&all.dice, TOWN_CUSTOMERS);

	if (kind == KIND_INTERNAL && town->idle_count >= 2) {
		begin_inside(town);
		return;
	}
	if (kind == KIND_INTERNAL)
		kind = KIND_QUEUE;
	visit = new_visit(town, kind);
	if (fault_roll(&all.dice, 2))
		who += TOWN_CUSTOMERS + fault_roll(&all.dice, 20000);
	town_number(number, who);
	visit->call = world_arrive(&town->world, number,
				   dialled[fault_roll(&all.dice, 3)]);
	if (kind == KIND_QUEUE || kind == KIND_ABANDON) {
		atomic_fetch_add(&all.shared->queued, 1);
		world_queue(visit->call, QUEUE);
	}
	go(visit, STEP_WAIT);
}

static void step_all(struct town *town)
{
	struct visit *visit;
	unsigned i;

	for (i = 0; i < STEP_COUNT; i++)
		while (!cti__list_empty(&town->step[i])) {
			visit = cti__list_entry(town->step[i].next,
						struct visit, node);
			if (visit->due_ms > uv_now(&all.loop) ||
			    !advance(visit))
				break;
		}
}

/* Somebody takes a break or comes back. */
static void pause_one(void)
{
	struct town *town = &all.town[fault_roll(&all.dice, TOWN_LINKS)];
	char device[16];

	device_name(device, fault_roll(&all.dice, all.plan.agents));
	world_agent(&town->world, device, true, fault_roll(&all.dice, 2));
}

static void count_cpu(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	atomic_store(&all.shared->cpu_us,
		     (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) *
				     1000000 +
			     (uint64_t)(usage.ru_utime.tv_usec +
					usage.ru_stime.tv_usec));
}

static void on_tick(uv_timer_t *timer)
{
	unsigned phase = atomic_load(&all.shared->phase), i;
	uint64_t now = uv_now(timer->loop);

	if (phase == TOWN_OVER)
		exit(0);
	if (phase == TOWN_CALLS) {
		if (!all.begun_ms)
			all.begun_ms = now;
		while (all.made <
		       (now - all.begun_ms) * all.plan.calls_per_s / 1000)
			begin(&all.town[all.made++ % TOWN_LINKS]);
		if (fault_roll(&all.dice, 40) == 0)
			pause_one();
	}
	for (i = 0; i < TOWN_LINKS; i++)
		step_all(&all.town[i]);
	count_cpu();
}

static void found(struct town *town, unsigned index)
{
	struct server *server;
	char device[16];
	unsigned i;

	town->index = index;
	world_init(&town->world);
	for (i = 0; i < STEP_COUNT; i++)
		cti__list_init(&town->step[i]);
	town->idle = calloc(all.plan.agents, sizeof(*town->idle));
	if (!town->idle)
		exit(99);
	for (i = 0; i < all.plan.agents; i++) {
		device_name(device, i);
		world_agent(&town->world, device, true, false);
		give_idle(town, i);
	}
	server = server_new(&all.loop, protocol_of(town_protocol[index]),
			    &town->world, "127.0.0.1", 0);
	all.shared->port[index] = server->port;
}

static void live(void)
{
	unsigned i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
	all.dice = 1;
	if (uv_loop_init(&all.loop))
		exit(99);
	uv_timer_init(&all.loop, &all.timer);
	for (i = 0; i < TOWN_LINKS; i++)
		found(&all.town[i], i);
	crm_start(&all.loop, all.shared);
	uv_timer_start(&all.timer, on_tick, TICK_MS, TICK_MS);
	atomic_store(&all.shared->phase, TOWN_QUIET);
	uv_run(&all.loop, UV_RUN_DEFAULT);
	exit(1);
}

pid_t town_start(struct town_shared **shared, const struct town_plan *plan)
{
	pid_t pid;

	all.plan = *plan;
	all.shared = mmap(NULL, sizeof(**shared), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all.shared == MAP_FAILED)
		return -1;
	pid = fork();
	if (pid == 0)
		live();
	*shared = all.shared;
	while (pid > 0 && atomic_load(&all.shared->phase) == TOWN_BEGINS)
		usleep(1000);
	return pid;
}
