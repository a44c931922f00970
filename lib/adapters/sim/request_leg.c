/* SPDX-License-Identifier: MIT */
/* What applications ask the simulated telephones and their calls for. */
#include "adapters/sim/asked.h"
#include "util/say.h"

#include <stdio.h>

/* Q.850. */
#define CODE_NORMAL   16
#define CODE_BUSY     17
#define CODE_REJECTED 21

static int wrong(struct sim *sim, struct cti__str who, const char *what)
{
	return cti__sim_wrong(sim, CTI_ESTATE, "%.*s %s", SIM_ARG(who),
			      cti__say(what));
}

static int wrong_leg(struct sim *sim, const struct sim_leg *leg,
		     const char *what)
{
	return wrong(sim, cti__str(leg->number), what);
}

static int may_dial(struct sim *sim, struct cti__str to)
{
	const struct sim_phone *phone = cti__sim_phone(sim, to);

	return phone && phone->barred ? wrong(sim, to, "must not be dialled")
				      : 0;
}

/* Whether the switch can make that telephone do something. */
static int is_at_hand(struct sim *sim, struct cti__str number)
{
	const struct sim_phone *phone = cti__sim_phone(sim, number);
	int err = cti__sim_only_phone(sim, number);

	if (!err && phone && phone->away)
		err = wrong(sim, number, "is unplugged");
	if (!err && phone && phone->busy)
		err = wrong(sim, number, "is engaged");
	return err;
}

int cti__sim_ask_dial(struct sim *sim, const struct sim_asked *asked)
{
	const struct cti_request *req = asked->req;
	struct sim_click click = {
		.phone = cti__str(asked->device),
		.to = req->to,
		.id = req->new_leg,
		.shown = req->caller,
		.shown_name = req->caller_name,
		.prompt = req->flags & CTI_REQUEST_AUTO_ANSWER,
	};
	int err = is_at_hand(sim, click.phone);

	if (!err)
		err = may_dial(sim, req->to);
	return err ? err : cti__sim_click(sim, &click);
}

int cti__sim_ask_answer(struct sim *sim, const struct sim_asked *asked)
{
	if (!cti__sim_is_ringing(asked->leg))
		return wrong_leg(sim, asked->leg, "does not ring");
	cti__sim_answer(sim, asked->leg);
	return 0;
}

int cti__sim_ask_hangup(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str reason = asked->req->reason;
	int64_t code = CODE_NORMAL;

	if (cti__str_is(reason, "busy"))
		code = CODE_BUSY;
	else if (cti__str_is(reason, "rejected"))
		code = CODE_REJECTED;
	cti__sim_hangup(sim, asked->leg, code);
	return 0;
}

/* One that goes may take others with it. */
int cti__sim_ask_clear(struct sim *sim, const struct sim_asked *asked)
{
	size_t i;

	if (!asked->leg_count)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "the call has just ended");
	for (i = 0; i < asked->leg_count; i++)
		if (cti__sim_is_live(sim, asked->legs[i]))
			cti__sim_clear(sim, asked->legs[i], CODE_NORMAL);
	return 0;
}

int cti__sim_ask_hold(struct sim *sim, const struct sim_asked *asked)
{
	if (!cti__sim_is_talking(asked->leg))
		return wrong_leg(sim, asked->leg, "does not talk");
	cti__sim_hold(sim, asked->leg);
	return 0;
}

int cti__sim_ask_retrieve(struct sim *sim, const struct sim_asked *asked)
{
	if (!cti__sim_is_held(asked->leg))
		return wrong_leg(sim, asked->leg, "has nobody on hold");
	cti__sim_unhold(sim, asked->leg);
	return 0;
}

int cti__sim_ask_swap(struct sim *sim, const struct sim_asked *asked)
{
	return cti__sim_swap(sim, asked->leg, asked->second);
}

static int talks(struct sim *sim, const struct sim_leg *leg)
{
	return cti__sim_is_in_call(leg) ? 0
					: wrong_leg(sim, leg, "does not talk");
}

int cti__sim_ask_transfer(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str to = asked->req->to;
	struct sim_queue *queue = cti__sim_queue(sim, to);
	int err = talks(sim, asked->leg);

	if (!err)
		err = may_dial(sim, to);
	return err ? err
		   : cti__sim_blind(sim, asked->leg, queue ? CTI__STR_NONE : to,
				    queue);
}

int cti__sim_ask_consult(struct sim *sim, const struct sim_asked *asked)
{
	int err = talks(sim, asked->leg);

	if (!err)
		err = may_dial(sim, asked->req->to);
	return err ? err
		   : cti__sim_consult(sim, asked->leg, asked->req->to,
				      CTI__STR_NONE);
}

/* Two calls that the telephone itself had begun are as good. */
static int consults(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_leg *leg = asked->leg, *second = asked->second;

	if (!cti__sim_is_consulting(leg) && second &&
	    !cti__sim_is_consulting(second)) {
		leg->consult = second;
		second->first = leg;
	}
	return cti__sim_is_consulting(leg)
		       ? 0
		       : wrong_leg(sim, leg, "has no consultation");
}

