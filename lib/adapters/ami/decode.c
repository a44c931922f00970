/* SPDX-License-Identifier: MIT */
/*
 * AMI's events as facts: a table of names and short functions. Each reads what
 * the event says and reports it; what it means is the model's to say.
 */
#include "adapters/ami/ami.h"

#define GET(header) cti__ami_get(msg, AMI_##header)

static void report(const struct cti__ami_message *msg,
		   const struct cti_fact *fact)
{
	cti_port_report(msg->ami->port, fact);
}

static int64_t number_of(struct cti__str text)
{
	int64_t value;

	return cti__str_i64(text, &value) ? value : 0;
}

/* Asterisk's channel states; 4 is a caller that hears ringing, 5 a telephone
   that rings. */
static enum cti_fact_state state_of(struct cti__str text)
{
	switch (number_of(text)) {
	case 3: /* dialling, of a line rung up */
		return CTI_STATE_PROGRESS;
	case 4: /* ring */
		return CTI_STATE_CALLING;
	case 5: /* ringing */
		return CTI_STATE_ALERTING;
	case 6:
		return CTI_STATE_UP;
	default:
		return text.n ? CTI_STATE_DOWN : CTI_STATE_NONE;
	}
}

/* The caller id of a leg's own party. */
static void put_party(struct cti_fact *fact, const struct cti__ami_message *msg)
{
	struct cti__str presentation = GET(PRESENTATION);

	fact->number = GET(NUMBER);
	fact->name = GET(NAME);
	fact->withheld = cti__fact_is_withheld(fact->number);
	if (fact->withheld)
		fact->number = CTI__STR_NONE;
	/* "32 (Presentation Prohibited, ...)": bits 5 and 6 of Q.931. */
	if (presentation.n && (number_of(presentation) & 0x60) == 0x20)
		fact->withheld = true;
}

static void put_channel(struct cti_fact *fact,
			const struct cti__ami_message *msg)
{
	struct cti__asterisk_channel ch = cti__asterisk_channel(&msg->ami->site,
								GET(CHANNEL));

	fact->leg = GET(UNIQUEID);
	fact->group = GET(LINKEDID);
	fact->role = ch.role;
	fact->device = ch.device;
	fact->context = ch.context;
	fact->pair = ch.pair;
	fact->half = ch.half;
	fact->state = state_of(GET(STATE));
	fact->called = ch.role == CTI_ROLE_LOCAL ? ch.device : GET(EXTEN);
	put_party(fact, msg);
}

static void on_newchannel(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_NEW };

	put_channel(&fact, msg);
	report(msg, &fact);
}

static void on_newstate(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_STATE };

	put_channel(&fact, msg);
	fact.other_number = GET(FAR_NUMBER);
	report(msg, &fact);
}

static void on_newcallerid(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_PARTY };

	put_channel(&fact, msg);
	fact.other_number = GET(FAR_NUMBER);
	report(msg, &fact);
}

/* PJSIP/1001-1 becomes PJSIP/1001-1<MASQ>, another takes its name, and the
   one that is left over becomes ...<ZOMBIE>. */
static void on_rename(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_RENAME };
	struct cti__str name = GET(NEW_NAME), rest;
	struct cti__asterisk_channel ch;

	fact.text = cti__str_cut(name, '<', &rest);
	if (cti__str_is(rest, "MASQ>"))
		fact.state_name = CTI__STR("masq");
	else if (cti__str_is(rest, "ZOMBIE>"))
		fact.state_name = CTI__STR("zombie");
	ch = cti__asterisk_channel(&msg->ami->site, fact.text);
	fact.leg = GET(UNIQUEID);
	fact.role = ch.role;
	fact.device = ch.device;
	report(msg, &fact);
}

static void on_hangup_request(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_HANGUP_REQUEST };

	fact.leg = GET(UNIQUEID);
	fact.code = number_of(GET(CAUSE));
	report(msg, &fact);
}

static void on_hangup(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_END };

	put_channel(&fact, msg);
	fact.other_number = GET(FAR_NUMBER);
	fact.code = number_of(GET(CAUSE));
	fact.text = GET(CAUSE_TEXT);
	report(msg, &fact);
	cti__ami_hold_ended(msg->ami, fact.leg);
}

