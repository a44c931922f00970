/* SPDX-License-Identifier: MIT */
/* What a pop event carries: one immutable, counted picture for each revision.
 */
#include "pop/payload.h"
#include "model/event.h"
#include "pop/earlier.h"
#include "service/advice.h"
#include "util/alloc.h"

#define REASON_MAX 31

struct pair {
	struct cti__str key, value;
};

/* One block: the struct, candidates, pairs, and the texts, each NUL-ended. */
struct cti_pop {
	atomic_uint refs;
	enum cti_pop_state state;
	uint32_t revision;
	int64_t waited_ms;
	bool answered;
	enum cti_identity identity;
	enum cti_greeting greeting;
	struct cti__str text[CTI__POP_TEXT_COUNT];
	cti_advice *advice;
	struct cti__earlier *earlier;
	size_t candidate_count, contact_count, pair_count;
	enum cti_group group;
	size_t members;
	cti_customer **candidate;
	cti_customer **contact;
	struct pair *pair;
};

static struct cti__str copy(char **room, struct cti__str s)
{
	struct cti__str copied = { *room, s.n };

	if (s.n)
		memcpy(*room, s.p, s.n);
	(*room)[s.n] = '\0';
	*room += s.n + 1;
	return copied;
}

/* Customers are counted by whoever may hold them, on any thread. */
static cti_customer *hold(const cti_customer *customer)
{
	return cti_customer_ref((cti_customer *)(uintptr_t)customer);
}

static bool is_first(const struct cti__pop_parts *parts,
		     const cti_customer *customer)
{
	const char *id;

	if (!parts->first || parts->first == customer)
		return parts->first != NULL;
	id = cti_customer_get(customer, "id");
	return *id && !strcmp(id, cti_customer_get(parts->first, "id"));
}

static void copy_candidates(struct cti_pop *pop,
			    const struct cti__pop_parts *parts)
{
	size_t i;

	if (parts->first)
		pop->candidate[pop->candidate_count++] = hold(parts->first);
	for (i = 0; i < parts->candidate_count; i++)
		if (!is_first(parts, parts->candidates[i]))
			pop->candidate[pop->candidate_count++] = hold(
				parts->candidates[i]);
}

static void copy_data(struct cti_pop *pop, const struct cti__list *data,
		      char **room)
{
	const struct cti__list *node;
	const struct cti__datum *datum;
	struct pair *pair;

	cti__list_each (node, data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		pair = &pop->pair[pop->pair_count++];
		pair->key = copy(room, cti__str(datum->key));
		pair->value = copy(room, cti__str(datum->value));
	}
}

static size_t text_size(const struct cti__pop_parts *parts, size_t *pairs)
{
	const struct cti__list *node;
	const struct cti__datum *datum;
	size_t i, size = 0;

	for (i = 0; i < CTI__POP_TEXT_COUNT; i++)
		size += parts->text[i].n + 1;
	*pairs = 0;
	cti__list_each (node, parts->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		size += strlen(datum->key) + strlen(datum->value) + 2;
		++*pairs;
	}
	return size;
}

struct cti_pop *cti__pop_new(const struct cti__pop_parts *parts)
{
	size_t i, pairs, size = text_size(parts, &pairs);
	size_t most = parts->candidate_count + parts->contact_count + 1;
	struct cti_pop *pop;
	char *room;

	pop = cti__calloc(1, sizeof(*pop) + most * sizeof(cti_customer *) +
				     pairs * sizeof(struct pair) + size);
	if (!pop)
		return NULL;
	atomic_init(&pop->refs, 1);
	pop->candidate = (cti_customer **)(pop + 1);
	pop->contact = pop->candidate + parts->candidate_count + 1;
	pop->pair = (struct pair *)(pop->candidate + most);
	room = (char *)(pop->pair + pairs);
	pop->state = parts->state;
	pop->revision = parts->revision;
	pop->waited_ms = parts->waited_ms;
	pop->answered = parts->answered;
	pop->identity = parts->identity;
	pop->greeting = parts->greeting;
	pop->group = parts->group;
	pop->members = parts->members;
	pop->earlier = cti__earlier_ref(parts->earlier);
	pop->advice = cti_advice_ref((cti_advice *)(uintptr_t)parts->advice);
	for (i = 0; i < CTI__POP_TEXT_COUNT; i++)
		pop->text[i] = copy(&room, parts->text[i]);
	copy_candidates(pop, parts);
	for (i = 0; i < parts->contact_count; i++)
		pop->contact[pop->contact_count++] = hold(parts->contacts[i]);
	copy_data(pop, parts->data, &room);
	return pop;
}

