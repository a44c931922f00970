/* SPDX-License-Identifier: MIT */
/*
 * Hostile values in what is written for other languages and people: each is
 * read back by that language's own parser, and must be there as data alone.
 */
#include "hostile.h"
#include "identify/encode.h"
#include "pop/template.h"
#include "readers.h"
#include "util/log.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../examples/cti/tool.h"

static size_t written, refused;

/* Values that a sink refuses leave nothing behind. */
static bool encode(struct cti__buf *out, enum cti__encoder encoder,
		   const struct hostile *value)
{
	cti__buf_clear(out);
	if (!cti__encode(out, encoder, hostile_str(value))) {
		written++;
		return true;
	}
	assert_int_equal(out->n, 0);
	refused++;
	return false;
}

static void is(const struct hostile *value, const char *sink,
	       const struct cti__buf *got, struct cti__str want)
{
	if (!cti__str_eq(cti__str_n(got->p, got->n), want))
		hostile_fail(value, "%s: it came back as '%.*s'", sink,
			     (int)got->n, got->p);
}

/* Exactly the value, or with U+FFFD for what is no UTF-8. */
static void is_mended(const struct hostile *value, const char *sink,
		      const struct cti__buf *got)
{
	struct cti__buf mended = { 0 };

	is(value, sink, got, readers_mend(&mended, hostile_str(value)));
	cti__buf_fini(&mended);
}

/* Languages of servers. */

static const struct language {
	enum cti__encoder encoder;
	const char *name, *before, *after;
	/* Reads the literal at the front of the text; what is behind it. */
	bool (*read)(struct cti__buf *out, struct cti__str *text);
} languages[] = {
	{ CTI__ENCODE_JSON, "json", "\"", "\",1]", readers_json },
	{ CTI__ENCODE_SOQL, "soql", "'", "' LIMIT 1", readers_soql },
	{ CTI__ENCODE_SOSL, "sosl", "\"", "\"} IN PHONE", readers_sosl },
	{ CTI__ENCODE_ODATA, "odata", "'", "' or x eq 1", readers_odata },
	{ CTI__ENCODE_PHRASE, "phrase", "\"", "\" type:user", readers_phrase },
	{ CTI__ENCODE_ZOHO, "zoho", "", ")", readers_zoho },
	{ CTI__ENCODE_LDAP, "ldap", "", ")(cn=x))", readers_ldap },
	{ CTI__ENCODE_HEADER, "header", "", "\r\nB: c", readers_header },
	{ CTI__ENCODE_RAW, "raw", "", "\n", readers_header },
	{ CTI__ENCODE_BASE64, "base64", "", "\r\n", readers_base64 },
};

static void try_language(const struct language *l, const struct hostile *value)
{
	struct cti__buf inside = { 0 }, whole = { 0 }, got = { 0 };
	struct cti__str rest;

	if (!encode(&inside, l->encoder, value))
		goto out;
	cti__buf_text(&whole, l->before);
	cti__buf_add(&whole, inside.p, inside.n);
	cti__buf_text(&whole, l->after);
	rest = cti__str_n(whole.p, whole.n);
	if (!l->read(&got, &rest))
		hostile_fail(value, "%s: cannot be read: '%.*s'", l->name,
			     (int)whole.n, whole.p);
	if (!cti__str_eq(rest, cti__str(l->after)))
		hostile_fail(value, "%s: ended too soon or late: '%.*s'",
			     l->name, (int)rest.n, rest.p);
	is_mended(value, l->name, &got);
out:
	cti__buf_fini(&inside);
	cti__buf_fini(&whole);
	cti__buf_fini(&got);
}

/* An LDAP filter and base64 take any byte, and give it back as it was. */
static bool takes_bytes(const struct language *l)
{
	return l->encoder == CTI__ENCODE_LDAP ||
	       l->encoder == CTI__ENCODE_BASE64;
}

static void test_text_hostile__values_stay_in_their_literal(void **state)
{
	const struct hostile_list *all = hostile_all();
	size_t i, k;

	(void)state;
	for (k = 0; k < sizeof(languages) / sizeof(languages[0]); k++)
		for (i = 0; i < all->count; i++)
			if (!takes_bytes(&languages[k]) ||
			    cti__utf8_ok(hostile_str(&all->at[i])))
				try_language(&languages[k], &all->at[i]);
	print_message("%zu written, %zu refused\n", written, refused);
	assert_true(written > refused && refused > 0);
}

