/* SPDX-License-Identifier: MIT */
/*
 * A question's life: who calls is looked up, the application is asked, its
 * answer, or the default, is sent to the switch, and what became of it is told.
 */
#include "core/routing_question.h"
#include "core/link.h"
#include "core/request.h"
#include "identify/identify.h"
#include "model/request.h"
#include "pop/about.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

static void keep_detail(struct question *q, struct cti__str text)
{
	size_t n = text.n < sizeof(q->detail) ? text.n : sizeof(q->detail) - 1;

	if (n)
		memcpy(q->detail, text.p, n);
	q->detail[n] = '\0';
}

void cti__route_question_note(struct question *q, int err,
			      struct cti__str detail)
{
	if (q->err)
		return;
	q->err = err;
	keep_detail(q, detail.n ? detail : cti__str(cti_strerror(err)));
}

/* Its end. */

void cti__route_question_free(struct question *q)
{
	if (!q)
		return;
	cti__list_del(&q->node);
	cti__later_stop(&q->later);
	cti__timer_free(q->timer);
	cti__question_release(q->who);
	cti_route_unref(q->route);
	cti__free(q->leg);
	cti__free(q->to);
	cti__free(q->standard);
	cti__free(q);
}

static void run_end(struct cti__job *job, bool run)
{
	struct question *q = (struct question *)(void *)job;
	cti_route_result result = { sizeof(result), q->err, q->went,
				    q->detail };

	/* Also when the client ends before it was fetched. */
	(void)run;
	if (q->route->told && q->on_routed)
		q->on_routed(q->client, q->route, &result, q->user);
	cti__route_question_free(q);
}

void cti__route_question_finish(struct question *q, const char *went)
{
	if (q->request)
		cti__request_forget(q->client, q->request);
	q->request = 0;
	q->went = went;
	cti__timer_free(q->timer);
	cti__question_release(q->who);
	q->timer = NULL;
	q->who = NULL;
	if (q->stage == STAGE_WHO) {
		cti__route_question_free(q);
		return;
	}
	q->stage = STAGE_ENDED;
	if (!q->client->own) {
		cti__later_start(&q->later, q->client->loop);
		return;
	}
	/* From here on it is the poller's: nothing of the loop may be left. */
	cti__later_stop(&q->later);
	cti__list_del(&q->node);
	cti__inbox_job(&q->client->inbox, &q->job);
}

void cti__route_question_close(struct question *q)
{
	bool own = q->client->own;

	if (!q->route->over)
		q->route->over = CTI_ECANCELED;
	if (q->stage == STAGE_WHO) {
		cti__route_question_free(q);
		return;
	}
	if (q->stage != STAGE_ENDED) {
		cti__route_question_note(q, CTI_ECANCELED,
					 CTI__SAID("The client was closed."));
		cti__route_question_finish(q, "");
	}
	if (!own)
		run_end(&q->job, true);
}

/* What the switch is asked to do. */

const char *cti__route_question_destination(const struct question *q)
{
	switch (q->step) {
	case STEP_ANSWER:
		return q->to;
	case STEP_DEFAULT:
		return q->standard;
	default:
		return "";
	}
}

static void attempt(struct question *q);

static void next_step(struct question *q)
{
	/* What was refused once need not be tried again. */
	if (q->step == STEP_ANSWER && strcmp(q->to, q->standard) == 0)
		q->step = STEP_DEFAULT;
	if (q->gone || !*cti__route_question_destination(q)) {
		cti__route_question_finish(q, "");
		return;
	}
	q->step = q->step == STEP_ANSWER ? STEP_DEFAULT : STEP_ITSELF;
	attempt(q);
}

void cti__route_question_done(struct question *q)
{
	const char *to = cti__route_question_destination(q);

	if (*to)
		cti__routing_remember(
			q->client, cti__route_text(q->route, CTI__ROUTE_CALL),
			to);
	cti__route_question_finish(q, to);
}

static void on_request_end(void *user, int err, const char *detail)
{
	struct question *q = user;

	q->request = 0;
	if (!err) {
		cti__route_question_done(q);
		return;
	}
	cti__route_question_note(q, err, cti__str(detail));
	next_step(q);
}

static int send(struct question *q, const char *to)
{
	struct cti_route *route = q->route;
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;
	struct cti__buf why = { 0 };
	int err;

	opts.kind = q->leg ? CTI__REQUEST_ROUTE : CTI_REQUEST_DEFLECT;
	/* Whoever asked is to be answered; sending a call elsewhere is a matter
	   of any link that knows the call. */
	if (q->leg)
		opts.link = route->text[CTI__ROUTE_LINK];
	opts.call = route->text[CTI__ROUTE_CALL];
	opts.device = route->text[CTI__ROUTE_DEVICE];
	opts.to = to;
	err = cti__request_inside(q->client, &opts, cti__str(q->leg),
				  on_request_end, q, &q->request, &why);
	if (err)
		cti__route_question_note(q, err, cti__str_n(why.p, why.n));
	cti__buf_fini(&why);
	return err;
}

