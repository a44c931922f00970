/* SPDX-License-Identifier: MIT */
/* The journal's file: what is written is read again, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "folder.h"
#include "journal/store.h"
#include "told.h"
#include "util/alloc.h"

#include <sqlite3.h>
#include <sys/stat.h>

static struct cti__list changes;
static char detail[256];
static char found[4096];

static struct cti__store *open_store(void)
{
	struct cti__store *store;

	assert_int_equal(cti__store_open(&store, in_folder("j.db"), detail,
					 sizeof(detail)),
			 0);
	assert_int_equal(
		cti__store_take_over(store, true, detail, sizeof(detail)), 0);
	return store;
}

static struct cti__change *add(enum cti__change_kind kind, const char *id,
			       const char *value)
{
	struct cti__change *change = cti__calloc(1, sizeof(*change));

	assert_non_null(change);
	change->kind = kind;
	change->id = cti__str_dup(cti__str(id));
	change->value = cti__str_dup(cti__str(value));
	cti__list_add(&changes, &change->node);
	return change;
}

static void add_contact(const char *id, const char *began, const char *state)
{
	struct cti__change *change = add(CTI__CHANGE_SAVE, "", "");
	cti_contact *c;

	assert_int_equal(cti_contact_new(&c), 0);
	assert_int_equal(cti_contact_set(c, CTI_CONTACT_ID, id), 0);
	assert_int_equal(cti_contact_set(c, CTI_CONTACT_BEGAN, began), 0);
	assert_int_equal(cti_contact_set(c, CTI_CONTACT_STATE, state), 0);
	assert_int_equal(cti_contact_set(c, CTI_CONTACT_PARTY, "139"), 0);
	cti__segment_end(c, cti__contact_begin(c, CTI_SEGMENT_TALK, 1000000),
			 3000000, "normal");
	change->contact = c;
	change->ended = strcmp(state, "open") != 0;
}

static void write_all(struct cti__store *store, int64_t send_us)
{
	struct cti__change *change;

	assert_int_equal(cti__store_write(store, &changes, send_us, detail,
					  sizeof(detail)),
			 0);
	while (!cti__list_empty(&changes)) {
		change = cti__list_entry(changes.next, struct cti__change,
					 node);
		cti__list_del(&change->node);
		cti__change_free(change);
	}
}

static int note(const cti_contact *c, void *user)
{
	size_t n = strlen(found);

	(void)user;
	snprintf(found + n, sizeof(found) - n, "%s %s %s/",
		 cti_contact_text(c, CTI_CONTACT_ID),
		 cti_contact_text(c, CTI_CONTACT_STATE),
		 cti_contact_text(c, CTI_CONTACT_NOTES));
	put_segments(found + n + strlen(found + n),
		     sizeof(found) - strlen(found), c);
	return 0;
}

static const char *read_all(const cti_journal_filter *filter)
{
	found[0] = '\0';
	assert_int_equal(cti_journal_read(in_folder("j.db"), filter, note, NULL,
					  detail, sizeof(detail)),
			 0);
	return found;
}

static int set_up(void **state)
{
	cti__list_init(&changes);
	return make_folder(state);
}

static size_t due(struct cti__store *store, int64_t now_us, int64_t *next_us)
{
	struct cti__list list, *node;
	struct cti__due *one;
	size_t n = 0;

	cti__list_init(&list);
	assert_int_equal(cti__store_due(store, now_us, 16, &list, next_us,
					detail, sizeof(detail)),
			 0);
	while (!cti__list_empty(&list)) {
		node = list.next;
		one = cti__list_entry(node, struct cti__due, node);
		assert_non_null(strstr(one->body, "\"segments\":[{"));
		cti__list_del(node);
		cti__due_free(one);
		n++;
	}
	return n;
}

static void test_store__what_is_written_is_read_again(void **state)
{
	struct cti__store *store = open_store();

	(void)state;
	add_contact("a", "1000", "ended");
	add_contact("b", "2000", "ended");
	add(CTI__CHANGE_NOTE, "a", "calls back");
	add(CTI__CHANGE_NOTE, "a", "tomorrow");
	add(CTI__CHANGE_SET, "b", "sale")->field = CTI_CONTACT_STATE;
	write_all(store, 0);
	assert_string_equal(read_all(NULL),
			    "a ended calls back\ntomorrow/talk 0-2000 normal; "
			    "b sale /talk 0-2000 normal; ");
	cti__store_close(store);
}

/* How many locks anybody has of the file, as the kernel lists them. */
static unsigned count_locks(const char *path)
{
	FILE *file = fopen("/proc/locks", "r");
	char line[256], inode[32];
	struct stat st;
	unsigned n = 0;

	assert_non_null(file);
	assert_int_equal(stat(path, &st), 0);
	snprintf(inode, sizeof(inode), ":%llu ", (unsigned long long)st.st_ino);
	while (fgets(line, sizeof(line), file))
		n += strstr(line, inode) != NULL;
	fclose(file);
	return n;
}

