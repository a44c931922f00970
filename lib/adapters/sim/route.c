/* SPDX-License-Identifier: MIT */
/* Callers that the simulated switch does not know where to send: it asks. */
#include "adapters/sim/asked.h"
#include "adapters/sim/words.h"

#include <stdio.h>

void cti__sim_say_asks(struct sim *sim, const struct sim_leg *leg,
		       bool snapshot)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_ROUTE, leg);

	if (leg->asks == SIM_ASKS_QUEUE)
		fact.queue = cti__str(leg->asks_for);
	fact.called = cti__str(leg->exten);
	fact.app = CTI__STR("ask");
	fact.snapshot = snapshot;
	cti__sim_report(sim, &fact);
}

void cti__sim_asks_no_more(struct sim *sim, struct sim_leg *leg)
{
	if (!leg->asks)
		return;
	leg->asks = SIM_ASKS_NOT;
	cti__sim_say(sim, CTI_FACT_ROUTE_END, leg);
}

/* Where it would go by itself: one of queue, phone and room. */
static int read_way(struct sim *sim, const struct sim_words *words,
		    enum sim_asks *asks, struct cti__str *to)
{
	struct cti__str queue = cti__sim_value(words, "queue");
	struct cti__str phone = cti__sim_value(words, "phone");
	struct cti__str room = cti__sim_value(words, "room");

	if ((queue.n > 0) + (phone.n > 0) + (room.n > 0) != 1)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "say where the caller goes without an "
				      "answer: one of queue NAME, phone "
				      "NUMBER, room NUMBER");
	*asks = queue.n ? SIM_ASKS_QUEUE : SIM_ASKS_NUMBER;
	*to = queue.n ? queue : phone.n ? phone : room;
	return 0;
}

int cti__sim_do_ask(struct sim *sim, const struct sim_words *words)
{
	enum sim_asks asks = SIM_ASKS_NOT;
	struct sim_leg *leg = NULL;
	struct cti__str to = CTI__STR_NONE;
	int err = read_way(sim, words, &asks, &to);

	if (!err)
		err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
				    "is in no call", &leg);
	if (!err && (leg->bridge || leg->queue || leg->asks ||
		     leg->state == CTI_STATE_ALERTING ||
		     !cti__list_empty(&leg->ringing)))
		err = cti__sim_wrong(sim, CTI_ESTATE, "%.*s is in no IVR",
				     SIM_ARG(words->plain[0]));
	if (err)
		return err;
	leg->asks = asks;
	snprintf(leg->asks_for, sizeof(leg->asks_for), "%.*s", SIM_ARG(to));
	cti__sim_say_asks(sim, leg, false);
	return 0;
}

int cti__sim_ask_route(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_leg *leg = asked->leg;
	bool itself = !asked->req->to.n;
	struct cti__str to = itself ? cti__str(leg->asks_for) : asked->req->to;
	struct sim_queue *queue = cti__sim_queue(sim, to);
	const struct sim_phone *phone = cti__sim_phone(sim, to);
	int err = 0;

	if (!leg->asks)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "%s does not ask where to go",
				      leg->number);
	if (phone && phone->barred)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "%.*s must not be dialled", SIM_ARG(to));
	if (itself && leg->asks == SIM_ASKS_QUEUE)
		err = cti__sim_queue_need(sim, &queue, to);
	if (err)
		return err;
	cti__sim_asks_no_more(sim, leg);
	if (queue)
		cti__sim_queue_join(sim, leg, queue);
	else
		cti__sim_route(sim, leg, to);
	return 0;
}
