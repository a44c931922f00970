/* SPDX-License-Identifier: MIT */
/* A core that is none, for tests of adapters. */
#include "fake_port.h"

#include "model/fact_text.h"
#include "util/alloc.h"

#include <cti/error.h>

static const char *const roles[] = { "", "extension", "trunk", "local",
				     "plumbing" };
static const char *const states[] = { "",	  "down",     "calling",
				      "progress", "alerting", "up" };
static const char *const bridges[] = { "plain", "room", "holding" };
static const char *const results[] = {
	"",	  "answer",	"busy",	       "no-answer",
	"cancel", "congestion", "unavailable", "other"
};
static const char *const dests[] = { "bridge", "app", "link", "threeway",
				     "fail" };

static void put(struct cti__buf *out, const char *key, struct cti__str value)
{
	if (!value.n)
		return;
	cti__buf_char(out, ' ');
	cti__buf_text(out, key);
	cti__buf_char(out, '=');
	cti__buf_str(out, value);
}

static void put_flag(struct cti__buf *out, const char *key, bool value)
{
	if (value) {
		cti__buf_char(out, ' ');
		cti__buf_text(out, key);
	}
}

static void put_words(struct cti__buf *out, const struct cti_fact *f)
{
	put(out, "role", cti__str(roles[f->role]));
	put(out, "state", cti__str(states[f->state]));
	put(out, "result", cti__str(results[f->result]));
	if (f->bridge.n && f->bridge_kind)
		put(out, "kind", cti__str(bridges[f->bridge_kind]));
	if (f->kind == CTI_FACT_TRANSFER_ATTENDED)
		put(out, "dest", cti__str(dests[f->dest]));
	if (f->code)
		cti__buf_printf(out, " code=%lld", (long long)f->code);
	if (f->half)
		cti__buf_printf(out, " half=%d", f->half);
	put_flag(out, "snapshot", f->snapshot);
	put_flag(out, "ok", f->ok);
	put_flag(out, "member", f->member);
	put_flag(out, "paused", f->paused);
	put_flag(out, "made-up", f->made_up);
	put_flag(out, "open", f->open);
	put_flag(out, "withheld", f->withheld);
}

void fake_fact_print(struct cti__buf *out, const struct cti_fact *f)
{
	cti__buf_text(out, cti__fact_name(f->kind));
	put(out, "leg", f->leg);
	put(out, "other", f->other);
	put(out, "second", f->second);
	put(out, "target", f->target);
	put(out, "bridge", f->bridge);
	put(out, "group", f->group);
	put(out, "pair", f->pair);
	put(out, "device", f->device);
	put(out, "number", f->number);
	put(out, "name", f->name);
	put(out, "called", f->called);
	put(out, "context", f->context);
	put(out, "other_number", f->other_number);
	put(out, "other_name", f->other_name);
	put(out, "app", f->app);
	put(out, "data", f->data);
	put(out, "queue", f->queue);
	put(out, "agent", f->agent);
	put(out, "slot", f->slot);
	put(out, "reason", f->reason);
	put(out, "state_name", f->state_name);
	put(out, "text", f->text);
	put_words(out, f);
}

void fake_port_set(struct cti_port *port, const char *key, const char *value)
{
	struct cti_settings *set = &port->settings;

	set->key[set->count] = key;
	set->value[set->count++] = value;
}

int fake_port_init(struct cti_port *port, const struct cti_adapter *adapter,
		   const char *url)
{
	fake_port_set(port, "url", url);
	port->adapter = adapter;
	port->wake_us = INT64_MAX;
	port->state = cti__calloc(1, adapter->state_size);
	if (!port->state)
		return CTI_ENOMEM;
	return adapter->init(port->state, port, &port->settings);
}

bool fake_port_up(struct cti_port *port)
{
	port->ready = port->synced = false;
	port->failed = 0;
	port->epoch++;
	if (port->adapter->up(port->state) || !port->ready || port->failed)
		return false;
	if (port->adapter->resync)
		(void)port->adapter->resync(port->state);
	return port->synced;
}

static void drop_http(struct cti_port *port, size_t index)
{
	cti__free(port->http[index].text);
	port->http_count--;
	memmove(&port->http[index], &port->http[index + 1],
		(port->http_count - index) * sizeof(port->http[0]));
}

bool fake_port_answer(struct cti_port *port, const char *begin, int status,
		      const char *body)
{
	uint64_t tag;
	size_t i;

	for (i = 0; i < port->http_count; i++)
		if (cti__str_starts(cti__str(port->http[i].text),
				    cti__str(begin)))
			break;
	if (i == port->http_count)
		return false;
	tag = port->http[i].tag;
	drop_http(port, i);
	port->adapter->reply(port->state, tag, status, body ? body : "",
			     body ? strlen(body) : 0);
	return true;
}

void fake_port_down(struct cti_port *port, int why)
{
	port->ready = port->synced = false;
	while (port->http_count)
		drop_http(port, port->http_count - 1);
	if (port->adapter->down)
		port->adapter->down(port->state, why);
}

void fake_port_pass(struct cti_port *port, uint32_t ms)
{
	int64_t until = port->now_us + (int64_t)ms * 1000;

	while (port->wake_us <= until) {
		if (port->wake_us > port->now_us)
			port->now_us = port->wake_us;
		port->wake_us = INT64_MAX;
		port->adapter->wake(port->state);
	}
	port->now_us = until;
}

