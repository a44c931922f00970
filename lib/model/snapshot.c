/* SPDX-License-Identifier: MIT */
/* Pictures of what is so now: built once, then never changed. */
#include "model/snapshot.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <cti/error.h>

#include <stdatomic.h>
#include <stdlib.h>

/* An offset into the texts; a pointer once they move no more. */
union text {
	size_t at;
	const char *p;
};

struct cti_leg {
	union text device, remote, called;
	enum cti_leg_state state;
	bool watched;
};

struct cti_call {
	union text id, direction, caller, name, dnis, queue, link, consult_of;
	const struct cti_leg *legs;
	size_t leg_count;
	int64_t began_us;
	bool withheld;
};

struct cti_device {
	const char *number;
	size_t legs;
};

struct cti_agent {
	union text id, device, reason;
	const union text *queues;
	size_t queue_count;
	enum cti_agent_state state;
};

struct cti_snapshot {
	atomic_uint refs;
	char *text;
	struct cti_call *calls;
	struct cti_leg *legs;
	struct cti_agent *agents;
	union text *queues;
	struct cti_device *devices;
	size_t call_count, leg_count, agent_count, queue_count, device_count;
};

struct cti__snapshot_build {
	struct cti__buf text, calls, legs, agents, queues;
};

struct cti__snapshot_build *cti__snapshot_begin(void)
{
	struct cti__snapshot_build *build = cti__calloc(1, sizeof(*build));

	/* Offset 0 is the empty text. */
	if (build)
		cti__buf_char(&build->text, '\0');
	return build;
}

static union text keep(struct cti__snapshot_build *build, struct cti__str s)
{
	union text text = { .at = 0 };

	if (s.n) {
		text.at = build->text.n;
		cti__buf_str(&build->text, s);
		cti__buf_char(&build->text, '\0');
	}
	return text;
}

int cti__snapshot_add_call(struct cti__snapshot_build *build,
			   const struct cti__snapshot_call *call)
{
	struct cti_call row = { 0 };

	row.id = keep(build, call->id);
	row.direction = keep(build, call->direction);
	row.caller = keep(build, call->caller);
	row.name = keep(build, call->name);
	row.dnis = keep(build, call->dnis);
	row.queue = keep(build, call->queue);
	row.link = keep(build, call->link);
	row.consult_of = keep(build, call->consult_of);
	row.withheld = call->withheld;
	row.began_us = call->began_us;
	cti__buf_add(&build->calls, &row, sizeof(row));
	return build->text.err ? build->text.err : build->calls.err;
}

int cti__snapshot_add_leg(struct cti__snapshot_build *build,
			  const struct cti__snapshot_leg *leg)
{
	struct cti_leg row = { 0 };

	if (!build->calls.n)
		return CTI_EINVAL;
	row.device = keep(build, leg->device);
	row.remote = keep(build, leg->remote);
	row.called = keep(build, leg->called);
	row.state = leg->state;
	row.watched = leg->watched;
	cti__buf_add(&build->legs, &row, sizeof(row));
	((struct cti_call *)(void *)(build->calls.p + build->calls.n) - 1)
		->leg_count++;
	return build->text.err ? build->text.err : build->legs.err;
}

int cti__snapshot_add_agent(struct cti__snapshot_build *build,
			    const struct cti__snapshot_agent *agent)
{
	struct cti_agent row = { 0 };

	row.id = keep(build, agent->id);
	row.device = keep(build, agent->device);
	row.reason = keep(build, agent->reason);
	row.state = agent->state;
	cti__buf_add(&build->agents, &row, sizeof(row));
	return build->text.err ? build->text.err : build->agents.err;
}

int cti__snapshot_add_queue(struct cti__snapshot_build *build,
			    struct cti__str queue)
{
	union text row;

	if (!build->agents.n)
		return CTI_EINVAL;
	row = keep(build, queue);
	cti__buf_add(&build->queues, &row, sizeof(row));
	((struct cti_agent *)(void *)(build->agents.p + build->agents.n) - 1)
		->queue_count++;
	return build->text.err ? build->text.err : build->queues.err;
}

void cti__snapshot_drop(struct cti__snapshot_build *build)
{
	if (!build)
		return;
	cti__buf_fini(&build->text);
	cti__buf_fini(&build->calls);
	cti__buf_fini(&build->legs);
	cti__buf_fini(&build->agents);
	cti__buf_fini(&build->queues);
	cti__free(build);
}

