/* SPDX-License-Identifier: MIT */
/*
 * The ids of calls. A call is named as the switch names its first leg; but a
 * switch that begins its ids again would give the name of another call, and no
 * id may be told twice. Of what was told only so much is kept as it takes to be
 * sure that an id is new: it lives, ended lately, or is none above all that are
 * forgotten. What cannot be known to be new gets a mark, "ID~MARK": when the
 * switch's process began, so that others who listen to it tell the same.
 */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

#define UUID_LENGTH 36

/* A live call that has another id than its group's. */
struct alias {
	struct cti__map_node node; /* of the first: its key, in the call's id */
	struct alias *next;	   /* of the same group */
	struct call *call;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many digits it begins with, and without how many zeros. */
static size_t digits(struct cti__str text, size_t *zeros)
{
	size_t n = 0;

	while (n < text.n && text.p[n] == '0')
		n++;
	*zeros = n;
	while (n < text.n && is_digit(text.p[n]))
		n++;
	return n;
}

/* Whether the ids differ in their numbers only; *order: by the first of those
   that differ, as strcmp() would say. */
static bool same_form(struct cti__str a, struct cti__str b, int *order)
{
	size_t na, nb, za, zb;

	*order = 0;
	while (a.n && b.n) {
		na = digits(a, &za);
		nb = digits(b, &zb);
		if (!na != !nb || (!na && *a.p != *b.p))
			return false;
		if (!*order && na - za != nb - zb)
			*order = na - za < nb - zb ? -1 : 1;
		else if (!*order && na)
			*order = memcmp(a.p + za, b.p + zb, na - za);
		a = cti__str_sub(a, na ? na : 1, a.n);
		b = cti__str_sub(b, nb ? nb : 1, b.n);
	}
	return !a.n && !b.n;
}

static struct id_form *form_of(struct id_order *all, struct cti__str id,
			       int *order)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (same_form(id, cti__str(all->form[i].highest), order))
			return &all->form[i];
	return NULL;
}

/* It is above all ids that were told and are forgotten. */
static bool is_above(struct id_order *all, struct cti__str id)
{
	int order;
	struct id_form *form = form_of(all, id, &order);

	/* The switch gave none. */
	if (!id.n)
		return false;
	if (!form)
		return !all->blurred;
	return !*form->floor ||
	       (same_form(id, cti__str(form->floor), &order) && order > 0);
}

static void take_place(struct id_order *all, struct cti__str id)
{
	int order;
	struct id_form *form = form_of(all, id, &order);

	if (form && order <= 0)
		return;
	if (id.n >= ORDER_ROOM || (!form && all->count == ORDER_FORMS)) {
		all->blurred = true;
		return;
	}
	if (!form)
		form = &all->form[all->count++];
	memcpy(form->highest, id.p, id.n);
	form->highest[id.n] = '\0';
}

static void raise_floor(struct id_order *all)
{
	struct id_form *form;

	for (form = all->form; form < all->form + all->count; form++) {
		memcpy(form->floor, form->mark, sizeof(form->floor));
		memcpy(form->mark, form->highest, sizeof(form->mark));
	}
}

static bool is_uuid_at(const char *p)
{
	int i;

	for (i = 0; i < UUID_LENGTH; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23
			    ? p[i] != '-'
			    : cti__hex_digit(p[i]) < 0)
			return false;
	return true;
}

/* Chance or the clock makes it unlike every other, and it has no order. */
static bool has_uuid(struct cti__str id)
{
	size_t i;

	for (i = 0; i + UUID_LENGTH <= id.n; i++)
		if (id.p[i + 8] == '-' && is_uuid_at(id.p + i))
			return true;
	return false;
}

/* Its place in a set: its own, or a free one. */
static uint64_t *place_in(struct ended_set *set, uint64_t hash)
{
	size_t i = (size_t)hash % ENDED_SET_ROOM;

	while (set->hash[i] && set->hash[i] != hash)
		i = (i + 1) % ENDED_SET_ROOM;
	return &set->hash[i];
}

static uint64_t hash_of(const struct cti__model *m, struct cti__str id)
{
	/* 0 is a free place. */
	return cti__siphash(m->opts.seed, id.p, id.n) | 1;
}

/* Without what all ids of this switch begin with. */
static struct cti__str key_of(const struct cti__model *m, struct cti__str id)
{
	return cti__str_sub(id, strlen(m->id), id.n);
}

static void remember(struct cti__model *m, struct cti__str id)
{
	struct callids *ids = &m->callids;
	uint64_t hash = hash_of(m, id);

	if (ids->set[ids->now].count == ENDED_SET_ROOM / 2) {
		ids->now = !ids->now;
		memset(&ids->set[ids->now], 0, sizeof(ids->set[ids->now]));
		raise_floor(&ids->plain);
		raise_floor(&ids->marked);
	}
	*place_in(&ids->set[ids->now], hash) = hash;
	ids->set[ids->now].count++;
}

static bool is_taken(struct cti__model *m, struct cti__str id)
{
	struct callids *ids = &m->callids;
	uint64_t hash = hash_of(m, id);

	return *place_in(&ids->set[0], hash) || *place_in(&ids->set[1], hash) ||
	       cti__map_find(&m->calls, id);
}

