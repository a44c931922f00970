/* SPDX-License-Identifier: MIT */
/* The life of calls in a simulated switch. */
#include "world.h"
#include "proxy.h"

#include "io/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy(char *to, const char *from)
{
	snprintf(to, WORLD_TEXT, "%s", from);
}

static void tell(struct world_call *call, enum change_kind kind,
		 struct world_leg *leg, struct world_leg *other,
		 const char *text)
{
	struct world *world = call->world;
	struct change change = { .kind = kind,
				 .call = call,
				 .leg = leg,
				 .other = other,
				 .text = text };

	if (world->tell)
		world->tell(world->user, &change);
}

void world_init(struct world *world)
{
	memset(world, 0, sizeof(*world));
	cti__list_init(&world->calls);
	/* Long ago: a restart is then seen in the uptime, too. */
	world->booted_us = cti__loop_wall_us() - 36000 * INT64_C(1000000);
	world->first_booted_us = world->booted_us;
}

static void forget_leg(struct world_leg *leg)
{
	cti__list_del(&leg->node);
	free(leg);
}

static void forget(struct world_call *call)
{
	while (!cti__list_empty(&call->legs))
		forget_leg(cti__list_entry(call->legs.next, struct world_leg,
					   node));
	cti__list_del(&call->node);
	free(call);
}

static void forget_all(struct world *world)
{
	while (!cti__list_empty(&world->calls))
		forget(cti__list_entry(world->calls.next, struct world_call,
				       node));
}

void world_fini(struct world *world)
{
	forget_all(world);
}

static struct world_leg *add_leg(struct world_call *call, const char *device,
				 const char *number, const char *far)
{
	struct world_leg *leg = calloc(1, sizeof(*leg));
	struct world *world = call->world;

	if (!leg)
		exit(99);
	leg->call = call;
	leg->number_of = ++world->serial;
	/* The time that an Asterisk has been started at, and a count. */
	snprintf(leg->id, sizeof(leg->id), "%lld.%u",
		 (long long)(world->first_booted_us / 1000000), leg->number_of);
	copy(leg->device, device);
	copy(leg->number, number);
	copy(leg->far, far);
	cti__list_add(&call->legs, &leg->node);
	return leg;
}

static struct world_call *add_call(struct world *world, const char *dialled)
{
	struct world_call *call = calloc(1, sizeof(*call));

	if (!call)
		exit(99);
	call->world = world;
	call->serial = ++world->calls_made;
	copy(call->dialled, dialled);
	copy(call->first_dialled, dialled);
	cti__list_init(&call->legs);
	cti__list_add(&world->calls, &call->node);
	return call;
}

struct world_leg *world_first(const struct world_call *call)
{
	return cti__list_entry(call->legs.next, struct world_leg, node);
}

struct world_leg *world_last(const struct world_call *call)
{
	struct world_leg *leg = cti__list_entry(call->legs.prev,
						struct world_leg, node);

	return leg == world_first(call) ? NULL : leg;
}

struct world_leg *world_leg_of(const struct world *world, struct cti__str id)
{
	struct cti__list *c, *l;
	struct world_leg *leg;

	cti__list_each (c, &world->calls)
		cti__list_each (
			l, &cti__list_entry(c, struct world_call, node)->legs) {
			leg = cti__list_entry(l, struct world_leg, node);
			if (cti__str_is(id, leg->id))
				return leg;
		}
	return NULL;
}

struct world_call *world_arrive(struct world *world, const char *caller,
				const char *dialled)
{
	struct world_call *call = add_call(world, dialled);

	tell(call, CHANGE_LEG_NEW, add_leg(call, "", caller, ""), NULL, "");
	return call;
}

struct world_call *world_dial(struct world *world, const char *device,
			      const char *dialled)
{
	struct world_call *call = add_call(world, dialled);

	tell(call, CHANGE_LEG_NEW, add_leg(call, device, device, dialled), NULL,
	     "");
	return call;
}

void world_ring(struct world_call *call, const char *device)
{
	struct world_leg *caller = world_first(call);
	struct world_leg *leg = add_leg(call, device, device, caller->number);

	leg->called = true;
	leg->by_queue = *call->queue != '\0';
	tell(call, CHANGE_DIAL, caller, leg, "");
	leg->state = LEG_RINGING;
	tell(call, CHANGE_RINGING, caller, leg, "");
}

