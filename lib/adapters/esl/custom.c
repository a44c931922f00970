/* SPDX-License-Identifier: MIT */
/* Events of FreeSWITCH's modules as facts: queues, rooms, parking, pickup. */
#include "adapters/esl/esl.h"

#define GET(header) cti__esl_get(msg, ESL_##header)

/* Queues and agents are named without their @domain. */
static struct cti__str bare(struct cti__str name)
{
	struct cti__str rest;

	return cti__str_cut(name, '@', &rest);
}

struct row {
	const char *word;
	void (*on)(struct cti__esl_message *msg);
};

static void by_word(struct cti__esl_message *msg, struct cti__str word,
		    const struct row *row, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (cti__str_is(word, row[i].word)) {
			row[i].on(msg);
			return;
		}
}

#define BY_WORD(msg, word, rows)                                               \
	by_word(msg, word, rows, sizeof(rows) / sizeof((rows)[0]))

static void queue_fact(struct cti__esl_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = GET(CC_MEMBER_UUID);
	fact.other = GET(CC_AGENT_UUID);
	fact.queue = bare(GET(CC_QUEUE));
	fact.agent = bare(GET(CC_AGENT));
	cti__esl_report(msg, &fact);
}

static void cc_member_start(struct cti__esl_message *msg)
{
	queue_fact(msg, CTI_FACT_QUEUE_JOIN);
}

/* Terminated is the end of the talk; Cancel that there was none. */
static void cc_member_end(struct cti__esl_message *msg)
{
	queue_fact(msg, cti__str_is(GET(CC_CAUSE), "Cancel")
				? CTI_FACT_QUEUE_ABANDON
				: CTI_FACT_QUEUE_LEAVE);
}

static void cc_agent_offering(struct cti__esl_message *msg)
{
	queue_fact(msg, CTI_FACT_AGENT_OFFER);
}

static void cc_bridge_start(struct cti__esl_message *msg)
{
	queue_fact(msg, CTI_FACT_QUEUE_LEAVE);
	queue_fact(msg, CTI_FACT_AGENT_CONNECT);
}

static void cc_bridge_end(struct cti__esl_message *msg)
{
	queue_fact(msg, CTI_FACT_AGENT_COMPLETE);
}

/* An agent is one in all his queues; his states for each call (Receiving,
   Waiting) are the queue's own. */
static void cc_agent_status(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER };
	struct cti__str status = GET(CC_AGENT_STATUS);

	fact.agent = bare(GET(CC_AGENT));
	fact.device = cti__str_is_digits(fact.agent) ? fact.agent
						     : CTI__STR_NONE;
	fact.member = status.n && !cti__str_is(status, "Logged Out");
	fact.paused = cti__str_is(status, "On Break");
	fact.ok = fact.member && !fact.paused;
	cti__esl_report(msg, &fact);
}

static void on_callcenter(struct cti__esl_message *msg)
{
	static const struct row rows[] = {
		{ "agent-offering", cc_agent_offering },
		{ "agent-status-change", cc_agent_status },
		{ "bridge-agent-end", cc_bridge_end },
		{ "bridge-agent-start", cc_bridge_start },
		{ "member-queue-end", cc_member_end },
		{ "member-queue-resume", cc_member_start },
		{ "member-queue-start", cc_member_start },
	};

	BY_WORD(msg, GET(CC_ACTION), rows);
}

static void fifo_fact(struct cti__esl_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = GET(UNIQUEID);
	fact.queue = bare(GET(FIFO_NAME));
	cti__esl_report(msg, &fact);
}

static void fifo_push(struct cti__esl_message *msg)
{
	fifo_fact(msg, CTI_FACT_QUEUE_JOIN);
}

static void fifo_pop(struct cti__esl_message *msg)
{
	fifo_fact(msg, CTI_FACT_QUEUE_LEAVE);
}

/* By hanging up, by a key, or because of the time. */
static void fifo_abort(struct cti__esl_message *msg)
{
	fifo_fact(msg, CTI_FACT_QUEUE_ABANDON);
}

/* Whoever fetches a caller; the event is that telephone's. */
static void fifo_fetch(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_CONNECT };

	fact.leg = GET(FIFO_CALLER);
	fact.other = GET(UNIQUEID);
	fact.queue = bare(GET(FIFO_NAME));
	cti__esl_report(msg, &fact);
}

static void on_fifo(struct cti__esl_message *msg)
{
	static const struct row rows[] = {
		{ "abort", fifo_abort },    { "bridge-caller-start", fifo_pop },
		{ "caller_pop", fifo_pop }, { "consumer_pop", fifo_fetch },
		{ "push", fifo_push },	    { "timeout", fifo_abort },
	};

	BY_WORD(msg, GET(FIFO_ACTION), rows);
}

static void room_fact(struct cti__esl_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind, .bridge_kind = CTI_BRIDGE_ROOM };

	fact.bridge = GET(CONFERENCE_ID);
	if (!fact.bridge.n)
		fact.bridge = GET(CONFERENCE);
	fact.called = GET(CONFERENCE);
	fact.leg = GET(UNIQUEID);
	cti__esl_report(msg, &fact);
}

static void conference_add(struct cti__esl_message *msg)
{
	room_fact(msg, CTI_FACT_BRIDGE_ENTER);
}

static void conference_del(struct cti__esl_message *msg)
{
	room_fact(msg, CTI_FACT_BRIDGE_LEAVE);
}

static void conference_destroy(struct cti__esl_message *msg)
{
	room_fact(msg, CTI_FACT_BRIDGE_END);
}

static void on_conference(struct cti__esl_message *msg)
{
	static const struct row rows[] = {
		{ "add-member", conference_add },
		{ "conference-destroy", conference_destroy },
		{ "del-member", conference_del },
	};

	BY_WORD(msg, GET(ACTION), rows);
}

static void valet_fact(struct cti__esl_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = GET(UNIQUEID);
	fact.other = GET(BRIDGE_TO);
	fact.slot = GET(SLOT);
	cti__esl_report(msg, &fact);
}

static void valet_hold(struct cti__esl_message *msg)
{
	valet_fact(msg, CTI_FACT_PARKED);
}

static void valet_bridge(struct cti__esl_message *msg)
{
	valet_fact(msg, CTI_FACT_UNPARKED);
}

/* Also after somebody fetched it: then it is parked no more. */
static void valet_exit(struct cti__esl_message *msg)
{
	valet_fact(msg, cti__str_is(GET(ANSWER_STATE), "hangup")
				? CTI_FACT_PARK_GIVE_UP
				: CTI_FACT_PARK_TIMEOUT);
}

static void on_valet(struct cti__esl_message *msg)
{
	static const struct row rows[] = {
		{ "bridge", valet_bridge },
		{ "exit", valet_exit },
		{ "hold", valet_hold },
	};

	BY_WORD(msg, GET(ACTION), rows);
}

/* A ringing call taken over by a telephone's own INVITE with Replaces. */
static void on_intercepted(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_PICKUP };

	fact.leg = GET(INTERCEPTED_BY);
	fact.other = GET(UNIQUEID);
	cti__esl_report(msg, &fact);
}

void cti__esl_custom(struct cti__esl_message *msg)
{
	static const struct row rows[] = {
		{ "callcenter::info", on_callcenter },
		{ "conference::maintenance", on_conference },
		{ "fifo::info", on_fifo },
		{ "sofia::intercepted", on_intercepted },
		{ "valet_parking::info", on_valet },
	};

	BY_WORD(msg, GET(SUBCLASS), rows);
}
