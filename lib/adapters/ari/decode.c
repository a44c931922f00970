/* SPDX-License-Identifier: MIT */
/*
 * ARI's events as facts: a table of types and short functions. Each reads what
 * the event says and reports it; what it means is the model's to say.
 */
#include "adapters/ari/ari.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

#define GET(member) (msg->value[ARI_##member].s)

struct rule {
	const char *name;
	void (*on)(struct cti__ari_message *msg);
};

/* In a sorted table; NULL: not in it. */
static const struct rule *rule_of(const struct rule *rules, size_t count,
				  struct cti__str name)
{
	size_t low = 0, high = count, middle;
	int order;

	while (low < high) {
		middle = (low + high) / 2;
		order = cti__str_cmp(name, cti__str(rules[middle].name));
		if (order == 0)
			return &rules[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

#define RULE_OF(table, name)                                                   \
	rule_of(table, sizeof(table) / sizeof((table)[0]), name)

static void report(const struct cti__ari_message *msg,
		   const struct cti_fact *fact)
{
	cti_port_report(msg->ari->port, fact);
}

static int64_t number_of(struct cti__str text)
{
	int64_t value;

	return cti__str_i64(text, &value) ? value : 0;
}

/* "Ring" is a caller that hears ringing, "Ringing" a telephone that rings. */
static enum cti_fact_state state_of(struct cti__str text)
{
	static const struct {
		const char *text;
		enum cti_fact_state state;
	} rows[] = {
		{ "Dialing", CTI_STATE_PROGRESS },
		{ "Ring", CTI_STATE_CALLING },
		{ "Ringing", CTI_STATE_ALERTING },
		{ "Up", CTI_STATE_UP },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cti__str_is(text, rows[i].text))
			return rows[i].state;
	return text.n ? CTI_STATE_DOWN : CTI_STATE_NONE;
}

/* The caller id of a leg's own party. */
static void put_party(struct cti_fact *fact, const struct cti__ari_message *msg)
{
	fact->number = GET(CHANNEL_NUMBER);
	fact->name = GET(CHANNEL_CALLER);
	fact->withheld = cti__fact_is_withheld(fact->number);
	if (fact->withheld)
		fact->number = CTI__STR_NONE;
	/* Only ChannelCallerId has it: "Presentation Prohibited, ...". */
	if (cti__str_starts(GET(PRESENTATION), CTI__STR("Presentation Proh")))
		fact->withheld = true;
}

void cti__ari_put_channel(struct cti_fact *fact,
			  const struct cti__ari_message *msg)
{
	struct cti__asterisk_channel ch = cti__asterisk_channel(
		&msg->ari->site, GET(CHANNEL_NAME));

	fact->leg = GET(CHANNEL_ID);
	fact->role = ch.role;
	fact->device = ch.device;
	fact->context = ch.context;
	fact->pair = ch.pair;
	fact->half = ch.half;
	fact->state = state_of(GET(CHANNEL_STATE));
	fact->called = ch.role == CTI_ROLE_LOCAL ? ch.device
						 : GET(CHANNEL_EXTEN);
	put_party(fact, msg);
}

void cti__ari_report_process(struct cti__ari_state *ari, bool another)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_UP, .code = -1 };
	int64_t count = 0;

	(void)cti__str_i64(cti__str(ari->process), &count);
	snprintf(ari->process, sizeof(ari->process), "%lld",
		 (long long)count + another);
	fact.text = cti__str(ari->process);
	cti_port_report(ari->port, &fact);
}

/* "pbx1-1795311130.33": the channel's number in the life of the switch. */
static void count_channel(struct cti__ari_state *ari, struct cti__str id)
{
	struct cti__str tail = cti__str_sub(id, cti__str_rchr(id, '.') + 1,
					    id.n);
	uint64_t number;

	if (!cti__str_is_digits(tail) || !cti__str_u64(tail, &number))
		return;
	if (ari->connected_anew && number < ari->counted)
		cti__ari_report_process(ari, true);
	ari->connected_anew = false;
	ari->counted = number;
}

static void on_created(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_NEW };

	if (cti_port_is_replay(msg->ari->port))
		count_channel(msg->ari, GET(CHANNEL_ID));
	cti__ari_put_channel(&fact, msg);
	report(msg, &fact);
}

