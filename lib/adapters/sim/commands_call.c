/* SPDX-License-Identifier: MIT */
/* The simulator's commands about calls. */
#include "adapters/sim/words.h"

#include <stdio.h>

#define CODE_NORMAL 16

static void copy(char to[SIM_WORD], struct cti__str from)
{
	snprintf(to, SIM_WORD, "%.*s", SIM_ARG(from));
}

static int say_data(struct sim *sim, const struct sim_leg *leg,
		    struct cti__str key, struct cti__str value)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_DATA, leg);

	fact.name = key;
	fact.data = value;
	cti__sim_report(sim, &fact);
	return 0;
}

static int say_all_data(struct sim *sim, const struct sim_leg *leg,
			const struct sim_words *words)
{
	struct cti__str pair[SIM_OPTION_MAX], key, value;
	size_t i, n = cti__sim_values(words, "data", pair, SIM_OPTION_MAX);

	for (i = 0; i < n; i++) {
		key = cti__str_cut(pair[i], '=', &value);
		say_data(sim, leg, key, value);
	}
	return 0;
}

/* Where a caller goes: to exactly one of these. */
struct destination {
	struct cti__str phone[SIM_TARGETS];
	size_t phones;
	struct sim_queue *queue;
	struct sim_room *room;
	struct cti__str text;
};

static int destination_of(struct sim *sim, const struct sim_words *words,
			  struct destination *to)
{
	struct cti__str queue = cti__sim_value(words, "queue");
	struct cti__str room = cti__sim_value(words, "room");
	struct cti__str called = cti__sim_value(words, "to");
	int err = 0;

	to->queue = NULL;
	to->room = NULL;
	to->phones = cti__sim_values(words, "phone", to->phone, SIM_TARGETS);
	/* Who dials a telephone directly need not say it twice. */
	if (!to->phones && !queue.n && !room.n && !cti__sim_has(words, "ivr") &&
	    cti__sim_is_extension(sim, called)) {
		to->phone[0] = called;
		to->phones = 1;
	}
	if ((to->phones > 0) + (queue.n > 0) + (room.n > 0) +
		    cti__sim_has(words, "ivr") !=
	    1)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "say where the caller goes: one of queue "
				      "NAME, phone NUMBER, room NUMBER, ivr");
	to->text = to->phones ? to->phone[0] : queue.n ? queue : room;
	if (queue.n)
		err = cti__sim_queue_need(sim, &to->queue, queue);
	if (room.n) {
		to->room = cti__sim_room(sim, room);
		if (!to->room)
			err = cti__sim_wrong(sim, CTI_ESTATE,
					     "%.*s is no room: make it one "
					     "with \"room %.*s\"",
					     SIM_ARG(room), SIM_ARG(room));
	}
	return err;
}

static int go(struct sim *sim, struct sim_leg *leg,
	      const struct destination *to)
{
	if (to->phones)
		return cti__sim_ring(sim, leg, to->phone, to->phones, NULL);
	if (to->queue)
		cti__sim_queue_join(sim, leg, to->queue);
	else if (to->room)
		cti__sim_room_enter(sim, leg, to->room);
	else if (leg->state != CTI_STATE_UP)
		cti__sim_leg_state(sim, leg, CTI_STATE_UP);
	return 0;
}

int cti__sim_do_call(struct sim *sim, const struct sim_words *words)
{
	struct cti__str number = words->plain[0];
	struct cti__str alias = cti__sim_value(words, "as");
	struct cti__str called = cti__sim_value(words, "to");
	struct cti__str name = cti__sim_value(words, "name");
	struct destination to;
	struct sim_leg *leg;
	int err = destination_of(sim, words, &to);

	if (!err)
		err = cti__sim_name_is_free(sim, alias);
	if (!err && cti__sim_is_extension(sim, number))
		err = cti__sim_wrong(sim, CTI_EINVAL,
				     "%.*s is a telephone in the house: use "
				     "\"dial %.*s NUMBER\"",
				     SIM_ARG(number), SIM_ARG(number));
	if (!err)
		err = cti__sim_leg_new(
			sim, &leg, cti__fact_is_withheld(number) ? CTI__STR_NONE : number,
			NULL);
	if (err)
		return err;
	leg->withheld = cti__fact_is_withheld(number) || cti__sim_has(words, "withheld");
	leg->state = CTI_STATE_CALLING;
	copy(leg->alias, alias.n ? alias : number);
	copy(leg->called, called.n ? called : to.text);
	copy(leg->exten, to.phones ? to.text : cti__str(leg->called));
	snprintf(leg->name, sizeof(leg->name), "%.*s", SIM_ARG(name));
	cti__sim_say_new(sim, leg, false);
	say_all_data(sim, leg, words);
	return go(sim, leg, &to);
}

