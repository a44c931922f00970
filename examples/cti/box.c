/* SPDX-License-Identifier: MIT */
/*
 * A pop for people: what the agent's screen would show, in a box. It is drawn
 * when it is known who calls, and again only when the answer changes.
 */
#include "tool.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define BOX_COLUMNS 66

/* A pop that is on some screen, and what its box has said. */
struct shown {
	struct shown *next;
	char *id;
	char *said;
};

static struct shown *open_pops;

static const char *field(const cti_pop *pop, const char *name)
{
	const cti_customer *customer = cti_pop_candidate(pop, 0);

	return customer ? cti_customer_get(customer, name) : "";
}

static void forget(const char *id)
{
	struct shown **at = &open_pops, *old;

	while (*at) {
		old = *at;
		if (id && strcmp(old->id, id) != 0) {
			at = &old->next;
			continue;
		}
		*at = old->next;
		free(old->id);
		free(old->said);
		free(old);
	}
}

void box_forget(void)
{
	forget(NULL);
}

/* Whether the box would say something new; remembers it then. If memory runs
   out a box is drawn once too often, which harms nobody. */
static bool is_news(const cti_pop *pop)
{
	const char *id = cti_pop_id(pop);
	struct shown *shown;
	char said[256];

	snprintf(said, sizeof(said), "%d %s %s%lld%s %s",
		 (int)cti_pop_identity(pop), field(pop, "id"),
		 cti_advice_text(cti_pop_advice(pop), CTI_ADVICE_VERIFY_STATE),
		 (long long)cti_advice_int(cti_pop_advice(pop),
					   CTI_ADVICE_VERIFY_LEFT),
		 cti_advice_text(cti_pop_advice(pop), CTI_ADVICE_VERIFY_REACHED),
		 cti_pop_url(pop));
	for (shown = open_pops; shown; shown = shown->next)
		if (strcmp(shown->id, id) == 0 && shown->said &&
		    strcmp(shown->said, said) == 0)
			return false;
	forget(id);
	shown = calloc(1, sizeof(*shown));
	if (!shown)
		return true;
	shown->id = strdup(id);
	shown->said = strdup(said);
	if (!shown->id || !shown->said) {
		free(shown->id);
		free(shown->said);
		free(shown);
		return true;
	}
	shown->next = open_pops;
	open_pops = shown;
	return true;
}

static void rule(const char *left, const char *right, const char *title)
{
	size_t used = print_width(title);

	print_color(COLOR_CYAN);
	printf("    %s─", left);
	if (used) {
		print_color(COLOR_BOLD);
		putchar(' ');
		print_clean(stdout, title);
		putchar(' ');
		print_color(COLOR_NONE);
		print_color(COLOR_CYAN);
		used += 2;
	}
	for (; used < BOX_COLUMNS; used++)
		fputs("─", stdout);
	printf("%s\n", right);
	print_color(COLOR_NONE);
}

/* Longer text than the box is wide runs over its edge: better than cut. */
static void row(enum color color, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void row(enum color color, const char *format, ...)
{
	char text[1024];
	size_t width;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!*text)
		return;

	print_color(COLOR_CYAN);
	fputs("    │ ", stdout);
	print_color(COLOR_NONE);
	print_color(color);
	print_clean(stdout, text);
	print_color(COLOR_NONE);
	for (width = print_width(text); width < BOX_COLUMNS; width++)
		putchar(' ');
	print_color(COLOR_CYAN);
	fputs("│\n", stdout);
	print_color(COLOR_NONE);
}

static void row_text(enum color color, const char *text)
{
	row(color, "%s", text);
}

/* "Li Ming · Huaxin · vip": what of it is known. */
static void row_customer(const cti_pop *pop)
{
	const char *company = field(pop, "company");
	/* With service knowledge it has a line of its own. */
	const char *tier = cti_pop_advice(pop) ? "" : field(pop, "tier");
	enum cti_identity identity = cti_pop_identity(pop);

	switch (identity) {
	case CTI_IDENTITY_IDENTIFIED:
	case CTI_IDENTITY_AMBIGUOUS:
		row(COLOR_BOLD, "%s%s%s%s%s", field(pop, "name"),
		    *company ? " · " : "", company, *tier ? " · " : "", tier);
		break;
	default:
		row(COLOR_BOLD, "%s caller",
		    identity == CTI_IDENTITY_WITHHELD ? "withheld" : "unknown");
	}
}

static void row_candidates(const cti_pop *pop)
{
	const cti_customer *other;
	size_t i;

	for (i = 1; i < 4; i++) {
		other = cti_pop_candidate(pop, i);
		if (!other)
			return;
		row(COLOR_DIM, "or %s (%u%%, %s)",
		    cti_customer_get(other, "name"), cti_customer_score(other),
		    cti_customer_reason(other));
	}
}

static void row_call(const cti_pop *pop)
{
	const char *remote = cti_pop_remote(pop), *queue = cti_pop_queue(pop);
	const char *dnis = cti_pop_dnis(pop);
	long long s = (long long)(cti_pop_waited_ms(pop) / 1000);
	char waited[48] = "";

	if (s > 0)
		snprintf(waited, sizeof(waited), "  waited %lld:%02lld", s / 60,
			 s % 60);
	row(COLOR_NONE, "%s%s%s%s%s%s", *remote ? remote : "number withheld",
	    *dnis ? " to " : "", dnis, *queue ? "  queue " : "", queue, waited);
}

static void draw(const cti_pop *pop)
{
	char title[160];

	snprintf(title, sizeof(title), "%s%s%s", cti_pop_device(pop),
		 *cti_pop_agent(pop) ? " · " : "", cti_pop_agent(pop));
	rule("┌", "┐", title);
	row_customer(pop);
	row(COLOR_GREEN, "%s", cti_pop_greeting_text(pop));
	row_candidates(pop);
	row_call(pop);
	advice_lines(cti_pop_advice(pop), row_text);
	row(COLOR_BLUE, "%s", cti_pop_url(pop));
	rule("└", "┘", "");
}

void box_event(const cti_event *event)
{
	const cti_pop *pop = cti_event_pop(event);

	if (!pop)
		return;
	if (cti_pop_state(pop) == CTI_POP_CLOSED) {
		forget(cti_pop_id(pop));
		print_event(event);
		return;
	}
	if (cti_pop_identity(pop) != CTI_IDENTITY_PENDING && is_news(pop))
		draw(pop);
}
