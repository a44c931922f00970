/* SPDX-License-Identifier: MIT */
/* JSON of others, read leaf by leaf, without a tree. */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

struct reader {
	const char *text;
	size_t len, at;
	char *path; /* grows; NUL-ended */
	size_t room;
	size_t key[DEPTH_MAX + 1]; /* where the name of a level begins */
	void (*leaf)(const struct json_leaf *leaf, void *user);
	void *user;
};

static void skip(struct reader *r)
{
	while (r->at < r->len && strchr(" \t\r\n", r->text[r->at]) &&
	       r->text[r->at])
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip(r);
	if (r->at == r->len || r->text[r->at] != c)
		return false;
	r->at++;
	return true;
}

static void put_utf8(FILE *to, unsigned long code)
{
	if (code < 0x80) {
		putc((int)code, to);
	} else if (code < 0x800) {
		putc((int)(0xc0 | code >> 6), to);
		putc((int)(0x80 | (code & 0x3f)), to);
	} else {
		if (code < 0x10000) {
			putc((int)(0xe0 | code >> 12), to);
		} else {
			putc((int)(0xf0 | code >> 18), to);
			putc((int)(0x80 | (code >> 12 & 0x3f)), to);
		}
		putc((int)(0x80 | (code >> 6 & 0x3f)), to);
		putc((int)(0x80 | (code & 0x3f)), to);
	}
}

static bool hex4(struct reader *r, unsigned long *code)
{
	char digits[5] = "", *end;

	if (r->len - r->at < 4)
		return false;
	memcpy(digits, r->text + r->at, 4);
	*code = strtoul(digits, &end, 16);
	r->at += 4;
	return end == digits + 4;
}

static bool take_escape(struct reader *r, FILE *to)
{
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	const char *found;
	unsigned long code, low;
	char c;

	if (r->at == r->len)
		return false;
	c = r->text[r->at++];
	found = c ? strchr(from, c) : NULL;
	if (found) {
		putc(into[found - from], to);
		return true;
	}
	if (c != 'u' || !hex4(r, &code))
		return false;
	if (code >= 0xd800 && code < 0xdc00 && r->len - r->at >= 6 &&
	    r->text[r->at] == '\\' && r->text[r->at + 1] == 'u') {
		r->at += 2;
		if (!hex4(r, &low))
			return false;
		code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
	}
	/* What is shown ends at a NUL. */
	put_utf8(to, code ? code : 0xfffd);
	return true;
}

/* A string, decoded; owned; NULL if it is none. */
static char *take_string(struct reader *r)
{
	char *out = NULL, c;
	size_t size;
	bool good = false;
	FILE *to;

	if (!take(r, '"'))
		return NULL;
	to = open_memstream(&out, &size);
	if (!to)
		return NULL;
	while (r->at < r->len && !good) {
		c = r->text[r->at++];
		if (c == '"')
			good = true;
		else if (c != '\\')
			putc(c, to);
		else if (!take_escape(r, to))
			break;
	}
	if (fclose(to) || !good) {
		free(out);
		return NULL;
	}
	return out;
}

/* The name of a level goes behind the path. */
static bool put_key(struct reader *r, size_t depth, const char *name)
{
	size_t at = r->key[depth - 1], n = strlen(name);
	char *path;

	at += strlen(r->path + at);
	if (at + n + 2 > r->room) {
		path = realloc(r->path, (at + n + 2) * 2);
		if (!path)
			return false;
		r->path = path;
		r->room = (at + n + 2) * 2;
	}
	if (at)
		r->path[at++] = '.';
	memcpy(r->path + at, name, n + 1);
	r->key[depth] = at;
	return true;
}

static void cut_path(struct reader *r, size_t depth)
{
	size_t at = r->key[depth];

	r->path[at ? at - 1 : 0] = '\0';
}

static bool is_index(const char *name)
{
	return *name && name[strspn(name, "0123456789")] == '\0';
}

static void tell(struct reader *r, size_t depth, const char *value,
		 bool is_string, size_t from)
{
	struct json_leaf leaf = { .path = r->path, .value = value };
	char key[128];

	/* An item is known by its array's name. */
	while (depth > 1 && is_index(r->path + r->key[depth]))
		depth--;
	snprintf(key, sizeof(key), "%s", r->path + r->key[depth]);
	key[strcspn(key, ".")] = '\0';
	leaf.key = key;
	leaf.is_string = is_string;
	leaf.from = from;
	leaf.to = r->at;
	r->leaf(&leaf, r->user);
}

static bool take_value(struct reader *r, size_t depth);

static bool take_members(struct reader *r, size_t depth)
{
	char *name;
	bool good;

	if (take(r, '}'))
		return true;
	do {
		name = take_string(r);
		good = name && take(r, ':') && put_key(r, depth, name) &&
		       take_value(r, depth);
		free(name);
		if (!good)
			return false;
		cut_path(r, depth);
	} while (take(r, ','));
	return take(r, '}');
}

static bool take_items(struct reader *r, size_t depth)
{
	char name[24];
	size_t i = 0;

	if (take(r, ']'))
		return true;
	do {
		snprintf(name, sizeof(name), "%zu", i++);
		if (!put_key(r, depth, name) || !take_value(r, depth))
			return false;
		cut_path(r, depth);
	} while (take(r, ','));
	return take(r, ']');
}

/* true, false, null, a number */
static bool take_word(struct reader *r, size_t depth)
{
	size_t from = r->at;
	char word[64];

	while (r->at < r->len && r->text[r->at] &&
	       !strchr(",]} \t\r\n", r->text[r->at]))
		r->at++;
	if (r->at == from)
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)(r->at - from),
		 r->text + from);
	tell(r, depth, word, false, from);
	return true;
}

static bool take_value(struct reader *r, size_t depth)
{
	char *value;
	size_t from;

	if (depth >= DEPTH_MAX)
		return false;
	if (take(r, '{'))
		return take_members(r, depth + 1);
	if (take(r, '['))
		return take_items(r, depth + 1);
	skip(r);
	from = r->at;
	if (r->at < r->len && r->text[r->at] != '"')
		return take_word(r, depth);
	value = take_string(r);
	if (!value)
		return false;
	tell(r, depth, value, true, from);
	free(value);
	return true;
}

bool json_each(const char *text, size_t len,
	       void (*leaf)(const struct json_leaf *leaf, void *user),
	       void *user)
{
	struct reader r = {
		.text = text, .len = len, .leaf = leaf, .user = user
	};
	bool good;

	r.room = 64;
	r.path = calloc(1, r.room);
	good = r.path && take_value(&r, 0);
	free(r.path);
	return good;
}