struct cti_pop *cti__pop_farewell(const struct cti__pop_parts *opened)
{
	/* As long as the longest reason may be. */
	static const char room[REASON_MAX + 1] =
		"                               ";
	struct cti__list none;
	struct cti__pop_parts parts = {
		.state = CTI_POP_CLOSED,
		.identity = CTI_IDENTITY_UNKNOWN,
		.waited_ms = opened->waited_ms,
		.data = &none,
	};

	cti__list_init(&none);
	memcpy(parts.text, opened->text, sizeof(parts.text));
	/* It may be made known only where it was verified. */
	parts.text[CTI__POP_GREETING_TEXT] = CTI__STR_NONE;
	parts.text[CTI__POP_URL] = CTI__STR_NONE;
	parts.text[CTI__POP_GROUP_LABEL] = CTI__STR_NONE;
	parts.text[CTI__POP_REASON] = cti__str_n(room, REASON_MAX);
	return cti__pop_new(&parts);
}

void cti__pop_set_farewell(struct cti_pop *pop, uint32_t revision,
			   const char *reason)
{
	struct cti__str *kept = &pop->text[CTI__POP_REASON];
	size_t n = strlen(reason);
	/* The picture is nobody else's yet. */
	char *room = (char *)(uintptr_t)kept->p;

	pop->revision = revision;
	kept->n = n < REASON_MAX ? n : REASON_MAX;
	memcpy(room, reason, kept->n);
	room[kept->n] = '\0';
}

void cti__pop_ref(struct cti_pop *pop)
{
	atomic_fetch_add_explicit(&pop->refs, 1, memory_order_relaxed);
}

void cti__pop_unref(struct cti_pop *pop)
{
	size_t i;

	if (!pop ||
	    atomic_fetch_sub_explicit(&pop->refs, 1, memory_order_acq_rel) != 1)
		return;
	for (i = 0; i < pop->candidate_count; i++)
		cti_customer_unref(pop->candidate[i]);
	for (i = 0; i < pop->contact_count; i++)
		cti_customer_unref(pop->contact[i]);
	cti_advice_unref(pop->advice);
	cti__earlier_unref(pop->earlier);
	cti__free(pop);
}

struct cti__str cti__pop_text(const struct cti_pop *pop,
			      enum cti__pop_text which)
{
	return pop->text[which];
}

/* --- JSON: what the event's own fields do not say --- */

static void put_key(struct cti__buf *out, const char *key)
{
	cti__buf_text(out, ",\"");
	cti__buf_text(out, key);
	cti__buf_text(out, "\":");
}

static void put_text(struct cti__buf *out, const char *key, const char *value)
{
	put_key(out, key);
	cti__buf_json(out, cti__str(value));
}

static void put_customer(struct cti__buf *out, const cti_customer *customer)
{
	const char *name, *comma = "";
	size_t i;

	cti__buf_char(out, '{');
	for (i = 0;; i++) {
		name = cti_customer_field(customer, i);
		if (!name)
			break;
		cti__buf_text(out, comma);
		comma = ",";
		cti__buf_json(out, cti__str(name));
		cti__buf_char(out, ':');
		cti__buf_json(out, cti__str(cti_customer_get(customer, name)));
	}
	cti__buf_char(out, '}');
}

