/* SPDX-License-Identifier: MIT */
/* When a file that changes has come to rest: looks compared, no clock. */
#include "io/rest.h"

void cti__rest_init(struct cti__rest *rest, const struct cti__stamp *told,
		    bool whole)
{
	rest->told = *told;
	rest->seen = *told;
	rest->whole = whole;
	rest->told_gone = false;
}

static bool is_same(const struct cti__rest *rest, const struct cti__stamp *a,
		    const struct cti__stamp *b)
{
	return rest->whole ? cti__stamp_same_file(a, b) : cti__stamp_same(a, b);
}

enum cti__rest_step cti__rest_look(struct cti__rest *rest,
				   const struct cti__stamp *now)
{
	bool rests = cti__stamp_same(now, &rest->seen);

	rest->seen = *now;
	if (is_same(rest, now, &rest->told)) {
		rest->told_gone = false;
		return CTI__REST_IDLE;
	}
	if (!rests)
		return CTI__REST_AGAIN;
	if (!now->exists) {
		if (rest->told_gone)
			return CTI__REST_IDLE;
		rest->told_gone = true;
		return CTI__REST_GONE;
	}
	rest->told_gone = false;
	rest->told = *now;
	return CTI__REST_NEW;
}
