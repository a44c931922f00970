/* SPDX-License-Identifier: MIT */
/* Queues of the simulated switch: who waits, who is offered the call. */
#include "adapters/sim/sim.h"
#include "util/alloc.h"

#include <stdio.h>

#define SECOND INT64_C(1000000)

struct sim_queue *cti__sim_queue(const struct sim *sim, struct cti__str name)
{
	struct cti__list *node;
	struct sim_queue *queue;

	cti__list_each (node, &sim->queues) {
		queue = cti__list_entry(node, struct sim_queue, node);
		if (cti__str_is(name, queue->name))
			return queue;
	}
	return NULL;
}

int cti__sim_queue_need(struct sim *sim, struct sim_queue **out,
			struct cti__str name)
{
	struct sim_queue *queue = cti__sim_queue(sim, name);

	*out = queue;
	if (queue)
		return 0;
	if (sim->name_count >= SIM_NAMES_MAX)
		return cti__sim_wrong(sim, CTI_ETOOBIG,
				      "the simulator knows %d names at most",
				      SIM_NAMES_MAX);
	queue = cti__calloc(1, sizeof(*queue));
	if (!queue)
		return CTI_ENOMEM;
	snprintf(queue->name, sizeof(queue->name), "%.*s", SIM_ARG(name));
	queue->strategy = SIM_LINEAR;
	queue->ring_us = 15 * SECOND;
	queue->retry_us = SECOND;
	cti__list_init(&queue->seats);
	cti__list_init(&queue->waiting);
	cti__list_add(&sim->queues, &queue->node);
	sim->name_count++;
	*out = queue;
	return 0;
}

struct sim_seat *cti__sim_seat(const struct sim_phone *phone,
			       const struct sim_queue *queue)
{
	struct cti__list *node;
	struct sim_seat *seat;

	cti__list_each (node, &phone->seats) {
		seat = cti__list_entry(node, struct sim_seat, in_phone);
		if (seat->queue == queue)
			return seat;
	}
	return NULL;
}

int cti__sim_seat_add(struct sim *sim, struct sim_phone *phone,
		      struct sim_queue *queue)
{
	struct sim_seat *seat;

	if (cti__sim_seat(phone, queue))
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "%s is logged in to %s already",
				      phone->number, queue->name);
	seat = cti__calloc(1, sizeof(*seat));
	if (!seat)
		return CTI_ENOMEM;
	seat->phone = phone;
	seat->queue = queue;
	cti__list_add(&phone->seats, &seat->in_phone);
	cti__list_add(&queue->seats, &seat->in_queue);
	queue->dirty = true;
	cti__sim_say_member(sim, phone, queue, SIM_MEMBER_NEW, false);
	return 0;
}

void cti__sim_seat_free(struct sim_seat *seat)
{
	cti__list_del(&seat->in_phone);
	cti__list_del(&seat->in_queue);
	cti__free(seat);
}

void cti__sim_phone_free(struct sim_phone *phone)
{
	struct cti__list *node;

	cti__list_each (node, &phone->seats)
		cti__list_entry(node, struct sim_seat, in_phone)->queue->dirty =
			true;
}

/* The queue has had enough of the caller: it goes without having hung up. */
static void waited_out(struct sim *sim, void *of)
{
	struct sim_leg *caller = of;

	cti__sim_hush(sim, caller, NULL);
	cti__sim_queue_leave(sim, caller);
	cti__sim_end_ringing(sim, caller, 0);
	cti__sim_clear(sim, caller, 16);
}

/* Behind all that are as urgent. */
static void take_place(struct sim_leg *caller)
{
	struct cti__list *waiting = &caller->queue->waiting, *at = waiting;

	while (at->prev != waiting &&
	       cti__list_entry(at->prev, struct sim_leg, wait_node)->priority <
		       caller->priority)
		at = at->prev;
	cti__list_add(at, &caller->wait_node);
}

int64_t cti__sim_position(const struct sim_leg *caller)
{
	const struct cti__list *node;
	int64_t position = 1;

	cti__list_each (node, &caller->queue->waiting) {
		if (node == &caller->wait_node)
			break;
		position++;
	}
	return position;
}

void cti__sim_queue_join(struct sim *sim, struct sim_leg *caller,
			 struct sim_queue *queue)
{
	if (caller->state != CTI_STATE_UP)
		cti__sim_leg_state(sim, caller, CTI_STATE_UP);
	caller->queue = queue;
	caller->tried = 0;
	caller->priority = 0;
	take_place(caller);
	queue->dirty = true;
	cti__sim_say_queue(sim, CTI_FACT_QUEUE_JOIN, caller, queue,
			   cti__sim_position(caller), false);
	if (queue->wait_us)
		cti__sim_in(sim, &caller->patience, queue->wait_us, waited_out,
			    caller);
}