/* The call stands there already. */
static bool is_there(const struct question *q, const char *to)
{
	enum cti__route_text at = q->route->reason == CTI_ROUTE_RING
					  ? CTI__ROUTE_DEVICE
					  : CTI__ROUTE_QUEUE;

	return !q->leg && cti__str_is(cti__route_text(q->route, at), to);
}

static void attempt(struct question *q)
{
	const char *to = cti__route_question_destination(q);

	if ((!*to && !q->leg) || is_there(q, to))
		cti__route_question_finish(q, to);
	else if (send(q, to))
		next_step(q);
}

void cti__route_question_decide(struct question *q, enum step step, int over)
{
	cti__timer_stop(q->timer);
	q->stage = STAGE_SENT;
	q->step = step;
	q->route->over = over;
	attempt(q);
}

void cti__route_question_late(void *question)
{
	struct question *q = question;
	struct cti_client *client = q->client;

	cti__client_enter(client);
	if (q->stage == STAGE_ASKED) {
		cti__route_question_note(
			q, CTI_ETIMEDOUT,
			CTI__SAID("The application has not said in time where "
				  "the call shall go."));
		cti__route_question_decide(q, STEP_DEFAULT, CTI_ETIMEDOUT);
	}
	cti__client_leave(client);
}

/* The application is asked. */

/* A question on its way to cti_poll(). */
struct ask_job {
	struct cti__job job;
	struct cti_client *client;
	struct cti_route *route;
	cti_route_fn *on_route;
	void *user;
};

static void run_ask(struct cti__job *job, bool run)
{
	struct ask_job *aj = (struct ask_job *)(void *)job;

	if (run) {
		aj->route->told = true;
		aj->on_route(aj->client, aj->route, aj->user);
	} else {
		cti_route_unref(aj->route);
	}
	cti__free(aj);
}

static void ask_own(struct question *q)
{
	struct ask_job *aj = cti__calloc(1, sizeof(*aj));

	if (!aj) {
		cti__route_question_note(q, CTI_ENOMEM, CTI__STR_NONE);
		cti__route_question_decide(q, STEP_DEFAULT, CTI_ENOMEM);
		return;
	}
	aj->job.fn = run_ask;
	aj->client = q->client;
	aj->route = cti_route_ref(q->route);
	aj->on_route = q->on_route;
	aj->user = q->user;
	cti__inbox_job(&q->client->inbox, &aj->job);
}

/* Who it is as far as that is known; without memory, less of it. */
static void fill(struct question *q)
{
	struct cti_route *route = q->route;
	struct cti__pop_about about;
	struct cti__answer have;

	cti__question_result(q->who, &have);
	cti__pops_about(q->client->pops,
			cti__route_text(route, CTI__ROUTE_CALL), &about);
	route->identity = about.chosen ? CTI_IDENTITY_IDENTIFIED
				       : have.identity;
	(void)cti__route_set_customers(route, about.chosen, have.candidates,
				       have.count);
	if (about.data)
		(void)cti__route_set_data(route, about.data);
	cti__question_release(q->who);
	q->who = NULL;
}

/* Found waiting by a link that cannot yet send an answer. */
static bool is_early(const struct question *q)
{
	const char *name = q->route->text[CTI__ROUTE_LINK];
	const struct cti_link *link = cti__link_find(q->client,
						     name ? name : "");

	return q->leg && link && link->stage == CTI__STAGE_RESYNC;
}

static void ask(struct question *q)
{
	if (is_early(q))
		return;
	/* A leg whose call nobody knows goes to the default. */
	if (!q->who) {
		cti__route_question_decide(q, STEP_DEFAULT, CTI_ENOENT);
		return;
	}
	fill(q);
	q->stage = STAGE_ASKED;
	cti__timer_start(q->timer, q->route->deadline_ms);
	if (q->client->own) {
		ask_own(q);
		return;
	}
	q->route->told = true;
	/* The last thing: its answer may end it. */
	q->on_route(q->client, cti_route_ref(q->route), q->user);
}

static void on_later(void *arg)
{
	struct question *q = arg;
	struct cti_client *client = q->client;

	cti__client_enter(client);
	if (q->stage == STAGE_ENDED)
		run_end(&q->job, true);
	else if (q->stage == STAGE_WHO && !client->closing)
		ask(q);
	cti__client_leave(client);
}

void cti__route_question_ready(struct question *q)
{
	struct cti__answer have = { CTI_IDENTITY_UNKNOWN, NULL, 0, 0 };

	if (q->who)
		cti__question_result(q->who, &have);
	if (q->stage == STAGE_WHO && have.identity != CTI_IDENTITY_PENDING)
		cti__later_start(&q->later, q->client->loop);
}

struct question *cti__route_question_new(struct cti_client *client,
					 const cti_route_opts *opts)
{
	struct question *q = cti__calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	q->client = client;
	q->job.fn = run_end;
	cti__list_init(&q->job.node);
	cti__list_init(&q->node);
	cti__later_init(&q->later, on_later, q);
	q->on_route = opts->on_route;
	q->on_routed = opts->on_routed;
	q->user = opts->user;
	return q;
}
