/* SPDX-License-Identifier: MIT */
/* URLs of links: what is in them, and a sentence for each that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/url.h"

#include <cti/error.h>

#include <string.h>

static struct cti__url parse(const char *text)
{
	struct cti__buf why = { 0 };
	struct cti__url url;
	int err = cti__url_parse(&url, text, &why);

	if (err)
		fail_msg("%s: %s", text, cti__buf_cstr(&why));
	cti__buf_fini(&why);
	return url;
}

static void refuse(const char *text, const char *word)
{
	struct cti__buf why = { 0 };
	struct cti__url url;

	assert_int_equal(cti__url_parse(&url, text, &why), CTI_EURL);
	assert_null(url.scheme);
	if (!strstr(cti__buf_cstr(&why), word))
		fail_msg("%s: \"%s\" does not say \"%s\"", text,
			 cti__buf_cstr(&why), word);
	assert_int_equal(why.p[why.n - 1], '.');
	cti__buf_fini(&why);
}

static void test_url__takes_all_parts_of_a_network_one(void **state)
{
	struct cti__url url = parse(
		"ami+tls://me:p%40ss%3A%25@pbx.example:5039");

	(void)state;
	assert_string_equal(url.scheme, "ami");
	assert_true(url.tls);
	assert_string_equal(url.user, "me");
	assert_string_equal(url.secret, "p@ss:%");
	assert_string_equal(url.host, "pbx.example");
	assert_int_equal(url.port, 5039);
	assert_string_equal(url.rest, "pbx.example:5039");
	assert_string_equal(url.path, "");
	cti__url_fini(&url);
	url = parse("ami://10.0.0.1");
	assert_false(url.tls);
	assert_string_equal(url.user, "");
	assert_string_equal(url.host, "10.0.0.1");
	assert_int_equal(url.port, 0);
	cti__url_fini(&url);
}

static void test_url__takes_ipv6_in_brackets(void **state)
{
	struct cti__url url = parse("ami://u@[2001:db8::1]:5038");

	(void)state;
	assert_string_equal(url.host, "2001:db8::1");
	assert_int_equal(url.port, 5038);
	cti__url_fini(&url);
	url = parse("ami://[::1]");
	assert_string_equal(url.host, "::1");
	assert_int_equal(url.port, 0);
	cti__url_fini(&url);
}

static void test_url__a_secret_may_hold_a_bare_at_sign(void **state)
{
	struct cti__url url = parse("ami://u:a@b@host");

	(void)state;
	assert_string_equal(url.secret, "a@b");
	assert_string_equal(url.host, "host");
	cti__url_fini(&url);
}

static void test_url__takes_files_and_parameters(void **state)
{
	struct cti__buf value = { 0 };
	struct cti__url url = parse("replay:/tmp/a%20b.raw?protocol=ami&x=1");

	(void)state;
	assert_string_equal(url.scheme, "replay");
	assert_string_equal(url.path, "/tmp/a b.raw");
	assert_true(cti__url_param(&url, "protocol", &value));
	assert_string_equal(cti__buf_cstr(&value), "ami");
	assert_false(cti__url_param(&url, "proto", &value));
	assert_true(cti__str_is(cti__url_unknown_param(&url, "protocol"), "x"));
	assert_int_equal(cti__url_unknown_param(&url, "x,protocol").n, 0);
	cti__url_fini(&url);
	cti__buf_fini(&value);
	url = parse("sim:");
	assert_string_equal(url.rest, "");
	assert_string_equal(url.path, "");
	cti__url_fini(&url);
	url = parse("sim:day.sim?clock=virtual");
	assert_string_equal(url.rest, "day.sim?clock=virtual");
	cti__url_fini(&url);
	url = parse("replay:///tmp/a%20day?protocol=ami");
	assert_string_equal(url.host, "");
	assert_string_equal(url.path, "/tmp/a day");
	assert_string_equal(url.rest, "/tmp/a%20day?protocol=ami");
	cti__url_fini(&url);
}

static void test_url__says_what_is_wrong_with_one(void **state)
{
	(void)state;
	refuse(NULL, "needs a URL");
	refuse("", "needs a URL");
	refuse("pbx.example.com", "scheme");
	refuse("AMI://x", "small letters");
	refuse("://x", "small letters");
	refuse("ami+ssl://x", "tls");
	refuse("ami://", "no host");
	refuse("ami://:5038", "no host");
	refuse("ami://u:p@", "no host");
	refuse("ami://h:0", "1 to 65535");
	refuse("ami://h:65536", "1 to 65535");
	refuse("ami://h:", "1 to 65535");
	refuse("ami://h:50x", "1 to 65535");
	refuse("ami://h:123456789012345678901", "1 to 65535");
	refuse("ami://::1", "brackets");
	refuse("ami://[::1", "]");
	refuse("ami://[::1]x", "]");
	refuse("ami://u:%zz@h", "%25");
	refuse("ami://u:%2", "1 to 65535");
	refuse("sim:a%", "%25");
	refuse("sim:a%00b", "%25");
	refuse("ami://\xff", "UTF-8");
}

static void test_url__knows_what_can_be_a_host(void **state)
{
	(void)state;
	assert_true(cti__url_is_host(CTI__STR("pbx-1.example_2.com")));
	assert_true(cti__url_is_host(CTI__STR("fe80::1%eth0")));
	assert_true(cti__url_is_host(CTI__STR("\xe7\x94\xb5\xe8\xaf\x9d.cn")));
	assert_false(cti__url_is_host(CTI__STR_NONE));
	assert_false(cti__url_is_host(CTI__STR("ho st")));
	assert_false(cti__url_is_host(CTI__STR("h\r\nost")));
	assert_false(cti__url_is_host(CTI__STR("pbx,example")));
}

static void test_url__no_refusal_tells_the_secret(void **state)
{
	static const char *const wrong[] = {
		"ami//me:canary@pbx",	     "ami://me:canary@",
		"ami://me:canary@pbx:x",     "ami://me:canary@pbx:99999",
		"ami://me:canary@[::1",	     "ami://me:canary%@pbx",
		"ami+ssl://me:canary@pbx",   "1ami://me:canary@pbx",
		"ami://me:canary@pbx:1\xff",
	};
	struct cti__url url;
	struct cti__buf why = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cti__buf_clear(&why);
		if (cti__url_parse(&url, wrong[i], &why) != CTI_EURL)
			fail_msg("%s is taken", wrong[i]);
		cti__url_fini(&url);
		assert_true(why.n > 0);
		assert_null(strstr(cti__buf_cstr(&why), "canary"));
	}
	cti__buf_fini(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_url__takes_all_parts_of_a_network_one),
		cmocka_unit_test(test_url__takes_ipv6_in_brackets),
		cmocka_unit_test(test_url__a_secret_may_hold_a_bare_at_sign),
		cmocka_unit_test(test_url__takes_files_and_parameters),
		cmocka_unit_test(test_url__knows_what_can_be_a_host),
		cmocka_unit_test(test_url__says_what_is_wrong_with_one),
		cmocka_unit_test(test_url__no_refusal_tells_the_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
