/* SPDX-License-Identifier: MIT */
/* Scenarios without a link: values that are read, checked and given back. */
#include "play.h"
#include "scenario.h"

#include "core/url.h"
#include "pop/template.h"
#include "util/utf8.h"
#include "wire/block.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_client(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	(void)arg;
	(void)more;
	err = play_open(&play);
	return play_close(&play, err);
}

/* With a thread of its own. */
static int run_thread(const char *arg, const char *more)
{
	cti_client *client;
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_event *event;
	bool over = false;
	int err, tries = 0;

	(void)arg;
	(void)more;
	err = cti_client_new(&client, NULL);
	if (err)
		return err;
	opts.url = "sim:?clock=virtual";
	opts.name = "sim";
	TRY(cti_link_add(client, NULL, &opts));
	while (!over && tries++ < 10 && !(err = cti_poll(client, 50, &event))) {
		over = cti_event_kind(event) == CTI_EVENT_LINK &&
		       !strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL),
			       "up");
		cti_event_unref(event);
	}
out:
	cti_client_close(client);
	return err == CTI_EAGAIN ? 0 : err;
}

/* A story with a thread of its own: what has begun and was fetched has an end,
   unless a loss was told. */
static int run_thread_story(const char *arg, const char *more)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	int begun = 0, ended = 0, lost = 0, over = 0, idle = 0, err;
	enum cti_event_kind kind;
	cti_client *client;
	cti_event *event;
	char url[512];

	snprintf(url, sizeof(url), "sim:%s/examples/stories/%s.sim?speed=%s",
		 play_source, arg, more);
	err = cti_client_new(&client, NULL);
	if (err)
		return err;
	opts.url = url;
	opts.name = "sim";
	TRY(cti_link_add(client, NULL, &opts));
	while (!over && idle < 3) {
		err = cti_poll(client, 200, &event);
		idle = err ? idle + 1 : 0;
		if (err)
			continue;
		kind = cti_event_kind(event);
		begun += kind == CTI_EVENT_CALL_BEGIN;
		ended += kind == CTI_EVENT_CALL_END;
		lost += kind == CTI_EVENT_LOSS;
		over = kind == CTI_EVENT_LINK &&
		       !strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL),
			       "failed");
		cti_event_unref(event);
	}
	if (over)
		err = begun == ended || lost ? 0 : 1;
out:
	cti_client_close(client);
	return err;
}

static int run_keys(const char *arg, const char *more)
{
	static const char *const keys[] = { "link.user",
					    "admin",
					    "links.pbx.link.secret",
					    "s3cret",
					    "devices.extensions",
					    "1XXX,2XXX",
					    "pop.url",
					    "https://crm/{remote}",
					    "links.pbx.link.secret",
					    "other",
					    NULL };
	struct play play = { 0 };
	char *value = NULL;
	int err;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	TRY(play_set(&play, keys));
	TRY(cti_get(play.client, "devices.extensions", &value));
	err = strcmp(value, "1XXX,2XXX") ? 1 : 0;
out:
	cti_free(value);
	return play_close(&play, err);
}

/* A key that is wrong is still told, or memory was short. */
static int run_wrong_key(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	TRY(play_open(&play));
	err = cti_set(play.client, arg, more);
	err = err == CTI_EKEY || err == CTI_EVALUE || err == CTI_ETEMPLATE ? 0
	      : err							   ? err
									   : 1;
	if (!err && !*cti_client_detail(play.client))
		err = CTI_ENOMEM;
out:
	return play_close(&play, err);
}

static int run_load(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	(void)more;
	TRY(play_write("c.json", arg));
	TRY(play_write("c.csv", "id,phone\n1,13800138000\n"));
	TRY(play_open(&play));
	TRY(cti_load(play.client, play_path("c.json")));
	play_run(&play, 1000);
out:
	return play_close(&play, err);
}

static void on_number_step(void *user, const cti_number_step *step)
{
	unsigned *steps = user;

	*steps += *step->name != '\0';
}

static int run_number(const char *arg, const char *more)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	cti_number number = { .size = sizeof(number) };
	unsigned steps = 0;
	int err;

	plan.country = more;
	plan.area = "010";
	plan.outside_prefix = "9";
	err = cti_number_parse(arg, &plan, &number);
	if (!err)
		err = cti_number_explain(arg, &plan, &number, on_number_step,
					 &steps);
	return err;
}