/* text is the model's own beginning, and what may be the id's rest. */
static bool is_new(struct cti__model *m, struct id_order *all,
		   struct cti__str id, const struct cti__buf *text)
{
	struct cti__str whole = cti__str_n(text->p, text->n);
	bool random = has_uuid(id);

	if (text->err || (!random && !is_above(all, id)) ||
	    is_taken(m, key_of(m, whole)))
		return false;
	if (!random)
		take_place(all, id);
	return true;
}

/* The id of a call of that group. */
static int put_id(struct cti__model *m, struct cti__buf *text,
		  struct cti__str group)
{
	struct callids *ids = &m->callids;

	cti__buf_str(text, group);
	/* The switch's own may look like those that are made here. */
	if (cti__str_chr(group, '~') == group.n &&
	    is_new(m, &ids->plain, group, text))
		return text->err;
	cti__buf_printf(text, "~%llu", (unsigned long long)ids->process);
	if (!is_new(m, &ids->marked, group, text))
		cti__buf_printf(text, ".%llu",
				(unsigned long long)++ids->count);
	return text->err;
}

/* Others of its group have been there before. */
static void queue_up(struct alias *first, struct alias *alias)
{
	while (first->next)
		first = first->next;
	first->next = alias;
}

static int add_alias(struct cti__model *m, struct call *call)
{
	struct alias *alias = cti__calloc(1, sizeof(*alias));
	struct cti__str group = key_of(m, cti__str_n(call->id, call->base_n));
	struct cti__map_node *first = cti__map_find(&m->callids.own, group);

	if (!alias)
		return CTI_ENOMEM;
	alias->call = call;
	if (first) {
		queue_up(cti__map_entry(first, struct alias, node), alias);
	} else if (cti__map_add(&m->callids.own, &alias->node, group)) {
		cti__free(alias);
		return CTI_ENOMEM;
	}
	return 0;
}

static void drop_alias(struct cti__model *m, struct call *call)
{
	struct cti__map *own = &m->callids.own;
	struct cti__str group = key_of(m, cti__str_n(call->id, call->base_n));
	struct alias *first = cti__map_entry(cti__map_find(own, group),
					     struct alias, node),
		     **at = &first, *alias;

	/* Its key may be the text of the call that goes. */
	cti__map_del(own, &first->node);
	while ((*at)->call != call)
		at = &(*at)->next;
	alias = *at;
	*at = alias->next;
	cti__free(alias);
	if (!first)
		return;
	call = first->call;
	/* The table has just held one, so that adding cannot fail. */
	(void)cti__map_add(own, &first->node,
			   key_of(m, cti__str_n(call->id, call->base_n)));
}

int cti__callid_add(struct cti__model *m, struct call *call,
		    struct cti__str group)
{
	struct cti__buf text = { 0 };
	int err;

	/* Ids are C strings: one with a NUL in it must not become another's. */
	group = cti__str_sub(group, 0, cti__str_chr(group, '\0'));
	cti__buf_text(&text, m->id);
	call->base_n = (uint32_t)(text.n + group.n);
	err = put_id(m, &text, group);
	call->own_id = text.n > call->base_n;
	call->id = cti__buf_take(&text, NULL);
	if (err || !call->id)
		return CTI_ENOMEM;
	err = cti__map_add(&m->calls, &call->node,
			   key_of(m, cti__str(call->id)));
	if (!err && call->own_id) {
		err = add_alias(m, call);
		if (err)
			cti__map_del(&m->calls, &call->node);
	}
	return err;
}

void cti__callid_drop(struct cti__model *m, struct call *call)
{
	if (call->own_id)
		drop_alias(m, call);
	remember(m, cti__map_key(&call->node));
	cti__map_del(&m->calls, &call->node);
}

struct call *cti__call_find(const struct cti__model *m, struct cti__str id)
{
	struct cti__map_node *node;

	if (!cti__str_starts(id, cti__str(m->id)))
		return NULL;
	node = cti__map_find(&m->calls, key_of(m, id));
	return node ? cti__map_entry(node, struct call, node) : NULL;
}

struct call *cti__call_of_group(struct cti__model *m, struct cti__str group)
{
	struct cti__map_node *node;
	struct call *call;

	if (!group.n)
		return NULL;
	node = cti__map_find(&m->calls, group);
	call = node ? cti__map_entry(node, struct call, node) : NULL;
	/* One that was made here is no word of the switch. */
	if (call && !call->own_id)
		return call;
	node = cti__map_find(&m->callids.own, group);
	return node ? cti__map_entry(node, struct alias, node)->call : NULL;
}

void cti__callids_init(struct cti__model *m)
{
	cti__map_init(&m->callids.own, m->opts.seed);
	m->callids.process = 1;
}

void cti__callids_new_process(struct cti__model *m, int64_t began_us)
{
	struct callids *ids = &m->callids;
	uint64_t ten_s = (uint64_t)(began_us + 5000000) / 10000000;

	/* Every process has a mark of its own, whatever the clock says; it may
	   begin any id again, but none that is above all. Uptimes are whole
	   seconds: rounded, everybody's is the same, most of the time. */
	ids->process = ten_s * 10 > ids->process ? ten_s * 10
						 : ids->process + 1;
	raise_floor(&ids->plain);
	raise_floor(&ids->plain);
	memset(&ids->marked, 0, sizeof(ids->marked));
}
