/* SPDX-License-Identifier: MIT */
/* What each kind of event means for the pops of its call: design.md 6. */
#include "pop/screens.h"
#include "pop/show.h"
#include "pop/verify.h"

#include <cti/client.h>
#include <cti/error.h>

static struct cti__str text(const struct cti_event *ev, enum cti_field field)
{
	return cti__event_text(ev, field);
}

static void set_direction(struct cti__pop_call *call,
			  const struct cti_event *ev)
{
	struct cti__str direction = text(ev, CTI_FIELD_DIRECTION);

	if (cti__str_is(direction, "outbound"))
		call->direction = CTI__DIRECTION_OUTBOUND;
	else if (cti__str_is(direction, "internal"))
		call->direction = CTI__DIRECTION_INTERNAL;
	else if (cti__str_is(direction, "inbound"))
		call->direction = CTI__DIRECTION_INBOUND;
}

/* The other party that this event names, seen from the one inside. */
static struct cti__str remote_in(const struct cti_event *ev)
{
	switch (ev->kind) {
	case CTI_EVENT_QUEUE:
	case CTI_EVENT_RING:
	case CTI_EVENT_ANSWER:
	case CTI_EVENT_TRANSFER:
		return text(ev, CTI_FIELD_REMOTE);
	default:
		return CTI__STR_NONE;
	}
}

/* The number of the one outside: before the direction is known, nobody's. */
static struct cti__str outside_number(const struct cti__pop_call *call,
				      const struct cti_event *ev)
{
	const char *number = call->caller;

	if (call->direction == CTI__DIRECTION_UNKNOWN ||
	    cti__pop_call_hides(call))
		return CTI__STR_NONE;
	if (call->direction == CTI__DIRECTION_OUTBOUND)
		number = call->dnis ? call->dnis : call->called;
	return number ? cti__str(number) : remote_in(ev);
}

/*
 * What the switch has not said yet: a telephone that rings for its own number
 * wants to dial by a click; one that another telephone dialled is a
 * colleague's.
 */
static void guess_direction(struct cti__pop_call *call,
			    const struct cti_event *ev)
{
	struct cti__str device = text(ev, CTI_FIELD_DEVICE);

	if (call->direction != CTI__DIRECTION_UNKNOWN ||
	    (ev->kind != CTI_EVENT_RING && ev->kind != CTI_EVENT_ANSWER))
		return;
	if (call->origin && !cti__str_is(device, call->origin))
		call->direction = CTI__DIRECTION_INTERNAL;
	else if (!call->origin && ev->kind == CTI_EVENT_RING &&
		 cti__str_eq(device, text(ev, CTI_FIELD_CALLED)))
		call->direction = CTI__DIRECTION_OUTBOUND;
	else if (!call->origin)
		call->direction = CTI__DIRECTION_INBOUND;
}

static void learn_names(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__pops *pops = call->pops;

	cti__pops_learn(pops, &call->link, text(ev, CTI_FIELD_LINK));
	cti__pops_learn(pops, &call->dnis, text(ev, CTI_FIELD_DNIS));
	if (ev->kind == CTI_EVENT_CALL_BEGIN || ev->kind == CTI_EVENT_INFO)
		cti__pops_learn(pops, &call->caller,
				text(ev, CTI_FIELD_CALLER));
	if (ev->kind == CTI_EVENT_CALL_BEGIN || ev->kind == CTI_EVENT_DIAL)
		cti__pops_learn(pops, &call->called,
				text(ev, CTI_FIELD_CALLED));
	if (cti__event_has(ev, CTI_FIELD_WITHHELD) && !call->caller &&
	    ev->number[CTI_FIELD_WITHHELD])
		call->withheld = true;
}

/* What every event of a call may bring. */
static void learn_all(struct cti__pop_call *call, const struct cti_event *ev)
{
	enum cti__direction before = call->direction;
	bool news = false;

	call->time_us = ev->time_us;
	learn_names(call, ev);
	set_direction(call, ev);
	guess_direction(call, ev);
	/* The caller of an outbound call is the agent. */
	if (call->direction != CTI__DIRECTION_OUTBOUND && !call->parent)
		news |= cti__pops_learn(call->pops, &call->name,
					text(ev, CTI_FIELD_NAME));
	news |= cti__pops_learn(call->pops, &call->remote,
				outside_number(call, ev));
	if (news || call->direction != before)
		cti__pop_call_mark(call);
}

