/* SPDX-License-Identifier: MIT */
/*
 * Pops: listens to the model's events, asks identify who calls, and decides
 * when an agent's screen opens, changes and closes. Knows no switch and no
 * socket.
 */
#ifndef CTI__POP_POP_H
#define CTI__POP_POP_H

#include "model/event.h"
#include "util/log.h"

#include <cti/pop.h>

struct cti__answer;
struct cti__identify;
struct cti__pops;
struct cti__service;
struct cti__earlier;

struct cti__pops_opts {
	/* Borrowed; must outlive the pops. NULL: nobody is identified. */
	struct cti__identify *identify;
	/*
	 * Called for each event of kind CTI_EVENT_POP, from within
	 * cti__pops_event(), cti__pops_choose() or an answer of identify. ev
	 * and its pop are borrowed: cti_event_ref() keeps them. seq is not set.
	 * It may call cti__pops_choose() and the setters, but neither
	 * cti__pops_event() nor cti__pops_free().
	 */
	void (*emit)(void *user, struct cti_event *ev);
	/*
	 * What time it is on that link's clock, for a pop that changes because
	 * an answer came in. NULL: the time of the call's last event.
	 */
	int64_t (*now_us)(void *user, struct cti__str link);
	/*
	 * Called, if told to explain, when a telephone takes part in a call and
	 * no pop opens. NULL: nobody wants to know.
	 */
	void (*why_not)(void *user, const struct cti_event *ev, const char *call,
			const char *device, const char *why);
	/* The earlier contacts of a number or a customer are wanted (either may
	   be empty): cti__pops_earlier(), never before this returns. NULL: they
	   are not kept. */
	void (*earlier)(void *user, struct cti__str call, uint32_t turn,
			struct cti__str number, struct cti__str customer);
	/*
	 * Called when an agent has said which of several it is that calls from
	 * a number. NULL: nobody learns.
	 */
	void (*chosen)(void *user, struct cti__str number, const char *customer);
	void *user;
	const struct cti__log *log; /* borrowed; NULL: no lines */
	uint64_t seed[2];	    /* of the hash maps */
};

/* 0 or CTI_ENOMEM. opts are copied. */
int cti__pops_new(struct cti__pops **out, const struct cti__pops_opts *opts);
/* Says nothing; takes its questions back. NULL is allowed. */
void cti__pops_free(struct cti__pops *pops);

/*
 * Configuration; each takes effect from the next change of a pop on. A refused
 * value changes nothing.
 */

/* pop.url and pop.schemes (NULL: "http,https"). "" or NULL: the customer's own
   field `url`, if it has one of those schemes. detail gets
   a sentence on failure, else "" (NULL: not wanted). 0, CTI_ETEMPLATE or
   CTI_ENOMEM. */
int cti__pops_set_url(struct cti__pops *pops, const char *url,
		      const char *schemes, char *detail, size_t size);
/* pop.statement_score and pop.ask_members. */
void cti__pops_set_greeting(struct cti__pops *pops, uint32_t statement_score,
			    uint32_t ask_members);
/* pop.language: "zh" (default) or "en". 0 or CTI_EVALUE. */
int cti__pops_set_language(struct cti__pops *pops, const char *language);
/* pop.open_on: "ring" (default) or "answer". 0 or CTI_EVALUE. */
int cti__pops_set_open_on(struct cti__pops *pops, const char *when);
/* pop.outbound: also for who dials, by hand or by a click. Default false. */
void cti__pops_set_outbound(struct cti__pops *pops, bool outbound);
/* pop.internal: also for calls and consultations between colleagues. Default
   false. */
void cti__pops_set_internal(struct cti__pops *pops, bool internal);

/* The service knowledge that pops are judged by from now on, NULL for none;
   open ones are judged anew. Counted. */
void cti__pops_set_service(struct cti__pops *pops,
			   struct cti__service *service);
/* The same for calls that nothing was told of yet; the others keep theirs. */
void cti__pops_next_service(struct cti__pops *pops,
			    struct cti__service *service);

/*
 * Take one event of a model in; fed with every one, in order, with
 * CTI_FIELD_LINK set, after the application has had it. Events of kind pop are
 * passed over.
 */
void cti__pops_event(struct cti__pops *pops, const struct cti_event *ev);

/* Whether to call why_not: costs something. */
void cti__pops_explain(struct cti__pops *pops, bool explain);

/* How one would greet whom an answer names, in the site's language. */
enum cti_greeting cti__pops_greet(const struct cti__pops *pops,
				  const struct cti__answer *answer,
				  struct cti__buf *words);
/* Who shows that customer asks anew who it is: his record has changed. */
void cti__pops_ask_again(struct cti__pops *pops, const char *customer_id);

/* cti_pop_choose(): 0, CTI_ENOENT or CTI_ENOMEM. */
int cti__pops_choose(struct cti__pops *pops, const char *pop_id,
		     const char *customer_id);

/*
 * Before an event is told to anybody: keys that are pressed while the caller is
 * verified are taken to where they are compared, and become "*" in the event.
 */
void cti__pops_hide_keys(struct cti__pops *pops, struct cti_event *ev);

/* Before a call's end is told to anybody: what was known of a contact that was
   on no screen goes with it, and is taken off by cti__pops_told(). */
void cti__pops_tell_end(struct cti__pops *pops, struct cti_event *ev);
void cti__pops_told(struct cti_event *ev);

/* cti_verify_begin() and the others of cti/service.h. */
int cti__pops_verify_begin(struct cti__pops *pops, const char *call,
			   const char *request);
int cti__pops_verify_check(struct cti__pops *pops, const char *call,
			   const char *factor, const char *value, bool *right);
int cti__pops_verify_keys(struct cti__pops *pops, const char *call,
			  const char *factor);
int cti__pops_verify_end(struct cti__pops *pops, const char *call);

/* What opts.earlier asked for in that turn; counted. */
void cti__pops_earlier(struct cti__pops *pops, struct cti__str call,
		       uint32_t turn, struct cti__earlier *earlier);

/* How many calls are known: for tests and limits. */
size_t cti__pops_calls(const struct cti__pops *pops);
/* How many pops are open. */
size_t cti__pops_open(const struct cti__pops *pops);

#endif
