/* SPDX-License-Identifier: MIT */
/* Servers as sources: what is sent, when nothing is, what late answers do. */
#include "identify/identify.h"
#include "identify/net.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "temp.h"

#define MS    INT64_C(1000)
#define FOUND "{\"id\": 7, \"name\": \"Li\", \"phone\": \"13800138000\"}"

struct sent {
	char url[1024], method[16], header[4][256], body[512];
	size_t headers;
	void *arg;
};

/* A host with a clock and a network of its own, where nothing moves by itself.
 */
struct host {
	struct cti__net net;
	int64_t now, alarm;
	struct cti__identify *id;
	cti__net_fn *fn;
	struct sent sent[64];
	int count;
	bool open;
	int refuse; /* what opening and asking return */
	char url[128]; /* of the server, and who logs in there by itself */
	int called;
};

static int64_t now_us(void *user)
{
	return ((struct host *)user)->now;
}

static void set_alarm(void *user, int64_t at_us)
{
	((struct host *)user)->alarm = at_us;
}

static void ask_app(void *user, cti_lookup *lookup, cti_lookup_fn *fn,
		    void *fn_user)
{
	(void)user;
	(void)lookup;
	(void)fn;
	(void)fn_user;
	fail();
}

static int net_open(void *user, void **out, const struct cti__net_opts *opts,
		    cti__net_fn *fn)
{
	struct host *h = user;

	assert_int_equal(opts->timeout_ms, 3000);
	*out = NULL;
	if (h->refuse)
		return h->refuse;
	snprintf(h->url, sizeof(h->url), "%s %s", opts->url,
		 opts->user ? opts->user : "-");
	h->fn = fn;
	h->open = true;
	*out = h;
	return 0;
}

static int net_ask(void *net, const struct cti__net_request *request)
{
	struct host *h = net;
	struct sent *s = &h->sent[h->count];
	size_t i;

	if (h->refuse)
		return h->refuse;
	assert_true(h->count < 64);
	snprintf(s->url, sizeof(s->url), "%s", request->url);
	snprintf(s->method, sizeof(s->method), "%s", request->method);
	snprintf(s->body, sizeof(s->body), "%.*s", (int)request->body.n,
		 request->body.n ? request->body.p : "");
	for (i = 0; i < request->headers && i < 4; i++)
		snprintf(s->header[i], sizeof(s->header[i]), "%s",
			 request->header[i]);
	s->headers = request->headers;
	s->arg = request->arg;
	h->count++;
	return 0;
}

static void net_close(void *net)
{
	((struct host *)net)->open = false;
}

static void host_init(struct host *h)
{
	struct cti__identify_host host = { h,	    now_us,    set_alarm,
					   ask_app, &temp_log, { 1, 2 },
					   &h->net };

	memset(h, 0, sizeof(*h));
	h->net.user = h;
	h->net.open = net_open;
	h->net.ask = net_ask;
	h->net.close = net_close;
	h->now = 1000 * MS;
	h->alarm = INT64_MAX;
	assert_int_equal(cti__identify_new(&h->id, &host), 0);
	temp_logged();
}

static void add(struct host *h, const char *preset, const char *const *settings)
{
	char why[512];

	assert_int_equal(cti__identify_add_http(h->id, "crm", preset, settings,
						why, sizeof(why)),
			 0);
}

static void add_generic(struct host *h)
{
	static const char *const settings[] = { "base", "http://crm/", NULL };

	add(h, "generic", settings);
}

static void host_fini(struct host *h)
{
	cti__identify_free(h->id);
	assert_false(h->open);
}

static void pass(struct host *h, int64_t ms)
{
	int64_t until = h->now + ms * MS;

	while (h->alarm <= until) {
		if (h->alarm > h->now)
			h->now = h->alarm;
		cti__identify_tick(h->id);
	}
	h->now = until;
}

static void on_answer(struct cti__question *question, void *user)
{
	(void)question;
	((struct host *)user)->called++;
}

static struct cti__question *ask(struct host *h, const char *number)
{
	struct cti__question *q;

	assert_int_equal(cti__identify_ask(&q, h->id, cti__str(number), false,
					   on_answer, h),
			 0);
	return q;
}

static void answer(struct host *h, int i, int status, const char *body)
{
	struct cti__net_answer a = { .status = status,
				     .detail = "",
				     .body = cti__str(body) };

	h->fn(h->sent[i].arg, &a);
}

static void fail_with(struct host *h, int i, int err, const char *detail)
{
	struct cti__net_answer a = { .err = err, .detail = detail };

	h->fn(h->sent[i].arg, &a);
}

static enum cti_identity identity(const struct cti__question *q)
{
	struct cti__answer a;

