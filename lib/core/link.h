/* SPDX-License-Identifier: MIT */
/*
 * A link inside: one connection to a switch through one adapter. link_states.c
 * decides when it dials, logs in, gives up and comes back; what it needs of the
 * world it asks of its env, so that a recording or a test can be the world.
 */
#ifndef CTI__CORE_LINK_H
#define CTI__CORE_LINK_H

#include "core/adapter.h"
#include "core/backoff.h"
#include "core/settings.h"
#include "core/switch.h"
#include "core/url.h"
#include "io/timer.h"
#include "util/buf.h"

#include <cti/link.h>

struct cti_link;
struct cti__doctor;
struct cti__http;
struct cti__listen;
struct cti__player;
struct cti__recorder;
struct cti__stream_opts;
struct cti__tape;
struct cti__websocket;

/* Where a link stands. */
enum cti__stage {
	CTI__STAGE_IDLE,     /* added, not begun */
	CTI__STAGE_DIALLING, /* name, TCP, TLS */
	CTI__STAGE_LOGIN,
	CTI__STAGE_RESYNC,
	CTI__STAGE_LIVE,
	CTI__STAGE_BACKOFF, /* lost; waits to dial again */
	CTI__STAGE_REFUSED, /* the login was refused; waits longer */
	CTI__STAGE_ENDED,   /* a recording or script is over */
	CTI__STAGE_COUNT
};

/* What can happen to it. */
enum cti__input {
	CTI__INPUT_START,
	CTI__INPUT_OPENED,    /* the wire is there */
	CTI__INPUT_READY,     /* the login was accepted */
	CTI__INPUT_SYNCED,    /* the switch's state is known */
	CTI__INPUT_LOST,      /* the wire is gone, or nothing worth */
	CTI__INPUT_REFUSED,   /* the login was */
	CTI__INPUT_TIMEOUT,   /* the stage has lasted too long, or long enough */
	CTI__INPUT_RECONNECT, /* the application wants to dial anew */
	CTI__INPUT_OVER,      /* nothing more will ever come */
	CTI__INPUT_COUNT
};

/* What a link needs of the world. */
struct cti__link_env {
	bool is_virtual; /* the clock is moved by whoever plays it */
	bool is_replay;	 /* nobody answers; nothing has a deadline */
	/* Make what it needs; NULL: nothing. 0 or CTI_ENOMEM. */
	int (*init)(struct cti_link *link);
	/* Microseconds that only grow: for deadlines. */
	int64_t (*mono_us)(const struct cti_link *link);
	/* Microseconds since 1970: for facts. */
	int64_t (*now_us)(const struct cti_link *link);
	/* Call cti__link_alarm() then; INT64_MAX: never. */
	void (*arm)(struct cti_link *link, int64_t at_us);
	/* Call the adapter's wake in ms. */
	void (*wake)(struct cti_link *link, uint32_t ms);
	/* Open the wire: 0, and cti__link_opened() or _closed() will be called,
	   not before this returns. */
	int (*open)(struct cti_link *link);
	/* 0 or an error; a full or broken wire is given up. */
	int (*send)(struct cti_link *link, const void *data, size_t len);
	void (*close)(struct cti_link *link);
	/* Make the other side of an open WebSocket answer. */
	int (*ping)(struct cti_link *link);
	/* As cti_port_http(), of an open wire; NULL: CTI_ENOTSUP. */
	int (*http)(struct cti_link *link, uint64_t tag, const char *method,
		    struct cti__str path, const void *body, size_t len);
	/* Let the switch connect to us, if the adapter and the settings want
	   it; NULL: it never does. Ended by cti__link_unlisten(). */
	void (*listen)(struct cti_link *link);
	uint32_t (*roll)(struct cti_link *link);
	/* Free what env has made for the link. */
	void (*fini)(struct cti_link *link);
};

struct cti_port {
	struct cti_link *link;
};

