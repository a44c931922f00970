/* SPDX-License-Identifier: MIT */
/*
 * Events of calls and legs. Whatever the facts were, these keep the grammar of
 * design.md 5: here is where a repeated or impossible step ends.
 */
#include "model/state.h"
#include "util/alloc.h"

static void begin(struct cti__model *m, struct cti_event *ev,
		  enum cti_event_kind kind, struct call *call)
{
	cti__event_init(ev, kind, m->said_us ? m->said_us : m->now_us);
	ev->flags = m->flags;
	if (!call)
		return;
	cti__event_set(ev, CTI_FIELD_CALL, cti__str(call->id));
	if (call->dnis)
		cti__event_set(ev, CTI_FIELD_DNIS, cti__str(call->dnis));
	if (call->consult_of)
		cti__event_set(ev, CTI_FIELD_CONSULT_OF,
			       cti__str(call->consult_of));
}

static void send(struct cti__model *m, struct cti_event *ev)
{
	m->opts.emit(m->opts.user, ev);
}

static void put(struct cti_event *ev, enum cti_field field,
		struct cti__str text)
{
	if (text.n)
		cti__event_set(ev, field, text);
}

/* A remote party: a withheld number is the empty string, and said to be so. */
static void put_remote(struct cti_event *ev, struct call *call,
		       struct cti__str remote)
{
	cti__event_set(ev, CTI_FIELD_REMOTE, remote);
	if (!remote.n && call && call->withheld)
		cti__event_set_int(ev, CTI_FIELD_WITHHELD, 1);
}

void cti__tell_begin(struct cti__model *m, struct call *call)
{
	struct cti_event ev;

	if (call->begun)
		return;
	call->begun = true;
	begin(m, &ev, CTI_EVENT_CALL_BEGIN, call);
	put(&ev, CTI_FIELD_DIRECTION, cti__str(call->direction));
	cti__event_set(&ev, CTI_FIELD_CALLER, cti__str(call->caller));
	put(&ev, CTI_FIELD_NAME, cti__str(call->name));
	put(&ev, CTI_FIELD_CALLED, cti__call_called(call));
	if (call->withheld)
		cti__event_set_int(&ev, CTI_FIELD_WITHHELD, 1);
	send(m, &ev);
}

void cti__tell_end(struct cti__model *m, struct call *call)
{
	struct cti_event ev;

	if (call->ended)
		return;
	call->ended = true;
	cti__wait(m, &call->blind, WAIT_NONE);
	if (!call->begun)
		return;
	begin(m, &ev, CTI_EVENT_CALL_END, call);
	put(&ev, CTI_FIELD_DIRECTION, cti__str(call->direction));
	cti__event_set(&ev, CTI_FIELD_CALLER, cti__str(call->caller));
	put(&ev, CTI_FIELD_CALLED, cti__call_called(call));
	put(&ev, CTI_FIELD_MERGED, cti__str(call->merged_into));
	if (call->withheld)
		cti__event_set_int(&ev, CTI_FIELD_WITHHELD, 1);
	cti__event_set(&ev, CTI_FIELD_CAUSE,
		       cti__str(cti__cause_name(call->cause ? call->cause
							    : CAUSE_NORMAL)));
	send(m, &ev);
}

void cti__tell_merge(struct cti__model *m, struct call *call,
		     struct call *merged)
{
	struct cti_event ev;

	if (!merged->begun || merged->merged_into)
		return;
	cti__tell_begin(m, call);
	begin(m, &ev, CTI_EVENT_INFO, call);
	cti__event_set(&ev, CTI_FIELD_MERGED, cti__str(merged->id));
	send(m, &ev);
}

void cti__tell_direction(struct cti__model *m, struct call *call,
			 const char *direction)
{
	struct cti_event ev;

	if (call->direction)
		return;
	call->direction = direction;
	if (!call->begun || call->ended)
		return;
	begin(m, &ev, CTI_EVENT_INFO, call);
	cti__event_set(&ev, CTI_FIELD_DIRECTION, cti__str(direction));
	send(m, &ev);
}

