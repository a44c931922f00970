/* SPDX-License-Identifier: MIT */
/* The values of the configuration: set, asked for, copied. */
#include "core/config.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

static size_t key_count(void)
{
	size_t n = 0;

	while (cti__key_at(n))
		n++;
	return n;
}

int cti__config_init(struct cti__config *config)
{
	memset(config, 0, sizeof(*config));
	config->value = cti__calloc(key_count(), sizeof(*config->value));
	return config->value ? 0 : CTI_ENOMEM;
}

static void free_value(size_t key, char *value)
{
	if (cti__key_at(key)->info.secret)
		cti__free_secret(value);
	else
		cti__free(value);
}

void cti__config_fini(struct cti__config *config)
{
	size_t i;

	for (i = 0; config->value && cti__key_at(i); i++)
		free_value(i, config->value[i]);
	for (i = 0; i < config->own_count; i++) {
		free_value(config->own[i].key, config->own[i].value);
		cti__free(config->own[i].link);
	}
	cti__free(config->value);
	cti__free(config->own);
	memset(config, 0, sizeof(*config));
}

int cti__config_copy(struct cti__config *to, const struct cti__config *from)
{
	const struct cti__link_value *own;
	int err = cti__config_init(to);
	size_t i;

	for (i = 0; !err && cti__key_at(i); i++)
		if (from->value[i])
			err = cti__str_set(&to->value[i],
					   cti__str(from->value[i]));
	for (i = 0; !err && i < from->own_count; i++) {
		own = &from->own[i];
		err = cti__config_set_link(
			to, cti__str(own->link),
			cti__str(cti__key_at(own->key)->info.name),
			cti__str(own->value), NULL);
	}
	if (err)
		cti__config_fini(to);
	return err;
}

static int unknown(struct cti__str key, bool per_link, struct cti__buf *why)
{
	const struct cti__key *near = cti__key_nearest(key, per_link);

	if (!why)
		return CTI_EKEY;
	cti__buf_clear(why);
	cti__buf_printf(why, cti__say("There is no key \"%.*s\""),
			(int)(key.n > 100 ? 100 : key.n), key.n ? key.p : "");
	if (near)
		cti__buf_printf(why, cti__say("; did you mean %s?"),
				near->info.name);
	else if (per_link && cti__key_find(key))
		cti__buf_text(why,
			      cti__say(" for a single link; set it for all."));
	else
		cti__buf_text(why,
			      cti__say("; `cti keys` lists all there are."));
	return CTI_EKEY;
}

/* Replace an owned value, wiping a secret. */
static int replace(size_t key, char **slot, struct cti__str value)
{
	char *copy = cti__str_dup(value);

	if (!copy)
		return CTI_ENOMEM;
	free_value(key, *slot);
	*slot = copy;
	return 0;
}

static struct cti__link_value *find_own(const struct cti__config *config,
					struct cti__str link, size_t key)
{
	size_t i;

	for (i = 0; i < config->own_count; i++)
		if (config->own[i].key == key &&
		    cti__str_is(link, config->own[i].link))
			return &config->own[i];
	return NULL;
}

static int add_own(struct cti__config *config, struct cti__str link, size_t key,
		   struct cti__str value)
{
	struct cti__link_value *own;
	size_t room;

	if (config->own_count == config->own_room) {
		room = config->own_room ? config->own_room * 2 : 8;
		own = cti__realloc(config->own, room * sizeof(*own));
		if (!own)
			return CTI_ENOMEM;
		config->own = own;
		config->own_room = room;
	}
	own = &config->own[config->own_count];
	own->key = key;
	own->link = cti__str_dup(link);
	own->value = cti__str_dup(value);
	if (!own->link || !own->value) {
		cti__free(own->link);
		free_value(key, own->value);
		return CTI_ENOMEM;
	}
	config->own_count++;
	return 0;
}

int cti__config_set_link(struct cti__config *config, struct cti__str link,
			 struct cti__str key, struct cti__str value,
			 struct cti__buf *why)
{
	const struct cti__key *row = cti__key_find(key);
	struct cti__link_value *own;
	size_t index;
	int err;

	if (!row || !row->per_link)
		return unknown(key, true, why);
	err = cti__key_check(row, value, why);
	if (err)
		return err;
	index = cti__key_index(row);
	own = find_own(config, link, index);
	if (own)
		return replace(index, &own->value, value);
	return add_own(config, link, index, value);
}

/*
 * Where NAME ends in "links.NAME.KEY": at the first dot behind which a known key
 * begins, since a name may have dots; else at the first.
 */
static bool cut_link(struct cti__str key, struct cti__str *link,
		     struct cti__str *rest)
{
	struct cti__str tail;
	bool found = false;
	size_t i;

	if (!cti__str_starts(key, CTI__STR("links.")))
		return false;
	key = cti__str_sub(key, 6, key.n);
	for (i = 1; i < key.n; i++) {
		if (key.p[i] != '.')
			continue;
		tail = cti__str_sub(key, i + 1, key.n);
		if (found && !cti__key_find(tail))
			continue;
		*link = cti__str_sub(key, 0, i);
		*rest = tail;
		found = true;
		if (cti__key_find(tail))
			break;
	}
	return found;
}

int cti__config_set(struct cti__config *config, struct cti__str key,
		    struct cti__str value, struct cti__buf *why)
{
	const struct cti__key *row = cti__key_find(key);
	struct cti__str link, rest;
	int err;

	if (cut_link(key, &link, &rest))
		return cti__config_set_link(config, link, rest, value, why);
	if (!row)
		return unknown(key, false, why);
	err = cti__key_check(row, value, why);
	if (err)
		return err;
	return replace(cti__key_index(row),
		       &config->value[cti__key_index(row)], value);
}

static const char *general(const struct cti__config *config,
			   const struct cti__key *row)
{
	const char *value = config->value[cti__key_index(row)];

	return value ? value : row->info.default_value;
}

int cti__config_get(const struct cti__config *config, struct cti__str key,
		    const char **value, const struct cti__key **row,
		    struct cti__buf *why)
{
	struct cti__str link, rest;
	struct cti__link_value *own;
	bool is_link = cut_link(key, &link, &rest);

	*row = cti__key_find(is_link ? rest : key);
	if (!*row || (is_link && !(*row)->per_link))
		return unknown(is_link ? rest : key, is_link, why);
	own = is_link ? find_own(config, link, cti__key_index(*row)) : NULL;
	*value = own ? own->value : general(config, *row);
	return 0;
}

const char *cti__config_text(const struct cti__config *config, const char *key,
			     const char *link)
{
	const struct cti__key *row = cti__key_find(cti__str(key));
	struct cti__link_value *own = NULL;

	if (!row)
		return "";
	if (link)
		own = find_own(config, cti__str(link), cti__key_index(row));
	return own ? own->value : general(config, row);
}

int64_t cti__config_int(const struct cti__config *config, const char *key,
			const char *link)
{
	int64_t number = 0;

	cti__str_i64(cti__str(cti__config_text(config, key, link)), &number);
	return number;
}

bool cti__config_bool(const struct cti__config *config, const char *key,
		      const char *link)
{
	bool truth = false;

	cti__bool_word(cti__str(cti__config_text(config, key, link)), &truth);
	return truth;
}
