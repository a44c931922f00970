/* SPDX-License-Identifier: MIT */
/*
 * A look at a link: waits for it to be up or to fail, lets the adapter ask the
 * switch, and hands the findings on.
 */
#include "core/doctor.h"
#include "core/client.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

/* All questions are small: a switch that needs longer for them has a fault. */
#define ANSWER_MS 15000
#define NEVER	  INT64_MAX

struct cti__doctor {
	struct cti__job job; /* own thread: the end on its way */
	struct cti_client *client;
	struct cti_link *link;
	uint32_t flags;
	cti_finding_fn *fn;
	cti_diagnosed_fn *done;
	void *user;
	struct cti__later later;
	struct cti__timer *limit;
	bool asked;			    /* the adapter is at it */
	bool answered;			    /* it has said all */
	int error;			    /* how it ended */
	int64_t dial_us, login_us, live_us; /* NEVER: not seen */
};

void cti__finding_fill(struct cti__buf *out, const char *form,
		       const char *const *values, size_t count)
{
	const char *at;
	size_t n;

	for (at = form; *at; at++) {
		if (at[0] != '{' || at[1] < '1' || at[1] > '9' ||
		    at[2] != '}') {
			cti__buf_char(out, *at);
			continue;
		}
		n = (size_t)(at[1] - '1');
		if (n < count)
			cti__buf_text(out, values[n]);
		at += 2;
	}
}

/* What was made of a form, and what it was made of. */
struct room {
	struct cti__buf values, text[4];
	const char *value[CTI__FINDING_VALUES];
	size_t count;
};

