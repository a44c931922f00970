/* SPDX-License-Identifier: MIT */
/* Lists: in the order of adding, and a member may leave at any time. */
#include "util/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct item {
	int value;
	struct cti__list node;
};

/* The members' values as the digits of one number. */
static int digits(struct cti__list *list)
{
	struct cti__list *node;
	int forward = 0, backward = 0, weight = 1;

	cti__list_each (node, list)
		forward = forward * 10 +
			  cti__list_entry(node, struct item, node)->value;
	for (node = list->prev; node != list; node = node->prev) {
		backward += weight *
			    cti__list_entry(node, struct item, node)->value;
		weight *= 10;
	}
	assert_int_equal(forward, backward);
	return forward;
}

static void test_list__keeps_the_order_of_adding(void **state)
{
	struct item a = { .value = 1 }, b = { .value = 2 }, c = { .value = 3 };
	struct cti__list list;

	(void)state;
	cti__list_init(&list);
	assert_true(cti__list_empty(&list));
	assert_int_equal(digits(&list), 0);
	cti__list_add(&list, &a.node);
	cti__list_add(&list, &b.node);
	cti__list_add(&list, &c.node);
	assert_false(cti__list_empty(&list));
	assert_int_equal(digits(&list), 123);
}

static void test_list__a_member_leaves_from_anywhere(void **state)
{
	struct item a = { .value = 1 }, b = { .value = 2 }, c = { .value = 3 };
	struct cti__list list;

	(void)state;
	cti__list_init(&list);
	cti__list_add(&list, &a.node);
	cti__list_add(&list, &b.node);
	cti__list_add(&list, &c.node);
	cti__list_del(&b.node);
	assert_int_equal(digits(&list), 13);
	/* Once more harms nobody. */
	cti__list_del(&b.node);
	assert_int_equal(digits(&list), 13);
	cti__list_add(&list, &b.node);
	assert_int_equal(digits(&list), 132);
	cti__list_del(&a.node);
	assert_int_equal(digits(&list), 32);
	cti__list_del(&b.node);
	assert_int_equal(digits(&list), 3);
	cti__list_del(&c.node);
	assert_true(cti__list_empty(&list));
	assert_true(cti__list_empty(&c.node));
}

static void test_list__the_safe_walk_may_take_each_out(void **state)
{
	struct item items[5] = { { .value = 1 },
				 { .value = 2 },
				 { .value = 3 },
				 { .value = 4 },
				 { .value = 5 } };
	struct cti__list list, *node, *tmp;
	size_t i, count = 0;

	(void)state;
	cti__list_init(&list);
	for (i = 0; i < 5; i++)
		cti__list_add(&list, &items[i].node);
	cti__list_each_safe (node, tmp, &list) {
		count++;
		if (cti__list_entry(node, struct item, node)->value % 2)
			cti__list_del(node);
	}
	assert_int_equal(count, 5);
	assert_int_equal(digits(&list), 24);
	cti__list_each_safe (node, tmp, &list)
		cti__list_del(node);
	assert_true(cti__list_empty(&list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list__keeps_the_order_of_adding),
		cmocka_unit_test(test_list__a_member_leaves_from_anywhere),
		cmocka_unit_test(test_list__the_safe_walk_may_take_each_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
