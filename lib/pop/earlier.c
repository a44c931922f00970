/* SPDX-License-Identifier: MIT */
/* A customer's earlier contacts as a pop shows them. */
#include "pop/earlier.h"
#include "pop/record.h"
#include "pop/screens.h"
#include "util/alloc.h"

#include <stdatomic.h>

/* One block: the struct, the rows, and their texts. */
struct cti__earlier {
	atomic_uint refs;
	size_t count;
	cti_earlier row[];
};

static const char *const *texts_of(const cti_earlier *row, const char **texts)
{
	texts[0] = row->id;
	texts[1] = row->channel;
	texts[2] = row->direction;
	texts[3] = row->line;
	texts[4] = row->agent;
	texts[5] = row->disposition;
	texts[6] = row->notes;
	return texts;
}

#define TEXTS 7

static const char *copy(char **room, const char *text)
{
	size_t n = strlen(text) + 1;
	const char *copied = memcpy(*room, text, n);

	*room += n;
	return copied;
}

static void copy_row(cti_earlier *to, const cti_earlier *from, char **room)
{
	to->id = copy(room, from->id);
	to->channel = copy(room, from->channel);
	to->direction = copy(room, from->direction);
	to->line = copy(room, from->line);
	to->agent = copy(room, from->agent);
	to->disposition = copy(room, from->disposition);
	to->notes = copy(room, from->notes);
	to->began_us = from->began_us;
}

struct cti__earlier *cti__earlier_new(const cti_earlier *rows, size_t count)
{
	const char *texts[TEXTS];
	struct cti__earlier *earlier;
	size_t i, k, size = 0;
	char *room;

	for (i = 0; i < count; i++) {
		texts_of(&rows[i], texts);
		for (k = 0; k < TEXTS; k++)
			size += strlen(texts[k]) + 1;
	}
	earlier = cti__alloc(sizeof(*earlier) + count * sizeof(cti_earlier) +
			     size);
	if (!earlier)
		return NULL;
	atomic_init(&earlier->refs, 1);
	earlier->count = count;
	room = (char *)&earlier->row[count];
	for (i = 0; i < count; i++)
		copy_row(&earlier->row[i], &rows[i], &room);
	return earlier;
}

struct cti__earlier *cti__earlier_ref(struct cti__earlier *earlier)
{
	if (earlier)
		atomic_fetch_add_explicit(&earlier->refs, 1,
					  memory_order_relaxed);
	return earlier;
}

void cti__earlier_unref(struct cti__earlier *earlier)
{
	if (earlier && atomic_fetch_sub_explicit(&earlier->refs, 1,
						 memory_order_acq_rel) == 1)
		cti__free(earlier);
}

const cti_earlier *cti__earlier_at(const struct cti__earlier *earlier,
				   size_t index)
{
	return earlier && index < earlier->count ? &earlier->row[index] : NULL;
}

static void put_row(const cti_earlier *row, struct cti__buf *out)
{
	static const char *const names[TEXTS] = { "id",	       "channel",
						  "direction", "line",
						  "agent",     "disposition",
						  "notes" };
	const char *texts[TEXTS];
	size_t i;

	texts_of(row, texts);
	cti__buf_text(out, "{\"began\":\"");
	cti__buf_time(out, row->began_us);
	cti__buf_char(out, '"');
	for (i = 0; i < TEXTS; i++) {
		if (!*texts[i])
			continue;
		cti__buf_printf(out, ",\"%s\":", names[i]);
		cti__buf_json(out, cti__str(texts[i]));
	}
	cti__buf_char(out, '}');
}

void cti__earlier_put(const struct cti__earlier *earlier, struct cti__buf *out)
{
	size_t i;

	if (!earlier || !earlier->count)
		return;
	cti__buf_text(out, ",\"earlier\":[");
	for (i = 0; i < earlier->count; i++) {
		if (i)
			cti__buf_char(out, ',');
		put_row(&earlier->row[i], out);
	}
	cti__buf_char(out, ']');
}

/* Whose they are: the customer if there is one, else the number. */
void cti__pop_call_ask_earlier(struct cti__pop_call *contact,
			       const struct cti__pop_parts *parts)
{
	const struct cti__pops_opts *opts = &contact->pops->opts;
	struct cti__str number = parts->text[CTI__POP_REMOTE];
	const cti_customer *best = parts->first;
	const char *customer = "";
	struct cti__buf who = { 0 };

	if (!opts->earlier || parts->state == CTI_POP_CLOSED ||
	    contact->direction == CTI__DIRECTION_INTERNAL)
		return;
	if (!best && parts->candidate_count)
		best = parts->candidates[0];
	if (best && parts->identity == CTI_IDENTITY_IDENTIFIED)
		customer = cti_customer_get(best, "id");
	if (!number.n && !*customer)
		return;
	/* Asked with each change of the pop, so without a format. */
	cti__buf_str(&who, number);
	cti__buf_char(&who, '\n');
	cti__buf_text(&who, customer);
	if (!cti__pops_change(contact->pops, &contact->earlier_of,
			      cti__str_n(who.p, who.n))) {
		cti__buf_fini(&who);
		return;
	}
	cti__buf_fini(&who);
	opts->earlier(opts->user, cti__map_key(&contact->by_id),
		      ++contact->earlier_turn, number, cti__str(customer));
}

void cti__pops_earlier(struct cti__pops *pops, struct cti__str call,
		       uint32_t turn, struct cti__earlier *earlier)
{
	struct cti__pop_call *contact = cti__pop_call_find(pops, call);

	/* The call is over, or somebody else is thought to be on the line. */
	if (!contact || contact->earlier_turn != turn)
		return;
	if (!cti__earlier_at(earlier, 0) &&
	    !cti__earlier_at(contact->earlier, 0))
		return;
	cti__earlier_unref(contact->earlier);
	contact->earlier = cti__earlier_ref(earlier);
	cti__pop_call_mark(contact);
	cti__pops_flush(pops, NULL);
}
