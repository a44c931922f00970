/* SPDX-License-Identifier: MIT */
/* When a pop opens, changes and closes: design.md 6 as rules over events. */
#include "pop/pop.h"
#include "pop/show.h"
#include "util/alloc.h"

#include <cti/client.h>
#include <cti/error.h>


static struct cti__str text(const struct cti_event *ev, enum cti_field field)
{
	return cti__event_text(ev, field);
}

static void no_memory(struct cti__pops *pops)
{
	cti__log(pops->opts.log, CTI_LOG_ERROR,
		 "pops: out of memory, a pop may lack something: give the "
		 "process more");
}

/* Keep a text that changes, and say whether it did. */
static bool change(struct cti__pops *pops, char **owned, struct cti__str value)
{
	if (!value.n || cti__str_is(value, *owned))
		return false;
	if (cti__str_set(owned, value)) {
		no_memory(pops);
		return false;
	}
	return true;
}

/* Keep a text only if there is none yet: the first caller stays the caller. */
static bool learn(struct cti__pops *pops, char **owned, struct cti__str value)
{
	return !*owned && change(pops, owned, value);
}

/* --- screens that show something old --- */

static void mark_screen(struct cti__screen *screen)
{
	if (screen->open && cti__list_empty(&screen->dirty))
		cti__list_add(&screen->call->pops->dirty, &screen->dirty);
}

/* All who see this contact: its own screens and those of its consultations. */
static void mark_call(struct cti__pop_call *call)
{
	struct cti__list *node;

	cti__list_each(node, &call->screens)
		mark_screen(cti__list_entry(node, struct cti__screen, node));
	cti__list_each(node, &call->kids)
		mark_call(cti__list_entry(node, struct cti__pop_call, kin));
}

static int64_t now_on(struct cti__pop_call *call)
{
	const struct cti__pops_opts *opts = &call->pops->opts;

	if (opts->now_us)
		return opts->now_us(opts->user, cti__str(call->link));
	return cti__pop_call_contact(call)->time_us;
}

/* ev: what changed them; NULL: nothing on the line did. emit() may choose and
   so come here again: take each out before it is shown. */
static void flush(struct cti__pops *pops, const struct cti_event *ev)
{
	struct cti__screen *screen;
	int64_t time_us;

	while (!cti__list_empty(&pops->dirty)) {
		screen = cti__list_entry(pops->dirty.next, struct cti__screen,
					 dirty);
		time_us = ev ? ev->time_us : now_on(screen->call);
		cti__screen_show(screen, CTI_POP_UPDATED, "", time_us, 0);
	}
}

/* --- identification --- */

static void on_answer(struct cti__question *question, void *user)
{
	struct cti__pop_call *call = user;

	(void)question;
	mark_call(call);
	flush(call->pops, NULL);
}

/* Who a contact between colleagues is matters only where it pops. */
static bool is_asked_for(const struct cti__pop_call *call)
{
	if (call->parent || call->question || !call->pops->opts.identify)
		return false;
	if (call->direction == CTI__DIRECTION_INTERNAL && !call->pops->internal)
		return false;
	return call->withheld || call->remote;
}

static void identify(struct cti__pop_call *call)
{
	if (is_asked_for(call) &&
	    cti__identify_ask(&call->question, call->pops->opts.identify,
			      cti__str(call->remote), call->withheld, on_answer,
			      call))
		no_memory(call->pops);
}

/* --- opening and closing --- */

static int64_t waited_until(const struct cti__pop_call *call, int64_t time_us)
{
	int64_t us = call->waited_us;

	if (call->queued && time_us > call->queued_us)
		us += time_us - call->queued_us;
	return us / 1000;
}

static void count_open(struct cti__screen *screen, bool open)
{
	screen->open = open;
	screen->call->pops->open += open ? 1 : (size_t)-1;
}

static void open_screen(struct cti__screen *screen, const struct cti_event *ev)
{
	struct cti__pop_call *contact = cti__pop_call_contact(screen->call);

	count_open(screen, true);
	identify(contact);
	screen->waited_ms = waited_until(contact, ev->time_us);
	cti__screen_show(screen, CTI_POP_OPENED, "", ev->time_us,
			 ev->flags & (CTI_FLAG_RESYNC | CTI_FLAG_LATE));
}

