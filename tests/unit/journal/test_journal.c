/* SPDX-License-Identifier: MIT */
/* The journal with a host that the test moves by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "folder.h"
#include "journal/journal.h"
#include "told.h"
#include "util/refuse.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static struct host {
	struct cti__journal *journal;
	void (*fn)(void *arg);
	void (*done)(void *arg, int err);
	void *arg;
	int64_t alarm_ms, wall_us;
	unsigned losses, lines, posts;
	char why[512], body[8192];
	char posted[8][64], keys[8][64];
	bool refuse_posts;
} host;

static int do_work(void *user, void (*fn)(void *arg),
		   void (*done)(void *arg, int err), void *arg)
{
	(void)user;
	assert_null(host.fn);
	host.fn = fn;
	host.done = done;
	host.arg = arg;
	return 0;
}

/* The worker takes its turn; false if it has nothing to do. */
static bool worker(void)
{
	void (*fn)(void *arg) = host.fn;

	if (!fn)
		return false;
	fn(host.arg);
	host.fn = NULL;
	host.done(host.arg, 0);
	return true;
}

static void set_alarm(void *user, int64_t ms)
{
	(void)user;
	host.alarm_ms = ms;
}

static int64_t wall_us(void *user)
{
	(void)user;
	return host.wall_us;
}

static int do_post(void *user, const char *id, const char *key,
		   const char *body, size_t len)
{
	(void)user;
	assert_int_equal(strlen(body), len);
	if (host.refuse_posts)
		return CTI_EAGAIN;
	snprintf(host.body, sizeof(host.body), "%s", body);
	snprintf(host.keys[host.posts % 8], 64, "%s", key);
	snprintf(host.posted[host.posts++ % 8], 64, "%s", id);
	return 0;
}

static void on_loss(void *user, uint64_t count, const char *why)
{
	(void)user;
	(void)count;
	host.losses++;
	snprintf(host.why, sizeof(host.why), "%s", why);
}

static void on_earlier(void *user, const char *call, uint32_t turn,
		       const cti_contact *const *found, size_t count)
{
	size_t i, n = 0;

	(void)user;
	n = (size_t)snprintf(host.why, sizeof(host.why), "%s %u:", call, turn);
	for (i = 0; i < count; i++)
		n += (size_t)snprintf(
			host.why + n, sizeof(host.why) - n, " %s",
			cti_contact_text(found[i], CTI_CONTACT_CHANNEL));
}

static void on_line(void *user, uint32_t level, const char *text)
{
	(void)user;
	(void)level;
	(void)text;
	host.lines++;
}

static const struct cti__log lines_log = { on_line, NULL, CTI_LOG_DEBUG };

static void begin(const char *file, bool send, uint64_t max_waiting)
{
	struct cti__journal_host h = {
		.work = do_work,
		.alarm = set_alarm,
		.wall_us = wall_us,
		.post = do_post,
		.loss = on_loss,
		.earlier = on_earlier,
		.log = &lines_log,
	};
	struct cti__journal_opts opts = {
		in_folder(file), 0, max_waiting, send, 10, 3, 0, NULL
	};

	assert_int_equal(cti__journal_new(&host.journal, &h, &opts), 0);
}

static void hear(const cti_event *ev, void *user)
{
	(void)user;
	cti__journal_event(host.journal, ev);
}

static void at(int after_ms, const char *line)
{
	tell(hear, NULL, after_ms, line);
}

static void call(int n)
{
	char line[128];

	snprintf(line, sizeof(line),
		 "call-begin c%d direction=inbound caller=139 called=400", n);
	at(1, line);
	snprintf(line, sizeof(line), "ring c%d device=1001", n);
	at(1, line);
	snprintf(line, sizeof(line), "answer c%d device=1001", n);
	at(1, line);
	snprintf(line, sizeof(line), "hangup c%d device=1001 cause=normal", n);
	at(1, line);
	snprintf(line, sizeof(line), "call-end c%d cause=normal", n);
	at(1, line);
}

