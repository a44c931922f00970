/* SPDX-License-Identifier: MIT */
/* Pictures of what is so now: built once, then never changed. */
#include "model/snapshot.h"
#include "model/snapshot_rows.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <cti/error.h>

#include <stdlib.h>

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
	row.queued_us = call->queued_us;
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
	row.since_us = agent->since_us;
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

/* Where a call waits, or an agent sits; one row a place. */
static size_t list_lines(const struct cti_snapshot *shot,
			 struct cti_queue *lines)
{
	const struct cti_agent *agent;
	size_t n = 0, i, q;

	for (i = 0; i < shot->call_count; i++) {
		if (!*shot->calls[i].queue.p)
			continue;
		lines[n].name = shot->calls[i].queue.p;
		lines[n].oldest_us = shot->calls[i].queued_us;
		lines[n++].waiting = 1;
	}
	for (i = 0; i < shot->agent_count; i++) {
		agent = &shot->agents[i];
		for (q = 0; q < agent->queue_count; q++) {
			lines[n].name = agent->queues[q].p;
			lines[n].agents = 1;
			lines[n++].ready = agent->state == CTI_AGENT_READY;
		}
	}
	return n;
}

static int by_line(const void *a, const void *b)
{
	const struct cti_queue *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void add_line(struct cti_queue *to, const struct cti_queue *line)
{
	to->waiting += line->waiting;
	to->agents += line->agents;
	to->ready += line->ready;
	if (line->waiting && (to->waiting == line->waiting ||
			      line->oldest_us < to->oldest_us))
		to->oldest_us = line->oldest_us;
}

/* Queues are where calls wait and agents are members. */
static int derive_lines(struct cti_snapshot *shot)
{
	size_t most = shot->call_count + shot->queue_count, n, i;
	struct cti_queue *lines;

	if (!most)
		return 0;
	lines = cti__calloc(most, sizeof(*lines));
	if (!lines)
		return CTI_ENOMEM;
	shot->lines = lines;
	n = list_lines(shot, lines);
	if (n)
		qsort(lines, n, sizeof(*lines), by_line);
	for (i = 0; i < n; i++) {
		if (shot->line_count &&
		    !strcmp(lines[shot->line_count - 1].name, lines[i].name))
			add_line(&lines[shot->line_count - 1], &lines[i]);
		else
			lines[shot->line_count++] = lines[i];
	}
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
	if (!err)
		err = derive_lines(shot);
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