/* Without it another process takes itself for the last user, and the log of
   what was written away. */
static void test_store__reading_takes_no_lock_from_the_writer(void **state)
{
	struct cti__store *store = open_store();
	unsigned before;

	(void)state;
	add_contact("a", "1000000", "ended");
	write_all(store, 0);
	before = count_locks(in_folder("j.db"));
	assert_true(before > 0);
	read_all(NULL);
	assert_int_equal(count_locks(in_folder("j.db")), before);
	cti__store_close(store);
}

static void test_store__a_filter_chooses(void **state)
{
	cti_journal_filter f = CTI_JOURNAL_FILTER_INIT;
	struct cti__store *store = open_store();

	(void)state;
	add_contact("a", "1000", "ended");
	add_contact("b", "2000", "ended");
	add_contact("c", "3000", "ended");
	write_all(store, 0);
	f.limit = 1;
	assert_string_equal(read_all(&f), "c ended /talk 0-2000 normal; ");
	f.limit = 0;
	f.since_us = 1500;
	f.until_us = 3000;
	assert_string_equal(read_all(&f), "b ended /talk 0-2000 normal; ");
	f = (cti_journal_filter)CTI_JOURNAL_FILTER_INIT;
	f.id = "a";
	assert_string_equal(read_all(&f), "a ended /talk 0-2000 normal; ");
	f.id = NULL;
	f.number = "138";
	assert_string_equal(read_all(&f), "");
	cti__store_close(store);
}

static void test_store__what_was_open_is_interrupted_afterwards(void **state)
{
	struct cti__store *store = open_store();
	int64_t next_us;

	(void)state;
	add_contact("a", "1000", "open");
	write_all(store, 0);
	cti__store_close(store);
	store = open_store();
	assert_string_equal(read_all(NULL),
			    "a interrupted /talk 0-2000 normal; ");
	assert_int_equal(due(store, 1, &next_us), 1);
	cti__store_close(store);
}

static void test_store__what_became_part_of_another_is_gone(void **state)
{
	struct cti__store *store = open_store();

	(void)state;
	add_contact("a", "1000", "open");
	add(CTI__CHANGE_FORGET, "a", "");
	write_all(store, 0);
	assert_string_equal(read_all(NULL), "");
	cti__store_close(store);
}

static void test_store__old_contacts_go(void **state)
{
	struct cti__store *store = open_store();

	(void)state;
	add_contact("a", "1000", "ended");
	add_contact("b", "5000", "ended");
	write_all(store, 0);
	assert_int_equal(cti__store_retain(store, 5000, detail, sizeof(detail)),
			 0);
	assert_string_equal(read_all(NULL), "b ended /talk 0-2000 normal; ");
	cti__store_close(store);
}

static void test_store__records_are_due_until_they_are_taken(void **state)
{
	struct cti__store *store = open_store();
	struct cti__change *sent;
	int64_t next_us;

	(void)state;
	add_contact("a", "1000", "ended");
	add_contact("b", "1000", "ended");
	add_contact("c", "1000", "open");
	write_all(store, 7000);
	assert_int_equal(due(store, 6999, &next_us), 0);
	assert_int_equal(next_us, 7000);
	assert_int_equal(due(store, 7000, &next_us), 2);
	sent = add(CTI__CHANGE_SENT, "a", "");
	sent->sent = CTI__SENT_DONE;
	sent->revision = 1;
	sent = add(CTI__CHANGE_SENT, "b", "HTTP status 500");
	sent->at_us = 9000;
	sent->revision = 1;
	write_all(store, 7000);
	assert_int_equal(due(store, 7000, &next_us), 0);
	assert_int_equal(next_us, 9000);
	/* A change after it was taken does not send it anew. */
	add_contact("a", "1000", "ended");
	write_all(store, 7000);
	assert_int_equal(due(store, 9000, &next_us), 1);
	cti__store_close(store);
}

