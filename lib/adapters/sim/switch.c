/* SPDX-License-Identifier: MIT */
/* What the simulated switch is made of: telephones, legs, bridges. */
#include "adapters/sim/sim.h"
#include "util/alloc.h"

#include <stdio.h>

/* Timers of a leg: its own, patience, plan. */
#define LEG_TIMERS 3

static void copy(char *to, size_t room, struct cti__str from)
{
	size_t n = from.n < room ? from.n : room - 1;

	if (n)
		memcpy(to, from.p, n);
	to[n] = '\0';
}

bool cti__sim_is_extension(const struct sim *sim, struct cti__str number)
{
	const char *set = cti_settings_get(sim->settings, "devices.extensions");

	if (*set)
		return cti__str_matches_any(number, cti__str(set));
	return cti__str_is_digits(number) && number.n <= SIM_EXTENSION_DIGITS;
}

struct sim_phone *cti__sim_phone(struct sim *sim, struct cti__str number)
{
	struct cti__map_node *node = cti__map_find(&sim->phone_map, number);

	if (!node)
		return NULL;
	return cti__map_entry(node, struct sim_phone, by_number);
}

static int phone_new(struct sim *sim, struct sim_phone **out,
		     struct cti__str number)
{
	struct sim_phone *phone;
	int err;

	if (sim->name_count >= SIM_NAMES_MAX)
		return cti__sim_wrong(sim, CTI_ETOOBIG,
				      "the simulator knows %d names at most",
				      SIM_NAMES_MAX);
	phone = cti__calloc(1, sizeof(*phone));
	if (!phone)
		return CTI_ENOMEM;
	copy(phone->number, sizeof(phone->number), number);
	phone->outside = !cti__sim_is_extension(sim, number);
	cti__list_init(&phone->legs);
	cti__list_init(&phone->seats);
	err = cti__sim_want_timers(sim, 1);
	if (!err)
		err = cti__map_add(&sim->phone_map, &phone->by_number,
				   cti__str(phone->number));
	if (err) {
		cti__free(phone);
		return err;
	}
	cti__list_add(&sim->phones, &phone->node);
	sim->name_count++;
	*out = phone;
	return 0;
}

/* A telephone begins to exist when it is first named. */
int cti__sim_phone_need(struct sim *sim, struct sim_phone **out,
			struct cti__str number)
{
	*out = cti__sim_phone(sim, number);
	return *out ? 0 : phone_new(sim, out, number);
}

static void leg_init(struct sim *sim, struct sim_leg *leg,
		     struct cti__str number, const char *group)
{
	cti__list_init(&leg->ringing);
	cti__list_init(&leg->phone_node);
	cti__list_init(&leg->bridge_node);
	cti__list_init(&leg->ringing_node);
	cti__list_init(&leg->wait_node);
	copy(leg->number, sizeof(leg->number), number);
	snprintf(leg->id, sizeof(leg->id), "leg-%llu",
		 (unsigned long long)++sim->leg_ids);
	copy(leg->group, sizeof(leg->group), cti__str(group ? group : leg->id));
	leg->state = CTI_STATE_DOWN;
	cti__list_add(&sim->legs, &leg->node);
	sim->leg_count++;
}

int cti__sim_leg_new(struct sim *sim, struct sim_leg **out,
		     struct cti__str number, const char *group)
{
	struct sim_phone *phone = NULL;
	struct sim_leg *leg;
	int err;

	*out = NULL;
	if (sim->leg_count >= SIM_LEGS_MAX)
		return cti__sim_wrong(sim, CTI_ETOOBIG,
				      "the simulator holds %d legs at most",
				      SIM_LEGS_MAX);
	if (cti__sim_is_extension(sim, number)) {
		err = cti__sim_phone_need(sim, &phone, number);
		if (err)
			return err;
	}
	leg = cti__calloc(1, sizeof(*leg));
	if (!leg)
		return CTI_ENOMEM;
	err = cti__sim_want_timers(sim, LEG_TIMERS);
	if (err) {
		cti__free(leg);
		return err;
	}
	leg_init(sim, leg, number, group);
	leg->phone = phone;
	if (phone)
		cti__list_add(&phone->legs, &leg->phone_node);
	*out = leg;
	return 0;
}

void cti__sim_leg_name(struct sim_leg *leg, struct cti__str id)
{
	if (!id.n)
		return;
	if (!strcmp(leg->group, leg->id))
		copy(leg->group, sizeof(leg->group), id);
	copy(leg->id, sizeof(leg->id), id);
}

static void leg_free(struct sim *sim, struct sim_leg *leg)
{
	struct cti__list *node, *tmp;

	cti__list_each_safe (node, tmp, &leg->ringing) {
		cti__list_entry(node, struct sim_leg, ringing_node)->dialler =
			NULL;
		cti__list_del(node);
	}
	if (leg->first)
		leg->first->consult = NULL;
	if (leg->consult)
		leg->consult->first = NULL;
	cti__sim_unset(sim, &leg->timer);
	cti__sim_unset(sim, &leg->patience);
	cti__sim_unset(sim, &leg->plan);
	sim->wanted -= LEG_TIMERS;
	cti__list_del(&leg->node);
	cti__list_del(&leg->phone_node);
	cti__list_del(&leg->bridge_node);
	cti__list_del(&leg->ringing_node);
	cti__list_del(&leg->wait_node);
	sim->leg_count--;
	cti__free(leg);
}

