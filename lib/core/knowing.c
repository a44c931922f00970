/* SPDX-License-Identifier: MIT */
/* The client's service knowledge: its file read, and handed to the pops. */
#include "core/knowing.h"
#include "io/file.h"
#include "pop/pop.h"
#include "service/service.h"
#include "util/alloc.h"

#include <cti/error.h>

#define FILE_MAX_BYTES (1024 * 1024)

int cti__knowing_read(struct cti__service **out, const char *path,
		      struct cti__buf *why)
{
	char *text = NULL;
	size_t n = 0;
	int err;

	*out = NULL;
	err = cti__file_read(&text, &n, path, FILE_MAX_BYTES, why);
	if (err == CTI_ETOOBIG) {
		cti__buf_clear(why);
		cti__buf_printf(why,
				"%s: service knowledge is no larger than 1 MiB",
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

int cti__knowing_load(struct cti_client *client, const char *path)
{
	struct cti__service *service;
	struct cti__buf why = { 0 };
	int err = cti__knowing_read(&service, path, &why);

	if (err)
		cti__client_say(client, "%s.",
				why.n ? cti__buf_cstr(&why)
				      : cti_strerror(err));
	else
		cti__knowing_use(client, service);
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