static int run_url(const char *arg, const char *more)
{
	struct cti__url url;
	struct cti__buf why = { 0 };
	int err;

	(void)more;
	err = cti__url_parse(&url, arg, &why);
	if (!err && cti__url_param(&url, "seed", &why))
		err = why.err;
	cti__url_fini(&url);
	cti__buf_fini(&why);
	return err;
}

static int run_template(const char *arg, const char *more)
{
	struct cti__template_values values = { .data = NULL };
	struct cti__template *template;
	cti_customer *customer = NULL;
	char detail[256], url[CTI__URL_MAX + 1];
	int err;

	(void)more;
	err = cti__template_new(&template, cti__str(arg), "https", detail,
				sizeof(detail));
	if (err)
		return err;
	TRY(cti_customer_new(&customer));
	TRY(cti_customer_set(customer, "id", "a b/c"));
	TRY(cti_customer_set(customer, "id", "second"));
	values.customer = customer;
	values.slot[CTI__SLOT_REMOTE] = CTI__STR("138&00138000");
	err = cti__template_render(template, &values, url);
out:
	cti_customer_unref(customer);
	cti__template_free(template);
	return err;
}

static int run_request_data(const char *arg, const char *more)
{
	struct play play = { 0 };
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;
	int err;

	opts.kind = cti_request_kind_find(arg);
	opts.device = "1001";
	opts.to = more;
	TRY(play_open(&play));
	err = cti_request_check(play.client, &opts);
	/* There is no link to do it on. */
	err = err == CTI_ENOMEM ? err : err ? 0 : 1;
out:
	return play_close(&play, err);
}

static int run_advice(const char *arg, const char *more)
{
	struct play play = { 0 };
	cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	cti_customer *customer = NULL;
	cti_advice *advice = NULL;
	char path[512], *text = NULL;
	size_t len;
	int err;

	(void)arg;
	(void)more;
	snprintf(path, sizeof(path), "%s/examples/service/service.json",
		 play_source);
	TRY(play_open(&play));
	TRY(cti_service_load(play.client, path));
	TRY(cti_customer_new(&customer));
	TRY(cti_customer_set(customer, "spend", "600"));
	TRY(cti_customer_set(customer, "tenure_months", "40"));
	TRY(cti_customer_set(customer, "contract_end", "2026-06-01"));
	query.customer = customer;
	query.dnis = "4001100266";
	query.direction = "inbound";
	query.time_us = INT64_C(1776000000000000);
	TRY(cti_service_advise(play.client, &advice, &query));
	TRY(cti_advice_json(advice, &text, &len));
out:
	cti_free(text);
	cti_advice_unref(advice);
	cti_customer_unref(customer);
	return play_close(&play, err);
}

static int run_service_check(const char *arg, const char *more)
{
	char path[512], detail[256];

	(void)more;
	if (*arg == '/')
		snprintf(path, sizeof(path), "%s%s", play_source, arg);
	else if (play_write("service.json", arg))
		return 1;
	else
		snprintf(path, sizeof(path), "%s", play_path("service.json"));
	*detail = '\0';
	return cti_service_check(path, detail, sizeof(detail));
}

const struct scenario scenarios_values[] = {
	{ "client", run_client, "", "" },
	{ "client-thread", run_thread, "", "" },
	{ "client-thread-story", run_thread_story, "inbound", "20" },
	{ "config-keys", run_keys, "", "" },
	{ "config-wrong-key", run_wrong_key, "link.usr", "x" },
	{ "config-wrong-value", run_wrong_key, "link.ping_ms", "soon" },
	{ "config-file", run_load,
	  "{\"numbers\":{\"country\":\"CN\",\"area\":\"010\"},"
	  "\"sources\":[{\"name\":\"b\",\"type\":\"csv\",\"path\":\"c.csv\"}],"
	  "\"pop\":{\"url\":\"https://crm.example/{customer.id}\"}}",
	  "" },
	{ "number-mobile", run_number, "9 1795113800138000", "CN" },
	{ "number-extension", run_number, "010-62345678转801", "CN" },
	{ "number-german", run_number, "+49 30 123456", "DE" },
	{ "url", run_url, "sim:a%20b?seed=42&clock=virtual", "" },
	{ "url-secret", run_url, "ami+tls://u:s%40@[::1]:5039", "" },
	{ "template", run_template,
	  "https://crm.example/{customer.id}/x?n={remote}&q={data.key}", "" },
	{ "request-check", run_request_data, "dial", "1002" },
	{ "service-advice", run_advice, "", "" },
	{ "service-check", run_service_check, "/examples/service/service.json",
	  "" },
	{ 0 },
};
