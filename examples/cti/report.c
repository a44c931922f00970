/* SPDX-License-Identifier: MIT */
/* cti report: what a recording, a journal or a script comes to. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

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

static int read_journal(const char *path, cti_report *report)
{
	char detail[512] = "";
	int err = cti_journal_read(path, NULL, on_contact, report, detail,
				   sizeof(detail));

	if (!err)
		err = cti_journal_spans(path, NULL, on_span, report, detail,
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

static int print_report(cti_report *report, const char *format)
{
	char *text;
	int err = cti_report_write(report, format, &text);

	if (err)
		return tool_failed("%s", cti_strerror(err));
	fputs(text, stdout);
	cti_free(text);
	return tool_flush();
}

int report_run(const struct command *command, int argc, char **argv)
{
	bool json = false, csv = false, prometheus = false, svg = false;
	struct texts words = { .count = 0 }, how = { .count = 0 };
	const char *protocol = NULL;
	struct session session = { 0 };
	struct report_run run = { NULL, 0 };
	const struct option options[] = {
		{ "--json", OPTION_FLAG, &json },
		{ "--csv", OPTION_FLAG, &csv },
		{ "--prometheus", OPTION_FLAG, &prometheus },
		{ "--svg", OPTION_FLAG, &svg },
		{ "--count", OPTION_LIST, &how },
		{ "--protocol", OPTION_TEXT, &protocol },
		{ "--config", OPTION_TEXT, &session.config },
		{ "--set", OPTION_LIST, &session.set },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count != 1)
		return tool_usage(command, "give one journal, recording or "
					   "script (.sim)");
	if (json + csv + prometheus + svg > 1)
		return tool_usage(command, "choose one form");
	if (cti_report_new(&run.report))
		return tool_failed("out of memory");
	status = set_all(command, run.report, &how);
	if (!status)
		status = is_journal(words.at[0])
				 ? read_journal(words.at[0], run.report)
				 : replay(&session, words.at[0], protocol,
					  &run);
	if (!status)
		status = print_report(run.report, json	       ? "json"
						  : csv	       ? "csv"
						  : prometheus ? "prometheus"
						  : svg	       ? "svg"
							       : "text");
	cti_report_free(run.report);
	return status;
}
