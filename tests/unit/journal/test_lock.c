/* SPDX-License-Identifier: MIT */
/* A journal's lock: one at a time, and nothing of it stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "folder.h"
#include "journal/lock.h"

#include <cti/error.h>

#include <fcntl.h>

static struct cti__lock *lock(void)
{
	struct cti__lock *held;

	assert_int_equal(cti__lock_new(&held, in_folder("j.db")), 0);
	assert_non_null(held);
	return held;
}

static void assert_refused(void)
{
	struct cti__lock *held;

	assert_int_equal(cti__lock_new(&held, in_folder("j.db")), CTI_EEXIST);
	assert_null(held);
}

static void test_lock__is_held_until_its_last_user_lets_go(void **state)
{
	struct cti__lock *held = lock(), *same = cti__lock_ref(held);

	(void)state;
	assert_refused();
	cti__lock_unref(held);
	assert_refused();
	cti__lock_unref(same);
	cti__lock_unref(lock());
}

static void test_lock__leaves_no_file(void **state)
{
	(void)state;
	cti__lock_unref(lock());
	assert_int_equal(access(in_folder("j.db-lock"), F_OK), -1);
}

static void test_lock__what_a_crash_left_locks_nobody_out(void **state)
{
	int fd = open(in_folder("j.db-lock"), O_CREAT | O_WRONLY, 0600);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	cti__lock_unref(lock());
}

static void test_lock__two_journals_have_two(void **state)
{
	struct cti__lock *held = lock(), *other;

	(void)state;
	assert_int_equal(cti__lock_new(&other, in_folder("other")), 0);
	cti__lock_unref(other);
	cti__lock_unref(held);
}

static void test_lock__leaves_a_missing_folder_to_who_opens_the_file(
	void **state)
{
	struct cti__lock *held;

	(void)state;
	assert_int_equal(cti__lock_new(&held, in_folder("none/j.db")), 0);
	cti__lock_unref(held);
	cti__lock_unref(cti__lock_ref(NULL));
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_lock__##name, make_folder,        \
					drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_held_until_its_last_user_lets_go),
		TEST(leaves_no_file),
		TEST(what_a_crash_left_locks_nobody_out),
		TEST(two_journals_have_two),
		TEST(leaves_a_missing_folder_to_who_opens_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
