/* SPDX-License-Identifier: MIT */
/*
 * The grammar of events, held independently of the model that should keep it:
 * begin and end of calls and legs, ring before answer, hold and retrieve in
 * turn, nothing after a hangup, nothing twice.
 */
#ifndef CTI_TEST_GRAMMAR_H
#define CTI_TEST_GRAMMAR_H

#include "model/event.h"

struct grammar;

/* How much is known of the legs behind the events, from most to least. */
enum grammar_mode {
	GRAMMAR_UNIQUE, /* each leg has a device of its own: most strictly */
	GRAMMAR_SOUND,	/* a device may have several legs; all begin properly */
	GRAMMAR_TORN	/* and some may be met only when they end, so a hangup
			   does not tell which leg it was */
};

struct grammar *grammar_new(enum grammar_mode mode);
/* The input may give one leg several ids: what is told of devices cannot be
   counted then, only the rules of calls hold. */
void grammar_calls_only(struct grammar *g);
void grammar_free(struct grammar *g);
/* One event. Returns NULL, or which rule it breaks: a sentence that lives as
   long as g. */
const char *grammar_event(struct grammar *g, const struct cti_event *ev);
/* The model was closed: nothing may be left alive. */
const char *grammar_end(struct grammar *g);

#endif
