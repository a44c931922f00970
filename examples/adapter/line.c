/* SPDX-License-Identifier: MIT */
/*
 * An adapter of one page, for a switch that speaks in lines
 * (docs/guide/adapter.md has the protocol): "1767574801.250 rings b for=a". A
 * line is cut into words, its fields are put into a fact, and the model decides
 * the rest.
 */
#include "core/adapter.h"
#include "model/request.h"
#include "util/buf.h"

#include <cti/error.h>

/* No line of the switch's comes near it. */
#define LINE_MAX_BYTES 4096

struct line_state {
	struct cti_port *port;
	const struct cti_settings *settings;
	bool listing; /* between "list" and "end" */
};

struct line {
	int64_t time_us;
	struct cti__str word, leg, rest;
};

static struct cti__str get(const struct line *line, const char *key)
{
	struct cti__str rest = line->rest, value;

	while (rest.n) {
		struct cti__str pair = cti__str_cut(rest, ' ', &rest);

		if (!cti__str_is(cti__str_cut(pair, '=', &value), key))
			continue;
		/* A name may have blanks: it goes to the end of the line. */
		if (strcmp(key, "name") == 0)
			value.n = (size_t)(line->rest.p + line->rest.n -
					   value.p);
		return value;
	}
	return CTI__STR_NONE;
}

static void report(struct line_state *st, const struct line *line,
		   struct cti_fact *fact)
{
	fact->time_us = line->time_us;
	fact->snapshot = st->listing;
	cti_port_report(st->port, fact);
}

/* What most lines are: a leg, and what is said of it. */
static struct cti_fact fact_of(const struct line *line, enum cti_fact_kind kind)
{
	struct cti_fact fact = {
		.kind = kind,
		.ok = true,
		.leg = line->leg,
		.other = get(line, "party"),
		.second = get(line, "second"),
		.target = get(line, "target"),
		.group = get(line, "call"),
		.device = get(line, "device"),
		.number = get(line, "number"),
		.name = get(line, "name"),
		.called = get(line, "called"),
		.bridge = get(line, "bridge"),
		.queue = get(line, "queue"),
		.reason = get(line, "reason"),
	};

	(void)cti__str_i64(get(line, "code"), &fact.code);
	return fact;
}

static void on_plain(struct line_state *st, const struct line *line,
		     enum cti_fact_kind kind)
{
	struct cti_fact fact = fact_of(line, kind);

	report(st, line, &fact);
}

/* "leg a side=phone device=1001 called=1002": it called the switch; in a list
   it may have got further. */
static void on_leg(struct line_state *st, const struct line *line,
		   enum cti_fact_kind kind)
{
	struct cti_fact fact = fact_of(line, kind);

	fact.role = cti__str_is(get(line, "side"), "phone") ? CTI_ROLE_EXTENSION
							    : CTI_ROLE_TRUNK;
	fact.state = cti__str_is(line->word, "calls") ? CTI_STATE_DOWN
		     : cti__str_is(get(line, "state"), "up")
			     ? CTI_STATE_UP
			     : CTI_STATE_CALLING;
	report(st, line, &fact);
}

static struct cti_fact dial_of(const struct line *line, enum cti_fact_kind kind)
{
	return (struct cti_fact){ .kind = kind,
				  .leg = get(line, "for"),
				  .other = line->leg,
				  .number = get(line, "number"),
				  .other_number = get(line, "shows"),
				  .state = CTI_STATE_ALERTING };
}

/* "calls b for=a side=phone device=1002": a leg of its own, that a rings up. */
static void on_calls(struct line_state *st, const struct line *line,
		     enum cti_fact_kind kind)
{
	struct cti_fact dial = dial_of(line, kind);

	on_leg(st, line, CTI_FACT_LEG_NEW);
	report(st, line, &dial);
}

static void on_rings(struct line_state *st, const struct line *line,
		     enum cti_fact_kind kind)
{
	struct cti_fact dial = dial_of(line, kind);

	report(st, line, &dial);
}

static void on_answers(struct line_state *st, const struct line *line,
		       enum cti_fact_kind kind)
{
	struct cti_fact up = { .kind = CTI_FACT_LEG_STATE,
			       .leg = line->leg,
			       .state = CTI_STATE_UP };
	struct cti_fact dial = dial_of(line, kind);

	report(st, line, &up);
	dial.result = CTI_DIAL_ANSWER;
	if (dial.leg.n)
		report(st, line, &dial);
}

