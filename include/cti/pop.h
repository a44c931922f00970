/* SPDX-License-Identifier: MIT */
/**
 * @file cti/pop.h
 * Pops: what an agent's screen shows of one call. A pop exists exactly once for
 * each call and agent's device. It opens when the telephone rings, at once, with
 * what is known by then; it is updated when more is known, and closed with a
 * reason. An event of kind CTI_EVENT_POP carries it: cti_event_pop().
 *
 * A telephone that rings again for the same call (offered by the queue once more,
 * a parked call that comes back) opens the same pop again: same id, higher
 * revision. A colleague who is only consulted has no pop until the customer is
 * handed over to him; the pop of the call then opens for him at once.
 */
#ifndef CTI_POP_H
#define CTI_POP_H

#include <cti/customer.h>
#include <cti/event.h>
#include <cti/service.h>

/** What became of a pop. */
enum cti_pop_state {
	CTI_POP_OPENED,	 /**< "opened": show it */
	CTI_POP_UPDATED, /**< "updated": show what changed */
	CTI_POP_CLOSED	 /**< "closed": take it away, or let the agent finish */
};

/** How to greet. */
enum cti_greeting {
	CTI_GREETING_GENERIC,  /**< "generic": who calls is not known */
	CTI_GREETING_QUESTION, /**< "question": probably; ask by name */
	CTI_GREETING_STATEMENT /**< "statement": sure; greet by name */
};

/** An earlier contact with the customer, by telephone or any other channel.
 * Texts are borrowed from the pop and never NULL. */
typedef struct cti_earlier {
	const char *id;		 /**< in the journal */
	const char *channel;	 /**< "phone", "mail", as it was written */
	const char *direction;	 /**< "inbound" or "outbound" */
	const char *line;	 /**< or "" */
	const char *agent;	 /**< who talked last; or "" */
	const char *disposition; /**< how it went; or "" */
	const char *notes;	 /**< or "" */
	int64_t began_us;	 /**< since 1970 UTC */
} cti_earlier;

CTI_BEGIN_DECLS

/** Id of the pop, the same in all its events, made of call and device. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_id(const cti_pop *pop);
/** What became of it. Thread: any. Since: 0.1. */
CTI_API enum cti_pop_state cti_pop_state(const cti_pop *pop);
/** Counts from 1 with each change of this pop. Thread: any. Since: 0.1. */
CTI_API uint32_t cti_pop_revision(const cti_pop *pop);
/**
 * Why it was closed; "" while it is open.
 *
 * - "hangup": it was answered, and now it is over;
 * - "answered-elsewhere": another telephone was faster;
 * - "no-answer": it was not answered, for any other reason: nobody came, busy,
 *   rejected, sent away, or the other side gave up;
 * - "transferred": the agent has handed the call over;
 * - "picked-up": a colleague took it while it rang here;
 * - "parked": the agent has parked it;
 * - "lost": the switch or the link to it went away, the end was not seen.
 *
 * @return Borrowed.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_pop_reason(const cti_pop *pop);
/** Id of the call. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_call(const cti_pop *pop);
/** The agent's extension. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_device(const cti_pop *pop);
/** The agent's id, or "" if nobody is known to sit there. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_agent(const cti_pop *pop);
/** The number of the other party: the caller, also after transfers. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_remote(const cti_pop *pop);
/** The caller's name as the switch shows it; untrusted. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_name(const cti_pop *pop);
/** The number that was first dialled. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_dnis(const cti_pop *pop);
/** The queue the call came through; "" for none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_queue(const cti_pop *pop);
/** "inbound", "outbound" or "internal". Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_direction(const cti_pop *pop);
/** How long the caller has waited in the queue, in milliseconds. Thread: any. Since: 0.1. */
CTI_API int64_t cti_pop_waited_ms(const cti_pop *pop);
/** Whether the agent talks to the caller already. Thread: any. Since: 0.1. */
CTI_API bool cti_pop_answered(const cti_pop *pop);
/** How sure the identification is. Thread: any. Since: 0.1. */
CTI_API enum cti_identity cti_pop_identity(const cti_pop *pop);
/** How to greet. Thread: any. Since: 0.1. */
CTI_API enum cti_greeting cti_pop_greeting(const cti_pop *pop);
/** The greeting in words: "是李先生吗?". Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_greeting_text(const cti_pop *pop);
/** The customer, best first: index 0 is the one to show. Borrowed from the pop; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const cti_customer *cti_pop_candidate(const cti_pop *pop, size_t index);
/**
 * Another contact of the customer's account (field `account`), such as a second
 * decider, best first; not among the candidates. Borrowed from the pop; NULL
 * behind the last. Thread: any. Since: 0.1.
 */
CTI_API const cti_customer *cti_pop_contact(const cti_pop *pop, size_t index);
/** What those behind the number have in common. Thread: any. Since: 0.1. */
CTI_API enum cti_group cti_pop_group(const cti_pop *pop);
/** Name of the household or company; "" if there is none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_group_label(const cti_pop *pop);
/** How many candidates fit about equally well. Thread: any. Since: 0.1. */
CTI_API size_t cti_pop_group_members(const cti_pop *pop);
/** The address to open, from pop.url, or else the customer's own field `url`; "" if there is neither. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_url(const cti_pop *pop);

/**
 * What follows from the service knowledge: tier, list, stage, contract, line,
 * campaign, desk, owner, hints with reasons, verification. One accessor for all:
 * cti_advice_text(cti_pop_advice(pop), CTI_ADVICE_TIER). Fields of the customer
 * that are factors of verification are not in the pop's candidates.
 *
 * @return Borrowed from the pop; NULL (which all accessors accept) if no
 *         service knowledge is loaded.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_advice *cti_pop_advice(const cti_pop *pop);

/**
 * Data of the call by key, as `data` events brought it (an account number
 * entered in an IVR, say). `ivr_digits` is what the caller has pressed before
 * somebody answered, if that was not to verify him.
 *
 * @return Borrowed from the pop; "" if there is none.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_pop_data(const cti_pop *pop, const char *key);

/**
 * Earlier contacts of the customer, or of the number where the customer is not
 * known, latest first: what the journal (journal.file) holds of calls and what
 * cti_journal_add() wrote of other channels, pop.earlier of them. They come with
 * an update, a moment after the pop has opened.
 *
 * @return Borrowed from the pop; NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_earlier *cti_pop_earlier(const cti_pop *pop, size_t index);

/**
 * The agent says which of the candidates it is. It sticks to the call: pops of
 * it on other devices and after transfers show the same. If
 * identify.learned_file is set, it is learned for the number, too.
 *
 * @param pop_id       cti_pop_id() of an open pop.
 * @param customer_id  The candidate's `id`.
 * @return 0, or CTI_ENOENT if there is no such pop or candidate.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_pop_choose(cti_client *client, const char *pop_id,
					 const char *customer_id);

/** How one would greet in the site's language. Thread: loop. Since: 0.1. */
CTI_API enum cti_greeting
cti_identification_greeting(const cti_identification *identification);
/** The same in words. Borrowed. Thread: loop. Since: 0.1. */
CTI_API const char *
cti_identification_greeting_text(const cti_identification *identification);

/** Name of a pop's state: "opened". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_pop_state_name(enum cti_pop_state state);
/** Name of a greeting: "question". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_greeting_name(enum cti_greeting greeting);

CTI_END_DECLS

#endif
