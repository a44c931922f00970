/* SPDX-License-Identifier: MIT */
/* Telling the application what a screen shows now: one pop event a change. */
#include "pop/show.h"
#include "pop/earlier.h"
#include "pop/own_url.h"
#include "pop/screens.h"
#include "service/service.h"
#include "util/alloc.h"

#include <cti/client.h>
#include <cti/error.h>

static const char *const directions[] = {
	[CTI__DIRECTION_UNKNOWN] = "",
	[CTI__DIRECTION_INBOUND] = "inbound",
	[CTI__DIRECTION_OUTBOUND] = "outbound",
	[CTI__DIRECTION_INTERNAL] = "internal",
};

void cti__pop_call_answer(const struct cti__pop_call *contact,
			  struct cti__answer *out)
{
	memset(out, 0, sizeof(*out));
	out->identity = cti__pop_call_hides(contact) ? CTI_IDENTITY_WITHHELD
						     : CTI_IDENTITY_UNKNOWN;
	out->group_label = "";
	if (contact->question)
		cti__question_result(contact->question, out);
}

/* Between colleagues each sees the other; else all see the customer. */
static struct cti__str remote_of(const struct cti__screen *screen,
				 const struct cti__pop_call *contact)
{
	if (cti__pop_call_hides(contact))
		return CTI__STR_NONE;
	if (contact->direction != CTI__DIRECTION_INTERNAL && contact->remote)
		return cti__str(contact->remote);
	return cti__str(screen->remote);
}

static void fill_call(struct cti__pop_parts *parts,
		      const struct cti__pop_call *contact)
{
	struct cti__str *text = parts->text;

	text[CTI__POP_NAME] = cti__str(contact->name);
	text[CTI__POP_DNIS] = cti__str(contact->dnis);
	text[CTI__POP_QUEUE] = cti__str(contact->queue);
	text[CTI__POP_DIRECTION] = cti__str(directions[contact->direction]);
}

static void fill_texts(struct cti__pop_parts *parts,
		       const struct cti__screen *screen,
		       const struct cti__pop_call *contact, const char *reason)
{
	struct cti__str *text = parts->text;

	text[CTI__POP_ID] = cti__map_key(&screen->by_id);
	text[CTI__POP_CALL] = cti__map_key(&screen->call->by_id);
	text[CTI__POP_DEVICE] = cti__str(screen->device);
	text[CTI__POP_AGENT] = cti__str(screen->agent);
	text[CTI__POP_REMOTE] = remote_of(screen, contact);
	fill_call(parts, contact);
	text[CTI__POP_REASON] = cti__str(reason);
}

static void fill_identity(struct cti__pop_parts *parts,
			  const struct cti__pop_call *contact)
{
	const cti_customer *best = contact->chosen;
	struct cti__greeting_case who = { .chosen = best != NULL };
	struct cti__answer answer;

	cti__pop_call_answer(contact, &answer);
	parts->identity = best ? CTI_IDENTITY_IDENTIFIED : answer.identity;
	parts->candidates = answer.candidates;
	parts->candidate_count = answer.count;
	parts->first = best;
	if (!best && answer.count)
		best = answer.candidates[0];
	parts->group = answer.group;
	parts->members = answer.members;
	parts->text[CTI__POP_GROUP_LABEL] = cti__str(answer.group_label);
	parts->contacts = answer.contacts;
	parts->contact_count = answer.contact_count;
	who.identity = parts->identity;
	who.customer = best;
	who.group = answer.group;
	who.members = answer.members;
	parts->greeting = cti__greeting_mode(&who, &contact->pops->greeting);
}

enum cti_greeting cti__pops_greet(const struct cti__pops *pops,
				  const struct cti__answer *answer,
				  struct cti__buf *words)
{
	const struct cti__greeting_case who = {
		.identity = answer->identity,
		.customer = answer->count ? answer->candidates[0] : NULL,
		.group = answer->group,
		.members = answer->members,
	};
	enum cti_greeting mode = cti__greeting_mode(&who, &pops->greeting);

