/* SPDX-License-Identifier: MIT */
/* The core's side of the adapter contract, as small as it can be. */
#include "feed.h"

#include "util/alloc.h"
#include "util/buf.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <stdlib.h>
#include <string.h>

struct feed {
	struct feed_opts opts;
	const struct cti_adapter *adapter;
	void *state;
	struct cti__model *model;
	struct feed *owner; /* of model and clock: itself, or who came first */
	struct cti__buf rest; /* bytes that the adapter wants to see again */
	int64_t now_us;
	int64_t ahead_us; /* how much the switch's own clock differs */
	int64_t last_us;  /* the latest time that the model was told */
	uint64_t messages, malformed;
};

/* Adapters know the port by this name only. */
static struct feed *feed_of(struct cti_port *port)
{
	return (struct feed *)(void *)port;
}

static struct cti_port *port_of(struct feed *feed)
{
	return (struct cti_port *)(void *)feed;
}

void cti_port_send(struct cti_port *port, const void *data, size_t len)
{
	(void)port;
	(void)data;
	(void)len;
}

int cti_port_http(struct cti_port *port, uint64_t tag, const char *method,
		  struct cti__str path, const void *body, size_t len)
{
	(void)port;
	(void)tag;
	(void)method;
	(void)path;
	(void)body;
	(void)len;
	return 0;
}

void cti_port_ready(struct cti_port *port)
{
	(void)port;
}

void cti_port_fail(struct cti_port *port, int err, struct cti__str detail)
{
	(void)port;
	(void)err;
	(void)detail;
}

void cti_port_synced(struct cti_port *port)
{
	(void)port;
}

void cti_port_done(struct cti_port *port, uint64_t tag, int err,
		   struct cti__str detail)
{
	(void)port;
	(void)tag;
	(void)err;
	(void)detail;
}

void cti_port_wake(struct cti_port *port, uint32_t ms)
{
	(void)port;
	(void)ms;
}

void cti_port_detail(struct cti_port *port, const char *text)
{
	(void)port;
	(void)text;
}

void cti_port_log(struct cti_port *port, const char *text)
{
	(void)port;
	(void)text;
}

/* Nobody connects to a recording. */

void cti_port_peer_send(struct cti_peer *peer, const void *data, size_t len)
{
	(void)peer;
	(void)data;
	(void)len;
}

void cti_port_peer_close(struct cti_peer *peer)
{
	(void)peer;
}

void cti_port_peer_wait(struct cti_peer *peer, uint32_t ms)
{
	(void)peer;
	(void)ms;
}

void cti_port_finding(struct cti_port *port,
		      const struct cti_finding_form *form,
		      const struct cti__str *values, size_t count)
{
	(void)port;
	(void)form;
	(void)values;
	(void)count;
}

void cti_port_diagnosed(struct cti_port *port)
{
	(void)port;
}

bool cti_port_is_asked(const struct cti_port *port, struct cti__str leg)
{
	(void)port;
	(void)leg;
	return false;
}

bool cti_port_is_replay(const struct cti_port *port)
{
	(void)port;
	return true;
}

uint64_t cti_port_epoch(const struct cti_port *port)
{
	(void)port;
	return 1;
}

int64_t cti_port_now_us(const struct cti_port *port)
{
	return ((const struct feed *)(const void *)port)->owner->now_us;
}

void cti_port_message(struct cti_port *port, struct cti__str raw)
{
	(void)port;
	(void)raw;
}

void cti_port_count(struct cti_port *port, uint32_t messages,
		    uint32_t malformed, uint32_t orphans)
{
	(void)orphans;
	feed_of(port)->messages += messages;
	feed_of(port)->malformed += malformed;
}

const char *cti_settings_get(const struct cti_settings *settings,
			     const char *key)
{
	(void)settings;
	(void)key;
	return "";
}

/* Let the model decide what it wanted to wait for, up to a time. */
static void tick_until(struct feed *feed, int64_t time_us)
{
	int64_t due = cti__model_deadline(feed->model);
	int rounds = 0;

	while (due <= time_us && rounds++ < 1000) {
		if (due > feed->last_us)
			feed->last_us = due;
		cti__model_tick(feed->model, feed->last_us);
		due = cti__model_deadline(feed->model);
	}
}

void cti_port_report(struct cti_port *port, const struct cti_fact *fact)
{
	struct feed *feed = feed_of(port)->owner;
	struct cti_fact timed = *fact;

	timed.witness = feed != feed_of(port);
	if (timed.time_us)
		feed->ahead_us = timed.time_us - feed->now_us;
	else
		timed.time_us = feed->now_us + feed->ahead_us;
	if (timed.time_us < feed->last_us)
		timed.time_us = feed->last_us;
	tick_until(feed, timed.time_us);
	feed->last_us = timed.time_us;
	if (feed->opts.on_fact)
		feed->opts.on_fact(feed->opts.user, &timed);
	/* Only memory can run out, and then the fact is lost: a test sees it.
	 */
	(void)cti__model_fact(feed->model, &timed);
}

static void emit(void *user, struct cti_event *ev)
{
	struct feed *feed = user;

	if (feed->opts.on_event)
		feed->opts.on_event(feed->opts.user, ev);
}