	cti__question_result(q, &a);
	return a.identity;
}

static void test_server__asks_once_for_equal_numbers_in_flight(void **state)
{
	struct cti__question *a, *b;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	a = ask(&h, "13800138000");
	b = ask(&h, "+86 138 0013 8000");
	assert_int_equal(h.count, 1);
	assert_string_equal(h.sent[0].url,
			    "http://crm/customers?phone=%2B8613800138000");
	answer(&h, 0, 200, FOUND);
	assert_int_equal(identity(a), CTI_IDENTITY_IDENTIFIED);
	assert_int_equal(identity(b), CTI_IDENTITY_IDENTIFIED);
	cti__question_release(a);
	cti__question_release(b);
	/* Kept: not asked again. */
	a = ask(&h, "13800138000");
	assert_int_equal(h.count, 1);
	cti__question_release(a);
	host_fini(&h);
}

static void test_server__tries_each_way_to_write_it_once(void **state)
{
	struct cti__question *q;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	q = ask(&h, "138 0013 8000");
	answer(&h, 0, 200, "[]");
	answer(&h, 1, 404, "");
	answer(&h, 2, 200, "[]");
	assert_int_equal(h.count, 3);
	assert_string_equal(h.sent[1].url,
			    "http://crm/customers?phone=13800138000");
	assert_string_equal(h.sent[2].url,
			    "http://crm/customers?phone=138%200013%208000");
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	cti__question_release(q);
	/* As arrived is the national number again. */
	q = ask(&h, "13900139000");
	answer(&h, 3, 200, "[]");
	answer(&h, 4, 200, "[]");
	assert_int_equal(h.count, 5);
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	cti__question_release(q);
	host_fini(&h);
}

static void test_server__keeps_a_hostile_number_in_its_place(void **state)
{
	struct cti__question *q;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	/* Lines are refused: there is nothing left to ask with. */
	q = ask(&h, "x&admin=1#\r\nHost: evil");
	assert_string_equal(h.sent[0].url, "http://crm/customers?phone=1");
	answer(&h, 0, 404, "");
	assert_int_equal(h.count, 1);
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	cti__question_release(q);
	q = ask(&h, "x&admin=2#../");
	answer(&h, 1, 404, "");
	assert_string_equal(h.sent[2].url, "http://crm/customers?"
					   "phone=x%26admin%3D2%23..%2F");
	cti__question_release(q);
	host_fini(&h);
}

static void test_server__updates_late(void **state)
{
	struct cti__question *q;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	q = ask(&h, "13800138000");
	pass(&h, 200);
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	assert_int_equal(h.called, 1);
	answer(&h, 0, 200, FOUND);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_int_equal(h.called, 2);
	cti__question_release(q);
	host_fini(&h);
}

static void test_server__is_left_alone_after_five_failures(void **state)
{
	struct cti__question *q;
	char number[32];
	struct host h;
	int i;

	(void)state;
	host_init(&h);
	add_generic(&h);
	for (i = 0; i < 20; i++) {
		snprintf(number, sizeof(number), "1380013%04d", i);
		q = ask(&h, number);
		if (h.count == i + 1)
			fail_with(&h, i, CTI_ECONNECT, "nobody listens");
		/* Failing at once is known at once. */
		assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
		cti__question_release(q);
	}
	assert_int_equal(h.count, 5);
	/* It is said once, not with each call. */
	assert_string_equal(temp_logged(), "identify: crm: nobody listens\n");
	/* After a while one is tried, and with its answer all is well. */
	pass(&h, 31000);
	q = ask(&h, "13800138000");
	assert_int_equal(h.count, 6);
	answer(&h, 5, 200, FOUND);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	assert_string_equal(temp_logged(), "identify: crm: it answers again\n");
	host_fini(&h);
}

static void check_rest(const struct cti__net_answer *busy)
{
	struct cti__question *q;
	struct host h;

	host_init(&h);
	add_generic(&h);
	q = ask(&h, "13800138000");
	h.fn(h.sent[0].arg, busy);
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	cti__question_release(q);
	pass(&h, 6900);
	cti__question_release(ask(&h, "13800138001"));
	assert_int_equal(h.count, 1);
	pass(&h, 200);
	cti__question_release(ask(&h, "13800138002"));
	assert_int_equal(h.count, 2);
	host_fini(&h);
}

