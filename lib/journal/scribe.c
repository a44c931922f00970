/* SPDX-License-Identifier: MIT */
/* From events to contacts: which call belongs to which, and how one ends. */
#include "journal/scribe.h"
#include "journal/scribe_parts.h"
#include "util/alloc.h"

#include <cti/error.h>
#include <cti/pop.h>
#include <cti/service.h>

static const char *text(const cti_event *ev, enum cti_field field)
{
	return cti_event_str(ev, field, NULL);
}

/* Made for each event, so without a format. */
static void put_key(struct cti__buf *key, const char *link, const char *call)
{
	cti__buf_text(key, link);
	cti__buf_char(key, '\n');
	cti__buf_text(key, call);
}

static bool is_call(const struct cti__talk *t, const char *link,
		    const char *call)
{
	size_t n = strlen(link);

	return t && strncmp(t->key, link, n) == 0 && t->key[n] == '\n' &&
	       strcmp(t->key + n + 1, call) == 0;
}

struct cti__talk *cti__scribe_call(struct cti__scribe *r, const char *link,
				   const char *call)
{
	struct cti__map_node *node;
	struct cti__buf key = { 0 };

	if (is_call(r->last, link, call))
		return r->last;
	put_key(&key, link, call);
	node = key.err ? NULL
		       : cti__map_find(&r->calls, cti__str_n(key.p, key.n));
	cti__buf_fini(&key);
	if (!node)
		return NULL;
	r->last = cti__map_entry(node, struct cti__talk, node);
	return r->last;
}

static void free_under_way(struct cti__under_way *u)
{
	cti__list_del(&u->node);
	cti_contact_free(u->contact);
	cti__free(u);
}

static void free_call(struct cti__scribe *r, struct cti__talk *call)
{
	if (r->last == call)
		r->last = NULL;
	cti__map_del(&r->calls, &call->node);
	cti__free(call->key);
	cti__free(call);
}

int cti__scribe_new(struct cti__scribe **out,
		    const struct cti__scribe_opts *opts)
{
	struct cti__scribe *r = cti__calloc(1, sizeof(*r));

	*out = r;
	if (!r)
		return CTI_ENOMEM;
	r->opts = *opts;
	cti__map_init(&r->calls, opts->seed);
	cti__map_init(&r->agents, opts->seed);
	cti__list_init(&r->contacts);
	cti__list_init(&r->links);
	return 0;
}

void cti__scribe_free(struct cti__scribe *r)
{
	struct cti__map_node *node;

	if (!r)
		return;
	while ((node = cti__map_next(&r->calls, NULL)) != NULL)
		free_call(r, cti__map_entry(node, struct cti__talk, node));
	cti__scribe_drop_agents(r);
	while (!cti__list_empty(&r->contacts))
		free_under_way(cti__list_entry(r->contacts.next,
					       struct cti__under_way, node));
	cti__scribe_drop_links(r);
	cti__map_fini(&r->calls);
	cti__map_fini(&r->agents);
	cti__free(r);
}

static void lost(struct cti__scribe *r)
{
	r->opts.lost(r->opts.user);
}

static void settle(struct cti__scribe *r, struct cti_contact *c)
{
	cti__contact_settle(c);
	/* What could not be kept is lost once, not with every change. */
	if (c->err) {
		c->err = 0;
		lost(r);
	}
}

void cti__scribe_tell(struct cti__scribe *r, struct cti__under_way *u)
{
	settle(r, u->contact);
	r->opts.changed(r->opts.user, u->contact);
}

/* Its last change. */
static void end_contact(struct cti__scribe *r, struct cti__under_way *u)
{
	struct cti_contact *c = u->contact;

	settle(r, c);
	u->contact = NULL;
	free_under_way(u);
	r->opts.ended(r->opts.user, c);
}

static struct cti__under_way *new_contact(struct cti__scribe *r,
					  const cti_event *ev)
{
	struct cti__under_way *u = cti__calloc(1, sizeof(*u));
	struct cti__buf id = { 0 };

	if (!u || cti_contact_new(&u->contact)) {
		cti__free(u);
		return NULL;
	}
	/* A switch may begin to count anew; the moment tells the two apart. */
	cti__buf_text(&id, text(ev, CTI_FIELD_LINK));
	cti__buf_char(&id, ':');
	cti__buf_text(&id, text(ev, CTI_FIELD_CALL));
	cti__buf_char(&id, ':');
	cti__buf_i64(&id, cti_event_time_us(ev) / 1000);
	cti__contact_put(u->contact, CTI_CONTACT_ID, cti__buf_cstr(&id));
	u->contact->err |= id.err;
	cti__buf_fini(&id);
	cti__contact_put(u->contact, CTI_CONTACT_STATE, "open");
	cti__contact_put(u->contact, CTI_CONTACT_CHANNEL, "phone");
	cti__contact_put(u->contact, CTI_CONTACT_LINK,
			 text(ev, CTI_FIELD_LINK));
	cti__contact_put(u->contact, CTI_CONTACT_CALL,
			 text(ev, CTI_FIELD_CALL));
	u->contact->number[CTI_CONTACT_BEGAN] = cti_event_time_us(ev);
	cti__list_add(&r->contacts, &u->node);
	return u;
}