static cti_journal_stats stats(void)
{
	cti_journal_stats s = { .size = sizeof(s) };

	cti__journal_stats(host.journal, &s);
	return s;
}

static int count(const cti_contact *c, void *user)
{
	unsigned *n = user;

	if (strcmp(cti_contact_text(c, CTI_CONTACT_STATE), "ended") == 0)
		(*n)++;
	return 0;
}

static unsigned written(void)
{
	char detail[256];
	unsigned n = 0;

	assert_int_equal(cti_journal_read(in_folder("j.db"), NULL, count, &n,
					  detail, sizeof(detail)),
			 0);
	return n;
}

static int set_up(void **state)
{
	memset(&host, 0, sizeof(host));
	host.wall_us = 1000000000;
	clock_us = 1000000;
	return make_folder(state);
}

static int tear_down(void **state)
{
	cti__journal_free(host.journal);
	if (host.fn)
		worker();
	return drop_folder(state);
}

static void test_journal__what_comes_meanwhile_goes_in_one_group(void **state)
{
	int i;

	(void)state;
	begin("j.db", false, 20000);
	for (i = 0; i < 500; i++)
		call(i);
	assert_true(worker());
	assert_true(worker());
	assert_false(worker());
	assert_int_equal(stats().groups, 1);
	assert_int_equal(stats().contacts, 500);
	assert_int_equal(stats().waiting, 0);
	assert_int_equal(written(), 500);
}

static int outcomes(const cti_contact *c, void *user)
{
	char *all = user;
	const cti_segment *s;
	size_t i;

	strcat(all, cti_contact_text(c, CTI_CONTACT_STATE));
	for (i = 0; (s = cti_contact_segment(c, i)) != NULL; i++) {
		strcat(all, " ");
		strcat(all, cti_segment_kind_name(s->kind));
	}
	return 0;
}

static void test_journal__many_changes_of_a_contact_are_one_in_a_group(
	void **state)
{
	char all[256] = "", detail[256];
	int i;

	(void)state;
	begin("j.db", false, 20000);
	assert_true(worker());
	at(1, "call-begin c1 direction=inbound caller=139 called=400");
	at(1, "ring c1 device=1001");
	at(1, "answer c1 device=1001"); /* begins a group */
	for (i = 0; i < 2; i++) {
		at(1, "hold c1 device=1001");
		at(1, "retrieve c1 device=1001");
	}
	assert_int_equal(stats().waiting, 2);
	assert_true(worker());
	assert_int_equal(stats().written, 1);
	assert_true(worker());
	assert_int_equal(stats().written, 2);
	assert_false(worker());
	assert_int_equal(cti_journal_read(in_folder("j.db"), NULL, outcomes,
					  all, detail, sizeof(detail)),
			 0);
	assert_string_equal(all, "open ring talk hold talk hold talk");
}

/* Whoever kills us then takes nothing of either. */
static void test_journal__a_merged_contact_is_written_with_the_other(
	void **state)
{
	char all[256] = "", detail[256];

	(void)state;
	begin("j.db", false, 20000);
	at(1, "call-begin c1 direction=inbound caller=139 called=400");
	at(1, "answer c1 device=1001");
	at(1, "call-begin c2 direction=internal caller=1001 called=1002");
	at(1, "answer c2 device=1002");
	at(1, "hangup c2 device=1002 cause=normal");
	at(1, "hold c1 device=1001");
	while (worker())
		;
	at(1, "info c2 consult_of=c1");
	while (worker())
		;
	assert_int_equal(cti_journal_read(in_folder("j.db"), NULL, outcomes,
					  all, detail, sizeof(detail)),
			 0);
	assert_string_equal(all, "open talk hold consult");
}

static void test_journal__closing_writes_what_waits(void **state)
{
	(void)state;
	begin("j.db", false, 20000);
	call(1);
	at(0, "call-begin c2 direction=inbound caller=139 called=400");
	at(0, "ring c2 device=1001");
	cti__journal_free(host.journal);
	host.journal = NULL;
	assert_true(worker());
	assert_int_equal(written(), 1);
}

