/* SPDX-License-Identifier: MIT */
/* How an application fetches what a client with a thread of its own has. */
#include "core/client.h"

#include <cti/error.h>
#include <cti/memory.h>

#define MAX_LINES 1000

static void tell(cti_client *client, const cti_event *ev)
{
	if (client->on_event)
		client->on_event(client, ev, client->user);
}

int cti_poll(cti_client *client, int timeout_ms, cti_event **out)
{
	int err;

	*out = NULL;
	if (!client->own)
		return CTI_ESTATE;
	err = cti__inbox_poll(&client->inbox, timeout_ms, out);
	if (!err)
		tell(client, *out);
	cti__client_left_poll(client);
	return err;
}

/* The event's line, or else it is counted as lost; what is before it stays. */
static int add_line(cti_client *client, struct cti__buf *out,
		    const cti_event *ev)
{
	size_t before = out->n;
	int err;

	cti__event_json(ev, out);
	cti__buf_char(out, '\n');
	/* Room for the NUL at the end, so that the end cannot fail. */
	err = cti__buf_reserve(out, 1);
	if (err) {
		out->n = before;
		out->err = 0;
		cti__inbox_lost(&client->inbox, ev);
	}
	return err;
}

/* Within one stay: nobody can close the client between two events. */
static int fetch_lines(cti_client *client, int timeout_ms, size_t max,
		       struct cti__buf *out)
{
	cti_event *ev;
	size_t n;
	int err = 0;

	for (n = 0; n < max && !err; n++) {
		err = n ? cti__inbox_more(&client->inbox, &ev)
			: cti__inbox_poll(&client->inbox, timeout_ms, &ev);
		if (err)
			break;
		tell(client, ev);
		err = add_line(client, out, ev);
		cti_event_unref(ev);
	}
	/* The rest comes with the next call, but for what is over for good. */
	return out->n && err != CTI_ECANCELED ? 0 : err;
}

int cti_poll_json(cti_client *client, int timeout_ms, size_t max, char **out,
		  size_t *len)
{
	struct cti__buf lines = { 0 };
	int err;

	*out = NULL;
	if (len)
		*len = 0;
	if (!client->own)
		return CTI_ESTATE;
	err = fetch_lines(client, timeout_ms, max ? max : MAX_LINES, &lines);
	if (!err)
		*out = cti__buf_take(&lines, len);
	cti__buf_fini(&lines);
	cti__client_left_poll(client);
	return err || *out ? err : CTI_ENOMEM;
}

int cti_wake(cti_client *client)
{
	if (!client->own)
		return CTI_ESTATE;
	cti__inbox_wake(&client->inbox);
	return 0;
}

int cti_fd(const cti_client *client)
{
	return client->own ? client->inbox.notify.fd : -1;
}

uint64_t cti_client_dropped(const cti_client *client)
{
	/* Locking is no change that a caller could see. */
	struct cti_client *own = (struct cti_client *)(uintptr_t)client;

	return own->own ? cti__inbox_dropped(&own->inbox) : 0;
}