void cti__sim_queue_leave(struct sim *sim, struct sim_leg *caller)
{
	cti__sim_unset(sim, &caller->timer);
	cti__sim_unset(sim, &caller->patience);
	cti__list_del(&caller->wait_node);
	cti__sim_say_queue(sim, CTI_FACT_QUEUE_LEAVE, caller, caller->queue, 0,
			   false);
	caller->queue = NULL;
}

static int in_no_queue(struct sim *sim, const struct sim_leg *caller)
{
	return cti__sim_wrong(sim, CTI_ESTATE, "%s waits in no queue",
			      *caller->alias ? caller->alias : caller->number);
}

int cti__sim_withdraw(struct sim *sim, struct sim_leg *caller)
{
	if (!caller->queue)
		return in_no_queue(sim, caller);
	cti__sim_hush(sim, caller, NULL);
	cti__sim_queue_leave(sim, caller);
	cti__sim_end_ringing(sim, caller, 0);
	caller->hops = 0;
	return 0;
}

int cti__sim_priority(struct sim *sim, struct sim_leg *caller, int32_t priority)
{
	if (!caller->queue)
		return in_no_queue(sim, caller);
	caller->priority = priority;
	cti__list_del(&caller->wait_node);
	take_place(caller);
	caller->queue->dirty = true;
	return 0;
}

static void retry(struct sim *sim, void *of)
{
	struct sim_leg *caller = of;

	(void)sim;
	caller->queue->dirty = true;
}

void cti__sim_queue_again(struct sim *sim, struct sim_leg *caller)
{
	caller->hops = 0;
	cti__sim_in(sim, &caller->timer, caller->queue->retry_us, retry,
		    caller);
}

static void wrapped_up(struct sim *sim, void *of)
{
	struct sim_phone *phone = of;

	(void)sim;
	phone->wrapping = false;
	cti__sim_phone_free(phone);
}

void cti__sim_served(struct sim *sim, struct sim_leg *caller,
		     struct sim_leg *agent)
{
	struct sim_queue *queue = agent->served;

	if (!queue || agent->state != CTI_STATE_UP)
		return;
	cti__sim_say_agent(sim, CTI_FACT_AGENT_COMPLETE, caller, agent);
	agent->served = NULL;
	if (!queue->wrapup_us)
		return;
	agent->phone->wrapping = true;
	cti__sim_in(sim, &agent->phone->wrapup, queue->wrapup_us, wrapped_up,
		    agent->phone);
}

static bool is_free(const struct sim_phone *phone)
{
	return cti__list_empty(&phone->legs) && !phone->paused &&
	       !phone->wrapping && !phone->away;
}

static size_t free_agents(const struct sim_queue *queue,
			  struct cti__str numbers[SIM_TARGETS])
{
	struct cti__list *node;
	struct sim_phone *phone;
	size_t n = 0;

	cti__list_each (node, &queue->seats) {
		phone = cti__list_entry(node, struct sim_seat, in_queue)->phone;
		if (is_free(phone) && n < SIM_TARGETS)
			numbers[n++] = cti__str(phone->number);
	}
	return n;
}

/* The next free agent behind the one that had the last turn, or the first. */
static size_t next_agent(struct sim_leg *caller,
			 struct cti__str numbers[SIM_TARGETS])
{
	struct cti__list *node;
	struct sim_phone *phone, *found = NULL;
	size_t index = 0, found_at = 0;

	cti__list_each (node, &caller->queue->seats) {
		index++;
		phone = cti__list_entry(node, struct sim_seat, in_queue)->phone;
		if (!is_free(phone))
			continue;
		if (!found ||
		    (found_at <= caller->tried && index > caller->tried)) {
			found = phone;
			found_at = index;
		}
	}
	if (!found)
		return 0;
	caller->tried = found_at;
	numbers[0] = cti__str(found->number);
	return 1;
}

static void offer(struct sim *sim, struct sim_leg *caller)
{
	struct cti__str numbers[SIM_TARGETS];
	struct sim_queue *queue = caller->queue;
	size_t n;

	/* It rings somewhere, or its pause between two rounds is not over. */
	if (!cti__list_empty(&caller->ringing) || caller->timer.place)
		return;
	n = queue->strategy == SIM_RINGALL ? free_agents(queue, numbers)
					   : next_agent(caller, numbers);
	if (n)
		(void)cti__sim_ring(sim, caller, numbers, n, queue);
}

void cti__sim_distribute(struct sim *sim)
{
	struct cti__list *node, *waiting, *tmp;
	struct sim_queue *queue;

	cti__list_each (node, &sim->queues) {
		queue = cti__list_entry(node, struct sim_queue, node);
		if (!queue->dirty)
			continue;
		queue->dirty = false;
		cti__list_each_safe (waiting, tmp, &queue->waiting)
			offer(sim, cti__list_entry(waiting, struct sim_leg,
						   wait_node));
	}
}
