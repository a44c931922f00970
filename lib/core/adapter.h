/* SPDX-License-Identifier: MIT */
/*
 * What an adapter is, and what the core does for it. An adapter translates one
 * wire protocol to facts and back. It owns no socket, timer, thread, reconnect or
 * TLS and allocates nothing outside init and its decode scratch.
 */
#ifndef CTI__CORE_ADAPTER_H
#define CTI__CORE_ADAPTER_H

#include "model/fact.h"

#include <cti/doctor.h>

#include <sys/types.h>

struct cti__buf;
struct cti_peer;
struct cti_port;
struct cti_settings;
struct cti_request;

#define CTI_ADAPTER_ABI 1

/* What the core keeps open for a link. */
enum cti_wire {
	CTI_WIRE_NONE,	 /* nothing: the adapter makes facts itself (sim) */
	CTI_WIRE_STREAM, /* bytes over TCP or TLS */
	CTI_WIRE_WEBSOCKET /* text messages over a WebSocket (RFC 6455) */
};

/* What an adapter can do at the most. */
enum cti_cap {
	CTI_CAP_SNAPSHOT = 1, /* can list what is so now */
	CTI_CAP_QUEUES = 2,
	CTI_CAP_AGENTS = 4,
	CTI_CAP_PARK = 8
};

/* Marks a text of a finding for translators; xgettext looks for it. */
#define CTI_SAY(text) text

/* Something that can be said of how a switch is set up: cti/doctor.h. In the
   texts {1} to {9} stand for values; NULL is "". */
struct cti_finding_form {
	const char *id;
	enum cti_finding_level level;
	const char *text, *remedy;
	const char *file, *section, *line;
};

