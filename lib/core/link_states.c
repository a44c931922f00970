/* SPDX-License-Identifier: MIT */
/*
 * The life of a link as one table: where it stands, what happens, where it
 * goes. What is done on the way in stands in one function a stage.
 */
#include "core/client.h"
#include "core/doctor.h"
#include "core/link.h"
#include "core/pipeline.h"
#include "core/recorder.h"
#include "core/request.h"
#include "core/routing.h"
#include "util/say.h"

#include <cti/error.h>

#include <inttypes.h>
#include <stdatomic.h>

#define NEVER		 INT64_MAX
/* The stream has the same deadline and knows better what failed: let it speak.
 */
#define CONNECT_SLACK_MS 1000
/* Pings without any byte that mean that nobody is there. */
#define MISSED_MAX	 2

#define IDLE	 CTI__STAGE_IDLE
#define DIALLING CTI__STAGE_DIALLING
#define LOGIN	 CTI__STAGE_LOGIN
#define RESYNC	 CTI__STAGE_RESYNC
#define LIVE	 CTI__STAGE_LIVE
#define BACKOFF	 CTI__STAGE_BACKOFF
#define REFUSED	 CTI__STAGE_REFUSED
#define ENDED	 CTI__STAGE_ENDED
/* It stays where it is. */
#define ___	 CTI__STAGE_COUNT

static const enum cti__stage moves[CTI__STAGE_COUNT][CTI__INPUT_COUNT] = {
	/*           START     OPENED READY   SYNCED LOST     REFUSED
		     TIMEOUT   RECONNECT OVER */
	[IDLE] = { DIALLING, ___, ___, ___, BACKOFF, ___, ___, DIALLING,
		   ENDED },
	[DIALLING] = { ___, LOGIN, ___, ___, BACKOFF, REFUSED, BACKOFF,
		       DIALLING, ENDED },
	[LOGIN] = { ___, ___, RESYNC, ___, BACKOFF, REFUSED, BACKOFF, DIALLING,
		    ENDED },
	[RESYNC] = { ___, ___, ___, LIVE, BACKOFF, REFUSED, BACKOFF, DIALLING,
		     ENDED },
	[LIVE] = { ___, ___, ___, ___, BACKOFF, REFUSED, BACKOFF, DIALLING,
		   ENDED },
	[BACKOFF] = { DIALLING, ___, ___, ___, ___, ___, DIALLING, DIALLING,
		      ENDED },
	[REFUSED] = { DIALLING, ___, ___, ___, ___, ___, DIALLING, DIALLING,
		      ENDED },
	[ENDED] = { ___, ___, ___, ___, ___, ___, ___, ___, ___ },
};

enum cti_link_state cti__stage_shown(enum cti__stage stage)
{
	static const enum cti_link_state shown[CTI__STAGE_COUNT] = {
		[IDLE] = CTI_LINK_CONNECTING,  [DIALLING] = CTI_LINK_CONNECTING,
		[LOGIN] = CTI_LINK_CONNECTING, [RESYNC] = CTI_LINK_RESYNC,
		[LIVE] = CTI_LINK_UP,	       [BACKOFF] = CTI_LINK_DOWN,
		[REFUSED] = CTI_LINK_FAILED,   [ENDED] = CTI_LINK_FAILED,
	};

	return shown[stage];
}

static void rearm(struct cti_link *link)
{
	int64_t at = link->deadline_us;

	if (link->stage == LIVE && link->ping_us < at)
		at = link->ping_us;
	link->env->arm(link, at);
}

/* The stage may last that long. */
static void set_deadline(struct cti_link *link, int64_t ms)
{
	link->deadline_us = link->env->is_replay
				    ? NEVER
				    : link->env->mono_us(link) + ms * 1000;
	rearm(link);
}

static int64_t setting(const struct cti_link *link, const char *key)
{
	return cti__settings_int(&link->settings, key);
}

static bool trouble(const struct cti_link *link)
{
	return link->err && link->err != CTI_EEOF;
}

/* One event and one line of the log for each change; what is said again and
   again while a switch is away goes to the log once. */
