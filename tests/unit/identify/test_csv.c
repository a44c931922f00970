/* SPDX-License-Identifier: MIT */
/* CSV files as a source: loaded whole, broken lines named, found by key. */
#include "identify/csv.h"
#include "identify/customer.h"
#include "identify/number.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "temp.h"

static const uint64_t seed[2] = { 3, 4 };
static char sentence[512];
static const struct cti__detail detail = { sentence, sizeof(sentence) };
static const cti_number_plan beijing = {
	sizeof(beijing), "CN", "010", NULL, NULL, 0
};

static struct cti__csv *load(const char *path)
{
	struct cti__csv *csv;

	sentence[0] = '\0';
	if (cti__csv_open(&csv, path, &beijing, seed, &temp_log, &detail))
		fail_msg("%s", sentence);
	return csv;
}

static void check_refused(const char *path, int err, const char *words)
{
	struct cti__csv *csv;

	sentence[0] = '\0';
	assert_int_equal(
		cti__csv_open(&csv, path, &beijing, seed, &temp_log, &detail),
		err);
	assert_null(csv);
	if (!strstr(sentence, words) || !strstr(sentence, path))
		fail_msg("\"%s\" does not say \"%s\"", sentence, words);
}

/* The ids of those who have a number, divided by blanks. */
static const char *who(struct cti__csv *csv, const char *text)
{
	static char ids[256];
	struct cti__found found = { 0 };
	cti_number number;
	size_t i;

	ids[0] = '\0';
	assert_int_equal(cti__number_parse(cti__str(text), &beijing, &number),
			 0);
	assert_int_equal(cti__csv_ops.find(csv, &number, &found), 0);
	for (i = 0; i < found.count; i++) {
		strcat(ids, i ? " " : "");
		strcat(ids, cti_customer_get(found.item[i], "id"));
	}
	cti__found_fini(&found);
	return ids;
}

static void test_csv__finds_customers_by_any_of_their_numbers(void **state)
{
	struct cti__csv *csv = load(TEMP_FILE(
		"a.csv", "id,name,phone,mobile,phone2\n"
			 "1,李明,010-62345678转801,138 0013 8000,\n"
			 "2,王芳,62345678,,+49 711 1234567\n"
			 "3,\"Smith, Bob\",021-62330088; 13900139000,,\n"));

	(void)state;
	assert_int_equal(cti__csv_count(csv), 3);
	assert_string_equal(who(csv, "+8613800138000"), "1");
	assert_string_equal(who(csv, "01062345678"), "1 2");
	assert_string_equal(who(csv, "004907111234567"), "2");
	assert_string_equal(who(csv, "02162330088"), "3");
	assert_string_equal(who(csv, "013900139000"), "3");
	assert_string_equal(who(csv, "13700137000"), "");
	assert_string_equal(who(csv, "alice9"), "");
	cti__csv_ops.free(csv);
}

static void test_csv__gives_all_fields_with_score_and_reason(void **state)
{
	struct cti__csv *csv = load(
		TEMP_FILE("b.csv", "\xef\xbb\xbf"
				   "ID,Name,Phone,Contract No,empty\r\n"
				   "7,李明,13800138000,A-1,\r\n"));
	struct cti__found found = { 0 };
	cti_number number;

	(void)state;
	assert_int_equal(
		cti__number_parse(CTI__STR("13800138000"), NULL, &number), 0);
	assert_int_equal(cti__csv_ops.find(csv, &number, &found), 0);
	assert_int_equal(found.count, 1);
	assert_string_equal(cti_customer_get(found.item[0], "id"), "7");
	assert_string_equal(cti_customer_get(found.item[0], "name"), "李明");
	assert_string_equal(cti_customer_get(found.item[0], "Contract No"),
			    "A-1");
	assert_null(cti_customer_field(found.item[0], 4));
	assert_int_equal(cti_customer_score(found.item[0]), 100);
	assert_string_equal(cti_customer_reason(found.item[0]), "number equal");
	cti__found_fini(&found);
	cti__csv_ops.free(csv);
}

static void test_csv__makes_an_id_where_there_is_none(void **state)
{
	struct cti__csv *csv = load(TEMP_FILE(
		"c.csv", "name;phone\nLi;13800138000\nWang;13900139000\n"));

	(void)state;
	assert_string_equal(who(csv, "13900139000"), "row 2");
	cti__csv_ops.free(csv);
}

