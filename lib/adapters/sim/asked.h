/* SPDX-License-Identifier: MIT */
/* A request of an application inside the simulator. */
#ifndef CTI__ADAPTERS_SIM_ASKED_H
#define CTI__ADAPTERS_SIM_ASKED_H

#include "adapters/sim/sim.h"
#include "model/request.h"

/* The legs are found after time has gone on: what the model had named may have
   ended since. */
struct sim_asked {
	const struct cti_request *req; /* its texts of the application only */
	struct sim_leg *leg, *second;  /* the device's two; NULL: none */
	struct sim_leg *legs[CTI__REQUEST_LEGS];
	size_t leg_count;
	char device[SIM_WORD], agent[SIM_WORD], queue[SIM_WORD];
	char ids[CTI__REQUEST_LEGS + 2][SIM_ID];
};

/* 0, or an error with the sentence in why. */
typedef int sim_asked_fn(struct sim *sim, const struct sim_asked *asked);

/* request_leg.c */
sim_asked_fn cti__sim_ask_dial, cti__sim_ask_answer, cti__sim_ask_hangup,
	cti__sim_ask_clear, cti__sim_ask_hold, cti__sim_ask_retrieve,
	cti__sim_ask_swap, cti__sim_ask_transfer, cti__sim_ask_consult,
	cti__sim_ask_complete, cti__sim_ask_cancel, cti__sim_ask_join,
	cti__sim_ask_conference, cti__sim_ask_drop, cti__sim_ask_deflect,
	cti__sim_ask_pickup, cti__sim_ask_park, cti__sim_ask_unpark,
	cti__sim_ask_dtmf, cti__sim_ask_data, cti__sim_ask_record,
	cti__sim_ask_mute, cti__sim_ask_priority, cti__sim_ask_withdraw;

/* route.c */
sim_asked_fn cti__sim_ask_route;

/* request_agent.c */
sim_asked_fn cti__sim_ask_login, cti__sim_ask_logout, cti__sim_ask_ready,
	cti__sim_ask_not_ready, cti__sim_ask_wrapup, cti__sim_ask_wrapup_end;

#endif
