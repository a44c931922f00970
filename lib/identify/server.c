/* SPDX-License-Identifier: MIT */
/*
 * A server over HTTP as a source: each lookup tries the preset's ways to write
 * the number until one finds somebody; a login comes first where there is one.
 */
#include "identify/server.h"
#include "identify/credentials.h"
#include "identify/customer.h"
#include "identify/match.h"
#include "identify/outgoing.h"
#include "identify/reply.h"
#include "identify/rest.h"
#include "identify/settings.h"
#include "identify/writing.h"
#include "util/alloc.h"

#include <cti/error.h>

#define TIMEOUT_MS  3000
#define CONCURRENCY 8
#define MAX_ANSWER  (256 * 1024)
#define SECOND_US   INT64_C(1000000)

/* A lookup on its way. */
struct query {
	struct cti__list node; /* in asking, or waiting for a token */
	struct cti__server *server;
	cti_lookup *lookup;
	size_t number;	     /* the preset's way that is tried */
	uint32_t token_turn; /* of the token that it was sent with */
	bool again;	     /* sent once more after a 401 */
};

struct cti__server {
	char *name;
	struct cti__preset preset;
	struct cti__settings_of settings;
	const struct cti__identify_host *host;
	const cti_number_plan *plan;
	struct cti__app *app;
	void *net;
	struct cti__list asking, waiting;
	struct query login; /* stands for the login's request; no lookup */
	bool login_out;
	struct cti__credentials credentials;
	int told; /* the status or error that was told last */
	uint32_t inside;
	bool dead;
};

static void try_next(struct query *q);

static int64_t now_of(const struct cti__server *s)
{
	return s->host->now_us(s->host->user);
}

static void destroy(struct cti__server *s)
{
	cti__credentials_fini(&s->credentials);
	cti__preset_fini(&s->preset);
	cti__settings_of_fini(&s->settings);
	cti__free(s->name);
	cti__free(s);
}

static void drop_all(struct cti__list *list)
{
	struct query *q;

	while (!cti__list_empty(list)) {
		q = cti__list_entry(list->next, struct query, node);
		cti__list_del(&q->node);
		cti__lookup_drop(q->lookup);
		cti__free(q);
	}
}

static void server_free(void *state)
{
	struct cti__server *s = state;

	s->dead = true;
	if (s->net)
		s->host->net->close(s->net);
	s->net = NULL;
	drop_all(&s->asking);
	drop_all(&s->waiting);
	if (!s->inside)
		destroy(s);
}

static void leave(struct cti__server *s)
{
	s->inside--;
	if (s->dead && !s->inside)
		destroy(s);
}

/* Whatever is wrong is told once, until it is right or something else. */
static void tell(struct cti__server *s, int what, const char *text)
{
	if (s->told == what)
		return;
	s->told = what;
	cti__log(s->host->log, what ? CTI_LOG_WARN : CTI_LOG_INFO,
		 "identify: %s: %s", s->name, text);
}

/* The end of a lookup. The server may be gone behind it. */
static void finish(struct query *q, const struct cti__found *found)
{
	cti_lookup *lookup = q->lookup;
	struct cti__server *s = q->server;

	cti__list_del(&q->node);
	cti__free(q);
	if (found)
		cti__lookup_answer(lookup, found->item, found->count);
	else
		cti__lookup_fail(lookup, now_of(s));
}

static void fail_waiting(struct cti__server *s)
{
	struct query *q;

	s->inside++;
	while (!s->dead && !cti__list_empty(&s->waiting)) {
		q = cti__list_entry(s->waiting.next, struct query, node);
		finish(q, NULL);
	}
	leave(s);
}

/* Whether it is not a number that is looked up. */
static bool by_value(const struct query *q)
{
	return *cti_lookup_field(q->lookup);
}

static int put_by_value(const struct query *q, struct cti__str name,
			struct cti__buf *out)
{
	if (!cti__str_is(name, "value"))
		return CTI_ENOENT;
	cti__buf_text(out, cti_lookup_text(q->lookup));
	return out->err;
}

