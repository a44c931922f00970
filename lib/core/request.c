/* SPDX-License-Identifier: MIT */
/* Requests: accepted, sent, and ended exactly once. */
#include "core/request.h"
#include "core/link.h"
#include "core/request_judge.h"
#include "core/request_text.h"
#include "model/request.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#define DETAIL_MAX 256
#define NAME_ROOM  68

enum stage {
	STAGE_WAITS, /* to be sent as soon as nothing is at work */
	STAGE_BUSY,  /* until the agent's call has ended */
	STAGE_SENT,
	STAGE_ENDED /* its callback is on its way */
};

/* A request under way. */
struct ask {
	struct cti__job job;   /* own thread: its end on the way */
	struct cti__list node; /* in the client, until its callback runs */
	struct cti_client *client;
	struct cti_link *link;	/* whom it was sent to; NULL: nobody any more */
	struct cti__switch *sw; /* only to compare: it may be gone */
	struct cti__request_text *text;
	struct cti__later later;
	struct cti__timer *timer;
	cti_request_fn *done;
	cti__request_end_fn *inside; /* in its place: of the library's own */
	void *user;
	enum stage stage;
	bool in_hand; /* being sent: it may end, but must not go away */
	bool seen;    /* the leg that it asked for is there */
	uint64_t id;
	uint32_t timeout_ms;
	int err;
	char leg[CTI__UUID_SIZE]; /* that the switch is to make */
	char *about;		  /* the leg that it is about */
	char *from;		  /* the leg that had asked for it */
	char call[128];
	char link_name[NAME_ROOM];
	char detail[DETAIL_MAX];
};

static void copy_text(char *to, size_t room, struct cti__str from)
{
	size_t n = from.n < room ? from.n : room - 1;

	if (n)
		memcpy(to, from.p, n);
	to[n] = '\0';
}

/* Its words as the model and the adapters get them. */
static void describe(struct ask *ask, struct cti_request *req)
{
	cti__request_describe(ask->text, req);
	if (*ask->leg)
		req->new_leg = cti__str(ask->leg);
	if (ask->from)
		req->leg = cti__str(ask->from);
}

/* Its end. */

static void free_ask(struct ask *ask)
{
	cti__list_del(&ask->node);
	cti__later_stop(&ask->later);
	cti__timer_free(ask->timer);
	cti__request_text_free(ask->text);
	cti__free(ask->about);
	cti__free(ask->from);
	cti__free(ask);
}

static void run_done(struct cti__job *job, bool run)
{
	struct ask *ask = (struct ask *)(void *)job;
	cti_request_result result = { sizeof(result) };

	/* Exactly once, so also when the client ends before it was fetched. */
	(void)run;
	result.id = ask->id;
	result.kind = ask->text->kind;
	result.error = ask->err;
	result.detail = ask->detail;
	result.call = ask->call;
	result.link = ask->link_name;
	/* What the callback asks for finds its place free. */
	cti__list_del(&ask->node);
	atomic_fetch_sub(&ask->client->under_way, 1);
	if (ask->inside)
		ask->inside(ask->user, ask->err, ask->detail);
	else if (ask->done)
		ask->done(ask->client, &result, ask->user);
	free_ask(ask);
}

static void on_later(void *arg)
{
	struct ask *ask = arg;
	struct cti_client *client = ask->client;

	cti__client_enter(client);
	run_done(&ask->job, true);
	cti__client_leave(client);
}

/* Its callback is to run, as soon as nobody here needs it any more. */
static void hand_over(struct ask *ask)
{
	if (ask->in_hand)
		return;
	if (!ask->client->own || ask->inside) {
		cti__later_start(&ask->later, ask->client->loop);
		return;
	}
	/* From here on it is the poller's, freed on its thread: nothing of the
	   loop may be left in it. */
	cti__list_del(&ask->node);
	cti__inbox_job(&ask->client->inbox, &ask->job);
}

static void finish(struct ask *ask, int err, struct cti__str detail)
{
	if (ask->stage == STAGE_ENDED)
		return;
	ask->stage = STAGE_ENDED;
	ask->link = NULL;
	ask->err = err;
	copy_text(ask->detail, sizeof(ask->detail),
		  detail.n || !err ? detail : cti__str(cti_strerror(err)));
	cti__timer_free(ask->timer);
	ask->timer = NULL;
	hand_over(ask);
}

