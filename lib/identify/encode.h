/* SPDX-License-Identifier: MIT */
/*
 * Values put into other languages: one encoder a context, so that nothing a
 * caller or a record says can leave the place that it is put into.
 */
#ifndef CTI__IDENTIFY_ENCODE_H
#define CTI__IDENTIFY_ENCODE_H

#include "util/buf.h"

/* X(constant, name in a preset, function). */
#define CTI__ENCODER_MAP(X)                                                    \
	X(RAW, "raw", raw)	    /* one line as it is: settings only */     \
	X(URL, "url", url)	    /* a component: RFC 3986, 2.3 */           \
	X(JSON, "json", json)	    /* inside the quotes of a string */        \
	X(SOQL, "soql", soql)	    /* inside single quotes */                 \
	X(SOSL, "sosl", sosl)	    /* a word of FIND {...} */                 \
	X(ODATA, "odata", odata)    /* inside single quotes */                 \
	X(LDAP, "ldap", ldap)	    /* a value of a filter: RFC 4515 */        \
	X(ZOHO, "zoho", zoho)	    /* a value of a criterion of Zoho's */     \
	X(PHRASE, "phrase", phrase) /* inside double quotes of a search */     \
	X(HEADER, "header", raw)    /* a part of an HTTP header */             \
	X(BASE64, "base64", base64)                                            \
	X(INT, "int", integer) /* decimal digits with at most a sign */

enum cti__encoder {
#define CTI__ENCODER_ENTRY(constant, name, function) CTI__ENCODE_##constant,
	CTI__ENCODER_MAP(CTI__ENCODER_ENTRY)
#undef CTI__ENCODER_ENTRY
		CTI__ENCODERS
};

/* False if there is none of that name. */
bool cti__encoder_find(struct cti__str name, enum cti__encoder *out);

/*
 * Append the value. 0, CTI_EINVAL (it cannot stand there, and nothing was
 * appended) or CTI_ENOMEM.
 */
int cti__encode(struct cti__buf *out, enum cti__encoder encoder,
		struct cti__str value);

#endif
