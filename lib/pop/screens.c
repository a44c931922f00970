/* SPDX-License-Identifier: MIT */
/* When a screen opens and closes, and what happens where two calls become one.
 */
#include "pop/screens.h"
#include "pop/show.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/client.h>
#include <cti/error.h>

void cti__pops_no_memory(struct cti__pops *pops)
{
	cti__log(pops->opts.log, CTI_LOG_ERROR,
		 "pops: out of memory, a pop may lack something: give the "
		 "process more");
}

/* Keep a text that changes, and say whether it did. */
bool cti__pops_change(struct cti__pops *pops, char **owned,
		      struct cti__str value)
{
	if (!value.n || cti__str_is(value, *owned))
		return false;
	if (cti__str_set(owned, value)) {
		cti__pops_no_memory(pops);
		return false;
	}
	return true;
}

/* Keep a text only if there is none yet: the first caller stays the caller. */
bool cti__pops_learn(struct cti__pops *pops, char **owned,
		     struct cti__str value)
{
	return !*owned && cti__pops_change(pops, owned, value);
}

/* --- screens that show something old --- */

void cti__screen_mark(struct cti__screen *screen)
{
	if (screen->open && cti__list_empty(&screen->dirty))
		cti__list_add(&screen->call->pops->dirty, &screen->dirty);
}

/* All who see this contact: its own screens and those of its consultations. */
void cti__pop_call_mark(struct cti__pop_call *call)
{
	struct cti__list *node;

	cti__list_each (node, &call->screens)
		cti__screen_mark(
			cti__list_entry(node, struct cti__screen, node));
	cti__list_each (node, &call->kids)
		cti__pop_call_mark(
			cti__list_entry(node, struct cti__pop_call, kin));
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
void cti__pops_flush(struct cti__pops *pops, const struct cti_event *ev)
{
	struct cti__screen *screen;
	int64_t time_us;

	while (!cti__list_empty(&pops->dirty)) {
		screen = cti__list_entry(pops->dirty.next, struct cti__screen,
					 dirty);
		time_us = ev ? ev->time_us : now_on(screen->call);
		(void)cti__screen_show(screen, CTI_POP_UPDATED, "", time_us, 0);
	}
}

/* --- identification --- */

static void on_answer(struct cti__question *question, void *user)
{
	struct cti__pop_call *call = user;

	(void)question;
	cti__pop_call_mark(call);
	cti__pops_flush(call->pops, NULL);
}

/* Who a contact between colleagues is matters only where it pops. */
static bool is_asked_for(const struct cti__pop_call *call)
{
	if (call->parent || call->question || !call->pops->opts.identify)
		return false;
	if (call->direction == CTI__DIRECTION_INTERNAL && !call->pops->internal)
		return false;
	return call->remote || (cti__pop_call_hides(call) &&
				call->direction != CTI__DIRECTION_UNKNOWN);
}

void cti__pop_call_follow(struct cti__pop_call *call, struct cti__str key,
			  struct cti__str value)
{
	if (call->question &&
	    cti__question_also(call->question, key, value) == CTI_ENOMEM)
		cti__pops_no_memory(call->pops);
}

void cti__pop_call_identify(struct cti__pop_call *call)
{
	struct cti__list *node;
	struct cti__datum *datum;

	if (!is_asked_for(call))
		return;
	if (cti__identify_ask(&call->question, call->pops->opts.identify,
			      cti__str(call->remote), cti__pop_call_hides(call),
			      on_answer, call)) {
		cti__pops_no_memory(call->pops);
		return;
	}
	cti__list_each (node, &call->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		cti__pop_call_follow(call, cti__str(datum->key),
				     cti__str(datum->value));
	}
	cti__question_await(call->question);
}

/* --- opening and closing --- */

int64_t cti__pop_call_waited(const struct cti__pop_call *call, int64_t time_us)
{
	int64_t us = call->waited_us;

	if (call->queued && time_us > call->queued_us)
		us += time_us - call->queued_us;
	return us / 1000;
}

void cti__pop_call_stop_waiting(struct cti__pop_call *call, int64_t time_us)
{
	call->waited_us = cti__pop_call_waited(call, time_us) * 1000;
	call->queued = false;
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
	cti__pop_call_identify(contact);
	screen->waited_ms = cti__pop_call_waited(contact, ev->time_us);
	if (cti__screen_show(screen, CTI_POP_OPENED, "", ev->time_us,
			     ev->flags & (CTI_FLAG_RESYNC | CTI_FLAG_LATE)))
		return;
	/* The next event may find memory. */
	screen->revision--;
	count_open(screen, false);
}

static void close_screen(struct cti__screen *screen, const char *reason,
			 int64_t time_us)
{
	if (!screen->open)
		return;
	count_open(screen, false);
	(void)cti__screen_show(screen, CTI_POP_CLOSED, reason, time_us, 0);
}

/* The device has left the call, whatever its telephones are yet to say. */
void cti__screen_leave(struct cti__screen *screen, const char *reason,
		       int64_t time_us)
{
	if (!screen)
		return;
	screen->legs = 0;
	close_screen(screen, reason, time_us);
	screen->answered = false;
}

/* Whether this device's part in the call is one that pops: NULL, or why not. */
static const char *unwanted(const struct cti__screen *screen)
{
	const struct cti__pop_call *call = screen->call;
	const struct cti__pops *pops = call->pops;

	if (call->parent || call->direction == CTI__DIRECTION_INTERNAL)
		return !pops->internal
			       ? (call->parent
					  ? CTI__TEXT("a consultation between "
						      "colleagues; "
						      "pop.internal is off")
					  : CTI__TEXT("a call between "
						      "colleagues; "
						      "pop.internal is off"))
		       : screen->dialled
			       ? CTI__TEXT("it has dialled a colleague")
			       : NULL;
	/* It has dialled a room or a feature code, or we do not know yet. */
	if (call->direction == CTI__DIRECTION_UNKNOWN)
		return CTI__TEXT("nobody outside is known to be on the line");
	/* Whom an outbound call was handed to has been called like any other.
	 */
	if (call->direction == CTI__DIRECTION_OUTBOUND && call->origin &&
	    !strcmp(call->origin, screen->device))
		return pops->outbound
			       ? NULL
			       : CTI__TEXT(
					 "it has dialled; pop.outbound is off");
	return NULL;
}

/* What was closed before the link broke is no news when it is back. */
static bool is_stale(const struct cti__screen *screen,
		     const struct cti_event *ev)
{
	return (ev->flags & CTI_FLAG_RESYNC) && screen->revision;
}

/* NULL if it is to open now; else why not. */
static const char *why_not(const struct cti__screen *screen,
			   const struct cti_event *ev)
{
	if (is_stale(screen, ev))
		return CTI__TEXT("it was closed before the link broke");
	/* Who dials sees nothing before somebody answers. */
	if (!screen->answered && screen->dialled)
		return CTI__TEXT("it dials, and nobody has answered yet");
	if (!screen->answered && screen->call->pops->open_on_answer)
		return CTI__TEXT("it only rings yet; pop.open_on is answer");
	return unwanted(screen);
}

void cti__screen_open_if_due(struct cti__screen *screen,
			     const struct cti_event *ev)
{
	const struct cti__pops *pops = screen->call->pops;
	const char *why;

	if (screen->open || !screen->legs)
		return;
	why = why_not(screen, ev);
	if (!why)
		open_screen(screen, ev);
	else if (pops->explain)
		pops->opts.why_not(pops->opts.user, ev, screen->call->id,
				   screen->device, why);
}

void cti__pop_call_open_due(struct cti__pop_call *call,
			    const struct cti_event *ev)
{
	struct cti__list *node;

	cti__list_each (node, &call->screens)
		cti__screen_open_if_due(
			cti__list_entry(node, struct cti__screen, node), ev);
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
		cti__pops_no_memory(to->pops);
		return;
	}
	/* A device that consults on its own leg has one telephone in both. */
	if (from->legs > screen->legs)
		screen->legs = from->legs;
	screen->dialled |= from->dialled;
	if (from->answered && !screen->answered) {
		screen->answered = true;
		cti__screen_mark(screen);
	}
	cti__pops_change(to->pops, &screen->agent, cti__str(from->agent));
	cti__pops_learn(to->pops, &screen->remote, cti__str(from->remote));
}