/* What the leg waited to be told must be told before anything else of it. */
static void before(struct cti__model *m, struct leg *leg)
{
	enum wait kind = leg->wait.kind;
	int64_t said_us = m->said_us;

	if (kind == WAIT_NONE)
		return;
	m->said_us = cti__wait_since(&leg->wait);
	cti__wait(m, &leg->wait, WAIT_NONE);
	if (kind == WAIT_RETRIEVE)
		cti__tell_retrieve(m, leg);
	else if (kind == WAIT_SENT)
		cti__tell_ring(m, leg);
	m->said_us = said_us;
}

/* Whether the leg is one whose events are told, and still may be. */
static bool is_told(const struct leg *leg)
{
	return leg->role == CTI_ROLE_EXTENSION && !leg->spy &&
	       !leg->told_hangup && leg->call;
}

static void put_leg(struct cti_event *ev, struct leg *leg)
{
	cti__event_set(ev, CTI_FIELD_DEVICE, cti__str(leg->device));
}

void cti__tell_dial(struct cti__model *m, struct leg *leg, struct call *call,
		    struct cti__str called)
{
	struct cti_event ev;

	if (!is_told(leg) || !call)
		return;
	before(m, leg);
	cti__tell_begin(m, call);
	begin(m, &ev, CTI_EVENT_DIAL, call);
	put_leg(&ev, leg);
	cti__event_set(&ev, CTI_FIELD_CALLED, called);
	send(m, &ev);
}

/* Who rings here, as far as is known: NULL and *number for the number alone. */
static struct leg *ringing_party(struct leg *leg, struct cti__str *number)
{
	struct leg *caller = leg->originated ? NULL : cti__caller_leg(leg);

	if (caller) {
		*number = cti__leg_number(caller);
		return caller;
	}
	*number = cti__str(leg->display);
	if (leg->call && leg->call->originated && leg->call->dnis)
		*number = cti__str(leg->call->dnis);
	return NULL;
}

struct cti__str cti__leg_remote(struct leg *leg)
{
	struct cti__str remote = cti__str(leg->remote);

	if (!leg->remote && leg->told_dial)
		remote = cti__str(leg->dialled_number);
	else if (!leg->remote && leg->called)
		(void)ringing_party(leg, &remote);
	return remote;
}

/* Whether somebody may yet turn out to be calling. */
static bool caller_may_come(const struct leg *leg)
{
	struct leg *half;

	if (!leg->dialler || leg->dialler->role != CTI_ROLE_LOCAL)
		return false;
	half = cti__leg_other_half(leg->dialler);
	return half && !half->originated && !half->consultant;
}

static void ring(struct cti__model *m, struct leg *leg, struct leg *caller,
		 struct cti__str number)
{
	struct call *call = leg->call;
	struct agent *agent = leg->at ? leg->at->agent : NULL;
	struct cti_event ev;

	leg->told_ring = true;
	cti__wait(m, &leg->wait, WAIT_NONE);
	if (!leg->remote)
		cti__model_keep(m, &leg->remote, number);
	cti__divert_settle(m, call);
	cti__tell_begin(m, call);
	begin(m, &ev, CTI_EVENT_RING, call);
	put_leg(&ev, leg);
	put_remote(&ev, call, number);
	if (caller && caller->role == CTI_ROLE_TRUNK)
		put(&ev, CTI_FIELD_NAME, cti__str(call->name));
	else if (caller)
		put(&ev, CTI_FIELD_NAME, cti__str(caller->name));
	cti__event_set(&ev, CTI_FIELD_CALLED,
		       call->originated && !call->dial_moves
			       ? cti__str(leg->device)
			       : cti__call_called(call));
	put(&ev, CTI_FIELD_QUEUE, cti__str(call->queue));
	if (agent)
		cti__event_set(&ev, CTI_FIELD_AGENT, cti__str(agent->id));
	if (leg->answered || leg->state == CTI_STATE_UP)
		ev.flags |= CTI_FLAG_SYNTHETIC | CTI_FLAG_LATE;
	send(m, &ev);
}