static void on_deadline(void *arg)
{
	struct ask *ask = arg;
	struct cti_client *client = ask->client;

	cti__client_enter(client);
	finish(ask, CTI_ETIMEDOUT,
	       CTI__SAID("The switch has not answered the request in time."));
	cti__client_leave(client);
}

void cti__requests_fini(struct cti_client *client)
{
	struct cti__list *node;
	struct ask *ask;
	bool here;

	while (client->requests.next && !cti__list_empty(&client->requests)) {
		node = client->requests.next;
		ask = cti__list_entry(node, struct ask, node);
		here = !client->own || ask->inside;
		finish(ask, CTI_ECANCELED, CTI__SAID("The client was closed."));
		if (here)
			run_done(&ask->job, true);
	}
}

static struct ask *find(struct cti_client *client, uint64_t id)
{
	struct cti__list *node;

	cti__list_each (node, &client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask->id == id && ask->stage != STAGE_ENDED)
			return ask;
	}
	return NULL;
}

/* On its way. */

/* A newer wish for an agent's state replaces one that waits. */
static void supersede(struct cti_client *client, const struct ask *by,
		      struct cti__str agent)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask != by && ask->stage == STAGE_BUSY &&
		    ask->sw == by->sw && cti__str_is(agent, ask->about))
			finish(ask, CTI_ECANCELED,
			       CTI__SAID("A newer request for the agent's "
					 "state has taken its place."));
	}
}

static bool is_agent_state(uint32_t kind)
{
	return kind >= CTI_REQUEST_AGENT_LOGOUT &&
	       kind <= CTI_REQUEST_AGENT_WRAPUP_END;
}

/* The state that an agent asks for while talking holds from the call's end. */
static bool must_wait(const struct ask *ask, const struct cti_link *link,
		      const struct cti_request *req)
{
	if (!is_agent_state(req->kind))
		return false;
	supersede(ask->client, ask, req->agent);
	return !(req->flags & CTI_REQUEST_AT_ONCE) &&
	       cti__model_agent_talks(link->sw->model, req->agent);
}

static void announce_dial(struct cti_link *link, const struct cti_request *req)
{
	struct cti_fact asked = { .kind = CTI_FACT_ASKED };

	asked.leg = req->new_leg;
	asked.called = req->to;
	asked.device = req->device;
	cti__switch_fact(link->sw, link, &asked);
}

static int keep_about(struct ask *ask, struct cti__str about)
{
	cti__free(ask->about);
	ask->about = cti__str_dup(about);
	return ask->about ? 0 : CTI_ENOMEM;
}

/* To the switch. What it says meanwhile may end the request, no more. */
static void send_to(struct ask *ask, struct cti_link *link,
		    const struct cti_request *req)
{
	int err;

	ask->stage = STAGE_SENT;
	ask->link = link;
	copy_text(ask->link_name, sizeof(ask->link_name), cti__str(link->name));
	if (!*ask->call)
		copy_text(ask->call, sizeof(ask->call), req->call);
	cti__timer_start(ask->timer, ask->timeout_ms);
	ask->in_hand = true;
	if (req->kind == CTI_REQUEST_DIAL)
		announce_dial(link, req);
	cti__buf_clear(&link->port_detail);
	link->in_adapter++;
	err = link->adapter->request(link->state, ask->id, req);
	link->in_adapter--;
	if (err)
		finish(ask, err,
		       cti__str_n(link->port_detail.p, link->port_detail.n));
	ask->in_hand = false;
	if (ask->stage == STAGE_ENDED)
		hand_over(ask);
}

static void send(struct ask *ask)
{
	struct cti_request req;
	struct cti_link *link;
	struct cti__buf why = { 0 };
	int err;

	describe(ask, &req);
	err = cti__request_judge(ask->client, ask->text, &req, &link, &why);
	if (!err) {
		ask->sw = link->sw;
		err = keep_about(ask, is_agent_state(req.kind) ? req.agent
							       : req.leg);
	}
	if (err) {
		finish(ask, err, cti__str_n(why.p, why.n));
	} else if (must_wait(ask, link, &req)) {
		ask->stage = STAGE_BUSY;
	} else {
		send_to(ask, link, &req);
		cti__link_settle(link);
	}
	cti__buf_fini(&why);
}