static int build_error(const struct cti__snapshot_build *build)
{
	const struct cti__buf *part[] = { &build->text, &build->calls,
					  &build->legs, &build->agents,
					  &build->queues };
	size_t i;

	for (i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		if (part[i]->err)
			return part[i]->err;
	return 0;
}

/* The rows move over to the picture; an empty part stays NULL. */
static void *take(struct cti__buf *part, size_t size, size_t *count)
{
	void *rows = part->p;

	*count = part->n / size;
	memset(part, 0, sizeof(*part));
	return rows;
}

static void resolve(const char *base, union text *text)
{
	text->p = base + text->at;
}

static void resolve_calls(struct cti_snapshot *shot)
{
	const struct cti_leg *leg = shot->legs;
	struct cti_call *call;
	size_t i;

	for (i = 0; i < shot->call_count; i++) {
		call = &shot->calls[i];
		resolve(shot->text, &call->id);
		resolve(shot->text, &call->direction);
		resolve(shot->text, &call->caller);
		resolve(shot->text, &call->name);
		resolve(shot->text, &call->dnis);
		resolve(shot->text, &call->queue);
		resolve(shot->text, &call->link);
		resolve(shot->text, &call->consult_of);
		call->legs = leg;
		if (call->leg_count)
			leg += call->leg_count;
	}
	for (i = 0; i < shot->leg_count; i++) {
		resolve(shot->text, &shot->legs[i].device);
		resolve(shot->text, &shot->legs[i].remote);
		resolve(shot->text, &shot->legs[i].called);
	}
}

static int by_call_age(const void *a, const void *b)
{
	const struct cti_call *x = a, *y = b;

	if (x->began_us != y->began_us)
		return x->began_us < y->began_us ? -1 : 1;
	return strcmp(x->id.p, y->id.p);
}

static int by_agent(const void *a, const void *b)
{
	const struct cti_agent *x = a, *y = b;

	return strcmp(x->id.p, y->id.p);
}

static int by_device(const void *a, const void *b)
{
	const struct cti_device *x = a, *y = b;

	return strcmp(x->number, y->number);
}

static void resolve_agents(struct cti_snapshot *shot)
{
	const union text *queue = shot->queues;
	struct cti_agent *agent;
	size_t i;

	for (i = 0; i < shot->queue_count; i++)
		resolve(shot->text, &shot->queues[i]);
	for (i = 0; i < shot->agent_count; i++) {
		agent = &shot->agents[i];
		resolve(shot->text, &agent->id);
		resolve(shot->text, &agent->device);
		resolve(shot->text, &agent->reason);
		agent->queues = queue;
		if (agent->queue_count)
			queue += agent->queue_count;
	}
	if (shot->agent_count)
		qsort(shot->agents, shot->agent_count, sizeof(*shot->agents),
		      by_agent);
}

/* Neighbours of one number become one row. Returns how many are left. */
static size_t merge_devices(struct cti_device *devices, size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++) {
		if (n && !strcmp(devices[n - 1].number, devices[i].number))
			devices[n - 1].legs += devices[i].legs;
		else
			devices[n++] = devices[i];
	}
	return n;
}

/* Devices are where watched legs live and where agents sit. */
static int derive_devices(struct cti_snapshot *shot)
{
	size_t most = shot->leg_count + shot->agent_count, n = 0, i;

	if (!most)
		return 0;
	shot->devices = cti__calloc(most, sizeof(*shot->devices));
	if (!shot->devices)
		return CTI_ENOMEM;
	for (i = 0; i < shot->leg_count; i++) {
		if (!shot->legs[i].watched || !*shot->legs[i].device.p)
			continue;
		shot->devices[n].number = shot->legs[i].device.p;
		shot->devices[n++].legs = 1;
	}
	for (i = 0; i < shot->agent_count; i++)
		if (*shot->agents[i].device.p)
			shot->devices[n++].number = shot->agents[i].device.p;
	if (n)
		qsort(shot->devices, n, sizeof(*shot->devices), by_device);
	shot->device_count = merge_devices(shot->devices, n);
	return 0;
}

int cti__snapshot_end(struct cti__snapshot_build *build, cti_snapshot **out)
{
	struct cti_snapshot *shot = NULL;
	size_t unused;
	int err;

	*out = NULL;
	err = build_error(build);
	if (err)
		goto out;
	err = CTI_ENOMEM;
	shot = cti__calloc(1, sizeof(*shot));
	if (!shot)
		goto out;
	atomic_init(&shot->refs, 1);
	shot->text = take(&build->text, 1, &unused);
	shot->calls = take(&build->calls, sizeof(*shot->calls),
			   &shot->call_count);
	shot->legs = take(&build->legs, sizeof(*shot->legs), &shot->leg_count);
	shot->agents = take(&build->agents, sizeof(*shot->agents),
			    &shot->agent_count);
	shot->queues = take(&build->queues, sizeof(*shot->queues),
			    &shot->queue_count);
	resolve_calls(shot);
	resolve_agents(shot);
	err = derive_devices(shot);
	if (!err && shot->call_count)
		qsort(shot->calls, shot->call_count, sizeof(*shot->calls),
		      by_call_age);
out:
	cti__snapshot_drop(build);
	if (err)
		cti_snapshot_unref(shot);
	else
		*out = shot;
	return err;
}

