/* SPDX-License-Identifier: MIT */
/* Agents: one truth out of many memberships. */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

/* How long after the first word of an agent it may turn out to be a login. */
#define FOUND_US 1000000
/* A reason that comes within that time is of the pause that was told. */
#define LATE_US	 1000000

static struct agent *find_agent(struct cti__model *m, struct cti__str id)
{
	struct cti__map_node *node = cti__map_find(&m->agents, id);

	return node ? cti__map_entry(node, struct agent, node) : NULL;
}

static void sit_at(struct cti__model *m, struct agent *agent,
		   struct cti__str number)
{
	struct device *device = number.n ? cti__device_get(m, number) : NULL;

	if (!device || device == agent->device)
		return;
	if (agent->device) {
		agent->device->agent = NULL;
		cti__device_settle(m, agent->device);
	}
	if (device->agent)
		device->agent->device = NULL;
	device->agent = agent;
	agent->device = device;
}

static struct agent *get_agent(struct cti__model *m, struct cti__str id,
			       struct cti__str device)
{
	struct agent *agent = find_agent(m, id);

	if (!agent) {
		agent = cti__calloc(1, sizeof(*agent) + id.n + 1);
		if (!agent) {
			m->err = CTI_ENOMEM;
			return NULL;
		}
		memcpy(agent->id, id.p, id.n);
		cti__list_init(&agent->members);
		cti__list_init(&agent->in_wrapup);
		if (cti__map_add(&m->agents, &agent->node,
				 cti__str_n(agent->id, id.n))) {
			m->err = CTI_ENOMEM;
			cti__free(agent);
			return NULL;
		}
		cti__list_add(&m->all_agents, &agent->in_model);
	}
	sit_at(m, agent, device);
	return agent;
}

static struct member *find_member(struct agent *agent, struct cti__str queue)
{
	struct cti__list *node;

	cti__list_each (node, &agent->members) {
		struct member *member = cti__list_entry(node, struct member,
							in_agent);

		if (cti__str_is(queue, member->queue))
			return member;
	}
	return NULL;
}

static struct member *get_member(struct cti__model *m, struct agent *agent,
				 struct cti__str queue)
{
	struct member *member = find_member(agent, queue);

	if (member)
		return member;
	member = cti__calloc(1, offsetof(struct member, queue) + queue.n + 1);
	if (!member) {
		m->err = CTI_ENOMEM;
		return NULL;
	}
	if (queue.n)
		memcpy(member->queue, queue.p, queue.n);
	cti__list_add(&agent->members, &member->in_agent);
	return member;
}

static void drop_member(struct member *member)
{
	cti__list_del(&member->in_agent);
	cti__free(member->reason);
	cti__free(member);
}

void cti__agent_drop(struct cti__model *m, struct agent *agent)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &agent->members)
		drop_member(cti__list_entry(node, struct member, in_agent));
	cti__list_del(&agent->in_wrapup);
	cti__list_del(&agent->in_model);
	cti__map_del(&m->agents, &agent->node);
	if (agent->device) {
		agent->device->agent = NULL;
		cti__device_settle(m, agent->device);
	}
	cti__free(agent->reason);
	cti__free(agent);
}

/* A member of at least one queue is logged in; one that every queue has paused
   is not ready. */
static int base_state(const struct agent *agent)
{
	struct cti__list *node;

	if (cti__list_empty(&agent->members))
		return AGENT_OUT;
	cti__list_each (node, &agent->members)
		if (!cti__list_entry(node, struct member, in_agent)->paused)
			return AGENT_READY;
	return AGENT_NOT_READY;
}

static void end_wrapup(struct agent *agent)
{
	agent->wrapup = false;
	cti__list_del(&agent->in_wrapup);
}

/* A pause for the work after a call is that work, by whomever it was made. */
static void tell_not_ready(struct cti__model *m, struct agent *agent,
			   struct cti__str queue)
{
	bool after_call = agent->reason && !strcmp(agent->reason, "wrapup");

	cti__tell_agent(m, agent, after_call ? "wrapup" : "not-ready", queue);
}

