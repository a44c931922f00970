/* SPDX-License-Identifier: MIT */
/* The calls of a recording, and which legs they had: the first run. */
#include "explain.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

/* A leg or bridge of the switch, and the calls that it was part of. */
struct part {
	char *id; /* first: compared by it */
	char *calls;
};

struct contacts {
	void *by_id; /* of struct contact */
	struct contact **at;
	size_t count;
	void *parts; /* of struct part */
	char **chosen;
	size_t chosen_count;
	char **legs; /* of the chosen */
	size_t leg_count;
};

static int by_id(const void *a, const void *b)
{
	/* Both structs begin with their id. */
	const struct part *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static void free_contact(void *node)
{
	struct contact *c = node;

	free(c->id);
	free(c->direction);
	free(c->caller);
	free(c->called);
	free(c->cause);
	free(c->parties);
	free(c->into);
	free(c);
}

static void free_part(void *node)
{
	struct part *part = node;

	free(part->id);
	free(part->calls);
	free(part);
}

struct contacts *contacts_new(void)
{
	return calloc(1, sizeof(struct contacts));
}

void contacts_free(struct contacts *contacts)
{
	size_t i;

	if (!contacts)
		return;
	for (i = 0; i < contacts->leg_count; i++)
		free(contacts->legs[i]);
	tdestroy(contacts->by_id, free_contact);
	tdestroy(contacts->parts, free_part);
	free(contacts->legs);
	free(contacts->chosen);
	free(contacts->at);
	free(contacts);
}

static void *find(void *const *tree, const char *id)
{
	struct part key = { .id = (char *)(uintptr_t)id };
	void **found = tfind(&key, tree, by_id);

	return found ? *found : NULL;
}

/* Whether a list, joined by commas, has the item. */
static bool is_in(const char *list, const char *item)
{
	size_t len = strlen(item), n;

	while (list && *list) {
		n = strcspn(list, ",");
		if (n == len && memcmp(list, item, n) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

static void add_item(char **list, const char *item)
{
	char *more;

	if (!*item || is_in(*list, item))
		return;
	if (asprintf(&more, "%s%s%s", *list ? *list : "", *list ? "," : "",
		     item) < 0)
		return;
	free(*list);
	*list = more;
}

static struct contact *get_contact(struct contacts *contacts, const char *id)
{
	struct contact *contact = find(&contacts->by_id, id), **more;

	if (contact)
		return contact;
	more = realloc(contacts->at, (contacts->count + 1) * sizeof(*more));
	if (!more)
		return NULL;
	contacts->at = more;
	contact = calloc(1, sizeof(*contact));
	if (!contact)
		return NULL;
	contact->id = strdup(id);
	if (!contact->id || !tsearch(contact, &contacts->by_id, by_id)) {
		free_contact(contact);
		return NULL;
	}
	contact->number = contacts->count;
	contacts->at[contacts->count++] = contact;
	return contact;
}

static void learn(char **to, const cti_event *event, enum cti_field field)
{
	const char *text = cti_event_str(event, field, NULL);

	if (!*to && *text)
		*to = strdup(text);
}

static void learn_parties(struct contact *contact, const cti_event *event)
{
	static const enum cti_field fields[] = {
		CTI_FIELD_DEVICE, CTI_FIELD_REMOTE, CTI_FIELD_CALLED,
		CTI_FIELD_DNIS,	  CTI_FIELD_CALLER, CTI_FIELD_BY,
		CTI_FIELD_TO,	  CTI_FIELD_FROM,   CTI_FIELD_OF,
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		add_item(&contact->parties,
			 cti_event_str(event, fields[i], NULL));
}

/* Of two calls that became one, the event of either may tell. */
static void learn_kin(struct contacts *contacts, struct contact *contact,
		      const cti_event *event)
{
	const char *merged = cti_event_str(event, CTI_FIELD_MERGED, NULL);
	struct contact *other = *merged ? get_contact(contacts, merged) : NULL;

	learn(&contact->into, event, CTI_FIELD_CONSULT_OF);
	if (!other || other == contact)
		return;
	if (cti_event_kind(event) == CTI_EVENT_CALL_END)
		learn(&contact->into, event, CTI_FIELD_MERGED);
	else if (!other->into)
		other->into = strdup(contact->id);
}

static void learn_event(struct contacts *contacts, const cti_event *event)
{
	const char *id = cti_event_str(event, CTI_FIELD_CALL, NULL);
	struct contact *contact = *id ? get_contact(contacts, id) : NULL;

	if (!contact)
		return;
	if (!contact->began_us)
		contact->began_us = cti_event_time_us(event);
	learn(&contact->direction, event, CTI_FIELD_DIRECTION);
	learn(&contact->caller, event, CTI_FIELD_CALLER);
	learn(&contact->called, event, CTI_FIELD_CALLED);
	learn_parties(contact, event);
	learn_kin(contacts, contact, event);
	if (cti_event_kind(event) == CTI_EVENT_CALL_END) {
		contact->ended_us = cti_event_time_us(event);
		learn(&contact->cause, event, CTI_FIELD_CAUSE);
	}
}

static void learn_part(struct contacts *contacts, const char *id,
		       const char *call)
{
	struct part *part = find(&contacts->parts, id);

	if (!part) {
		part = calloc(1, sizeof(*part));
		if (!part)
			return;
		part->id = strdup(id);
		if (!part->id || !tsearch(part, &contacts->parts, by_id)) {
			free_part(part);
			return;
		}
	}
	add_item(&part->calls, call);
}

void contacts_step(struct contacts *contacts, const cti_trace *step)
{
	if (step->kind == CTI_TRACE_EVENT) {
		learn_event(contacts, step->event);
		return;
	}
	if (step->kind != CTI_TRACE_FACT && step->kind != CTI_TRACE_OUTCOME)
		return;
	/* The call is the first one's: the others have facts of their own. */
	if (*step->call && step->id_count)
		learn_part(contacts, step->ids[0], step->call);
}

size_t contacts_count(const struct contacts *contacts)
{
	return contacts->count;
}

const struct contact *contacts_at(const struct contacts *contacts, size_t index)
{
	return contacts->at[index];
}

/* "pbx-17.1" by itself or without the link's name. */
static bool begins(const struct contact *contact, const char *word)
{
	const char *behind = strchr(contact->id, '-');

	return strncmp(contact->id, word, strlen(word)) == 0 ||
	       (behind && strncmp(behind + 1, word, strlen(word)) == 0);
}

static bool has_party(const struct contact *contact, const char *word)
{
	return is_in(contact->parties, word);
}

/* The only contact for which it holds; else how many there are. */
static const struct contact *only(const struct contacts *contacts,
				  const char *word,
				  bool (*holds)(const struct contact *contact,
						const char *word),
				  size_t *count)
{
	const struct contact *found = NULL;
	size_t i;

	*count = 0;
	for (i = 0; i < contacts->count; i++)
		if (holds(contacts->at[i], word)) {
			found = contacts->at[i];
			++*count;
		}
	return *count == 1 ? found : NULL;
}

static const struct contact *ambiguous(const struct contacts *contacts,
				       const char *word, size_t count)
{
	char ids[256] = "";
	size_t i, n;

	for (i = 0; i < contacts->count; i++)
		if (begins(contacts->at[i], word) ||
		    has_party(contacts->at[i], word)) {
			n = strlen(ids);
			snprintf(ids + n, sizeof(ids) - n, " %s",
				 contacts->at[i]->id);
		}
	tool_failed("%zu calls are meant by \"%s\"; give one's id:%.240s",
		    count, word, ids);
	return NULL;
}

const struct contact *contacts_find(const struct contacts *contacts,
				    const char *word)
{
	const struct contact *found = find(&contacts->by_id, word);
	size_t by_prefix, by_number;

	if (found)
		return found;
	found = only(contacts, word, has_party, &by_number);
	if (found)
		return found;
	if (by_number)
		return ambiguous(contacts, word, by_number);
	found = only(contacts, word, begins, &by_prefix);
	if (found)
		return found;
	if (by_prefix)
		return ambiguous(contacts, word, by_prefix);
	tool_failed("no call has the id or the party \"%s\"; without a call "
		    "`cti explain` lists them",
		    word);
	return NULL;
}

static void add_chosen(struct contacts *contacts, char *id)
{
	char **more = realloc(contacts->chosen,
			      (contacts->chosen_count + 1) * sizeof(*more));

	if (!more)
		return;
	more[contacts->chosen_count++] = id;
	contacts->chosen = more;
}

/* Legs of the chosen calls; twalk_r() has no other way to end. */
static void collect(const void *node, VISIT which, void *closure)
{
	const struct part *part = *(const struct part *const *)node;
	struct contacts *contacts = closure;
	char **more;
	size_t i;

	if (which != postorder && which != leaf)
		return;
	for (i = 0; i < contacts->chosen_count; i++)
		if (is_in(part->calls, contacts->chosen[i]))
			break;
	if (i == contacts->chosen_count)
		return;
	more = realloc(contacts->legs,
		       (contacts->leg_count + 1) * sizeof(*more));
	if (!more)
		return;
	contacts->legs = more;
	more[contacts->leg_count] = strdup(part->id);
	if (more[contacts->leg_count])
		contacts->leg_count++;
}

void contacts_choose(struct contacts *contacts, const struct contact *contact)
{
	size_t i, before;

	add_chosen(contacts, contact->id);
	do {
		before = contacts->chosen_count;
		for (i = 0; i < contacts->count; i++)
			if (contacts->at[i]->into &&
			    !contacts_has_call(contacts, contacts->at[i]->id) &&
			    contacts_has_call(contacts, contacts->at[i]->into))
				add_chosen(contacts, contacts->at[i]->id);
	} while (contacts->chosen_count != before);
	twalk_r(contacts->parts, collect, contacts);
}

static bool has(char *const *list, size_t count, const char *id)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(list[i], id) == 0)
			return true;
	return false;
}

bool contacts_has_call(const struct contacts *contacts, const char *id)
{
	return has(contacts->chosen, contacts->chosen_count, id);
}

bool contacts_has_leg(const struct contacts *contacts, const char *id)
{
	return has(contacts->legs, contacts->leg_count, id);
}

static bool is_id_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.';
}

bool contacts_named_in(const struct contacts *contacts, const char *text,
		       size_t len)
{
	const char *at, *end = text + len;
	size_t i, n;

	for (i = 0; i < contacts->leg_count; i++) {
		n = strlen(contacts->legs[i]);
		at = memmem(text, len, contacts->legs[i], n);
		while (at) {
			if ((at == text || !is_id_char(at[-1])) &&
			    (at + n == end || !is_id_char(at[n])))
				return true;
			at++;
			at = memmem(at, (size_t)(end - at), contacts->legs[i],
				    n);
		}
	}
	return false;
}
