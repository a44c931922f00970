/* SPDX-License-Identifier: MIT */
/**
 * @file cti/customer.h
 * Customers and where they are looked up. A customer is a set of fields with
 * UTF-8 names and values; the library knows `id`, `name`, `company`, `tier`,
 * `language`, `gender`, `list`, `owner`, `url`, `account` (several contacts may
 * have the same), `household`, `shared` (the number is nobody's own) and `role`,
 * and carries any other.
 */
#ifndef CTI_CUSTOMER_H
#define CTI_CUSTOMER_H

#include <cti/client.h>
#include <cti/number.h>

/** Who a number belongs to; opaque, counted. */
typedef struct cti_customer cti_customer;
/** A question to the application: who is this? Opaque. */
typedef struct cti_lookup cti_lookup;

/** How sure an identification is. */
enum cti_identity {
	CTI_IDENTITY_PENDING,	 /**< "pending": sources are still being asked */
	CTI_IDENTITY_IDENTIFIED, /**< "identified": one customer */
	CTI_IDENTITY_AMBIGUOUS,	 /**< "ambiguous": several, ranked */
	CTI_IDENTITY_UNKNOWN,	 /**< "unknown": nobody knows the number */
	CTI_IDENTITY_WITHHELD	 /**< "withheld": there is no number */
};

/** What customers behind one number have in common. */
enum cti_group {
	CTI_GROUP_NONE,	     /**< "none": there is one, or they are strangers */
	CTI_GROUP_HOUSEHOLD, /**< "household": field `household` is the same */
	CTI_GROUP_COMPANY,   /**< "company": field `company` is the same */
	CTI_GROUP_SHARED /**< "shared": a hotel's or a switchboard's: nobody's */
};

/**
 * Asks the application who a number belongs to, or, if cti_lookup_field() is
 * not "", who has the value cti_lookup_text() in that field. Answer at once or later with
 * cti_lookup_answer(), exactly once.
 *
 * @param lookup  Owned by you until you answer.
 */
typedef void cti_lookup_fn(cti_client *client, cti_lookup *lookup, void *user);

/** A server to ask over HTTP; begin with #CTI_HTTP_SOURCE_OPTS_INIT. All is copied. */
typedef struct cti_http_source_opts {
	size_t size;	    /**< sizeof(cti_http_source_opts) */
	const char *preset; /**< "odoo", or the path of a file, with a slash */
	const char *base;   /**< "https://crm.example.com"; NULL: the preset's */
	const char *user;   /**< NULL: none */
	const char *secret; /**< password, key or token; NULL: none */
	/** Other settings, names and values in turn, ended by NULL: timeout_ms,
	    concurrency, max_answer, ca_file, proxy, verify, and what the
	    preset lists; NULL: none. */
	const char *const *settings;
} cti_http_source_opts;

/** Options with their size filled in and everything else at its default. */
#define CTI_HTTP_SOURCE_OPTS_INIT                                              \
	{                                                                      \
		sizeof(cti_http_source_opts), NULL, NULL, NULL, NULL, NULL     \
	}

/** A directory to ask over LDAP; begin with #CTI_LDAP_SOURCE_OPTS_INIT. All is copied. */
typedef struct cti_ldap_source_opts {
	size_t size;	    /**< sizeof(cti_ldap_source_opts) */
	const char *preset; /**< NULL: "ldap"; "activedirectory", or a path */
	const char *base;   /**< "ldaps://ldap.example.com" */
	const char *search_base; /**< "ou=people,dc=example,dc=com" */
	const char *user;	 /**< DN to log in with; NULL: anonymous */
	const char *secret;	 /**< its password; NULL: none */
	/** Other settings, names and values in turn, ended by NULL: scope,
	    filter, start_tls, verify, ca_file, timeout_ms, concurrency,
	    max_answer, and what the preset lists; NULL: none. */
	const char *const *settings;
} cti_ldap_source_opts;

/** Options with their size filled in and everything else at its default. */
#define CTI_LDAP_SOURCE_OPTS_INIT                                              \
	{                                                                      \
		sizeof(cti_ldap_source_opts), NULL, NULL, NULL, NULL, NULL,    \
			NULL                                                   \
	}

