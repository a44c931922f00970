/* SPDX-License-Identifier: MIT */
/* What follows from the service knowledge: put together, then one block. */
#include "service/advice.h"
#include "util/alloc.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <stdatomic.h>

enum type { STR, LIST, INT, BOOL };

static const struct {
	const char *name;
	enum type type;
} fields[] = {
#define ROW(constant, name, type) [CTI_ADVICE_##constant] = { name, type },
	CTI_ADVICE_MAP(ROW)
#undef ROW
};

static const char *const kinds[] = { "hint", "offer", "care", "renewal",
				     "lead" };

_Static_assert(CTI_ADVICE_COUNT <= 64, "present has one bit a field");

/* One block: the struct, the hints, the texts, each ended by NUL. */
struct cti_advice {
	atomic_uint refs;
	uint64_t present;
	const char *text[CTI_ADVICE_COUNT];
	int64_t number[CTI_ADVICE_COUNT];
	size_t hint_count, pair_count;
	cti_pair *pair; /* behind the hints */
	cti_hint hint[];
};

static bool is_text(enum cti_advice_field field)
{
	return fields[field].type <= LIST;
}

static bool has(uint64_t present, enum cti_advice_field field)
{
	return present >> field & 1;
}

/* --- parts --- */

void cti__advice_set(struct cti__advice_parts *parts,
		     enum cti_advice_field field, const char *text)
{
	if (!text || !*text)
		return;
	parts->present |= UINT64_C(1) << field;
	parts->text[field] = text;
}

void cti__advice_set_int(struct cti__advice_parts *parts,
			 enum cti_advice_field field, int64_t number)
{
	parts->present |= UINT64_C(1) << field;
	parts->number[field] = number;
}

void cti__advice_add_hint(struct cti__advice_parts *parts,
			  struct cti__advice_hint *hint)
{
	struct cti__advice_hint **at = &parts->hints;

	while (*at && (*at)->priority >= hint->priority)
		at = &(*at)->next;
	hint->next = *at;
	*at = hint;
}

void cti__advice_add_pair(struct cti__advice_parts *parts,
			  struct cti__advice_pair *pair)
{
	pair->next = parts->pairs;
	parts->pairs = pair;
}

void cti__advice_parts_fini(struct cti__advice_parts *parts)
{
	cti__keep_fini(&parts->keep);
	memset(parts, 0, sizeof(*parts));
}

/* --- the block --- */

static const char *copy(char **room, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	char *copied = *room;

	if (n)
		memcpy(copied, text, n);
	copied[n] = '\0';
	*room += n + 1;
	return copied;
}

static size_t size_of(const char *text)
{
	return (text ? strlen(text) : 0) + 1;
}

static size_t text_size(const struct cti__advice_parts *parts, size_t *hints,
			size_t *pairs)
{
	const struct cti__advice_hint *hint;
	const struct cti__advice_pair *pair;
	size_t i, size = 0;

	*hints = *pairs = 0;
	for (i = 0; i < CTI_ADVICE_COUNT; i++)
		if (has(parts->present, i) && is_text(i))
			size += size_of(parts->text[i]);
	for (hint = parts->hints; hint; hint = hint->next) {
		size += size_of(hint->id) + size_of(hint->text) +
			size_of(hint->reason) + size_of(hint->product);
		++*hints;
	}
	for (pair = parts->pairs; pair; pair = pair->next) {
		size += size_of(pair->key) + size_of(pair->value);
		++*pairs;
	}
	return size;
}

static void copy_pairs(cti_advice *advice,
		       const struct cti__advice_parts *parts, char **room)
{
	const struct cti__advice_pair *pair;
	size_t at = advice->pair_count;

	for (pair = parts->pairs; pair; pair = pair->next) {
		at--;
		advice->pair[at].key = copy(room, pair->key);
		advice->pair[at].value = copy(room, pair->value);
	}
}

static void copy_hint(cti_hint *to, const struct cti__advice_hint *from,
		      char **room)
{
	to->kind = from->kind;
	to->probability = from->probability;
	to->id = copy(room, from->id);
	to->text = copy(room, from->text);
	to->reason = copy(room, from->reason);
	to->product = copy(room, from->product);
}

cti_advice *cti__advice_new(const struct cti__advice_parts *parts)
{
	const struct cti__advice_hint *hint;
	size_t i, hints, pairs, size = text_size(parts, &hints, &pairs);
	cti_advice *advice;
	char *room;

	advice = cti__calloc(1, sizeof(*advice) + hints * sizeof(cti_hint) +
					pairs * sizeof(cti_pair) + size);
	if (!advice)
		return NULL;
	atomic_init(&advice->refs, 1);
	advice->present = parts->present;
	advice->pair = (cti_pair *)(advice->hint + hints);
	advice->pair_count = pairs;
	room = (char *)(advice->pair + pairs);
	for (i = 0; i < CTI_ADVICE_COUNT; i++) {
		advice->text[i] = "";
		if (!has(parts->present, i))
			continue;
		if (is_text(i))
			advice->text[i] = copy(&room, parts->text[i]);
		else
			advice->number[i] = parts->number[i];
	}
	for (hint = parts->hints; hint; hint = hint->next)
		copy_hint(&advice->hint[advice->hint_count++], hint, &room);
	copy_pairs(advice, parts, &room);
	return advice;
}

