/* SPDX-License-Identifier: MIT */
/* What a plug-in is asked, and what its answers change. */
#include "identify/number.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A plug-in for a country ZZ with the code 999, and what it was asked last. */
static char asked[64];
static int times;

static uint32_t fake_code(const char *country)
{
	return strcmp(country, "ZZ") == 0 ? 999 : 0;
}

/* Numbers of ZZ have six digits, 5 is mobile; the area has one. */
static int fake_ask(const char *number, const char *country,
		    cti_number_answer *out)
{
	const char *nsn = number;

	snprintf(asked, sizeof(asked), "%s %s", country, number);
	times++;
	if (strcmp(number, "17") == 0) {
		out->number_class = CTI_NUMBER_SERVICE;
		snprintf(out->national, sizeof(out->national), "17");
		return 0;
	}
	if (strncmp(number, "+999", 4) == 0)
		nsn += 4;
	else if (*number == '+' || strcmp(country, "ZZ") != 0)
		return CTI_ENOENT;
	if (strlen(nsn) != 10)
		return CTI_ENOENT;
	out->number_class = *nsn == '5' ? CTI_NUMBER_MOBILE : CTI_NUMBER_FIXED;
	out->code_digits = 3;
	out->area_digits = *nsn == '5' ? 0 : 2;
	snprintf(out->e164, sizeof(out->e164), "+999%s", nsn);
	snprintf(out->national, sizeof(out->national), "8%s", nsn);
	snprintf(out->display, sizeof(out->display), "ZZ/%s", nsn);
	return 0;
}

static const cti_number_plugin fake = { CTI_NUMBER_PLUGIN_ABI, "fake",
					fake_code, fake_ask };

static void parse(cti_number *out, const char *text,
		  const cti_number_plan *plan)
{
	*asked = '\0';
	times = 0;
	out->size = sizeof(*out);
	assert_int_equal(cti_number_parse(text, plan, out), 0);
}

static cti_number_plan plan_with(const char *country, uint32_t scope)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;

	plan.country = country;
	plan.plugin = &fake;
	plan.plugin_for = scope;
	return plan;
}

static void test_plugin__is_asked_about_other_countries_alone(void **state)
{
	cti_number_plan plan = plan_with("CN", CTI_NUMBER_ABROAD);
	cti_number n;

	(void)state;
	parse(&n, "13800138000", &plan);
	assert_int_equal(times, 0);
	assert_int_equal(n.number_class, CTI_NUMBER_MOBILE);
	parse(&n, "+999 3212345678", &plan);
	assert_string_equal(asked, "CN +9993212345678");
	assert_int_equal(n.number_class, CTI_NUMBER_FIXED);
	assert_string_equal(n.e164, "+9993212345678");
	assert_string_equal(n.national, "83212345678");
	assert_string_equal(n.display, "ZZ/3212345678");
	assert_int_equal(n.key_count, 5);
	assert_string_equal(n.key[0], "9993212345678");
	assert_string_equal(n.key[1], "83212345678");
	assert_string_equal(n.key[2], "3212345678");
	assert_string_equal(n.key[3], "12345678");
	assert_string_equal(n.key[4], "2345678");
	parse(&n, "1001", &plan);
	parse(&n, "anonymous", &plan);
	parse(&n, "alice2", &plan);
	parse(&n, "95588", &plan);
	assert_int_equal(times, 0);
}

static void test_plugin__leaves_what_it_does_not_know_as_it_was(void **state)
{
	cti_number_plan plan = plan_with("CN", CTI_NUMBER_ABROAD);
	cti_number n;

	(void)state;
	parse(&n, "+49 171 1234567 ext. 4", &plan);
	assert_string_equal(asked, "CN +491711234567");
	assert_int_equal(n.number_class, CTI_NUMBER_MOBILE);
	assert_string_equal(n.display, "+49 171 123 4567 ext. 4");
	assert_string_equal(n.extension, "4");
}

static void test_plugin__is_asked_about_all_if_the_site_says_so(void **state)
{
	cti_number_plan plan = plan_with("CN", CTI_NUMBER_ALL);
	cti_number n;

	(void)state;
	parse(&n, "13800138000", &plan);
	assert_string_equal(asked, "CN +8613800138000");
	assert_int_equal(n.number_class, CTI_NUMBER_MOBILE);
	parse(&n, "01012345678", &plan);
	assert_string_equal(asked, "CN 01012345678");
	assert_int_equal(n.number_class, CTI_NUMBER_UNKNOWN);
}

