/* SPDX-License-Identifier: MIT */
/* Which legs a request is about, and whether it fits their state. */
#include "model/request.h"
#include "model/state.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* What a leg must be like for a request. */
enum fit {
	FIT_ANY,
	FIT_RINGING,	/* rung up, not answered */
	FIT_TALKING,	/* answered; on hold or not */
	FIT_CONNECTED,	/* answered, has nobody on hold */
	FIT_HOLDING,	/* has somebody on hold */
	FIT_CONSULTING, /* the contact's leg of one that consults */
	FIT_WAITING,	/* rings, or waits in a queue */
	FIT_NONE	/* about no leg */
};

static const struct {
	uint8_t kind, fit;
	const char *needed; /* what the leg would have to be */
} rules[] = {
	{ CTI_REQUEST_ANSWER, FIT_RINGING, CTI__TEXT("nothing rings there") },
	{ CTI_REQUEST_HANGUP, FIT_ANY, CTI__TEXT("it has no call") },
	{ CTI_REQUEST_HOLD, FIT_CONNECTED, CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_RETRIEVE, FIT_HOLDING,
	  CTI__TEXT("it has nobody on hold") },
	{ CTI_REQUEST_SWAP, FIT_CONSULTING,
	  CTI__TEXT("it has no second call") },
	{ CTI_REQUEST_TRANSFER, FIT_TALKING, CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_CONSULT, FIT_TALKING, CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_COMPLETE, FIT_CONSULTING,
	  CTI__TEXT("it consults nobody") },
	{ CTI_REQUEST_CANCEL, FIT_CONSULTING, CTI__TEXT("it consults nobody") },
	{ CTI_REQUEST_JOIN, FIT_CONSULTING, CTI__TEXT("it consults nobody") },
	{ CTI_REQUEST_CONFERENCE, FIT_TALKING,
	  CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_DROP, FIT_ANY, CTI__TEXT("it is no party to the call") },
	{ CTI_REQUEST_DEFLECT, FIT_WAITING,
	  CTI__TEXT("nothing rings there or waits in a queue") },
	{ CTI_REQUEST_PICKUP, FIT_RINGING,
	  CTI__TEXT("the call does not ring") },
	{ CTI_REQUEST_PARK, FIT_TALKING, CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_DTMF, FIT_TALKING, CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_DATA, FIT_ANY, CTI__TEXT("it has no call") },
	{ CTI_REQUEST_RECORD_START, FIT_TALKING,
	  CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_RECORD_STOP, FIT_TALKING,
	  CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_RECORD_PAUSE, FIT_TALKING,
	  CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_RECORD_RESUME, FIT_TALKING,
	  CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_MUTE, FIT_TALKING, CTI__TEXT("it talks to nobody") },
	{ CTI_REQUEST_UNMUTE, FIT_TALKING, CTI__TEXT("it talks to nobody") },
};

static enum fit fit_of(uint32_t kind, const char **needed)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].kind == kind) {
			*needed = rules[i].needed;
			return (enum fit)rules[i].fit;
		}
	*needed = "";
	return FIT_NONE;
}

static struct device *find_device(const struct cti__model *m,
				  struct cti__str number)
{
	struct cti__map_node *node = number.n ? cti__map_find(&m->devices,
							      number)
					      : NULL;

	return node ? cti__map_entry(node, struct device, node) : NULL;
}

static struct agent *find_agent(const struct cti__model *m, struct cti__str id)
{
	struct cti__map_node *node = id.n ? cti__map_find(&m->agents, id)
					  : NULL;

	return node ? cti__map_entry(node, struct agent, node) : NULL;
}

/* It has picked up a click-to-dial, and whom it dials has not. */
static bool is_alone(const struct leg *leg)
{
	return leg->originated && !leg->far_answered && !leg->by_switch &&
	       !leg->held && !leg->bridge && !leg->partner;
}

