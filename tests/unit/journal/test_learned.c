/* SPDX-License-Identifier: MIT */
/* The file of agents' choices: counted, kept, forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "folder.h"
#include "journal/learned.h"
#include "journal/store.h"

#include <cti/error.h>

static char all[256];

static int note(void *user, const char *number, const char *customer,
		uint32_t count)
{
	(void)user;
	snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s:%s:%u ",
		 number, customer, count);
	return 0;
}

static const char *read_all(struct cti__learned *l, unsigned max)
{
	all[0] = '\0';
	assert_int_equal(cti__learned_each(l, max, note, NULL), 0);
	return all;
}

static void test_learned__counts_and_keeps(void **state)
{
	struct cti__learned *l;
	char detail[256] = "";

	(void)state;
	assert_int_equal(cti__learned_open(&l, in_folder("j.db"), detail,
					   sizeof(detail)),
			 0);
	assert_int_equal(cti__learned_add(l, "138", "1", 10), 0);
	assert_int_equal(cti__learned_add(l, "138", "2", 20), 0);
	assert_int_equal(cti__learned_add(l, "138", "2", 30), 0);
	assert_int_equal(cti__learned_add(l, "139", "x'); DROP--", 40), 0);
	cti__learned_close(l);
	assert_int_equal(cti__learned_open(&l, in_folder("j.db"), detail,
					   sizeof(detail)),
			 0);
	assert_string_equal(read_all(l, 9),
			    "139:x'); DROP--:1 138:2:2 138:1:1 ");
	assert_string_equal(read_all(l, 1), "139:x'); DROP--:1 ");
	assert_int_equal(cti__learned_forget(l, "138"), 0);
	assert_string_equal(read_all(l, 9), "139:x'); DROP--:1 ");
	assert_int_equal(cti__learned_forget(l, NULL), 0);
	assert_string_equal(read_all(l, 9), "");
	cti__learned_close(l);
	cti__learned_close(NULL);
}

static void test_learned__refuses_what_is_no_such_file(void **state)
{
	struct cti__learned *l;
	char detail[256] = "";
	FILE *f = fopen(in_folder("other"), "w");
	int i;

	(void)state;
	assert_non_null(f);
	for (i = 0; i < 100; i++)
		fputs("this is no database, it is a letter\n", f);
	fclose(f);
	assert_int_equal(cti__learned_open(&l, in_folder("other"), detail,
					   sizeof(detail)),
			 CTI_EFORMAT);
	assert_null(l);
	assert_non_null(strstr(detail, "other"));
	assert_int_equal(cti__learned_open(&l, in_folder("no/such"), detail,
					   sizeof(detail)),
			 CTI_EIO);
}

static void test_learned__leaves_another_programs_database_alone(void **state)
{
	struct cti__learned *l;
	struct cti__store *store;
	char detail[256] = "";
	const char *path = in_folder("j.db");

	(void)state;
	assert_int_equal(cti__store_open(&store, path, detail, sizeof(detail)),
			 0);
	cti__store_close(store);
	assert_int_equal(cti__learned_open(&l, path, detail, sizeof(detail)),
			 CTI_EFORMAT);
	assert_null(l);
	assert_non_null(strstr(detail, "holds something else"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_learned__counts_and_keeps,
						make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(
			test_learned__refuses_what_is_no_such_file, make_folder,
			drop_folder),
		cmocka_unit_test_setup_teardown(
			test_learned__leaves_another_programs_database_alone,
			make_folder, drop_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
