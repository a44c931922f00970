/* SPDX-License-Identifier: MIT */
/* The way back from a lookup to its client. */
#include "core/way.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdatomic.h>

struct cti__way {
	atomic_uint refs;
	_Atomic(struct cti_client *) client;
};

int cti__way_new(struct cti__way **out, struct cti_client *client)
{
	struct cti__way *way = cti__calloc(1, sizeof(*way));

	*out = way;
	if (!way)
		return CTI_ENOMEM;
	atomic_init(&way->refs, 1);
	atomic_init(&way->client, client);
	return 0;
}

struct cti__way *cti__way_ref(struct cti__way *way)
{
	atomic_fetch_add(&way->refs, 1);
	return way;
}

void cti__way_unref(struct cti__way *way)
{
	if (way && atomic_fetch_sub(&way->refs, 1) == 1)
		cti__free(way);
}

void cti__way_cut(struct cti__way *way)
{
	atomic_store(&way->client, NULL);
}

struct cti_client *cti__way_client(const struct cti__way *way)
{
	return atomic_load(&way->client);
}