static void on_state(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_STATE };

	cti__ari_put_channel(&fact, msg);
	fact.other_number = GET(CHANNEL_FAR);
	report(msg, &fact);
}

static void on_caller_id(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_PARTY };

	cti__ari_put_channel(&fact, msg);
	fact.other_number = GET(CHANNEL_FAR);
	report(msg, &fact);
}

static void on_hangup_request(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_HANGUP_REQUEST };

	/* A soft one is the switch's own doing. */
	if (cti__str_is(GET(SOFT), "true"))
		return;
	fact.leg = GET(CHANNEL_ID);
	fact.code = number_of(GET(CAUSE));
	report(msg, &fact);
}

static void on_destroyed(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_END };

	cti__ari_put_channel(&fact, msg);
	fact.other_number = GET(CHANNEL_FAR);
	fact.code = number_of(GET(CAUSE));
	fact.text = GET(CAUSE_TEXT);
	report(msg, &fact);
	cti__ari_recording_over(msg->ari, fact.leg);
}

/* A queue's caller has been answered, and waits no longer. */
static void leave_queue(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_QUEUE_LEAVE };

	if (!cti__str_is(GET(FROM_APP), "Queue"))
		return;
	fact.leg = GET(FROM_ID);
	report(msg, &fact);
}

/* One event tells of a dial's beginning, progress and end. */
static void on_dial(struct cti__ari_message *msg)
{
	struct cti__asterisk_channel peer = cti__asterisk_channel(
		&msg->ari->site, GET(PEER_NAME));
	struct cti__str status = GET(DIAL_STATUS);
	struct cti_fact fact = {
		.kind = CTI_FACT_DIAL_BEGIN,
		.leg = GET(FROM_ID),
		.other = GET(PEER_ID),
		.called = GET(FROM_EXTEN),
		.context = GET(FROM_CONTEXT),
		.role = peer.role,
		.device = peer.device,
		.pair = peer.pair,
		.half = peer.half,
		.other_number = GET(PEER_FAR),
		.data = GET(PEER_NUMBER),
		.number = cti__asterisk_dialled_number(GET(DIAL_STRING)),
	};

	if (!status.n) {
		report(msg, &fact);
		return;
	}
	fact.kind = CTI_FACT_DIAL_STATE;
	if (cti__str_is(status, "RINGING")) {
		fact.state = CTI_STATE_ALERTING;
	} else if (cti__str_is(status, "PROGRESS") ||
		   cti__str_is(status, "PROCEEDING")) {
		fact.state = CTI_STATE_PROGRESS;
	} else {
		fact.kind = CTI_FACT_DIAL_END;
		fact.result = cti__asterisk_result(status);
		fact.called = cti__asterisk_dialled_number(GET(FORWARD));
		if (fact.result == CTI_DIAL_ANSWER)
			leave_queue(msg);
	}
	report(msg, &fact);
}

void cti__ari_put_bridge(struct cti_fact *fact,
			 const struct cti__ari_message *msg)
{
	fact->bridge = GET(BRIDGE);
	fact->leg = GET(CHANNEL_ID);
	if (cti__str_is(GET(BRIDGE_CREATOR), "ConfBridge")) {
		fact->bridge_kind = CTI_BRIDGE_ROOM;
		fact->called = GET(BRIDGE_NAME);
	} else if (cti__str_is(GET(BRIDGE_CLASS), "parking") ||
		   cti__str_is(GET(BRIDGE_TECHNOLOGY), "holding_bridge")) {
		fact->bridge_kind = CTI_BRIDGE_HOLDING;
	}
}

static void on_bridge(struct cti__ari_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	cti__ari_put_bridge(&fact, msg);
	report(msg, &fact);
}

static void on_bridge_created(struct cti__ari_message *msg)
{
	on_bridge(msg, CTI_FACT_BRIDGE_NEW);
}

static void on_bridge_destroyed(struct cti__ari_message *msg)
{
	on_bridge(msg, CTI_FACT_BRIDGE_END);
}

static void on_entered(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_PARKED };

	on_bridge(msg, CTI_FACT_BRIDGE_ENTER);
	if (!cti__str_is(GET(BRIDGE_CLASS), "parking"))
		return;
	/* In which slot, a device state tells up to half a second later. */
	fact.leg = GET(CHANNEL_ID);
	report(msg, &fact);
}

