/* SPDX-License-Identifier: MIT */
/* Service knowledge from outside: loaded, reloaded, asked, and told in pops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

static struct {
	uv_loop_t loop;
	cti_client *client;
	char dir[64], path[96], other[96], book[96];
	char call[64], keys[64], tier[64], reached[64], verify[64];
} e;

static void keep(char *to, const char *text)
{
	snprintf(to, 64, "%s", text);
}

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	const cti_pop *pop = cti_event_pop(ev);
	const cti_advice *advice = cti_pop_advice(pop);

	(void)client;
	(void)user;
	if (cti_event_kind(ev) == CTI_EVENT_CALL_BEGIN)
		keep(e.call, cti_event_str(ev, CTI_FIELD_CALL, NULL));
	if (cti_event_kind(ev) == CTI_EVENT_DTMF)
		strncat(e.keys, cti_event_str(ev, CTI_FIELD_DIGITS, NULL),
			sizeof(e.keys) - strlen(e.keys) - 1);
	if (!pop)
		return;
	keep(e.tier, cti_advice_text(advice, CTI_ADVICE_TIER));
	keep(e.reached, cti_advice_text(advice, CTI_ADVICE_VERIFY_REACHED));
	keep(e.verify, cti_advice_text(advice, CTI_ADVICE_VERIFY_STATE));
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

#define GOOD                                                                   \
	"{\"tiers\":{\"given\":\"rank\",\"levels\":[{\"id\":\"high\","         \
	"\"also\":\"A\"}]},\"lines\":[{\"id\":\"hot\",\"numbers\":\"400*\"}]," \
	"\"verification\":{\"attempts\":2,\"factors\":[{\"id\":\"pin\","       \
	"\"field\":\"pin\",\"compare\":\"last\",\"digits\":4}],\"levels\":{"   \
	"\"strict\":{\"needs\":1}},\"requests\":[{\"id\":\"bill\",\"level\":"  \
	"\"simple\"}]}}"

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	(void)state;
	memset(&e, 0, sizeof(e));
	strcpy(e.dir, "/tmp/cti-service-XXXXXX");
	if (!mkdtemp(e.dir))
		return -1;
	snprintf(e.path, sizeof(e.path), "%s/service.json", e.dir);
	snprintf(e.other, sizeof(e.other), "%s/cti.json", e.dir);
	snprintf(e.book, sizeof(e.book), "%s/book.csv", e.dir);
	write_file(e.path, GOOD);
	write_file(e.book, "id,name,mobile,rank,pin\n"
			   "7,Ann,13800138000,A,001234\n");
	uv_loop_init(&e.loop);
	opts.loop = &e.loop;
	opts.on_event = on_event;
	if (cti_client_new(&e.client, &opts))
		return -1;
	return cti_source_add_csv(e.client, "book", e.book);
}

static int tear_down(void **state)
{
	(void)state;
	cti_client_close(e.client);
	uv_run(&e.loop, UV_RUN_DEFAULT);
	unlink(e.path);
	unlink(e.other);
	unlink(e.book);
	rmdir(e.dir);
	return uv_loop_close(&e.loop);
}

static void tier_is(const char *want)
{
	cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	cti_customer *customer;
	cti_advice *advice;

	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "rank", "A"), 0);
	query.customer = customer;
	query.dnis = "4001";
	assert_int_equal(cti_service_advise(e.client, &advice, &query), 0);
	assert_string_equal(cti_advice_text(advice, CTI_ADVICE_TIER), want);
	cti_advice_unref(advice);
	cti_customer_unref(customer);
}

static void detail_has(const char *want)
{
	if (!strstr(cti_client_detail(e.client), want))
		fail_msg("\"%s\" lacks \"%s\"", cti_client_detail(e.client),
			 want);
}

static void test_service_api__a_wrong_file_changes_nothing(void **state)
{
	char *value;

	(void)state;
	assert_int_equal(cti_service_load(e.client, NULL), CTI_ESTATE);
	assert_int_equal(cti_service_load(e.client, e.path), 0);
	tier_is("high");
	write_file(e.path, "{\"tiers\":{\"levels\":[{\"from\":5}]}}");
	assert_int_equal(cti_service_load(e.client, NULL), CTI_EVALUE);
	detail_has("service.json: tiers.levels[0]: \"id\" is missing.");
	tier_is("high");
	write_file(e.path, "{\"tears\":{}}");
	assert_int_equal(cti_service_load(e.client, e.path), CTI_EKEY);
	write_file(e.path, "{");
	assert_int_equal(cti_service_load(e.client, e.path), CTI_EFORMAT);
	detail_has("line 1");
	assert_int_equal(cti_service_load(e.client, "/nonsense"), CTI_EIO);
	detail_has("/nonsense");
	tier_is("high");
	assert_int_equal(cti_get(e.client, "service.file", &value), 0);
	assert_string_equal(value, e.path);
	cti_free(value);
	write_file(e.path, "{\"tiers\":{\"given\":\"rank\",\"levels\":["
			   "{\"id\":\"new\",\"also\":\"A\"}]}}");
	assert_int_equal(cti_service_load(e.client, NULL), 0);
	tier_is("new");
}

static void test_service_api__is_a_key_like_any_other(void **state)
{
	cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	cti_advice *advice;

	(void)state;
	assert_int_equal(cti_set(e.client, "service.file", e.path), 0);
	tier_is("high");
	assert_int_equal(cti_set(e.client, "service.file", "/nonsense"),
			 CTI_EVALUE);
	tier_is("high");
	assert_int_equal(cti_set(e.client, "service.file", ""), 0);
	assert_int_equal(cti_service_advise(e.client, &advice, &query),
			 CTI_ESTATE);
	query.size = 1;
	assert_int_equal(cti_service_advise(e.client, &advice, &query),
			 CTI_EINVAL);
}

/* The file of keys names it by a path of its own; all of it holds or nothing.
 */
