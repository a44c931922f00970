/* SPDX-License-Identifier: MIT */
/* Customers: fields, limits, copies. */
#include "identify/customer.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static cti_customer *customer_new(void)
{
	cti_customer *c;

	assert_int_equal(cti_customer_new(&c), 0);
	return c;
}

static void test_customer__keeps_fields_in_order(void **state)
{
	cti_customer *c = customer_new();

	(void)state;
	assert_int_equal(cti_customer_set(c, "name", "李明"), 0);
	assert_int_equal(cti_customer_set(c, "tier", "gold"), 0);
	assert_int_equal(cti_customer_set(c, "name", "李大明"), 0);
	assert_string_equal(cti_customer_get(c, "name"), "李大明");
	assert_string_equal(cti_customer_get(c, "tier"), "gold");
	assert_string_equal(cti_customer_get(c, "none"), "");
	assert_string_equal(cti_customer_field(c, 0), "name");
	assert_string_equal(cti_customer_field(c, 1), "tier");
	assert_null(cti_customer_field(c, 2));
	cti_customer_unref(c);
}

static void test_customer__removes_a_field_set_to_null(void **state)
{
	cti_customer *c = customer_new();

	(void)state;
	assert_int_equal(cti_customer_set(c, "a", "1"), 0);
	assert_int_equal(cti_customer_set(c, "b", "2"), 0);
	assert_int_equal(cti_customer_set(c, "c", "3"), 0);
	assert_int_equal(cti_customer_set(c, "b", NULL), 0);
	assert_int_equal(cti_customer_set(c, "never", NULL), 0);
	assert_string_equal(cti_customer_get(c, "b"), "");
	assert_string_equal(cti_customer_field(c, 1), "c");
	assert_null(cti_customer_field(c, 2));
	cti_customer_unref(c);
}

static void test_customer__refuses_what_is_no_text(void **state)
{
	cti_customer *c = customer_new();

	(void)state;
	assert_int_equal(cti_customer_set(c, "", "x"), CTI_EINVAL);
	assert_int_equal(cti_customer_set(c, "a\nb", "x"), CTI_EINVAL);
	assert_int_equal(cti_customer_set(c, "name", "\xc0\xee\xc3\xf7"),
			 CTI_EINVAL);
	assert_int_equal(cti_customer_set(c, "\xc0\xee", "x"), CTI_EINVAL);
	assert_int_equal(cti_customer_set(NULL, "a", "x"), CTI_EINVAL);
	assert_int_equal(cti_customer_set(c, NULL, "x"), CTI_EINVAL);
	assert_null(cti_customer_field(c, 0));
	cti_customer_unref(c);
}

static void test_customer__holds_to_its_limits(void **state)
{
	cti_customer *c = customer_new();
	char value[4098], name[66];
	int i;

	(void)state;
	memset(value, 'v', sizeof(value));
	value[4097] = '\0';
	assert_int_equal(cti_customer_set(c, "long", value), CTI_ETOOBIG);
	value[4096] = '\0';
	assert_int_equal(cti_customer_set(c, "long", value), 0);
	assert_int_equal(strlen(cti_customer_get(c, "long")), 4096);
	memset(name, 'n', sizeof(name));
	name[65] = '\0';
	assert_int_equal(cti_customer_set(c, name, "x"), CTI_ETOOBIG);
	name[64] = '\0';
	assert_int_equal(cti_customer_set(c, name, "x"), 0);
	for (i = 2; i < 64; i++) {
		snprintf(name, sizeof(name), "field%d", i);
		assert_int_equal(cti_customer_set(c, name, "x"), 0);
	}
	assert_int_equal(cti_customer_set(c, "one more", "x"), CTI_ETOOBIG);
	/* An old one may still change. */
	assert_int_equal(cti_customer_set(c, "field9", "y"), 0);
	assert_string_equal(cti_customer_get(c, "field9"), "y");
	cti_customer_unref(c);
}

static void test_customer__copies_by_value(void **state)
{
	cti_customer *a = customer_new(), *b;

	(void)state;
	assert_int_equal(cti_customer_set(a, "id", "7"), 0);
	cti__customer_rate(a, 85, "last 11 digits equal");
	assert_int_equal(cti__customer_set_source(a, "crm", 3), 0);
	assert_int_equal(cti__customer_copy(&b, a), 0);
	assert_true(cti__customer_same(a, b));
	cti__customer_rate(b, 100, "number equal");
	assert_false(cti__customer_same(a, b));
	assert_int_equal(cti_customer_score(a), 85);
	assert_string_equal(cti_customer_source(b), "crm");
	assert_int_equal(cti__customer_trust(b), 3);
	cti_customer_unref(a);
	assert_string_equal(cti_customer_get(b, "id"), "7");
	cti_customer_unref(b);
}

static void test_customer__fills_only_gaps(void **state)
{
	cti_customer *a = customer_new(), *b = customer_new();

	(void)state;
	assert_int_equal(cti_customer_set(a, "name", "李明"), 0);
	assert_int_equal(cti_customer_set(b, "name", "Li Ming"), 0);
	assert_int_equal(cti_customer_set(b, "tier", "gold"), 0);
	assert_int_equal(cti__customer_fill(a, b), 0);
	assert_string_equal(cti_customer_get(a, "name"), "李明");
	assert_string_equal(cti_customer_get(a, "tier"), "gold");
	cti_customer_unref(a);
	cti_customer_unref(b);
}

static void test_customer__is_counted(void **state)
{
	cti_customer *c = customer_new();

	(void)state;
	assert_ptr_equal(cti_customer_ref(c), c);
	cti_customer_unref(c);
	assert_int_equal(cti_customer_set(c, "a", "1"), 0);
	cti_customer_unref(c);
	cti_customer_unref(NULL);
	assert_null(cti_customer_ref(NULL));
	assert_string_equal(cti_customer_get(NULL, "a"), "");
	assert_string_equal(cti_customer_source(NULL), "");
	assert_string_equal(cti_customer_reason(NULL), "");
	assert_int_equal(cti_customer_score(NULL), 0);
	assert_int_equal(cti_customer_new(NULL), CTI_EINVAL);
}

static void test_customer__names_identities(void **state)
{
	(void)state;
	assert_string_equal(cti_identity_name(CTI_IDENTITY_PENDING), "pending");
	assert_string_equal(cti_identity_name(CTI_IDENTITY_AMBIGUOUS),
			    "ambiguous");
	assert_string_equal(cti_identity_name(CTI_IDENTITY_WITHHELD),
			    "withheld");
	assert_string_equal(cti_identity_name((enum cti_identity)77),
			    "unknown");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_customer__keeps_fields_in_order),
		cmocka_unit_test(test_customer__removes_a_field_set_to_null),
		cmocka_unit_test(test_customer__refuses_what_is_no_text),
		cmocka_unit_test(test_customer__holds_to_its_limits),
		cmocka_unit_test(test_customer__copies_by_value),
		cmocka_unit_test(test_customer__fills_only_gaps),
		cmocka_unit_test(test_customer__is_counted),
		cmocka_unit_test(test_customer__names_identities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
