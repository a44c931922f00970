/* SPDX-License-Identifier: MIT */
/* Greetings: sure, unsure and unknown, in Chinese and English. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "identify/customer.h"
#include "pop/greeting.h"

#define COUNT(array) (sizeof(array) / sizeof(array[0]))

static cti_customer *customer_of(const char *name, const char *gender)
{
	cti_customer *customer;

	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "name", name), 0);
	assert_int_equal(cti_customer_set(customer, "gender", gender), 0);
	return customer;
}

struct row {
	const char *name, *gender, *want;
};

static void check_address(const struct row *rows, size_t count,
			  enum cti__language language)
{
	struct cti__buf out = { 0 };
	cti_customer *customer;
	size_t i;

	for (i = 0; i < count; i++) {
		customer = customer_of(rows[i].name, rows[i].gender);
		cti__buf_clear(&out);
		cti__greeting_address(&out, customer, language);
		assert_string_equal(cti__buf_cstr(&out), rows[i].want);
		cti_customer_unref(customer);
	}
	cti__buf_fini(&out);
}

static void test_greeting__addresses_people_in_chinese(void **state)
{
	static const struct row rows[] = {
		{ "李明", "male", "李先生" },
		{ "王芳", "F", "王女士" },
		{ "王芳", "女", "王女士" },
		{ "李明", "", "李明" },
		{ "李明", "unknown", "李明" },
		{ "欧阳娜娜", "female", "欧阳女士" },
		{ "司马光", "男", "司马先生" },
		{ "诸葛亮", "m", "诸葛先生" },
		{ "上官婉儿", "女", "上官女士" },
		{ "司馬懿", "男", "司馬先生" },
		{ "欧阳", "male", "欧先生" },
		{ "李", "male", "李先生" },
		{ "李先生", "male", "李先生" },
		{ "张总", "male", "张总" },
		{ "John Smith", "male", "John Smith先生" },
		{ "阿凡提·买买提", "male", "阿凡提·买买提先生" },
		{ "  李明 ", "male", "李先生" },
		{ "", "male", "" },
	};

	(void)state;
	check_address(rows, COUNT(rows), CTI__LANGUAGE_ZH);
}

static void test_greeting__addresses_people_in_english(void **state)
{
	static const struct row rows[] = {
		{ "John Smith", "male", "Mr Smith" },
		{ "Mary Ann Jones", "Female", "Ms Jones" },
		{ "Smith, John", "m", "Mr Smith" },
		{ "Dr. John Smith", "male", "Dr Smith" },
		{ "Mrs Jones", "", "Mrs Jones" },
		{ "John Smith", "", "John Smith" },
		{ "Cher", "f", "Ms Cher" },
		{ "李明", "male", "Mr 李" },
		{ "欧阳娜娜", "female", "Ms 欧阳" },
	};

	(void)state;
	check_address(rows, COUNT(rows), CTI__LANGUAGE_EN);
}

static void test_greeting__knows_the_surname_field_and_the_company(void **state)
{
	struct cti__buf out = { 0 };
	cti_customer *customer = customer_of("Li Ming", "male");

	(void)state;
	assert_int_equal(cti_customer_set(customer, "surname", "Li"), 0);
	cti__greeting_address(&out, customer, CTI__LANGUAGE_EN);
	assert_string_equal(cti__buf_cstr(&out), "Mr Li");
	cti_customer_unref(customer);

	customer = customer_of("", "");
	assert_int_equal(cti_customer_set(customer, "company", "Acme\n"), 0);
	cti__buf_clear(&out);
	cti__greeting_address(&out, customer, CTI__LANGUAGE_ZH);
	assert_string_equal(cti__buf_cstr(&out), "Acme");
	cti_customer_unref(customer);
	cti__buf_fini(&out);
}

static enum cti_greeting mode_of(enum cti_identity identity,
				 const cti_customer *customer, bool chosen)
{
	const struct cti__greeting_case who = { identity, customer, chosen,
						CTI_GROUP_NONE, 2 };
	static const struct cti__greeting_rules rules = { 0, 0 };

	return cti__greeting_mode(&who, &rules);
}

static void test_greeting__is_as_sure_as_the_identification(void **state)
{
	cti_customer *customer = customer_of("李明", "male");

	(void)state;
	cti__customer_rate(customer, 80, "number equal");
	assert_int_equal(mode_of(CTI_IDENTITY_IDENTIFIED, customer, false),
			 CTI_GREETING_STATEMENT);
	cti__customer_rate(customer, 79, "number similar");
	assert_int_equal(mode_of(CTI_IDENTITY_IDENTIFIED, customer, false),
			 CTI_GREETING_QUESTION);
	/* The agent knows better than any score. */
	assert_int_equal(mode_of(CTI_IDENTITY_IDENTIFIED, customer, true),
			 CTI_GREETING_STATEMENT);
	assert_int_equal(mode_of(CTI_IDENTITY_AMBIGUOUS, customer, false),
			 CTI_GREETING_QUESTION);
	assert_int_equal(mode_of(CTI_IDENTITY_PENDING, customer, false),
			 CTI_GREETING_GENERIC);
	assert_int_equal(mode_of(CTI_IDENTITY_UNKNOWN, NULL, false),
			 CTI_GREETING_GENERIC);
	assert_int_equal(mode_of(CTI_IDENTITY_WITHHELD, NULL, false),
			 CTI_GREETING_GENERIC);
	cti_customer_unref(customer);

	customer = customer_of("", "male");
	cti__customer_rate(customer, 100, "number equal");
	assert_int_equal(mode_of(CTI_IDENTITY_IDENTIFIED, customer, true),
			 CTI_GREETING_GENERIC);
	cti_customer_unref(customer);
}