/* Waits until nothing is at work that it would have to go back into. */
enum cti__pending {
	CTI__PENDING_RESYNC = 1,	 /* ask the adapter for the switch's state */
	CTI__PENDING_DROP = 2,	 /* the adapter gave the connection up */
	CTI__PENDING_RECONNECT = 4, /* the application, in a callback */
	CTI__PENDING_REMOVE = 8
};

struct cti_link {
	struct cti__list node; /* in the client */
	struct cti_client *client;
	struct cti__switch *sw;
	uint8_t witness; /* which of the switch's links it is */
	char *name;
	struct cti__url url;
	uint32_t host_at;     /* which address is dialled; 0: the URL's */
	struct cti__buf host; /* its text, if it is another */
	const struct cti_adapter *adapter;
	void *state; /* the adapter's */
	struct cti_port port;
	struct cti_settings settings;
	const struct cti__link_env *env;

	enum cti__stage stage;
	int64_t deadline_us; /* of the stage; INT64_MAX: none */
	int64_t ping_us;     /* when the next is due */
	uint32_t missed;     /* pings without any byte since */
	bool pinged;
	bool is_open; /* the adapter's up() ran and its down() not yet */
	int64_t login_us; /* when it was accepted; 0: not on this connection */
	bool was_away;	  /* it had no wire before the last move */
	bool was_up;	  /* once, so that coming back is to be told */
	int64_t lost_us;  /* on the switch's clock */
	struct cti__backoff backoff;
	uint64_t epoch;
	struct cti__buf in; /* what the adapter has not used up */
	uint64_t at; /* offset of the next byte: of the connection, or as a
			recording says */
	/* What the adapter is being fed: from fed on; the bytes of the last
	   piece begin behind kept others, at an offset of their own. */
	const char *fed;
	size_t fed_n, kept;
	uint64_t fed_at, piece_at;
	int err;	    /* why it is down */
	struct cti__buf detail;	      /* why, in a sentence */
	struct cti__buf shown;	      /* a copy of it for the application */
	struct cti__buf told;	      /* the last sentence that was logged */
	struct cti__buf port_detail;  /* an adapter's sentence */
	struct cti__buf drop_detail;  /* for CTI__PENDING_DROP */
	int drop_err;
	uint32_t pending;
	uint32_t in_adapter;
	struct cti_link_stats stats;

	int64_t slow_us; /* when a slow callback was logged; 0: never */

	struct cti__stream *stream; /* env: live */
	struct cti__websocket *ws;  /* over it, if the adapter wants one */
	struct cti__http *http;	    /* beside it, once it was asked for */
	struct cti__listen *door;   /* where the switch may connect to us */
	struct cti__list peers;	    /* who came through it */
	bool refused;		    /* it was logged that somebody was */
	struct cti__timer *alarm, *waker;
	struct cti__later later; /* starts it, opens a wire that is none */
	struct cti__recorder *recorder;
	struct cti__doctor *doctor; /* NULL: nobody looks */
	struct cti__player *player; /* env: replay */
	bool virtual_clock;
	bool advancing;
	int64_t virtual_us;
	int64_t virtual_alarm_us;
	uint64_t advance_ms; /* asked for in a callback */
	struct cti__buf commands; /* of the application, made in a callback */
};

/* link.c: */

/* Add a link to the client: cti_link_add() without the hop. */
int cti__link_add(struct cti_client *client, struct cti_link **out,
		  const cti_link_opts *opts);
/* The same with an adapter and a world of the caller's choice. */
int cti__link_add_with(struct cti_client *client, struct cti_link **out,
		       const cti_link_opts *opts,
		       const struct cti_adapter *adapter,
		       const struct cti__link_env *env);
