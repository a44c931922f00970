/* SPDX-License-Identifier: MIT */
/* The simulator's commands about agents, the site, the link and the load. */
#include "adapters/sim/words.h"
#include "util/alloc.h"
#include "util/say.h"

#include <stdio.h>

#define SECOND	    INT64_C(1000000)
#define DAY_SECONDS 86400

static void copy(char to[SIM_WORD], struct cti__str from)
{
	snprintf(to, SIM_WORD, "%.*s", SIM_ARG(from));
}

static int need_phone(struct sim *sim, struct cti__str number,
		      struct sim_phone **out)
{
	if (!cti__sim_is_extension(sim, number))
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "%.*s is no telephone in the house",
				      SIM_ARG(number));
	return cti__sim_phone_need(sim, out, number);
}

static int need_agent(struct sim *sim, struct cti__str number,
		      struct sim_phone **out)
{
	*out = cti__sim_phone(sim, number);
	if (*out && !cti__list_empty(&(*out)->seats))
		return 0;
	return cti__sim_wrong(sim, CTI_ESTATE,
			      "no agent is logged in at %.*s: begin with "
			      "\"agent %.*s queue NAME\"",
			      SIM_ARG(number), SIM_ARG(number));
}

int cti__sim_do_agent(struct sim *sim, const struct sim_words *words)
{
	struct cti__str name[SIM_OPTION_MAX], id = cti__sim_value(words, "id");
	size_t i, n = cti__sim_values(words, "queue", name, SIM_OPTION_MAX);
	struct sim_queue *queue;
	struct sim_phone *phone;
	int err = need_phone(sim, words->plain[0], &phone);

	if (!err && !n)
		err = cti__sim_wrong(sim, CTI_EINVAL,
				     "say which queue: \"agent %s queue NAME\"",
				     phone->number);
	if (!err && cti__list_empty(&phone->seats)) {
		phone->paused = false;
		*phone->reason = '\0';
		copy(phone->agent, id.n ? id : cti__str(phone->number));
	}
	for (i = 0; i < n && !err; i++) {
		err = cti__sim_queue_need(sim, &queue, name[i]);
		if (!err)
			err = cti__sim_seat_add(sim, phone, queue);
	}
	return err;
}

int cti__sim_do_logout(struct sim *sim, const struct sim_words *words)
{
	struct cti__str name = cti__sim_value(words, "queue");
	struct cti__list *node, *tmp;
	struct sim_phone *phone;
	struct sim_seat *seat;
	bool found = false;
	int err = need_agent(sim, words->plain[0], &phone);

	if (err)
		return err;
	cti__list_each_safe (node, tmp, &phone->seats) {
		seat = cti__list_entry(node, struct sim_seat, in_phone);
		if (name.n && !cti__str_is(name, seat->queue->name))
			continue;
		found = true;
		cti__sim_say_member(sim, phone, seat->queue, SIM_MEMBER_GONE,
				    false);
		cti__sim_seat_free(seat);
	}
	if (found)
		return 0;
	return cti__sim_wrong(sim, CTI_ESTATE, "%s is not logged in to %.*s",
			      phone->number, SIM_ARG(name));
}

int cti__sim_do_pause(struct sim *sim, const struct sim_words *words)
{
	struct sim_phone *phone;
	int err = need_agent(sim, words->plain[0], &phone);

	if (err)
		return err;
	phone->paused = true;
	copy(phone->reason, cti__sim_value(words, "reason"));
	cti__sim_say_members(sim, phone);
	return 0;
}

static void say_wrapup(struct sim *sim, const struct sim_phone *phone,
		       int64_t seconds)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_AGENT_WRAPUP, NULL);

	fact.agent = cti__str(phone->agent);
	fact.code = seconds;
	cti__sim_report(sim, &fact);
}

int cti__sim_do_ready(struct sim *sim, const struct sim_words *words)
{
	struct sim_phone *phone;
	int err = need_agent(sim, words->plain[0], &phone);

	if (err)
		return err;
	phone->paused = false;
	*phone->reason = '\0';
	cti__sim_say_members(sim, phone);
	if (phone->wrapping)
		say_wrapup(sim, phone, 0);
	phone->wrapping = false;
	cti__sim_unset(sim, &phone->wrapup);
	cti__sim_phone_free(phone);
	return 0;
}

