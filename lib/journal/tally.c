/* SPDX-License-Identifier: MIT */
/* Counts contacts and agents' times, by group. */
#include "journal/tally.h"
#include "util/alloc.h"

#include <cti/error.h>

#define DAY_S 86400

const char *const cti__group_names[CTI__BY_COUNT] = {
	"all",	"queue", "line",  "campaign", "medium",	  "tier",
	"kind", "desk",	 "agent", "hours",    "interval",
};

struct cti__mark {
	struct cti__map_node node;
	char text[];
};

static void put_name(struct cti__buf *name, enum cti__group_by by,
		     const char *key)
{
	cti__buf_text(name, cti__group_names[by]);
	cti__buf_char(name, '\n');
	cti__buf_text(name, key);
}

const struct cti__tally *cti__report_tally(const cti_report *r,
					   enum cti__group_by by,
					   const char *key)
{
	struct cti__map_node *node = NULL;
	struct cti__buf name = { 0 };

	put_name(&name, by, key);
	if (!name.err)
		node = cti__map_find(&r->tallies, cti__str_n(name.p, name.n));
	cti__buf_fini(&name);
	return node ? cti__map_entry(node, struct cti__tally, node) : NULL;
}

static struct cti__tally *tally_of(cti_report *r, enum cti__group_by by,
				   const char *key)
{
	const struct cti__tally *found = cti__report_tally(r, by, key);
	struct cti__buf name = { 0 };
	struct cti__tally *t;

	if (found)
		return (struct cti__tally *)(uintptr_t)found;
	t = cti__calloc(1, sizeof(*t));
	if (t) {
		put_name(&name, by, key);
		t->by = by;
		t->name = cti__buf_take(&name, NULL);
	}
	if (t && t->name &&
	    !cti__map_add(&r->tallies, &t->node, cti__str(t->name))) {
		t->key = strchr(t->name, '\n') + 1;
		return t;
	}
	if (t)
		cti__free(t->name);
	cti__buf_fini(&name);
	cti__free(t);
	r->err = CTI_ENOMEM;
	return NULL;
}

/* True the first time only. */
static bool mark(cti_report *r, struct cti__buf *what)
{
	struct cti__str key = cti__str_n(what->p, what->n);
	struct cti__mark *m;

	if (what->err) {
		r->err = CTI_ENOMEM;
		return false;
	}
	if (cti__map_find(&r->marks, key))
		return false;
	m = cti__alloc(sizeof(*m) + key.n + 1);
	if (m) {
		memcpy(m->text, key.p, key.n);
		m->text[key.n] = '\0';
		if (!cti__map_add(&r->marks, &m->node,
				  cti__str_n(m->text, key.n)))
			return true;
		cti__free(m);
	}
	r->err = CTI_ENOMEM;
	return false;
}

static bool in_list(const char *list, const char *word)
{
	struct cti__str rest = cti__str(list);

	while (*word && rest.n)
		if (cti__str_is(cti__str_trim(cti__str_cut(rest, ',', &rest)),
				word))
			return true;
	return false;
}

/* The moment in the site's own time, in seconds; rounded down. */
static int64_t local_s(const cti_report *r, int64_t time_us)
{
	int64_t s = time_us / 1000000 - (time_us % 1000000 < 0);

	return s + r->offset_min * 60;
}

static int64_t floor_to(int64_t s, int64_t step)
{
	int64_t rest = s % step;

	return s - (rest < 0 ? rest + step : rest);
}

/* "2026-01-05 09:00" */
static void interval_name(const cti_report *r, int64_t start_s, char *to,
			  size_t size)
{
	struct cti__buf text = { 0 };

	(void)r;
	cti__buf_time(&text, start_s * 1000000);
	if (size > 16 && !text.err && text.n > 16) {
		memcpy(to, text.p, 16);
		to[10] = ' ';
		to[16] = '\0';
	} else {
		*to = '\0';
	}
	cti__buf_fini(&text);
}

static bool is(const cti_contact *c, enum cti_contact_field field,
	       const char *word)
{
	return strcmp(cti_contact_text(c, field), word) == 0;
}

static void count_in(const cti_report *r, struct cti__tally *t, bool accepted,
		     bool asked, bool human, bool abandoned, int64_t wait_ms)
{
	t->in++;
	t->accepted += accepted;
	t->asked += asked;
	t->abandoned += asked && abandoned;
	t->short_ones += asked && abandoned && wait_ms < r->short_ms;
	if (!asked || !human)
		return;
	t->human++;
	t->wait_ms += wait_ms;
	t->within += wait_ms <= r->service_s * 1000;
}

static bool is_put_through(const cti_contact *c)
{
	static const char *const not_through[] = { "busy", "unavailable",
						   "congestion", "failed" };
	size_t i;

	for (i = 0; i < sizeof(not_through) / sizeof(not_through[0]); i++)
		if (is(c, CTI_CONTACT_CAUSE, not_through[i]))
			return cti_contact_int(c, CTI_CONTACT_ANSWERED) != 0;
	return true;
}

