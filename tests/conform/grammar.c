/* SPDX-License-Identifier: MIT */
/* Follows every call and every device of a run by their events alone. */
#include "grammar.h"

#include "util/map.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT 64

struct call {
	struct cti__map_node node; /* its key is the id */
	char id[TEXT];
	char consult_of[TEXT];
	char into[TEXT]; /* the call that this one became part of */
	bool begun, ended;
};

/* A device in a call; where devices are unique, whatever the call. */
struct party {
	char call[TEXT];
	char device[TEXT];
	int live;	/* legs begun and not hung up */
	bool begun;	/* ever */
	char ended[80]; /* the call that its last hangup was of */
	bool talking;	/* answered since it last rang or dialled */
	bool held;
	int maybe;	/* of these, how many may be consultations on its leg of
			   another call, which have no hangup of their own */
	char last[512]; /* the last event, to see one that comes twice */
};

struct grammar {
	bool unique, torn;
	struct cti__map by_id;
	struct call **call; /* of all, in their order */
	size_t calls;
	struct party *party;
	size_t parties;
	bool calls_only;
	char fault[1024];
};

struct grammar *grammar_new(enum grammar_mode mode)
{
	static const uint64_t seed[2];
	struct grammar *g = calloc(1, sizeof(*g));

	if (g) {
		cti__map_init(&g->by_id, seed);
		g->unique = mode == GRAMMAR_UNIQUE;
		g->torn = mode == GRAMMAR_TORN;
	}
	return g;
}

void grammar_calls_only(struct grammar *g)
{
	g->calls_only = true;
}

void grammar_free(struct grammar *g)
{
	size_t i;

	if (!g)
		return;
	cti__map_fini(&g->by_id);
	for (i = 0; i < g->calls; i++)
		free(g->call[i]);
	free(g->call);
	free(g->party);
	free(g);
}

/* Of a long one the digest, so that it stays unlike others that begin so. */
static void copy(char *to, size_t room, struct cti__str text)
{
	static const uint64_t seed[2];

	if (text.n < room)
		snprintf(to, room, "%.*s", (int)text.n, text.n ? text.p : "");
	else
		snprintf(to, room, "#%" PRIx64,
			 cti__siphash(seed, text.p, text.n));
}

static const char *fault(struct grammar *g, const struct cti_event *ev,
			 const char *why)
{
	struct cti__buf json = { 0 };

	if (ev)
		cti__event_json(ev, &json);
	snprintf(g->fault, sizeof(g->fault), "%s: %s", why,
		 ev ? cti__buf_cstr(&json) : "");
	cti__buf_fini(&json);
	return g->fault;
}

static struct call *find_call(struct grammar *g, const char *id)
{
	struct cti__map_node *node = cti__map_find(&g->by_id, cti__str(id));

	return node ? cti__map_entry(node, struct call, node) : NULL;
}

/* The call that a call has become part of in the end. */
static const char *root(struct grammar *g, const char *id)
{
	struct call *call = find_call(g, id);
	int steps = 0;

	while (call && call->into[0] && steps++ < 100) {
		id = call->into;
		call = find_call(g, id);
	}
	return id;
}

static struct party *find_party(struct grammar *g, const char *call,
				const char *device)
{
	struct party *p;
	size_t i;

	for (i = 0; i < g->parties; i++) {
		p = &g->party[i];
		if (strcmp(p->device, device) == 0 &&
		    (g->unique || strcmp(p->call, call) == 0))
			return p;
	}
	return NULL;
}

static void *grow(void *array, size_t count, size_t size)
{
	/* Powers of two only. */
	if (count && (count & (count - 1)))
		return array;
	array = realloc(array, (count ? count * 2 : 1) * size);
	if (!array)
		exit(99);
	return array;
}

static struct party *need_party(struct grammar *g, const char *call,
				const char *device)
{
	struct party *p = find_party(g, call, device);

	if (p)
		return p;
	g->party = grow(g->party, g->parties, sizeof(*p));
	p = &g->party[g->parties++];
	memset(p, 0, sizeof(*p));
	snprintf(p->call, sizeof(p->call), "%s", call);
	snprintf(p->device, sizeof(p->device), "%s", device);
	return p;
}

/* Known from now on, if only by name: a call that nobody was told of yet may
   already take another one in. */
static struct call *need_call(struct grammar *g, const char *id)
{
	struct call *call = find_call(g, id);

	if (call)
		return call;
	g->call = grow(g->call, g->calls, sizeof(call));
	call = g->call[g->calls++] = grow(NULL, 0, sizeof(*call));
	memset(call, 0, sizeof(*call));
	snprintf(call->id, sizeof(call->id), "%s", id);
	if (cti__map_add(&g->by_id, &call->node, cti__str(call->id)))
		exit(99);
	return call;
}

