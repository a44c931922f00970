/* SPDX-License-Identifier: MIT */
/* The loop on the caller's uv_loop_t and in a thread of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/loop.h"
#include "io/timer.h"
#include "io/work.h"

#include <cti/error.h>

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

#define THREADS 8

static void count(void *arg)
{
	(*(int *)arg)++;
}

static void begin(uv_loop_t *uv, struct cti__loop **loop)
{
	assert_int_equal(uv_loop_init(uv), 0);
	assert_int_equal(cti__loop_new(loop, uv), 0);
}

/* Runs a loop that was closed until nothing is left of it. */
static void finish(uv_loop_t *uv)
{
	uv_run(uv, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(uv), 0);
}

static void test_loop__leaves_nothing_on_the_callers_loop(void **state)
{
	struct cti__timer *timer;
	struct cti__loop *loop;
	int fired = 0, closed = 0;
	uv_loop_t uv;

	(void)state;
	begin(&uv, &loop);
	assert_false(cti__loop_own_thread(loop));
	assert_int_equal(cti__timer_new(&timer, loop, count, &fired), 0);
	cti__timer_start(timer, 1);
	cti__loop_close(loop, count, &closed);
	/* From the loop only. */
	assert_int_equal(closed, 0);
	finish(&uv);
	assert_int_equal(closed, 1);
	assert_int_equal(fired, 0);
}

struct closer {
	struct cti__loop *loop;
	struct cti__later first, second;
	int closed, second_ran;
};

static void close_it(void *arg)
{
	struct closer *closer = arg;

	cti__loop_close(closer->loop, count, &closer->closed);
}

static void test_loop__may_be_closed_by_a_later(void **state)
{
	struct closer closer = { 0 };
	uv_loop_t uv;

	(void)state;
	begin(&uv, &closer.loop);
	cti__later_init(&closer.first, close_it, &closer);
	cti__later_init(&closer.second, count, &closer.second_ran);
	cti__later_start(&closer.first, closer.loop);
	cti__later_start(&closer.second, closer.loop);
	finish(&uv);
	assert_int_equal(closer.closed, 1);
	assert_int_equal(closer.second_ran, 0);
}

static void test_loop__calls_a_later_once_in_the_next_turn(void **state)
{
	struct cti__later later, stopped;
	struct cti__loop *loop;
	int ran = 0, never = 0;
	uv_loop_t uv;

	(void)state;
	begin(&uv, &loop);
	cti__later_init(&later, count, &ran);
	cti__later_init(&stopped, count, &never);
	cti__later_start(&later, loop);
	cti__later_start(&later, loop);
	cti__later_start(&stopped, loop);
	cti__later_stop(&stopped);
	cti__later_stop(&stopped);
	assert_int_equal(ran, 0);
	uv_run(&uv, UV_RUN_NOWAIT);
	uv_run(&uv, UV_RUN_NOWAIT);
	assert_int_equal(ran, 1);
	assert_int_equal(never, 0);
	cti__loop_close(loop, NULL, NULL);
	finish(&uv);
}

struct place {
	struct cti__loop *loop;
	pthread_t thread;
	bool pipe_blocked, interrupt_blocked;
	int depth;
};

static void look_around(void *arg)
{
	struct place *place = arg;
	sigset_t set;

	place->thread = pthread_self();
	pthread_sigmask(SIG_BLOCK, NULL, &set);
	place->pipe_blocked = sigismember(&set, SIGPIPE) == 1;
	place->interrupt_blocked = sigismember(&set, SIGINT) == 1;
	/* On the thread already, it would wait for itself. */
	if (!place->depth++)
		cti__loop_call(place->loop, look_around, place);
}

static void test_loop__calls_on_its_own_thread(void **state)
{
	struct place place = { 0 };
	sigset_t set;
	int closed = 0;

	(void)state;
	assert_int_equal(cti__loop_new(&place.loop, NULL), 0);
	assert_true(cti__loop_own_thread(place.loop));
	cti__loop_call(place.loop, look_around, &place);
	assert_int_equal(place.depth, 2);
	assert_false(pthread_equal(place.thread, pthread_self()));
	assert_true(place.pipe_blocked);
	assert_true(place.interrupt_blocked);
	/* Ours stay as they were. */
	pthread_sigmask(SIG_BLOCK, NULL, &set);
	assert_int_equal(sigismember(&set, SIGINT), 0);
	cti__loop_close(place.loop, count, &closed);
	assert_int_equal(closed, 1);
}

