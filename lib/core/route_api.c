/* SPDX-License-Identifier: MIT */
/* The public functions of cti/route.h that need a client. */
#include "core/route_question.h"
#include "core/routing.h"
#include "core/way.h"

#include <cti/error.h>

struct route_args {
	struct cti__hop hop;
	const cti_route_opts *opts;
	cti_route *route;
	const char *to;
	int err;
};

static void set(struct cti__hop *hop)
{
	struct route_args *args = (struct route_args *)(void *)hop;

	args->err = cti__routing_set(hop->client, args->opts);
}

int cti_route_set(cti_client *client, const cti_route_opts *opts)
{
	struct route_args args = { .opts = opts };

	if (!client)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, set);
	return args.err;
}

static void answer(struct cti__hop *hop)
{
	struct route_args *args = (struct route_args *)(void *)hop;

	args->err = cti__routing_answer(hop->client, args->route, args->to);
}

static int give_answer(cti_route *route, const char *to)
{
	struct route_args args = { .route = route, .to = to };
	struct cti_client *client = cti__way_client(route->way);

	args.err = CTI_ECANCELED;
	if (client)
		cti__hop(&args.hop, client, answer);
	cti_route_unref(route);
	return args.err;
}

int cti_route_to(cti_route *route, const char *to)
{
	if (!route || !to || !cti__routing_is_number(to))
		return CTI_EINVAL;
	return give_answer(route, to);
}

int cti_route_default(cti_route *route)
{
	return route ? give_answer(route, NULL) : CTI_EINVAL;
}
