/* SPDX-License-Identifier: MIT */
/* The words of a request, checked and kept. */
#include "core/request_text.h"
#include "util/alloc.h"
#include "util/map.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <inttypes.h>
#include <stdio.h>

#define TEXT_MAX  1000
#define KEY_MAX	  64
#define PAIRS_MAX 32

static const struct {
	const char *name;
	size_t offset;
} fields[CTI__REQUEST_FIELDS] = {
	[CTI__REQUEST_LINK] = { "link", offsetof(cti_request_opts, link) },
	[CTI__REQUEST_CALL] = { "call", offsetof(cti_request_opts, call) },
	[CTI__REQUEST_DEVICE] = { "device",
				  offsetof(cti_request_opts, device) },
	[CTI__REQUEST_TO] = { "to", offsetof(cti_request_opts, to) },
	[CTI__REQUEST_AGENT] = { "agent", offsetof(cti_request_opts, agent) },
	[CTI__REQUEST_QUEUE] = { "queue", offsetof(cti_request_opts, queue) },
	[CTI__REQUEST_REASON] = { "reason",
				  offsetof(cti_request_opts, reason) },
	[CTI__REQUEST_KEY] = { "key", offsetof(cti_request_opts, key) },
	[CTI__REQUEST_VALUE] = { "value", offsetof(cti_request_opts, value) },
	[CTI__REQUEST_CALLER] = { "caller",
				  offsetof(cti_request_opts, caller) },
	[CTI__REQUEST_CALLER_NAME] = { "caller_name", offsetof(cti_request_opts,
							       caller_name) },
};

static struct cti__str field_of(const cti_request_opts *opts, size_t field)
{
	const char *text;

	memcpy(&text, (const char *)opts + fields[field].offset, sizeof(text));
	return cti__str(text);
}

static int say(struct cti__buf *why, const char *name, const char *text)
{
	cti__buf_clear(why);
	cti__buf_printf(why, cti__say("The request's %s %s."), name,
			cti__say(text));
	return CTI_EINVAL;
}

/* What goes out to a switch is one line of readable text. */
static int check_text(const char *name, struct cti__str text,
		      struct cti__buf *why)
{
	size_t i;

	if (text.n > TEXT_MAX)
		return say(why, name, "is longer than 1000 bytes");
	if (!cti__utf8_ok(text))
		return say(why, name, "is no UTF-8");
	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
			return say(why, name,
				   "has a control character, such as a line "
				   "end, in it");
	return 0;
}

static int check_key(const char *name, struct cti__str key,
		     struct cti__buf *why)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_";
	size_t i;

	if (key.n > KEY_MAX)
		return say(why, name, "is longer than 64 letters");
	for (i = 0; i < key.n; i++)
		if (!memchr(allowed, key.p[i], sizeof(allowed) - 1))
			return say(why, name,
				   "may only have letters, digits and _");
	return 0;
}

static int check_digits(struct cti__str digits, struct cti__buf *why)
{
	size_t i;

	for (i = 0; i < digits.n; i++)
		if (!memchr("0123456789*#ABCD", digits.p[i], 16))
			return say(why, "value",
				   "may only have the digits 0 to 9, *, # and "
				   "A to D");
	return 0;
}

static int missing(const cti_request_opts *opts, uint32_t needs, bool strict,
		   struct cti__buf *why)
{
	bool call = opts->call && *opts->call;
	bool device = opts->device && *opts->device;
	bool agent = opts->agent && *opts->agent;

	if (needs & CTI_NEEDS_CALL && !call)
		return say(why, "call", "is missing");
	if (needs & CTI_NEEDS_DEVICE && !device)
		return say(why, "device", "is missing");
	if (needs & CTI_NEEDS_CALL_OR_DEVICE && !call && !device)
		return say(why, cti__say("call or device"), "is missing");
	if (needs & CTI_NEEDS_AGENT_OR_DEVICE && !agent && !device)
		return say(why, cti__say("agent or device"), "is missing");
	if (!strict)
		return 0;
	if (needs & CTI_NEEDS_TO && !(opts->to && *opts->to))
		return say(why, "\"to\"", "is missing");
	if (needs & CTI_NEEDS_KEY && !(opts->key && *opts->key))
		return say(why, "key", "is missing");
	/* Nothing is a value, too, but no digit. */
	if (opts->kind == CTI_REQUEST_DTMF && !(opts->value && *opts->value))
		return say(why, "value", "is missing");
	return 0;
}

static const cti_request_info *info_of(uint32_t kind,
				       enum cti__request_look look)
{
	static const cti_request_info route = { CTI__REQUEST_ROUTE, 0, "route",
						"Answer a switch that asks." };
	const cti_request_info *info;
	size_t i;

	if (look == CTI__REQUEST_INSIDE && kind == route.kind)
		return &route;
	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		if (info->kind == kind)
			return info;
	return NULL;
}

