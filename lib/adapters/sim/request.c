/* SPDX-License-Identifier: MIT */
/* Requests of applications to the simulated switch: taken, refused, answered.
 */
#include "adapters/sim/asked.h"
#include "util/say.h"

#include <stdio.h>

/* Where the ids of the two legs stand behind those of CLEAR. */
#define ID_LEG	  CTI__REQUEST_LEGS
#define ID_SECOND (CTI__REQUEST_LEGS + 1)

enum { NEEDS_LEG = 1, NEEDS_SECOND = 2 };

static const struct {
	uint8_t kind, needs;
	sim_asked_fn *run;
} rules[] = {
	{ CTI_REQUEST_DIAL, 0, cti__sim_ask_dial },
	{ CTI_REQUEST_ANSWER, NEEDS_LEG, cti__sim_ask_answer },
	{ CTI_REQUEST_HANGUP, NEEDS_LEG, cti__sim_ask_hangup },
	{ CTI_REQUEST_CLEAR, 0, cti__sim_ask_clear },
	{ CTI_REQUEST_HOLD, NEEDS_LEG, cti__sim_ask_hold },
	{ CTI_REQUEST_RETRIEVE, NEEDS_LEG, cti__sim_ask_retrieve },
	{ CTI_REQUEST_SWAP, NEEDS_LEG | NEEDS_SECOND, cti__sim_ask_swap },
	{ CTI_REQUEST_TRANSFER, NEEDS_LEG, cti__sim_ask_transfer },
	{ CTI_REQUEST_CONSULT, NEEDS_LEG, cti__sim_ask_consult },
	{ CTI_REQUEST_COMPLETE, NEEDS_LEG, cti__sim_ask_complete },
	{ CTI_REQUEST_CANCEL, NEEDS_LEG, cti__sim_ask_cancel },
	{ CTI_REQUEST_JOIN, NEEDS_LEG, cti__sim_ask_join },
	{ CTI_REQUEST_CONFERENCE, NEEDS_LEG, cti__sim_ask_conference },
	{ CTI_REQUEST_DROP, NEEDS_LEG, cti__sim_ask_drop },
	{ CTI_REQUEST_DEFLECT, NEEDS_LEG, cti__sim_ask_deflect },
	{ CTI_REQUEST_PICKUP, NEEDS_LEG, cti__sim_ask_pickup },
	{ CTI_REQUEST_PARK, NEEDS_LEG, cti__sim_ask_park },
	{ CTI_REQUEST_UNPARK, 0, cti__sim_ask_unpark },
	{ CTI_REQUEST_DTMF, NEEDS_LEG, cti__sim_ask_dtmf },
	{ CTI_REQUEST_DATA, NEEDS_LEG, cti__sim_ask_data },
	{ CTI_REQUEST_RECORD_START, NEEDS_LEG, cti__sim_ask_record },
	{ CTI_REQUEST_RECORD_STOP, NEEDS_LEG, cti__sim_ask_record },
	{ CTI_REQUEST_RECORD_PAUSE, NEEDS_LEG, cti__sim_ask_record },
	{ CTI_REQUEST_RECORD_RESUME, NEEDS_LEG, cti__sim_ask_record },
	{ CTI_REQUEST_MUTE, NEEDS_LEG, cti__sim_ask_mute },
	{ CTI_REQUEST_UNMUTE, NEEDS_LEG, cti__sim_ask_mute },
	{ CTI_REQUEST_AGENT_LOGIN, 0, cti__sim_ask_login },
	{ CTI_REQUEST_AGENT_LOGOUT, 0, cti__sim_ask_logout },
	{ CTI_REQUEST_AGENT_READY, 0, cti__sim_ask_ready },
	{ CTI_REQUEST_AGENT_NOT_READY, 0, cti__sim_ask_not_ready },
	{ CTI_REQUEST_AGENT_WRAPUP, 0, cti__sim_ask_wrapup },
	{ CTI_REQUEST_AGENT_WRAPUP_END, 0, cti__sim_ask_wrapup_end },
	{ CTI_REQUEST_QUEUE_PRIORITY, NEEDS_LEG, cti__sim_ask_priority },
	{ CTI_REQUEST_QUEUE_WITHDRAW, NEEDS_LEG, cti__sim_ask_withdraw },
	{ CTI__REQUEST_ROUTE, NEEDS_LEG, cti__sim_ask_route },
};

#define RULES (sizeof(rules) / sizeof(rules[0]))

static size_t rule_of(uint32_t kind)
{
	size_t i = 0;

	while (i < RULES && rules[i].kind != kind)
		i++;
	return i;
}