cti_snapshot *cti_snapshot_ref(cti_snapshot *shot)
{
	if (shot)
		atomic_fetch_add_explicit(&shot->refs, 1, memory_order_relaxed);
	return shot;
}

void cti_snapshot_unref(cti_snapshot *shot)
{
	if (!shot)
		return;
	if (atomic_fetch_sub_explicit(&shot->refs, 1, memory_order_acq_rel) !=
	    1)
		return;
	cti__free(shot->text);
	cti__free(shot->calls);
	cti__free(shot->legs);
	cti__free(shot->agents);
	cti__free(shot->queues);
	cti__free(shot->devices);
	cti__free(shot);
}

const cti_call *cti_snapshot_call(const cti_snapshot *shot, size_t index)
{
	return index < shot->call_count ? &shot->calls[index] : NULL;
}

const cti_call *cti_snapshot_find_call(const cti_snapshot *shot, const char *id)
{
	size_t i;

	for (i = 0; i < shot->call_count; i++)
		if (!strcmp(shot->calls[i].id.p, id))
			return &shot->calls[i];
	return NULL;
}

const cti_device *cti_snapshot_device(const cti_snapshot *shot, size_t index)
{
	return index < shot->device_count ? &shot->devices[index] : NULL;
}

const cti_agent *cti_snapshot_agent(const cti_snapshot *shot, size_t index)
{
	return index < shot->agent_count ? &shot->agents[index] : NULL;
}

#define TEXT_OF(type, function, member)                                        \
	const char *function(const type *object)                               \
	{                                                                      \
		return object->member.p;                                       \
	}

TEXT_OF(cti_call, cti_call_id, id)
TEXT_OF(cti_call, cti_call_direction, direction)
TEXT_OF(cti_call, cti_call_caller, caller)
TEXT_OF(cti_call, cti_call_caller_name, name)
TEXT_OF(cti_call, cti_call_dnis, dnis)
TEXT_OF(cti_call, cti_call_queue, queue)
TEXT_OF(cti_call, cti_call_link, link)
TEXT_OF(cti_call, cti_call_consult_of, consult_of)
TEXT_OF(cti_leg, cti_leg_device, device)
TEXT_OF(cti_leg, cti_leg_remote, remote)
TEXT_OF(cti_leg, cti_leg_called, called)
TEXT_OF(cti_agent, cti_agent_id, id)
TEXT_OF(cti_agent, cti_agent_device, device)
TEXT_OF(cti_agent, cti_agent_reason, reason)

bool cti_call_withheld(const cti_call *call)
{
	return call->withheld;
}

int64_t cti_call_began_us(const cti_call *call)
{
	return call->began_us;
}

const cti_leg *cti_call_leg(const cti_call *call, size_t index)
{
	return index < call->leg_count ? &call->legs[index] : NULL;
}

enum cti_leg_state cti_leg_state(const cti_leg *leg)
{
	return leg->state;
}

bool cti_leg_is_watched(const cti_leg *leg)
{
	return leg->watched;
}

const char *cti_device_number(const cti_device *device)
{
	return device->number;
}

size_t cti_device_legs(const cti_device *device)
{
	return device->legs;
}

enum cti_agent_state cti_agent_state(const cti_agent *agent)
{
	return agent->state;
}

const char *cti_agent_queue(const cti_agent *agent, size_t index)
{
	return index < agent->queue_count ? agent->queues[index].p : NULL;
}

const char *cti_leg_state_name(enum cti_leg_state state)
{
	static const char *const names[] = {
		[CTI_LEG_NULL] = "null",
		[CTI_LEG_INITIATED] = "initiated",
		[CTI_LEG_QUEUED] = "queued",
		[CTI_LEG_ALERTING] = "alerting",
		[CTI_LEG_CONNECTED] = "connected",
		[CTI_LEG_HELD] = "held",
		[CTI_LEG_FAILED] = "failed",
		[CTI_LEG_CLEARED] = "cleared",
	};

	if ((unsigned int)state >= sizeof(names) / sizeof(names[0]))
		return NULL;
	return names[state];
}

const char *cti_agent_state_name(enum cti_agent_state state)
{
	static const char *const names[] = {
		[CTI_AGENT_LOGOUT] = "logout",
		[CTI_AGENT_READY] = "ready",
		[CTI_AGENT_NOT_READY] = "not-ready",
		[CTI_AGENT_BUSY] = "busy",
		[CTI_AGENT_WRAPUP] = "wrapup",
	};

	if ((unsigned int)state >= sizeof(names) / sizeof(names[0]))
		return NULL;
	return names[state];
}
