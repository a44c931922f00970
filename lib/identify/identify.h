/* SPDX-License-Identifier: MIT */
/*
 * Who a number belongs to: a chain of sources asked under one deadline, with a
 * cache before it. Knows numbers, not calls; owns no clock, timer or thread.
 */
#ifndef CTI__IDENTIFY_IDENTIFY_H
#define CTI__IDENTIFY_IDENTIFY_H

#include "util/log.h"
#include "util/str.h"

#include <cti/customer.h>

struct cti__identify;
struct cti__stamp;
struct cti__net;
struct cti__question;

/* What the chain needs of the one that holds it. Copied; all but log needed. */
struct cti__identify_host {
	void *user;
	/* A clock that never goes back. */
	int64_t (*now_us)(void *user);
	/* Call cti__identify_tick() then; INT64_MAX: no more. Replaces the
	 * last. */
	void (*alarm)(void *user, int64_t at_us);
	/*
	 * Hand the lookup to the application's callback, now or soon. The
	 * application may answer in it. Must not call back for any question.
	 */
	void (*ask_app)(void *user, cti_lookup *lookup, cti_lookup_fn *fn,
			void *fn_user);
	const struct cti__log *log; /* borrowed; NULL: no lines */
	uint64_t seed[2];	    /* for hash maps: nobody must guess it */
	const struct cti__net *net; /* borrowed; NULL: no servers */
	/*
	 * Run fn in another thread, then done on this one, in each case if this
	 * is 0; err: fn did not run. Else CTI_ENOMEM. NULL: no file is read
	 * again.
	 */
	int (*work)(void *user, void (*fn)(void *arg),
		    void (*done)(void *arg, int err), void *arg);
	/* How far the reading of a file that is added has come. NULL: nobody is
	 * told. */
	void (*progress)(uint64_t done, uint64_t total, void *user);
};

/* 0 stands for the default in brackets. */
struct cti__identify_limits {
	uint32_t deadline_ms; /* [150] for all sources together */
	uint32_t hit_ttl_ms;  /* [600000] how long a found customer is kept */
	uint32_t miss_ttl_ms; /* [30000] how long "nobody" is kept */
	uint32_t
		cache_max; /* [10000] numbers kept; the least used goes first */
	/* [15] so far ahead of the second the first stands alone */
	uint32_t clear_lead;
	/* [90] how sure it is that data of the call name the caller */
	uint32_t data_score;
	/* [5] so many behind one number, and it is a switchboard's or hotel's */
	uint32_t shared_from;
	/* [2] so often chosen before, and one goes first */
	uint32_t learned_after;
	bool contacts; /* also who else belongs to the caller's account */
};

/* What is known at the moment. All borrowed: see cti__question_result(). */
struct cti__answer {
	enum cti_identity identity;
	/* Best first. A pending answer may have some from quick sources. */
	const cti_customer *const *candidates;
	size_t count;
	/* What those have in common who fit equally well, and how many. */
	enum cti_group group;
	const char *group_label; /* never NULL */
	size_t members;
	/* Who else belongs to the account of the first. */
	const cti_customer *const *contacts;
	size_t contact_count;
	/* Counts up when the answer changes. */
	uint32_t revision;
};

/*
 * The answer has become final, or a late source changed a final one. Called
 * from cti__identify_tick(), cti__lookup_answer() or cti__identify_remove()
 * only. It may ask, release any question, and remove sources.
 */
typedef void cti__question_fn(struct cti__question *question, void *user);

/* 0, CTI_ENOMEM. */
int cti__identify_new(struct cti__identify **out,
		      const struct cti__identify_host *host);
/*
 * NULL is allowed. Legal inside a question's fn and inside ask_app. No fn is
 * called any more, the host neither; questions keep their last answer until
 * released; lookups stay with the application until answered.
 */
void cti__identify_free(struct cti__identify *identify);
/* The alarm rang (earlier is harmless). */
void cti__identify_tick(struct cti__identify *identify);

/*
 * The site's dial plan; NULL: the default. Copied. Sources are indexed anew and
 * the cache is emptied. 0, CTI_EINVAL (country not known) or CTI_ENOMEM: the
 * old plan stays.
 */
int cti__identify_set_plan(struct cti__identify *identify,
			   const cti_number_plan *plan);
/* The plan in use; borrowed until it is set again. */
const cti_number_plan *cti__identify_plan(const struct cti__identify *identify);
/*
 * Which data of calls tell who calls, as cti__data_names_parse() reads it.
 * Sources are indexed anew and the cache is emptied. 0, CTI_EVALUE or
 * CTI_ENOMEM: the old ones stay.
 */
int cti__identify_set_data(struct cti__identify *identify,
			   struct cti__str names);
void cti__identify_set_limits(struct cti__identify *identify,
			      const struct cti__identify_limits *limits);

/*
 * Sources; the order of adding is the order of trust. detail gets a sentence if
 * it fails, else "". Errors as in cti/customer.h. Adding or removing one
 * empties the cache.
 */
int cti__identify_add_csv(struct cti__identify *identify, const char *name,
			  const char *path, char *detail, size_t detail_size);
int cti__identify_add_sqlite(struct cti__identify *identify, const char *name,
			     const char *path, char *detail,
			     size_t detail_size);