void cti__tell_ring(struct cti__model *m, struct leg *leg)
{
	struct cti__str number;
	struct leg *caller;

	if (!is_told(leg) || leg->told_ring || leg->told_dial || !leg->called ||
	    leg->state != CTI_STATE_ALERTING || leg->wait.kind == WAIT_SENT)
		return;
	caller = ringing_party(leg, &number);
	if (!caller && caller_may_come(leg) && leg->wait.kind == WAIT_NONE) {
		cti__wait(m, &leg->wait, WAIT_RING);
		return;
	}
	if (!caller && leg->wait.kind == WAIT_RING && caller_may_come(leg))
		return;
	ring(m, leg, caller, number);
	cti__free(leg->display);
	leg->display = NULL;
}

void cti__tell_ring_now(struct cti__model *m, struct leg *leg)
{
	struct cti__str number;
	struct leg *caller;

	if (!is_told(leg) || leg->told_ring || leg->told_dial || !leg->called)
		return;
	caller = ringing_party(leg, &number);
	ring(m, leg, caller, number);
}

/*
 * A telephone answers once when it picks up, once for the far end of what it
 * dialled, and once for each consultation on its own leg.
 */
static bool may_answer(const struct leg *leg, const struct call *call)
{
	if (call != leg->call)
		return leg->consult && leg->consult->call == call;
	return (leg->called && !leg->answered) ||
	       (leg->told_dial && !leg->far_answered);
}

void cti__tell_answer(struct cti__model *m, struct leg *leg, struct call *call,
		      struct cti__str remote)
{
	struct agent *agent;
	struct cti_event ev;

	if (!is_told(leg) || !call || !may_answer(leg, call))
		return;
	/* It may never have been told, of a leg met when it was answered. */
	cti__tell_ring_now(m, leg);
	before(m, leg);
	cti__tell_begin(m, call);
	if (!leg->answered) {
		leg->answered = true;
		leg->answered_us = m->now_us;
		cti__agent_talks(m, leg, true);
	}
	begin(m, &ev, CTI_EVENT_ANSWER, call);
	put_leg(&ev, leg);
	put_remote(&ev, call, remote);
	put(&ev, CTI_FIELD_QUEUE, cti__str(call->queue));
	agent = leg->at ? leg->at->agent : NULL;
	if (agent)
		cti__event_set(&ev, CTI_FIELD_AGENT, cti__str(agent->id));
	send(m, &ev);
}

void cti__tell_remote(struct cti__model *m, struct leg *leg,
		      struct cti__str remote)
{
	struct cti_event ev;

	if (!is_told(leg) || (leg->remote && cti__str_is(remote, leg->remote)))
		return;
	before(m, leg);
	begin(m, &ev, CTI_EVENT_INFO, leg->call);
	put_leg(&ev, leg);
	put_remote(&ev, leg->call, remote);
	send(m, &ev);
}

void cti__tell_hold(struct cti__model *m, struct leg *leg)
{
	struct cti_event ev;

	if (!is_told(leg) || !leg->answered)
		return;
	before(m, leg);
	if (leg->held)
		return;
	leg->held = true;
	begin(m, &ev, CTI_EVENT_HOLD, leg->call);
	put_leg(&ev, leg);
	put(&ev, CTI_FIELD_REMOTE, cti__str(leg->remote));
	send(m, &ev);
}

void cti__tell_retrieve(struct cti__model *m, struct leg *leg)
{
	struct cti_event ev;

	if (!is_told(leg) || !leg->held)
		return;
	leg->held = false;
	begin(m, &ev, CTI_EVENT_RETRIEVE, leg->call);
	put_leg(&ev, leg);
	put(&ev, CTI_FIELD_REMOTE, cti__str(leg->remote));
	send(m, &ev);
}