/* tell: its legs get their hangups. */
void cti__link_remove(struct cti_link *link, bool tell);
struct cti_link *cti__link_find(struct cti_client *client, const char *name);
/* One line for the simulator, now. 0 or an error with the link's port_detail. */
int cti__link_command(struct cti_link *link, struct cti__str line);
void cti__link_reconnect(struct cti_link *link);
/* Do what callbacks have asked of the client's links. */
void cti__links_settle(struct cti_client *client);
/* A line of the log with the link's name before it. */
void cti__link_log(const struct cti_link *link, uint32_t level,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int64_t cti__link_now_us(const struct cti_link *link);

/* link_states.c: */

/* Something happened. detail (may be empty) is copied. */
void cti__link_step(struct cti_link *link, enum cti__input input, int err,
		    struct cti__str detail);
/* Tell the adapter that the wire is gone, for the reason why. */
void cti__link_down(struct cti_link *link, int why);
/* The wire is dialled, and the other side is yet to agree to a WebSocket. */
void cti__link_answering(struct cti_link *link);
/* A byte has come: somebody is there. */
void cti__link_alive(struct cti_link *link);
/* The alarm that was armed. */
void cti__link_alarm(struct cti_link *link);
/* Do what the adapter has asked for while it was at work. */
void cti__link_settle(struct cti_link *link);
enum cti_link_state cti__stage_shown(enum cti__stage stage);

/* link_wire.c: what an env reports. */

void cti__link_opened(struct cti_link *link);
/* Of a WebSocket, one message. */
void cti__link_data(struct cti_link *link, const char *data, size_t len);
void cti__link_closed(struct cti_link *link, int err, const char *detail);
/* Where a message began that the adapter has found in what it was fed; of one
   that lies elsewhere, where that began. */
uint64_t cti__link_offset(const struct cti_link *link, const char *message);
/* The time that cti_port_wake() asked for has come. */
void cti__link_wake(struct cti_link *link);

/* link_live.c: over TCP or TLS, or no wire at all. */
extern const struct cti__link_env cti__link_live;
/* TLS, time-outs and keep-alive of the link's settings; borrowed from it. */
void cti__link_net(const struct cti_link *link, struct cti__stream_opts *opts);
/* The same for a simulator whose clock the application moves. */
extern const struct cti__link_env cti__link_virtual;
/* Let a virtual clock go on: 0, CTI_ESTATE or an error of the adapter. */
int cti__link_advance(struct cti_link *link, uint32_t ms);
/* Begin now, if it has not begun: what a fresh link does in the next turn. */
void cti__link_begin(struct cti_link *link);

/* link_websocket.c: what the live world does for an adapter that wants one. */

/* The stream is open: ask for the WebSocket. */
void cti__link_upgrade(struct cti_link *link);
/* Bytes of the stream. */
void cti__link_frames(struct cti_link *link, const char *data, size_t len);
int cti__link_send_message(struct cti_link *link, const void *text,
			   size_t len);
int cti__link_ping(struct cti_link *link);
/* Before the stream is closed. */
void cti__link_good_bye(struct cti_link *link);
/* link_host.c: which address of the switch is dialled. */

/* Whether link.standby can be read: 0, or CTI_EVALUE with a sentence. */
int cti__link_check_hosts(const struct cti_link *link, struct cti__buf *why);
/* Borrowed until the next call. */
const char *cti__link_host(struct cti_link *link);
uint16_t cti__link_port(const struct cti_link *link);
/* "pbx:8088", "[::1]:8088". */
void cti__link_put_host(struct cti_link *link, struct cti__buf *out);
/* The one that was tried is not to be had. */
void cti__link_next_host(struct cti_link *link);

/* link_http.c: what the live world does for cti_port_http(). */

int cti__link_http(struct cti_link *link, uint64_t tag, const char *method,
		   struct cti__str path, const void *body, size_t len);
/* The wire is gone: no reply comes any more. */
void cti__link_forget_http(struct cti_link *link);

/* link_peers.c: connections that the switch makes to us. */

/* The link is up. What keeps it from listening goes to the log only. */
void cti__link_listen(struct cti_link *link);
/* Before the adapter's down(). May be repeated. */
void cti__link_unlisten(struct cti_link *link);

/* replay.c: a recording in place of the wire. */

/* Takes the tape over, also when it fails: 0 or CTI_ENOMEM. */
int cti__link_replay_init(struct cti_link *link, struct cti__tape *tape);

#endif