static void count_out(struct cti__tally *t, const cti_contact *c)
{
	t->out++;
	t->put_through += is_put_through(c);
	t->out_human += cti_contact_int(c, CTI_CONTACT_ANSWERED) != 0;
}

static void count_work(const cti_report *r, struct cti__tally *t,
		       const cti_contact *c, int64_t talk_ms, int64_t hold_ms)
{
	int64_t cost = cti_contact_int(c, CTI_CONTACT_COST);
	const char *how = cti_contact_text(c, CTI_CONTACT_DISPOSITION);

	if (!cost)
		cost = r->cost_contact +
		       r->cost_minute * ((talk_ms + hold_ms) / 1000) / 60;
	t->handled++;
	t->talk_ms += talk_ms;
	t->hold_ms += hold_ms;
	t->cost += cost;
	t->converted += in_list(r->converted, how);
	t->retained += in_list(r->retained, how);
	t->churned += in_list(r->churned, how);
	t->leads += cti_contact_int(c, CTI_CONTACT_LEAD_PROBABILITY) >= 0;
	t->value += cti_contact_int(c, CTI_CONTACT_VALUE);
}

/* Who hides the number is somebody each time. */
static const char *party_of(const cti_contact *c)
{
	const char *customer = cti_contact_text(c, CTI_CONTACT_CUSTOMER);
	const char *party = cti_contact_text(c, CTI_CONTACT_PARTY);

	if (*customer)
		return customer;
	return *party ? party : cti_contact_text(c, CTI_CONTACT_ID);
}

