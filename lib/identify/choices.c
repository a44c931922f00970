/* SPDX-License-Identifier: MIT */
/* What agents have said before of who calls from a number. */
#include "identify/choices.h"
#include "util/alloc.h"
#include "util/list.h"

#include <cti/error.h>

struct number {
	struct cti__map_node by_key;
	struct cti__list people;
	char key[];
};

struct person {
	struct cti__list node;
	uint32_t count;
	char id[];
};

static struct person *person_at(struct cti__list *node)
{
	return cti__list_entry(node, struct person, node);
}

void cti__choices_init(struct cti__choices *choices, const uint64_t seed[2])
{
	cti__map_init(&choices->map, seed);
}

static void free_number(struct cti__choices *choices, struct number *number)
{
	struct cti__list *node;

	while (!cti__list_empty(&number->people)) {
		node = number->people.next;
		cti__list_del(node);
		cti__free(person_at(node));
	}
	cti__map_del(&choices->map, &number->by_key);
	cti__free(number);
}

static struct number *find(const struct cti__choices *choices,
			   struct cti__str key)
{
	struct cti__map_node *node = cti__map_find(&choices->map, key);

	return node ? cti__map_entry(node, struct number, by_key) : NULL;
}

void cti__choices_forget(struct cti__choices *choices, struct cti__str key)
{
	struct cti__map_node *node;
	struct number *number;

	if (key.n) {
		number = find(choices, key);
		if (number)
			free_number(choices, number);
		return;
	}
	while ((node = cti__map_next(&choices->map, NULL)))
		free_number(choices,
			    cti__map_entry(node, struct number, by_key));
}

void cti__choices_fini(struct cti__choices *choices)
{
	cti__choices_forget(choices, CTI__STR_NONE);
	cti__map_fini(&choices->map);
}

static struct number *make(struct cti__choices *choices, struct cti__str key)
{
	struct number *number = cti__calloc(1, sizeof(*number) + key.n + 1);

	if (!number)
		return NULL;
	memcpy(number->key, key.p, key.n);
	cti__list_init(&number->people);
	if (!cti__map_add(&choices->map, &number->by_key,
			  cti__str_n(number->key, key.n)))
		return number;
	cti__free(number);
	return NULL;
}

static struct person *find_person(const struct number *number,
				  struct cti__str id)
{
	struct cti__list *node;

	cti__list_each (node, &number->people)
		if (cti__str_is(id, person_at(node)->id))
			return person_at(node);
	return NULL;
}

int cti__choices_add(struct cti__choices *choices, struct cti__str key,
		     struct cti__str id, uint32_t count)
{
	struct number *number = find(choices, key);
	struct person *person;

	if (!number && choices->map.count >= CTI__CHOICES_MAX)
		return 0;
	if (!number)
		number = make(choices, key);
	if (!number)
		return CTI_ENOMEM;
	person = find_person(number, id);
	if (!person) {
		person = cti__calloc(1, sizeof(*person) + id.n + 1);
		if (!person)
			return CTI_ENOMEM;
		memcpy(person->id, id.p, id.n);
		cti__list_add(&number->people, &person->node);
	}
	person->count = count < UINT32_MAX - person->count
				? person->count + count
				: UINT32_MAX;
	return 0;
}

uint32_t cti__choices_count(const struct cti__choices *choices,
			    struct cti__str key, struct cti__str id)
{
	const struct number *number = find(choices, key);
	const struct person *person = number ? find_person(number, id) : NULL;

	return person ? person->count : 0;
}

size_t cti__choices_different(const struct cti__choices *choices,
			      struct cti__str key)
{
	const struct number *number = find(choices, key);
	const struct cti__list *node;
	size_t n = 0;

	if (number)
		cti__list_each (node, &number->people)
			n++;
	return n;
}