static void put_candidate(struct cti__buf *out, const cti_customer *customer)
{
	cti__buf_text(out, "{\"id\":");
	cti__buf_json(out, cti__str(cti_customer_get(customer, "id")));
	put_text(out, "name", cti_customer_get(customer, "name"));
	put_key(out, "score");
	cti__buf_u64(out, cti_customer_score(customer));
	put_text(out, "reason", cti_customer_reason(customer));
	put_text(out, "source", cti_customer_source(customer));
	if (*cti_customer_number_kind(customer))
		put_text(out, "number_kind",
			 cti_customer_number_kind(customer));
	cti__buf_char(out, '}');
}

/* Which fields another source than the customer's own has filled in. */
static void put_filled(struct cti__buf *out, const cti_customer *customer)
{
	const char *name, *source, *comma = "";
	size_t i;

	for (i = 0; (name = cti_customer_field(customer, i)); i++) {
		source = cti_customer_field_source(customer, name);
		if (strcmp(source, cti_customer_source(customer)) == 0)
			continue;
		if (!*comma) {
			put_key(out, "filled_by");
			cti__buf_char(out, '{');
		}
		cti__buf_text(out, comma);
		comma = ",";
		cti__buf_json(out, cti__str(name));
		cti__buf_char(out, ':');
		cti__buf_json(out, cti__str(source));
	}
	if (*comma)
		cti__buf_char(out, '}');
}

static void put_group(struct cti__buf *out, const struct cti_pop *pop)
{
	if (pop->group == CTI_GROUP_NONE)
		return;
	put_key(out, "group");
	cti__buf_text(out, "{\"kind\":");
	cti__buf_json(out, cti__str(cti_group_name(pop->group)));
	put_text(out, "label", cti_pop_group_label(pop));
	put_key(out, "members");
	cti__buf_u64(out, pop->members);
	cti__buf_char(out, '}');
}

static void put_contacts(struct cti__buf *out, const struct cti_pop *pop)
{
	size_t i;

	if (!pop->contact_count)
		return;
	put_key(out, "contacts");
	cti__buf_char(out, '[');
	for (i = 0; i < pop->contact_count; i++) {
		cti__buf_text(out, i ? ",{\"id\":" : "{\"id\":");
		cti__buf_json(out,
			      cti__str(cti_customer_get(pop->contact[i], "id")));
		put_text(out, "name", cti_customer_get(pop->contact[i], "name"));
		put_text(out, "role", cti_customer_get(pop->contact[i], "role"));
		cti__buf_char(out, '}');
	}
	cti__buf_char(out, ']');
}

static void put_candidates(struct cti__buf *out, const struct cti_pop *pop)
{
	size_t i;

	if (pop->candidate_count) {
		put_key(out, "customer");
		put_customer(out, pop->candidate[0]);
		put_filled(out, pop->candidate[0]);
	}
	put_key(out, "candidates");
	cti__buf_char(out, '[');
	for (i = 0; i < pop->candidate_count; i++) {
		if (i)
			cti__buf_char(out, ',');
		put_candidate(out, pop->candidate[i]);
	}
	cti__buf_char(out, ']');
}

static void put_data(struct cti__buf *out, const struct cti_pop *pop)
{
	size_t i;

	put_key(out, "data");
	cti__buf_char(out, '{');
	for (i = 0; i < pop->pair_count; i++) {
		if (i)
			cti__buf_char(out, ',');
		cti__buf_json(out, pop->pair[i].key);
		cti__buf_char(out, ':');
		cti__buf_json(out, pop->pair[i].value);
	}
	cti__buf_char(out, '}');
}

static void put_json(const struct cti_pop *pop, struct cti__buf *out)
{
	put_text(out, "identity", cti_identity_name(pop->identity));
	put_text(out, "greeting", cti_greeting_name(pop->greeting));
	put_text(out, "greeting_text", cti_pop_greeting_text(pop));
	put_key(out, "answered");
	cti__buf_text(out, pop->answered ? "true" : "false");
	put_candidates(out, pop);
	put_group(out, pop);
	put_contacts(out, pop);
	put_text(out, "url", cti_pop_url(pop));
	put_data(out, pop);
	cti__earlier_put(pop->earlier, out);
	if (pop->advice) {
		put_key(out, "service");
		cti__advice_put(pop->advice, out);
	}
}

