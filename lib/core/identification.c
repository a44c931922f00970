/* SPDX-License-Identifier: MIT */
/* cti_identify() and cti_identify_with(): asked on the loop, answered once. */
#include "core/asking.h"
#include "identify/identify.h"
#include "pop/knowledge.h"
#include "pop/pop.h"
#include "service/secret.h"
#include "util/alloc.h"

#include <cti/error.h>
#include <cti/pop.h>

/* What is handed to the application; lives as long as the callback runs. */
struct cti_identification {
	enum cti_identity identity;
	cti_customer **candidates, **contacts;
	size_t count, contact_count;
	enum cti_group group;
	char *group_label;
	size_t members;
	enum cti_greeting greeting;
	struct cti__buf words;
};

/* A cti_identify() under way. */
struct asked {
	struct cti__job job; /* first */
	struct cti__list node;
	struct cti__later later;
	struct cti_client *client;
	struct cti__question *question;
	struct cti__asking_how how;
	struct cti_identification have;
};

static void free_row(cti_customer **row, size_t count)
{
	while (count)
		cti_customer_unref(row[--count]);
	cti__free(row);
}

static void free_asked(struct asked *asked)
{
	struct cti_identification *have = &asked->have;

	free_row(have->candidates, have->count);
	free_row(have->contacts, have->contact_count);
	cti__free(have->group_label);
	cti__buf_fini(&have->words);
	cti__free(asked);
}

static void run_answer(struct cti__job *job, bool run)
{
	struct asked *asked = (struct asked *)(void *)job;
	const struct cti_identification *have = &asked->have;

	/* Exactly once, so also when the client ends before it was fetched. */
	(void)run;
	if (asked->how.done_with)
		asked->how.done_with(asked->client, have, asked->how.user);
	else
		asked->how.done(asked->client, have->identity,
				(const cti_customer *const *)have->candidates,
				have->count, asked->how.user);
	free_asked(asked);
}

/* Nobody has been verified yet. */
static cti_customer *shown(const struct cti_client *client,
			   const cti_customer *customer)
{
	if (client->service && cti__service_has_secrets(client->service))
		return cti__customer_without(client->service, customer, 0);
	return cti_customer_ref((cti_customer *)(uintptr_t)customer);
}

/* Better an answer without names than none. */
static size_t keep_row(const struct cti_client *client, cti_customer ***out,
		       const cti_customer *const *from, size_t count)
{
	cti_customer *customer;
	size_t i, kept = 0;

	*out = count ? cti__calloc(count, sizeof(**out)) : NULL;
	for (i = 0; *out && i < count; i++) {
		customer = shown(client, from[i]);
		if (customer)
			(*out)[kept++] = customer;
	}
	return kept;
}

static void keep(struct asked *asked, const struct cti__answer *from)
{
	struct cti_identification *have = &asked->have;

	have->identity = from->identity;
	have->count = keep_row(asked->client, &have->candidates,
			       from->candidates, from->count);
	have->contact_count = keep_row(asked->client, &have->contacts,
				       from->contacts, from->contact_count);
	have->group = from->group;
	have->members = from->members;
	if (from->group_label && *from->group_label)
		have->group_label = cti__str_dup(cti__str(from->group_label));
	if (asked->how.done_with)
		have->greeting = cti__pops_greet(asked->client->pops, from,
						 &have->words);
	/* Ends it for those who read. */
	(void)cti__buf_cstr(&have->words);
}

/* The one answer; the question is over. */
static void answer(struct asked *asked, const struct cti__answer *have)
{
	struct cti_client *client = asked->client;

	cti__list_del(&asked->node);
	cti__later_stop(&asked->later);
	keep(asked, have);
	cti__question_release(asked->question);
	if (client->own)
		cti__inbox_job(&client->inbox, &asked->job);
	else
		run_answer(&asked->job, true);
}

static void on_answer(struct cti__question *question, void *user)
{
	struct cti__answer have;

	cti__question_result(question, &have);
	answer(user, &have);
}

static void on_at_once(void *arg)
{
	struct asked *asked = arg;
	struct cti_client *client = asked->client;

	cti__client_enter(client);
	on_answer(asked->question, asked);
	cti__client_leave(client);
}

/* Data that tell nothing are as good as none. */
static int follow_data(struct asked *asked, const char *const *data)
{
	size_t i;

	for (i = 0; data && data[i] && data[i + 1]; i += 2)
		if (cti__question_also(asked->question, cti__str(data[i]),
				       cti__str(data[i + 1])) == CTI_ENOMEM)
			return CTI_ENOMEM;
	cti__question_await(asked->question);
	return 0;
}

int cti__asking_ask(struct cti_client *client,
		    const struct cti__asking_how *how)
{
	struct asked *asked = cti__calloc(1, sizeof(*asked));
	const char *number = how->number ? how->number : "";
	struct cti__answer have;
	int err;

	if (!asked)
		return CTI_ENOMEM;
	asked->client = client;
	asked->how = *how;
	asked->job.fn = run_answer;
	cti__list_init(&asked->job.node);
	cti__later_init(&asked->later, on_at_once, asked);
	err = cti__identify_ask(&asked->question, client->identify,
				cti__str(number), false, on_answer, asked);
	if (!err)
		err = follow_data(asked, how->data);
	if (err) {
		cti__question_release(asked->question);
		cti__free(asked);
		return err;
	}
	cti__list_add(&client->asked, &asked->node);
	cti__question_result(asked->question, &have);
	if (have.identity != CTI_IDENTITY_PENDING)
		cti__later_start(&asked->later, client->loop);
	return 0;
}

void cti__asking_end(struct cti_client *client)
{
	static const struct cti__answer none = {
		.identity = CTI_IDENTITY_PENDING,
	};
	struct cti__list *node;

	while (client->asked.next && !cti__list_empty(&client->asked)) {
		node = client->asked.next;
		answer(cti__list_entry(node, struct asked, node), &none);
	}
}

/* --- what users see --- */

enum cti_identity cti_identification_identity(const cti_identification *id)
{
	return id ? id->identity : CTI_IDENTITY_UNKNOWN;
}

const cti_customer *cti_identification_candidate(const cti_identification *id,
						 size_t index)
{
	return id && index < id->count ? id->candidates[index] : NULL;
}

const cti_customer *cti_identification_contact(const cti_identification *id,
					       size_t index)
{
	return id && index < id->contact_count ? id->contacts[index] : NULL;
}

enum cti_group cti_identification_group(const cti_identification *id)
{
	return id ? id->group : CTI_GROUP_NONE;
}

const char *cti_identification_group_label(const cti_identification *id)
{
	return id && id->group_label ? id->group_label : "";
}

size_t cti_identification_group_members(const cti_identification *id)
{
	return id ? id->members : 0;
}

enum cti_greeting cti_identification_greeting(const cti_identification *id)
{
	return id ? id->greeting : CTI_GREETING_GENERIC;
}

const char *cti_identification_greeting_text(const cti_identification *id)
{
	return id && id->words.p && !id->words.err ? id->words.p : "";
}
