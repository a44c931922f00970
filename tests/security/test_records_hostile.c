/* SPDX-License-Identifier: MIT */
/*
 * Hostile values in what is kept and handed on: databases, contacts as JSON and
 * CSV, reports in each form, recordings.
 */
#include "core/recorder.h"
#include "core/tape.h"
#include "hostile.h"
#include "identify/customer.h"
#include "identify/sqlite.h"
#include "journal/contact.h"
#include "identify/number.h"
#include "readers.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <cti/error.h>
#include <cti/memory.h>
#include <cti/report.h>

#include <string.h>

#include "../unit/identify/temp.h"

static const cti_number_plan beijing = {
	sizeof(beijing), "CN", "010", NULL, NULL, 0
};

/* Begins with what spreadsheets take for a formula; a plain number with its
   sign is none. */
static bool is_formula(struct cti__str cell)
{
	static const char *const marks[] = { "=",
					     "+",
					     "-",
					     "@",
					     "\t",
					     "\r",
					     "\n",
					     "\xef\xbc\x9d",
					     "\xef\xbc\x8b",
					     "\xef\xbc\x8d",
					     "\xef\xbc\xa0" };
	size_t i;

	if (cell.n > 1 && *cell.p == '+' &&
	    cti__str_is_digits(cti__str_sub(cell, 1, cell.n)))
		return false;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (cti__str_starts(cell, cti__str(marks[i])))
			return true;
	return false;
}

struct row {
	const struct hostile *value;
	struct cti__str want; /* in all the cells that have any text */
	size_t cells, found;
};

static void on_cell(void *user, size_t column, struct cti__str cell)
{
	struct row *row = user;

	(void)column;
	row->cells++;
	if (is_formula(cell))
		hostile_fail(row->value, "the cell '%.*s' is a formula",
			     (int)cell.n, cell.p);
	if (cell.n && *cell.p == '\'' &&
	    cti__str_eq(cti__str_sub(cell, 1, cell.n), row->want))
		row->found++;
	else if (cti__str_eq(cell, row->want))
		row->found++;
}

static cti_contact *contact_of(const struct hostile *value)
{
	cti_contact *contact = cti__calloc(1, sizeof(*contact));
	size_t i;

	assert_non_null(contact);
	for (i = 0; i < CTI_CONTACT_COUNT; i++)
		if (cti__contact_type(i) == CTI__CONTACT_STR)
			cti__contact_put(contact, i, value->bytes.p);
	return contact;
}

static size_t texts(const cti_contact *contact)
{
	size_t i, n = 0;

	for (i = 0; i < CTI_CONTACT_COUNT; i++)
		n += contact->text[i] && *contact->text[i];
	return n;
}

static void test_records_hostile__a_contact_stays_one_row_of_csv(void **state)
{
	const struct hostile_list *all = hostile_all();
	size_t i, len;
	char *line;

	(void)state;
	for (i = 0; i < all->count; i++) {
		cti_contact *contact = contact_of(&all->at[i]);
		struct row row = { &all->at[i], CTI__STR_NONE, 0, 0 };
		struct cti__str rest;

		row.want = cti__str(contact->text[CTI_CONTACT_NAME]);
		assert_int_equal(cti_contact_csv(contact, &line, &len), 0);
		rest = cti__str_n(line, len);
		if (!readers_csv(&rest, on_cell, &row) || rest.n ||
		    row.cells != CTI_CONTACT_COUNT ||
		    (row.want.n && row.found != texts(contact)))
			hostile_fail(&all->at[i], "%zu cells, %zu found: %s",
				     row.cells, row.found, line);
		cti_free(line);
		cti_contact_free(contact);
	}
}

/* Numbers and times apart, a contact is texts. */
static void test_records_hostile__a_contact_stays_one_object(void **state)
{
	const struct hostile_list *all = hostile_all();
	struct cti__buf list = { 0 }, got = { 0 }, mended = { 0 };
	struct cti__str rest, name;
	size_t i, len;
	char *line;

	(void)state;
	for (i = 0; i < all->count; i++) {
		cti_contact *contact = contact_of(&all->at[i]);

		name = cti__str(contact->text[CTI_CONTACT_NAME]);
		assert_int_equal(cti_contact_json(contact, &line, &len), 0);
		cti__buf_clear(&list);
		cti__buf_clear(&got);
		cti__buf_clear(&mended);
		assert_null(strpbrk(line, "\r\n"));
		rest = cti__str_n(line, len);
		if (!readers_member(&got, rest, "name") ||
		    !cti__str_eq(cti__str_n(got.p, got.n),
				 readers_mend(&mended, name)))
			hostile_fail(&all->at[i], "%s", line);
		cti_free(line);
		cti_contact_free(contact);
	}
	cti__buf_fini(&list);
	cti__buf_fini(&got);
	cti__buf_fini(&mended);
}