static void test_loop__calls_at_once_when_embedded(void **state)
{
	struct cti__loop *loop;
	int ran = 0;
	uv_loop_t uv;

	(void)state;
	begin(&uv, &loop);
	cti__loop_call(loop, count, &ran);
	assert_int_equal(ran, 1);
	cti__loop_close(loop, NULL, NULL);
	finish(&uv);
}

static void *call_often(void *arg)
{
	struct place *place = arg;
	int i;

	for (i = 0; i < 500; i++)
		cti__loop_call(place->loop, count, &place->depth);
	return NULL;
}

static void test_loop__answers_calls_of_eight_threads(void **state)
{
	pthread_t threads[THREADS];
	struct place place = { 0 };
	int i;

	(void)state;
	assert_int_equal(cti__loop_new(&place.loop, NULL), 0);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, call_often, &place),
			0);
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	cti__loop_close(place.loop, NULL, NULL);
	assert_int_equal(place.depth, 500 * THREADS);
}

struct job {
	sem_t begun, go;
	int worked, done, err;
	int *closed;
};

static void work(void *arg)
{
	struct job *job = arg;

	sem_post(&job->begun);
	sem_wait(&job->go);
	job->worked++;
}

static void worked(void *arg, int err)
{
	struct job *job = arg;

	job->done++;
	job->err = err;
	/* Closing waits for it. */
	assert_int_equal(*job->closed, 0);
}

static void test_loop__waits_for_work_when_it_closes(void **state)
{
	struct cti__loop *loop;
	struct job job = { 0 };
	int closed = 0;
	uv_loop_t uv;

	(void)state;
	sem_init(&job.begun, 0, 0);
	sem_init(&job.go, 0, 0);
	job.closed = &closed;
	begin(&uv, &loop);
	assert_int_equal(cti__loop_work(loop, work, worked, &job), 0);
	sem_wait(&job.begun);
	cti__loop_close(loop, count, &closed);
	sem_post(&job.go);
	finish(&uv);
	assert_int_equal(job.worked, 1);
	assert_int_equal(job.done, 1);
	assert_int_equal(job.err, 0);
	assert_int_equal(closed, 1);
	sem_destroy(&job.begun);
	sem_destroy(&job.go);
}

/* All threads of libuv's pool at once. */
#define POOL 4

static struct {
	pthread_barrier_t all;
	atomic_int batch, ordinary;
	int done;
} pool;

static void note_policy(void *arg)
{
	int policy = sched_getscheduler(0);

	(void)arg;
	pool.batch += policy == SCHED_BATCH;
	pool.ordinary += policy == SCHED_OTHER;
	pthread_barrier_wait(&pool.all);
}

static void note_done(void *arg, int err)
{
	(void)arg;
	assert_int_equal(err, 0);
	pool.done++;
}

static void note_policy_of_theirs(uv_work_t *req)
{
	note_policy(req);
}

static void test_loop__work_does_not_push_others_off_their_processor(
	void **state)
{
	struct sched_param param = { 0 };
	uv_work_t theirs[POOL];
	struct cti__loop *loop;
	uv_loop_t uv;
	int i;

	(void)state;
	if (sched_setscheduler(0, SCHED_BATCH, &param) ||
	    sched_setscheduler(0, SCHED_OTHER, &param))
		skip();
	pthread_barrier_init(&pool.all, NULL, POOL);
	begin(&uv, &loop);
	for (i = 0; i < POOL; i++)
		assert_int_equal(
			cti__loop_work(loop, note_policy, note_done, NULL), 0);
	while (pool.done < POOL)
		uv_run(&uv, UV_RUN_ONCE);
	assert_int_equal(pool.batch, POOL);
	/* The application's own work has its threads as they were. */
	for (i = 0; i < POOL; i++)
		assert_int_equal(uv_queue_work(&uv, &theirs[i],
					       note_policy_of_theirs, NULL),
				 0);
	cti__loop_close(loop, NULL, NULL);
	finish(&uv);
	assert_int_equal(pool.ordinary, POOL);
	pthread_barrier_destroy(&pool.all);
}

