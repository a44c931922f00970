/* SPDX-License-Identifier: MIT */
/* What an Asterisk says of plain calls: its headers, in its order. */
#include "ami_text.h"

#define TRUNK 0
#define PHONE 1
#define UP    6

static const char *const state_name[] = { "Down",    "Rsrvd", "OffHook",
					  "Dialing", "Ring",  "Ringing",
					  "Up" };

struct side {
	unsigned call, half;
};

static void put_uniqueid(struct cti__buf *out, struct side side)
{
	cti__buf_printf(out, "1700000000.%u", side.call * 2 + side.half);
}

static void put_party(struct cti__buf *out, struct side side)
{
	if (side.half == TRUNK)
		cti__buf_printf(out, "138%08u", side.call % 100000000);
	else
		cti__buf_printf(out, "%u", 500000 + side.call % 300000);
}

/* The snapshot of a channel that most events begin with. */
static void put_channel(struct cti__buf *out, const char *prefix,
			struct side side, int state)
{
	struct side far = { side.call, !side.half };

	cti__buf_printf(out, "%sChannel: PJSIP/", prefix);
	if (side.half == TRUNK)
		cti__buf_text(out, "trunk");
	else
		put_party(out, side);
	cti__buf_printf(out,
			"-%08x\r\n%sChannelState: %d\r\n"
			"%sChannelStateDesc: %s\r\n%sCallerIDNum: ",
			side.call, prefix, state, prefix, state_name[state],
			prefix);
	put_party(out, side);
	cti__buf_printf(out,
			"\r\n%sCallerIDName: Somebody\r\n"
			"%sConnectedLineNum: ",
			prefix, prefix);
	put_party(out, far);
	cti__buf_printf(out,
			"\r\n%sConnectedLineName: Somebody else\r\n"
			"%sLanguage: en\r\n%sAccountCode: \r\n"
			"%sContext: from-trunk\r\n%sExten: 4001100266\r\n"
			"%sPriority: 1\r\n%sUniqueid: ",
			prefix, prefix, prefix, prefix, prefix, prefix, prefix);
	put_uniqueid(out, side);
	cti__buf_printf(out, "\r\n%sLinkedid: 1700000000.%u\r\n", prefix,
			side.call * 2);
}

static void begin(struct cti__buf *out, const char *event)
{
	cti__buf_printf(out, "Event: %s\r\nPrivilege: call,all\r\n", event);
}

static void end(struct cti__buf *out)
{
	cti__buf_text(out, "\r\n");
}

static void channel_event(struct cti__buf *out, const char *event,
			  struct side side, int state)
{
	begin(out, event);
	put_channel(out, "", side, state);
	end(out);
}

static void variables(struct cti__buf *out, struct side side, int count)
{
	while (count--) {
		begin(out, "VarSet");
		put_channel(out, "", side, UP);
		cti__buf_printf(out,
				"Variable: VARIABLE%d\r\n"
				"Value: some value of it\r\n\r\n",
				count);
	}
}

static void dial_event(struct cti__buf *out, const char *event, unsigned call,
		       const char *rest)
{
	begin(out, event);
	put_channel(out, "", (struct side){ call, TRUNK }, 4);
	put_channel(out, "Dest", (struct side){ call, PHONE }, 0);
	cti__buf_printf(out, "%s\r\n\r\n", rest);
}

static void put_bridge(struct cti__buf *out, unsigned call)
{
	cti__buf_printf(out,
			"BridgeUniqueid: c2ee1a1e-5cd1-4ba0-9a5b-%012u\r\n"
			"BridgeType: basic\r\n"
			"BridgeTechnology: simple_bridge\r\n"
			"BridgeCreator: <unknown>\r\nBridgeName: <unknown>\r\n"
			"BridgeNumChannels: 0\r\n"
			"BridgeVideoSourceMode: none\r\n",
			call);
}

static void bridge_event(struct cti__buf *out, const char *event, unsigned call,
			 int half)
{
	begin(out, event);
	put_bridge(out, call);
	if (half >= 0)
		put_channel(out, "", (struct side){ call, (unsigned)half }, UP);
	end(out);
}

