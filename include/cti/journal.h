/* SPDX-License-Identifier: MIT */
/**
 * @file cti/journal.h
 * The journal: every contact with a customer as one record, whatever transfers
 * it went through, in an SQLite file (key journal.file). It is written in a
 * thread of its own, so that events never wait for a disk; what cannot be
 * written is told by a `loss` event and counted. docs/guide/journal.md has the
 * tables.
 *
 * A contact has segments: who rang, talked, held, was consulted, and when. Each
 * is written as it ends; a crash loses at most those still under way.
 */
#ifndef CTI_JOURNAL_H
#define CTI_JOURNAL_H

#include <cti/client.h>

/**
 * The fields of a contact: X(constant, name in JSON, CSV and SQL, type). Types:
 * STR; TIME microseconds since 1970 UTC, 0 for never (RFC 3339 in JSON and
 * CSV); INT; BOOL; PAIRS. New fields are added at the end.
 *
 * - id: unique and stable; state: "open", "ended", or "interrupted" (its end
 * was not seen);
 * - channel: "phone", or what cti_journal_add() was told ("chat");
 * - party: the customer's number (or address): the caller of an inbound
 * contact, the called of an outbound one;
 * - asked: when it first entered a queue or rang a telephone; answered: when
 *   somebody first talked; wait_ms: from the one to the other, or to the end;
 * - agent, device, queue: of who talked last (or rang last, if nobody did);
 * - automated: a queue or a menu accepted it; abandoned: the caller gave up
 *   while waiting for somebody;
 * - talk_ms, hold_ms, consult_ms: sums over the segments of all devices;
 * - lead_probability: 0 to 100, -1 for no lead; cost and value: in thousandths
 * of the site's currency;
 * - offers: what was offered and what came of it; facts: what the contact
 *   taught of the customer, for the CRM to keep. Both are PAIRS: a line
 *   "name=value" each (an object in JSON);
 * - medium: of the campaign; party_kind: the customer's `kind` ("business");
 * - record: what the file of service knowledge wants kept (its `record`): PAIRS.
 */
#define CTI_CONTACT_MAP(X)                                                     \
	X(ID, "id", STR)                                                       \
	X(STATE, "state", STR)                                                 \
	X(LINK, "link", STR)                                                   \
	X(CALL, "call", STR)                                                   \
	X(CHANNEL, "channel", STR)                                             \
	X(DIRECTION, "direction", STR)                                         \
	X(CALLER, "caller", STR)                                               \
	X(CALLED, "called", STR)                                               \
	X(PARTY, "party", STR)                                                 \
	X(NAME, "name", STR)                                                   \
	X(DNIS, "dnis", STR)                                                   \
	X(QUEUE, "queue", STR)                                                 \
	X(LINE, "line", STR)                                                   \
	X(CAMPAIGN, "campaign", STR)                                           \
	X(DESK, "desk", STR)                                                   \
	X(TIER, "tier", STR)                                                   \
	X(CUSTOMER, "customer", STR)                                           \
	X(IDENTITY, "identity", STR)                                           \
	X(VERIFICATION, "verification", STR)                                   \
	X(AGENT, "agent", STR)                                                 \
	X(DEVICE, "device", STR)                                               \
	X(CAUSE, "cause", STR)                                                 \
	X(DISPOSITION, "disposition", STR)                                     \
	X(NOTES, "notes", STR)                                                 \
	X(LEAD_PRODUCT, "lead_product", STR)                                   \
	X(RECORDING, "recording", STR)                                         \
	X(BEGAN, "began", TIME)                                                \
	X(ASKED, "asked", TIME)                                                \
	X(ANSWERED, "answered", TIME)                                          \
	X(ENDED, "ended", TIME)                                                \
	X(WAIT_MS, "wait_ms", INT)                                             \
	X(TALK_MS, "talk_ms", INT)                                             \
	X(HOLD_MS, "hold_ms", INT)                                             \
	X(CONSULT_MS, "consult_ms", INT)                                       \
	X(TRANSFERS, "transfers", INT)                                         \
	X(LEAD_PROBABILITY, "lead_probability", INT)                           \
	X(COST, "cost", INT)                                                   \
	X(VALUE, "value", INT)                                                 \
	X(AUTOMATED, "automated", BOOL)                                        \
	X(ABANDONED, "abandoned", BOOL)                                        \
	X(OFFERS, "offers", PAIRS)                                             \
	X(FACTS, "facts", PAIRS)                                               \
	X(MEDIUM, "medium", STR)                                               \
	X(PARTY_KIND, "party_kind", STR)                                       \
	X(RECORD, "record", PAIRS)

