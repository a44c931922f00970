/* SPDX-License-Identifier: MIT */
/* Verification of a contact, as events and the application ask for it. */
#include "pop/verify.h"
#include "identify/identify.h"
#include "pop/screens.h"
#include "pop/show.h"
#include "service/service.h"

#include <cti/client.h>
#include <cti/error.h>

/* Who it seems to be; NULL if that is not clear. */
static const cti_customer *customer_of(const struct cti__pop_call *contact)
{
	struct cti__answer answer;

	if (contact->chosen)
		return contact->chosen;
	cti__pop_call_answer(contact, &answer);
	return answer.identity == CTI_IDENTITY_IDENTIFIED && answer.count
		       ? answer.candidates[0]
		       : NULL;
}

static void changed(struct cti__pop_call *contact)
{
	contact->known.verify_revision++;
	cti__pop_call_mark(contact);
}

/* --- by the application --- */

static struct cti__pop_call *find(struct cti__pops *pops, const char *id)
{
	struct cti__pop_call *call = cti__pop_call_find(pops, cti__str(id));

	return call ? cti__pop_call_contact(call) : NULL;
}

static int begin(struct cti__pop_call *contact, struct cti__str request)
{
	int err;

	if (!cti__knowledge_service(contact))
		return CTI_ESTATE;
	err = cti__verify_begin(&contact->known.verify,
				cti__knowledge_service(contact), request);
	if (!err)
		changed(contact);
	return err;
}

int cti__pops_verify_begin(struct cti__pops *pops, const char *call,
			   const char *request)
{
	struct cti__pop_call *contact = find(pops, call);
	int err = contact ? begin(contact, cti__str(request)) : CTI_ENOENT;

	cti__pops_flush(pops, NULL);
	return err;
}

int cti__pops_verify_check(struct cti__pops *pops, const char *call,
			   const char *factor, const char *value, bool *right)
{
	struct cti__pop_call *contact = find(pops, call);
	int err;

	*right = false;
	if (!contact)
		return CTI_ENOENT;
	err = cti__verify_check(&contact->known.verify, customer_of(contact),
				cti__str(factor), cti__str(value), right);
	changed(contact);
	cti__pops_flush(pops, NULL);
	return err;
}

static int take_keys(struct cti__pop_call *contact, struct cti__str factor)
{
	contact->known.keys_complete = false;
	return cti__verify_keys(&contact->known.verify, customer_of(contact),
				factor);
}

int cti__pops_verify_keys(struct cti__pops *pops, const char *call,
			  const char *factor)
{
	struct cti__pop_call *contact = find(pops, call);

	return contact ? take_keys(contact, cti__str(factor)) : CTI_ENOENT;
}

int cti__pops_verify_end(struct cti__pops *pops, const char *call)
{
	struct cti__pop_call *contact = find(pops, call);

	if (!contact)
		return CTI_ENOENT;
	cti__verify_end(&contact->known.verify);
	changed(contact);
	cti__pops_flush(pops, NULL);
	return 0;
}

/* --- by data of the call --- */

static void say(const struct cti__pop_call *contact, int err,
		struct cti__str key, struct cti__str value)
{
	const char *why = err == CTI_ENOENT
				  ? "the service file or the customer's record "
				    "has none of that name"
				  : "no verification runs, or it is not clear "
				    "who the customer is";

	if (err)
		cti__log(contact->pops->opts.log, CTI_LOG_WARN,
			 "call %s: %.*s=%.*s changes nothing: %s", contact->id,
			 (int)key.n, key.p, (int)value.n, value.p, why);
}

void cti__pop_call_verify_data(struct cti__pop_call *contact,
			       struct cti__str key, struct cti__str value)
{
	const struct cti__service *service = cti__knowledge_service(contact);

	if (!service || !key.n || !value.n)
		return;
	if (cti__str_is(key, cti__service_data_request(service))) {
		say(contact, begin(contact, value), key, value);
	} else if (cti__str_is(key, cti__service_data_factor(service))) {
		say(contact, take_keys(contact, value), key, value);
	} else if (cti__str_is(key, cti__service_data_level(service))) {
		if (cti__verify_trust(&contact->known.verify,
				      customer_of(contact), value))
			changed(contact);
	}
}

/* --- by keys --- */

static void put_stars(struct cti_event *ev, struct cti__str digits)
{
	static const char stars[] = "****************************************"
				    "************************";
	size_t n = digits.n < sizeof(stars) - 1 ? digits.n : sizeof(stars) - 1;

	cti__event_set(ev, CTI_FIELD_DIGITS, cti__str_n(stars, n));
}

void cti__pops_hide_keys(struct cti__pops *pops, struct cti_event *ev)
{
	struct cti__str digits = cti__event_text(ev, CTI_FIELD_DIGITS);
	struct cti__str device = cti__event_text(ev, CTI_FIELD_DEVICE);
	struct cti__pop_call *call, *contact;

	if (ev->kind != CTI_EVENT_DTMF || !pops->service)
		return;
	call = cti__pop_call_find(pops, cti__event_text(ev, CTI_FIELD_CALL));
	if (!call)
		return;
	contact = cti__pop_call_contact(call);
	if (!cti__verify_hides(&contact->known.verify))
		return;
	/* An agent's keys are hidden too, but are not the caller's. */
	if (cti__pop_call_real(call) == contact &&
	    !cti__screen_find(call, device) &&
	    cti__verify_press(&contact->known.verify, digits))
		contact->known.keys_complete = true;
	put_stars(ev, digits);
}

void cti__pop_call_verify_keys(struct cti__pop_call *contact)
{
	int err;

	if (!contact->known.keys_complete)
		return;
	contact->known.keys_complete = false;
	err = cti__verify_check_keys(&contact->known.verify,
				     customer_of(contact));
	if (err)
		cti__log(contact->pops->opts.log, CTI_LOG_WARN,
			 "call %s: what the caller has keyed in cannot be "
			 "compared: %s",
			 contact->id, cti_strerror(err));
	changed(contact);
}
