/* SPDX-License-Identifier: MIT */
/*
 * cti explain: why a call's events came, or did not. The recording is played
 * twice: to find the call and whoever is named in it, then to print.
 */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

struct explain {
	const struct command *command;
	const char *path, *protocol, *word;
	bool mask, json, full, all;
	struct session session;
	struct contacts *contacts;
	struct mask *names;
	struct steps steps;
};

static void learn(cti_client *client, const cti_trace *step, void *user)
{
	struct explain *e = user;
	size_t i;

	(void)client;
	contacts_step(e->contacts, step);
	mask_learn_id(e->names, step->call);
	if (step->kind != CTI_TRACE_NO_POP)
		for (i = 0; i < step->id_count; i++)
			mask_learn_id(e->names, step->ids[i]);
	if (step->kind == CTI_TRACE_FACT || step->kind == CTI_TRACE_EVENT)
		mask_learn_json(e->names, step->text, step->len);
}

static void show(cti_client *client, const cti_trace *step, void *user)
{
	struct explain *e = user;

	(void)client;
	steps_step(&e->steps, step);
}

static int play(struct explain *e, cti_trace_fn *fn)
{
	e->session.trace = fn;
	e->session.trace_user = e;
	return session_run(&e->session);
}

static char *masked(struct explain *e, const char *text)
{
	return mask_text(e->names, text ? text : "");
}

static void put_member(struct explain *e, const char *name, const char *text)
{
	char *shown = masked(e, text);

	json_member(stdout, false, name, shown ? shown : "?");
	free(shown);
}

static void list_json(struct explain *e, const struct contact *contact)
{
	char time[TEXT_TIME_MAX];

	text_time(time, contact->began_us);
	fputs("{\"step\":\"call\",\"time\":", stdout);
	json_text(stdout, time);
	put_member(e, "call", contact->id);
	put_member(e, "direction", contact->direction);
	put_member(e, "caller", contact->caller);
	put_member(e, "called", contact->called);
	put_member(e, "cause", contact->cause);
	put_member(e, "part_of", contact->into);
	puts("}");
}

static void put_column(struct explain *e, const char *text, size_t width)
{
	char *shown = masked(e, text);
	size_t n = print_width(shown ? shown : "?");

	print_clean(stdout, shown ? shown : "?");
	printf("%*s", n < width ? (int)(width - n) : 1, "");
	free(shown);
}

static void list_line(struct explain *e, const struct contact *contact)
{
	print_time_to(stdout, contact->began_us);
	print_color(COLOR_BOLD);
	put_column(e, contact->id, 26);
	print_color(COLOR_NONE);
	put_column(e, contact->direction, 10);
	put_column(e, contact->caller, 16);
	put_column(e, contact->called, 16);
	if (contact->ended_us)
		print_span((contact->ended_us - contact->began_us) / 1000);
	if (contact->cause)
		printf("  %s", contact->cause);
	if (contact->into) {
		fputs("  part of ", stdout);
		put_column(e, contact->into, 1);
	}
	putchar('\n');
}

static int list(struct explain *e)
{
	size_t i;

	if (!contacts_count(e->contacts))
		return tool_failed("%s tells of no call", e->path);
	for (i = 0; i < contacts_count(e->contacts); i++)
		if (e->json)
			list_json(e, contacts_at(e->contacts, i));
		else
			list_line(e, contacts_at(e->contacts, i));
	return tool_flush();
}

static int show_call(struct explain *e)
{
	const struct contact *contact = contacts_find(e->contacts, e->word);
	int status;

	if (!contact)
		return TOOL_FAILED;
	contacts_choose(e->contacts, contact);
	e->steps.contacts = e->contacts;
	e->steps.mask = e->names;
	e->steps.json = e->json;
	e->steps.full = e->full;
	e->steps.all = e->all;
	status = play(e, show);
	steps_end(&e->steps);
	return status ? status : tool_flush();
}

static int run(struct explain *e)
{
	char *url = text_url("replay", e->path, e->protocol ? "protocol" : NULL,
			     e->protocol);
	int status = TOOL_FAILED;

	e->contacts = contacts_new();
	e->names = mask_new(!e->mask);
	if (!url || !e->contacts || !e->names) {
		tool_failed("out of memory");
		goto out;
	}
	e->session.url = url;
	e->session.whole = e->path;
	status = play(e, learn);
	/* What is whole of a recording that was cut short can be explained. */
	if (!status || contacts_count(e->contacts))
		status = (e->word ? show_call(e) : list(e)) || status;
out:
	contacts_free(e->contacts);
	mask_free(e->names);
	free(url);
	return status;
}

int explain_run(const struct command *command, int argc, char **argv)
{
	struct explain e = { .command = command };
	struct texts words = { .count = 0 };
	const struct option options[] = {
		{ "--protocol", OPTION_TEXT, &e.protocol },
		{ "--mask", OPTION_FLAG, &e.mask },
		{ "--full", OPTION_FLAG, &e.full },
		{ "--all", OPTION_FLAG, &e.all },
		{ "--json", OPTION_FLAG, &e.json },
		{ "--config", OPTION_TEXT, &e.session.config },
		{ "--set", OPTION_LIST, &e.session.set },
		{ "--no-color", OPTION_FLAG, &e.session.no_color },
		{ "--verbose", OPTION_FLAG, &e.session.verbose },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (!words.count || words.count > 2)
		return tool_usage(command, "give a recording and one call");
	e.path = words.at[0];
	e.word = words.count > 1 ? words.at[1] : NULL;
	e.session.until_end = true;
	e.session.quiet = true;
	return run(&e);
}
