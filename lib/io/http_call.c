/* SPDX-License-Identifier: MIT */
/* One request over HTTP: what is sent of it, and what has come. */
#include "io/http_call.h"
#include "io/timer.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* Of all headers of an answer together. */
#define HEAD_MAX  65536
/* CURLE_TOO_LARGE, of libcurl 8.6 and later. */
#define TOO_LARGE 100

/* Letters only: nothing in it can end the line. */
static bool is_method(const char *method)
{
	size_t n = strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n && n < 20 && !method[n];
}

static bool is_header(const char *line)
{
	const char *c;

	for (c = line; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return *line != ':' && strchr(line, ':');
}

static bool is_url_text(const char *url)
{
	const char *c;

	for (c = url; *c; c++)
		if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7f)
			return false;
	return true;
}

static char *part_of(CURLU *url, CURLUPart what)
{
	char *part = NULL;

	if (curl_url_get(url, what, &part, CURLU_DEFAULT_PORT))
		return NULL;
	return part;
}

/* Whom a URL names. A user in it would end up in logs. */
static int take_name(struct cti__http_call *call, CURLU *url)
{
	char *scheme = part_of(url, CURLUPART_SCHEME);
	char *host = part_of(url, CURLUPART_HOST);
	char *port = part_of(url, CURLUPART_PORT);
	char *user = part_of(url, CURLUPART_USER);
	struct cti__buf name = { 0 };
	int err = CTI_EINVAL;

	if (scheme && host && port && !user &&
	    (!strcmp(scheme, "http") || !strcmp(scheme, "https"))) {
		call->tls = !strcmp(scheme, "https");
		cti__buf_text(&name, host);
		cti__buf_char(&name, ':');
		cti__buf_text(&name, port);
		call->name = cti__buf_take(&name, NULL);
		err = call->name ? 0 : CTI_ENOMEM;
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_free(user);
	return err;
}

static int take_url(struct cti__http_call *call, const char *text)
{
	CURLU *url;
	CURLUcode rc;
	int err;

	if (!is_url_text(text))
		return CTI_EINVAL;
	url = curl_url();
	if (!url)
		return CTI_ENOMEM;
	rc = curl_url_set(url, CURLUPART_URL, text, 0);
	if (rc)
		err = rc == CURLUE_OUT_OF_MEMORY ? CTI_ENOMEM : CTI_EINVAL;
	else
		err = take_name(call, url);
	curl_url_cleanup(url);
	if (!err && curl_easy_setopt(call->easy, CURLOPT_URL, text))
		err = CTI_ENOMEM;
	return err;
}

static int add_header(struct cti__http_call *call, const char *line)
{
	struct curl_slist *more = curl_slist_append(call->headers, line);

	if (!more)
		return CTI_ENOMEM;
	call->headers = more;
	return 0;
}

static int take_headers(struct cti__http_call *call, const char *login,
			const struct cti__http_request *request)
{
	const char *type = request->type ? request->type : "application/json";
	struct cti__buf line = { 0 };
	int err = 0;
	size_t i;

	/* libcurl would wait a second for a leave to send a larger body. */
	err = add_header(call, "Expect:");
	if (!err && login)
		err = add_header(call, login);
	cti__buf_text(&line, "Content-Type:");
	if (request->len) {
		cti__buf_char(&line, ' ');
		cti__buf_text(&line, type);
	}
	if (!err && !is_header(cti__buf_cstr(&line)))
		err = line.err ? CTI_ENOMEM : CTI_EINVAL;
	if (!err)
		err = add_header(call, cti__buf_cstr(&line));
	cti__buf_fini(&line);
	for (i = 0; !err && i < request->headers; i++)
		err = is_header(request->header[i])
			      ? add_header(call, request->header[i])
			      : CTI_EINVAL;
	if (!err &&
	    curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers))
		err = CTI_ENOMEM;
	return err;
}

