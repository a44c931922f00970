/* SPDX-License-Identifier: MIT */
/*
 * Events for people: a line each, coloured on a terminal.
 *
 *     09:31:07.204  ring        1001 ← 13800138000 (Li Ming)  queue support
 */
#include "tool.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool colors;

void print_setup(bool never)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	colors = !never && !(no_color && *no_color) &&
		 !(term && strcmp(term, "dumb") == 0) && isatty(STDOUT_FILENO);
}

void print_color_to(FILE *to, enum color color)
{
	static const char *const codes[] = {
		[COLOR_NONE] = "\033[0m",   [COLOR_DIM] = "\033[2m",
		[COLOR_BOLD] = "\033[1m",   [COLOR_RED] = "\033[31m",
		[COLOR_GREEN] = "\033[32m", [COLOR_YELLOW] = "\033[33m",
		[COLOR_BLUE] = "\033[34m",  [COLOR_MAGENTA] = "\033[35m",
		[COLOR_CYAN] = "\033[36m",
	};

	if (colors)
		fputs(codes[color], to);
}

void print_color(enum color color)
{
	print_color_to(stdout, color);
}

/* What differs in print between the kinds. */
static const struct style {
	enum color color;
	const char *arrow; /* between subject and the other party */
} styles[CTI_EVENT_COUNT] = {
	[CTI_EVENT_CALL_BEGIN] = { COLOR_DIM, "→" },
	[CTI_EVENT_DIAL] = { COLOR_CYAN, "→" },
	[CTI_EVENT_QUEUE] = { COLOR_YELLOW, "←" },
	[CTI_EVENT_DEQUEUE] = { COLOR_DIM, "←" },
	[CTI_EVENT_ABANDON] = { COLOR_RED, "←" },
	[CTI_EVENT_RING] = { COLOR_YELLOW, "←" },
	[CTI_EVENT_ANSWER] = { COLOR_GREEN, "↔" },
	[CTI_EVENT_HOLD] = { COLOR_BLUE, "‖" },
	[CTI_EVENT_RETRIEVE] = { COLOR_GREEN, "↔" },
	[CTI_EVENT_TRANSFER] = { COLOR_MAGENTA, "→" },
	[CTI_EVENT_TRANSFER_FAILED] = { COLOR_RED, "→" },
	[CTI_EVENT_DIVERT] = { COLOR_MAGENTA, "→" },
	[CTI_EVENT_PICKUP] = { COLOR_MAGENTA, "←" },
	[CTI_EVENT_PARK] = { COLOR_BLUE, "‖" },
	[CTI_EVENT_UNPARK] = { COLOR_GREEN, "↔" },
	[CTI_EVENT_CONFERENCE] = { COLOR_MAGENTA, "" },
	[CTI_EVENT_HANGUP] = { COLOR_RED, "×" },
	[CTI_EVENT_CALL_END] = { COLOR_DIM, "→" },
	[CTI_EVENT_AGENT] = { COLOR_CYAN, "" },
	[CTI_EVENT_LINK] = { COLOR_BOLD, "" },
	[CTI_EVENT_LOSS] = { COLOR_RED, "" },
	[CTI_EVENT_POP] = { COLOR_BOLD, "←" },
};

enum type { TYPE_STR, TYPE_LIST, TYPE_INT, TYPE_BOOL };

static const enum type types[CTI_FIELD_COUNT] = {
#define TYPE_ENTRY(constant, name, type) TYPE_##type,
	CTI_FIELD_MAP(TYPE_ENTRY)
#undef TYPE_ENTRY
};

/* Who the event is about, and who is on the other side: the first of these that
   the event has. */
