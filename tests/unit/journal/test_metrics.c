/* SPDX-License-Identifier: MIT */
/* Values of metrics as people and programs read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "journal/tally.h"

struct row {
	enum cti_metric metric;
	int64_t value;
	const char *text, *number;
};

static void test_metrics__are_written_in_their_unit(void **state)
{
	static const struct row rows[] = {
		{ CTI_METRIC_IN, 0, "0", "0" },
		{ CTI_METRIC_IN, 12345, "12345", "12345" },
		{ CTI_METRIC_SERVICE_LEVEL, 10000, "100.0%", "1.0000" },
		{ CTI_METRIC_SERVICE_LEVEL, 7995, "80.0%", "0.7995" },
		{ CTI_METRIC_SERVICE_LEVEL, 7994, "79.9%", "0.7994" },
		{ CTI_METRIC_SERVICE_LEVEL, 4, "0.0%", "0.0004" },
		{ CTI_METRIC_TALK, 61499, "1:01", "61.499" },
		{ CTI_METRIC_TALK, 61500, "1:02", "61.500" },
		{ CTI_METRIC_TALK, 3600000, "60:00", "3600.000" },
		{ CTI_METRIC_TOUCHES, 125, "1.3", "1.25" },
		{ CTI_METRIC_TOUCHES, 104, "1.0", "1.04" },
		{ CTI_METRIC_VALUE, 12345, "12.35", "12.345" },
		{ CTI_METRIC_VALUE, -12340, "-12.34", "-12.340" },
		{ CTI_METRIC_VALUE, -12345, "-12.35", "-12.345" },
		{ CTI_METRIC_VALUE, -500, "-0.50", "-0.500" },
	};
	struct cti__buf out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cti__buf_clear(&out);
		cti__metric_text(rows[i].metric, rows[i].value, &out);
		assert_string_equal(cti__buf_cstr(&out), rows[i].text);
		cti__buf_clear(&out);
		cti__metric_number(rows[i].metric, rows[i].value, &out);
		assert_string_equal(cti__buf_cstr(&out), rows[i].number);
	}
	cti__buf_clear(&out);
	cti__metric_text(CTI_METRIC_TALK, -1, &out);
	assert_string_equal(cti__buf_cstr(&out), "-");
	cti__buf_fini(&out);
}

static void test_metrics__have_names_and_definitions(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < CTI_METRIC_COUNT; i++) {
		assert_non_null(cti_metric_name((enum cti_metric)i));
		assert_non_null(cti_metric_definition((enum cti_metric)i));
	}
	assert_null(cti_metric_name((enum cti_metric)CTI_METRIC_COUNT));
	assert_null(cti_metric_definition((enum cti_metric)CTI_METRIC_COUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_metrics__are_written_in_their_unit),
		cmocka_unit_test(test_metrics__have_names_and_definitions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