void fake_port_fini(struct cti_port *port)
{
	if (port->state && port->adapter->fini)
		port->adapter->fini(port->state);
	cti__free(port->state);
	while (port->http_count)
		drop_http(port, port->http_count - 1);
	cti__buf_fini(&port->http_log);
	cti__buf_fini(&port->facts);
	cti__buf_fini(&port->sent);
	cti__buf_fini(&port->detail);
	cti__buf_fini(&port->why);
	cti__buf_fini(&port->done_why);
	cti__buf_fini(&port->findings);
	cti__buf_fini(&port->log);
	memset(port, 0, sizeof(*port));
}

const char *fake_port_facts(struct cti_port *port)
{
	return cti__buf_cstr(&port->facts);
}

void fake_port_forget(struct cti_port *port)
{
	cti__buf_clear(&port->facts);
	port->fact_count = 0;
}

/* What adapters call. */

void cti_port_send(struct cti_port *port, const void *data, size_t len)
{
	cti__buf_add(&port->sent, data, len);
}

int cti_port_http(struct cti_port *port, uint64_t tag, const char *method,
		  struct cti__str path, const void *body, size_t len)
{
	struct cti__buf line = { 0 };
	char *text;

	if (port->http_err || port->is_replay)
		return port->http_err;
	if (port->http_count == FAKE_HTTP)
		return CTI_EAGAIN;
	cti__buf_text(&line, method);
	cti__buf_char(&line, ' ');
	cti__buf_str(&line, path);
	if (len) {
		cti__buf_char(&line, ' ');
		cti__buf_add(&line, body, len);
	}
	text = cti__buf_take(&line, NULL);
	if (!text)
		return CTI_ENOMEM;
	cti__buf_text(&port->http_log, text);
	cti__buf_char(&port->http_log, '\n');
	port->http[port->http_count].tag = tag;
	port->http[port->http_count++].text = text;
	return 0;
}

void cti_port_ready(struct cti_port *port)
{
	port->ready = true;
}

void cti_port_fail(struct cti_port *port, int err, struct cti__str detail)
{
	if (port->failed)
		return;
	port->failed = err;
	cti__buf_clear(&port->why);
	cti__buf_str(&port->why, detail);
}

void cti_port_report(struct cti_port *port, const struct cti_fact *fact)
{
	struct cti_fact told = *fact;

	if (!told.time_us)
		told.time_us = port->now_us;
	port->fact_count++;
	if (port->on_fact)
		port->on_fact(port->user, &told);
	fake_fact_print(&port->facts, &told);
	cti__buf_char(&port->facts, '\n');
}

void cti_port_synced(struct cti_port *port)
{
	port->synced = true;
}

void cti_port_done(struct cti_port *port, uint64_t tag, int err,
		   struct cti__str detail)
{
	cti__buf_clear(&port->done_why);
	cti__buf_str(&port->done_why, detail);
	port->done_tag = tag;
	port->done_err = err;
	port->done_count++;
}

void cti_port_wake(struct cti_port *port, uint32_t ms)
{
	port->wake_us = port->now_us + (int64_t)ms * 1000;
}

void cti_port_message(struct cti_port *port, struct cti__str raw)
{
	(void)port;
	(void)raw;
}

void cti_port_count(struct cti_port *port, uint32_t messages,
		    uint32_t malformed, uint32_t orphans)
{
	port->messages += messages;
	port->malformed += malformed;
	port->orphans += orphans;
}

void cti_port_peer_send(struct cti_peer *peer, const void *data, size_t len)
{
	cti__buf_add(&peer->sent, data, len);
}

void cti_port_peer_close(struct cti_peer *peer)
{
	peer->is_closed = true;
}

void cti_port_peer_wait(struct cti_peer *peer, uint32_t ms)
{
	peer->wait_ms = ms;
}

bool cti_port_is_asked(const struct cti_port *port, struct cti__str leg)
{
	return port->is_asking && leg.n;
}

void cti_port_finding(struct cti_port *port,
		      const struct cti_finding_form *form,
		      const struct cti__str *values, size_t count)
{
	static const char *const levels[] = { "good", "note", "warning",
					      "fault" };
	size_t i;

	cti__buf_printf(&port->findings, "%s %s", levels[form->level],
			form->id);
	for (i = 0; i < count; i++) {
		if (!values[i].n)
			continue;
		cti__buf_char(&port->findings, ' ');
		cti__buf_str(&port->findings, values[i]);
	}
	cti__buf_char(&port->findings, '\n');
}

void cti_port_diagnosed(struct cti_port *port)
{
	port->diagnosed++;
}

void cti_port_detail(struct cti_port *port, const char *text)
{
	cti__buf_clear(&port->detail);
	cti__buf_text(&port->detail, text);
}

bool cti_port_is_replay(const struct cti_port *port)
{
	return port->is_replay;
}

uint64_t cti_port_epoch(const struct cti_port *port)
{
	return port->epoch;
}

int64_t cti_port_now_us(const struct cti_port *port)
{
	return port->now_us;
}

void cti_port_log(struct cti_port *port, const char *text)
{
	cti__buf_text(&port->log, text);
	cti__buf_char(&port->log, '\n');
}

const char *cti_settings_get(const struct cti_settings *settings,
			     const char *key)
{
	size_t i;

	for (i = 0; i < settings->count; i++)
		if (!strcmp(settings->key[i], key))
			return settings->value[i];
	return "";
}
