/* SPDX-License-Identifier: MIT */
/* What a site says of a server: its base, its login, what its preset asks for.
 */
#include "identify/settings.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <inttypes.h>

enum kind { TEXT, ADDRESS, NUMBER, TRUTH, SCOPE };
enum of { ANY, WEB, DIRECTORY };

/* Settings of every server, or of every one of its sort. */
static const struct {
	const char *name;
	enum kind kind;
	int64_t least, most;
	enum of of;
} general[] = {
	{ "base", ADDRESS, 0, 0, ANY },
	{ "user", TEXT, 0, 0, ANY },
	{ "secret", TEXT, 0, 0, ANY },
	{ "ca_file", TEXT, 0, 0, ANY },
	{ "proxy", ADDRESS, 0, 0, WEB },
	{ "scope", SCOPE, 0, 0, DIRECTORY },
	{ "start_tls", TRUTH, 0, 0, DIRECTORY },
	{ "verify", TRUTH, 0, 0, ANY },
	{ "timeout_ms", NUMBER, 10, 600000, ANY },
	{ "concurrency", NUMBER, 1, 1000, ANY },
	{ "max_answer", NUMBER, 1024, 16 * 1024 * 1024, ANY },
};

#define GENERAL (sizeof(general) / sizeof(general[0]))

/* A setting of the preset: its row, a text or an object; NULL if none. */
static const struct cti__json *row_of(const struct cti__settings_of *s,
				      const char *name)
{
	return cti__json_get(s->preset->settings, name);
}

static const char *given(const struct cti__settings_of *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (strcmp(s->item[i].name, name) == 0)
			return s->item[i].value;
	return NULL;
}

const char *cti__settings_of_text(const struct cti__settings_of *s,
				  const char *name)
{
	const char *value = given(s, name);

	if (!value)
		value = cti__json_get_text(row_of(s, name), "default").p;
	return value ? value : "";
}

uint32_t cti__settings_of_number(const struct cti__settings_of *s,
				 const char *name, uint32_t standard)
{
	const char *value = given(s, name);
	int64_t number;

	if (!value || !cti__str_i64(cti__str(value), &number))
		if (!cti__json_int(cti__json_get(s->preset->limits, name),
				   &number))
			return standard;
	return number > 0 && number <= UINT32_MAX ? (uint32_t)number : standard;
}

int cti__settings_of_put(void *user, struct cti__str name, struct cti__buf *out)
{
	const struct cti__settings_of *s = user;
	char key[65];

	if (name.n >= sizeof(key))
		return CTI_ENOENT;
	memcpy(key, name.p, name.n);
	key[name.n] = '\0';
	cti__buf_text(out, cti__settings_of_text(s, key));
	return out->err;
}

static bool is_meant(const struct cti__settings_of *s, size_t i)
{
	return general[i].of == ANY ||
	       (general[i].of == DIRECTORY) == s->preset->is_directory;
}

/* A scheme, a host, and no user: that would be shown where URLs are. */
static bool is_address(struct cti__str value, bool directory)
{
	static const char *const schemes[] = { "http://", "https://", "ldap://",
					       "ldaps://" };
	struct cti__str host, path;
	size_t i = directory ? 2 : 0, n = 0, end = i + 2;

	for (; i < end && !n; i++)
		if (cti__str_starts(value, cti__str(schemes[i])))
			n = strlen(schemes[i]);
	host = cti__str_cut(cti__str_sub(value, n, value.n), '/', &path);
	/* Where to look in a directory is no part of its address. */
	return n && host.n && !memchr(host.p, '@', host.n) &&
	       !(directory && path.n) && !memchr(value.p, '?', value.n) &&
	       !memchr(value.p, '#', value.n) && !memchr(value.p, ' ', value.n);
}

static int refuse(const struct cti__detail *detail, const char *name,
		  const char *must)
{
	return cti__detail(detail, CTI_EVALUE, "%s must be %s", name,
			   cti__say(must));
}

static int check_address(const struct cti__settings_of *s, const char *name,
			 struct cti__str value,
			 const struct cti__detail *detail)
{
	if (is_address(value, s->preset->is_directory) ||
	    (!value.n && strcmp(name, "base")))
		return 0;
	return refuse(
		detail, name,
		s->preset->is_directory
			? CTI__TEXT("an address such as "
				    "ldaps://ldap.example.com, "
				    "with nothing behind the host and port")
			: CTI__TEXT(
				  "an address such as https://crm.example.com, "
				  "without a user or a question mark"));
}