void cti__tell_hangup(struct cti__model *m, struct leg *leg, enum cause cause,
		      int64_t code, struct cti__str text)
{
	struct cti__str remote;
	struct cti_event ev;

	if (!is_told(leg) || (!leg->called && !leg->told_dial))
		return;
	remote = cti__leg_remote(leg);
	before(m, leg);
	cti__tell_begin(m, leg->call);
	if (leg->answered)
		cti__agent_talks(m, leg, false);
	leg->told_hangup = true;
	begin(m, &ev, CTI_EVENT_HANGUP, leg->call);
	put_leg(&ev, leg);
	put_remote(&ev, leg->call, remote);
	cti__event_set(&ev, CTI_FIELD_CAUSE, cti__str(cti__cause_name(cause)));
	if (code)
		cti__event_set_int(&ev, CTI_FIELD_CAUSE_CODE, code);
	put(&ev, CTI_FIELD_CAUSE_TEXT, text);
	if (cause == CAUSE_LOST)
		ev.flags |= CTI_FLAG_SYNTHETIC;
	send(m, &ev);
}

void cti__tell_transfer(struct cti__model *m, struct call *call,
			const struct tell_transfer *t)
{
	struct cti_event ev;

	cti__tell_begin(m, call);
	begin(m, &ev,
	      t->failed ? CTI_EVENT_TRANSFER_FAILED : CTI_EVENT_TRANSFER, call);
	cti__event_set(&ev, CTI_FIELD_KIND, cti__str(t->kind));
	cti__event_set(&ev, CTI_FIELD_BY, t->by);
	cti__event_set(&ev, CTI_FIELD_TO, t->to);
	put_remote(&ev, call, t->remote);
	if (t->merged)
		cti__event_set(&ev, CTI_FIELD_MERGED, cti__str(t->merged->id));
	if (t->alerting)
		cti__event_set_int(&ev, CTI_FIELD_ALERTING, 1);
	put(&ev, CTI_FIELD_CAUSE, t->cause);
	send(m, &ev);
}

void cti__tell_divert(struct cti__model *m, struct call *call,
		      struct cti__str from, struct cti__str to,
		      const char *reason)
{
	struct cti_event ev;

	cti__tell_begin(m, call);
	begin(m, &ev, CTI_EVENT_DIVERT, call);
	cti__event_set(&ev, CTI_FIELD_FROM, from);
	cti__event_set(&ev, CTI_FIELD_TO, to);
	put(&ev, CTI_FIELD_REASON, cti__str(reason));
	send(m, &ev);
}

void cti__tell_pickup(struct cti__model *m, struct call *call,
		      struct cti__str by, struct cti__str of,
		      struct call *merged)
{
	struct cti_event ev;

	cti__tell_begin(m, call);
	begin(m, &ev, CTI_EVENT_PICKUP, call);
	cti__event_set(&ev, CTI_FIELD_BY, by);
	cti__event_set(&ev, CTI_FIELD_OF, of);
	if (merged)
		cti__event_set(&ev, CTI_FIELD_MERGED, cti__str(merged->id));
	send(m, &ev);
}

void cti__tell_park(struct cti__model *m, enum cti_event_kind kind,
		    struct leg *parkee, struct cti__str device,
		    struct cti__str slot, const char *reason)
{
	struct cti_event ev;

	cti__tell_begin(m, parkee->call);
	begin(m, &ev, kind, parkee->call);
	cti__event_set(&ev, CTI_FIELD_DEVICE, device);
	put_remote(&ev, parkee->call, cti__leg_number(parkee));
	cti__event_set(&ev, CTI_FIELD_SLOT, slot);
	put(&ev, CTI_FIELD_REASON, cti__str(reason));
	send(m, &ev);
}

void cti__tell_queue(struct cti__model *m, enum cti_event_kind kind,
		     struct leg *leg, struct cti__str queue, int64_t position,
		     const char *reason)
{
	struct call *call = leg->call;
	struct cti_event ev;

	cti__tell_begin(m, call);
	begin(m, &ev, kind, call);
	cti__event_set(&ev, CTI_FIELD_QUEUE, queue);
	put_remote(&ev, call, cti__leg_number(leg));
	if (position)
		cti__event_set_int(&ev, CTI_FIELD_POSITION, position);
	if (kind != CTI_EVENT_QUEUE)
		cti__event_set_int(&ev, CTI_FIELD_WAITED_MS,
				   (m->now_us - call->queued_us) / 1000);
	put(&ev, CTI_FIELD_REASON, cti__str(reason));
	send(m, &ev);
}

