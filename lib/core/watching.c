/* SPDX-License-Identifier: MIT */
/* The client's files, watched and read again when they change. */
#include "core/watching.h"
#include "core/knowing.h"
#include "identify/identify.h"
#include "io/file_watch.h"
#include "service/service.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

/* A file that is watched. */
struct watched {
	struct cti__list node;
	struct cti_client *client;
	struct cti__file_watch *watch;
	char *name; /* of the source; NULL: the service knowledge */
	char *path;
	bool wanted; /* still, in the present round */
};

static struct watched *watched_at(struct cti__list *node)
{
	return cti__list_entry(node, struct watched, node);
}

static void unwatch(struct watched *w)
{
	cti__list_del(&w->node);
	cti__file_watch_free(w->watch);
	cti__free(w->name);
	cti__free(w->path);
	cti__free(w);
}

static void stop_all(struct cti_client *client)
{
	while (client->watched.next && !cti__list_empty(&client->watched))
		unwatch(watched_at(client->watched.next));
}

static void on_change(void *arg, bool gone)
{
	struct watched *w = arg;
	struct cti_client *client = w->client;
	const char *name = w->name ? w->name : "service";
	int err = 0;

	cti__client_enter(client);
	if (gone)
		cti__log(&client->log, CTI_LOG_WARN,
			 "%s: %s is gone; what was read from it stays until it "
			 "is back",
			 name, w->path);
	else if (w->name)
		err = cti__identify_reload(client->identify, w->name, NULL,
					   NULL);
	else
		err = cti__knowing_reload(client);
	if (err)
		cti__log(&client->log, CTI_LOG_WARN,
			 "%s: %s has changed, but cannot be read again: %s",
			 name, w->path, cti_strerror(err));
	cti__client_leave(client);
}

static bool same_name(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static struct watched *find(const struct cti_client *client, const char *name,
			    const char *path)
{
	struct watched *w;
	struct cti__list *node;

	cti__list_each (node, &client->watched) {
		w = watched_at(node);
		if (same_name(w->name, name) && strcmp(w->path, path) == 0)
			return w;
	}
	return NULL;
}

static int watch(struct cti_client *client, const char *name, const char *path,
		 const struct cti__stamp *have, bool whole)
{
	struct watched *w = cti__calloc(1, sizeof(*w));
	struct cti__file_watch_opts opts = {
		.path = path,
		.have = *have,
		.whole = whole,
		.settle_ms = (uint32_t)cti__config_int(&client->config,
						       "files.settle_ms", NULL),
		.fn = on_change,
		.arg = w,
	};
	int err = CTI_ENOMEM;

	if (!w)
		return CTI_ENOMEM;
	cti__list_init(&w->node);
	w->client = client;
	w->wanted = true;
	w->path = cti__str_dup(cti__str(path));
	if (name)
		w->name = cti__str_dup(cti__str(name));
	if (w->path && (w->name || !name))
		err = cti__file_watch_new(&w->watch, client->loop, &opts);
	if (err)
		unwatch(w);
	else
		cti__list_add(&client->watched, &w->node);
	return err;
}

static void want(struct cti_client *client, const char *name, const char *path,
		 const struct cti__stamp *have, bool whole)
{
	struct watched *w = find(client, name, path);
	int err;

	if (w) {
		w->wanted = true;
		return;
	}
	err = watch(client, name, path, have, whole);
	if (err)
		cti__log(&client->log, CTI_LOG_WARN,
			 "%s cannot be watched for changes: %s", path,
			 cti_strerror(err));
}

static void want_all(struct cti_client *client)
{
	struct cti__identify_file file;
	size_t i;

	for (i = 0; cti__identify_file_at(client->identify, i, &file); i++)
		want(client, file.name, file.path, file.stamp, file.whole);
	if (client->service)
		want(client, NULL, cti__service_path(client->service),
		     &client->service_stamp, false);
}

void cti__watching_refresh(struct cti_client *client)
{
	const struct cti__config *config = &client->config;
	int64_t settle = cti__config_int(config, "files.settle_ms", NULL);
	struct cti__list *node, *next;

	cti__list_each (node, &client->watched)
		watched_at(node)->wanted = false;
	/* Those that are there keep to the time that they began with. */
	if (settle != client->settle_ms)
		stop_all(client);
	client->settle_ms = settle;
	if (cti__config_bool(config, "files.watch", NULL))
		want_all(client);
	for (node = client->watched.next; node != &client->watched;
	     node = next) {
		next = node->next;
		if (!watched_at(node)->wanted)
			unwatch(watched_at(node));
	}
}

/* --- by hand --- */

/* cti_source_reload() under way. */
struct asked {
	struct cti__job job; /* own thread: the answer on its way */
	struct cti_client *client;
	cti_reloaded_fn *done;
	void *user;
	int err;
	uint64_t count;
	char detail[512];
};

static void run_answer(struct cti__job *job, bool run)
{
	struct asked *asked = (struct asked *)(void *)job;

	/* Exactly once, so also when the client ends before it was fetched. */
	(void)run;
	asked->done(asked->client, asked->err, asked->count, asked->detail,
		    asked->user);
	cti__free(asked);
}

static void on_reloaded(void *user, int err, size_t count, const char *detail)
{
	struct asked *asked = user;
	struct cti_client *client = asked->client;

	asked->err = err;
	asked->count = count;
	snprintf(asked->detail, sizeof(asked->detail), "%s", err ? detail : "");
	if (client->own)
		cti__inbox_job(&client->inbox, &asked->job);
	else
		run_answer(&asked->job, true);
}

int cti__watching_reload(struct cti_client *client, const char *name,
			 cti_reloaded_fn *done, void *user)
{
	struct asked *asked;
	int err;

	if (!done)
		return cti__identify_reload(client->identify, name, NULL, NULL);
	asked = cti__calloc(1, sizeof(*asked));
	if (!asked)
		return CTI_ENOMEM;
	asked->client = client;
	asked->done = done;
	asked->user = user;
	asked->job.fn = run_answer;
	cti__list_init(&asked->job.node);
	err = cti__identify_reload(client->identify, name, on_reloaded, asked);
	if (err)
		cti__free(asked);
	return err;
}

void cti__watching_fini(struct cti_client *client)
{
	stop_all(client);
	if (client->identify)
		cti__identify_cancel_reloads(client->identify);
	cti__knowing_cancel(client);
}
