/* SPDX-License-Identifier: MIT */
/*
 * FreeSWITCH's events as facts: a table of names and short functions. Each
 * reads what the event says and reports it; what it means is the model's to
 * say.
 */
#include "adapters/esl/esl.h"

#define GET(header) cti__esl_get(msg, ESL_##header)

static bool is_outbound(struct cti__esl_message *msg)
{
	return cti__str_is(GET(DIRECTION), "outbound");
}

/* "0" and nothing at all both mean never. */
static bool has_time(struct cti__str us)
{
	return us.n && !cti__str_is(us, "0");
}

/* FreeSWITCH shows zeroes where nobody gave it a number. */
struct cti__str cti__esl_number(struct cti__str number)
{
	return cti__str_is(number, "0000000000") ? CTI__STR_NONE : number;
}

/* The caller id of a leg that called the switch. */
void cti__esl_put_party(struct cti_fact *fact, struct cti__esl_message *msg)
{
	fact->number = cti__esl_number(GET(NUMBER));
	fact->name = GET(NAME);
	fact->withheld = cti__fact_is_withheld(fact->number) ||
			 cti__str_is(GET(HIDE_NUMBER), "true");
	if (cti__str_eq(fact->name, fact->number))
		fact->name = CTI__STR_NONE;
	if (fact->withheld)
		fact->number = CTI__STR_NONE;
}

void cti__esl_put_channel(struct cti_fact *fact, struct cti__esl_message *msg)
{
	struct cti__esl_channel ch = cti__esl_channel(msg);

	fact->role = ch.role;
	fact->device = ch.device;
	fact->pair = ch.pair;
	fact->half = ch.half;
}

/* The leg itself, and what its display shows of the far end. */
static void put_leg(struct cti_fact *fact, struct cti__esl_message *msg)
{
	cti__esl_put_channel(fact, msg);
	fact->leg = GET(UNIQUEID);
	fact->other_number = is_outbound(msg) ? cti__esl_number(GET(NUMBER))
					      : GET(DESTINATION);
}

/* Who rings it up. Of one that a queue rings only the queue's variables tell.
 */
struct cti__str cti__esl_dialler(struct cti__esl_message *msg)
{
	struct cti__str other = GET(OTHER);

	if (!other.n)
		other = GET(CC_MEMBER_LEG);
	return other.n ? other : GET(FIFO_MEMBER_LEG);
}

static void is_dialled(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DIAL_BEGIN };

	cti__esl_put_channel(&fact, msg);
	fact.leg = cti__esl_dialler(msg);
	fact.other = GET(UNIQUEID);
	fact.called = GET(DESTINATION);
	fact.other_number = cti__esl_number(GET(NUMBER));
	cti__esl_report(msg, &fact);
}

void cti__esl_arrives(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_NEW };

	cti__esl_put_channel(&fact, msg);
	cti__esl_put_party(&fact, msg);
	fact.leg = GET(UNIQUEID);
	fact.called = GET(DESTINATION);
	fact.state = CTI_STATE_CALLING;
	cti__esl_report(msg, &fact);
}

static void on_create(struct cti__esl_message *msg)
{
	if (is_outbound(msg))
		is_dialled(msg);
	else
		cti__esl_arrives(msg);
}

static void state_fact(struct cti__esl_message *msg, enum cti_fact_state state)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_STATE };

	put_leg(&fact, msg);
	if (!is_outbound(msg))
		cti__esl_put_party(&fact, msg);
	fact.state = state;
	cti__esl_report(msg, &fact);
}

/* Of a leg that nobody has heard of, this is enough to know it. */
static void is_there(struct cti__esl_message *msg)
{
	if (cti__str_is(GET(ANSWER_STATE), "answered"))
		state_fact(msg, CTI_STATE_UP);
}

/* Of a leg that called, it only says that it hears the other one ring. */
static void on_progress(struct cti__esl_message *msg)
{
	if (is_outbound(msg))
		state_fact(msg, CTI_STATE_ALERTING);
}

static void on_answer(struct cti__esl_message *msg)
{
	state_fact(msg, CTI_STATE_UP);
}

/* A bridge has no name but those of its two legs. */
struct pair_id {
	char text[128];
	size_t n;
};