void world_answer(struct world_call *call)
{
	struct world_leg *caller = world_first(call), *leg = world_last(call);
	struct world *world = call->world;
	char queue[WORLD_TEXT];

	leg->state = LEG_UP;
	tell(call, CHANGE_ANSWER, caller, leg, "");
	copy(caller->far, leg->number);
	if (*call->queue) {
		copy(queue, call->queue);
		*call->queue = '\0';
		tell(call, CHANGE_QUEUE_LEAVE, caller, leg, queue);
	}
	if (caller->state != LEG_UP) {
		caller->state = LEG_UP;
		tell(call, CHANGE_UP, caller, NULL, "");
	}
	snprintf(call->bridge, sizeof(call->bridge), "bridge-%u-%u",
		 world->process, leg->number_of);
	caller->bridged = leg->bridged = true;
	tell(call, CHANGE_BRIDGE, caller, leg, "");
}

void world_hold(struct world_call *call, bool on)
{
	struct world_leg *leg = world_last(call);

	leg->held = on;
	tell(call, on ? CHANGE_HOLD : CHANGE_UNHOLD, leg, NULL, "");
}

void world_data(struct world_call *call, const char *value)
{
	tell(call, CHANGE_DATA, world_first(call), NULL, value);
}

void world_queue(struct world_call *call, const char *queue)
{
	struct world_leg *caller = world_first(call);

	caller->state = LEG_UP;
	tell(call, CHANGE_UP, caller, NULL, "");
	copy(call->queue, queue);
	copy(call->came_by, queue);
	tell(call, CHANGE_QUEUE, caller, NULL, call->queue);
}

static void unbridge(struct world_call *call)
{
	struct world_leg *caller = world_first(call), *leg = world_last(call);

	if (!caller->bridged)
		return;
	caller->bridged = leg->bridged = false;
	tell(call, CHANGE_UNBRIDGE, caller, leg, "");
	*call->bridge = '\0';
}

void world_blind(struct world_call *call, const char *to)
{
	struct world_leg *caller = world_first(call), *leg = world_last(call);

	if (leg->held)
		world_hold(call, false);
	copy(call->dialled, to);
	call->moving = true;
	*call->came_by = '\0';
	tell(call, CHANGE_TRANSFER, leg, caller, to);
	unbridge(call);
	tell(call, CHANGE_END, leg, NULL, "NORMAL_CLEARING");
	call->moving = false;
	forget_leg(leg);
	world_ring(call, to);
}

