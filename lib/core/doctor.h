/* SPDX-License-Identifier: MIT */
/* Looking for what is wrong with a link, and with the switch behind it. */
#ifndef CTI__CORE_DOCTOR_H
#define CTI__CORE_DOCTOR_H

#include "core/link.h"

#include <cti/doctor.h>

#define CTI__FINDING_VALUES 9

struct cti__doctor;

/* cti_link_diagnose() on the loop. */
int cti__doctor_begin(struct cti_link *link, uint32_t flags, cti_finding_fn *fn,
		      cti_diagnosed_fn *done, void *user);
/* The link has gone to another stage; calls nobody. */
void cti__doctor_stage(struct cti_link *link);
/* The link ends: so does the look at it. */
void cti__doctor_gone(struct cti_link *link);
/* Append a form with its values in their places. */
void cti__finding_fill(struct cti__buf *out, const char *form,
		       const char *const *values, size_t count);

/* doctor_link.c: what core itself can say; each tells by cti__doctor_tell(). */
void cti__doctor_tell(struct cti_link *link,
		      const struct cti_finding_form *form,
		      const struct cti__str *values, size_t count);
/* The link has come up; it took so long, INT64_MAX: nobody has looked. */
void cti__doctor_came_up(struct cti_link *link, int64_t login_us,
			 int64_t list_us);
/* It did not, or, once the switch had let us in, was lost. */
void cti__doctor_failed(struct cti_link *link, bool let_in);
/* The time for answers is over. */
void cti__doctor_unanswered(struct cti_link *link);
/* doctor_post.c: a finding that cti_poll() shall tell; copied. 0 or CTI_ENOMEM. */
int cti__doctor_post(struct cti_client *client, const cti_finding *finding,
		     cti_finding_fn *fn, void *user);

#endif
