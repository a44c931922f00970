/* SPDX-License-Identifier: MIT */
/**
 * @file cti/event.h
 * Uniform events: what happened, in the same words for every switch.
 *
 * An event is read-only. In a callback it is borrowed until the callback
 * returns; cti_event_ref() keeps it. cti_poll() hands over an owned one.
 */
#ifndef CTI_EVENT_H
#define CTI_EVENT_H

#include <cti/api.h>

/**
 * The kinds of event: X(constant, name in JSON, CSTA's name).
 * New kinds are added at the end.
 */
#define CTI_EVENT_MAP(X)                                                       \
	X(CALL_BEGIN, "call-begin", "ServiceInitiated")                        \
	X(DIAL, "dial", "Originated")                                          \
	X(QUEUE, "queue", "Queued")                                            \
	X(DEQUEUE, "dequeue", "Diverted")                                      \
	X(ABANDON, "abandon", "ConnectionCleared")                             \
	X(RING, "ring", "Delivered")                                           \
	X(ANSWER, "answer", "Established")                                     \
	X(HOLD, "hold", "Held")                                                \
	X(RETRIEVE, "retrieve", "Retrieved")                                   \
	X(TRANSFER, "transfer", "Transferred")                                 \
	X(TRANSFER_FAILED, "transfer-failed", "Failed")                        \
	X(DIVERT, "divert", "Diverted")                                        \
	X(PICKUP, "pickup", "Diverted")                                        \
	X(PARK, "park", "Diverted")                                            \
	X(UNPARK, "unpark", "Diverted")                                        \
	X(CONFERENCE, "conference", "Conferenced")                             \
	X(DTMF, "dtmf", "")                                                    \
	X(DATA, "data", "CallInformation")                                     \
	X(INFO, "info", "CallInformation")                                     \
	X(HANGUP, "hangup", "ConnectionCleared")                               \
	X(CALL_END, "call-end", "CallCleared")                                 \
	X(AGENT, "agent", "AgentReady")                                        \
	X(RECORD, "record", "")                                                \
	X(LINK, "link", "SystemStatus")                                        \
	X(LOSS, "loss", "")                                                    \
	X(POP, "pop", "")

/** Kinds of event, made from #CTI_EVENT_MAP. */
enum cti_event_kind {
#define CTI_EVENT_ENTRY(constant, name, csta) CTI_EVENT_##constant,
	CTI_EVENT_MAP(CTI_EVENT_ENTRY)
#undef CTI_EVENT_ENTRY
	CTI_EVENT_COUNT
};

/**
 * The fields of events: X(constant, name in JSON, type). Types: STR a string;
 * LIST strings joined by commas (an array in JSON); INT a number; BOOL.
 * New fields are added at the end.
 */
#define CTI_FIELD_MAP(X)                                                       \
	X(LINK, "link", STR)                                                   \
	X(CALL, "call", STR)                                                   \
	X(DEVICE, "device", STR)                                               \
	X(REMOTE, "remote", STR)                                               \
	X(NAME, "name", STR)                                                   \
	X(CALLED, "called", STR)                                               \
	X(DNIS, "dnis", STR)                                                   \
	X(QUEUE, "queue", STR)                                                 \
	X(AGENT, "agent", STR)                                                 \
	X(POSITION, "position", INT)                                           \
	X(WAITED_MS, "waited_ms", INT)                                         \
	X(KIND, "kind", STR)                                                   \
	X(BY, "by", STR)                                                       \
	X(TO, "to", STR)                                                       \
	X(FROM, "from", STR)                                                   \
	X(OF, "of", STR)                                                       \
	X(MERGED, "merged", STR)                                               \
	X(CONSULT_OF, "consult_of", STR)                                       \
	X(ALERTING, "alerting", BOOL)                                          \
	X(REASON, "reason", STR)                                               \
	X(CAUSE, "cause", STR)                                                 \
	X(CAUSE_CODE, "cause_code", INT)                                       \
	X(CAUSE_TEXT, "cause_text", STR)                                       \
	X(SLOT, "slot", STR)                                                   \
	X(DEVICES, "devices", LIST)                                            \
	X(ALSO, "also", LIST)                                                  \
	X(DIGITS, "digits", STR)                                               \
	X(KEY, "key", STR)                                                     \
	X(VALUE, "value", STR)                                                 \
	X(DIRECTION, "direction", STR)                                         \
	X(CALLER, "caller", STR)                                               \
	X(STATE, "state", STR)                                                 \
	X(DETAIL, "detail", STR)                                               \
	X(REF, "ref", STR)                                                     \
	X(WITHHELD, "withheld", BOOL)                                          \
	X(POP, "pop", STR)                                                     \
	X(REVISION, "revision", INT)