static void test_journal__closing_amid_a_group_writes_and_frees_all(
	void **state)
{
	(void)state;
	begin("j.db", false, 20000);
	assert_true(worker());
	call(1);
	call(2); /* waits behind the group that the first call began */
	cti__journal_free(host.journal);
	host.journal = NULL;
	assert_true(worker());
	assert_int_equal(written(), 2);
}

static void test_journal__no_more_waits_than_it_may_and_it_is_told(void **state)
{
	int i;

	(void)state;
	begin("j.db", false, 16);
	for (i = 0; i < 100; i++)
		call(i);
	assert_int_equal(stats().waiting, 16);
	assert_int_equal(stats().lost, 100 - 16);
	assert_int_equal(host.losses, 1);
	assert_non_null(strstr(host.why, "journal.max_waiting"));
	while (worker())
		;
	assert_int_equal(stats().waiting, 0);
	assert_true(written() > 0);
}

static void test_journal__calls_go_on_without_a_disk(void **state)
{
	int i;

	(void)state;
	/* The folder is made later: a disk that is mounted late. */
	begin("x/j.db", false, 16);
	assert_true(worker());
	assert_int_equal(host.losses, 1);
	assert_int_equal(host.lines, 1);
	assert_true(host.alarm_ms > 0);
	for (i = 0; i < 3; i++)
		call(i);
	assert_false(worker());
	for (i = 0; i < 5; i++) {
		cti__journal_tick(host.journal);
		assert_true(worker());
	}
	assert_int_equal(host.losses, 1);
	assert_int_equal(host.lines, 1);
	assert_int_equal(stats().lost, 0);
	for (i = 3; i < 33; i++)
		call(i);
	assert_true(stats().lost > 0);
	assert_int_equal(host.losses, 2);
	assert_int_equal(mkdir(in_folder("x"), 0755), 0);
	cti__journal_tick(host.journal);
	assert_true(worker());
	assert_int_equal(stats().waiting, 0);
	assert_int_equal(host.lines, 3);
	cti__journal_free(host.journal);
	host.journal = NULL;
}

static void test_journal__an_agent_may_say_how_it_went_before_and_after(
	void **state)
{
	(void)state;
	begin("j.db", false, 100);
	worker();
	at(0, "call-begin c1 direction=inbound caller=139 called=400");
	assert_int_equal(cti__journal_change(host.journal, "c1",
					     CTI_CONTACT_COST, "15000"),
			 0);
	at(9, "call-end c1 cause=normal");
	assert_int_equal(cti__journal_change(host.journal, "c1",
					     CTI_CONTACT_DISPOSITION, "sale"),
			 0);
	assert_int_equal(cti__journal_note(host.journal, "pbx:c1:1000", "ok"),
			 0);
	assert_int_equal(cti__journal_change(host.journal, "c2",
					     CTI_CONTACT_DISPOSITION, "sale"),
			 CTI_ENOENT);
	assert_int_equal(cti__journal_change(host.journal, "c1",
					     CTI_CONTACT_STATE, "open"),
			 CTI_EINVAL);
	assert_int_equal(cti__journal_change(host.journal, "c1",
					     CTI_CONTACT_COST, "dear"),
			 CTI_EINVAL);
	while (worker())
		;
	assert_int_equal(written(), 1);
}

static void test_journal__other_channels_have_contacts_too(void **state)
{
	cti_contact *mail;

	(void)state;
	begin("j.db", false, 100);
	assert_int_equal(cti_contact_new(&mail), 0);
	assert_int_equal(cti__journal_add(host.journal, mail), CTI_EINVAL);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_ID, "m1"), 0);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_CHANNEL, "mail"), 0);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_BEGAN, "1000"), 0);
	assert_int_equal(cti__journal_add(host.journal, mail), 0);
	assert_int_equal(cti__journal_add(host.journal, mail), 0);
	cti_contact_free(mail);
	while (worker())
		;
	assert_int_equal(written(), 1);
}

