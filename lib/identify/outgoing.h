/* SPDX-License-Identifier: MIT */
/* A preset's request filled in: what goes to the server, byte by byte. */
#ifndef CTI__IDENTIFY_OUTGOING_H
#define CTI__IDENTIFY_OUTGOING_H

#include "identify/preset.h"

#define CTI__OUTGOING_HEADERS 16

/* All zero is an empty one. It may hold secrets: fini wipes it. */
struct cti__outgoing {
	struct cti__buf url;
	struct cti__buf header[CTI__OUTGOING_HEADERS]; /* "Name: value" */
	size_t headers;
	struct cti__buf body;
	bool has_query;
	bool is_form; /* the body is no JSON */
};

/*
 * Fill in. base: the settings' own, without a slash at its end. 0, CTI_EINVAL
 * (a value must not be sent), CTI_ENOENT, CTI_ETOOBIG or CTI_ENOMEM with a
 * clause in why.
 */
int cti__outgoing_make(struct cti__outgoing *out,
		       const struct cti__preset_request *request,
		       struct cti__str base, cti__form_fn *value, void *user,
		       struct cti__buf *why);
/* One more header or parameter, for the login. 0, CTI_EINVAL, CTI_ETOOBIG or
   CTI_ENOMEM. */
int cti__outgoing_header(struct cti__outgoing *out, struct cti__str name,
			 struct cti__str value);
int cti__outgoing_query(struct cti__outgoing *out, struct cti__str name,
			struct cti__str value);
/* All zero is accepted. */
void cti__outgoing_fini(struct cti__outgoing *out);

#endif