static void tell_base(struct cti__model *m, struct agent *agent, int base,
		      const struct cti_fact *fact)
{
	/* An unpause carries no reason, and ends the one there was. */
	if (base == AGENT_NOT_READY)
		cti__model_keep(m, &agent->reason, fact->reason);
	else {
		cti__free(agent->reason);
		agent->reason = NULL;
	}
	end_wrapup(agent);
	if (base == AGENT_OUT) {
		cti__tell_agent(m, agent, "logout", fact->queue);
		return;
	}
	if (agent->base == AGENT_OUT)
		cti__tell_agent(m, agent, "login", fact->queue);
	if (base == AGENT_NOT_READY)
		tell_not_ready(m, agent, fact->queue);
	else if (agent->base == AGENT_NOT_READY)
		cti__tell_agent(m, agent, "ready", fact->queue);
	if (base == AGENT_READY && agent->device && agent->device->talking) {
		agent->busy = true;
		cti__tell_agent(m, agent, "busy", CTI__STR_NONE);
	}
}

/* Of a pause that goes on. Each queue keeps its own, so that a list of several
   that differ is no change each time. */
static bool is_new_reason(struct cti__model *m, struct agent *agent,
			  const struct cti_fact *fact)
{
	struct member *member = find_member(agent, fact->queue);
	bool changed;

	if (!member || !member->paused || !fact->reason.n)
		return false;
	changed = !member->reason || !cti__str_is(fact->reason, member->reason);
	cti__model_keep(m, &member->reason, fact->reason);
	return changed &&
	       !(agent->reason && cti__str_is(fact->reason, agent->reason));
}

/* ARI says that somebody has paused, and in the dialplan's variable why. */
static void tell_reason(struct cti__model *m, struct agent *agent,
			const struct cti_fact *fact)
{
	bool late = !(agent->reason && *agent->reason) &&
		    m->now_us - agent->since_us < LATE_US &&
		    !cti__str_is(fact->reason, "wrapup");

	cti__model_keep(m, &agent->reason, fact->reason);
	if (!late)
		tell_not_ready(m, agent, fact->queue);
}

/* First heard of: without a word of a login it was there before. That somebody
   is ready is what one expects, and a picture shows it; a list of hundreds at
   each connect is not told. */
static void tell_found(struct cti__model *m, struct agent *agent, int base,
		       const struct cti_fact *fact)
{
	agent->found = true;
	agent->found_us = m->now_us;
	if (base != AGENT_NOT_READY)
		return;
	cti__model_keep(m, &agent->reason, fact->reason);
	if (fact->snapshot)
		tell_not_ready(m, agent, fact->queue);
}

/* A wrap-up in milliseconds; longer than a day is none. */
static uint32_t wrapup_of(const struct cti_fact *fact)
{
	return fact->code > 0 && fact->code < 86400
		       ? (uint32_t)fact->code * 1000
		       : 0;
}

/* Of whom a fact tells that only has the device. */
static struct cti__str name_of(struct cti__model *m,
			       const struct cti_fact *fact)
{
	struct cti__map_node *node;
	struct device *device;

	if (fact->agent.n || !fact->device.n)
		return fact->agent;
	node = cti__map_find(&m->devices, fact->device);
	device = node ? cti__map_entry(node, struct device, node) : NULL;
	return device && device->agent ? cti__str(device->agent->id)
				       : fact->device;
}

/* Who was called like the device, for want of a name, now has one. */
static bool take_nameless(struct cti__model *m, struct cti__str name,
			  struct cti__str device)
{
	struct agent *nameless = find_agent(m, device), *agent;
	struct cti__list *node;

	if (!nameless || cti__str_eq(name, device))
		return false;
	agent = get_agent(m, name, device);
	if (!agent)
		return false;
	while (!cti__list_empty(&nameless->members)) {
		node = nameless->members.next;
		cti__list_del(node);
		cti__list_add(&agent->members, node);
	}
	agent->base = nameless->base;
	agent->busy = nameless->busy;
	if (nameless->found && !agent->wrapup) {
		agent->found = true;
		agent->found_us = nameless->found_us;
	}
	agent->reason = nameless->reason;
	nameless->reason = NULL;
	cti__agent_drop(m, nameless);
	return true;
}