static bool keep_values(struct room *room, const struct cti__str *values,
			size_t count)
{
	size_t at[CTI__FINDING_VALUES], i;

	room->count = count < CTI__FINDING_VALUES ? count : CTI__FINDING_VALUES;
	for (i = 0; i < room->count; i++) {
		at[i] = room->values.n;
		cti__buf_str(&room->values, values[i]);
		cti__buf_char(&room->values, '\0');
	}
	if (room->values.err)
		return false;
	for (i = 0; i < room->count; i++)
		room->value[i] = room->values.p + at[i];
	return true;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static const char *fill(struct room *room, size_t which, const char *form)
{
	cti__finding_fill(&room->text[which], form, room->value, room->count);
	return cti__buf_cstr(&room->text[which]);
}

static int tell(const struct cti__doctor *doctor, const cti_finding *finding)
{
	if (doctor->client->own)
		return cti__doctor_post(doctor->client, finding, doctor->fn,
					doctor->user);
	doctor->fn(doctor->client, finding, doctor->user);
	return 0;
}

void cti__doctor_tell(struct cti_link *link,
		      const struct cti_finding_form *form,
		      const struct cti__str *values, size_t count)
{
	struct cti__doctor *doctor = link->doctor;
	struct room room = { .count = 0 };
	cti_finding finding = { .size = sizeof(finding) };
	int err = CTI_ENOMEM;
	size_t i;

	if (!doctor)
		return;
	if (keep_values(&room, values, count)) {
		finding.level = form->level;
		finding.id = form->id;
		finding.text_form = or_empty(form->text);
		finding.remedy_form = or_empty(form->remedy);
		finding.text = fill(&room, 0, cti__say(finding.text_form));
		finding.remedy = fill(&room, 1, cti__say(finding.remedy_form));
		finding.file = or_empty(form->file);
		finding.section = fill(&room, 2, or_empty(form->section));
		finding.line = fill(&room, 3, or_empty(form->line));
		finding.values = room.value;
		finding.value_count = room.count;
		err = tell(doctor, &finding);
	}
	if (err)
		cti__link_log(link, CTI_LOG_ERROR,
			      "out of memory: a finding is lost");
	cti__buf_fini(&room.values);
	for (i = 0; i < 4; i++)
		cti__buf_fini(&room.text[i]);
}

static void run_end(struct cti__job *job, bool run)
{
	struct cti__doctor *doctor = (struct cti__doctor *)(void *)job;

	/* Exactly once, so also when the client ends before it was fetched. */
	(void)run;
	doctor->done(doctor->client, doctor->error, doctor->user);
	cti__free(doctor);
}

static void end(struct cti_link *link, int err)
{
	struct cti__doctor *doctor = link->doctor;

	link->doctor = NULL;
	cti__later_stop(&doctor->later);
	cti__timer_free(doctor->limit);
	doctor->error = err;
	if (doctor->client->own)
		cti__inbox_job(&doctor->client->inbox, &doctor->job);
	else
		run_end(&doctor->job, true);
}

static int64_t span(int64_t from, int64_t to)
{
	return from == NEVER || to == NEVER ? NEVER : to - from;
}

static void ask(struct cti__doctor *doctor)
{
	struct cti_link *link = doctor->link;
	int err;

	doctor->asked = true;
	cti__doctor_came_up(link, span(doctor->dial_us, doctor->login_us),
			    span(doctor->login_us, doctor->live_us));
	if (!link->adapter->diagnose) {
		end(link, 0);
		return;
	}
	cti__timer_start(doctor->limit, ANSWER_MS);
	link->in_adapter++;
	err = link->adapter->diagnose(link->state,
				      doctor->flags & CTI_DIAGNOSE_CALL);
	link->in_adapter--;
	if (err)
		end(link, err);
	cti__link_settle(link);
}

static void look(struct cti__doctor *doctor)
{
	struct cti_link *link = doctor->link;

	if (doctor->answered) {
		end(link, 0);
	} else if (link->stage == CTI__STAGE_BACKOFF ||
		   link->stage == CTI__STAGE_REFUSED ||
		   link->stage == CTI__STAGE_ENDED ||
		   (doctor->asked && link->stage != CTI__STAGE_LIVE)) {
		cti__doctor_failed(link,
				   doctor->asked || doctor->login_us != NEVER);
		end(link, CTI_ELINKDOWN);
	} else if (link->stage == CTI__STAGE_LIVE && !doctor->asked) {
		ask(doctor);
	}
}

static void on_later(void *arg)
{
	struct cti__doctor *doctor = arg;
	struct cti_client *client = doctor->link->client;

	cti__client_enter(client);
	look(doctor);
	cti__client_leave(client);
}

static void on_limit(void *arg)
{
	struct cti__doctor *doctor = arg;
	struct cti_client *client = doctor->link->client;

	cti__client_enter(client);
	cti__doctor_unanswered(doctor->link);
	end(doctor->link, CTI_ETIMEDOUT);
	cti__client_leave(client);
}

void cti__doctor_stage(struct cti_link *link)
{
	struct cti__doctor *doctor = link->doctor;
	int64_t now;

	if (!doctor)
		return;
	now = link->env->mono_us(link);
	if (link->stage == CTI__STAGE_DIALLING)
		doctor->dial_us = now;
	else if (link->stage == CTI__STAGE_RESYNC)
		doctor->login_us = now;
	else if (link->stage == CTI__STAGE_LIVE)
		doctor->live_us = now;
	cti__later_start(&doctor->later, link->client->loop);
}

void cti_port_finding(struct cti_port *port,
		      const struct cti_finding_form *form,
		      const struct cti__str *values, size_t count)
{
	cti__doctor_tell(port->link, form, values, count);
}

void cti_port_diagnosed(struct cti_port *port)
{
	struct cti__doctor *doctor = port->link->doctor;

	if (!doctor)
		return;
	doctor->answered = true;
	cti__later_start(&doctor->later, port->link->client->loop);
}

void cti__doctor_gone(struct cti_link *link)
{
	if (link->doctor)
		end(link, CTI_ECANCELED);
}

int cti__doctor_begin(struct cti_link *link, uint32_t flags, cti_finding_fn *fn,
		      cti_diagnosed_fn *done, void *user)
{
	struct cti_client *client = link->client;
	struct cti__doctor *doctor;
	int err;

	if (client->closing || link->env->is_replay)
		return CTI_ESTATE;
	if (link->doctor)
		return CTI_EAGAIN;
	doctor = cti__calloc(1, sizeof(*doctor));
	if (!doctor)
		return CTI_ENOMEM;
	cti__later_init(&doctor->later, on_later, doctor);
	err = cti__timer_new(&doctor->limit, client->loop, on_limit, doctor);
	if (err) {
		cti__free(doctor);
		return err;
	}
	doctor->job.fn = run_end;
	cti__list_init(&doctor->job.node);
	doctor->client = client;
	doctor->link = link;
	doctor->flags = flags;
	doctor->fn = fn;
	doctor->done = done;
	doctor->user = user;
	doctor->dial_us = doctor->login_us = doctor->live_us = NEVER;
	link->doctor = doctor;
	cti__later_start(&doctor->later, client->loop);
	return 0;
}

struct diagnose_args {
	struct cti__hop hop;
	cti_link *link;
	uint32_t flags;
	cti_finding_fn *fn;
	cti_diagnosed_fn *done;
	void *user;
	int err;
};

static void diagnose(struct cti__hop *hop)
{
	struct diagnose_args *args = (struct diagnose_args *)(void *)hop;

	args->err = cti__doctor_begin(args->link, args->flags, args->fn,
				      args->done, args->user);
}

int cti_link_diagnose(cti_link *link, uint32_t flags, cti_finding_fn *fn,
		      cti_diagnosed_fn *done, void *user)
{
	struct diagnose_args args = {
		.link = link,
		.flags = flags,
		.fn = fn,
		.done = done,
		.user = user,
	};

	if (!link || !fn || !done)
		return CTI_EINVAL;
	cti__hop(&args.hop, link->client, diagnose);
	return args.err;
}

const char *cti_finding_level_name(enum cti_finding_level level)
{
	static const char *const names[] = {
		[CTI_FINDING_GOOD] = "good",
		[CTI_FINDING_NOTE] = "note",
		[CTI_FINDING_WARNING] = "warning",
		[CTI_FINDING_FAULT] = "fault",
	};

	if ((unsigned int)level >= sizeof(names) / sizeof(names[0]))
		return NULL;
	return names[level];
}
