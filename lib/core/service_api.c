/* SPDX-License-Identifier: MIT */
/* The public functions of cti/service.h that need a client or a file. */
#include "core/knowing.h"
#include "core/watching.h"
#include "io/file.h"
#include "pop/pop.h"
#include "service/service.h"
#include "service/verify.h"

#include <cti/error.h>

#include <stdio.h>

struct service_args {
	struct cti__hop hop;
	const char *path;
	const cti_advice_query *query;
	cti_advice *advice;
	const char *call, *word, *value;
	bool right;
	int err;
};

/* --- the file --- */

/* As if the key had been set. */
static int keep_path(struct cti_client *client, const char *path)
{
	return cti__config_set(&client->config, CTI__STR("service.file"),
			       cti__str(path), NULL);
}

static void load(struct cti__hop *hop)
{
	struct service_args *args = (struct service_args *)(void *)hop;
	struct cti_client *client = hop->client;
	struct cti__service *before = cti__service_ref(client->service);

	if (!args->path && !before) {
		cti__client_say(client, "no service knowledge is in use yet; "
					"name its file");
		args->err = CTI_ESTATE;
		return;
	}
	args->err = cti__knowing_load(
		client, args->path ? args->path : cti__service_path(before));
	if (!args->err && args->path) {
		args->err = keep_path(client, args->path);
		if (args->err)
			cti__knowing_use(client, before);
	}
	cti__watching_refresh(client);
	cti__service_unref(before);
}

int cti_service_load(cti_client *client, const char *path)
{
	struct service_args args = { .path = path };

	if (!client)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, load);
	return args.err;
}

int cti_service_check(const char *path, char *detail, size_t detail_size)
{
	struct cti__service *service;
	struct cti__buf text = { 0 };
	int err;

	if (detail && detail_size)
		*detail = '\0';
	if (!path)
		return CTI_EINVAL;
	err = cti__knowing_read(&service, path, NULL, &text);
	if (!err) {
		cti__buf_clear(&text);
		cti__buf_printf(&text, "%s: ", path);
		cti__service_describe(service, &text);
	}
	if (detail && detail_size)
		snprintf(detail, detail_size, "%s",
			 text.n ? cti__buf_cstr(&text) : cti_strerror(err));
	cti__service_unref(service);
	cti__buf_fini(&text);
	return err;
}

/* --- outside of a pop --- */

/* Only what a program compiled with an older header knows of is there. */
static int take_query(cti_advice_query *to, const cti_advice_query *from)
{
	static const cti_advice_query standard = CTI_ADVICE_QUERY_INIT;

	*to = standard;
	if (from->size < offsetof(cti_advice_query, customer) +
				 sizeof(from->customer) ||
	    from->size > 4096)
		return CTI_EINVAL;
	memcpy(to, from, from->size < sizeof(*to) ? from->size : sizeof(*to));
	return 0;
}

static struct cti__str data_of(const void *user, struct cti__str key)
{
	const cti_advice_query *query = user;
	size_t i;

	for (i = 0; i < query->data_count; i++)
		if (query->data[i].key && cti__str_is(key, query->data[i].key))
			return cti__str(query->data[i].value);
	return CTI__STR_NONE;
}

static void advise(struct cti__hop *hop)
{
	struct service_args *args = (struct service_args *)(void *)hop;
	const cti_advice_query *from = args->query;
	struct cti__service *service = hop->client->service;
	const struct cti__service_query query = {
		.customer = from->customer,
		.identity = from->customer ? CTI_IDENTITY_IDENTIFIED
					   : CTI_IDENTITY_UNKNOWN,
		.dnis = cti__str(from->dnis),
		.queue = cti__str(from->queue),
		.direction = cti__str(from->direction),
		.time_us = from->time_us ? from->time_us : cti__loop_wall_us(),
		.data = from->data ? data_of : NULL,
		.user = from,
		.log = &hop->client->log,
	};
	struct cti__verify nobody_asked = { .service = NULL };
	struct cti__advice_parts parts = { .present = 0 };

	args->err = CTI_ESTATE;
	if (!service)
		return;
	args->err = cti__service_advise(service, &query, &parts);
	if (!args->err) {
		cti__verify_tell(&nobody_asked, service, &parts);
		args->advice = cti__advice_new(&parts);
		args->err = args->advice ? 0 : CTI_ENOMEM;
	}
	cti__advice_parts_fini(&parts);
}

int cti_service_advise(cti_client *client, cti_advice **out,
		       const cti_advice_query *query)
{
	struct service_args args = { .advice = NULL };
	cti_advice_query whole;

	*out = NULL;
	if (!client || !query || take_query(&whole, query))
		return CTI_EINVAL;
	args.query = &whole;
	cti__hop(&args.hop, client, advise);
	*out = args.advice;
	return args.err;
}

/* --- verification --- */

static void verify_begin(struct cti__hop *hop)
{
	struct service_args *args = (struct service_args *)(void *)hop;

	args->err = cti__pops_verify_begin(hop->client->pops, args->call,
					   args->word);
}

int cti_verify_begin(cti_client *client, const char *call, const char *request)
{
	struct service_args args = { .call = call, .word = request };

	if (!client || !call || !request)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, verify_begin);
	return args.err;
}

static void verify_check(struct cti__hop *hop)
{
	struct service_args *args = (struct service_args *)(void *)hop;

	args->err = cti__pops_verify_check(hop->client->pops, args->call,
					   args->word, args->value,
					   &args->right);
}

int cti_verify_check(cti_client *client, const char *call, const char *factor,
		     const char *value, bool *right)
{
	struct service_args args = { .call = call,
				     .word = factor,
				     .value = value };

	*right = false;
	if (!client || !call || !factor || !value)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, verify_check);
	*right = args.right;
	return args.err;
}

static void verify_keys(struct cti__hop *hop)
{
	struct service_args *args = (struct service_args *)(void *)hop;

	args->err = cti__pops_verify_keys(hop->client->pops, args->call,
					  args->word);
}

int cti_verify_keys(cti_client *client, const char *call, const char *factor)
{
	struct service_args args = { .call = call, .word = factor };

	if (!client || !call || !factor)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, verify_keys);
	return args.err;
}

static void verify_end(struct cti__hop *hop)
{
	struct service_args *args = (struct service_args *)(void *)hop;

	args->err = cti__pops_verify_end(hop->client->pops, args->call);
}

int cti_verify_end(cti_client *client, const char *call)
{
	struct service_args args = { .call = call };

	if (!client || !call)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, verify_end);
	return args.err;
}
