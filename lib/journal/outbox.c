/* SPDX-License-Identifier: MIT */
/*
 * Records to the CRM: at least once over the wire, exactly once as it sees it,
 * because each attempt has the same key. What has been taken is noted in the
 * file in the same queue as everything else.
 */
#include "journal/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

#define SECOND_US      ((int64_t)1000000)
#define FIRST_WAIT_S   1
#define LONGEST_WAIT_S 3600

static int64_t wait_s(uint64_t attempts, int64_t retry_after_s)
{
	int64_t wait = attempts < 12 ? FIRST_WAIT_S << attempts
				     : LONGEST_WAIT_S;

	if (retry_after_s > wait)
		wait = retry_after_s;
	return wait > LONGEST_WAIT_S ? LONGEST_WAIT_S : wait;
}

static void note(struct cti__journal *j, const char *id, uint64_t revision,
		 enum cti__sent sent, int64_t at_us, const char *detail)
{
	struct cti__change *change = cti__calloc(1, sizeof(*change));

	if (change) {
		change->kind = CTI__CHANGE_SENT;
		change->sent = sent;
		change->revision = revision;
		change->at_us = at_us;
		change->id = cti__str_dup(cti__str(id));
		change->value = cti__str_dup(cti__str(detail));
	}
	/* It is sent again then, with the same key. */
	if (change && (!change->id || !change->value)) {
		cti__change_free(change);
		change = NULL;
	}
	cti__journal_put(j, change);
}

/* Trying again may help; anything else that is no success will not. */
static bool may_pass(int err, int status)
{
	if (err)
		return true;
	return status >= 500 || status == 408 || status == 425 ||
	       status == 429 || status == 401 || status == 403;
}

/* 409: it knows the key, so an answer of its got lost. */
static bool is_taken(int err, int status)
{
	return !err && ((status >= 200 && status < 300) || status == 409);
}

/* False: nobody waits for it. */
static bool take_sent(struct cti__journal *j, const char *id,
		      uint64_t *attempts, uint64_t *revision)
{
	struct cti__list *node;
	struct cti__due *due;

	cti__list_each (node, &j->sent) {
		due = cti__list_entry(node, struct cti__due, node);
		if (strcmp(due->id, id) != 0)
			continue;
		*attempts = due->attempts;
		*revision = due->revision;
		cti__list_del(node);
		cti__due_free(due);
		return true;
	}
	return false;
}

void cti__journal_answer(struct cti__journal *j, const char *id, int err,
			 int status, int64_t retry_after_s, const char *detail)
{
	int64_t now_us = j->host.wall_us(j->host.user), at_us;
	uint64_t attempts, revision;
	char why[256];

	if (!take_sent(j, id, &attempts, &revision))
		return;
	if (err)
		snprintf(why, sizeof(why), "%s", detail);
	else
		snprintf(why, sizeof(why), "HTTP status %d", status);
	j->sending--;
	if (is_taken(err, status)) {
		j->stats.delivered++;
		note(j, id, revision, CTI__SENT_DONE, now_us, "");
	} else if (!may_pass(err, status) ||
		   (int64_t)attempts + 1 >= j->opts.send_attempts) {
		j->stats.dead++;
		cti__log(j->host.log, CTI_LOG_ERROR,
			 "journal: the CRM does not take contact %s: %s", id,
			 why);
		note(j, id, revision, CTI__SENT_DEAD, now_us, why);
	} else {
		at_us = now_us + wait_s(attempts, retry_after_s) * SECOND_US;
		if (at_us < j->next_due_us)
			j->next_due_us = at_us;
		note(j, id, revision, CTI__SENT_WAITING, at_us, why);
	}
	if (!j->sending) {
		j->ask_due = true;
		cti__journal_go(j);
	}
}

/* Each revision of a record is one of its own to the CRM. */
static int post(struct cti__journal *j, const struct cti__due *due)
{
	struct cti__buf key = { 0 };
	int err;

	cti__buf_text(&key, due->id);
	if (due->revision > 1)
		cti__buf_printf(&key, "\n%llu",
				(unsigned long long)due->revision);
	err = key.err ? key.err
		      : j->host.post(j->host.user, due->id, cti__buf_cstr(&key),
				     due->body, due->len);
	cti__buf_fini(&key);
	return err;
}

void cti__outbox_send(struct cti__journal *j, struct cti__list *due)
{
	struct cti__list *node;
	struct cti__due *one;

	while (!cti__list_empty(due)) {
		node = due->next;
		cti__list_del(node);
		one = cti__list_entry(node, struct cti__due, node);
		if (post(j, one)) {
			/* No room for it now: it stays due. */
			cti__due_free(one);
			j->next_due_us = j->host.wall_us(j->host.user) +
					 5 * SECOND_US;
			continue;
		}
		cti__list_add(&j->sent, node);
		j->sending++;
	}
}