static struct cti__str pair_of(struct cti__esl_message *msg, struct pair_id *id)
{
	struct cti__str a = GET(BRIDGE_A), b = GET(BRIDGE_B);

	if (!a.n || !b.n || a.n + b.n + 1 > sizeof(id->text))
		return CTI__STR_NONE;
	memcpy(id->text, a.p, a.n);
	id->text[a.n] = ' ';
	memcpy(id->text + a.n + 1, b.p, b.n);
	return cti__str_n(id->text, a.n + b.n + 1);
}

static void on_bridge(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_BRIDGE_ENTER, .open = true };
	struct pair_id id;

	fact.bridge = pair_of(msg, &id);
	if (!fact.bridge.n)
		return;
	is_there(msg);
	fact.leg = GET(BRIDGE_A);
	cti__esl_report(msg, &fact);
	fact.leg = GET(BRIDGE_B);
	cti__esl_report(msg, &fact);
}

/* "1795311216:<uuid>:bl_xfer:1002/default/XML" */
static bool was_transferred(struct cti__esl_message *msg)
{
	struct cti__str rest, source = GET(TRANSFER_SOURCE);

	(void)cti__str_cut(source, ':', &rest);
	(void)cti__str_cut(rest, ':', &rest);
	return cti__str_starts(rest, CTI__STR("bl_xfer:"));
}

static void moved(struct cti__esl_message *msg, struct cti__str to, bool ok)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_MOVED, .ok = ok };

	fact.leg = GET(UNIQUEID);
	fact.called = to;
	cti__esl_report(msg, &fact);
}

static void on_unbridge(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_BRIDGE_END };
	struct pair_id id;

	/* A transfer gives the leg a new profile, whose times begin anew; in
	   one that merely leaves the bridge the time of the bridge stands. */
	if (!has_time(GET(BRIDGED_TIME)) && was_transferred(msg) &&
	    !cti__str_is(GET(ANSWER_STATE), "hangup"))
		moved(msg, GET(DESTINATION), true);
	fact.bridge = pair_of(msg, &id);
	if (fact.bridge.n)
		cti__esl_report(msg, &fact);
}

/* "att:<uuid>": the party of the other call, which this one's is joined to. */
static bool attended(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_ATTENDED,
				 .ok = true };
	struct cti__str how = cti__str_cut(GET(TRANSFER_TO), ':', &fact.target);

	if (!cti__str_is(how, "att") || !fact.target.n)
		return false;
	fact.leg = GET(UNIQUEID);
	cti__esl_report(msg, &fact);
	return true;
}

/* "blind:1002" is where to, "blind:<uuid>" whom. */
static bool blind(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_BLIND, .ok = true };
	struct cti__str how;

	if (!cti__str_is(GET(DISPOSITION), "BLIND_TRANSFER"))
		return false;
	how = cti__str_cut(GET(TRANSFER_DESTINATION), ':', &fact.called);
	if (!cti__str_is(how, "blind") || !fact.called.n)
		return false;
	fact.leg = GET(UNIQUEID);
	(void)cti__str_cut(GET(TRANSFER_TO), ':', &fact.other);
	cti__esl_report(msg, &fact);
	return true;
}

static void on_hold(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_HOLD };

	is_there(msg);
	fact.leg = GET(UNIQUEID);
	cti__esl_report(msg, &fact);
}

static void on_unhold(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_UNHOLD };

	/* An attended transfer takes the transferor off hold to drop it. */
	if (attended(msg))
		return;
	fact.leg = GET(UNIQUEID);
	cti__esl_report(msg, &fact);
}

static void hangup_request(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_HANGUP_REQUEST };

	fact.leg = GET(UNIQUEID);
	fact.other = GET(LAST_BRIDGE);
	cti__esl_report(msg, &fact);
}

/* The telephone answered with another address (302). */
static void redirected(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DIAL_END,
				 .result = CTI_DIAL_OTHER };

	fact.other = GET(UNIQUEID);
	fact.called = GET(REDIRECT);
	cti__esl_report(msg, &fact);
}