/** Fields of a contact, made from #CTI_CONTACT_MAP. */
enum cti_contact_field {
#define CTI_CONTACT_ENTRY(constant, name, type) CTI_CONTACT_##constant,
	CTI_CONTACT_MAP(CTI_CONTACT_ENTRY)
#undef CTI_CONTACT_ENTRY
		CTI_CONTACT_COUNT
};

/** What a device or a queue did in a segment of a contact. */
enum cti_segment_kind {
	CTI_SEGMENT_QUEUE,   /**< "queue": the party waited in a queue */
	CTI_SEGMENT_RING,    /**< "ring": a telephone rang */
	CTI_SEGMENT_DIAL,    /**< "dial": a telephone waited for the far end */
	CTI_SEGMENT_TALK,    /**< "talk": a telephone talked with the party */
	CTI_SEGMENT_HOLD,    /**< "hold": it had the party on hold */
	CTI_SEGMENT_CONSULT, /**< "consult": it talked with a colleague about it
			      */
	CTI_SEGMENT_PARK /**< "park": the party was parked; remote: the slot */
};

/** One segment. Texts are borrowed from the contact, never NULL. */
typedef struct cti_segment {
	enum cti_segment_kind kind; /**< what it is */
	int64_t from_us;	    /**< since 1970 UTC */
	int64_t to_us;		    /**< never before from_us; 0: under way */
	const char *device;	    /**< extension; "" of queue and park */
	const char *agent;	    /**< who sat there; "" if nobody is known */
	const char *queue;	    /**< through which it came; or "" */
	const char *remote;	    /**< the other number, or the slot */
	const char *outcome;	    /**< "answered", "transferred" or a cause */
	const char *recording; /**< reference of a recording of it; or "" */
} cti_segment;

/** A contact; opaque. */
typedef struct cti_contact cti_contact;

/** Which contacts to read; begin with #CTI_JOURNAL_FILTER_INIT. */
typedef struct cti_journal_filter {
	size_t size;	    /**< sizeof(cti_journal_filter) */
	int64_t since_us;   /**< only those that began then or later; 0: all */
	int64_t until_us;   /**< only those that began before; 0: all */
	const char *id;	    /**< only this one; NULL: all */
	const char *number; /**< only with this party; NULL: all */
	uint64_t limit;	    /**< only so many, the last ones; 0: all */
	const char *customer; /**< of this customer, or with the number too;
				 NULL: all */
	const char *record; /**< "tenant=agency": with that in it; NULL: all */
} cti_journal_filter;

/** A filter that lets everything pass. */
#define CTI_JOURNAL_FILTER_INIT                                                \
	{                                                                      \
		sizeof(cti_journal_filter), 0, 0, NULL, NULL, 0, NULL, NULL    \
	}

/** How long an agent was in a state; from cti_journal_spans(). Texts are
 * borrowed. */
typedef struct cti_agent_span {
	const char *agent;  /**< or the extension, where nobody has a name */
	const char *state;  /**< "ready", "not-ready", "busy" or "wrapup" */
	const char *reason; /**< of not-ready; "" else */
	int64_t from_us;    /**< since 1970 UTC */
	int64_t to_us;	    /**< never before from_us */
} cti_agent_span;

/** A record that the CRM does not take; from cti_journal_dead(). Texts are
 * borrowed. */
typedef struct cti_journal_letter {
	const char *contact; /**< its id */
	const char *why;     /**< the last answer: "HTTP status 400" */
	uint64_t revision;   /**< of the record */
	uint64_t attempts;   /**< how often it was offered */
	int64_t time_us;     /**< of the last one, since 1970 UTC */
} cti_journal_letter;

