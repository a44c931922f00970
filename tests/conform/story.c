/* SPDX-License-Identifier: MIT */
/* Sequences of facts for the property test. */
#include "story.h"

#include <cti/error.h>

#include <stdio.h>
#include <stdlib.h>

/* Every text of a fact, once. */
#define FACT_TEXTS(X)                                                          \
	X(leg)                                                                 \
	X(other) X(second) X(target) X(group) X(pair) X(bridge) X(device)      \
		X(number) X(name) X(called) X(context) X(other_number)         \
			X(other_name) X(app) X(data) X(queue) X(agent) X(slot) \
				X(reason) X(state_name) X(text)

/* Texts are the last of a fact: one that is not in the list is seen here. */
#define ONE(field) +1
_Static_assert(sizeof(struct cti_fact) ==
		       offsetof(struct cti_fact, leg) +
			       (0 FACT_TEXTS(ONE)) * sizeof(struct cti__str),
	       "FACT_TEXTS lacks a text of struct cti_fact");
#undef ONE

uint32_t dice_roll(uint64_t *dice, uint32_t sides)
{
	*dice = *dice * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t)(*dice >> 33) % sides;
}

static void *more(void *array, size_t count, size_t size)
{
	if (count && (count & (count - 1)))
		return array;
	array = realloc(array, (count ? count * 2 : 1) * size);
	if (!array)
		abort();
	return array;
}

static struct cti__str keep(struct story *story, struct cti__str text)
{
	char *copy;

	if (!text.n)
		return CTI__STR_NONE;
	copy = malloc(text.n + 1);
	if (!copy)
		abort();
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	story->text = more(story->text, story->texts, sizeof(char *));
	story->text[story->texts++] = copy;
	return cti__str_n(copy, text.n);
}

void story_add(struct story *story, const struct cti_fact *fact)
{
	struct cti_fact *to;

	story->fact = more(story->fact, story->facts, sizeof(*fact));
	to = &story->fact[story->facts++];
	*to = *fact;
#define KEEP(field) to->field = keep(story, fact->field);
	FACT_TEXTS(KEEP)
#undef KEEP
}

void story_free(struct story *story)
{
	size_t i;

	for (i = 0; i < story->texts; i++)
		free(story->text[i]);
	free(story->text);
	free(story->fact);
	memset(story, 0, sizeof(*story));
}

static void add_fact(void *user, const struct cti_fact *fact)
{
	story_add(user, fact);
}

int story_record(struct story *story, const struct recording *rec)
{
	struct feed_opts opts = { .protocol = rec->scheme,
				  .on_fact = add_fact,
				  .user = story };
	struct feed *feed = feed_open(&opts);
	int err;

	if (!feed)
		return CTI_ENOMEM;
	err = recording_play(rec, feed, NULL, NULL);
	feed_close(feed);
	return err;
}

/* Legs 0 to 11 live over and over again; each life is another leg. */
#define LEGS 12

struct wild {
	uint64_t *dice;
	unsigned life[LEGS];
	char room[40][24];
	size_t used;
};

static struct cti__str wild_text(struct wild *wild, const char *format,
				 unsigned a, unsigned b)
{
	char *to = wild->room[wild->used++ % 40];

	snprintf(to, sizeof(wild->room[0]), format, a, b);
	return cti__str(to);
}

static struct cti__str wild_leg(struct wild *wild)
{
	unsigned leg = dice_roll(wild->dice, LEGS);

	if (dice_roll(wild->dice, 16) == 0)
		return CTI__STR_NONE;
	return wild_text(wild, "leg.%u.%u", leg, wild->life[leg]);
}

/* A device of its own for each life of each leg. */
static void wild_name_leg(struct wild *wild, struct cti_fact *fact)
{
	unsigned leg = dice_roll(wild->dice, LEGS);

	fact->leg = wild_text(wild, "leg.%u.%u", leg, wild->life[leg]);
	fact->device = wild_text(wild, "1%02u%u", leg, wild->life[leg]);
	fact->number = fact->device;
	/* The first four are always somebody outside, two are plumbing. */
	fact->role = leg < 4	? CTI_ROLE_TRUNK
		     : leg < 10 ? CTI_ROLE_EXTENSION
				: CTI_ROLE_LOCAL;
	if (fact->role == CTI_ROLE_LOCAL) {
		fact->pair = wild_text(wild, "pair.%u", wild->life[10], 0);
		fact->half = leg == 10 ? 1 : 2;
	}
}