static void on_dial(struct cti__pop_call *call, struct cti__screen *screen)
{
	cti__pops_learn(call->pops, &call->origin, cti__str(screen->device));
	screen->dialled = true;
	if (!screen->legs)
		screen->legs = 1;
}

static void on_ring(struct cti__pop_call *call, struct cti__screen *screen,
		    const struct cti_event *ev)
{
	/* Click-to-dial rings the one first who wants to dial. */
	if (call->direction == CTI__DIRECTION_OUTBOUND)
		cti__pops_learn(call->pops, &call->origin,
				cti__str(screen->device));
	if (!screen->open || !(ev->flags & CTI_FLAG_RESYNC))
		screen->legs++;
	if (!screen->open)
		screen->answered = screen->dialled = false;
	cti__screen_open_if_due(screen, ev);
}

static void on_answer_event(struct cti__pop_call *call,
			    struct cti__screen *screen,
			    const struct cti_event *ev)
{
	struct cti__pop_call *contact = cti__pop_call_contact(call);
	bool was = screen->answered;

	if (!screen->legs)
		screen->legs = 1;
	/* The first answer of a click-to-dial is the agent's own telephone. */
	screen->answered = call->direction != CTI__DIRECTION_OUTBOUND ||
			   !call->origin ||
			   strcmp(call->origin, screen->device) != 0 ||
			   screen->dialled;
	if (call == contact && screen->answered)
		cti__pop_call_stop_waiting(call, ev->time_us);
	if (screen->answered && !was) {
		screen->waited_ms = cti__pop_call_waited(contact, ev->time_us);
		cti__screen_mark(screen);
	}
	if (screen->answered)
		cti__screen_open_if_due(screen, ev);
}

static const char *reason_of(const struct cti__screen *screen,
			     struct cti__str cause)
{
	if (cti__str_is(cause, "lost"))
		return "lost";
	if (screen->answered)
		return "hangup";
	if (cti__str_is(cause, "answered-elsewhere"))
		return "answered-elsewhere";
	return "no-answer";
}

static void on_hangup(struct cti__screen *screen, const struct cti_event *ev)
{
	if (screen->legs && --screen->legs)
		return;
	cti__screen_leave(screen, reason_of(screen, text(ev, CTI_FIELD_CAUSE)),
			  ev->time_us);
	screen->dialled = false;
}

/* --- events of the call as a whole --- */

static void on_queue(struct cti__pop_call *call, const struct cti_event *ev)
{
	if (cti__pops_change(call->pops, &call->queue,
			     text(ev, CTI_FIELD_QUEUE)))
		cti__pop_call_mark(call);
	if (call->queued)
		return;
	call->queued = true;
	call->queued_us = ev->time_us;
}

static void on_transfer(struct cti__pop_call *call, const struct cti_event *ev)
{
	cti__screen_leave(cti__screen_find(call, text(ev, CTI_FIELD_BY)),
			  "transferred", ev->time_us);
	cti__pop_call_open_due(call, ev);
}

static void keep_data(struct cti__pop_call *call, struct cti__str key,
		      struct cti__str value)
{
	if (!key.n ||
	    (value.n && cti__str_eq(cti__pop_call_data(call, key), value)))
		return;
	switch (cti__pop_call_set_data(call, key, value)) {
	case 0:
		cti__pop_call_follow(call, key, value);
		cti__pop_call_mark(call);
		break;
	case CTI_ETOOBIG:
		cti__log(call->pops->opts.log, CTI_LOG_WARN,
			 "call %s: more than 64 keys of data, '%.*s' is left "
			 "out: let the switch set fewer",
			 call->id, (int)key.n, key.p);
		break;
	default:
		cti__pops_no_memory(call->pops);
	}
}

static void on_data(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str key = text(ev, CTI_FIELD_KEY);
	struct cti__str value = text(ev, CTI_FIELD_VALUE);

	cti__pop_call_verify_data(cti__pop_call_contact(call), key, value);
	keep_data(call, key, value);
}

