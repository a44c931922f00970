/* SPDX-License-Identifier: MIT */
/*
 * Logging in to AMI.
 *
 *	< Asterisk Call Manager/11.0.0
 *	> Action: Challenge / AuthType: MD5		(not over TLS)
 *	< Response: Success / Challenge: 123456789
 *	> Action: Login / AuthType: MD5 / Key: md5(challenge secret) / Events: ...
 *	< Response: Success / Message: Authentication accepted
 *	> Action: Filter / Filter: !Event: ...		(once for each)
 *
 * Nothing else is sent before the login was accepted: Asterisk answers a Ping
 * that comes too early with "Permission denied" for ever.
 */
#include "adapters/ami/ami.h"
#include "adapters/ami/md5.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* How long to wait for FullyBooted, which follows the login at once. */
#define BOOT_PATIENCE_MS 2000

/* The classes that the events of decode.c belong to. VarSet, Newexten (both
   dialplan) and RTCP (reporting) are most of a busy switch's bytes. */
#define EVENT_MASK "system,call,agent,dtmf,user,agi"

/* Events of those classes that nobody here reads: the switch need not send
 * them. */
static const char *const unread[] = {
	"!Event: MusicOnHold",	  "!Event: SoftHangupRequest",
	"!Event: DeviceState",	  "!Event: ExtensionStatus",
	"!Event: PresenceState",  "!Event: NewAccountCode",
	"!Event: ContactStatus",  "!Event: PeerStatus",
	"!Event: ChannelTalking", "!Event: Registry",
	"!Event: Reload",	  "!Event: NewConnectedLine",
	"!Event: AGIExec",	  "!Event: AsyncAGIExec",
	"!Event: Newexten",
};

/* What the dialplan sets comes with all that it does. */
static bool wants_variables(const struct cti__ami_state *ami)
{
	return ami->variables &&
	       strcmp(cti_settings_get(ami->settings, "ami.variables"),
		      "true") == 0;
}

static void send_login(struct cti__ami_state *ami, const char *key)
{
	struct cti__ami_action login;
	const char *secret = cti_settings_get(ami->settings, "secret");
	const char *user = cti_settings_get(ami->settings, "user");

	cti__ami_action_begin(&login, "Login");
	cti__ami_action_id(&login, ami, "login");
	cti__ami_action_put(&login, "Username", cti__str(user));
	if (key) {
		cti__ami_action_put(&login, "AuthType", CTI__STR("MD5"));
		cti__ami_action_put(&login, "Key", cti__str(key));
	} else {
		cti__ami_action_put(&login, "Secret", cti__str(secret));
	}
	cti__ami_action_put(&login, "Events",
			    wants_variables(ami)
				    ? CTI__STR(EVENT_MASK ",dialplan")
				    : CTI__STR(EVENT_MASK));
	ami->phase = AMI_PHASE_LOGIN;
	if (cti__ami_action_send(&login, ami))
		cti_port_fail(ami->port, CTI_EINVAL,
			      CTI__SAID("the user or secret has a line end in "
					"it or is too long for AMI"));
}

static void ask_challenge(struct cti__ami_state *ami)
{
	struct cti__ami_action ask;

	cti__ami_action_begin(&ask, "Challenge");
	cti__ami_action_id(&ask, ami, "challenge");
	cti__ami_action_put(&ask, "AuthType", CTI__STR("MD5"));
	ami->phase = AMI_PHASE_CHALLENGE;
	(void)cti__ami_action_send(&ask, ami);
}

int cti__ami_banner(struct cti__ami_state *ami, struct cti__str line)
{
	const char *auth = cti_settings_get(ami->settings, "ami.auth");

	if (!cti__str_starts(line, CTI__STR("Asterisk Call Manager/"))) {
		cti_port_detail(ami->port,
				"what answers is no Asterisk manager (it did "
				"not greet as one): is this the port of "
				"manager.conf?");
		return CTI_EPROTO;
	}
	line = cti__str_sub(line, strlen("Asterisk Call Manager/"), line.n);
	snprintf(ami->version, sizeof(ami->version), "%.*s",
		 (int)(line.n < 15 ? line.n : 15), line.n ? line.p : "");
	/* Over TLS the secret is safe as it is, and MD5 would only keep a
	   switch from storing it hashed. */
	if (strcmp(auth, "plain") == 0 ||
	    (ami->tls && strcmp(auth, "md5") != 0))
		send_login(ami, NULL);
	else
		ask_challenge(ami);
	return 0;
}

