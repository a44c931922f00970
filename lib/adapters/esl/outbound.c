/* SPDX-License-Identifier: MIT */
/*
 * The application socket: FreeSWITCH connects to us, once for each call that
 * asks where it shall go.
 *
 *	> connect
 *	< the channel, as one block that is its event and our reply
 *	> sendmsg: execute transfer DEST XML CONTEXT	(or resume, or exit)
 *	< Content-Type: command/reply / Reply-Text: +OK
 *
 * The command is carried out even if the socket is closed behind its reply:
 * what waits for the call is read before it goes on. Before the reply nothing
 * may be closed, what was sent could be lost.
 */
#include "adapters/esl/esl.h"

#include <cti/error.h>

#include <stdio.h>

/* A channel has some hundred variables, of any length. */
#define CHANNEL_MAX (192 * 1024)
/* Nobody subscribed to anything; a notice of the end is short. */
#define NOTICE_MAX  (32 * 1024)
#define REPLY_MS    10000

enum phase {
	PHASE_BEGUN, /* who it is has been asked */
	PHASE_WAITS, /* for the application */
	PHASE_TOLD,  /* where it goes; the reply is to come */
	PHASE_OVER
};

#define GET(header) cti__esl_get(msg, ESL_##header)

static void say(struct cti__esl_peer *peer, const char *text)
{
	cti_port_peer_send(peer->peer, text, strlen(text));
}

int cti__esl_peer_up(void *state, void *peer_state, struct cti_peer *peer)
{
	struct cti__esl_state *esl = state;
	struct cti__esl_peer *self = peer_state;

	self->peer = peer;
	self->phase = PHASE_BEGUN;
	cti__list_add(&esl->peers, &self->node);
	say(self, "connect\n\n");
	return 0;
}

struct cti__esl_peer *cti__esl_peer_of(struct cti__esl_state *esl,
				       struct cti__str leg)
{
	struct cti__list *node;
	struct cti__esl_peer *peer;

	cti__list_each (node, &esl->peers) {
		peer = cti__list_entry(node, struct cti__esl_peer, node);
		if (peer->phase == PHASE_WAITS && cti__str_is(leg, peer->leg))
			return peer;
	}
	return NULL;
}

static void over(struct cti__esl_peer *peer)
{
	peer->phase = PHASE_OVER;
	cti_port_peer_close(peer->peer);
}

static void waits_no_more(struct cti__esl_state *esl,
			  const struct cti__esl_peer *peer)
{
	struct cti_fact fact = { .kind = CTI_FACT_ROUTE_END };

	fact.leg = cti__str(peer->leg);
	cti_port_report(esl->port, &fact);
}

/* A call that waits beside its socket stays there without that word; one that
   waits in it goes on when the socket is left. */
static const char *go_on(const struct cti__esl_peer *peer)
{
	return peer->is_async ? "resume\n\n" : "exit\n\n";
}

static void let_go(struct cti__esl_peer *peer)
{
	say(peer, go_on(peer));
	peer->phase = PHASE_TOLD;
	peer->is_sent = false;
	peer->due = 1;
	cti_port_peer_wait(peer->peer, REPLY_MS);
}

static bool keep_leg(struct cti__esl_state *esl, struct cti__esl_peer *peer,
		     struct cti__str leg)
{
	struct cti__esl_peer *other = cti__esl_peer_of(esl, leg);

	if (!leg.n || leg.n >= sizeof(peer->leg))
		return false;
	/* A leg is in one place only: that socket was left, and said nothing.
	 */
	if (other)
		over(other);
	memcpy(peer->leg, leg.p, leg.n);
	return true;
}

/* Who it is. */
static int take_channel(struct cti__esl_state *esl, struct cti__esl_peer *peer,
			struct cti__str head)
{
	struct cti__esl_message all = { .esl = esl }, *msg = &all;
	struct cti_fact fact = { 0 };
	int err = cti__esl_read_head(msg, head);

	if (err)
		return err;
	if (!keep_leg(esl, peer, GET(UNIQUEID)))
		return CTI_EPROTO;
	peer->is_async = cti__str_is(GET(SOCKET_MODE), "async");
	peer->phase = PHASE_WAITS;
	cti_port_peer_wait(peer->peer, 0);
	/* The event that tells of the call may come behind it. */
	if (cti__str_is(GET(DIRECTION), "inbound"))
		cti__esl_arrives(msg);
	cti__esl_put_route(&fact, msg);
	fact.app = CTI__STR("socket");
	cti__esl_report(msg, &fact);
	if (!cti_port_is_asked(esl->port, cti__str(peer->leg)))
		let_go(peer);
	return 0;
}

