/* SPDX-License-Identifier: MIT */
/* Where a request may go: which switch and which link, or why nowhere. */
#include "core/request_judge.h"
#include "core/link.h"
#include "core/request.h"
#include "util/say.h"

#include <cti/error.h>

typedef bool has_fn(const struct cti__model *model, struct cti__str what);

/* The switch that knows it; how many do. */
static size_t switch_of(struct cti_client *client, has_fn *has,
			struct cti__str what, struct cti__switch **out)
{
	struct cti__list *node;
	struct cti__switch *sw;
	size_t count = 0;

	cti__list_each (node, &client->switches) {
		sw = cti__list_entry(node, struct cti__switch, node);
		if (!what.n || !has(sw->model, what))
			continue;
		if (!count++)
			*out = sw;
	}
	return count;
}

int cti__request_say(struct cti__buf *why, int err, const char *sentence)
{
	cti__buf_clear(why);
	cti__buf_text(why, cti__say(sentence));
	return err;
}

/* format has a %.*s for what it is about. */
static int say_of(struct cti__buf *why, int err, const char *format,
		  struct cti__str what)
{
	cti__buf_clear(why);
	cti__buf_printf(why, cti__say(format),
			(int)(what.n < 100 ? what.n : 100), what.p);
	return err;
}

/* The one switch that a request without a link's name is for. */
static int find_switch(struct cti_client *client, const struct cti_request *req,
		       struct cti__switch **out, struct cti__buf *why)
{
	size_t count;

	*out = NULL;
	if (req->call.n) {
		if (switch_of(client, cti__model_has_call, req->call, out))
			return 0;
		return say_of(
			why, CTI_ENOENT,
			"The call \"%.*s\" is not there: it has ended, or "
			"never was.",
			req->call);
	}
	if (cti__list_empty(&client->switches))
		return cti__request_say(
			why, CTI_ENOENT,
			"There is no link to a switch; add one first.");
	count = switch_of(client, cti__model_has_device, req->device, out);
	if (!count)
		count = switch_of(client, cti__model_has_agent, req->agent,
				  out);
	if (count == 1)
		return 0;
	if (client->switches.next->next != &client->switches)
		return cti__request_say(
			why, CTI_EINVAL,
			"There is more than one switch; name the link to "
			"use.");
	*out = cti__list_entry(client->switches.next, struct cti__switch, node);
	return 0;
}

static const char *refusal(const struct cti_link *link,
			   const struct cti_request *req)
{
	if (link->env->is_replay)
		return CTI__TEXT("A recording cannot be asked for anything.");
	if (!link->adapter->request)
		return CTI__TEXT(
			"This kind of link cannot be asked for anything.");
	return link->adapter->refuse ? link->adapter->refuse(link->state, req)
				     : NULL;
}

static bool is_live(const struct cti_link *link)
{
	return link->stage == CTI__STAGE_LIVE &&
	       !(link->pending & (CTI__PENDING_DROP | CTI__PENDING_REMOVE));
}

/* A link of the switch that can do it. One that could and is down is worth more
   words than one that never can. */
static int find_link(struct cti_client *client, const struct cti__switch *sw,
		     const struct cti_request *req, struct cti_link *only,
		     struct cti_link **out, struct cti__buf *why)
{
	struct cti__list *node;
	struct cti_link *link;
	const char *no;
	int err = 0;

	*out = NULL;
	cti__list_each (node, &client->links) {
		link = cti__list_entry(node, struct cti_link, node);
		if (link->sw != sw || (only && link != only))
			continue;
		no = refusal(link, req);
		if (!no && is_live(link)) {
			*out = link;
			return 0;
		}
		if (!no)
			err = cti__request_say(
				why, CTI_ELINKDOWN,
				"The link to the switch is down; try again "
				"when it is up.");
		else if (!err)
			err = cti__request_say(why, CTI_ENOTSUP, no);
	}
	return err ? err : CTI_ELINKDOWN;
}

int cti__request_judge(struct cti_client *client,
		       const struct cti__request_text *text,
		       struct cti_request *req, struct cti_link **out,
		       struct cti__buf *why)
{
	struct cti__str name = text->field[CTI__REQUEST_LINK];
	struct cti_link *only = NULL;
	struct cti__switch *sw;
	int err;

	*out = NULL;
	if (name.n) {
		only = cti__link_find(client, name.p);
		if (!only)
			return say_of(why, CTI_ENOENT,
				      "There is no link called \"%.*s\".",
				      name);
		sw = only->sw;
		err = 0;
	} else {
		err = find_switch(client, req, &sw, why);
	}
	if (!err)
		err = cti__model_resolve(sw->model, req, why);
	if (!err)
		err = find_link(client, sw, req, only, out, why);
	return err;
}

void cti__request_keep_why(struct cti_client *client, int err,
			   struct cti__buf *why)
{
	if (err)
		cti__client_say(client, "%s",
				why->n ? cti__buf_cstr(why)
				       : cti_strerror(err));
}

int cti__request_check(struct cti_client *client, const cti_request_opts *opts)
{
	struct cti__request_text *text;
	struct cti__buf why = { 0 };
	struct cti_request req;
	struct cti_link *link;
	int err = cti__request_text_new(&text, opts, CTI__REQUEST_LOOSE, &why);

	if (!err) {
		cti__request_describe(text, &req);
		err = cti__request_judge(client, text, &req, &link, &why);
		cti__request_text_free(text);
	}
	cti__request_keep_why(client, err, &why);
	cti__buf_fini(&why);
	return err;
}

/* What concerns a call or a device, not a queue's agent at large. */
uint64_t cti__request_possible(struct cti_client *client, const char *call,
			       const char *device)
{
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;
	const cti_request_info *info;
	uint64_t kinds = 0;
	size_t i;

	opts.call = call;
	opts.device = device;
	for (i = 0; (info = cti_request_at(i)) != NULL; i++) {
		opts.kind = info->kind;
		if (!cti__request_check(client, &opts))
			kinds |= UINT64_C(1) << info->kind;
	}
	cti__buf_clear(&client->detail);
	return kinds;
}