static struct cti__talk *new_call(struct cti__scribe *r, const cti_event *ev)
{
	struct cti__talk *call = cti__calloc(1, sizeof(*call));
	struct cti__buf key = { 0 };

	if (!call || cti__scribe_note_link(r, text(ev, CTI_FIELD_LINK))) {
		cti__free(call);
		return NULL;
	}
	put_key(&key, text(ev, CTI_FIELD_LINK), text(ev, CTI_FIELD_CALL));
	call->key = cti__buf_take(&key, NULL);
	call->id = ++r->ids;
	if (call->key &&
	    !cti__map_add(&r->calls, &call->node, cti__str(call->key)))
		return call;
	cti__buf_fini(&key);
	cti__free(call->key);
	cti__free(call);
	return NULL;
}

/* The end of one of a contact's calls; of the last one the contact's. */
static void leave(struct cti__scribe *r, struct cti__under_way *u)
{
	struct cti_contact *c = u->contact;

	if (--u->calls)
		return;
	if (!c->number[CTI_CONTACT_ENDED])
		c->number[CTI_CONTACT_ENDED] = r->now_us > 0 ? r->now_us : 1;
	cti__contact_put(c, CTI_CONTACT_STATE, "ended");
	end_contact(r, u);
}

static void move_calls(struct cti__scribe *r, struct cti__under_way *from,
		       struct cti__under_way *to)
{
	struct cti__map_node *node = NULL;
	struct cti__talk *call;

	while ((node = cti__map_next(&r->calls, node)) != NULL) {
		call = cti__map_entry(node, struct cti__talk, node);
		if (call->of != from)
			continue;
		call->of = to;
		from->calls--;
		to->calls++;
	}
}

/* What was a contact of its own turns out to be part of another. */
static void absorb(struct cti__scribe *r, struct cti__under_way *from,
		   struct cti__under_way *to)
{
	if (from == to)
		return;
	if (cti__contact_absorb(to->contact, from->contact))
		lost(r);
	move_calls(r, from, to);
	/* First what it has now: what it had is gone with the other. */
	cti__scribe_tell(r, to);
	r->opts.merged(r->opts.user, from->contact);
	free_under_way(from);
}

static void as_consult(struct cti_contact *c, uint64_t call)
{
	size_t i;

	for (i = 0; i < c->segments; i++)
		if (c->segment[i]->call == call &&
		    c->segment[i]->shown.kind == CTI_SEGMENT_TALK) {
			c->segment[i]->shown.kind = CTI_SEGMENT_CONSULT;
			c->segment[i]->changed = true;
		}
}

/* Consultations may be known as such from the beginning or later. */
static void note_consult(struct cti__scribe *r, struct cti__talk *call,
			 const cti_event *ev)
{
	const char *of = text(ev, CTI_FIELD_CONSULT_OF);
	struct cti__talk *main_call;

	if (!*of || call->consult)
		return;
	main_call = cti__scribe_call(r, text(ev, CTI_FIELD_LINK), of);
	if (!main_call || main_call == call)
		return;
	call->consult = true;
	if (call->of) {
		as_consult(call->of->contact, call->id);
		absorb(r, call->of, main_call->of);
		return;
	}
	call->of = main_call->of;
	call->of->calls++;
}

static void note_field(struct cti_contact *c, enum cti_contact_field to,
		       const cti_event *ev, enum cti_field from)
{
	if (!c->text[to] || to == CTI_CONTACT_DIRECTION)
		cti__contact_put(c, to, text(ev, from));
}

/* Who the customer is: known once the direction is. */
static void note_party(struct cti_contact *c)
{
	bool outbound = strcmp(cti_contact_text(c, CTI_CONTACT_DIRECTION),
			       "outbound") == 0;

	cti__contact_put(c, CTI_CONTACT_PARTY,
			 cti_contact_text(c, outbound ? CTI_CONTACT_CALLED
						      : CTI_CONTACT_CALLER));
}