static void done(struct cti__esl_state *esl, struct cti__esl_peer *peer,
		 int err, struct cti__str words)
{
	bool has_tag = peer->has_tag;

	peer->has_tag = false;
	if (has_tag)
		cti_port_done(esl->port, peer->tag, err, words);
}

static void take_reply(struct cti__esl_state *esl, struct cti__esl_peer *peer,
		       struct cti__str reply)
{
	bool ok = cti__str_starts(reply, CTI__STR("+OK"));

	if (peer->phase != PHASE_TOLD || --peer->due)
		return;
	if (!ok && peer->is_sent) {
		/* It is still here, and another answer follows. */
		peer->phase = PHASE_WAITS;
		cti_port_peer_wait(peer->peer, 0);
		done(esl, peer, CTI_EREFUSED, reply);
		return;
	}
	over(peer);
	done(esl, peer, ok ? 0 : CTI_EREFUSED, reply);
	waits_no_more(esl, peer);
}

static int take(struct cti__esl_state *esl, struct cti__esl_peer *peer,
		const struct cti__esl_cut *cut)
{
	cti_port_count(esl->port, 1, 0, 0);
	if (cti__str_is(cut->outer.type, "text/disconnect-notice"))
		cti_port_peer_close(peer->peer);
	else if (peer->phase == PHASE_BEGUN)
		return take_channel(esl, peer, cut->head);
	else if (cti__str_is(cut->outer.type, "command/reply"))
		take_reply(esl, peer, cut->outer.reply);
	return 0;
}

ssize_t cti__esl_peer_input(void *state, void *peer_state, const char *data,
			    size_t len)
{
	struct cti__esl_state *esl = state;
	struct cti__esl_peer *peer = peer_state;
	struct cti__esl_cut cut;
	size_t used = 0;
	int err;

	while (used < len && peer->phase != PHASE_OVER) {
		err = cti__esl_cut(&cut, esl,
				   cti__str_n(data + used, len - used),
				   &peer->looked, CHANNEL_MAX, NOTICE_MAX);
		if (!err && !cut.used)
			break;
		if (!err) {
			cti_port_message(esl->port, cut.head);
			err = take(esl, peer, &cut);
		}
		if (err)
			return err;
		used += cut.used;
	}
	/* Nothing that comes after the end matters. */
	return (ssize_t)(peer->phase == PHASE_OVER ? len : used);
}

void cti__esl_peer_down(void *state, void *peer_state)
{
	struct cti__esl_state *esl = state;
	struct cti__esl_peer *peer = peer_state;
	uint8_t phase = peer->phase;

	cti__list_del(&peer->node);
	peer->phase = PHASE_OVER;
	if (phase == PHASE_WAITS)
		say(peer, go_on(peer));
	if (phase != PHASE_WAITS && phase != PHASE_TOLD)
		return;
	/* Told where to go it has gone, as far as can be known. */
	waits_no_more(esl, peer);
	done(esl, peer, 0, CTI__STR_NONE);
}

/* Else the end of the socket would take the call out of where it was sent. */
#define STAY                                                                   \
	"sendmsg\ncall-command: execute\nexecute-app-name: set\n"              \
	"execute-app-arg: socket_resume=false\n\n"

static void transfer(struct cti__esl_command *cmd,
		     const struct cti__esl_state *esl, struct cti__str to)
{
	cti__esl_begin(cmd, STAY "sendmsg\ncall-command: execute\n"
				 "execute-app-name: transfer\n"
				 "execute-app-arg: ");
	cti__esl_word(cmd, to);
	cti__esl_add(cmd, " XML ");
	cti__esl_word(cmd,
		      cti__str(cti_settings_get(esl->settings, "esl.context")));
}

int cti__esl_peer_answer(struct cti__esl_state *esl, struct cti__esl_peer *peer,
			 uint64_t tag, struct cti__str to)
{
	struct cti__esl_command cmd;
	int err;

	if (to.n) {
		transfer(&cmd, esl, to);
		err = cti__esl_end(&cmd, esl);
		if (err)
			return err;
		cti_port_peer_send(peer->peer, cmd.text, cmd.n);
		peer->phase = PHASE_TOLD;
		peer->is_sent = true;
		peer->due = 2;
		cti_port_peer_wait(peer->peer, REPLY_MS);
	} else {
		let_go(peer);
	}
	peer->tag = tag;
	peer->has_tag = true;
	return 0;
}
