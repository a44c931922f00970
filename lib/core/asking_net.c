/* SPDX-License-Identifier: MIT */
/* How a client's sources reach servers: identify's net over io's HTTP and LDAP.
 */
#include "core/asking.h"
#include "identify/net.h"
#include "io/http.h"
#include "io/ldap.h"
#include "util/alloc.h"

#include <cti/error.h>

#define WAITING_MAX 4096
/* More than a call may have as candidates. */
#define ENTRIES_MAX 20

/* One of the two is there. */
struct net {
	struct cti_client *client;
	struct cti__http *http;
	struct cti__ldap *ldap;
	cti__net_fn *fn;
};

/* The request's own argument travels as its tag. */
static void tell(struct net *net, uint64_t tag,
		 const struct cti__net_answer *answer)
{
	struct cti_client *client = net->client;

	cti__client_enter(client);
	net->fn((void *)(uintptr_t)tag, answer);
	cti__client_leave(client);
}

static void on_answer(void *arg, const struct cti__http_answer *have)
{
	struct cti__net_answer answer = {
		.err = have->err,
		.detail = have->detail,
		.status = have->status,
		.body = have->body,
	};

	if (!have->err) {
		answer.retry_after = cti__http_header(have, "Retry-After");
		answer.date = cti__http_header(have, "Date");
	}
	tell(arg, have->tag, &answer);
}

static void on_entries(void *arg, const struct cti__ldap_answer *have)
{
	struct cti__net_answer answer = {
		.err = have->err,
		.detail = have->detail,
		.status = have->err ? 0 : 200,
		.body = have->body,
	};

	tell(arg, have->tag, &answer);
}

static int open_http(struct net *net, const struct cti__net_opts *opts)
{
	struct cti__http_opts http = CTI__HTTP_OPTS_INIT;

	http.net.verify = opts->verify;
	http.net.ca_file = *opts->ca_file ? opts->ca_file : NULL;
	http.net.connect_timeout_ms = opts->timeout_ms;
	http.proxy = *opts->proxy ? opts->proxy : NULL;
	http.timeout_ms = opts->timeout_ms;
	http.max_active = opts->max_active;
	http.max_waiting = WAITING_MAX;
	http.max_body = opts->max_body;
	return cti__http_new(&net->http, net->client->loop, &http);
}

static int open_ldap(struct net *net, const struct cti__net_opts *opts)
{
	struct cti__ldap_opts ldap = {
		.url = opts->url,
		.user = opts->user ? opts->user : "",
		.secret = opts->secret ? opts->secret : "",
		.ca_file = opts->ca_file,
		.verify = opts->verify,
		.start_tls = opts->start_tls,
		.timeout_ms = opts->timeout_ms,
		.max_active = opts->max_active,
		.max_waiting = WAITING_MAX,
		.max_entries = ENTRIES_MAX,
		.max_body = opts->max_body,
	};

	return cti__ldap_new(&net->ldap, net->client->loop, &ldap, on_entries,
			     net);
}

static int open_net(void *user, void **out, const struct cti__net_opts *opts,
		    cti__net_fn *fn)
{
	struct net *net = cti__calloc(1, sizeof(*net));
	int err;

	*out = NULL;
	if (!net)
		return CTI_ENOMEM;
	net->client = user;
	net->fn = fn;
	err = strncmp(opts->url, "ldap", 4) == 0 ? open_ldap(net, opts)
						 : open_http(net, opts);
	if (err)
		cti__free(net);
	else
		*out = net;
	return err;
}

static int ask(void *handle, const struct cti__net_request *from)
{
	struct net *net = handle;
	uint64_t tag = (uint64_t)(uintptr_t)from->arg;
	struct cti__http_request request = {
		.method = from->method,
		.url = from->url,
		.header = from->header,
		.headers = from->headers,
		.body = from->body.n ? from->body.p : NULL,
		.len = from->body.n,
		.type = from->type,
		.once = from->once,
		.tag = tag,
		.fn = on_answer,
		.arg = net,
	};

	return net->ldap ? cti__ldap_search(net->ldap, from->url, tag)
			 : cti__http_ask(net->http, &request);
}

static void close_net(void *handle)
{
	struct net *net = handle;

	if (!net)
		return;
	cti__http_free(net->http);
	cti__ldap_free(net->ldap);
	cti__free(net);
}

void cti__asking_net(struct cti__net *net, struct cti_client *client)
{
	net->user = client;
	net->open = open_net;
	net->ask = ask;
	net->close = close_net;
}
