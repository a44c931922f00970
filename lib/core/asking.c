/* SPDX-License-Identifier: MIT */
/* How a client asks: identify and pops in it, and the application as a source.
 */
#include "core/asking.h"
#include "core/journaling.h"
#include "core/learning.h"
#include "core/link.h"
#include "core/pipeline.h"
#include "core/way.h"
#include "identify/identify.h"
#include "io/work.h"
#include "pop/pop.h"
#include "util/alloc.h"

#include <cti/error.h>

#define DETAIL_MAX 512

/* identify's view of its host. */

static int64_t now_us(void *user)
{
	(void)user;
	return cti__loop_now_us();
}

static void on_alarm(void *arg)
{
	struct cti_client *client = arg;

	cti__client_enter(client);
	cti__identify_tick(client->identify);
	cti__client_leave(client);
}

static void alarm_at(void *user, int64_t at_us)
{
	struct cti_client *client = user;
	int64_t now = cti__loop_now_us();

	if (at_us == INT64_MAX)
		cti__timer_stop(client->alarm);
	else
		cti__timer_start(
			client->alarm,
			at_us > now ? (uint64_t)((at_us - now + 999) / 1000)
				    : 0);
}

/* A lookup on its way to cti_poll(). */
struct lookup_job {
	struct cti__job job;
	struct cti_client *client;
	cti_lookup *lookup;
	cti_lookup_fn *fn;
	void *user;
};

static void forget_lookup(cti_lookup *lookup)
{
	cti__way_unref(cti__lookup_tag(lookup));
	cti__lookup_drop(lookup);
}

static void run_lookup(struct cti__job *job, bool run)
{
	struct lookup_job *lj = (struct lookup_job *)(void *)job;

	if (run)
		lj->fn(lj->client, lj->lookup, lj->user);
	else
		forget_lookup(lj->lookup);
	cti__free(lj);
}

static void ask_app(void *user, cti_lookup *lookup, cti_lookup_fn *fn,
		    void *fn_user)
{
	struct cti_client *client = user;
	struct lookup_job *lj;

	cti__lookup_set_tag(lookup, cti__way_ref(client->way));
	if (!client->own) {
		fn(client, lookup, fn_user);
		return;
	}
	lj = cti__calloc(1, sizeof(*lj));
	/* The deadline ends what could not be asked. */
	if (!lj) {
		forget_lookup(lookup);
		return;
	}
	lj->job.fn = run_lookup;
	lj->client = client;
	lj->lookup = lookup;
	lj->fn = fn;
	lj->user = fn_user;
	cti__inbox_job(&client->inbox, &lj->job);
}

/* The pops' view of the client. */

static void on_pop(void *user, struct cti_event *ev)
{
	cti__pipeline_emit(user, ev);
}

static int64_t link_now_us(void *user, struct cti__str name)
{
	struct cti_client *client = user;
	struct cti__list *node;
	struct cti_link *link;

	cti__list_each (node, &client->links) {
		link = cti__list_entry(node, struct cti_link, node);
		if (cti__str_is(name, link->name))
			return cti__switch_now_us(link->sw, link);
	}
	return cti__loop_wall_us();
}

static void on_chosen(void *user, struct cti__str number, const char *customer)
{
	cti__learning_chose(user, number, customer);
}

static void on_no_pop(void *user, const struct cti_event *ev, const char *call,
		      const char *device, const char *why)
{
	cti__trace_no_pop(user, ev, call, device, why);
}

/* Work of identify in another thread. */
struct work {
	struct cti_client *client;
	void (*fn)(void *arg);
	void (*done)(void *arg, int err);
	void *arg;
};

static void run_work(void *arg)
{
	struct work *w = arg;

	w->fn(w->arg);
}

static void on_worked(void *arg, int err)
{
	struct work w = *(struct work *)arg;

	cti__free(arg);
	/* It outlives identify, but not the client's memory. */
	if (w.client->closing) {
		w.done(w.arg, err);
		return;
	}
	cti__client_enter(w.client);
	w.done(w.arg, err);
	cti__client_leave(w.client);
}

