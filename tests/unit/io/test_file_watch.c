/* SPDX-License-Identifier: MIT */
/* Real files that are written, replaced, gone and back, on a loop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/file.h"
#include "io/file_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#define SETTLE_MS 10

struct stage {
	uv_loop_t uv;
	struct cti__loop *loop;
	struct cti__file_watch *watch;
	uv_timer_t late;
	char dir[64], path[96], other[96];
	int fresh, gone;
	bool free_in_it, too_late;
};

static void on_change(void *arg, bool gone)
{
	struct stage *s = arg;

	s->gone += gone;
	s->fresh += !gone;
	if (!s->free_in_it)
		return;
	cti__file_watch_free(s->watch);
	s->watch = NULL;
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void watch(struct stage *s)
{
	struct cti__file_watch_opts opts = {
		.path = s->path,
		.have = cti__file_stamp(s->path),
		.settle_ms = SETTLE_MS,
		.idle_ms = 3 * SETTLE_MS,
		.fn = on_change,
		.arg = s,
	};

	assert_int_equal(cti__file_watch_new(&s->watch, s->loop, &opts), 0);
}

static int set_up(void **state)
{
	struct stage *s = calloc(1, sizeof(*s));

	strcpy(s->dir, "/tmp/cti-watch-XXXXXX");
	if (!mkdtemp(s->dir))
		return -1;
	snprintf(s->path, sizeof(s->path), "%s/a.csv", s->dir);
	snprintf(s->other, sizeof(s->other), "%s/b.csv", s->dir);
	put(s->path, "one");
	uv_loop_init(&s->uv);
	uv_timer_init(&s->uv, &s->late);
	s->late.data = s;
	*state = s;
	return cti__loop_new(&s->loop, &s->uv);
}

static int tear_down(void **state)
{
	struct stage *s = *state;
	int err;

	cti__file_watch_free(s->watch);
	cti__loop_close(s->loop, NULL, NULL);
	uv_close((uv_handle_t *)&s->late, NULL);
	uv_run(&s->uv, UV_RUN_DEFAULT);
	err = uv_loop_close(&s->uv);
	unlink(s->path);
	unlink(s->other);
	err |= rmdir(s->dir);
	free(s);
	return err;
}

static void on_late(uv_timer_t *timer)
{
	((struct stage *)timer->data)->too_late = true;
}

/* Turn the loop until so much was told. */
static void turn_until(struct stage *s, int fresh, int gone)
{
	s->too_late = false;
	uv_timer_start(&s->late, on_late, 20000, 0);
	while ((s->fresh < fresh || s->gone < gone) && !s->too_late)
		uv_run(&s->uv, UV_RUN_ONCE);
	uv_timer_stop(&s->late);
	assert_false(s->too_late);
	assert_int_equal(s->fresh, fresh);
	assert_int_equal(s->gone, gone);
}

static void append(const char *path, const char *text)
{
	FILE *f = fopen(path, "a");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void test_file_watch__tells_of_each_way_to_change(void **state)
{
	struct stage *s = *state;

	watch(s);
	append(s->path, "two");
	turn_until(s, 1, 0);
	/* As editors and builders do. */
	put(s->other, "three");
	assert_int_equal(rename(s->other, s->path), 0);
	turn_until(s, 2, 0);
	assert_int_equal(truncate(s->path, 1), 0);
	turn_until(s, 3, 0);
	assert_int_equal(unlink(s->path), 0);
	turn_until(s, 3, 1);
	put(s->path, "four");
	turn_until(s, 4, 1);
}

static void test_file_watch__tells_what_changed_before_it_began(void **state)
{
	struct stage *s = *state;
	struct cti__file_watch_opts opts = {
		.path = s->path,
		.have = cti__file_stamp(s->path),
		.settle_ms = SETTLE_MS,
		.idle_ms = 3 * SETTLE_MS,
		.fn = on_change,
		.arg = s,
	};

	put(s->path, "another one");
	assert_int_equal(cti__file_watch_new(&s->watch, s->loop, &opts), 0);
	turn_until(s, 1, 0);
}

static void test_file_watch__may_be_freed_in_its_own_callback(void **state)
{
	struct stage *s = *state;

	s->free_in_it = true;
	watch(s);
	put(s->path, "another one");
	turn_until(s, 1, 0);
	assert_null(s->watch);
	/* And while a look is under way. */
	watch(s);
	uv_run(&s->uv, UV_RUN_ONCE);
	cti__file_watch_free(s->watch);
	s->watch = NULL;
	uv_run(&s->uv, UV_RUN_ONCE);
	assert_int_equal(s->fresh, 1);
}

/* A folder that takes the old one's place is not the one listened to. */
static void test_file_watch__finds_a_file_in_a_new_folder(void **state)
{
	struct stage *s = *state;
	char old[80];

	watch(s);
	snprintf(old, sizeof(old), "%s.old", s->dir);
	assert_int_equal(rename(s->dir, old), 0);
	assert_int_equal(
		mkdtemp(strcpy(s->other, "/tmp/cti-watch-XXXXXX")) ? 0 : -1, 0);
	assert_int_equal(rename(s->other, s->dir), 0);
	put(s->path, "in a new folder");
	turn_until(s, 1, 0);
	put(s->path, "and again, quickly");
	turn_until(s, 2, 0);
	snprintf(s->other, sizeof(s->other), "%s/a.csv", old);
	assert_int_equal(unlink(s->other), 0);
	assert_int_equal(rmdir(old), 0);
}

static void test_file_watch__needs_no_folder_to_begin(void **state)
{
	struct stage *s = *state;
	struct cti__file_watch_opts opts = {
		.path = "/nowhere/at/all.csv",
		.settle_ms = SETTLE_MS,
		.idle_ms = 3 * SETTLE_MS,
		.fn = on_change,
		.arg = s,
	};

	assert_int_equal(cti__file_watch_new(&s->watch, s->loop, &opts), 0);
	uv_run(&s->uv, UV_RUN_ONCE);
	assert_int_equal(s->fresh + s->gone, 0);
}

#define TEST(test_file_watch__any)                                             \
	cmocka_unit_test_setup_teardown(test_file_watch__any, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_file_watch__tells_of_each_way_to_change),
		TEST(test_file_watch__tells_what_changed_before_it_began),
		TEST(test_file_watch__may_be_freed_in_its_own_callback),
		TEST(test_file_watch__finds_a_file_in_a_new_folder),
		TEST(test_file_watch__needs_no_folder_to_begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