static const char *begin_call(struct grammar *g, const struct cti_event *ev,
			      const char *id)
{
	struct call *call = need_call(g, id);

	if (call->begun)
		return fault(g, ev, "a call begins twice");
	call->begun = true;
	return NULL;
}

/* Whether the device has a live leg in the call that this one consults for:
   then this is no leg of its own. */
static bool on_own_leg(struct grammar *g, const struct call *call,
		       const char *device)
{
	const struct party *p;

	if (!call->consult_of[0])
		return false;
	p = find_party(g, root(g, call->consult_of), device);
	return p && p->live > 0;
}

/* Whether a call that became part of this one has not ended: a leg that has
   transferred its party away stays behind in it. */
static bool part_lives(struct grammar *g, const struct call *call)
{
	size_t i;

	for (i = 0; i < g->calls; i++)
		if (g->call[i] != call && !g->call[i]->ended &&
		    strcmp(root(g, g->call[i]->id), root(g, call->id)) == 0)
			return true;
	return false;
}

/* A leg of a call that ends must have ended, unless it lives on elsewhere. */
static const char *end_call(struct grammar *g, const struct cti_event *ev,
			    struct call *call)
{
	const struct party *p;
	size_t i;

	call->ended = true;
	if (part_lives(g, call))
		return NULL;
	for (i = 0; i < g->parties; i++) {
		p = &g->party[i];
		if (p->live > p->maybe &&
		    strcmp(p->call, root(g, call->id)) == 0)
			return fault(g, ev, "a call ends with a leg alive");
	}
	return NULL;
}

static void join_parties(struct party *into, struct party *from)
{
	into->live += from->live;
	into->maybe += from->maybe;
	into->begun = into->begun || from->begun;
	into->talking = into->talking || from->talking;
	into->held = into->held || from->held;
	memcpy(into->last, from->last, sizeof(into->last));
	from->live = 0;
	from->call[0] = '\0';
}

/* The legs of one call go over into another. */
static void merge(struct grammar *g, const char *into, const char *from)
{
	struct call *call = find_call(g, from);
	struct party *p, *there;
	size_t i;

	into = root(g, into);
	if (!call || strcmp(root(g, from), into) == 0)
		return;
	for (i = 0; i < g->parties; i++) {
		p = &g->party[i];
		if (strcmp(p->call, root(g, from)) != 0)
			continue;
		there = g->unique ? NULL : find_party(g, into, p->device);
		if (there) {
			join_parties(there, p);
			continue;
		}
		snprintf(p->call, sizeof(p->call), "%s", into);
	}
	snprintf(call->into, sizeof(call->into), "%s", into);
}

static const char *ring(struct grammar *g, const struct cti_event *ev,
			struct party *p)
{
	if (g->unique && p->live)
		return fault(g, ev, "a device rings that is in a call");
	p->live++;
	p->begun = true;
	if (p->live == 1)
		p->talking = p->held = false;
	return NULL;
}

static const char *dial(struct grammar *g, const struct cti_event *ev,
			struct party *p, const struct call *call)
{
	(void)ev;
	p->begun = true;
	/* Click-to-dial dials on with the leg that rang. */
	if (!p->live) {
		p->live = 1;
		p->held = false;
		p->maybe = !g->unique && on_own_leg(g, call, p->device);
	}
	p->talking = false;
	return NULL;
}

static const char *answer(struct grammar *g, const struct cti_event *ev,
			  struct party *p)
{
	if (!p->live && !(g->torn && p->begun))
		return fault(g, ev,
			     "a device answers that did not ring or dial");
	if (g->unique && p->talking)
		return fault(g, ev, "a device answers twice");
	p->talking = true;
	return NULL;
}

static const char *hold(struct grammar *g, const struct cti_event *ev,
			struct party *p)
{
	bool want = ev->kind == CTI_EVENT_RETRIEVE;

	if (!p->live && !(g->torn && p->begun))
		return fault(g, ev,
			     "nothing may come of a leg that is no more");
	if (p->live == 1 && !g->torn && p->held != want)
		return fault(g, ev, "hold and retrieve must come in turn");
	p->held = !want;
	return NULL;
}

/* A leg that was never met before may still say that it ended, once. */
static const char *hangup(struct grammar *g, const struct cti_event *ev,
			  struct party *p)
{
	char call[sizeof(p->call)];

	copy(call, sizeof(call), cti__event_text(ev, CTI_FIELD_CALL));
	/* In another call it is another leg, of a switch that began its ids
	   again. */
	if (!p->live && g->unique && p->begun && strcmp(p->ended, call) == 0)
		return fault(g, ev, "a leg hangs up twice");
	snprintf(p->ended, sizeof(p->ended), "%s", call);
	p->begun = true;
	if (p->live)
		p->live--;
	if (p->maybe > p->live)
		p->maybe = p->live;
	if (!p->live)
		p->talking = p->held = false;
	return NULL;
}

