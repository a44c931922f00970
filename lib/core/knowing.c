/* SPDX-License-Identifier: MIT */
/* The client's service knowledge: its file read, and handed to the pops. */
#include "core/knowing.h"
#include "io/file.h"
#include "io/work.h"
#include "pop/pop.h"
#include "service/service.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#define FILE_MAX_BYTES (1024 * 1024)

int cti__knowing_read(struct cti__service **out, const char *path,
		      struct cti__stamp *stamp, struct cti__buf *why)
{
	char *text = NULL;
	size_t n = 0;
	int err;

	*out = NULL;
	if (stamp)
		*stamp = cti__file_stamp(path);
	err = cti__file_read(&text, &n, path, FILE_MAX_BYTES, why);
	if (err == CTI_ETOOBIG) {
		cti__buf_clear(why);
		cti__buf_printf(why,
				cti__say("%s: service knowledge is no larger "
					 "than 1 MiB"),
				path);
		err = CTI_EFORMAT;
	}
	if (!err)
		err = cti__service_parse(out, cti__str_n(text, n), path, why);
	cti__free(text);
	return err;
}

void cti__knowing_use(struct cti_client *client, struct cti__service *service)
{
	struct cti__service *before = client->service;

	client->service = cti__service_ref(service);
	if (client->pops)
		cti__pops_set_service(client->pops, service);
	cti__service_unref(before);
}

/* What was read by hand is newer than what is being read. */
static void use_read(struct cti_client *client, struct cti__service *service,
		     const struct cti__stamp *stamp)
{
	cti__knowing_cancel(client);
	client->service_stamp = *stamp;
	cti__knowing_use(client, service);
}

int cti__knowing_load(struct cti_client *client, const char *path)
{
	struct cti__service *service;
	struct cti__buf why = { 0 };
	struct cti__stamp stamp;
	int err = cti__knowing_read(&service, path, &stamp, &why);

	if (err)
		cti__client_say(client, "%s.",
				why.n ? cti__buf_cstr(&why)
				      : cti_strerror(err));
	else
		use_read(client, service, &stamp);
	cti__service_unref(service);
	cti__buf_fini(&why);
	return err;
}

int cti__knowing_apply(struct cti_client *client, const char *key)
{
	const char *path;
	int err;

	if (key && !cti__str_starts(cti__str(key), CTI__STR("service.")))
		return 0;
	path = cti__config_text(&client->config, "service.file", NULL);
	if (!*path) {
		cti__knowing_use(client, NULL);
		return 0;
	}
	err = cti__knowing_load(client, path);
	return err && err != CTI_ENOMEM ? CTI_EVALUE : err;
}

/* --- read again --- */

/* One reading. The other thread has it alone between its begin and its end. */
struct cti__reading {
	struct cti_client *client; /* NULL: it is not wanted any more */
	char *path;
	struct cti__service *service;
	struct cti__stamp stamp, after;
	struct cti__buf why;
	bool again; /* the file has changed since */
	int err;
};

static void free_reading(struct cti__reading *r)
{
	cti__service_unref(r->service);
	cti__buf_fini(&r->why);
	cti__free(r->path);
	cti__free(r);
}

static void run(void *arg)
{
	struct cti__reading *r = arg;

	r->err = cti__knowing_read(&r->service, r->path, &r->stamp, &r->why);
	r->after = cti__file_stamp(r->path);
}

/* Pops that are open stay as they were judged. */
static void take_over(struct cti_client *client, struct cti__reading *r)
{
	struct cti__service *before = client->service;
	struct cti__buf what = { 0 };

	cti__service_describe(r->service, &what);
	cti__log(&client->log, CTI_LOG_INFO, "service: read again: %s: %s",
		 r->path, cti__buf_cstr(&what));
	cti__buf_fini(&what);
	client->service = cti__service_ref(r->service);
	client->service_stamp = r->stamp;
	if (client->pops)
		cti__pops_next_service(client->pops, r->service);
	cti__service_unref(before);
}

static void on_read(void *arg, int cancelled)
{
	struct cti__reading *r = arg;
	struct cti_client *client = r->client;
	bool again = r->again;
	int err = cancelled ? cancelled : r->err;

	if (client) {
		client->reading = NULL;
		cti__client_enter(client);
		/* While it is written to, its watch will tell of it again. */
		if (cti__stamp_same(&r->stamp, &r->after) && err)
			cti__log(&client->log, CTI_LOG_WARN,
				 "service: the new file is not used, the old "
				 "one stays: %s",
				 r->why.n ? cti__buf_cstr(&r->why) :
					    cti_strerror(err));
		else if (!err)
			take_over(client, r);
		if (again)
			(void)cti__knowing_reload(client);
		cti__client_leave(client);
	}
	free_reading(r);
}

void cti__knowing_cancel(struct cti_client *client)
{
	if (client->reading)
		client->reading->client = NULL;
	client->reading = NULL;
}

int cti__knowing_reload(struct cti_client *client)
{
	struct cti__reading *r = client->reading;
	int err = CTI_ENOMEM;

	if (!client->service)
		return 0;
	if (r) {
		r->again = true;
		return 0;
	}
	r = cti__calloc(1, sizeof(*r));
	if (!r)
		return CTI_ENOMEM;
	r->client = client;
	r->path = cti__str_dup(cti__str(cti__service_path(client->service)));
	if (r->path)
		err = cti__loop_work(client->loop, run, on_read, r);
	if (err)
		free_reading(r);
	else
		client->reading = r;
	return err;
}
