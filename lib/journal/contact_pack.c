/* SPDX-License-Identifier: MIT */
/*
 * A contact in one block of memory: copied on the thread of the events, so each
 * allocation counts.
 */
#include "journal/contact.h"
#include "util/alloc.h"

#include <cti/error.h>

static size_t size_of_texts(char *const *text, size_t count)
{
	size_t i, size = 0;

	for (i = 0; i < count; i++)
		if (text[i])
			size += strlen(text[i]) + 1;
	return size;
}

static void put_texts(char **to, char *const *from, size_t count, char **room)
{
	size_t i, n;

	for (i = 0; i < count; i++) {
		to[i] = NULL;
		if (!from[i])
			continue;
		n = strlen(from[i]) + 1;
		to[i] = memcpy(*room, from[i], n);
		*room += n;
	}
}

static void put_segment(struct cti__segment *to, struct cti__segment *from,
			char **room)
{
	*to = *from;
	put_texts(to->text, from->text, CTI__SEGMENT_TEXTS, room);
	cti__segment_show(to);
	from->changed = false;
}

/* Behind the struct: the changed segments, where each is, and the texts. */
int cti__contact_pack(struct cti_contact **out, struct cti_contact *from)
{
	size_t texts = size_of_texts(from->text, CTI_CONTACT_COUNT), i;
	size_t changed = 0;
	struct cti_contact *to;
	struct cti__segment *segment;
	char *room;

	for (i = 0; i < from->segments; i++) {
		if (!from->segment[i]->changed)
			continue;
		changed++;
		texts += size_of_texts(from->segment[i]->text,
				       CTI__SEGMENT_TEXTS);
	}
	to = cti__alloc(sizeof(*to) + changed * sizeof(*segment) +
			from->segments * sizeof(*to->segment) + texts);
	*out = to;
	if (!to)
		return CTI_ENOMEM;
	*to = *from;
	to->packed = true;
	to->room = 0;
	cti__list_init(&to->waits);
	segment = (struct cti__segment *)(to + 1);
	to->segment = (struct cti__segment **)(segment + changed);
	room = (char *)(to->segment + from->segments);
	put_texts(to->text, from->text, CTI_CONTACT_COUNT, &room);
	for (i = 0; i < from->segments; i++) {
		to->segment[i] = NULL;
		if (!from->segment[i]->changed)
			continue;
		to->segment[i] = segment++;
		put_segment(to->segment[i], from->segment[i], &room);
	}
	return 0;
}