static void test_csv__names_broken_lines_and_loads_the_rest(void **state)
{
	struct cti__csv *csv;
	const char *lines;

	(void)state;
	(void)temp_logged();
	csv = load(TEMP_FILE("d.csv", "id,name,phone\n"
				      "1,Li,13800138001\n"
				      "2,\"Wang,13800138002\n"
				      "3,Zhao,13800138003\n"
				      "4,Qian\n"
				      "5,Sun,13800138005,x\n"
				      "6,\xff\xff,13800138006\n"
				      "7,\"Zhou\",13800138007\n"));
	lines = temp_logged();
	assert_non_null(strstr(lines, "d.csv: line 3 has text behind a closing "
				      "quote, or a quote that is not closed; "
				      "the line is left out"));
	assert_non_null(strstr(lines, "line 5 has fewer cells"));
	assert_non_null(strstr(lines, "line 6 has more cells"));
	assert_non_null(strstr(lines, "line 7 is not UTF-8"));
	assert_null(strstr(lines, "line 2 "));
	assert_null(strstr(lines, "line 4 "));
	assert_int_equal(cti__csv_count(csv), 3);
	assert_string_equal(who(csv, "13800138001"), "1");
	assert_string_equal(who(csv, "13800138003"), "3");
	assert_string_equal(who(csv, "13800138007"), "7");
	assert_string_equal(who(csv, "13800138002"), "");
	cti__csv_ops.free(csv);
}

static void test_csv__says_so_once_when_all_lines_are_broken(void **state)
{
	struct cti__buf text = { 0 };
	struct cti__csv *csv;
	const char *lines;
	int i;

	(void)state;
	(void)temp_logged();
	cti__buf_text(&text, "id,phone\n");
	for (i = 0; i < 100; i++)
		cti__buf_text(&text, "only one cell\n");
	csv = load(temp_file("e.csv", text.p, text.n));
	lines = temp_logged();
	assert_non_null(strstr(lines, "line 21 "));
	assert_null(strstr(lines, "line 22 "));
	assert_non_null(strstr(lines, "100 broken lines"));
	cti__csv_ops.free(csv);
	cti__buf_fini(&text);
}

static void test_csv__refuses_files_that_are_none(void **state)
{
	char wide[400] = "phone";
	int i;

	(void)state;
	check_refused(temp_path("missing.csv"), CTI_EIO, "No such file");
	check_refused(temp_dir, CTI_EIO, "directory");
	check_refused(TEMP_FILE("0.csv", ""), CTI_EFORMAT, "is empty");
	check_refused(TEMP_FILE("1.csv", "id,name\n1,Li\n"), CTI_EFORMAT,
		      "\"phone\" or \"mobile\"");
	check_refused(TEMP_FILE("2.csv", "\xff\xff,phone\n"), CTI_EFORMAT,
		      "save the file as UTF-8");
	check_refused(TEMP_FILE("4.csv", "id,\"phone\n1,2\n"), CTI_EFORMAT,
		      "quote");
	check_refused(TEMP_FILE("5.csv", "name,phone,Name\n"), CTI_EFORMAT,
		      "two columns are called \"name\"");
	check_refused(TEMP_FILE("7.csv", "id,na\x01me,phone\n1,Li,2\n"),
		      CTI_EFORMAT, "the name of column 2 has control");
	for (i = 0; i < 64; i++)
		snprintf(wide + strlen(wide), sizeof(wide) - strlen(wide),
			 ",c%d", i);
	check_refused(temp_file("6.csv", wide, strlen(wide)), CTI_EFORMAT,
		      "65 columns");
}

static void test_csv__reads_gbk_utf16_and_cards(void **state)
{
	static const char *const names[] = { "g.csv", "w.csv", "c.vcf" };
	static const char text[] = "?id,phone\r\n7,13800138000\r\n";
	char wide[2 * sizeof(text)];
	struct cti__csv *csv;
	size_t i;

	(void)state;
	TEMP_FILE("g.csv", "id,name,phone\n7,\xc0\xee,13800138000\n");
	for (i = 0; i < sizeof(text); i++) {
		wide[2 * i] = text[i];
		wide[2 * i + 1] = '\0';
	}
	memcpy(wide, "\xff\xfe", 2);
	temp_file("w.csv", wide, sizeof(wide) - 2);
	TEMP_FILE("c.vcf", "BEGIN:VCARD\nFN:nobody\nEND:VCARD\nBEGIN:VCARD\nUID:7\nN;CHARSET=GBK:\xc0\xee\n"
			   "TEL:13800138000\nEND:VCARD\n");
	for (i = 0; i < 3; i++) {
		csv = load(temp_path(names[i]));
		assert_int_equal(cti__csv_count(csv), 1);
		assert_string_equal(who(csv, "13800138000"), "7");
		cti__csv_ops.free(csv);
	}
	assert_non_null(strstr(temp_logged(),
			       "c.vcf: line 1 begins a card without a "
			       "telephone number; the line is left out"));
}