static void close_screen(struct cti__screen *screen, const char *reason,
			 int64_t time_us)
{
	if (!screen->open)
		return;
	count_open(screen, false);
	cti__screen_show(screen, CTI_POP_CLOSED, reason, time_us, 0);
}

/* The device has left the call, whatever its telephones are yet to say. */
static void leave(struct cti__screen *screen, const char *reason,
		  int64_t time_us)
{
	if (!screen)
		return;
	screen->legs = 0;
	close_screen(screen, reason, time_us);
	screen->answered = false;
}

/* Whether this device's part in the call is one that pops. */
static bool is_wanted(const struct cti__screen *screen)
{
	const struct cti__pop_call *call = screen->call;
	const struct cti__pops *pops = call->pops;

	if (call->parent || call->direction == CTI__DIRECTION_INTERNAL)
		return pops->internal && !screen->dialled;
	/* Whom an outbound call was handed to has been called like any other. */
	if (call->direction == CTI__DIRECTION_OUTBOUND && call->origin &&
	    !strcmp(call->origin, screen->device))
		return pops->outbound;
	return true;
}

/* What was closed before the link broke is no news when it is back. */
static bool is_stale(const struct cti__screen *screen,
		     const struct cti_event *ev)
{
	return (ev->flags & CTI_FLAG_RESYNC) && screen->revision;
}

static void open_if_due(struct cti__screen *screen, const struct cti_event *ev)
{
	const struct cti__pops *pops = screen->call->pops;

	if (screen->open || !screen->legs || is_stale(screen, ev))
		return;
	if (pops->open_on_answer && !screen->answered)
		return;
	if (is_wanted(screen))
		open_screen(screen, ev);
}

static void open_all_due(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__list *node;

	cti__list_each(node, &call->screens)
		open_if_due(cti__list_entry(node, struct cti__screen, node),
			    ev);
}

/* --- two calls that become one --- */

static void move_screen(struct cti__screen *from, struct cti__pop_call *to,
			const struct cti_event *ev)
{
	struct cti__screen *screen;

	close_screen(from, "transferred", ev->time_us);
	if (!from->legs)
		return;
	screen = cti__screen_get(to, cti__str(from->device));
	if (!screen) {
		no_memory(to->pops);
		return;
	}
	/* A device that consults on its own leg has one telephone in both. */
	if (from->legs > screen->legs)
		screen->legs = from->legs;
	if (from->answered && !screen->answered) {
		screen->answered = true;
		mark_screen(screen);
	}
	change(to->pops, &screen->agent, cti__str(from->agent));
	learn(to->pops, &screen->remote, cti__str(from->remote));
}

static void move_data(struct cti__pop_call *from, struct cti__pop_call *to)
{
	struct cti__list *node;
	struct cti__datum *datum;

	cti__list_each(node, &from->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		if (!cti__pop_call_data(to, cti__str(datum->key)).n &&
		    !cti__pop_call_set_data(to, cti__str(datum->key),
					    cti__str(datum->value)))
			mark_call(to);
	}
}

static void move_kids(struct cti__pop_call *from, struct cti__pop_call *to)
{
	struct cti__pop_call *kid;

	while (!cti__list_empty(&from->kids)) {
		kid = cti__list_entry(from->kids.next, struct cti__pop_call,
				      kin);
		cti__list_del(&kid->kin);
		kid->parent = to;
		cti__list_add(&to->kids, &kid->kin);
	}
}

/* Everything of the one is now the other's; its id stays known until it ends. */
static void merge(struct cti__pop_call *from, struct cti__pop_call *to,
		  const struct cti_event *ev)
{
	struct cti__list *node;

	if (from == to || from->merged)
		return;
	/* A contact that ends up in its own consultation comes loose first. */
	if (to->parent == from) {
		cti__list_del(&to->kin);
		to->parent = NULL;
	}
	cti__pop_call_join(from, to);
	if (from->parent != to)
		return;
	from->merged = true;
	cti__list_each(node, &from->screens)
		move_screen(cti__list_entry(node, struct cti__screen, node), to,
			    ev);
	while (!cti__list_empty(&from->screens))
		cti__screen_free(cti__list_entry(from->screens.next,
						 struct cti__screen, node));
	move_data(from, to);
	move_kids(from, to);
	cti__question_release(from->question);
	from->question = NULL;
}

