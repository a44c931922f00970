/* SPDX-License-Identifier: MIT */
/**
 * @file cti/number.h
 * Telephone numbers: one form for the many in which a number arrives.
 */
#ifndef CTI_NUMBER_H
#define CTI_NUMBER_H

#include <cti/api.h>

/** What sort of number it is. */
enum cti_number_class {
	CTI_NUMBER_UNKNOWN,   /**< "unknown" */
	CTI_NUMBER_EXTENSION, /**< "extension": short, of the site */
	CTI_NUMBER_MOBILE,    /**< "mobile" */
	CTI_NUMBER_FIXED,     /**< "fixed" */
	CTI_NUMBER_TOLL_FREE, /**< "toll-free" */
	CTI_NUMBER_SHARED,    /**< "shared-cost": 400 in China */
	CTI_NUMBER_SERVICE,   /**< "service": 95588, 10086, 110 */
	CTI_NUMBER_WITHHELD   /**< "withheld" */
};

/** The dial plan of a site; begin with #CTI_NUMBER_PLAN_INIT. */
typedef struct cti_number_plan {
	size_t size;		      /**< sizeof(cti_number_plan) */
	const char *country;	      /**< "CN", "DE", "US", ...; NULL: "CN" */
	const char *area;	      /**< the site's area code with its trunk
					   prefix, "010"; NULL: none */
	const char *outside_prefix;   /**< dialled for an outside line, "9"; NULL */
	const char *carrier_prefixes; /**< "17951,17911"; NULL: the country's own */
	uint32_t extension_digits;    /**< longest extension; 0: 5 */
} cti_number_plan;

/** A plan with its size filled in and everything else at its default. */
#define CTI_NUMBER_PLAN_INIT                                                   \
	{                                                                      \
		sizeof(cti_number_plan), NULL, NULL, NULL, NULL, 0             \
	}

/** The most match keys a number can have. */
#define CTI_NUMBER_KEYS 6

/** A number taken apart. All strings end with NUL and may be "". */
typedef struct cti_number {
	size_t size;		  /**< set to sizeof(cti_number) before the call */
	uint32_t number_class;	  /**< enum cti_number_class */
	uint32_t key_count;	  /**< how many of @c key are set */
	char e164[24];		  /**< "+8613800138000"; "" if it has none */
	char national[32];	  /**< as dialled inside the country: "010..." */
	char extension[16];	  /**< the part behind "ext." or 转 */
	char display[40];	  /**< for people: "138 0013 8000" */
	char key[CTI_NUMBER_KEYS][24]; /**< to match by, best first */
} cti_number;

CTI_BEGIN_DECLS

/**
 * Take a number apart by the rules of a site. Understands full-width digits,
 * punctuation, tel: and sip: URIs, +, 00, the country's trunk prefix, carrier
 * and outside prefixes, extension marks, and the many words for "withheld".
 *
 * @param text  UTF-8; NULL or "" is a withheld number.
 * @param plan  NULL: the default plan.
 * @param out   Filled in.
 * @return 0; CTI_EINVAL if a size is none, the country is not known or the text
 *         has no digits and no known word: @p out is then empty and unknown.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_number_parse(const char *text,
					   const cti_number_plan *plan,
					   cti_number *out);

/** Name of a class: "mobile". Thread: any. Since: 0.1. */
CTI_API const char *cti_number_class_name(enum cti_number_class number_class);

CTI_END_DECLS

#endif
