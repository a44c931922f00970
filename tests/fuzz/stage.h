/* SPDX-License-Identifier: MIT */
/*
 * A call model behind an adapter on a fake port: facts go in, and what comes
 * out must keep the grammar of events.
 */
#ifndef CTI_TESTS_FUZZ_STAGE_H
#define CTI_TESTS_FUZZ_STAGE_H

#include "fake_port.h"
#include "fuzz.h"
#include "grammar.h"

#include "model/model.h"

struct stage {
	struct cti_port port;
	struct cti__model *model;
	struct grammar *grammar;
	int64_t last_us;
	/* Of the last events that named them: what can be asked about. */
	char device[4][32], call[64];
	unsigned devices;
};

static inline void stage_event(void *user, struct cti_event *ev)
{
	struct stage *st = user;
	const char *fault = grammar_event(st->grammar, ev);
	struct cti__str part;

	must(!fault, fault);
	part = cti__event_text(ev, CTI_FIELD_CALL);
	snprintf(st->call, sizeof(st->call), "%.*s", (int)part.n,
		 part.n ? part.p : "");
	part = cti__event_text(ev, CTI_FIELD_DEVICE);
	if (part.n)
		snprintf(st->device[st->devices++ % 4], sizeof(st->device[0]),
			 "%.*s", (int)part.n, part.p);
}

/* Time never goes back, and the model decides what is due. */
static inline void stage_tick(struct stage *st, int64_t now_us)
{
	int64_t due = cti__model_deadline(st->model);
	unsigned rounds;

	for (rounds = 0; due <= now_us; rounds++) {
		must(rounds < 100000, "the model is never content");
		if (due > st->last_us)
			st->last_us = due;
		cti__model_tick(st->model, st->last_us);
		due = cti__model_deadline(st->model);
	}
	if (now_us > st->last_us)
		st->last_us = now_us;
}

static inline void stage_fact(void *user, const struct cti_fact *fact)
{
	struct stage *st = user;
	struct cti_fact timed = *fact;

	stage_tick(st, timed.time_us);
	timed.time_us = st->last_us;
	must(cti__model_fact(st->model, &timed) == 0, "the fact is lost");
}

static inline void stage_begin(struct stage *st, enum grammar_mode mode)
{
	struct cti__model_opts opts = {
		.emit = stage_event, .user = st, .id = "s", .wrapup_ms = 2000
	};

	memset(st, 0, sizeof(*st));
	st->grammar = grammar_new(mode);
	must(st->grammar && !cti__model_new(&st->model, &opts), "no model");
	st->port.on_fact = stage_fact;
	st->port.user = st;
	st->port.now_us = INT64_C(1767574800000000);
}

/* Everything that lives ends. */
static inline void stage_end(struct stage *st)
{
	stage_tick(st, st->port.now_us);
	cti__model_close(st->model, st->last_us);
	must(cti__model_legs(st->model) == 0, "a leg is left alive");
	must(cti__model_calls(st->model) == 0, "a call is left alive");
	must(!grammar_end(st->grammar), grammar_end(st->grammar));
	grammar_free(st->grammar);
	cti__model_free(st->model);
	fake_port_fini(&st->port);
}

#endif
