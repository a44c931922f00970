/* SPDX-License-Identifier: MIT */
/* The journal: what the scribe tells waits for the next group. */
#include "journal/inside.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

void cti__journal_lost(struct cti__journal *j, uint64_t count, const char *why)
{
	j->stats.lost += count;
	/* Once an episode: a full disk shall not fill the log. */
	if (j->closing || j->lost_said)
		return;
	j->said = true;
	j->lost_said = true;
	cti__log(j->host.log, CTI_LOG_ERROR,
		 "journal: changes are being lost: %s", why);
	j->host.loss(j->host.user, count, cti__say(why));
}

void cti__journal_put(struct cti__journal *j, struct cti__change *change)
{
	struct cti__change *oldest;

	if (!change) {
		cti__journal_lost(j, 1, "out of memory");
		return;
	}
	while (j->waiting_count && j->waiting_count >= j->opts.max_waiting) {
		oldest = cti__list_entry(j->waiting.next, struct cti__change,
					 node);
		cti__list_del(&oldest->node);
		cti__change_free(oldest);
		j->waiting_count--;
		cti__journal_lost(j, 1,
				  "more changes wait than "
				  "journal.max_waiting allows");
	}
	cti__list_add(&j->waiting, &change->node);
	j->waiting_count++;
	cti__journal_go(j);
}

struct cti__change *cti__change_new(enum cti__change_kind kind)
{
	struct cti__change *change = cti__calloc(1, sizeof(*change));

	if (change)
		change->kind = kind;
	return change;
}

void cti__journal_remember(struct cti__journal *j, const struct cti_contact *c)
{
	struct cti__recent *r = &j->recent[j->recent_at++ % CTI__RECENT];
	const char *call = cti_contact_text(c, CTI_CONTACT_CALL);

	cti__free(r->id);
	cti__free(r->call);
	r->id = cti__str_dup(cti__str(cti_contact_text(c, CTI_CONTACT_ID)));
	r->call = cti__str_dup(cti__str(call));
}

void cti__journal_changed(void *user, struct cti_contact *contact)
{
	struct cti__journal *j = user;

	if (cti__list_empty(&contact->waits)) {
		cti__list_add(&j->changed, &contact->waits);
		j->changed_count++;
	}
	cti__journal_go(j);
}

void cti__journal_unchanged(struct cti__journal *j, struct cti_contact *contact)
{
	if (cti__list_empty(&contact->waits))
		return;
	cti__list_del(&contact->waits);
	j->changed_count--;
}

static void on_ended(void *user, struct cti_contact *contact)
{
	struct cti__journal *j = user;
	struct cti__change *change = cti__change_new(CTI__CHANGE_SAVE);

	cti__journal_unchanged(j, contact);
	j->stats.contacts++;
	cti__journal_remember(j, contact);
	if (change) {
		change->contact = contact;
		change->ended = true;
	} else {
		cti_contact_free(contact);
	}
	cti__journal_put(j, change);
}

struct cti__change *cti__change_of(enum cti__change_kind kind, const char *id,
				   const char *value)
{
	struct cti__change *change = cti__change_new(kind);

	if (!change)
		return NULL;
	change->id = cti__str_dup(cti__str(id));
	change->value = cti__str_dup(cti__str(value));
	if (change->id && change->value)
		return change;
	cti__change_free(change);
	return NULL;
}

static void on_merged(void *user, struct cti_contact *contact)
{
	cti__journal_unchanged(user, contact);
	cti__journal_put(
		user,
		cti__change_of(CTI__CHANGE_FORGET,
			       cti_contact_text(contact, CTI_CONTACT_ID), ""));
}

static void on_span(void *user, const cti_agent_span *span)
{
	struct cti__change *change = cti__change_new(CTI__CHANGE_SPAN);

	if (change) {
		change->agent = cti__str_dup(cti__str(span->agent));
		change->state = cti__str_dup(cti__str(span->state));
		change->reason = cti__str_dup(cti__str(span->reason));
		change->from_us = span->from_us;
		change->to_us = span->to_us;
		if (!change->agent || !change->state || !change->reason) {
			cti__change_free(change);
			change = NULL;
		}
	}
	cti__journal_put(user, change);
}

static void on_lost(void *user)
{
	cti__journal_lost(user, 1, "out of memory");
}

int cti__journal_new(struct cti__journal **out,
		     const struct cti__journal_host *host,
		     const struct cti__journal_opts *opts)
{
	struct cti__scribe_opts scribe = { cti__journal_changed,
					   on_ended,
					   on_merged,
					   on_span,
					   on_lost,
					   NULL,
					   { 0 } };
	struct cti__journal *j = cti__calloc(1, sizeof(*j));

	*out = NULL;
	if (!j)
		return CTI_ENOMEM;
	j->host = *host;
	j->opts = *opts;
	j->opts.lock = cti__lock_ref(opts->lock);
	j->file = cti__str_dup(cti__str(opts->file));
	j->next_due_us = INT64_MAX;
	j->ask_due = opts->send;
	cti__list_init(&j->waiting);
	cti__list_init(&j->changed);
	cti__list_init(&j->sent);
	cti__list_init(&j->asks);
	cti__list_init(&j->group.asks);
	cti__list_init(&j->group.changes);
	cti__list_init(&j->group.due);
	scribe.user = j;
	memcpy(scribe.seed, host->seed, sizeof(scribe.seed));
	if (!j->file || cti__scribe_new(&j->scribe, &scribe)) {
		cti__journal_destroy(j);
		return CTI_ENOMEM;
	}
	*out = j;
	/* The file is made at once, and what a crash left is seen to. */
	cti__journal_begin(j);
	return 0;
}

void cti__journal_tune(struct cti__journal *j,
		       const struct cti__journal_opts *opts)
{
	j->opts.retention_days = opts->retention_days;
	j->opts.max_waiting = opts->max_waiting;
	j->opts.send_delay_s = opts->send_delay_s;
	j->opts.send_attempts = opts->send_attempts;
}

void cti__journal_free(struct cti__journal *j)
{
	if (!j)
		return;
	j->closed_us = j->host.wall_us(j->host.user);
	/* Before what this ends: that begins no group of its own. */
	j->closing = true;
	cti__scribe_end(j->scribe);
	if (!j->busy)
		cti__journal_finish(j);
}

void cti__journal_event(struct cti__journal *j, const cti_event *event)
{
	cti__scribe_event(j->scribe, event);
}

void cti__journal_tick(struct cti__journal *j)
{
	int64_t now_us = j->host.wall_us(j->host.user);

	/* An alarm that only ends a group's waiting asks for nothing else. */
	if (j->opts.send && !j->sending &&
	    (!j->gather_until_us || now_us >= j->next_due_us))
		j->ask_due = true;
	j->failing = false;
	j->gather_until_us = 0;
	cti__journal_go(j);
	if (!j->failing)
		cti__journal_set_alarm(j);
}

void cti__journal_stats(const struct cti__journal *j, cti_journal_stats *out)
{
	cti_journal_stats all = j->stats;

	all.size = out->size;
	all.waiting = j->waiting_count + j->changed_count +
		      (j->busy ? j->group.count : 0);
	memcpy(out, &all, out->size < sizeof(all) ? out->size : sizeof(all));
}
