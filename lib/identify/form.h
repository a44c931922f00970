/* SPDX-License-Identifier: MIT */
/*
 * Texts with blanks to fill in: "phone eq '{number|odata}'". A blank has a name
 * and the encoders that its value passes, from left to right; {{ and }} stand
 * for the braces themselves.
 */
#ifndef CTI__IDENTIFY_FORM_H
#define CTI__IDENTIFY_FORM_H

#include "identify/encode.h"

/*
 * Append the value of a name to out. 0, CTI_ENOENT (there is no such name), or
 * what a fill is to fail with.
 */
typedef int cti__form_fn(void *user, struct cti__str name,
			 struct cti__buf *out);

struct cti__form {
	struct cti__str text;
	/* What blanks pass that name no encoder. */
	enum cti__encoder standard;
	cti__form_fn *value;
	void *user;
};

/*
 * Append the filled text. filled (may be NULL): set to true if a blank had a
 * value that is not empty. 0, CTI_EFORMAT (a brace too many or few, an encoder
 * that there is not), CTI_ENOENT, CTI_EINVAL (a value that must not stand
 * there), CTI_ENOMEM; why (may be NULL) then gets a clause.
 */
int cti__form_fill(struct cti__buf *out, const struct cti__form *form,
		   bool *filled, struct cti__buf *why);

/* Whether the text is one blank that is a whole number. */
bool cti__form_is_int(struct cti__str text);

/* Called for each name in a text. 0 goes on. */
typedef int cti__form_name_fn(void *user, struct cti__str name);

/* Walk the names. 0, CTI_EFORMAT with a clause in why, or what fn returned. */
int cti__form_names(struct cti__str text, cti__form_name_fn *fn, void *user,
		    struct cti__buf *why);

#endif