/* --- the kinds of event, by name --- */

static void set_direction(struct cti__pop_call *call,
			  const struct cti_event *ev)
{
	struct cti__str direction = text(ev, CTI_FIELD_DIRECTION);

	if (cti__str_is(direction, "outbound"))
		call->direction = CTI__DIRECTION_OUTBOUND;
	else if (cti__str_is(direction, "internal"))
		call->direction = CTI__DIRECTION_INTERNAL;
}

/* The number of the one outside, from whichever event says it first. */
static struct cti__str outside_number(const struct cti__pop_call *call,
				      const struct cti_event *ev)
{
	switch (ev->kind) {
	case CTI_EVENT_CALL_BEGIN:
		if (call->direction != CTI__DIRECTION_OUTBOUND)
			return text(ev, CTI_FIELD_CALLER);
		return cti__event_has(ev, CTI_FIELD_CALLED) ?
			       text(ev, CTI_FIELD_CALLED) :
			       text(ev, CTI_FIELD_DNIS);
	case CTI_EVENT_DIAL:
		return call->direction == CTI__DIRECTION_OUTBOUND ?
			       text(ev, CTI_FIELD_CALLED) :
			       CTI__STR_NONE;
	case CTI_EVENT_INFO:
		if (call->direction == CTI__DIRECTION_INBOUND &&
		    cti__event_has(ev, CTI_FIELD_CALLER))
			return text(ev, CTI_FIELD_CALLER);
		return CTI__STR_NONE;
	case CTI_EVENT_QUEUE:
	case CTI_EVENT_RING:
	case CTI_EVENT_ANSWER:
	case CTI_EVENT_TRANSFER:
		return text(ev, CTI_FIELD_REMOTE);
	default:
		return CTI__STR_NONE;
	}
}

/* What every event of a call may bring. */
static void learn_all(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__pops *pops = call->pops;
	bool news = false;

	call->time_us = ev->time_us;
	learn(pops, &call->link, text(ev, CTI_FIELD_LINK));
	learn(pops, &call->dnis, text(ev, CTI_FIELD_DNIS));
	if (ev->kind == CTI_EVENT_CALL_BEGIN)
		set_direction(call, ev);
	/* The caller of an outbound call is the agent. */
	if (call->direction != CTI__DIRECTION_OUTBOUND && !call->parent)
		news |= learn(pops, &call->name, text(ev, CTI_FIELD_NAME));
	if (cti__event_has(ev, CTI_FIELD_WITHHELD) &&
	    ev->number[CTI_FIELD_WITHHELD] && !call->remote &&
	    call->direction != CTI__DIRECTION_OUTBOUND)
		call->withheld = true;
	if (!call->withheld)
		news |= learn(pops, &call->remote, outside_number(call, ev));
	if (news)
		mark_call(call);
}

static void on_dial(struct cti__pop_call *call, struct cti__screen *screen)
{
	learn(call->pops, &call->origin, cti__str(screen->device));
	screen->dialled = true;
	if (!screen->legs)
		screen->legs = 1;
}

static void on_ring(struct cti__pop_call *call, struct cti__screen *screen,
		    const struct cti_event *ev)
{
	/* Click-to-dial rings the one first who wants to dial. */
	if (call->direction == CTI__DIRECTION_OUTBOUND)
		learn(call->pops, &call->origin, cti__str(screen->device));
	if (!screen->open || !(ev->flags & CTI_FLAG_RESYNC))
		screen->legs++;
	if (!screen->open)
		screen->answered = screen->dialled = false;
	open_if_due(screen, ev);
}

static void stop_waiting(struct cti__pop_call *call, int64_t time_us)
{
	call->waited_us = waited_until(call, time_us) * 1000;
	call->queued = false;
}