static void test_greeting__follows_the_sites_own_thresholds(void **state)
{
	struct cti__greeting_rules rules = { 95, 2 };
	struct cti__greeting_case who = { .identity = CTI_IDENTITY_IDENTIFIED };
	cti_customer *customer = customer_of("李明", "male");

	(void)state;
	who.customer = customer;
	cti__customer_rate(customer, 94, "account equal");
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_QUESTION);
	rules.sure = 94;
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_STATEMENT);
	who.identity = CTI_IDENTITY_AMBIGUOUS;
	who.members = 2;
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_QUESTION);
	/* One of many: no name is better than a wrong one. */
	who.members = 3;
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_GENERIC);
	cti_customer_unref(customer);
}

static void test_greeting__names_nobody_behind_a_shared_number(void **state)
{
	const struct cti__greeting_rules rules = { 0, 0 };
	struct cti__greeting_case who = { .identity = CTI_IDENTITY_IDENTIFIED,
					  .group = CTI_GROUP_SHARED,
					  .members = 1 };
	cti_customer *customer = customer_of("李明", "male");

	(void)state;
	cti__customer_rate(customer, 100, "number equal");
	who.customer = customer;
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_GENERIC);
	who.identity = CTI_IDENTITY_AMBIGUOUS;
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_GENERIC);
	who.chosen = true;
	assert_int_equal(cti__greeting_mode(&who, &rules),
			 CTI_GREETING_STATEMENT);
	cti_customer_unref(customer);
}

static void check_words(enum cti_greeting mode, const cti_customer *customer,
			enum cti__language language, const char *want)
{
	struct cti__buf out = { 0 };

	cti__greeting_words(&out, mode, customer, language);
	assert_string_equal(cti__buf_cstr(&out), want);
	cti__buf_fini(&out);
}

