/* SPDX-License-Identifier: MIT */
/*
 * JSON events read in one pass, without a tree: the wanted members of an object
 * as slices of its text. As strict as wire/json.h in all that is read.
 */
#ifndef CTI__WIRE_SCAN_H
#define CTI__WIRE_SCAN_H

#include "util/buf.h"

/* Wanted paths, and all names in them together. */
#define CTI__SCAN_PATHS 128
#define CTI__SCAN_NODES 255
#define CTI__SCAN_SLOTS 1024 /* a power of two, sparsely filled */
#define CTI__SCAN_DEPTH 32

enum cti__scan_type {
	CTI__SCAN_NONE, /* not there */
	CTI__SCAN_NULL,
	CTI__SCAN_BOOL,
	CTI__SCAN_NUMBER,
	CTI__SCAN_TEXT,
	CTI__SCAN_LIST,
	CTI__SCAN_OBJECT
};

/*
 * s: of a text what it says, without quotes and escapes; of a list or an object
 * what is written, from bracket to bracket; of a number, true and false what is
 * written; of null nothing.
 */
struct cti__scan_value {
	enum cti__scan_type type;
	struct cti__str s;
};

/* The wanted members. Built once; shared by any number of scans. */
struct cti__scan_names {
	size_t paths, nodes;
	struct cti__scan_node {
		struct cti__str name; /* of the member */
		uint8_t parent;	      /* node of the object it is in */
		bool inside;	      /* something in it is wanted */
		int16_t path;	      /* its index, or -1 */
	} node[CTI__SCAN_NODES];
	uint8_t slot[CTI__SCAN_SLOTS]; /* a node's index; 0: nobody's */
};

/*
 * path: paths of names that live as long as this, no two alike. A dot goes into
 * an object: "channel.caller.number". A path may end where others go on. false
 * if they are too many.
 */
bool cti__scan_names_init(struct cti__scan_names *names,
			  const char *const *path, size_t count);

/* All zero but for names (and gate) to begin with. */
struct cti__scan {
	const struct cti__scan_names *names;
	/*
	 * Asked once for each of the first @c gates paths, as it comes by:
	 * false drops the event, and what is behind is not even read. value is
	 * as far as it has been filled. NULL: nothing is dropped.
	 */
	bool (*gate)(void *user, size_t path,
		     const struct cti__scan_value *value);
	void *user;
	size_t gates;
	struct cti__buf scratch; /* texts that had escapes, at the offset that
				    they have in the event */
	struct cti__buf item;	 /* the same, of a list's present item */
};

void cti__scan_fini(struct cti__scan *scan);

#define CTI__SCAN_DROPPED 1 /* a gate said no */

/*
 * Read one object. value: as many as there are paths; what is not in the object
 * is NONE; of a member written twice the first counts. What it points to is
 * borrowed from text and from scan, until its next event. 0, CTI__SCAN_DROPPED,
 * CTI_EFORMAT or CTI_ENOMEM.
 */
int cti__scan(struct cti__scan *scan, struct cti__str text,
	      struct cti__scan_value *value);

/*
 * Take the next item off a list: from "[1, 2]" on *list is what is behind the
 * item. A list of objects can be read by handing each to cti__scan(). 1, 0 at
 * the end (of the text, too: nothing may stand behind it), CTI_EFORMAT or
 * CTI_ENOMEM. item's text is borrowed until the next item.
 */
int cti__scan_next(struct cti__scan *scan, struct cti__str *list,
		   struct cti__scan_value *item);

#endif