static void test_plugin__makes_a_site_of_a_country_that_we_do_not_know(
	void **state)
{
	cti_number_plan plan = plan_with("ZZ", CTI_NUMBER_ABROAD);
	cti_number n;

	(void)state;
	plan.area = "32";
	plan.outside_prefix = "7";
	plan.extension_digits = 4;
	parse(&n, "5512345678 ext 9", &plan);
	assert_string_equal(n.e164, "+9995512345678");
	assert_string_equal(n.extension, "9");
	assert_string_equal(n.display, "ZZ/5512345678 ext. 9");
	parse(&n, "7 5512345678", &plan);
	assert_string_equal(n.e164, "+9995512345678");
	parse(&n, "12345678", &plan);
	assert_string_equal(n.e164, "+9993212345678");
	parse(&n, "+9995512345678", &plan);
	assert_int_equal(n.number_class, CTI_NUMBER_MOBILE);
	parse(&n, "17", &plan);
	assert_int_equal(n.number_class, CTI_NUMBER_SERVICE);
	assert_int_equal(n.key_count, 1);
	parse(&n, "1001", &plan);
	assert_int_equal(n.number_class, CTI_NUMBER_EXTENSION);
	parse(&n, "+8613800138000", &plan);
	assert_string_equal(n.e164, "+8613800138000");
	assert_int_equal(n.number_class, CTI_NUMBER_MOBILE);
	parse(&n, "99999", &plan);
	assert_int_equal(n.number_class, CTI_NUMBER_UNKNOWN);
	parse(&n, "unknown", &plan);
	assert_int_equal(n.number_class, CTI_NUMBER_WITHHELD);
}

static void test_plugin__must_know_a_country_that_we_do_not(void **state)
{
	cti_number_plan plan = plan_with("YY", CTI_NUMBER_ABROAD);
	cti_number n = { .size = sizeof(n) };

	(void)state;
	assert_int_equal(cti_number_parse("1", &plan, &n), CTI_EINVAL);
	plan.country = "ZZ";
	plan.plugin = NULL;
	assert_int_equal(cti_number_parse("1", &plan, &n), CTI_EINVAL);
}

/* Applications compiled before there were plug-ins. */
static void test_plugin__is_not_looked_for_in_a_shorter_plan(void **state)
{
	cti_number_plan plan = plan_with("CN", CTI_NUMBER_ALL);
	cti_number n;

	(void)state;
	plan.size = offsetof(cti_number_plan, plugin);
	parse(&n, "+999 3212345678", &plan);
	assert_int_equal(times, 0);
	assert_string_equal(n.e164, "+9993212345678");
}

/* A plug-in's nonsense stays within the result. */
static int wild_ask(const char *number, const char *country,
		    cti_number_answer *out)
{
	(void)number;
	(void)country;
	out->number_class = 4711;
	out->code_digits = 900;
	out->area_digits = 70000;
	memset(out->e164, '7', sizeof(out->e164) - 1);
	memset(out->national, '7', sizeof(out->national) - 1);
	memset(out->display, '7', sizeof(out->display) - 1);
	return 0;
}

static void test_plugin__may_answer_nonsense(void **state)
{
	static const cti_number_plugin wild = { CTI_NUMBER_PLUGIN_ABI, "wild",
						fake_code, wild_ask };
	cti_number_plan plan = plan_with("CN", CTI_NUMBER_ABROAD);
	cti_number n;

	(void)state;
	plan.plugin = &wild;
	parse(&n, "+999 3212345678 ext 12345", &plan);
	assert_int_equal(n.number_class, CTI_NUMBER_UNKNOWN);
	assert_int_equal(strlen(n.e164), sizeof(n.e164) - 1);
	assert_true(strlen(n.display) < sizeof(n.display));
	assert_true(n.key_count <= CTI_NUMBER_KEYS);
}

static void test_plugin__that_cannot_be_loaded_is_one_sentence(void **state)
{
	const cti_number_plugin *plugin = &fake;
	char detail[512] = "";

	(void)state;
	assert_int_equal(cti_number_plugin_load(&plugin, "no-such", detail,
						sizeof(detail)),
			 CTI_ENOENT);
	assert_null(plugin);
	assert_non_null(strstr(detail, "libcti-phonenumber"));
	assert_int_equal(cti_number_plugin_load(&plugin, "/no/such.so", detail,
						sizeof(detail)),
			 CTI_ENOENT);
	assert_null(strstr(detail, "libcti-phonenumber"));
	assert_int_equal(cti_number_plugin_load(&plugin, "no-such", NULL, 0),
			 CTI_ENOENT);
	assert_int_equal(
		cti_number_plugin_load(&plugin, "", detail, sizeof(detail)),
		CTI_EINVAL);
	assert_int_equal(cti_number_plugin_load(&plugin, NULL, NULL, 0),
			 CTI_EINVAL);
	assert_int_equal(cti_number_plugin_load(NULL, "no-such", NULL, 0),
			 CTI_EINVAL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_plugin__is_asked_about_other_countries_alone),
		cmocka_unit_test(
			test_plugin__leaves_what_it_does_not_know_as_it_was),
		cmocka_unit_test(
			test_plugin__is_asked_about_all_if_the_site_says_so),
		cmocka_unit_test(
			test_plugin__makes_a_site_of_a_country_that_we_do_not_know),
		cmocka_unit_test(
			test_plugin__must_know_a_country_that_we_do_not),
		cmocka_unit_test(
			test_plugin__is_not_looked_for_in_a_shorter_plan),
		cmocka_unit_test(test_plugin__may_answer_nonsense),
		cmocka_unit_test(
			test_plugin__that_cannot_be_loaded_is_one_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
