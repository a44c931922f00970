/* SPDX-License-Identifier: MIT */
/* Pictures of what is so now: how a model builds one. */
#ifndef CTI__MODEL_SNAPSHOT_H
#define CTI__MODEL_SNAPSHOT_H

#include "util/str.h"

#include <cti/snapshot.h>

struct cti__snapshot_build;

struct cti__snapshot_call {
	struct cti__str id, direction, caller, name, dnis, queue, link,
		consult_of;
	bool withheld;
	int64_t began_us, queued_us;
};

struct cti__snapshot_leg {
	struct cti__str device, remote, called;
	enum cti_leg_state state;
	bool watched;
};

struct cti__snapshot_agent {
	struct cti__str id, device, reason;
	enum cti_agent_state state;
	int64_t since_us;
};

/* NULL if memory ran out. */
struct cti__snapshot_build *cti__snapshot_begin(void);
/* Each returns 0 or CTI_ENOMEM; texts are copied. A leg belongs to the call
   added last, a queue to the agent added last. */
int cti__snapshot_add_call(struct cti__snapshot_build *build,
			   const struct cti__snapshot_call *call);
int cti__snapshot_add_leg(struct cti__snapshot_build *build,
			  const struct cti__snapshot_leg *leg);
int cti__snapshot_add_agent(struct cti__snapshot_build *build,
			    const struct cti__snapshot_agent *agent);
int cti__snapshot_add_queue(struct cti__snapshot_build *build,
			    struct cti__str queue);
/* Ends the build in any case. *out is NULL on error. */
int cti__snapshot_end(struct cti__snapshot_build *build, cti_snapshot **out);
void cti__snapshot_drop(struct cti__snapshot_build *build);

#endif
