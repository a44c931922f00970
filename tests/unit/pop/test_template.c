/* SPDX-License-Identifier: MIT */
/* URL templates: what is refused and why, and that no value leaves its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "pop/template.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <stdio.h>
#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof(array[0]))

static int compile(struct cti__template **out, const char *text, char *detail)
{
	detail[0] = '\0';
	return cti__template_new(out, cti__str(text), "http,https,crm", detail,
				 256);
}

static struct cti__str one_datum(const void *user, struct cti__str key)
{
	return cti__str_is(key, "account") ? cti__str(user) : CTI__STR_NONE;
}

static void fill(struct cti__template_values *values, const char *value)
{
	size_t i;

	memset(values, 0, sizeof(*values));
	for (i = 0; i < CTI__SLOT_COUNT; i++)
		values->slot[i] = cti__str(value);
	values->data = one_datum;
	values->user = value;
}

/* Whatever the outcome, url is a string of what it says. */
static int render(const char *text, const char *value, char *url)
{
	struct cti__template_values values;
	struct cti__template *t;
	char detail[256];
	int err;

	assert_int_equal(compile(&t, text, detail), 0);
	fill(&values, value);
	err = cti__template_render(t, &values, url);
	cti__template_free(t);
	return err;
}

static void test_template__says_what_is_wrong_in_a_sentence(void **state)
{
	static const struct {
		const char *text, *part;
	} rows[] = {
		{ "https://a/?x={custmer.id}", "'custmer.id': the nearest is "
					       "'customer.id'" },
		{ "https://a/?x={e146}", "'e146': the nearest is 'e164'" },
		{ "https://a/?x={remot}", "nearest is 'remote'" },
		{ "https://a/?x={dat.k}", "nearest is 'data.KEY'" },
		{ "https://a/?x={xe164x}", "nearest is 'e164'" },
		{ "https://a/?x={dn}", "nearest is 'dnis'" },
		{ "https://a/?x={datas.k}", "nearest is 'data.KEY'" },
		{ "https://a/?x={customer}", "write {customer.id}" },
		{ "https://a/?x={customer.}", "write {customer.id}" },
		{ "https://a/?x={data}", "write {data.KEY}" },
		{ "https://a/?x={}", "empty" },
		{ "https://a/?x={ |url}", "empty" },
		{ "https://a/?x={e164", "byte 14 is not closed" },
		{ "https://a/?x={e164{dnis}", "not closed" },
		{ "https://a/?x=e164}", "closes nothing" },
		{ "https://a/?x={e164|raw}", "'raw' is not for addresses" },
		{ "https://a/?x={e164|html}", "no encoder is called 'html'" },
		{ "https://a/?x={e164|}", "no encoder" },
		{ "a.example.com/?x={e164}", "no scheme" },
		{ "", "no scheme" },
		{ "//a.example.com/", "no scheme" },
		{ "/a:b", "no scheme" },
		{ "{e164}://a.example.com/", "field in its scheme" },
		{ "{e164}:x", "field in its scheme" },
		{ "http{e164}://a.example.com/", "field in its scheme" },
		{ "ftp://a.example.com/", "'ftp' is not among those allowed "
					  "(http,https,crm)" },
		{ "javascript:alert({name|json})", "would run" },
		{ "JavaScript:x", "would run" },
		{ "data:text/html,{name}", "would run" },
		{ "https:/a", "no host" },
		{ "https:", "no host" },
		{ "https:///x", "no host" },
		{ "https://{customer.url}/", "field in its host" },
		{ "https://crm{e164}.example.com/", "field in its host" },
		{ "https://crm.example.com{e164}", "field in its host" },
		{ "https://crm.example.com:80{e164}/", "field in its "
						       "host" },
		{ "https://{e164}@crm.example.com/", "field in its "
						     "host" },
		{ "https://crm\\@evil.example.com/", "no host has" },
		{ "https://crm example.com/", "no host has" },
		{ "https://crm%2f.example.com/", "no host has" },
		{ "https://a/ b", "byte 11: write it as %20" },
		{ "https://a/\nb", "%0A" },
		{ "https://a/\\b", "backslash" },
		{ "https://a/%4", "no two hex digits" },
		{ "https://a/%{e164}", "no two hex digits" },
		{ "https://a/b/../{e164}", "'.' or '..'" },
		{ "https://a/%2e%2E/{e164}", "'.' or '..'" },
		{ "https://a/b/.", "'.' or '..'" },
		{ "https://a/\xff", "no UTF-8" },
	};
	struct cti__template *t;
	char detail[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		assert_int_equal(compile(&t, rows[i].text, detail),
				 CTI_ETEMPLATE);
		assert_null(t);
		if (!strstr(detail, rows[i].part))
			fail_msg("%s: %s", rows[i].text, detail);
	}
}