	cti__greeting_words(words, mode, who.customer, pops->language);
	return mode;
}

/* What the service knowledge says of the best candidate, before its secrets
   are taken away. */
static cti_advice *judge(struct cti__pop_call *contact,
			 const struct cti__pop_parts *parts, int64_t time_us)
{
	const cti_customer *best = parts->first;

	if (!best && parts->candidate_count)
		best = parts->candidates[0];
	return cti__pop_call_advice(contact, best, parts->identity, time_us);
}

static const cti_customer *best_of(const struct cti__pop_parts *parts)
{
	if (parts->first)
		return parts->first;
	return parts->candidate_count ? parts->candidates[0] : NULL;
}

static struct cti__str data_of(const void *user, struct cti__str key)
{
	return cti__pop_call_data(user, key);
}

/* A pop without an address is better than none, so say it in the log only. */
static void log_url(struct cti__screen *screen, int err)
{
	if (screen->url_failed)
		return;
	screen->url_failed = true;
	cti__log(screen->call->pops->opts.log, CTI_LOG_WARN,
		 "pop %s: no URL, %s: check the fields of pop.url", screen->id,
		 err == CTI_ETOOBIG ? "it would be longer than 2048 bytes"
				    : "a value of dots would change its path");
}

/* Without a template the record's own address, if it is one. */
static void fill_own_url(struct cti__pop_parts *parts,
			 struct cti__screen *screen, char *url)
{
	const struct cti__pops *pops = screen->call->pops;
	struct cti__str own = cti__str(cti_customer_get(best_of(parts), "url"));
	int err;

	if (!own.n || parts->group == CTI_GROUP_SHARED)
		return;
	err = cti__own_url(own, pops->schemes ? pops->schemes : "http,https",
			   url);
	if (err == CTI_ENOMEM)
		cti__pops_no_memory(screen->call->pops);
	else if (err && !screen->url_failed)
		cti__log(pops->opts.log, CTI_LOG_WARN,
			 "pop %s: the customer's own url is not opened: it has "
			 "no scheme of pop.schemes, no host, or what does not "
			 "belong into an address",
			 screen->id);
	screen->url_failed = screen->url_failed || err;
	parts->text[CTI__POP_URL] = cti__str(url);
}

static void fill_url(struct cti__pop_parts *parts, struct cti__screen *screen,
		     const struct cti__pop_call *contact, char *url)
{
	struct cti__pops *pops = screen->call->pops;
	struct cti__template_values values = { .customer = best_of(parts),
					       .data = data_of,
					       .user = contact };
	const struct cti__str *text = parts->text;
	const cti_number *number;
	int err;

	if (!pops->url) {
		fill_own_url(parts, screen, url);
		return;
	}
	values.slot[CTI__SLOT_REMOTE] = text[CTI__POP_REMOTE];
	values.slot[CTI__SLOT_DNIS] = text[CTI__POP_DNIS];
	values.slot[CTI__SLOT_DEVICE] = text[CTI__POP_DEVICE];
	values.slot[CTI__SLOT_AGENT] = text[CTI__POP_AGENT];
	values.slot[CTI__SLOT_QUEUE] = text[CTI__POP_QUEUE];
	values.slot[CTI__SLOT_CALL] = text[CTI__POP_CALL];
	values.slot[CTI__SLOT_POP] = text[CTI__POP_ID];
	values.slot[CTI__SLOT_NAME] = text[CTI__POP_NAME];
	values.slot[CTI__SLOT_IDENTITY] = cti__str(
		cti_identity_name(parts->identity));
	if (contact->question) {
		number = cti__question_number(contact->question);
		values.slot[CTI__SLOT_E164] = cti__str(number->e164);
		values.slot[CTI__SLOT_NATIONAL] = cti__str(number->national);
	}
	err = cti__template_render(pops->url, &values, url);
	if (err)
		log_url(screen, err);
	parts->text[CTI__POP_URL] = cti__str(url);
}