int cti__identify_add_app(struct cti__identify *identify, const char *name,
			  cti_lookup_fn *fn, void *fn_user, char *detail,
			  size_t detail_size);
/*
 * A server over HTTP. preset: a name or a path. settings: names and values in
 * turn, ended by NULL; copied. CTI_EKEY or CTI_EVALUE: a setting is wrong.
 */
int cti__identify_add_http(struct cti__identify *identify, const char *name,
			   const char *preset, const char *const *settings,
			   char *detail, size_t detail_size);

/* A source that is a file. All borrowed until sources are added, removed or
   read again. */
struct cti__identify_file {
	const char *name, *path;
	const struct cti__stamp *stamp; /* of what was read */
	bool whole; /* what is written into it is seen at once: only another
		       file in its place has to be read */
};

/* The one at an index, counted from 0; false behind the last. */
bool cti__identify_file_at(struct cti__identify *identify, size_t index,
			   struct cti__identify_file *out);

/*
 * A file was read again. err: 0, or why the old content stays, with a sentence
 * in detail; CTI_ECANCELED if the source was removed. count: customers, 0 where
 * nobody counts them. It may call anything of the chain but its end.
 */
typedef void cti__reloaded_fn(void *user, int err, size_t count,
			      const char *detail);
/*
 * Read a source's file again in another thread; lookups are answered from the
 * old content until the new is there, and the cache forgets what is different.
 * What comes of it is logged. fn: NULL, or called once if this returns 0, never
 * before. CTI_ENOENT (no such source), CTI_EINVAL (it is no file), CTI_ENOMEM.
 */
int cti__identify_reload(struct cti__identify *identify, const char *name,
			 cti__reloaded_fn *fn, void *user);
/* End what is under way: each fn is called with CTI_ECANCELED. */
void cti__identify_cancel_reloads(struct cti__identify *identify);

/* 0 or CTI_ENOENT. What waits for it waits no longer: fn may be called inside.
 */
int cti__identify_remove(struct cti__identify *identify, const char *name);
/* Forget what is cached of a number (any spelling), or all if NULL. */
void cti__identify_forget(struct cti__identify *identify, const char *number);

/* The same of every number that this customer was found for. */
void cti__identify_forget_customer(struct cti__identify *identify,
				   const char *customer_id);

/*
 * What agents have said before. A key stands for all spellings of a number; one
 * that cannot be called has none (false).
 */
#define CTI__IDENTIFY_KEY 64
bool cti__identify_key(struct cti__identify *identify, struct cti__str number,
		       char key[CTI__IDENTIFY_KEY]);
/* It was that customer, so many times more. 0 or CTI_ENOMEM. */
int cti__identify_learn(struct cti__identify *identify, struct cti__str key,
			struct cti__str customer_id, uint32_t count);
/* NULL: all. */
void cti__identify_unlearn(struct cti__identify *identify, const char *key);

/*
 * Ask who it is. Files and the cache have answered when this returns, so look
 * at cti__question_result() at once: unless it is pending, fn is called only if
 * a late source changes it. A pending one becomes final by the deadline at the
 * latest, and then fn is called. fn is never called before this returns.
 *
 * out: owned, to be released. number: as the switch wrote it; copied. withheld:
 * the caller asked not to be known, so nobody is asked. fn: NULL is allowed.
 * 0 or CTI_ENOMEM.
 */
int cti__identify_ask(struct cti__question **out,
		      struct cti__identify *identify, struct cti__str number,
		      bool withheld, cti__question_fn *fn, void *user);
/*
 * The call has data of that name and value too: what they tell is joined. A
 * later value takes the place of an earlier one. Look at the result at once;
 * what was final stays, until the new clue was followed, and then fn is called.
 * 0, CTI_ENOENT (such data tell nothing), CTI_EINVAL (such a value cannot be
 * looked up) or CTI_ENOMEM.
 */
int cti__question_also(struct cti__question *question, struct cti__str name,
		       struct cti__str value);
/* Nobody has looked at the answer yet: it is pending, until all clues that it
   has by now were followed, and then fn is called. */
void cti__question_await(struct cti__question *question);
/* Borrowed until the next call into the chain: take references to keep. */
void cti__question_result(const struct cti__question *question,
			  struct cti__answer *out);
/* The number taken apart, borrowed until released; empty if it is none. */
const cti_number *cti__question_number(const struct cti__question *question);
/* NULL is allowed. fn is not called any more. Always legal, also inside fn. */
void cti__question_release(struct cti__question *question);

/*
 * The application has answered; frees the lookup. On the loop's thread. Legal
 * inside ask_app, and after the chain was freed: then only the lookup is freed.
 */
void cti__lookup_answer(cti_lookup *lookup, cti_customer *const *candidates,
			size_t count);
/*
 * The same for a source that could not answer: it may be down, and what the
 * others say is not kept for long.
 */
void cti__lookup_fail(cti_lookup *lookup, int64_t now_us);
/* Free a lookup whose question will never be answered: the source was deaf. */
void cti__lookup_drop(cti_lookup *lookup);
/*
 * One pointer that the host may hang on a lookup in ask_app, so that the public
 * cti_lookup_answer() finds the way back to its loop. NULL at first.
 */
void cti__lookup_set_tag(cti_lookup *lookup, void *tag);
void *cti__lookup_tag(const cti_lookup *lookup);

#endif