int cti__sim_ask_complete(struct sim *sim, const struct sim_asked *asked)
{
	int err = consults(sim, asked);

	return err ? err : cti__sim_complete(sim, asked->leg);
}

int cti__sim_ask_cancel(struct sim *sim, const struct sim_asked *asked)
{
	int err = consults(sim, asked);

	return err ? err : cti__sim_return(sim, asked->leg);
}

int cti__sim_ask_join(struct sim *sim, const struct sim_asked *asked)
{
	int err = consults(sim, asked);

	return err ? err : cti__sim_merge(sim, asked->leg);
}

int cti__sim_ask_conference(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str to = asked->req->to;
	int err = may_dial(sim, to);

	return err ? err
		   : cti__sim_invite(sim, asked->leg, to, asked->req->new_leg);
}

int cti__sim_ask_drop(struct sim *sim, const struct sim_asked *asked)
{
	cti__sim_clear(sim, asked->leg, CODE_NORMAL);
	return 0;
}

int cti__sim_ask_deflect(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_leg *leg = asked->leg;
	struct cti__str to = asked->req->to;
	int err = may_dial(sim, to);

	if (err)
		return err;
	if (cti__sim_is_for_caller(leg)) {
		cti__sim_divert(sim, leg, to);
		return 0;
	}
	if (!leg->queue)
		return wrong_leg(sim, leg, "does not ring for a caller");
	err = cti__sim_withdraw(sim, leg);
	if (!err)
		cti__sim_route(sim, leg, to);
	return err;
}

int cti__sim_ask_pickup(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_leg *target = asked->leg, *leg;
	struct cti__str who = cti__str(asked->device);
	char code[SIM_WORD];
	int err = is_at_hand(sim, who);

	if (!err && !cti__sim_is_for_caller(target))
		err = wrong_leg(sim, target, "does not ring for a caller");
	snprintf(code, sizeof(code), "**%.*s", SIM_WORD - 3, target->number);
	if (!err)
		err = cti__sim_off_hook(sim, &leg, who, cti__str(code),
					CTI__STR_NONE, asked->req->new_leg);
	if (!err)
		cti__sim_pickup(sim, leg, target);
	return err;
}

static unsigned slot_of(struct cti__str text)
{
	uint64_t slot;

	return cti__str_is_digits(text) && cti__str_u64(text, &slot) &&
			       slot < 1000000
		       ? (unsigned)slot
		       : 0;
}

int cti__sim_ask_park(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str to = asked->req->to;
	unsigned slot = slot_of(to);
	int err = talks(sim, asked->leg);

	if (!err && to.n && !slot)
		err = wrong(sim, to, "is no park slot");
	return err ? err : cti__sim_park(sim, asked->leg, slot);
}

int cti__sim_ask_unpark(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str to = asked->req->to, who = cti__str(asked->device);
	struct sim_leg *parked = cti__sim_parked(sim, slot_of(to)), *leg;
	int err = is_at_hand(sim, who);

	if (!err && !parked)
		err = cti__sim_wrong(sim, CTI_ESTATE,
				     "nobody is parked in slot %.*s",
				     SIM_ARG(to));
	if (!err)
		err = cti__sim_off_hook(sim, &leg, who, to, CTI__STR_NONE,
					asked->req->new_leg);
	if (!err)
		cti__sim_unpark(sim, leg, parked);
	return err;
}

int cti__sim_ask_dtmf(struct sim *sim, const struct sim_asked *asked)
{
	return cti__sim_press(sim, asked->leg, asked->req->value);
}

/* The core tells what was attached. */
int cti__sim_ask_data(struct sim *sim, const struct sim_asked *asked)
{
	(void)sim;
	(void)asked;
	return 0;
}

int cti__sim_ask_record(struct sim *sim, const struct sim_asked *asked)
{
	static const char *const words[] = { "started", "stopped", "paused",
					     "resumed" };
	const struct cti_request *req = asked->req;
	bool starts = req->kind == CTI_REQUEST_RECORD_START;

	return cti__sim_record(
		sim, asked->leg,
		cti__str(words[req->kind - CTI_REQUEST_RECORD_START]),
		starts ? req->to : CTI__STR_NONE);
}

int cti__sim_ask_mute(struct sim *sim, const struct sim_asked *asked)
{
	int err = talks(sim, asked->leg);

	if (!err)
		asked->leg->muted = asked->req->kind == CTI_REQUEST_MUTE;
	return err;
}

int cti__sim_ask_priority(struct sim *sim, const struct sim_asked *asked)
{
	return cti__sim_priority(sim, asked->leg, asked->req->priority);
}

int cti__sim_ask_withdraw(struct sim *sim, const struct sim_asked *asked)
{
	return cti__sim_withdraw(sim, asked->leg);
}
