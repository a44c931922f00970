/* SPDX-License-Identifier: MIT */
/* What an event means for the segments of its call. */
#include "journal/scribe_parts.h"

static const char *text(const cti_event *ev, enum cti_field field)
{
	return cti_event_str(ev, field, NULL);
}

static struct cti_contact *contact_of(const struct cti__talk *call)
{
	return call->of->contact;
}

/* The open segment of a device; of this call if there is one. A leg may have
   gone on to another call of the contact. */
static struct cti__segment *find(const struct cti__talk *call,
				 const char *device)
{
	struct cti_contact *c = contact_of(call);
	struct cti__segment *found = NULL, *s;
	size_t i;

	for (i = c->segments; i-- > 0;) {
		s = c->segment[i];
		if (!s->open || !*device ||
		    strcmp(s->shown.device, device) != 0)
			continue;
		if (s->call == call->id)
			return s;
		/* A consultation's end is none of the customer's leg. */
		if (!found && !call->consult)
			found = s;
	}
	return found;
}

static struct cti__segment *find_kind(const struct cti__talk *call,
				      enum cti_segment_kind kind)
{
	struct cti_contact *c = contact_of(call);
	size_t i;

	for (i = c->segments; i-- > 0;)
		if (c->segment[i]->open && c->segment[i]->shown.kind == kind)
			return c->segment[i];
	return NULL;
}

static struct cti__segment *open_segment(struct cti__scribe *r,
					 struct cti__talk *call,
					 enum cti_segment_kind kind,
					 const cti_event *ev)
{
	struct cti_contact *c = contact_of(call);
	struct cti__segment *s = cti__contact_begin(c, kind, r->now_us);

	if (!s)
		return NULL;
	s->call = call->id;
	if (kind != CTI_SEGMENT_QUEUE && kind != CTI_SEGMENT_PARK)
		cti__segment_set(c, s, CTI__SEGMENT_DEVICE,
				 text(ev, CTI_FIELD_DEVICE));
	cti__segment_set(c, s, CTI__SEGMENT_AGENT, text(ev, CTI_FIELD_AGENT));
	cti__segment_set(c, s, CTI__SEGMENT_QUEUE_NAME,
			 text(ev, CTI_FIELD_QUEUE));
	cti__segment_set(c, s, CTI__SEGMENT_REMOTE,
			 kind == CTI_SEGMENT_PARK ? text(ev, CTI_FIELD_SLOT)
						  : text(ev, CTI_FIELD_REMOTE));
	return s;
}

static void close_segment(struct cti__scribe *r, struct cti__talk *call,
			  struct cti__segment *s, const char *outcome)
{
	if (!s)
		return;
	cti__segment_end(contact_of(call), s, r->now_us, outcome);
	cti__scribe_tell(r, call->of);
}

struct cti__segment *cti__scribe_next(struct cti__scribe *r,
				      struct cti__talk *call,
				      struct cti__segment *segment,
				      enum cti_segment_kind kind,
				      const char *outcome)
{
	struct cti_contact *c = contact_of(call);
	struct cti__segment *s = cti__contact_begin(c, kind, r->now_us);
	size_t i;

	if (s)
		s->call = segment->call;
	for (i = 0; s && i < CTI__SEGMENT_OUTCOME; i++)
		if (segment->text[i])
			cti__segment_set(c, s, (enum cti__segment_text)i,
					 segment->text[i]);
	close_segment(r, call, segment, outcome);
	return s;
}

void cti__scribe_end_all(struct cti__scribe *r, struct cti__talk *call,
			 const char *outcome)
{
	struct cti_contact *c = contact_of(call);
	size_t i;

	for (i = 0; i < c->segments; i++)
		if (c->segment[i]->open && c->segment[i]->call == call->id)
			cti__segment_end(c, c->segment[i], r->now_us, outcome);
}

static enum cti_segment_kind talk_of(const struct cti__talk *call)
{
	return call->consult ? CTI_SEGMENT_CONSULT : CTI_SEGMENT_TALK;
}

static bool talks(const struct cti__segment *s)
{
	return s->shown.kind == CTI_SEGMENT_TALK ||
	       s->shown.kind == CTI_SEGMENT_CONSULT ||
	       s->shown.kind == CTI_SEGMENT_HOLD;
}

static void on_ring(struct cti__scribe *r, struct cti__talk *call,
		    const cti_event *ev)
{
	struct cti__segment *s = find(call, text(ev, CTI_FIELD_DEVICE));

	close_segment(r, call, find_kind(call, CTI_SEGMENT_PARK), "returned");
	if (!s || s->call != call->id)
		open_segment(r, call, CTI_SEGMENT_RING, ev);
}

/* A click-to-dial's telephone has picked up before it dials: it did not talk.
 */
static void on_dial(struct cti__scribe *r, struct cti__talk *call,
		    const cti_event *ev)
{
	struct cti__segment *s = find(call, text(ev, CTI_FIELD_DEVICE));

	if (!s || s->call != call->id) {
		open_segment(r, call, CTI_SEGMENT_DIAL, ev);
		return;
	}
	if (talks(s)) {
		s->shown.kind = CTI_SEGMENT_DIAL;
		s->changed = true;
	}
}

