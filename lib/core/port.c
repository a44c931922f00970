/* SPDX-License-Identifier: MIT */
/*
 * The port: what the core does for an adapter. Nothing here calls the adapter;
 * what must waits in link->pending until the adapter has returned.
 */
#include "core/client.h"
#include "core/link.h"
#include "core/request.h"
#include "core/routing.h"
#include "util/say.h"

#include <cti/error.h>

/* Nothing of a connection that is gone or given up counts. */
static bool counts(const struct cti_link *link)
{
	return link->is_open && !(link->pending & CTI__PENDING_DROP);
}

void cti_port_send(struct cti_port *port, const void *data, size_t len)
{
	struct cti_link *link = port->link;
	int err;

	if (!counts(link))
		return;
	err = link->env->send(link, data, len);
	if (!err)
		link->stats.bytes_out += len;
	else if (err != CTI_ESTATE)
		cti_port_fail(port, err, cti__str(cti_strerror(err)));
}

int cti_port_http(struct cti_port *port, uint64_t tag, const char *method,
		  struct cti__str path, const void *body, size_t len)
{
	struct cti_link *link = port->link;

	if (!counts(link))
		return CTI_ELINKDOWN;
	if (link->env->is_replay)
		return 0;
	if (!link->adapter->http || !link->env->http)
		return CTI_ENOTSUP;
	return link->env->http(link, tag, method, path, body, len);
}

void cti_port_ready(struct cti_port *port)
{
	if (counts(port->link))
		cti__link_step(port->link, CTI__INPUT_READY, 0, CTI__STR_NONE);
}

void cti_port_synced(struct cti_port *port)
{
	if (counts(port->link))
		cti__link_step(port->link, CTI__INPUT_SYNCED, 0, CTI__STR_NONE);
}

void cti_port_fail(struct cti_port *port, int err, struct cti__str detail)
{
	struct cti_link *link = port->link;

	/* The first reason is the reason. */
	if (!counts(link))
		return;
	link->pending |= CTI__PENDING_DROP;
	link->drop_err = err;
	cti__buf_clear(&link->drop_detail);
	/* The simulator's words are whole sentences, and no other side's. */
	if (link->adapter->wire == CTI_WIRE_NONE && detail.n) {
		cti__buf_str(&link->drop_detail, detail);
		return;
	}
	cti__buf_text(&link->drop_detail, cti_strerror(err));
	if (detail.n && !cti__str_is(detail, cti_strerror(err))) {
		cti__buf_text(&link->drop_detail, ": ");
		cti__buf_str(&link->drop_detail, detail);
	}
}

void cti_port_message(struct cti_port *port, struct cti__str raw)
{
	if (port->link->client->trace.fn && counts(port->link))
		cti__trace_message(port->link, raw);
}

void cti_port_report(struct cti_port *port, const struct cti_fact *fact)
{
	if (!counts(port->link))
		return;
	cti__switch_fact(port->link->sw, port->link, fact);
	cti__requests_fact(port->link, fact);
	cti__routing_fact(port->link, fact);
}

void cti_port_done(struct cti_port *port, uint64_t tag, int err,
		   struct cti__str detail)
{
	if (!cti__requests_done(port->link, tag, err, detail))
		port->link->stats.orphans++;
}

void cti_port_wake(struct cti_port *port, uint32_t ms)
{
	port->link->env->wake(port->link, ms);
}

void cti_port_count(struct cti_port *port, uint32_t messages,
		    uint32_t malformed, uint32_t orphans)
{
	port->link->stats.messages += messages;
	port->link->stats.malformed += malformed;
	port->link->stats.orphans += orphans;
}

void cti_port_detail(struct cti_port *port, const char *text)
{
	cti__buf_clear(&port->link->port_detail);
	cti__buf_text(&port->link->port_detail, cti__say(text));
}

bool cti_port_is_asked(const struct cti_port *port, struct cti__str leg)
{
	return cti__routing_asks(port->link->client, leg);
}

bool cti_port_is_replay(const struct cti_port *port)
{
	return port->link->env->is_replay;
}

uint64_t cti_port_epoch(const struct cti_port *port)
{
	return port->link->epoch;
}

int64_t cti_port_now_us(const struct cti_port *port)
{
	return cti__link_now_us(port->link);
}

void cti_port_log(struct cti_port *port, const char *text)
{
	cti__link_log(port->link, CTI_LOG_DEBUG, "%s", text);
}
