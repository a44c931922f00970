/* SPDX-License-Identifier: MIT */
/* URLs of links: scheme[+tls]:[//[user[:secret]@]host[:port]][path][?query]. */
#include "core/url.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

#define URL_MAX 4096

/* Appends; false if a percent sign has no two digits, or hides a NUL. */
static bool decode(struct cti__buf *out, struct cti__str s)
{
	int high, low;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			cti__buf_char(out, s.p[i]);
			continue;
		}
		high = i + 2 < s.n ? cti__hex_digit(s.p[i + 1]) : -1;
		low = i + 2 < s.n ? cti__hex_digit(s.p[i + 2]) : -1;
		if (high < 0 || low < 0 || !(high | low))
			return false;
		cti__buf_char(out, (char)(high * 16 + low));
		i += 2;
	}
	return true;
}

static int fail(struct cti__buf *why, const char *sentence)
{
	if (why) {
		cti__buf_clear(why);
		cti__buf_text(why, cti__say(sentence));
	}
	return CTI_EURL;
}

/* Decode one part into an owned text. */
static int take_part(char **out, struct cti__str s, struct cti__buf *why)
{
	struct cti__buf part = { 0 };

	if (!decode(&part, s)) {
		cti__buf_wipe(&part);
		return fail(why, "The URL has a percent sign that is not "
				 "followed by two hexadecimal digits; write a "
				 "percent sign itself as %25.");
	}
	*out = cti__buf_take(&part, NULL);
	return *out ? 0 : CTI_ENOMEM;
}

static bool is_scheme(struct cti__str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') ||
		      (i && s.p[i] >= '0' && s.p[i] <= '9') ||
		      (i && s.p[i] == '-')))
			return false;
	return s.n > 0;
}

static int take_scheme(struct cti__url *url, struct cti__str s,
		       struct cti__buf *why)
{
	struct cti__str plus, name = cti__str_cut(s, '+', &plus);

	if (name.n < s.n && !cti__str_is(plus, "tls"))
		return fail(why, "The only word that may follow a + in the "
				 "URL's scheme is tls, as in ami+tls://host.");
	if (!is_scheme(name))
		return fail(why, "The URL must begin with a scheme in small "
				 "letters and a colon, as in ami://host.");
	url->tls = name.n < s.n;
	url->scheme = cti__str_dup(name);
	return url->scheme ? 0 : CTI_ENOMEM;
}

static int take_port(struct cti__url *url, struct cti__str s,
		     struct cti__buf *why)
{
	uint64_t port;

	if (!cti__str_is_digits(s) || s.n > 5 || !cti__str_u64(s, &port) ||
	    !port || port > 65535)
		return fail(why, "The port in the URL must be a number from "
				 "1 to 65535.");
	url->port = (uint16_t)port;
	return 0;
}

/* host, host:port, [address] or [address]:port. */
static int take_host(struct cti__url *url, struct cti__str s,
		     struct cti__buf *why)
{
	struct cti__str host, rest = CTI__STR_NONE;
	size_t end;
	int err;

	if (s.n && s.p[0] == '[') {
		end = cti__str_chr(s, ']');
		host = cti__str_sub(s, 1, end - 1);
		rest = cti__str_sub(s, end + 1, s.n);
		if (end == s.n || (rest.n && rest.p[0] != ':'))
			return fail(why, "The URL has an address that begins "
					 "with [ and does not end with ].");
	} else {
		end = cti__str_chr(s, ':');
		host = cti__str_sub(s, 0, end);
		rest = cti__str_sub(s, end, s.n);
		if (cti__str_chr(cti__str_sub(rest, 1, rest.n), ':') <
		    (rest.n ? rest.n - 1 : 0))
			return fail(why, "An IPv6 address in a URL stands in "
					 "brackets, as in ami://[::1]:5038.");
	}
	if (!host.n)
		return fail(why, "The URL has no host; it should read like "
				 "ami://pbx.example.com.");
	err = take_part(&url->host, host, why);
	if (err || !rest.n)
		return err;
	return take_port(url, cti__str_sub(rest, 1, rest.n), why);
}

static int take_authority(struct cti__url *url, struct cti__str s,
			  struct cti__buf *why)
{
	/* The last @: a secret may hold one by mistake. */
	size_t at = cti__str_rchr(s, '@');
	struct cti__str login, secret;
	int err;