static void wild_fact(struct wild *wild, struct cti_fact *fact)
{
	uint64_t *dice = wild->dice;
	unsigned leg;

	memset(fact, 0, sizeof(*fact));
	fact->kind = (enum cti_fact_kind)dice_roll(dice, CTI_FACT_COUNT);
	/* More of what makes calls than of what ends everything. */
	if (dice_roll(dice, 3) == 0)
		fact->kind = CTI_FACT_LEG_NEW;
	if ((fact->kind == CTI_FACT_SWITCH_DOWN ||
	     fact->kind == CTI_FACT_SWITCH_UP ||
	     fact->kind == CTI_FACT_SNAPSHOT_BEGIN) &&
	    dice_roll(dice, 8))
		fact->kind = CTI_FACT_DIAL_BEGIN;
	fact->leg = wild_leg(wild);
	fact->other = wild_leg(wild);
	fact->second = wild_leg(wild);
	fact->target = wild_leg(wild);
	fact->group = wild_text(wild, "group.%u", dice_roll(dice, 4), 0);
	fact->bridge = wild_text(wild, "bridge.%u", dice_roll(dice, 4), 0);
	fact->called = wild_text(wild, "%u", dice_roll(dice, 3) * 1000 + 7, 0);
	fact->queue = wild_text(wild, "queue%u", dice_roll(dice, 2), 0);
	fact->agent = wild_text(wild, "agent%u", dice_roll(dice, 3), 0);
	fact->slot = wild_text(wild, "70%u", dice_roll(dice, 3), 0);
	fact->state = (enum cti_fact_state)dice_roll(dice, CTI_STATE_UP + 1);
	fact->result = (enum cti_dial_result)dice_roll(dice,
						       CTI_DIAL_OTHER + 1);
	fact->dest = (enum cti_transfer_dest)dice_roll(dice, CTI_DEST_FAIL + 1);
	fact->bridge_kind = (enum cti_bridge_kind)dice_roll(
		dice, CTI_BRIDGE_HOLDING + 1);
	fact->ok = dice_roll(dice, 4) != 0;
	fact->member = dice_roll(dice, 2);
	fact->paused = dice_roll(dice, 2);
	fact->made_up = dice_roll(dice, 2);
	fact->open = dice_roll(dice, 2);
	fact->withheld = dice_roll(dice, 8) == 0;
	fact->snapshot = dice_roll(dice, 16) == 0;
	fact->code = dice_roll(dice, 40);
	if (fact->kind == CTI_FACT_LEG_NEW || fact->kind == CTI_FACT_LEG_RENAME)
		wild_name_leg(wild, fact);
	if (fact->kind != CTI_FACT_LEG_END)
		return;
	leg = dice_roll(dice, LEGS);
	fact->leg = wild_text(wild, "leg.%u.%u", leg, wild->life[leg]++);
}

void story_make_wild(struct story *story, uint64_t *dice, size_t facts)
{
	struct wild *wild = calloc(1, sizeof(*wild));
	struct cti_fact fact;
	int64_t now_us = 1;

	if (!wild)
		abort();
	wild->dice = dice;
	while (facts--) {
		wild_fact(wild, &fact);
		now_us += dice_roll(dice, 3) ? dice_roll(dice, 5000)
					     : dice_roll(dice, 3000000);
		fact.time_us = now_us;
		story_add(story, &fact);
	}
	free(wild);
}

static void swap(struct cti_fact *a, struct cti_fact *b)
{
	struct cti_fact kept = *a;

	*a = *b;
	*b = kept;
}

/* The facts change places, the clock does not go back. */
static void order_times(struct story *story)
{
	size_t i;

	for (i = 1; i < story->facts; i++)
		if (story->fact[i].time_us < story->fact[i - 1].time_us)
			story->fact[i].time_us = story->fact[i - 1].time_us;
}

void story_disturb(struct story *story, uint64_t *dice, unsigned percent)
{
	struct cti_fact *to;
	size_t i, n = 0, room = story->facts * 2 + 1;

	to = calloc(room, sizeof(*to));
	if (!to)
		abort();
	for (i = 0; i < story->facts; i++) {
		if (dice_roll(dice, 100) >= percent) {
			to[n++] = story->fact[i];
			continue;
		}
		switch (dice_roll(dice, 4)) {
		case 0: /* lost */
			break;
		case 1: /* doubled */
			to[n++] = story->fact[i];
			to[n++] = story->fact[i];
			break;
		case 2: /* before the one before it */
			to[n++] = story->fact[i];
			if (n > 1)
				swap(&to[n - 1], &to[n - 2]);
			break;
		default: /* from anywhere else */
			to[n++] = story->fact[dice_roll(
				dice, (uint32_t)story->facts)];
		}
	}
	free(story->fact);
	story->fact = to;
	story->facts = n;
	order_times(story);
}