static void move_data(struct cti__pop_call *from, struct cti__pop_call *to)
{
	struct cti__list *node;
	struct cti__datum *datum;

	cti__list_each (node, &from->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		if (cti__pop_call_data(to, cti__str(datum->key)).n ||
		    cti__pop_call_set_data(to, cti__str(datum->key),
					   cti__str(datum->value)))
			continue;
		cti__pop_call_follow(to, cti__str(datum->key),
				     cti__str(datum->value));
		cti__pop_call_mark(to);
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

static bool is_outside(const struct cti__pop_call *call)
{
	return call->direction == CTI__DIRECTION_INBOUND ||
	       call->direction == CTI__DIRECTION_OUTBOUND;
}

static void take_over(char **to, char **from)
{
	if (!*from)
		return;
	cti__free(*to);
	*to = *from;
	*from = NULL;
}

/*
 * Somebody outside who comes into a call between colleagues makes it his, with
 * everything that is known of him.
 */
static void inherit(struct cti__pop_call *from, struct cti__pop_call *to)
{
	if (!is_outside(from) || is_outside(to))
		return;
	to->direction = from->direction;
	to->withheld = from->withheld;
	take_over(&to->caller, &from->caller);
	take_over(&to->called, &from->called);
	take_over(&to->remote, &from->remote);
	take_over(&to->name, &from->name);
	take_over(&to->dnis, &from->dnis);
	take_over(&to->queue, &from->queue);
	take_over(&to->origin, &from->origin);
	to->waited_us = from->waited_us;
	if (!to->chosen) {
		to->chosen = from->chosen;
		from->chosen = NULL;
	}
	cti__knowledge_move(&to->known, &from->known);
	cti__question_release(to->question);
	to->question = NULL;
	cti__pop_call_identify(to);
	cti__pop_call_mark(to);
}

/* Everything of the one is now the other's; its id stays known until it ends.
 */
void cti__pop_call_merge(struct cti__pop_call *from, struct cti__pop_call *to,
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
	cti__list_each (node, &from->screens)
		move_screen(cti__list_entry(node, struct cti__screen, node), to,
			    ev);
	while (!cti__list_empty(&from->screens))
		cti__screen_free(cti__list_entry(from->screens.next,
						 struct cti__screen, node));
	inherit(from, to);
	move_data(from, to);
	move_kids(from, to);
	cti__question_release(from->question);
	from->question = NULL;
}