static int take_body(struct cti__http_call *call,
		     const struct cti__http_request *request)
{
	const char *method = request->method;
	bool may_have = request->len || !strcmp(method, "POST") ||
			!strcmp(method, "PUT") || !strcmp(method, "PATCH");
	int bad = 0;

	if (!is_method(method) || (request->len && !strcmp(method, "HEAD")))
		return CTI_EINVAL;
	if (request->len) {
		call->payload = cti__str_dup(
			cti__str_n(request->body, request->len));
		if (!call->payload)
			return CTI_ENOMEM;
		call->payload_n = request->len;
	}
	/* Its end is said also if it is empty: some servers wait for it. */
	if (may_have) {
		bad |= curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE,
					(curl_off_t)request->len);
		bad |= curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS,
					call->payload ? call->payload : "");
	}
	if (!strcmp(method, "HEAD"))
		bad |= curl_easy_setopt(call->easy, CURLOPT_NOBODY, 1L);
	else
		bad |= curl_easy_setopt(call->easy, CURLOPT_CUSTOMREQUEST,
					method);
	if (request->once)
		bad |= curl_easy_setopt(call->easy, CURLOPT_FRESH_CONNECT, 1L);
	return bad ? CTI_ENOMEM : 0;
}

/* 0 makes libcurl give the request up. */
static size_t give_up(struct cti__http_call *call, int err)
{
	if (!call->err)
		call->err = err;
	return 0;
}

static size_t on_body(char *data, size_t one, size_t n, void *user)
{
	struct cti__http_call *call = user;

	(void)one;
	if (n > call->max_body - call->body.n)
		return give_up(call, CTI_ETOOBIG);
	cti__buf_add(&call->body, data, n);
	return call->body.err ? give_up(call, CTI_ENOMEM) : n;
}

static size_t on_head(char *data, size_t one, size_t n, void *user)
{
	struct cti__http_call *call = user;

	(void)one;
	/* What came before was "wait". */
	if (n > 5 && !memcmp(data, "HTTP/", 5)) {
		cti__buf_clear(&call->head);
		call->head_ended = false;
	}
	if (n && (*data == '\r' || *data == '\n'))
		call->head_ended = true;
	if (n > HEAD_MAX - call->head.n)
		return give_up(call, CTI_ETOOBIG);
	cti__buf_add(&call->head, data, n);
	return call->head.err ? give_up(call, CTI_ENOMEM) : n;
}

static int listen_to(struct cti__http_call *call)
{
	CURL *easy = call->easy;
	int bad = 0;

	bad |= curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
	bad |= curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->words);
	bad |= curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	bad |= curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
	bad |= curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
	bad |= curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	return bad ? CTI_ENOMEM : 0;
}

int cti__http_call_new(struct cti__http_call **out, CURL *common,
		       const char *login,
		       const struct cti__http_request *request, size_t max_body)
{
	struct cti__http_call *call = cti__calloc(1, sizeof(*call));
	int err = CTI_ENOMEM;

	*out = NULL;
	if (!call)
		return CTI_ENOMEM;
	cti__list_init(&call->node);
	call->max_body = max_body;
	call->tag = request->tag;
	call->fn = request->fn;
	call->arg = request->arg;
	call->easy = curl_easy_duphandle(common);
	if (call->easy)
		err = listen_to(call);
	if (!err)
		err = take_url(call, request->url);
	if (!err)
		err = take_headers(call, login, request);
	if (!err)
		err = take_body(call, request);
	if (err)
		cti__http_call_free(call);
	else
		*out = call;
	return err;
}

void cti__http_call_free(struct cti__http_call *call)
{
	struct curl_slist *line;

	if (!call)
		return;
	cti__list_del(&call->node);
	cti__timer_free(call->timer);
	if (call->easy)
		curl_easy_cleanup(call->easy);
	for (line = call->headers; line; line = line->next)
		cti__wipe(line->data, strlen(line->data));
	curl_slist_free_all(call->headers);
	cti__buf_fini(&call->head);
	cti__buf_fini(&call->body);
	/* A login may be in it, too. */
	cti__wipe(call->payload, call->payload_n);
	cti__free(call->payload);
	cti__free(call->name);
	cti__free(call);
}