static bool is_answered(const struct cti__pop_call *call)
{
	const struct cti__list *node;

	cti__list_each (node, &call->screens)
		if (cti__list_entry(node, struct cti__screen, node)->answered)
			return true;
	return false;
}

/* More than anybody's menu asks for is noise on the line. */
#define DIGITS_MAX 64

/* What the caller keys in on the way through the menu is data of the call, as
   if the switch had said it; what is pressed later, or to be verified, is not.
 */
static void on_keys(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__pop_call *contact = cti__pop_call_contact(call);
	struct cti__str key = CTI__STR("ivr_digits");
	struct cti__str digits = text(ev, CTI_FIELD_DIGITS);
	struct cti__buf all = { 0 };

	cti__pop_call_verify_keys(contact);
	if (call != contact || call->direction != CTI__DIRECTION_INBOUND ||
	    is_answered(call) || cti__verify_hides(&call->known.verify) ||
	    cti__screen_find(call, text(ev, CTI_FIELD_DEVICE)))
		return;
	cti__buf_str(&all, cti__pop_call_data(call, key));
	cti__buf_str(&all, digits);
	if (all.err)
		cti__pops_no_memory(call->pops);
	else if (all.n <= DIGITS_MAX)
		keep_data(call, key, cti__str_n(all.p, all.n));
	cti__buf_fini(&all);
}

static void end_call(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str cause = text(ev, CTI_FIELD_CAUSE);
	struct cti__screen *screen;
	struct cti__list *node;

	/* Every leg has had its hangup; this is for what the model lost. */
	cti__list_each (node, &call->screens) {
		screen = cti__list_entry(node, struct cti__screen, node);
		cti__screen_leave(screen, reason_of(screen, cause),
				  ev->time_us);
	}
	cti__pop_call_free(call);
}

static void on_call(struct cti__pop_call *call, const struct cti_event *ev)
{
	switch (ev->kind) {
	case CTI_EVENT_QUEUE:
		on_queue(call, ev);
		break;
	case CTI_EVENT_DEQUEUE:
	case CTI_EVENT_ABANDON:
		cti__pop_call_stop_waiting(call, ev->time_us);
		break;
	case CTI_EVENT_TRANSFER:
		on_transfer(call, ev);
		break;
	case CTI_EVENT_PICKUP:
		cti__screen_leave(
			cti__screen_find(call, text(ev, CTI_FIELD_OF)),
			"picked-up", ev->time_us);
		break;
	case CTI_EVENT_PARK:
		cti__screen_leave(
			cti__screen_find(call, text(ev, CTI_FIELD_DEVICE)),
			"parked", ev->time_us);
		break;
	case CTI_EVENT_CONFERENCE:
		cti__pop_call_open_due(call, ev);
		break;
	case CTI_EVENT_DATA:
		on_data(call, ev);
		break;
	case CTI_EVENT_DTMF:
		on_keys(call, ev);
		break;
	default:
		break;
	}
}

static void on_device(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str device = text(ev, CTI_FIELD_DEVICE);
	struct cti__str agent = text(ev, CTI_FIELD_AGENT);
	struct cti__pops *pops = call->pops;
	struct cti__screen *screen;

	if (ev->kind == CTI_EVENT_HANGUP) {
		screen = cti__screen_find(call, device);
		if (screen)
			on_hangup(screen, ev);
		return;
	}
	screen = device.n ? cti__screen_get(call, device) : NULL;
	if (!screen) {
		if (device.n)
			cti__pops_no_memory(pops);
		return;
	}
	if (!agent.n)
		agent = cti__seat_agent(pops, text(ev, CTI_FIELD_LINK), device);
	if (cti__pops_change(pops, &screen->agent, agent))
		cti__screen_mark(screen);
	if (cti__pops_change(pops, &screen->remote, text(ev, CTI_FIELD_REMOTE)))
		cti__screen_mark(screen);
	if (ev->kind == CTI_EVENT_RING) {
		cti__pops_change(pops, &call->queue, text(ev, CTI_FIELD_QUEUE));
		on_ring(call, screen, ev);
	} else if (ev->kind == CTI_EVENT_ANSWER) {
		on_answer_event(call, screen, ev);
	} else {
		on_dial(call, screen);
	}
}

