/* SPDX-License-Identifier: MIT */
/*
 * What requests of our own will bring: the leg does not exist yet, but its id
 * was chosen, and what will be dialled is known and need not be guessed.
 */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Requests that the switch never carried out are forgotten by and by. */
#define ASKED_MAX 64

struct asked {
	struct cti__list node;
	char *leg, *called;
};

static void drop(struct cti__model *m, struct asked *asked)
{
	cti__list_del(&asked->node);
	m->asked_count--;
	cti__free(asked->leg);
	cti__free(asked->called);
	cti__free(asked);
}

void cti__asked_drop_all(struct cti__model *m)
{
	while (!cti__list_empty(&m->asked))
		drop(m, cti__list_entry(m->asked.next, struct asked, node));
}

void cti__on_asked(struct cti__model *m, const struct cti_fact *fact)
{
	struct asked *asked = cti__calloc(1, sizeof(*asked));

	if (!asked) {
		m->err = CTI_ENOMEM;
		return;
	}
	if (m->asked_count >= ASKED_MAX)
		drop(m, cti__list_entry(m->asked.next, struct asked, node));
	cti__list_add(&m->asked, &asked->node);
	m->asked_count++;
	asked->leg = cti__str_dup(fact->leg);
	asked->called = cti__str_dup(fact->called);
	if (asked->leg && asked->called)
		return;
	m->err = CTI_ENOMEM;
	drop(m, asked);
}

bool cti__asked_take(struct cti__model *m, const char *leg, char **called)
{
	struct cti__list *node;

	cti__list_each (node, &m->asked) {
		struct asked *asked = cti__list_entry(node, struct asked, node);

		if (strcmp(asked->leg, leg) != 0)
			continue;
		*called = asked->called;
		asked->called = NULL;
		drop(m, asked);
		return true;
	}
	return false;
}