static void test_loop__cancels_work_that_has_not_begun(void **state)
{
	struct job jobs[6] = { 0 };
	struct cti__loop *loop;
	int closed = 0, done = 0, canceled = 0;
	uv_loop_t uv;
	size_t i;

	(void)state;
	/* libuv's pool has four threads: two jobs have to wait. */
	begin(&uv, &loop);
	for (i = 0; i < 6; i++) {
		sem_init(&jobs[i].begun, 0, 0);
		sem_init(&jobs[i].go, 0, 0);
		jobs[i].closed = &closed;
		assert_int_equal(cti__loop_work(loop, work, worked, &jobs[i]),
				 0);
	}
	for (i = 0; i < 4; i++)
		sem_wait(&jobs[i].begun);
	cti__loop_close(loop, count, &closed);
	for (i = 0; i < 6; i++)
		sem_post(&jobs[i].go);
	finish(&uv);
	for (i = 0; i < 6; i++) {
		done += jobs[i].done;
		canceled += jobs[i].err == CTI_ECANCELED && !jobs[i].worked;
		sem_destroy(&jobs[i].begun);
		sem_destroy(&jobs[i].go);
	}
	assert_int_equal(done, 6);
	assert_int_equal(canceled, 2);
	assert_int_equal(closed, 1);
}

static void test_loop__tells_time_that_grows(void **state)
{
	int64_t first = cti__loop_now_us(), wall = cti__loop_wall_us();

	(void)state;
	assert_true(cti__loop_now_us() >= first);
	/* After 2020, in microseconds. */
	assert_true(wall > 1577836800LL * 1000000);
	assert_true(wall < 1577836800LL * 1000000 * 10);
}

static void test_loop__has_random_bytes(void **state)
{
	unsigned char one[16] = { 0 }, two[16] = { 0 };

	(void)state;
	assert_int_equal(cti__loop_random(one, sizeof(one)), 0);
	assert_int_equal(cti__loop_random(two, sizeof(two)), 0);
	assert_memory_not_equal(one, two, sizeof(one));
}

static void test_loop__refuses_to_begin_anything_once_closed(void **state)
{
	struct cti__timer *timer;
	struct cti__loop *loop;
	struct job job = { 0 };
	int ran = 0;
	uv_loop_t uv;

	(void)state;
	begin(&uv, &loop);
	cti__loop_close(loop, NULL, NULL);
	assert_int_equal(cti__timer_new(&timer, loop, count, &ran), CTI_ESTATE);
	assert_int_equal(cti__loop_work(loop, work, worked, &job), CTI_ESTATE);
	finish(&uv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loop__leaves_nothing_on_the_callers_loop),
		cmocka_unit_test(test_loop__may_be_closed_by_a_later),
		cmocka_unit_test(
			test_loop__calls_a_later_once_in_the_next_turn),
		cmocka_unit_test(test_loop__calls_on_its_own_thread),
		cmocka_unit_test(test_loop__calls_at_once_when_embedded),
		cmocka_unit_test(test_loop__answers_calls_of_eight_threads),
		cmocka_unit_test(test_loop__waits_for_work_when_it_closes),
		cmocka_unit_test(
			test_loop__work_does_not_push_others_off_their_processor),
		cmocka_unit_test(test_loop__cancels_work_that_has_not_begun),
		cmocka_unit_test(test_loop__tells_time_that_grows),
		cmocka_unit_test(test_loop__has_random_bytes),
		cmocka_unit_test(
			test_loop__refuses_to_begin_anything_once_closed),
	};

	/* A test that hangs is a failure; so is a pool of another size. */
	alarm(300);
	unsetenv("UV_THREADPOOL_SIZE");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
