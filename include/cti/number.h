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

/** Which numbers a plug-in is asked about. */
enum cti_number_scope {
	CTI_NUMBER_ABROAD, /**< "abroad": those of other countries */
	CTI_NUMBER_ALL	   /**< "all": the site's own country's too */
};

/** The dial plan of a site; begin with #CTI_NUMBER_PLAN_INIT. */
typedef struct cti_number_plan {
	size_t size;	     /**< sizeof(cti_number_plan) */
	const char *country; /**< "CN", "DE", "US", ...; NULL: "CN" */
	const char *area;    /**< the site's area code with its trunk
				  prefix, "010"; NULL: none */
	const char
		*outside_prefix; /**< dialled for an outside line, "9"; NULL */
	const char *
		carrier_prefixes; /**< "17951,17911"; NULL: the country's own */
	uint32_t extension_digits; /**< longest extension; 0: 5 */
	/** knows other countries than ours; NULL: none. Borrowed. */
	const struct cti_number_plugin *plugin;
	uint32_t plugin_for; /**< enum cti_number_scope */
} cti_number_plan;

/** A plan with its size filled in and everything else at its default. */
#define CTI_NUMBER_PLAN_INIT                                                   \
	{                                                                      \
		sizeof(cti_number_plan), NULL, NULL, NULL, NULL, 0, NULL,      \
			CTI_NUMBER_ABROAD                                      \
	}

/** The most match keys a number can have. */
#define CTI_NUMBER_KEYS 6

/** A number taken apart. All strings end with NUL and may be "". */
typedef struct cti_number {
	size_t size;	       /**< set to sizeof(cti_number) before the call */
	uint32_t number_class; /**< enum cti_number_class */
	uint32_t key_count;    /**< how many of @c key are set */
	char e164[24];	       /**< "+8613800138000"; "" if it has none */
	char national[32];     /**< as dialled inside the country: "010..." */
	char extension[16];    /**< the part behind "ext." or 转 */
	char display[40];      /**< for people: "138 0013 8000" */
	char key[CTI_NUMBER_KEYS][24]; /**< to match by, best first */
} cti_number;

/** One thing that was done to a number, for people who ask why. */
typedef struct cti_number_step {
	size_t size;	   /**< sizeof(cti_number_step) */
	const char *name;  /**< "outside-prefix": what was done, in one word */
	const char *value; /**< "9": to what; may be "" */
	const char *text;  /**< one sentence */
} cti_number_step;

/** Told each step in turn; what it points to dies when it returns. */
typedef void cti_number_step_fn(void *user, const cti_number_step *step);

/*
 * Plug-ins: a shared object that knows the numbers of more countries than the
 * library. It exports one function, cti_number_plugin_v1(), of the type
 * cti_number_plugin_fn; the library never unloads it.
 */

/** What a plug-in says of a number. */
typedef struct cti_number_answer {
	size_t size;	       /**< set to sizeof(cti_number_answer) by us */
	uint32_t number_class; /**< enum cti_number_class */
	uint32_t code_digits;  /**< digits of the country code in @c e164 */
	uint32_t area_digits; /**< digits of the area code behind it; 0: none */
	char e164[24];	      /**< "+5511987654321"; "" if it has none */
	char national[32];    /**< as dialled inside its country, digits only */
	char display[40];     /**< for people of the site's country */
} cti_number_answer;

/** A plug-in. Its functions are called from several threads at once. */
typedef struct cti_number_plugin {
	uint32_t abi;	  /**< #CTI_NUMBER_PLUGIN_ABI */
	const char *name; /**< "libphonenumber" */
	/** The calling code of a country by its two letters; 0: not known. */
	uint32_t (*code)(const char *country);
	/**
	 * Take a number apart.
	 *
	 * @param number   "+" and digits, or digits as dialled in @p country.
	 * @param country  The site's, by two letters.
	 * @param out      All zero but its size.
	 * @return 0, CTI_ENOENT if it is no number anywhere, CTI_ENOMEM.
	 */
	int (*ask)(const char *number, const char *country,
		   cti_number_answer *out);
} cti_number_plugin;

/** What cti_number_plugin::abi must be. */
#define CTI_NUMBER_PLUGIN_ABI	1
/** Name of the function that a plug-in exports. */
#define CTI_NUMBER_PLUGIN_ENTRY "cti_number_plugin_v1"

/** The type of that function. The result is constant; NULL: it cannot work. */
typedef const cti_number_plugin *cti_number_plugin_fn(void);

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

/**
 * As cti_number_parse(), and tell what was done and why, step by step.
 *
 * @param fn    Called for each step before this returns, not for an error.
 * @param user  Handed to @p fn.
 * @return As cti_number_parse(); CTI_EINVAL also if @p fn is NULL.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_number_explain(const char *text,
					     const cti_number_plan *plan,
					     cti_number *out,
					     cti_number_step_fn *fn,
					     void *user);

/**
 * Load a plug-in for cti_number_plan::plugin. It stays loaded until the process
 * ends; loading it again gives the same one.
 *
 * @param out          Constant: the plug-in lives as long as the process. NULL
 *                     on error.
 * @param name         "phonenumber" for the one that comes with the library, or
 *                     the path of a shared object, with a slash.
 * @param detail       NULL, or a buffer for the sentence that says what failed.
 * @param detail_size  Bytes at @p detail.
 * @return 0; CTI_EINVAL without an out or a name, CTI_ENOENT if it is not
 *         installed or cannot be loaded, CTI_EFORMAT if it is no plug-in or
 *         one for another version, CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_number_plugin_load(const cti_number_plugin **out,
						 const char *name, char *detail,
						 size_t detail_size);

/** Name of a class: "mobile". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_number_class_name(enum cti_number_class number_class);

CTI_END_DECLS

#endif