bool cti__requests_settle(struct cti_client *client)
{
	struct cti__list *node;

	cti__list_each (node, &client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask->stage != STAGE_WAITS)
			continue;
		send(ask);
		return true;
	}
	return false;
}

/* Values that no switch repeats are told by us, once it has taken them. */
static void tell_data(struct cti_link *link, const char *leg,
		      struct cti__str key, struct cti__str value)
{
	struct cti_fact fact = { .kind = CTI_FACT_DATA };

	fact.leg = cti__str(leg);
	fact.name = key;
	fact.data = value;
	cti__switch_fact(link->sw, link, &fact);
}

static void tell_all_data(struct cti_link *link, const struct ask *ask)
{
	const struct cti__request_text *text = ask->text;
	size_t i;

	if (text->kind == CTI_REQUEST_DATA)
		tell_data(link, ask->about, text->field[CTI__REQUEST_KEY],
			  text->field[CTI__REQUEST_VALUE]);
	if (text->kind == CTI_REQUEST_DIAL)
		for (i = 0; i < text->data_count; i++)
			tell_data(link, ask->leg, text->data[i].key,
				  text->data[i].value);
}

/* It was carried out. Telling may run callbacks, which may cancel it. */
static void succeed(struct ask *ask, struct cti_link *link,
		    struct cti__str detail)
{
	bool in_hand = ask->in_hand;

	ask->in_hand = true;
	tell_all_data(link, ask);
	finish(ask, 0, detail);
	ask->in_hand = in_hand;
	hand_over(ask);
}

bool cti__requests_done(struct cti_link *link, uint64_t tag, int err,
			struct cti__str detail)
{
	struct ask *ask = find(link->client, tag);

	/* What has ended before, by time or because its leg is there, was asked
	   for all the same. */
	if (!ask)
		return tag && tag <= link->client->request_ids;
	if (ask->link != link)
		return false;
	if (err)
		finish(ask, err, detail);
	else
		succeed(ask, link, detail);
	return true;
}

void cti__requests_down(struct cti_link *link, int err)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &link->client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask->link != link)
			continue;
		if (err == CTI_ECANCELED)
			finish(ask, err, CTI__SAID("The link was removed."));
		else
			finish(ask, CTI_ELINKDOWN,
			       CTI__SAID("The link went down before the switch "
					 "had answered; what became of the "
					 "request is not known."));
	}
}

/* The telephone that was to be rung up is there. What is attached to its call
   can be told once it has one: at the latest when it rings. */
static bool has_begun(struct ask *ask, const struct cti_fact *fact)
{
	if (fact->kind == CTI_FACT_LEG_NEW && cti__str_is(fact->leg, ask->leg))
		ask->seen = true;
	if (!ask->seen || !ask->text->data_count)
		return ask->seen;
	return (fact->kind == CTI_FACT_DIAL_BEGIN &&
		cti__str_is(fact->other, ask->leg)) ||
	       (fact->kind == CTI_FACT_LEG_STATE &&
		cti__str_is(fact->leg, ask->leg));
}

void cti__requests_fact(struct cti_link *link, const struct cti_fact *fact)
{
	struct cti__list *node, *next;

	if (cti__list_empty(&link->client->requests) ||
	    (fact->kind != CTI_FACT_LEG_NEW &&
	     fact->kind != CTI_FACT_LEG_STATE &&
	     fact->kind != CTI_FACT_DIAL_BEGIN))
		return;
	cti__list_each_safe (node, next, &link->client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask->stage == STAGE_SENT && ask->sw == link->sw &&
		    *ask->leg && has_begun(ask, fact)) {
			succeed(ask, link, CTI__STR_NONE);
			return;
		}
	}
}

void cti__requests_event(struct cti_client *client)
{
	struct cti__list *node;

	cti__list_each (node, &client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask->stage == STAGE_BUSY)
			ask->stage = STAGE_WAITS;
	}
}

/* Its beginning. */

static void give_leg(struct ask *ask)
{
	uint32_t kind = ask->text->kind;

	if (kind == CTI_REQUEST_DIAL || kind == CTI_REQUEST_CONFERENCE ||
	    kind == CTI_REQUEST_PICKUP || kind == CTI_REQUEST_UNPARK)
		cti__request_uuid(ask->client->seed, ask->id, ask->leg);
}