static void assert_refused(const char *path, int err, const char *why)
{
	struct cti__store *store;

	assert_int_equal(cti__store_open(&store, path, detail, sizeof(detail)),
			 err);
	assert_null(store);
	if (!strstr(detail, why))
		fail_msg("\"%s\" does not say \"%s\"", detail, why);
}

static void test_store__leaves_what_is_no_journal_alone(void **state)
{
	FILE *file = fopen(in_folder("other"), "w");
	struct stat st;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++)
		fputs("no database at all ", file);
	fclose(file);
	assert_refused(in_folder("other"), CTI_EFORMAT, "no database");
	assert_int_equal(stat(in_folder("other"), &st), 0);
	assert_int_equal(st.st_size, 19000);
	assert_refused(in_folder("x/j.db"), CTI_EIO, "unable to open");
	assert_int_equal(cti_journal_read(in_folder("none"), NULL, note, NULL,
					  detail, sizeof(detail)),
			 CTI_EIO);
	assert_non_null(strstr(detail, "cannot be opened"));
	assert_int_equal(cti_journal_read(in_folder("other"), NULL, note, NULL,
					  detail, sizeof(detail)),
			 CTI_EFORMAT);
}

static void test_store__exports_lines(void **state)
{
	struct cti__store *store = open_store();
	char line[4096];
	FILE *file;

	(void)state;
	add_contact("a", "1000000", "ended");
	write_all(store, 0);
	cti__store_close(store);
	assert_int_equal(cti_journal_export(in_folder("j.db"), NULL, "json",
					    in_folder("out"), detail,
					    sizeof(detail)),
			 0);
	file = fopen(in_folder("out"), "r");
	assert_non_null(fgets(line, sizeof(line), file));
	assert_non_null(strstr(line, "{\"id\":\"a\",\"state\":\"ended\","
				     "\"party\":\"139\",\"began\":"
				     "\"1970-01-01T00:00:01.000Z\""));
	assert_null(fgets(line, sizeof(line), file));
	fclose(file);
	assert_int_equal(cti_journal_export(in_folder("j.db"), NULL, "csv",
					    in_folder("out"), detail,
					    sizeof(detail)),
			 0);
	file = fopen(in_folder("out"), "r");
	assert_non_null(fgets(line, sizeof(line), file));
	assert_int_equal(strncmp(line, "id,state,link,", 14), 0);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_int_equal(strncmp(line, "a,ended,,", 9), 0);
	fclose(file);
	assert_int_equal(cti_journal_export(in_folder("j.db"), NULL, "xml",
					    in_folder("out"), NULL, 0),
			 CTI_EINVAL);
}

static bool is_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "r");
	char line[64] = "";

	assert_non_null(file);
	(void)!fgets(line, sizeof(line), file);
	fclose(file);
	return strcmp(line, text) == 0;
}

static void test_store__an_export_that_fails_leaves_what_is_there(void **state)
{
	struct cti__store *store = open_store();
	FILE *file = fopen(in_folder("out"), "w");

	(void)state;
	add_contact("a", "1000000", "ended");
	write_all(store, 0);
	cti__store_close(store);
	fputs("of last month", file);
	fclose(file);
	assert_int_equal(cti_journal_export(in_folder("none"), NULL, "csv",
					    in_folder("out"), detail,
					    sizeof(detail)),
			 CTI_EIO);
	assert_non_null(strstr(detail, "none"));
	assert_true(is_text(in_folder("out"), "of last month"));
	assert_int_equal(cti_journal_export(in_folder("j.db"), NULL, "csv",
					    in_folder("j.db"), detail,
					    sizeof(detail)),
			 CTI_EIO);
	assert_non_null(strstr(detail, "the journal itself"));
	assert_int_equal(cti_journal_export(in_folder("j.db"), NULL, "csv",
					    in_folder("x/out"), detail,
					    sizeof(detail)),
			 CTI_EIO);
	assert_non_null(strstr(detail, "x/out: cannot be written"));
	assert_int_equal(cti_journal_export(in_folder("j.db"), NULL, "csv",
					    in_folder("out"), NULL, 0),
			 0);
	assert_false(is_text(in_folder("out"), "of last month"));
}

