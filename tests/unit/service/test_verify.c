/* SPDX-License-Identifier: MIT */
/* Verification: how values are compared, and what follows from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "service/rules.h"
#include "service/service.h"
#include "service/verify.h"

#include <cti/error.h>

static const char file[] =
	"{\"verification\":{\"attempts\":3,\"factors\":["
	"{\"id\":\"id\",\"field\":\"id_number\",\"compare\":\"last\","
	"\"digits\":4},"
	"{\"id\":\"birthday\",\"field\":\"birthday\",\"compare\":\"date\"},"
	"{\"id\":\"address\",\"field\":\"address\"}],"
	"\"levels\":{\"strict\":{\"needs\":2,\"factors\":[\"id\",\"address\"]}}"
	","
	"\"requests\":[{\"id\":\"ask\",\"level\":\"none\"},"
	"{\"id\":\"bill\",\"level\":\"simple\"},"
	"{\"id\":\"password\",\"level\":\"strict\"}]}}";

struct scene {
	struct cti__service *service;
	cti_customer *customer;
	struct cti__verify v;
	struct cti__advice_parts parts;
};

static int setup(void **state)
{
	static struct scene scene;
	struct cti__buf why = { 0 };

	memset(&scene, 0, sizeof(scene));
	if (cti__service_parse(&scene.service, cti__str(file), "test.json",
			       &why))
		fail_msg("%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	assert_int_equal(cti_customer_new(&scene.customer), 0);
	assert_int_equal(cti_customer_set(scene.customer, "id", "C1"), 0);
	assert_int_equal(cti_customer_set(scene.customer, "id_number",
					  "11010519800107231X"),
			 0);
	assert_int_equal(
		cti_customer_set(scene.customer, "birthday", "1980-01-07"), 0);
	*state = &scene;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	cti__advice_parts_fini(&s->parts);
	cti__verify_fini(&s->v);
	cti_customer_unref(s->customer);
	cti__service_unref(s->service);
	return 0;
}

static const char *told(struct scene *s, enum cti_advice_field field)
{
	cti__advice_parts_fini(&s->parts);
	cti__verify_tell(&s->v, s->service, &s->parts);
	return s->parts.text[field] ? s->parts.text[field] : "";
}

static int begin(struct scene *s, const char *request)
{
	return cti__verify_begin(&s->v, s->service, cti__str(request));
}

/* 1 right, 0 wrong, else an error. */
static int check(struct scene *s, const char *factor, const char *value)
{
	bool right;
	int err = cti__verify_check(&s->v, s->customer, cti__str(factor),
				    cti__str(value), &right);

	return err ? err : right;
}

static int same(int64_t how, int64_t digits, const char *record,
		const char *said)
{
	return cti__verify_compare(how, digits, cti__str(record),
				   cti__str(said));
}

static void test_verify__compares_as_people_write(void **state)
{
	(void)state;
	assert_int_equal(
		same(CTI__COMPARE_EQUAL, 0, "12 Main-St", "12 main st"), 1);
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, "建国路8号", "建国路8号"),
			 1);
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, "abc", "abcd"), 0);
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, "abcd", "abc"), 0);
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, "123", "１２３"), 1);
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, "", ""), -1);
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, "abc", ""), 0);
	assert_int_equal(
		same(CTI__COMPARE_LAST, 4, "11010519800107231X", "231x"), 1);
	assert_int_equal(same(CTI__COMPARE_LAST, 4, "11010519800107231X",
			      "11010519800107231X"),
			 1);
	assert_int_equal(
		same(CTI__COMPARE_LAST, 4, "11010519800107231X", "31X"), 0);
	assert_int_equal(same(CTI__COMPARE_LAST, 4, "31X", "31X"), -1);
	assert_int_equal(
		same(CTI__COMPARE_DIGITS, 0, "(010) 6552-9988", "01065529988"),
		1);
	assert_int_equal(same(CTI__COMPARE_DATE, 0, "1980年1月7日", "19800107"),
			 1);
	assert_int_equal(same(CTI__COMPARE_DATE, 0, "1980-01-07", "19800108"),
			 0);
	assert_int_equal(same(CTI__COMPARE_DATE, 0, "1980-01-07", "x"), 0);
	assert_int_equal(same(CTI__COMPARE_DATE, 0, "unknown", "19800107"), -1);
}

static void test_verify__too_long_a_value_is_never_right(void **state)
{
	char a[200], b[200];

	(void)state;
	memset(a, 'a', sizeof(a));
	memset(b, 'a', sizeof(b));
	a[199] = b[199] = '\0';
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, a, b), -1);
	a[100] = '\0';
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, a, b), 0);
	b[100] = '\0';
	assert_int_equal(same(CTI__COMPARE_EQUAL, 0, a, b), 1);
}

static void test_verify__reaches_levels_by_factors(void **state)
{
	struct scene *s = *state;

	assert_int_equal(cti_customer_set(s->customer, "address", "Main St 8"),
			 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "");
	assert_int_equal(begin(s, "password"), 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_NEEDED), "strict");
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_STATE), "running");
	assert_true(cti__verify_hides(&s->v));
	assert_int_equal(check(s, "birthday", "19800107"), 1);
	/* One is enough for simple; the birthday does not count for strict. */
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "simple");
	assert_int_equal(check(s, "id", "231X"), 1);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "simple");
	assert_int_equal(check(s, "address", "main st 8"), 1);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "strict");
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_STATE), "passed");
	assert_false(cti__verify_hides(&s->v));
	/* What was reached is enough for less. */
	assert_int_equal(begin(s, "bill"), 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_STATE), "passed");
}