static void answer_challenge(struct cti__ami_state *ami,
			     struct cti__str challenge)
{
	const char *secret = cti_settings_get(ami->settings, "secret");
	struct cti__ami_md5 md5;
	char key[33];

	cti__ami_md5_init(&md5);
	cti__ami_md5_add(&md5, challenge.p, challenge.n);
	cti__ami_md5_add(&md5, secret, strlen(secret));
	cti__ami_md5_hex(&md5, key);
	send_login(ami, key);
	cti__wipe(key, sizeof(key));
}

void cti__ami_filters(struct cti__ami_state *ami)
{
	struct cti__ami_action filter;
	size_t i;

	for (i = 0; i < sizeof(unread) / sizeof(unread[0]); i++) {
		cti__ami_action_begin(&filter, "Filter");
		cti__ami_action_id(&filter, ami, "filter");
		cti__ami_action_put(&filter, "Operation", CTI__STR("Add"));
		cti__ami_action_put(&filter, "Filter", cti__str(unread[i]));
		(void)cti__ami_action_send(&filter, ami);
	}
}

void cti__ami_ready(struct cti__ami_state *ami)
{
	if (ami->phase != AMI_PHASE_BOOTING)
		return;
	ami->phase = AMI_PHASE_READY;
	cti_port_ready(ami->port);
}

static void logged_in(struct cti__ami_state *ami)
{
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN };

	ami->phase = AMI_PHASE_BOOTING;
	cti__ami_filters(ami);
	/* From now on events come, some of channels that are yet to be listed. */
	if (!cti_port_is_replay(ami->port))
		cti_port_report(ami->port, &begin);
	/* A switch that has just started lets one in before its queues are
	   loaded; FullyBooted says when. A user without the class system never
	   hears it. */
	if (cti_port_is_replay(ami->port))
		cti__ami_ready(ami);
	else
		cti_port_wake(ami->port, BOOT_PATIENCE_MS);
}

static bool is_ours(const struct cti__ami_state *ami, struct cti__str id,
		    const char *word)
{
	struct cti__str end = cti__str(word);

	/* In a recording another client's login stands for ours. */
	if (cti_port_is_replay(ami->port))
		return true;
	return cti__str_starts(id, CTI__STR("cti-")) && id.n > end.n &&
	       cti__str_eq(cti__str_sub(id, id.n - end.n, end.n), end);
}

void cti__ami_response(struct cti__ami_message *msg)
{
	struct cti__ami_state *ami = msg->ami;
	struct cti__str id = cti__ami_get(msg, AMI_ACTION_ID);
	struct cti__str response = cti__ami_get(msg, AMI_RESPONSE);
	bool ok = cti__str_is(response, "Success");
	struct cti__str challenge = cti__ami_get(msg, AMI_CHALLENGE);
	unsigned list;

	if (ami->phase == AMI_PHASE_CHALLENGE &&
	    is_ours(ami, id, "-challenge")) {
		if (!ok)
			cti_port_fail(ami->port, CTI_EAUTH,
				      cti__ami_get(msg, AMI_MESSAGE));
		else if (challenge.n)
			answer_challenge(ami, challenge);
		else if (cti_port_is_replay(ami->port))
			logged_in(ami); /* a recording of a plain login */
		else
			cti_port_fail(ami->port, CTI_EPROTO,
				      CTI__SAID("the switch gave nothing to "
						"hash the secret with; "
						"ami.auth=plain goes without"));
	} else if (ami->phase == AMI_PHASE_LOGIN &&
		   is_ours(ami, id, "-login")) {
		if (ok)
			logged_in(ami);
		else
			cti_port_fail(ami->port, CTI_EAUTH,
				      cti__ami_get(msg, AMI_MESSAGE));
	} else if (ami->phase == AMI_PHASE_READY) {
		list = cti__ami_list_of(ami, id);
		if (list && cti__str_is(response, "Error"))
			cti__ami_list_done(ami, list);
		else if (!cti__ami_answer(msg, false) &&
			 !cti__str_starts(id, CTI__STR("cti-")))
			cti_port_count(ami->port, 0, 0, 1);
	}
}
