/* SPDX-License-Identifier: MIT */
/* cti report: what a recording, a journal or a script comes to. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct report_run {
	cti_report *report;
	int err;
};

static void on_step(cti_client *client, const cti_trace *step, void *user)
{
	struct report_run *run = user;

	(void)client;
	if (step->kind == CTI_TRACE_EVENT && !run->err)
		run->err = cti_report_event(run->report, step->event);
}

static int on_contact(const cti_contact *contact, void *user)
{
	return cti_report_contact(user, contact);
}

static int on_span(const cti_agent_span *span, void *user)
{
	return cti_report_span(user, span);
}

/* Every SQLite file begins so. */
static bool is_journal(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char head[sizeof(magic)] = "";
	FILE *file = fopen(path, "rb");
	bool is;

	if (!file)
		return false;
	is = fread(head, 1, sizeof(head), file) == sizeof(head) &&
	     memcmp(head, magic, sizeof(magic)) == 0;
	fclose(file);
	return is;
}

/* What agents do belongs to nobody's record. */
static int read_journal(const char *path, const cti_journal_filter *filter,
			cti_report *report)
{
	char detail[512] = "";
	int err = cti_journal_read(path, filter, on_contact, report, detail,
				   sizeof(detail));

	if (!err && !filter->record)
		err = cti_journal_spans(path, filter, on_span, report, detail,
					sizeof(detail));
	if (!err)
		return TOOL_OK;
	return tool_failed("%s", *detail ? detail : cti_strerror(err));
}

static int replay(struct session *session, const char *path,
		  const char *protocol, struct report_run *run)
{
	size_t len = strlen(path);
	bool script = len > 4 && strcmp(path + len - 4, ".sim") == 0;
	char *url = script ? text_url("sim", path, "clock", "virtual")
			   : text_url("replay", path,
				      protocol ? "protocol" : NULL, protocol);
	int status;

	if (!url)
		return tool_failed("out of memory");
	session->url = url;
	session->whole = script ? NULL : path;
	session->flat_out = script;
	session->until_end = true;
	session->quiet = true;
	session->trace = on_step;
	session->trace_user = run;
	status = session_run(session);
	free(url);
	if (!status && run->err)
		status = tool_failed("%s", cti_strerror(run->err));
	cti_report_end(run->report);
	return status;
}

static int set_all(const struct command *command, cti_report *report,
		   const struct texts *how)
{
	char key[64];
	const char *value;
	size_t i, len;
	int err;

	for (i = 0; i < how->count; i++) {
		value = strchr(how->at[i], '=');
		len = value ? (size_t)(value - how->at[i]) : sizeof(key);
		if (len >= sizeof(key))
			return tool_usage(command,
					  "--count needs KEY=VALUE, not \"%s\"",
					  how->at[i]);
		memcpy(key, how->at[i], len);
		key[len] = '\0';
		err = cti_report_set(report, key, value + 1);
		if (err)
			return tool_usage(command, "--count %s: %s", how->at[i],
					  err == CTI_EKEY
						  ? "there is no such key"
						  : "this is no value for it");
	}
	return TOOL_OK;
}

/* What is wished for, and where to. */
struct form {
	bool json, csv, prometheus, plot;
	const char *png, *svg, *out;
};

static const char *format_of(const struct form *form)
{
	if (form->plot || form->png || form->svg)
		return "gnuplot";
	return form->json	  ? "json"
	       : form->csv	  ? "csv"
	       : form->prometheus ? "prometheus"
				  : "text";
}

/* How wide the terminal is. */
static int columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || size.ws_col < 40)
		return 100;
	return size.ws_col > 160 ? 160 : size.ws_col;
}

static int put(const struct form *form, const char *text)
{
	static const char png[] = "set terminal pngcairo size 1100,700 "
				  "font 'DejaVu Sans,11'\n";
	static const char svg[] = "set terminal svg size 1100,700 dynamic "
				  "font 'sans-serif,13'\n";
	char dumb[64];

	if (form->png)
		return output_plot(form->png, png, text);
	if (form->svg)
		return output_plot(form->svg, svg, text);
	if (form->plot) {
		snprintf(dumb, sizeof(dumb), "set terminal dumb %d 24\n",
			 columns());
		return output_plot(NULL, dumb, text);
	}
	if (form->out)
		return output_file(form->out, text);
	fputs(text, stdout);
	return tool_flush();
}

static int write_report(cti_report *report, const struct form *form)
{
	char *text;
	int status, err = cti_report_write(report, format_of(form), &text);

	if (err)
		return tool_failed("%s", cti_strerror(err));
	status = put(form, text);
	cti_free(text);
	return status;
}

static int check(const struct command *command, const struct form *form,
		 const struct texts *words, cti_journal_filter *filter,
		 const char *since, const char *until)
{
	if (words->count != 1)
		return tool_usage(command, "give one journal, recording or "
					   "script (.sim)");
	if (form->json + form->csv + form->prometheus + form->plot +
		    (form->png != NULL) + (form->svg != NULL) >
	    1)
		return tool_usage(command, "choose one form");
	if (form->out && (form->plot || form->png || form->svg))
		return tool_usage(command, "--out is for forms of text");
	if (since && !text_day(since, &filter->since_us))
		return tool_usage(command, "--since needs a day, such as "
					   "2026-11-22");
	if (until && !text_day(until, &filter->until_us))
		return tool_usage(command, "--until needs a day, such as "
					   "2026-11-23");
	if ((since || until || filter->record) && !is_journal(words->at[0]))
		return tool_usage(command, "--since, --until and --record are "
					   "for journals");
	return TOOL_OK;
}

int report_run(const struct command *command, int argc, char **argv)
{
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;
	struct texts words = { .count = 0 }, how = { .count = 0 };
	const char *protocol = NULL, *since = NULL, *until = NULL;
	struct session session = { 0 };
	struct report_run run = { NULL, 0 };
	struct form form = { 0 };
	const struct option options[] = {
		{ "--json", OPTION_FLAG, &form.json },
		{ "--csv", OPTION_FLAG, &form.csv },
		{ "--prometheus", OPTION_FLAG, &form.prometheus },
		{ "--plot", OPTION_FLAG, &form.plot },
		{ "--png", OPTION_TEXT, &form.png },
		{ "--svg", OPTION_TEXT, &form.svg },
		{ "--out", OPTION_TEXT, &form.out },
		{ "--since", OPTION_TEXT, &since },
		{ "--until", OPTION_TEXT, &until },
		{ "--count", OPTION_LIST, &how },
		{ "--protocol", OPTION_TEXT, &protocol },
		{ "--record", OPTION_TEXT, &filter.record },
		{ "--config", OPTION_TEXT, &session.config },
		{ "--set", OPTION_LIST, &session.set },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	status = check(command, &form, &words, &filter, since, until);
	if (status)
		return status;
	if (cti_report_new(&run.report))
		return tool_failed("out of memory");
	status = set_all(command, run.report, &how);
	if (!status)
		status =
			is_journal(words.at[0])
				? read_journal(words.at[0], &filter, run.report)
				: replay(&session, words.at[0], protocol, &run);
	if (!status)
		status = write_report(run.report, &form);
	cti_report_free(run.report);
	return status;
}
