/* SPDX-License-Identifier: MIT */
/* What the model knows of what a fact names, before and after it: for traces.
 */
#ifndef CTI__MODEL_LOOK_H
#define CTI__MODEL_LOOK_H

#include "model/model.h"

struct cti__look {
	const char *call; /* of the leg, or of the other; NULL: in none.
			     Borrowed until the model is told something */
	bool named;	  /* the fact names a leg */
	bool known;	  /* the model has it */
	bool lately;	  /* it has ended a moment ago */
	bool plumbing;	  /* it is nobody's telephone */
	int wait;	  /* what is waited for; 0: nothing */
	uint64_t digest; /* of all that it could change; the same: it did not */
};

void cti__model_look(const struct cti__model *model,
		     const struct cti_fact *fact, struct cti__look *look);
/* What became of the fact, in a few words. told: events came of it. */
const char *cti__look_text(const struct cti__look *before,
			   const struct cti__look *after, bool told);

#endif