/* Switches that know one state of an agent for all his queues. */
static bool is_about_all(const struct agent *agent, const struct cti_fact *fact)
{
	return !fact->queue.n && !cti__list_empty(&agent->members);
}

static void set_all(struct cti__model *m, struct agent *agent,
		    const struct cti_fact *fact)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &agent->members) {
		struct member *member = cti__list_entry(node, struct member,
							in_agent);

		if (!fact->member) {
			drop_member(member);
			continue;
		}
		member->paused = fact->paused;
		if (fact->code)
			member->wrapup_ms = wrapup_of(fact);
		if (!member->queue[0])
			member->epoch = m->epoch;
	}
}

/* A queue that he serves, too; the one without a name stood for it. */
static void add_queue(struct cti__model *m, struct agent *agent,
		      struct cti__str queue)
{
	struct member *other, *member;

	other = cti__list_entry(agent->members.next, struct member, in_agent);
	member = get_member(m, agent, queue);
	if (!member)
		return;
	member->epoch = m->epoch;
	if (member == other)
		return;
	member->paused = other->paused;
	member->wrapup_ms = other->wrapup_ms;
	if (!other->queue[0])
		drop_member(other);
}

void cti__on_member(struct cti__model *m, const struct cti_fact *fact)
{
	struct cti__str name = name_of(m, fact);
	struct agent *agent;
	struct member *member;
	bool known, another;
	int base;

	if (!name.n)
		return;
	known = find_agent(m, name) || take_nameless(m, name, fact->device);
	if (!known && (!fact->member || fact->open))
		return;
	agent = get_agent(m, name, fact->device);
	if (!agent)
		return;
	if (fact->open) {
		if (!cti__list_empty(&agent->members))
			add_queue(m, agent, fact->queue);
		return;
	}
	if (is_about_all(agent, fact)) {
		set_all(m, agent, fact);
	} else if (fact->member) {
		member = get_member(m, agent, fact->queue);
		if (!member)
			return;
		/* What its first word says of a pause is a change of what was.
		 */
		if (!known && fact->paused && !fact->snapshot && !fact->ok)
			agent->base = AGENT_READY;
		member->paused = fact->paused;
		member->wrapup_ms = wrapup_of(fact);
		member->epoch = m->epoch;
	} else {
		member = find_member(agent, fact->queue);
		if (member)
			drop_member(member);
	}
	/* That somebody is not paused was the first word of a login. */
	if (fact->ok && agent->found && agent->found_us + FOUND_US >= m->now_us)
		agent->base = AGENT_OUT;
	if (fact->ok)
		agent->found = false;
	base = base_state(agent);
	another = is_new_reason(m, agent, fact);
	if (!known && !fact->ok && agent->base == AGENT_OUT) {
		agent->base = (uint8_t)base;
		tell_found(m, agent, base, fact);
	} else if (base != agent->base) {
		tell_base(m, agent, base, fact);
		agent->base = (uint8_t)base;
	} else if (another && base == AGENT_NOT_READY) {
		tell_reason(m, agent, fact);
	}
	if (base == AGENT_OUT)
		cti__agent_drop(m, agent);
}

/* A queue offers a call to an agent: so he is one, and sits there. */
void cti__on_offer(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *other = cti__leg_find(m, fact->other);

	struct leg *leg = cti__leg_find(m, fact->leg);

	if (other && fact->kind == CTI_FACT_AGENT_NO_ANSWER)
		other->no_answer = true;
	if (fact->kind != CTI_FACT_AGENT_CONNECT || !other || !leg ||
	    !other->incoming || !other->call || !leg->call || other == leg ||
	    !cti__leg_is_real(other) || !cti__leg_is_real(leg) ||
	    other->call->merged_into)
		return;
	/* It called the queue to fetch him. */
	cti__fetches(m, other, leg);
}

static void now_busy(struct cti__model *m, struct agent *agent)
{
	end_wrapup(agent);
	if (agent->busy || agent->base != AGENT_READY)
		return;
	agent->busy = true;
	cti__tell_agent(m, agent, "busy", CTI__STR_NONE);
}

