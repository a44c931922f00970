/* SPDX-License-Identifier: MIT */
/* Transfers: blind, attended, completed while ringing, and by request. */
#include "model/state.h"
#include "util/alloc.h"

/* A transferor's UNHOLD was the beginning of the transfer. */
static void no_retrieve(struct cti__model *m, struct leg *leg)
{
	if (leg && leg->wait.kind == WAIT_RETRIEVE)
		cti__wait(m, &leg->wait, WAIT_NONE);
}

/* A party as others see it; plumbing stands for who is behind it. */
static struct leg *real_of(struct leg *leg)
{
	if (leg && leg->role == CTI_ROLE_LOCAL)
		return cti__behind(leg);
	return leg && cti__leg_is_real(leg) ? leg : NULL;
}

struct leg *cti__take_blind_by(struct cti__model *m, struct call *call)
{
	struct leg *by = call->blind_by ? cti__leg_ref(call->blind_by) : NULL;

	cti__wait(m, &call->blind, WAIT_NONE);
	cti__leg_hold(&call->blind_by, NULL);
	return by;
}

void cti__blind_settle(struct cti__model *m, struct call *call)
{
	struct tell_transfer t = { .kind = "blind" };
	struct leg *by, *other;
	char *to;

	if (call->blind.kind != WAIT_BLIND)
		return;
	by = cti__take_blind_by(m, call);
	other = call->blind_other;
	call->blind_other = NULL;
	to = call->blind_to;
	call->blind_to = NULL;
	t.by = cti__leg_number(by);
	t.to = cti__str(to);
	t.remote = other ? cti__leg_number(other) : cti__str(by->remote);
	cti__tell_transfer(m, call, &t);
	cti__model_keep(m, &call->called, cti__str(to));
	cti__sent_settle(m, call);
	cti__end_settle(m, by);
	cti__leg_unref(by);
	cti__leg_unref(other);
	cti__free(to);
}

void cti__blind_forget(struct cti__model *m, struct call *call)
{
	struct leg *by;

	if (call->blind.kind != WAIT_BLIND)
		return;
	by = cti__take_blind_by(m, call);
	cti__leg_hold(&call->blind_other, NULL);
	cti__end_settle(m, by);
	cti__leg_unref(by);
}

static void blind_failed(struct cti__model *m, struct leg *leg,
			 const struct cti_fact *fact)
{
	struct tell_transfer t = { .kind = "blind", .failed = true };

	t.by = cti__leg_number(leg);
	t.to = fact->called;
	t.remote = cti__str(leg->remote);
	t.cause = fact->text.n ? fact->text : CTI__STR("failed");
	cti__tell_transfer(m, leg->call, &t);
}

/* Who transfers; it may be gone already, and its party knows it yet. */
static struct leg *transferor(struct cti__model *m, const struct cti_fact *fact,
			      const struct leg *other)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (!leg && other && other->partner &&
	    cti__str_eq(cti__map_key(&other->partner->node), fact->leg))
		leg = other->partner;
	return leg;
}

/* Whether it rings somebody up already where it was sent. */
static bool has_dialled_on(const struct call *call, const struct leg *leg)
{
	struct cti__list *node;

	if (!leg)
		return false;
	cti__list_each (node, &leg->dialled)
		if (cti__list_entry(node, struct leg, in_dialled)->wait.kind ==
		    WAIT_SENT)
			return true;
	return call->lost == leg && call->lost_dialled;
}

void cti__on_blind(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *other = real_of(cti__leg_find(m, fact->other));
	struct leg *leg = transferor(m, fact, other);
	struct call *call;
	bool dialled;

	if (!leg || (leg->gone ? !other->call : !leg->call) || leg->transferred)
		return;
	if (!fact->ok) {
		if (leg->gone || cti__said_already(m, leg->call, fact))
			return;
		blind_failed(m, leg, fact);
		return;
	}
	no_retrieve(m, leg);
	if (!other || other == leg)
		other = leg->partner && !leg->partner->gone ? leg->partner
							    : NULL;
	if (other && other->parked) {
		/* The park came first, and perhaps not from where. */
		if (other->call && other->call->blind.kind == WAIT_PARK) {
			leg->transferred = true;
			cti__leg_hold(&other->call->blind_by, leg);
		}
		return;
	}
	call = other && other->call ? other->call : leg->call;
	cti__blind_settle(m, call);
	dialled = has_dialled_on(call, other);
	if (call->lost == other)
		cti__moved_forget(call);
	leg->transferred = true;
	cti__leg_hold(&call->blind_by, leg);
	cti__leg_hold(&call->blind_other, other);
	cti__model_keep(m, &call->blind_to, fact->called);
	if (!call->blind_to) {
		cti__leg_hold(&call->blind_by, NULL);
		cti__leg_hold(&call->blind_other, NULL);
		return;
	}
	cti__wait(m, &call->blind, WAIT_BLIND);
	/* So it is not on its way to a parking slot. */
	if (dialled)
		cti__blind_settle(m, call);
}

/* Which real leg the consultation has reached: who answered, or who rings. */
static struct leg *consulted(struct call *call, const struct leg *but)
{
	struct cti__list *node;
	struct leg *found = NULL;

	cti__list_each (node, &call->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		if (leg == but || !cti__leg_is_real(leg) || !leg->called)
			continue;
		if (leg->answered)
			return leg;
		found = leg;
	}
	return found;
}

/* The other leg of the same telephone that has the target on its line. */
static struct leg *consult_beside(const struct leg *contact,
				  const struct leg *target)
{
	struct cti__list *node;

	if (!contact->at || !target)
		return NULL;
	cti__list_each (node, &contact->at->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_device);

		if (leg != contact &&
		    (leg->partner == target || target->dialler == leg))
			return leg;
	}
	return NULL;
}

