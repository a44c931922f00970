/* SPDX-License-Identifier: MIT */
/* The words of a request, checked and kept. */
#ifndef CTI__CORE_REQUEST_TEXT_H
#define CTI__CORE_REQUEST_TEXT_H

#include "model/request.h"
#include "util/buf.h"

#define CTI__UUID_SIZE 37

enum cti__request_field {
	CTI__REQUEST_LINK,
	CTI__REQUEST_CALL,
	CTI__REQUEST_DEVICE,
	CTI__REQUEST_TO,
	CTI__REQUEST_AGENT,
	CTI__REQUEST_QUEUE,
	CTI__REQUEST_REASON,
	CTI__REQUEST_KEY,
	CTI__REQUEST_VALUE,
	CTI__REQUEST_CALLER,
	CTI__REQUEST_CALLER_NAME,
	CTI__REQUEST_FIELDS
};

struct cti__request_text {
	uint32_t kind, flags;
	int32_t priority;
	struct cti__str field[CTI__REQUEST_FIELDS]; /* each ends with NUL */
	size_t data_count;
	struct cti__request_pair data[]; /* and the texts behind it */
};

/* How a request is looked at. */
enum cti__request_look {
	CTI__REQUEST_LOOSE,  /* texts that are only sent may be missing */
	CTI__REQUEST_STRICT, /* what its kind needs must be there */
	CTI__REQUEST_INSIDE  /* the library's own kinds are known, too */
};

/*
 * Copy what an application wrote. 0, CTI_EINVAL with a sentence in why, or CTI_ENOMEM.
 */
int cti__request_text_new(struct cti__request_text **out,
			  const cti_request_opts *opts,
			  enum cti__request_look look,
			  struct cti__buf *why);
/* NULL is allowed. */
void cti__request_text_free(struct cti__request_text *text);
/* Borrowed from text. */
void cti__request_describe(const struct cti__request_text *text,
			   struct cti_request *req);

/* An id for a leg that is to be made, in the form of a UUID. */
void cti__request_uuid(const uint64_t seed[2], uint64_t number,
		       char out[CTI__UUID_SIZE]);

#endif
