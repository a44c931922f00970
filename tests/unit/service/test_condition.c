/* SPDX-License-Identifier: MIT */
/* Conditions: what they may say, what they must not, and how they end. */
#include "../util/refuse.h"

#include "service/condition.h"

#include <stdio.h>

static const struct cti__column columns[] = {
	{ "spend", CTI__COLUMN_NUMBER },
	{ "visits", CTI__COLUMN_NUMBER },
	{ "name", CTI__COLUMN_TEXT },
	{ "last_offer", CTI__COLUMN_DATE },
};

#define COUNT (sizeof(columns) / sizeof(columns[0]))

/* 2026-01-05T09:00 on the site's clock. */
#define NOW INT64_C(1767603600000000)

static char line[512];
static size_t lines;

static void write_line(void *user, uint32_t level, const char *text)
{
	(void)user;
	(void)level;
	snprintf(line, sizeof(line), "%s", text);
	lines++;
}

static const struct cti__log log_to_line = { write_line, NULL, 3 };

static int setup(void **state)
{
	struct cti__conditions *c;

	lines = 0;
	line[0] = '\0';
	assert_int_equal(cti__conditions_new(&c, columns, COUNT), 0);
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	cti__conditions_free(*state);
	return 0;
}

/* spend 100, visits not known, name 李明, offered on New Year's Day. */
static void set_row(struct cti__conditions *c)
{
	struct cti__cell cells[COUNT] = {
		{ true, 100, CTI__STR("100") },
		{ false, 0, CTI__STR_NONE },
		{ true, 0, CTI__STR("李明") },
		{ true, 0, CTI__STR("2026-01-01") },
	};

	assert_int_equal(cti__conditions_row(c, cells, NOW), 0);
}

