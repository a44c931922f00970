/* SPDX-License-Identifier: MIT */
/**
 * @file cti/trace.h
 * Why an event came, or did not: every step from what a switch said to what an
 * agent's screen shows, for whoever looks for a fault. `cti explain` is made of
 * it. Off unless asked for, and then it costs next to nothing.
 *
 * The steps come in the order of things: a message; of each fact that the
 * adapter read in it the fact, the events and pops that followed from it, and
 * its outcome. Events that come by themselves (a wait has ended, a link went
 * down) stand between messages.
 *
 * Traces hold what the switch said, with all numbers and names: take care where
 * you put them. Logins of ours are not in them.
 */
#ifndef CTI_TRACE_H
#define CTI_TRACE_H

#include <cti/client.h>

/** What a step is. New ones are added at the end. */
enum cti_trace_kind {
	/** "message": the switch said something. text: its very bytes. */
	CTI_TRACE_MESSAGE,
	/** "fact": what the adapter read in the message. text: a JSON object,
	    `fact` its kind, and the fields that it fills. */
	CTI_TRACE_FACT,
	/** "event": something is told to the application. text: the event's
	    JSON; event: itself. Pops are among them. */
	CTI_TRACE_EVENT,
	/** "no-pop": a telephone takes part in a call, and no pop opens. text:
	    why, in a few words; ids: the device. */
	CTI_TRACE_NO_POP,
	/** "outcome": what became of the fact before. text: "told", or in a few
	    words of the language of cti_strerror(), such as "changed nothing".
	    call: to which call its leg belongs by now. */
	CTI_TRACE_OUTCOME
};

/** One step. Everything in it is borrowed until the callback returns. */
typedef struct cti_trace {
	size_t size;		  /**< sizeof(cti_trace) of the library */
	enum cti_trace_kind kind; /**< what it is */
	const char *link;	  /**< name of the link */
	int64_t time_us;	  /**< as cti_event_time_us() */
	/** Where the message begins that this follows from, in bytes: in the
	    recording that is replayed, else in what the connection has received. */
	uint64_t offset;
	const char *text;	  /**< see the kind; not ended by NUL */
	size_t len;		  /**< its length in bytes */
	const char *call;	  /**< id of the call concerned; "" if unknown */
	const char *const *ids;	  /**< the switch's own ids of legs and bridges */
	size_t id_count;	  /**< how many */
	const cti_event *event;	  /**< of CTI_TRACE_EVENT; else NULL */
} cti_trace;

/** Called for each step. It may call any function that an event's callback may. */
typedef void cti_trace_fn(cti_client *client, const cti_trace *step,
			  void *user);

CTI_BEGIN_DECLS

/**
 * Be told every step, of all links. A client with a thread of its own tells them
 * in cti_poll(), before the events of the same time; what is more than 10000
 * steps or 16 MiB while nobody polls is lost, and the log says so.
 *
 * @param fn    NULL: no more, but for what runs at that moment in the cti_poll()
 *              of another thread.
 * @param user  Handed to @p fn.
 * @return 0, or CTI_EINVAL without a client.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_trace_set(cti_client *client, cti_trace_fn *fn,
					void *user);

/**
 * Name of a kind: "no-pop"; NULL for none. Constant. Thread: any. Since: 0.1.
 */
CTI_API const char *cti_trace_kind_name(enum cti_trace_kind kind);

CTI_END_DECLS

#endif
