/* SPDX-License-Identifier: MIT */
/* cti journal: what the journal's file holds. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

struct show {
	bool json, csv, whole, segments;
	unsigned long shown;
};

static const char *field(const cti_contact *contact,
			 enum cti_contact_field which)
{
	return cti_contact_text(contact, which);
}

/* "1:05", or nothing for none. */
static void print_column(const char *text, int width)
{
	size_t columns = print_width(text);

	print_clean(stdout, text);
	for (; columns < (size_t)width; columns++)
		putchar(' ');
	putchar(' ');
}

static void print_row(const cti_contact *c)
{
	const char *agent = field(c, CTI_CONTACT_AGENT);
	const char *what = cti_contact_int(c, CTI_CONTACT_ABANDONED)
				   ? "abandoned"
			   : cti_contact_int(c, CTI_CONTACT_ANSWERED)
				   ? field(c, CTI_CONTACT_DISPOSITION)
				   : "not answered";
	char time[TEXT_TIME_MAX];

	text_time(time, cti_contact_int(c, CTI_CONTACT_BEGAN));
	time[19] = '\0';
	print_color(COLOR_DIM);
	print_column(time, 19);
	print_color(COLOR_NONE);
	print_column(field(c, CTI_CONTACT_DIRECTION), 8);
	print_column(field(c, CTI_CONTACT_PARTY), 14);
	print_column(field(c, CTI_CONTACT_QUEUE), 10);
	print_column(*agent ? agent : field(c, CTI_CONTACT_DEVICE), 10);
	print_span(cti_contact_int(c, CTI_CONTACT_TALK_MS));
	putchar(' ');
	print_clean(stdout, what);
	putchar('\n');
}

/* Under the row: who did what for how long. */
static void print_segments(const cti_contact *c)
{
	const char *who, *between = "    ";
	const cti_segment *s;
	size_t i;

	print_color(COLOR_DIM);
	for (i = 0; (s = cti_contact_segment(c, i)) != NULL; i++) {
		who = *s->agent ? s->agent : *s->device ? s->device : s->queue;
		printf("%s%s ", between, cti_segment_kind_name(s->kind));
		print_clean(stdout, who);
		if (s->to_us)
			printf(" %.1f s",
			       (double)(s->to_us - s->from_us) / 1e6);
		between = i % 4 == 3 ? ",\n    " : ", ";
	}
	print_color(COLOR_NONE);
	if (i)
		putchar('\n');
}

static void print_named(const char *name, const char *text)
{
	print_color(COLOR_DIM);
	printf("  %-18s", name);
	print_color(COLOR_NONE);
	print_clean(stdout, text);
	putchar('\n');
}

static void print_field(const cti_contact *c, enum cti_contact_field which)
{
	const char *name = cti_contact_field_name(which);
	int64_t number = cti_contact_int(c, which);
	char text[TEXT_TIME_MAX];

	if (*field(c, which)) {
		print_named(name, field(c, which));
		return;
	}
	if (!number || (which == CTI_CONTACT_LEAD_PROBABILITY && number < 0))
		return;
	if (which >= CTI_CONTACT_BEGAN && which <= CTI_CONTACT_ENDED)
		text_time(text, number);
	else
		snprintf(text, sizeof(text), "%lld", (long long)number);
	print_named(name, text);
}

static void print_whole(const cti_contact *c)
{
	const cti_segment *s;
	size_t i;

	for (i = 0; i < CTI_CONTACT_COUNT; i++)
		print_field(c, (enum cti_contact_field)i);
	for (i = 0; (s = cti_contact_segment(c, i)) != NULL; i++) {
		print_time_to(stdout, s->from_us);
		print_column(cti_segment_kind_name(s->kind), 8);
		print_column(s->device, 8);
		print_column(s->agent, 12);
		if (s->to_us)
			print_span((s->to_us - s->from_us) / 1000);
		putchar(' ');
		print_clean(stdout, s->outcome);
		putchar('\n');
	}
}

static int print_line(const struct show *show, const cti_contact *c)
{
	char *line;
	int err = show->csv ? cti_contact_csv(c, &line, NULL)
			    : cti_contact_json(c, &line, NULL);

	if (err)
		return err;
	puts(line);
	cti_free(line);
	return 0;
}

