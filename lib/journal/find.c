/* SPDX-License-Identifier: MIT */
/*
 * Contacts under way by their id or their call's. Applications ask in the
 * middle of events, with thousands of calls alive: a few links are tried, and
 * hardly ever all contacts.
 */
#include "journal/scribe.h"
#include "journal/scribe_parts.h"
#include "util/alloc.h"

#include <cti/error.h>

struct link {
	struct cti__list node;
	size_t n;
	char name[];
};

int cti__scribe_note_link(struct cti__scribe *r, const char *link)
{
	size_t n = strlen(link);
	struct cti__list *node;
	struct link *known;

	cti__list_each (node, &r->links)
		if (!strcmp(cti__list_entry(node, struct link, node)->name,
			    link))
			return 0;
	known = cti__alloc(sizeof(*known) + n + 1);
	if (!known)
		return CTI_ENOMEM;
	known->n = n;
	memcpy(known->name, link, n + 1);
	cti__list_add(&r->links, &known->node);
	return 0;
}

void cti__scribe_drop_links(struct cti__scribe *r)
{
	struct link *link;

	while (!cti__list_empty(&r->links)) {
		link = cti__list_entry(r->links.next, struct link, node);
		cti__list_del(&link->node);
		cti__free(link);
	}
}

static bool has_id(const struct cti_contact *contact, const char *id)
{
	return !strcmp(cti_contact_text(contact, CTI_CONTACT_ID), id);
}

/* The id has the link, the call it began as, and when. */
static struct cti_contact *by_first_call(struct cti__scribe *r,
					 const struct link *link,
					 const char *id)
{
	const char *call = id + link->n + 1, *end = strrchr(call, ':');
	struct cti__talk *talk;
	char *name;

	name = end ? cti__str_dup(cti__str_n(call, (size_t)(end - call)))
		   : NULL;
	talk = name ? cti__scribe_call(r, link->name, name) : NULL;
	cti__free(name);
	return talk && has_id(talk->of->contact, id) ? talk->of->contact : NULL;
}

/* That call has ended, and others keep the contact alive. */
static struct cti_contact *among_all(struct cti__scribe *r, const char *id)
{
	struct cti__under_way *u;
	struct cti__list *node;

	cti__list_each (node, &r->contacts) {
		u = cti__list_entry(node, struct cti__under_way, node);
		if (has_id(u->contact, id))
			return u->contact;
	}
	return NULL;
}

static struct cti_contact *by_id(struct cti__scribe *r, const char *id)
{
	struct cti_contact *found = NULL;
	const struct cti__list *node;
	const struct link *link;
	bool may_be = false;

	cti__list_each (node, &r->links) {
		link = cti__list_entry(node, struct link, node);
		if (strncmp(id, link->name, link->n) || id[link->n] != ':')
			continue;
		may_be = true;
		found = by_first_call(r, link, id);
		if (found)
			return found;
	}
	return may_be ? among_all(r, id) : NULL;
}

struct cti_contact *cti__scribe_find(struct cti__scribe *r, const char *name)
{
	struct cti_contact *found = by_id(r, name);
	const struct cti__list *node;
	struct cti__talk *talk;

	if (found)
		return found;
	cti__list_each (node, &r->links) {
		talk = cti__scribe_call(
			r, cti__list_entry(node, struct link, node)->name,
			name);
		if (talk)
			return talk->of->contact;
	}
	return NULL;
}
