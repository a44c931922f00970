/* SPDX-License-Identifier: MIT */
/* One answer out of what several sources know: merged, ranked, judged. */
#ifndef CTI__IDENTIFY_ANSWER_H
#define CTI__IDENTIFY_ANSWER_H

#include "identify/source.h"

struct cti__ranking {
	cti_customer **item; /* best first */
	size_t count;
	enum cti_identity identity; /* never pending or withheld */
};

/* 0 or CTI_ENOMEM. found stays the caller's. */
int cti__rank(struct cti__ranking *out, const struct cti__found *found);
void cti__ranking_fini(struct cti__ranking *ranking);
/* Whether a user would see no difference. */
bool cti__ranking_same(const struct cti__ranking *a,
		       const struct cti__ranking *b);

#endif
