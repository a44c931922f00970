/* SPDX-License-Identifier: MIT */
/* What is so now, for a snapshot. */
#include "model/snapshot.h"
#include "model/state.h"

static enum cti_leg_state leg_state(const struct leg *leg)
{
	if (leg->held)
		return CTI_LEG_HELD;
	if (leg->answered || leg->far_answered)
		return CTI_LEG_CONNECTED;
	if (leg->incoming && leg->call && leg->call->queue)
		return CTI_LEG_QUEUED;
	if (leg->incoming && leg->role == CTI_ROLE_TRUNK &&
	    leg->state == CTI_STATE_UP)
		return CTI_LEG_CONNECTED;
	if (leg->incoming)
		return CTI_LEG_INITIATED;
	return leg->state == CTI_STATE_ALERTING ? CTI_LEG_ALERTING
						: CTI_LEG_NULL;
}

static int add_leg(struct cti__snapshot_build *build, struct leg *leg)
{
	struct cti__snapshot_leg row = {
		.device = cti__leg_number(leg),
		.remote = cti__leg_remote(leg),
		.called = cti__call_called(leg->call),
		.state = leg_state(leg),
		.watched = leg->role == CTI_ROLE_EXTENSION,
	};

	return cti__snapshot_add_leg(build, &row);
}

static int add_call(struct cti__snapshot_build *build, const struct call *call,
		    struct cti__str link)
{
	struct cti__snapshot_call row = {
		.id = cti__str(call->id),
		.direction = cti__str(call->direction),
		.caller = cti__str(call->caller),
		.name = cti__str(call->name),
		.dnis = cti__str(call->dnis),
		.queue = cti__str(call->queue),
		.link = link,
		.consult_of = cti__str(call->consult_of),
		.withheld = call->withheld,
		.began_us = call->began_us,
		.queued_us = call->queued_us,
	};
	struct cti__list *node;
	int err = cti__snapshot_add_call(build, &row);

	cti__list_each (node, &call->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		if (!err && cti__leg_is_real(leg))
			err = add_leg(build, leg);
	}
	return err;
}

static enum cti_agent_state agent_state(const struct agent *agent)
{
	if (agent->base == AGENT_OUT)
		return CTI_AGENT_LOGOUT;
	if (agent->base == AGENT_NOT_READY)
		return CTI_AGENT_NOT_READY;
	if (agent->busy)
		return CTI_AGENT_BUSY;
	return agent->wrapup ? CTI_AGENT_WRAPUP : CTI_AGENT_READY;
}

static int add_agent(struct cti__snapshot_build *build,
		     const struct agent *agent)
{
	struct cti__snapshot_agent row = {
		.id = cti__str(agent->id),
		.reason = cti__str(agent->reason),
		.state = agent_state(agent),
		.since_us = agent->since_us,
	};
	struct cti__list *node;
	int err;

	if (agent->device)
		row.device = cti__str(agent->device->number);
	err = cti__snapshot_add_agent(build, &row);
	cti__list_each (node, &agent->members)
		if (!err)
			err = cti__snapshot_add_queue(
				build,
				cti__str(cti__list_entry(node, struct member,
							 in_agent)
						 ->queue));
	return err;
}

int cti__model_snapshot(const struct cti__model *m,
			struct cti__snapshot_build *build, struct cti__str link)
{
	struct cti__list *node;
	int err = 0;

	cti__list_each (node, &m->all_calls) {
		const struct call *call = cti__list_entry(node, struct call,
							  in_model);

		if (!err && call->begun)
			err = add_call(build, call, link);
	}
	cti__list_each (node, &m->all_agents)
		if (!err)
			err = add_agent(
				build,
				cti__list_entry(node, struct agent, in_model));
	return err;
}