static void test_server__is_left_alone_as_long_as_it_asks_for(void **state)
{
	struct cti__net_answer busy = { .status = 429,
					.detail = "",
					.retry_after = CTI__STR("7") };

	(void)state;
	check_rest(&busy);
	busy.status = 503;
	check_rest(&busy);
	busy.retry_after = CTI__STR("Sun, 06 Nov 1994 08:49:44 GMT");
	busy.date = CTI__STR("Sun, 06 Nov 1994 08:49:37 GMT");
	check_rest(&busy);
	assert_string_equal(temp_logged(),
			    "identify: crm: the server is in trouble (HTTP "
			    "503)\n");
}

static void test_server__forgets_a_failure_sooner_than_a_find(void **state)
{
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	cti__question_release(ask(&h, "13800138000"));
	answer(&h, 0, 500, "");
	pass(&h, 31000);
	cti__question_release(ask(&h, "13800138000"));
	assert_int_equal(h.count, 2);
	answer(&h, 1, 200, FOUND);
	pass(&h, 31000);
	cti__question_release(ask(&h, "13800138000"));
	assert_int_equal(h.count, 2);
	host_fini(&h);
}

static void test_server__says_what_is_wrong(void **state)
{
	static const struct {
		int status;
		const char *body, *says;
	} rows[] = {
		{ 401, "{\"error\": {\"message\": \"bad key\"}}",
		  "the server refuses the login; check user, secret and the "
		  "rights of that account (HTTP 401: bad key)" },
		{ 400, "",
		  "the server refuses the request; check base and "
		  "preset (HTTP 400)" },
		{ 403, "",
		  "the server refuses the login; check user, secret and the "
		  "rights of that account (HTTP 403)" },
		{ 429, "",
		  "too many requests; it is left alone for the time that it "
		  "asks for (HTTP 429)" },
		{ 500, "oops", "the server is in trouble (HTTP 500)" },
		{ 200, "12",
		  "the answer has a number where it should be an "
		  "array of customers; is it the right base and "
		  "preset?" },
		{ 200, "[{\"name\": \"x\"}]",
		  "the answer names customers without an id; does the "
		  "preset's result.fields.id fit it?" },
		{ 200, "{\"error\": {\"message\": \"no\"}}",
		  "the server says: no" },
	};
	struct cti__question *q;
	char want[512];
	struct host h;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		host_init(&h);
		add_generic(&h);
		q = ask(&h, "13800138000");
		answer(&h, 0, rows[i].status, rows[i].body);
		assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
		cti__question_release(q);
		snprintf(want, sizeof(want), "identify: crm: %s\n",
			 rows[i].says);
		assert_string_equal(temp_logged(), want);
		host_fini(&h);
	}
}

static void add_salesforce(struct host *h)
{
	static const char *const settings[] = { "base", "http://sf", "user",
						"me",	"secret",    "s&",
						NULL };

	add(h, "salesforce", settings);
}

static void test_server__logs_in_once_and_renews_before_the_end(void **state)
{
	struct cti__question *a, *b;
	struct host h;

	(void)state;
	host_init(&h);
	add_salesforce(&h);
	a = ask(&h, "13800138000");
	b = ask(&h, "13800138001");
	assert_int_equal(h.count, 1);
	assert_string_equal(h.sent[0].body,
			    "grant_type=client_credentials&client_id=me&"
			    "client_secret=s%26");
	answer(&h, 0, 200, "{\"access_token\": \"T\", \"expires_in\": 100}");
	assert_int_equal(h.count, 3);
	assert_string_equal(h.sent[1].header[1], "Authorization: Bearer T");
	cti__question_release(a);
	cti__question_release(b);
	pass(&h, 69000);
	cti__question_release(ask(&h, "13800138002"));
	assert_string_equal(h.sent[3].method, "GET");
	pass(&h, 2000);
	cti__question_release(ask(&h, "13800138003"));
	assert_string_equal(h.sent[4].method, "POST");
	host_fini(&h);
}

static void test_server__fails_all_who_wait_for_a_refused_login(void **state)
{
	struct cti__question *a, *b;
	struct host h;

	(void)state;
	host_init(&h);
	add_salesforce(&h);
	a = ask(&h, "13800138000");
	b = ask(&h, "13800138001");
	answer(&h, 0, 400, "{\"error\": \"invalid_client\"}");
	assert_int_equal(identity(a), CTI_IDENTITY_UNKNOWN);
	assert_int_equal(identity(b), CTI_IDENTITY_UNKNOWN);
	assert_int_equal(h.count, 1);
	cti__question_release(a);
	cti__question_release(b);
	host_fini(&h);
}

#define ENTRIES                                                                \
	"{\"entries\":[{\"dn\":\"uid=li,dc=x\",\"cn\":[\"Li\"],"               \
	"\"mobile\":[\"+86 138 0013 8000\",\"8001\"]}]}"

