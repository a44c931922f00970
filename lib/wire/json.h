/* SPDX-License-Identifier: MIT */
/*
 * JSON documents, read strictly: the one door to json-c. A document is checked
 * here byte by byte before json-c sees it, which by itself takes single quotes,
 * NaN, a name twice, and bytes behind the end.
 *
 * json-c does not survive every failed allocation, so a document is never read
 * where memory must not matter.
 */
#ifndef CTI__WIRE_JSON_H
#define CTI__WIRE_JSON_H

#include "util/buf.h"

/* A value; what is in it is borrowed from the whole document. */
struct cti__json;

enum cti__json_type {
	CTI__JSON_NULL,
	CTI__JSON_BOOL,
	CTI__JSON_INT,
	CTI__JSON_REAL,
	CTI__JSON_TEXT,
	CTI__JSON_ARRAY,
	CTI__JSON_OBJECT
};

#define CTI__JSON_MAX_DEPTH 32

/*
 * Read a whole document of at most max bytes. *out: owned, given back with
 * cti__json_free(); NULL on error. 0, CTI_EFORMAT, CTI_ETOOBIG or CTI_ENOMEM; why
 * (may be NULL) then gets "line 3, column 7: ..." in place of what is in it.
 */
int cti__json_parse(struct cti__json **out, struct cti__str text, size_t max,
		    struct cti__buf *why);
/* The whole document; NULL is allowed. */
void cti__json_free(struct cti__json *document);

/* NULL, as a document or a member that is not there, is of type null. */
enum cti__json_type cti__json_type(const struct cti__json *value);
/* "an object", "a string": for messages. */
const char *cti__json_type_text(const struct cti__json *value);

/* Each is false, and *out untouched, if the value is of another type. */
bool cti__json_text(const struct cti__json *value, struct cti__str *out);
bool cti__json_bool(const struct cti__json *value, bool *out);
/* Also false if the number does not fit. */
bool cti__json_int(const struct cti__json *value, int64_t *out);
bool cti__json_real(const struct cti__json *value, double *out);

/* A member of an object, NULL if it has none of that name or is no object. */
const struct cti__json *cti__json_get(const struct cti__json *object,
				      const char *name);
/* Its text, empty if there is none. */
struct cti__str cti__json_get_text(const struct cti__json *object,
				   const char *name);

/* Members of an array or object; 0 for anything else. */
size_t cti__json_count(const struct cti__json *value);
/* NULL behind the last, or if it is no array. */
const struct cti__json *cti__json_at(const struct cti__json *array,
				     size_t index);

/* Walks the members of an object as they were written. */
struct cti__json_walk {
	void *next;
	struct cti__str name;
	const struct cti__json *value;
};

void cti__json_walk_init(struct cti__json_walk *walk,
			 const struct cti__json *object);
/* False behind the last. */
bool cti__json_walk_next(struct cti__json_walk *walk);

#endif