static const struct cti_adapter *find_adapter(const char *scheme)
{
	const struct cti_adapter *const *adapter;

	/* One adapter reads both forms. */
	if (strcmp(scheme, "esl-json") == 0)
		scheme = "esl";
	for (adapter = cti__adapters; *adapter; adapter++)
		if (strcmp((*adapter)->scheme, scheme) == 0)
			return *adapter;
	return NULL;
}

struct feed *feed_join(struct feed *owner, const char *protocol)
{
	struct feed *feed = calloc(1, sizeof(*feed));

	if (!feed)
		return NULL;
	feed->owner = owner;
	feed->adapter = find_adapter(protocol);
	feed->state = feed->adapter ? cti__calloc(1, feed->adapter->state_size)
				    : NULL;
	if (!feed->state ||
	    feed->adapter->init(feed->state, port_of(feed), NULL) ||
	    feed->adapter->up(feed->state)) {
		feed_close(feed);
		return NULL;
	}
	return feed;
}

struct feed *feed_open(const struct feed_opts *opts)
{
	struct feed *feed = calloc(1, sizeof(*feed));
	struct cti__model_opts model = { .emit = emit, .id = "s" };

	if (!feed)
		return NULL;
	model.user = feed;
	feed->owner = feed;
	feed->opts = *opts;
	feed->now_us = 1;
	feed->adapter = find_adapter(opts->protocol);
	if (!feed->adapter || cti__model_new(&feed->model, &model))
		goto fail;
	feed->state = cti__calloc(1, feed->adapter->state_size);
	if (!feed->state ||
	    feed->adapter->init(feed->state, port_of(feed), NULL) ||
	    feed->adapter->up(feed->state))
		goto fail;
	return feed;
fail:
	feed_close(feed);
	return NULL;
}

void feed_time(struct feed *feed, int64_t now_us)
{
	if (now_us > feed->now_us)
		feed->now_us = now_us;
	tick_until(feed, feed->now_us + feed->ahead_us);
}

/* A recording of a WebSocket is a message a line, and each is handed over by
   itself. */
static int feed_lines(struct feed *feed, const char *data, size_t len)
{
	size_t at = 0, n;
	ssize_t used;

	cti__buf_add(&feed->rest, data, len);
	if (feed->rest.err)
		return feed->rest.err;
	for (;;) {
		n = cti__str_chr(
			cti__str_n(feed->rest.p + at, feed->rest.n - at), '\n');
		if (at + n == feed->rest.n)
			break;
		used = n ? feed->adapter->input(feed->state, feed->rest.p + at,
						n)
			 : 0;
		if (used < 0)
			return (int)used;
		at += n + 1;
	}
	cti__buf_drop(&feed->rest, at);
	return 0;
}

/* Bytes of the piece that complete what was left: as the core does it. */
static ssize_t feed_rest(struct feed *feed, const char *data, size_t len)
{
	size_t before = feed->rest.n, n = before < 4096 ? 4096 : before;
	ssize_t used;

	if (n > len)
		n = len;
	cti__buf_add(&feed->rest, data, n);
	if (feed->rest.err)
		return feed->rest.err;
	used = feed->adapter->input(feed->state, feed->rest.p, feed->rest.n);
	if (used > 0 && (size_t)used >= before) {
		cti__buf_clear(&feed->rest);
		return used - (ssize_t)before;
	}
	if (used > 0)
		cti__buf_drop(&feed->rest, (size_t)used);
	return used < 0 ? used : (ssize_t)n;
}

int feed_bytes(struct feed *feed, const char *data, size_t len)
{
	ssize_t used;

	if (feed->adapter->wire == CTI_WIRE_WEBSOCKET)
		return feed_lines(feed, data, len);
	while (feed->rest.n && len) {
		used = feed_rest(feed, data, len);
		if (used < 0)
			return (int)used;
		data += used;
		len -= (size_t)used;
	}
	if (!len)
		return 0;
	used = feed->adapter->input(feed->state, data, len);
	if (used < 0)
		return (int)used;
	cti__buf_add(&feed->rest, data + used, len - (size_t)used);
	return feed->rest.err;
}

void feed_reconnect(struct feed *feed)
{
	cti__buf_clear(&feed->rest);
	if (feed->adapter->down)
		feed->adapter->down(feed->state, CTI_EEOF);
	(void)feed->adapter->up(feed->state);
}

void feed_end(struct feed *feed)
{
	int64_t now_us = feed->now_us + feed->ahead_us;

	if (now_us < feed->last_us)
		now_us = feed->last_us;
	cti__model_close(feed->model, now_us);
}

void feed_close(struct feed *feed)
{
	if (!feed)
		return;
	if (feed->state && feed->adapter->fini)
		feed->adapter->fini(feed->state);
	cti__free(feed->state);
	cti__model_free(feed->model);
	cti__buf_fini(&feed->rest);
	free(feed);
}

struct cti__model *feed_model(struct feed *feed)
{
	return feed->model;
}

uint64_t feed_messages(const struct feed *feed)
{
	return feed->messages;
}

uint64_t feed_malformed(const struct feed *feed)
{
	return feed->malformed;
}