void cti__sim_leg_end(struct sim *sim, struct sim_leg *leg, int64_t code)
{
	struct sim_phone *phone = leg->phone;

	/* Whom it was calling into its call. */
	if (!cti__list_empty(&leg->ringing)) {
		cti__sim_hush(sim, leg, NULL);
		cti__sim_end_ringing(sim, leg, code);
	}
	cti__sim_say_code(sim, CTI_FACT_LEG_END, leg, code);
	leg_free(sim, leg);
	if (phone)
		cti__sim_phone_free(phone);
}

void cti__sim_leg_state(struct sim *sim, struct sim_leg *leg,
			enum cti_fact_state state)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_LEG_STATE, leg);

	leg->state = state;
	fact.state = state;
	cti__sim_report(sim, &fact);
}

bool cti__sim_is_live(const struct sim *sim, const struct sim_leg *leg)
{
	const struct cti__list *node;

	cti__list_each (node, &sim->legs)
		if (node == &leg->node)
			return true;
	return false;
}

int cti__sim_bridge_new(struct sim *sim, struct sim_bridge **out,
			enum cti_bridge_kind kind, const char *room)
{
	struct sim_bridge *bridge = cti__calloc(1, sizeof(*bridge));

	*out = bridge;
	if (!bridge)
		return CTI_ENOMEM;
	bridge->kind = kind;
	cti__list_init(&bridge->legs);
	copy(bridge->room, sizeof(bridge->room), cti__str(room));
	snprintf(bridge->id, sizeof(bridge->id), "bridge-%llu",
		 (unsigned long long)++sim->bridge_ids);
	cti__list_add(&sim->bridges, &bridge->node);
	return 0;
}

void cti__sim_bridge_free(struct sim_bridge *bridge)
{
	cti__list_del(&bridge->node);
	cti__free(bridge);
}

void cti__sim_bridge_enter(struct sim *sim, struct sim_bridge *bridge,
			   struct sim_leg *leg)
{
	if (!bridge->count++)
		cti__sim_say_bridge(sim, CTI_FACT_BRIDGE_NEW, bridge, NULL,
				    false);
	leg->bridge = bridge;
	cti__list_add(&bridge->legs, &leg->bridge_node);
	cti__sim_say_bridge(sim, CTI_FACT_BRIDGE_ENTER, bridge, leg, false);
}

/* What pointed at a bridge that is no more. */
static void bridge_forget(struct sim *sim, struct sim_bridge *bridge)
{
	struct cti__list *node;
	struct sim_room *room;

	if (sim->lot == bridge)
		sim->lot = NULL;
	cti__list_each (node, &sim->rooms) {
		room = cti__list_entry(node, struct sim_room, node);
		if (room->bridge == bridge)
			room->bridge = NULL;
	}
}

void cti__sim_bridge_leave(struct sim *sim, struct sim_leg *leg)
{
	struct sim_bridge *bridge = leg->bridge;

	if (!bridge)
		return;
	leg->bridge = NULL;
	cti__list_del(&leg->bridge_node);
	bridge->count--;
	cti__sim_say_bridge(sim, CTI_FACT_BRIDGE_LEAVE, bridge, leg, false);
	if (bridge->count)
		return;
	cti__sim_say_bridge(sim, CTI_FACT_BRIDGE_END, bridge, NULL, false);
	bridge_forget(sim, bridge);
	cti__sim_bridge_free(bridge);
}

/* The other one of two that talk; NULL if they are more, fewer, or in a room.
 */
struct sim_leg *cti__sim_peer(const struct sim_leg *leg)
{
	const struct cti__list *node;

	if (!leg->bridge || leg->bridge->kind != CTI_BRIDGE_PLAIN ||
	    leg->bridge->count != 2)
		return NULL;
	node = leg->bridge->legs.next;
	if (node == &leg->bridge_node)
		node = node->next;
	return cti__list_entry(node, struct sim_leg, bridge_node);
}

struct sim_room *cti__sim_room(const struct sim *sim, struct cti__str number)
{
	struct cti__list *node;
	struct sim_room *room;

	cti__list_each (node, &sim->rooms) {
		room = cti__list_entry(node, struct sim_room, node);
		if (cti__str_is(number, room->number))
			return room;
	}
	return NULL;
}

/* Every call is gone at once, as when the power fails: nothing is said. */
void cti__sim_wipe_switch(struct sim *sim)
{
	struct cti__list *node, *tmp;
	struct sim_bridge *bridge;

	cti__list_each_safe (node, tmp, &sim->legs)
		leg_free(sim, cti__list_entry(node, struct sim_leg, node));
	cti__list_each_safe (node, tmp, &sim->bridges) {
		bridge = cti__list_entry(node, struct sim_bridge, node);
		bridge_forget(sim, bridge);
		cti__sim_bridge_free(bridge);
	}
	memset(sim->slot_used, 0, sizeof(sim->slot_used));
}

/* The telephones, queues and rooms too: the end. */
void cti__sim_forget_names(struct sim *sim)
{
	struct cti__list *node, *tmp, *seat, *next;
	struct sim_phone *phone;

	cti__list_each_safe (node, tmp, &sim->phones) {
		phone = cti__list_entry(node, struct sim_phone, node);
		cti__list_each_safe (seat, next, &phone->seats)
			cti__sim_seat_free(cti__list_entry(
				seat, struct sim_seat, in_phone));
		cti__free(phone);
	}
	cti__list_each_safe (node, tmp, &sim->queues)
		cti__free(cti__list_entry(node, struct sim_queue, node));
	cti__list_each_safe (node, tmp, &sim->rooms)
		cti__free(cti__list_entry(node, struct sim_room, node));
	cti__map_fini(&sim->phone_map);
}
