/* SPDX-License-Identifier: MIT */
/* All values into every word of every request. */
#include "sinks.h"
#include "util/utf8.h"

#include <string.h>

#define SINK(request, field)                                                   \
	{                                                                      \
		CTI_REQUEST_##request, offsetof(struct cti_request, field),    \
			#request "." #field                                    \
	}

const struct sink sinks[] = {
	SINK(DIAL, to),
	SINK(DIAL, device),
	SINK(DIAL, caller),
	SINK(DIAL, caller_name),
	SINK(DIAL, data),
	SINK(DIAL, new_leg),
	SINK(ANSWER, device),
	SINK(HANGUP, leg),
	SINK(HANGUP, reason),
	SINK(HOLD, leg),
	SINK(RETRIEVE, leg),
	SINK(TRANSFER, to),
	SINK(TRANSFER, leg),
	SINK(TRANSFER, party),
	SINK(CONSULT, to),
	SINK(COMPLETE, leg),
	SINK(CONFERENCE, to),
	SINK(CONFERENCE, device),
	SINK(CONFERENCE, room),
	SINK(DROP, leg),
	SINK(DEFLECT, to),
	SINK(DEFLECT, party),
	SINK(PICKUP, device),
	SINK(PICKUP, party),
	SINK(PARK, to),
	SINK(UNPARK, to),
	SINK(UNPARK, device),
	SINK(DTMF, value),
	SINK(DATA, value),
	SINK(DATA, leg),
	SINK(RECORD_START, to),
	SINK(RECORD_START, leg),
	SINK(RECORD_START, reason),
	SINK(RECORD_STOP, leg),
	SINK(RECORD_PAUSE, to),
	SINK(MUTE, leg),
	SINK(AGENT_LOGIN, agent),
	SINK(AGENT_LOGIN, device),
	SINK(AGENT_LOGIN, queue),
	SINK(AGENT_LOGOUT, agent),
	SINK(AGENT_LOGOUT, queue),
	SINK(AGENT_READY, agent),
	SINK(AGENT_NOT_READY, reason),
	SINK(AGENT_NOT_READY, queue),
	SINK(QUEUE_PRIORITY, queue),
	{ CTI__REQUEST_ROUTE, offsetof(struct cti_request, to), "ROUTE.to" },
	{ CTI__REQUEST_ROUTE, offsetof(struct cti_request, leg), "ROUTE.leg" },
};
const size_t sink_count = sizeof(sinks) / sizeof(sinks[0]);

void pieces_add(struct pieces *to, struct cti__str piece)
{
	assert_true(to->count < PIECES_MAX);
	cti__buf_str(&to->at[to->count++], piece);
}

void pieces_clear(struct pieces *pieces)
{
	while (pieces->count)
		cti__buf_fini(&pieces->at[--pieces->count]);
}

/* All that any request reads. */
static const struct cti_request full = {
	.device = { "1001", 4 },
	.to = { "2000", 4 },
	.agent = { "anna", 4 },
	.queue = { "sales", 5 },
	.leg = { "leg-1", 5 },
	.party = { "party-1", 7 },
	.consult_leg = { "leg-2", 5 },
	.consult_party = { "party-2", 7 },
	.new_leg = { "new-1", 5 },
	.call = { "call-1", 6 },
	.key = { "order", 5 },
	.value = { "77", 2 },
	.legs = { { "leg-1", 5 }, { "party-1", 7 } },
	.leg_count = 2,
};

struct cti_request sink_request(const struct sink *sink, struct cti__str value)
{
	/* Two pairs: one must not run into the other. */
	static struct cti__request_pair data[2] = {
		{ { "a", 1 }, { "", 0 } }, { { "b", 1 }, { "x", 1 } }
	};
	struct cti_request req = full;

	req.kind = sink->kind;
	if (sink->offset == offsetof(struct cti_request, data)) {
		data[0].value = value;
		data[1].value = value;
		req.data = data;
		req.data_count = 2;
	} else {
		memcpy((char *)&req + sink->offset, &value, sizeof(value));
	}
	return req;
}

/* What JSON makes of it: bytes that are no UTF-8 become U+FFFD. */
static struct cti__str mend(struct cti__buf *out, struct cti__str value)
{
	size_t i, unit;

