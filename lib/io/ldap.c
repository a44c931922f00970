/* SPDX-License-Identifier: MIT */
/*
 * Searches in a directory over LDAP: who waits, who is on the way, and the one
 * connection. Connecting blocks, so a thread does it; the rest does not.
 */
#include "io/ldap.h"
#include "io/inside.h"
#include "io/ldap_conn.h"
#include "io/timer.h"
#include "io/watch.h"
#include "io/work.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* Directories lock an account after some refused logins. */
#define LOGIN_REST_US INT64_C(60000000)

enum stage { WAITING, ACTIVE, ENDED };

struct search {
	struct cti__list node;
	struct cti__ldap *ldap;
	struct cti__ldap_query *query;
	struct cti__timer *timer;
	uint64_t tag;
	enum stage stage;
	int id; /* while active */
	int64_t sent_us;
	bool again; /* its connection was lost once */
	struct cti__buf body;
	int err;
	char detail[CTI__LDAP_DETAIL];
};

struct cti__ldap {
	struct cti__loop *loop;
	struct cti__member member;
	struct cti__ldap_opts opts; /* its texts are owned */
	char *text[4];		    /* url, user, secret, ca_file */
	cti__ldap_fn *fn;
	void *arg;
	struct cti__later later; /* somebody is to be told, or to be started */
	struct cti__ldap_conn *conn; /* NULL: none */
	struct cti__watch *watch;
	int64_t heard_us; /* when the last message came */
	struct cti__list waiting, active, ended;
	uint32_t waiting_n, active_n;
	/* Of the thread that connects, while it does. */
	bool connecting;
	struct cti__ldap_conn *fresh;
	int fresh_err;
	char fresh_detail[CTI__LDAP_DETAIL];
	/* No login is tried before, for this reason. */
	int64_t rest_until_us;
	char refusal[CTI__LDAP_DETAIL];
	bool in_callback;
	bool closed; /* freed when the callback and the thread are back */
};

static void free_if_last(struct cti__ldap *ldap)
{
	size_t i;

	if (!ldap->closed || ldap->in_callback || ldap->connecting)
		return;
	for (i = 0; i < 4; i++)
		cti__free_secret(ldap->text[i]);
	cti__free(ldap);
}

static void search_free(struct search *search)
{
	cti__timer_free(search->timer);
	cti__ldap_query_free(search->query);
	cti__buf_fini(&search->body);
	cti__free(search);
}

static void withdraw(struct search *search)
{
	if (search->stage == ACTIVE)
		search->ldap->active_n--;
	else if (search->stage == WAITING)
		search->ldap->waiting_n--;
	cti__list_del(&search->node);
}

static void wait_for_turn(struct search *search)
{
	search->stage = WAITING;
	search->ldap->waiting_n++;
	cti__list_add(&search->ldap->waiting, &search->node);
}

/* It is told in tell(). */
static void end(struct search *search, int err, const char *detail)
{
	withdraw(search);
	search->stage = ENDED;
	search->err = err;
	snprintf(search->detail, sizeof(search->detail), "%s",
		 *detail || !err ? detail : cti_strerror(err));
	cti__list_add(&search->ldap->ended, &search->node);
	cti__later_start(&search->ldap->later, search->ldap->loop);
}

static struct search *first(struct cti__list *list)
{
	return cti__list_entry(list->next, struct search, node);
}

static void hang_up(struct cti__ldap *ldap)
{
	cti__watch_free(ldap->watch);
	ldap->watch = NULL;
	cti__ldap_conn_close(ldap->conn);
	ldap->conn = NULL;
}

/* A search does no harm if it is done twice, so each has a second try. */
static void lose(struct cti__ldap *ldap)
{
	struct search *search;

	hang_up(ldap);
	while (!cti__list_empty(&ldap->active)) {
		search = first(&ldap->active);
		if (search->again) {
			end(search, CTI_EEOF,
			    cti__say("the directory closed the connection "
				     "before it answered; check that it runs"));
			continue;
		}
		withdraw(search);
		search->again = true;
		cti__buf_clear(&search->body);
		wait_for_turn(search);
	}
}

static void end_waiting(struct cti__ldap *ldap, int err, const char *detail)
{
	while (!cti__list_empty(&ldap->waiting))
		end(first(&ldap->waiting), err, detail);
}

static void start_more(struct cti__ldap *ldap);

/* Back from a callback: whether the owner is still there. */
static bool tell_one(struct cti__ldap *ldap)
{
	struct search *search = first(&ldap->ended);
	struct cti__ldap_answer answer = {
		.tag = search->tag,
		.err = search->err,
		.detail = search->detail,
	};

	cti__list_del(&search->node);
	/* Not to be met by whoever closes the loop in the callback. */
	cti__timer_free(search->timer);
	search->timer = NULL;
	if (!answer.err)
		answer.body = cti__str_n(search->body.p, search->body.n);
	ldap->in_callback = true;
	ldap->fn(ldap->arg, &answer);
	ldap->in_callback = false;
	search_free(search);
	if (!ldap->closed)
		return true;
	free_if_last(ldap);
	return false;
}

