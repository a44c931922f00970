/* SPDX-License-Identifier: MIT */
/* Logging in to the Event Socket. */
#include "adapters/esl/esl.h"

#include <cti/error.h>

void cti__esl_asked(struct cti__esl_state *esl)
{
	esl->phase = ESL_PHASE_AUTH;
}

void cti__esl_replied(struct cti__esl_state *esl,
		      const struct cti__esl_outer *outer)
{
	if (esl->phase == ESL_PHASE_AUTH &&
	    cti__str_starts(outer->reply, CTI__STR("+OK"))) {
		esl->phase = ESL_PHASE_READY;
		cti_port_ready(esl->port);
	}
}

void cti__esl_rejected(struct cti__esl_state *esl, struct cti__str body)
{
	cti_port_fail(esl->port, CTI_EAUTH, body);
}
