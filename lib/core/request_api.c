/* SPDX-License-Identifier: MIT */
/* The public functions of cti/request.h. */
#include "core/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <pthread.h>

struct request_args {
	struct cti__hop hop;
	const cti_request_opts *opts;
	cti_request_fn *done;
	void *user;
	cti_request_ticket *ticket;
	const char *call, *device;
	uint64_t id;
	int err;
};

static void send(struct cti__hop *hop)
{
	struct request_args *args = (struct request_args *)(void *)hop;

	args->err = cti__request_send(hop->client, args->opts, args->done,
				      args->user, args->ticket);
}

int cti_request_send(cti_client *client, const cti_request_opts *opts,
		     cti_request_fn *done, void *user,
		     cti_request_ticket *ticket)
{
	struct request_args args = {
		.opts = opts, .done = done, .user = user, .ticket = ticket
	};

	if (!client || !opts ||
	    (ticket && (ticket->size < offsetof(cti_request_ticket, call) ||
			ticket->size > 4096)))
		return CTI_EINVAL;
	cti__hop(&args.hop, client, send);
	return args.err;
}

static void check(struct cti__hop *hop)
{
	struct request_args *args = (struct request_args *)(void *)hop;

	args->err = cti__request_check(hop->client, args->opts);
}

int cti_request_check(cti_client *client, const cti_request_opts *opts)
{
	struct request_args args = { .opts = opts };

	if (!client || !opts)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, check);
	return args.err;
}

static void possible(struct cti__hop *hop)
{
	struct request_args *args = (struct request_args *)(void *)hop;

	args->id = cti__request_possible(hop->client, args->call, args->device);
}

uint64_t cti_request_possible(cti_client *client, const char *call,
			      const char *device)
{
	struct request_args args = { .call = call, .device = device };

	if (!client)
		return 0;
	cti__hop(&args.hop, client, possible);
	return args.id;
}

static void cancel(struct cti__hop *hop)
{
	struct request_args *args = (struct request_args *)(void *)hop;

	args->err = cti__request_cancel(hop->client, args->id);
}

int cti_request_cancel(cti_client *client, uint64_t id)
{
	struct request_args args = { .id = id };

	if (!client)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, cancel);
	return args.err;
}

static cti_request_info rows[] = {
#define CTI__REQUEST_ROW(name, number, word, needs, doc)                       \
	{ number, needs, word, doc },
	CTI_REQUEST_MAP(CTI__REQUEST_ROW)
#undef CTI__REQUEST_ROW
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void say_docs(void)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		rows[i].doc = cti__say(rows[i].doc);
}

const cti_request_info *cti_request_at(size_t index)
{
	static pthread_once_t said = PTHREAD_ONCE_INIT;

	pthread_once(&said, say_docs);
	return index < ROWS ? &rows[index] : NULL;
}

enum cti_request_kind cti_request_kind_find(const char *word)
{
	const cti_request_info *info;
	size_t i;

	for (i = 0; word && (info = cti_request_at(i)) != NULL; i++)
		if (!strcmp(info->word, word))
			return (enum cti_request_kind)info->kind;
	return CTI_REQUEST_NONE;
}

const char *cti_request_kind_name(uint32_t kind)
{
	const cti_request_info *info;
	size_t i;

	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		if (info->kind == kind)
			return info->word;
	return "";
}