static void announce(struct cti_link *link)
{
	enum cti_link_state shown = cti__stage_shown(link->stage);
	const char *detail = cti__buf_cstr(&link->detail);
	struct cti__str text = cti__str(detail);
	uint32_t level = CTI_LOG_DEBUG;
	struct cti_event ev;

	cti__doctor_stage(link);
	if (link->stage == LIVE) {
		level = CTI_LOG_INFO;
		cti__buf_clear(&link->told);
	} else if (text.n && !cti__str_is(text, cti__buf_cstr(&link->told))) {
		/* A recording or a script that ends is no trouble. */
		level = (link->env->is_replay ||
			 link->adapter->wire == CTI_WIRE_NONE) &&
					!trouble(link)
				? CTI_LOG_INFO
				: CTI_LOG_WARN;
		cti__buf_clear(&link->told);
		cti__buf_str(&link->told, text);
	}
	cti__link_log(link, level, "%s%s%s", cti_link_state_name(shown),
		      text.n ? ": " : "", detail);
	cti__event_init(&ev, CTI_EVENT_LINK,
			cti__switch_now_us(link->sw, link));
	cti__event_set(&ev, CTI_FIELD_LINK, cti__str(link->name));
	cti__event_set(&ev, CTI_FIELD_STATE,
		       cti__str(cti_link_state_name(shown)));
	if (text.n)
		cti__event_set(&ev, CTI_FIELD_DETAIL, text);
	cti__pipeline_emit(link->client, &ev);
}

/* What happened while the link was away nobody has told. */
static void announce_loss(struct cti_link *link)
{
	int64_t now = cti__switch_now_us(link->sw, link);
	struct cti__buf from = { 0 }, to = { 0 };
	struct cti_event ev;

	cti__buf_time(&from, link->lost_us);
	cti__buf_time(&to, now);
	cti__event_init(&ev, CTI_EVENT_LOSS, now);
	ev.flags = CTI_FLAG_SYNTHETIC;
	cti__event_set(&ev, CTI_FIELD_LINK, cti__str(link->name));
	cti__event_set(&ev, CTI_FIELD_FROM, cti__str(cti__buf_cstr(&from)));
	cti__event_set(&ev, CTI_FIELD_TO, cti__str(cti__buf_cstr(&to)));
	cti__event_set(
		&ev, CTI_FIELD_DETAIL,
		CTI__SAID("The link was down: calls that began and ended "
			  "meanwhile were not seen."));
	cti__pipeline_emit(link->client, &ev);
	cti__buf_fini(&from);
	cti__buf_fini(&to);
}

void cti__link_down(struct cti_link *link, int why)
{
	link->is_open = false;
	if (!link->adapter->down)
		return;
	link->in_adapter++;
	link->adapter->down(link->state, why);
	link->in_adapter--;
}

/* Leave the connection behind, whatever of it there is. */
static void tear_down(struct cti_link *link, int err)
{
	link->env->close(link);
	cti__routing_down(link);
	cti__requests_down(link, CTI_ELINKDOWN);
	cti__link_unlisten(link);
	if (link->recorder)
		cti__recorder_close_wire(link->recorder);
	link->pending &= ~(uint32_t)(CTI__PENDING_RESYNC | CTI__PENDING_DROP);
	cti__buf_clear(&link->in);
	if (link->is_open) {
		link->lost_us = cti__switch_now_us(link->sw, link);
		cti__link_down(link, err);
	}
	if (link->login_us) {
		cti__backoff_lived(&link->backoff,
				   link->env->mono_us(link) - link->login_us);
		link->login_us = 0;
	} else if (!link->env->is_replay) {
		cti__link_next_host(link);
	}
}

static void enter_dialling(struct cti_link *link)
{
	/* Numbers that no two connections of this process share. */
	static atomic_uint_fast64_t epochs;
	int err;

	link->epoch = atomic_fetch_add(&epochs, 1) + 1;
	link->missed = 0;
	set_deadline(link, setting(link, "link.connect_timeout_ms") +
				   CONNECT_SLACK_MS);
	announce(link);
	if (link->stage != DIALLING)
		return;
	err = link->env->open(link);
	if (err)
		cti__link_step(link, CTI__INPUT_LOST, err,
			       cti__str(cti_strerror(err)));
}

