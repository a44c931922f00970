/* SPDX-License-Identifier: MIT */
/* The descriptor that is readable while it is set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/loop.h"

#include <cti/error.h>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static bool readable(const struct cti__notify *notify)
{
	struct pollfd wait = { .fd = notify->fd, .events = POLLIN };

	return poll(&wait, 1, 0) == 1;
}

static void test_notify__is_readable_while_it_is_set(void **state)
{
	struct cti__notify notify;

	(void)state;
	assert_int_equal(cti__notify_init(&notify), 0);
	assert_false(readable(&notify));
	cti__notify_set(&notify);
	cti__notify_set(&notify);
	assert_true(readable(&notify));
	assert_int_equal(cti__notify_wait(&notify, -1), 0);
	assert_true(readable(&notify));
	cti__notify_clear(&notify);
	assert_false(readable(&notify));
	cti__notify_clear(&notify);
	assert_false(readable(&notify));
	cti__notify_fini(&notify);
	assert_int_equal(notify.fd, -1);
	cti__notify_fini(&notify);
}

static void test_notify__waits_no_longer_than_asked(void **state)
{
	struct cti__notify notify;
	int64_t from;

	(void)state;
	assert_int_equal(cti__notify_init(&notify), 0);
	assert_int_equal(cti__notify_wait(&notify, 0), CTI_EAGAIN);
	from = cti__loop_now_us();
	assert_int_equal(cti__notify_wait(&notify, 15), CTI_EAGAIN);
	assert_true(cti__loop_now_us() - from >= 15000);
	cti__notify_fini(&notify);
}

static void *set_it(void *arg)
{
	cti__notify_set(arg);
	return NULL;
}

static void test_notify__wakes_a_waiter_of_another_thread(void **state)
{
	struct cti__notify notify;
	pthread_t thread;

	(void)state;
	assert_int_equal(cti__notify_init(&notify), 0);
	assert_int_equal(pthread_create(&thread, NULL, set_it, &notify), 0);
	assert_int_equal(cti__notify_wait(&notify, -1), 0);
	pthread_join(thread, NULL);
	cti__notify_fini(&notify);
}

static void ignore(int number)
{
	(void)number;
}

static void test_notify__goes_on_waiting_after_a_signal(void **state)
{
	struct sigaction action = { .sa_handler = ignore };
	struct cti__notify notify;
	int64_t from;

	(void)state;
	sigaction(SIGALRM, &action, NULL);
	assert_int_equal(cti__notify_init(&notify), 0);
	ualarm(5000, 0);
	from = cti__loop_now_us();
	assert_int_equal(cti__notify_wait(&notify, 30), CTI_EAGAIN);
	assert_true(cti__loop_now_us() - from >= 30000);
	cti__notify_fini(&notify);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notify__is_readable_while_it_is_set),
		cmocka_unit_test(test_notify__waits_no_longer_than_asked),
		cmocka_unit_test(test_notify__wakes_a_waiter_of_another_thread),
		cmocka_unit_test(test_notify__goes_on_waiting_after_a_signal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
