/* SPDX-License-Identifier: MIT */
/* Sequences of facts that own their text: recorded, made up, disturbed. */
#ifndef CTI_TEST_STORY_H
#define CTI_TEST_STORY_H

#include "feed.h"

struct story {
	struct cti_fact *fact;
	size_t facts;
	char **text;
	size_t texts;
};

void story_free(struct story *story);
/* Add a copy. Running out of memory ends the program: a test cannot go on. */
void story_add(struct story *story, const struct cti_fact *fact);
/* What an adapter says of a recording; 0 or a negative CTI_E*. */
int story_record(struct story *story, const struct recording *rec);
/* Facts of no sense at all: every kind, any leg, any order. */
void story_make_wild(struct story *story, uint64_t *dice, size_t facts);
/* Another order of what is there: facts lost, doubled, changed in place. The
   story must not be added to afterwards. */
void story_disturb(struct story *story, uint64_t *dice, unsigned percent);

uint32_t dice_roll(uint64_t *dice, uint32_t sides);

#endif