/* The same event of the same device, nothing of it in between. DTMF may: a key
   can be pressed twice. */
static bool is_repeat(const struct grammar *g, struct party *p,
		      const struct cti_event *ev)
{
	struct cti_event bare = *ev;
	struct cti__buf json = { 0 };
	bool same;

	bare.time_us = 0;
	bare.flags = 0;
	cti__event_json(&bare, &json);
	same = strncmp(p->last, cti__buf_cstr(&json), sizeof(p->last) - 1) == 0;
	snprintf(p->last, sizeof(p->last), "%s", cti__buf_cstr(&json));
	cti__buf_fini(&json);
	/* A second leg of the device may well ring and end as the first. */
	if (!g->unique &&
	    (ev->kind == CTI_EVENT_RING || ev->kind == CTI_EVENT_HANGUP))
		return false;
	return same && ev->kind != CTI_EVENT_DTMF &&
	       ev->kind != CTI_EVENT_DATA && p->live < 2;
}

static const char *of_device(struct grammar *g, const struct cti_event *ev,
			     struct call *call)
{
	char device[TEXT];
	struct party *p;

	if (g->calls_only)
		return NULL;
	copy(device, sizeof(device), cti__event_text(ev, CTI_FIELD_DEVICE));
	if (ev->kind == CTI_EVENT_PARK || ev->kind == CTI_EVENT_UNPARK ||
	    ev->kind == CTI_EVENT_DTMF)
		return NULL;
	p = need_party(g, root(g, call->id), device);
	if (!(g->unique && p->live))
		snprintf(p->call, sizeof(p->call), "%s", root(g, call->id));
	if (is_repeat(g, p, ev))
		return fault(g, ev, "an event comes twice");
	switch (ev->kind) {
	case CTI_EVENT_RING:
		return ring(g, ev, p);
	case CTI_EVENT_DIAL:
		return dial(g, ev, p, call);
	case CTI_EVENT_ANSWER:
		return answer(g, ev, p);
	case CTI_EVENT_HOLD:
	case CTI_EVENT_RETRIEVE:
		return hold(g, ev, p);
	case CTI_EVENT_HANGUP:
		return hangup(g, ev, p);
	default:
		return NULL;
	}
}

const char *grammar_event(struct grammar *g, const struct cti_event *ev)
{
	char id[TEXT], merged[TEXT];
	struct call *call;
	const char *wrong;

	if (!cti__event_has(ev, CTI_FIELD_CALL))
		return NULL;
	copy(id, sizeof(id), cti__event_text(ev, CTI_FIELD_CALL));
	if (ev->kind == CTI_EVENT_CALL_BEGIN) {
		wrong = begin_call(g, ev, id);
		if (wrong)
			return wrong;
	}
	call = find_call(g, id);
	if (!call || !call->begun)
		return fault(g, ev, "a call's first event must be call-begin");
	if (call->ended)
		return fault(g, ev, "nothing may come of a call that ended");
	if (cti__event_has(ev, CTI_FIELD_CONSULT_OF))
		copy(call->consult_of, sizeof(call->consult_of),
		     cti__event_text(ev, CTI_FIELD_CONSULT_OF));
	if (cti__event_has(ev, CTI_FIELD_MERGED)) {
		copy(merged, sizeof(merged),
		     cti__event_text(ev, CTI_FIELD_MERGED));
		/* The end of a call names the one it went into, any other
		   event the one that came in. */
		(void)need_call(g, merged);
		if (ev->kind == CTI_EVENT_CALL_END)
			merge(g, merged, id);
		else
			merge(g, id, merged);
	}
	if (ev->kind == CTI_EVENT_CALL_END)
		return end_call(g, ev, call);
	if (cti__event_has(ev, CTI_FIELD_DEVICE))
		return of_device(g, ev, call);
	return NULL;
}

const char *grammar_end(struct grammar *g)
{
	size_t i;

	for (i = 0; i < g->calls; i++)
		if (g->call[i]->begun && !g->call[i]->ended) {
			snprintf(g->fault, sizeof(g->fault),
				 "call %s never ended", g->call[i]->id);
			return g->fault;
		}
	for (i = 0; i < g->parties; i++)
		if (g->party[i].live > g->party[i].maybe) {
			snprintf(g->fault, sizeof(g->fault),
				 "a leg of %s in call %s never hung up",
				 g->party[i].device, g->party[i].call);
			return g->fault;
		}
	return NULL;
}
