/* SPDX-License-Identifier: MIT */
/*
 * Why a leg ended, as its telephone would put it. The switch's own cause is one
 * witness among several: Asterisk says 0 for a queue's no-answer, an abandon
 * and a 302, and 16 for a group pickup (field.md F 10). Who asked first, how
 * the first dial ended, and whether another answered weigh more.
 */
#include "model/state.h"

/* Q.850 */
enum {
	Q850_UNALLOCATED = 1,
	Q850_NO_ROUTE = 3,
	Q850_BUSY = 17,
	Q850_NO_RESPONSE = 18,
	Q850_NO_ANSWER = 19,
	Q850_ABSENT = 20,
	Q850_REJECTED = 21,
	Q850_ELSEWHERE = 26,
	Q850_OUT_OF_ORDER = 27,
	Q850_INVALID_NUMBER = 28,
	Q850_NO_CIRCUIT = 34,
	Q850_NETWORK_OUT_OF_ORDER = 38,
	Q850_TEMPORARY_FAILURE = 41,
	Q850_SWITCH_CONGESTION = 42,
	Q850_CHANNEL_UNAVAILABLE = 44,
	Q850_BEARER_UNAVAILABLE = 58
};

const char *cti__cause_name(enum cause cause)
{
	static const char *const names[] = {
		[CAUSE_NONE] = "normal",
		[CAUSE_NORMAL] = "normal",
		[CAUSE_BUSY] = "busy",
		[CAUSE_REJECTED] = "rejected",
		[CAUSE_NO_ANSWER] = "no-answer",
		[CAUSE_CANCELLED] = "cancelled",
		[CAUSE_ELSEWHERE] = "answered-elsewhere",
		[CAUSE_DIVERTED] = "diverted",
		[CAUSE_UNAVAILABLE] = "unavailable",
		[CAUSE_CONGESTION] = "congestion",
		[CAUSE_FAILED] = "failed",
		[CAUSE_LOST] = "lost",
	};

	return names[cause];
}

static enum cause by_result(const struct leg *leg)
{
	switch (leg->result) {
	case CTI_DIAL_BUSY:
		return CAUSE_BUSY;
	case CTI_DIAL_NO_ANSWER:
		return CAUSE_NO_ANSWER;
	case CTI_DIAL_CONGESTION:
		return CAUSE_CONGESTION;
	case CTI_DIAL_UNAVAILABLE:
		return CAUSE_UNAVAILABLE;
	default:
		return CAUSE_NONE;
	}
}

static enum cause by_code(int64_t code)
{
	switch (code) {
	case Q850_BUSY:
		return CAUSE_BUSY;
	case Q850_REJECTED:
		return CAUSE_REJECTED;
	case Q850_NO_RESPONSE:
	case Q850_NO_ANSWER:
		return CAUSE_NO_ANSWER;
	case Q850_UNALLOCATED:
	case Q850_NO_ROUTE:
	case Q850_ABSENT:
	case Q850_OUT_OF_ORDER:
	case Q850_INVALID_NUMBER:
		return CAUSE_UNAVAILABLE;
	case Q850_NO_CIRCUIT:
	case Q850_NETWORK_OUT_OF_ORDER:
	case Q850_TEMPORARY_FAILURE:
	case Q850_SWITCH_CONGESTION:
	case Q850_CHANNEL_UNAVAILABLE:
		return CAUSE_CONGESTION;
	case Q850_BEARER_UNAVAILABLE:
		return CAUSE_FAILED;
	default:
		return CAUSE_NONE;
	}
}

/* The telephone itself said no: nothing outweighs that. */
static enum cause own_refusal(const struct leg *leg, int64_t code)
{
	if (code != Q850_BUSY && code != Q850_REJECTED)
		code = leg->request_code;
	if (code == Q850_REJECTED)
		return CAUSE_REJECTED;
	if (code == Q850_BUSY || leg->result == CTI_DIAL_BUSY)
		return CAUSE_BUSY;
	return CAUSE_NONE;
}

/* Another of those rung up in the same call answered while this one rang. */
static bool was_answered_elsewhere(const struct leg *leg)
{
	const struct leg *other = leg->call ? leg->call->answerer : NULL;

	return other && other != leg && other->answered_us >= leg->dialled_us;
}

static enum cause called_cause(const struct leg *leg, int64_t code)
{
	enum cause cause = own_refusal(leg, code);

	if (leg->picked)
		return CAUSE_ELSEWHERE;
	if (leg->diverted)
		return CAUSE_DIVERTED;
	if (cause)
		return cause;
	if (was_answered_elsewhere(leg) || code == Q850_ELSEWHERE)
		return CAUSE_ELSEWHERE;
	if (leg->no_answer)
		return CAUSE_NO_ANSWER;
	cause = by_result(leg);
	if (!cause && leg->result != CTI_DIAL_CANCEL)
		cause = by_code(code);
	return cause ? cause : CAUSE_CANCELLED;
}

static enum cause caller_cause(const struct leg *leg, int64_t code)
{
	enum cause cause;

	if (leg->cancelled)
		return CAUSE_CANCELLED;
	cause = own_refusal(leg, code);
	if (!cause)
		cause = by_result(leg);
	if (!cause)
		cause = by_code(code);
	if (cause)
		return cause;
	return leg->requested ? CAUSE_CANCELLED : CAUSE_NORMAL;
}

enum cause cti__end_cause(struct leg *leg, int64_t code)
{
	if (leg->answered || leg->far_answered)
		return CAUSE_NORMAL;
	if (leg->called)
		return called_cause(leg, code);
	return caller_cause(leg, code);
}
