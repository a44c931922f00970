/* SPDX-License-Identifier: MIT */
/* Data of a call, kept to know which of those that stand in every event of a
 * switch are news. */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

/* What is beyond is told as often as the switch says it. */
#define DATA_MAX 64

struct datum {
	struct datum *next;
	char *key, *value;
};

void cti__call_data_free(struct call *call)
{
	struct datum *datum;

	while (call->data) {
		datum = call->data;
		call->data = datum->next;
		cti__free(datum->key);
		cti__free(datum->value);
		cti__free(datum);
	}
}

static bool add(struct datum **end, struct cti__str key, struct cti__str value)
{
	struct datum *datum = cti__calloc(1, sizeof(*datum));

	if (!datum)
		return false;
	datum->key = cti__str_dup(key);
	datum->value = cti__str_dup(value);
	if (!datum->key || !datum->value) {
		cti__free(datum->key);
		cti__free(datum->value);
		cti__free(datum);
		return false;
	}
	*end = datum;
	return true;
}

bool cti__call_data_new(struct cti__model *m, struct call *call,
			struct cti__str key, struct cti__str value)
{
	struct datum **at;
	size_t n = 0;

	for (at = &call->data; *at; at = &(*at)->next, n++) {
		if (!cti__str_is(key, (*at)->key))
			continue;
		if (cti__str_is(value, (*at)->value))
			return false;
		if (cti__str_set(&(*at)->value, value))
			m->err = CTI_ENOMEM;
		return true;
	}
	/* That it is empty is no news. */
	if (!value.n)
		return false;
	if (n < DATA_MAX && !add(at, key, value))
		m->err = CTI_ENOMEM;
	return true;
}
