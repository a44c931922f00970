/* SPDX-License-Identifier: MIT */
/* The public functions of cti/customer.h and cti/pop.h that need a client. */
#include "core/asking.h"
#include "core/learning.h"
#include "core/watching.h"
#include "core/way.h"
#include "identify/identify.h"
#include "pop/pop.h"
#include "util/alloc.h"

#include <cti/error.h>

#define DETAIL_MAX 512

struct ask_args {
	struct cti__hop hop;
	const char *name, *path;
	const char *preset;
	const char *const *settings; /* of the preset */
	const char *const *own;	     /* and those with a place of their own */
	cti_lookup_fn *on_lookup;
	struct cti__asking_how how;
	cti_reloaded_fn *reloaded;
	void *user;
	cti_lookup *lookup;
	cti_customer *const *candidates;
	size_t count;
	int err;
};

static void keep_detail(struct ask_args *args, const char *detail)
{
	if (args->err)
		cti__client_say(args->hop.client, "%s",
				*detail ? detail : cti_strerror(args->err));
}

static void add_csv(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;
	char detail[DETAIL_MAX] = "";

	args->err = cti__identify_add_csv(hop->client->identify, args->name,
					  args->path, detail, sizeof(detail));
	keep_detail(args, detail);
	if (!args->err)
		cti__watching_refresh(hop->client);
}

int cti_source_add_csv(cti_client *client, const char *name, const char *path)
{
	struct ask_args args = { .name = name, .path = path };

	if (!client || !name || !path)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, add_csv);
	return args.err;
}

static void add_sqlite(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;
	char detail[DETAIL_MAX] = "";

	args->err = cti__identify_add_sqlite(hop->client->identify, args->name,
					     args->path, detail,
					     sizeof(detail));
	keep_detail(args, detail);
	if (!args->err)
		cti__watching_refresh(hop->client);
}

int cti_source_add_sqlite(cti_client *client, const char *name,
			  const char *path)
{
	struct ask_args args = { .name = name, .path = path };

	if (!client || !name || !path)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, add_sqlite);
	return args.err;
}

/* Names and values of all that is given, in one row. */
static const char **all_settings(const char *const *settings,
				 const char *const *own)
{
	const char **row;
	size_t n = 0, more = 0;

	while (settings && settings[n])
		n += settings[n + 1] ? 2 : 1;
	while (own[more])
		more += 2;
	row = cti__calloc(n + more + 2, sizeof(*row));
	if (!row)
		return NULL;
	if (n)
		memcpy(row, settings, n * sizeof(*row));
	/* A name without its value is said to be none. */
	n += n % 2;
	for (; *own; own += 2) {
		if (!own[1])
			continue;
		row[n++] = own[0];
		row[n++] = own[1];
	}
	return row;
}

static void add_server(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;
	const char **settings = all_settings(args->settings, args->own);
	char detail[DETAIL_MAX] = "";

	args->err = settings ? cti__identify_add_http(hop->client->identify,
						      args->name, args->preset,
						      settings, detail,
						      sizeof(detail)) :
			       CTI_ENOMEM;
	cti__free(settings);
	keep_detail(args, detail);
}

int cti_source_add_http(cti_client *client, const char *name,
			const cti_http_source_opts *opts)
{
	struct ask_args args = { .name = name };

	if (!client || !name || !opts || opts->size < sizeof(*opts) ||
	    !opts->preset)
		return CTI_EINVAL;
	args.preset = opts->preset;
	args.settings = opts->settings;
	args.own = (const char *const[]){ "base",   opts->base,	  "user",
					  opts->user, "secret", opts->secret,
					  NULL };
	cti__hop(&args.hop, client, add_server);
	return args.err;
}

int cti_source_add_ldap(cti_client *client, const char *name,
			const cti_ldap_source_opts *opts)
{
	struct ask_args args = { .name = name };

	if (!client || !name || !opts || opts->size < sizeof(*opts))
		return CTI_EINVAL;
	args.preset = opts->preset ? opts->preset : "ldap";
	args.settings = opts->settings;
	args.own = (const char *const[]){
		"base", opts->base, "search_base", opts->search_base,
		"user", opts->user, "secret",	   opts->secret,
		NULL
	};
	cti__hop(&args.hop, client, add_server);
	return args.err;
}

static void add_app(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;
	char detail[DETAIL_MAX] = "";

	args->err = cti__identify_add_app(hop->client->identify, args->name,
					  args->on_lookup, args->user, detail,
					  sizeof(detail));
	keep_detail(args, detail);
}

