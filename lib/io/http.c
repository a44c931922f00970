/* SPDX-License-Identifier: MIT */
/* Requests over HTTP, several at once, by libcurl on our loop. */
#include "io/http.h"
#include "io/easy.h"
#include "io/http_call.h"
#include "io/inside.h"
#include "io/multi.h"
#include "io/sigpipe.h"
#include "io/timer.h"
#include "util/alloc.h"
#include "util/base64.h"

#include <cti/error.h>

struct cti__http {
	struct cti__loop *loop;
	struct cti__member member;
	struct cti__multi multi;
	struct cti__later later; /* somebody is to be told, or to be started */
	CURL *common;		 /* what all requests share */
	char *login;		 /* "Authorization: Basic ..." */
	struct cti__stream_opts net; /* its texts are not kept */
	uint32_t timeout_ms, max_active, max_waiting;
	size_t max_body;
	struct cti__list waiting, active, ended;
	size_t waiting_n, active_n;
	bool in_callback;
	bool closed; /* freed when the callback returns */
};

static void withdraw(struct cti__http_call *call)
{
	struct cti__http *http = call->http;
	struct cti__sigpipe hold;

	if (call->stage == CTI__HTTP_ACTIVE) {
		cti__sigpipe_hold(&hold, !http->loop->own);
		curl_multi_remove_handle(http->multi.curl, call->easy);
		cti__sigpipe_let_go(&hold);
		http->active_n--;
	} else if (call->stage == CTI__HTTP_WAITING) {
		http->waiting_n--;
	}
	cti__list_del(&call->node);
}

/* Its owner is told in tell(). */
static void end(struct cti__http_call *call, CURLcode rc, int err)
{
	withdraw(call);
	call->stage = CTI__HTTP_ENDED;
	call->rc = rc;
	if (!call->err)
		call->err = err;
	cti__list_add(&call->http->ended, &call->node);
}

static struct cti__http_call *first(struct cti__list *list)
{
	return cti__list_entry(list->next, struct cti__http_call, node);
}

/* Those that wait get their turn. */
static void start_more(struct cti__http *http)
{
	struct cti__http_call *call;

	while (http->active_n < http->max_active && http->waiting_n) {
		call = first(&http->waiting);
		if (curl_multi_add_handle(http->multi.curl, call->easy)) {
			end(call, CURLE_OK, CTI_ENOMEM);
			cti__later_start(&http->later, http->loop);
			continue;
		}
		withdraw(call);
		call->stage = CTI__HTTP_ACTIVE;
		http->active_n++;
		cti__list_add(&http->active, &call->node);
	}
}

/* Back from a callback: whether the owner is still there. */
static bool tell_one(struct cti__http *http)
{
	struct cti__http_call *call = first(&http->ended);
	struct cti__http_answer answer;

	cti__list_del(&call->node);
	/* Not to be met by whoever closes the loop in the callback. */
	cti__timer_free(call->timer);
	call->timer = NULL;
	cti__http_call_answer(call, &http->net, &answer);
	http->in_callback = true;
	call->fn(call->arg, &answer);
	http->in_callback = false;
	cti__http_call_free(call);
	if (!http->closed)
		return true;
	cti__free(http);
	return false;
}

/* The last thing to be done: the owner may be gone after it. */
static void tell(struct cti__http *http)
{
	start_more(http);
	while (!cti__list_empty(&http->ended))
		if (!tell_one(http))
			return;
	start_more(http);
}

static void on_later(void *arg)
{
	tell(arg);
}

static void on_time(void *arg)
{
	struct cti__http_call *call = arg;
	struct cti__http *http = call->http;

	if (call->stage != CTI__HTTP_ENDED)
		end(call, CURLE_OK, CTI_ETIMEDOUT);
	tell(http);
}

static void on_step(void *arg, CURLMcode rc)
{
	struct cti__http *http = arg;
	struct cti__http_call *call;
	CURLcode result;
	CURLMsg *msg;
	char *mine;
	int n;

	while ((msg = curl_multi_info_read(http->multi.curl, &n))) {
		/* The message goes with its handle. */
		result = msg->data.result;
		if (!curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE,
				       &mine))
			end((void *)mine, result, 0);
	}
	/* Which of them it was libcurl does not say. */
	while (rc && !cti__list_empty(&http->active)) {
		call = first(&http->active);
		end(call, CURLE_OUT_OF_MEMORY, 0);
	}
	http->multi.nomem = false;
	tell(http);
}

static void free_calls(struct cti__list *list)
{
	struct cti__http_call *call;

	while (!cti__list_empty(list)) {
		call = first(list);
		withdraw(call);
		cti__http_call_free(call);
	}
}

