/* SPDX-License-Identifier: MIT */
/* Who is asked where calls shall go, about which, and what the answer is. */
#include "core/asking.h"
#include "core/routing_question.h"
#include "identify/identify.h"
#include "pop/about.h"
#include "pop/payload.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

#define TO_MAX	 1000
/* Whoever sends a call round in a circle is not asked for ever. */
#define SENT_MAX 16

/* Where a call was sent, until it ends. */
struct sent {
	struct cti__list node;
	char *to;
	unsigned int count;
	char call[];
};

bool cti__routing_is_number(const char *to)
{
	struct cti__str text = cti__str(to);
	size_t i;

	if (text.n > TO_MAX || !cti__utf8_ok(text))
		return false;
	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
			return false;
	return true;
}

/* Where calls were sent. */

static struct sent *find_sent(const struct cti__routing *routing,
			      struct cti__str call)
{
	struct cti__list *node;

	cti__list_each (node, &routing->sent) {
		struct sent *sent = cti__list_entry(node, struct sent, node);

		if (cti__str_is(call, sent->call))
			return sent;
	}
	return NULL;
}

static void free_sent(struct sent *sent)
{
	cti__list_del(&sent->node);
	cti__free(sent->to);
	cti__free(sent);
}

void cti__routing_over(struct cti_client *client, struct cti__str call)
{
	struct sent *sent = find_sent(client->routing, call);

	if (sent)
		free_sent(sent);
}

/* Without memory it is not remembered, and may be asked about once more. */
void cti__routing_remember(struct cti_client *client, struct cti__str call,
			   const char *to)
{
	struct cti__routing *routing = client->routing;
	struct sent *sent = find_sent(routing, call);

	if (!sent && call.n) {
		sent = cti__calloc(1, sizeof(*sent) + call.n + 1);
		if (sent) {
			memcpy(sent->call, call.p, call.n);
			cti__list_add(&routing->sent, &sent->node);
		}
	}
	if (!sent)
		return;
	sent->count++;
	(void)cti__str_set(&sent->to, cti__str(to));
}

/* Its beginning. */

static bool matches(const char *patterns, struct cti__str text)
{
	return !patterns || !*patterns ||
	       cti__str_matches_any(text, cti__str(patterns));
}

static bool is_wanted(const struct cti__routing *routing,
		      const struct cti__route_case *c)
{
	const cti_route_opts *opts = &routing->opts;

	return routing->on && opts->when & c->reason &&
	       matches(opts->numbers, c->dnis) &&
	       (c->reason != CTI_ROUTE_QUEUE ||
		matches(opts->queues, c->queue)) &&
	       (c->reason != CTI_ROUTE_RING ||
		matches(opts->devices, c->device));
}

static bool is_asked(const struct cti__routing *routing,
		     const struct cti__route_case *c)
{
	struct cti__list *node;

	cti__list_each (node, &routing->questions) {
		struct question *q = cti__list_entry(node, struct question,
						     node);

		if (q->stage != STAGE_ENDED && q->route->reason == c->reason &&
		    cti__str_eq(cti__route_text(q->route, CTI__ROUTE_CALL),
				c->call) &&
		    (c->call.n || cti__str_is(c->leg, q->leg)))
			return true;
	}
	return false;
}

/* An answer sends it there now: switches ring before they say so. */
static bool is_sent(const struct cti__routing *routing,
		    const struct cti__route_case *c)
{
	struct cti__list *node;

	if (c->reason != CTI_ROUTE_RING)
		return false;
	cti__list_each (node, &routing->questions) {
		struct question *q = cti__list_entry(node, struct question,
						     node);

		if (q->stage == STAGE_SENT &&
		    cti__str_eq(cti__route_text(q->route, CTI__ROUTE_CALL),
				c->call) &&
		    cti__str_is(c->device, cti__route_question_destination(q)))
			return true;
	}
	return false;
}

/* An answer has sent it there, or too often. */
static bool was_sent(const struct cti__routing *routing,
		     const struct cti__route_case *c)
{
	const struct sent *sent = find_sent(routing, c->call);

	return sent &&
	       (sent->count >= SENT_MAX || (c->reason == CTI_ROUTE_RING &&
					    cti__str_is(c->device, sent->to)));
}

static int make_route(struct cti_client *client, struct question *q,
		      const struct cti__route_case *c,
		      const struct cti__pop_about *about)
{
	struct cti__str text[CTI__ROUTE_TEXTS] = {
		[CTI__ROUTE_CALL] = c->call,
		[CTI__ROUTE_LINK] = c->link,
		[CTI__ROUTE_CALLER] = about->caller,
		[CTI__ROUTE_NAME] = about->name,
		[CTI__ROUTE_DNIS] = c->dnis,
		[CTI__ROUTE_QUEUE] = c->queue,
		[CTI__ROUTE_DEVICE] = c->reason == CTI_ROUTE_RING
					      ? c->device
					      : CTI__STR_NONE,
	};
	const cti_route_opts *opts = &client->routing->opts;
	int err = cti__route_new(&q->route, client->way, text);

	if (err)
		return err;
	q->route->reason = c->reason;
	q->route->withheld = about->withheld;
	q->route->deadline_ms = opts->deadline_ms;
	if (!q->route->deadline_ms)
		q->route->deadline_ms = (uint32_t)cti__config_int(
			&client->config, "route.deadline_ms", NULL);
	q->standard = cti__str_dup(
		cti__str(opts->to ? opts->to
				  : cti__config_text(&client->config,
						     "route.default", NULL)));
	if (c->reason == CTI_ROUTE_SWITCH)
		q->leg = cti__str_dup(c->leg);
	if (!q->standard || (c->reason == CTI_ROUTE_SWITCH && !q->leg))
		return CTI_ENOMEM;
	return 0;
}

