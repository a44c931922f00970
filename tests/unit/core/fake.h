/* SPDX-License-Identifier: MIT */
/*
 * A client on a loop of its own, a fake adapter that does what its tests' bytes
 * say, and a fake world: a wire that is a log, and a clock that only the test
 * moves. The adapter's protocol: "W" greets, "R" ready, "S" synced, "A" the login
 * is refused, "E" fails, "N<leg>" a leg rings, "X<leg>" it is gone; each message
 * ends with ";". "!" breaks the framing.
 */
#ifndef TESTS_UNIT_CORE_FAKE_H
#define TESTS_UNIT_CORE_FAKE_H

#include "core/client.h"
#include "core/link.h"

#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <uv.h>

struct fake_state {
	struct cti_port *port;
	bool up;
};

/* All that happened, as words. One test at a time. */
static struct {
	char text[8192];
	int64_t clock_us;
	int64_t wall_us; /* by how much the wall's clock is before that one */
	int64_t alarm_us;
	int64_t said_us; /* the time that facts have of their own; 0: none */
	int pings;
	bool fail_init;
	bool synced_at_once;
} fake;

static inline void fake_note(const char *word)
{
	size_t n = strlen(fake.text);

	snprintf(fake.text + n, sizeof(fake.text) - n, "%s ", word);
}

/* What was noted since the last time. */
static inline void assert_noted(const char *want)
{
	assert_string_equal(fake.text, want);
	fake.text[0] = '\0';
}

static inline int fake_init(void *state, struct cti_port *port,
			    const struct cti_settings *settings)
{
	struct fake_state *s = state;

	(void)settings;
	s->port = port;
	if (!fake.fail_init)
		return 0;
	cti_port_detail(port, "The fake cannot begin.");
	return CTI_EVALUE;
}

static inline void fake_fini(void *state)
{
	(void)state;
}

static inline int fake_up(void *state)
{
	struct fake_state *s = state;

	s->up = true;
	fake_note("up");
	return 0;
}

static inline void fake_down(void *state, int why)
{
	struct fake_state *s = state;

	s->up = false;
	fake_note("down");
	fake_note(cti_error_name(why));
	/* Nothing that it asks for now may count. */
	cti_port_ready(s->port);
	cti_port_fail(s->port, CTI_EPROTO, CTI__STR_NONE);
	cti_port_send(s->port, "late", 4);
}

static inline void fake_leg(struct fake_state *s, struct cti__str m)
{
	struct cti_fact fact = { .kind = m.p[0] == 'N' ? CTI_FACT_LEG_NEW :
							 CTI_FACT_LEG_END };

	fact.leg = cti__str_sub(m, 1, m.n);
	fact.device = fact.leg;
	fact.role = CTI_ROLE_EXTENSION;
	fact.state = CTI_STATE_CALLING;
	fact.called = CTI__STR("1999");
	fact.number = fact.leg;
	fact.code = 16;
	fact.time_us = fake.said_us;
	cti_port_report(s->port, &fact);
}

static inline void fake_message(struct fake_state *s, struct cti__str m)
{
	cti_port_message(s->port, m);
	cti_port_count(s->port, 1, 0, 0);
	switch (m.p[0]) {
	case 'W':
		cti_port_send(s->port, "login", 5);
		break;
	case 'R':
		cti_port_ready(s->port);
		break;
	case 'S':
		cti_port_synced(s->port);
		break;
	case 'A':
		cti_port_fail(s->port, CTI_EAUTH, CTI__STR("wrong password"));
		break;
	case 'E':
		cti_port_fail(s->port, CTI_EPROTO, CTI__STR("odd"));
		break;
	default:
		fake_leg(s, m);
	}
}

static inline ssize_t fake_input(void *state, const char *data, size_t len)
{
	struct cti__str all = { data, len }, m, rest = all;
	size_t used = 0;

	while (cti__str_chr(rest, ';') < rest.n) {
		m = cti__str_cut(rest, ';', &rest);
		used += m.n + 1;
		if (m.n && m.p[0] == '!')
			return CTI_EPROTO;
		if (m.n)
			fake_message(state, m);
	}
	return (ssize_t)used;
}

static inline int fake_resync(void *state)
{
	struct fake_state *s = state;

	fake_note("ask");
	cti_port_send(s->port, "list", 4);
	if (fake.synced_at_once)
		cti_port_synced(s->port);
	return 0;
}

static inline int fake_ping(void *state)
{
	struct fake_state *s = state;

	fake.pings++;
	cti_port_send(s->port, "ping", 4);
	return 0;
}

static const struct cti_adapter fake_adapter = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "fake",
	.title = "A fake",
	.wire = CTI_WIRE_STREAM,
	.port = 5038,
	.state_size = sizeof(struct fake_state),
	.init = fake_init,
	.fini = fake_fini,
	.up = fake_up,
	.down = fake_down,
	.input = fake_input,
	.resync = fake_resync,
	.ping = fake_ping,
};

static inline int64_t fake_mono(const struct cti_link *link)
{
	(void)link;
	return fake.clock_us;
}

static inline int64_t fake_wall(const struct cti_link *link)
{
	(void)link;
	return fake.clock_us + fake.wall_us;
}

static inline void fake_arm(struct cti_link *link, int64_t at_us)
{
	(void)link;
	fake.alarm_us = at_us;
}

static inline void fake_wake(struct cti_link *link, uint32_t ms)
{
	(void)link;
	(void)ms;
}

static inline int fake_open(struct cti_link *link)
{
	(void)link;
	fake_note("dial");
	return 0;
}

static inline int fake_send(struct cti_link *link, const void *data, size_t len)
{
	char word[32];

	(void)link;
	snprintf(word, sizeof(word), ">%.*s", (int)len, (const char *)data);
	fake_note(word);
	return 0;
}

static inline void fake_close(struct cti_link *link)
{
	(void)link;
}

static inline uint32_t fake_roll(struct cti_link *link)
{
	(void)link;
	return 0;
}

static const struct cti__link_env fake_env = {
	.mono_us = fake_mono,
	.now_us = fake_wall,
	.arm = fake_arm,
	.wake = fake_wake,
	.open = fake_open,
	.send = fake_send,
	.close = fake_close,
	.roll = fake_roll,
	.fini = fake_close,
};

/* Time goes on; alarms ring when they are due. */
static inline void fake_pass(struct cti_link *link, int64_t ms)
{
	struct cti_client *client = link->client;
	int64_t until = fake.clock_us + ms * 1000;

	while (fake.alarm_us <= until) {
		if (fake.alarm_us > fake.clock_us)
			fake.clock_us = fake.alarm_us;
		fake.alarm_us = INT64_MAX;
		cti__client_enter(client);
		cti__link_alarm(link);
		cti__client_leave(client);
	}
	fake.clock_us = until;
}

static inline void fake_opened(struct cti_link *link)
{
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_opened(link);
	cti__client_leave(client);
}

static inline void fake_receive(struct cti_link *link, const char *text)
{
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_data(link, text, strlen(text));
	cti__client_leave(client);
}

static inline void fake_closed(struct cti_link *link, int err,
			       const char *detail)
{
	struct cti_client *client = link->client;

	cti__client_enter(client);
	cti__link_closed(link, err, detail);
	cti__client_leave(client);
}

static inline void fake_start(struct cti_link *link)
{
	struct cti_client *client = link->client;

	cti__later_stop(&link->later);
	cti__client_enter(client);
	cti__link_step(link, CTI__INPUT_START, 0, CTI__STR_NONE);
	cti__client_leave(client);
}

#endif