static void leg_ends(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_END, .open = true };

	put_leg(&fact, msg);
	fact.text = GET(CAUSE);
	fact.code = cti__esl_cause(fact.text);
	fact.state = has_time(GET(ANSWERED_TIME)) ? CTI_STATE_UP
						  : CTI_STATE_DOWN;
	cti__esl_report(msg, &fact);
}

static void on_hangup(struct cti__esl_message *msg)
{
	struct cti__str cause = GET(CAUSE);

	if (!attended(msg))
		(void)blind(msg);
	if (cti__str_is(cause, "ORIGINATOR_CANCEL") && !is_outbound(msg))
		hangup_request(msg);
	if (cti__str_is(cause, "REDIRECTION_TO_NEW_DESTINATION"))
		redirected(msg);
	leg_ends(msg);
}

/* Only now it is known whether the telephone itself had hung up. Some legs have
   no event of their own for the end but this. */
static void on_hangup_complete(struct cti__esl_message *msg)
{
	if (cti__str_is(GET(HANGUP_DISPOSITION), "recv_bye"))
		hangup_request(msg);
	leg_ends(msg);
}

static struct cti__str last_word(struct cti__str text)
{
	size_t blank;

	text = cti__str_trim(text);
	blank = cti__str_rchr(text, ' ');
	return blank < text.n ? cti__str_sub(text, blank + 1, text.n) : text;
}

static struct cti__str first_word(struct cti__str text)
{
	struct cti__str rest;

	return cti__str_cut(cti__str_trim(text), ' ', &rest);
}

static void leg_and_other(struct cti__esl_message *msg, enum cti_fact_kind kind,
			  struct cti__str other)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = GET(UNIQUEID);
	fact.other = other;
	cti__esl_report(msg, &fact);
}

static void app_transfer(struct cti__esl_message *msg)
{
	struct cti__str to = first_word(GET(APPLICATION_DATA));

	/* "-bleg" and "-both": that leg's own events tell. */
	if (to.n && to.p[0] != '-')
		moved(msg, to, false);
}

static void app_intercept(struct cti__esl_message *msg)
{
	leg_and_other(msg, CTI_FACT_PICKUP, last_word(GET(APPLICATION_DATA)));
}

static void app_eavesdrop(struct cti__esl_message *msg)
{
	leg_and_other(msg, CTI_FACT_SPY, first_word(GET(APPLICATION_DATA)));
}

static void app_three_way(struct cti__esl_message *msg)
{
	leg_and_other(msg, CTI_FACT_BRIDGE_ENTER,
		      first_word(GET(APPLICATION_DATA)));
}

static void app_att_xfer(struct cti__esl_message *msg)
{
	leg_and_other(msg, CTI_FACT_CONSULT, CTI__STR_NONE);
}

void cti__esl_put_route(struct cti_fact *fact, struct cti__esl_message *msg)
{
	fact->kind = CTI_FACT_ROUTE;
	fact->leg = GET(UNIQUEID);
	fact->called = GET(DESTINATION);
	fact->context = GET(CONTEXT);
	fact->queue = GET(ROUTE_FOR);
	fact->app = CTI__STR("park");
}

/* Whoever called and is parked by the dialplan waits for a program. */
static void app_park(struct cti__esl_message *msg)
{
	struct cti_fact fact = { 0 };

	if (is_outbound(msg))
		return;
	cti__esl_put_route(&fact, msg);
	cti__esl_report(msg, &fact);
}

static void on_unpark(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_ROUTE_END };

	fact.leg = GET(UNIQUEID);
	if (!is_outbound(msg))
		cti__esl_report(msg, &fact);
}

static void on_execute(struct cti__esl_message *msg)
{
	static const struct {
		const char *application;
		void (*on)(struct cti__esl_message *msg);
	} rows[] = {
		{ "att_xfer", app_att_xfer },	{ "eavesdrop", app_eavesdrop },
		{ "intercept", app_intercept }, { "park", app_park },
		{ "three_way", app_three_way }, { "transfer", app_transfer },
	};
	struct cti__str application = GET(APPLICATION);
	size_t i;

	/* Where a leg that called stands shows in all that it does; one that
	   was called has a place of its own only if it was sent there. */
	if (!is_outbound(msg))
		moved(msg, GET(DESTINATION), false);
	else if (was_transferred(msg))
		moved(msg, GET(DESTINATION), true);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cti__str_is(application, rows[i].application))
			rows[i].on(msg);
}