void cti__http_free(struct cti__http *http)
{
	if (!http || http->closed)
		return;
	http->closed = true;
	cti__list_del(&http->member.node);
	free_calls(&http->waiting);
	free_calls(&http->active);
	free_calls(&http->ended);
	cti__later_stop(&http->later);
	cti__multi_fini(&http->multi);
	if (http->common)
		curl_easy_cleanup(http->common);
	http->common = NULL;
	cti__free_secret(http->login);
	http->login = NULL;
	if (!http->in_callback)
		cti__free(http);
}

static void drop(struct cti__member *member)
{
	cti__http_free(cti__list_entry(member, struct cti__http, member));
}

static int take_login(struct cti__http *http, const char *user,
		      const char *secret)
{
	struct cti__buf pair = { 0 }, line = { 0 };
	size_t n = user ? strlen(user) : 0;

	if (!n)
		return 0;
	if (strchr(user, ':'))
		return CTI_EINVAL;
	if (!secret)
		secret = "";
	/* All room at once: what grows leaves copies behind. */
	cti__buf_reserve(&pair, n + strlen(secret) + 1);
	cti__buf_text(&pair, user);
	cti__buf_char(&pair, ':');
	cti__buf_text(&pair, secret);
	cti__buf_reserve(&line, 64 + 2 * pair.n);
	cti__buf_text(&line, "Authorization: Basic ");
	cti__base64_put(&line, pair.p, pair.n);
	http->login = pair.err ? NULL : cti__buf_take(&line, NULL);
	cti__buf_wipe(&line);
	cti__buf_wipe(&pair);
	return http->login ? 0 : CTI_ENOMEM;
}

static int set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return (int)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	return (int)curl_easy_setopt(easy, CURLOPT_PROTOCOLS,
				     (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static int set_common(struct cti__http *http, const struct cti__http_opts *opts)
{
	struct cti__stream_opts net = opts->net;
	CURL *easy = curl_easy_init();
	int bad = 0;

	http->common = easy;
	if (!easy)
		return CTI_ENOMEM;
	net.tls = true; /* the settings of it: the URL decides */
	bad |= cti__easy_set_net(easy, &net, &http->net);
	bad |= set_protocols(easy);
	bad |= curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
				(long)CURL_HTTP_VERSION_1_1);
	bad |= curl_easy_setopt(easy, CURLOPT_USERAGENT, "libcti");
	if (opts->proxy) {
		bad |= curl_easy_setopt(easy, CURLOPT_PROXY, opts->proxy);
		bad |= curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	}
	return bad ? CTI_ENOMEM : 0;
}

static int begin(struct cti__http *http, const struct cti__http_opts *opts)
{
	int err = cti__multi_init(&http->multi, http->loop, on_step, http);

	if (!err && curl_multi_setopt(http->multi.curl, CURLMOPT_MAXCONNECTS,
				      (long)opts->max_active))
		err = CTI_ENOMEM;
	if (!err)
		err = set_common(http, opts);
	return err ? err : take_login(http, opts->user, opts->secret);
}

int cti__http_new(struct cti__http **out, struct cti__loop *loop,
		  const struct cti__http_opts *opts)
{
	struct cti__http *http;
	int err;

	*out = NULL;
	if (loop->down)
		return CTI_ESTATE;
	http = cti__calloc(1, sizeof(*http));
	if (!http)
		return CTI_ENOMEM;
	http->loop = loop;
	http->net = opts->net;
	http->timeout_ms = opts->timeout_ms;
	http->max_active = opts->max_active;
	http->max_waiting = opts->max_waiting;
	http->max_body = opts->max_body;
	http->member.drop = drop;
	cti__list_init(&http->member.node);
	cti__list_init(&http->waiting);
	cti__list_init(&http->active);
	cti__list_init(&http->ended);
	cti__later_init(&http->later, on_later, http);
	err = begin(http, opts);
	if (err) {
		cti__http_free(http);
		return err;
	}
	cti__list_add(&loop->streams, &http->member.node);
	*out = http;
	return 0;
}

int cti__http_ask(struct cti__http *http,
		  const struct cti__http_request *request)
{
	struct cti__http_call *call;
	int err;

	if (http->active_n >= http->max_active &&
	    http->waiting_n >= http->max_waiting)
		return CTI_EAGAIN;
	err = cti__http_call_new(&call, http->common, http->login, request,
				 http->max_body);
	if (err)
		return err;
	call->http = http;
	err = cti__timer_new(&call->timer, http->loop, on_time, call);
	if (err) {
		cti__http_call_free(call);
		return err;
	}
	call->timeout_ms = request->timeout_ms ? request->timeout_ms
					       : http->timeout_ms;
	cti__timer_start(call->timer, call->timeout_ms);
	cti__list_add(&http->waiting, &call->node);
	http->waiting_n++;
	start_more(http);
	return 0;
}

size_t cti__http_pending(const struct cti__http *http)
{
	return http->waiting_n + http->active_n;
}
