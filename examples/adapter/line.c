/* SPDX-License-Identifier: MIT */
/*
 * An adapter of one page, for a switch that speaks in lines
 * (docs/guide/adapter.md has the protocol): "1767574800506 rings b". Each word
 * is a fact, each field a part of it; the model decides the rest.
 */
#include "core/adapter.h"
#include "model/request.h"

#include <cti/error.h>

#include <inttypes.h>
#include <stdio.h>

struct line {
	struct cti_port *port;
	const struct cti_settings *settings;
};

/* What the switch's words say. */
static const struct {
	const char *word;
	struct cti_fact fact;
} rules[] = {
	{ "abandons", { .kind = CTI_FACT_QUEUE_ABANDON } },
	{ "answers", { .kind = CTI_FACT_LEG_STATE, .state = CTI_STATE_UP } },
	{ "attended", { .kind = CTI_FACT_TRANSFER_ATTENDED, .ok = true } },
	{ "blind", { .kind = CTI_FACT_TRANSFER_BLIND, .ok = true } },
	{ "dials", { .kind = CTI_FACT_DIAL_BEGIN } },
	{ "digits", { .kind = CTI_FACT_DTMF } },
	{ "end", { .kind = CTI_FACT_SNAPSHOT_END } },
	{ "ends", { .kind = CTI_FACT_LEG_END } },
	{ "hello", { .kind = CTI_FACT_SWITCH_UP } },
	{ "holds", { .kind = CTI_FACT_HOLD } },
	{ "joins", { .kind = CTI_FACT_BRIDGE_ENTER } },
	{ "leaves", { .kind = CTI_FACT_QUEUE_LEAVE } },
	{ "list", { .kind = CTI_FACT_SNAPSHOT_BEGIN } },
	{ "phone", { .kind = CTI_FACT_LEG_NEW, .role = CTI_ROLE_EXTENSION } },
	{ "queues", { .kind = CTI_FACT_QUEUE_JOIN } },
	{ "retrieves", { .kind = CTI_FACT_UNHOLD } },
	{ "rings",
	  { .kind = CTI_FACT_LEG_STATE, .state = CTI_STATE_ALERTING } },
	{ "trunk", { .kind = CTI_FACT_LEG_NEW, .role = CTI_ROLE_TRUNK } },
};

/* What is said of calls. */
static void report(struct line *st, struct cti_fact fact, int64_t ms,
		   struct cti__str rest)
{
	fact.time_us = ms * 1000;
	/* What a list says has been so since nobody knows when. */
	fact.snapshot = ms == 0;
	fact.leg = cti__str_cut(rest, ' ', &rest);
	fact.other = cti__str_pair(rest, ' ', "party");
	fact.second = cti__str_pair(rest, ' ', "second");
	fact.group = cti__str_pair(rest, ' ', "call");
	fact.bridge = cti__str_pair(rest, ' ', "bridge");
	fact.device = cti__str_pair(rest, ' ', "device");
	fact.number = cti__str_pair(rest, ' ', "number");
	fact.called = cti__str_pair(rest, ' ', "called");
	fact.queue = cti__str_pair(rest, ' ', "queue");
	(void)cti__str_i64(cti__str_pair(rest, ' ', "code"), &fact.code);
	/* Who comes with the number that was dialled has called the switch. */
	if (fact.kind == CTI_FACT_LEG_NEW && fact.called.n)
		fact.state = CTI_STATE_CALLING;
	cti_port_report(st->port, &fact);
}

/* What is said of the connection, and to what was asked. */
static void talk(struct line *st, struct cti__str word, struct cti__str rest)
{
	bool ok = cti__str_is(word, "ok");
	uint64_t tag;

	if (cti__str_is(word, "hello"))
		cti_port_ready(st->port);
	else if (cti__str_is(word, "denied"))
		cti_port_fail(st->port, CTI_EAUTH, rest);
	else if (cti__str_is(word, "end"))
		cti_port_synced(st->port);
	else if ((ok || cti__str_is(word, "no")) &&
		 cti__str_u64(cti__str_cut(rest, ' ', &rest), &tag))
		cti_port_done(st->port, tag, ok ? 0 : CTI_EREFUSED, rest);
}

static void read_line(struct line *st, struct cti__str line)
{
	struct cti__str rest, word, time = cti__str_cut(line, ' ', &rest);
	bool good = time.n <= 13 && cti__str_is_digits(time);
	int64_t ms;
	size_t i;

	cti_port_message(st->port, line);
	cti_port_count(st->port, good, !good, 0);
	if (!good || !cti__str_i64(time, &ms))
		return;
	word = cti__str_cut(rest, ' ', &rest);
	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (cti__str_is(word, rules[i].word))
			report(st, rules[i].fact, ms, rest);
	talk(st, word, rest);
}

/* A value must not be able to begin a word or a line of its own. */
static int say(struct line *st, const char *word, struct cti__str a,
	       struct cti__str b)
{
	struct cti__buf line = { 0 };
	int err;

	if (cti__str_has_any(a, " \r\n") || cti__str_has_any(b, " \r\n"))
		return CTI_EINVAL;
	cti__buf_text(&line, word);
	cti__buf_char(&line, ' ');
	cti__buf_str(&line, a);
	cti__buf_char(&line, ' ');
	cti__buf_str(&line, b);
	cti__buf_char(&line, '\n');
	err = line.err;
	if (!err)
		cti_port_send(st->port, line.p, line.n);
	cti__buf_wipe(&line);
	return err;
}

static int init(void *state, struct cti_port *port,
		const struct cti_settings *settings)
{
	struct line *st = state;

	st->port = port;
	st->settings = settings;
	return 0;
}

static int up(void *state)
{
	struct line *st = state;

	return say(st, "login",
		   cti__str(cti_settings_get(st->settings, "user")),
		   cti__str(cti_settings_get(st->settings, "secret")));
}

/* Whole lines are used up; the rest comes again with more behind it. */
static ssize_t input(void *state, const char *data, size_t len)
{
	struct cti__str rest = cti__str_n(data, len);

	while (cti__str_chr(rest, '\n') < rest.n)
		read_line(state, cti__str_cut(rest, '\n', &rest));
	/* Where a line has no end, nothing can be read any more. */
	return rest.n > 4096 ? CTI_EPROTO : (ssize_t)(len - rest.n);
}

static int resync(void *state)
{
	return say(state, "list", CTI__STR_NONE, CTI__STR_NONE);
}

static int ping(void *state)
{
	return say(state, "ping", CTI__STR_NONE, CTI__STR_NONE);
}

static const char *refuse(void *state, const struct cti_request *req)
{
	(void)state;
	return req->kind == CTI_REQUEST_HANGUP ? NULL : "It can only hang up.";
}

static int request(void *state, uint64_t tag, const struct cti_request *req)
{
	char number[24];

	snprintf(number, sizeof(number), "%" PRIu64, tag);
	return say(state, "hangup", cti__str(number), req->leg);
}

const struct cti_adapter adapter_line = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "line",
	.title = "a switch that speaks in lines",
	.wire = CTI_WIRE_STREAM,
	.port = 7000,
	.caps = CTI_CAP_SNAPSHOT | CTI_CAP_QUEUES,
	.state_size = sizeof(struct line),
	.init = init,
	.up = up,
	.input = input,
	.resync = resync,
	.ping = ping,
	.refuse = refuse,
	.request = request,
};
