/* SPDX-License-Identifier: MIT */
/* What proves to a server who we are: user and secret, or a login's token. */
#include "identify/credentials.h"
#include "identify/encode.h"
#include "identify/reply.h"
#include "util/alloc.h"

#include <cti/error.h>

/* A token is renewed so long before its end. */
#define EARLY_S	  30
#define LONGEST_S 1000000000
#define SECOND_US INT64_C(1000000)

static const char *text_of(const struct cti__credentials *c, const char *name)
{
	return cti__settings_of_text(c->settings, name);
}

static int put_header(struct cti__outgoing *out, const struct cti__buf *value)
{
	if (value->err)
		return value->err;
	return cti__outgoing_header(out, CTI__STR("Authorization"),
				    cti__str_n(value->p, value->n));
}

static int put_basic(const struct cti__credentials *c,
		     struct cti__outgoing *out)
{
	struct cti__buf pair = { 0 }, value = { 0 };
	int err;

	cti__buf_text(&pair, text_of(c, "user"));
	cti__buf_char(&pair, ':');
	cti__buf_text(&pair, text_of(c, "secret"));
	cti__buf_text(&value, "Basic ");
	err = cti__encode(&value, CTI__ENCODE_BASE64,
			  cti__str_n(pair.p, pair.n));
	if (!err)
		err = pair.err ? pair.err : put_header(out, &value);
	cti__buf_wipe(&pair);
	cti__buf_wipe(&value);
	return err;
}

static int put_bearer(const struct cti__credentials *c,
		      struct cti__outgoing *out)
{
	struct cti__str word = cti__str(text_of(c, "secret"));
	struct cti__buf value = { 0 };
	int err;

	if (c->preset->login.method.n)
		word = cti__str_n(c->token.p, c->token.n);
	else if (!word.n)
		return 0;
	cti__buf_str(&value, c->preset->auth_word);
	cti__buf_char(&value, ' ');
	cti__buf_str(&value, word);
	err = put_header(out, &value);
	cti__buf_wipe(&value);
	return err;
}

int cti__credentials_put(const struct cti__credentials *c,
			 struct cti__outgoing *out)
{
	struct cti__str secret = cti__str(text_of(c, "secret"));

	switch (c->preset->auth) {
	case CTI__AUTH_BASIC:
		return put_basic(c, out);
	case CTI__AUTH_BEARER:
		return put_bearer(c, out);
	case CTI__AUTH_HEADER:
		return cti__outgoing_header(out, c->preset->auth_word, secret);
	case CTI__AUTH_QUERY:
		return cti__outgoing_query(out, c->preset->auth_word, secret);
	default:
		return 0;
	}
}

bool cti__credentials_ready(const struct cti__credentials *c, int64_t now_us)
{
	if (!c->preset->login.method.n)
		return true;
	return c->token.n && (!c->until_us || now_us < c->until_us);
}

int cti__credentials_take(struct cti__credentials *c, struct cti__str body,
			  int64_t now_us, struct cti__buf *why)
{
	struct cti__reply reply = { c->preset, cti__settings_of_put,
				    c->settings };
	int64_t expires_s;
	int err;

	cti__buf_wipe(&c->token);
	err = cti__reply_token(&reply, body, &c->token, &expires_s, why);
	if (err)
		cti__buf_wipe(&c->token);
	c->turn++;
	c->until_us = 0;
	/* One that ends at once would be fetched for ever. */
	if (expires_s > 0 && expires_s <= 2 * EARLY_S)
		c->until_us = now_us + expires_s * SECOND_US;
	else if (expires_s > 0 && expires_s < LONGEST_S)
		c->until_us = now_us + (expires_s - EARLY_S) * SECOND_US;
	return err;
}

void cti__credentials_refused(struct cti__credentials *c, uint32_t turn)
{
	if (turn == c->turn)
		cti__buf_wipe(&c->token);
}

void cti__credentials_fini(struct cti__credentials *c)
{
	cti__buf_wipe(&c->token);
}
