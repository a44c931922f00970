/* SPDX-License-Identifier: MIT */
/* The simulator's time: a heap of timers, and a clock real, fast or virtual. */
#include "adapters/sim/sim.h"
#include "util/alloc.h"

static bool before(const struct sim_timer *a, const struct sim_timer *b)
{
	if (a->at_us != b->at_us)
		return a->at_us < b->at_us;
	return a->order < b->order;
}

static void put(struct sim *sim, size_t place, struct sim_timer *timer)
{
	sim->heap[place - 1] = timer;
	timer->place = place;
}

static void sift_up(struct sim *sim, size_t place)
{
	struct sim_timer *timer = sim->heap[place - 1];

	while (place > 1 && before(timer, sim->heap[place / 2 - 1])) {
		put(sim, place, sim->heap[place / 2 - 1]);
		place /= 2;
	}
	put(sim, place, timer);
}

static void sift_down(struct sim *sim, size_t place)
{
	struct sim_timer *timer = sim->heap[place - 1];
	size_t child;

	while ((child = place * 2) <= sim->timers) {
		if (child < sim->timers &&
		    before(sim->heap[child], sim->heap[child - 1]))
			child++;
		if (!before(sim->heap[child - 1], timer))
			break;
		put(sim, place, sim->heap[child - 1]);
		place = child;
	}
	put(sim, place, timer);
}

/* Room is made when a timer's owner is made, so that setting it cannot fail. */
int cti__sim_want_timers(struct sim *sim, size_t more)
{
	size_t room = sim->room ? sim->room : 64;
	void *heap;

	while (room < sim->wanted + more)
		room *= 2;
	if (room > sim->room) {
		heap = cti__realloc(sim->heap, room * sizeof(*sim->heap));
		if (!heap)
			return CTI_ENOMEM;
		sim->heap = heap;
		sim->room = room;
	}
	sim->wanted += more;
	return 0;
}

void cti__sim_unset(struct sim *sim, struct sim_timer *timer)
{
	size_t place = timer->place;
	struct sim_timer *last;

	if (!place)
		return;
	timer->place = 0;
	last = sim->heap[--sim->timers];
	if (last == timer)
		return;
	put(sim, place, last);
	sift_up(sim, place);
	sift_down(sim, last->place);
}

void cti__sim_at(struct sim *sim, struct sim_timer *timer, int64_t at_us,
		 void (*run)(struct sim *sim, void *of), void *of)
{
	cti__sim_unset(sim, timer);
	timer->run = run;
	timer->of = of;
	timer->at_us = at_us;
	timer->order = sim->order++;
	put(sim, ++sim->timers, timer);
	sift_up(sim, sim->timers);
}

void cti__sim_in(struct sim *sim, struct sim_timer *timer, int64_t us,
		 void (*run)(struct sim *sim, void *of), void *of)
{
	cti__sim_at(sim, timer, sim->now_us + us, run, of);
}

void cti__sim_run(struct sim *sim, int64_t until_us)
{
	struct sim_timer *timer;

	while (!sim->over && sim->timers && sim->heap[0]->at_us <= until_us) {
		timer = sim->heap[0];
		cti__sim_unset(sim, timer);
		if (timer->at_us > sim->now_us)
			sim->now_us = timer->at_us;
		timer->run(sim, timer->of);
		cti__sim_settle(sim);
	}
	if (until_us > sim->now_us)
		sim->now_us = until_us;
}

int64_t cti__sim_due_us(const struct sim *sim)
{
	if (sim->is_virtual || !sim->started)
		return sim->now_us;
	return (cti_port_now_us(sim->port) - sim->base_us) * sim->speed_milli /
	       1000;
}

void cti__sim_rearm(struct sim *sim)
{
	int64_t us, ms;

	if (sim->is_virtual || !sim->started || sim->over || !sim->timers)
		return;
	us = (sim->heap[0]->at_us - cti__sim_due_us(sim)) * 1000 /
	     sim->speed_milli;
	/* Rounded up: a wake that is early would only be asked for again. */
	ms = us > 0 ? (us + 999) / 1000 : 0;
	cti_port_wake(sim->port, ms < 60000 ? (uint32_t)ms : 60000);
}
