/* SPDX-License-Identifier: MIT */
/* Facts as text, for traces and tests. */
#ifndef CTI__MODEL_FACT_TEXT_H
#define CTI__MODEL_FACT_TEXT_H

#include "model/fact.h"
#include "util/buf.h"

/* "leg-new"; NULL for none. */
const char *cti__fact_name(enum cti_fact_kind kind);
/* One JSON object: "fact" and every field that is filled. */
void cti__fact_json(const struct cti_fact *fact, struct cti__buf *out);

#endif