/* Reports, whose groups are named by queues, agents, tiers. */

static char *report_of(const struct hostile *value, const char *format)
{
	cti_contact *contact = contact_of(value);
	cti_report *report;
	char *text;

	contact->number[CTI_CONTACT_BEGAN] = INT64_C(1795311256000000);
	contact->number[CTI_CONTACT_ENDED] = INT64_C(1795311259000000);
	cti__contact_put(contact, CTI_CONTACT_STATE, "ended");
	cti__contact_put(contact, CTI_CONTACT_DIRECTION, "inbound");
	assert_int_equal(cti_report_new(&report), 0);
	assert_int_equal(cti_report_contact(report, contact), 0);
	cti_report_end(report);
	assert_int_equal(cti_report_write(report, format, &text), 0);
	cti_report_free(report);
	cti_contact_free(contact);
	return text;
}

static size_t lines_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* As many lines as with a harmless name; and for people, nothing that a
   terminal obeys. */
static void test_records_hostile__a_report_keeps_its_lines(void **state)
{
	static const char *const formats[] = { "text", "prometheus", "gnuplot",
					       "json" };
	const struct hostile_list *all = hostile_all();
	struct hostile plain = { "plain", 0, { 0 } };
	size_t i, k, want;
	char *text;

	(void)state;
	cti__buf_text(&plain.bytes, "sales");
	cti__buf_cstr(&plain.bytes);
	for (k = 0; k < sizeof(formats) / sizeof(formats[0]); k++) {
		text = report_of(&plain, formats[k]);
		want = lines_of(text);
		assert_true(k == 2 || strstr(text, "sales"));
		cti_free(text);
		for (i = 0; i < all->count; i++) {
			const struct hostile *value = &all->at[i];

			if (!value->bytes.n || !*value->bytes.p)
				continue;
			text = report_of(value, formats[k]);
			if (k < 3 && !readers_is_shown(cti__str(text)))
				hostile_fail(value, "%s: %s", formats[k], text);
			if (lines_of(text) != want)
				hostile_fail(value, "%s: %zu lines for %zu",
					     formats[k], lines_of(text), want);
			cti_free(text);
		}
	}
	cti__buf_fini(&plain.bytes);
}

static void test_records_hostile__no_report_has_a_formula(void **state)
{
	const struct hostile_list *all = hostile_all();
	struct cti__str rest;
	size_t i, columns;
	char *text;

	(void)state;
	for (i = 0; i < all->count; i++) {
		struct row row = { &all->at[i], CTI__STR("all"), 0, 0 };

		text = report_of(&all->at[i], "csv");
		rest = cti__str(text);
		assert_true(readers_csv(&rest, on_cell, &row));
		columns = row.cells;
		while (rest.n) {
			row.cells = 0;
			if (!readers_csv(&rest, on_cell, &row) ||
			    row.cells != columns)
				hostile_fail(&all->at[i], "%s", text);
		}
		cti_free(text);
	}
}

/* Every line of the text exposition is a comment or name{labels} number. */
static void test_records_hostile__prometheus_reads_every_line(void **state)
{
	const struct hostile_list *all = hostile_all();
	struct cti__str rest;
	size_t i;
	char *text;

	(void)state;
	for (i = 0; i < all->count; i++) {
		text = report_of(&all->at[i], "prometheus");
		for (rest = cti__str(text); rest.n;) {
			struct cti__str line = cti__str_cut(rest, '\n', &rest);

			if (!readers_prometheus(line))
				hostile_fail(&all->at[i], "%.*s", (int)line.n,
					     line.p);
		}
		cti_free(text);
	}
}

/* SQLite: each customer has its own name, and no table is gone. */

static void put_quoted(struct cti__buf *out, const char *text)
{
	cti__buf_char(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			cti__buf_char(out, '"');
		cti__buf_char(out, *text);
	}
	cti__buf_char(out, '"');
}