/** Gets the result of cti_identify(). @p candidates are borrowed until it returns. */
typedef void cti_identified_fn(cti_client *client, enum cti_identity identity,
			       const cti_customer *const *candidates,
			       size_t count, void *user);

/** Told how far the reading of a file has come, in bytes. */
typedef void cti_progress_fn(uint64_t done, uint64_t total, void *user);

/**
 * Gets the end of cti_source_reload().
 *
 * @param err        0, or why the old content stays.
 * @param customers  How many there are now; 0 for SQLite, where nobody counts.
 * @param detail     What was wrong, one sentence; "" if nothing. Borrowed until
 *                   it returns.
 */
typedef void cti_reloaded_fn(cti_client *client, int err, uint64_t customers,
			     const char *detail, void *user);

/** What is known of a caller, for cti_identify_with(); begin with
 * #CTI_IDENTIFY_OPTS_INIT. */
typedef struct cti_identify_opts {
	size_t size;	    /**< sizeof(cti_identify_opts) */
	const char *number; /**< NULL or "": withheld */
	/** Data of the call, names and values in turn, ended by NULL, such as
	    "CTI_ACCOUNT", "A7"; NULL: none. Those of identify.data count. */
	const char *const *data;
} cti_identify_opts;

/** Options with their size filled in and everything else at its default. */
#define CTI_IDENTIFY_OPTS_INIT                                                 \
	{                                                                      \
		sizeof(cti_identify_opts), NULL, NULL                          \
	}

/** Who calls, as far as it is known; opaque. */
typedef struct cti_identification cti_identification;

/** Gets the result of cti_identify_with(), borrowed until it returns. */
typedef void cti_identification_fn(cti_client *client,
				   const cti_identification *identification,
				   void *user);

CTI_BEGIN_DECLS

/**
 * Make a customer without fields.
 *
 * @param out  Owned: give it to cti_customer_unref(). NULL on error.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_customer_new(cti_customer **out);

/** One owner more. Returns its argument. Thread: any. Since: 0.1. */
CTI_API cti_customer *cti_customer_ref(cti_customer *customer);

/** One owner less; NULL is allowed. Thread: any. Since: 0.1. */
CTI_API void cti_customer_unref(cti_customer *customer);

/**
 * Set a field. Only before the customer is handed to the library.
 *
 * @param field  1 to 64 bytes. Copied.
 * @param value  At most 4096 bytes. Copied; NULL removes the field.
 * @return 0, CTI_EINVAL (no UTF-8, a name that is none), CTI_ETOOBIG (too long,
 *         or more than 64 fields) or CTI_ENOMEM.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_customer_set(cti_customer *customer,
					   const char *field,
					   const char *value);

/** A field's value, borrowed from the customer; "" if it has none. Thread: any. Since: 0.1. */
CTI_API const char *cti_customer_get(const cti_customer *customer,
				     const char *field);

/** Name of the field at an index, borrowed; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const char *cti_customer_field(const cti_customer *customer,
				       size_t index);

/** How well the customer fits, 0 to 100. Thread: any. Since: 0.1. */
CTI_API uint32_t cti_customer_score(const cti_customer *customer);
/** Why the customer fits: "number equal". Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_customer_reason(const cti_customer *customer);
/** Name of the source that knew the customer. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_customer_source(const cti_customer *customer);

/** Which of the customer's numbers it is: "mobile", "home", "work", or "" if it
 * is not told; from the column's name (`phone_home`). Borrowed. Thread: any.
 * Since: 0.1. */