static void test_template__refuses_what_is_too_long(void **state)
{
	char text[CTI__URL_MAX + 8], detail[256];
	struct cti__template *t;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "https://a/", 10);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(compile(&t, text, detail), CTI_ETEMPLATE);
	assert_non_null(strstr(detail, "2048"));
	/* No detail wanted is legal. */
	assert_int_equal(cti__template_new(&t, cti__str("x"), "http", NULL, 0),
			 CTI_ETEMPLATE);
}

static void test_template__fills_in_every_field(void **state)
{
	char url[CTI__URL_MAX + 1];

	(void)state;
	assert_int_equal(
		render("HTTPS://h/{remote}/{e164}/{national}/{dnis}/{device}/"
		       "{agent}/{queue}/{call}?{pop}&{name}&{identity}"
		       "&{data.account}&{data.none}&{customer.id}#{dnis}",
		       "+1", url),
		0);
	assert_string_equal(url, "HTTPS://h/%2B1/%2B1/%2B1/%2B1/%2B1/%2B1/%2B1/"
				 "%2B1?%2B1&%2B1&%2B1&%2B1&&#%2B1");
}

static void test_template__reads_the_customer(void **state)
{
	struct cti__template_values values = { .customer = NULL };
	char url[CTI__URL_MAX + 1], detail[256];
	struct cti__template *t;
	cti_customer *customer;

	(void)state;
	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "id", "4/2"), 0);
	assert_int_equal(cti_customer_set(customer, "名", "李 明"), 0);
	assert_int_equal(compile(&t,
				 "https://h/c/{customer.id|url}?n="
				 "{ customer.名 | json }",
				 detail),
			 0);
	assert_int_equal(cti__template_render(t, &values, url), 0);
	assert_string_equal(url, "https://h/c/?n=%22%22");
	values.customer = customer;
	assert_int_equal(cti__template_render(t, &values, url), 0);
	assert_string_equal(url, "https://h/c/4%2F2?n=%22%E6%9D%8E%20"
				 "%E6%98%8E%22");
	cti__template_free(t);
	cti_customer_unref(customer);
}

static void test_template__encodes_its_own_words_where_it_must(void **state)
{
	char url[CTI__URL_MAX + 1];

	(void)state;
	assert_int_equal(render("https://h/客户/a%20b?q=<\"^`|>", "", url), 0);
	assert_string_equal(url, "https://h/%E5%AE%A2%E6%88%B7/a%20b?q="
				 "%3C%22%5E%60%7C%3E");
	assert_int_equal(render("crm:open?n={e164}", "a:b", url), 0);
	assert_string_equal(url, "crm:open?n=a%3Ab");
	assert_int_equal(render("https://h", "", url), 0);
	assert_string_equal(url, "https://h");
}

static void test_template__escapes_json_inside_the_address(void **state)
{
	char url[CTI__URL_MAX + 1];

	(void)state;
	assert_int_equal(
		render("https://h/?j={name|json}", "a\"\\\n\x7fz", url), 0);
	assert_string_equal(url, "https://h/?j=%22a%5C%22%5C%5C%5Cu000a"
				 "%5Cu007fz%22");
}

