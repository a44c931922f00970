/* SPDX-License-Identifier: MIT */
/*
 * Reading the file of service knowledge by tables: which members an object has,
 * of what type, and where they go. What is wrong is said with file and place.
 */
#ifndef CTI__SERVICE_READ_H
#define CTI__SERVICE_READ_H

#include "service/rules.h"
#include "wire/json.h"

struct cti__read {
	struct cti__service *service;
	const char *path;
	struct cti__buf place; /* "tiers.levels[1]" */
	struct cti__buf *why;
};

enum cti__read_type {
	CTI__READ_TEXT,	  /* const char * */
	CTI__READ_INT,	  /* int64_t within the bounds */
	CTI__READ_REAL,	  /* double within the bounds */
	CTI__READ_BOOL,	  /* bool */
	CTI__READ_DAY,	  /* const char *, "2026-03-06" */
	CTI__READ_TEXTS,  /* struct cti__texts: a text or several */
	CTI__READ_WORD,	  /* int64_t: which of the words */
	CTI__READ_COLUMN, /* size_t: a declared field */
	CTI__READ_WHEN,	  /* cti__when: an expression */
	CTI__READ_PHRASE, /* struct cti__phrase */
	CTI__READ_ROWS,	  /* array of objects: rows */
	CTI__READ_OBJECT, /* members, into the same struct */
	CTI__READ_OTHER	  /* read(): all the rest */
};

struct cti__member {
	const char *name;
	enum cti__read_type type;
	size_t offset;
	bool needed;
	double least, most;		   /* of INT and REAL; both 0: any */
	const char *const *words;	   /* of WORD; ends with NULL */
	const struct cti__member *members; /* of ROWS and OBJECT */
	size_t size;			   /* of a row */
	int (*read)(struct cti__read *r, const struct cti__json *value,
		    void *to);
};

/* The table ends with a row without a name. 0 or CTI_E*. */
int cti__read_members(struct cti__read *r, const struct cti__json *object,
		      const struct cti__member *members, void *to);
/* Rows into an array of which to has pointer and count. */
int cti__read_rows(struct cti__read *r, const struct cti__json *array,
		   const struct cti__member *members, size_t size, void *to);

/* Go down into a member or a row; leave() goes back to what enter() returned.
 */
size_t cti__read_enter(struct cti__read *r, struct cti__str name);
size_t cti__read_enter_at(struct cti__read *r, size_t index);
void cti__read_leave(struct cti__read *r, size_t before);

/* "FILE: PLACE: ..."; returns CTI_EVALUE. */
int cti__read_fail(struct cti__read *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same for a text that is not what it should be. */
int cti__read_type_fail(struct cti__read *r, const struct cti__json *value,
			const char *wanted);

int cti__read_text(struct cti__read *r, const struct cti__json *value,
		   const char **to);
/* One of the words or several, as bits. */
int cti__read_set(struct cti__read *r, const struct cti__json *value,
		  const char *const *words, uint32_t *to);
int cti__read_when(struct cti__read *r, struct cti__str text, cti__when *to);
int cti__read_phrase(struct cti__read *r, struct cti__str text,
		     struct cti__phrase *to);
/* CTI__NO_COLUMN if there is none of that name. */
size_t cti__read_column(const struct cti__service *service,
			struct cti__str name);

#define CTI__MEMBERS_END                                                       \
	{                                                                      \
		NULL, CTI__READ_TEXT, 0, false, 0, 0, NULL, NULL, 0, NULL      \
	}

#endif