static bool talks(const struct leg *leg)
{
	if (is_alone(leg))
		return false;
	return leg->answered || leg->far_answered || leg->by_switch ||
	       leg->held || (leg->incoming && leg->state == CTI_STATE_UP);
}

/* What was taken back a moment ago is no longer on hold, even if the model
   still waits for what may explain it. */
static bool holds(const struct leg *leg)
{
	return leg->held && leg->wait.kind != WAIT_RETRIEVE;
}

static bool rings(const struct leg *leg)
{
	return leg->called && !leg->answered &&
	       (leg->told_ring || leg->state == CTI_STATE_ALERTING);
}

/* What has ended, though not all of it is told, can be asked for nothing. */
static bool is_there(const struct leg *leg)
{
	return leg->call && cti__leg_is_real(leg) && !leg->ending &&
	       !leg->told_hangup;
}

/* Of a telephone's two calls, the one that the other is about; of two that have
   nothing to do with each other, the one on hold. */
static bool is_contact(const struct leg *leg, const struct leg *other)
{
	const char *about = other->call->consult_of;

	if (about && !strcmp(about, leg->call->id))
		return true;
	about = leg->call->consult_of;
	if (about && !strcmp(about, other->call->id))
		return false;
	return leg->held;
}

/* The device's other leg, on which it consults about this one. Either may be on
   hold, after a swap the contact is not. */
static struct leg *consult_leg(const struct leg *leg)
{
	struct leg *found = NULL;
	struct cti__list *node;

	if (!leg->at)
		return NULL;
	cti__list_each (node, &leg->at->legs) {
		struct leg *other = cti__list_entry(node, struct leg,
						    in_device);

		if (other != leg && is_there(other) && !rings(other) &&
		    (leg->held || other->held) && is_contact(leg, other) &&
		    (!found || !other->held))
			found = other;
	}
	return found;
}

static bool consults(const struct leg *leg)
{
	return leg->consult || consult_leg(leg);
}

static bool fits(const struct leg *leg, enum fit fit)
{
	switch (fit) {
	case FIT_RINGING:
		return rings(leg);
	case FIT_TALKING:
		return talks(leg);
	case FIT_CONNECTED:
		return talks(leg) && !holds(leg);
	case FIT_HOLDING:
		return holds(leg);
	case FIT_CONSULTING:
		return consults(leg);
	case FIT_WAITING:
		return rings(leg) ||
		       (leg->incoming && leg->call && leg->call->queue);
	default:
		return true;
	}
}

/* Whether the leg is the one that was named. */
static bool is_of(const struct leg *leg, struct cti__str number)
{
	return !number.n || cti__str_eq(cti__leg_number(leg), number) ||
	       (leg->device && cti__str_is(number, leg->device));
}

/* One that talks to somebody now comes before one on hold, that before one that
   only rings, and the younger before the older. */
static bool is_better(const struct leg *leg, const struct leg *than)
{
	int rank, its;

	if (!than)
		return true;
	rank = rings(leg) ? 0 : leg->held ? 1 : 2;
	its = rings(than) ? 0 : than->held ? 1 : 2;
	return rank >= its;
}

/* Parties outside are meant only where they are named, or called us. */
static bool may_act(const struct leg *leg, struct cti__str number, enum fit fit)
{
	return number.n || leg->role == CTI_ROLE_EXTENSION ||
	       (fit == FIT_WAITING && leg->incoming);
}

static struct leg *in_call(struct call *call, struct cti__str number,
			   enum fit fit)
{
	struct leg *found = NULL;
	struct cti__list *node;

	cti__list_each (node, &call->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		if (is_there(leg) && may_act(leg, number, fit) &&
		    is_of(leg, number) && fits(leg, fit) &&
		    is_better(leg, found))
			found = leg;
	}
	return found;
}

static struct leg *of_device(struct device *device, enum fit fit)
{
	struct leg *found = NULL;
	struct cti__list *node;

