/* SPDX-License-Identifier: MIT */
/* SQLite as a source, and the making of one from a CSV file. */
#include "identify/sqlite.h"
#include "identify/customer.h"
#include "identify/number.h"

#include <cti/error.h>

#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "temp.h"

static char sentence[512];
static const struct cti__detail detail = { sentence, sizeof(sentence) };
static const cti_number_plan beijing = {
	sizeof(beijing), "CN", "010", NULL, NULL, 0
};

#define CUSTOMERS                                                              \
	"id,name,phone,mobile,tier\n"                                          \
	"1,李明,010-62345678转801,138 0013 8000,gold\n"                     \
	"2,王芳,62345678,,silver\n"                                          \
	"3,\"say \"\"hi\"\"\",021-62330088; 13900139000,,\n"

static void build(const char *csv, const char *db)
{
	sentence[0] = '\0';
	if (cti_directory_build(csv, db, &beijing, NULL, sentence,
				sizeof(sentence)))
		fail_msg("%s", sentence);
}

static struct cti__sqlite *open_db(const char *db)
{
	struct cti__sqlite *s;

	sentence[0] = '\0';
	if (cti__sqlite_open(&s, db, &beijing, &temp_log, &detail))
		fail_msg("%s", sentence);
	return s;
}

static const char *who(struct cti__sqlite *s, const char *text)
{
	static char ids[256];
	struct cti__found found = { 0 };
	cti_number number;
	size_t i;

	ids[0] = '\0';
	assert_int_equal(cti__number_parse(cti__str(text), &beijing, &number),
			 0);
	assert_int_equal(cti__sqlite_ops.find(s, &number, &found), 0);
	for (i = 0; i < found.count; i++)
		snprintf(ids + strlen(ids), sizeof(ids) - strlen(ids),
			 "%s%s:%u", i ? " " : "",
			 cti_customer_get(found.item[i], "id"),
			 cti_customer_score(found.item[i]));
	cti__found_fini(&found);
	return ids;
}

static void test_sqlite__builds_what_it_finds(void **state)
{
	struct cti__sqlite *s;
	struct cti__found found = { 0 };
	cti_number number;

	(void)state;
	build(TEMP_FILE("a.csv", CUSTOMERS), temp_path("a.db"));
	s = open_db(temp_path("a.db"));
	assert_string_equal(who(s, "+8613800138000"), "1:100");
	assert_string_equal(who(s, "01062345678"), "1:90 2:100");
	assert_string_equal(who(s, "02162330088"), "3:100");
	assert_string_equal(who(s, "13900139000"), "3:100");
	assert_string_equal(who(s, "13700137000"), "");
	assert_string_equal(who(s, "alice9"), "");
	assert_int_equal(
		cti__number_parse(CTI__STR("13900139000"), NULL, &number), 0);
	assert_int_equal(cti__sqlite_ops.find(s, &number, &found), 0);
	assert_string_equal(cti_customer_get(found.item[0], "name"),
			    "say \"hi\"");
	/* What is empty in the file is no field. */
	assert_null(cti_customer_field(found.item[0], 3));
	cti__found_fini(&found);
	cti__sqlite_ops.free(s);
	assert_int_equal(temp_count("a.db"), 1);
}

static void test_sqlite__replaces_an_old_directory_whole(void **state)
{
	struct cti__sqlite *old, *fresh;

	(void)state;
	build(TEMP_FILE("b.csv", "id,phone\n1,13800138000\n"),
	      temp_path("b.db"));
	old = open_db(temp_path("b.db"));
	build(TEMP_FILE("b.csv", "id,phone\n2,13800138000\n"),
	      temp_path("b.db"));
	fresh = open_db(temp_path("b.db"));
	assert_string_equal(who(old, "13800138000"), "1:100");
	assert_string_equal(who(fresh, "13800138000"), "2:100");
	cti__sqlite_ops.free(old);
	cti__sqlite_ops.free(fresh);
}

static void test_sqlite__counts_broken_lines(void **state)
{
	uint64_t skipped = 99;
	struct cti__sqlite *s;

	(void)state;
	assert_int_equal(
		cti_directory_build(TEMP_FILE("c.csv", "id,phone\n1\n"
						       "2,\"13800138002\n"
						       "3,13800138003\n"),
				    temp_path("c.db"), NULL, &skipped, NULL, 0),
		0);
	assert_int_equal(skipped, 2);
	s = open_db(temp_path("c.db"));
	assert_string_equal(who(s, "13800138003"), "3:100");
	assert_string_equal(who(s, "13800138002"), "");
	cti__sqlite_ops.free(s);
}

