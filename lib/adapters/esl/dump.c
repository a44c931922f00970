/* SPDX-License-Identifier: MIT */
/* All that FreeSWITCH knows of one leg, as facts of a snapshot. */
#include "adapters/esl/esl.h"

#define GET(header) cti__esl_get(msg, ESL_##header)

static void report(struct cti__esl_message *msg, struct cti_fact *fact)
{
	fact->snapshot = true;
	cti_port_report(msg->esl->port, fact);
}

static enum cti_fact_state state_of(struct cti__esl_message *msg)
{
	struct cti__str answer = GET(ANSWER_STATE);

	if (cti__str_is(answer, "answered"))
		return CTI_STATE_UP;
	if (!cti__str_is(GET(DIRECTION), "outbound"))
		return CTI_STATE_CALLING;
	if (cti__str_is(answer, "early") ||
	    cti__str_is(GET(CALL_STATE), "RINGING"))
		return CTI_STATE_ALERTING;
	return CTI_STATE_DOWN;
}

/* The leg that began what this one belongs to. */
static struct cti__str group_of(struct cti__esl_message *msg)
{
	struct cti__str self = GET(UNIQUEID), other = cti__esl_dialler(msg);

	if (cti__str_is(GET(DIRECTION), "outbound"))
		return other.n ? other : self;
	/* Two that both called: the one that was joined to the other. */
	return cti__str_is(GET(OTHER_TYPE), "originator") && other.n ? other
								     : self;
}

static void leg(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_NEW };
	bool outbound = cti__str_is(GET(DIRECTION), "outbound");

	cti__esl_put_channel(&fact, msg);
	cti__esl_put_party(&fact, msg);
	fact.leg = GET(UNIQUEID);
	fact.group = group_of(msg);
	fact.state = state_of(msg);
	fact.called = GET(DESTINATION);
	if (outbound) {
		fact.other_number = fact.number;
		fact.number = fact.called;
		fact.name = CTI__STR_NONE;
	} else if (GET(FIRST_DIALLED).n) {
		fact.called = GET(FIRST_DIALLED);
	}
	report(msg, &fact);
}

/* As the event names it that told of the bridge: the one that dialled first. */
static void bridge(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_BRIDGE_ENTER, .open = true };
	struct cti__str a = GET(UNIQUEID), b = GET(BRIDGED_TO), swap;
	char id[128];

	fact.leg = a;
	if (GET(ROOM_ID).n) {
		fact.bridge_kind = CTI_BRIDGE_ROOM;
		fact.bridge = GET(ROOM_ID);
		fact.called = GET(ROOM);
		report(msg, &fact);
		return;
	}
	if (!b.n || a.n + b.n + 1 > sizeof(id))
		return;
	if (cti__str_is(GET(OTHER_TYPE), "originator")) {
		swap = a;
		a = b;
		b = swap;
	}
	memcpy(id, a.p, a.n);
	id[a.n] = ' ';
	memcpy(id + a.n + 1, b.p, b.n);
	fact.bridge = cti__str_n(id, a.n + b.n + 1);
	report(msg, &fact);
}

static void waits(struct cti__esl_message *msg)
{
	struct cti__str application = GET(NOW_APPLICATION), rest;
	struct cti__str first = cti__str_cut(GET(NOW_DATA), ' ', &rest);
	struct cti_fact fact = { .kind = CTI_FACT_QUEUE_JOIN };

	if (GET(BRIDGED_TO).n)
		return;
	fact.leg = GET(UNIQUEID);
	if (cti__str_is(application, "callcenter")) {
		first = GET(CC_QUEUE_OF).n ? GET(CC_QUEUE_OF) : first;
	} else if (cti__str_is(application, "valet_park")) {
		fact.kind = CTI_FACT_PARKED;
		fact.slot = cti__str_cut(rest, ' ', &rest);
	} else if (!cti__str_is(application, "fifo") ||
		   !cti__str_starts(rest, CTI__STR("in"))) {
		return;
	}
	if (fact.kind == CTI_FACT_QUEUE_JOIN)
		fact.queue = cti__str_cut(first, '@', &rest);
	report(msg, &fact);
}

static void asks(struct cti__esl_message *msg)
{
	struct cti_fact fact = { 0 };

	if (!cti__str_is(GET(NOW_APPLICATION), "park") || GET(BRIDGED_TO).n ||
	    cti__str_is(GET(DIRECTION), "outbound"))
		return;
	cti__esl_put_route(&fact, msg);
	report(msg, &fact);
}

/* Also that it is not: it may have been when we last looked. */
static void held(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_HOLD };
	struct cti__str state = GET(CALL_STATE);

	if (cti__str_is(state, "ACTIVE") || cti__str_is(state, "UNHELD"))
		fact.kind = CTI_FACT_UNHOLD;
	else if (!cti__str_is(state, "HELD"))
		return;
	fact.leg = GET(UNIQUEID);
	report(msg, &fact);
}

void cti__esl_dumped(struct cti__esl_state *esl, struct cti__str body)
{
	struct cti__esl_message all, *msg = &all;

	memset(msg, 0, sizeof(*msg));
	msg->esl = esl;
	/* One that has ended meanwhile is none: "-ERR No such channel!" */
	if (cti__esl_read_any(msg, body) || !GET(UNIQUEID).n ||
	    cti__str_is(GET(ANSWER_STATE), "hangup"))
		return;
	leg(msg);
	bridge(msg);
	waits(msg);
	asks(msg);
	held(msg);
}
