/* SPDX-License-Identifier: MIT */
/* Pops as the core sees them: made, configured, asked, and freed. */
#include "pop/pop.h"
#include "pop/screens.h"
#include "pop/show.h"
#include "service/service.h"
#include "util/alloc.h"

#include <cti/error.h>

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
	struct cti__answer answer;

	if (!screen || !screen->open || !*customer_id)
		return CTI_ENOENT;
	contact = cti__pop_call_contact(screen->call);
	customer = find_candidate(contact, customer_id);
	if (!customer)
		return CTI_ENOENT;
	if (customer == contact->chosen)
		return 0;
	cti_customer_unref(contact->chosen);
	contact->chosen = cti_customer_ref((cti_customer *)(uintptr_t)customer);
	if (cti__verify_forget(&contact->known.verify, customer_id))
		contact->known.verify_revision++;
	cti__pop_call_answer(contact, &answer);
	if (pops->opts.chosen && answer.count > 1 && contact->remote)
		pops->opts.chosen(pops->opts.user, cti__str(contact->remote),
				  customer_id);
	cti__pop_call_mark(contact);
	cti__pops_flush(pops, NULL);
	return 0;
}

/* --- a record that has changed --- */

static bool shows(const struct cti__pop_call *call, const char *customer_id)
{
	struct cti__answer answer;
	size_t i;

	cti__pop_call_answer(call, &answer);
	for (i = 0; i < answer.count; i++)
		if (!strcmp(cti_customer_get(answer.candidates[i], "id"),
			    customer_id))
			return true;
	return false;
}

void cti__pops_ask_again(struct cti__pops *pops, const char *customer_id)
{
	struct cti__map_node *node;
	struct cti__pop_call *call;

	for (node = cti__map_next(&pops->calls, NULL); node;
	     node = cti__map_next(&pops->calls, node)) {
		call = cti__map_entry(node, struct cti__pop_call, by_id);
		if (!call->question || !shows(call, customer_id))
			continue;
		cti__question_release(call->question);
		call->question = NULL;
		cti__pop_call_identify(call);
		cti__pop_call_mark(call);
	}
	cti__pops_flush(pops, NULL);
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
	cti__service_unref(pops->service);
	cti__map_fini(&pops->calls);
	cti__map_fini(&pops->screens);
	cti__map_fini(&pops->seats);
	cti__template_free(pops->url);
	cti__free(pops->schemes);
	cti__free(pops);
}

int cti__pops_set_url(struct cti__pops *pops, const char *url,
		      const char *schemes, char *detail, size_t size)
{
	struct cti__template *template = NULL;
	char *kept;
	int err;

	if (!schemes)
		schemes = "http,https";
	if (detail && size)
		detail[0] = '\0';
	if (url && *url) {
		err = cti__template_new(&template, cti__str(url),
					schemes, detail, size);
		if (err)
			return err;
	}
	kept = cti__str_dup(cti__str(schemes));
	if (!kept) {
		cti__template_free(template);
		return CTI_ENOMEM;
	}
	cti__free(pops->schemes);
	pops->schemes = kept;
	cti__template_free(pops->url);
	pops->url = template;
	return 0;
}

void cti__pops_set_greeting(struct cti__pops *pops, uint32_t statement_score,
			    uint32_t ask_members)
{
	pops->greeting.sure = statement_score;
	pops->greeting.ask_members = ask_members;
}

int cti__pops_set_language(struct cti__pops *pops, const char *language)
{
	return cti__language_parse(cti__str(language), &pops->language)
		       ? 0
		       : CTI_EVALUE;
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

static void use_service(struct cti__pops *pops, struct cti__service *service)
{
	(void)cti__service_ref(service);
	cti__service_unref(pops->service);
	pops->service = service;
}

void cti__pops_set_service(struct cti__pops *pops,
			   struct cti__service *service)
{
	struct cti__pop_call *call;
	struct cti__map_node *node;

	use_service(pops, service);
	for (node = cti__map_next(&pops->calls, NULL); node;
	     node = cti__map_next(&pops->calls, node)) {
		call = cti__map_entry(node, struct cti__pop_call, by_id);
		cti__knowledge_pin(&call->known, false);
		cti__pop_call_mark(call);
	}
	cti__pops_flush(pops, NULL);
}

void cti__pops_next_service(struct cti__pops *pops,
			    struct cti__service *service)
{
	struct cti__map_node *node;

	for (node = cti__map_next(&pops->calls, NULL); node;
	     node = cti__map_next(&pops->calls, node))
		cti__knowledge_pin(
			&cti__map_entry(node, struct cti__pop_call, by_id)
				 ->known,
			true);
	use_service(pops, service);
}

void cti__pops_explain(struct cti__pops *pops, bool explain)
{
	pops->explain = explain && pops->opts.why_not;
}

size_t cti__pops_calls(const struct cti__pops *pops)
{
	return pops->calls.count;
}

size_t cti__pops_open(const struct cti__pops *pops)
{
	return pops->open;
}
