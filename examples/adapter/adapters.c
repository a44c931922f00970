/* SPDX-License-Identifier: MIT */
/* The library's adapters and ours: this table takes the place of builtin.c's.
 */
#include "core/adapter.h"

extern const struct cti_adapter cti__adapter_ami;
extern const struct cti_adapter cti__adapter_ari;
extern const struct cti_adapter cti__adapter_esl;
extern const struct cti_adapter cti__adapter_sim;
extern const struct cti_adapter adapter_line;

const struct cti_adapter *const cti__adapters[] = {
	&cti__adapter_ami, &cti__adapter_ari, &cti__adapter_esl,
	&adapter_line,	   &cti__adapter_sim, NULL,
};