static size_t found_by(struct cti__sqlite *db, const char *field,
		       struct cti__str value, struct cti__found *found)
{
	memset(found, 0, sizeof(*found));
	(void)cti__sqlite_ops.find_by(db, cti__str(field), value, found);
	return found->count;
}

static void test_records_hostile__a_database_finds_the_value_alone(void **state)
{
	static const struct cti__detail detail;
	const struct hostile_list *all = hostile_all();
	struct cti__buf csv = { 0 };
	struct cti__sqlite *db;
	struct cti__found found;
	size_t i, hits = 0;
	uint64_t skipped;

	(void)state;
	cti__buf_text(&csv, "id,name,phone,account\n");
	for (i = 0; i < all->count; i++) {
		if (!cti__utf8_ok(hostile_str(&all->at[i])) ||
		    all->at[i].bytes.n > 500)
			continue;
		cti__buf_printf(&csv, "%zu,", i + 1);
		put_quoted(&csv, all->at[i].bytes.p);
		cti__buf_printf(&csv, ",138%08zu,", i);
		put_quoted(&csv, all->at[i].bytes.p);
		cti__buf_char(&csv, '\n');
	}
	assert_int_equal(cti_directory_build(temp_file("h.csv", csv.p, csv.n),
					     temp_path("h.db"), &beijing,
					     &skipped, NULL, 0),
			 0);
	assert_int_equal(cti__sqlite_open(&db, temp_path("h.db"), &beijing,
					  &temp_log, &detail),
			 0);
	for (i = 0; i < all->count; i++) {
		cti_number number;
		char phone[32];
		const char *name;

		snprintf(phone, sizeof(phone), "138%08zu", i);
		assert_int_equal(
			cti__number_parse(cti__str(phone), &beijing, &number),
			0);
		memset(&found, 0, sizeof(found));
		assert_int_equal(cti__sqlite_ops.find(db, &number, &found), 0);
		assert_true(found.count <= 1);
		name = found.count ? cti_customer_get(found.item[0], "name")
				   : NULL;
		/* Blanks at its ends are no part of a name. */
		if (name &&
		    !cti__str_eq(cti__str_trim(cti__str(name)),
				 cti__str_trim(hostile_str(&all->at[i]))))
			hostile_fail(&all->at[i], "name '%s'", name);
		hits += found.count;
		cti__found_fini(&found);
		/* As a value that is looked for, it finds its own at most. */
		if (found_by(db, "account", hostile_str(&all->at[i]), &found) >
		    1)
			hostile_fail(&all->at[i], "%zu found", found.count);
		cti__found_fini(&found);
	}
	assert_true(hits > 150);
	cti__sqlite_ops.free(db);
	cti__buf_fini(&csv);
}

/* Recordings: what is inside never begins a frame of its own. */
static void test_records_hostile__a_recording_has_only_its_frames(void **state)
{
	const struct hostile_list *all = hostile_all();
	struct cti__tape_item item = { 0 };
	struct cti__buf why = { 0 }, got = { 0 }, want = { 0 };
	struct cti__recorder *rec;
	struct cti__tape *tape;
	const char *path = temp_path("r.rec");
	size_t i;

	(void)state;
	assert_int_equal(
		cti__recorder_new(&rec, path, "ami", "pbx", &temp_log, &why),
		0);
	cti__recorder_open(rec);
	for (i = 0; i < all->count; i++) {
		cti__recorder_data(rec, all->at[i].bytes.p, all->at[i].bytes.n);
		cti__buf_add(&want, all->at[i].bytes.p, all->at[i].bytes.n);
	}
	cti__recorder_free(rec);
	assert_int_equal(cti__tape_open(&tape, path, "ami", &why), 0);
	while (!cti__tape_next(tape, &item, &why) && item.kind != CTI__TAPE_END)
		if (item.kind == CTI__TAPE_DATA)
			cti__buf_add(&got, item.data, item.len);
	assert_true(cti__str_eq(cti__str_n(got.p, got.n),
				cti__str_n(want.p, want.n)));
	cti__tape_close(tape);
	cti__buf_fini(&got);
	cti__buf_fini(&want);
	cti__buf_fini(&why);
}

#define TEST(name) cmocka_unit_test(test_records_hostile__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_contact_stays_one_row_of_csv),
		TEST(a_contact_stays_one_object),
		TEST(a_report_keeps_its_lines),
		TEST(no_report_has_a_formula),
		TEST(prometheus_reads_every_line),
		TEST(a_database_finds_the_value_alone),
		TEST(a_recording_has_only_its_frames),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
