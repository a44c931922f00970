/* SPDX-License-Identifier: MIT */
/* Scenarios of customers' sources: files, databases, applications. */
#include "play.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char book_csv[] = "id,name,phone,mobile,tier\n"
			       "1,李明,010-62345678转801,13800138000,gold\n"
			       "2,\"Wang, Fang\",021-62330088,13900139000,\n";

static const char book_vcf[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\n"
			       "FN:Li Ming\r\nTEL;TYPE=CELL:13800138000\r\n"
			       "END:VCARD\r\n";

static void on_reloaded(cti_client *client, int err, uint64_t customers,
			const char *detail, void *user)
{
	struct play *play = user;

	(void)client;
	(void)err;
	(void)customers;
	(void)detail;
	play->done = true;
}

static int reload(struct play *play)
{
	int err;

	play->done = false;
	err = cti_source_reload(play->client, "book", on_reloaded, play);
	if (err)
		return err;
	play_run(play, 30000);
	return play->done ? 0 : 1;
}

/* arg: the file's name; more: what is in it. */
static int run_file(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	TRY(play_write(arg, more));
	TRY(play_open(&play));
	TRY(cti_source_add_csv(play.client, "book", play_path(arg)));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_PENDING));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_PENDING));
	cti_identify_forget(play.client, "13800138000");
	TRY(reload(&play));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_PENDING));
	TRY(cti_source_remove(play.client, "book"));
out:
	return play_close(&play, err);
}

static int run_build(const char *arg, const char *more)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	char detail[256];
	uint64_t skipped;

	(void)arg;
	if (play_write("build.csv", more))
		return 1;
	remove(play_path("build.db"));
	return cti_directory_build(play_path("build.csv"),
				   play_path("build.db"), &plan, &skipped,
				   detail, sizeof(detail));
}

static int run_sqlite(const char *arg, const char *more)
{
	static bool built;
	struct play play = { 0 };
	int err;

	if (!built) {
		TRY(run_build(arg, more));
		built = true;
	}
	TRY(play_open(&play));
	TRY(cti_source_add_sqlite(play.client, "book", play_path("build.db")));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_PENDING));
	TRY(play_identify(&play, "02162330088", CTI_IDENTITY_PENDING));
	TRY(play_identify(&play, "62345678", CTI_IDENTITY_PENDING));
out:
	return play_close(&play, err);
}

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	cti_customer *who = NULL;

	(void)client;
	(void)user;
	if (!cti_customer_new(&who) && (cti_customer_set(who, "id", "1") ||
					cti_customer_set(who, "name", "Li"))) {
		cti_customer_unref(who);
		who = NULL;
	}
	cti_lookup_answer(lookup, &who, who != NULL);
	cti_customer_unref(who);
}

static int run_app(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	TRY(cti_source_add(play.client, "app", on_lookup, NULL));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_PENDING));
	TRY(play_identify(&play, "anonymous", CTI_IDENTITY_PENDING));
out:
	return play_close(&play, err);
}

/* Nobody listens there: an error, in time. */
static int run_http_dead(const char *arg, const char *more)
{
	cti_http_source_opts opts = CTI_HTTP_SOURCE_OPTS_INIT;
	struct play play = { 0 };
	int err;

	opts.preset = arg;
	opts.base = more;
	opts.user = "u";
	opts.secret = "s";
	TRY(play_open(&play));
	TRY(cti_source_add_http(play.client, "crm", &opts));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_PENDING));
out:
	return play_close(&play, err);
}

const struct scenario scenarios_sources[] = {
	{ "source-csv", run_file, "book.csv", book_csv },
	{ "source-vcard", run_file, "book.vcf", book_vcf },
	{ "source-sqlite", run_sqlite, "", book_csv },
	{ "source-build", run_build, "", book_csv },
	{ "source-app", run_app, "", "" },
	{ "source-http-dead", run_http_dead, "generic", "http://127.0.0.1:9" },
	{ 0 },
};