static void test_service_api__the_configuration_holds_as_a_whole(void **state)
{
	(void)state;
	write_file(e.other, "{\"service\":{\"file\":\"service.json\"}}");
	assert_int_equal(cti_load(e.client, e.other), 0);
	tier_is("high");
	/* The knowledge is right, but a source beside it is not. */
	write_file(e.path, "{}");
	write_file(e.other, "{\"service\":{\"file\":\"service.json\"},"
			    "\"sources\":[{\"name\":\"x\",\"type\":\"csv\","
			    "\"path\":\"nonsense.csv\"}]}");
	assert_int_equal(cti_load(e.client, e.other), CTI_EIO);
	tier_is("high");
	write_file(e.path, "{\"nonsense\":1}");
	write_file(e.other, "{\"service\":{\"file\":\"service.json\"}}");
	assert_int_equal(cti_load(e.client, e.other), CTI_EVALUE);
	detail_has("nonsense: this is not known");
	tier_is("high");
}

static void test_service_api__a_file_is_checked_without_a_client(void **state)
{
	char detail[512];

	(void)state;
	assert_int_equal(cti_service_check(e.path, detail, sizeof(detail)), 0);
	assert_non_null(strstr(detail, "1 tiers"));
	write_file(e.path, "{\"lines\":5}");
	assert_int_equal(cti_service_check(e.path, detail, sizeof(detail)),
			 CTI_EVALUE);
	assert_non_null(strstr(detail, "lines: this must be an array"));
	assert_int_equal(cti_service_check("/nonsense", NULL, 0), CTI_EIO);
	assert_int_equal(cti_service_check(NULL, NULL, 0), CTI_EINVAL);
}

static cti_link *add_sim(void)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link = NULL;

	opts.url = "sim:?clock=virtual";
	opts.name = "sim";
	assert_int_equal(cti_link_add(e.client, &link, &opts), 0);
	return link;
}

static void do_sim(cti_link *link, const char *words)
{
	assert_int_equal(cti_sim_do(link, words), 0);
	assert_int_equal(cti_sim_advance(link, 100), 0);
}

static void test_service_api__verifies_the_caller_of_a_call(void **state)
{
	cti_link *link;
	bool right;

	(void)state;
	assert_int_equal(cti_service_load(e.client, e.path), 0);
	link = add_sim();
	do_sim(link, "call 13800138000 to 1001 as a");
	do_sim(link, "answer 1001");
	assert_string_equal(e.tier, "high");
	assert_int_equal(cti_verify_begin(e.client, e.call, "nonsense"),
			 CTI_ENOENT);
	do_sim(link, "dtmf a 5");
	assert_int_equal(cti_verify_begin(e.client, e.call, "bill"), 0);
	assert_string_equal(e.verify, "running");
	assert_int_equal(
		cti_verify_check(e.client, e.call, "pin", "9999", &right), 0);
	assert_false(right);
	assert_string_equal(e.verify, "wrong");
	assert_int_equal(cti_verify_keys(e.client, e.call, "pin"), 0);
	do_sim(link, "dtmf a 1234");
	assert_string_equal(e.verify, "passed");
	/* One factor is enough for both levels here. */
	assert_string_equal(e.reached, "strict");
	do_sim(link, "dtmf a 6");
	/* Whoever listens has seen no digit of the four. */
	assert_string_equal(e.keys, "5****6");
	assert_int_equal(cti_verify_end(e.client, e.call), 0);
	assert_int_equal(cti_verify_end(e.client, "nonsense"), CTI_ENOENT);
	assert_int_equal(
		cti_verify_check(e.client, e.call, "pin", NULL, &right),
		CTI_EINVAL);
}

#define TEST(test_service_api__any)                                            \
	cmocka_unit_test_setup_teardown(test_service_api__any, set_up,         \
					tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_service_api__a_wrong_file_changes_nothing),
		TEST(test_service_api__is_a_key_like_any_other),
		TEST(test_service_api__the_configuration_holds_as_a_whole),
		TEST(test_service_api__a_file_is_checked_without_a_client),
		TEST(test_service_api__verifies_the_caller_of_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