CTI_API const char *cti_customer_number_kind(const cti_customer *customer);
/** Name of the source that a field's value is from; "" if there is no such
 * field. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_customer_field_source(const cti_customer *customer,
					      const char *field);

/**
 * Add a CSV or vCard file as a source. A CSV's first line names the fields;
 * columns called `phone`, `mobile`, `phone2` or that begin with `phone` hold
 * numbers. A broken line is logged with its number and left out, as is a card
 * without a number; the rest loads. Either may be UTF-8, GBK or UTF-16.
 *
 * @param name  In results; also to remove it.
 * @return 0, CTI_EIO, CTI_EFORMAT (no column of numbers), CTI_EEXIST or
 *         CTI_ENOMEM; cti_client_detail() has the sentence.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_source_add_csv(cti_client *client,
					     const char *name,
					     const char *path);

/**
 * Add an SQLite database as a source, opened read-only. Table `customer` has a
 * column `id` and any others; table `customer_number` has `key` (a match key as
 * cti_number_parse() gives, indexed) and `customer` (the id).
 * cti_directory_build() makes such a file from a CSV.
 *
 * @return 0, CTI_EIO, CTI_EFORMAT (no database, or without those tables),
 *         CTI_EEXIST or CTI_ENOMEM; cti_client_detail() has the sentence.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_source_add_sqlite(cti_client *client,
						const char *name,
						const char *path);

/**
 * Add a server as a source, asked over HTTP as a preset says: salesforce,
 * hubspot, odoo, suitecrm, espocrm, zoho, dynamics, bitrix24, zendesk, tryton,
 * generic, or a file of your own. The server is not asked before the first
 * number; while it does not answer, calls go on without it.
 *
 * @return 0, CTI_ENOENT (no such preset), CTI_EIO, CTI_EFORMAT (the preset is
 *         wrong), CTI_EKEY or CTI_EVALUE (a setting is), CTI_EEXIST, CTI_EINVAL
 *         or CTI_ENOMEM; cti_client_detail() has the sentence.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int
cti_source_add_http(cti_client *client, const char *name,
		    const cti_http_source_opts *opts);

/**
 * Add a directory as a source, asked over LDAP (ldap://, ldap:// with
 * start_tls, or ldaps://). It is not connected before the first number; a
 * connection that was lost is made anew by the next, and while the directory
 * does not answer, calls go on without it. After a refused login it is left
 * alone for a minute, since directories lock accounts.
 *
 * @return 0, CTI_ENOTSUP (built without libldap), or as cti_source_add_http();
 *         cti_client_detail() has the sentence.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int
cti_source_add_ldap(cti_client *client, const char *name,
		    const cti_ldap_source_opts *opts);

/**
 * Add the application itself as a source.
 *
 * @param on_lookup  Called from the loop, or in cti_poll(), for each number that
 *                   is not in the cache.
 * @return 0, CTI_EEXIST or CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_source_add(cti_client *client, const char *name,
					 cti_lookup_fn *on_lookup, void *user);

/** Remove a source; 0 or CTI_ENOENT. Lookups under way go on without it. Thread: loop. Since: 0.1. */
CTI_API int cti_source_remove(cti_client *client, const char *name);

/**
 * Read the file of a source again: a CSV or vCard file, or an SQLite file that
 * was replaced. It is read in another thread; until all of it is there, numbers
 * are looked up in the old content, which also stays if the new is wrong. What
 * is cached is forgotten where the new content says something else. By default
 * files are watched (`files.watch`), so that nobody has to call this.
 *
 * @param done  NULL, or called exactly once, from the loop or in cti_poll(),
 *              never before this returns, with CTI_ECANCELED if the source is
 *              removed or the client is closed.
 * @return 0: it is being read; CTI_ENOENT (no such source), CTI_EINVAL (it is
 *         no file), CTI_ESTATE (the client is closing) or CTI_ENOMEM: @p done
 *         will not be called; cti_client_detail() has the sentence.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_source_reload(cti_client *client,
					    const char *name,
					    cti_reloaded_fn *done, void *user);

/** What is asked for: the number as it arrived, or the value. Borrowed until answered. Since: 0.1. Thread: loop. */
CTI_API const char *cti_lookup_text(const cti_lookup *lookup);
/** The field whose value is asked for: "account"; "" if it is a number. Borrowed until answered. Since: 0.1. Thread: loop. */
CTI_API const char *cti_lookup_field(const cti_lookup *lookup);
/** The number asked for, taken apart; empty if it is a field's value. Borrowed until answered. Since: 0.1. Thread: loop. */
CTI_API const cti_number *cti_lookup_number(const cti_lookup *lookup);

/**
 * Answer a lookup. A late answer still updates the pop.
 *
 * @param lookup      Given back: not to be used after.
 * @param candidates  Borrowed; the library takes its own references.
 * @param count       0 if the number is not known.
 *
 * Thread: as cti_lookup_fn; of an own-thread client any, but not while it is
 * being closed. Since: 0.1.
 */