	cti__list_each (node, &device->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_device);

		if (is_there(leg) && fits(leg, fit) && is_better(leg, found))
			found = leg;
	}
	return found;
}

static struct leg *first_dialled(struct leg *leg)
{
	struct cti__list *node;

	cti__list_each (node, &leg->dialled) {
		struct leg *other = cti__list_entry(node, struct leg,
						    in_dialled);

		if (!cti__leg_is_real(other))
			other = cti__behind(other);
		if (other)
			return other;
	}
	return NULL;
}

/* Who is at the other end, by bridge, dial or memory. */
static struct leg *party_of(struct cti__model *m, struct leg *leg)
{
	struct leg *talk[TALK_MAX];
	struct leg *party;

	if (cti__talk(m, leg, talk))
		return talk[0];
	party = cti__caller_leg(leg);
	if (!party)
		party = first_dialled(leg);
	if (!party && leg->partner && !leg->partner->gone)
		party = leg->partner;
	return party;
}

static struct cti__str id_of(const struct leg *leg)
{
	return leg ? cti__map_key(&leg->node) : CTI__STR_NONE;
}

static void fill(struct cti__model *m, struct cti_request *req, struct leg *leg)
{
	struct leg *other;

	req->leg = id_of(leg);
	/* On hold the party is remembered, the bridge may be the music's. */
	if (leg->held && leg->partner && !leg->partner->gone)
		req->party = id_of(leg->partner);
	else
		req->party = id_of(party_of(m, leg));
	if (leg->bridge) {
		req->bridge = cti__str(leg->bridge->id);
		req->room = cti__str(leg->bridge->room);
	}
	if (leg->call)
		req->call = cti__str(leg->call->id);
	if (!req->device.n && leg->role == CTI_ROLE_EXTENSION)
		req->device = cti__str(leg->device);
	other = leg->consult;
	if (other) {
		req->consult_party = id_of(
			cti__leg_is_real(other) ? other : cti__behind(other));
		return;
	}
	other = consult_leg(leg);
	if (other) {
		req->consult_leg = id_of(other);
		req->consult_party = id_of(party_of(m, other));
	}
}

static int say(struct cti__buf *why, int err, const char *what,
	       struct cti__str of, const char *text)
{
	cti__buf_clear(why);
	cti__buf_printf(why, cti__say("%s \"%.*s\" %s."), cti__say(what),
			(int)(of.n < 100 ? of.n : 100), of.n ? of.p : "",
			cti__say(text));
	return err;
}

static int no_such_call(const struct cti_request *req, struct cti__buf *why)
{
	return say(why, CTI_ENOENT, "The call", req->call,
		   CTI__TEXT("is not there: it has ended, or never was"));
}

/* The request is about the call as a whole. */
static int resolve_call(struct cti__model *m, struct call *call,
			struct cti_request *req, struct cti__buf *why)
{
	struct cti__list *node;
	struct leg *leg;

	cti__list_each (node, &call->legs) {
		leg = cti__list_entry(node, struct leg, in_call);
		if (!is_there(leg))
			continue;
		if (req->leg_count < CTI__REQUEST_LEGS)
			req->legs[req->leg_count++] = id_of(leg);
		if (req->kind != CTI_REQUEST_CLEAR && leg->incoming &&
		    !req->leg.n)
			fill(m, req, leg);
	}
	if (req->kind == CTI_REQUEST_CLEAR)
		return 0;
	if (call->queue && req->leg.n) {
		if (!req->queue.n)
			req->queue = cti__str(call->queue);
		return 0;
	}
	return say(why, CTI_ESTATE, "The call", req->call,
		   CTI__TEXT("waits in no queue"));
}

static int resolve_leg(struct cti__model *m, struct cti_request *req,
		       struct cti__buf *why)
{
	const char *needed;
	enum fit fit = fit_of(req->kind, &needed);
	struct cti__str of = req->device, who = req->device;
	struct call *call = NULL;
	struct device *device;
	struct leg *leg;

