/* SPDX-License-Identifier: MIT */
/* A link's world when it is the real one: TCP or TLS, timers, the clock. */
#include "core/client.h"
#include "core/link.h"
#include "io/stream.h"

#include <cti/error.h>

static int64_t mono_us(const struct cti_link *link)
{
	(void)link;
	return cti__loop_now_us();
}

static int64_t now_us(const struct cti_link *link)
{
	return link->virtual_clock ? link->virtual_us : cti__loop_wall_us();
}

static void on_alarm(void *arg)
{
	struct cti_link *link = arg;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_alarm(link);
	cti__client_leave(client);
}

static void arm(struct cti_link *link, int64_t at_us)
{
	int64_t now = cti__loop_now_us();

	if (at_us == INT64_MAX)
		cti__timer_stop(link->alarm);
	else
		cti__timer_start(link->alarm,
				 at_us > now ?
					 (uint64_t)((at_us - now + 999) / 1000) :
					 0);
}

static void on_wake(void *arg)
{
	struct cti_link *link = arg;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_wake(link);
	cti__client_leave(client);
}

static void wake(struct cti_link *link, uint32_t ms)
{
	cti__timer_start(link->waker, ms);
}

static void on_open(void *user)
{
	struct cti_link *link = user;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	if (link->adapter->wire == CTI_WIRE_WEBSOCKET)
		cti__link_upgrade(link);
	else
		cti__link_opened(link);
	cti__client_leave(client);
}

static void on_data(void *user, const char *data, size_t len)
{
	struct cti_link *link = user;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	if (link->ws)
		cti__link_frames(link, data, len);
	else
		cti__link_data(link, data, len);
	cti__client_leave(client);
}

static void on_close(void *user, int err, const char *detail)
{
	struct cti_link *link = user;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_closed(link, err, detail);
	cti__client_leave(client);
}

static const char *path(const struct cti_link *link, const char *key)
{
	const char *value = cti_settings_get(&link->settings, key);

	return *value ? value : NULL;
}

void cti__link_net(const struct cti_link *link, struct cti__stream_opts *opts)
{
	const struct cti_settings *set = &link->settings;

	opts->verify = cti__settings_bool(set, "tls.verify");
	opts->ca_file = path(link, "tls.ca_file");
	opts->cert_file = path(link, "tls.cert");
	opts->key_file = path(link, "tls.key");
	opts->connect_timeout_ms =
		(uint32_t)cti__settings_int(set, "link.connect_timeout_ms");
	opts->keep_idle_s = (uint32_t)cti__settings_int(set, "tcp.keepalive_s");
	opts->user_timeout_ms =
		(uint32_t)cti__settings_int(set, "tcp.user_timeout_ms");
}

static int open_stream(struct cti_link *link)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;

	cti__link_net(link, &opts);
	opts.host = cti__link_host(link);
	opts.tls = link->url.tls;
	opts.port = cti__link_port(link);
	opts.on_open = on_open;
	opts.on_data = on_data;
	opts.on_close = on_close;
	opts.user = link;
	return cti__stream_open(&link->stream, link->client->loop, &opts);
}

static int open_wire(struct cti_link *link)
{
	if (link->adapter->wire != CTI_WIRE_NONE)
		return open_stream(link);
	/* Nothing to wait for; but not before this returns. */
	cti__later_start(&link->later, link->client->loop);
	return 0;
}

static int send_wire(struct cti_link *link, const void *data, size_t len)
{
	if (link->adapter->wire == CTI_WIRE_WEBSOCKET)
		return cti__link_send_message(link, data, len);
	return link->stream ? cti__stream_send(link->stream, data, len) :
			      CTI_ESTATE;
}

static void close_wire(struct cti_link *link)
{
	cti__later_stop(&link->later);
	if (link->waker)
		cti__timer_stop(link->waker);
	cti__link_forget_http(link);
	cti__link_good_bye(link);
	cti__stream_close(link->stream);
	link->stream = NULL;
}

