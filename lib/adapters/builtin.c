/* SPDX-License-Identifier: MIT */
/* The adapters of the library, in order of their schemes. */
#include "core/adapter.h"

extern const struct cti_adapter cti__adapter_ami;
extern const struct cti_adapter cti__adapter_ari;
extern const struct cti_adapter cti__adapter_esl;
extern const struct cti_adapter cti__adapter_sim;

const struct cti_adapter *const cti__adapters[] = {
	&cti__adapter_ami,
	&cti__adapter_ari,
	&cti__adapter_esl,
	&cti__adapter_sim,
	NULL,
};
