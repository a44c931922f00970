/* SPDX-License-Identifier: MIT */
/* Calls made by chance, for load and endurance: the same seed, the same calls.
 */
#include "adapters/sim/sim.h"

#include <stdio.h>

#define SECOND	    INT64_C(1000000)
#define CODE_NORMAL 16
/* The telephones of the load begin behind this number. */
#define FIRST_PHONE 2000

/* xorshift64*: small, and its low bits are good enough once multiplied. */
uint32_t cti__sim_roll(struct sim *sim, uint32_t below)
{
	sim->chance ^= sim->chance >> 12;
	sim->chance ^= sim->chance << 25;
	sim->chance ^= sim->chance >> 27;
	return (uint32_t)((sim->chance * UINT64_C(2685821657736338717)) >> 33) %
	       below;
}

static int64_t between(struct sim *sim, int64_t least_us, int64_t most_us)
{
	uint32_t span = (uint32_t)((most_us - least_us) / 1000) + 1;

	return least_us + (int64_t)cti__sim_roll(sim, span) * 1000;
}

/* A telephone of the load's that does nothing now; false if that is not found
   quickly. */
static bool idle_phone(struct sim *sim, char number[SIM_WORD])
{
	struct sim_phone *phone;
	unsigned tries;

	for (tries = 0; tries < 16; tries++) {
		snprintf(
			number, SIM_WORD, "%u",
			FIRST_PHONE + 1 +
				cti__sim_roll(sim, (uint32_t)sim->load.phones));
		phone = cti__sim_phone(sim, cti__str(number));
		if (!phone || cti__list_empty(&phone->legs))
			return true;
	}
	return false;
}

static void outside_number(struct sim *sim, char number[SIM_WORD])
{
	snprintf(number, SIM_WORD, "13%09u", cti__sim_roll(sim, 1000000000));
}

static int new_caller(struct sim *sim, struct sim_leg **out, const char *number,
		      const char *called)
{
	int err = cti__sim_leg_new(sim, out, cti__str(number), NULL);

	if (err)
		return err;
	(*out)->state = CTI_STATE_CALLING;
	(*out)->automatic = true;
	snprintf((*out)->called, SIM_WORD, "%s", called);
	snprintf((*out)->exten, SIM_WORD, "%s", called);
	cti__sim_say_new(sim, *out, false);
	return 0;
}

static void impatient(struct sim *sim, void *of)
{
	cti__sim_hangup(sim, of, CODE_NORMAL);
}

static void to_queue(struct sim *sim)
{
	char number[SIM_WORD];
	struct sim_leg *leg;

	outside_number(sim, number);
	if (new_caller(sim, &leg, number, "4001100266"))
		return;
	cti__sim_queue_join(sim, leg, sim->load.queue);
	cti__sim_in(sim, &leg->plan, between(sim, 10 * SECOND, 40 * SECOND),
		    impatient, leg);
}

static void to_phone(struct sim *sim, bool from_inside, bool to_inside)
{
	char number[SIM_WORD], to[SIM_WORD], called[SIM_WORD + 8];
	struct sim_leg *leg;

	outside_number(sim, to);
	if (to_inside && !idle_phone(sim, to))
		return;
	outside_number(sim, number);
	if (from_inside && !idle_phone(sim, number))
		return;
	snprintf(called, sizeof(called), "%s%s", from_inside ? "" : "400110",
		 to);
	if (!new_caller(sim, &leg, number, called))
		cti__sim_route(sim, leg, cti__str(to));
}

static void one_call(struct sim *sim, void *unused)
{
	struct sim_load *load = &sim->load;
	uint32_t roll = cti__sim_roll(sim, 100);

	(void)unused;
	load->made++;
	if (--load->left)
		cti__sim_in(sim, &load->timer, load->every_us, one_call, NULL);
	if (roll < 15)
		to_phone(sim, true, true);
	else if (roll < 30)
		to_phone(sim, true, false);
	else if (load->queue && roll < 75)
		to_queue(sim);
	else
		to_phone(sim, false, true);
}

void cti__sim_load_begin(struct sim *sim)
{
	cti__sim_in(sim, &sim->load.timer, sim->load.every_us, one_call, NULL);
}

static void picks_up(struct sim *sim, void *of)
{
	cti__sim_answer(sim, of);
}

static void refuses(struct sim *sim, void *of)
{
	cti__sim_hangup(sim, of, CODE_NORMAL);
}

static void caller_gives_up(struct sim *sim, void *of)
{
	struct sim_leg *callee = of;

	if (callee->dialler)
		cti__sim_hangup(sim, callee->dialler, CODE_NORMAL);
}

void cti__sim_load_rings(struct sim *sim, struct sim_leg *callee)
{
	uint32_t roll = cti__sim_roll(sim, 100);
	int64_t us = between(sim, SECOND / 2, 4 * SECOND);

	cti__sim_in(sim, &callee->plan, us,
		    roll < 84	? picks_up
		    : roll < 92 ? refuses
				: caller_gives_up,
		    callee);
}

static void hang_up(struct sim *sim, void *of)
{
	struct sim_leg *callee = of, *peer = cti__sim_peer(callee);
	bool callee_does = cti__sim_roll(sim, 2);

	cti__sim_hangup(sim, peer && !callee_does ? peer : callee, CODE_NORMAL);
}

static void retrieve(struct sim *sim, void *of)
{
	struct sim_leg *leg = of;

	cti__sim_unhold(sim, leg);
	cti__sim_in(sim, &leg->plan, between(sim, SECOND, sim->load.talk_us),
		    hang_up, leg);
}

static void hold(struct sim *sim, struct sim_leg *leg)
{
	cti__sim_hold(sim, leg);
	cti__sim_in(sim, &leg->plan, between(sim, SECOND, 5 * SECOND), retrieve,
		    leg);
}

/* If the consultation comes to nothing, the telephone takes the call back. */
static void consult(struct sim *sim, struct sim_leg *leg)
{
	char to[SIM_WORD];

	if (!idle_phone(sim, to)) {
		hang_up(sim, leg);
		return;
	}
	cti__sim_in(sim, &leg->plan, 30 * SECOND, retrieve, leg);
	(void)cti__sim_consult(sim, leg, cti__str(to), CTI__STR_NONE);
}

static void blind(struct sim *sim, struct sim_leg *leg)
{
	char to[SIM_WORD];

	if (!idle_phone(sim, to) ||
	    cti__sim_blind(sim, leg, cti__str(to), NULL))
		hang_up(sim, leg);
}

static void acts(struct sim *sim, void *of)
{
	struct sim_leg *callee = of, *peer = cti__sim_peer(callee);
	uint32_t roll = cti__sim_roll(sim, 100);

	if (peer && peer->first && !cti__sim_complete(sim, peer)) {
		cti__sim_in(sim, &callee->plan, sim->load.talk_us, hang_up,
			    callee);
		return;
	}
	if (!peer || !callee->phone || callee->held || roll >= 25)
		hang_up(sim, callee);
	else if (roll < 10)
		hold(sim, callee);
	else if (roll < 18)
		blind(sim, callee);
	else
		consult(sim, callee);
}

void cti__sim_load_talks(struct sim *sim, struct sim_leg *callee)
{
	struct sim_leg *peer = cti__sim_peer(callee);
	int64_t talk_us = sim->load.talk_us;

	if (peer)
		cti__sim_unset(sim, &peer->plan);
	cti__sim_in(sim, &callee->plan,
		    between(sim, talk_us / 2, talk_us + talk_us / 2), acts,
		    callee);
}