/* A tier may have a form of its own for those whom we are sure of. */
static void greet(struct cti__buf *out, const struct cti__pop_call *contact,
		  const struct cti__pop_parts *parts)
{
	const struct cti__service *service = cti__knowledge_service(contact);
	const cti_customer *best = best_of(parts);
	enum cti__language language;
	const char *form = NULL;

	language = cti__greeting_language(best, contact->pops->language);
	if (parts->greeting == CTI_GREETING_STATEMENT && service)
		form = cti__service_greeting(
			service,
			cti_advice_text(parts->advice, CTI_ADVICE_TIER),
			language == CTI__LANGUAGE_ZH);
	if (form)
		cti__greeting_form(out, cti__str(form), best, language);
	else
		cti__greeting_words(out, parts->greeting, best, language);
}

static void set_text(struct cti_event *ev, enum cti_field field,
		     const struct cti_pop *pop, enum cti__pop_text which)
{
	struct cti__str text = cti__pop_text(pop, which);

	if (text.n)
		cti__event_set(ev, field, text);
}

static void emit(struct cti__screen *screen, struct cti_pop *pop,
		 int64_t time_us, uint32_t flags)
{
	const struct cti__pops_opts *opts = &screen->call->pops->opts;
	struct cti_event ev;

	cti__event_init(&ev, CTI_EVENT_POP, time_us);
	ev.flags = flags;
	ev.pop = pop;
	if (screen->call->link)
		cti__event_set(&ev, CTI_FIELD_LINK,
			       cti__str(screen->call->link));
	set_text(&ev, CTI_FIELD_CALL, pop, CTI__POP_CALL);
	set_text(&ev, CTI_FIELD_DEVICE, pop, CTI__POP_DEVICE);
	cti__event_set(&ev, CTI_FIELD_REMOTE,
		       cti__pop_text(pop, CTI__POP_REMOTE));
	set_text(&ev, CTI_FIELD_NAME, pop, CTI__POP_NAME);
	set_text(&ev, CTI_FIELD_DNIS, pop, CTI__POP_DNIS);
	set_text(&ev, CTI_FIELD_QUEUE, pop, CTI__POP_QUEUE);
	set_text(&ev, CTI_FIELD_AGENT, pop, CTI__POP_AGENT);
	cti__event_set_int(&ev, CTI_FIELD_WAITED_MS, cti_pop_waited_ms(pop));
	set_text(&ev, CTI_FIELD_REASON, pop, CTI__POP_REASON);
	set_text(&ev, CTI_FIELD_DIRECTION, pop, CTI__POP_DIRECTION);
	cti__event_set(&ev, CTI_FIELD_STATE,
		       cti__str(cti_pop_state_name(cti_pop_state(pop))));
	set_text(&ev, CTI_FIELD_POP, pop, CTI__POP_ID);
	cti__event_set_int(&ev, CTI_FIELD_REVISION, cti_pop_revision(pop));
	if (cti__pop_call_hides(cti__pop_call_contact(screen->call)))
		cti__event_set_int(&ev, CTI_FIELD_WITHHELD, 1);
	opts->emit(opts->user, &ev);
}

/* The picture of a change that could not be made: of a closing one there is
   always something to tell. */
static struct cti_pop *instead(struct cti__screen *screen,
			       enum cti_pop_state state, const char *reason)
{
	struct cti_pop *pop = NULL;

	if (state == CTI_POP_CLOSED) {
		pop = screen->farewell;
		screen->farewell = NULL;
	}
	if (pop)
		cti__pop_set_farewell(pop, screen->revision, reason);
	else
		cti__log(screen->call->pops->opts.log, CTI_LOG_ERROR,
			 "pop %s: out of memory, its change is not shown: give "
			 "the process more",
			 screen->id);
	return pop;
}

