/* SPDX-License-Identifier: MIT */
/* How the simulated telephones dial, and where a dialled number leads. */
#include "adapters/sim/sim.h"

#include <stdio.h>

/* Q.850. */
#define CODE_UNALLOCATED 1

static void copy(char to[SIM_WORD], struct cti__str from)
{
	snprintf(to, SIM_WORD, "%.*s", SIM_ARG(from));
}

bool cti__sim_is_for_caller(const struct sim_leg *leg)
{
	return cti__sim_is_ringing(leg) && leg->dialler && !leg->joins;
}

int cti__sim_only_phone(struct sim *sim, struct cti__str number)
{
	if (cti__sim_is_extension(sim, number))
		return 0;
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "%.*s is no telephone in the house",
			      SIM_ARG(number));
}

int cti__sim_off_hook(struct sim *sim, struct sim_leg **out,
		      struct cti__str number, struct cti__str to,
		      struct cti__str alias, struct cti__str id)
{
	int err = cti__sim_only_phone(sim, number);

	if (!err)
		err = cti__sim_name_is_free(sim, alias);
	if (!err)
		err = cti__sim_leg_new(sim, out, number, NULL);
	if (err)
		return err;
	cti__sim_leg_name(*out, id);
	(*out)->state = CTI_STATE_CALLING;
	copy((*out)->called, to);
	copy((*out)->alias, alias);
	cti__sim_say_new(sim, *out, false);
	return 0;
}

static bool route_code(struct sim *sim, struct sim_leg *leg,
		       struct cti__str number)
{
	struct sim_leg *target = NULL;
	struct sim_phone *phone;
	struct cti__list *node;

	if (!cti__str_starts(number, CTI__STR("*")))
		return false;
	if (cti__str_is(number, "*8"))
		target = cti__sim_ringing(sim, leg->phone);
	phone = cti__sim_phone(sim, cti__str_sub(number, 2, SIZE_MAX));
	if (phone && cti__str_starts(number, CTI__STR("**")))
		cti__list_each (node, &phone->legs) {
			target = cti__list_entry(node, struct sim_leg,
						 phone_node);
			if (cti__sim_is_for_caller(target))
				break;
			target = NULL;
		}
	if (target)
		cti__sim_pickup(sim, leg, target);
	else
		cti__sim_clear(sim, leg, CODE_UNALLOCATED);
	return true;
}

void cti__sim_route(struct sim *sim, struct sim_leg *leg,
		    struct cti__str number)
{
	struct sim_phone *phone = cti__sim_phone(sim, number);
	struct sim_room *room = cti__sim_room(sim, number);
	struct sim_leg *parked = NULL;
	uint64_t slot;

	copy(leg->exten, number);
	if (phone && phone->barred) {
		cti__sim_clear(sim, leg, CODE_UNALLOCATED);
		return;
	}
	if (route_code(sim, leg, number))
		return;
	if (cti__str_is_digits(number) && cti__str_u64(number, &slot) &&
	    slot > SIM_PARK_NUMBER && slot <= SIM_PARK_NUMBER + SIM_SLOTS)
		parked = cti__sim_parked(sim, (unsigned)slot);
	if (room)
		cti__sim_room_enter(sim, leg, room);
	else if (parked)
		cti__sim_unpark(sim, leg, parked);
	else
		(void)cti__sim_ring(sim, leg, &number, 1, NULL);
}