static void on_agent(struct cti__pops *pops, const struct cti_event *ev)
{
	struct cti__str link = text(ev, CTI_FIELD_LINK);
	struct cti__str device = text(ev, CTI_FIELD_DEVICE);
	struct cti__str agent = text(ev, CTI_FIELD_AGENT);

	if (!device.n || !agent.n)
		return;
	if (cti__str_is(text(ev, CTI_FIELD_STATE), "logout")) {
		/* A colleague may have taken the seat meanwhile. */
		if (cti__str_eq(cti__seat_agent(pops, link, device), agent))
			agent = CTI__STR_NONE;
		else
			return;
	}
	if (cti__seat_set(pops, link, device, agent))
		cti__pops_no_memory(pops);
}

static bool is_of_device(enum cti_event_kind kind)
{
	return kind == CTI_EVENT_RING || kind == CTI_EVENT_ANSWER ||
	       kind == CTI_EVENT_DIAL || kind == CTI_EVENT_HANGUP;
}

/* Only what shows that a call lives may begin one that was never heard of. */
static bool is_beginning(enum cti_event_kind kind)
{
	return kind == CTI_EVENT_CALL_BEGIN || kind == CTI_EVENT_RING ||
	       kind == CTI_EVENT_ANSWER || kind == CTI_EVENT_DIAL ||
	       kind == CTI_EVENT_QUEUE;
}

static void relate(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str merged = text(ev, CTI_FIELD_MERGED);
	struct cti__str of = text(ev, CTI_FIELD_CONSULT_OF);
	struct cti__pop_call *other;

	if (of.n && !call->parent) {
		other = cti__pop_call_real(cti__pop_call_find(call->pops, of));
		if (other)
			cti__pop_call_join(call, other);
	}
	if (merged.n) {
		other = cti__pop_call_find(call->pops, merged);
		if (other)
			cti__pop_call_merge(other, call, ev);
	}
}

/*
 * The end of a call names the one it went into; who talks there, pops there.
 * Not so who is consulted: the transfer is yet to be told, or never comes.
 */
static void go_into(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__pop_call *into = cti__pop_call_real(
		cti__pop_call_find(call->pops, text(ev, CTI_FIELD_MERGED)));
	bool consulted = call->parent != NULL;

	if (!into || into == call)
		return;
	cti__pop_call_merge(call, into, ev);
	if (!consulted)
		cti__pop_call_open_due(into, ev);
}

static void on_call_event(struct cti__pops *pops, const struct cti_event *ev,
			  struct cti__str id)
{
	struct cti__pop_call *call = cti__pop_call_find(pops, id);

	if (!call && is_beginning(ev->kind)) {
		call = cti__pop_call_get(pops, id);
		if (!call)
			cti__pops_no_memory(pops);
	}
	if (!call)
		return;
	if (ev->kind == CTI_EVENT_CALL_END) {
		if (!call->merged)
			go_into(call, ev);
		end_call(call, ev);
		return;
	}
	call = cti__pop_call_real(call);
	relate(call, ev);
	learn_all(call, ev);
	cti__pop_call_identify(call);
	if (is_of_device(ev->kind))
		on_device(call, ev);
	else
		on_call(call, ev);
}

void cti__pops_event(struct cti__pops *pops, const struct cti_event *ev)
{
	struct cti__str id = text(ev, CTI_FIELD_CALL);

	if (ev->kind == CTI_EVENT_POP)
		return;
	if (ev->kind == CTI_EVENT_AGENT)
		on_agent(pops, ev);
	else if (id.n)
		on_call_event(pops, ev, id);
	cti__pops_flush(pops, ev);
}

void cti__pops_tell_end(struct cti__pops *pops, struct cti_event *ev)
{
	struct cti__pop_call *call;

	if (ev->kind != CTI_EVENT_CALL_END || text(ev, CTI_FIELD_MERGED).n)
		return;
	call = cti__pop_call_find(pops, text(ev, CTI_FIELD_CALL));
	if (!call)
		return;
	learn_all(call, ev);
	ev->pop = cti__pop_call_left(call, ev->time_us);
}

void cti__pops_told(struct cti_event *ev)
{
	if (ev->kind == CTI_EVENT_CALL_END)
		cti__pop_unref(ev->pop);
}