static void on_left(struct cti__ari_message *msg)
{
	on_bridge(msg, CTI_FACT_BRIDGE_LEAVE);
}

static void on_hold(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_HOLD };

	fact.leg = GET(CHANNEL_ID);
	report(msg, &fact);
}

static void on_unhold(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_UNHOLD };

	fact.leg = GET(CHANNEL_ID);
	report(msg, &fact);
}

static void on_blind_transfer(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_BLIND };

	fact.leg = GET(CHANNEL_ID);
	fact.other = GET(TRANSFEREE);
	fact.bridge = GET(BRIDGE);
	fact.called = GET(EXTEN);
	fact.text = GET(RESULT);
	fact.ok = cti__str_is(fact.text, "Success");
	report(msg, &fact);
}

static enum cti_transfer_dest dest_of(struct cti__str type)
{
	if (cti__str_is(type, "application"))
		return CTI_DEST_APP;
	if (cti__str_is(type, "link"))
		return CTI_DEST_LINK;
	if (cti__str_is(type, "threeway"))
		return CTI_DEST_THREEWAY;
	return cti__str_is(type, "fail") ? CTI_DEST_FAIL : CTI_DEST_BRIDGE;
}

static void on_attended_transfer(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_ATTENDED };

	fact.leg = GET(FIRST_LEG);
	fact.second = GET(SECOND_LEG);
	fact.other = GET(TRANSFEREE);
	fact.target = GET(TARGET);
	fact.bridge = GET(DEST_BRIDGE);
	fact.dest = dest_of(GET(DEST_TYPE));
	fact.app = GET(DEST_APP);
	fact.text = GET(RESULT);
	fact.ok = cti__str_is(fact.text, "Success") &&
		  fact.dest != CTI_DEST_FAIL;
	report(msg, &fact);
}

static void on_dtmf(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DTMF };

	fact.leg = GET(CHANNEL_ID);
	fact.called = GET(DIGIT);
	fact.made_up = number_of(GET(DURATION_MS)) == 0;
	report(msg, &fact);
}

/* The first of the arguments of an application. */
static struct cti__str first_argument(struct cti__str data)
{
	struct cti__str rest;

	return cti__str_cut(data, ',', &rest);
}

static void on_dialplan(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_STEP };

	fact.leg = GET(CHANNEL_ID);
	fact.called = GET(CHANNEL_EXTEN);
	fact.app = GET(APP);
	fact.data = GET(APP_DATA);
	report(msg, &fact);
	if (cti__str_is(fact.app, "Queue")) {
		fact.kind = CTI_FACT_QUEUE_JOIN;
		fact.queue = cti__asterisk_bare(first_argument(fact.data));
		report(msg, &fact);
	} else if (cti__str_is(fact.app, "AppDial") ||
		   cti__str_is(fact.app, "AppQueue")) {
		/* It is in the hands of whoever dials. If it had called by
		   itself, it has taken over what was rung up there. */
		fact.kind = CTI_FACT_PICKUP;
		report(msg, &fact);
	} else if (cti__str_is(fact.app, "ChanSpy") ||
		   cti__str_is(fact.app, "ExtenSpy")) {
		fact.kind = CTI_FACT_SPY;
		report(msg, &fact);
	} else if (cti__str_is(fact.app, "StopMixMonitor")) {
		fact.kind = CTI_FACT_RECORD;
		fact.state_name = CTI__STR("stopped");
		fact.data = CTI__STR_NONE;
		report(msg, &fact);
	}
}

/* How Queue() ended, unless by an answer or a hangup. */
static void on_queue_status(struct cti__ari_message *msg)
{
	static const struct {
		const char *status, *reason; /* NULL: was never in it */
	} rows[] = {
		{ "CONTINUE", "" },	     { "FULL", NULL },
		{ "JOINEMPTY", NULL },	     { "JOINUNAVAIL", NULL },
		{ "LEAVEEMPTY", "empty" },   { "LEAVEUNAVAIL", "empty" },
		{ "TIMEOUT", "timeout" },    { "UNKNOWN", NULL },
		{ "WITHDRAW", "withdrawn" },
	};
	struct cti_fact fact = { .kind = CTI_FACT_QUEUE_LEAVE };
	size_t i;

	fact.leg = GET(CHANNEL_ID);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!cti__str_is(GET(VALUE), rows[i].status))
			continue;
		if (!rows[i].reason)
			fact.kind = CTI_FACT_QUEUE_REFUSED;
		fact.reason = cti__str(rows[i].reason);
		report(msg, &fact);
	}
}