/* The last thing to be done: the owner may be gone after it. */
static void tell(struct cti__ldap *ldap)
{
	start_more(ldap);
	while (!cti__list_empty(&ldap->ended))
		if (!tell_one(ldap))
			return;
	start_more(ldap);
}

static void on_later(void *arg)
{
	tell(arg);
}

static struct search *find(struct cti__ldap *ldap, int id)
{
	struct cti__list *node;
	struct search *search;

	cti__list_each (node, &ldap->active) {
		search = cti__list_entry(node, struct search, node);
		if (search->id == id)
			return search;
	}
	return NULL;
}

static void take_entry(struct search *search)
{
	struct cti__ldap *ldap = search->ldap;

	cti__buf_text(&search->body, search->body.n ? "," : "{\"entries\":[");
	cti__ldap_conn_put(ldap->conn, search->query, &search->body);
	if (!search->body.err && search->body.n <= ldap->opts.max_body)
		return;
	cti__ldap_conn_abandon(ldap->conn, search->id);
	if (search->body.err)
		end(search, CTI_ENOMEM, "");
	else
		end(search, CTI_ETOOBIG,
		    cti__say("the directory's answer is larger than the limit; "
			     "raise max_answer, or narrow filter"));
}

static void take(struct cti__ldap *ldap,
		 const struct cti__ldap_message *message, const char *detail)
{
	struct search *search = find(ldap, message->id);

	/* Of one that was given up. */
	if (!search)
		return;
	if (message->is_entry) {
		take_entry(search);
		return;
	}
	if (!search->body.n)
		cti__buf_text(&search->body, "{\"entries\":[");
	cti__buf_text(&search->body, "]}");
	end(search, message->err ? message->err : search->body.err, detail);
}

static void on_ready(void *arg, int fd, int ready)
{
	struct cti__ldap *ldap = arg;
	struct cti__ldap_message message;
	char detail[CTI__LDAP_DETAIL] = "";
	int got;

	(void)fd;
	(void)ready;
	while ((got = cti__ldap_conn_next(ldap->conn, &message, detail)) > 0) {
		ldap->heard_us = cti__loop_now_us();
		take(ldap, &message, detail);
		detail[0] = '\0';
	}
	if (got < 0)
		lose(ldap);
	tell(ldap);
}

static void on_time(void *arg)
{
	struct search *search = arg;
	struct cti__ldap *ldap = search->ldap;
	char detail[CTI__LDAP_DETAIL];
	bool deaf = false;

	if (search->stage == ACTIVE) {
		cti__ldap_conn_abandon(ldap->conn, search->id);
		deaf = ldap->heard_us <= search->sent_us;
	}
	cti__say_to(detail, sizeof(detail),
		    ldap->conn ? CTI__TEXT("%s: no answer within %lu ms; check "
					   "the address, the network and any "
					   "firewall")
			       : CTI__TEXT("%s: no connection within %lu ms; "
					   "check the address, the network and "
					   "any firewall"),
		    ldap->opts.url, (unsigned long)ldap->opts.timeout_ms);
	if (search->stage != ENDED)
		end(search, CTI_ETIMEDOUT, detail);
	/* The other end may be gone without a word. */
	if (deaf)
		lose(ldap);
	tell(ldap);
}

static void adopt(struct cti__ldap *ldap)
{
	ldap->conn = ldap->fresh;
	ldap->fresh = NULL;
	ldap->heard_us = cti__loop_now_us();
	ldap->fresh_err = cti__watch_new(&ldap->watch, ldap->loop,
					 cti__ldap_conn_fd(ldap->conn),
					 on_ready, ldap);
	if (!ldap->fresh_err)
		ldap->fresh_err = cti__watch_set(ldap->watch, CTI__READABLE);
	if (ldap->fresh_err)
		hang_up(ldap);
}

static void drop_fresh(struct cti__ldap *ldap)
{
	cti__ldap_conn_close(ldap->fresh);
	ldap->fresh = NULL;
}

static void connect_in_thread(void *arg)
{
	struct cti__ldap *ldap = arg;

	ldap->fresh_err = cti__ldap_conn_open(ldap->fresh, &ldap->opts,
					      ldap->fresh_detail);
}

static void on_connected(void *arg, int err)
{
	struct cti__ldap *ldap = arg;

	ldap->connecting = false;
	if (err)
		ldap->fresh_err = err;
	if (ldap->closed) {
		drop_fresh(ldap);
		free_if_last(ldap);
		return;
	}
	if (!ldap->fresh_err)
		adopt(ldap);
	else
		drop_fresh(ldap);
	if (ldap->fresh_err == CTI_EAUTH) {
		ldap->rest_until_us = cti__loop_now_us() + LOGIN_REST_US;
		memcpy(ldap->refusal, ldap->fresh_detail,
		       sizeof(ldap->refusal));
	}
	if (ldap->fresh_err)
		end_waiting(ldap, ldap->fresh_err, ldap->fresh_detail);
	tell(ldap);
}