static int64_t lines_of(const char *text)
{
	int64_t n = *text != '\0';

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void count_party(cti_report *r, struct cti__tally *t,
			const cti_contact *c)
{
	struct cti__buf what = { 0 };

	cti__buf_printf(&what, "party\n%s\n%s", t->name, party_of(c));
	t->contacts++;
	t->parties += mark(r, &what);
	t->offers += lines_of(cti_contact_text(c, CTI_CONTACT_OFFERS));
	cti__buf_fini(&what);
}

static void count_contact(cti_report *r, enum cti__group_by by, const char *key,
			  const cti_contact *c)
{
	bool human = cti_contact_int(c, CTI_CONTACT_ANSWERED) != 0;
	struct cti__tally *t = tally_of(r, by, key);

	if (!t)
		return;
	count_party(r, t, c);
	if (is(c, CTI_CONTACT_DIRECTION, "outbound"))
		count_out(t, c);
	else
		count_in(r, t,
			 human || cti_contact_int(c, CTI_CONTACT_AUTOMATED),
			 cti_contact_int(c, CTI_CONTACT_ASKED) || human, human,
			 cti_contact_int(c, CTI_CONTACT_ABANDONED) != 0,
			 cti_contact_int(c, CTI_CONTACT_WAIT_MS));
	if (human)
		count_work(r, t, c, cti_contact_int(c, CTI_CONTACT_TALK_MS),
			   cti_contact_int(c, CTI_CONTACT_HOLD_MS));
}

/* Each stay in a queue stands for itself; the work is the last one's. */
static void count_queue(cti_report *r, const cti_contact *c,
			const cti_segment *s)
{
	struct cti__tally *t = tally_of(r, CTI__BY_QUEUE, s->queue);
	bool answered = strcmp(s->outcome, "answered") == 0;

	if (!t)
		return;
	count_party(r, t, c);
	count_in(r, t, true, true, answered,
		 strcmp(s->outcome, "abandoned") == 0,
		 (s->to_us - s->from_us) / 1000);
	if (answered && is(c, CTI_CONTACT_QUEUE, s->queue))
		count_work(r, t, c, cti_contact_int(c, CTI_CONTACT_TALK_MS),
			   cti_contact_int(c, CTI_CONTACT_HOLD_MS));
}

/* What one agent did in a contact. */
struct part {
	const char *agent;
	bool rang, talked;
	int64_t wait_ms, talk_ms, hold_ms, from_us;
};

static void add_part(struct part *p, const cti_segment *s)
{
	int64_t ms = s->to_us > s->from_us ? (s->to_us - s->from_us) / 1000 : 0;

	if (s->kind == CTI_SEGMENT_RING) {
		p->rang = true;
		p->wait_ms += ms;
	} else if (s->kind == CTI_SEGMENT_TALK) {
		if (!p->talked)
			p->from_us = s->from_us;
		p->talked = true;
		p->talk_ms += ms;
	} else if (s->kind == CTI_SEGMENT_HOLD) {
		p->hold_ms += ms;
	}
}

static const char *who(const cti_segment *s)
{
	return *s->agent ? s->agent : s->device;
}

static void count_customer(cti_report *r, struct cti__tally *t,
			   const cti_contact *c, const struct part *p)
{
	long long day = (long long)(floor_to(local_s(r, p->from_us), DAY_S) /
				    DAY_S);
	struct cti__buf what = { 0 };

	cti__buf_printf(&what, "day\n%s\n%s\n%lld", t->name, p->agent, day);
	t->agent_days += mark(r, &what);
	cti__buf_printf(&what, "\n%s", party_of(c));
	t->customers += mark(r, &what);
	cti__buf_fini(&what);
}

static void count_part(cti_report *r, const cti_contact *c,
		       const struct part *p)
{
	struct cti__tally *t = tally_of(r, CTI__BY_AGENT, p->agent);
	struct cti__tally *all = tally_of(r, CTI__BY_ALL, "");

	if (!t || !all)
		return;
	count_party(r, t, c);
	if (is(c, CTI_CONTACT_DIRECTION, "outbound"))
		count_out(t, c);
	else if (p->rang)
		count_in(r, t, true, true, p->talked, false, p->wait_ms);
	if (!p->talked)
		return;
	count_work(r, t, c, p->talk_ms, p->hold_ms);
	count_customer(r, t, c, p);
	count_customer(r, all, c, p);
}

static void count_agents(cti_report *r, const cti_contact *c)
{
	const cti_segment *s, *o;
	struct part p;
	size_t i, k;

	for (i = 0; (s = cti_contact_segment(c, i)) != NULL; i++) {
		if (!*who(s))
			continue;
		for (k = 0; k < i; k++)
			if (strcmp(who(cti_contact_segment(c, k)), who(s)) == 0)
				break;
		if (k < i)
			continue;
		p = (struct part){ .agent = who(s) };
		for (k = i; (o = cti_contact_segment(c, k)) != NULL; k++)
			if (strcmp(who(o), who(s)) == 0)
				add_part(&p, o);
		if (p.rang || p.talked)
			count_part(r, c, &p);
	}
}

int cti_report_contact(cti_report *r, const cti_contact *c)
{
	static const struct {
		enum cti__group_by by;
		enum cti_contact_field field;
	} same[] = {
		{ CTI__BY_CAMPAIGN, CTI_CONTACT_CAMPAIGN },
		{ CTI__BY_MEDIUM, CTI_CONTACT_MEDIUM },
		{ CTI__BY_KIND, CTI_CONTACT_PARTY_KIND },
		{ CTI__BY_TIER, CTI_CONTACT_TIER },
		{ CTI__BY_DESK, CTI_CONTACT_DESK },
	};
	const char *line = cti_contact_text(c, CTI_CONTACT_LINE);
	const cti_segment *s;
	char interval[32];
	int64_t began_s;
	size_t i;

	if (!is(c, CTI_CONTACT_DIRECTION, "inbound") &&
	    !is(c, CTI_CONTACT_DIRECTION, "outbound"))
		return r->err;
	if (is(c, CTI_CONTACT_STATE, "open"))
		return r->err;
	began_s = local_s(r, cti_contact_int(c, CTI_CONTACT_BEGAN));
	interval_name(r, floor_to(began_s, r->interval_s), interval,
		      sizeof(interval));
	count_contact(r, CTI__BY_ALL, "", c);
	if (*r->hours)
		count_contact(r, CTI__BY_HOURS,
			      cti__hours_open(r->hours, r->holidays, began_s)
				      ? "open"
				      : "closed",
			      c);
	count_contact(r, CTI__BY_INTERVAL, interval, c);
	if (!*line && is(c, CTI_CONTACT_DIRECTION, "inbound"))
		line = cti_contact_text(c, CTI_CONTACT_DNIS);
	if (*line)
		count_contact(r, CTI__BY_LINE, line, c);
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (*cti_contact_text(c, same[i].field))
			count_contact(r, same[i].by,
				      cti_contact_text(c, same[i].field), c);
	for (i = 0; (s = cti_contact_segment(c, i)) != NULL; i++)
		if (s->kind == CTI_SEGMENT_QUEUE && *s->queue)
			count_queue(r, c, s);
	count_agents(r, c);
	return r->err;
}

static void add_span(struct cti__tally *t, const char *state, int64_t ms)
{
	if (!t)
		return;
	if (strcmp(state, "ready") == 0)
		t->ready_ms += ms;
	else if (strcmp(state, "busy") == 0)
		t->busy_ms += ms;
	else if (strcmp(state, "wrapup") == 0)
		t->wrapup_ms += ms;
}

/* Intervals that one span may reach over: more is a clock gone wrong. */
#define INTERVALS_MAX 1000

int cti_report_span(cti_report *r, const cti_agent_span *span)
{
	int64_t at = span->from_us, end, start_s, offset_us;
	int64_t ms = (span->to_us - span->from_us) / 1000;
	char interval[32];
	int i;

	if (ms <= 0)
		return r->err;
	add_span(tally_of(r, CTI__BY_ALL, ""), span->state, ms);
	add_span(tally_of(r, CTI__BY_AGENT, span->agent), span->state, ms);
	offset_us = r->offset_min * 60 * 1000000;
	for (i = 0; at < span->to_us && i < INTERVALS_MAX; i++, at = end) {
		start_s = floor_to(local_s(r, at), r->interval_s);
		end = (start_s + r->interval_s) * 1000000 - offset_us;
		if (end > span->to_us)
			end = span->to_us;
		interval_name(r, start_s, interval, sizeof(interval));
		add_span(tally_of(r, CTI__BY_INTERVAL, interval), span->state,
			 (end - at) / 1000);
	}
	return r->err;
}