int cti__sim_do_dial(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_off_hook(sim, &leg, words->plain[0], words->plain[1],
				    cti__sim_value(words, "as"), CTI__STR_NONE);

	if (!err)
		cti__sim_route(sim, leg, words->plain[1]);
	return err;
}

int cti__sim_do_click(struct sim *sim, const struct sim_words *words)
{
	struct sim_click click = { .phone = words->plain[0],
				   .to = words->plain[1],
				   .alias = cti__sim_value(words, "as") };
	int err = cti__sim_only_phone(sim, click.phone);

	if (!err)
		err = cti__sim_name_is_free(sim, click.alias);
	return err ? err : cti__sim_click(sim, &click);
}

int cti__sim_do_route(struct sim *sim, const struct sim_words *words)
{
	struct destination to;
	struct sim_leg *leg;
	int err = destination_of(sim, words, &to);

	if (!err)
		err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
				    "is in no call", &leg);
	if (!err && (leg->bridge || leg->state == CTI_STATE_ALERTING))
		err = cti__sim_wrong(sim, CTI_ESTATE,
				     "%.*s is in an IVR or a queue no more",
				     SIM_ARG(words->plain[0]));
	if (err)
		return err;
	cti__sim_asks_no_more(sim, leg);
	cti__sim_hush(sim, leg, NULL);
	if (leg->queue)
		cti__sim_queue_leave(sim, leg);
	cti__sim_end_ringing(sim, leg, CODE_NORMAL);
	if (to.phones)
		copy(leg->exten, to.text);
	return go(sim, leg, &to);
}

/* A telephone that rings for the call of that name. */
static int find_ringing_from(struct sim *sim, struct cti__str call,
			     struct cti__str number, struct sim_leg **out)
{
	struct cti__list *node;
	struct sim_leg *caller, *leg;
	int err = cti__sim_find(sim, call, cti__sim_is_any, "is in no call",
				&caller);

	if (err)
		return err;
	cti__list_each (node, &caller->ringing) {
		leg = cti__list_entry(node, struct sim_leg, ringing_node);
		if (cti__str_is(number, leg->number) &&
		    leg->state == CTI_STATE_ALERTING) {
			*out = leg;
			return 0;
		}
	}
	return cti__sim_wrong(sim, CTI_ESTATE, "%.*s does not ring for %.*s",
			      SIM_ARG(number), SIM_ARG(call));
}

int cti__sim_do_answer(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err;

	if (words->plains == 2)
		err = find_ringing_from(sim, words->plain[0], words->plain[1],
					&leg);
	else
		err = cti__sim_find(sim, words->plain[0], cti__sim_is_ringing,
				    "does not ring", &leg);
	if (!err)
		cti__sim_answer(sim, leg);
	return err;
}

int cti__sim_do_reject(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_ringing,
				"does not ring", &leg);

	if (!err)
		cti__sim_hangup(sim, leg, CODE_NORMAL);
	return err;
}

int cti__sim_do_divert(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_for_caller,
				"does not ring for a caller", &leg);

	if (!err)
		cti__sim_divert(sim, leg, words->plain[1]);
	return err;
}