/* "fails b for=a why=busy": a rings b up no longer. */
static void on_fails(struct line_state *st, const struct line *line,
		     enum cti_fact_kind kind)
{
	static const struct {
		const char *why;
		enum cti_dial_result result;
	} results[] = { { "busy", CTI_DIAL_BUSY },
			{ "cancelled", CTI_DIAL_CANCEL },
			{ "no-answer", CTI_DIAL_NO_ANSWER },
			{ "unavailable", CTI_DIAL_UNAVAILABLE } };
	struct cti_fact dial = dial_of(line, kind);
	size_t i;

	dial.result = CTI_DIAL_OTHER;
	for (i = 0; i < sizeof(results) / sizeof(*results); i++)
		if (cti__str_is(get(line, "why"), results[i].why))
			dial.result = results[i].result;
	report(st, line, &dial);
}

/* ---- the connection */

/* A value must not be able to begin a new word or line. */
static void say(struct line_state *st, const char *word,
		const struct cti__str *value, size_t count)
{
	struct cti__buf line = { 0 };
	size_t i;

	cti__buf_text(&line, word);
	for (i = 0; i < count; i++) {
		if (cti__str_chr(value[i], '\n') < value[i].n ||
		    cti__str_chr(value[i], '\r') < value[i].n ||
		    cti__str_chr(value[i], ' ') < value[i].n)
			line.err = CTI_EINVAL;
		cti__buf_char(&line, ' ');
		cti__buf_str(&line, value[i]);
	}
	cti__buf_char(&line, '\n');
	if (!line.err)
		cti_port_send(st->port, line.p, line.n);
	cti__buf_wipe(&line);
}

static void on_hello(struct line_state *st, const struct line *line,
		     enum cti_fact_kind kind)
{
	struct cti__str login[2] = {
		cti__str(cti_settings_get(st->settings, "user")),
		cti__str(cti_settings_get(st->settings, "secret")),
	};
	struct cti_fact up = { .kind = kind };

	(void)cti__str_i64(get(line, "up"), &up.code);
	report(st, line, &up);
	say(st, "login", login, 2);
}

static void on_welcome(struct line_state *st, const struct line *line,
		       enum cti_fact_kind kind)
{
	(void)line;
	(void)kind;
	cti_port_ready(st->port);
}

static void on_denied(struct line_state *st, const struct line *line,
		      enum cti_fact_kind kind)
{
	(void)kind;
	cti_port_fail(st->port, CTI_EAUTH, line->rest);
}

static void on_end(struct line_state *st, const struct line *line,
		   enum cti_fact_kind kind)
{
	struct cti_fact end = { .kind = kind };

	st->listing = false;
	report(st, line, &end);
	if (!cti_port_is_replay(st->port))
		cti_port_synced(st->port);
}

static void on_list(struct line_state *st, const struct line *line,
		    enum cti_fact_kind kind)
{
	(void)line;
	(void)kind;
	st->listing = true;
}

/* "ok 17", "no 17 the line is engaged": the end of a request. */
static void on_done(struct line_state *st, const struct line *line,
		    enum cti_fact_kind kind)
{
	uint64_t tag;

	(void)kind;
	if (cti__str_u64(line->leg, &tag))
		cti_port_done(st->port, tag,
			      cti__str_is(line->word, "ok") ? 0 : CTI_EREFUSED,
			      line->rest);
}

static const struct {
	const char *word;
	void (*on)(struct line_state *st, const struct line *line,
		   enum cti_fact_kind kind);
	enum cti_fact_kind kind;
} rules[] = {
	{ "abandons", on_plain, CTI_FACT_QUEUE_ABANDON },
	{ "answers", on_answers, CTI_FACT_DIAL_END },
	{ "attended", on_plain, CTI_FACT_TRANSFER_ATTENDED },
	{ "blind", on_plain, CTI_FACT_TRANSFER_BLIND },
	{ "calls", on_calls, CTI_FACT_DIAL_BEGIN },
	{ "denied", on_denied, 0 },
	{ "digits", on_plain, CTI_FACT_DTMF },
	{ "end", on_end, CTI_FACT_SNAPSHOT_END },
	{ "ends", on_plain, CTI_FACT_LEG_END },
	{ "fails", on_fails, CTI_FACT_DIAL_END },
	{ "hello", on_hello, CTI_FACT_SWITCH_UP },
	{ "holds", on_plain, CTI_FACT_HOLD },
	{ "joins", on_plain, CTI_FACT_BRIDGE_ENTER },
	{ "leaves", on_plain, CTI_FACT_QUEUE_LEAVE },
	{ "leg", on_leg, CTI_FACT_LEG_NEW },
	{ "list", on_list, 0 },
	{ "no", on_done, 0 },
	{ "ok", on_done, 0 },
	{ "parts", on_plain, CTI_FACT_BRIDGE_LEAVE },
	{ "queues", on_plain, CTI_FACT_QUEUE_JOIN },
	{ "retrieves", on_plain, CTI_FACT_UNHOLD },
	{ "rings", on_rings, CTI_FACT_DIAL_STATE },
	{ "welcome", on_welcome, 0 },
};

