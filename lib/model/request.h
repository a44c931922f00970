/* SPDX-License-Identifier: MIT */
/*
 * A request as an adapter gets it: the application's words, and the switch's
 * own ids of the legs that the model found for them. All text is borrowed for
 * the call.
 */
#ifndef CTI__MODEL_REQUEST_H
#define CTI__MODEL_REQUEST_H

#include "model/model.h"
#include "util/buf.h"

#include <cti/request.h>

/* Not sent by applications as such: where a call that asked for a route goes.
   leg; to, "" for the way it would go by itself. */
#define CTI__REQUEST_ROUTE 63

/* Parties that CLEAR ends at once; the rest ends with them. */
#define CTI__REQUEST_LEGS 32

struct cti__request_pair {
	struct cti__str key, value;
};

struct cti_request {
	uint32_t kind; /* enum cti_request_kind */
	uint32_t flags;
	int32_t priority;
	struct cti__str device; /* bare extension */
	struct cti__str to, agent, queue, reason, key, value;
	struct cti__str caller, caller_name;
	const struct cti__request_pair *data;
	size_t data_count;
	/* The switch's id that the leg to be made shall have: DIAL, CONFERENCE,
	   PICKUP, UNPARK. */
	struct cti__str new_leg;

	/* Found by the model; "" where there is none. */
	struct cti__str leg;   /* the device's; of DROP the party's; of
				  QUEUE_* and DEFLECT of a call that waits, the
				  caller's */
	struct cti__str party; /* the real leg it talks to or has on hold, that
				  rings it up, or that it rings up */
	/* COMPLETE, CANCEL, JOIN, SWAP: leg is the device's in the contact's
	   call. consult_leg: its other one, "" if it consults on the same. */
	struct cti__str consult_leg, consult_party;
	struct cti__str bridge;			 /* where leg is */
	struct cti__str room;			 /* its conference's name */
	struct cti__str call;			 /* id of the call */
	struct cti__str legs[CTI__REQUEST_LEGS]; /* CLEAR: every real one */
	size_t leg_count;
};

/* Whether the model knows a call of that id, a device of that number, or an
   agent of that name. */
bool cti__model_has_call(const struct cti__model *model, struct cti__str id);
bool cti__model_has_device(const struct cti__model *model,
			   struct cti__str number);
bool cti__model_has_agent(const struct cti__model *model,
			  struct cti__str agent);

/* The id of the call that the switch's leg takes part in, borrowed until the
   model takes the next fact; "" if there is none. */
struct cti__str cti__model_call_of(struct cti__model *model,
				   struct cti__str leg);
/* Whether that agent is on a call now. */
bool cti__model_agent_talks(const struct cti__model *model,
			    struct cti__str agent);
/* The id that the call of a leg to be made will have; cut to size. */
void cti__model_call_id(const struct cti__model *model, const char *leg,
			char *out, size_t size);

/*
 * Find what a request is about: device, to, agent and call are given. 0,
 * CTI_ENOENT or CTI_ESTATE with a sentence in why. What is found is borrowed
 * until the model takes the next fact.
 */
int cti__model_resolve(struct cti__model *model, struct cti_request *req,
		       struct cti__buf *why);

#endif
