/* SPDX-License-Identifier: MIT */
/* What the model knows of what a fact names, before and after it: for traces.
 */
#include "model/look.h"
#include "model/state.h"
#include "util/say.h"

#include <stddef.h>

static uint64_t mix(uint64_t digest, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t i;

	/* FNV-1a: no enemy chooses what is compared here. */
	for (i = 0; i < len; i++)
		digest = (digest ^ p[i]) * UINT64_C(1099511628211);
	return digest;
}

#define MIX(digest, value) mix((digest), &(value), sizeof(value))

/* Texts are replaced only by others: their addresses tell. */
static uint64_t mix_leg(uint64_t digest, const struct leg *leg)
{
	size_t from = offsetof(struct leg, device);

	digest = MIX(digest, leg->call);
	digest = MIX(digest, leg->bridge);
	digest = MIX(digest, leg->dialler);
	digest = MIX(digest, leg->pair);
	digest = MIX(digest, leg->partner);
	digest = MIX(digest, leg->consult);
	digest = MIX(digest, leg->at);
	digest = MIX(digest, leg->wait.kind);
	digest = MIX(digest, leg->request_code);
	digest = MIX(digest, leg->node.key);
	return mix(digest, (const char *)leg + from, sizeof(*leg) - from);
}

static uint64_t mix_call(uint64_t digest, const struct call *call)
{
	bool abandoning = call->abandoning;

	digest = MIX(digest, call->real);
	digest = MIX(digest, call->queue);
	digest = MIX(digest, call->called);
	digest = MIX(digest, call->answerer);
	digest = MIX(digest, call->blind.kind);
	digest = MIX(digest, call->divert_to);
	return MIX(digest, abandoning);
}

static uint64_t mix_agent(uint64_t digest, const struct agent *agent)
{
	struct cti__list *node;

	digest = MIX(digest, agent->base);
	digest = MIX(digest, agent->busy);
	digest = MIX(digest, agent->wrapup);
	digest = MIX(digest, agent->reason);
	digest = MIX(digest, agent->device);
	cti__list_each (node, &agent->members) {
		digest = MIX(digest, node);
		digest = MIX(
			digest,
			cti__list_entry(node, struct member, in_agent)->paused);
	}
	return digest;
}

static void look_at_leg(const struct leg *leg, struct cti__look *look)
{
	struct call *call = leg->call;

	look->digest = mix_leg(look->digest, leg);
	if (!look->wait)
		look->wait = leg->wait.kind;
	if (leg->bridge && !look->wait)
		look->wait = leg->bridge->wait.kind;
	if (!call)
		return;
	look->digest = mix_call(look->digest, call);
	if (!look->wait)
		look->wait = call->blind.kind;
	if (!look->call && call->begun)
		look->call = call->id;
}

static const struct leg *leg_of(const struct cti__model *m, struct cti__str id)
{
	struct cti__map_node *node = id.n ? cti__map_find(&m->legs, id) : NULL;

	return node ? cti__map_entry(node, struct leg, node) : NULL;
}

static void look_at_legs(const struct cti__model *m,
			 const struct cti_fact *fact, struct cti__look *look)
{
	const struct cti__str ids[] = { fact->leg, fact->other, fact->second,
					fact->target };
	const struct leg *leg;
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		if (!ids[i].n)
			continue;
		look->named = true;
		leg = leg_of(m, ids[i]);
		if (leg) {
			look_at_leg(leg, look);
			look->plumbing = (!look->known || look->plumbing) &&
					 !cti__leg_is_real(leg);
			look->known = true;
		} else if (cti__ended_lately(m, ids[i])) {
			look->lately = true;
		}
	}
}

void cti__model_look(const struct cti__model *m, const struct cti_fact *fact,
		     struct cti__look *look)
{
	struct cti__map_node *node;

	memset(look, 0, sizeof(*look));
	look->digest = MIX(UINT64_C(14695981039346656037), m->in_snapshot);
	look->digest = MIX(look->digest, m->legs.count);
	look->digest = MIX(look->digest, m->calls.count);
	look->digest = MIX(look->digest, m->bridges.count);
	look->digest = MIX(look->digest, m->boot_us);
	look_at_legs(m, fact, look);
	node = fact->agent.n ? cti__map_find(&m->agents, fact->agent) : NULL;
	if (node)
		look->digest = mix_agent(
			look->digest, cti__map_entry(node, struct agent, node));
}

/* Without a default, so that the compiler asks for the words of a new one. */
static const char *wait_text(enum wait wait)
{
	switch (wait) {
	case WAIT_RING:
		return CTI__TEXT(
			"waits: it rings, but who calls is not known yet");
	case WAIT_ANSWER:
		return CTI__TEXT("waits: by whom was it answered?");
	case WAIT_RETRIEVE:
		return CTI__TEXT(
			"waits: is it a retrieve, or does a transfer begin?");
	case WAIT_ABANDON:
		return CTI__TEXT("waits: has the caller hung up, or only left "
				 "the queue?");
	case WAIT_BLIND:
		return CTI__TEXT("waits: is it a blind transfer, or a park?");
	case WAIT_MIX:
		return CTI__TEXT("waits: do these parties stay together?");
	case WAIT_END:
		return CTI__TEXT(
			"waits: has it hung up, or moved its party away?");
	case WAIT_PARK:
		return CTI__TEXT("waits: in which slot is it parked?");
	case WAIT_ENTER:
		return CTI__TEXT("waits: will the queue let it in?");
	case WAIT_PICKUP:
		return CTI__TEXT("waits: what that rings does it take over?");
	case WAIT_PICKED:
		return CTI__TEXT("waits: has it ended, or was it taken over?");
	case WAIT_SENT:
		return CTI__TEXT(
			"waits: was its caller sent on, and to which number?");
	case WAIT_NONE:
	case WAIT_COUNT:
		break;
	}
	return CTI__TEXT("waits");
}

const char *cti__look_text(const struct cti__look *before,
			   const struct cti__look *after, bool told)
{
	/* A word, not a sentence: programs look for it. */
	if (told)
		return "told";
	if (after->wait && after->wait != before->wait)
		return wait_text((enum wait)after->wait);
	if (after->named && !after->known && !before->known)
		return before->lately
			       ? CTI__TEXT(
					 "dropped: that leg has ended already")
			       : CTI__TEXT("dropped: no such leg is known");
	if (before->digest == after->digest)
		return CTI__TEXT("changed nothing");
	if (after->known ? after->plumbing : before->plumbing)
		return CTI__TEXT("noted: plumbing of the switch, never told");
	return CTI__TEXT("noted");
}