#define RULES (sizeof(rules) / sizeof(*rules))

/* "1767574801.250" in microseconds; the switch writes three decimals. */
static bool read_time(struct cti__str text, int64_t *out)
{
	struct cti__str ms, seconds = cti__str_cut(text, '.', &ms);
	int64_t s, m;

	if (ms.n != 3 || seconds.n > 11 || !cti__str_is_digits(seconds) ||
	    !cti__str_is_digits(ms) || !cti__str_i64(seconds, &s) ||
	    !cti__str_i64(ms, &m))
		return false;
	*out = (s * 1000 + m) * 1000;
	return true;
}

static void read_line(struct line_state *st, struct cti__str text)
{
	struct line line;
	size_t i;

	cti_port_message(st->port, text);
	line.word = cti__str_cut(text, ' ', &line.rest);
	if (!read_time(line.word, &line.time_us)) {
		cti_port_count(st->port, 0, 1, 0);
		return;
	}
	line.word = cti__str_cut(line.rest, ' ', &line.rest);
	line.leg = cti__str_cut(line.rest, ' ', &line.rest);
	for (i = 0; i < RULES; i++)
		if (cti__str_is(line.word, rules[i].word))
			rules[i].on(st, &line, rules[i].kind);
	cti_port_count(st->port, 1, 0, 0);
}

/* ---- the table */

static int line_init(void *state, struct cti_port *port,
		     const struct cti_settings *settings)
{
	struct line_state *st = state;

	st->port = port;
	st->settings = settings;
	return 0;
}

static void line_fini(void *state)
{
	(void)state;
}

static int line_up(void *state)
{
	((struct line_state *)state)->listing = false;
	return 0;
}

static void line_down(void *state, int why)
{
	(void)why;
	(void)line_up(state);
}

static ssize_t line_input(void *state, const char *data, size_t len)
{
	struct cti__str rest = cti__str_n(data, len), line;
	size_t n;

	while ((n = cti__str_chr(rest, '\n')) < rest.n) {
		line = cti__str_cut(rest, '\n', &rest);
		if (line.n)
			read_line(state, line);
	}
	return rest.n > LINE_MAX_BYTES ? CTI_EPROTO : (ssize_t)(len - rest.n);
}

static int line_resync(void *state)
{
	struct line_state *st = state;
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN,
				  .open = cti_port_is_replay(st->port) };

	cti_port_report(st->port, &begin);
	say(st, "list", NULL, 0);
	/* A recording has the list only if its client had asked for it. */
	if (cti_port_is_replay(st->port))
		cti_port_synced(st->port);
	return 0;
}

static int line_ping(void *state)
{
	say(state, "ping", NULL, 0);
	return 0;
}

/* The switch's word for a request; NULL: it has none. */
static const char *word_of(const struct cti_request *req)
{
	switch (req->kind) {
	case CTI_REQUEST_HANGUP:
		return "hangup";
	case CTI_REQUEST_HOLD:
		return "hold";
	case CTI_REQUEST_RETRIEVE:
		return "retrieve";
	default:
		return NULL;
	}
}

static const char *line_refuse(void *state, const struct cti_request *req)
{
	(void)state;
	return word_of(req)
		       ? NULL
		       : "This switch can only hang up, hold and take back.";
}

static int line_request(void *state, uint64_t tag,
			const struct cti_request *req)
{
	struct cti__buf id = { 0 };
	struct cti__str value[2];

	cti__buf_u64(&id, tag);
	value[0] = cti__str_n(id.p, id.n);
	value[1] = req->leg;
	if (!id.err)
		say(state, word_of(req), value, 2);
	cti__buf_fini(&id);
	return id.err;
}

const struct cti_adapter adapter_line = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "line",
	.title = "a switch that speaks in lines",
	.wire = CTI_WIRE_STREAM,
	.port = 7000,
	.caps = CTI_CAP_SNAPSHOT | CTI_CAP_QUEUES,
	.state_size = sizeof(struct line_state),
	.init = line_init,
	.fini = line_fini,
	.up = line_up,
	.down = line_down,
	.input = line_input,
	.refuse = line_refuse,
	.request = line_request,
	.resync = line_resync,
	.ping = line_ping,
};
