/* SPDX-License-Identifier: MIT */
/* Tells every step from a switch's words to a pop: cti/trace.h. */
#include "core/trace.h"
#include "core/client.h"
#include "core/link.h"
#include "model/fact_text.h"
#include "model/look.h"
#include "pop/pop.h"
#include "util/say.h"

#include <cti/error.h>

/* What the callback does may turn the trace off. */
static void tell(struct cti_client *client, const struct cti_trace *step)
{
	if (!client->trace.fn || client->closing)
		return;
	if (client->own)
		cti__trace_post(client, step);
	else
		client->trace.fn(client, step, client->trace.user);
}

static void tell_text(struct cti_client *client, struct cti_trace *step,
		      struct cti__buf *text)
{
	step->text = cti__buf_cstr(text);
	step->len = text->n;
	if (text->err)
		cti__log(&client->log, CTI_LOG_ERROR,
			 "out of memory: a step of the trace is lost");
	else
		tell(client, step);
}

static struct cti_trace step_of(const struct cti_client *client,
				enum cti_trace_kind kind, int64_t time_us)
{
	struct cti_trace step = {
		.size = sizeof(step),
		.kind = kind,
		.link = "",
		.time_us = time_us,
		.offset = client->trace.offset,
		.text = "",
		.call = "",
	};

	return step;
}

void cti__trace_message(struct cti_link *link, struct cti__str raw)
{
	struct cti_client *client = link->client;
	struct cti_trace step;

	client->trace.offset = cti__link_offset(link, raw.p);
	step = step_of(client, CTI_TRACE_MESSAGE,
		       cti__switch_now_us(link->sw, link));
	step.link = link->name;
	step.text = raw.p;
	step.len = raw.n;
	tell(client, &step);
}

/* The ids that a fact names, each ended by NUL in room. */
static size_t put_ids(const struct cti_fact *fact, struct cti__buf *room,
		      const char **ids)
{
	const struct cti__str all[CTI__TRACE_IDS] = {
		fact->leg, fact->other, fact->second, fact->target, fact->bridge
	};
	size_t at[CTI__TRACE_IDS], count = 0, i;

	for (i = 0; i < CTI__TRACE_IDS; i++) {
		if (!all[i].n)
			continue;
		at[count++] = room->n;
		cti__buf_str(room, all[i]);
		cti__buf_char(room, '\0');
	}
	if (room->err)
		return 0;
	for (i = 0; i < count; i++)
		ids[i] = room->p + at[i];
	return count;
}

static void tell_fact(struct cti_client *client, struct cti_trace *step,
		      const struct cti_fact *fact)
{
	struct cti__buf text = { 0 };

	cti__fact_json(fact, &text);
	tell_text(client, step, &text);
	cti__buf_fini(&text);
}

int cti__trace_fact(struct cti__switch *sw, struct cti_link *link,
		    const struct cti_fact *fact)
{
	struct cti_client *client = sw->client;
	struct cti__buf room = { 0 }, call = { 0 };
	const char *ids[CTI__TRACE_IDS];
	struct cti__look before, after;
	struct cti_trace step = step_of(client, CTI_TRACE_FACT, fact->time_us);
	uint64_t seq = client->seq;
	int err;

	cti__model_look(sw->model, fact, &before);
	/* The call may end with the fact. */
	cti__buf_text(&call, before.call ? before.call : "");
	step.link = link->name;
	step.call = cti__buf_cstr(&call);
	step.id_count = put_ids(fact, &room, ids);
	step.ids = ids;
	tell_fact(client, &step, fact);
	err = cti__model_fact(sw->model, fact);
	cti__model_look(sw->model, fact, &after);
	if (after.call)
		step.call = after.call;
	step.kind = CTI_TRACE_OUTCOME;
	step.text = err ? cti_strerror(err)
			: cti__say(cti__look_text(&before, &after,
						  client->seq != seq));
	step.len = strlen(step.text);
	tell(client, &step);
	cti__buf_fini(&room);
	cti__buf_fini(&call);
	return err;
}

void cti__trace_event(struct cti_client *client, const struct cti_event *ev)
{
	struct cti_trace step = step_of(client, CTI_TRACE_EVENT, ev->time_us);
	struct cti__buf text = { 0 };

	cti__event_json(ev, &text);
	step.link = cti_event_str(ev, CTI_FIELD_LINK, NULL);
	step.call = cti_event_str(ev, CTI_FIELD_CALL, NULL);
	step.event = ev;
	tell_text(client, &step, &text);
	cti__buf_fini(&text);
}

void cti__trace_no_pop(struct cti_client *client, const struct cti_event *ev,
		       const char *call, const char *device, const char *why)
{
	struct cti_trace step = step_of(client, CTI_TRACE_NO_POP, ev->time_us);

	step.link = cti_event_str(ev, CTI_FIELD_LINK, NULL);
	step.call = call;
	step.ids = &device;
	step.id_count = 1;
	step.text = cti__say(why);
	step.len = strlen(step.text);
	tell(client, &step);
}

struct set_args {
	struct cti__hop hop;
	cti_trace_fn *fn;
	void *user;
};

static void set(struct cti__hop *hop)
{
	struct set_args *args = (struct set_args *)(void *)hop;

	hop->client->trace.fn = args->fn;
	hop->client->trace.user = args->user;
	atomic_fetch_add(&hop->client->trace.turn, 1);
	cti__pops_explain(hop->client->pops, args->fn != NULL);
}

int cti_trace_set(cti_client *client, cti_trace_fn *fn, void *user)
{
	struct set_args args = { .fn = fn, .user = user };

	if (!client)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, set);
	return 0;
}

const char *cti_trace_kind_name(enum cti_trace_kind kind)
{
	static const char *const names[] = {
		[CTI_TRACE_MESSAGE] = "message", [CTI_TRACE_FACT] = "fact",
		[CTI_TRACE_EVENT] = "event",	 [CTI_TRACE_NO_POP] = "no-pop",
		[CTI_TRACE_OUTCOME] = "outcome",
	};

	if ((unsigned int)kind >= sizeof(names) / sizeof(names[0]))
		return NULL;
	return names[kind];
}