/* Names of a request: the number, its ways, the token and the settings. */
static int value_of(void *user, struct cti__str name, struct cti__buf *out)
{
	struct query *q = user;
	struct cti__server *s = q->server;

	if (cti__str_starts(name, CTI__STR("$")))
		return cti__settings_of_put(&s->settings,
					    cti__str_sub(name, 1, name.n), out);
	if (cti__str_is(name, "token")) {
		cti__buf_add(out, s->credentials.token.p,
			     s->credentials.token.n);
		return out->err;
	}
	if (!q->lookup)
		return CTI_ENOENT;
	if (by_value(q))
		return put_by_value(q, name, out);
	if (cti__str_is(name, "number"))
		name = s->preset.number[q->number];
	return cti__writing_put(out, name, cti_lookup_number(q->lookup),
				cti__str(cti_lookup_text(q->lookup)));
}

static int send(struct query *q, struct cti__outgoing *out,
		struct cti__str method)
{
	const char *header[CTI__OUTGOING_HEADERS];
	struct cti__net_request request = {
		.url = cti__buf_cstr(&out->url),
		.header = header,
		.headers = out->headers,
		.body = { out->body.p, out->body.n },
		.arg = q,
	};
	char word[16];
	size_t i;

	if (method.n >= sizeof(word))
		return CTI_EINVAL;
	memcpy(word, method.p, method.n);
	word[method.n] = '\0';
	request.method = word;
	if (out->is_form)
		request.type = "application/x-www-form-urlencoded";
	for (i = 0; i < out->headers; i++)
		header[i] = cti__buf_cstr(&out->header[i]);
	return q->server->host->net->ask(q->server->net, &request);
}

static int send_request(struct query *q,
			const struct cti__preset_request *request, bool auth)
{
	struct cti__server *s = q->server;
	struct cti__outgoing out;
	struct cti__buf why = { 0 };
	int err = cti__outgoing_make(
		&out, request,
		cti__str(cti__settings_of_text(&s->settings, "base")), value_of,
		q, &why);

	if (!err && auth)
		err = cti__credentials_put(&s->credentials, &out);
	if (!err)
		err = send(q, &out, request->method);
	if (err)
		cti__log(s->host->log, CTI_LOG_DEBUG,
			 "identify: %s: a request cannot be sent: %s", s->name,
			 why.n ? cti__buf_cstr(&why) : cti_strerror(err));
	cti__outgoing_fini(&out);
	cti__buf_fini(&why);
	return err;
}

static bool may_send(const struct cti__server *s)
{
	return cti__credentials_ready(&s->credentials, now_of(s));
}

/* Fetch a token for those who wait. */
static void log_in(struct cti__server *s)
{
	if (s->login_out)
		return;
	s->login_out = true;
	if (!send_request(&s->login, &s->preset.login, false))
		return;
	s->login_out = false;
	tell(s, CTI_EINVAL,
	     "its login cannot be sent; check base, user and "
	     "secret");
	fail_waiting(s);
}

static const struct cti__preset_request *request_of(const struct query *q)
{
	const struct cti__preset *p = &q->server->preset;

	if (!by_value(q))
		return &p->request;
	return cti__preset_by(p, cti__str(cti_lookup_field(q->lookup)));
}

static void ask_server(struct query *q)
{
	struct cti__server *s = q->server;
	int err;

	cti__list_del(&q->node);
	if (!may_send(s)) {
		cti__list_add(&s->waiting, &q->node);
		log_in(s);
		return;
	}
	cti__list_add(&s->asking, &q->node);
	q->token_turn = s->credentials.turn;
	err = send_request(q, request_of(q), true);
	if (!err)
		return;
	/* A caller who cannot be asked for so is asked for otherwise. */
	if (err == CTI_EINVAL) {
		q->number++;
		try_next(q);
	} else {
		finish(q, NULL);
	}
}

/* Whether a way to write it says no more than those before it. */
static bool is_old(const struct query *q, const struct cti__buf *now)
{
	const struct cti__preset *p = &q->server->preset;
	struct cti__buf before = { 0 };
	bool same = !now->n;
	size_t i;

	for (i = 0; i < q->number && !same; i++) {
		cti__buf_clear(&before);
		(void)cti__writing_put(&before, p->number[i],
				       cti_lookup_number(q->lookup),
				       cti__str(cti_lookup_text(q->lookup)));
		same = cti__str_eq(cti__str_n(before.p, before.n),
				   cti__str_n(now->p, now->n));
	}
	cti__buf_fini(&before);
	return same;
}

