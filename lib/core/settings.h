/* SPDX-License-Identifier: MIT */
/* What an adapter is told of its link: strings by key, fixed when it is added. */
#ifndef CTI__CORE_SETTINGS_H
#define CTI__CORE_SETTINGS_H

#include "core/config.h"

struct cti_settings {
	struct cti__setting {
		const char *key; /* constant */
		char *value;
		bool secret;
	} *row;
	size_t count, room;
};

/* Every key as it holds for that link. 0 or CTI_ENOMEM. */
int cti__settings_init(struct cti_settings *set,
		       const struct cti__config *config, const char *link);
/* Replace or add one. key is a constant. 0 or CTI_ENOMEM. */
int cti__settings_put(struct cti_settings *set, const char *key,
		      const char *value, bool secret);
int64_t cti__settings_int(const struct cti_settings *set, const char *key);
bool cti__settings_bool(const struct cti_settings *set, const char *key);
/* Also accepts all zero; wipes secrets. */
void cti__settings_fini(struct cti_settings *set);

#endif