static int check_general(const struct cti__settings_of *s, size_t i,
			 struct cti__str value,
			 const struct cti__detail *detail)
{
	const char *name = general[i].name;
	int64_t number;

	switch (general[i].kind) {
	case ADDRESS:
		return check_address(s, name, value, detail);
	case SCOPE:
		return cti__str_is(value, "sub") || cti__str_is(value, "one") ||
				       cti__str_is(value, "base")
			       ? 0
			       : refuse(detail, name, "sub, one or base");
	case NUMBER:
		if (cti__str_is_digits(value) && value.n < 12 &&
		    cti__str_i64(value, &number) &&
		    number >= general[i].least && number <= general[i].most)
			return 0;
		return cti__detail(detail, CTI_EVALUE,
				   "%s must be a number from %" PRId64
				   " to %" PRId64,
				   name, general[i].least, general[i].most);
	case TRUTH:
		return cti__str_is(value, "true") || cti__str_is(value, "false")
			       ? 0
			       : refuse(detail, name, "true or false");
	default:
		return 0;
	}
}

static int unknown(const struct cti__settings_of *s, const char *name,
		   const struct cti__detail *detail)
{
	struct cti__json_walk walk;
	struct cti__buf names = { 0 };
	size_t i;

	for (i = 0; i < GENERAL; i++)
		if (is_meant(s, i))
			cti__buf_printf(&names, "%s%s", i ? ", " : "",
					general[i].name);
	cti__json_walk_init(&walk, s->preset->settings);
	while (cti__json_walk_next(&walk))
		cti__buf_printf(&names, ", %.*s", (int)walk.name.n,
				walk.name.p);
	cti__detail(detail, CTI_EKEY,
		    "there is no setting \"%.64s\" for this preset; there are "
		    "%s",
		    name, cti__buf_cstr(&names));
	cti__buf_fini(&names);
	return CTI_EKEY;
}

static int check(const struct cti__settings_of *s, const char *name,
		 struct cti__str value, const struct cti__detail *detail)
{
	size_t i;

	for (i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
			return refuse(detail, name, "one line of text");
	for (i = 0; i < GENERAL; i++)
		if (is_meant(s, i) && strcmp(general[i].name, name) == 0)
			return check_general(s, i, value, detail);
	return row_of(s, name) ? 0 : unknown(s, name, detail);
}

static int add(struct cti__settings_of *s, const char *name, const char *value,
	       const struct cti__detail *detail)
{
	struct cti__setting *item = &s->item[s->count];
	struct cti__str text = cti__str(value);
	int err = check(s, name, text, detail);

	if (err)
		return err;
	/* Paths begin with their slash. */
	while (!strcmp(name, "base") && text.n && text.p[text.n - 1] == '/')
		text.n--;
	item->name = cti__str_dup(cti__str(name));
	item->value = cti__str_dup(text);
	s->count++;
	return item->name && item->value
		       ? 0
		       : cti__detail(detail, CTI_ENOMEM, "out of memory");
}

/* What a row without a default says is a thing to be given. */
static int check_needed(const struct cti__settings_of *s,
			const struct cti__detail *detail)
{
	struct cti__json_walk walk;
	struct cti__str what;
	char name[65];

	if (!given(s, "base") && !*cti__settings_of_text(s, "base"))
		return refuse(detail, "base",
			      "given: the address of the server");
	cti__json_walk_init(&walk, s->preset->settings);
	while (cti__json_walk_next(&walk)) {
		if (walk.name.n >= sizeof(name) ||
		    cti__json_get(walk.value, "default"))
			continue;
		memcpy(name, walk.name.p, walk.name.n);
		name[walk.name.n] = '\0';
		if (given(s, name))
			continue;
		what = CTI__SAID("it");
		(void)cti__json_text(walk.value, &what);
		return cti__detail(detail, CTI_EVALUE, "%s must be given: %.*s",
				   name, (int)what.n, what.p);
	}
	return 0;
}

int cti__settings_of_init(struct cti__settings_of *s,
			  const struct cti__preset *preset,
			  const char *const *pairs,
			  const struct cti__detail *detail)
{
	size_t count = 0;
	int err = 0;

	memset(s, 0, sizeof(*s));
	s->preset = preset;
	while (pairs && pairs[2 * count])
		count++;
	s->item = cti__calloc(count + 1, sizeof(*s->item));
	if (!s->item)
		return cti__detail(detail, CTI_ENOMEM, "out of memory");
	while (!err && s->count < count) {
		if (!pairs[2 * s->count + 1])
			err = refuse(detail, pairs[2 * s->count], "given");
		else
			err = add(s, pairs[2 * s->count],
				  pairs[2 * s->count + 1], detail);
	}
	if (!err)
		err = check_needed(s, detail);
	if (err)
		cti__settings_of_fini(s);
	return err;
}

void cti__settings_of_fini(struct cti__settings_of *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		cti__free_secret(s->item[i].value);
		cti__free(s->item[i].name);
	}
	cti__free(s->item);
	memset(s, 0, sizeof(*s));
}
