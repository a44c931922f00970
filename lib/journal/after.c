/* SPDX-License-Identifier: MIT */
/* What people say of a contact, before and after its end; contacts of other
   channels; and what there was earlier. */
#include "journal/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

static const char *recent_id(const struct cti__journal *j, const char *name)
{
	const struct cti__recent *r;
	size_t i;

	/* The latest first: a switch may use a call's id anew. */
	for (i = 1; i <= CTI__RECENT && i <= j->recent_at; i++) {
		r = &j->recent[(j->recent_at - i) % CTI__RECENT];
		if (r->id && (strcmp(r->id, name) == 0 ||
			      (r->call && strcmp(r->call, name) == 0)))
			return r->id;
	}
	return NULL;
}

static bool is_settable(enum cti_contact_field field)
{
	switch (field) {
	case CTI_CONTACT_LINE:
	case CTI_CONTACT_CAMPAIGN:
	case CTI_CONTACT_MEDIUM:
	case CTI_CONTACT_PARTY_KIND:
	case CTI_CONTACT_DESK:
	case CTI_CONTACT_TIER:
	case CTI_CONTACT_CUSTOMER:
	case CTI_CONTACT_VERIFICATION:
	case CTI_CONTACT_DISPOSITION:
	case CTI_CONTACT_LEAD_PRODUCT:
	case CTI_CONTACT_LEAD_PROBABILITY:
	case CTI_CONTACT_COST:
	case CTI_CONTACT_VALUE:
	case CTI_CONTACT_RECORDING:
		return true;
	default:
		return false;
	}
}

/* Whether the value is one: by setting it where nobody sees it. */
static int check(enum cti_contact_field field, const char *value)
{
	cti_contact *probe;
	int err = cti_contact_new(&probe);

	if (!err)
		err = cti_contact_set(probe, field, value);
	cti_contact_free(probe);
	return err;
}

int cti__journal_change(struct cti__journal *j, const char *contact,
			enum cti_contact_field field, const char *value)
{
	struct cti_contact *c = cti__scribe_find(j->scribe, contact);
	struct cti__change *change;
	const char *id;
	int err;

	if (!is_settable(field))
		return CTI_EINVAL;
	if (c) {
		err = cti_contact_set(c, field, value);
		if (!err)
			cti__journal_changed(j, c);
		return err;
	}
	err = check(field, value);
	if (err)
		return err;
	id = recent_id(j, contact);
	if (!id)
		return CTI_ENOENT;
	change = cti__change_of(CTI__CHANGE_SET, id, value);
	if (!change)
		return CTI_ENOMEM;
	change->field = field;
	cti__journal_put(j, change);
	return 0;
}

static int check_pair(enum cti_contact_field field, const char *name,
		      const char *value)
{
	cti_contact *probe;
	int err = cti_contact_new(&probe);

	if (!err)
		err = cti_contact_pair(probe, field, name, value);
	cti_contact_free(probe);
	return err;
}

int cti__journal_pair(struct cti__journal *j, const char *contact,
		      enum cti_contact_field field, const char *name,
		      const char *value)
{
	struct cti_contact *c = cti__scribe_find(j->scribe, contact);
	struct cti__change *change;
	const char *id;
	int err;

	err = c ? cti_contact_pair(c, field, name, value)
		: check_pair(field, name, value);
	if (err)
		return err;
	if (c) {
		cti__journal_changed(j, c);
		return 0;
	}
	id = recent_id(j, contact);
	if (!id)
		return CTI_ENOENT;
	change = cti__change_of(CTI__CHANGE_PAIR, id, value);
	if (change)
		change->name = cti__str_dup(cti__str(name));
	if (!change || !change->name) {
		cti__change_free(change);
		return CTI_ENOMEM;
	}
	change->field = field;
	cti__journal_put(j, change);
	return 0;
}

int cti__journal_note(struct cti__journal *j, const char *contact,
		      const char *text)
{
	struct cti_contact *c = cti__scribe_find(j->scribe, contact);
	struct cti__change *change;
	const char *id;
	int err = check(CTI_CONTACT_NOTES, text);

	if (err)
		return err;
	if (c) {
		err = cti__contact_note(c, text);
		if (!err)
			cti__journal_changed(j, c);
		return err == CTI_ETOOBIG ? CTI_EINVAL : err;
	}
	id = recent_id(j, contact);
	if (!id)
		return CTI_ENOENT;
	change = cti__change_of(CTI__CHANGE_NOTE, id, text);
	if (!change)
		return CTI_ENOMEM;
	cti__journal_put(j, change);
	return 0;
}

int cti__journal_add(struct cti__journal *j, const cti_contact *contact)
{
	struct cti__change *change;
	int64_t *number;

	if (!*cti_contact_text(contact, CTI_CONTACT_ID) ||
	    !*cti_contact_text(contact, CTI_CONTACT_CHANNEL) ||
	    !contact->number[CTI_CONTACT_BEGAN])
		return CTI_EINVAL;
	change = cti__change_new(CTI__CHANGE_SAVE);
	if (!change || cti__contact_copy(&change->contact, contact)) {
		cti__change_free(change);
		return CTI_ENOMEM;
	}
	number = change->contact->number;
	if (!number[CTI_CONTACT_ENDED])
		number[CTI_CONTACT_ENDED] = number[CTI_CONTACT_BEGAN];
	cti__contact_put(change->contact, CTI_CONTACT_STATE, "ended");
	if (change->contact->err) {
		cti__change_free(change);
		return CTI_ENOMEM;
	}
	change->ended = true;
	change->again = true;
	j->stats.contacts++;
	cti__journal_remember(j, contact);
	cti__journal_put(j, change);
	return 0;
}

void cti__journal_earlier(struct cti__journal *j, struct cti__str call,
			  uint32_t turn, struct cti__str number,
			  struct cti__str customer, unsigned max)
{
	struct cti__ask *ask;

	/* Nobody waits for a disk that does not answer. */
	if (j->failing || !max)
		return;
	ask = cti__calloc(1, sizeof(*ask));
	if (!ask)
		return;
	ask->call = cti__str_dup(call);
	ask->number = cti__str_dup(number);
	ask->customer = cti__str_dup(customer);
	ask->turn = turn;
	ask->max = max < CTI__EARLIER_MAX ? max : CTI__EARLIER_MAX;
	if (!ask->call || !ask->number || !ask->customer) {
		cti__ask_free(ask);
		return;
	}
	cti__list_add(&j->asks, &ask->node);
	cti__journal_go(j);
}