static void test_greeting__has_words_for_each_mode(void **state)
{
	cti_customer *customer = customer_of("李明", "male");
	cti_customer *smith = customer_of("John Smith", "male");

	(void)state;
	check_words(CTI_GREETING_STATEMENT, customer, CTI__LANGUAGE_ZH,
		    "李先生,您好");
	check_words(CTI_GREETING_QUESTION, customer, CTI__LANGUAGE_ZH,
		    "是李先生吗?");
	check_words(CTI_GREETING_GENERIC, NULL, CTI__LANGUAGE_ZH, "您好");
	check_words(CTI_GREETING_GENERIC, customer, CTI__LANGUAGE_ZH, "您好");
	check_words(CTI_GREETING_STATEMENT, smith, CTI__LANGUAGE_EN,
		    "Hello, Mr Smith.");
	check_words(CTI_GREETING_QUESTION, smith, CTI__LANGUAGE_EN,
		    "Am I speaking with Mr Smith?");
	check_words(CTI_GREETING_GENERIC, NULL, CTI__LANGUAGE_EN, "Hello.");
	cti_customer_unref(customer);
	cti_customer_unref(smith);
}

static void test_greeting__speaks_the_customers_language(void **state)
{
	cti_customer *customer = customer_of("John Smith", "male");

	(void)state;
	assert_int_equal(cti_customer_set(customer, "language", "en-GB"), 0);
	check_words(CTI_GREETING_STATEMENT, customer, CTI__LANGUAGE_ZH,
		    "Hello, Mr Smith.");
	assert_int_equal(cti_customer_set(customer, "language", "中文"), 0);
	check_words(CTI_GREETING_QUESTION, customer, CTI__LANGUAGE_EN,
		    "是John Smith先生吗?");
	/* One that is not spoken here leaves the site's. */
	assert_int_equal(cti_customer_set(customer, "language", "sw"), 0);
	check_words(CTI_GREETING_STATEMENT, customer, CTI__LANGUAGE_EN,
		    "Hello, Mr Smith.");
	cti_customer_unref(customer);
}

static void test_greeting__fills_in_a_form_of_the_sites_own(void **state)
{
	cti_customer *customer = customer_of("李明", "male");
	struct cti__buf out = { 0 };

	(void)state;
	cti__greeting_form(&out, CTI__STR("尊敬的{name},您好!{nam"), customer,
			   CTI__LANGUAGE_ZH);
	assert_string_equal(cti__buf_cstr(&out), "尊敬的李先生,您好!{nam");
	cti__buf_clear(&out);
	cti__greeting_form(&out, CTI__STR("{name}{name}"), customer,
			   CTI__LANGUAGE_ZH);
	assert_string_equal(cti__buf_cstr(&out), "李先生李先生");
	cti__buf_fini(&out);
	cti_customer_unref(customer);
}

static void test_greeting__knows_chinese_names_from_others(void **state)
{
	static const struct row rows[] = {
		{ "𠮷明", "male", "𠮷先生" },
		{ "阿凡提·买买提", "male", "阿凡提·买买提先生" },
		{ "😀明", "male", "😀明先生" },
		{ "한국", "male", "한국先生" },
		{ "Zoë", "male", "Zoë先生" },
		{ "é", "male", "é先生" },
	};

	static const struct row english[] = {
		{ "李明", "male", "Mr 李" },
		{ "阿凡提·买买提", "male", "Mr 阿凡提·买买提" },
		{ "😀明", "male", "Mr 😀明" },
	};

	(void)state;
	check_address(rows, COUNT(rows), CTI__LANGUAGE_ZH);
	check_address(english, COUNT(english), CTI__LANGUAGE_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_greeting__addresses_people_in_chinese),
		cmocka_unit_test(test_greeting__addresses_people_in_english),
		cmocka_unit_test(
			test_greeting__knows_the_surname_field_and_the_company),
		cmocka_unit_test(
			test_greeting__is_as_sure_as_the_identification),
		cmocka_unit_test(
			test_greeting__follows_the_sites_own_thresholds),
		cmocka_unit_test(
			test_greeting__names_nobody_behind_a_shared_number),
		cmocka_unit_test(test_greeting__has_words_for_each_mode),
		cmocka_unit_test(test_greeting__speaks_the_customers_language),
		cmocka_unit_test(
			test_greeting__fills_in_a_form_of_the_sites_own),
		cmocka_unit_test(
			test_greeting__knows_chinese_names_from_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