static void on_who(struct cti__question *who, void *user)
{
	(void)who;
	cti__route_question_ready(user);
}

/* Data that came before the question may tell who calls, too. */
static int follow_data(struct question *q, const struct cti__pop_about *about)
{
	const struct cti__list *node;
	const struct cti__datum *datum;

	if (!about->data)
		return 0;
	cti__list_each (node, about->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		if (cti__question_also(q->who, cti__str(datum->key),
				       cti__str(datum->value)) == CTI_ENOMEM)
			return CTI_ENOMEM;
	}
	cti__question_await(q->who);
	return 0;
}

static int make(struct question **out, struct cti_client *client,
		const struct cti__route_case *c,
		const struct cti__pop_about *about)
{
	struct question *q = cti__route_question_new(client,
						     &client->routing->opts);
	int err = q ? make_route(client, q, c, about) : CTI_ENOMEM;

	if (!err)
		err = cti__timer_new(&q->timer, client->loop,
				     cti__route_question_late, q);
	if (!err && c->call.n)
		err = cti__identify_ask(&q->who, client->identify,
					about->number, about->hides, on_who, q);
	if (!err && q->who)
		err = follow_data(q, about);
	*out = err ? NULL : q;
	if (err)
		cti__route_question_free(q);
	return err;
}

void cti__routing_begin(struct cti_client *client,
			const struct cti__route_case *about)
{
	struct cti__routing *routing = client->routing;
	struct cti__route_case c = *about;
	struct cti__pop_about known;
	struct question *q;

	cti__pops_about(client->pops, c.call, &known);
	if (known.dnis.n)
		c.dnis = known.dnis;
	if (client->closing || !is_wanted(routing, &c) ||
	    is_asked(routing, &c) || is_sent(routing, &c) ||
	    was_sent(routing, &c))
		return;
	/* Click-to-dial rings the one who wants to dial. */
	if (c.reason == CTI_ROUTE_RING && cti__str_eq(known.origin, c.device))
		return;
	if (make(&q, client, &c, &known)) {
		cti__log(&client->log, CTI_LOG_ERROR,
			 "out of memory: the application is not asked where "
			 "call %.*s shall go",
			 (int)c.call.n, c.call.n ? c.call.p : "");
		return;
	}
	cti__list_add(&routing->questions, &q->node);
	cti__route_question_ready(q);
}

/* Answers, and what makes them needless. */

int cti__routing_answer(struct cti_client *client, struct cti_route *route,
			const char *to)
{
	struct cti__list *node;
	struct question *q;

	if (!client->routing)
		return CTI_ECANCELED;
	cti__list_each (node, &client->routing->questions) {
		q = cti__list_entry(node, struct question, node);
		if (q->route != route || q->stage != STAGE_ASKED)
			continue;
		q->to = to ? cti__str_dup(cti__str(to)) : NULL;
		if (to && !q->to) {
			cti__route_question_note(q, CTI_ENOMEM, CTI__STR_NONE);
			cti__route_question_decide(q, STEP_DEFAULT, CTI_ESTATE);
			return CTI_ENOMEM;
		}
		cti__route_question_decide(q, to ? STEP_ANSWER : STEP_DEFAULT,
					   CTI_ESTATE);
		return 0;
	}
	return route->over ? route->over : CTI_ECANCELED;
}

static bool fits(struct cti__str want, struct cti__str have)
{
	return !want.n || cti__str_eq(want, have);
}

static bool is_meant(const struct question *q,
		     const struct cti__route_match *match)
{
	const struct cti_route *route = q->route;

	return route->reason & match->reasons &&
	       fits(match->leg, cti__str(q->leg)) &&
	       fits(match->call, cti__route_text(route, CTI__ROUTE_CALL)) &&
	       fits(match->link, cti__route_text(route, CTI__ROUTE_LINK)) &&
	       fits(match->device, cti__route_text(route, CTI__ROUTE_DEVICE)) &&
	       fits(match->queue, cti__route_text(route, CTI__ROUTE_QUEUE));
}

static void cancel(struct question *q, int err)
{
	if (q->stage == STAGE_SENT)
		q->gone = true; /* its request has an end of its own */
	if (q->stage != STAGE_WHO && q->stage != STAGE_ASKED)
		return;
	q->route->over = err;
	cti__route_question_note(
		q, err,
		err == CTI_ENOENT
			? CTI__SAID("The call has ended, or went on, before "
				    "it was said where it shall go.")
			: CTI__STR_NONE);
	cti__route_question_finish(q, "");
}