	if (req->kind == CTI_REQUEST_DROP)
		who = of = req->to;
	/* Who picks up is not who rings. */
	if (req->kind == CTI_REQUEST_PICKUP)
		who = req->to;
	if (req->call.n) {
		call = cti__call_find(m, req->call);
		if (!call)
			return no_such_call(req, why);
		leg = in_call(call, who, fit);
	} else {
		device = find_device(m, who);
		if (!device)
			return say(why, CTI_ENOENT, "The device", who,
				   CTI__TEXT("has no call"));
		leg = of_device(device, fit);
	}
	if (!leg && call && (!who.n || req->kind == CTI_REQUEST_PICKUP))
		return say(why, CTI_ESTATE, "The call", req->call,
			   CTI__TEXT("does not allow it now"));
	if (!leg) {
		char text[160];

		cti__say_to(text, sizeof(text), "is not ready for it: %s",
			    cti__say(needed));
		return say(why, CTI_ESTATE, "The device", of, text);
	}
	fill(m, req, leg);
	return 0;
}

/* Who sits where: one of the two is given. */
static int resolve_agent(struct cti__model *m, struct cti_request *req,
			 struct cti__buf *why)
{
	struct agent *agent = find_agent(m, req->agent);
	struct device *device = find_device(m, req->device);

	if (!agent && !req->agent.n && device)
		agent = device->agent;
	if (agent) {
		req->agent = cti__str(agent->id);
		if (!req->device.n && agent->device)
			req->device = cti__str(agent->device->number);
	} else if (!req->agent.n) {
		req->agent = req->device;
	} else if (!req->device.n) {
		req->device = req->agent;
	}
	if (agent && agent->base != AGENT_OUT)
		return 0;
	if (req->kind == CTI_REQUEST_AGENT_LOGIN)
		return 0;
	return say(why, agent ? CTI_ESTATE : CTI_ENOENT, "The agent",
		   req->agent, CTI__TEXT("is not logged in"));
}

bool cti__model_has_call(const struct cti__model *model, struct cti__str id)
{
	return id.n && cti__call_find(model, id);
}

bool cti__model_has_device(const struct cti__model *model,
			   struct cti__str number)
{
	return find_device(model, number) != NULL;
}

struct cti__str cti__model_call_of(struct cti__model *model,
				   struct cti__str leg)
{
	struct leg *found = cti__leg_find(model, leg);

	return found && found->call ? cti__str(found->call->id) : CTI__STR_NONE;
}

bool cti__model_has_agent(const struct cti__model *model, struct cti__str agent)
{
	return find_agent(model, agent) != NULL;
}

bool cti__model_agent_talks(const struct cti__model *model,
			    struct cti__str agent)
{
	const struct agent *found = find_agent(model, agent);

	return found && found->busy;
}

void cti__model_call_id(const struct cti__model *model, const char *leg,
			char *out, size_t size)
{
	snprintf(out, size, "%s%s", model->id, leg);
}

int cti__model_resolve(struct cti__model *m, struct cti_request *req,
		       struct cti__buf *why)
{
	struct call *call;

	if (req->kind >= CTI_REQUEST_AGENT_LOGIN &&
	    req->kind <= CTI_REQUEST_AGENT_WRAPUP_END)
		return resolve_agent(m, req, why);
	switch (req->kind) {
	case CTI_REQUEST_DIAL:
	case CTI_REQUEST_UNPARK:
	case CTI__REQUEST_ROUTE:
		return 0;
	case CTI_REQUEST_CLEAR:
	case CTI_REQUEST_QUEUE_PRIORITY:
	case CTI_REQUEST_QUEUE_WITHDRAW:
		call = cti__call_find(m, req->call);
		if (!call)
			return no_such_call(req, why);
		return resolve_call(m, call, req, why);
	default:
		return resolve_leg(m, req, why);
	}
}
