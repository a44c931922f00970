/* SPDX-License-Identifier: MIT */
/*
 * Addresses to open with a pop: a template is checked and cut into parts once,
 * and then filled in for each pop. Whatever the values are, they stay in their
 * place: the scheme, the host and the shape of the path are the template's.
 */
#ifndef CTI__POP_TEMPLATE_H
#define CTI__POP_TEMPLATE_H

#include "util/str.h"

#include <cti/customer.h>

/* Longest address in bytes. */
#define CTI__URL_MAX 2048

/* Values without a name of their own: X(constant, name in braces). */
#define CTI__SLOT_MAP(X)                                                       \
	X(REMOTE, "remote")                                                    \
	X(E164, "e164")                                                        \
	X(NATIONAL, "national")                                                \
	X(DNIS, "dnis")                                                        \
	X(DEVICE, "device")                                                    \
	X(AGENT, "agent")                                                      \
	X(QUEUE, "queue")                                                      \
	X(CALL, "call")                                                        \
	X(POP, "pop")                                                          \
	X(NAME, "name")                                                        \
	X(IDENTITY, "identity")

enum cti__slot {
#define CTI__SLOT_ENTRY(constant, name) CTI__SLOT_##constant,
	CTI__SLOT_MAP(CTI__SLOT_ENTRY)
#undef CTI__SLOT_ENTRY
		CTI__SLOT_COUNT
};

/* What one address is filled in from; all borrowed. */
struct cti__template_values {
	struct cti__str slot[CTI__SLOT_COUNT];
	const cti_customer *customer; /* NULL: every field is empty */
	/* The value of {data.KEY}. NULL: all are empty. */
	struct cti__str (*data)(const void *user, struct cti__str key);
	const void *user;
};

struct cti__template;

/*
 * schemes: which the address may begin with, separated by commas. detail gets
 * one sentence on failure (NULL: not wanted). 0, CTI_ETEMPLATE or CTI_ENOMEM.
 */
int cti__template_new(struct cti__template **out, struct cti__str text,
		      const char *schemes, char *detail, size_t size);
/* NULL is allowed. */
void cti__template_free(struct cti__template *template);

/*
 * Fill it in. url has room for CTI__URL_MAX + 1 bytes and is "" on error:
 * CTI_ETOOBIG, or CTI_EINVAL if a value would make a path go up ("..").
 */
int cti__template_render(const struct cti__template *template,
			 const struct cti__template_values *values, char *url);

#endif