cti_advice *cti_advice_ref(cti_advice *advice)
{
	if (advice)
		atomic_fetch_add_explicit(&advice->refs, 1,
					  memory_order_relaxed);
	return advice;
}

void cti_advice_unref(cti_advice *advice)
{
	if (advice && atomic_fetch_sub_explicit(&advice->refs, 1,
						memory_order_acq_rel) == 1)
		cti__free(advice);
}

/* --- what users see --- */

static bool is_field(enum cti_advice_field field)
{
	return (unsigned int)field < CTI_ADVICE_COUNT;
}

bool cti_advice_has(const cti_advice *advice, enum cti_advice_field field)
{
	return advice && is_field(field) && has(advice->present, field);
}

const char *cti_advice_text(const cti_advice *advice,
			    enum cti_advice_field field)
{
	return advice && is_field(field) ? advice->text[field] : "";
}

int64_t cti_advice_int(const cti_advice *advice, enum cti_advice_field field)
{
	return advice && is_field(field) ? advice->number[field] : 0;
}

const cti_hint *cti_advice_hint(const cti_advice *advice, size_t index)
{
	return advice && index < advice->hint_count ? &advice->hint[index]
						    : NULL;
}

const cti_pair *cti_advice_record(const cti_advice *advice, size_t index)
{
	return advice && index < advice->pair_count ? &advice->pair[index]
						    : NULL;
}

const char *cti_advice_field_name(enum cti_advice_field field)
{
	return is_field(field) ? fields[field].name : NULL;
}

const char *cti_hint_kind_name(enum cti_hint_kind kind)
{
	return (unsigned int)kind <= CTI_HINT_LEAD ? kinds[kind] : NULL;
}

/* --- JSON --- */

static void put_key(struct cti__buf *out, const char *key)
{
	if (out->n && out->p[out->n - 1] != '{')
		cti__buf_char(out, ',');
	cti__buf_json(out, cti__str(key));
	cti__buf_char(out, ':');
}

static void put_member(struct cti__buf *out, const char *key, const char *text)
{
	if (!*text)
		return;
	put_key(out, key);
	cti__buf_json(out, cti__str(text));
}

static void put_field(struct cti__buf *out, const cti_advice *advice,
		      enum cti_advice_field field)
{
	put_key(out, fields[field].name);
	switch (fields[field].type) {
	case STR:
		cti__buf_json(out, cti__str(advice->text[field]));
		break;
	case LIST:
		cti__buf_json_list(out, cti__str(advice->text[field]));
		break;
	case INT:
		cti__buf_i64(out, advice->number[field]);
		break;
	case BOOL:
		cti__buf_text(out, advice->number[field] ? "true" : "false");
		break;
	}
}

static void put_hint(struct cti__buf *out, const cti_hint *hint)
{
	cti__buf_char(out, '{');
	put_member(out, "kind", kinds[hint->kind]);
	put_member(out, "id", hint->id);
	put_member(out, "text", hint->text);
	put_member(out, "reason", hint->reason);
	put_member(out, "product", hint->product);
	if (hint->probability >= 0) {
		put_key(out, "probability");
		cti__buf_i64(out, hint->probability);
	}
	cti__buf_char(out, '}');
}

void cti__advice_put_record(const cti_advice *advice, struct cti__buf *out)
{
	size_t i;

	cti__buf_char(out, '{');
	for (i = 0; i < advice->pair_count; i++) {
		put_key(out, advice->pair[i].key);
		cti__buf_json(out, cti__str(advice->pair[i].value));
	}
	cti__buf_char(out, '}');
}

void cti__advice_put(const cti_advice *advice, struct cti__buf *out)
{
	size_t i;

	cti__buf_char(out, '{');
	for (i = 0; i < CTI_ADVICE_COUNT; i++)
		if (has(advice->present, i))
			put_field(out, advice, i);
	if (advice->pair_count) {
		put_key(out, "record");
		cti__advice_put_record(advice, out);
	}
	put_key(out, "hints");
	cti__buf_char(out, '[');
	for (i = 0; i < advice->hint_count; i++) {
		if (i)
			cti__buf_char(out, ',');
		put_hint(out, &advice->hint[i]);
	}
	cti__buf_text(out, "]}");
}

int cti_advice_json(const cti_advice *advice, char **out, size_t *len)
{
	struct cti__buf text = { 0 };

	*out = NULL;
	if (!advice)
		return CTI_EINVAL;
	cti__advice_put(advice, &text);
	*out = cti__buf_take(&text, len);
	cti__buf_fini(&text);
	return *out ? 0 : CTI_ENOMEM;
}
