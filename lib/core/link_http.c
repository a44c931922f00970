/* SPDX-License-Identifier: MIT */
/*
 * Requests over HTTP beside a link's wire: same host and port, same login, same
 * TLS. They live no longer than the wire: an answer to an earlier connection
 * reaches no adapter.
 */
#include "core/client.h"
#include "core/link.h"
#include "io/http.h"

#include <cti/error.h>

/* A switch with ten thousand calls lists them in fewer bytes. */
#define ANSWER_MAX (64 * 1024 * 1024)

static void on_answer(void *arg, const struct cti__http_answer *answer)
{
	struct cti_link *link = arg;
	struct cti_client *client = link->client;
	struct cti__str body = answer->body;

	cti__client_enter(client);
	if (answer->err) {
		cti__link_log(link, CTI_LOG_DEBUG, "%s", answer->detail);
		body = cti__str(answer->detail);
	}
	link->in_adapter++;
	link->adapter->reply(link->state, answer->tag,
			     answer->err ? 0 : answer->status, body.p, body.n);
	link->in_adapter--;
	cti__link_settle(link);
	cti__client_leave(client);
}

static int begin(struct cti_link *link)
{
	struct cti__http_opts opts = CTI__HTTP_OPTS_INIT;
	const struct cti_settings *set = &link->settings;

	cti__link_net(link, &opts.net);
	opts.user = cti_settings_get(set, "user");
	opts.secret = cti_settings_get(set, "secret");
	opts.timeout_ms = (uint32_t)cti__settings_int(set, "http.timeout_ms");
	opts.max_body = ANSWER_MAX;
	return cti__http_new(&link->http, link->client->loop, &opts);
}

/* What would reach another host, or be cut off, is no path. */
static bool is_path(struct cti__str path)
{
	return path.n && path.p[0] == '/' && !memchr(path.p, '#', path.n) &&
	       !memchr(path.p, '\0', path.n);
}

static void put_url(struct cti_link *link, struct cti__str path,
		    struct cti__buf *out)
{
	struct cti__buf host = { 0 };
	size_t i;

	cti__link_put_host(link, &host);
	out->err = host.err;
	cti__buf_text(out, link->url.tls ? "https://" : "http://");
	/* The zone of an IPv6 address. */
	for (i = 0; i < host.n; i++) {
		cti__buf_char(out, host.p[i]);
		if (host.p[i] == '%')
			cti__buf_text(out, "25");
	}
	cti__buf_str(out, path);
	cti__buf_fini(&host);
}

int cti__link_http(struct cti_link *link, uint64_t tag, const char *method,
		   struct cti__str path, const void *body, size_t len)
{
	struct cti__http_request request = {
		.method = method,
		.body = body,
		.len = len,
		/* An order to dial must not be given twice. */
		.once = strcmp(method, "GET") != 0,
		.tag = tag,
		.fn = on_answer,
		.arg = link,
	};
	struct cti__buf url = { 0 };
	int err = is_path(path) ? 0 : CTI_EINVAL;

	if (!err && !link->http)
		err = begin(link);
	if (err)
		return err;
	put_url(link, path, &url);
	request.url = cti__buf_cstr(&url);
	err = url.err ? url.err : cti__http_ask(link->http, &request);
	cti__buf_fini(&url);
	return err;
}

void cti__link_forget_http(struct cti_link *link)
{
	cti__http_free(link->http);
	link->http = NULL;
}