static void on_answer_event(struct cti__pop_call *call,
			    struct cti__screen *screen,
			    const struct cti_event *ev)
{
	struct cti__pop_call *contact = cti__pop_call_contact(call);
	bool was = screen->answered;

	if (!screen->legs)
		screen->legs = 1;
	/* The first answer of a click-to-dial is the agent's own telephone. */
	screen->answered = call->direction != CTI__DIRECTION_OUTBOUND ||
			   !call->origin ||
			   strcmp(call->origin, screen->device) != 0 ||
			   screen->dialled;
	if (call == contact && screen->answered)
		stop_waiting(call, ev->time_us);
	if (screen->answered && !was) {
		screen->waited_ms = waited_until(contact, ev->time_us);
		mark_screen(screen);
	}
	if (screen->answered)
		open_if_due(screen, ev);
}

static const char *reason_of(const struct cti__screen *screen,
			     struct cti__str cause)
{
	if (cti__str_is(cause, "lost"))
		return "lost";
	if (screen->answered)
		return "hangup";
	if (cti__str_is(cause, "answered-elsewhere"))
		return "answered-elsewhere";
	return "no-answer";
}

static void on_hangup(struct cti__screen *screen, const struct cti_event *ev)
{
	if (screen->legs && --screen->legs)
		return;
	leave(screen, reason_of(screen, text(ev, CTI_FIELD_CAUSE)),
	      ev->time_us);
	screen->dialled = false;
}

/* --- events of the call as a whole --- */

static void on_queue(struct cti__pop_call *call, const struct cti_event *ev)
{
	if (change(call->pops, &call->queue, text(ev, CTI_FIELD_QUEUE)))
		mark_call(call);
	if (call->queued)
		return;
	call->queued = true;
	call->queued_us = ev->time_us;
}

static void on_transfer(struct cti__pop_call *call, const struct cti_event *ev)
{
	leave(cti__screen_find(call, text(ev, CTI_FIELD_BY)), "transferred",
	      ev->time_us);
	open_all_due(call, ev);
}

static void on_data(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str key = text(ev, CTI_FIELD_KEY);
	struct cti__str value = text(ev, CTI_FIELD_VALUE);

	if (!key.n || (value.n && cti__str_eq(cti__pop_call_data(call, key),
					      value)))
		return;
	switch (cti__pop_call_set_data(call, key, value)) {
	case 0:
		mark_call(call);
		break;
	case CTI_ETOOBIG:
		cti__log(call->pops->opts.log, CTI_LOG_WARN,
			 "call %s: more than 64 keys of data, '%.*s' is left "
			 "out: let the switch set fewer",
			 call->id, (int)key.n, key.p);
		break;
	default:
		no_memory(call->pops);
	}
}

static void end_call(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str cause = text(ev, CTI_FIELD_CAUSE);
	struct cti__screen *screen;
	struct cti__list *node;

	/* Every leg has had its hangup; this is for what the model lost. */
	cti__list_each(node, &call->screens) {
		screen = cti__list_entry(node, struct cti__screen, node);
		leave(screen, reason_of(screen, cause), ev->time_us);
	}
	cti__pop_call_free(call);
}

static void on_call(struct cti__pop_call *call, const struct cti_event *ev)
{
	switch (ev->kind) {
	case CTI_EVENT_QUEUE:
		on_queue(call, ev);
		break;
	case CTI_EVENT_DEQUEUE:
	case CTI_EVENT_ABANDON:
		stop_waiting(call, ev->time_us);
		break;
	case CTI_EVENT_TRANSFER:
		on_transfer(call, ev);
		break;
	case CTI_EVENT_PICKUP:
		leave(cti__screen_find(call, text(ev, CTI_FIELD_OF)),
		      "picked-up", ev->time_us);
		break;
	case CTI_EVENT_PARK:
		leave(cti__screen_find(call, text(ev, CTI_FIELD_DEVICE)),
		      "parked", ev->time_us);
		break;
	case CTI_EVENT_CONFERENCE:
		open_all_due(call, ev);
		break;
	case CTI_EVENT_DATA:
		on_data(call, ev);
		break;
	default:
		break;
	}
}