int cti_source_add(cti_client *client, const char *name,
		   cti_lookup_fn *on_lookup, void *user)
{
	struct ask_args args = { .name = name,
				 .on_lookup = on_lookup,
				 .user = user };

	if (!client || !name || !on_lookup)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, add_app);
	return args.err;
}

static void remove_source(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	args->err = cti__identify_remove(hop->client->identify, args->name);
	if (!hop->client->closing)
		cti__watching_refresh(hop->client);
}

int cti_source_remove(cti_client *client, const char *name)
{
	struct ask_args args = { .name = name };

	if (!client || !name)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, remove_source);
	return args.err;
}

void cti_source_progress(const cti_client *client, uint64_t *done,
			 uint64_t *total)
{
	*done = *total = 0;
	if (!client)
		return;
	*total = atomic_load(&client->read_total);
	if (*total)
		*done = atomic_load(&client->read_done);
}

static void reload(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;
	struct cti_client *client = hop->client;

	args->err = client->closing ? CTI_ESTATE :
				      cti__watching_reload(client, args->name,
							   args->reloaded,
							   args->user);
	if (args->err == CTI_ENOENT)
		cti__client_say(client, "there is no source called \"%s\"",
				args->name);
	else if (args->err == CTI_EINVAL)
		cti__client_say(client, "\"%s\" is no file: there is nothing "
					"to read again; cti_identify_forget() "
					"empties the cache",
				args->name);
}

int cti_source_reload(cti_client *client, const char *name,
		      cti_reloaded_fn *done, void *user)
{
	struct ask_args args = { .name = name,
				 .reloaded = done,
				 .user = user };

	if (!client || !name)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, reload);
	return args.err;
}

static void answer(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	cti__lookup_answer(args->lookup, args->candidates, args->count);
}

void cti_lookup_answer(cti_lookup *lookup, cti_customer *const *candidates,
		       size_t count)
{
	struct ask_args args = { .lookup = lookup,
				 .candidates = candidates,
				 .count = candidates ? count : 0 };
	struct cti__way *way;
	struct cti_client *client;

	if (!lookup)
		return;
	way = cti__lookup_tag(lookup);
	client = cti__way_client(way);
	if (client)
		cti__hop(&args.hop, client, answer);
	else
		cti__lookup_drop(lookup);
	cti__way_unref(way);
}

static void ask(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	args->err = cti__asking_ask(hop->client, &args->how);
}

int cti_identify(cti_client *client, const char *number,
		 cti_identified_fn *done, void *user)
{
	struct ask_args args = {
		.how = { .number = number, .done = done, .user = user },
	};

	if (!client || !number || !done)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, ask);
	return args.err;
}

int cti_identify_with(cti_client *client, const cti_identify_opts *opts,
		      cti_identification_fn *done, void *user)
{
	struct ask_args args = { .how = { .done_with = done, .user = user } };

	if (!client || !opts || opts->size < sizeof(*opts) || !done)
		return CTI_EINVAL;
	args.how.number = opts->number;
	args.how.data = opts->data;
	cti__hop(&args.hop, client, ask);
	return args.err;
}

static void unlearn(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	args->err = cti__learning_forget(hop->client, args->name);
}

int cti_identify_unlearn(cti_client *client, const char *number)
{
	struct ask_args args = { .name = number };

	if (!client)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, unlearn);
	return args.err;
}

static void invalidate(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	cti__identify_forget_customer(hop->client->identify, args->name);
	cti__pops_ask_again(hop->client->pops, args->name);
}

void cti_customer_invalidate(cti_client *client, const char *customer_id)
{
	struct ask_args args = { .name = customer_id };

	if (client && customer_id)
		cti__hop(&args.hop, client, invalidate);
}

static void forget(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	cti__identify_forget(hop->client->identify, args->name);
}

void cti_identify_forget(cti_client *client, const char *number)
{
	struct ask_args args = { .name = number };

	if (client)
		cti__hop(&args.hop, client, forget);
}

static void choose(struct cti__hop *hop)
{
	struct ask_args *args = (struct ask_args *)(void *)hop;

	args->err = cti__pops_choose(hop->client->pops, args->name, args->path);
}

int cti_pop_choose(cti_client *client, const char *pop_id,
		   const char *customer_id)
{
	struct ask_args args = { .name = pop_id, .path = customer_id };

	if (!client || !pop_id || !customer_id)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, choose);
	return args.err;
}
