/* SPDX-License-Identifier: MIT */
/* Plain calls straight into a model. */
#include "calls.h"

#include <stdio.h>

struct ids {
	char leg[2][32], bridge[48], caller[16], device[16];
};

/* As long as Asterisk's own. */
static struct ids name(unsigned i)
{
	struct ids ids;

	snprintf(ids.leg[0], sizeof(ids.leg[0]), "1700000000.%u", i * 2);
	snprintf(ids.leg[1], sizeof(ids.leg[1]), "1700000000.%u", i * 2 + 1);
	snprintf(ids.bridge, sizeof(ids.bridge),
		 "c2ee1a1e-5cd1-4ba0-9a5b-%012u", i);
	snprintf(ids.caller, sizeof(ids.caller), "138%08u", i % 100000000);
	snprintf(ids.device, sizeof(ids.device), "%u", 50000 + i % 3000);
	return ids;
}

static int tell(struct cti__model *model, struct cti_fact *fact,
		int64_t *now_us)
{
	fact->time_us = *now_us += 1000;
	while (cti__model_deadline(model) <= *now_us)
		cti__model_tick(model, *now_us);
	return cti__model_fact(model, fact);
}

int call_begin(struct cti__model *model, unsigned i, int64_t *now_us)
{
	const struct ids ids = name(i);
	const struct cti__str caller = cti__str(ids.leg[0]);
	const struct cti__str device = cti__str(ids.leg[1]);
	const struct cti__str bridge = cti__str(ids.bridge);
	struct cti_fact facts[] = {
		{ .kind = CTI_FACT_LEG_NEW,
		  .leg = caller,
		  .group = caller,
		  .role = CTI_ROLE_TRUNK,
		  .state = CTI_STATE_CALLING,
		  .device = CTI__STR("trunk"),
		  .number = cti__str(ids.caller),
		  .called = CTI__STR("4001100266") },
		{ .kind = CTI_FACT_LEG_NEW,
		  .leg = device,
		  .group = caller,
		  .role = CTI_ROLE_EXTENSION,
		  .state = CTI_STATE_DOWN,
		  .device = cti__str(ids.device),
		  .number = cti__str(ids.device) },
		{ .kind = CTI_FACT_DIAL_BEGIN, .leg = caller, .other = device },
		{ .kind = CTI_FACT_LEG_STATE,
		  .leg = device,
		  .state = CTI_STATE_ALERTING },
		{ .kind = CTI_FACT_LEG_STATE,
		  .leg = device,
		  .state = CTI_STATE_UP },
		{ .kind = CTI_FACT_DIAL_END,
		  .leg = caller,
		  .other = device,
		  .result = CTI_DIAL_ANSWER },
		{ .kind = CTI_FACT_LEG_STATE,
		  .leg = caller,
		  .state = CTI_STATE_UP },
		{ .kind = CTI_FACT_BRIDGE_NEW, .bridge = bridge },
		{ .kind = CTI_FACT_BRIDGE_ENTER,
		  .leg = device,
		  .bridge = bridge },
		{ .kind = CTI_FACT_BRIDGE_ENTER,
		  .leg = caller,
		  .bridge = bridge },
	};
	size_t k;
	int err = 0;

	for (k = 0; !err && k < sizeof(facts) / sizeof(facts[0]); k++)
		err = tell(model, &facts[k], now_us);
	return err;
}

int call_end(struct cti__model *model, unsigned i, int64_t *now_us)
{
	const struct ids ids = name(i);
	struct cti_fact fact;
	int err = 0, k;

	for (k = 1; !err && k >= 0; k--) {
		fact = (struct cti_fact){ .kind = CTI_FACT_BRIDGE_LEAVE,
					  .leg = cti__str(ids.leg[k]),
					  .bridge = cti__str(ids.bridge) };
		err = tell(model, &fact, now_us);
		fact = (struct cti_fact){ .kind = CTI_FACT_LEG_END,
					  .leg = cti__str(ids.leg[k]),
					  .code = 16 };
		if (!err)
			err = tell(model, &fact, now_us);
	}
	fact = (struct cti_fact){ .kind = CTI_FACT_BRIDGE_END,
				  .bridge = cti__str(ids.bridge) };
	return err ? err : tell(model, &fact, now_us);
}