/** Fields of events, made from #CTI_FIELD_MAP. */
enum cti_field {
#define CTI_FIELD_ENTRY(constant, name, type) CTI_FIELD_##constant,
	CTI_FIELD_MAP(CTI_FIELD_ENTRY)
#undef CTI_FIELD_ENTRY
	CTI_FIELD_COUNT
};

/** How an event came to be known; a set of bits. */
enum cti_event_flag {
	CTI_FLAG_SYNTHETIC = 1, /**< "synthetic": made by the library, the
				     switch did not say it */
	CTI_FLAG_RESYNC = 2,	/**< "resync": found in a snapshot after
				     (re)connecting */
	CTI_FLAG_GUESSED = 4,	/**< "guessed": inferred from what surrounds it */
	CTI_FLAG_LATE = 8	/**< "late": told after its time */
};

/** An event; opaque. */
typedef struct cti_event cti_event;
/** What a screen shows of one call; see cti/pop.h. */
typedef struct cti_pop cti_pop;

CTI_BEGIN_DECLS

/**
 * Keep an event beyond the callback that got it.
 *
 * @param event  Borrowed.
 * @return Owned; NULL if memory ran out. May be another address than
 *         @p event: an event in a callback lives on the library's stack.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD cti_event *cti_event_ref(const cti_event *event);

/**
 * Give an owned event back.
 *
 * @param event  NULL is allowed.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API void cti_event_unref(cti_event *event);

/** What happened. Thread: any. Since: 0.1. */
CTI_API enum cti_event_kind cti_event_kind(const cti_event *event);

/**
 * When it happened, in microseconds since 1970-01-01 UTC: the switch's time
 * where it gives one, else the time of arrival. In a replay of a recording
 * without absolute times it counts from 0. What the library had to make sure of
 * first (a retrieve that might have been the beginning of a transfer) comes up to
 * half a second later than it happened: times may go back, numbers never do.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API int64_t cti_event_time_us(const cti_event *event);

/** Number of the event on its client, from 1, without gaps. Thread: any. Since: 0.1. */
CTI_API uint64_t cti_event_seq(const cti_event *event);

/** Bits of enum cti_event_flag. Thread: any. Since: 0.1. */
CTI_API uint32_t cti_event_flags(const cti_event *event);

/** Whether the event has the field. Thread: any. Since: 0.1. */
CTI_API bool cti_event_has(const cti_event *event, enum cti_field field);

/**
 * A field's text. It came over the network: it is valid UTF-8 without control
 * characters, but otherwise untrusted.
 *
 * @param len  NULL, or where the length in bytes goes.
 * @return Borrowed from the event, terminated by NUL; "" if the event has no
 *         such field or it is no string, never NULL.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_event_str(const cti_event *event, enum cti_field field,
				  size_t *len);

/**
 * A field's number; a BOOL is 0 or 1.
 *
 * @return The number, or 0 if the event has no such field.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API int64_t cti_event_int(const cti_event *event, enum cti_field field);

/**
 * The pop of an event of kind CTI_EVENT_POP.
 *
 * @return Borrowed from the event; NULL for every other kind.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_pop *cti_event_pop(const cti_event *event);

/**
 * What was known of a contact that ended before it was on anybody's screen: who
 * it was, and what the service knowledge says of it. It has no device.
 *
 * @return Borrowed from the event of kind CTI_EVENT_CALL_END; NULL for every
 *         other kind, and if there is nothing to say or a pop said it.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_pop *cti_event_contact(const cti_event *event);

/**
 * The event as one line of JSON, without a line end: the form of the
 * command-line tool, the bindings and the journal.
 *
 * @param out  Owned, terminated by NUL; free with cti_free(). NULL on error.
 * @param len  NULL, or where the length in bytes goes.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_event_json(const cti_event *event, char **out,
					 size_t *len);

/**
 * Name of a kind as in JSON: "call-begin"; NULL for none. Constant.
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_event_kind_name(enum cti_event_kind kind);

/**
 * Name of a field as in JSON: "device"; NULL for none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_field_name(enum cti_field field);

CTI_END_DECLS

#endif
