/* SPDX-License-Identifier: MIT */
/*
 * The call model of one switch: facts in, events out. Pure: no clock, no
 * socket, no chance; the same facts give the same events, byte for byte.
 */
#ifndef CTI__MODEL_MODEL_H
#define CTI__MODEL_MODEL_H

#include "model/event.h"
#include "model/fact.h"

struct cti__model;

struct cti__model_opts {
	/* Called for each event, before the fact is done with. It must not call
	   the model. ev is borrowed. CTI_FIELD_LINK and seq are not set. */
	void (*emit)(void *user, struct cti_event *ev);
	void *user;
	uint64_t seed[2]; /* of the hash maps */
	const char *id;	  /* begins every call id; unlike on every switch */
	uint32_t
		wrapup_ms; /* for agents whose switch has no wrap-up; 0: none */
};

/* 0 or CTI_ENOMEM. opts are copied. */
int cti__model_new(struct cti__model **out, const struct cti__model_opts *opts);
/* Frees everything, says nothing. */
void cti__model_free(struct cti__model *model);

/*
 * Take one fact in. time_us of the fact must be set and never go back.
 * 0, or CTI_ENOMEM: the fact is lost, the model still holds together.
 */
int cti__model_fact(struct cti__model *model, const struct cti_fact *fact);

/*
 * When the model wants to be asked again although nothing happens (a decision
 * that waits for an explanation, a wrap-up that ends); INT64_MAX for never.
 */
int64_t cti__model_deadline(const struct cti__model *model);
/* It is time_us now: decide what is due. */
void cti__model_tick(struct cti__model *model, int64_t time_us);

/* The clock was put back while no call lives and nothing is awaited. */
void cti__model_set_clock(struct cti__model *model, int64_t time_us);

/* Nothing more will come: every live leg gets its hangup, cause lost. */
void cti__model_close(struct cti__model *model, int64_t time_us);

/* How many calls and legs live: for tests and limits. */
size_t cti__model_calls(const struct cti__model *model);
size_t cti__model_legs(const struct cti__model *model);

struct cti_snapshot;
struct cti__snapshot_build;
/* Add what is so now to a picture that is being made. 0 or CTI_ENOMEM. */
int cti__model_snapshot(const struct cti__model *model,
			struct cti__snapshot_build *build,
			struct cti__str link);

#endif