static void on_dtmf(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DTMF };

	fact.leg = GET(UNIQUEID);
	fact.called = GET(DIGIT);
	cti__esl_report(msg, &fact);
}

static void record_fact(struct cti__esl_message *msg, const char *state)
{
	struct cti_fact fact = { .kind = CTI_FACT_RECORD };

	fact.leg = GET(UNIQUEID);
	fact.state_name = cti__str(state);
	fact.data = GET(RECORD_PATH);
	cti__esl_report(msg, &fact);
}

static void on_record_start(struct cti__esl_message *msg)
{
	record_fact(msg, "started");
}

static void on_record_stop(struct cti__esl_message *msg)
{
	record_fact(msg, "stopped");
}

static void on_heartbeat(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_UP };
	uint64_t ms;

	fact.text = GET(CORE);
	fact.code = cti__str_u64(GET(UPTIME_MS), &ms) ? (int64_t)(ms / 1000)
						      : -1;
	cti__esl_report(msg, &fact);
}

static void on_shutdown(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_DOWN };

	cti__esl_report(msg, &fact);
}

/* Sorted by name. What is not here is passed over without being read. */
static const struct rule {
	const char *event;
	void (*on)(struct cti__esl_message *msg);
} rules[] = {
	{ "BACKGROUND_JOB", cti__esl_job_ended },
	{ "CHANNEL_ANSWER", on_answer },
	{ "CHANNEL_BRIDGE", on_bridge },
	{ "CHANNEL_CREATE", on_create },
	{ "CHANNEL_EXECUTE", on_execute },
	{ "CHANNEL_HANGUP", on_hangup },
	{ "CHANNEL_HANGUP_COMPLETE", on_hangup_complete },
	{ "CHANNEL_HOLD", on_hold },
	{ "CHANNEL_PROGRESS", on_progress },
	{ "CHANNEL_PROGRESS_MEDIA", on_progress },
	{ "CHANNEL_UNBRIDGE", on_unbridge },
	{ "CHANNEL_UNHOLD", on_unhold },
	{ "CHANNEL_UNPARK", on_unpark },
	{ "CUSTOM", cti__esl_custom },
	{ "DTMF", on_dtmf },
	{ "HEARTBEAT", on_heartbeat },
	{ "RECORD_START", on_record_start },
	{ "RECORD_STOP", on_record_stop },
	{ "SHUTDOWN", on_shutdown },
};

#define RULE_COUNT (sizeof(rules) / sizeof(rules[0]))

void cti__esl_events_init(struct cti__esl_state *esl)
{
	cti__names_init(&esl->events, &rules[0].event, sizeof(rules[0]),
			RULE_COUNT);
}

bool cti__esl_is_wanted(const struct cti__esl_state *esl, struct cti__str event)
{
	return cti__names_find(&esl->events, event) >= 0;
}

/* Another process than the one that spoke last has lost all its calls. */
static void look_at_process(struct cti__esl_message *msg)
{
	struct cti__esl_state *esl = msg->esl;
	struct cti__str core = GET(CORE);
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_UP, .code = -1 };

	if (!core.n || core.n >= sizeof(esl->process) ||
	    cti__str_is(core, esl->process))
		return;
	memcpy(esl->process, core.p, core.n);
	esl->process[core.n] = '\0';
	fact.text = core;
	cti__esl_report(msg, &fact);
}

/* They are in every event of a leg from then on; the model tells once. */
static void report_data(struct cti__esl_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DATA, .standing = true };
	size_t i;

	for (i = 0; i < msg->esl->variables; i++) {
		fact.data = cti__esl_get(
			msg, (enum cti__esl_header)(ESL_HEADER_COUNT + i));
		fact.leg = GET(UNIQUEID);
		fact.name = msg->esl->variable[i];
		if (fact.data.n && fact.leg.n)
			cti__esl_report(msg, &fact);
	}
}

void cti__esl_event(struct cti__esl_message *msg)
{
	int i = cti__names_find(&msg->esl->events, GET(EVENT));

	if (i < 0)
		return;
	look_at_process(msg);
	rules[i].on(msg);
	if (msg->esl->variables)
		report_data(msg);
}
