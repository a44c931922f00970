/* SPDX-License-Identifier: MIT */
/* The public functions of cti/journal.h that need a client. */
#include "core/journaling.h"
#include "journal/contact.h"
#include "journal/journal.h"

#include <cti/error.h>

struct journal_args {
	struct cti__hop hop;
	const char *contact, *name, *value;
	enum cti_contact_field field;
	const cti_contact *added;
	cti_journal_stats *stats;
	int err;
};

static void change(struct cti__hop *hop)
{
	struct journal_args *args = (struct journal_args *)(void *)hop;
	struct cti__journal *j = cti__journaling_journal(hop->client);

	args->err = j ? cti__journal_change(j, args->contact, args->field,
					    args->value)
		      : CTI_ESTATE;
}

static int hop_change(cti_client *client, const char *contact,
		      enum cti_contact_field field, const char *value)
{
	struct journal_args args = { .contact = contact,
				     .field = field,
				     .value = value };

	if (!client || !contact || !value || field == CTI_CONTACT_COUNT)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, change);
	return args.err;
}

int cti_journal_dispose(cti_client *client, const char *contact,
			const char *disposition)
{
	return hop_change(client, contact, CTI_CONTACT_DISPOSITION,
			  disposition);
}

int cti_journal_set(cti_client *client, const char *contact, const char *field,
		    const char *value)
{
	if (!field)
		return CTI_EINVAL;
	return hop_change(client, contact, cti__contact_field(cti__str(field)),
			  value);
}

static void pair(struct cti__hop *hop)
{
	struct journal_args *args = (struct journal_args *)(void *)hop;
	struct cti__journal *j = cti__journaling_journal(hop->client);

	args->err = j ? cti__journal_pair(j, args->contact, args->field,
					  args->name, args->value)
		      : CTI_ESTATE;
}

static int hop_pair(cti_client *client, const char *contact,
		    enum cti_contact_field field, const char *name,
		    const char *value)
{
	struct journal_args args = {
		.contact = contact, .field = field, .name = name, .value = value
	};

	if (!client || !contact || !name || !value)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, pair);
	return args.err;
}

int cti_journal_offer(cti_client *client, const char *contact,
		      const char *product, const char *outcome)
{
	return hop_pair(client, contact, CTI_CONTACT_OFFERS, product, outcome);
}

int cti_journal_fact(cti_client *client, const char *contact, const char *name,
		     const char *value)
{
	return hop_pair(client, contact, CTI_CONTACT_FACTS, name, value);
}

static void note(struct cti__hop *hop)
{
	struct journal_args *args = (struct journal_args *)(void *)hop;
	struct cti__journal *j = cti__journaling_journal(hop->client);

	args->err = j ? cti__journal_note(j, args->contact, args->value)
		      : CTI_ESTATE;
}

int cti_journal_note(cti_client *client, const char *contact, const char *text)
{
	struct journal_args args = { .contact = contact, .value = text };

	if (!client || !contact || !text)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, note);
	return args.err;
}

static void add(struct cti__hop *hop)
{
	struct journal_args *args = (struct journal_args *)(void *)hop;
	struct cti__journal *j = cti__journaling_journal(hop->client);

	args->err = j ? cti__journal_add(j, args->added) : CTI_ESTATE;
}

int cti_journal_add(cti_client *client, const cti_contact *contact)
{
	struct journal_args args = { .added = contact };

	if (!client || !contact)
		return CTI_EINVAL;
	cti__hop(&args.hop, client, add);
	return args.err;
}

static void get_stats(struct cti__hop *hop)
{
	struct journal_args *args = (struct journal_args *)(void *)hop;
	struct cti__journal *j = cti__journaling_journal(hop->client);

	args->err = j ? 0 : CTI_ESTATE;
	if (j)
		cti__journal_stats(j, args->stats);
}

int cti_journal_stats_get(cti_client *client, cti_journal_stats *out)
{
	struct journal_args args = { .stats = out };

	if (!client || !out || out->size < sizeof(out->size))
		return CTI_EINVAL;
	cti__hop(&args.hop, client, get_stats);
	return args.err;
}