/** Gets a dead record; 0 to go on, anything else stops. */
typedef int cti_journal_letter_fn(const cti_journal_letter *letter, void *user);
/** Gets a contact, borrowed until it returns; 0 to go on, anything else stops.
 */
typedef int cti_contact_fn(const cti_contact *contact, void *user);
/** Gets a span of an agent; 0 to go on, anything else stops. */
typedef int cti_agent_span_fn(const cti_agent_span *span, void *user);

/** Counters of a client's journal, since journal.file was set. */
typedef struct cti_journal_stats {
	size_t size;	    /**< set to sizeof(cti_journal_stats) before */
	uint64_t contacts;  /**< that have ended */
	uint64_t written;   /**< changes that are in the file */
	uint64_t groups;    /**< commits that it took */
	uint64_t waiting;   /**< changes that wait to be written */
	uint64_t lost;	    /**< changes that never will be */
	uint64_t delivered; /**< records that the CRM has taken */
	uint64_t dead;	    /**< records that it will not take */
} cti_journal_stats;

CTI_BEGIN_DECLS

/**
 * Say how a contact went, as the site names it ("sale", "renewed").
 *
 * @param contact      Its id, or the id of its call: one that is under way or
 *                     among the last thousand that have ended.
 * @param disposition  Copied.
 * @return 0, CTI_ESTATE (journal.file is not set), CTI_ENOENT, CTI_EINVAL or
 *         CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_dispose(cti_client *client,
					      const char *contact,
					      const char *disposition);

/**
 * Add a line to the notes of a contact. Arguments and errors as of
 * cti_journal_dispose().
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_note(cti_client *client,
					   const char *contact,
					   const char *text);

/**
 * Keep what was offered to the party, and what came of it. Another word on the
 * same product takes the place of the first.
 *
 * @param product  Without "=" and line ends. Copied.
 * @param outcome  As the site names it ("accepted", "refused"); may be "".
 * @return As cti_journal_dispose().
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_offer(cti_client *client,
					    const char *contact,
					    const char *product,
					    const char *outcome);

/**
 * Keep what the contact has taught of the customer ("email", "birthday"), to be
 * written back: it goes to the CRM with the record.
 *
 * @param name   Without "=" and line ends. Copied.
 * @param value  Without line ends. Copied.
 * @return As cti_journal_dispose().
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_fact(cti_client *client,
					   const char *contact,
					   const char *name, const char *value);

/**
 * Set a field of a contact: line, campaign, medium, desk, tier, customer,
 * party_kind, verification, disposition, lead_product, lead_probability, cost,
 * value or recording.
 *
 * @param field  Its name.
 * @param value  Copied; of a number its digits.
 * @return As cti_journal_dispose(); CTI_EINVAL also for a field that the
 * library itself fills.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_set(cti_client *client,
					  const char *contact,
					  const char *field, const char *value);

/**
 * Write a contact of another channel (a mail, a chat, an order of the shop).
 * The id is yours; a second contact with it replaces the first, and goes to the
 * CRM as its next revision. With `customer` or `party` it is among the earlier
 * contacts of that customer's next pop (cti_pop_earlier()).
 *
 * @param contact  Copied. Needs an id, a channel and when it began.
 * @return 0, CTI_ESTATE, CTI_EINVAL or CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_add(cti_client *client,
					  const cti_contact *contact);

/**
 * Read the counters.
 *
 * @param out  Its size says how much is filled in.
 * @return 0, CTI_EINVAL or CTI_ESTATE (journal.file is not set).
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_stats_get(cti_client *client,
						cti_journal_stats *out);

/**
 * Read contacts from a journal's file, oldest first, also while another process
 * writes it.
 *
 * @param filter       NULL: all.
 * @param fn           Called for each.
 * @param detail       NULL, or a buffer for the sentence that says what failed.
 * @return 0, what @p fn returned, CTI_EIO, CTI_EFORMAT (no journal) or
 *         CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_read(const char *path,
					   const cti_journal_filter *filter,
					   cti_contact_fn *fn, void *user,
					   char *detail, size_t detail_size);

/**
 * Read from a journal's file how long the agents were in which state, oldest
 * first. Arguments and errors as of cti_journal_read(); of the filter, only the
 * times are looked at.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_spans(const char *path,
					    const cti_journal_filter *filter,
					    cti_agent_span_fn *fn, void *user,
					    char *detail, size_t detail_size);

/**
 * Read which records the CRM does not take (dead letters), oldest first.
 * Arguments and errors as of cti_journal_read().
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_dead(const char *path,
					   cti_journal_letter_fn *fn,
					   void *user, char *detail,
					   size_t detail_size);

/**
 * Offer dead records again. A client that writes the journal sees it within a
 * minute.
 *
 * @param contact  Only this one's; NULL: all.
 * @param count    How many they are; 0 on error.
 * @return As cti_journal_read().
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_retry(const char *path,
					    const char *contact,
					    uint64_t *count, char *detail,
					    size_t detail_size);

/**
 * Write contacts of a journal to a file of text.
 *
 * @param format  "json": a line each, with its segments; "csv": without them,
 *                behind a line of names.
 * @param to      Replaced if it exists, once the journal can be read; never
 *                the journal itself.
 * @return As cti_journal_read(), or CTI_EINVAL (no such format).
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_journal_export(const char *path,
					     const cti_journal_filter *filter,
					     const char *format, const char *to,
					     char *detail, size_t detail_size);

/**
 * Make an empty contact, for cti_journal_add().
 *
 * @param out  Owned: give it to cti_contact_free(). NULL on error.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_contact_new(cti_contact **out);

/** Free a contact; NULL is allowed. Thread: any. Since: 0.1. */
CTI_API void cti_contact_free(cti_contact *contact);

