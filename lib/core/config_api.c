/* SPDX-License-Identifier: MIT */
/* The public functions of cti/config.h. */
#include "core/client.h"
#include "core/config_file.h"
#include "core/knowing.h"
#include "core/link.h"
#include "core/watching.h"
#include "identify/identify.h"
#include "service/service.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>
#include <cti/memory.h>

struct config_args {
	struct cti__hop hop;
	const char *key, *value;
	char *out;
	int err;
};

static void set(struct cti__hop *hop)
{
	struct config_args *args = (struct config_args *)(void *)hop;
	struct cti_client *client = hop->client;
	struct cti__config old = client->config, now;
	struct cti__buf why = { 0 };

	args->err = cti__config_copy(&now, &old);
	if (args->err)
		return;
	args->err = cti__config_set(&now, cti__str(args->key),
				    cti__str(args->value), &why);
	if (args->err) {
		cti__client_say(client, "%s",
				why.n ? cti__buf_cstr(&why) :
					cti_strerror(args->err));
		cti__config_fini(&now);
		cti__buf_fini(&why);
		return;
	}
	client->config = now;
	args->err = cti__client_apply(client, args->key);
	if (args->err) {
		client->config = old;
		old = now;
	}
	cti__config_fini(&old);
	cti__buf_fini(&why);
}

int cti_set(cti_client *client, const char *key, const char *value)
{
	struct config_args args = { .key = key, .value = value };

	if (!client || !key || !value)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, set);
	return args.err;
}

static void get(struct cti__hop *hop)
{
	struct config_args *args = (struct config_args *)(void *)hop;
	const struct cti__key *row;
	struct cti__buf why = { 0 };
	const char *value = "";

	args->err = cti__config_get(&hop->client->config, cti__str(args->key),
				    &value, &row, &why);
	if (args->err) {
		cti__client_say(hop->client, "%s", cti__buf_cstr(&why));
	} else {
		if (row->info.secret && *value)
			value = "***";
		args->out = cti__str_dup(cti__str(value));
		if (!args->out)
			args->err = CTI_ENOMEM;
	}
	cti__buf_fini(&why);
}

int cti_get(cti_client *client, const char *key, char **out)
{
	struct config_args args = { .key = key };

	*out = NULL;
	if (!client || !key)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, get);
	*out = args.out;
	return args.err;
}

static void get_detail(struct cti__hop *hop)
{
	struct config_args *args = (struct config_args *)(void *)hop;

	args->value = cti__buf_cstr(&hop->client->detail);
}

const char *cti_client_detail(cti_client *client)
{
	struct config_args args = { .value = "" };

	if (client)
		cti__hop(&args.hop, client, get_detail);
	return args.value;
}

/* The client's sentence, with the file and the place before it. */
static void say_in_file(struct cti_client *client, const char *path,
			const char *what, const char *name)
{
	char *said = cti__str_dup(cti__str(cti__buf_cstr(&client->detail)));

	cti__client_say(client, "%s: %s %s: %s", path, cti__say(what), name,
			said ? said : "");
	cti__free(said);
}

static int add_source(struct cti_client *client,
		      const struct cti__file_source *source, char *detail,
		      size_t size)
{
	struct cti__identify *id = client->identify;

	switch (source->type) {
	case CTI__FILE_SQLITE:
		return cti__identify_add_sqlite(id, source->name, source->path,
						detail, size);
	case CTI__FILE_HTTP:
		return cti__identify_add_http(
			id, source->name, source->preset,
			(const char *const *)(void *)source->settings, detail,
			size);
	default:
		return cti__identify_add_csv(id, source->name, source->path,
					     detail, size);
	}
}

static int add_sources(struct cti_client *client,
		       const struct cti__config_file *file, const char *path,
		       size_t *added)
{
	const struct cti__file_source *source;
	char detail[512] = "";
	int err = 0;

	for (*added = 0; *added < file->sources; (*added)++) {
		source = &file->source[*added];
		err = add_source(client, source, detail, sizeof(detail));
		if (!err)
			continue;
		cti__client_say(client, "%s", detail);
		say_in_file(client, path, "source", source->name);
		return err;
	}
	return 0;
}

static int add_links(struct cti_client *client,
		     const struct cti__config_file *file, const char *path,
		     size_t *added)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	const struct cti__file_link *from;
	struct cti_link *link;
	int err = 0;

	for (*added = 0; *added < file->links; (*added)++) {
		from = &file->link[*added];
		opts.name = from->name;
		opts.url = from->url;
		opts.user = from->user;
		opts.secret = from->secret;
		opts.record = from->record;
		opts.switch_name = from->switch_name;
		err = cti__link_add(client, &link, &opts);
		if (!err)
			continue;
		say_in_file(client, path, "link", from->name);
		return err;
	}
	return 0;
}

/* The configuration is the file's already; undo what else has been done. */
static void undo(struct cti_client *client, struct cti__config_file *file,
		 size_t sources, size_t links)
{
	struct cti_link *link;

	while (links) {
		link = cti__link_find(client, file->link[--links].name);
		if (link)
			cti__link_remove(link, false);
	}
	while (sources)
		(void)cti__identify_remove(client->identify,
					   file->source[--sources].name);
}

static void swap_config(struct cti_client *client,
			struct cti__config_file *file)
{
	struct cti__config other = client->config;

	client->config = file->config;
	file->config = other;
}

/* Errors of links and sources, in the terms of cti_load(). */
static int as_load_error(int err)
{
	switch (err) {
	case 0:
	case CTI_ENOMEM:
	case CTI_EIO:
	case CTI_EFORMAT:
	case CTI_EKEY:
		return err;
	default:
		return CTI_EVALUE;
	}
}

static void load(struct cti__hop *hop)
{
	struct config_args *args = (struct config_args *)(void *)hop;
	struct cti_client *client = hop->client;
	struct cti__service *service = cti__service_ref(client->service);
	struct cti__config_file file;
	size_t sources = 0, links = 0;
	struct cti__buf why = { 0 };
	int err;

	err = cti__config_file_read(&file, args->key, &client->config, &why);
	if (err) {
		cti__client_say(client, "%s",
				why.n ? cti__buf_cstr(&why) :
					cti_strerror(err));
		goto out;
	}
	swap_config(client, &file);
	err = cti__client_apply(client, NULL);
	if (err)
		say_in_file(client, args->key, CTI__TEXT("the key"),
			    cti__say("is refused"));
	if (!err)
		err = add_sources(client, &file, args->key, &sources);
	if (!err)
		err = add_links(client, &file, args->key, &links);
	if (err) {
		undo(client, &file, sources, links);
		swap_config(client, &file);
		/* It held before, so it holds again. */
		(void)cti__client_apply(client, NULL);
		/* Its file may have become another one. */
		cti__knowing_use(client, service);
	}
	cti__watching_refresh(client);
	cti__config_file_fini(&file);
out:
	cti__service_unref(service);
	cti__buf_fini(&why);
	args->err = as_load_error(err);
}

int cti_load(cti_client *client, const char *path)
{
	struct config_args args = { .key = path };

	if (!client || !path)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, load);
	return args.err;
}