CTI_API void cti_lookup_answer(cti_lookup *lookup,
			       cti_customer *const *candidates, size_t count);

/**
 * Ask all sources who a number belongs to, as a ringing call would. Fields that
 * the service knowledge hides (factors, sensitivity) are left out.
 *
 * @param done  Called exactly once, from the loop or in cti_poll(), never before
 *              this returns, at the deadline at the latest.
 * @return 0: @p done will be called; CTI_EINVAL or CTI_ENOMEM: it will not.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_identify(cti_client *client, const char *number,
				       cti_identified_fn *done, void *user);

/**
 * Ask all sources who it is that has a number and such data in his call.
 *
 * @param opts  Copied.
 * @param done  As of cti_identify().
 * @return 0: @p done will be called; CTI_EINVAL or CTI_ENOMEM: it will not.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_identify_with(cti_client *client,
					    const cti_identify_opts *opts,
					    cti_identification_fn *done,
					    void *user);

/** How sure it is. Thread: loop. Since: 0.1. */
CTI_API enum cti_identity
cti_identification_identity(const cti_identification *identification);
/** The customers, best first; borrowed; NULL behind the last. Thread: loop. Since: 0.1. */
CTI_API const cti_customer *
cti_identification_candidate(const cti_identification *identification,
			     size_t index);
/** Others of the first one's account; borrowed; NULL behind the last. Thread: loop. Since: 0.1. */
CTI_API const cti_customer *
cti_identification_contact(const cti_identification *identification,
			   size_t index);
/** What those behind the number have in common. Thread: loop. Since: 0.1. */
CTI_API enum cti_group
cti_identification_group(const cti_identification *identification);
/** Name of the household or company; "" if there is none. Borrowed. Thread: loop. Since: 0.1. */
CTI_API const char *
cti_identification_group_label(const cti_identification *identification);
/** How many candidates fit about equally well. Thread: loop. Since: 0.1. */
CTI_API size_t
cti_identification_group_members(const cti_identification *identification);

/**
 * Forget what agents have taught by cti_pop_choose() of a number, also in
 * identify.learned_file.
 *
 * @param number  NULL: of all.
 * @return 0, CTI_ESTATE (identify.learned_file is not set), CTI_EINVAL or
 *         CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API int cti_identify_unlearn(cti_client *client, const char *number);

/**
 * A customer's record has changed: forget what is cached of it, and ask anew
 * for the calls that show it; their pops are updated.
 *
 * @param customer_id  The field `id`.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API void cti_customer_invalidate(cti_client *client,
				     const char *customer_id);

/**
 * Forget what is cached of a number.
 *
 * @param number  NULL: of all.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API void cti_identify_forget(cti_client *client, const char *number);

/**
 * Make the SQLite directory of cti_source_add_sqlite() from a CSV file.
 *
 * @param plan    How the numbers in the CSV are written; NULL: the default.
 * @param skipped NULL, or where the number of broken lines goes.
 * @param detail  NULL, or a buffer for the sentence that says what was wrong.
 * @return 0, CTI_EIO, CTI_EFORMAT, CTI_EEXIST (@p sqlite holds something else,
 *         which stays) or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_directory_build(const char *csv,
					      const char *sqlite,
					      const cti_number_plan *plan,
					      uint64_t *skipped, char *detail,
					      size_t detail_size);

/**
 * The same as cti_directory_build(), which may take a minute for a million
 * customers, and tell how far it has come.
 *
 * @param on_progress  NULL, or called from inside some times a second while the
 *                     CSV file is read; sorting takes about as long again, with
 *                     @c done at @c total.
 * @return As cti_directory_build().
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_directory_build_told(
	const char *csv, const char *sqlite, const cti_number_plan *plan,
	cti_progress_fn *on_progress, void *user, uint64_t *skipped,
	char *detail, size_t detail_size);

/**
 * How far the reading of a file has come that another thread is adding with
 * cti_source_add_csv() or cti_load(), in bytes; both are 0 while none is read.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API void cti_source_progress(const cti_client *client, uint64_t *done,
				 uint64_t *total);

/** Name of an identity: "ambiguous". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_identity_name(enum cti_identity identity);
/** Name of a group: "household". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_group_name(enum cti_group group);

CTI_END_DECLS

#endif
