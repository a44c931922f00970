/* SPDX-License-Identifier: MIT */
/* Where a request may go: which switch and which link, or why nowhere. */
#ifndef CTI__CORE_REQUEST_JUDGE_H
#define CTI__CORE_REQUEST_JUDGE_H

#include "core/client.h"
#include "core/request_text.h"

struct cti_link;

/*
 * Who is to do what text says: 0 and the link, with what the model found in
 * req; or CTI_EINVAL, CTI_ENOENT, CTI_ESTATE, CTI_ENOTSUP or CTI_ELINKDOWN with
 * a sentence in why.
 */
int cti__request_judge(struct cti_client *client,
		       const struct cti__request_text *text,
		       struct cti_request *req, struct cti_link **out,
		       struct cti__buf *why);
/* Put the sentence into why; returns err. */
int cti__request_say(struct cti__buf *why, int err, const char *sentence);
/* If it is an error, its sentence is the client's detail. */
void cti__request_keep_why(struct cti_client *client, int err,
			   struct cti__buf *why);

#endif