static void on_answer(struct cti__scribe *r, struct cti__talk *call,
		      const cti_event *ev)
{
	struct cti__segment *s = find(call, text(ev, CTI_FIELD_DEVICE));
	struct cti__segment *now;

	if (s && (s->call != call->id || talks(s)))
		return;
	if (!s) {
		open_segment(r, call, talk_of(call), ev);
		return;
	}
	now = cti__scribe_next(r, call, s, talk_of(call), "answered");
	if (now) {
		cti__segment_set(contact_of(call), now, CTI__SEGMENT_AGENT,
				 text(ev, CTI_FIELD_AGENT));
		cti__segment_set(contact_of(call), now, CTI__SEGMENT_REMOTE,
				 text(ev, CTI_FIELD_REMOTE));
	}
}

static void turn(struct cti__scribe *r, struct cti__talk *call,
		 const cti_event *ev, enum cti_segment_kind from,
		 enum cti_segment_kind to)
{
	struct cti__segment *s = find(call, text(ev, CTI_FIELD_DEVICE));

	if (s && s->shown.kind == from)
		cti__scribe_next(r, call, s, to, "");
}

static void on_queue(struct cti__scribe *r, struct cti__talk *call,
		     const cti_event *ev)
{
	close_segment(r, call, find_kind(call, CTI_SEGMENT_QUEUE), "overflow");
	contact_of(call)->number[CTI_CONTACT_AUTOMATED] = 1;
	open_segment(r, call, CTI_SEGMENT_QUEUE, ev);
}

/* The colleague who was asked talks with the customer from here on. */
static void hand_to(struct cti__scribe *r, struct cti__talk *call,
		    struct cti__talk *merged, const char *by)
{
	struct cti_contact *c;
	struct cti__segment *s;
	size_t i, n;

	if (!merged || merged->of != call->of)
		return;
	c = contact_of(merged);
	n = c->segments;
	for (i = 0; i < n; i++) {
		s = c->segment[i];
		if (!s->open || s->call != merged->id ||
		    strcmp(s->shown.device, by) == 0)
			continue;
		if (s->shown.kind == CTI_SEGMENT_CONSULT)
			s = cti__scribe_next(r, call, s, CTI_SEGMENT_TALK,
					     "transferred");
		if (s)
			s->call = call->id;
	}
}

static void on_transfer(struct cti__scribe *r, struct cti__talk *call,
			const cti_event *ev)
{
	const char *by = text(ev, CTI_FIELD_BY);

	contact_of(call)->number[CTI_CONTACT_TRANSFERS]++;
	close_segment(r, call, find(call, by), "transferred");
	hand_to(r, call,
		cti__scribe_call(r, text(ev, CTI_FIELD_LINK),
				 text(ev, CTI_FIELD_MERGED)),
		by);
}

static void on_park(struct cti__scribe *r, struct cti__talk *call,
		    const cti_event *ev)
{
	close_segment(r, call, find(call, text(ev, CTI_FIELD_DEVICE)),
		      "parked");
	open_segment(r, call, CTI_SEGMENT_PARK, ev);
}

/* The reference belongs to who talked, and stands with the contact too. */
static void on_record(struct cti__talk *call, const cti_event *ev)
{
	struct cti_contact *c = contact_of(call);
	struct cti__segment *s = find(call, text(ev, CTI_FIELD_DEVICE));

	if (!s)
		s = find_kind(call, CTI_SEGMENT_TALK);
	if (s)
		cti__segment_set(c, s, CTI__SEGMENT_RECORDING,
				 text(ev, CTI_FIELD_REF));
	cti__contact_put(c, CTI_CONTACT_RECORDING, text(ev, CTI_FIELD_REF));
}

void cti__scribe_segment(struct cti__scribe *r, struct cti__talk *call,
			 const cti_event *ev)
{
	struct cti_contact *c = contact_of(call);

	switch (cti_event_kind(ev)) {
	case CTI_EVENT_QUEUE:
		on_queue(r, call, ev);
		break;
	case CTI_EVENT_DEQUEUE:
		close_segment(r, call, find_kind(call, CTI_SEGMENT_QUEUE),
			      text(ev, CTI_FIELD_REASON));
		break;
	case CTI_EVENT_ABANDON:
		c->number[CTI_CONTACT_ABANDONED] =
			!c->number[CTI_CONTACT_ANSWERED];
		close_segment(r, call, find_kind(call, CTI_SEGMENT_QUEUE),
			      "abandoned");
		break;
	case CTI_EVENT_RING:
		on_ring(r, call, ev);
		break;
	case CTI_EVENT_DIAL:
		on_dial(r, call, ev);
		break;
	case CTI_EVENT_ANSWER:
		on_answer(r, call, ev);
		break;
	case CTI_EVENT_HOLD:
		turn(r, call, ev, CTI_SEGMENT_TALK, CTI_SEGMENT_HOLD);
		break;
	case CTI_EVENT_RETRIEVE:
		turn(r, call, ev, CTI_SEGMENT_HOLD, CTI_SEGMENT_TALK);
		break;
	case CTI_EVENT_TRANSFER:
		on_transfer(r, call, ev);
		break;
	case CTI_EVENT_PARK:
		on_park(r, call, ev);
		break;
	case CTI_EVENT_UNPARK:
		close_segment(r, call, find_kind(call, CTI_SEGMENT_PARK),
			      "fetched");
		break;
	case CTI_EVENT_HANGUP:
		close_segment(r, call, find(call, text(ev, CTI_FIELD_DEVICE)),
			      text(ev, CTI_FIELD_CAUSE));
		break;
	case CTI_EVENT_RECORD:
		on_record(call, ev);
		break;
	case CTI_EVENT_DTMF:
		if (!c->number[CTI_CONTACT_ANSWERED])
			c->number[CTI_CONTACT_AUTOMATED] = 1;
		break;
	default:
		break;
	}
}