static int note_letter(const cti_journal_letter *letter, void *user)
{
	snprintf(found, sizeof(found), "%s: %s, %d", letter->contact,
		 letter->why, (int)letter->attempts);
	++*(int *)user;
	return 0;
}

static void test_store__dead_letters_are_listed_and_offered_again(void **state)
{
	struct cti__store *store = open_store();
	struct cti__change *sent;
	uint64_t count;
	int64_t next;
	int dead = 0;

	(void)state;
	add_contact("a", "1000", "ended");
	write_all(store, 5);
	sent = add(CTI__CHANGE_SENT, "a", "HTTP status 400");
	sent->sent = CTI__SENT_DEAD;
	sent->revision = 1;
	write_all(store, 0);
	assert_int_equal(due(store, 1000000, &next), 0);
	assert_int_equal(cti_journal_dead(in_folder("j.db"), note_letter, &dead,
					  detail, sizeof(detail)),
			 0);
	assert_int_equal(dead, 1);
	assert_string_equal(found, "a: HTTP status 400, 1");
	assert_int_equal(cti_journal_retry(in_folder("j.db"), "b", &count,
					   detail, sizeof(detail)),
			 0);
	assert_int_equal(count, 0);
	assert_int_equal(cti_journal_retry(in_folder("j.db"), NULL, &count,
					   detail, sizeof(detail)),
			 0);
	assert_int_equal(count, 1);
	assert_int_equal(due(store, 1000000, &next), 1);
	cti__store_close(store);
	assert_int_equal(cti_journal_dead(in_folder("none"), note_letter, &dead,
					  detail, sizeof(detail)),
			 CTI_EIO);
}

/* As it would be if no field had come since. */
static void make_old(void)
{
	struct cti__buf sql = { 0 };
	sqlite3 *db;
	int i;

	assert_int_equal(sqlite3_open(in_folder("j.db"), &db), SQLITE_OK);
	cti__buf_text(&sql, "DROP INDEX contact_customer;");
	for (i = CTI_CONTACT_COUNT - 1; i > CTI_CONTACT_ABANDONED; i--)
		cti__buf_printf(
			&sql, "ALTER TABLE contact DROP COLUMN %s;",
			cti_contact_field_name((enum cti_contact_field)i));
	cti__buf_text(&sql, "ALTER TABLE outbox DROP COLUMN revision;"
			    "PRAGMA user_version=1");
	assert_int_equal(
		sqlite3_exec(db, cti__buf_cstr(&sql), NULL, NULL, NULL),
		SQLITE_OK);
	cti__buf_fini(&sql);
	sqlite3_close(db);
}

static void test_store__an_older_file_is_read_and_brought_up(void **state)
{
	struct cti__store *store = open_store();
	struct cti__change *pair;
	int64_t next;

	(void)state;
	add_contact("a", "1000", "ended");
	write_all(store, 5);
	cti__store_close(store);
	make_old();
	assert_string_equal(read_all(NULL), "a ended /talk 0-2000 normal; ");
	store = open_store();
	pair = add(CTI__CHANGE_PAIR, "a", "accepted");
	pair->field = CTI_CONTACT_OFFERS;
	pair->name = cti__str_dup(CTI__STR("broadband"));
	write_all(store, 5);
	assert_int_equal(due(store, 10, &next), 1);
	cti__store_close(store);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_store__##name, set_up, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dead_letters_are_listed_and_offered_again),
		TEST(an_older_file_is_read_and_brought_up),
		TEST(what_is_written_is_read_again),
		TEST(reading_takes_no_lock_from_the_writer),
		TEST(a_filter_chooses),
		TEST(what_was_open_is_interrupted_afterwards),
		TEST(what_became_part_of_another_is_gone),
		TEST(old_contacts_go),
		TEST(records_are_due_until_they_are_taken),
		TEST(leaves_what_is_no_journal_alone),
		TEST(exports_lines),
		TEST(an_export_that_fails_leaves_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