/* The legs of a Dial event, and where the one that dials stands. */
static void put_dial(struct cti_fact *fact, const struct cti__ami_message *msg)
{
	struct cti__asterisk_channel dest = cti__asterisk_channel(
		&msg->ami->site, GET(DEST_CHANNEL));

	fact->leg = GET(UNIQUEID);
	fact->other = GET(DEST_UNIQUEID);
	fact->called = GET(EXTEN);
	fact->context = GET(CONTEXT);
	fact->role = dest.role;
	fact->device = dest.device;
	fact->pair = dest.pair;
	fact->half = dest.half;
	fact->other_number = GET(DEST_FAR_NUMBER);
	fact->data = GET(DEST_NUMBER);
}

static void on_dial_begin(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DIAL_BEGIN };

	put_dial(&fact, msg);
	fact.number = cti__asterisk_dialled_number(GET(DIAL_STRING));
	report(msg, &fact);
}

static void on_dial_state(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DIAL_STATE };
	struct cti__str status = GET(DIAL_STATUS);

	put_dial(&fact, msg);
	fact.state = cti__str_is(status, "RINGING") ? CTI_STATE_ALERTING
						    : CTI_STATE_PROGRESS;
	report(msg, &fact);
}

static void on_dial_end(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DIAL_END };

	put_dial(&fact, msg);
	fact.result = cti__asterisk_result(GET(DIAL_STATUS));
	fact.called = cti__asterisk_dialled_number(GET(FORWARD));
	report(msg, &fact);
}

static void put_bridge(struct cti_fact *fact,
		       const struct cti__ami_message *msg)
{
	struct cti__str creator = GET(BRIDGE_CREATOR);

	fact->bridge = GET(BRIDGE);
	fact->leg = GET(UNIQUEID);
	if (cti__str_is(creator, "ConfBridge") || GET(CONFERENCE).n) {
		fact->bridge_kind = CTI_BRIDGE_ROOM;
		fact->called = GET(CONFERENCE).n ? GET(CONFERENCE)
						 : GET(BRIDGE_NAME);
	} else if (cti__str_is(creator, "Parking") ||
		   cti__str_is(GET(BRIDGE_TECHNOLOGY), "holding_bridge")) {
		fact->bridge_kind = CTI_BRIDGE_HOLDING;
	}
}

static void on_bridge(struct cti__ami_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	put_bridge(&fact, msg);
	report(msg, &fact);
}

static void on_bridge_create(struct cti__ami_message *msg)
{
	on_bridge(msg, CTI_FACT_BRIDGE_NEW);
}

static void on_bridge_destroy(struct cti__ami_message *msg)
{
	on_bridge(msg, CTI_FACT_BRIDGE_END);
}

/* Words of bridges and those of channels come by two ways, of which either may
   be the faster (Asterisk 16): plumbing is in a bridge as soon as it is there.
 */
static void on_bridge_enter(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_BRIDGE_ENTER };
	struct cti__str name = GET(CHANNEL);
	struct cti__asterisk_channel ch;

	put_bridge(&fact, msg);
	if (cti__str_starts(name, CTI__STR("Local/"))) {
		ch = cti__asterisk_channel(&msg->ami->site, name);
		fact.role = ch.role;
		fact.device = ch.device;
		fact.context = ch.context;
		fact.pair = ch.pair;
		fact.half = ch.half;
	}
	report(msg, &fact);
}

static void on_bridge_leave(struct cti__ami_message *msg)
{
	on_bridge(msg, CTI_FACT_BRIDGE_LEAVE);
}

static void on_confbridge_join(struct cti__ami_message *msg)
{
	on_bridge(msg, CTI_FACT_ROOM_ENTER);
}

static void on_confbridge_leave(struct cti__ami_message *msg)
{
	on_bridge(msg, CTI_FACT_ROOM_LEAVE);
}

static void on_hold(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_HOLD };

	fact.leg = GET(UNIQUEID);
	report(msg, &fact);
}

static void on_unhold(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_UNHOLD };

	fact.leg = GET(UNIQUEID);
	report(msg, &fact);
}