static void test_csv__needs_no_rows(void **state)
{
	struct cti__csv *csv = load(TEMP_FILE("f.csv", "id,phone\n"));

	(void)state;
	assert_int_equal(cti__csv_count(csv), 0);
	assert_string_equal(who(csv, "13800138000"), "");
	cti__csv_ops.free(csv);
}

static void test_csv__is_indexed_anew_for_another_plan(void **state)
{
	static const cti_number_plan shanghai = {
		sizeof(shanghai), "CN", "021", NULL, NULL, 0
	};
	struct cti__csv *csv = load(
		TEMP_FILE("g.csv", "id,phone\n1,62345678\n"));
	struct cti__found found = { 0 };
	cti_number number;

	(void)state;
	assert_string_equal(who(csv, "010-62345678"), "1");
	assert_int_equal(cti__csv_ops.replan(csv, &shanghai), 0);
	assert_string_equal(who(csv, "010-62345678"), "");
	assert_int_equal(
		cti__number_parse(CTI__STR("021-62345678"), &shanghai, &number),
		0);
	assert_int_equal(cti__csv_ops.find(csv, &number, &found), 0);
	assert_int_equal(found.count, 1);
	cti__found_fini(&found);
	cti__csv_ops.free(csv);
}

/* A switchboard that everybody gives as theirs identifies nobody. */
static void test_csv__stops_at_numbers_that_too_many_share(void **state)
{
	struct cti__buf text = { 0 };
	struct cti__found found = { 0 };
	struct cti__csv *csv;
	cti_number number;
	int i;

	(void)state;
	cti__buf_text(&text, "id,phone,mobile\n");
	for (i = 0; i < 20000; i++)
		cti__buf_printf(&text, "%d,010-62345678,138%08d\n", i, i);
	csv = load(temp_file("h.csv", text.p, text.n));
	assert_int_equal(
		cti__number_parse(CTI__STR("01062345678"), NULL, &number), 0);
	assert_int_equal(cti__csv_ops.find(csv, &number, &found), 0);
	assert_int_equal(found.count, 16);
	assert_string_equal(who(csv, "13800019999"), "19999");
	cti__found_fini(&found);
	cti__csv_ops.free(csv);
	cti__buf_fini(&text);
}

static void test_csv__finds_each_of_a_hundred_thousand(void **state)
{
	struct cti__buf text = { 0 };
	struct cti__csv *csv;
	char number[32], id[32];
	int i;

	(void)state;
	cti__buf_text(&text, "id,name,phone,mobile\n");
	for (i = 0; i < 100000; i++)
		cti__buf_printf(&text, "%d,客户%d,021-5%07d,139%08d\n", i, i,
				i * 31 % 10000000, i * 7);
	csv = load(temp_file("big.csv", text.p, text.n));
	assert_int_equal(cti__csv_count(csv), 100000);
	for (i = 0; i < 100000; i += 37) {
		snprintf(id, sizeof(id), "%d", i);
		snprintf(number, sizeof(number), "+86139%08d", i * 7);
		assert_string_equal(who(csv, number), id);
		snprintf(number, sizeof(number), "0215%07d", i * 31 % 10000000);
		assert_string_equal(who(csv, number), id);
		snprintf(number, sizeof(number), "139%08d", i * 7 + 1);
		assert_string_equal(who(csv, number), "");
	}
	cti__csv_ops.free(csv);
	cti__buf_fini(&text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_csv__finds_customers_by_any_of_their_numbers),
		cmocka_unit_test(
			test_csv__gives_all_fields_with_score_and_reason),
		cmocka_unit_test(test_csv__makes_an_id_where_there_is_none),
		cmocka_unit_test(
			test_csv__names_broken_lines_and_loads_the_rest),
		cmocka_unit_test(
			test_csv__says_so_once_when_all_lines_are_broken),
		cmocka_unit_test(test_csv__refuses_files_that_are_none),
		cmocka_unit_test(test_csv__reads_gbk_utf16_and_cards),
		cmocka_unit_test(test_csv__needs_no_rows),
		cmocka_unit_test(test_csv__is_indexed_anew_for_another_plan),
		cmocka_unit_test(
			test_csv__stops_at_numbers_that_too_many_share),
		cmocka_unit_test(test_csv__finds_each_of_a_hundred_thousand),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
