/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any text as a rule's condition, over a row of any values. It only
 * reads: the row is the same after it, and the next one knows nothing of it.
 */
#include "fuzz.h"

#include "service/condition.h"

static const struct cti__column columns[] = {
	{ "spend", CTI__COLUMN_NUMBER },
	{ "name", CTI__COLUMN_TEXT },
	{ "last_offer", CTI__COLUMN_DATE },
};

#define COUNT	   (sizeof(columns) / sizeof(columns[0]))
#define MORNING_US INT64_C(1767603600000000)

static void judge(struct cti__conditions *c, size_t which,
		  const struct cti__cell *cells, bool *is_true, double *number)
{
	must(cti__conditions_row(c, cells, MORNING_US) == 0, "no row");
	*is_true = cti__conditions_test(c, which, NULL);
	*number = 0;
	if (!cti__conditions_number(c, which, number, NULL))
		*number = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size);
	struct cti__str text = fuzz_alone(fuzz_part(&rest));
	struct cti__str name = fuzz_alone(rest);
	const struct cti__cell cells[COUNT] = {
		{ true, 100, CTI__STR("100") },
		{ true, 0, name },
		{ true, 0, CTI__STR("2026-01-01") },
	};
	struct cti__conditions *c;
	struct cti__buf why = { 0 };
	size_t plain, which;
	bool is_true;
	double number;

	must(cti__conditions_new(&c, columns, COUNT) == 0, "no conditions");
	must(cti__conditions_add(c, CTI__STR("spend"), &plain, &why) == 0,
	     "a column is no condition");
	if (cti__conditions_add(c, text, &which, &why) == 0)
		judge(c, which, cells, &is_true, &number);
	else
		must(why.n > 0, "refused without a reason");
	judge(c, plain, cells, &is_true, &number);
	must(is_true && number > 99.5 && number < 100.5,
	     "a condition has changed the row");
	cti__conditions_free(c);
	cti__buf_fini(&why);
	fuzz_forget(text);
	fuzz_forget(name);
	return 0;
}
