/* SPDX-License-Identifier: MIT */
/* What pops know of a call, for others who ask about it. */
#include "pop/about.h"
#include "pop/record.h"

bool cti__pops_about(const struct cti__pops *pops, struct cti__str id,
		     struct cti__pop_about *out)
{
	struct cti__pop_call *call, *contact;

	memset(out, 0, sizeof(*out));
	call = cti__pop_call_real(cti__pop_call_find(pops, id));
	if (!call)
		return false;
	contact = cti__pop_call_contact(call);
	out->caller = cti__str(call->caller);
	out->name = cti__str(call->name);
	out->dnis = cti__str(call->dnis);
	out->queue = cti__str(call->queue);
	out->origin = cti__str(call->origin);
	out->withheld = cti__pop_call_hides(call);
	out->hides = cti__pop_call_hides(contact);
	/* Which side is the contact's may not be clear yet. */
	out->number = cti__str(contact->remote ? contact->remote
					       : contact->caller);
	out->chosen = contact->chosen;
	out->data = &contact->data;
	return true;
}