static void now_free(struct cti__model *m, struct agent *agent)
{
	if (!agent->busy)
		return;
	agent->busy = false;
	if (agent->base == AGENT_READY && !agent->wrapup)
		cti__tell_agent(m, agent, "ready", CTI__STR_NONE);
}

void cti__agent_talks(struct cti__model *m, struct leg *leg, bool talks)
{
	struct device *device = leg->at;

	if (!device)
		return;
	if (talks && device->talking++ == 0 && device->agent)
		now_busy(m, device->agent);
	if (!talks && device->talking > 0 && --device->talking == 0 &&
	    device->agent)
		now_free(m, device->agent);
}

/* In order of their ends: lengths differ from queue to queue. */
static void begin_wrapup(struct cti__model *m, struct agent *agent, uint32_t ms)
{
	struct cti__list *at;

	agent->wrapup = true;
	agent->found = false;
	agent->wrapup_until = m->now_us + (int64_t)ms * 1000;
	/* It may be in there, and then its old place is no place to stand. */
	cti__list_del(&agent->in_wrapup);
	at = m->wrapups.prev;
	while (at != &m->wrapups &&
	       cti__list_entry(at, struct agent, in_wrapup)->wrapup_until >
		       agent->wrapup_until)
		at = at->prev;
	cti__list_add(at->next, &agent->in_wrapup);
	if (agent->wrapup_until < m->due_us)
		m->due_us = agent->wrapup_until;
}

void cti__agent_complete(struct cti__model *m, const struct cti_fact *fact)
{
	struct agent *agent = find_agent(m, fact->agent);
	struct member *member;
	uint32_t ms;

	if (!agent || agent->base != AGENT_READY)
		return;
	/* Each queue may have its own; what this end says outweighs it. */
	member = find_member(agent, fact->queue);
	ms = wrapup_of(fact);
	if (!ms && member)
		ms = member->wrapup_ms;
	if (!ms)
		ms = m->opts.wrapup_ms;
	if (!ms || agent->wrapup)
		return;
	begin_wrapup(m, agent, ms);
	m->flags |= CTI_FLAG_SYNTHETIC;
	cti__tell_agent(m, agent, "wrapup", fact->queue);
	m->flags &= ~(uint32_t)CTI_FLAG_SYNTHETIC;
}

void cti__on_wrapup(struct cti__model *m, const struct cti_fact *fact)
{
	struct agent *agent = find_agent(m, fact->agent);
	uint32_t ms = wrapup_of(fact);
	bool was;

	if (!agent || agent->base != AGENT_READY)
		return;
	was = agent->wrapup;
	if (ms)
		begin_wrapup(m, agent, ms);
	else
		end_wrapup(agent);
	if (agent->wrapup != was && !agent->busy)
		cti__tell_agent(m, agent, ms ? "wrapup" : "ready", fact->queue);
}

void cti__wrapup_over(struct cti__model *m, struct agent *agent)
{
	end_wrapup(agent);
	if (agent->base != AGENT_READY || agent->busy)
		return;
	m->flags |= CTI_FLAG_SYNTHETIC;
	cti__tell_agent(m, agent, "ready", CTI__STR_NONE);
	m->flags &= ~(uint32_t)CTI_FLAG_SYNTHETIC;
}

void cti__agents_unlisted(struct cti__model *m)
{
	struct cti__list *node, *next, *in, *after;
	struct cti_fact gone = { .kind = CTI_FACT_AGENT_MEMBER };

	cti__list_each_safe (node, next, &m->all_agents) {
		struct agent *agent = cti__list_entry(node, struct agent,
						      in_model);
		int base;

		cti__list_each_safe (in, after, &agent->members) {
			struct member *member = cti__list_entry(
				in, struct member, in_agent);

			if (member->epoch != m->epoch)
				drop_member(member);
		}
		base = base_state(agent);
		if (base != agent->base) {
			tell_base(m, agent, base, &gone);
			agent->base = (uint8_t)base;
		}
		if (base == AGENT_OUT)
			cti__agent_drop(m, agent);
	}
}
