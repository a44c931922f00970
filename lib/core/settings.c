/* SPDX-License-Identifier: MIT */
/* What an adapter is told of its link. */
#include "core/settings.h"
#include "core/adapter.h"
#include "util/alloc.h"

#include <cti/error.h>

static struct cti__setting *find(const struct cti_settings *set,
				 const char *key)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (!strcmp(set->row[i].key, key))
			return &set->row[i];
	return NULL;
}

static void drop_value(struct cti__setting *row)
{
	if (row->secret)
		cti__free_secret(row->value);
	else
		cti__free(row->value);
	row->value = NULL;
}

static int make_room(struct cti_settings *set)
{
	size_t room = set->room ? set->room * 2 : 64;
	void *row;

	if (set->count < set->room)
		return 0;
	row = cti__realloc(set->row, room * sizeof(*set->row));
	if (!row)
		return CTI_ENOMEM;
	set->row = row;
	set->room = room;
	return 0;
}

int cti__settings_put(struct cti_settings *set, const char *key,
		      const char *value, bool secret)
{
	struct cti__setting *row = find(set, key);
	char *copy = cti__str_dup(cti__str(value));

	if (!copy)
		return CTI_ENOMEM;
	if (!row) {
		if (make_room(set)) {
			cti__free(copy);
			return CTI_ENOMEM;
		}
		row = &set->row[set->count++];
		row->key = key;
		row->value = NULL;
		row->secret = false;
	}
	drop_value(row);
	row->value = copy;
	row->secret = secret;
	return 0;
}

int cti__settings_init(struct cti_settings *set,
		       const struct cti__config *config, const char *link)
{
	const struct cti__key *key;
	int err = 0;
	size_t i;

	memset(set, 0, sizeof(*set));
	for (i = 0; !err && (key = cti__key_at(i)); i++)
		if (key->per_link)
			err = cti__settings_put(
				set, key->info.name,
				cti__config_text(config, key->info.name, link),
				key->info.secret);
	if (err)
		cti__settings_fini(set);
	return err;
}

void cti__settings_fini(struct cti_settings *set)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		drop_value(&set->row[i]);
	cti__free(set->row);
	memset(set, 0, sizeof(*set));
}

const char *cti_settings_get(const struct cti_settings *set, const char *key)
{
	const struct cti__setting *row = find(set, key);

	return row ? row->value : "";
}

int64_t cti__settings_int(const struct cti_settings *set, const char *key)
{
	int64_t number = 0;

	cti__str_i64(cti__str(cti_settings_get(set, key)), &number);
	return number;
}

bool cti__settings_bool(const struct cti_settings *set, const char *key)
{
	bool truth = false;

	cti__bool_word(cti__str(cti_settings_get(set, key)), &truth);
	return truth;
}
