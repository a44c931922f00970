/* SPDX-License-Identifier: MIT */
/* Questions to the chain: what several clues tell of one caller. */
#include "identify/chain.h"
#include "identify/customer.h"
#include "identify/number.h"
#include "util/alloc.h"

#include <cti/error.h>

static void follow(struct cti__clue *clue, struct cti__question *q,
		   struct cti__entry *entry)
{
	clue->question = q;
	clue->entry = entry;
	cti__list_init(&clue->node);
	if (entry)
		cti__list_add(&entry->clues, &clue->node);
}

static void unfollow(struct cti__clue *clue)
{
	if (!clue->entry)
		return;
	cti__list_del(&clue->node);
	cti__entry_unref(clue->entry);
	clue->entry = NULL;
}

void cti__question_leave(struct cti__question *q)
{
	size_t i;

	for (i = 0; i < q->clues; i++)
		if (q->clue[i].entry)
			cti__list_del(&q->clue[i].node);
	if (q->account.entry)
		cti__list_del(&q->account.node);
}

static bool is_pending(const struct cti__question *q)
{
	size_t i;

	for (i = 0; i < q->clues; i++)
		if (q->clue[i].entry && q->clue[i].entry->pending)
			return true;
	return false;
}

/* Out of memory: what was known stays. */
static bool join(struct cti__question *q)
{
	const struct cti__ranking *one[CTI__CLUES_MAX];
	struct cti__rank_rules rules;
	struct cti__ranking joined;
	bool changed;
	size_t i;

	for (i = 0; i < q->clues; i++)
		one[i] = q->clue[i].entry ? &q->clue[i].entry->ranking : NULL;
	cti__chain_rules(q->identify, &rules);
	if (cti__rank_join(&joined, one, q->clues, &rules)) {
		cti__log(q->identify->host.log, CTI_LOG_ERROR,
			 "identify: out of memory; what data of the call tell "
			 "is not used");
		return false;
	}
	changed = !q->view || !cti__ranking_same(&joined, q->view);
	cti__ranking_fini(&q->joined);
	q->joined = joined;
	q->view = &q->joined;
	return changed;
}

static bool look(struct cti__question *q)
{
	const struct cti__entry *entry = q->clue[0].entry;
	bool changed;

	if (q->clues > 1)
		return join(q);
	if (!entry) {
		changed = q->view != NULL;
		q->view = NULL;
		return changed;
	}
	if (q->view == &q->joined)
		q->seen = entry->revision - 1;
	q->view = &entry->ranking;
	changed = q->seen != entry->revision;
	q->seen = entry->revision;
	return changed;
}

/* --- the contacts of an account --- */

static bool is_candidate(const struct cti__question *q,
			 const cti_customer *customer)
{
	size_t i;

	for (i = 0; i < q->view->count; i++)
		if (cti__same_person(q->view->item[i], customer))
			return true;
	return false;
}

static bool keep_contacts(struct cti__question *q)
{
	const struct cti__ranking *all = &q->account.entry->ranking;
	struct cti__found fresh = { NULL, 0, 0 };
	bool same;
	size_t i;

	for (i = 0; i < all->count; i++)
		if (!is_candidate(q, all->item[i]) &&
		    cti__found_add(&fresh, cti_customer_ref(all->item[i])))
			break;
	same = fresh.count == q->contacts.count;
	for (i = 0; same && i < fresh.count; i++)
		same = cti__customer_same(fresh.item[i], q->contacts.item[i]);
	if (same) {
		cti__found_fini(&fresh);
		return false;
	}
	cti__found_fini(&q->contacts);
	q->contacts = fresh;
	return true;
}

static bool drop_contacts(struct cti__question *q)
{
	bool had = q->contacts.count;

	unfollow(&q->account);
	cti__found_fini(&q->contacts);
	return had;
}

/* Who else belongs to the account of the one who calls. */
static bool find_contacts(struct cti__question *q)
{
	const struct cti__ranking *view = q->view;
	static const cti_number none = { .size = sizeof(none) };
	char room[CTI__KEY_ROOM];
	struct cti__entry *entry;
	struct cti__str key;

	if (!q->identify->limits.contacts || !view || !view->count ||
	    view->group == CTI_GROUP_SHARED)
		return drop_contacts(q);
	key = cti__chain_key_by(
		room, sizeof(room), CTI__STR("account"),
		cti__str(cti_customer_get(view->item[0], "account")));
	if (!key.n)
		return drop_contacts(q);
	if (!q->account.entry || !cti__str_is(key, q->account.entry->key)) {
		if (cti__chain_entry(q->identify, key, &none,
				     cti__data_value(cti__str(cti_customer_get(
					     view->item[0], "account"))),
				     &entry))
			return drop_contacts(q);
		unfollow(&q->account);
		follow(&q->account, q, entry);
	}
	return keep_contacts(q);
}

bool cti__question_refresh(struct cti__question *q)
{
	bool pending = is_pending(q), changed;

	/* What is known holds until the new clue has been followed. */
	if (pending && q->final)
		return false;
	changed = look(q);
	if (!pending) {
		changed |= !q->final;
		q->final = true;
		changed |= find_contacts(q);
	}
	q->revision += changed;
	return changed;
}

