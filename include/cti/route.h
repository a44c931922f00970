/* SPDX-License-Identifier: MIT */
/**
 * @file cti/route.h
 * Route requests: the application is asked where a call shall go, and who calls
 * has been looked up before it is asked.
 *
 * A question ends once: by the answer, by the deadline, or because the call has
 * ended or gone on meanwhile. Without an answer, and where the switch refuses
 * the number of the answer, the call goes to the default; where that is refused
 * too, or there is none, it goes the way it would go by itself.
 *
 * A call is asked about once at a time for each reason, but not for what a
 * snapshot finds in a queue or ringing, not for a telephone that an answer has
 * sent it to, and no more once it was sent elsewhere sixteen times.
 */
#ifndef CTI_ROUTE_H
#define CTI_ROUTE_H

#include <cti/customer.h>
#include <cti/request.h>

/** Why a question is asked: bits of cti_route_opts.when. */
enum cti_route_reason {
	CTI_ROUTE_SWITCH = 1, /**< "switch": its dialplan asks, and waits */
	CTI_ROUTE_QUEUE = 2,  /**< "queue": the call has joined a queue */
	CTI_ROUTE_RING = 4    /**< "ring": it begins to ring at a device */
};

/** A question: where shall this call go? Opaque, counted, never changes. */
typedef struct cti_route cti_route;

/**
 * Asks the application. Answer at once or later, with cti_route_to() or
 * cti_route_default(), exactly once.
 *
 * @param route  Owned by you; the answer gives it back.
 */
typedef void cti_route_fn(cti_client *client, cti_route *route, void *user);

/** What became of a question; borrowed until the callback returns. */
typedef struct cti_route_result {
	size_t size;	    /**< bytes that this version of the library filled */
	int32_t error;	    /**< 0: as answered; CTI_ETIMEDOUT: no answer in
				 time; CTI_ENOENT: the call ended or went on
				 first; CTI_EREFUSED, CTI_ENOTSUP, CTI_ESTATE, ...:
				 the switch would not, so the default was tried;
				 CTI_ELINKDOWN; CTI_ECANCELED: the client was
				 closed */
	const char *to;	    /**< where the call was sent; "": nowhere, it goes
				 the way it would go by itself */
	const char *detail; /**< of an error: one sentence, with the switch's
				 own words; else "" */
} cti_route_result;

/** Told once for each question that was asked; @p route is borrowed. */
typedef void cti_routed_fn(cti_client *client, const cti_route *route,
			   const cti_route_result *result, void *user);

/**
 * When and how to ask; begin with #CTI_ROUTE_OPTS_INIT. Copied. Patterns are
 * those of devices.extensions: X is a digit, * any rest; several stand with
 * commas between them; NULL or "" fits everything.
 */
typedef struct cti_route_opts {
	size_t size;	      /**< sizeof(cti_route_opts) */
	uint32_t when;	      /**< bits of enum cti_route_reason */
	uint32_t deadline_ms; /**< for the answer; 0: the key
				   route.deadline_ms */
	const char *queues;   /**< patterns of the queues to ask for */
	const char *numbers;  /**< patterns of the numbers that were dialled */
	const char *devices;  /**< patterns of the devices that ring */
	const char *to;	      /**< the default; NULL: the key route.default;
				   "": the way it would go by itself */
	cti_route_fn *on_route;	  /**< needed */
	cti_routed_fn *on_routed; /**< NULL: nobody wants to know */
	void *user;		  /**< handed to both */
} cti_route_opts;

/** Options with their size filled in: every reason, everything else empty. */
#define CTI_ROUTE_OPTS_INIT                                                    \
	{                                                                      \
		sizeof(cti_route_opts),                                        \
			CTI_ROUTE_SWITCH | CTI_ROUTE_QUEUE | CTI_ROUTE_RING,   \
			0, NULL, NULL, NULL, NULL, NULL, NULL, NULL            \
	}

CTI_BEGIN_DECLS

/**
 * Be asked from now on, in place of whom was asked before. Questions under way
 * end as they began. A question of the switch that no pattern fits is left to
 * other programs.
 *
 * @param opts  NULL: nobody is asked any more.
 * @return 0, CTI_EINVAL (no on_route, a reason or a size that is none, a
 *         default with control characters) or CTI_ENOMEM; cti_client_detail()
 *         has the sentence, and all stays as it was.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_route_set(cti_client *client,
					const cti_route_opts *opts);

/**
 * Answer: the call goes to that number. What becomes of it is told to on_routed
 * and by events.
 *
 * @param route  Given back: not to be used after, unless you hold another
 *               reference; after CTI_EINVAL it is still yours. NULL is
 *               CTI_EINVAL.
 * @param to     A number, room or queue's number as it would be dialled, UTF-8
 *               without control characters, at most 1000 bytes. "": the way it
 *               would go by itself.
 * @return 0: the switch is asked to; CTI_ETIMEDOUT: too late, the default was
 *         taken; CTI_ENOENT: the call ended or went on before; CTI_ESTATE:
 *         answered before; CTI_ELINKDOWN; CTI_ECANCELED: the client was closed;
 *         CTI_ENOMEM: the default is taken; CTI_EINVAL: that is no number. A
 *         late answer does no harm.
 *
 * Thread: as cti_route_fn; of an own-thread client any, until it is closed.
 * Since: 0.1.
 */
CTI_API int cti_route_to(cti_route *route, const char *to);

/**
 * Answer: the default, at once. As cti_route_to() otherwise.
 *
 * Thread: as cti_route_to(). Since: 0.1.
 */
CTI_API int cti_route_default(cti_route *route);

/** One owner more. Returns its argument. Thread: any. Since: 0.1. */
CTI_API cti_route *cti_route_ref(cti_route *route);
/** One owner less, without an answer; NULL is allowed. Thread: any. Since: 0.1. */
CTI_API void cti_route_unref(cti_route *route);

/** Why it is asked: one bit of enum cti_route_reason. Thread: any. Since: 0.1. */
CTI_API uint32_t cti_route_reason(const cti_route *route);
/** Id of the call, as in events. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_call(const cti_route *route);
/** Name of the link. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_link(const cti_route *route);
/** Number of who calls; "" if withheld or unknown. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_caller(const cti_route *route);
/** Name of who calls, as the switch has it; "" for none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_caller_name(const cti_route *route);
/** Whether the caller withheld the number. Thread: any. Since: 0.1. */
CTI_API bool cti_route_withheld(const cti_route *route);
/** The number that the contact first dialled. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_dnis(const cti_route *route);
/** The queue it waits in, rings for, or that the dialplan named; "" for none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_queue(const cti_route *route);
/** The device that rings; "" for other reasons. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_device(const cti_route *route);
/** How sure it is who calls; pending if no source had answered in time. Thread: any. Since: 0.1. */
CTI_API enum cti_identity cti_route_identity(const cti_route *route);
/** Who calls, best first, borrowed; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const cti_customer *cti_route_customer(const cti_route *route,
					       size_t index);
/** A value of the call's data; "" if it has none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_route_data(const cti_route *route, const char *key);
/** The call's data, borrowed; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const cti_pair *cti_route_pair(const cti_route *route, size_t index);
/** How many milliseconds there are for the answer, from when it was asked. Thread: any. Since: 0.1. */
CTI_API uint32_t cti_route_deadline_ms(const cti_route *route);

/**
 * Name of a reason: "queue"; "" for what is none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_route_reason_name(uint32_t reason);

CTI_END_DECLS

#endif