static void test_template__gives_up_where_it_gets_too_long(void **state)
{
	char url[CTI__URL_MAX + 1], value[CTI__URL_MAX];

	(void)state;
	memset(value, 'a', sizeof(value));
	value[CTI__URL_MAX - 10] = '\0';
	assert_int_equal(render("https://h/{name}", value, url), 0);
	assert_int_equal(strlen(url), CTI__URL_MAX);
	value[CTI__URL_MAX - 10] = 'a';
	value[CTI__URL_MAX - 9] = '\0';
	assert_int_equal(render("https://h/{name}", value, url), CTI_ETOOBIG);
	assert_string_equal(url, "");
	/* An encoded byte is left out whole, never cut. */
	value[CTI__URL_MAX - 11] = '/';
	value[CTI__URL_MAX - 10] = '\0';
	assert_int_equal(render("https://h/{name}", value, url), CTI_ETOOBIG);
}

static void test_template__lets_no_value_climb_the_path(void **state)
{
	static const char *const climbing[] = {
		"https://h/a/{name}/b", "https://h/a/{name}?x",
		"https://h/a/{name}#x", "https://h/a/{name}",
		"https://h/{name}",	"https://h/a/{data.none}{name}",
		"crm:{name}/x",
	};
	static const char *const harmless[] = {
		"https://h/a/x{name}/b",  "https://h/a/{name}-/b",
		"https://h/?n={name}",	  "https://h/#{name}/x",
		"https://h/a?b/{name}/c",
	};
	char url[CTI__URL_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(climbing); i++) {
		assert_int_equal(render(climbing[i], ".", url), CTI_EINVAL);
		assert_int_equal(render(climbing[i], "..", url), CTI_EINVAL);
		assert_string_equal(url, "");
		assert_int_equal(render(climbing[i], "...", url), 0);
	}
	/* Two dots of two values. */
	assert_int_equal(render("https://h/{name}{dnis}/", ".", url),
			 CTI_EINVAL);
	for (i = 0; i < COUNT(harmless); i++)
		assert_int_equal(render(harmless[i], "..", url), 0);
}

/* --- hostile values: decoded again by other code, they are what they were ---
 */

static const char *const hostile[] = {
	"",
	" ",
	"'",
	"\"",
	"`",
	"<",
	">",
	"&",
	"=",
	"?",
	"#",
	"/",
	"//",
	"\\",
	"%",
	"%%",
	"%2",
	"%2F",
	"%2f..%2f",
	"%00",
	"%0d%0a",
	"+",
	"+86",
	";",
	":",
	"@",
	"!",
	"$",
	"(",
	")",
	"*",
	",",
	"[",
	"]",
	"{",
	"}",
	"{name}",
	"{customer.id}",
	"{name|raw}",
	"|",
	"^",
	"~",
	"-",
	"_",
	"a.b",
	"...",
	"../",
	"../..",
	"../../admin",
	"..\\..",
	"/etc/passwd",
	"//evil.com",
	"https://evil.com",
	"http:evil.com",
	"@evil.com",
	":80",
	"evil.com/",
	"javascript:alert(1)",
	"data:text/html,x",
	"?admin=1",
	"&admin=1",
	"&admin=1#",
	"#fragment",
	"a&b=c&d",
	"a;b",
	"a=b",
	"a/b/c",
	"a//b",
	"<script>alert(1)</script>",
	"\"><script>",
	"'><img src=x>",
	"' OR '1'='1",
	"1; DROP TABLE customer",
	"$(reboot)",
	"`reboot`",
	"|reboot",
	"&& reboot",
	"%n%n%n",
	"%s%s%s%s",
	"${jndi:ldap://x}",
	"{{7*7}}",
	"\r\nSet-Cookie: a=b",
	"\n",
	"\r",
	"\t",
	"\x01",
	"\x1b[31m",
	"\x7f",
	"\x08",
	"\x0b\x0c",
	"李明",
	"李 明",
	"欧阳娜娜",
	"Ünïcödé",
	"Ελλάδα",
	"עברית",
	"مرحبا",
	"😀",
	"👨‍👩‍👧",
	"e\xcc\x81",
	"\xe2\x80\xae"
	"moc.live",
	"\xef\xbb\xbfx",
	"\xe2\x80\xa8",
	"\xef\xbc\x8f\xef\xbc\x8f"
	"evil",
	"\xc2\xa0",
	"\xef\xbc\x9f"
	"a",
	"\xe3\x80\x82",
	"\xf4\x8f\xbf\xbf",
	"\xef\xbf\xbd",
	"13800138000",
	"+8613800138000",
	"0086 138",
	"sip:a@b",
	"tel:+1",
	"a\"b\\c",
	"null",
	"undefined",
	"true",
	"-1",
	"0x41",
	"1e999",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static int hex_value(char c)
{
	const char *digits = "0123456789ABCDEF", *at = strchr(digits, c);

	assert_true(c && at);
	return (int)(at - digits);
}

static void decode(char *to, const char *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (from[i] != '%') {
			*to++ = from[i];
			continue;
		}
		*to++ = (char)(hex_value(from[i + 1]) * 16 +
			       hex_value(from[i + 2]));
		i += 2;
	}
	*to = '\0';
}

