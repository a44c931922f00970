/* SPDX-License-Identifier: MIT */
/* What FreeSWITCH's names say: channels, numbers, causes. */
#include "adapters/esl/esl.h"

#define GET(header) cti__esl_get(msg, ESL_##header)

/* Two channels, "loopback/1001-a" and "-b", made of one dial string. */
static bool loopback(struct cti__esl_message *msg, struct cti__esl_channel *ch)
{
	struct cti__str name = GET(CHANNEL);
	struct cti__str mark = CTI__STR("loopback/");

	if (!cti__str_starts(name, mark))
		return false;
	ch->role = CTI_ROLE_LOCAL;
	ch->half = name.p[name.n - 1] == 'b' ? 2 : 1;
	ch->pair = ch->half == 1 ? GET(UNIQUEID) : GET(LOOPBACK_OTHER);
	ch->device = cti__str_sub(name, mark.n,
				  cti__str_rchr(name, '-') - mark.n);
	return true;
}

/* Channels without a party. */
static bool is_plumbing(struct cti__str name)
{
	static const char *const technology[] = { "null/", "error/", "avmd/" };
	size_t i;

	for (i = 0; i < sizeof(technology) / sizeof(technology[0]); i++)
		if (cti__str_starts(name, cti__str(technology[i])))
			return true;
	return false;
}

/*
 * The endpoint is the user: of a leg that called the switch the one that logged
 * in, of one that was called the one that was dialled. The latter's variable
 * goes over to the caller's leg, too, where it means nothing.
 */
struct cti__esl_channel cti__esl_channel(struct cti__esl_message *msg)
{
	const struct cti__esl_state *esl = msg->esl;
	struct cti__esl_channel ch = { .role = CTI_ROLE_TRUNK };
	bool outbound = cti__str_is(GET(DIRECTION), "outbound");

	if (loopback(msg, &ch))
		return ch;
	if (is_plumbing(GET(CHANNEL))) {
		ch.role = CTI_ROLE_PLUMBING;
		return ch;
	}
	ch.device = outbound ? GET(DIALED_USER) : GET(USER);
	if (!ch.device.n || cti__str_matches_any(ch.device, esl->trunks))
		return ch;
	if (!esl->extensions.n ||
	    cti__str_matches_any(ch.device, esl->extensions))
		ch.role = CTI_ROLE_EXTENSION;
	return ch;
}

int cti__esl_cause(struct cti__str word)
{
	static const struct {
		const char *word;
		int code;
	} rows[] = {
		{ "NORMAL_CLEARING", 16 },
		{ "ORIGINATOR_CANCEL", 0 },
		{ "NO_ANSWER", 19 },
		{ "USER_BUSY", 17 },
		{ "CALL_REJECTED", 21 },
		{ "LOSE_RACE", 26 },
		{ "PICKED_OFF", 26 },
		{ "NO_USER_RESPONSE", 18 },
		{ "ALLOTTED_TIMEOUT", 19 },
		{ "PROGRESS_TIMEOUT", 18 },
		{ "RECOVERY_ON_TIMER_EXPIRE", 18 },
		{ "UNALLOCATED_NUMBER", 1 },
		{ "NO_ROUTE_TRANSIT_NET", 2 },
		{ "NO_ROUTE_DESTINATION", 3 },
		{ "USER_NOT_REGISTERED", 20 },
		{ "SUBSCRIBER_ABSENT", 20 },
		{ "DESTINATION_OUT_OF_ORDER", 27 },
		{ "INVALID_NUMBER_FORMAT", 28 },
		{ "NUMBER_CHANGED", 22 },
		{ "REDIRECTION_TO_NEW_DESTINATION", 23 },
		{ "NORMAL_UNSPECIFIED", 31 },
		{ "NORMAL_CIRCUIT_CONGESTION", 34 },
		{ "NETWORK_OUT_OF_ORDER", 38 },
		{ "NORMAL_TEMPORARY_FAILURE", 41 },
		{ "SWITCH_CONGESTION", 42 },
		{ "REQUESTED_CHAN_UNAVAIL", 44 },
		{ "GATEWAY_DOWN", 41 },
		{ "INVALID_GATEWAY", 3 },
		{ "BEARERCAPABILITY_NOTAVAIL", 58 },
		{ "INCOMPATIBLE_DESTINATION", 58 },
		{ "OUTGOING_CALL_BARRED", 21 },
		{ "INCOMING_CALL_BARRED", 21 },
		{ "SYSTEM_SHUTDOWN", 41 },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cti__str_is(word, rows[i].word))
			return rows[i].code;
	return 0;
}
