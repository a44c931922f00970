/* SPDX-License-Identifier: MIT */
/* What the service knowledge says of a contact, kept until something changes.
 */
#include "pop/knowledge.h"
#include "identify/customer.h"
#include "identify/identify.h"
#include "pop/screens.h"
#include "service/service.h"
#include "util/alloc.h"

#include <cti/error.h>

#define HOUR_US INT64_C(3600000000)

static void forget_shown(struct cti__knowledge *known)
{
	size_t i;

	for (i = 0; i < known->shown_count * 2; i++)
		cti_customer_unref(known->shown[i]);
	cti__free(known->shown);
	known->shown = NULL;
	known->shown_count = 0;
}

static void forget_advice(struct cti__knowledge *known)
{
	cti_advice_unref(known->advice);
	cti_customer_unref(known->customer);
	known->advice = NULL;
	known->customer = NULL;
}

void cti__knowledge_fini(struct cti__knowledge *known)
{
	forget_advice(known);
	forget_shown(known);
	cti__verify_fini(&known->verify);
	cti__service_unref(known->service);
	cti__free(known->queue);
	cti__free(known->dnis);
	memset(known, 0, sizeof(*known));
}

void cti__knowledge_move(struct cti__knowledge *to, struct cti__knowledge *from)
{
	/* Nothing was asked there: what is known here stays. */
	if (!from->verify.service && !from->verify.level)
		return;
	cti__verify_move(&to->verify, &from->verify);
	to->keys_complete = from->keys_complete;
	to->verify_revision++;
	forget_advice(to);
}

struct cti__service *cti__knowledge_service(const struct cti__pop_call *call)
{
	return call->known.pinned ? call->known.service : call->pops->service;
}

void cti__knowledge_pin(struct cti__knowledge *known, bool pinned)
{
	known->pinned = pinned && known->service;
}

/* --- advice --- */

static struct cti__str data_of(const void *user, struct cti__str key)
{
	return cti__pop_call_data(user, key);
}

static const char *const directions[] = { "", "inbound", "outbound",
					  "internal" };

static bool is_same(const struct cti__pop_call *call, const cti_customer *best,
		    enum cti_identity identity, int64_t hour)
{
	const struct cti__knowledge *known = &call->known;

	return known->advice && known->service == cti__knowledge_service(call) &&
	       known->customer == best && known->identity == identity &&
	       known->hour == hour && known->data_seen == call->data_revision &&
	       known->verify_seen == known->verify_revision &&
	       known->direction_seen == (int)call->direction &&
	       cti__str_eq(cti__str(call->queue), cti__str(known->queue)) &&
	       cti__str_eq(cti__str(call->dnis), cti__str(known->dnis));
}

/* A customer is held, so that no other can come to lie at the same place. */
static int remember(struct cti__pop_call *call, const cti_customer *best,
		    enum cti_identity identity, int64_t hour)
{
	struct cti__knowledge *known = &call->known;

	if (known->service != cti__knowledge_service(call)) {
		forget_shown(known);
		cti__service_unref(known->service);
		known->service = cti__service_ref(call->pops->service);
	}
	known->customer = cti_customer_ref((cti_customer *)(uintptr_t)best);
	known->identity = identity;
	known->hour = hour;
	known->data_seen = call->data_revision;
	known->verify_seen = known->verify_revision;
	known->direction_seen = (int)call->direction;
	if (cti__str_set(&known->queue, cti__str(call->queue)) ||
	    cti__str_set(&known->dnis, cti__str(call->dnis)))
		return CTI_ENOMEM;
	return 0;
}

static cti_advice *judge(struct cti__pop_call *call, const cti_customer *best,
			 enum cti_identity identity, int64_t time_us)
{
	struct cti__service *service = cti__knowledge_service(call);
	const struct cti__service_query query = {
		.customer = best,
		.identity = identity,
		.dnis = cti__str(call->dnis),
		.queue = cti__str(call->queue),
		.plan = call->pops->opts.identify
				? cti__identify_plan(call->pops->opts.identify)
				: NULL,
		.direction = cti__str(directions[call->direction]),
		.time_us = time_us,
		.level = call->known.verify.level,
		.data = data_of,
		.user = call,
		.log = call->pops->opts.log,
	};
	struct cti__advice_parts parts = { .present = 0 };
	cti_advice *advice = NULL;

	if (!cti__service_advise(service, &query, &parts)) {
		cti__verify_tell(&call->known.verify, service, &parts);
		advice = cti__advice_new(&parts);
	}
	cti__advice_parts_fini(&parts);
	return advice;
}