/* Ask with the present way to write the number or a later one. */
static void try_next(struct query *q)
{
	static const struct cti__found none = { NULL, 0, 0 };
	const struct cti__preset *p = &q->server->preset;
	struct cti__buf now = { 0 };
	bool old = true;

	/* A value is written in one way only. */
	if (by_value(q)) {
		if (q->number)
			finish(q, &none);
		else
			ask_server(q);
		return;
	}

	for (; q->number < p->numbers; q->number++) {
		cti__buf_clear(&now);
		(void)cti__writing_put(&now, p->number[q->number],
				       cti_lookup_number(q->lookup),
				       cti__str(cti_lookup_text(q->lookup)));
		old = is_old(q, &now);
		if (!old)
			break;
	}
	cti__buf_fini(&now);
	if (old)
		finish(q, &none);
	else
		ask_server(q);
}

static void server_ask(void *state, cti_lookup *lookup)
{
	struct cti__server *s = state;
	struct query *q = cti__calloc(1, sizeof(*q));

	if (!q) {
		cti__lookup_fail(lookup, now_of(s));
		return;
	}
	cti__list_init(&q->node);
	q->server = s;
	q->lookup = lookup;
	s->inside++;
	try_next(q);
	leave(s);
}

/* Of a search for parts: whose numbers are all others was not meant. */
static void keep_meant(const struct query *q, struct cti__found *found)
{
	struct cti__match m;
	size_t i, kept = 0;

	for (i = 0; i < found->count; i++) {
		m = (struct cti__match){
			.asked = cti_lookup_number(q->lookup),
			.plan = q->server->plan,
			.key = "",
		};
		if (!cti__match_customer(&m, found->item[i]) || m.score)
			found->item[kept++] = found->item[i];
		else
			cti_customer_unref(found->item[i]);
	}
	found->count = kept;
}

static void on_found(struct query *q, struct cti__str body)
{
	struct cti__server *s = q->server;
	struct cti__reply reply = { &s->preset, cti__settings_of_put,
				    &s->settings };
	struct cti__found found = { NULL, 0, 0 };
	struct cti__buf why = { 0 };
	int err = cti__reply_read(&reply, body, &found, &why);

	if (err) {
		tell(s, err, why.n ? cti__buf_cstr(&why) : cti_strerror(err));
		finish(q, NULL);
	} else {
		tell(s, 0, "it answers again");
		if (s->preset.strict && !by_value(q))
			keep_meant(q, &found);
		if (found.count) {
			finish(q, &found);
		} else {
			q->number++;
			try_next(q);
		}
	}
	cti__found_fini(&found);
	cti__buf_fini(&why);
}

static const char *advice(int status)
{
	switch (status) {
	case 401:
	case 403:
		return "the server refuses the login; check user, secret and "
		       "the rights of that account";
	case 429:
		return "too many requests; it is left alone for the time that "
		       "it asks for";
	default:
		return status >= 500 ? "the server is in trouble"
				     : "the server refuses the request; check "
				       "base and preset";
	}
}

static void on_status(struct cti__server *s,
		      const struct cti__net_answer *answer)
{
	struct cti__buf said = { 0 }, line = { 0 };

	if (answer->status == 429 ||
	    (answer->status == 503 && answer->retry_after.n))
		cti__app_rest(s->app,
			      now_of(s) + SECOND_US * cti__rest_seconds(
							      answer->retry_after,
							      answer->date));
	cti__reply_error(&s->preset, answer->body, &said);
	cti__buf_printf(&line, "%s (HTTP %d%s%s)", advice(answer->status),
			answer->status, said.n ? ": " : "",
			cti__buf_cstr(&said));
	tell(s, answer->status, cti__buf_cstr(&line));
	cti__buf_fini(&said);
	cti__buf_fini(&line);
}

static bool is_success(int status)
{
	return status >= 200 && status < 300;
}

static void wake_waiting(struct cti__server *s)
{
	struct query *q;

	while (!s->dead && may_send(s) && !cti__list_empty(&s->waiting)) {
		q = cti__list_entry(s->waiting.next, struct query, node);
		ask_server(q);
	}
	if (!s->dead && !cti__list_empty(&s->waiting))
		log_in(s);
}

static int take_token(struct cti__server *s, struct cti__str body)
{
	struct cti__buf why = { 0 };
	int err = cti__credentials_take(&s->credentials, body, now_of(s), &why);

	if (err)
		tell(s, err, why.n ? cti__buf_cstr(&why) : cti_strerror(err));
	cti__buf_fini(&why);
	return err;
}

