/* SPDX-License-Identifier: MIT */
/**
 * @file cti/request.h
 * Requests: what an application asks a switch to do, from dialling to an
 * agent's states. All are asynchronous. One that was accepted (0) ends exactly
 * once, with its callback; one that was not never calls it.
 *
 * A request says what it is about by the call's id (as in events), the
 * device's number, or both: with the device alone its one call is meant that
 * the request fits (the one that rings for `answer`, the one on hold for
 * `retrieve`).
 *
 * The end of a request says that the switch has accepted and begun it. What
 * then happens is told by events, and only events are the truth: a `transfer`
 * request that succeeded is followed by a `transfer` event.
 *
 * Not every switch can do everything, nor at any moment: cti_request_check()
 * and cti_request_possible() say what is possible now, so that a softphone can
 * grey its buttons, and why not.
 */
#ifndef CTI_REQUEST_H
#define CTI_REQUEST_H

#include <cti/client.h>

/** What a request must name: bits for #CTI_REQUEST_MAP. */
enum cti_request_needs {
	CTI_NEEDS_CALL = 1,	      /**< cti_request_opts.call */
	CTI_NEEDS_DEVICE = 2,	      /**< cti_request_opts.device */
	CTI_NEEDS_CALL_OR_DEVICE = 4, /**< one of the two, or both */
	CTI_NEEDS_TO = 8,	      /**< cti_request_opts.to */
	CTI_NEEDS_KEY = 16,	      /**< cti_request_opts.key */
	CTI_NEEDS_VALUE = 32,	      /**< cti_request_opts.value */
	CTI_NEEDS_AGENT_OR_DEVICE = 64 /**< cti_request_opts.agent or device */
};

/**
 * The only list of requests: X(name, number, word, needs, what it does).
 * Numbers are below 64, never change and are never used again.
 */
#define CTI_REQUEST_MAP(X)                                                     \
	X(DIAL, 1, "dial", CTI_NEEDS_DEVICE | CTI_NEEDS_TO,                    \
	  "Ring the device and, when it picks up, dial the number.")           \
	X(ANSWER, 2, "answer", CTI_NEEDS_CALL_OR_DEVICE,                       \
	  "Pick up what rings at the device.")                                 \
	X(HANGUP, 3, "hangup", CTI_NEEDS_CALL_OR_DEVICE,                       \
	  "End the device's part in the call.")                                \
	X(CLEAR, 4, "clear", CTI_NEEDS_CALL, "End the call for everybody.")    \
	X(HOLD, 5, "hold", CTI_NEEDS_CALL_OR_DEVICE,                           \
	  "Put the other party on hold.")                                      \
	X(RETRIEVE, 6, "retrieve", CTI_NEEDS_CALL_OR_DEVICE,                   \
	  "Take the party that is on hold back.")                              \
	X(SWAP, 7, "swap", CTI_NEEDS_DEVICE,                                   \
	  "Change between the call on hold and the other one.")                \
	X(TRANSFER, 8, "transfer", CTI_NEEDS_CALL_OR_DEVICE | CTI_NEEDS_TO,    \
	  "Send the other party to a number without asking there first.")      \
	X(CONSULT, 9, "consult", CTI_NEEDS_CALL_OR_DEVICE | CTI_NEEDS_TO,      \
	  "Hold the other party and call a number about it.")                  \
	X(COMPLETE, 10, "complete", CTI_NEEDS_DEVICE,                          \
	  "Join the party on hold with the one consulted, and leave.")         \
	X(CANCEL, 11, "cancel", CTI_NEEDS_DEVICE,                              \
	  "Give the consultation up and take the party on hold back.")         \
	X(JOIN, 12, "join", CTI_NEEDS_DEVICE,                                  \
	  "Make a three-way conference of a consultation.")                    \
	X(CONFERENCE, 13, "conference",                                        \
	  CTI_NEEDS_CALL_OR_DEVICE | CTI_NEEDS_TO,                             \
	  "Call a number into the call, without a consultation.")              \
	X(DROP, 14, "drop", CTI_NEEDS_CALL | CTI_NEEDS_TO,                     \
	  "Put one party (its number) out of the call.")                       \
	X(DEFLECT, 15, "deflect", CTI_NEEDS_CALL_OR_DEVICE | CTI_NEEDS_TO,     \
	  "Send a call that rings or waits in a queue to a number.")           \
	X(PICKUP, 16, "pickup", CTI_NEEDS_CALL | CTI_NEEDS_DEVICE,             \
	  "Take a call that rings elsewhere to the device.")                   \
	X(PARK, 17, "park", CTI_NEEDS_CALL_OR_DEVICE,                          \
	  "Park the other party, in the slot `to` if the switch lets choose.") \
	X(UNPARK, 18, "unpark", CTI_NEEDS_DEVICE | CTI_NEEDS_TO,               \
	  "Fetch who is parked in the slot `to` to the device.")               \
	X(DTMF, 19, "dtmf", CTI_NEEDS_CALL_OR_DEVICE | CTI_NEEDS_VALUE,        \
	  "Send digits (`value`) as if the device had pressed them.")          \
	X(DATA, 20, "data",                                                    \
	  CTI_NEEDS_CALL_OR_DEVICE | CTI_NEEDS_KEY | CTI_NEEDS_VALUE,          \
	  "Attach a value to the call.")                                       \
	X(RECORD_START, 21, "record-start", CTI_NEEDS_CALL_OR_DEVICE,          \
	  "Record the call, into the file `to` on the switch.")                \
	X(RECORD_STOP, 22, "record-stop", CTI_NEEDS_CALL_OR_DEVICE,            \
	  "End the recording.")                                                \
	X(RECORD_PAUSE, 23, "record-pause", CTI_NEEDS_CALL_OR_DEVICE,          \
	  "Leave out what is said from now on.")                               \
	X(RECORD_RESUME, 24, "record-resume", CTI_NEEDS_CALL_OR_DEVICE,        \
	  "Record again after a pause.")                                       \
	X(MUTE, 25, "mute", CTI_NEEDS_CALL_OR_DEVICE,                          \
	  "Nobody hears the device.")                                          \
	X(UNMUTE, 26, "unmute", CTI_NEEDS_CALL_OR_DEVICE,                      \
	  "The device is heard again.")                                        \
	X(AGENT_LOGIN, 27, "agent-login", CTI_NEEDS_AGENT_OR_DEVICE,           \
	  "Log the agent in, into one queue or all that are configured.")      \
	X(AGENT_LOGOUT, 28, "agent-logout", CTI_NEEDS_AGENT_OR_DEVICE,         \
	  "Log the agent out of one queue or all.")                            \
	X(AGENT_READY, 29, "agent-ready", CTI_NEEDS_AGENT_OR_DEVICE,           \
	  "The agent takes calls again.")                                      \
	X(AGENT_NOT_READY, 30, "agent-not-ready", CTI_NEEDS_AGENT_OR_DEVICE,   \
	  "The agent takes no calls, for a reason.")                           \
	X(AGENT_WRAPUP, 31, "agent-wrapup", CTI_NEEDS_AGENT_OR_DEVICE,         \
	  "The agent works after a call and takes none.")                      \
	X(AGENT_WRAPUP_END, 32, "agent-wrapup-end", CTI_NEEDS_AGENT_OR_DEVICE, \
	  "That work is done.")                                                \
	X(QUEUE_PRIORITY, 33, "queue-priority", CTI_NEEDS_CALL,                \
	  "Change how urgent a waiting caller is.")                            \
	X(QUEUE_WITHDRAW, 34, "queue-withdraw", CTI_NEEDS_CALL,                \
	  "Take a waiting caller out of the queue; the dialplan goes on.")

