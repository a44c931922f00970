/* SPDX-License-Identifier: MIT */
/*
 * A WebSocket between the stream and the adapter: the upgrade, whole messages,
 * pings and the good-bye. Beneath it, TCP or TLS as of any other link.
 */
#include "core/client.h"
#include "core/link.h"
#include "io/stream.h"
#include "wire/websocket.h"

#include <cti/error.h>

/* One message may be so long; it is what an adapter may leave unread, too. */
#define MESSAGE_MAX (1024 * 1024)

/* Hand on what waits to be sent. */
static int flush(struct cti_link *link)
{
	struct cti__str out = cti__websocket_out(link->ws);
	int err = 0;

	if (out.n)
		err = cti__stream_send(link->stream, out.p, out.n);
	cti__websocket_sent(link->ws);
	return err;
}

static int make(struct cti_link *link, struct cti__buf *why)
{
	struct cti__buf host = { 0 }, path = { 0 };
	struct cti__websocket_opts opts = {
		.user = cti__str(cti_settings_get(&link->settings, "user")),
		.secret = cti__str(cti_settings_get(&link->settings, "secret")),
		.max_message = MESSAGE_MAX,
		.random = cti__loop_random,
	};
	int err = 0;

	cti__link_put_host(link, &host);
	if (link->adapter->path) {
		link->in_adapter++;
		err = link->adapter->path(link->state, &path);
		link->in_adapter--;
	}
	if (!err)
		err = host.err ? host.err : path.err;
	opts.host = cti__str_n(host.p, host.n);
	opts.path = cti__str_n(path.p, path.n);
	if (!err)
		err = cti__websocket_new(&link->ws, &opts, why);
	cti__buf_fini(&host);
	cti__buf_fini(&path);
	return err;
}

void cti__link_upgrade(struct cti_link *link)
{
	struct cti__buf why = { 0 };
	int err = make(link, &why);

	if (!err)
		err = flush(link);
	if (err)
		cti__link_closed(link, err,
				 why.n ? cti__buf_cstr(&why) :
					 cti_strerror(err));
	else
		cti__link_answering(link);
	cti__buf_fini(&why);
}

static void take(struct cti_link *link, enum cti__websocket_what what)
{
	struct cti__str message;

	if (what == CTI__WEBSOCKET_OPENED) {
		cti__link_opened(link);
	} else if (what == CTI__WEBSOCKET_MESSAGE) {
		message = cti__websocket_message(link->ws);
		cti__link_data(link, message.n ? message.p : "", message.n);
	}
}

void cti__link_frames(struct cti_link *link, const char *data, size_t len)
{
	struct cti__websocket *ws = link->ws;
	enum cti__websocket_what what;
	size_t used;
	int err, sent;

	cti__link_alive(link);
	do {
		err = cti__websocket_read(ws, data, len, &used, &what);
		data += used;
		len -= used;
		sent = flush(link);
		if (err)
			cti__link_closed(link, err, cti__websocket_detail(ws));
		else if (sent && sent != CTI_ESTATE)
			cti__link_closed(link, sent, cti_strerror(sent));
		else
			take(link, what);
		/* Any of it may have ended this connection. */
	} while (link->ws == ws && what != CTI__WEBSOCKET_NOTHING);
}

int cti__link_send_message(struct cti_link *link, const void *text, size_t len)
{
	int err;

	if (!link->ws)
		return CTI_ESTATE;
	err = cti__websocket_send(link->ws, text, len);
	return err ? err : flush(link);
}

int cti__link_ping(struct cti_link *link)
{
	int err;

	if (!link->ws)
		return CTI_ESTATE;
	err = cti__websocket_ping(link->ws);
	return err ? err : flush(link);
}

void cti__link_good_bye(struct cti_link *link)
{
	if (!link->ws)
		return;
	/* The stream may have ended before. */
	if (!cti__websocket_close(link->ws))
		(void)flush(link);
	cti__websocket_free(link->ws);
	link->ws = NULL;
}
