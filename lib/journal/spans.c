/* SPDX-License-Identifier: MIT */
/* How long an agent was in which state. */
#include "journal/scribe_parts.h"
#include "util/alloc.h"

#define STATE_MAX 16

struct agent {
	struct cti__map_node node;
	char *name, *reason;
	char state[STATE_MAX]; /* "" after a logout */
	int64_t since_us;
};

static void free_agent(struct cti__scribe *r, struct agent *agent)
{
	cti__map_del(&r->agents, &agent->node);
	cti__free(agent->name);
	cti__free(agent->reason);
	cti__free(agent);
}

static struct agent *agent_of(struct cti__scribe *r, const char *name)
{
	struct cti__map_node *node = cti__map_find(&r->agents, cti__str(name));
	struct agent *agent;

	if (node)
		return cti__map_entry(node, struct agent, node);
	agent = cti__calloc(1, sizeof(*agent));
	if (!agent)
		return NULL;
	agent->name = cti__str_dup(cti__str(name));
	if (agent->name &&
	    !cti__map_add(&r->agents, &agent->node, cti__str(agent->name)))
		return agent;
	cti__free(agent->name);
	cti__free(agent);
	return NULL;
}

static void end_span(struct cti__scribe *r, const struct agent *agent)
{
	cti_agent_span span = { agent->name, agent->state,
				agent->reason ? agent->reason : "",
				agent->since_us, r->now_us };

	if (!agent->state[0] || !r->opts.span || span.to_us <= span.from_us)
		return;
	r->opts.span(r->opts.user, &span);
}

/* A login means ready; what follows may say otherwise. */
static const char *state_of(const cti_event *ev)
{
	const char *state = cti_event_str(ev, CTI_FIELD_STATE, NULL);

	if (strcmp(state, "login") == 0)
		return "ready";
	return strcmp(state, "logout") == 0 ? "" : state;
}

void cti__scribe_agent(struct cti__scribe *r, const cti_event *ev)
{
	const char *name = cti_event_str(ev, CTI_FIELD_AGENT, NULL);
	const char *state = state_of(ev);
	struct agent *agent;

	if (!*name)
		name = cti_event_str(ev, CTI_FIELD_DEVICE, NULL);
	if (!*name || strlen(state) >= STATE_MAX)
		return;
	agent = agent_of(r, name);
	if (!agent) {
		r->opts.lost(r->opts.user);
		return;
	}
	if (strcmp(agent->state, state) == 0)
		return;
	end_span(r, agent);
	memcpy(agent->state, state, strlen(state) + 1);
	agent->since_us = r->now_us;
	cti__free(agent->reason);
	agent->reason = cti__str_dup(
		cti__str(cti_event_str(ev, CTI_FIELD_REASON, NULL)));
}

/* In the order of names: a report shall not depend on a hash's seed. */
static struct agent *first_agent(const struct cti__scribe *r)
{
	struct cti__map_node *node = NULL;
	struct agent *agent, *first = NULL;

	while ((node = cti__map_next(&r->agents, node)) != NULL) {
		agent = cti__map_entry(node, struct agent, node);
		if (!first || strcmp(agent->name, first->name) < 0)
			first = agent;
	}
	return first;
}

void cti__scribe_end_agents(struct cti__scribe *r)
{
	struct agent *agent;

	while ((agent = first_agent(r)) != NULL) {
		end_span(r, agent);
		free_agent(r, agent);
	}
}

void cti__scribe_drop_agents(struct cti__scribe *r)
{
	struct cti__map_node *node;

	while ((node = cti__map_next(&r->agents, NULL)) != NULL)
		free_agent(r, cti__map_entry(node, struct agent, node));
}
