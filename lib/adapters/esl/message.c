/* SPDX-License-Identifier: MIT */
/* One event's headers: found in place, decoded where somebody reads them. */
#include "adapters/esl/esl.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Room for the message's decoded values: never more than it has bytes. */
static bool reserve(struct cti__esl_message *msg, size_t size)
{
	struct cti__esl_state *esl = msg->esl;
	char *bigger;

	esl->scratch_used = 0;
	if (size <= esl->scratch_room)
		return true;
	bigger = cti__realloc(esl->scratch, size);
	if (!bigger)
		return false;
	esl->scratch = bigger;
	esl->scratch_room = size;
	return true;
}

/* %XX is a byte; anything else stands for itself. */
static struct cti__str decode_url(struct cti__esl_state *esl, struct cti__str s)
{
	char *out = esl->scratch + esl->scratch_used, *p = out;
	size_t i;
	int high, low;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n &&
		    (high = cti__hex_digit(s.p[i + 1])) >= 0 &&
		    (low = cti__hex_digit(s.p[i + 2])) >= 0) {
			*p++ = (char)(high << 4 | low);
			i += 2;
		} else {
			*p++ = s.p[i];
		}
	}
	esl->scratch_used += (size_t)(p - out);
	return cti__str_n(out, (size_t)(p - out));
}

/* "ARRAY::first|:second": the first. */
static struct cti__str first_of_list(struct cti__str s)
{
	static const struct cti__str mark = { "ARRAY::", 7 };
	size_t i;

	if (!cti__str_starts(s, mark))
		return s;
	s = cti__str_sub(s, mark.n, s.n);
	for (i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '|' && s.p[i + 1] == ':')
			return cti__str_sub(s, 0, i);
	return s;
}

/* "Event-Name: X" is an event's first line: most need no second look. */
static bool is_passed_over(const struct cti__esl_state *esl,
			   struct cti__str text)
{
	static const struct cti__str mark = { "Event-Name: ", 12 };
	struct cti__str first;

	if (!cti__str_starts(text, mark))
		return false;
	first = cti__block_first(text);
	return !cti__esl_is_wanted(esl,
				   cti__str_sub(first, mark.n, first.n));
}

static int check(struct cti__esl_message *msg)
{
	uint64_t us;

	if (cti__str_u64(msg->value[ESL_TIME], &us) && us < INT64_MAX)
		msg->time_us = (int64_t)us;
	return msg->value[ESL_EVENT].n ? 0 : CTI_EFORMAT;
}

int cti__esl_read_plain(struct cti__esl_message *msg, struct cti__str text)
{
	struct cti__esl_state *esl = msg->esl;
	size_t from = 0, end;

	if (is_passed_over(esl, text))
		return CTI__ESL_UNWANTED;
	(void)cti__block_parse(&esl->names, text, msg->value);
	/* A body behind the headers would look like more of them. */
	if (msg->value[ESL_LENGTH].p) {
		end = cti__block_end(text.p, text.n, &from);
		if (end) {
			memset(msg->value, 0, sizeof(msg->value));
			(void)cti__block_parse(&esl->names,
					       cti__str_sub(text, 0, end),
					       msg->value);
			msg->body = cti__str_sub(text, end, text.n);
		}
	}
	return reserve(msg, text.n) ? check(msg) : CTI_ENOMEM;
}

int cti__esl_read_head(struct cti__esl_message *msg, struct cti__str text)
{
	(void)cti__block_parse(&msg->esl->names, text, msg->value);
	return reserve(msg, text.n) ? 0 : CTI_ENOMEM;
}

static bool gate(void *user, size_t path, const struct cti__scan_value *value)
{
	return cti__esl_is_wanted(user, value[path].s);
}

int cti__esl_read_any(struct cti__esl_message *msg, struct cti__str text)
{
	struct cti__scan *scan = &msg->esl->scan;
	size_t gates = scan->gates;
	int err;

	scan->gates = 0;
	err = cti__esl_read_json(msg, text);
	scan->gates = gates;
	return err;
}

bool cti__esl_json_init(struct cti__esl_state *esl)
{
	esl->scan.names = &esl->members;
	esl->scan.gate = gate;
	esl->scan.user = esl;
	esl->scan.gates = ESL_EVENT + 1;
	return cti__scan_names_init(&esl->members, esl->header,
				    ESL_HEADER_COUNT + esl->variables);
}

int cti__esl_read_json(struct cti__esl_message *msg, struct cti__str text)
{
	struct cti__scan_value value[ESL_VALUE_COUNT] = { 0 }, first;
	struct cti__scan *scan = &msg->esl->scan;
	size_t i;
	int err = cti__scan(scan, text, value);

	if (err)
		return err == CTI__SCAN_DROPPED ? CTI__ESL_UNWANTED : err;
	for (i = 0; i < ESL_HEADER_COUNT + msg->esl->variables; i++) {
		if (value[i].type == CTI__SCAN_LIST &&
		    cti__scan_next(scan, &value[i].s, &first) == 1)
			value[i].s = first.s;
		msg->value[i] = value[i].s;
	}
	msg->body = msg->value[ESL_BODY];
	/* No header needs decoding any more. */
	memset(msg->decoded, true, sizeof(msg->decoded));
	return check(msg);
}

struct cti__str cti__esl_get(struct cti__esl_message *msg,
			     enum cti__esl_header header)
{
	struct cti__str *value = &msg->value[header];

	if (!value->n || msg->decoded[header])
		return *value;
	msg->decoded[header] = true;
	if (memchr(value->p, '%', value->n))
		*value = decode_url(msg->esl, *value);
	*value = first_of_list(*value);
	return *value;
}