static void test_server__searches_a_directory(void **state)
{
	static const char *const settings[] = { "base",
						"ldaps://dir",
						"search_base",
						"ou=a b,dc=x",
						"user",
						"cn=me",
						"secret",
						"s",
						NULL };
	struct cti__question *q;
	struct cti__answer a;
	struct host h;

	(void)state;
	host_init(&h);
	add(&h, "ldap", settings);
	assert_string_equal(h.url, "ldaps://dir cn=me");
	q = ask(&h, "13800138000");
	assert_string_equal(h.sent[0].method, "SEARCH");
	assert_int_equal(h.sent[0].headers, 0);
	assert_non_null(strstr(h.sent[0].url,
			       "ldaps://dir/ou%3Da%20b%2Cdc%3Dx?uid,cn,"));
	assert_non_null(strstr(h.sent[0].url,
			       ",homePhone?sub?%28%26%28objectClass%3Dperson"));
	assert_non_null(strstr(h.sent[0].url, "%28mobile%3D%2B8613800138000%29"));
	answer(&h, 0, 200, ENTRIES);
	cti__question_result(q, &a);
	assert_int_equal(a.identity, CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(cti_customer_get(a.candidates[0], "id"),
			    "uid=li,dc=x");
	assert_string_equal(cti_customer_get(a.candidates[0], "mobile"),
			    "+86 138 0013 8000; 8001");
	cti__question_release(q);
	host_fini(&h);
}

static void test_server__says_when_it_was_built_without_ldap(void **state)
{
	static const char *const settings[] = { "base", "ldap://dir",
						"search_base", "dc=x", NULL };
	char why[512];
	struct host h;

	(void)state;
	host_init(&h);
	h.refuse = CTI_ENOTSUP;
	assert_int_equal(cti__identify_add_http(h.id, "dir", "ldap", settings,
						why, sizeof(why)),
			 CTI_ENOTSUP);
	assert_string_equal(why, "this libcti was built without LDAP; install "
				 "libldap-dev and build it again");
	host_fini(&h);
}

static void test_server__may_be_removed_with_requests_under_way(void **state)
{
	struct cti__question *q;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	q = ask(&h, "13800138000");
	assert_int_equal(cti__identify_remove(h.id, "crm"), 0);
	assert_false(h.open);
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	cti__question_release(q);
	add_generic(&h);
	q = ask(&h, "13800138001");
	cti__question_release(q);
	host_fini(&h);
}

static void remove_it(struct cti__question *question, void *user)
{
	struct host *h = user;

	(void)question;
	h->called++;
	assert_int_equal(cti__identify_remove(h->id, "crm"), 0);
}

static void test_server__may_be_removed_by_its_own_answer(void **state)
{
	struct cti__question *q;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	assert_int_equal(cti__identify_ask(&q, h.id, CTI__STR("13800138000"),
					   false, remove_it, &h),
			 0);
	answer(&h, 0, 200, FOUND);
	assert_int_equal(h.called, 1);
	assert_false(h.open);
	cti__question_release(q);
	host_fini(&h);
}

static void test_server__fails_a_lookup_that_cannot_be_sent(void **state)
{
	struct cti__question *q;
	struct host h;

	(void)state;
	host_init(&h);
	add_generic(&h);
	h.refuse = CTI_EAGAIN;
	q = ask(&h, "13800138000");
	pass(&h, 0);
	assert_int_equal(identity(q), CTI_IDENTITY_UNKNOWN);
	assert_int_equal(h.count, 0);
	cti__question_release(q);
	host_fini(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_server__asks_once_for_equal_numbers_in_flight),
		cmocka_unit_test(test_server__tries_each_way_to_write_it_once),
		cmocka_unit_test(
			test_server__keeps_a_hostile_number_in_its_place),
		cmocka_unit_test(test_server__updates_late),
		cmocka_unit_test(
			test_server__is_left_alone_after_five_failures),
		cmocka_unit_test(
			test_server__is_left_alone_as_long_as_it_asks_for),
		cmocka_unit_test(
			test_server__forgets_a_failure_sooner_than_a_find),
		cmocka_unit_test(test_server__says_what_is_wrong),
		cmocka_unit_test(
			test_server__logs_in_once_and_renews_before_the_end),
		cmocka_unit_test(
			test_server__fails_all_who_wait_for_a_refused_login),
		cmocka_unit_test(test_server__searches_a_directory),
		cmocka_unit_test(
			test_server__says_when_it_was_built_without_ldap),
		cmocka_unit_test(
			test_server__may_be_removed_with_requests_under_way),
		cmocka_unit_test(test_server__may_be_removed_by_its_own_answer),
		cmocka_unit_test(
			test_server__fails_a_lookup_that_cannot_be_sent),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