static bool is_true(struct cti__conditions *c, const char *expression)
{
	struct cti__buf why = { 0 };
	size_t which;

	if (cti__conditions_add(c, cti__str(expression), &which, &why))
		fail_msg("%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	set_row(c);
	return cti__conditions_test(c, which, &log_to_line);
}

static void refused(struct cti__conditions *c, const char *expression,
		    const char *want)
{
	struct cti__buf why = { 0 };
	size_t which;

	assert_int_equal(
		cti__conditions_add(c, cti__str(expression), &which, &why),
		CTI_EVALUE);
	if (!strstr(cti__buf_cstr(&why), want))
		fail_msg("\"%s\" lacks \"%s\"", cti__buf_cstr(&why), want);
	cti__buf_fini(&why);
}

static void test_condition__compares_what_the_row_has(void **state)
{
	assert_true(is_true(*state, "spend > 50"));
	assert_false(is_true(*state, "spend > 100"));
	assert_true(is_true(*state, "name = '李明'"));
	assert_true(
		is_true(*state, "name LIKE '李%' AND spend BETWEEN 1 AND 100"));
	assert_true(is_true(*state, "name IN ('王芳', '李明') -- a comment"));
	/* Whole numbers do not lose their fraction. */
	assert_true(is_true(*state, "spend / 3 > 33.3"));
	assert_true(is_true(*state,
			    "EXISTS (SELECT 1 FROM json_each('[1,100]') WHERE "
			    "value = spend)"));
	assert_int_equal(lines, 0);
}

static void test_condition__what_is_not_known_is_no(void **state)
{
	assert_false(is_true(*state, "visits > 0"));
	assert_false(is_true(*state, "visits <= 0"));
	assert_true(is_true(*state, "visits IS NULL"));
	assert_true(is_true(*state, "coalesce(visits, 0) = 0"));
}

static void test_condition__dividing_by_zero_is_no(void **state)
{
	assert_false(is_true(*state, "spend / 0 > 1"));
	assert_false(is_true(*state, "spend / (spend - 100) > 1"));
	assert_int_equal(lines, 0);
}

static void test_condition__now_is_the_time_of_the_call(void **state)
{
	assert_true(is_true(*state, "date('now') = '2026-01-05'"));
	assert_true(is_true(*state, "CURRENT_DATE = '2026-01-05'"));
	assert_true(is_true(*state, "strftime('%H:%M') = '09:00'"));
	assert_true(is_true(*state, "last_offer >= date('now', '-14 days')"));
	assert_false(is_true(*state, "last_offer >= date('now', '-3 days')"));
}

static void test_condition__says_where_it_does_not_parse(void **state)
{
	refused(*state, "spend >", "near");
	refused(*state, "spnd > 3", "no such column: spnd");
	refused(*state, "spnd > 3", "declare it");
	refused(*state, "", "near");
	refused(*state, "name = \"gold\"", "single quotes");
	refused(*state, "spend > ?", "without parameters");
	refused(*state, "1), (2", "one value");
	refused(*state, "nosuch(spend)", "no such function");
	/* Characters are counted, not bytes. */
	refused(*state, "name = '李明' AND spnd > 3", "position 17 of");
}

static void test_condition__cannot_write_or_look_elsewhere(void **state)
{
	refused(*state, "1); DELETE FROM customer; --", "only reads");
	refused(*state, "1); UPDATE customer SET spend = 0; SELECT (1",
		"only reads");
	refused(*state, "DELETE FROM customer", "near \"DELETE\"");
	refused(*state, "(SELECT count(*) FROM sqlite_master) > 0",
		"fields of the customer only");
	refused(*state, "(SELECT 1 FROM pragma_table_info('customer'))",
		"it may only read");
	refused(*state, "load_extension('x')", "no place in a rule");
	refused(*state, "random() > 0", "no place in a rule");
	refused(*state, "zeroblob(1000000000)", "no place in a rule");
	refused(*state,
		"(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM "
		"n) SELECT count(*) FROM n) > 0",
		"it may read the fields");
	/* Whatever was tried, the row is as it was. */
	assert_true(is_true(*state, "spend = 100"));
}

static void test_condition__ends_what_takes_too_long(void **state)
{
	static const char long_one[] =
		"(SELECT count(*) FROM json_each('[1,2,3,4,5,6,7,8,9]') a, "
		"json_each('[1,2,3,4,5,6,7,8,9]') b, "
		"json_each('[1,2,3,4,5,6,7,8,9]') c, "
		"json_each('[1,2,3,4,5,6,7,8,9]') d, "
		"json_each('[1,2,3,4,5,6,7,8,9]') e, "
		"json_each('[1,2,3,4,5,6,7,8,9]') f) > 0";
	size_t which;
	struct cti__buf why = { 0 };

	assert_int_equal(
		cti__conditions_add(*state, cti__str(long_one), &which, &why),
		0);
	set_row(*state);
	assert_false(cti__conditions_test(*state, which, &log_to_line));
	assert_non_null(strstr(line, "too many steps"));
	/* It is said once, and the next condition is not short of steps. */
	assert_false(cti__conditions_test(*state, which, &log_to_line));
	assert_int_equal(lines, 1);
	assert_true(is_true(*state, "spend = 100"));
	cti__buf_fini(&why);
}

static void test_condition__one_that_fails_counts_as_no(void **state)
{
	assert_false(is_true(*state, "abs(-9223372036854775807 - 1) > 0"));
	assert_non_null(strstr(line, "integer overflow"));
	assert_false(is_true(*state, "length(printf('%99999d', 1)) > 1"));
}

static void test_condition__gives_numbers(void **state)
{
	struct cti__buf why = { 0 };
	size_t which[3];
	double number = -1;

	assert_int_equal(cti__conditions_add(*state,
					     CTI__STR("CASE WHEN spend > 50 "
						      "THEN 80 ELSE 20 END"),
					     &which[0], &why),
			 0);
	assert_int_equal(cti__conditions_add(*state, CTI__STR("'75.5'"),
					     &which[1], &why),
			 0);
	assert_int_equal(
		cti__conditions_add(*state, CTI__STR("name"), &which[2], &why),
		0);
	set_row(*state);
	assert_true(cti__conditions_number(*state, which[0], &number, NULL));
	assert_true(number == 80);
	assert_true(cti__conditions_number(*state, which[1], &number, NULL));
	assert_true(number == 75.5);
	assert_false(cti__conditions_number(*state, which[2], &number, NULL));
	cti__buf_fini(&why);
}

static void test_condition__columns_are_named_plainly(void **state)
{
	(void)state;
	assert_true(cti__column_name_ok(CTI__STR("long_distance2")));
	assert_false(cti__column_name_ok(CTI__STR("2nd")));
	assert_false(cti__column_name_ok(CTI__STR("order")));
	assert_false(cti__column_name_ok(CTI__STR("a\"b")));
	assert_false(cti__column_name_ok(CTI__STR("消费")));
	assert_false(cti__column_name_ok(CTI__STR("")));
}

static void test_condition__survives_every_refused_allocation(void **state)
{
	struct cti__conditions *c;
	struct cti__buf why = { 0 };
	size_t which, i;
	int err = CTI_ENOMEM;

	(void)state;
	for (i = 0; err && i < 100; i++) {
		refuse_after = (int)i;
		err = cti__conditions_new(&c, columns, COUNT);
		if (!err)
			err = cti__conditions_add(c, CTI__STR("spend > 1"),
						  &which, &why);
		refuse_after = -1;
		cti__conditions_free(c);
		cti__buf_fini(&why);
	}
	assert_int_equal(err, 0);
}

#define WITH(test_condition__any)                                              \
	cmocka_unit_test_setup_teardown(test_condition__any, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(test_condition__compares_what_the_row_has),
		WITH(test_condition__what_is_not_known_is_no),
		WITH(test_condition__dividing_by_zero_is_no),
		WITH(test_condition__now_is_the_time_of_the_call),
		WITH(test_condition__says_where_it_does_not_parse),
		WITH(test_condition__cannot_write_or_look_elsewhere),
		WITH(test_condition__ends_what_takes_too_long),
		WITH(test_condition__one_that_fails_counts_as_no),
		WITH(test_condition__gives_numbers),
		cmocka_unit_test(test_condition__columns_are_named_plainly),
		REFUSE_TEST(test_condition__survives_every_refused_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