static void test_text_hostile__numbers_are_digits_alone(void **state)
{
	const struct hostile_list *all = hostile_all();
	struct cti__buf out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < all->count; i++)
		assert_false(encode(&out, CTI__ENCODE_INT, &all->at[i]));
	cti__buf_fini(&out);
}

/* Addresses, as libcurl reads them. */

static struct cti__str no_data(const void *user, struct cti__str key)
{
	(void)key;
	return *(const struct cti__str *)user;
}

static void part_is(CURLU *url, CURLUPart part, const char *want,
		    const struct hostile *value)
{
	char *got = NULL;

	if (curl_url_get(url, part, &got, 0))
		got = NULL;
	if (strcmp(got ? got : "", want) != 0)
		hostile_fail(value, "part %d of the address is '%s'", part,
			     got ? got : "");
	curl_free(got);
}

/* The part, decoded, is the value between two words. */
static void part_has(CURLU *url, CURLUPart part, const char *before,
		     const char *after, const struct hostile *value)
{
	struct cti__buf got = { 0 };
	struct cti__str body;
	char *text = NULL, *plain;
	size_t from = strlen(before), to = strlen(after);
	int n = 0;

	assert_int_equal(curl_url_get(url, part, &text, 0), 0);
	body = cti__str(text);
	assert_true(cti__str_starts(body, cti__str(before)));
	assert_true(body.n >= from + to);
	assert_string_equal(body.p + body.n - to, after);
	body = cti__str_sub(body, from, body.n - from - to);
	/* Nothing in it that ends it. */
	assert_true(strcspn(text, " #\"<>\\^`{|}") == strlen(text));
	assert_int_equal(cti__str_chr(body, '/'), body.n);
	assert_int_equal(cti__str_chr(body, '&'), body.n);
	assert_int_equal(cti__str_chr(body, '?'), body.n);
	plain = curl_easy_unescape(NULL, body.p, (int)body.n, &n);
	cti__buf_add(&got, plain, (size_t)n);
	is_mended(value, "url", &got);
	curl_free(plain);
	curl_free(text);
	cti__buf_fini(&got);
}

static const struct address {
	const char *text;
	CURLUPart part;
	const char *before, *after;
} addresses[] = {
	{ "https://crm.example.com:8443/c/{name}/edit", CURLUPART_PATH, "/c/",
	  "/edit" },
	{ "https://crm.example.com:8443/c/{customer.id}", CURLUPART_PATH, "/c/",
	  "" },
	{ "https://crm.example.com:8443/c?n={name}&x=1", CURLUPART_QUERY,
	  "n=", "&x=1" },
	{ "https://crm.example.com:8443/c?n={remote|url}", CURLUPART_QUERY,
	  "n=", "" },
	{ "https://crm.example.com:8443/c?n={data.k}&y", CURLUPART_QUERY,
	  "n=", "&y" },
	{ "https://crm.example.com:8443/c#{name}", CURLUPART_FRAGMENT, "", "" },
};

static void fill(struct cti__template_values *values,
		 const cti_customer *customer, const struct cti__str *value)
{
	size_t i;

	memset(values, 0, sizeof(*values));
	for (i = 0; i < CTI__SLOT_COUNT; i++)
		values->slot[i] = *value;
	values->customer = customer;
	values->data = no_data;
	values->user = value;
}