	for (i = 0; i < value.n; i += unit) {
		unit = cti__utf8_unit(value.p + i, value.n - i);
		if (unit)
			cti__buf_add(out, value.p + i, unit);
		else
			cti__buf_text(out, "\xef\xbf\xbd");
		unit += !unit;
	}
	return cti__str_n(out->p, out->n);
}

/* The piece with this value where the harmless one was. */
static bool has_become(const struct cti__buf *plain, const struct cti__buf *got,
		       struct cti__str value)
{
	struct cti__str rest = cti__str_n(plain->p, plain->n);
	struct cti__buf want = { 0 };
	bool same;

	while (rest.n) {
		if (cti__str_starts(rest, CTI__STR(SINK_PLAIN))) {
			cti__buf_str(&want, value);
			rest = cti__str_sub(rest, strlen(SINK_PLAIN), rest.n);
		} else {
			cti__buf_char(&want, *rest.p);
			rest = cti__str_sub(rest, 1, rest.n);
		}
	}
	same = cti__str_eq(cti__str_n(want.p, want.n),
			   cti__str_n(got->p, got->n));
	cti__buf_fini(&want);
	return same;
}

static bool is_swapped(const struct cti__buf *plain, const struct cti__buf *got,
		       struct cti__str value)
{
	struct cti__buf mended = { 0 }, bare = *plain;
	bool is = has_become(plain, got, value) ||
		  has_become(plain, got, mend(&mended, value));

	/* A name that brings its domain along gets no other. */
	bare.n = cti__str_chr(cti__str_n(bare.p, bare.n), '@');
	if (!is && cti__str_chr(value, '@') < value.n)
		is = has_become(&bare, got, value);
	cti__buf_fini(&mended);
	return is;
}

/* Ids of legs come from the switch, which speaks in lines of text. */
static bool is_own(const struct sink *sink)
{
	return strstr(sink->name, "leg") || strstr(sink->name, "party") ||
	       strstr(sink->name, "room");
}

static bool is_line(const struct hostile *value)
{
	return hostile_is_text(value) && !strpbrk(value->bytes.p, "\r\n");
}

static bool is_meant(const struct sink *sink, const struct hostile *value)
{
	if (is_own(sink))
		return is_line(value);
	/* Digits are what keys are: Asterisk gets each on its own. */
	return sink->kind != CTI_REQUEST_DTMF ||
	       strspn(value->bytes.p, "0123456789ABCD*#") != value->bytes.n;
}

static void compare(const struct sink *sink, const struct hostile *value,
		    const struct pieces *plain, const struct pieces *got,
		    bool whole)
{
	size_t i;

	if (got->count > plain->count || (whole && got->count < plain->count))
		hostile_fail(value, "%s: %zu pieces in place of %zu",
			     sink->name, got->count, plain->count);
	for (i = 0; i < got->count; i++)
		if (!is_swapped(&plain->at[i], &got->at[i], hostile_str(value)))
			hostile_fail(value, "%s: '%.*s' became '%.*s'",
				     sink->name, (int)plain->at[i].n,
				     plain->at[i].p, (int)got->at[i].n,
				     got->at[i].p);
}

/* Returns how often the value was sent on, and not refused. */
static size_t try(const struct sink *sink, sink_send_fn *send,
		  const struct pieces *plain)
{
	const struct hostile_list *all = hostile_all();
	struct cti_request req;
	struct pieces got = { 0 };
	size_t i, sent = 0;
	int err;

	for (i = 0; i < all->count; i++) {
		if (!is_meant(sink, &all->at[i]))
			continue;
		req = sink_request(sink, hostile_str(&all->at[i]));
		err = send(&req, &got);
		compare(sink, &all->at[i], plain, &got, !err);
		pieces_clear(&got);
		sent += !err;
	}
	return sent;
}

void sinks_try(sink_send_fn *send, size_t least)
{
	size_t i, open = 0, tried = hostile_all()->count, sent = 0;

	for (i = 0; i < sink_count; i++) {
		struct cti_request req = sink_request(&sinks[i],
						      CTI__STR(SINK_PLAIN));
		struct pieces plain = { 0 };

		if (!send(&req, &plain)) {
			open++;
			sent += try(&sinks[i], send, &plain);
		}
		pieces_clear(&plain);
	}
	print_message("%zu sinks x %zu values, %zu sent on\n", open, tried,
		      sent);
	assert_true(open >= least);
	/* Not all is refused: names may have quotes in them. */
	assert_true(sent > 0);
}
