/* SPDX-License-Identifier: MIT */
/* Counts what is told of each call and each pop. */
#include "witness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void witness_init(struct witness *witness)
{
	memset(witness, 0, sizeof(*witness));
	witness->grammar = grammar_new(GRAMMAR_TORN);
	if (!witness->grammar)
		exit(99);
}

void witness_fini(struct witness *witness)
{
	grammar_free(witness->grammar);
	free(witness->call);
	free(witness->pop);
}

static void fault(struct witness *witness, const char *why)
{
	if (!*witness->first_fault)
		snprintf(witness->first_fault, sizeof(witness->first_fault),
			 "%s", why);
}

static struct witness_call *call_of(struct witness *witness, const char *id)
{
	size_t i;

	/* The last ones are the likeliest. */
	for (i = witness->calls; i > 0; i--)
		if (strcmp(witness->call[i - 1].id, id) == 0)
			return &witness->call[i - 1];
	if (witness->calls == witness->calls_room) {
		witness->calls_room = witness->calls_room * 2 + 64;
		witness->call = realloc(witness->call,
					witness->calls_room *
						sizeof(*witness->call));
		if (!witness->call)
			exit(99);
	}
	memset(&witness->call[i = witness->calls++], 0, sizeof(*witness->call));
	snprintf(witness->call[i].id, sizeof(witness->call[i].id), "%s", id);
	return &witness->call[i];
}

static struct witness_pop *pop_of(struct witness *witness, const char *call,
				  const char *device)
{
	struct witness_pop *pop;
	size_t i;

	for (i = witness->pops; i > 0; i--) {
		pop = &witness->pop[i - 1];
		if (strcmp(pop->call, call) == 0 &&
		    strcmp(pop->device, device) == 0)
			return pop;
	}
	if (witness->pops == witness->pops_room) {
		witness->pops_room = witness->pops_room * 2 + 64;
		witness->pop = realloc(witness->pop,
				       witness->pops_room *
					       sizeof(*witness->pop));
		if (!witness->pop)
			exit(99);
	}
	pop = &witness->pop[witness->pops++];
	memset(pop, 0, sizeof(*pop));
	snprintf(pop->call, sizeof(pop->call), "%s", call);
	snprintf(pop->device, sizeof(pop->device), "%s", device);
	return pop;
}

static void hear_pop(struct witness *witness, const cti_pop *told)
{
	struct witness_pop *pop = pop_of(witness, cti_pop_call(told),
					 cti_pop_device(told));

	if (cti_pop_state(told) == CTI_POP_OPENED) {
		if (pop->open)
			fault(witness, "a pop was opened that was open");
		pop->open = true;
		if (cti_pop_revision(told) == 1 && ++pop->opened > 1)
			fault(witness, "a call had two pops on one telephone");
	} else if (!pop->open) {
		fault(witness, "a pop was changed that was not open");
	}
	if (cti_pop_state(told) == CTI_POP_CLOSED)
		pop->open = false;
}

void witness_event(struct witness *witness, const cti_event *event)
{
	enum cti_event_kind kind = cti_event_kind(event);
	const char *call = cti_event_str(event, CTI_FIELD_CALL, NULL);
	const char *why = grammar_event(witness->grammar, event);

	if (why)
		fault(witness, why);
	witness->count[kind]++;
	witness->last_flags[kind] = cti_event_flags(event);
	if (kind == CTI_EVENT_HANGUP)
		snprintf(witness->last_cause, sizeof(witness->last_cause), "%s",
			 cti_event_str(event, CTI_FIELD_CAUSE, NULL));
	if (kind == CTI_EVENT_CALL_BEGIN && call_of(witness, call)->begun++)
		fault(witness, "a call began twice");
	if (kind == CTI_EVENT_CALL_END && call_of(witness, call)->ended++)
		fault(witness, "a call ended twice");
	if (kind == CTI_EVENT_POP)
		hear_pop(witness, cti_event_pop(event));
}

size_t witness_live(const struct witness *witness)
{
	size_t i, n = 0;

	for (i = 0; i < witness->calls; i++)
		n += !witness->call[i].ended;
	return n;
}

size_t witness_open_pops(const struct witness *witness)
{
	size_t i, n = 0;

	for (i = 0; i < witness->pops; i++)
		n += witness->pop[i].open;
	return n;
}

const char *witness_verdict(struct witness *witness)
{
	const char *why = grammar_end(witness->grammar);

	if (why)
		fault(witness, why);
	if (witness_live(witness))
		fault(witness, "a call has no end");
	if (witness_open_pops(witness))
		fault(witness, "a pop was never closed");
	return witness->first_fault;
}