	if (at == s.n)
		return take_host(url, s, why);
	login = cti__str_cut(cti__str_sub(s, 0, at), ':', &secret);
	err = take_part(&url->user, login, why);
	if (!err)
		err = take_part(&url->secret, secret, why);
	return err ? err : take_host(url, cti__str_sub(s, at + 1, s.n), why);
}

/* Where the host part of what is behind "//" ends. */
static size_t authority_end(struct cti__str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '/' || s.p[i] == '?' || s.p[i] == '#')
			break;
	return i;
}

static int set_empty(char **text)
{
	if (!*text)
		*text = cti__str_dup(CTI__STR(""));
	return *text ? 0 : CTI_ENOMEM;
}

static int fill_up(struct cti__url *url)
{
	if (set_empty(&url->user) || set_empty(&url->secret) ||
	    set_empty(&url->host) || set_empty(&url->path) ||
	    set_empty(&url->query))
		return CTI_ENOMEM;
	return 0;
}

static int take_rest(struct cti__url *url, struct cti__str s,
		     struct cti__buf *why)
{
	struct cti__str query = CTI__STR_NONE, path;
	struct cti__str tail = s;
	size_t end = 0, at;
	int err = 0;

	if (cti__str_starts(s, CTI__STR("//"))) {
		s = cti__str_sub(s, 2, s.n);
		end = authority_end(s);
		/* A file's path may be written with three slashes. */
		if (end || !s.n)
			err = take_authority(url, cti__str_sub(s, 0, end), why);
		if (err)
			return err;
		at = cti__str_rchr(cti__str_sub(s, 0, end), '@');
		tail = at < end ? cti__str_sub(s, at + 1, s.n) : s;
	}
	url->rest = cti__str_dup(tail);
	if (!url->rest)
		return CTI_ENOMEM;
	path = cti__str_cut(cti__str_sub(s, end, s.n), '?', &query);
	err = take_part(&url->path, path, why);
	if (!err)
		err = cti__str_set(&url->query, query);
	return err ? err : fill_up(url);
}

int cti__url_parse(struct cti__url *out, const char *text, struct cti__buf *why)
{
	struct cti__str whole = cti__str(text), scheme;
	size_t colon;
	int err;

	memset(out, 0, sizeof(*out));
	if (!whole.n)
		return fail(why, "The link needs a URL, for example "
				 "ami://pbx.example.com.");
	if (whole.n > URL_MAX || !cti__utf8_ok(whole))
		return fail(why, "The URL is too long or not UTF-8.");
	colon = cti__str_chr(whole, ':');
	scheme = cti__str_sub(whole, 0, colon);
	if (colon == whole.n)
		return fail(why, "The URL must begin with a scheme in small "
				 "letters and a colon, as in ami://host.");
	err = take_scheme(out, scheme, why);
	if (!err)
		err = take_rest(out, cti__str_sub(whole, colon + 1, whole.n),
				why);
	if (err)
		cti__url_fini(out);
	return err;
}

/* Names of other scripts may be written as they are; the resolver judges. */
bool cti__url_is_host(struct cti__str host)
{
	static const char signs[] = "-._:%";
	size_t i;
	char c;

	for (i = 0; i < host.n; i++) {
		c = host.p[i];
		if ((unsigned char)c < 0x80 &&
		    !memchr(signs, c, sizeof(signs) - 1) &&
		    !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return host.n > 0;
}

void cti__url_fini(struct cti__url *url)
{
	cti__free(url->scheme);
	cti__free(url->rest);
	cti__free(url->user);
	cti__free_secret(url->secret);
	cti__free(url->host);
	cti__free(url->path);
	cti__free(url->query);
	memset(url, 0, sizeof(*url));
}

bool cti__url_param(const struct cti__url *url, const char *name,
		    struct cti__buf *out)
{
	struct cti__str value = cti__str_pair(cti__str(url->query), '&', name);

	if (!value.p)
		return false;
	if (!decode(out, value))
		cti__buf_str(out, value);
	return true;
}

struct cti__str cti__url_unknown_param(const struct cti__url *url,
				       const char *known)
{
	struct cti__str rest = cti__str(url->query), value, key, list, word;
	bool found;

	while (rest.n) {
		key = cti__str_cut(cti__str_cut(rest, '&', &rest), '=', &value);
		list = cti__str(known);
		found = !key.n;
		while (list.n && !found) {
			word = cti__str_cut(list, ',', &list);
			found = cti__str_eq(word, key);
		}
		if (!found)
			return key;
	}
	return CTI__STR_NONE;
}
