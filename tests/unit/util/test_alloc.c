/* SPDX-License-Identifier: MIT */
/* Memory: all of it through the application's functions, once it set some. */
#include "util/alloc.h"
#include "refuse.h"

#include <stdio.h>
#include <unistd.h>

static void test_alloc__asks_the_functions_that_were_set(void **state)
{
	char *p;

	(void)state;
	p = cti__alloc(10);
	assert_int_equal(refuse_held, 1);
	p = cti__realloc(p, 1000);
	assert_int_equal(refuse_held, 1);
	memset(p, 'x', 1000);
	cti__free(p);
	assert_int_equal(refuse_held, 0);
	p = cti__realloc(NULL, 5);
	assert_int_equal(refuse_held, 1);
	/* What an application frees goes the same way. */
	cti_free(p);
	assert_int_equal(refuse_held, 0);
	cti__free(NULL);
	cti_free(NULL);
	assert_int_equal(refuse_held, 0);
}

static void test_alloc__says_null_when_it_is_refused(void **state)
{
	char *p = cti__alloc(1);

	(void)state;
	refuse_after = 0;
	assert_null(cti__alloc(1));
	assert_null(cti__calloc(1, 1));
	assert_null(cti__realloc(p, 100));
	cti__free(p);
}

static void test_alloc__none_at_all_is_a_block_too(void **state)
{
	void *p = cti__alloc(0), *q = cti__calloc(0, 8);

	(void)state;
	assert_non_null(p);
	assert_non_null(q);
	p = cti__realloc(p, 0);
	assert_non_null(p);
	cti__free(p);
	cti__free(q);
}

static void test_alloc__calloc_is_zero_and_fits(void **state)
{
	unsigned char *p;
	size_t i;

	(void)state;
	/* Dirty memory of the same size comes back first, mostly. */
	p = cti__alloc(64);
	memset(p, 0xff, 64);
	cti__free(p);
	p = cti__calloc(8, 8);
	for (i = 0; i < 64; i++)
		assert_int_equal(p[i], 0);
	cti__free(p);
	assert_null(cti__calloc((size_t)-1 / 2, 3));
	assert_null(cti__calloc(3, (size_t)-1 / 2));
	assert_int_equal(refuse_held, 0);
}

static void test_alloc__refuses_half_an_allocator(void **state)
{
	cti_allocator with = { sizeof(with), malloc, realloc, free };

	(void)state;
	with.size--;
	assert_int_equal(cti_set_allocator(&with), CTI_EINVAL);
	with.size = sizeof(with);
	with.alloc = NULL;
	assert_int_equal(cti_set_allocator(&with), CTI_EINVAL);
	with.alloc = malloc;
	with.realloc = NULL;
	assert_int_equal(cti_set_allocator(&with), CTI_EINVAL);
	with.realloc = realloc;
	with.free = NULL;
	assert_int_equal(cti_set_allocator(&with), CTI_EINVAL);
	/* The one before is still in use. */
	cti__free(cti__alloc(1));
	refuse_after = 0;
	assert_null(cti__alloc(1));
	/* One of a later version is longer. */
	with.free = free;
	with.size = sizeof(with) + 8;
	assert_int_equal(cti_set_allocator(&with), 0);
	with.size = 0;
	cti__free(cti__alloc(1));
	assert_int_equal(refuse_held, 0);
}

static void test_alloc__wipes_just_what_it_is_told_to(void **state)
{
	char text[] = "a secret!";

	(void)state;
	cti__wipe(text, 0);
	assert_string_equal(text, "a secret!");
	cti__wipe(text + 2, 6);
	assert_memory_equal(text, "a \0\0\0\0\0\0!", 10);
}

static void test_alloc__a_secret_that_is_freed_is_gone(void **state)
{
	char *text;

	(void)state;
	keep_block();
	text = cti__alloc(20);
	strcpy(text, "a secret!");
	cti__free(text);
	assert_true(is_in_kept_block("secret"));
	cti__free_secret(text);
	assert_false(is_in_kept_block("secret"));
	assert_true(is_in_kept_block("...."));
	cti__free_secret(NULL);
}

/* What the system was told of the memory at p: the flags of its mapping. */
static bool is_told(const void *p, const char *flag)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	unsigned long from, to;
	char line[512];
	bool is_it = false, told = false;

	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			is_it = (uintptr_t)p >= from && (uintptr_t)p < to;
		else if (is_it && strncmp(line, "VmFlags:", 8) == 0)
			told = strstr(line, flag) != NULL;
	}
	if (f)
		fclose(f);
	return told;
}

static void test_alloc__asks_for_large_pages_within_large_blocks(void **state)
{
	static const size_t sizes[] = { 0, 1, 4096, (size_t)2 << 20,
					(size_t)9 << 20 };
	unsigned char *p = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		cti__free(p);
		p = cti__alloc_large(sizes[i]);
		assert_non_null(p);
		memset(p, 0xff, sizes[i]);
	}
	/* Where the kernel has none, there is nothing to ask for. */
	if (access("/sys/kernel/mm/transparent_hugepage/enabled", F_OK) == 0 &&
	    is_told(p, "rd"))
		assert_true(is_told(p + ((size_t)4 << 20), " hg"));
	cti__free(p);
	refuse_after = 0;
	assert_null(cti__alloc_large((size_t)9 << 20));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REFUSE_TEST(test_alloc__asks_the_functions_that_were_set),
		REFUSE_TEST(test_alloc__says_null_when_it_is_refused),
		REFUSE_TEST(test_alloc__none_at_all_is_a_block_too),
		REFUSE_TEST(test_alloc__calloc_is_zero_and_fits),
		REFUSE_TEST(
			test_alloc__asks_for_large_pages_within_large_blocks),
		REFUSE_TEST(test_alloc__refuses_half_an_allocator),
		REFUSE_TEST(test_alloc__wipes_just_what_it_is_told_to),
		REFUSE_TEST(test_alloc__a_secret_that_is_freed_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