void cti__routing_cancel(struct cti_client *client,
			 const struct cti__route_match *match, int err)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &client->routing->questions) {
		struct question *q = cti__list_entry(node, struct question,
						     node);

		if (is_meant(q, match))
			cancel(q, err);
	}
}

void cti__routing_left(struct cti_client *client, struct cti__str leg)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &client->routing->questions) {
		struct question *q = cti__list_entry(node, struct question,
						     node);

		if (!q->leg || !cti__str_is(leg, q->leg))
			continue;
		/* Before the switch says that it has done it. */
		if (q->stage == STAGE_SENT && q->request) {
			cti__route_question_done(q);
		} else {
			cancel(q, CTI_ENOENT);
		}
	}
}

bool cti__routing_asks(const struct cti_client *client, struct cti__str leg)
{
	const struct cti__list *node;
	const struct question *q;

	if (!client->routing)
		return false;
	cti__list_each (node, &client->routing->questions) {
		q = cti__list_entry(node, struct question, node);
		if (q->stage != STAGE_ENDED && q->leg &&
		    cti__str_is(leg, q->leg))
			return true;
	}
	return false;
}

void cti__routing_up(struct cti_client *client)
{
	struct cti__list *node;

	cti__list_each (node, &client->routing->questions)
		cti__route_question_ready(
			cti__list_entry(node, struct question, node));
}

/* Who is asked. */

static void drop_opts(cti_route_opts *opts)
{
	cti__free((void *)(uintptr_t)opts->queues);
	cti__free((void *)(uintptr_t)opts->numbers);
	cti__free((void *)(uintptr_t)opts->devices);
	cti__free((void *)(uintptr_t)opts->to);
	memset(opts, 0, sizeof(*opts));
}

static int own_text(const char **at)
{
	const char *copy;

	if (!*at)
		return 0;
	copy = cti__str_dup(cti__str(*at));
	*at = copy;
	return copy ? 0 : CTI_ENOMEM;
}

static int own_opts(cti_route_opts *opts)
{
	int err = own_text(&opts->queues);

	err |= own_text(&opts->numbers);
	err |= own_text(&opts->devices);
	err |= own_text(&opts->to);
	return err ? CTI_ENOMEM : 0;
}

static int check_opts(struct cti_client *client, cti_route_opts *to,
		      const cti_route_opts *from)
{
	cti_route_opts standard = CTI_ROUTE_OPTS_INIT;
	const char *fault = NULL;

	*to = standard;
	if (from->size < offsetof(cti_route_opts, queues) || from->size > 4096)
		fault = cti__say(
			"The options' size is not that of their struct.");
	else
		memcpy(to, from,
		       from->size < sizeof(*to) ? from->size : sizeof(*to));
	if (!fault && !to->on_route)
		fault = cti__say("Whom to ask is missing: set on_route.");
	if (!fault && (!to->when || to->when & ~standard.when))
		fault = cti__say(
			"When to ask must be bits of enum cti_route_reason.");
	if (!fault && to->to && !cti__routing_is_number(to->to))
		fault = cti__say(
			"The default is no number: it is too long, no UTF-8, "
			"or has a control character in it.");
	if (!fault)
		return 0;
	cti__client_say(client, "%s", fault);
	return CTI_EINVAL;
}

static struct cti__routing *need_routing(struct cti_client *client)
{
	struct cti__routing *routing = client->routing;

	if (routing)
		return routing;
	routing = cti__calloc(1, sizeof(*routing));
	if (!routing)
		return NULL;
	cti__list_init(&routing->questions);
	cti__list_init(&routing->sent);
	cti__list_init(&routing->found);
	client->routing = routing;
	return routing;
}

int cti__routing_set(struct cti_client *client, const cti_route_opts *from)
{
	struct cti__routing *routing;
	cti_route_opts opts;
	int err;

	if (!from) {
		if (client->routing)
			client->routing->on = false;
		return 0;
	}
	err = check_opts(client, &opts, from);
	if (err)
		return err;
	routing = need_routing(client);
	err = own_opts(&opts);
	if (err || !routing) {
		drop_opts(&opts);
		cti__client_say(client, "%s", cti_strerror(CTI_ENOMEM));
		return CTI_ENOMEM;
	}
	drop_opts(&routing->opts);
	routing->opts = opts;
	routing->on = true;
	return 0;
}

void cti__routing_fini(struct cti_client *client)
{
	struct cti__routing *routing = client->routing;
	struct cti__list *node, *next;

	if (!routing)
		return;
	cti__list_each_safe (node, next, &routing->questions)
		cti__route_question_close(
			cti__list_entry(node, struct question, node));
	while (!cti__list_empty(&routing->sent))
		free_sent(
			cti__list_entry(routing->sent.next, struct sent, node));
	cti__routing_drop_found(routing, CTI__STR_NONE);
	drop_opts(&routing->opts);
	cti__free(routing);
	client->routing = NULL;
}