static int on_contact(const cti_contact *contact, void *user)
{
	struct show *show = user;

	show->shown++;
	if (show->json || show->csv)
		return print_line(show, contact);
	if (show->whole)
		print_whole(contact);
	else
		print_row(contact);
	if (show->segments && !show->whole)
		print_segments(contact);
	return 0;
}

static int read_filter(const struct command *command, cti_journal_filter *f,
		       const char *since, const char *until, double last)
{
	if (since && !text_day(since, &f->since_us))
		return tool_usage(command, "--since needs a day, such as "
					   "2026-11-22");
	if (until && !text_day(until, &f->until_us))
		return tool_usage(command, "--until needs a day, such as "
					   "2026-11-23");
	f->limit = (uint64_t)last;
	return TOOL_OK;
}

static int run(const char *path, const cti_journal_filter *filter,
	       struct show *show)
{
	char detail[512];
	char *names;
	int err;

	if (show->csv && cti_contact_csv(NULL, &names, NULL) == 0) {
		puts(names);
		cti_free(names);
	}
	err = cti_journal_read(path, filter, on_contact, show, detail,
			       sizeof(detail));
	if (err)
		return tool_failed("%s", *detail ? detail : cti_strerror(err));
	if (show->whole && !show->shown)
		return tool_failed("%s: there is no contact %s", path,
				   filter->id);
	return tool_flush();
}

static int on_letter(const cti_journal_letter *letter, void *user)
{
	char time[TEXT_TIME_MAX];
	const struct show *show = user;

	text_time(time, letter->time_us);
	if (show->json) {
		putchar('{');
		json_member(stdout, true, "contact", letter->contact);
		json_member(stdout, false, "time", time);
		json_member(stdout, false, "why", letter->why);
		printf(",\"attempts\":%llu}\n",
		       (unsigned long long)letter->attempts);
		return 0;
	}
	print_clean(stdout, letter->contact);
	printf("  %s  %llu attempts  ", time,
	       (unsigned long long)letter->attempts);
	print_clean(stdout, letter->why);
	putchar('\n');
	return 0;
}

static int list_dead(const char *path, struct show *show)
{
	char detail[512];
	int err = cti_journal_dead(path, on_letter, show, detail,
				   sizeof(detail));

	if (err)
		return tool_failed("%s", *detail ? detail : cti_strerror(err));
	return tool_flush();
}

static int retry(const char *path, const char *contact)
{
	char detail[512];
	uint64_t count;
	int err = cti_journal_retry(path, contact, &count, detail,
				    sizeof(detail));

	if (err)
		return tool_failed("%s", *detail ? detail : cti_strerror(err));
	if (contact && !count)
		return tool_failed("%s: contact %s is no dead letter", path,
				   contact);
	printf("%llu offered again\n", (unsigned long long)count);
	return tool_flush();
}

int journal_run(const struct command *command, int argc, char **argv)
{
	const char *since = NULL, *until = NULL, *number = NULL;
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;
	struct texts words = { .count = 0 };
	struct show show = { 0 };
	bool no_color = false, dead = false, again = false;
	double last = 0;
	const struct option options[] = {
		{ "--json", OPTION_FLAG, &show.json },
		{ "--csv", OPTION_FLAG, &show.csv },
		{ "--dead", OPTION_FLAG, &dead },
		{ "--retry", OPTION_FLAG, &again },
		{ "--since", OPTION_TEXT, &since },
		{ "--until", OPTION_TEXT, &until },
		{ "--number", OPTION_TEXT, &number },
		{ "--record", OPTION_TEXT, &filter.record },
		{ "--segments", OPTION_FLAG, &show.segments },
		{ "--last", OPTION_NUMBER, &last },
		{ "--no-color", OPTION_FLAG, &no_color },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count < 1 || words.count > 2)
		return tool_usage(command, "give the journal's file, and a "
					   "contact's id to see it whole");
	if (dead && again)
		return tool_usage(command, "choose --dead or --retry");
	if (dead)
		return list_dead(words.at[0], &show);
	if (again)
		return retry(words.at[0],
			     words.count == 2 ? words.at[1] : NULL);
	status = read_filter(command, &filter, since, until, last);
	if (status)
		return status;
	filter.number = number;
	filter.id = words.count == 2 ? words.at[1] : NULL;
	show.whole = filter.id != NULL;
	print_setup(no_color);
	return run(words.at[0], &filter, &show);
}