static void pass(int64_t s)
{
	host.wall_us += s * 1000000;
	cti__journal_tick(host.journal);
	while (worker())
		;
}

static void answer(int err, int status)
{
	cti__journal_answer(host.journal, "pbx:c1:1001", err, status, 0,
			    err ? "no connection" : "");
	while (worker())
		;
}

static void sends(void)
{
	begin("j.db", true, 100);
	while (worker())
		;
	call(1);
	while (worker())
		;
	assert_int_equal(host.posts, 0);
	pass(11);
	assert_int_equal(host.posts, 1);
	assert_string_equal(host.posted[0], "pbx:c1:1001");
	/* No second one while the first is on its way. */
	pass(60);
	assert_int_equal(host.posts, 1);
}

static void test_journal__the_crm_gets_a_record_once(void **state)
{
	(void)state;
	sends();
	answer(0, 201);
	pass(600);
	assert_int_equal(host.posts, 1);
	assert_int_equal(stats().delivered, 1);
}

static void test_journal__it_is_offered_again_later_and_later(void **state)
{
	(void)state;
	sends();
	answer(CTI_ECONNECT, 0);
	assert_int_equal(host.posts, 1);
	pass(1);
	assert_int_equal(host.posts, 2);
	answer(0, 503);
	pass(1);
	assert_int_equal(host.posts, 2);
	pass(1);
	assert_int_equal(host.posts, 3);
	assert_string_equal(host.posted[2], host.posted[0]);
	/* The third time was the last. */
	answer(0, 503);
	pass(100000);
	assert_int_equal(host.posts, 3);
	assert_int_equal(stats().dead, 1);
	assert_int_equal(stats().delivered, 0);
}

static void test_journal__what_the_crm_cannot_read_is_dead_at_once(void **state)
{
	(void)state;
	sends();
	answer(0, 422);
	pass(100000);
	assert_int_equal(host.posts, 1);
	assert_int_equal(stats().dead, 1);
}

static void test_journal__a_lost_answer_is_made_good_by_the_key(void **state)
{
	(void)state;
	sends();
	/* The process ends without having seen the answer. */
	cti__journal_free(host.journal);
	begin("j.db", true, 100);
	while (worker())
		;
	pass(11);
	assert_int_equal(host.posts, 2);
	assert_string_equal(host.posted[1], host.posted[0]);
	answer(0, 409);
	pass(600);
	assert_int_equal(host.posts, 2);
	assert_int_equal(stats().delivered, 1);
}

static void test_journal__what_is_said_later_reaches_the_crm_as_a_revision(
	void **state)
{
	(void)state;
	sends();
	answer(0, 201);
	assert_int_equal(cti__journal_change(host.journal, "c1",
					     CTI_CONTACT_DISPOSITION, "sale"),
			 0);
	assert_int_equal(cti__journal_pair(host.journal, "c1",
					   CTI_CONTACT_OFFERS, "broadband",
					   "accepted"),
			 0);
	assert_int_equal(cti__journal_pair(host.journal, "c1",
					   CTI_CONTACT_FACTS, "a=b", "c"),
			 CTI_EINVAL);
	while (worker())
		;
	pass(11);
	assert_int_equal(host.posts, 2);
	assert_string_equal(host.posted[1], host.posted[0]);
	assert_string_not_equal(host.keys[1], host.keys[0]);
	assert_non_null(
		strstr(host.body, "\"offers\":{\"broadband\":\"accepted\"}"));
	assert_non_null(strstr(host.body, "\"disposition\":\"sale\""));
	answer(0, 201);
	pass(600);
	assert_int_equal(host.posts, 2);
}