/* --- asking --- */

static void free_question(struct cti__question *q)
{
	size_t i;

	for (i = 0; i < q->clues; i++)
		unfollow(&q->clue[i]);
	unfollow(&q->account);
	cti__found_fini(&q->contacts);
	cti__ranking_fini(&q->joined);
	cti__free(q);
}

static int ask_number(struct cti__question *q, struct cti__str number)
{
	struct cti__identify *id = q->identify;
	char room[CTI__KEY_ROOM];
	struct cti__entry *entry;
	int err = cti__chain_entry(
		id, cti__chain_key(room, sizeof(room), &q->number, number),
		&q->number, number, &entry);

	if (!err)
		follow(&q->clue[0], q, entry);
	return err;
}

int cti__identify_ask(struct cti__question **out, struct cti__identify *id,
		      struct cti__str number, bool withheld,
		      cti__question_fn *fn, void *user)
{
	struct cti__question *q = cti__calloc(1, sizeof(*q));
	int err = 0;

	*out = NULL;
	if (!q)
		return CTI_ENOMEM;
	cti__list_init(&q->node);
	cti__list_init(&q->all);
	q->identify = id;
	q->fn = fn;
	q->user = user;
	q->clues = 1;
	(void)cti__number_parse(number, &id->plan, &q->number);
	cti__chain_enter(id);
	if (!withheld && q->number.number_class != CTI_NUMBER_WITHHELD)
		err = ask_number(q, number);
	if (err) {
		free_question(q);
	} else {
		cti__list_add(&id->questions, &q->all);
		cti__question_refresh(q);
		*out = q;
	}
	cti__chain_arm(id);
	cti__chain_leave(id);
	return err;
}

static struct cti__clue *clue_of(struct cti__question *q, struct cti__str field)
{
	size_t i;

	for (i = 1; i < q->clues; i++)
		if (cti__str_eq(q->clue[i].entry->field, field))
			return &q->clue[i];
	return q->clues < CTI__CLUES_MAX ? &q->clue[q->clues] : NULL;
}

/* The value was taken back. */
static void drop(struct cti__question *q, struct cti__clue *clue)
{
	struct cti__clue *last = &q->clue[q->clues - 1];
	struct cti__entry *entry = last->entry;

	cti__entry_ref(entry);
	unfollow(clue);
	if (clue != last) {
		unfollow(last);
		follow(clue, q, entry);
	} else {
		cti__entry_unref(entry);
	}
	q->clues--;
	cti__question_refresh(q);
}

static int also(struct cti__question *q, struct cti__str field,
		struct cti__str value)
{
	static const cti_number none = { .size = sizeof(none) };
	struct cti__clue *clue = clue_of(q, field);
	char room[CTI__KEY_ROOM];
	struct cti__str key = cti__chain_key_by(room, sizeof(room), field,
						value);
	struct cti__entry *entry;
	int err;

	if (clue && clue->entry && !cti__str_trim(value).n) {
		drop(q, clue);
		return 0;
	}
	if (!clue || !key.n)
		return CTI_EINVAL;
	if (clue->entry && cti__str_is(key, clue->entry->key))
		return 0;
	err = cti__chain_entry(q->identify, key, &none, cti__data_value(value),
			       &entry);
	if (err)
		return err;
	unfollow(clue);
	follow(clue, q, entry);
	if (clue == &q->clue[q->clues])
		q->clues++;
	cti__question_refresh(q);
	return 0;
}

int cti__question_also(struct cti__question *q, struct cti__str name,
		       struct cti__str value)
{
	struct cti__identify *id = q->identify;
	const char *field;
	int err;

	if (!id)
		return 0;
	field = cti__data_names_field(&id->data, name);
	if (!field)
		return CTI_ENOENT;
	cti__chain_enter(id);
	err = also(q, cti__str(field), value);
	cti__chain_arm(id);
	cti__chain_leave(id);
	return err;
}

void cti__question_await(struct cti__question *q)
{
	if (q->identify && is_pending(q))
		q->final = false;
}

void cti__question_result(const struct cti__question *q,
			  struct cti__answer *out)
{
	const struct cti__ranking *view = q->view;

	memset(out, 0, sizeof(*out));
	out->identity = CTI_IDENTITY_WITHHELD;
	out->group_label = "";
	out->revision = q->revision;
	out->contacts = (const cti_customer *const *)(void *)q->contacts.item;
	out->contact_count = q->contacts.count;
	if (view) {
		if (q->clue[0].entry || view->count)
			out->identity = view->identity;
		out->candidates =
			(const cti_customer *const *)(void *)view->item;
		out->count = view->count;
		out->group = view->group;
		out->group_label = view->group_label;
		out->members = view->members;
	}
	if (!q->final)
		out->identity = CTI_IDENTITY_PENDING;
}

const cti_number *cti__question_number(const struct cti__question *q)
{
	return &q->number;
}

void cti__question_release(struct cti__question *q)
{
	if (!q)
		return;
	cti__list_del(&q->node);
	cti__list_del(&q->all);
	free_question(q);
}