static void enter_login(struct cti_link *link)
{
	int err;

	link->stats.connects++;
	link->is_open = true;
	set_deadline(link, setting(link, "link.login_timeout_ms"));
	link->in_adapter++;
	err = link->adapter->up(link->state);
	link->in_adapter--;
	if (err)
		cti__link_step(link, CTI__INPUT_LOST, err,
			       cti__str(cti_strerror(err)));
}

static void enter_resync(struct cti_link *link)
{
	link->login_us = link->env->mono_us(link);
	set_deadline(link, setting(link, "link.resync_timeout_ms"));
	announce(link);
	if (link->adapter->resync)
		link->pending |= CTI__PENDING_RESYNC;
	/* Whoever made a recording may never have asked. */
	if (!link->adapter->resync || link->env->is_replay)
		cti__link_step(link, CTI__INPUT_SYNCED, 0, CTI__STR_NONE);
}

/* Whether anything can be done to make the other side say something. */
static bool can_ping(const struct cti_link *link)
{
	if (link->env->is_replay)
		return false;
	return link->adapter->ping ||
	       (link->adapter->wire == CTI_WIRE_WEBSOCKET && link->env->ping);
}

static void enter_live(struct cti_link *link)
{
	link->deadline_us = NEVER;
	link->ping_us = NEVER;
	link->pinged = false;
	if (can_ping(link))
		link->ping_us = link->env->mono_us(link) +
				setting(link, "link.ping_ms") * 1000;
	rearm(link);
	announce(link);
	if (link->was_up && link->stage == LIVE)
		announce_loss(link);
	link->was_up = true;
	if (link->env->listen && link->stage == LIVE)
		link->env->listen(link);
}

static void enter_backoff(struct cti_link *link)
{
	set_deadline(link,
		     cti__backoff_step(&link->backoff, link->env->roll(link)));
	announce(link);
}

static void enter_refused(struct cti_link *link)
{
	set_deadline(link, setting(link, "link.auth_retry_ms"));
	announce(link);
}

/* A program that plays a recording stops at the state "failed". */
static void enter_ended(struct cti_link *link)
{
	link->deadline_us = NEVER;
	rearm(link);
	cti__switch_close(link->sw, link);
	if (!link->was_away) {
		link->stage = BACKOFF;
		announce(link);
		link->stage = ENDED;
	}
	announce(link);
}

/* Why a stage that lasted too long did. */
static const char *timeout_text(const struct cti_link *link)
{
	switch (link->stage) {
	case DIALLING:
		if (link->ws)
			return cti__say(
				"The other side took the connection, but did "
				"not answer in time whether it is a WebSocket; "
				"is something else listening on that port?");
		return cti__say("The switch could not be reached in time.");
	case LOGIN:
		return cti__say(
			"The switch did not greet or answer the login in time; "
			"is something else listening on that port?");
	case RESYNC:
		return cti__say("The switch did not list its calls in time.");
	default:
		return cti__say("The switch has not answered for two pings.");
	}
}

static void keep_reason(struct cti_link *link, enum cti__input input, int err,
			struct cti__str detail)
{
	if (input == CTI__INPUT_TIMEOUT && link->stage != BACKOFF &&
	    link->stage != REFUSED) {
		err = CTI_ETIMEDOUT;
		detail = cti__str(timeout_text(link));
	}
	cti__buf_clear(&link->port_detail);
	cti__buf_clear(&link->detail);
	cti__buf_str(&link->detail, detail);
	link->err = err;
}

static bool has_wire(enum cti__stage stage)
{
	return stage == DIALLING || stage == LOGIN || stage == RESYNC ||
	       stage == LIVE;
}