static void test_sqlite__stands_columns_with_strange_names(void **state)
{
	struct cti__sqlite *s;
	struct cti__found found = { 0 };
	cti_number number;

	(void)state;
	build(TEMP_FILE(
		      "d.csv",
		      "phone,\"a \"\"b\"\"); DROP TABLE customer; --\",,电话\n"
		      "13800138000,x,y,z\n"),
	      temp_path("d.db"));
	s = open_db(temp_path("d.db"));
	assert_int_equal(
		cti__number_parse(CTI__STR("13800138000"), NULL, &number), 0);
	assert_int_equal(cti__sqlite_ops.find(s, &number, &found), 0);
	assert_int_equal(found.count, 1);
	assert_string_equal(cti_customer_get(found.item[0], "id"), "row 1");
	assert_string_equal(
		cti_customer_get(found.item[0],
				 "a \"b\"); DROP TABLE customer; --"),
		"x");
	assert_string_equal(cti_customer_get(found.item[0], "电话"), "z");
	cti__found_fini(&found);
	cti__sqlite_ops.free(s);
}

static void test_sqlite__takes_one_customer_with_two_rows_as_one(void **state)
{
	struct cti__sqlite *s;

	(void)state;
	build(TEMP_FILE("e.csv", "id,name,phone\n1,Li,13800138000\n"
				 "1,Li,010-62345678\n"),
	      temp_path("e.db"));
	s = open_db(temp_path("e.db"));
	assert_string_equal(who(s, "13800138000"), "1:100");
	/* The second number stands only in the table of keys. */
	assert_string_equal(who(s, "01062345678"), "1:100");
	cti__sqlite_ops.free(s);
}