static int make(struct ask **out, struct cti_client *client,
		const cti_request_opts *opts, bool inside, struct cti__buf *why)
{
	struct ask *ask = cti__calloc(1, sizeof(*ask));
	int err;

	*out = NULL;
	if (!ask)
		return CTI_ENOMEM;
	ask->client = client;
	ask->job.fn = run_done;
	cti__list_init(&ask->job.node);
	cti__list_init(&ask->node);
	cti__later_init(&ask->later, on_later, ask);
	ask->id = ++client->request_ids;
	err = cti__request_text_new(
		&ask->text, opts,
		inside ? CTI__REQUEST_INSIDE : CTI__REQUEST_STRICT, why);
	if (!err)
		err = cti__timer_new(&ask->timer, client->loop, on_deadline,
				     ask);
	if (err) {
		free_ask(ask);
		return err;
	}
	ask->timeout_ms = opts->timeout_ms;
	if (!ask->timeout_ms)
		ask->timeout_ms = (uint32_t)cti__config_int(
			&client->config, "request.timeout_ms", NULL);
	give_leg(ask);
	*out = ask;
	return 0;
}

static void write_ticket(const struct ask *ask, cti_request_ticket *ticket)
{
	struct cti_request_ticket full = { .id = ask->id };
	size_t size = ticket->size;

	copy_text(full.call, sizeof(full.call), cti__str(ask->call));
	full.size = size;
	memcpy(ticket, &full, size < sizeof(full) ? size : sizeof(full));
}

/* Put it on its way, if it can be done. */
static int begin(struct ask *ask, struct cti__buf *why)
{
	struct cti_client *client = ask->client;
	struct cti_request req;
	struct cti_link *link;
	int err;

	describe(ask, &req);
	err = cti__request_judge(client, ask->text, &req, &link, why);
	if (err)
		return err;
	if (req.kind == CTI_REQUEST_DIAL)
		cti__model_call_id(link->sw->model, ask->leg, ask->call,
				   sizeof(ask->call));
	cti__list_add(&client->requests, &ask->node);
	atomic_fetch_add(&client->under_way, 1);
	return 0;
}

int cti__request_inside(struct cti_client *client, const cti_request_opts *opts,
			struct cti__str leg, cti__request_end_fn *fn,
			void *user, uint64_t *id, struct cti__buf *why)
{
	struct ask *ask = NULL;
	int err = make(&ask, client, opts, true, why);

	if (!err && leg.n) {
		ask->from = cti__str_dup(leg);
		if (!ask->from)
			err = CTI_ENOMEM;
	}
	if (!err)
		err = begin(ask, why);
	if (err) {
		if (ask)
			free_ask(ask);
		return err;
	}
	ask->inside = fn;
	ask->user = user;
	*id = ask->id;
	return 0;
}

static void ignore(void *user, int err, const char *detail)
{
	(void)user;
	(void)err;
	(void)detail;
}

void cti__request_forget(struct cti_client *client, uint64_t id)
{
	struct cti__list *node;

	cti__list_each (node, &client->requests) {
		struct ask *ask = cti__list_entry(node, struct ask, node);

		if (ask->id == id && ask->inside)
			ask->inside = ignore;
	}
}

int cti__request_send(struct cti_client *client, const cti_request_opts *opts,
		      cti_request_fn *done, void *user,
		      cti_request_ticket *ticket)
{
	struct cti__buf why = { 0 };
	struct ask *ask = NULL;
	int err;

	if (client->closing)
		err = cti__request_say(&why, CTI_ESTATE,
				       "The client is being closed.");
	else if (atomic_load(&client->under_way) >=
		 (unsigned)cti__config_int(&client->config,
					   "request.max_pending", NULL))
		err = cti__request_say(
			&why, CTI_EAGAIN,
			"Too many requests are under way (the key "
			"request.max_pending).");
	else
		err = make(&ask, client, opts, false, &why);
	if (!err)
		err = begin(ask, &why);
	cti__request_keep_why(client, err, &why);
	cti__buf_fini(&why);
	if (err) {
		if (ask)
			free_ask(ask);
		return err;
	}
	ask->done = done;
	ask->user = user;
	if (ticket)
		write_ticket(ask, ticket);
	return 0;
}

int cti__request_cancel(struct cti_client *client, uint64_t id)
{
	struct ask *ask = find(client, id);

	if (!ask)
		return CTI_ENOENT;
	finish(ask, CTI_ECANCELED,
	       CTI__SAID("The application waits for it no longer."));
	return 0;
}
