/* SPDX-License-Identifier: MIT */
/* Scenarios of the journal and of reports. */
#include "play.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A story with a journal, and words about its last call. */
static int write_journal(const char *name)
{
	struct play play = { 0 };
	char url[512];
	int err;

	snprintf(url, sizeof(url),
		 "sim:%s/examples/stories/inbound.sim?clock=virtual",
		 play_source);
	TRY(play_open(&play));
	TRY(cti_set(play.client, "journal.file", play_path(name)));
	TRY(play_link(&play, url));
	TRY(play_advance(&play, 30000));
	if (*play.last_call) {
		TRY(cti_journal_dispose(play.client, play.last_call, "sold"));
		TRY(cti_journal_note(play.client, play.last_call, "called"));
		TRY(cti_journal_offer(play.client, play.last_call, "fibre",
				      "taken"));
	}
out:
	return play_close(&play, err);
}

static int run_write(const char *arg, const char *more)
{
	int err;

	(void)more;
	play_remove_journal(arg);
	err = write_journal(arg);
	/* The call may have found nobody who writes it down. */
	return err == CTI_ENOENT ? 0 : err;
}

static int on_contact(const cti_contact *contact, void *user)
{
	char *text = NULL;
	int err;

	(void)user;
	err = cti_contact_json(contact, &text, NULL);
	cti_free(text);
	if (err)
		return err;
	err = cti_contact_csv(contact, &text, NULL);
	cti_free(text);
	return err;
}

static int prepare(const char *name)
{
	static bool ready;

	if (ready)
		return 0;
	play_remove_journal(name);
	ready = !write_journal(name);
	return ready ? 0 : 1;
}

static int run_read(const char *arg, const char *more)
{
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;
	char detail[256];

	(void)more;
	if (prepare(arg))
		return 1;
	filter.number = "13800138000";
	return cti_journal_read(play_path(arg), &filter, on_contact, NULL,
				detail, sizeof(detail));
}

static int run_export(const char *arg, const char *more)
{
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;
	char detail[256];

	if (prepare(arg))
		return 1;
	return cti_journal_export(play_path(arg), &filter, more,
				  play_path("export"), detail, sizeof(detail));
}

static int add_contact(const cti_contact *contact, void *user)
{
	return cti_report_contact(user, contact);
}

static int run_report(const char *arg, const char *more)
{
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;
	cti_report *report = NULL;
	char detail[256], *text = NULL;
	int err;

	if (prepare(arg))
		return 1;
	TRY(cti_report_new(&report));
	TRY(cti_journal_read(play_path(arg), &filter, add_contact, report,
			     detail, sizeof(detail)));
	cti_report_end(report);
	TRY(cti_report_write(report, more, &text));
out:
	cti_free(text);
	cti_report_free(report);
	return err;
}

static void hear_report(struct play *play, const cti_event *event)
{
	int *err = play->user;
	cti_report *report = *(cti_report **)(void *)(err + 2);

	if (!*err)
		*err = cti_report_event(report, event);
}

/* The same from events as they happen. */
static int run_live_report(const char *arg, const char *more)
{
	struct {
		int err, unused;
		cti_report *report;
	} told = { 0, 0, NULL };
	struct play play = { .hear = hear_report, .user = &told };
	char *text = NULL, url[512];
	int err;

	snprintf(url, sizeof(url),
		 "sim:%s/examples/stories/%s.sim?clock="
		 "virtual",
		 play_source, arg);
	err = cti_report_new(&told.report);
	if (err)
		return err;
	TRY(play_open(&play));
	TRY(play_link(&play, url));
	TRY(play_advance(&play, 30000));
	TRY(told.err);
	cti_report_end(told.report);
	TRY(cti_report_write(told.report, more, &text));
out:
	err = play_close(&play, err);
	cti_free(text);
	cti_report_free(told.report);
	return err;
}

static int run_contact(const char *arg, const char *more)
{
	cti_contact *contact;
	int err;

	err = cti_contact_new(&contact);
	if (err)
		return err;
	TRY(cti_contact_set(contact, CTI_CONTACT_CHANNEL, arg));
	TRY(cti_contact_set(contact, CTI_CONTACT_PARTY, more));
	TRY(cti_contact_set(contact, CTI_CONTACT_PARTY, "13900139000"));
	TRY(cti_contact_pair(contact, CTI_CONTACT_FACTS, "kind", "mail"));
	TRY(on_contact(contact, NULL));
out:
	cti_contact_free(contact);
	return err;
}

const struct scenario scenarios_journal[] = {
	{ "journal-write", run_write, "w.db", "" },
	{ "journal-read", run_read, "r.db", "" },
	{ "journal-export-csv", run_export, "r.db", "csv" },
	{ "journal-export-json", run_export, "r.db", "json" },
	{ "report-text", run_report, "r.db", "text" },
	{ "report-svg", run_report, "r.db", "json" },
	{ "report-live", run_live_report, "queue", "prometheus" },
	{ "contact", run_contact, "mail", "13800138000" },
	{ 0 },
};
