/* SPDX-License-Identifier: MIT */
/*
 * Logging in to the Event Socket.
 *
 *	< Content-Type: auth/request
 *	> auth PASSWORD			(or userauth USER@DOMAIN:PASSWORD)
 *	< Content-Type: command/reply / Reply-Text: +OK accepted
 *	> event plain NAMES CUSTOM SUBCLASSES
 *	< Content-Type: command/reply / Reply-Text: +OK event listener ...
 *
 * Answers have no name: they come in the order of the commands.
 */
#include "adapters/esl/esl.h"
#include "util/say.h"

#include <cti/error.h>

/* All that decode.c and custom.c read, and no more. */
#define EVENTS                                                                 \
	" BACKGROUND_JOB CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_CREATE"         \
	" CHANNEL_EXECUTE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE"              \
	" CHANNEL_HOLD CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA"                \
	" CHANNEL_UNBRIDGE CHANNEL_UNHOLD CHANNEL_UNPARK DTMF HEARTBEAT "      \
	"RECORD_START"                                                         \
	" RECORD_STOP SHUTDOWN CUSTOM callcenter::info"                        \
	" conference::maintenance fifo::info sofia::intercepted"               \
	" valet_parking::info"

static bool is_ok(struct cti__str reply)
{
	return cti__str_starts(reply, CTI__STR("+OK"));
}

/* "-ERR invalid" without its mark. */
static struct cti__str words_of(struct cti__str reply)
{
	if (cti__str_starts(reply, CTI__STR("-ERR")))
		reply = cti__str_sub(reply, 4, reply.n);
	return cti__str_trim(reply);
}

int cti__esl_check_user(struct cti__esl_state *esl)
{
	struct cti__str user = cti__str(
		cti_settings_get(esl->settings, "user"));
	struct cti__str domain, name = cti__str_cut(user, '@', &domain);

	if (!user.n || (name.n && domain.n))
		return 0;
	cti_port_detail(esl->port,
			"FreeSWITCH knows a user by name and domain: give "
			"user@domain, or no user at all to log in with the "
			"Event Socket's own password");
	return CTI_EINVAL;
}

void cti__esl_asked(struct cti__esl_state *esl)
{
	const char *user = cti_settings_get(esl->settings, "user");
	const char *secret = cti_settings_get(esl->settings, "secret");
	struct cti__esl_command cmd;

	if (esl->phase != ESL_PHASE_BANNER)
		return;
	esl->phase = ESL_PHASE_AUTH;
	cti__esl_begin(&cmd, user[0] ? "userauth " : "auth ");
	if (user[0]) {
		cti__esl_word(&cmd, cti__str(user));
		cti__esl_add(&cmd, ":");
	}
	cti__esl_line(&cmd, cti__str(secret));
	if (cti__esl_send(&cmd, esl, ESL_ASK_AUTH, 0))
		cti_port_fail(esl->port, CTI_EINVAL,
			      CTI__SAID("the user or secret has a character "
					"that FreeSWITCH cannot read there"));
}

static void subscribe(struct cti__esl_state *esl)
{
	const char *format = cti_settings_get(esl->settings, "esl.format");
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN };
	struct cti__esl_command cmd;

	esl->phase = ESL_PHASE_EVENTS;
	cti__esl_begin(&cmd, "event ");
	cti__esl_add(&cmd, strcmp(format, "json") == 0 ? "json" : "plain");
	cti__esl_add(&cmd, EVENTS);
	(void)cti__esl_send(&cmd, esl, ESL_ASK_EVENTS, 0);
	/* The first events may be of channels that are yet to be listed. */
	cti_port_report(esl->port, &begin);
}

static void ready(struct cti__esl_state *esl)
{
	esl->phase = ESL_PHASE_READY;
	cti_port_ready(esl->port);
}

/* Another client's login stands for ours in a recording. */
static void recorded_reply(struct cti__esl_state *esl, struct cti__str reply)
{
	if (esl->phase != ESL_PHASE_AUTH || !reply.n)
		return;
	if (is_ok(reply))
		ready(esl);
	else
		cti_port_fail(esl->port, CTI_EAUTH, words_of(reply));
}

static void events_replied(struct cti__esl_state *esl, struct cti__str reply)
{
	if (is_ok(reply)) {
		ready(esl);
		return;
	}
	cti_port_log(esl->port, "FreeSWITCH refused the list of events");
	if (cti__str_is(words_of(reply), "permission denied"))
		cti_port_fail(
			esl->port, CTI_EAUTH,
			CTI__SAID("the user may not be told of all events that "
				  "are needed: permission denied; its "
				  "esl-allowed-events must name each of them"));
	else
		cti_port_fail(esl->port, CTI_EAUTH, words_of(reply));
}

void cti__esl_replied(struct cti__esl_state *esl, struct cti__str reply,
		      struct cti__str body)
{
	struct cti__str said = reply.n ? reply : body;
	enum cti__esl_ask what;
	uint64_t tag;

	if (cti_port_is_replay(esl->port)) {
		recorded_reply(esl, reply);
		return;
	}
	if (!cti__esl_answered(esl, &what, &tag)) {
		cti_port_count(esl->port, 0, 0, 1);
		return;
	}
	switch (what) {
	case ESL_ASK_AUTH:
		if (is_ok(said))
			subscribe(esl);
		else
			cti_port_fail(esl->port, CTI_EAUTH, words_of(said));
		break;
	case ESL_ASK_EVENTS:
		events_replied(esl, said);
		break;
	case ESL_ASK_JOB:
		cti__esl_job_answered(esl, tag, said);
		break;
	case ESL_ASK_PART:
		break;
	case ESL_ASK_DIAGNOSE:
		cti__esl_diagnosis_reply(esl, tag, said);
		break;
	default:
		cti__esl_listed(esl, what, said);
	}
}

void cti__esl_rejected(struct cti__esl_state *esl, struct cti__str body)
{
	(void)body;
	cti_port_fail(esl->port, CTI_EAUTH,
		      CTI__SAID("FreeSWITCH does not let this machine in: its "
				"address must be in the list apply-inbound-acl "
				"of event_socket.conf.xml"));
}
