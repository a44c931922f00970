/* SPDX-License-Identifier: MIT */
/* What a site says of a server: its base, its login, what its preset asks for.
 */
#ifndef CTI__IDENTIFY_SETTINGS_H
#define CTI__IDENTIFY_SETTINGS_H

#include "identify/preset.h"

struct cti__setting {
	char *name, *value; /* owned */
};

struct cti__settings_of {
	const struct cti__preset *preset; /* borrowed */
	struct cti__setting *item;
	size_t count;
};

/*
 * Copy and check: each is known, each that the preset needs is there. 0,
 * CTI_EKEY, CTI_EVALUE or CTI_ENOMEM with a sentence.
 */
int cti__settings_of_init(struct cti__settings_of *s,
			  const struct cti__preset *preset,
			  const char *const *pairs,
			  const struct cti__detail *detail);
/* Wipes the values. All zero is accepted. */
void cti__settings_of_fini(struct cti__settings_of *s);

/* The site's word, else the preset's; "" if there is neither. */
const char *cti__settings_of_text(const struct cti__settings_of *s,
				  const char *name);
/* The same as a number: the site's, else of the preset's limits, else standard.
 */
uint32_t cti__settings_of_number(const struct cti__settings_of *s,
				 const char *name, uint32_t standard);
/* cti__form_fn for names without the $. user: the settings. */
int cti__settings_of_put(void *user, struct cti__str name,
			 struct cti__buf *out);

#endif
