/* SPDX-License-Identifier: MIT */
/*
 * Routes over ARI: who stands in Stasis(APP,QUEUE) of our application waits to
 * be sent somewhere, or on to what comes next in the dialplan.
 */
#include "adapters/ari/ari.h"
#include "model/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

enum step {
	STEP_CONTEXT = ARI_STEP_ROUTE, /* where the caller is */
	STEP_EXISTS,		       /* whether the number is there */
	STEP_GO
};

static uint64_t tag_of(uint64_t tag, enum step step)
{
	return tag | (uint64_t)step << ARI_STEP_SHIFT;
}

/* What the dialplan gave first: the queue that it is for, say. */
static struct cti__str argument(struct cti__ari_message *msg)
{
	struct cti__str list = msg->value[ARI_ARGUMENTS].s;
	struct cti__scan_value item;

	if (cti__scan_next(&msg->ari->list, &list, &item) != 1)
		return CTI__STR_NONE;
	return item.s;
}

/* Not another program's application. */
static bool is_ours(const struct cti__ari_message *msg)
{
	return cti__str_eq(msg->value[ARI_APPLICATION].s,
			   cti__ari_app(msg->ari));
}

void cti__ari_on_stasis_start(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_ROUTE };
	struct cti__str leg;

	if (!is_ours(msg))
		return;
	fact.leg = msg->value[ARI_CHANNEL_ID].s;
	leg = cti__ari_listens_to(fact.leg);
	if (leg.n) {
		cti__ari_listener_joined(msg->ari, leg);
		return;
	}
	fact.called = msg->value[ARI_CHANNEL_EXTEN].s;
	fact.context = msg->value[ARI_CHANNEL_CONTEXT].s;
	fact.app = CTI__STR("Stasis");
	fact.queue = argument(msg);
	cti_port_report(msg->ari->port, &fact);
}

void cti__ari_on_stasis_end(struct cti__ari_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_ROUTE_END };

	if (!is_ours(msg) ||
	    cti__ari_listens_to(msg->value[ARI_CHANNEL_ID].s).n)
		return;
	fact.leg = msg->value[ARI_CHANNEL_ID].s;
	cti_port_report(msg->ari->port, &fact);
}

static int ask_context(struct cti__ari_state *ari,
		       const struct cti__ari_move *move)
{
	return cti__ari_ask(ari, tag_of(move->tag, STEP_CONTEXT), "GET",
			    "channels/$/variable?variable=CONTEXT",
			    cti__str(move->leg), CTI__STR_NONE, NULL);
}

/* A number that is not there would hang the caller up. */
static int ask_exists(struct cti__ari_state *ari,
		      const struct cti__ari_move *move)
{
	char function[200];

	snprintf(function, sizeof(function), "DIALPLAN_EXISTS(%s,%s,1)",
		 move->context, move->to);
	return cti__ari_ask(ari, tag_of(move->tag, STEP_EXISTS), "GET",
			    "channels/$/variable?variable=$",
			    cti__str(move->leg), cti__str(function), NULL);
}

static int go(struct cti__ari_state *ari, const struct cti__ari_move *move)
{
	cti__ari_begin(ari, "channels/");
	cti__ari_put(ari, "", cti__str(move->leg));
	cti__ari_put(ari,
		     "/continue?priority=1&context=", cti__str(move->context));
	cti__ari_put(ari, "&extension=", cti__str(move->to));
	return cti__ari_send(ari, tag_of(move->tag, STEP_GO), "POST",
			     CTI__STR_NONE);
}

static struct cti__ari_move *move_of(struct cti__ari_state *ari, uint64_t tag)
{
	size_t i;

	for (i = 0; i < CTI__ARI_JOBS; i++)
		if (ari->moves[i].tag == tag)
			return &ari->moves[i];
	return NULL;
}

static bool keep(char *to, size_t room, struct cti__str from)
{
	if (!from.n || from.n >= room)
		return false;
	memcpy(to, from.p, from.n);
	to[from.n] = '\0';
	return true;
}

static int start(struct cti__ari_state *ari, struct cti__ari_move *move,
		 uint64_t tag, const struct cti_request *req)
{
	struct cti__str context = cti__str(
		cti_settings_get(ari->settings, "ari.dial_context"));
	int err;

	memset(move, 0, sizeof(*move));
	if (!keep(move->leg, sizeof(move->leg), req->leg) ||
	    !keep(move->to, sizeof(move->to), req->to))
		return CTI_EINVAL;
	move->tag = tag;
	err = keep(move->context, sizeof(move->context), context)
		      ? ask_exists(ari, move)
		      : ask_context(ari, move);
	if (err)
		move->tag = 0;
	return err;
}

int cti__ari_route(struct cti__ari_state *ari, uint64_t tag,
		   const struct cti_request *req)
{
	struct cti__ari_move *move;

	if (!req->to.n)
		return cti__ari_ask(ari, tag_of(tag, STEP_GO), "POST",
				    "channels/$/continue", req->leg,
				    CTI__STR_NONE, NULL);
	if (!cti__asterisk_is_dialable(req->to))
		return cti__ari_refusal(
			ari, CTI_EINVAL,
			"Where a caller goes may only have letters, digits "
			"and * # + . _ -, at most 79 of them.");
	move = move_of(ari, 0);
	if (!move)
		return cti__ari_refusal(
			ari, CTI_EAGAIN,
			"Too many callers are being sent on; try again.");
	return start(ari, move, tag, req);
}

static void end(struct cti__ari_state *ari, struct cti__ari_move *move,
		uint64_t tag, int err, struct cti__str why)
{
	if (move)
		move->tag = 0;
	cti_port_done(ari->port, tag, err, why);
}

static void no_number(struct cti__ari_state *ari, struct cti__ari_move *move)
{
	cti__say_to(
		ari->why, sizeof(ari->why),
		"Asterisk's dialplan has no number \"%.79s\" in its context "
		"\"%.79s\"; ari.dial_context names another.",
		move->to, move->context);
	end(ari, move, move->tag, CTI_EREFUSED, cti__str(ari->why));
}

void cti__ari_route_reply(struct cti__ari_state *ari, unsigned step,
			  uint64_t tag, int status, struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];
	struct cti__ari_move *move = move_of(ari, tag);
	int err = 0;

	if (status < 200 || status >= 300) {
		err = cti__ari_explain(ari, false, status, body);
		end(ari, move, tag, err, cti__str(ari->why));
		return;
	}
	if (step == STEP_GO || !move) {
		end(ari, move, tag, 0, CTI__STR_NONE);
		return;
	}
	if (!cti__ari_read(ari, body, value))
		err = CTI_EPROTO;
	else if (step == STEP_CONTEXT &&
		 !keep(move->context, sizeof(move->context),
		       value[ARI_REST_VALUE].s))
		err = CTI_EREFUSED;
	else if (step == STEP_CONTEXT)
		err = ask_exists(ari, move);
	else if (cti__str_is(value[ARI_REST_VALUE].s, "1"))
		err = go(ari, move);
	else
		no_number(ari, move);
	if (err)
		end(ari, move, tag, err, CTI__STR_NONE);
}
