/* SPDX-License-Identifier: MIT */
/**
 * @file cti/client.h
 * A client: links to switches, the calls on them, and who is told of it.
 *
 * Two ways in, chosen at cti_client_new():
 *
 * - *Embedded*: the options name a uv_loop_t of yours. Every callback runs on
 *   the thread that runs the loop, and every function marked "Thread: loop"
 *   must be called on it. Close the client, run the loop until on_closed, and
 *   nothing of the library is left on it.
 * - *Own thread*: without a loop the library runs one in a thread of its own.
 *   Events are fetched with cti_poll(); cti_fd() can be waited on beside other
 *   descriptors. No callback ever runs on the library's thread: those you
 *   set run inside your cti_poll(). Functions marked "Thread: loop" may then be
 *   called from any thread but are answered by the library's, so they may wait
 *   for it for a moment.
 *
 * Clients share nothing with each other.
 */
#ifndef CTI_CLIENT_H
#define CTI_CLIENT_H

#include <cti/api.h>
#include <cti/event.h>

struct uv_loop_s;

/** A client; opaque. */
typedef struct cti_client cti_client;

/** Called for each event. @p event is borrowed until the callback returns. */
typedef void cti_event_fn(cti_client *client, const cti_event *event,
			  void *user);
/** Called once when a closed client has let go of the loop. */
typedef void cti_closed_fn(void *user);

/** How much a log line matters. */
enum cti_log_level {
	CTI_LOG_ERROR = 0, /**< something is broken and stays so */
	CTI_LOG_WARN = 1,  /**< something needs attention */
	CTI_LOG_INFO = 2,  /**< links going up and down */
	CTI_LOG_DEBUG = 3  /**< every step */
};
/**
 * Called for each log line. @p text is borrowed, one line without a line end.
 * Secrets are never in it.
 */
typedef void cti_log_fn(enum cti_log_level level, const char *text,
			void *user);

/** Options of cti_client_new(); begin with #CTI_CLIENT_OPTS_INIT. */
typedef struct cti_client_opts {
	size_t size;		   /**< sizeof(cti_client_opts) */
	struct uv_loop_s *loop;	   /**< borrowed until on_closed; NULL: own thread */
	cti_event_fn *on_event;	   /**< NULL: nothing is called */
	cti_log_fn *on_log;	   /**< NULL: warnings and errors go nowhere */
	cti_closed_fn *on_closed;  /**< NULL: nothing is called */
	void *user;		   /**< handed to the callbacks */
	uint32_t log_level;	   /**< lines above it are not made */
} cti_client_opts;

/** Options with their size filled in and everything else at its default. */
#define CTI_CLIENT_OPTS_INIT                                                   \
	{                                                                      \
		sizeof(cti_client_opts), NULL, NULL, NULL, NULL, NULL,         \
			CTI_LOG_WARN                                           \
	}

CTI_BEGIN_DECLS

/**
 * Make a client.
 *
 * @param out   Owned; give it to cti_client_close(). NULL on error.
 * @param opts  Copied. NULL: own thread, no callbacks.
 * @return 0, CTI_ENOMEM, CTI_EINVAL (a size that is none) or CTI_ESTATE (no
 *         loop, thread or descriptor could be made).
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_client_new(cti_client **out,
					 const cti_client_opts *opts);

/**
 * Close all links, end what is under way, let go of the loop and free the
 * client. Legal inside any of its callbacks. Embedded: returns at once, and
 * memory is freed before on_closed runs from the loop. Own thread: waits for
 * the thread; a cti_poll() of another thread returns CTI_ECANCELED first, but
 * that thread must be inside it or have left its loop for good: it cannot be
 * stopped between two polls. No event is told any more.
 *
 * @param client  Owned, not to be used after; NULL is allowed.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API void cti_client_close(cti_client *client);

/**
 * Fetch the next event of a client with a thread of its own.
 *
 * @param timeout_ms  How long to wait: 0 not at all, negative without end.
 * @param out         Owned: give it to cti_event_unref(). NULL on error. If
 *                    there is an on_event, that is called with it before.
 * @return 0; CTI_EAGAIN when the time is over (also if only callbacks ran) or
 *         cti_wake() was called;
 *         CTI_ENOMEM: something waits, and there is no memory to tell it;
 *         CTI_ECANCELED if the client is being closed; CTI_ESTATE if it is an
 *         embedded one.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_poll(cti_client *client, int timeout_ms,
				   cti_event **out);

/**
 * Fetch all events that wait, as JSON, in one call: for bindings, where a call
 * into C costs more than an event. Otherwise as cti_poll(); what an on_event
 * gets is not lost to it.
 *
 * @param timeout_ms  How long to wait for the first one, as of cti_poll().
 * @param max         How many at most; 0: 1000.
 * @param out         Owned, terminated by NUL; free with cti_free(). NULL on
 *                    error. The lines of cti_event_json(), each with a line end.
 * @param len         NULL, or where the length in bytes goes.
 * @return 0 if there is at least one, or an error as of cti_poll(). An event
 *         that there is no memory for is told by a `loss` event.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_poll_json(cti_client *client, int timeout_ms,
					size_t max, char **out, size_t *len);

/**
 * Have the cti_poll() that waits now return CTI_EAGAIN at once, or else the next
 * one that finds no event: how another thread interrupts it, for example before
 * cti_client_close(). Two that nobody has seen are one.
 *
 * @return 0, or CTI_ESTATE for an embedded client.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API int cti_wake(cti_client *client);

/**
 * A descriptor that is readable while cti_poll() has something. Only wait on
 * it: never read from it, write to it or close it.
 *
 * @return The descriptor, or -1 for an embedded client.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API int cti_fd(const cti_client *client);

/**
 * Events that did not fit into the queue of an own-thread client because
 * cti_poll() was not called in time. Ends of calls are never among them. A
 * `loss` event stands where they were.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API uint64_t cti_client_dropped(const cti_client *client);

CTI_END_DECLS

#endif
