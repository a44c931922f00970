/* SPDX-License-Identifier: MIT */
/* The inside of the chain, shared by the files that make it. */
#ifndef CTI__IDENTIFY_CHAIN_H
#define CTI__IDENTIFY_CHAIN_H

#include "identify/app.h"
#include "identify/cache.h"
#include "identify/identify.h"

struct cti__source {
	struct cti__list node;
	struct cti__identify *identify;
	char *name;
	uint32_t trust;			   /* 0 was added first */
	const struct cti__source_ops *ops; /* NULL: the application */
	void *state;
	struct cti__app app; /* lookups of one that answers later */
};

struct cti__identify {
	struct cti__identify_host host;
	struct cti__identify_limits limits;
	cti_number_plan plan; /* its address never changes: sources keep it */
	char *plan_text[4];   /* owns its strings */
	struct cti__list sources; /* by trust */
	uint32_t next_trust;
	struct cti__cache cache;
	struct cti__list waiting;   /* pending entries, next deadline first */
	struct cti__list due;	    /* questions whose fn is to be called */
	struct cti__list questions; /* all */
	int64_t armed_us;
	uint32_t asking; /* inside ask_app */
	uint32_t inside; /* inside any callback */
	bool delivering;
	bool dead; /* freed, as soon as nothing is inside */
};

struct cti__question {
	struct cti__list node; /* in its entry or in due */
	struct cti__list all;
	struct cti__identify *identify; /* NULL: freed */
	struct cti__entry *entry;	/* NULL: withheld */
	cti__question_fn *fn;
	void *user;
	cti_number number;
};

static inline struct cti__source *cti__source_at(struct cti__list *node)
{
	return cti__list_entry(node, struct cti__source, node);
}

/* Whether it answers at once. */
static inline bool cti__source_is_local(const struct cti__source *source)
{
	return source->ops && source->ops->find;
}

/* tell: those who wait for it wait no longer. */
void cti__source_free(struct cti__source *source, bool tell);
/* A lookup of the application has ended. user: the source. */
void cti__chain_on_answer(struct cti__app *app, struct cti__entry *entry,
			  bool awaited, cti_customer *const *candidates,
			  size_t count, void *user);
/* Around everything that may call out: the chain may be freed meanwhile. */
void cti__chain_enter(struct cti__identify *identify);
void cti__chain_leave(struct cti__identify *identify);

#endif
