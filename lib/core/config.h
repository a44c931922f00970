/* SPDX-License-Identifier: MIT */
/*
 * The values of the configuration: general ones by key, and ones that hold for
 * one link only, "links.NAME.KEY". The table of keys is in keys.c.
 */
#ifndef CTI__CORE_CONFIG_H
#define CTI__CORE_CONFIG_H

#include "util/buf.h"

#include <cti/config.h>

enum cti__key_type {
	CTI__KEY_STRING,
	CTI__KEY_INT,
	CTI__KEY_BOOL,
	CTI__KEY_LIST,
	CTI__KEY_FILE,
	CTI__KEY_WORD /* one of a list of words; "string" to the outside */
};

struct cti__key {
	struct cti_key_info info;
	enum cti__key_type type;
	int64_t least, most; /* of an int */
	const char *words;   /* of a word: "ring,answer" */
	bool per_link;	     /* may stand in links.NAME */
};

/* NULL behind the last. */
const struct cti__key *cti__key_at(size_t index);
/* NULL if there is none of that name. */
const struct cti__key *cti__key_find(struct cti__str name);
/* Index in the table. */
size_t cti__key_index(const struct cti__key *key);
/* The key whose name is nearest to a misspelt one; NULL if none is near. */
const struct cti__key *cti__key_nearest(struct cti__str name, bool per_link);
/* Whether the value fits the key: 0, or CTI_EVALUE with a sentence in why. */
int cti__key_check(const struct cti__key *key, struct cti__str value,
		   struct cti__buf *why);

/* A value that holds for one link. */
struct cti__link_value {
	char *link;
	size_t key; /* index */
	char *value;
};

struct cti__config {
	char **value; /* by index of the key; NULL: its default */
	struct cti__link_value *own;
	size_t own_count, own_room;
};

/* 0 or CTI_ENOMEM. */
int cti__config_init(struct cti__config *config);
/* Also accepts all zero; wipes secrets. */
void cti__config_fini(struct cti__config *config);
int cti__config_copy(struct cti__config *to, const struct cti__config *from);

/* Set "KEY" or "links.NAME.KEY": 0, CTI_EKEY, CTI_EVALUE (a sentence in why) or
   CTI_ENOMEM; nothing has changed then. */
int cti__config_set(struct cti__config *config, struct cti__str key,
		    struct cti__str value, struct cti__buf *why);
/* The same for a link's key without its "links.NAME." */
int cti__config_set_link(struct cti__config *config, struct cti__str link,
			 struct cti__str key, struct cti__str value,
			 struct cti__buf *why);
/* 0 or CTI_EKEY. *value is borrowed until it is set again. */
int cti__config_get(const struct cti__config *config, struct cti__str key,
		    const char **value, const struct cti__key **row,
		    struct cti__buf *why);

/* By name of a key that exists; borrowed. link: NULL for the general value. */
const char *cti__config_text(const struct cti__config *config, const char *key,
			     const char *link);
int64_t cti__config_int(const struct cti__config *config, const char *key,
			const char *link);
bool cti__config_bool(const struct cti__config *config, const char *key,
		      const char *link);

/* "true", "yes", "on", "1" and their contraries. */
bool cti__bool_word(struct cti__str word, bool *out);

#endif
