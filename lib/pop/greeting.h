/* SPDX-License-Identifier: MIT */
/* How to greet a caller, in Chinese and English, by how sure we are who it is.
 */
#ifndef CTI__POP_GREETING_H
#define CTI__POP_GREETING_H

#include "util/buf.h"
#include "util/str.h"

#include <cti/pop.h>

enum cti__language { CTI__LANGUAGE_ZH, CTI__LANGUAGE_EN };

/* How sure one must be to say a name. All zero: the defaults in brackets. */
struct cti__greeting_rules {
	uint32_t sure; /* [80] from this score on it is said, not asked */
	/* [3] of more who may be meant, nobody is asked for by name */
	uint32_t ask_members;
};

/* Who may be on the line. */
struct cti__greeting_case {
	enum cti_identity identity;
	const cti_customer *customer; /* the best candidate, or NULL */
	bool chosen;		      /* the agent said that it is he */
	enum cti_group group;
	size_t members; /* how many fit equally well */
};

/*
 * One without a name and a company cannot be greeted by name: generic. Nor is
 * anybody behind a number that is nobody's own.
 */
enum cti_greeting cti__greeting_mode(const struct cti__greeting_case *who,
				     const struct cti__greeting_rules *rules);

/* "zh", "zh-CN", "en_GB", "Chinese"; false if it is neither. */
bool cti__language_parse(struct cti__str text, enum cti__language *out);

/* Append the words. The customer's own language goes before the site's. */
void cti__greeting_words(struct cti__buf *out, enum cti_greeting mode,
			 const cti_customer *customer,
			 enum cti__language language);

/* In which language this customer is greeted on a site of that one. */
enum cti__language cti__greeting_language(const cti_customer *customer,
					  enum cti__language language);
/* Append the words of a form of the site's own, with {name} for how to call the
   customer. */
void cti__greeting_form(struct cti__buf *out, struct cti__str form,
			const cti_customer *customer,
			enum cti__language language);

/* Append how to call the customer: "李先生", "Mr Smith"; nothing if unnamed. */
void cti__greeting_address(struct cti__buf *out, const cti_customer *customer,
			   enum cti__language language);

#endif