/* Whose record the verification was about is not who is shown now. */
static void check_verified(struct cti__knowledge *known,
			   const cti_customer *best, enum cti_identity identity)
{
	if (best && identity == CTI_IDENTITY_IDENTIFIED &&
	    cti__verify_forget(&known->verify, cti_customer_get(best, "id")))
		known->verify_revision++;
}

cti_advice *cti__pop_call_advice(struct cti__pop_call *contact,
				 const cti_customer *best,
				 enum cti_identity identity, int64_t time_us)
{
	struct cti__knowledge *known = &contact->known;
	int64_t hour = time_us / HOUR_US;

	if (!cti__knowledge_service(contact))
		return NULL;
	check_verified(known, best, identity);
	if (is_same(contact, best, identity, hour))
		return cti_advice_ref(known->advice);
	forget_advice(known);
	known->advice = judge(contact, best, identity, time_us);
	if (!known->advice || remember(contact, best, identity, hour)) {
		cti__pops_no_memory(contact->pops);
		forget_advice(known);
	}
	return cti_advice_ref(known->advice);
}

/* --- what is secret --- */

static bool has_secret(const struct cti__service *service,
		       const cti_customer *customer, int level)
{
	const char *field;
	size_t i;

	for (i = 0; (field = cti_customer_field(customer, i)); i++)
		if (cti__service_hides(service, field, level))
			return true;
	return false;
}

cti_customer *cti__customer_without(const struct cti__service *service,
				    const cti_customer *customer, int level)
{
	cti_customer *copy;
	const char *field;
	size_t i;

	if (cti__customer_copy(&copy, customer))
		return NULL;
	for (i = 0; (field = cti_customer_field(customer, i)); i++) {
		if (!cti__service_hides(service, field, level) ||
		    !cti_customer_set(copy, field, NULL))
			continue;
		cti_customer_unref(copy);
		return NULL;
	}
	return copy;
}

static cti_customer *add_shown(struct cti__pop_call *contact,
			       const cti_customer *customer)
{
	struct cti__knowledge *known = &contact->known;
	size_t count = known->shown_count;
	cti_customer **more, *copy;

	more = cti__realloc(known->shown, (count + 1) * 2 * sizeof(*more));
	if (!more)
		return NULL;
	known->shown = more;
	copy = cti__customer_without(cti__knowledge_service(contact), customer,
				     known->verify.level);
	if (!copy)
		return NULL;
	more[count * 2] = cti_customer_ref((cti_customer *)(uintptr_t)customer);
	more[count * 2 + 1] = copy;
	known->shown_count++;
	return copy;
}

/* NULL: no memory; better nobody than what nobody may see. */
static const cti_customer *shown_of(struct cti__pop_call *contact,
				    const cti_customer *customer)
{
	struct cti__knowledge *known = &contact->known;
	size_t i;

	if (!has_secret(cti__knowledge_service(contact), customer, known->verify.level))
		return customer;
	for (i = 0; i < known->shown_count; i++)
		if (known->shown[i * 2] == customer)
			return known->shown[i * 2 + 1];
	return add_shown(contact, customer);
}

/* The same customers, without secrets. *row is owned. */
static size_t hide_row(struct cti__pop_call *contact,
		       const cti_customer ***row,
		       const cti_customer *const *from, size_t count)
{
	const cti_customer *customer;
	size_t i, kept = 0;

	*row = cti__calloc(count + 1, sizeof(**row));
	for (i = 0; *row && i < count; i++) {
		customer = shown_of(contact, from[i]);
		if (customer)
			(*row)[kept++] = customer;
	}
	return kept;
}

void cti__pop_call_hide(struct cti__pop_call *contact,
			struct cti__pop_parts *parts,
			const cti_customer ***shown,
			const cti_customer ***contacts)
{
	size_t all = parts->candidate_count + parts->contact_count;

	*shown = *contacts = NULL;
	if (!cti__knowledge_service(contact) ||
	    !cti__service_has_secrets(cti__knowledge_service(contact)))
		return;
	/* More may be shown now; and answers that came one after the other
	   leave copies behind. */
	if (contact->known.shown_level != contact->known.verify.level ||
	    contact->known.shown_count > 2 * all + 8)
		forget_shown(&contact->known);
	contact->known.shown_level = contact->known.verify.level;
	if (parts->first)
		parts->first = shown_of(contact, parts->first);
	parts->candidate_count = hide_row(contact, shown, parts->candidates,
					  parts->candidate_count);
	parts->candidates = *shown;
	parts->contact_count = hide_row(contact, contacts, parts->contacts,
					parts->contact_count);
	parts->contacts = *contacts;
}
