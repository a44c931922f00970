/* SPDX-License-Identifier: MIT */
/**
 * @file cti/link.h
 * Links: one connection to a switch through one adapter. The URL picks it:
 *
 * | URL | switch |
 * | --- | --- |
 * | ami://host[:5038], ami+tls://host[:5039] | Asterisk Manager Interface |
 * | ari://host[:8088], ari+tls://host[:8089] | Asterisk REST Interface |
 * | esl://host[:8021], esl+tls://host[:8021] | FreeSWITCH Event Socket |
 * | sim:, sim:FILE | the simulator, see cti/sim.h |
 * | replay:PATH[?protocol=ami] | a recording, as fast as it goes |
 *
 * A link dials, logs in, reads the state of the switch, stays up and comes back
 * by itself; `link` events tell its states.
 *
 * A replay that has come to its end, and a simulator whose script has, say so by
 * two `link` events, "down" and then "failed", both with the detail "end of the
 * recording" or why it could not be read further (after a `loss` event), and do
 * nothing any more: a program that plays a recording stops at "failed".
 */
#ifndef CTI_LINK_H
#define CTI_LINK_H

#include <cti/client.h>

/** A link; opaque, owned by its client. */
typedef struct cti_link cti_link;

/** Where a link stands; also in `link` events by the names given. */
enum cti_link_state {
	CTI_LINK_CONNECTING, /**< "connecting": dialling, TLS, login */
	CTI_LINK_RESYNC,     /**< "resync": reading the state of the switch */
	CTI_LINK_UP,	     /**< "up": live */
	CTI_LINK_DOWN,	     /**< "down": lost; will be tried again */
	CTI_LINK_FAILED	     /**< "failed": will not be tried again, or only after
				  a minute (a refused login) */
};

/** Options of cti_link_add(); begin with #CTI_LINK_OPTS_INIT. */
typedef struct cti_link_opts {
	size_t size;		/**< sizeof(cti_link_opts) */
	const char *name;	/**< in events; NULL: the URL's host, or its scheme */
	const char *url;	/**< see above; user:secret@ is allowed, never logged */
	const char *user;	/**< login name; NULL: from the URL or link.user */
	const char *secret;	/**< password; NULL: from the URL or link.secret */
	const char *record;	/**< file to record the switch's bytes to, or NULL */
	const char *switch_name; /**< links with the same name feed one switch's
				      model; NULL: a switch of its own */
} cti_link_opts;

/** Options with their size filled in and everything else at its default. */
#define CTI_LINK_OPTS_INIT                                                     \
	{                                                                      \
		sizeof(cti_link_opts), NULL, NULL, NULL, NULL, NULL, NULL      \
	}

CTI_BEGIN_DECLS

/**
 * Add a link and begin to dial.
 *
 * @param out   Borrowed from the client until cti_link_remove() or the client's
 *              end. May be NULL. NULL on error.
 * @param opts  Copied; the secret is wiped when the link goes.
 * @return 0, CTI_EURL, CTI_ESCHEME, CTI_EEXIST (the name), CTI_EIO (the file to
 *         replay or record), CTI_EFORMAT (the file to replay), CTI_ENOTSUP (to
 *         record what is no real switch), CTI_EINVAL, CTI_EVALUE (what the
 *         adapter needs, such as a user) or CTI_ENOMEM;
 *         cti_client_detail() has the sentence. An unreachable host is no error
 *         here: it is told by `link` events.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_link_add(cti_client *client, cti_link **out,
				       const cti_link_opts *opts);

/**
 * End a link for good. Each of its live legs gets its hangup (synthetic, lost).
 * Legal in any callback.
 *
 * @param link  NULL is allowed; not to be used after.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API void cti_link_remove(cti_link *link);

/**
 * Drop the connection and dial anew at once, without waiting for a back-off.
 *
 * @return 0, or CTI_ESTATE for a link that has no connection (a replay).
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API int cti_link_reconnect(cti_link *link);

/** The link of that name; borrowed; NULL if there is none. Thread: loop. Since: 0.1. */
CTI_API cti_link *cti_link_find(cti_client *client, const char *name);

/** Where the link stands. Thread: loop. Since: 0.1. */
CTI_API enum cti_link_state cti_link_state(const cti_link *link);

/** The link's name. Borrowed from the link. Thread: loop. Since: 0.1. */
CTI_API const char *cti_link_name(const cti_link *link);

/**
 * Why the link is where it is, as one sentence.
 *
 * @return Borrowed until the link's state changes; "" while all is well.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API const char *cti_link_detail(const cti_link *link);

/** Name of a state as in events: "up". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_link_state_name(enum cti_link_state state);

/** Counters of a link, all since it was added. */
typedef struct cti_link_stats {
	size_t size;	     /**< set to sizeof(cti_link_stats) before the call */
	uint64_t bytes_in;   /**< received */
	uint64_t bytes_out;  /**< sent */
	uint64_t messages;   /**< decoded, unwanted ones included */
	uint64_t malformed;  /**< skipped because unreadable */
	uint64_t connects;   /**< connections that came up */
	uint64_t orphans;    /**< replies to no request of ours */
} cti_link_stats;

/**
 * Read a link's counters.
 *
 * @param out  Its size says how much is filled in.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API void cti_link_stats_get(const cti_link *link, cti_link_stats *out);

CTI_END_DECLS

#endif