static int say(struct cti__http_call *call, int err, const char *text)
{
	snprintf(call->detail, sizeof(call->detail), "%s: %s", call->name,
		 cti__say(text));
	return err;
}

static int explain_rest(struct cti__http_call *call,
			const struct cti__stream_opts *net)
{
	struct cti__stream_opts opts = *net;
	long os_err = 0;

	opts.tls = call->tls;
	curl_easy_getinfo(call->easy, CURLINFO_OS_ERRNO, &os_err);
	if (call->rc == CURLE_SEND_ERROR || call->rc == CURLE_RECV_ERROR)
		return cti__dial_explain_lost(call->detail, call->name,
					      call->tls, call->rc, (int)os_err,
					      call->words);
	return cti__dial_explain(call->detail, call->name, &opts, call->rc,
				 (int)os_err, call->words);
}

static int explain(struct cti__http_call *call,
		   const struct cti__stream_opts *net)
{
	switch (call->err) {
	case 0:
		break;
	case CTI_ETOOBIG:
		return say(call, CTI_ETOOBIG,
			   "the answer is larger than the limit for one; ask "
			   "for less at once");
	case CTI_ETIMEDOUT:
		cti__say_to(
			call->detail, sizeof(call->detail),
			"%s: no whole answer within %lu ms; check whether the "
			"server is overloaded, and the network",
			call->name, (unsigned long)call->timeout_ms);
		return CTI_ETIMEDOUT;
	default:
		return say(call, call->err, cti_strerror(call->err));
	}
	/* So libcurl calls a line of a head that is longer than it takes; later
	   versions have a name of their own for it. */
	if (call->head.n && !call->head_ended &&
	    (call->rc == CURLE_OUT_OF_MEMORY || (int)call->rc == TOO_LARGE))
		return say(call, CTI_ETOOBIG,
			   "a header of the answer is larger than the limit; "
			   "is it the right server?");
	switch (call->rc) {
	case CURLE_OK:
	case CURLE_PARTIAL_FILE:
		return say(call, CTI_EEOF,
			   "the answer was cut short; look into the server's "
			   "log");
	case CURLE_GOT_NOTHING:
		return say(call, CTI_EEOF,
			   "the server closed the connection without an "
			   "answer; look into its log");
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_BAD_CONTENT_ENCODING:
		return say(call, CTI_EPROTO,
			   "the other side does not speak HTTP; check the "
			   "port");
	default:
		return explain_rest(call, net);
	}
}

static bool is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

void cti__http_call_answer(struct cti__http_call *call,
			   const struct cti__stream_opts *net,
			   struct cti__http_answer *answer)
{
	long status = 0;

	memset(answer, 0, sizeof(*answer));
	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	answer->tag = call->tag;
	answer->status = status >= 200 && status <= 999 ? (int)status : 0;
	answer->headers = cti__str_n(call->head.p, call->head.n);
	/* libcurl is content with an answer that ends within its head. */
	if (call->err || call->rc || !call->head_ended)
		answer->err = explain(call, net);
	else if (is_redirect(answer->status))
		answer->err = say(call, CTI_EPROTO,
				  "the server sends us to another address, "
				  "which is not followed; name the right one");
	answer->detail = call->detail;
	if (answer->err)
		answer->body = CTI__STR("");
	else
		answer->body = cti__str_n(cti__buf_cstr(&call->body),
					  call->body.n);
}

struct cti__str cti__http_header(const struct cti__http_answer *answer,
				 const char *name)
{
	struct cti__str rest = answer->headers, line, value;

	while (rest.n) {
		line = cti__str_cut(rest, '\n', &rest);
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (cti__str_ieq(cti__str_cut(line, ':', &value),
				 cti__str(name)))
			return cti__str_trim(value);
	}
	return CTI__STR_NONE;
}