/* Whatever is opened can be closed. */
static struct cti_pop *make(struct cti__screen *screen,
			    const struct cti__pop_parts *parts)
{
	if (parts->state == CTI_POP_OPENED) {
		cti__pop_unref(screen->farewell);
		screen->farewell = cti__pop_farewell(parts);
		if (!screen->farewell)
			return NULL;
	}
	return cti__pop_new(parts);
}

bool cti__screen_show(struct cti__screen *screen, enum cti_pop_state state,
		      const char *reason, int64_t time_us, uint32_t flags)
{
	struct cti__pop_call *contact = cti__pop_call_contact(screen->call);
	struct cti__pop_parts parts = { .state = state };
	struct cti__buf greeting = { 0 };
	const cti_customer **shown = NULL, **contacts = NULL;
	cti_advice *advice;
	char url[CTI__URL_MAX + 1] = "";
	struct cti_pop *pop;

	/* Whatever has changed until now is in this revision. */
	cti__list_del(&screen->dirty);
	contact->shown = true;
	parts.revision = ++screen->revision;
	parts.waited_ms = screen->waited_ms;
	parts.answered = screen->answered;
	parts.data = &contact->data;
	parts.earlier = contact->earlier;
	fill_texts(&parts, screen, contact, reason);
	fill_identity(&parts, contact);
	parts.advice = advice = judge(contact, &parts, time_us);
	cti__pop_call_hide(contact, &parts, &shown, &contacts);
	greet(&greeting, contact, &parts);
	parts.text[CTI__POP_GREETING_TEXT] = cti__str_n(greeting.p, greeting.n);
	fill_url(&parts, screen, contact, url);
	pop = make(screen, &parts);
	cti__buf_fini(&greeting);
	cti_advice_unref(advice);
	if (!pop)
		pop = instead(screen, state, reason);
	if (!pop) {
		cti__free(shown);
		cti__free(contacts);
		return false;
	}
	/* Before the event: whoever gets it may end the call. */
	cti__pop_call_ask_earlier(contact, &parts);
	cti__free(shown);
	cti__free(contacts);
	emit(screen, pop, time_us, flags);
	cti__pop_unref(pop);
	return true;
}

/* Between colleagues there is no contact, and what has nobody and no service
   knowledge has nothing to say. */
static bool is_worth_telling(const struct cti__pop_call *contact,
			     const struct cti__pop_parts *parts)
{
	return parts->advice || parts->first || parts->candidate_count ||
	       contact->data_count;
}

struct cti_pop *cti__pop_call_left(struct cti__pop_call *contact,
				   int64_t time_us)
{
	struct cti__pop_parts parts = { .state = CTI_POP_CLOSED };
	const cti_customer **shown = NULL, **contacts = NULL;
	struct cti_pop *pop = NULL;
	cti_advice *advice;

	if (contact->shown || contact->parent || contact->merged ||
	    (contact->direction != CTI__DIRECTION_INBOUND &&
	     contact->direction != CTI__DIRECTION_OUTBOUND))
		return NULL;
	parts.waited_ms = cti__pop_call_waited(contact, time_us);
	parts.data = &contact->data;
	fill_call(&parts, contact);
	parts.text[CTI__POP_CALL] = cti__map_key(&contact->by_id);
	if (!cti__pop_call_hides(contact))
		parts.text[CTI__POP_REMOTE] = cti__str(contact->remote);
	fill_identity(&parts, contact);
	parts.advice = advice = judge(contact, &parts, time_us);
	cti__pop_call_hide(contact, &parts, &shown, &contacts);
	if (is_worth_telling(contact, &parts)) {
		pop = cti__pop_new(&parts);
		if (!pop)
			cti__pops_no_memory(contact->pops);
	}
	cti_advice_unref(advice);
	cti__free(shown);
	cti__free(contacts);
	return pop;
}
