/* SPDX-License-Identifier: MIT */
/* Takes the steps of a trace from the library's own thread to cti_poll(). */
#include "core/client.h"
#include "util/alloc.h"

#include <cti/error.h>

/* What may wait for cti_poll(): what is more is lost, and the log says so. */
#define STEPS_MAX 10000
#define BYTES_MAX ((size_t)16 << 20)

/* A step on its way; its texts stand behind it. */
struct step_job {
	struct cti__job job;
	struct cti_client *client;
	cti_trace_fn *fn;
	void *user;
	unsigned int turn; /* who was told when it was made */
	struct cti_trace step;
	cti_event *event;
	size_t bytes;
	struct cti__buf room;
	const char *ids[CTI__TRACE_IDS];
};

static void run_step(struct cti__job *job, bool run)
{
	struct step_job *sj = (struct step_job *)(void *)job;
	struct cti__trace *trace = &sj->client->trace;

	atomic_fetch_sub(&trace->waiting, 1);
	atomic_fetch_sub(&trace->bytes, sj->bytes);
	/* Whoever has asked for no more is told no more. */
	if (run && sj->turn == atomic_load(&trace->turn))
		sj->fn(sj->client, &sj->step, sj->user);
	cti_event_unref(sj->event);
	cti__buf_fini(&sj->room);
	cti__free(sj);
}

/* All texts in one buffer, each ended by NUL, then where they stand. */
static int copy(struct step_job *sj, const struct cti_trace *step)
{
	struct cti__buf *room = &sj->room;
	size_t link, call, at[CTI__TRACE_IDS], i;

	cti__buf_str(room, cti__str_n(step->text, step->len));
	cti__buf_char(room, '\0');
	link = room->n;
	cti__buf_text(room, step->link);
	cti__buf_char(room, '\0');
	call = room->n;
	cti__buf_text(room, step->call);
	cti__buf_char(room, '\0');
	for (i = 0; i < step->id_count; i++) {
		at[i] = room->n;
		cti__buf_text(room, step->ids[i]);
		cti__buf_char(room, '\0');
	}
	if (room->err)
		return CTI_ENOMEM;
	sj->step = *step;
	sj->step.text = room->p;
	sj->step.link = room->p + link;
	sj->step.call = room->p + call;
	for (i = 0; i < step->id_count; i++)
		sj->ids[i] = room->p + at[i];
	sj->step.ids = sj->ids;
	sj->bytes = sizeof(*sj) + room->n;
	if (!step->event)
		return 0;
	sj->step.event = sj->event = cti_event_ref(step->event);
	return sj->event ? 0 : CTI_ENOMEM;
}

static struct step_job *job_of(struct cti_client *client,
			       const struct cti_trace *step)
{
	struct step_job *sj = cti__calloc(1, sizeof(*sj));

	if (!sj)
		return NULL;
	sj->job.fn = run_step;
	sj->client = client;
	sj->fn = client->trace.fn;
	sj->user = client->trace.user;
	sj->turn = atomic_load(&client->trace.turn);
	if (!copy(sj, step))
		return sj;
	cti__buf_fini(&sj->room);
	cti__free(sj);
	return NULL;
}

static bool has_room(struct cti__trace *trace)
{
	return atomic_load(&trace->waiting) < STEPS_MAX &&
	       atomic_load(&trace->bytes) < BYTES_MAX;
}

void cti__trace_post(struct cti_client *client, const struct cti_trace *step)
{
	struct cti__trace *trace = &client->trace;
	struct step_job *sj = has_room(trace) ? job_of(client, step) : NULL;

	if (sj) {
		trace->lost = false;
		atomic_fetch_add(&trace->waiting, 1);
		atomic_fetch_add(&trace->bytes, sj->bytes);
		cti__inbox_job(&client->inbox, &sj->job);
		return;
	}
	if (!trace->lost)
		cti__log(&client->log, CTI_LOG_WARN,
			 "steps of the trace are lost: call cti_poll() more "
			 "often");
	trace->lost = true;
}