static void note_fields(struct cti__talk *call, const cti_event *ev)
{
	struct cti_contact *c = call->of->contact;

	if (call->consult)
		return;
	note_field(c, CTI_CONTACT_DIRECTION, ev, CTI_FIELD_DIRECTION);
	note_field(c, CTI_CONTACT_DNIS, ev, CTI_FIELD_DNIS);
	note_field(c, CTI_CONTACT_NAME, ev, CTI_FIELD_NAME);
	if (cti_event_kind(ev) != CTI_EVENT_CALL_BEGIN &&
	    cti_event_kind(ev) != CTI_EVENT_INFO)
		return;
	note_field(c, CTI_CONTACT_CALLER, ev, CTI_FIELD_CALLER);
	note_field(c, CTI_CONTACT_CALLED, ev, CTI_FIELD_CALLED);
	note_party(c);
}

static struct cti__talk *begin(struct cti__scribe *r, const cti_event *ev)
{
	struct cti__talk *call = cti__scribe_call(r, text(ev, CTI_FIELD_LINK),
						  text(ev, CTI_FIELD_CALL));

	if (call)
		return call;
	call = new_call(r, ev);
	if (!call) {
		lost(r);
		return NULL;
	}
	note_consult(r, call, ev);
	if (call->of)
		return call;
	call->of = new_contact(r, ev);
	if (!call->of) {
		free_call(r, call);
		lost(r);
		return NULL;
	}
	call->of->calls = 1;
	return call;
}

/* Segments that go on in the call which survives belong to it. */
static void hand_over(struct cti__scribe *r, struct cti__talk *from,
		      struct cti__talk *to)
{
	struct cti_contact *c;
	struct cti__segment *s;
	size_t i, n;

	absorb(r, from->of, to->of);
	c = to->of->contact;
	n = c->segments;
	for (i = 0; i < n; i++) {
		s = c->segment[i];
		if (s->call != from->id || !s->open)
			continue;
		if (s->shown.kind == CTI_SEGMENT_CONSULT && !to->consult)
			s = cti__scribe_next(r, to, s, CTI_SEGMENT_TALK, "");
		if (s)
			s->call = to->id;
	}
}

static bool gave_up(const struct cti_contact *c, const char *cause)
{
	return !c->number[CTI_CONTACT_ANSWERED] &&
	       c->number[CTI_CONTACT_ASKED] &&
	       strcmp(cti_contact_text(c, CTI_CONTACT_DIRECTION), "inbound") ==
		       0 &&
	       strcmp(cause, "cancelled") == 0;
}

static void end_call(struct cti__scribe *r, struct cti__talk *call,
		     const cti_event *ev)
{
	const char *cause = text(ev, CTI_FIELD_CAUSE);
	struct cti__under_way *u = call->of;
	struct cti__talk *into = NULL;

	if (*text(ev, CTI_FIELD_MERGED))
		into = cti__scribe_call(r, text(ev, CTI_FIELD_LINK),
					text(ev, CTI_FIELD_MERGED));
	if (into && into != call) {
		hand_over(r, call, into);
		u = into->of;
	}
	cti__scribe_end_all(r, call, cause);
	if (!call->consult && !into) {
		cti__contact_settle(u->contact);
		cti__contact_put(u->contact, CTI_CONTACT_CAUSE, cause);
		u->contact->number[CTI_CONTACT_ENDED] = r->now_us > 0
								? r->now_us
								: 1;
		if (gave_up(u->contact, cause))
			u->contact->number[CTI_CONTACT_ABANDONED] = 1;
	}
	free_call(r, call);
	leave(r, u);
}