/* What is read without a lock must not be changed under the reader. */
static void test_sqlite__seals_what_it_builds(void **state)
{
	static const char change[] = "UPDATE customer SET tier = 'none'";
	struct cti__sqlite *s;
	sqlite3 *db;

	(void)state;
	build(TEMP_FILE("s.csv", CUSTOMERS), temp_path("s%41#?.db"));
	assert_int_equal(sqlite3_open(temp_path("s%41#?.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, change, NULL, NULL, NULL),
			 SQLITE_READONLY);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	s = open_db(temp_path("s%41#?.db"));
	assert_string_equal(who(s, "13800138000"), "1:100");
	cti__sqlite_ops.free(s);
}

/* A file of the site's own making: only the two tables are asked for. */
static void test_sqlite__reads_what_others_made(void **state)
{
	static const char make[] =
		"CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT, mobile "
		"TEXT); CREATE TABLE customer_number (key TEXT, customer TEXT, "
		"PRIMARY KEY (key, customer)) WITHOUT ROWID;"
		"INSERT INTO customer VALUES ('7', 'Li', '13800138000');"
		"INSERT INTO customer_number VALUES ('8613800138000', '7')";
	struct cti__sqlite *s;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(temp_path("own.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, make, NULL, NULL, NULL), SQLITE_OK);
	s = open_db(temp_path("own.db"));
	assert_string_equal(who(s, "13800138000"), "7:100");
	/* What is written meanwhile is found: nobody has to be told. */
	assert_int_equal(sqlite3_exec(db,
				      "INSERT INTO customer_number VALUES "
				      "('8613800138001', '7'); UPDATE customer "
				      "SET mobile = '13800138001'",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_string_equal(who(s, "13800138001"), "7:100");
	cti__sqlite_ops.free(s);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void check_refused(const char *path, int err, const char *words)
{
	struct cti__sqlite *s;

	sentence[0] = '\0';
	assert_int_equal(
		cti__sqlite_open(&s, path, &beijing, &temp_log, &detail), err);
	assert_null(s);
	if (!strstr(sentence, words) || !strstr(sentence, path))
		fail_msg("\"%s\" does not say \"%s\"", sentence, words);
}

static void test_sqlite__refuses_what_is_no_directory(void **state)
{
	static const char damaged[] = "SQLite format 3\0\x10\0garbage garbage";
	char text[2048];

	(void)state;
	memset(text, 'x', sizeof(text));
	check_refused(temp_path("missing.db"), CTI_EIO, "No such file");
	check_refused(temp_file("f.db", text, sizeof(text)), CTI_EFORMAT,
		      "no SQLite database");
	check_refused(TEMP_FILE("g.db", CUSTOMERS), CTI_EFORMAT,
		      "no SQLite database");
	check_refused(temp_file("h.db", damaged, sizeof(damaged)), CTI_EFORMAT,
		      "no SQLite database");
	check_refused(TEMP_FILE("i.db", ""), CTI_EFORMAT,
		      "no table \"customer\"");
	assert_int_equal(temp_count("missing"), 0);
}

static void check_no_build(const char *csv, const char *db, int err,
			   const char *words)
{
	sentence[0] = '\0';
	assert_int_equal(cti_directory_build(csv, db, &beijing, NULL, sentence,
					     sizeof(sentence)),
			 err);
	if (!strstr(sentence, words))
		fail_msg("\"%s\" does not say \"%s\"", sentence, words);
}

static void test_sqlite__leaves_the_old_file_if_building_fails(void **state)
{
	struct cti__sqlite *s;

	(void)state;
	build(TEMP_FILE("j.csv", CUSTOMERS), temp_path("j.db"));
	check_no_build(TEMP_FILE("bad.csv", "id,name\n"), temp_path("j.db"),
		       CTI_EFORMAT, "phone");
	check_no_build(temp_path("none.csv"), temp_path("j.db"), CTI_EIO,
		       "No such file");
	check_no_build(temp_path("j.csv"), "/nowhere/at/all.db", CTI_EIO,
		       "cannot be written");
	check_no_build(NULL, temp_path("j.db"), CTI_EINVAL, "named");
	s = open_db(temp_path("j.db"));
	assert_string_equal(who(s, "13800138000"), "1:100");
	cti__sqlite_ops.free(s);
	assert_int_equal(temp_count("j.db"), 1);
}

static void test_sqlite__replaces_nothing_but_a_directory(void **state)
{
	char csv[128];
	struct stat st;

	(void)state;
	snprintf(csv, sizeof(csv), "%s", TEMP_FILE("r.csv", CUSTOMERS));
	check_no_build(csv, csv, CTI_EEXIST, "would be lost");
	check_no_build(csv, TEMP_FILE("notes.db", "mine"), CTI_EEXIST,
		       "would be lost");
	assert_int_equal(mkfifo(temp_path("pipe"), 0600), 0);
	check_no_build(csv, temp_path("pipe"), CTI_EIO, "name another");
	assert_int_equal(stat(temp_path("pipe"), &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	unlink(temp_path("pipe"));
	/* Somebody has kept the name. */
	build(csv, TEMP_FILE("kept.db", ""));
}

/* A limit on file sizes is a disk that is full at that place. */
static void test_sqlite__says_that_the_disk_is_full(void **state)
{
	struct cti__buf text = { 0 };
	struct rlimit old, small;
	const char *csv;
	int i, err;

	(void)state;
	cti__buf_text(&text, "id,name,phone\n");
	for (i = 0; i < 20000; i++)
		cti__buf_printf(&text, "%d,customer number %d,138%08d\n", i, i,
				i);
	csv = temp_file("k.csv", text.p, text.n);
	cti__buf_fini(&text);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 200 * 1024;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	err = cti_directory_build(csv, temp_path("k.db"), NULL, NULL, sentence,
				  sizeof(sentence));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(err, CTI_EIO);
	if (!strstr(sentence, "full") && !strstr(sentence, "written"))
		fail_msg("\"%s\"", sentence);
	assert_int_equal(temp_count("k.db"), 0);
}

static void test_sqlite__finds_each_of_a_hundred_thousand(void **state)
{
	struct cti__buf text = { 0 };
	struct cti__sqlite *s;
	char number[32], id[32];
	int i;

	(void)state;
	cti__buf_text(&text, "id,name,mobile\n");
	for (i = 0; i < 100000; i++)
		cti__buf_printf(&text, "%d,客户%d,139%08d\n", i, i, i * 7);
	build(temp_file("big.csv", text.p, text.n), temp_path("big.db"));
	cti__buf_fini(&text);
	(void)temp_logged();
	s = open_db(temp_path("big.db"));
	/* No word of a walk through a whole table. */
	assert_string_equal(temp_logged(), "");
	for (i = 0; i < 100000; i += 97) {
		snprintf(id, sizeof(id), "%d:100", i);
		snprintf(number, sizeof(number), "0139%08d", i * 7);
		assert_string_equal(who(s, number), id);
		snprintf(number, sizeof(number), "139%08d", i * 7 + 1);
		assert_string_equal(who(s, number), "");
	}
	cti__sqlite_ops.free(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sqlite__builds_what_it_finds),
		cmocka_unit_test(test_sqlite__replaces_an_old_directory_whole),
		cmocka_unit_test(test_sqlite__counts_broken_lines),
		cmocka_unit_test(
			test_sqlite__stands_columns_with_strange_names),
		cmocka_unit_test(
			test_sqlite__takes_one_customer_with_two_rows_as_one),
		cmocka_unit_test(test_sqlite__seals_what_it_builds),
		cmocka_unit_test(test_sqlite__reads_what_others_made),
		cmocka_unit_test(test_sqlite__refuses_what_is_no_directory),
		cmocka_unit_test(
			test_sqlite__leaves_the_old_file_if_building_fails),
		cmocka_unit_test(test_sqlite__replaces_nothing_but_a_directory),
		cmocka_unit_test(test_sqlite__says_that_the_disk_is_full),
		cmocka_unit_test(test_sqlite__finds_each_of_a_hundred_thousand),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