/**
 * Set a field from text: of a TIME microseconds since 1970, of a BOOL 0 or 1.
 *
 * @param value  Copied.
 * @return 0, CTI_EINVAL (no such field, no UTF-8, no number) or CTI_ENOMEM.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_contact_set(cti_contact *contact,
					  enum cti_contact_field field,
					  const char *value);

/**
 * Add a pair to a field of type PAIRS; the same name's former value goes.
 *
 * @param name   Not empty, without "=" and line ends. Copied.
 * @param value  Without line ends. Copied.
 * @return As cti_contact_set().
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_contact_pair(cti_contact *contact,
					   enum cti_contact_field field,
					   const char *name, const char *value);

/** A field's text; "" if it is a number. Borrowed. Thread: any.
    Since: 0.1. */
CTI_API const char *cti_contact_text(const cti_contact *contact,
				     enum cti_contact_field field);
/** A field's number; 0 if it is a text. Thread: any. Since: 0.1. */
CTI_API int64_t cti_contact_int(const cti_contact *contact,
				enum cti_contact_field field);
/** A segment, in the order they became known; borrowed; NULL behind the last.
 * Thread: any. Since: 0.1. */
CTI_API const cti_segment *cti_contact_segment(const cti_contact *contact,
					       size_t index);

/**
 * A contact as one line of JSON, segments included, without a line end.
 *
 * @param out  Owned, terminated by NUL; free with cti_free(). NULL on error.
 * @param len  NULL, or where the length in bytes goes.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_contact_json(const cti_contact *contact,
					   char **out, size_t *len);

/**
 * A contact as one line of CSV (RFC 4180) without a line end. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it.
 *
 * @param contact  NULL: the line of names.
 * @param out      Owned, terminated by NUL; free with cti_free(). NULL on error.
 * @param len      NULL, or where the length in bytes goes.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_contact_csv(const cti_contact *contact,
					  char **out, size_t *len);

/**
 * Name of a field: "began"; NULL for none. Constant. Thread: any. Since: 0.1.
 */
CTI_API const char *cti_contact_field_name(enum cti_contact_field field);
/**
 * Name of a kind of segment: "talk"; NULL for none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_segment_kind_name(enum cti_segment_kind kind);

CTI_END_DECLS

#endif