int cti__sim_do_unpark(struct sim *sim, const struct sim_words *words)
{
	struct cti__str slot = words->plain[1];
	struct sim_leg *leg;
	uint64_t number = 0;
	int err;

	if (!cti__str_is_digits(slot) || !cti__str_u64(slot, &number) ||
	    number > 1000000 || !cti__sim_parked(sim, (unsigned)number))
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "nobody is parked in slot %.*s",
				      SIM_ARG(slot));
	err = cti__sim_off_hook(sim, &leg, words->plain[0], slot, CTI__STR_NONE,
				CTI__STR_NONE);
	if (!err)
		cti__sim_unpark(sim, leg,
				cti__sim_parked(sim, (unsigned)number));
	return err;
}

int cti__sim_do_pickup(struct sim *sim, const struct sim_words *words)
{
	char code[SIM_WORD + 2] = "*8";
	struct sim_leg *target, *leg;
	int err = 0;

	if (words->plains == 2) {
		snprintf(code, SIM_WORD, "**%.*s", SIM_ARG(words->plain[1]));
		err = cti__sim_find(sim, words->plain[1],
				    cti__sim_is_for_caller,
				    "does not ring for a caller", &target);
	} else {
		target = cti__sim_ringing(sim,
					  cti__sim_phone(sim, words->plain[0]));
		if (!target)
			err = cti__sim_wrong(sim, CTI_ESTATE,
					     "no other telephone rings");
	}
	if (!err)
		err = cti__sim_off_hook(sim, &leg, words->plain[0],
					cti__str(code), CTI__STR_NONE,
					CTI__STR_NONE);
	if (!err)
		cti__sim_pickup(sim, leg, target);
	return err;
}

int cti__sim_do_conference(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_in_call,
				"does not talk", &leg);

	return err ? err
		   : cti__sim_invite(sim, leg, words->plain[1], CTI__STR_NONE);
}

static bool is_active(const struct sim_leg *leg)
{
	return leg->state != CTI_STATE_ALERTING && !leg->held;
}

/* The call that the receiver is at; one on hold if there is no other. */
int cti__sim_do_hangup(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], is_active,
				"is in no call", &leg);

	if (err)
		err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
				    "is in no call", &leg);
	if (!err)
		cti__sim_hangup(sim, leg, CODE_NORMAL);
	return err;
}

int cti__sim_do_withdraw(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
				"is in no call", &leg);

	return err ? err : cti__sim_withdraw(sim, leg);
}

int cti__sim_do_priority(struct sim *sim, const struct sim_words *words)
{
	struct cti__str number = words->plain[1], digits;
	bool negative = number.n && number.p[0] == '-';
	struct sim_leg *leg;
	uint64_t value = 0;
	int err;

	digits = cti__str_sub(number, negative, SIZE_MAX);
	if (!cti__str_is_digits(digits) || !cti__str_u64(digits, &value) ||
	    value > 1000000)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "a priority is a number like 5 or -1, "
				      "not \"%.*s\"",
				      SIM_ARG(number));
	err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
			    "is in no call", &leg);
	return err ? err
		   : cti__sim_priority(sim, leg,
				       negative ? -(int32_t)value
						: (int32_t)value);
}

int cti__sim_do_kick(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
				"is in no call", &leg);

	if (!err)
		cti__sim_clear(sim, leg, CODE_NORMAL);
	return err;
}

int cti__sim_do_data(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_any,
				"is in no call", &leg);

	return err ? err : say_data(sim, leg, words->plain[1], words->plain[2]);
}

int cti__sim_do_spy(struct sim *sim, const struct sim_words *words)
{
	char code[SIM_WORD + 3];
	struct sim_leg *target, *leg;
	struct cti_fact fact;
	int err = cti__sim_find(sim, words->plain[1], cti__sim_is_in_call,
				"does not talk", &target);

	snprintf(code, SIM_WORD, "*55%.*s", SIM_ARG(words->plain[1]));
	if (!err)
		err = cti__sim_off_hook(sim, &leg, words->plain[0],
					cti__str(code), CTI__STR_NONE,
					CTI__STR_NONE);
	if (err)
		return err;
	cti__sim_leg_state(sim, leg, CTI_STATE_UP);
	fact = cti__sim_fact(CTI_FACT_SPY, leg);
	fact.other = cti__str(target->id);
	cti__sim_report(sim, &fact);
	return 0;
}