static void test_journal__what_is_said_while_it_is_sent_is_sent_too(
	void **state)
{
	(void)state;
	sends();
	assert_int_equal(cti__journal_note(host.journal, "c1", "calls back"),
			 0);
	while (worker())
		;
	/* This answer is of the record as it was before. */
	answer(0, 201);
	pass(11);
	assert_int_equal(host.posts, 2);
	assert_non_null(strstr(host.body, "calls back"));
	assert_string_not_equal(host.keys[1], host.keys[0]);
}

static void add_mail(const char *id, const char *began, const char *customer)
{
	cti_contact *mail;

	assert_int_equal(cti_contact_new(&mail), 0);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_ID, id), 0);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_CHANNEL, "mail"), 0);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_BEGAN, began), 0);
	assert_int_equal(cti_contact_set(mail, CTI_CONTACT_CUSTOMER, customer),
			 0);
	assert_int_equal(cti__journal_add(host.journal, mail), 0);
	cti_contact_free(mail);
}

static void test_journal__earlier_contacts_are_of_all_channels(void **state)
{
	(void)state;
	begin("j.db", false, 100);
	worker();
	call(1);
	add_mail("m1", "9000000", "C7");
	add_mail("m2", "500", "C8");
	at(1, "call-begin c2 direction=inbound caller=139 called=400");
	/* The mail of a moment ago is not in the file yet: it is waited for. */
	cti__journal_earlier(host.journal, CTI__STR("c2"), 7, CTI__STR("139"),
			     CTI__STR("C7"), 5);
	while (worker())
		;
	assert_string_equal(host.why, "c2 7: mail phone");
	cti__journal_earlier(host.journal, CTI__STR("c2"), 8, CTI__STR("139"),
			     CTI__STR(""), 5);
	cti__journal_earlier(host.journal, CTI__STR("c2"), 9, CTI__STR(""),
			     CTI__STR("C7"), 5);
	while (worker())
		;
	assert_string_equal(host.why, "c2 9: mail");
	/* A question that nobody waits for any more is let go. */
	cti__journal_earlier(host.journal, CTI__STR("c2"), 10, CTI__STR("139"),
			     CTI__STR("C7"), 1);
}

static void test_journal__heals_when_a_full_disk_has_room_again(void **state)
{
	struct rlimit before, full;
	unsigned i;

	(void)state;
	begin("j.db", false, 100000);
	worker();
	for (i = 0; i < 40; i++)
		call((int)i);
	while (worker())
		;
	/* Whoever runs into the limit would get a signal. */
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	full = before;
	full.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
	for (; i < 80; i++)
		call((int)i);
	assert_true(worker());
	host.alarm_ms = 0;
	cti__journal_tick(host.journal);
	worker();
	assert_int_equal(host.losses, 1);
	assert_non_null(strstr(host.why, "j.db"));
	assert_true(host.alarm_ms > 0);
	assert_int_equal(stats().contacts, 80);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	cti__journal_tick(host.journal);
	while (worker())
		;
	assert_int_equal(stats().waiting, 0);
	assert_int_equal(stats().lost, 0);
	assert_int_equal(written(), 80);
}

static int notes(const cti_contact *c, void *user)
{
	char *all = user;

	strcat(all, cti_contact_text(c, CTI_CONTACT_NOTES));
	return 0;
}

static void test_journal__what_is_written_is_not_written_again(void **state)
{
	char all[256] = "", detail[256];
	uint64_t written_before;

	(void)state;
	begin("j.db", false, 100);
	worker();
	call(1);
	while (worker())
		;
	call(2); /* begins a group, so that the two are in one behind it */
	assert_int_equal(cti__journal_note(host.journal, "c1", "calls back"),
			 0);
	cti__journal_earlier(host.journal, CTI__STR("c3"), 1, CTI__STR("139"),
			     CTI__STR(""), 5);
	assert_true(worker());
	/* The note needs no memory, what there was earlier does. */
	refuse_begin(NULL);
	refuse_after = 0;
	assert_true(worker());
	assert_int_equal(cti_set_allocator(NULL), 0);
	written_before = stats().written;
	cti__journal_tick(host.journal);
	while (worker())
		;
	assert_int_equal(cti_journal_read(in_folder("j.db"), NULL, notes, all,
					  detail, sizeof(detail)),
			 0);
	assert_string_equal(all, "calls back");
	assert_int_equal(stats().waiting, 0);
	assert_int_equal(stats().written, written_before);
	assert_int_equal(host.losses, 0);
}