/** Kinds of requests, made from #CTI_REQUEST_MAP. */
enum cti_request_kind {
	CTI_REQUEST_NONE = 0,
#define CTI_REQUEST_ENTRY(name, number, word, needs, doc)                      \
	CTI_REQUEST_##name = number,
	CTI_REQUEST_MAP(CTI_REQUEST_ENTRY)
#undef CTI_REQUEST_ENTRY
};

/** One row of the list of requests. */
typedef struct cti_request_info {
	uint32_t kind;	  /**< enum cti_request_kind */
	uint32_t needs;	  /**< bits of enum cti_request_needs */
	const char *word; /**< "agent-not-ready" */
	const char *doc;  /**< one sentence, see cti_request_at() */
} cti_request_info;

/** A name and its value. */
typedef struct cti_pair {
	const char *key;   /**< up to 64 letters, digits and _ */
	const char *value; /**< UTF-8 */
} cti_pair;

/** Bits of cti_request_opts.flags. */
enum cti_request_flags {
	/** `dial`: the device is asked to pick up by itself. */
	CTI_REQUEST_AUTO_ANSWER = 1,
	/** Agent states: at once, even while the agent is on a call. Without it
	    the switch is told when that call has ended. */
	CTI_REQUEST_AT_ONCE = 2
};

/**
 * A request; begin with #CTI_REQUEST_OPTS_INIT. Texts are UTF-8 without control
 * characters, at most 1000 bytes, copied; NULL and "" are the same.
 */