static void try_address(const struct address *a, const struct hostile *value)
{
	char url[CTI__URL_MAX + 1], detail[256];
	struct cti__template_values values;
	struct cti__str text = hostile_str(value);
	struct cti__template *template;
	cti_customer *customer;
	CURLU *parsed = curl_url();
	int err;

	assert_int_equal(cti_customer_new(&customer), 0);
	/* One that is too long is not taken. */
	if (hostile_is_text(value) &&
	    cti_customer_set(customer, "id", value->bytes.p))
		assert_string_equal(cti_customer_get(customer, "id"), "");
	fill(&values, customer, &text);
	assert_int_equal(cti__template_new(&template, cti__str(a->text),
					   "https", detail, sizeof(detail)),
			 0);
	err = cti__template_render(template, &values, url);
	if (err)
		assert_string_equal(url, "");
	else if (!strstr(a->text, "customer") ||
		 strlen(cti_customer_get(customer, "id")) == text.n) {
		assert_int_equal(curl_url_set(parsed, CURLUPART_URL, url, 0),
				 0);
		part_is(parsed, CURLUPART_SCHEME, "https", value);
		part_is(parsed, CURLUPART_HOST, "crm.example.com", value);
		part_is(parsed, CURLUPART_PORT, "8443", value);
		part_is(parsed, CURLUPART_USER, "", value);
		part_has(parsed, a->part, a->before, a->after, value);
		written++;
	}
	curl_url_cleanup(parsed);
	cti__template_free(template);
	cti_customer_unref(customer);
}

static void test_text_hostile__values_stay_in_their_part_of_an_address(
	void **state)
{
	const struct hostile_list *all = hostile_all();
	size_t i, k;

	(void)state;
	written = 0;
	for (k = 0; k < sizeof(addresses) / sizeof(addresses[0]); k++)
		for (i = 0; i < all->count; i++)
			try_address(&addresses[k], &all->at[i]);
	print_message("%zu addresses\n", written);
	assert_true(written > 1000);
}

/* People: the terminal and the log. */

static void check_shown(const struct hostile *value, const char *sink,
			const char *text, size_t n)
{
	size_t i, unit;
	uint32_t code;

	for (i = 0; i < n; i += unit) {
		unit = cti__utf8_unit(text + i, n - i);
		if (!unit)
			hostile_fail(value, "%s: no UTF-8", sink);
		code = readers_code(text + i, unit);
		if (readers_steers(code))
			hostile_fail(value, "%s: U+%04X is left", sink,
				     (unsigned)code);
	}
}

static void test_text_hostile__nothing_steers_the_terminal(void **state)
{
	const struct hostile_list *all = hostile_all();
	char fit[256], *text;
	size_t i, n;
	FILE *file;

	(void)state;
	for (i = 0; i < all->count; i++) {
		text = NULL;
		file = open_memstream(&text, &n);
		print_clean(file, all->at[i].bytes.p);
		fclose(file);
		check_shown(&all->at[i], "print_clean", text, n);
		free(text);
		(void)text_fit(fit, sizeof(fit), all->at[i].bytes.p, 30, false);
		check_shown(&all->at[i], "text_fit", fit, strlen(fit));
	}
}

static void test_text_hostile__names_are_clean_before_they_are_shown(
	void **state)
{
	const struct hostile_list *all = hostile_all();
	struct cti__buf out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < all->count; i++) {
		cti__buf_clear(&out);
		cti__utf8_clean(&out, hostile_str(&all->at[i]));
		check_shown(&all->at[i], "utf8_clean", out.p, out.n);
		assert_true(cti__utf8_is_clean(cti__str_n(out.p, out.n)));
	}
	cti__buf_fini(&out);
}

static char logged[2048];

static void keep_line(void *user, uint32_t level, const char *text)
{
	(void)user;
	(void)level;
	snprintf(logged, sizeof(logged), "%s", text);
}

static void test_text_hostile__a_log_line_stays_one(void **state)
{
	const struct hostile_list *all = hostile_all();
	const struct cti__log log = { keep_line, NULL, CTI_LOG_DEBUG };
	size_t i, n;

	(void)state;
	for (i = 0; i < all->count; i++) {
		cti__log(&log, CTI_LOG_ERROR, "name: %s", all->at[i].bytes.p);
		assert_memory_equal(logged, "name: ", 6);
		n = strlen(logged);
		assert_true(n < 1024);
		check_shown(&all->at[i], "log", logged, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_text_hostile__values_stay_in_their_literal),
		cmocka_unit_test(test_text_hostile__numbers_are_digits_alone),
		cmocka_unit_test(
			test_text_hostile__values_stay_in_their_part_of_an_address),
		cmocka_unit_test(
			test_text_hostile__nothing_steers_the_terminal),
		cmocka_unit_test(
			test_text_hostile__names_are_clean_before_they_are_shown),
		cmocka_unit_test(test_text_hostile__a_log_line_stays_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