/* A pair is a line, so a value has none. */
static void note_pair(struct cti_contact *c, const cti_pair *pair)
{
	char *value = cti__str_dup(cti__str(pair->value));
	char *at;

	for (at = value; at && *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = ' ';
	if (!value || cti_contact_pair(c, CTI_CONTACT_RECORD, pair->key,
				       value) == CTI_ENOMEM)
		c->err = CTI_ENOMEM;
	cti__free(value);
}

static void note_record(struct cti_contact *c, const cti_advice *advice)
{
	const cti_pair *pair;
	size_t i;

	for (i = 0; (pair = cti_advice_record(advice, i)); i++)
		note_pair(c, pair);
}

static void note_advice(struct cti_contact *c, const cti_pop *pop)
{
	static const struct {
		enum cti_contact_field to;
		enum cti_advice_field from;
	} same[] = {
		{ CTI_CONTACT_TIER, CTI_ADVICE_TIER },
		{ CTI_CONTACT_LINE, CTI_ADVICE_LINE },
		{ CTI_CONTACT_CAMPAIGN, CTI_ADVICE_CAMPAIGN },
		{ CTI_CONTACT_MEDIUM, CTI_ADVICE_MEDIUM },
		{ CTI_CONTACT_DESK, CTI_ADVICE_DESK },
		{ CTI_CONTACT_VERIFICATION, CTI_ADVICE_VERIFY_REACHED },
	};
	const cti_advice *advice = cti_pop_advice(pop);
	size_t i;

	for (i = 0; advice && i < sizeof(same) / sizeof(same[0]); i++)
		cti__contact_put(c, same[i].to,
				 cti_advice_text(advice, same[i].from));
	note_record(c, advice);
}

/* What the pop knows of the customer. */
static void note_pop(struct cti_contact *c, const cti_pop *pop)
{
	const cti_customer *customer = cti_pop_candidate(pop, 0);
	enum cti_identity identity = cti_pop_identity(pop);

	cti__contact_put(c, CTI_CONTACT_IDENTITY, cti_identity_name(identity));
	if (customer && identity == CTI_IDENTITY_IDENTIFIED) {
		cti__contact_put(c, CTI_CONTACT_CUSTOMER,
				 cti_customer_get(customer, "id"));
		cti__contact_put(c, CTI_CONTACT_NAME,
				 cti_customer_get(customer, "name"));
		cti__contact_put(c, CTI_CONTACT_TIER,
				 cti_customer_get(customer, "tier"));
		cti__contact_put(c, CTI_CONTACT_PARTY_KIND,
				 cti_customer_get(customer, "kind"));
	}
	note_advice(c, pop);
}

/* Data of the call that are named as what may be set are that. */
static void note_data(struct cti_contact *c, const cti_event *ev)
{
	static const enum cti_contact_field settable[] = {
		CTI_CONTACT_DISPOSITION, CTI_CONTACT_CAMPAIGN,
		CTI_CONTACT_LINE,	 CTI_CONTACT_LEAD_PRODUCT,
		CTI_CONTACT_COST,	 CTI_CONTACT_LEAD_PROBABILITY,
		CTI_CONTACT_VALUE,	 CTI_CONTACT_MEDIUM,
		CTI_CONTACT_PARTY_KIND,
	};
	const char *key = text(ev, CTI_FIELD_KEY);
	size_t i;

	for (i = 0; i < sizeof(settable) / sizeof(settable[0]); i++)
		if (strcmp(key, cti_contact_field_name(settable[i])) == 0 &&
		    cti_contact_set(c, settable[i],
				    text(ev, CTI_FIELD_VALUE)) == CTI_ENOMEM)
			c->err = CTI_ENOMEM;
	if (!c->number[CTI_CONTACT_ANSWERED])
		c->number[CTI_CONTACT_AUTOMATED] = 1;
}

static void on_call(struct cti__scribe *r, const cti_event *ev)
{
	struct cti__talk *call = NULL;

	if (cti_event_kind(ev) == CTI_EVENT_CALL_BEGIN)
		call = begin(r, ev);
	else if (*text(ev, CTI_FIELD_CALL))
		call = cti__scribe_call(r, text(ev, CTI_FIELD_LINK),
					text(ev, CTI_FIELD_CALL));
	if (!call)
		return;
	note_consult(r, call, ev);
	switch (cti_event_kind(ev)) {
	case CTI_EVENT_POP:
		if (cti_event_pop(ev) && !call->consult)
			note_pop(call->of->contact, cti_event_pop(ev));
		return;
	case CTI_EVENT_DATA:
		note_data(call->of->contact, ev);
		return;
	case CTI_EVENT_CALL_END:
		note_fields(call, ev);
		if (cti_event_contact(ev) && !call->consult)
			note_pop(call->of->contact, cti_event_contact(ev));
		end_call(r, call, ev);
		return;
	default:
		note_fields(call, ev);
		cti__scribe_segment(r, call, ev);
	}
}

void cti__scribe_event(struct cti__scribe *r, const cti_event *ev)
{
	int64_t time_us = cti_event_time_us(ev);

	/* A pop has the time of what caused it. */
	if (cti_event_kind(ev) != CTI_EVENT_LINK)
		r->now_us = time_us;
	if (cti_event_kind(ev) == CTI_EVENT_AGENT)
		cti__scribe_agent(r, ev);
	else
		on_call(r, ev);
}

void cti__scribe_end(struct cti__scribe *r)
{
	struct cti__map_node *node;
	struct cti__under_way *u;
	struct cti__list *at, *next;

	while ((node = cti__map_next(&r->calls, NULL)) != NULL)
		free_call(r, cti__map_entry(node, struct cti__talk, node));
	cti__list_each_safe (at, next, &r->contacts) {
		u = cti__list_entry(at, struct cti__under_way, node);
		cti__contact_put(u->contact, CTI_CONTACT_STATE, "interrupted");
		end_contact(r, u);
	}
	cti__scribe_end_agents(r);
}