static int check(const cti_request_opts *opts, enum cti__request_look look,
		 size_t *size, struct cti__buf *why)
{
	const cti_request_info *info = info_of(opts->kind, look);
	size_t i;
	int err;

	if (!info)
		return say(why, "kind", "is none of the list in cti/request.h");
	err = missing(opts, info->needs, look != CTI__REQUEST_LOOSE, why);
	for (i = 0; !err && i < CTI__REQUEST_FIELDS; i++) {
		err = check_text(fields[i].name, field_of(opts, i), why);
		*size += field_of(opts, i).n + 1;
	}
	if (!err)
		err = check_key("key", cti__str(opts->key), why);
	if (!err && opts->kind == CTI_REQUEST_DTMF)
		err = check_digits(cti__str(opts->value), why);
	if (!err && opts->data_count > PAIRS_MAX)
		err = say(why, "data", "has more than 32 pairs");
	for (i = 0; !err && i < opts->data_count; i++) {
		struct cti__str key = cti__str(opts->data[i].key);
		struct cti__str value = cti__str(opts->data[i].value);

		err = key.n ? check_key("data", key, why)
			    : say(why, "data", "has a pair without a key");
		if (!err)
			err = check_text("data", value, why);
		*size += key.n + value.n + 2;
	}
	return err;
}

static struct cti__str put(char **at, struct cti__str text)
{
	struct cti__str copy = { *at, text.n };

	if (text.n)
		memcpy(*at, text.p, text.n);
	(*at)[text.n] = '\0';
	*at += text.n + 1;
	return copy;
}

/* A program may have been compiled with a shorter struct. */
static int whole(cti_request_opts *to, const cti_request_opts *from)
{
	cti_request_opts standard = CTI_REQUEST_OPTS_INIT;

	*to = standard;
	if (!from || from->size < offsetof(cti_request_opts, link) ||
	    from->size > 4096)
		return CTI_EINVAL;
	memcpy(to, from, from->size < sizeof(*to) ? from->size : sizeof(*to));
	return 0;
}

int cti__request_text_new(struct cti__request_text **out,
			  const cti_request_opts *from,
			  enum cti__request_look look, struct cti__buf *why)
{
	struct cti__request_text *text;
	cti_request_opts opts;
	size_t size = 0, pairs, i;
	char *at;
	int err;

	*out = NULL;
	err = whole(&opts, from);
	if (err)
		return say(why, "size", "is not that of its struct");
	err = check(&opts, look, &size, why);
	if (err)
		return err;
	pairs = opts.data_count * sizeof(text->data[0]);
	text = cti__calloc(1, sizeof(*text) + pairs + size);
	if (!text)
		return CTI_ENOMEM;
	at = (char *)text + sizeof(*text) + pairs;
	text->kind = opts.kind;
	text->flags = opts.flags;
	text->priority = opts.priority;
	text->data_count = opts.data_count;
	for (i = 0; i < CTI__REQUEST_FIELDS; i++)
		text->field[i] = put(&at, field_of(&opts, i));
	for (i = 0; i < opts.data_count; i++) {
		text->data[i].key = put(&at, cti__str(opts.data[i].key));
		text->data[i].value = put(&at, cti__str(opts.data[i].value));
	}
	*out = text;
	return 0;
}

void cti__request_text_free(struct cti__request_text *text)
{
	cti__free(text);
}

void cti__request_describe(const struct cti__request_text *text,
			   struct cti_request *req)
{
	memset(req, 0, sizeof(*req));
	req->kind = text->kind;
	req->flags = text->flags;
	req->priority = text->priority;
	req->call = text->field[CTI__REQUEST_CALL];
	req->device = text->field[CTI__REQUEST_DEVICE];
	req->to = text->field[CTI__REQUEST_TO];
	req->agent = text->field[CTI__REQUEST_AGENT];
	req->queue = text->field[CTI__REQUEST_QUEUE];
	req->reason = text->field[CTI__REQUEST_REASON];
	req->key = text->field[CTI__REQUEST_KEY];
	req->value = text->field[CTI__REQUEST_VALUE];
	req->caller = text->field[CTI__REQUEST_CALLER];
	req->caller_name = text->field[CTI__REQUEST_CALLER_NAME];
	req->data = text->data;
	req->data_count = text->data_count;
}

void cti__request_uuid(const uint64_t seed[2], uint64_t number,
		       char out[CTI__UUID_SIZE])
{
	uint64_t half[2] = { number, ~number };
	uint64_t high = cti__siphash(seed, (const char *)half, sizeof(half));
	uint64_t low = cti__siphash(seed, (const char *)half, sizeof(half[0]));

	/* Version 4, made by chance, of the common variant: RFC 9562. */
	high = (high & ~UINT64_C(0xf000)) | 0x4000;
	low = (low & ~(UINT64_C(3) << 62)) | UINT64_C(1) << 63;
	snprintf(out, CTI__UUID_SIZE,
		 "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64
		 "-%012" PRIx64,
		 high >> 32, high >> 16 & 0xffff, high & 0xffff, low >> 48,
		 low & UINT64_C(0xffffffffffff));
}