static void on_blind_transfer(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_BLIND };

	fact.leg = GET(TRANSFERER);
	fact.other = GET(TRANSFEREE);
	fact.bridge = GET(BRIDGE);
	fact.called = GET(EXTENSION);
	fact.ok = cti__str_is(GET(RESULT), "Success");
	fact.text = GET(RESULT);
	report(msg, &fact);
}

static enum cti_transfer_dest dest_of(struct cti__str type)
{
	if (cti__str_is(type, "App"))
		return CTI_DEST_APP;
	if (cti__str_is(type, "Link"))
		return CTI_DEST_LINK;
	if (cti__str_is(type, "Threeway"))
		return CTI_DEST_THREEWAY;
	return cti__str_is(type, "Fail") ? CTI_DEST_FAIL : CTI_DEST_BRIDGE;
}

static void on_attended_transfer(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_ATTENDED };

	fact.leg = GET(ORIG_TRANSFERER);
	fact.second = GET(SECOND_TRANSFERER);
	fact.other = GET(TRANSFEREE);
	fact.target = GET(TRANSFER_TARGET);
	fact.bridge = GET(DEST_BRIDGE);
	fact.dest = dest_of(GET(DEST_TYPE));
	fact.app = GET(DEST_APP);
	fact.ok = cti__str_is(GET(RESULT), "Success") &&
		  fact.dest != CTI_DEST_FAIL;
	fact.text = GET(RESULT);
	report(msg, &fact);
}

static void park_fact(struct cti__ami_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = GET(PARKEE);
	fact.other = GET(RETRIEVER);
	fact.slot = GET(PARKING_SPACE);
	fact.device = cti__asterisk_interface_device(GET(PARKER));
	fact.code = number_of(GET(PARKING_TIMEOUT));
	/* Only the list of a resync carries an ActionID. */
	fact.snapshot = GET(ACTION_ID).n > 0;
	report(msg, &fact);
}

static void on_parked(struct cti__ami_message *msg)
{
	struct cti__str id = GET(ACTION_ID);

	/* Another client's list, in a recording. */
	if (id.n && !cti__ami_list_of(msg->ami, id))
		return;
	park_fact(msg, CTI_FACT_PARKED);
}

static void on_unparked(struct cti__ami_message *msg)
{
	park_fact(msg, CTI_FACT_UNPARKED);
}

static void on_park_timeout(struct cti__ami_message *msg)
{
	park_fact(msg, CTI_FACT_PARK_TIMEOUT);
}

static void on_park_give_up(struct cti__ami_message *msg)
{
	park_fact(msg, CTI_FACT_PARK_GIVE_UP);
}

static void on_pickup(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_PICKUP };

	fact.leg = GET(UNIQUEID);
	fact.other = GET(TARGET);
	report(msg, &fact);
}

/* Without a name of his own, a member is called like his interface. */
static struct cti__str member_name(struct cti__str name, struct cti__str device)
{
	name = cti__asterisk_bare(name);
	return !name.n || cti__str_chr(name, '/') < name.n ? device : name;
}

static void queue_fact(struct cti__ami_message *msg, enum cti_fact_kind kind)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = GET(UNIQUEID);
	fact.other = GET(DEST_UNIQUEID);
	fact.queue = cti__asterisk_bare(GET(QUEUE));
	fact.device = cti__asterisk_interface_device(GET(INTERFACE));
	fact.agent = member_name(GET(MEMBER_NAME), fact.device);
	fact.code = number_of(GET(POSITION));
	report(msg, &fact);
}

static void on_queue_join(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_QUEUE_JOIN);
}

static void on_queue_leave(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_QUEUE_LEAVE);
}

static void on_queue_abandon(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_QUEUE_ABANDON);
}

static void on_agent_called(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_AGENT_OFFER);
}

static void on_agent_no_answer(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_AGENT_NO_ANSWER);
}

static void on_agent_connect(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_AGENT_CONNECT);
}

static void on_agent_complete(struct cti__ami_message *msg)
{
	queue_fact(msg, CTI_FACT_AGENT_COMPLETE);
}