struct cti_adapter {
	uint32_t abi;	    /* CTI_ADAPTER_ABI */
	const char *scheme; /* "ami": the link's URL picks the adapter */
	const char *title;  /* "Asterisk Manager Interface" */
	enum cti_wire wire;
	bool http;		 /* also wants request and reply over HTTP */
	uint16_t port, tls_port; /* defaults; 0: none */
	uint32_t caps;		 /* enum cti_cap */
	size_t state_size;
	/* state is zeroed memory of state_size. 0 or an error with
	   cti_port_detail(). */
	int (*init)(void *state, struct cti_port *port,
		    const struct cti_settings *settings);
	/* Must accept zeroed state. NULL: nothing to free. */
	void (*fini)(void *state);
	/* Append the path and query of a WebSocket's upgrade, ready to be sent:
	   "/ari/events?app=cti". The core adds the link's user and secret. NULL:
	   "/". 0 or an error. */
	int (*path)(void *state, struct cti__buf *out);
	/* The wire is open (and a WebSocket accepted): log in. Ends with
	   cti_port_ready() or _fail(). */
	int (*up)(void *state);
	/*
	 * Connections that the switch makes to us while the link is live: of
	 * each, a zeroed state of peer_state_size. 0: none, and the rest is
	 * NULL. Keys of the settings: where to listen ("address:port"; "":
	 * nowhere), and who may connect (addresses and networks; "": the host
	 * of the link's own wire).
	 */
	size_t peer_state_size;
	const char *listen, *listen_from;
	/* peer is borrowed until peer_down(). 0, or an error: it is closed,
	   without peer_down(). */
	int (*peer_up)(void *state, void *peer_state, struct cti_peer *peer);
	/* As input(), of that connection. */
	ssize_t (*peer_input)(void *state, void *peer_state, const char *data,
			      size_t len);
	/* It is gone, or is closed when this returns: a last word may be sent.
	   Before down(). */
	void (*peer_down)(void *state, void *peer_state);
	/* The wire is gone, for the reason why (a CTI_E*): forget half-read input.
	   NULL: up() does. */
	void (*down)(void *state, int why);
	/* Bytes cut anywhere. Returns how many are used up (the rest comes again
	   with more behind it) or CTI_EPROTO if the framing is broken. Of a
	   WebSocket: exactly one whole message, UTF-8, and all of it is used. */
	ssize_t (*input)(void *state, const char *data, size_t len);
	/* The answer to cti_port_http() of that tag. status: HTTP's; 0: there is
	   none, and body is a sentence that says why. body is borrowed, len may
	   be 0. NULL unless http. */
	void (*reply)(void *state, uint64_t tag, int status, const char *body,
		      size_t len);
	/*
	 * Why it cannot do that, as one sentence ("AMI has no action for
	 * hold."); NULL: it can. Says nothing to the switch; may be called at
	 * any time, also before up() and inside a port call. Whether the request
	 * fits the state of the call was judged before. NULL: it can all that
	 * request() takes.
	 */
	const char *(*refuse)(void *state, const struct cti_request *req);
	/*
	 * Do it: model/request.h says what is in req, borrowed. 0: it ends with
	 * cti_port_done(tag), once the switch has accepted or refused it; the
	 * core holds the deadline, and ends it if the connection does. An error
	 * with cti_port_detail(): nothing was sent. Only called while the link is
	 * live. A request to dial also ends well when a leg with the id new_leg
	 * is reported. NULL: no requests.
	 *
	 * CTI__REQUEST_ROUTE answers a CTI_FACT_ROUTE of the adapter's: leg goes
	 * to the number `to`, or, if that is "", the way it would go by itself.
	 * It ends with CTI_EREFUSED if the switch has no such number, and then
	 * leg must wait as before: another answer follows. The adapter reports
	 * CTI_FACT_ROUTE_END when leg has gone on, whoever sent it, if it does
	 * not end first; a call that waits already when the link comes up is
	 * told with the snapshot. A leg that nobody here answers is left alone.
	 */
	int (*request)(void *state, uint64_t tag, const struct cti_request *req);
	/* Ask for every call, device and agent: report SNAPSHOT_BEGIN, list,
	   SNAPSHOT_END, and call cti_port_synced(). NULL: nothing to ask. */
	int (*resync)(void *state);
	/* Make the switch say something. Any byte from it counts as the answer.
	   NULL: a WebSocket is pinged by the core; of a stream, TCP's keep-alive
	   must do. */
	int (*ping)(void *state);
	/* The time asked for by cti_port_wake() has come. NULL: never asks. */
	void (*wake)(void *state);
	/* Ask the switch for its settings and say what stands in our way:
	   cti_port_finding() for each, then cti_port_diagnosed(). Only called
	   while the link is live. call: a call of our own may be made to see
	   whether we are told of it. 0 or an error. NULL: nothing to ask. */
	int (*diagnose)(void *state, bool call);
	/* What to say when nobody fitting answers at the port, and when the login
	   is refused. {1}: host and port, {2}: the user, {3}: why. NULL: the
	   core's own words. */
	const struct cti_finding_form *unreached, *refused;
	/* One command of the application for the simulator (cti_sim_do), and time
	   given to a virtual clock (cti_sim_advance). NULL: CTI_ENOTSUP. */
	int (*command)(void *state, struct cti__str line);
	int (*advance)(void *state, uint32_t ms);
	/* Where that clock begins: microseconds since 1970. */
	int64_t epoch_us;
};

/* Every adapter of the library, ended by NULL: adapters/builtin.c. */
extern const struct cti_adapter *const cti__adapters[];

/*
 * The port: the core's side. None of these calls back into the adapter before it
 * returns.
 */

/* Send bytes; of a WebSocket, one message. Buffered; a failure shows as
   down(). */
void cti_port_send(struct cti_port *port, const void *data, size_t len);
/*
 * Ask over HTTP, at the host and port of the link's URL, with its user, secret
 * and TLS settings. method: "GET". path: path and query, percent-encoded by the
 * adapter, "/ari/channels". body: JSON, copied, may be NULL. Several may be on
 * their way at once: answers come in any order.
 *
 * 0: reply() gets the tag once, at the latest after http.timeout_ms, unless the
 * link goes down before: down() then stands for the replies that have not come.
 * In a replay nothing is sent and no reply comes. CTI_EINVAL (a method or path
 * that must not be sent), CTI_ELINKDOWN, CTI_EAGAIN (too many wait), CTI_ENOTSUP
 * or CTI_ENOMEM: no reply.
 */
