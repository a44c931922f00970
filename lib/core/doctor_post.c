/* SPDX-License-Identifier: MIT */
/* Takes findings from the library's own thread to cti_poll(). */
#include "core/doctor.h"
#include "core/client.h"
#include "util/alloc.h"

#include <cti/error.h>

/* The texts of a finding, beside its values. */
#define TEXTS 8

/* A finding on its way; its texts stand in room. */
struct finding_job {
	struct cti__job job;
	struct cti_client *client;
	cti_finding_fn *fn;
	void *user;
	struct cti__buf room;
	cti_finding finding;
	const char *value[CTI__FINDING_VALUES];
};

static void run_finding(struct cti__job *job, bool run)
{
	struct finding_job *fj = (struct finding_job *)(void *)job;

	if (run)
		fj->fn(fj->client, &fj->finding, fj->user);
	cti__buf_fini(&fj->room);
	cti__free(fj);
}

static int copy(struct finding_job *fj, const cti_finding *from)
{
	cti_finding *to = &fj->finding;
	const char **const texts[TEXTS] = {
		&to->id,      &to->text, &to->remedy,	 &to->file,
		&to->section, &to->line, &to->text_form, &to->remedy_form,
	};
	size_t at[TEXTS + CTI__FINDING_VALUES], i;

	*to = *from;
	for (i = 0; i < TEXTS + from->value_count; i++) {
		at[i] = fj->room.n;
		cti__buf_text(&fj->room,
			      i < TEXTS ? *texts[i] : from->values[i - TEXTS]);
		cti__buf_char(&fj->room, '\0');
	}
	if (fj->room.err)
		return CTI_ENOMEM;
	for (i = 0; i < TEXTS; i++)
		*texts[i] = fj->room.p + at[i];
	for (i = 0; i < from->value_count; i++)
		fj->value[i] = fj->room.p + at[TEXTS + i];
	to->values = fj->value;
	return 0;
}

int cti__doctor_post(struct cti_client *client, const cti_finding *finding,
		     cti_finding_fn *fn, void *user)
{
	struct finding_job *fj = cti__calloc(1, sizeof(*fj));
	int err = fj ? copy(fj, finding) : CTI_ENOMEM;

	if (!err) {
		fj->job.fn = run_finding;
		fj->client = client;
		fj->fn = fn;
		fj->user = user;
		cti__inbox_job(&client->inbox, &fj->job);
		return 0;
	}
	if (fj)
		cti__buf_fini(&fj->room);
	cti__free(fj);
	return err;
}