static void add_to_list(struct cti__buf *list, struct cti__str item)
{
	if (list->n)
		cti__buf_char(list, ',');
	cti__buf_str(list, item);
}

void cti__tell_conference(struct cti__model *m, struct call *call,
			  struct leg **leg, size_t count)
{
	struct cti__buf devices = { 0 }, also = { 0 };
	struct cti_event ev;
	size_t i;

	for (i = 0; i < count; i++)
		add_to_list(leg[i]->role == CTI_ROLE_EXTENSION ? &devices
							       : &also,
			    cti__leg_number(leg[i]));
	cti__tell_begin(m, call);
	begin(m, &ev, CTI_EVENT_CONFERENCE, call);
	cti__event_set(&ev, CTI_FIELD_DEVICES,
		       cti__str_n(devices.p, devices.n));
	if (also.n)
		cti__event_set(&ev, CTI_FIELD_ALSO, cti__str_n(also.p, also.n));
	if (devices.err || also.err)
		m->err = devices.err ? devices.err : also.err;
	else
		send(m, &ev);
	cti__buf_fini(&devices);
	cti__buf_fini(&also);
}

void cti__tell_dtmf(struct cti__model *m, struct leg *leg,
		    struct cti__str digits)
{
	struct cti_event ev;

	if (!leg->call || leg->told_hangup || !cti__leg_is_real(leg))
		return;
	before(m, leg);
	cti__tell_begin(m, leg->call);
	begin(m, &ev, CTI_EVENT_DTMF, leg->call);
	cti__event_set(&ev, CTI_FIELD_DEVICE, cti__leg_number(leg));
	cti__event_set(&ev, CTI_FIELD_DIGITS, digits);
	send(m, &ev);
}

void cti__tell_data(struct cti__model *m, struct leg *leg,
		    const struct cti_fact *fact)
{
	struct cti_event ev;
	bool is_new;

	if (!leg->call)
		return;
	is_new = cti__call_data_new(m, leg->call, fact->name, fact->data);
	if (fact->standing && !is_new)
		return;
	cti__tell_begin(m, leg->call);
	begin(m, &ev, CTI_EVENT_DATA, leg->call);
	cti__event_set(&ev, CTI_FIELD_KEY, fact->name);
	cti__event_set(&ev, CTI_FIELD_VALUE, fact->data);
	send(m, &ev);
}

void cti__tell_record(struct cti__model *m, struct leg *leg,
		      struct cti__str state, struct cti__str ref)
{
	struct cti_event ev;

	if (!leg->call || leg->told_hangup || !cti__leg_is_real(leg))
		return;
	cti__tell_begin(m, leg->call);
	begin(m, &ev, CTI_EVENT_RECORD, leg->call);
	cti__event_set(&ev, CTI_FIELD_DEVICE, cti__leg_number(leg));
	cti__event_set(&ev, CTI_FIELD_STATE, state);
	put(&ev, CTI_FIELD_REF, ref);
	send(m, &ev);
}

void cti__tell_agent(struct cti__model *m, struct agent *agent,
		     const char *state, struct cti__str queue)
{
	struct cti_event ev;

	agent->since_us = m->now_us;
	begin(m, &ev, CTI_EVENT_AGENT, NULL);
	cti__event_set(&ev, CTI_FIELD_AGENT, cti__str(agent->id));
	if (agent->device)
		put(&ev, CTI_FIELD_DEVICE, cti__str(agent->device->number));
	put(&ev, CTI_FIELD_QUEUE, queue);
	cti__event_set(&ev, CTI_FIELD_STATE, cti__str(state));
	put(&ev, CTI_FIELD_REASON, cti__str(agent->reason));
	send(m, &ev);
}

void cti__tell_loss(struct cti__model *m, struct cti__str text)
{
	struct cti_event ev;

	begin(m, &ev, CTI_EVENT_LOSS, NULL);
	put(&ev, CTI_FIELD_DETAIL, text);
	send(m, &ev);
}