int cti_port_http(struct cti_port *port, uint64_t tag, const char *method,
		  struct cti__str path, const void *body, size_t len);
/* The login was accepted: go on to resync. */
void cti_port_ready(struct cti_port *port);
/* Give the connection up. CTI_EAUTH, and CTI_EEXIST (another has taken our
   place) are tried again after a minute only; without a
   wire, CTI_ECONNECT is tried again and everything else ends the link for good.
   detail: the switch's own words, copied. */
void cti_port_fail(struct cti_port *port, int err, struct cti__str detail);
/* What the switch says begins with this: call it once for each message, before
   what the message reports, also for one that is passed over. For whoever
   traces (cti/trace.h); else it costs a branch. raw: the message as it came, best
   where it lies in input()'s data: that tells its offset. */
void cti_port_message(struct cti_port *port, struct cti__str raw);
/* Hand a fact to the model. time_us 0 means now. */
void cti_port_report(struct cti_port *port, const struct cti_fact *fact);
/* The resync is complete. Of a replay, which may have no list, it is as soon as
   it has begun: the core sees to that. */
void cti_port_synced(struct cti_port *port);
/* The request of that tag has ended. detail: the switch's words, copied. */
void cti_port_done(struct cti_port *port, uint64_t tag, int err,
		   struct cti__str detail);
/* Call wake() in ms milliseconds; a later call replaces an earlier one. */
void cti_port_wake(struct cti_port *port, uint32_t ms);
/* A message was decoded, or skipped because it was unreadable, or was a reply to
   nothing asked: for the counters. */
void cti_port_count(struct cti_port *port, uint32_t messages,
		    uint32_t malformed, uint32_t orphans);
/* Send to who has connected to us. Buffered; a failure shows as peer_down(). */
void cti_port_peer_send(struct cti_peer *peer, const void *data, size_t len);
/* Close it, once the adapter has returned. */
void cti_port_peer_close(struct cti_peer *peer);
/* Close it in ms milliseconds; a later call replaces an earlier one, 0: not so.
   A new one has ten seconds. */
void cti_port_peer_wait(struct cti_peer *peer, uint32_t ms);
/* Whether the application is being asked where leg shall go, which a
   CTI_FACT_ROUTE has told: an answer will follow. */
bool cti_port_is_asked(const struct cti_port *port, struct cti__str leg);
/* Say one thing that diagnose() has found. All is copied. */
void cti_port_finding(struct cti_port *port,
		      const struct cti_finding_form *form,
		      const struct cti__str *values, size_t count);
/* It has no more to say. */
void cti_port_diagnosed(struct cti_port *port);
/* Why init() or command() failed, as one sentence. Copied. */
void cti_port_detail(struct cti_port *port, const char *text);
/* Whether nobody answers what is sent: a recording is being replayed, with
   whatever another client had asked for. */
bool cti_port_is_replay(const struct cti_port *port);
/* A number that no other connection of this process had: for ids of requests. */
uint64_t cti_port_epoch(const struct cti_port *port);
/* Microseconds since 1970, or on the link's virtual clock. */
int64_t cti_port_now_us(const struct cti_port *port);
/* A debug line of the link. */
void cti_port_log(struct cti_port *port, const char *text);

/* Settings of the link: its options, then links.NAME.*, then the general keys.
   Borrowed while the link lives; "" for none. Known to every adapter: "url" (the
   part behind the scheme), "user", "secret", "devices.extensions",
   "devices.trunks", and keys of the adapter's own ("ami.events"). */
const char *cti_settings_get(const struct cti_settings *settings,
			     const char *key);

#endif
