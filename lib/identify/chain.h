/* SPDX-License-Identifier: MIT */
/* The inside of the chain, shared by the files that make it. */
#ifndef CTI__IDENTIFY_CHAIN_H
#define CTI__IDENTIFY_CHAIN_H

#include "identify/app.h"
#include "identify/cache.h"
#include "identify/choices.h"
#include "identify/identify.h"

struct cti__reload;

struct cti__source {
	struct cti__list node;
	struct cti__identify *identify;
	char *name;
	uint32_t trust;			   /* 0 was added first */
	const struct cti__source_ops *ops; /* NULL: the application */
	void *state;
	struct cti__app app; /* lookups of one that answers later */
	char *path;	     /* NULL: it is no file */
	struct cti__list asked;	    /* reloads that have not begun */
	struct cti__reload *reload; /* under way; NULL: none */
};

struct cti__identify {
	struct cti__identify_host host;
	struct cti__identify_limits limits;
	cti_number_plan plan; /* its address never changes: sources keep it */
	char *plan_text[4];   /* owns its strings */
	struct cti__data_names data;
	struct cti__choices choices;
	struct cti__list sources; /* by trust */
	uint32_t next_trust;
	uint32_t plans; /* counts up when plan or data change */
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

/* One thing that is known of a caller, and what follows from it. */
struct cti__clue {
	struct cti__list node; /* in its entry */
	struct cti__question *question;
	struct cti__entry *entry; /* NULL: a number that is withheld */
};

/* A number, and values of call data. */
#define CTI__CLUES_MAX (1 + CTI__DATA_NAMES)

struct cti__question {
	struct cti__list node; /* in due */
	struct cti__list all;
	struct cti__identify *identify; /* NULL: freed */
	struct cti__clue clue[CTI__CLUES_MAX];
	size_t clues;
	struct cti__clue account; /* its contacts; no entry: none */
	struct cti__found contacts;
	bool final;		      /* it has been */
	struct cti__ranking joined;   /* of several clues */
	const struct cti__ranking *view; /* NULL: withheld */
	uint32_t seen;		      /* of the first clue's revisions */
	uint32_t revision;
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

/* NULL: there is none of that name. */
struct cti__source *cti__source_find(struct cti__identify *identify,
				     const char *name);
/* tell: those who wait for it wait no longer. */
void cti__source_free(struct cti__source *source, bool tell);
/* A lookup of the application has ended. user: the source. */
void cti__chain_on_answer(struct cti__app *app, struct cti__entry *entry,
			  bool awaited, cti_customer *const *candidates,
			  size_t count, void *user);
/*
 * Who belongs to a key, known or asked for now: a number, or a field's value as
 * cti__chain_key_by() writes it. *out is owned. 0 or CTI_ENOMEM.
 */
int cti__chain_entry(struct cti__identify *identify, struct cti__str key,
		     const cti_number *number, struct cti__str text,
		     struct cti__entry **out);
/* Room for any key. */
#define CTI__KEY_ROOM 264
struct cti__str cti__chain_key(char *room, size_t size,
			       const cti_number *number, struct cti__str text);
/* Empty if the value cannot be looked up. */
struct cti__str cti__chain_key_by(char *room, size_t size,
				  struct cti__str field, struct cti__str value);
/* How answers are judged, but for what was learned of a number. */
void cti__chain_rules(struct cti__identify *identify,
		      struct cti__rank_rules *out);
/* A number that something was learned of. */
struct cti__chain_number {
	const struct cti__identify *identify;
	struct cti__str key;
};
/* Of struct cti__rank_rules; user: such a number. */
bool cti__chain_was_chosen(const void *user, const cti_customer *customer);
void cti__chain_arm(struct cti__identify *identify);
/* Take in what has become known. Whether a user sees a difference. */
bool cti__question_refresh(struct cti__question *question);
/* Leave all entries. */
void cti__question_leave(struct cti__question *question);
/* Its reloads end here: tell, or nobody. */
void cti__reload_end(struct cti__source *source, bool tell);
/* Around everything that may call out: the chain may be freed meanwhile. */
void cti__chain_enter(struct cti__identify *identify);
void cti__chain_leave(struct cti__identify *identify);

#endif