static void on_login(struct cti__server *s,
		     const struct cti__net_answer *answer)
{
	bool ok = !answer->err && is_success(answer->status);

	s->login_out = false;
	if (answer->err)
		tell(s, answer->err, answer->detail);
	else if (!ok)
		on_status(s, answer);
	if (ok && !take_token(s, answer->body))
		wake_waiting(s);
	else
		fail_waiting(s);
}

/* The token is not taken any more: fetch another, once for each lookup. */
static bool renews(struct query *q, int status)
{
	struct cti__server *s = q->server;

	if (status != 401 || !s->preset.login.method.n || q->again)
		return false;
	q->again = true;
	cti__credentials_refused(&s->credentials, q->token_turn);
	ask_server(q);
	return true;
}

static void on_query(struct query *q, const struct cti__net_answer *answer)
{
	struct cti__server *s = q->server;

	if (answer->err) {
		tell(s, answer->err, answer->detail);
		finish(q, NULL);
	} else if (answer->status == 404 || answer->status == 204) {
		q->number++;
		try_next(q);
	} else if (is_success(answer->status)) {
		on_found(q, answer->body);
	} else if (!renews(q, answer->status)) {
		on_status(s, answer);
		finish(q, NULL);
	}
}

static void on_answer(void *arg, const struct cti__net_answer *answer)
{
	struct query *q = arg;
	struct cti__server *s = q->server;

	s->inside++;
	if (q == &s->login)
		on_login(s, answer);
	else
		on_query(q, answer);
	leave(s);
}

static bool server_asks_by(void *state, struct cti__str field)
{
	const struct cti__server *s = state;

	return cti__preset_by(&s->preset, field);
}

const struct cti__source_ops cti__server_ops = {
	.free = server_free,
	.ask = server_ask,
	.asks_by = server_asks_by,
};

static int open_net(struct cti__server *s, const struct cti__detail *detail)
{
	const struct cti__settings_of *set = &s->settings;
	struct cti__net_opts opts = {
		.url = cti__settings_of_text(set, "base"),
		.start_tls = strcmp(cti__settings_of_text(set, "start_tls"),
				    "true") == 0,
		.ca_file = cti__settings_of_text(set, "ca_file"),
		.proxy = cti__settings_of_text(set, "proxy"),
		.verify = strcmp(cti__settings_of_text(set, "verify"),
				 "false") != 0,
		.timeout_ms = cti__settings_of_number(set, "timeout_ms",
						      TIMEOUT_MS),
		.max_active = cti__settings_of_number(set, "concurrency",
						      CONCURRENCY),
		.max_body = cti__settings_of_number(set, "max_answer",
						    MAX_ANSWER),
	};
	int err;

	if (s->preset.is_directory) {
		opts.user = cti__settings_of_text(set, "user");
		opts.secret = cti__settings_of_text(set, "secret");
		if (*opts.user && !*opts.secret)
			return cti__detail(detail, CTI_EVALUE,
					   "secret must be given with user: a "
					   "directory takes a login without a "
					   "password for none");
	}
	if (!s->host->net)
		return cti__detail(detail, CTI_ENOTSUP,
				   "servers cannot be asked from here");
	err = s->host->net->open(s->host->net->user, &s->net, &opts, on_answer);
	if (err == CTI_ENOTSUP)
		return cti__detail(detail, err,
				   "this libcti was built without LDAP; "
				   "install libldap-dev and build it again");
	return err ? cti__detail(detail, err, "%s", cti_strerror(err)) : 0;
}

int cti__server_new(struct cti__server **out,
		    const struct cti__server_opts *opts)
{
	struct cti__server *s = cti__calloc(1, sizeof(*s));
	int err = 0;

	*out = NULL;
	if (s)
		s->name = cti__str_dup(cti__str(opts->name));
	if (!s || !s->name) {
		cti__free(s);
		return cti__detail(opts->detail, CTI_ENOMEM, "out of memory");
	}
	s->host = opts->host;
	s->plan = opts->plan;
	s->app = opts->app;
	s->credentials.preset = &s->preset;
	s->credentials.settings = &s->settings;
	s->login.server = s;
	cti__list_init(&s->asking);
	cti__list_init(&s->waiting);
	err = cti__preset_load(&s->preset, opts->preset, opts->detail);
	if (!err)
		err = cti__settings_of_init(&s->settings, &s->preset,
					    opts->settings, opts->detail);
	if (!err)
		err = open_net(s, opts->detail);
	if (err)
		server_free(s);
	else
		*out = s;
	return err;
}