static int work(void *user, void (*fn)(void *arg),
		void (*done)(void *arg, int err), void *arg)
{
	struct work *w = cti__calloc(1, sizeof(*w));
	struct cti_client *client = user;
	int err;

	if (!w)
		return CTI_ENOMEM;
	w->client = client;
	w->fn = fn;
	w->done = done;
	w->arg = arg;
	err = cti__loop_work(client->loop, run_work, on_worked, w);
	if (err)
		cti__free(w);
	return err;
}

static void on_want_earlier(void *user, struct cti__str call, uint32_t turn,
			    struct cti__str number, struct cti__str customer)
{
	cti__journaling_earlier(user, call, turn, number, customer);
}

static void on_progress(uint64_t done, uint64_t total, void *user)
{
	struct cti_client *client = user;

	atomic_store(&client->read_done, done);
	atomic_store(&client->read_total, done < total ? total : 0);
}

int cti__asking_init(struct cti_client *client)
{
	struct cti__identify_host host = {
		.user = client,
		.now_us = now_us,
		.alarm = alarm_at,
		.ask_app = ask_app,
		.log = &client->log,
		.seed = { client->seed[0], client->seed[1] },
		.net = &client->net,
		.work = work,
		.progress = on_progress,
	};
	struct cti__pops_opts opts = {
		.emit = on_pop,
		.now_us = link_now_us,
		.why_not = on_no_pop,
		.earlier = on_want_earlier,
		.chosen = on_chosen,
		.user = client,
		.log = &client->log,
		.seed = { client->seed[0], client->seed[1] },
	};
	int err = cti__way_new(&client->way, client);

	cti__asking_net(&client->net, client);
	if (!err)
		err = cti__timer_new(&client->alarm, client->loop, on_alarm,
				     client);
	if (!err)
		err = cti__identify_new(&client->identify, &host);
	opts.identify = client->identify;
	if (!err)
		err = cti__pops_new(&client->pops, &opts);
	return err ? err : cti__asking_apply(client, NULL);
}

void cti__asking_fini(struct cti_client *client)
{
	cti__asking_end(client);
	cti__learning_fini(client);
	cti__pops_free(client->pops);
	cti__identify_free(client->identify);
	cti__timer_free(client->alarm);
	client->pops = NULL;
	client->identify = NULL;
	client->alarm = NULL;
	if (client->way)
		cti__way_cut(client->way);
	cti__way_unref(client->way);
	client->way = NULL;
}

static int load_plugin(struct cti_client *client, cti_number_plan *plan)
{
	const struct cti__config *config = &client->config;
	const char *name = cti__config_text(config, "numbers.plugin", NULL);
	char detail[DETAIL_MAX] = "";
	int err;

	if (strcmp(cti__config_text(config, "numbers.plugin_for", NULL),
		   "all") == 0)
		plan->plugin_for = CTI_NUMBER_ALL;
	if (!*name)
		return 0;
	err = cti_number_plugin_load(&plan->plugin, name, detail,
				     sizeof(detail));
	if (!err)
		return 0;
	cti__client_say(client, "numbers.plugin: %s", detail);
	return CTI_EVALUE;
}

/* Digits as somebody writes them; a prefix may be a code of the exchange. */
static int check_digits(struct cti_client *client, const char *key,
			const char *signs)
{
	const char *text = cti__config_text(&client->config, key, NULL);

	if (!text[strspn(text, signs)])
		return 0;
	cti__client_say(client,
			"%s must be digits, such as are dialled, not "
			"\"%.40s\".",
			key, text);
	return CTI_EVALUE;
}