/* AddQueueMember(support,PJSIP/1003,,,a name) and RemoveQueueMember have done
   what they were for. Without an interface it is the telephone's own. */
static void member_fact(struct cti__ari_message *msg, bool added)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER };
	struct cti__str rest, interface;
	struct cti__asterisk_channel own = cti__asterisk_channel(
		&msg->ari->site, GET(CHANNEL_NAME));

	fact.queue = cti__asterisk_bare(
		cti__str_cut(GET(CHANNEL_APP_DATA), ',', &rest));
	interface = cti__str_cut(rest, ',', &rest);
	fact.device = interface.n ? cti__asterisk_interface_device(interface)
				  : own.device;
	fact.member = fact.ok = added;
	if (added) {
		(void)cti__str_cut(rest, ',', &rest); /* penalty */
		(void)cti__str_cut(rest, ',', &rest); /* options */
		fact.agent = cti__asterisk_bare(first_argument(rest));
	}
	report(msg, &fact);
}

static void on_added(struct cti__ari_message *msg)
{
	if (cti__str_is(GET(VALUE), "ADDED"))
		member_fact(msg, true);
}

static void on_removed(struct cti__ari_message *msg)
{
	if (cti__str_is(GET(VALUE), "REMOVED"))
		member_fact(msg, false);
}

/* PauseQueueMember(support,PJSIP/1003,,lunch): only this has the reason. */
static void on_paused(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER,
				 .member = true,
				 .paused = true };
	struct cti__str rest;

	if (!cti__str_is(GET(VALUE), "PAUSED"))
		return;
	fact.queue = cti__asterisk_bare(
		cti__str_cut(GET(CHANNEL_APP_DATA), ',', &rest));
	fact.device = cti__asterisk_interface_device(
		cti__str_cut(rest, ',', &rest));
	(void)cti__str_cut(rest, ',', &rest); /* options */
	fact.reason = first_argument(rest);
	/* Without a queue it is all of them, which device states tell. */
	if (fact.queue.n && fact.device.n)
		report(msg, &fact);
}

static void on_recording(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_RECORD };

	fact.leg = GET(CHANNEL_ID);
	fact.state_name = CTI__STR("started");
	fact.data = GET(VALUE);
	report(msg, &fact);
}

/* Sorted by name; other variables are passed over. */
static const struct rule variables[] = {
	{ "AQMSTATUS", on_added },   { "MIXMONITOR_FILENAME", on_recording },
	{ "PQMSTATUS", on_paused },  { "QUEUESTATUS", on_queue_status },
	{ "RQMSTATUS", on_removed },
};

/* A variable without a channel is the whole switch's. */
static void report_data(struct cti__ari_message *msg, struct cti__str name,
			struct cti__str value)
{
	struct cti_fact fact = { .kind = CTI_FACT_DATA };

	fact.leg = GET(CHANNEL_ID);
	fact.name = name;
	fact.data = value;
	if (fact.leg.n)
		report(msg, &fact);
}

static void on_variable(struct cti__ari_message *msg)
{
	const struct rule *rule = RULE_OF(variables, GET(VARIABLE));

	if (rule)
		rule->on(msg);
	else
		report_data(msg, GET(VARIABLE), GET(VALUE));
}

/* UserEvent(Caller,CTI_ACCOUNT: A7), or the same by a request of ARI. */
static void on_user_event(struct cti__ari_message *msg)
{
	size_t i;

	for (i = 0; i < msg->ari->variables; i++)
		if (msg->value[ARI_MEMBER_COUNT + i].s.n)
			report_data(msg, msg->ari->variable[i],
				    msg->value[ARI_MEMBER_COUNT + i].s);
}

/* "park:701@parkedcalls": somebody waits there. */
static void on_slot(struct cti__ari_message *msg, struct cti__str slot)
{
	struct cti_fact fact = { .kind = CTI_FACT_PARKED };

	if (!cti__str_is(GET(DEVICE_STATE), "INUSE"))
		return;
	fact.slot = cti__asterisk_bare(slot);
	report(msg, &fact);
}