void world_hang_up(struct world_call *call)
{
	struct world_leg *caller = world_first(call), *leg = world_last(call);
	bool talked = leg && leg->state == LEG_UP;
	char queue[WORLD_TEXT];

	unbridge(call);
	if (*call->queue) {
		copy(queue, call->queue);
		*call->queue = '\0';
		tell(call, CHANGE_QUEUE_LEAVE, caller, NULL, queue);
	}
	if (leg)
		tell(call, CHANGE_END, leg, NULL,
		     talked ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
	tell(call, CHANGE_END, caller, NULL,
	     talked || !leg ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
	forget(call);
}

static struct world_agent *need_agent(struct world *world, const char *name)
{
	struct world_agent *agent;
	unsigned i;

	for (i = 0; i < world->agents; i++)
		if (strcmp(world->agent[i].name, name) == 0)
			return &world->agent[i];
	if (i == WORLD_AGENTS)
		exit(99);
	agent = &world->agent[world->agents++];
	copy(agent->name, name);
	copy(agent->device, name);
	return agent;
}

void world_agent(struct world *world, const char *name, bool member,
		 bool paused)
{
	struct world_agent *agent = need_agent(world, name);
	struct change change = { .kind = CHANGE_AGENT, .agent = agent };
	bool was = agent->member;

	/* Who serves no queue has nothing to pause. */
	agent->member = member;
	agent->paused = member && paused;
	if (!member && !was)
		return;
	change.text = member == was ? "" : member ? "in" : "out";
	if (world->tell)
		world->tell(world->user, &change);
}

void world_restart(struct world *world, bool same_ids)
{
	forget_all(world);
	world->process++;
	/* As if it had been hours: uptimes are whole seconds, and clients allow
	   for clocks that drift. */
	world->booted_us += 20 * INT64_C(1000000);
	if (same_ids)
		world->serial = 0;
	else
		world->first_booted_us = world->booted_us;
}

static unsigned count_calls(const struct world *world)
{
	const struct cti__list *node;
	unsigned n = 0;

	cti__list_each (node, &world->calls)
		n++;
	return n;
}

static struct world_call *any_call(struct world *world, uint64_t *dice)
{
	uint32_t n = fault_roll(dice, count_calls(world));
	struct cti__list *node = world->calls.next;

	while (n--)
		node = node->next;
	return cti__list_entry(node, struct world_call, node);
}

/* An extension that has no leg; "" if all have. */
static void free_device(const struct world *world, uint64_t *dice,
			unsigned devices, char *out)
{
	unsigned i, from = fault_roll(dice, devices);
	const struct cti__list *c, *l;
	bool busy;

	for (i = 0; i < devices; i++) {
		snprintf(out, WORLD_TEXT, "%u", 1001 + (from + i) % devices);
		busy = false;
		cti__list_each (c, &world->calls)
			cti__list_each (
				l, &cti__list_entry(c, struct world_call, node)
					    ->legs)
				busy |= strcmp(cti__list_entry(l,
							       struct world_leg,
							       node)
						       ->device,
					       out) == 0;
		if (!busy)
			return;
	}
	*out = '\0';
}

static void begin_by_chance(struct world *world, uint64_t *dice,
			    unsigned devices)
{
	char device[WORLD_TEXT], other[WORLD_TEXT], number[WORLD_TEXT];
	struct world_call *call;

	free_device(world, dice, devices, device);
	if (!*device)
		return;
	if (fault_roll(dice, 3)) {
		snprintf(number, sizeof(number), "1380%07u",
			 fault_roll(dice, 10000000));
		call = world_arrive(world, number, "4001100266");
		if (fault_roll(dice, 2))
			world_queue(call, "support");
		if (fault_roll(dice, 4))
			world_ring(call, device);
		return;
	}
	/* Dialled while it is free; it rings if it still is. */
	snprintf(other, sizeof(other), "%u", 1001 + fault_roll(dice, devices));
	if (strcmp(device, other) == 0)
		return;
	call = world_dial(world, device, other);
	free_device(world, dice, devices, device);
	if (strcmp(device, other) == 0)
		world_ring(call, other);
	else
		world_hang_up(call);
}

void world_chance(struct world *world, uint64_t *dice, unsigned devices)
{
	struct world_call *call;
	struct world_leg *leg;
	char device[WORLD_TEXT];
	uint32_t roll = fault_roll(dice, 10);

	if (roll == 9 && world->agents) {
		world_agent(world,
			    world->agent[fault_roll(dice, world->agents)].name,
			    fault_roll(dice, 4) != 0, fault_roll(dice, 2) != 0);
		return;
	}
	if (roll < 3 || cti__list_empty(&world->calls)) {
		begin_by_chance(world, dice, devices);
		return;
	}
	call = any_call(world, dice);
	leg = world_last(call);
	free_device(world, dice, devices, device);
	if (!leg && roll < 7 && *device && !*world_first(call)->device)
		world_ring(call, device);
	else if (!leg || roll == 8)
		world_hang_up(call);
	else if (leg->state == LEG_RINGING)
		world_answer(call);
	else if (roll < 6)
		world_hold(call, !leg->held);
	else if (roll == 6 && *device && !*world_first(call)->device)
		world_blind(call, device);
	else
		world_hang_up(call);
}

static const char *state_name(const struct world_leg *leg, bool holds)
{
	if (leg->held && holds)
		return "held";
	if (leg->state == LEG_RINGING)
		return "alerting";
	return leg->state == LEG_UP ? "connected" : "initiated";
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sort the lines of out. */
void world_sort(struct cti__buf *out)
{
	char *line[512], *text = strdup(cti__buf_cstr(out)), *save = NULL;
	size_t n = 0, i;

	if (!text)
		exit(99);
	for (line[n] = strtok_r(text, "\n", &save); line[n] && n < 511;
	     line[n] = strtok_r(NULL, "\n", &save))
		n++;
	qsort(line, n, sizeof(line[0]), by_text);
	cti__buf_clear(out);
	for (i = 0; i < n; i++)
		cti__buf_printf(out, "%s\n", line[i]);
	free(text);
}

void world_print(const struct world *world, bool holds, bool agents,
		 struct cti__buf *out)
{
	const struct cti__list *c, *l;
	const struct world_call *call;
	const struct world_leg *leg;
	unsigned i;

	cti__list_each (c, &world->calls) {
		call = cti__list_entry(c, struct world_call, node);
		cti__buf_printf(out, "call %s %s\n", world_first(call)->number,
				call->queue);
		cti__list_each (l, &call->legs) {
			leg = cti__list_entry(l, struct world_leg, node);
			if (*leg->device)
				cti__buf_printf(out, "%s %s %s\n", leg->device,
						state_name(leg, holds),
						leg->far);
		}
	}
	for (i = 0; agents && i < world->agents; i++)
		if (world->agent[i].member)
			cti__buf_printf(
				out, "agent %s %s\n", world->agent[i].name,
				world->agent[i].paused ? "not-ready" : "ready");
	world_sort(out);
}