/* Work after a call without an end of its own: `ready` ends it. */
int cti__sim_do_wrapup(struct sim *sim, const struct sim_words *words)
{
	struct sim_phone *phone;
	int err = need_agent(sim, words->plain[0], &phone);

	if (err)
		return err;
	cti__sim_unset(sim, &phone->wrapup);
	phone->wrapping = true;
	say_wrapup(sim, phone, DAY_SECONDS - 1);
	return 0;
}

int cti__sim_do_queue(struct sim *sim, const struct sim_words *words)
{
	struct cti__str strategy = cti__sim_value(words, "strategy");
	struct sim_queue *queue;
	int err;

	if (strategy.n && !cti__str_is(strategy, "ringall") &&
	    !cti__str_is(strategy, "linear"))
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "a strategy is ringall or linear, not "
				      "\"%.*s\"",
				      SIM_ARG(strategy));
	err = cti__sim_queue_need(sim, &queue, words->plain[0]);
	if (err)
		return err;
	if (strategy.n)
		queue->strategy = cti__str_is(strategy, "ringall") ? SIM_RINGALL
								   : SIM_LINEAR;
	cti__sim_value_us(words, "ring", &queue->ring_us);
	cti__sim_value_us(words, "retry", &queue->retry_us);
	cti__sim_value_us(words, "wrapup", &queue->wrapup_us);
	cti__sim_value_us(words, "wait", &queue->wait_us);
	/* A queue that tries again at once would never stop trying. */
	if (queue->retry_us < SECOND / 10)
		queue->retry_us = SECOND / 10;
	return 0;
}

int cti__sim_do_room(struct sim *sim, const struct sim_words *words)
{
	struct sim_room *room;

	if (cti__sim_room(sim, words->plain[0]))
		return 0;
	if (sim->name_count >= SIM_NAMES_MAX)
		return cti__sim_wrong(sim, CTI_ETOOBIG,
				      "the simulator knows %d names at most",
				      SIM_NAMES_MAX);
	room = cti__calloc(1, sizeof(*room));
	if (!room)
		return CTI_ENOMEM;
	copy(room->number, words->plain[0]);
	cti__list_add(&sim->rooms, &room->node);
	sim->name_count++;
	return 0;
}

int cti__sim_do_set(struct sim *sim, const struct sim_words *words)
{
	cti__sim_value_us(words, "ring", &sim->ring_us);
	cti__sim_value_us(words, "park", &sim->park_us);
	return 0;
}

/* The temper of a number, in the house or outside. */
static int set_temper(struct sim *sim, const struct sim_words *words,
		      size_t flag)
{
	struct sim_phone *phone;
	int err = cti__sim_phone_need(sim, &phone, words->plain[0]);

	if (err)
		return err;
	*(bool *)(void *)((char *)phone + flag) = !cti__sim_has(words, "off");
	cti__sim_phone_free(phone);
	return 0;
}

int cti__sim_do_busy(struct sim *sim, const struct sim_words *words)
{
	return set_temper(sim, words, offsetof(struct sim_phone, busy));
}

int cti__sim_do_away(struct sim *sim, const struct sim_words *words)
{
	return set_temper(sim, words, offsetof(struct sim_phone, away));
}

int cti__sim_do_bar(struct sim *sim, const struct sim_words *words)
{
	return set_temper(sim, words, offsetof(struct sim_phone, barred));
}

int cti__sim_do_answers(struct sim *sim, const struct sim_words *words)
{
	bool all = cti__str_is(words->plain[0], "all");
	bool on = !cti__sim_has(words, "off");
	struct sim_phone *phone;
	int64_t us = SECOND;
	int err = 0;

	cti__sim_value_us(words, "after", &us);
	if (all) {
		sim->answers = on;
		sim->answer_us = us;
		return 0;
	}
	err = cti__sim_phone_need(sim, &phone, words->plain[0]);
	if (!err) {
		phone->answers = on;
		phone->answer_us = us;
	}
	return err;
}