static void test_template__hostile_values_stay_in_their_place(void **state)
{
	static const char before[] = "https://crm.example.com/c/";
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz0123456789-._~%"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char url[CTI__URL_MAX + 1], back[CTI__URL_MAX + 1];
	const char *path, *query;
	size_t i;

	(void)state;
	assert_true(COUNT(hostile) > 100);
	for (i = 0; i < COUNT(hostile); i++) {
		assert_int_equal(render("https://crm.example.com/c/{name}?p="
					"{data.account}",
					hostile[i], url),
				 0);
		assert_memory_equal(url, before, sizeof(before) - 1);
		path = url + sizeof(before) - 1;
		query = path + strspn(path, safe);
		decode(back, path, (size_t)(query - path));
		assert_string_equal(back, hostile[i]);
		assert_memory_equal(query, "?p=", 3);
		assert_int_equal(strspn(query + 3, safe), strlen(query + 3));
		decode(back, query + 3, strlen(query + 3));
		assert_string_equal(back, hostile[i]);
	}
}

static void test_template__broken_utf8_becomes_a_mark(void **state)
{
	static const char *const broken[] = { "\xff",	      "\xc0\xaf",
					      "\xed\xa0\x80", "\x80",
					      "\xe6\x9d",     "\xf5\x80",
					      "a\xc3",	      "\xc3(" };
	char url[CTI__URL_MAX + 1], back[CTI__URL_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(broken); i++) {
		assert_int_equal(render("https://h/?n={name}", broken[i], url),
				 0);
		decode(back, url + 12, strlen(url + 12));
		assert_true(cti__utf8_ok(cti__str(back)));
		assert_non_null(strstr(back, "\xef\xbf\xbd"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_template__says_what_is_wrong_in_a_sentence),
		cmocka_unit_test(test_template__refuses_what_is_too_long),
		cmocka_unit_test(test_template__fills_in_every_field),
		cmocka_unit_test(test_template__reads_the_customer),
		cmocka_unit_test(
			test_template__encodes_its_own_words_where_it_must),
		cmocka_unit_test(
			test_template__escapes_json_inside_the_address),
		cmocka_unit_test(
			test_template__gives_up_where_it_gets_too_long),
		cmocka_unit_test(test_template__lets_no_value_climb_the_path),
		cmocka_unit_test(
			test_template__hostile_values_stay_in_their_place),
		cmocka_unit_test(test_template__broken_utf8_becomes_a_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