void ami_hello(struct cti__buf *out)
{
	cti__buf_text(out, "Asterisk Call Manager/11.0.0\r\n"
			   "Response: Success\r\nActionID: rig-1\r\n"
			   "Message: Authentication accepted\r\n\r\n"
			   "Event: FullyBooted\r\nPrivilege: system,all\r\n"
			   "Uptime: 0\r\nStatus: Fully Booted\r\n\r\n");
}

void ami_call_begin(struct cti__buf *out, unsigned i)
{
	const struct side trunk = { i, TRUNK }, phone = { i, PHONE };

	channel_event(out, "Newchannel", trunk, 4);
	variables(out, trunk, 4);
	channel_event(out, "Newchannel", phone, 0);
	variables(out, phone, 4);
	dial_event(out, "DialBegin", i, "DialString: 4001100266");
	channel_event(out, "Newstate", phone, 5);
	variables(out, trunk, 2);
	channel_event(out, "Newstate", phone, UP);
	dial_event(out, "DialEnd", i, "DialStatus: ANSWER");
	channel_event(out, "Newstate", trunk, UP);
	bridge_event(out, "BridgeCreate", i, -1);
	bridge_event(out, "BridgeEnter", i, PHONE);
	variables(out, phone, 2);
	bridge_event(out, "BridgeEnter", i, TRUNK);
	variables(out, trunk, 2);
}

unsigned ami_call_again(struct cti__buf *out, unsigned i)
{
	const struct side trunk = { i, TRUNK }, phone = { i, PHONE };

	variables(out, trunk, 4);
	channel_event(out, "Newstate", trunk, UP);
	channel_event(out, "NewCallerid", phone, UP);
	channel_event(out, "NewConnectedLine", phone, UP);
	channel_event(out, "Newexten", trunk, UP);
	bridge_event(out, "BridgeEnter", i, PHONE);
	channel_event(out, "MusicOnHoldStop", trunk, UP);
	return 10;
}

void ami_call_digit(struct cti__buf *out, unsigned i)
{
	begin(out, "DTMFEnd");
	put_channel(out, "", (struct side){ i, PHONE }, UP);
	cti__buf_text(out, "Digit: 5\r\nDurationMs: 120\r\n"
			   "Direction: Received\r\n\r\n");
}

void ami_call_end(struct cti__buf *out, unsigned i)
{
	int half;

	channel_event(out, "HangupRequest", (struct side){ i, PHONE }, UP);
	for (half = PHONE; half >= TRUNK; half--) {
		const struct side side = { i, (unsigned)half };

		bridge_event(out, "BridgeLeave", i, half);
		variables(out, side, 6);
		begin(out, "Hangup");
		put_channel(out, "", side, UP);
		cti__buf_text(out, "Cause: 16\r\nCause-txt: Normal Clearing"
				   "\r\n\r\n");
	}
	bridge_event(out, "BridgeDestroy", i, -1);
}

void ami_agent(struct cti__buf *out, unsigned i)
{
	cti__buf_printf(out,
			"Event: QueueMemberStatus\r\n"
			"Privilege: agent,all\r\nQueue: support\r\n"
			"MemberName: %u\r\nInterface: PJSIP/%u\r\n"
			"StateInterface: PJSIP/%u\r\nMembership: static\r\n"
			"Penalty: 0\r\nCallsTaken: 0\r\nStatus: 1\r\n"
			"Paused: 0\r\nPausedReason: \r\nWrapuptime: 0\r\n\r\n",
			1000000 + i, 1000000 + i, 1000000 + i);
}

static void list_leg(struct cti__buf *out, struct side side,
		     const char *action_id)
{
	cti__buf_printf(out, "Event: CoreShowChannel\r\nActionID: %s\r\n",
			action_id);
	put_channel(out, "", side, UP);
	cti__buf_printf(out,
			"BridgeId: c2ee1a1e-5cd1-4ba0-9a5b-%012u\r\n"
			"Application: Dial\r\nApplicationData: \r\n"
			"Duration: 00:00:10\r\n\r\n",
			side.call);
}

void ami_list_call(struct cti__buf *out, unsigned i, const char *action_id)
{
	list_leg(out, (struct side){ i, TRUNK }, action_id);
	list_leg(out, (struct side){ i, PHONE }, action_id);
}

void ami_list_bridge(struct cti__buf *out, unsigned i, const char *action_id)
{
	cti__buf_printf(out, "Event: BridgeListItem\r\nActionID: %s\r\n",
			action_id);
	put_bridge(out, i);
	end(out);
}