static uint32_t roll(struct cti_link *link)
{
	uint32_t chance = 0;

	/* Without chance the wait is the shortest of its span: no harm. */
	(void)link;
	(void)cti__loop_random(&chance, sizeof(chance));
	return chance;
}

static void fini(struct cti_link *link)
{
	close_wire(link);
	cti__timer_free(link->alarm);
	cti__timer_free(link->waker);
	link->alarm = link->waker = NULL;
}

/* Begins a link, and opens the wire of an adapter that has none. */
static void on_later(void *arg)
{
	struct cti_link *link = arg;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_begin(link);
	cti__client_leave(client);
}

void cti__link_begin(struct cti_link *link)
{
	if (link->stage == CTI__STAGE_IDLE)
		cti__link_step(link, CTI__INPUT_START, 0, CTI__STR_NONE);
	if (link->stage == CTI__STAGE_DIALLING &&
	    link->adapter->wire == CTI_WIRE_NONE) {
		cti__later_stop(&link->later);
		cti__link_opened(link);
	}
	cti__link_settle(link);
}

/* One step of a virtual clock, at the end of which the alarm may be due. */
static int advance_step(struct cti_link *link, uint32_t ms)
{
	int err;

	link->advancing = true;
	link->in_adapter++;
	err = link->adapter->advance(link->state, ms);
	link->in_adapter--;
	link->advancing = false;
	if (err)
		return err;
	link->virtual_us += (int64_t)ms * 1000;
	cti__link_settle(link);
	cti__switch_tick(link->sw, link);
	if (link->virtual_alarm_us <= link->virtual_us)
		cti__link_alarm(link);
	/* If that dialled anew, the wire is open at once. */
	cti__link_begin(link);
	return 0;
}

int cti__link_advance(struct cti_link *link, uint32_t ms)
{
	int64_t until = link->virtual_us + (int64_t)ms * 1000, to;
	int err = 0;

	if (!link->env->is_virtual || !link->adapter->advance ||
	    link->env->is_replay)
		return CTI_ESTATE;
	cti__link_begin(link);
	do {
		/* Waits that ended in the same millisecond come first. */
		to = link->virtual_alarm_us > link->virtual_us &&
				     link->virtual_alarm_us < until ?
			     link->virtual_alarm_us :
			     until;
		err = advance_step(link, (uint32_t)((to - link->virtual_us +
						     999) /
						    1000));
	} while (!err && link->virtual_us < until);
	return err;
}

static int init(struct cti_link *link)
{
	struct cti__loop *loop = link->client->loop;
	int err;

	cti__later_init(&link->later, on_later, link);
	link->virtual_alarm_us = INT64_MAX;
	err = cti__timer_new(&link->alarm, loop, on_alarm, link);
	if (!err)
		err = cti__timer_new(&link->waker, loop, on_wake, link);
	return err;
}

/* Nothing happens by itself: not even a wait ends. */
static void arm_virtual(struct cti_link *link, int64_t at_us)
{
	link->virtual_alarm_us = at_us;
}

static uint32_t no_roll(struct cti_link *link)
{
	(void)link;
	return 0;
}

const struct cti__link_env cti__link_live = {
	.init = init,
	.mono_us = mono_us,
	.now_us = now_us,
	.arm = arm,
	.wake = wake,
	.open = open_wire,
	.send = send_wire,
	.close = close_wire,
	.ping = cti__link_ping,
	.http = cti__link_http,
	.listen = cti__link_listen,
	.roll = roll,
	.fini = fini,
};

const struct cti__link_env cti__link_virtual = {
	.init = init,
	.is_virtual = true,
	.mono_us = now_us,
	.now_us = now_us,
	.arm = arm_virtual,
	.wake = wake,
	.open = open_wire,
	.send = send_wire,
	.close = close_wire,
	.roll = no_roll,
	.fini = fini,
};