void cti__link_step(struct cti_link *link, enum cti__input input, int err,
		    struct cti__str detail)
{
	static void (*const enter[CTI__STAGE_COUNT])(struct cti_link *) = {
		[DIALLING] = enter_dialling, [LOGIN] = enter_login,
		[RESYNC] = enter_resync,     [LIVE] = enter_live,
		[BACKOFF] = enter_backoff,   [REFUSED] = enter_refused,
		[ENDED] = enter_ended,
	};
	enum cti__stage to = moves[link->stage][input];

	if (to == ___)
		return;
	keep_reason(link, input, err, detail);
	link->was_away = !has_wire(link->stage);
	if (has_wire(link->stage) && (!has_wire(to) || to == DIALLING))
		tear_down(link, link->err);
	link->stage = to;
	enter[to](link);
}

/*
 * No byte since the last ping is one missed. The next comes after half the
 * time, unless a byte moves it: cti__link_alive().
 */
static void ping(struct cti_link *link)
{
	int64_t span = setting(link, "link.ping_ms") * 1000;
	int err = 0;

	if (link->pinged && ++link->missed >= MISSED_MAX) {
		cti__link_step(link, CTI__INPUT_TIMEOUT, CTI_ETIMEDOUT,
			       CTI__STR_NONE);
		return;
	}
	link->ping_us = link->env->mono_us(link) + span / 2;
	link->pinged = true;
	link->in_adapter++;
	err = link->adapter->ping ? link->adapter->ping(link->state)
				  : link->env->ping(link);
	link->in_adapter--;
	if (err)
		cti__link_step(link, CTI__INPUT_LOST, err,
			       cti__str(cti_strerror(err)));
	else
		rearm(link);
}

void cti__link_answering(struct cti_link *link)
{
	if (link->stage == DIALLING)
		set_deadline(link, setting(link, "link.login_timeout_ms"));
}

void cti__link_alive(struct cti_link *link)
{
	link->missed = 0;
	if (!link->pinged)
		return;
	link->pinged = false;
	/* The alarm comes too early then, and is set again. */
	link->ping_us = link->env->mono_us(link) +
			setting(link, "link.ping_ms") * 1000;
}

void cti__link_alarm(struct cti_link *link)
{
	int64_t now = link->env->mono_us(link);

	if (now >= link->deadline_us)
		cti__link_step(link, CTI__INPUT_TIMEOUT, 0, CTI__STR_NONE);
	else if (link->stage == LIVE && now >= link->ping_us)
		ping(link);
	else
		rearm(link);
	cti__link_settle(link);
}

static void run_resync(struct cti_link *link)
{
	int err;

	link->in_adapter++;
	err = link->adapter->resync(link->state);
	link->in_adapter--;
	if (err)
		cti__link_step(link, CTI__INPUT_LOST, err,
			       cti__str(cti_strerror(err)));
}

static void run_drop(struct cti_link *link)
{
	struct cti__buf detail = link->drop_detail;
	int err = link->drop_err;

	memset(&link->drop_detail, 0, sizeof(link->drop_detail));
	/* Without a wire there is nothing to dial again: only the simulator's
	   own drop, CTI_ECONNECT, is one that comes back. */
	if (link->adapter->wire == CTI_WIRE_NONE && err != CTI_ECONNECT)
		cti__link_step(link, CTI__INPUT_OVER, 0,
			       cti__str_n(detail.p, detail.n));
	else
		cti__link_step(link,
			       err == CTI_EAUTH || err == CTI_EEXIST
				       ? CTI__INPUT_REFUSED
				       : CTI__INPUT_LOST,
			       err, cti__str_n(detail.p, detail.n));
	cti__buf_fini(&detail);
}

void cti__link_settle(struct cti_link *link)
{
	while (!link->in_adapter &&
	       link->pending & (CTI__PENDING_DROP | CTI__PENDING_RESYNC)) {
		if (link->pending & CTI__PENDING_DROP) {
			link->pending &= ~(uint32_t)CTI__PENDING_DROP;
			run_drop(link);
		} else {
			link->pending &= ~(uint32_t)CTI__PENDING_RESYNC;
			run_resync(link);
		}
	}
}
