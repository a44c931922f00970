/* SPDX-License-Identifier: MIT */
/* One switch: the model, its clock, and the links that feed it. */
#include "core/switch.h"
#include "core/client.h"
#include "core/link.h"
#include "core/pipeline.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

/* Clocks are put right by less all the time. */
#define JUMP_US ((int64_t)2000000)

static void on_event(void *user, struct cti_event *ev)
{
	struct cti__switch *sw = user;

	cti__event_set(ev, CTI_FIELD_LINK, cti__str(sw->speaker->name));
	cti__pipeline_emit(sw->client, ev);
}

static void arm(struct cti__switch *sw)
{
	int64_t at, now;

	/* A virtual clock is moved by whoever plays it. */
	if (sw->speaker->env->is_virtual)
		return;
	at = cti__model_deadline(sw->model);
	/* Most facts leave it as it was. */
	if (at == sw->armed_us)
		return;
	sw->armed_us = at;
	if (at == INT64_MAX) {
		cti__timer_stop(sw->timer);
		return;
	}
	now = cti__switch_now_us(sw, sw->speaker);
	cti__timer_start(sw->timer,
			 at > now ? (uint64_t)((at - now) / 1000 + 1) : 0);
}

/* Decide all that is due by then, each at its own time. */
static void tick_to(struct cti__switch *sw, int64_t time_us)
{
	int64_t at;

	while ((at = cti__model_deadline(sw->model)) <= time_us) {
		if (at < sw->last_us)
			at = sw->last_us;
		sw->last_us = at;
		cti__model_tick(sw->model, at);
		/* A model that is not content would keep us here for ever. */
		if (cti__model_deadline(sw->model) <= at)
			break;
	}
}

static void on_timer(void *arg)
{
	struct cti__switch *sw = arg;
	struct cti_client *client = sw->client;

	cti__client_enter(client);
	sw->armed_us = INT64_MAX;
	cti__switch_tick(sw, sw->speaker);
	cti__client_leave(client);
}

static int make(struct cti__switch **out, struct cti_link *link,
		const char *name)
{
	struct cti_client *client = link->client;
	struct cti__model_opts opts = { .emit = on_event };
	struct cti__buf id = { 0 };
	struct cti__switch *sw = cti__calloc(1, sizeof(*sw));
	int err = CTI_ENOMEM;

	*out = NULL;
	if (!sw)
		return err;
	sw->client = client;
	sw->armed_us = INT64_MAX;
	cti__list_init(&sw->node);
	if (name) {
		sw->name = cti__str_dup(cti__str(name));
		if (!sw->name)
			goto out;
	}
	opts.user = sw;
	memcpy(opts.seed, client->seed, sizeof(opts.seed));
	cti__buf_printf(&id, "%s-", name ? name : link->name);
	opts.id = cti__buf_cstr(&id);
	opts.wrapup_ms = (uint32_t)cti__config_int(
		&client->config, "agents.wrapup_ms", link->name);
	err = id.err ? id.err : cti__model_new(&sw->model, &opts);
	if (!err)
		err = cti__timer_new(&sw->timer, client->loop, on_timer, sw);
	if (err)
		goto out;
	cti__list_add(&client->switches, &sw->node);
	*out = sw;
out:
	cti__buf_fini(&id);
	if (err) {
		cti__model_free(sw->model);
		cti__free(sw->name);
		cti__free(sw);
	}
	return err;
}

int cti__switch_join(struct cti__switch **out, struct cti_link *link,
		     const char *name)
{
	struct cti__list *node;
	struct cti__switch *sw;
	int err = 0;

	*out = NULL;
	if (name)
		cti__list_each (node, &link->client->switches) {
			sw = cti__list_entry(node, struct cti__switch, node);
			if (sw->name && !strcmp(sw->name, name))
				*out = sw;
		}
	if (!*out)
		err = make(out, link, name);
	if (err)
		return err;
	link->witness = (*out)->joined++;
	if (!(*out)->links++)
		(*out)->speaker = link;
	return 0;
}

/* Another link of the switch speaks from now on; NULL if there is none. */
static struct cti_link *other_link(struct cti__switch *sw, struct cti_link *not)
{
	struct cti__list *node;
	struct cti_link *link;

	cti__list_each (node, &sw->client->links) {
		link = cti__list_entry(node, struct cti_link, node);
		if (link != not && link->sw == sw)
			return link;
	}
	return NULL;
}