int cti__sim_do_forward(struct sim *sim, const struct sim_words *words)
{
	struct sim_phone *phone;
	int err;

	if ((words->plains == 2) == cti__sim_has(words, "off"))
		return cti__sim_wrong(sim, CTI_EINVAL, "say where to, or off");
	err = cti__sim_phone_need(sim, &phone, words->plain[0]);
	if (!err)
		copy(phone->forward,
		     words->plains == 2 ? words->plain[1] : CTI__STR_NONE);
	return err;
}

static int for_seconds(struct sim *sim, const struct sim_words *words,
		       int64_t *us)
{
	*us = SECOND;
	if (!words->plains || cti__sim_seconds(words->plain[0], us))
		return 0;
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "a time is seconds like 2 or 0.5, not \"%.*s\"",
			      SIM_ARG(words->plain[0]));
}

int cti__sim_do_drop(struct sim *sim, const struct sim_words *words)
{
	int64_t us;
	int err = for_seconds(sim, words, &us);

	if (!err)
		cti__sim_drop(sim, us);
	return err;
}

int cti__sim_do_restart(struct sim *sim, const struct sim_words *words)
{
	int64_t us;
	int err = for_seconds(sim, words, &us);

	if (err)
		return err;
	cti__sim_wipe_switch(sim);
	/* As of another process, its numbers begin again. */
	sim->leg_ids = sim->bridge_ids = 0;
	sim->booted_us = sim->now_us;
	cti__sim_drop(sim, us);
	return 0;
}

static int take_count(struct sim *sim, const struct sim_words *words,
		      uint64_t *count)
{
	if (cti__str_is_digits(words->plain[0]) &&
	    cti__str_u64(words->plain[0], count))
		return 0;
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "\"%.*s\" is no number of requests",
			      SIM_ARG(words->plain[0]));
}

int cti__sim_do_refuse(struct sim *sim, const struct sim_words *words)
{
	return take_count(sim, words, &sim->refusals);
}

int cti__sim_do_silent(struct sim *sim, const struct sim_words *words)
{
	return take_count(sim, words, &sim->silences);
}

int cti__sim_do_loss(struct sim *sim, const struct sim_words *words)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_LOSS, NULL);

	fact.text = words->plains ? words->plain[0]
				  : CTI__SAID("the switch dropped events");
	cti__sim_report(sim, &fact);
	return 0;
}

int cti__sim_do_load(struct sim *sim, const struct sim_words *words)
{
	struct cti__str queue = cti__sim_value(words, "queue");
	uint64_t calls = 0, rate = 10, phones = 400;
	struct sim_load *load = &sim->load;
	int err = 0;

	if (load->left)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "a load of %llu more calls is running",
				      (unsigned long long)load->left);
	if (!cti__str_is_digits(words->plain[0]) ||
	    !cti__str_u64(words->plain[0], &calls) || !calls ||
	    calls > 1000000000)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "\"%.*s\" is no number of calls",
				      SIM_ARG(words->plain[0]));
	cti__sim_value_u64(words, "rate", &rate);
	cti__sim_value_u64(words, "phones", &phones);
	if (!rate || rate > 10000 || phones < 2 || phones > 5000)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "rate is 1 to 10000 calls a second, "
				      "phones are 2 to 5000");
	load->queue = NULL;
	if (queue.n)
		err = cti__sim_queue_need(sim, &load->queue, queue);
	if (err)
		return err;
	load->talk_us = 10 * SECOND;
	cti__sim_value_us(words, "talk", &load->talk_us);
	/* Everything below a second is too short to do anything in. */
	if (load->talk_us < SECOND)
		load->talk_us = SECOND;
	load->every_us = SECOND / (int64_t)rate;
	load->phones = phones;
	load->left = calls;
	cti__sim_load_begin(sim);
	return 0;
}

int cti__sim_do_wait(struct sim *sim, const struct sim_words *words)
{
	(void)words;
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "wait belongs in a script: let time go on with "
			      "cti_sim_advance()");
}

int cti__sim_do_end(struct sim *sim, const struct sim_words *words)
{
	(void)words;
	sim->ending = true;
	return 0;
}
