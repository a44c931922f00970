/* SPDX-License-Identifier: MIT */
/* One request over HTTP: what is sent of it, and what has come. */
#ifndef CTI__IO_HTTP_CALL_H
#define CTI__IO_HTTP_CALL_H

#include "io/dial.h"
#include "io/http.h"
#include "util/buf.h"

struct cti__timer;

enum cti__http_stage {
	CTI__HTTP_WAITING, /* for its turn */
	CTI__HTTP_ACTIVE,  /* libcurl has it */
	CTI__HTTP_ENDED	   /* its owner is to be told */
};

struct cti__http_call {
	struct cti__list node; /* in the owner's list of its stage */
	struct cti__http *http;
	CURL *easy;
	struct curl_slist *headers;
	struct cti__timer *timer;
	char *name; /* "crm:443" */
	bool tls;
	char *payload;
	size_t payload_n;
	uint32_t timeout_ms;
	size_t max_body;
	struct cti__buf head, body; /* of the answer */
	bool head_ended;	    /* its empty line has come */
	int err;		    /* why we gave it up ourselves */
	uint64_t tag;
	cti__http_fn *fn;
	void *arg;
	enum cti__http_stage stage;
	CURLcode rc; /* how it ended */
	char words[CURL_ERROR_SIZE];
	char detail[CTI__DIAL_DETAIL];
};

/*
 * common: a handle with all that the owner's requests share. login: its header,
 * may be NULL. 0, CTI_EINVAL or CTI_ENOMEM.
 */
int cti__http_call_new(struct cti__http_call **out, CURL *common,
		       const char *login,
		       const struct cti__http_request *request,
		       size_t max_body);
/* It is in no multi handle any more. NULL is allowed. */
void cti__http_call_free(struct cti__http_call *call);
/* What fn is told; borrowed from the call. net: the owner's. */
void cti__http_call_answer(struct cti__http_call *call,
			   const struct cti__stream_opts *net,
			   struct cti__http_answer *answer);

#endif