/* "Queue:support_pause_PJSIP/1003": whether that member is paused. */
static void on_device_state(struct cti__ari_message *msg)
{
	static const char mark[] = "_pause_";
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER };
	struct cti__str name = GET(DEVICE), interface;
	const char *p;

	if (cti__str_starts(name, CTI__STR("park:")))
		on_slot(msg, cti__str_sub(name, 5, name.n));
	if (!cti__str_starts(name, CTI__STR("Queue:")))
		return;
	name = cti__str_sub(name, 6, name.n);
	p = memmem(name.p, name.n, mark, sizeof(mark) - 1);
	if (!p)
		return;
	fact.queue = cti__asterisk_bare(
		cti__str_n(name.p, (size_t)(p - name.p)));
	interface = cti__str_sub(name, (size_t)(p - name.p) + sizeof(mark) - 1,
				 name.n);
	fact.device = cti__asterisk_interface_device(interface);
	fact.member = true;
	fact.paused = cti__str_is(GET(DEVICE_STATE), "INUSE");
	report(msg, &fact);
}

/* Our own listener records for whom it listens to; other channels that are
   recorded speak for themselves. */
static void recording_fact(struct cti__ari_message *msg, const char *state)
{
	static const struct cti__str uri = { "channel:", 8 };
	struct cti_fact fact = { .kind = CTI_FACT_RECORD };
	struct cti__str leg;

	fact.leg = GET(RECORDED);
	if (!cti__str_starts(fact.leg, uri))
		return;
	fact.leg = cti__str_sub(fact.leg, uri.n, fact.leg.n);
	leg = cti__ari_listens_to(fact.leg);
	if (leg.n)
		fact.leg = leg;
	fact.state_name = cti__str(state);
	fact.data = GET(RECORDING);
	report(msg, &fact);
}

static void on_recording_started(struct cti__ari_message *msg)
{
	recording_fact(msg, "started");
}

static void on_recording_finished(struct cti__ari_message *msg)
{
	recording_fact(msg, "stopped");
}

/* Another program has connected under our name, and now gets what we got. */
static void on_replaced(struct cti__ari_message *msg)
{
	cti_port_fail(
		msg->ari->port, CTI_EEXIST,
		CTI__SAID("another program has connected to Asterisk with "
			  "the same ari.app and gets the events now; give "
			  "each program an ari.app of its own"));
}

/* Sorted by name. What is not here is passed over without being read. */
static const struct rule rules[] = {
	{ "ApplicationReplaced", on_replaced },
	{ "BridgeAttendedTransfer", on_attended_transfer },
	{ "BridgeBlindTransfer", on_blind_transfer },
	{ "BridgeCreated", on_bridge_created },
	{ "BridgeDestroyed", on_bridge_destroyed },
	{ "ChannelCallerId", on_caller_id },
	{ "ChannelCreated", on_created },
	{ "ChannelDestroyed", on_destroyed },
	{ "ChannelDialplan", on_dialplan },
	{ "ChannelDtmfReceived", on_dtmf },
	{ "ChannelEnteredBridge", on_entered },
	{ "ChannelHangupRequest", on_hangup_request },
	{ "ChannelHold", on_hold },
	{ "ChannelLeftBridge", on_left },
	{ "ChannelStateChange", on_state },
	{ "ChannelUnhold", on_unhold },
	{ "ChannelUserevent", on_user_event },
	{ "ChannelVarset", on_variable },
	{ "DeviceStateChanged", on_device_state },
	{ "Dial", on_dial },
	{ "RecordingFailed", on_recording_finished },
	{ "RecordingFinished", on_recording_finished },
	{ "RecordingStarted", on_recording_started },
	{ "StasisEnd", cti__ari_on_stasis_end },
	{ "StasisStart", cti__ari_on_stasis_start },
};

bool cti__ari_is_wanted(struct cti__str type)
{
	return RULE_OF(rules, type) != NULL;
}

bool cti__ari_is_wanted_variable(const struct cti__ari_state *ari,
				 struct cti__str name)
{
	size_t i;

	for (i = 0; i < ari->variables; i++)
		if (cti__str_ieq(name, ari->variable[i]))
			return true;
	return RULE_OF(variables, name) != NULL;
}

void cti__ari_event(struct cti__ari_message *msg)
{
	const struct rule *rule = RULE_OF(rules, GET(TYPE));

	if (rule)
		rule->on(msg);
}