static void put_member(struct cti_fact *fact,
		       const struct cti__ami_message *msg)
{
	struct cti__str interface = GET(INTERFACE),
			state = GET(STATE_INTERFACE);

	if (!interface.n)
		interface = GET(LOCATION);
	fact->queue = cti__asterisk_bare(GET(QUEUE));
	fact->agent = GET(MEMBER_NAME);
	if (!fact->agent.n)
		fact->agent = GET(MEMBER_NAME_LISTED);
	/* What is watched for the agent's state is the telephone itself. */
	fact->device = cti__asterisk_interface_device(state.n ? state
							      : interface);
	fact->agent = member_name(fact->agent, fact->device);
	fact->paused = cti__str_is(GET(PAUSED), "1");
	fact->reason = GET(PAUSED_REASON);
	if (!fact->reason.n)
		fact->reason = GET(REASON);
	fact->code = number_of(GET(WRAPUP_TIME));
	fact->member = true;
	fact->snapshot = GET(ACTION_ID).n > 0;
}

static void on_member(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER };

	put_member(&fact, msg);
	report(msg, &fact);
}

static void on_member_added(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER };

	put_member(&fact, msg);
	fact.ok = true;
	report(msg, &fact);
}

static void on_member_removed(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER };

	put_member(&fact, msg);
	fact.member = false;
	report(msg, &fact);
}

static void on_dtmf_begin(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DTMF_BEGIN };

	if (!cti__str_is(GET(DIRECTION), "Received"))
		return;
	fact.leg = GET(UNIQUEID);
	report(msg, &fact);
}

static void on_dtmf_end(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_DTMF };

	if (!cti__str_is(GET(DIRECTION), "Received"))
		return;
	fact.leg = GET(UNIQUEID);
	fact.called = GET(DIGIT);
	fact.made_up = number_of(GET(DURATION_MS)) == 0;
	report(msg, &fact);
}

static void on_spy(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_SPY };

	fact.leg = GET(SPYER);
	fact.other = GET(SPYEE);
	report(msg, &fact);
}

static void record_fact(struct cti__ami_message *msg, const char *state)
{
	struct cti_fact fact = { .kind = CTI_FACT_RECORD };

	fact.leg = GET(UNIQUEID);
	fact.state_name = cti__str(state);
	report(msg, &fact);
}

static void on_mixmonitor_start(struct cti__ami_message *msg)
{
	record_fact(msg, "started");
}

static void on_mixmonitor_stop(struct cti__ami_message *msg)
{
	record_fact(msg, "stopped");
}

static void on_fully_booted(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_UP };
	struct cti__str uptime = GET(UPTIME);

	fact.code = uptime.n ? number_of(uptime) : -1;
	msg->ami->booted = true;
	report(msg, &fact);
	cti__ami_ready(msg->ami);
}

static void on_shutdown(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_DOWN };

	report(msg, &fact);
}

/* A line of CoreShowChannels. */
static void on_listed_channel(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_NEW };

	if (!cti__ami_list_of(msg->ami, GET(ACTION_ID)))
		return;
	put_channel(&fact, msg);
	fact.snapshot = true;
	fact.other_number = GET(FAR_NUMBER);
	fact.bridge = GET(BRIDGE_ID);
	report(msg, &fact);
	cti__ami_hold_listed(msg->ami, fact.leg);
	cti__ami_listed_agi(msg);
}

static void on_listed_bridge(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_BRIDGE_NEW };

	if (!cti__ami_list_of(msg->ami, GET(ACTION_ID)))
		return;
	put_bridge(&fact, msg);
	fact.snapshot = true;
	report(msg, &fact);
}

static void on_listed_caller(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_QUEUE_JOIN };

	if (!cti__ami_list_of(msg->ami, GET(ACTION_ID)))
		return;
	fact.snapshot = true;
	fact.leg = GET(UNIQUEID);
	fact.queue = cti__asterisk_bare(GET(QUEUE));
	fact.code = number_of(GET(POSITION));
	report(msg, &fact);
}

/* The answer to a request of ours. */
static void on_answer(struct cti__ami_message *msg)
{
	(void)cti__ami_answer(msg, true);
}

static void on_listed_member(struct cti__ami_message *msg)
{
	if (cti__ami_list_of(msg->ami, GET(ACTION_ID)))
		on_member(msg);
	else
		on_answer(msg);
}