typedef struct cti_request_opts {
	size_t size;	     /**< sizeof(cti_request_opts) */
	uint32_t kind;	     /**< enum cti_request_kind */
	uint32_t flags;	     /**< enum cti_request_flags */
	uint32_t timeout_ms; /**< 0: the key request.timeout_ms */
	int32_t priority;    /**< `queue-priority`: more is sooner */
	const char *link;    /**< which link; NULL: one that can do it */
	const char *call;    /**< id of a call, as in events */
	const char *device;  /**< whose: extension; `drop`: may be empty */
	const char *to;	     /**< number dialled, party, room, slot or file */
	const char *agent;   /**< name; NULL: who sits at the device */
	const char *queue;   /**< agent states: one queue only */
	const char *reason;  /**< `agent-not-ready`, `hangup`, `record-start` */
	const char *key;     /**< `data`: name */
	const char *value;   /**< `data`: value; `dtmf`: digits */
	const char *caller;  /**< `dial`: number shown to who is dialled */
	const char *caller_name; /**< `dial`: name shown to who is dialled */
	const cti_pair *data;	 /**< `dial`: attached to the call; borrowed */
	size_t data_count;	 /**< pairs in data, at most 32 */
} cti_request_opts;

/** A request with its size filled in and everything else empty. */
#define CTI_REQUEST_OPTS_INIT                                                  \
	{                                                                      \
		sizeof(cti_request_opts), CTI_REQUEST_NONE, 0, 0, 0, NULL,     \
			NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,  \
			NULL, NULL, 0                                          \
	}

/** What is known of a request as soon as it is accepted. */
typedef struct cti_request_ticket {
	size_t size;	/**< set to sizeof(cti_request_ticket) before the call */
	uint64_t id;	/**< for cti_request_cancel(), and in the result */
	char call[128]; /**< `dial`: the id that its call will have; else "" */
} cti_request_ticket;

/** How a request ended; borrowed until the callback returns. */
typedef struct cti_request_result {
	size_t size;	    /**< bytes that this version of the library filled */
	uint64_t id;	    /**< of the ticket */
	uint32_t kind;	    /**< enum cti_request_kind */
	int32_t error;	    /**< 0: accepted and begun; CTI_EREFUSED: the switch
				 would not; CTI_ETIMEDOUT: it never answered;
				 CTI_ELINKDOWN, CTI_ENOENT, CTI_ESTATE,
				 CTI_ENOTSUP, CTI_ECANCELED, CTI_ENOMEM */
	const char *detail; /**< one sentence, with the switch's own words */
	const char *call;   /**< id of the call, "" for none */
	const char *link;   /**< name of the link that was asked, "" for none */
} cti_request_result;

/** Called once for each request that was accepted. */
typedef void cti_request_fn(cti_client *client,
			    const cti_request_result *result, void *user);

CTI_BEGIN_DECLS

/**
 * Ask the switch to do something.
 *
 * Whether it is possible is judged now, and again when it is sent, which is
 * before this returns, or, inside a callback, right after it.
 *
 * @param opts    Copied.
 * @param done    Called once, from the loop or in cti_poll(), never before this
 *                returns (unless another thread sits in that cti_poll()); also,
 *                with CTI_ECANCELED, when the client is closed first, then
 *                perhaps inside cti_client_close(). NULL: nobody wants to know.
 * @param ticket  NULL, or where the request's id goes.
 * @return 0: @p done will be called. CTI_EINVAL (something it needs is missing,
 *         a control character, too long), CTI_ENOENT (no such call, device or
 *         link), CTI_ESTATE (not possible in the present state), CTI_ENOTSUP
 *         (this switch cannot do it), CTI_ELINKDOWN, CTI_EAGAIN (too many are
 *         under way) or CTI_ENOMEM: it will not; cti_client_detail() says why.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_request_send(cti_client *client,
					   const cti_request_opts *opts,
					   cti_request_fn *done, void *user,
					   cti_request_ticket *ticket);

/**
 * Whether cti_request_send() would accept that request now; nothing is sent.
 * Texts that are only sent (`to`, `value`, ...) may be missing.
 *
 * @return 0, or an error as of cti_request_send(); cti_client_detail() says why
 *         not.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API int cti_request_check(cti_client *client, const cti_request_opts *opts);

/**
 * All that is possible now for a call, a device, or a device in a call.
 *
 * @param call    NULL or "": any of the device's.
 * @param device  NULL or "": the call as a whole.
 * @return Bit (1 << kind) is set for each kind that is.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API uint64_t cti_request_possible(cti_client *client, const char *call,
				      const char *device);

/**
 * Wait no longer for a request: it ends with CTI_ECANCELED. What the switch
 * has been asked for is not undone.
 *
 * @return 0, or CTI_ENOENT if no such request is under way.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API int cti_request_cancel(cti_client *client, uint64_t id);

/**
 * The list of requests, for bindings and user interfaces. What they do is told in
 * the language that the process had for cti_strerror() at the first call; words
 * and numbers are the same in all.
 *
 * @param index  Counts from 0.
 * @return A constant row, or NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_request_info *cti_request_at(size_t index);

/** The kind of that word ("agent-ready"), or CTI_REQUEST_NONE. Thread: any. Since: 0.1. */
CTI_API enum cti_request_kind cti_request_kind_find(const char *word);

/**
 * The word for a kind, "" for a number that is none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_request_kind_name(uint32_t kind);

CTI_END_DECLS

#endif
