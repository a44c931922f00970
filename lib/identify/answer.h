/* SPDX-License-Identifier: MIT */
/* One answer out of what several sources know: merged, ranked, judged. */
#ifndef CTI__IDENTIFY_ANSWER_H
#define CTI__IDENTIFY_ANSWER_H

#include "identify/source.h"

/* By what an answer is judged. */
struct cti__rank_rules {
	/* So far ahead of the second the first must be to stand alone. */
	uint32_t clear_lead;
	/* So many behind one number, and it tells nobody's name. */
	uint32_t shared_from;
	/* How sure it is that whom data of the call name is the caller. */
	uint32_t data_score;
	/* Whether agents have said often enough that it is this one. NULL:
	   nobody has. */
	bool (*chosen)(const void *user, const cti_customer *customer);
	/* How many different ones they have said it was. */
	size_t chosen_count;
	const void *user;
};

struct cti__ranking {
	cti_customer **item; /* best first */
	size_t count;
	enum cti_identity identity; /* never pending or withheld */
	enum cti_group group;	    /* what those who fit have in common */
	const char *group_label;    /* borrowed from an item; never NULL */
	size_t members;		    /* how many fit about equally well */
};

/* 0 or CTI_ENOMEM. found stays the caller's, in another order. */
int cti__rank(struct cti__ranking *out, const struct cti__found *found,
	      const struct cti__rank_rules *rules);
/*
 * What several clues tell together: one[0] by the number, or NULL if there is
 * none, the others each by a value of the call's data. 0 or CTI_ENOMEM.
 */
int cti__rank_join(struct cti__ranking *out,
		   const struct cti__ranking *const *one, size_t count,
		   const struct cti__rank_rules *rules);
void cti__ranking_fini(struct cti__ranking *ranking);
/* Whether a user would see no difference. */
bool cti__ranking_same(const struct cti__ranking *a,
		       const struct cti__ranking *b);
/* Whether two records are of one person. */
bool cti__same_person(const cti_customer *a, const cti_customer *b);

#endif
