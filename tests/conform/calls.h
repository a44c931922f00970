/* SPDX-License-Identifier: MIT */
/* Plain calls straight into a model, as many as one likes. */
#ifndef CTI_TEST_CALLS_H
#define CTI_TEST_CALLS_H

#include "model/model.h"

/*
 * Call number i: somebody outside reaches an extension, which answers. Each
 * fact takes a millisecond of *now_us. Returns 0, or what the model refused.
 */
int call_begin(struct cti__model *model, unsigned i, int64_t *now_us);
/* The extension hangs up. */
int call_end(struct cti__model *model, unsigned i, int64_t *now_us);

#endif
