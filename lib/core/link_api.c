/* SPDX-License-Identifier: MIT */
/* The public functions of cti/link.h. */
#include "core/client.h"
#include "core/link.h"

#include <cti/error.h>

struct link_args {
	struct cti__hop hop;
	const cti_link_opts *opts;
	struct cti_link *link;
	const char *text;
	cti_link_stats *stats;
	enum cti_link_state state;
	int err;
};

static void add(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	const cti_link_opts *from = args->opts;

	/* A program may have been compiled with a shorter struct. */
	memcpy(&opts, from,
	       from->size < sizeof(opts) ? from->size : sizeof(opts));
	args->err = cti__link_add(hop->client, &args->link, &opts);
}

int cti_link_add(cti_client *client, cti_link **out, const cti_link_opts *opts)
{
	struct link_args args = { .opts = opts };

	if (out)
		*out = NULL;
	if (!client || !opts ||
	    opts->size < offsetof(cti_link_opts, url) + sizeof(opts->url) ||
	    opts->size > 4096)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, add);
	if (out)
		*out = args.link;
	return args.err;
}

static void remove_link(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;

	/* Done when leaving: at once, unless this is a callback. */
	args->link->pending |= CTI__PENDING_REMOVE;
}

void cti_link_remove(cti_link *link)
{
	struct link_args args = { .link = link };

	if (link)
		cti__hop(&args.hop, link->client, remove_link);
}

static void reconnect(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;

	args->err = 0;
	if (args->link->env->is_replay ||
	    args->link->stage == CTI__STAGE_ENDED)
		args->err = CTI_ESTATE;
	else
		args->link->pending |= CTI__PENDING_RECONNECT;
}

int cti_link_reconnect(cti_link *link)
{
	struct link_args args = { .link = link };

	if (!link)
		return CTI_EINVAL;
	cti__hop(&args.hop, link->client, reconnect);
	return args.err;
}

static void find(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;

	args->link = cti__link_find(hop->client, args->text);
}

cti_link *cti_link_find(cti_client *client, const char *name)
{
	struct link_args args = { .text = name };

	if (!client || !name)
		return NULL;
	cti__hop(&args.hop, client, find);
	return args.link;
}

static void get_state(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;

	args->state = cti__stage_shown(args->link->stage);
}

enum cti_link_state cti_link_state(const cti_link *link)
{
	struct link_args args = { .link = (cti_link *)(uintptr_t)link };

	cti__hop(&args.hop, link->client, get_state);
	return args.state;
}

const char *cti_link_name(const cti_link *link)
{
	return link->name;
}

static void get_detail(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;
	struct cti_link *link = args->link;
	/* What the last command failed for is newer than the state. */
	const struct cti__buf *from =
		link->port_detail.n ? &link->port_detail : &link->detail;

	/* A copy: the link's own may change while the caller reads. */
	cti__buf_clear(&link->shown);
	cti__buf_str(&link->shown, cti__str_n(from->p, from->n));
	args->text = cti__buf_cstr(&link->shown);
}

const char *cti_link_detail(const cti_link *link)
{
	struct link_args args = { .link = (cti_link *)(uintptr_t)link };

	cti__hop(&args.hop, link->client, get_detail);
	return args.text;
}

static void get_stats(struct cti__hop *hop)
{
	struct link_args *args = (struct link_args *)(void *)hop;
	struct cti_link_stats all = args->link->stats;
	size_t size = args->stats->size;

	all.size = size;
	memcpy(args->stats, &all, size < sizeof(all) ? size : sizeof(all));
}

void cti_link_stats_get(const cti_link *link, cti_link_stats *out)
{
	struct link_args args = { .link = (cti_link *)(uintptr_t)link,
				  .stats = out };

	cti__hop(&args.hop, link->client, get_stats);
}

const char *cti_link_state_name(enum cti_link_state state)
{
	static const char *const names[] = {
		[CTI_LINK_CONNECTING] = "connecting",
		[CTI_LINK_RESYNC] = "resync",
		[CTI_LINK_UP] = "up",
		[CTI_LINK_DOWN] = "down",
		[CTI_LINK_FAILED] = "failed",
	};

	if ((unsigned int)state >= sizeof(names) / sizeof(names[0]))
		return NULL;
	return names[state];
}