/* Both legs of an attended transfer, sorted out. */
struct attended {
	struct leg *contact; /* the transferor's leg to the contact */
	struct leg *consult; /* its other one; the same for own-leg ones */
	struct leg *party;   /* who is handed over; may be NULL */
	struct leg *target;  /* to whom; may be NULL */
	struct call *call, *aside; /* the contact's and the consultation's */
};

static bool gather(struct cti__model *m, const struct cti_fact *fact,
		   struct attended *a)
{
	struct leg *swap;
	struct call *other;

	a->contact = cti__leg_find(m, fact->leg);
	a->consult = cti__leg_find(m, fact->second);
	if (!a->contact || !a->contact->call)
		return false;
	a->call = a->contact->call;
	a->party = real_of(cti__leg_find(m, fact->other));
	a->target = real_of(cti__leg_find(m, fact->target));
	if (!a->consult)
		a->consult = consult_beside(a->contact, a->target);
	if (!a->consult)
		a->consult = a->contact;
	if (a->consult == a->contact) {
		if (a->contact->consult)
			a->aside = a->contact->consult->call;
		else if (a->target && a->target->call != a->call)
			a->aside = a->target->call;
		return true;
	}
	a->aside = a->consult->call;
	if (!a->aside || a->aside == a->call)
		return a->aside != NULL;
	/* Some telephones send the REFER on the consultation: the contact is
	   then the older of the two. */
	if (a->aside->began_us < a->call->began_us && !a->aside->consult_of) {
		swap = a->contact;
		a->contact = a->consult;
		a->consult = swap;
		swap = a->party;
		a->party = a->target;
		a->target = swap;
		other = a->call;
		a->call = a->aside;
		a->aside = other;
	}
	return true;
}

static void attended_failed(struct cti__model *m, const struct attended *a,
			    const struct cti_fact *fact)
{
	struct tell_transfer t = { .kind = "attended", .failed = true };

	t.by = cti__leg_number(a->contact);
	t.to = a->target ? cti__leg_number(a->target)
			 : cti__str(a->consult->remote);
	t.remote = cti__str(a->contact->remote);
	t.cause = fact->text.n ? fact->text : CTI__STR("failed");
	cti__tell_transfer(m, a->call, &t);
}

static struct cti__str target_number(const struct attended *a)
{
	if (a->target && a->target != a->consult)
		return cti__leg_number(a->target);
	return a->aside ? cti__call_called(a->aside) : CTI__STR_NONE;
}

/* Nobody left: the transferor has joined the two and stays. */
static void three_way(struct cti__model *m, struct attended *a)
{
	if (a->aside)
		cti__call_merge(m, a->call, a->aside);
	if (a->contact->bridge)
		cti__wait(m, &a->contact->bridge->wait, WAIT_MIX);
}

/* The target belongs to the contact from now on. */
static void hand_over(struct cti__model *m, struct attended *a)
{
	struct leg *target = a->target;

	a->contact->transferred = a->consult->transferred = true;
	if (target && a->party)
		cti__model_keep(m, &target->remote, cti__leg_number(a->party));
	/* Who has left is known by the number, and no part of what follows. */
	if (target && a->party && !a->party->gone && !target->gone) {
		cti__leg_hold(&target->partner, a->party);
		if (a->party->role == CTI_ROLE_EXTENSION)
			cti__model_keep(m, &a->party->remote,
					cti__leg_number(target));
		/* It still rings: what it answers is the contact's. */
		if (!target->answered && target->dialler == a->consult) {
			cti__list_del(&target->in_dialled);
			target->dialler = a->party;
			cti__list_add(&a->party->dialled, &target->in_dialled);
		}
	}
	if (target_number(a).n)
		cti__model_keep(m, &a->call->called, target_number(a));
	if (a->contact->consult) {
		a->contact->consult->consultant = NULL;
		a->contact->consult = NULL;
	}
	if (a->aside)
		cti__call_merge(m, a->call, a->aside);
}

void cti__on_attended(struct cti__model *m, const struct cti_fact *fact)
{
	struct tell_transfer t = { .kind = "attended" };
	struct attended a = { 0 };
	struct leg *consult;

	if (!gather(m, fact, &a) || a.contact->transferred)
		return;
	if (!fact->ok) {
		if (cti__said_already(m, a.call, fact))
			return;
		attended_failed(m, &a, fact);
		return;
	}
	no_retrieve(m, a.contact);
	no_retrieve(m, a.consult);
	if (fact->dest == CTI_DEST_THREEWAY) {
		three_way(m, &a);
		return;
	}
	if (!a.party || a.party == a.contact || a.party == a.target)
		a.party = a.contact->partner;
	if (!a.target && a.aside)
		a.target = consulted(a.aside, a.consult);
	if (!a.target && a.consult != a.contact)
		a.target = a.consult->partner;
	t.by = cti__leg_number(a.contact);
	t.to = target_number(&a);
	t.remote = a.party ? cti__leg_number(a.party)
			   : cti__str(a.contact->remote);
	t.merged = a.aside != a.call && a.aside && !a.aside->merged_into
			   ? a.aside
			   : NULL;
	t.alerting = a.target && !a.target->answered;
	cti__tell_transfer(m, a.call, &t);
	consult = a.consult != a.contact ? cti__leg_ref(a.consult) : NULL;
	hand_over(m, &a);
	if (consult)
		cti__end_settle(m, consult);
	cti__leg_unref(consult);
}