static void on_device(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str device = text(ev, CTI_FIELD_DEVICE);
	struct cti__str agent = text(ev, CTI_FIELD_AGENT);
	struct cti__pops *pops = call->pops;
	struct cti__screen *screen;

	if (ev->kind == CTI_EVENT_HANGUP) {
		screen = cti__screen_find(call, device);
		if (screen)
			on_hangup(screen, ev);
		return;
	}
	screen = device.n ? cti__screen_get(call, device) : NULL;
	if (!screen) {
		if (device.n)
			no_memory(pops);
		return;
	}
	if (!agent.n)
		agent = cti__seat_agent(pops, text(ev, CTI_FIELD_LINK), device);
	if (change(pops, &screen->agent, agent))
		mark_screen(screen);
	if (change(pops, &screen->remote, text(ev, CTI_FIELD_REMOTE)))
		mark_screen(screen);
	if (ev->kind == CTI_EVENT_RING) {
		change(pops, &call->queue, text(ev, CTI_FIELD_QUEUE));
		on_ring(call, screen, ev);
	} else if (ev->kind == CTI_EVENT_ANSWER) {
		on_answer_event(call, screen, ev);
	} else {
		on_dial(call, screen);
	}
}

static void on_agent(struct cti__pops *pops, const struct cti_event *ev)
{
	struct cti__str link = text(ev, CTI_FIELD_LINK);
	struct cti__str device = text(ev, CTI_FIELD_DEVICE);
	struct cti__str agent = text(ev, CTI_FIELD_AGENT);

	if (!device.n || !agent.n)
		return;
	if (cti__str_is(text(ev, CTI_FIELD_STATE), "logout")) {
		/* A colleague may have taken the seat meanwhile. */
		if (cti__str_eq(cti__seat_agent(pops, link, device), agent))
			agent = CTI__STR_NONE;
		else
			return;
	}
	if (cti__seat_set(pops, link, device, agent))
		no_memory(pops);
}

static bool is_of_device(enum cti_event_kind kind)
{
	return kind == CTI_EVENT_RING || kind == CTI_EVENT_ANSWER ||
	       kind == CTI_EVENT_DIAL || kind == CTI_EVENT_HANGUP;
}

/* Only what shows that a call lives may begin one that was never heard of. */
static bool is_beginning(enum cti_event_kind kind)
{
	return kind == CTI_EVENT_CALL_BEGIN || kind == CTI_EVENT_RING ||
	       kind == CTI_EVENT_ANSWER || kind == CTI_EVENT_DIAL ||
	       kind == CTI_EVENT_QUEUE;
}

static void relate(struct cti__pop_call *call, const struct cti_event *ev)
{
	struct cti__str merged = text(ev, CTI_FIELD_MERGED);
	struct cti__str of = text(ev, CTI_FIELD_CONSULT_OF);
	struct cti__pop_call *other;

	if (of.n && !call->parent) {
		other = cti__pop_call_real(
			cti__pop_call_find(call->pops, of));
		if (other)
			cti__pop_call_join(call, other);
	}
	if (merged.n) {
		other = cti__pop_call_find(call->pops, merged);
		if (other)
			merge(other, call, ev);
	}
}

static void on_call_event(struct cti__pops *pops, const struct cti_event *ev,
			  struct cti__str id)
{
	struct cti__pop_call *call = cti__pop_call_find(pops, id);

	if (!call && is_beginning(ev->kind)) {
		call = cti__pop_call_get(pops, id);
		if (!call)
			no_memory(pops);
	}
	if (!call)
		return;
	if (ev->kind == CTI_EVENT_CALL_END) {
		end_call(call, ev);
		return;
	}
	call = cti__pop_call_real(call);
	relate(call, ev);
	learn_all(call, ev);
	identify(call);
	if (is_of_device(ev->kind))
		on_device(call, ev);
	else
		on_call(call, ev);
}

