/* SPDX-License-Identifier: MIT */
/*
 * Which data of a call tell who calls: an account number keyed in before the
 * telephone rings, say, and the field of a customer that it stands for.
 */
#ifndef CTI__IDENTIFY_DATA_H
#define CTI__IDENTIFY_DATA_H

#include "util/str.h"

/* The most names that a site may give. */
#define CTI__DATA_NAMES	    8
/* A value with more bytes was typed by nobody. */
#define CTI__DATA_VALUE_MAX 128

struct cti__data_names {
	struct {
		char *name, *field;
	} item[CTI__DATA_NAMES];
	size_t count;
};

/*
 * "CTI_ACCOUNT=account,customer_id=id"; a name alone is a field's name too.
 * names is all zero before. 0, CTI_EVALUE (nothing is changed) or CTI_ENOMEM.
 */
int cti__data_names_parse(struct cti__data_names *names, struct cti__str text);
/* out: all zero before; also to be ended on CTI_ENOMEM. */
int cti__data_names_copy(struct cti__data_names *out,
			 const struct cti__data_names *names);
/* All zero is accepted, and left behind. */
void cti__data_names_fini(struct cti__data_names *names);
/* The field that data of this name, in any case, stand for; NULL: they tell
   nothing. */
const char *cti__data_names_field(const struct cti__data_names *names,
				  struct cti__str name);
/*
 * What of a value is looked up: without blanks around it and without the # that
 * ends keys. Empty if it cannot be one: too long, or no line of UTF-8.
 */
struct cti__str cti__data_value(struct cti__str raw);

#endif