static int apply_numbers(struct cti_client *client)
{
	const struct cti__config *config = &client->config;
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	const char *text;
	int err;

	plan.country = cti__config_text(config, "numbers.country", NULL);
	text = cti__config_text(config, "numbers.area", NULL);
	plan.area = *text ? text : NULL;
	text = cti__config_text(config, "numbers.outside_prefix", NULL);
	plan.outside_prefix = *text ? text : NULL;
	text = cti__config_text(config, "numbers.carrier_prefixes", NULL);
	plan.carrier_prefixes = *text ? text : NULL;
	plan.extension_digits = (uint32_t)cti__config_int(
		config, "numbers.extension_digits", NULL);
	err = check_digits(client, "numbers.area", "0123456789 -()");
	if (!err)
		err = check_digits(client, "numbers.outside_prefix",
				   "0123456789*# ");
	if (!err)
		err = load_plugin(client, &plan);
	if (err)
		return err;
	err = cti__identify_set_plan(client->identify, &plan);
	if (err != CTI_EINVAL)
		return err;
	cti__client_say(client,
			"numbers.country: the country \"%.20s\" is not known; "
			"write its two letters, such as CN; other countries "
			"than ours need numbers.plugin.",
			plan.country);
	return CTI_EVALUE;
}

static void apply_limits(struct cti_client *client)
{
	const struct cti__config *config = &client->config;
	struct cti__identify_limits limits = {
		.deadline_ms = (uint32_t)cti__config_int(
			config, "identify.deadline_ms", NULL),
		.hit_ttl_ms = (uint32_t)cti__config_int(
			config, "identify.hit_ttl_ms", NULL),
		.miss_ttl_ms = (uint32_t)cti__config_int(
			config, "identify.miss_ttl_ms", NULL),
		.cache_max = (uint32_t)cti__config_int(
			config, "identify.cache_max", NULL),
		.clear_lead = (uint32_t)cti__config_int(
			config, "identify.clear_lead", NULL),
		.data_score = (uint32_t)cti__config_int(
			config, "identify.data_score", NULL),
		.shared_from = (uint32_t)cti__config_int(
			config, "identify.shared_from", NULL),
		.learned_after = (uint32_t)cti__config_int(
			config, "identify.learned_after", NULL),
		.contacts = cti__config_bool(config, "identify.contacts", NULL),
	};

	cti__identify_set_limits(client->identify, &limits);
}

static int apply_data(struct cti_client *client)
{
	const char *names = cti__config_text(&client->config, "identify.data",
					     NULL);
	int err = cti__identify_set_data(client->identify, cti__str(names));

	if (err == CTI_EVALUE)
		cti__client_say(
			client,
			"identify.data: at most 8 pairs of a name of "
			"the call's data and a field of the customer "
			"can stand there, such as CTI_ACCOUNT=account.");
	return err;
}

static int apply_pops(struct cti_client *client)
{
	const struct cti__config *config = &client->config;
	char detail[DETAIL_MAX] = "";
	int err;

	err = cti__pops_set_url(client->pops,
				cti__config_text(config, "pop.url", NULL),
				cti__config_text(config, "pop.schemes", NULL),
				detail, sizeof(detail));
	if (err == CTI_ETEMPLATE) {
		cti__client_say(client, "%s", detail);
		return CTI_EVALUE;
	}
	if (!err)
		err = cti__pops_set_language(
			client->pops,
			cti__config_text(config, "pop.language", NULL));
	if (!err)
		err = cti__pops_set_open_on(
			client->pops,
			cti__config_text(config, "pop.open_on", NULL));
	cti__pops_set_greeting(
		client->pops,
		(uint32_t)cti__config_int(config, "pop.statement_score", NULL),
		(uint32_t)cti__config_int(config, "pop.ask_members", NULL));
	cti__pops_set_outbound(client->pops,
			       cti__config_bool(config, "pop.outbound", NULL));
	cti__pops_set_internal(client->pops,
			       cti__config_bool(config, "pop.internal", NULL));
	return err;
}

static bool of_group(const char *key, const char *group)
{
	return !key || cti__str_starts(cti__str(key), cti__str(group));
}

int cti__asking_apply(struct cti_client *client, const char *key)
{
	int err = 0;

	if (of_group(key, "numbers."))
		err = apply_numbers(client);
	if (!err && of_group(key, "identify."))
		apply_limits(client);
	if (!err && (!key || strcmp(key, "identify.data") == 0))
		err = apply_data(client);
	if (!err && (!key || strcmp(key, "identify.learned_file") == 0))
		err = cti__learning_apply(client);
	if (!err && of_group(key, "pop."))
		err = apply_pops(client);
	return err;
}
