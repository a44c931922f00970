/* SPDX-License-Identifier: MIT */
/* How a client's sources reach servers: identify's net over io's HTTP. */
#include "core/asking.h"
#include "identify/net.h"
#include "io/http.h"
#include "util/alloc.h"

#include <cti/error.h>

#define WAITING_MAX 4096

struct net {
	struct cti_client *client;
	struct cti__http *http;
	cti__net_fn *fn;
};

static void on_answer(void *arg, const struct cti__http_answer *have)
{
	struct net *net = arg;
	struct cti_client *client = net->client;
	struct cti__net_answer answer = {
		.err = have->err,
		.detail = have->detail,
		.status = have->status,
		.body = have->body,
	};

	if (!have->err)
		answer.retry_after = cti__http_header(have, "Retry-After");
	cti__client_enter(client);
	/* The request's own argument travels as its tag. */
	net->fn((void *)(uintptr_t)have->tag, &answer);
	cti__client_leave(client);
}

static int open_net(void *user, void **out, const struct cti__net_opts *opts,
		    cti__net_fn *fn)
{
	struct cti__http_opts http = CTI__HTTP_OPTS_INIT;
	struct cti_client *client = user;
	struct net *net = cti__calloc(1, sizeof(*net));
	int err;

	*out = NULL;
	if (!net)
		return CTI_ENOMEM;
	net->client = client;
	net->fn = fn;
	http.net.verify = opts->verify;
	http.net.ca_file = *opts->ca_file ? opts->ca_file : NULL;
	http.net.connect_timeout_ms = opts->timeout_ms;
	http.proxy = *opts->proxy ? opts->proxy : NULL;
	http.timeout_ms = opts->timeout_ms;
	http.max_active = opts->max_active;
	http.max_waiting = WAITING_MAX;
	http.max_body = opts->max_body;
	err = cti__http_new(&net->http, client->loop, &http);
	if (err)
		cti__free(net);
	else
		*out = net;
	return err;
}

static int ask(void *handle, const struct cti__net_request *from)
{
	struct net *net = handle;
	struct cti__http_request request = {
		.method = from->method,
		.url = from->url,
		.header = from->header,
		.headers = from->headers,
		.body = from->body.n ? from->body.p : NULL,
		.len = from->body.n,
		.type = from->type,
		.once = from->once,
		.tag = (uint64_t)(uintptr_t)from->arg,
		.fn = on_answer,
		.arg = net,
	};

	return cti__http_ask(NULL, net->http, &request);
}

static void close_net(void *handle)
{
	struct net *net = handle;

	if (!net)
		return;
	cti__http_free(net->http);
	cti__free(net);
}

void cti__asking_net(struct cti__net *net, struct cti_client *client)
{
	net->user = client;
	net->open = open_net;
	net->ask = ask;
	net->close = close_net;
}