static const enum cti_field subjects[] = {
	CTI_FIELD_DEVICE,  CTI_FIELD_BY,    CTI_FIELD_FROM,
	CTI_FIELD_DEVICES, CTI_FIELD_QUEUE, CTI_FIELD_CALLER,
	CTI_FIELD_AGENT,   CTI_FIELD_CALL,  CTI_FIELD_LINK,
};
static const enum cti_field others[] = {
	CTI_FIELD_TO,
	CTI_FIELD_OF,
	CTI_FIELD_REMOTE,
	CTI_FIELD_CALLED,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static enum cti_field first_of(const cti_event *event,
			       const enum cti_field *fields, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (cti_event_has(event, fields[i]))
			return fields[i];
	return CTI_FIELD_COUNT;
}

/* A recording without absolute times counts from 0: that is no date. */
void print_time_to(FILE *to, int64_t us)
{
	time_t seconds = (time_t)(us / 1000000);
	int ms = (int)(us / 1000 % 1000);
	struct tm tm = { 0 };
	char text[16];

	if (seconds < 86400)
		gmtime_r(&seconds, &tm);
	else
		localtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%H:%M:%S", &tm);
	print_color_to(to, COLOR_DIM);
	fprintf(to, "%s.%03d  ", text, ms < 0 ? 0 : ms);
	print_color_to(to, COLOR_NONE);
}

void print_span(int64_t ms)
{
	int64_t s = ms / 1000;

	printf("%lld:%02lld", (long long)(s / 60), (long long)(s % 60));
}

/* A party, or the word for one that is hidden. */
static void print_party(const cti_event *event, enum cti_field field)
{
	const char *text = cti_event_str(event, field, NULL);

	if (*text)
		print_clean(stdout, text);
	else
		fputs(cti_event_int(event, CTI_FIELD_WITHHELD) ? "withheld"
							       : "?",
		      stdout);
}

static void print_parties(const cti_event *event, enum cti_field subject,
			  enum cti_field other, const char *arrow)
{
	const char *name = cti_event_str(event, CTI_FIELD_NAME, NULL);

	print_color(COLOR_BOLD);
	if (subject < CTI_FIELD_COUNT)
		print_party(event, subject);
	print_color(COLOR_NONE);
	if (other < CTI_FIELD_COUNT) {
		printf(" %s ", arrow && *arrow ? arrow : "·");
		print_party(event, other);
	}
	if (*name) {
		fputs(" (", stdout);
		print_clean(stdout, name);
		putchar(')');
	}
}

/* Fields shown elsewhere, or of no use to the eye. */
static bool is_extra(enum cti_field field)
{
	switch (field) {
	case CTI_FIELD_LINK:
	case CTI_FIELD_CALL:
	case CTI_FIELD_NAME:
	case CTI_FIELD_DNIS:
	case CTI_FIELD_CAUSE_CODE:
	case CTI_FIELD_WITHHELD:
	case CTI_FIELD_POP:
	case CTI_FIELD_REVISION:
		return false;
	default:
		return true;
	}
}

static void print_extra(const cti_event *event, enum cti_field field)
{
	const char *text = cti_event_str(event, field, NULL);

	if (types[field] == TYPE_BOOL) {
		if (cti_event_int(event, field))
			printf("  %s", cti_field_name(field));
		return;
	}
	if (types[field] != TYPE_INT && !*text)
		return;
	print_color(COLOR_DIM);
	printf("  %s ",
	       field == CTI_FIELD_WAITED_MS ? "waited" : cti_field_name(field));
	print_color(COLOR_NONE);
	if (field == CTI_FIELD_WAITED_MS)
		print_span(cti_event_int(event, field));
	else if (types[field] == TYPE_INT)
		printf("%lld", (long long)cti_event_int(event, field));
	else
		print_clean(stdout, text);
}

static void print_flags(const cti_event *event, bool with_call)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = {
		{ CTI_FLAG_SYNTHETIC, "synthetic" },
		{ CTI_FLAG_RESYNC, "resync" },
		{ CTI_FLAG_GUESSED, "guessed" },
		{ CTI_FLAG_LATE, "late" },
	};
	uint32_t flags = cti_event_flags(event);
	const char *call = cti_event_str(event, CTI_FIELD_CALL, NULL);
	size_t i;

	print_color(COLOR_DIM);
	for (i = 0; i < COUNT(names); i++)
		if (flags & names[i].bit)
			printf("  %s", names[i].name);
	if (*call && with_call) {
		fputs("  #", stdout);
		print_clean(stdout, call);
	}
	print_color(COLOR_NONE);
	putchar('\n');
}

void print_event(const cti_event *event)
{
	enum cti_event_kind kind = cti_event_kind(event);
	enum cti_field subject = first_of(event, subjects, COUNT(subjects));
	enum cti_field other = first_of(event, others, COUNT(others));
	const struct style *style = &styles[kind];
	const char *name = cti_event_kind_name(kind);
	enum cti_field field;

	print_time_to(stdout, cti_event_time_us(event));
	print_color(style->color);
	printf("%-15s ", name ? name : "?");
	print_color(COLOR_NONE);
	print_parties(event, subject, other, style->arrow);
	for (field = 0; field < CTI_FIELD_COUNT; field++)
		if (field != subject && field != other && is_extra(field) &&
		    cti_event_has(event, field))
			print_extra(event, field);
	print_flags(event, subject != CTI_FIELD_CALL);
}
