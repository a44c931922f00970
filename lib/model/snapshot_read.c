/* SPDX-License-Identifier: MIT */
/* Pictures as applications read them. */
#include "model/snapshot_rows.h"
#include "util/alloc.h"

#include <string.h>

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
	cti__free(shot->lines);
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

const cti_queue *cti_snapshot_queue(const cti_snapshot *shot, size_t index)
{
	return index < shot->line_count ? &shot->lines[index] : NULL;
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

int64_t cti_call_queued_us(const cti_call *call)
{
	return *call->queue.p ? call->queued_us : 0;
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

int64_t cti_agent_since_us(const cti_agent *agent)
{
	return agent->since_us;
}

const char *cti_agent_queue(const cti_agent *agent, size_t index)
{
	return index < agent->queue_count ? agent->queues[index].p : NULL;
}

const char *cti_queue_name(const cti_queue *queue)
{
	return queue->name;
}

size_t cti_queue_waiting(const cti_queue *queue)
{
	return queue->waiting;
}

int64_t cti_queue_oldest_us(const cti_queue *queue)
{
	return queue->oldest_us;
}

size_t cti_queue_agents(const cti_queue *queue)
{
	return queue->agents;
}

size_t cti_queue_ready(const cti_queue *queue)
{
	return queue->ready;
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