/* A file that is opened anew has the contacts of this very process. */
static void test_journal__a_contact_under_way_survives_a_full_disk(void **state)
{
	struct rlimit before, full;
	char all[256] = "", detail[256];

	(void)state;
	begin("j.db", true, 100);
	worker();
	at(1, "call-begin c1 direction=inbound caller=139 called=400");
	at(1, "ring c1 device=1001");
	at(1, "answer c1 device=1001");
	while (worker())
		;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	full = before;
	full.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
	at(1, "hold c1 device=1001");
	assert_true(worker());
	assert_int_equal(host.losses, 1);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	/* What makes it open the file again says nothing of the contact. */
	cti__journal_earlier(host.journal, CTI__STR("c1"), 1, CTI__STR("139"),
			     CTI__STR(""), 5);
	cti__journal_tick(host.journal);
	while (worker())
		;
	pass(11);
	assert_int_equal(host.posts, 0);
	assert_int_equal(cti_journal_read(in_folder("j.db"), NULL, outcomes,
					  all, detail, sizeof(detail)),
			 0);
	assert_string_equal(all, "open ring talk hold");
	at(1, "retrieve c1 device=1001");
	at(1, "call-end c1 cause=normal");
	while (worker())
		;
	pass(11);
	assert_int_equal(host.posts, 1);
	assert_non_null(strstr(host.body, "\"state\":\"ended\""));
}

static void test_journal__a_read_only_file_is_told_and_counted(void **state)
{
	unsigned i;

	(void)state;
	begin("j.db", false, 16);
	worker();
	cti__journal_free(host.journal);
	assert_int_equal(chmod(in_folder("j.db"), 0444), 0);
	begin("j.db", false, 16);
	if (geteuid() == 0) {
		/* Root may write all the same: a folder in its place. */
		assert_int_equal(unlink(in_folder("j.db")), 0);
		assert_int_equal(mkdir(in_folder("j.db"), 0755), 0);
	}
	worker();
	for (i = 0; i < 40; i++)
		call((int)i);
	assert_true(host.losses > 0);
	assert_true(stats().lost > 0);
	assert_int_equal(stats().contacts, 40);
	if (geteuid() == 0)
		assert_int_equal(rmdir(in_folder("j.db")), 0);
	else
		assert_int_equal(chmod(in_folder("j.db"), 0644), 0);
	cti__journal_tick(host.journal);
	while (worker())
		;
	assert_int_equal(stats().waiting, 0);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_journal__##name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_comes_meanwhile_goes_in_one_group),
		TEST(many_changes_of_a_contact_are_one_in_a_group),
		TEST(a_merged_contact_is_written_with_the_other),
		TEST(closing_writes_what_waits),
		TEST(closing_amid_a_group_writes_and_frees_all),
		TEST(no_more_waits_than_it_may_and_it_is_told),
		TEST(calls_go_on_without_a_disk),
		TEST(an_agent_may_say_how_it_went_before_and_after),
		TEST(other_channels_have_contacts_too),
		TEST(the_crm_gets_a_record_once),
		TEST(what_is_said_later_reaches_the_crm_as_a_revision),
		TEST(what_is_said_while_it_is_sent_is_sent_too),
		TEST(earlier_contacts_are_of_all_channels),
		TEST(heals_when_a_full_disk_has_room_again),
		TEST(what_is_written_is_not_written_again),
		TEST(a_contact_under_way_survives_a_full_disk),
		TEST(a_read_only_file_is_told_and_counted),
		TEST(it_is_offered_again_later_and_later),
		TEST(what_the_crm_cannot_read_is_dead_at_once),
		TEST(a_lost_answer_is_made_good_by_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
