/* SPDX-License-Identifier: MIT */
/* Facts as text: the one place that names their kinds and fields. */
#include "model/fact_text.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const kinds[CTI_FACT_COUNT] = {
	[CTI_FACT_LEG_NEW] = "leg-new",
	[CTI_FACT_LEG_STATE] = "leg-state",
	[CTI_FACT_LEG_PARTY] = "leg-party",
	[CTI_FACT_LEG_RENAME] = "leg-rename",
	[CTI_FACT_LEG_STEP] = "leg-step",
	[CTI_FACT_LEG_MOVED] = "leg-moved",
	[CTI_FACT_LEG_HANGUP_REQUEST] = "hangup-request",
	[CTI_FACT_LEG_END] = "leg-end",
	[CTI_FACT_ASKED] = "asked",
	[CTI_FACT_DIAL_BEGIN] = "dial-begin",
	[CTI_FACT_DIAL_STATE] = "dial-state",
	[CTI_FACT_DIAL_END] = "dial-end",
	[CTI_FACT_CONSULT] = "consult",
	[CTI_FACT_BRIDGE_NEW] = "bridge-new",
	[CTI_FACT_BRIDGE_END] = "bridge-end",
	[CTI_FACT_BRIDGE_ENTER] = "bridge-enter",
	[CTI_FACT_BRIDGE_LEAVE] = "bridge-leave",
	[CTI_FACT_ROOM_ENTER] = "room-enter",
	[CTI_FACT_ROOM_LEAVE] = "room-leave",
	[CTI_FACT_HOLD] = "hold",
	[CTI_FACT_UNHOLD] = "unhold",
	[CTI_FACT_TRANSFER_BLIND] = "transfer-blind",
	[CTI_FACT_TRANSFER_ATTENDED] = "transfer-attended",
	[CTI_FACT_PARKED] = "parked",
	[CTI_FACT_UNPARKED] = "unparked",
	[CTI_FACT_PARK_TIMEOUT] = "park-timeout",
	[CTI_FACT_PARK_GIVE_UP] = "park-give-up",
	[CTI_FACT_PICKUP] = "pickup",
	[CTI_FACT_QUEUE_JOIN] = "queue-join",
	[CTI_FACT_QUEUE_REFUSED] = "queue-refused",
	[CTI_FACT_QUEUE_LEAVE] = "queue-leave",
	[CTI_FACT_QUEUE_ABANDON] = "queue-abandon",
	[CTI_FACT_AGENT_OFFER] = "agent-offer",
	[CTI_FACT_AGENT_NO_ANSWER] = "agent-no-answer",
	[CTI_FACT_AGENT_CONNECT] = "agent-connect",
	[CTI_FACT_AGENT_COMPLETE] = "agent-complete",
	[CTI_FACT_AGENT_WRAPUP] = "agent-wrapup",
	[CTI_FACT_AGENT_MEMBER] = "agent-member",
	[CTI_FACT_DTMF_BEGIN] = "dtmf-begin",
	[CTI_FACT_DTMF] = "dtmf",
	[CTI_FACT_DATA] = "data",
	[CTI_FACT_RECORD] = "record",
	[CTI_FACT_SPY] = "spy",
	[CTI_FACT_ROUTE] = "route",
	[CTI_FACT_ROUTE_END] = "route-end",
	[CTI_FACT_SWITCH_UP] = "switch-up",
	[CTI_FACT_SWITCH_DOWN] = "switch-down",
	[CTI_FACT_SNAPSHOT_BEGIN] = "snapshot-begin",
	[CTI_FACT_SNAPSHOT_END] = "snapshot-end",
	[CTI_FACT_LOSS] = "loss",
};

static const char *const roles[] = { "", "extension", "trunk", "local",
				     "plumbing" };
static const char *const states[] = { "",	  "down",     "calling",
				      "progress", "alerting", "up" };
static const char *const bridges[] = { "plain", "room", "holding" };
static const char *const results[] = {
	"",	  "answer",	"busy",	       "no-answer",
	"cancel", "congestion", "unavailable", "other"
};
static const char *const dests[] = { "bridge", "app", "link", "threeway",
				     "fail" };

#define TEXT(member)                                                           \
	{                                                                      \
#member, offsetof(struct cti_fact, member)                     \
	}

static const struct {
	const char *name;
	size_t at;
} texts[] = {
	TEXT(leg),	    TEXT(other),      TEXT(second), TEXT(target),
	TEXT(bridge),	    TEXT(group),      TEXT(pair),   TEXT(device),
	TEXT(number),	    TEXT(name),	      TEXT(called), TEXT(context),
	TEXT(other_number), TEXT(other_name), TEXT(app),    TEXT(data),
	TEXT(queue),	    TEXT(agent),      TEXT(slot),   TEXT(reason),
	TEXT(state_name),   TEXT(text),
};

static const struct {
	const char *name;
	size_t at;
} flags[] = {
	TEXT(snapshot), TEXT(ok),      TEXT(member),
	TEXT(paused),	TEXT(made_up), TEXT(withheld), TEXT(open),
};

#undef TEXT

const char *cti__fact_name(enum cti_fact_kind kind)
{
	return (unsigned int)kind < CTI_FACT_COUNT ? kinds[kind] : NULL;
}

static void add(struct cti__buf *out, const char *name, struct cti__str value)
{
	if (!value.n)
		return;
	cti__buf_text(out, ",\"");
	cti__buf_text(out, name);
	cti__buf_text(out, "\":");
	cti__buf_json(out, value);
}

/* A word for a number; "" and what has no word are left out. */
static void add_word(struct cti__buf *out, const char *name,
		     const char *const *words, size_t count, unsigned int value)
{
	if (value < count)
		add(out, name, cti__str(words[value]));
}

static void add_words(struct cti__buf *out, const struct cti_fact *fact)
{
	add_word(out, "role", roles, COUNT(roles), fact->role);
	add_word(out, "state", states, COUNT(states), fact->state);
	add_word(out, "result", results, COUNT(results), fact->result);
	if (fact->bridge_kind)
		add_word(out, "bridge_kind", bridges, COUNT(bridges),
			 fact->bridge_kind);
	if (fact->kind == CTI_FACT_TRANSFER_ATTENDED)
		add_word(out, "dest", dests, COUNT(dests), fact->dest);
}

static void add_number(struct cti__buf *out, const char *name, int64_t value)
{
	if (!value)
		return;
	cti__buf_text(out, ",\"");
	cti__buf_text(out, name);
	cti__buf_text(out, "\":");
	cti__buf_i64(out, value);
}

void cti__fact_json(const struct cti_fact *fact, struct cti__buf *out)
{
	const char *base = (const char *)fact;
	struct cti__str text;
	bool flag;
	size_t i;

	cti__buf_text(out, "{\"fact\":\"");
	cti__buf_text(out, kinds[fact->kind]);
	cti__buf_char(out, '"');
	for (i = 0; i < COUNT(texts); i++) {
		memcpy(&text, base + texts[i].at, sizeof(text));
		add(out, texts[i].name, text);
	}
	add_words(out, fact);
	add_number(out, "half", fact->half);
	add_number(out, "code", fact->code);
	for (i = 0; i < COUNT(flags); i++) {
		memcpy(&flag, base + flags[i].at, sizeof(flag));
		if (flag) {
			cti__buf_text(out, ",\"");
			cti__buf_text(out, flags[i].name);
			cti__buf_text(out, "\":true");
		}
	}
	cti__buf_char(out, '}');
}