static void on_list_complete(struct cti__ami_message *msg)
{
	if (!cti__ami_answer(msg, true))
		cti__ami_list_done(msg->ami,
				   cti__ami_list_of(msg->ami,
						    GET(ACTION_ID)));
}

/* Sorted by name. What is not here is passed over without being read. */
static const struct rule {
	const char *event;
	void (*on)(struct cti__ami_message *msg);
} rules[] = {
	{ "AgentCalled", on_agent_called },
	{ "AgentComplete", on_agent_complete },
	{ "AgentConnect", on_agent_connect },
	{ "AgentRingNoAnswer", on_agent_no_answer },
	{ "AsyncAGIEnd", cti__ami_on_agi_end },
	{ "AsyncAGIStart", cti__ami_on_agi_start },
	{ "AttendedTransfer", on_attended_transfer },
	{ "BlindTransfer", on_blind_transfer },
	{ "BridgeCreate", on_bridge_create },
	{ "BridgeDestroy", on_bridge_destroy },
	{ "BridgeEnter", on_bridge_enter },
	{ "BridgeLeave", on_bridge_leave },
	{ "BridgeListComplete", on_list_complete },
	{ "BridgeListItem", on_listed_bridge },
	{ "ChanSpyStart", on_spy },
	{ "ConfbridgeJoin", on_confbridge_join },
	{ "ConfbridgeLeave", on_confbridge_leave },
	{ "CoreShowChannel", on_listed_channel },
	{ "CoreShowChannelsComplete", on_list_complete },
	{ "DTMFBegin", on_dtmf_begin },
	{ "DTMFEnd", on_dtmf_end },
	{ "DialBegin", on_dial_begin },
	{ "DialEnd", on_dial_end },
	{ "DialState", on_dial_state },
	{ "EndpointDetail", on_answer },
	{ "EndpointDetailComplete", on_answer },
	{ "FullyBooted", on_fully_booted },
	{ "Hangup", on_hangup },
	{ "HangupRequest", on_hangup_request },
	{ "Hold", on_hold },
	{ "MixMonitorStart", on_mixmonitor_start },
	{ "MixMonitorStop", on_mixmonitor_stop },
	{ "NewCallerid", on_newcallerid },
	{ "Newchannel", on_newchannel },
	{ "Newstate", on_newstate },
	{ "OriginateResponse", on_answer },
	{ "ParkedCall", on_parked },
	{ "ParkedCallGiveUp", on_park_give_up },
	{ "ParkedCallTimeOut", on_park_timeout },
	{ "ParkedCallsComplete", on_list_complete },
	{ "Pickup", on_pickup },
	{ "QueueCallerAbandon", on_queue_abandon },
	{ "QueueCallerJoin", on_queue_join },
	{ "QueueCallerLeave", on_queue_leave },
	{ "QueueEntry", on_listed_caller },
	{ "QueueMember", on_listed_member },
	{ "QueueMemberAdded", on_member_added },
	{ "QueueMemberPause", on_member },
	{ "QueueMemberPaused", on_member }, /* Asterisk 12 */
	{ "QueueMemberRemoved", on_member_removed },
	{ "QueueMemberStatus", on_member },
	{ "QueueStatusComplete", on_list_complete },
	{ "Rename", on_rename },
	{ "Shutdown", on_shutdown },
	{ "UnParkedCall", on_unparked },
	{ "Unhold", on_unhold },
	{ "UserEvent", cti__ami_on_user_event },
	{ "VarSet", cti__ami_on_variable },
};

#define RULE_COUNT (sizeof(rules) / sizeof(rules[0]))

void cti__ami_events_init(struct cti__ami_state *ami)
{
	cti__names_init(&ami->events, &rules[0].event, sizeof(rules[0]),
			RULE_COUNT);
}

bool cti__ami_is_wanted(const struct cti__ami_state *ami, struct cti__str event)
{
	return cti__names_find(&ami->events, event) >= 0;
}

void cti__ami_event(struct cti__ami_message *msg)
{
	int i = cti__names_find(&msg->ami->events,
				cti__ami_get(msg, AMI_EVENT));

	if (i < 0)
		return;
	rules[i].on(msg);
	if (msg->value[AMI_CHANNEL_VARIABLE].n)
		cti__ami_channel_variables(msg);
}