void cti__pops_event(struct cti__pops *pops, const struct cti_event *ev)
{
	struct cti__str id = text(ev, CTI_FIELD_CALL);

	if (ev->kind == CTI_EVENT_POP)
		return;
	if (ev->kind == CTI_EVENT_AGENT)
		on_agent(pops, ev);
	else if (id.n)
		on_call_event(pops, ev, id);
	flush(pops, ev);
}

/* --- the agent's choice --- */

static const cti_customer *find_candidate(const struct cti__pop_call *contact,
					  const char *customer_id)
{
	struct cti__answer answer;
	size_t i;

	if (contact->chosen &&
	    !strcmp(cti_customer_get(contact->chosen, "id"), customer_id))
		return contact->chosen;
	cti__pop_call_answer(contact, &answer);
	for (i = 0; i < answer.count; i++)
		if (!strcmp(cti_customer_get(answer.candidates[i], "id"),
			    customer_id))
			return answer.candidates[i];
	return NULL;
}

int cti__pops_choose(struct cti__pops *pops, const char *pop_id,
		     const char *customer_id)
{
	struct cti__screen *screen = cti__screen_by_id(pops, cti__str(pop_id));
	struct cti__pop_call *contact;
	const cti_customer *customer;

	if (!screen || !screen->open || !*customer_id)
		return CTI_ENOENT;
	contact = cti__pop_call_contact(screen->call);
	customer = find_candidate(contact, customer_id);
	if (!customer)
		return CTI_ENOENT;
	if (customer == contact->chosen)
		return 0;
	cti_customer_unref(contact->chosen);
	contact->chosen =
		cti_customer_ref((cti_customer *)(uintptr_t)customer);
	mark_call(contact);
	flush(pops, NULL);
	return 0;
}

/* --- making, setting, freeing --- */

int cti__pops_new(struct cti__pops **out, const struct cti__pops_opts *opts)
{
	struct cti__pops *pops = cti__calloc(1, sizeof(*pops));

	*out = pops;
	if (!pops)
		return CTI_ENOMEM;
	pops->opts = *opts;
	cti__map_init(&pops->calls, opts->seed);
	cti__map_init(&pops->screens, opts->seed);
	cti__map_init(&pops->seats, opts->seed);
	cti__list_init(&pops->dirty);
	return 0;
}

void cti__pops_free(struct cti__pops *pops)
{
	struct cti__map_node *node;

	if (!pops)
		return;
	for (node = cti__map_next(&pops->calls, NULL); node;
	     node = cti__map_next(&pops->calls, NULL))
		cti__pop_call_free(
			cti__map_entry(node, struct cti__pop_call, by_id));
	cti__seat_clear(pops);
	cti__map_fini(&pops->calls);
	cti__map_fini(&pops->screens);
	cti__map_fini(&pops->seats);
	cti__template_free(pops->url);
	cti__free(pops);
}

int cti__pops_set_url(struct cti__pops *pops, const char *url,
		      const char *schemes, char *detail, size_t size)
{
	struct cti__template *template = NULL;
	int err;

	if (detail && size)
		detail[0] = '\0';
	if (url && *url) {
		err = cti__template_new(&template, cti__str(url),
					schemes ? schemes : "http,https",
					detail, size);
		if (err)
			return err;
	}
	cti__template_free(pops->url);
	pops->url = template;
	return 0;
}

int cti__pops_set_language(struct cti__pops *pops, const char *language)
{
	return cti__language_parse(cti__str(language), &pops->language) ?
		       0 :
		       CTI_EVALUE;
}

int cti__pops_set_open_on(struct cti__pops *pops, const char *when)
{
	if (strcmp(when, "ring") != 0 && strcmp(when, "answer") != 0)
		return CTI_EVALUE;
	pops->open_on_answer = *when == 'a';
	return 0;
}

void cti__pops_set_outbound(struct cti__pops *pops, bool outbound)
{
	pops->outbound = outbound;
}

void cti__pops_set_internal(struct cti__pops *pops, bool internal)
{
	pops->internal = internal;
}

size_t cti__pops_calls(const struct cti__pops *pops)
{
	return pops->calls.count;
}

size_t cti__pops_open(const struct cti__pops *pops)
{
	return pops->open;
}