static void test_verify__the_same_factor_twice_is_one(void **state)
{
	struct scene *s = *state;

	assert_int_equal(begin(s, "password"), 0);
	assert_int_equal(check(s, "id", "231X"), 1);
	assert_int_equal(check(s, "id", "231X"), 1);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "simple");
}

static void test_verify__locks_after_the_attempts(void **state)
{
	struct scene *s = *state;

	assert_int_equal(begin(s, "bill"), 0);
	assert_int_equal(check(s, "id", "0000"), 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_STATE), "wrong");
	assert_int_equal(s->parts.number[CTI_ADVICE_VERIFY_LEFT], 2);
	assert_int_equal(check(s, "id", "0001"), 0);
	assert_int_equal(check(s, "id", "0002"), 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_STATE), "locked");
	assert_int_equal(s->parts.number[CTI_ADVICE_VERIFY_LEFT], 0);
	assert_int_equal(check(s, "id", "231X"), CTI_ESTATE);
	assert_int_equal(begin(s, "bill"), CTI_ESTATE);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "none");
	assert_false(cti__verify_hides(&s->v));
}

static void test_verify__what_cannot_be_compared_is_no_attempt(void **state)
{
	struct scene *s = *state;
	bool right;

	assert_int_equal(check(s, "id", "231X"), CTI_ESTATE);
	assert_int_equal(begin(s, "nonsense"), CTI_ENOENT);
	assert_int_equal(begin(s, "bill"), 0);
	assert_int_equal(check(s, "nonsense", "x"), CTI_ENOENT);
	assert_int_equal(check(s, "address", "x"), CTI_ENOENT);
	assert_int_equal(cti__verify_check(&s->v, NULL, CTI__STR("id"),
					   CTI__STR("231X"), &right),
			 CTI_ESTATE);
	told(s, CTI_ADVICE_VERIFY_STATE);
	assert_int_equal(s->parts.number[CTI_ADVICE_VERIFY_LEFT], 3);
}

static void test_verify__another_customer_begins_from_nothing(void **state)
{
	struct scene *s = *state;

	assert_int_equal(begin(s, "bill"), 0);
	assert_int_equal(check(s, "id", "0000"), 0);
	assert_int_equal(check(s, "id", "231X"), 1);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "simple");
	assert_false(cti__verify_forget(&s->v, "C1"));
	assert_true(cti__verify_forget(&s->v, "C2"));
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "none");
	/* Whoever guesses does not get more attempts by another name. */
	assert_int_equal(s->parts.number[CTI_ADVICE_VERIFY_LEFT], 2);
}

static bool press(struct scene *s, const char *keys)
{
	return cti__verify_press(&s->v, cti__str(keys));
}

static void test_verify__takes_keys(void **state)
{
	struct scene *s = *state;

	assert_int_equal(begin(s, "password"), 0);
	assert_int_equal(
		cti__verify_keys(&s->v, s->customer, CTI__STR("address")),
		CTI_ENOENT);
	assert_int_equal(cti__verify_keys(&s->v, s->customer, CTI__STR("id")),
			 0);
	assert_false(press(s, "2"));
	assert_false(press(s, "31"));
	assert_true(press(s, "*"));
	assert_int_equal(cti__verify_check_keys(&s->v, s->customer), 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "simple");
	/* What follows is nobody's. */
	assert_false(press(s, "99999999"));
	assert_int_equal(cti__verify_check_keys(&s->v, s->customer),
			 CTI_ESTATE);
	assert_int_equal(
		cti__verify_keys(&s->v, s->customer, CTI__STR("birthday")), 0);
	assert_false(press(s, "#"));
	assert_true(press(s, "1980#"));
	assert_int_equal(cti__verify_check_keys(&s->v, s->customer), 0);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_STATE), "wrong");
	assert_int_equal(s->v.key_count, 0);
	assert_int_equal(s->v.keys[0], 0);
}

static void test_verify__trusts_the_switch_upwards_only(void **state)
{
	struct scene *s = *state;

	assert_false(cti__verify_trust(&s->v, NULL, CTI__STR("none")));
	assert_false(cti__verify_trust(&s->v, NULL, CTI__STR("gold")));
	assert_true(cti__verify_trust(&s->v, NULL, CTI__STR("strict")));
	assert_false(cti__verify_trust(&s->v, NULL, CTI__STR("simple")));
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "strict");
}

static void test_verify__moves_with_the_contact(void **state)
{
	struct scene *s = *state;
	struct cti__verify other = { .service = NULL };

	assert_int_equal(begin(s, "bill"), 0);
	assert_int_equal(check(s, "id", "231X"), 1);
	cti__verify_move(&other, &s->v);
	assert_int_equal(other.level, 1);
	assert_null(s->v.service);
	cti__verify_move(&s->v, &other);
	assert_string_equal(told(s, CTI_ADVICE_VERIFY_REACHED), "simple");
}

#define WITH(test_verify__any)                                                 \
	cmocka_unit_test_setup_teardown(test_verify__any, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify__compares_as_people_write),
		cmocka_unit_test(test_verify__too_long_a_value_is_never_right),
		WITH(test_verify__reaches_levels_by_factors),
		WITH(test_verify__the_same_factor_twice_is_one),
		WITH(test_verify__locks_after_the_attempts),
		WITH(test_verify__what_cannot_be_compared_is_no_attempt),
		WITH(test_verify__another_customer_begins_from_nothing),
		WITH(test_verify__takes_keys),
		WITH(test_verify__trusts_the_switch_upwards_only),
		WITH(test_verify__moves_with_the_contact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