const char *cti__sim_refuse(void *state, const struct cti_request *req)
{
	(void)state;
	if (rule_of(req->kind) == RULES)
		return CTI__TEXT("The simulator cannot do that.");
	/* The queue of a login or logout says which one; a break is for all. */
	if (req->queue.n && req->kind >= CTI_REQUEST_AGENT_READY &&
	    req->kind <= CTI_REQUEST_AGENT_WRAPUP_END)
		return CTI__TEXT(
			"The simulator's agents are ready or not in all their "
			"queues at once.");
	return NULL;
}

/* The simulator's words hold no more than that. */
static int copy(struct sim *sim, char *to, size_t room, struct cti__str from,
		const char *what)
{
	*to = '\0';
	if (from.n >= room)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "the %s is longer than %zu bytes", what,
				      room - 1);
	if (from.n)
		snprintf(to, room, "%.*s", SIM_ARG(from));
	return 0;
}

/* Whatever the model has lent, before it takes the next fact. */
static int keep(struct sim *sim, struct sim_asked *asked,
		const struct cti_request *req)
{
	size_t i;
	int err = 0;

	asked->req = req;
	asked->leg = asked->second = NULL;
	asked->leg_count = req->leg_count;
	for (i = 0; i < req->leg_count && !err; i++)
		err = copy(sim, asked->ids[i], SIM_ID, req->legs[i], "leg");
	if (!err)
		err = copy(sim, asked->ids[ID_LEG], SIM_ID, req->leg, "leg");
	if (!err)
		err = copy(sim, asked->ids[ID_SECOND], SIM_ID, req->consult_leg,
			   "leg");
	if (!err)
		err = copy(sim, asked->device, SIM_WORD, req->device, "device");
	if (!err)
		err = copy(sim, asked->agent, SIM_WORD, req->agent, "agent");
	if (!err)
		err = copy(sim, asked->queue, SIM_WORD, req->queue, "queue");
	/* A recording's file is only passed on. */
	if (!err && req->to.n >= SIM_WORD &&
	    req->kind != CTI_REQUEST_RECORD_START)
		err = cti__sim_wrong(sim, CTI_EINVAL,
				     "the number is longer than %d bytes",
				     SIM_WORD - 1);
	return err;
}

static struct sim_leg *find(const struct sim *sim, const char *id)
{
	struct cti__list *node;
	struct sim_leg *leg;

	cti__list_each (node, &sim->legs) {
		leg = cti__list_entry(node, struct sim_leg, node);
		if (*id && !strcmp(leg->id, id))
			return leg;
	}
	return NULL;
}

static int find_legs(struct sim *sim, struct sim_asked *asked, unsigned needs)
{
	size_t i, n = 0;

	asked->leg = find(sim, asked->ids[ID_LEG]);
	asked->second = find(sim, asked->ids[ID_SECOND]);
	for (i = 0; i < asked->leg_count; i++) {
		asked->legs[n] = find(sim, asked->ids[i]);
		n += asked->legs[n] != NULL;
	}
	asked->leg_count = n;
	if (needs & NEEDS_LEG && !asked->leg)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "the call has just ended");
	if (needs & NEEDS_SECOND && !asked->second)
		return cti__sim_wrong(sim, CTI_ESTATE, "%s has no second call",
				      asked->leg->number);
	return 0;
}

static int carry_out(struct sim *sim, const struct cti_request *req)
{
	size_t rule = rule_of(req->kind);
	struct sim_asked asked;
	int err;

	if (rule == RULES)
		return CTI_ENOTSUP;
	err = keep(sim, &asked, req);
	cti__sim_begin(sim);
	if (!err && (sim->over || !sim->live))
		err = cti__sim_wrong(sim, CTI_ESTATE,
				     "the simulation has ended");
	if (!err)
		err = find_legs(sim, &asked, rules[rule].needs);
	if (!err)
		err = rules[rule].run(sim, &asked);
	return err;
}

int cti__sim_request(void *state, uint64_t tag, const struct cti_request *req)
{
	struct sim *sim = state;
	struct cti__str words = CTI__STR_NONE;
	int err;

	if (sim->silences) {
		sim->silences--;
		return 0;
	}
	if (sim->refusals) {
		sim->refusals--;
		err = cti__sim_wrong(sim, CTI_EREFUSED,
				     "the simulator was told to refuse this");
	} else {
		err = carry_out(sim, req);
	}
	if (err == CTI_EINVAL || err == CTI_ESTATE || err == CTI_ETOOBIG)
		err = CTI_EREFUSED;
	if (err == CTI_EREFUSED)
		words = cti__str(cti__buf_cstr(&sim->why));
	cti_port_done(sim->port, tag, err, words);
	cti__sim_end(sim);
	return 0;
}
