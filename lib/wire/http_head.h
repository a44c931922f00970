/* SPDX-License-Identifier: MIT */
/*
 * The head of an HTTP/1.1 answer: its status and headers, read strictly.
 * Nothing is copied: values point into the input.
 */
#ifndef CTI__WIRE_HTTP_HEAD_H
#define CTI__WIRE_HTTP_HEAD_H

#include "util/str.h"

struct cti__http_head {
	int status;
	struct cti__str lines; /* of the headers, without the empty one */
};

/* Where the head ends: the offset behind its empty line; 0: not there yet. */
size_t cti__http_head_end(const char *data, size_t len);
/*
 * text: a whole head with its empty line. 0 or CTI_EPROTO: it is no HTTP/1.1,
 * or a line of it is no header.
 */
int cti__http_head_parse(struct cti__http_head *head, struct cti__str text);
/* How many headers have that name; *value (may be NULL) is the first's. */
size_t cti__http_head_get(const struct cti__http_head *head, const char *name,
			  struct cti__str *value);
/* Whether a header of that name has the word in its list, in any case. */
bool cti__http_head_has(const struct cti__http_head *head, const char *name,
			const char *word);

/* Whether it may stand in a request's line: no blank, no control character. */
bool cti__http_is_path(struct cti__str path);

#endif