const struct cti__event_pop_ops cti__pop_ops = {
	.ref = cti__pop_ref,
	.unref = cti__pop_unref,
	.json = put_json,
};

/* --- what users see --- */

#define TEXT_ACCESSOR(function, which)                                         \
	const char *function(const cti_pop *pop)                               \
	{                                                                      \
		return pop ? pop->text[which].p : "";                          \
	}

TEXT_ACCESSOR(cti_pop_id, CTI__POP_ID)
TEXT_ACCESSOR(cti_pop_reason, CTI__POP_REASON)
TEXT_ACCESSOR(cti_pop_call, CTI__POP_CALL)
TEXT_ACCESSOR(cti_pop_device, CTI__POP_DEVICE)
TEXT_ACCESSOR(cti_pop_agent, CTI__POP_AGENT)
TEXT_ACCESSOR(cti_pop_remote, CTI__POP_REMOTE)
TEXT_ACCESSOR(cti_pop_name, CTI__POP_NAME)
TEXT_ACCESSOR(cti_pop_dnis, CTI__POP_DNIS)
TEXT_ACCESSOR(cti_pop_queue, CTI__POP_QUEUE)
TEXT_ACCESSOR(cti_pop_direction, CTI__POP_DIRECTION)
TEXT_ACCESSOR(cti_pop_greeting_text, CTI__POP_GREETING_TEXT)
TEXT_ACCESSOR(cti_pop_url, CTI__POP_URL)
TEXT_ACCESSOR(cti_pop_group_label, CTI__POP_GROUP_LABEL)

enum cti_pop_state cti_pop_state(const cti_pop *pop)
{
	return pop ? pop->state : CTI_POP_CLOSED;
}

uint32_t cti_pop_revision(const cti_pop *pop)
{
	return pop ? pop->revision : 0;
}

int64_t cti_pop_waited_ms(const cti_pop *pop)
{
	return pop ? pop->waited_ms : 0;
}

bool cti_pop_answered(const cti_pop *pop)
{
	return pop && pop->answered;
}

enum cti_identity cti_pop_identity(const cti_pop *pop)
{
	return pop ? pop->identity : CTI_IDENTITY_UNKNOWN;
}

enum cti_greeting cti_pop_greeting(const cti_pop *pop)
{
	return pop ? pop->greeting : CTI_GREETING_GENERIC;
}

const cti_customer *cti_pop_candidate(const cti_pop *pop, size_t index)
{
	if (!pop || index >= pop->candidate_count)
		return NULL;
	return pop->candidate[index];
}

const cti_customer *cti_pop_contact(const cti_pop *pop, size_t index)
{
	return pop && index < pop->contact_count ? pop->contact[index] : NULL;
}

enum cti_group cti_pop_group(const cti_pop *pop)
{
	return pop ? pop->group : CTI_GROUP_NONE;
}

size_t cti_pop_group_members(const cti_pop *pop)
{
	return pop ? pop->members : 0;
}

const cti_advice *cti_pop_advice(const cti_pop *pop)
{
	return pop ? pop->advice : NULL;
}

const char *cti_pop_data(const cti_pop *pop, const char *key)
{
	size_t i;

	if (!pop || !key)
		return "";
	for (i = 0; i < pop->pair_count; i++)
		if (cti__str_is(pop->pair[i].key, key))
			return pop->pair[i].value.p;
	return "";
}

const char *cti_pop_state_name(enum cti_pop_state state)
{
	static const char *const names[] = { "opened", "updated", "closed" };

	return (unsigned int)state <= CTI_POP_CLOSED ? names[state] : NULL;
}

const char *cti_greeting_name(enum cti_greeting greeting)
{
	static const char *const names[] = { "generic", "question",
					     "statement" };

	return (unsigned int)greeting <= CTI_GREETING_STATEMENT
		       ? names[greeting]
		       : NULL;
}

const cti_earlier *cti_pop_earlier(const cti_pop *pop, size_t index)
{
	return pop ? cti__earlier_at(pop->earlier, index) : NULL;
}