static void begin_connecting(struct cti__ldap *ldap)
{
	int err;

	if (cti__loop_now_us() < ldap->rest_until_us) {
		end_waiting(ldap, CTI_EAUTH, ldap->refusal);
		return;
	}
	ldap->fresh_err = 0;
	ldap->fresh_detail[0] = '\0';
	err = cti__ldap_conn_new(&ldap->fresh, &ldap->opts);
	if (!err)
		err = cti__loop_work(ldap->loop, connect_in_thread,
				     on_connected, ldap);
	ldap->connecting = !err;
	if (!err)
		return;
	drop_fresh(ldap);
	end_waiting(ldap, err, "");
}

static void start_one(struct cti__ldap *ldap)
{
	struct search *search = first(&ldap->waiting);
	char detail[CTI__LDAP_DETAIL] = "";
	int err = cti__ldap_conn_search(ldap->conn, search->query, &search->id,
					detail);

	if (err && err != CTI_EEOF) {
		end(search, err, detail);
		return;
	}
	/* Also if the connection is lost: then it is lost to all. */
	withdraw(search);
	search->stage = ACTIVE;
	search->sent_us = cti__loop_now_us();
	cti__list_add(&ldap->active, &search->node);
	ldap->active_n++;
	if (err)
		lose(ldap);
}

/* Those that wait get their turn. */
static void start_more(struct cti__ldap *ldap)
{
	while (ldap->conn && ldap->waiting_n &&
	       ldap->active_n < ldap->opts.max_active)
		start_one(ldap);
	if (!ldap->conn && !ldap->connecting && ldap->waiting_n)
		begin_connecting(ldap);
}

static void free_all(struct cti__list *list)
{
	struct search *search;

	while (!cti__list_empty(list)) {
		search = first(list);
		withdraw(search);
		search_free(search);
	}
}

void cti__ldap_free(struct cti__ldap *ldap)
{
	if (!ldap || ldap->closed)
		return;
	ldap->closed = true;
	cti__list_del(&ldap->member.node);
	free_all(&ldap->waiting);
	free_all(&ldap->active);
	free_all(&ldap->ended);
	cti__later_stop(&ldap->later);
	hang_up(ldap);
	free_if_last(ldap);
}

static void drop(struct cti__member *member)
{
	cti__ldap_free(cti__list_entry(member, struct cti__ldap, member));
}

static int keep_texts(struct cti__ldap *ldap)
{
	const char **const from[] = { &ldap->opts.url, &ldap->opts.user,
				      &ldap->opts.secret, &ldap->opts.ca_file };
	size_t i;

	for (i = 0; i < 4; i++) {
		ldap->text[i] = cti__str_dup(cti__str(*from[i]));
		if (!ldap->text[i])
			return CTI_ENOMEM;
		*from[i] = ldap->text[i];
	}
	return 0;
}

int cti__ldap_new(struct cti__ldap **out, struct cti__loop *loop,
		  const struct cti__ldap_opts *opts, cti__ldap_fn *fn,
		  void *arg)
{
	struct cti__ldap *ldap;
	int err;

	*out = NULL;
	if (loop->down)
		return CTI_ESTATE;
	ldap = cti__calloc(1, sizeof(*ldap));
	if (!ldap)
		return CTI_ENOMEM;
	ldap->loop = loop;
	ldap->opts = *opts;
	ldap->fn = fn;
	ldap->arg = arg;
	ldap->member.drop = drop;
	cti__list_init(&ldap->member.node);
	cti__list_init(&ldap->waiting);
	cti__list_init(&ldap->active);
	cti__list_init(&ldap->ended);
	cti__later_init(&ldap->later, on_later, ldap);
	err = keep_texts(ldap);
	if (err) {
		cti__ldap_free(ldap);
		return err;
	}
	cti__list_add(&loop->streams, &ldap->member.node);
	*out = ldap;
	return 0;
}

int cti__ldap_search(struct cti__ldap *ldap, const char *url, uint64_t tag)
{
	struct search *search;
	int err;

	if (ldap->waiting_n >= ldap->opts.max_waiting)
		return CTI_EAGAIN;
	search = cti__calloc(1, sizeof(*search));
	if (!search)
		return CTI_ENOMEM;
	search->ldap = ldap;
	search->tag = tag;
	err = cti__ldap_query_new(&search->query, url);
	if (!err)
		err = cti__timer_new(&search->timer, ldap->loop, on_time,
				     search);
	if (err) {
		search_free(search);
		return err;
	}
	cti__timer_start(search->timer, ldap->opts.timeout_ms);
	wait_for_turn(search);
	start_more(ldap);
	return 0;
}