void cti__switch_leave(struct cti__switch *sw, struct cti_link *link, bool tell)
{
	struct cti_link *other;

	if (--sw->links) {
		other = other_link(sw, link);
		if (sw->speaker == link && other)
			sw->speaker = other;
		return;
	}
	if (tell)
		cti__switch_close(sw, link);
	cti__list_del(&sw->node);
	cti__timer_free(sw->timer);
	cti__model_free(sw->model);
	cti__free(sw->name);
	cti__free(sw);
}

/* How far the clock is from where it would be had it not jumped; 0 if it has
   not. */
static int64_t jump_of(const struct cti__switch *sw,
		       const struct cti_link *link, int64_t time_us)
{
	int64_t passed = link->env->mono_us(link) - sw->read_mono_us;

	if (link->env->is_virtual || !sw->read_us)
		return 0;
	if (time_us > sw->read_us - JUMP_US &&
	    time_us < sw->read_us + passed + JUMP_US)
		return 0;
	return sw->read_us + passed - time_us;
}

/* Nobody's time is being taken: the clock may be followed, back too. */
static bool is_idle(const struct cti__switch *sw)
{
	return !cti__model_calls(sw->model) &&
	       cti__model_deadline(sw->model) == INT64_MAX;
}

/* The time of a fact without the jumps of the clock that it is from. */
static int64_t steady(struct cti__switch *sw, const struct cti_link *link,
		      int64_t time_us)
{
	int64_t jump;

	if (link->env->is_virtual)
		return time_us;
	jump = jump_of(sw, link, time_us + sw->jumped_us);
	if ((jump || sw->jumped_us) && is_idle(sw)) {
		sw->jumped_us = 0;
		if (time_us < sw->last_us) {
			sw->last_us = time_us;
			cti__model_set_clock(sw->model, time_us);
		}
	} else {
		sw->jumped_us += jump;
	}
	if (jump)
		cti__link_log(link, CTI_LOG_WARN,
			      "the clock has jumped by %lld s",
			      (long long)(-jump / 1000000));
	sw->read_us = time_us + sw->jumped_us;
	sw->read_mono_us = link->env->mono_us(link);
	return sw->read_us;
}

int64_t cti__switch_now_us(const struct cti__switch *sw,
			   const struct cti_link *link)
{
	int64_t now = cti__link_now_us(link) + sw->skew_us + sw->jumped_us;

	now += jump_of(sw, link, now);

	return now > sw->last_us ? now : sw->last_us;
}

/* A fact with a time of its own shows how the switch's clock differs. */
static void learn_skew(struct cti__switch *sw, struct cti_link *link,
		       int64_t time_us)
{
	/* While a virtual clock is being advanced, only its owner knows how far
	   it has come. */
	if (link->advancing && sw->skew_known)
		return;
	sw->skew_us = time_us - cti__link_now_us(link);
	sw->skew_known = true;
}

void cti__switch_fact(struct cti__switch *sw, struct cti_link *link,
		      const struct cti_fact *fact)
{
	struct cti_link *speaker = sw->speaker;
	struct cti_fact told = *fact;
	int err;

	told.witness = link->witness;
	if (told.time_us)
		learn_skew(sw, link, told.time_us);
	else
		told.time_us = cti__link_now_us(link) + sw->skew_us;
	told.time_us = steady(sw, link, told.time_us);
	if (told.time_us < sw->last_us)
		told.time_us = sw->last_us;
	sw->speaker = link;
	tick_to(sw, told.time_us);
	sw->last_us = told.time_us;
	err = sw->client->trace.fn ? cti__trace_fact(sw, link, &told)
				   : cti__model_fact(sw->model, &told);
	if (err)
		cti__link_log(link, CTI_LOG_ERROR,
			      "out of memory: something the switch said is "
			      "lost");
	sw->speaker = speaker;
	arm(sw);
}

void cti__switch_tick(struct cti__switch *sw, struct cti_link *link)
{
	tick_to(sw, cti__switch_now_us(sw, link));
	arm(sw);
}

void cti__switch_close(struct cti__switch *sw, struct cti_link *link)
{
	struct cti_link *speaker = sw->speaker;
	int64_t now = cti__switch_now_us(sw, link);

	sw->speaker = link;
	tick_to(sw, now);
	sw->last_us = now;
	cti__model_close(sw->model, now);
	cti__timer_stop(sw->timer);
	sw->armed_us = INT64_MAX;
	sw->speaker = speaker;
}
