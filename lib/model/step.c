/* SPDX-License-Identifier: MIT */
/*
 * Steps of a leg through the dialplan. A switch repeats the last one when the
 * leg is merely sent elsewhere: the same application with the same arguments at
 * another extension has not begun again.
 */
#include "model/state.h"

static uint32_t digest(const struct cti__model *m, struct cti__str a,
		       struct cti__str b)
{
	uint64_t hash = cti__siphash(m->opts.seed, a.p, a.n) * 31 +
			cti__siphash(m->opts.seed, b.p, b.n);

	return (uint32_t)(hash ^ hash >> 32) | 1;
}

static void take_step(struct cti__model *m, struct leg *leg,
		      const struct cti_fact *fact)
{
	uint32_t step = digest(m, fact->app, fact->data);
	uint32_t at = digest(m, fact->called, CTI__STR_NONE);
	bool was_sent = leg->sent_on;

	leg->sent_on = step == leg->step && at != leg->step_at;
	if (leg->sent_on)
		return;
	leg->step = step;
	leg->step_at = at;
	if (!was_sent)
		return;
	cti__queue_enter_settle(m, leg->call);
	if (leg->call->queue)
		cti__on_queue(
			m, &(struct cti_fact){ .kind = CTI_FACT_QUEUE_LEAVE,
					       .leg = cti__map_key(&leg->node),
					       .reason = CTI__STR("moved") });
}

void cti__on_leg_step(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (!leg || !leg->call || !fact->app.n || !cti__leg_is_real(leg))
		return;
	take_step(m, leg, fact);
	if (!leg->sent_on && leg->wait.kind == WAIT_ABANDON && leg->call->queue)
		cti__abandon_decide(m, leg, false);
}
