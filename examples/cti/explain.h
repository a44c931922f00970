/* SPDX-License-Identifier: MIT */
/* What the files of `cti explain` share. */
#ifndef CTI_TOOL_EXPLAIN_H
#define CTI_TOOL_EXPLAIN_H

#include "tool.h"

/* json.c: JSON of others, read leaf by leaf. */

struct json_leaf {
	const char *path;  /* "channel.caller.number" */
	const char *key;   /* its last name; of an item, the array's */
	const char *value; /* decoded, or as written where it is no string */
	bool is_string;
	size_t from, to; /* where it stands, quotes included */
};

/*
 * Every value that is no object or array, in order. Stops with false at what is
 * no JSON, is nested too deep, or if memory ran out.
 */
bool json_each(const char *text, size_t len,
	       void (*leaf)(const struct json_leaf *leaf, void *user),
	       void *user);

/* lines.c: a switch's message as lines of name and value. */

struct line {
	char *name, *value; /* decoded */
};

struct lines {
	struct line *at;
	size_t count;
};

/* Header blocks and JSON; what is neither is one value. */
void lines_read(struct lines *lines, const char *text, size_t len);
void lines_free(struct lines *lines);

/* mask.c: nobody shall be recognised, the trace stay useful. */

struct mask;

/* NULL if memory ran out. off: everything stays as it is. */
struct mask *mask_new(bool off);
void mask_free(struct mask *mask);
bool mask_is_off(const struct mask *mask);
/* Learn who is named in a fact or an event. */
void mask_learn_json(struct mask *mask, const char *text, size_t len);
/* An id of the switch's or the library's: its digits are no number. */
void mask_learn_id(struct mask *mask, const char *id);
/* What may be shown of a text; owned; NULL if memory ran out. */
char *mask_text(struct mask *mask, const char *text);
/* The same of a fact or an event: each field as its name asks for. */
char *mask_json(struct mask *mask, const char *text, size_t len);
/* Of one line of a message, of which the facts have the value or not. */
char *mask_line(struct mask *mask, const char *value, bool known);

/* contacts.c: the calls of a recording, and which legs they had. */

struct contact {
	char *id, *direction, *caller, *called, *cause;
	char *parties; /* joined by commas */
	char *into;    /* id of the call that it served or became part of */
	int64_t began_us, ended_us;
	size_t number; /* in order of appearance */
};

struct contacts;

struct contacts *contacts_new(void);
void contacts_free(struct contacts *contacts);
/* One step of the first run. */
void contacts_step(struct contacts *contacts, const cti_trace *step);
size_t contacts_count(const struct contacts *contacts);
const struct contact *contacts_at(const struct contacts *contacts,
				  size_t index);
/* The call that a word means: its id, a prefix of it or a party's number. NULL:
   a sentence said why not. */
const struct contact *contacts_find(const struct contacts *contacts,
				    const char *word);
/* Choose a call, with those that served it or became part of it. */
void contacts_choose(struct contacts *contacts, const struct contact *contact);
bool contacts_has_call(const struct contacts *contacts, const char *id);
bool contacts_has_leg(const struct contacts *contacts, const char *id);
/* Whether the message names a leg of the chosen call. */
bool contacts_named_in(const struct contacts *contacts, const char *text,
		       size_t len);

/* steps.c: the second run, printed. */

struct steps {
	const struct contacts *contacts;
	struct mask *mask;
	bool json, full, all;
	/* The present message, until what follows from it is complete. */
	char *message;
	size_t message_len;
	char *link;
	int64_t message_us;
	uint64_t offset;
	unsigned connection; /* counts from 1 */
	bool has_facts;
	/* What is to be printed behind it. */
	FILE *body;
	char *body_text;
	size_t body_size;
	/* What its facts say: these of its lines matter. */
	char **said;
	size_t said_count;
	/* The present fact, until it is clear that it matters. */
	char *fact;
	size_t fact_len;
	bool in_fact, fact_wanted;
	char *left; /* the device that a pop was closed for to move on */
	unsigned long shown, passed_over;
};

void steps_step(struct steps *steps, const cti_trace *step);
/* Behind the last; frees what is kept. */
void steps_end(struct steps *steps);

#endif
