/* SPDX-License-Identifier: MIT */
/* Files that change under a running client, embedded and on its own thread. */
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

/* Long enough for the slowest machine; nothing waits so long in vain. */
#define LATE_MS 20000

static struct {
	uv_loop_t loop;
	bool own;
	cti_client *client;
	char dir[64], book[96], service[96], spare[96];
	char lines[8192];
	char name[64], tier[64];
	int answered, reloaded, reload_err;
	uint64_t customers;
	char detail[512];
} e;

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	size_t n = strlen(e.lines);

	(void)level;
	(void)user;
	snprintf(e.lines + n, sizeof(e.lines) - n, "%s\n", text);
}

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	const cti_pop *pop = cti_event_pop(ev);

	(void)client;
	(void)user;
	if (pop)
		snprintf(e.tier, sizeof(e.tier), "%s",
			 cti_advice_text(cti_pop_advice(pop), CTI_ADVICE_TIER));
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(e.spare, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(rename(e.spare, path), 0);
}

#define TIER(name)                                                             \
	"{\"tiers\":{\"given\":\"rank\",\"levels\":[{\"id\":\"" name           \
	"\",\"also\":\"A\"}]}}"

static int begin(void **state, bool own)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	(void)state;
	memset(&e, 0, sizeof(e));
	e.own = own;
	strcpy(e.dir, "/tmp/cti-watching-XXXXXX");
	if (!mkdtemp(e.dir))
		return -1;
	snprintf(e.book, sizeof(e.book), "%s/book.csv", e.dir);
	snprintf(e.service, sizeof(e.service), "%s/service.json", e.dir);
	snprintf(e.spare, sizeof(e.spare), "%s/spare", e.dir);
	put(e.book, "id,name,mobile,rank\n1,Ann,13800138000,A\n");
	put(e.service, TIER("high"));
	opts.on_event = on_event;
	opts.on_log = on_log;
	opts.log_level = CTI_LOG_INFO;
	if (!own) {
		uv_loop_init(&e.loop);
		opts.loop = &e.loop;
	}
	if (cti_client_new(&e.client, &opts) ||
	    cti_set(e.client, "files.settle_ms", "10"))
		return -1;
	return cti_source_add_csv(e.client, "book", e.book);
}

static int begin_embedded(void **state)
{
	return begin(state, false);
}

static int begin_own(void **state)
{
	return begin(state, true);
}

static int finish(void **state)
{
	(void)state;
	cti_client_close(e.client);
	unlink(e.book);
	unlink(e.service);
	unlink(e.spare);
	rmdir(e.dir);
	if (e.own)
		return 0;
	uv_run(&e.loop, UV_RUN_DEFAULT);
	return uv_loop_close(&e.loop);
}

static void on_late(uv_timer_t *timer)
{
	*(bool *)timer->data = true;
}

/* One turn of whichever loop it is. */
static void turn(void)
{
	cti_event *ev;

	if (!e.own)
		uv_run(&e.loop, UV_RUN_ONCE);
	else if (cti_poll(e.client, 10, &ev) == 0)
		cti_event_unref(ev);
}

static uint64_t now_ms(void)
{
	return uv_hrtime() / 1000000;
}

/* Until a line says so. */
static void until_logged(const char *words)
{
	uint64_t begun = now_ms();
	uv_timer_t timer;
	bool late = false;

	if (!e.own) {
		uv_timer_init(&e.loop, &timer);
		timer.data = &late;
		uv_timer_start(&timer, on_late, LATE_MS, 0);
	}
	while (!strstr(e.lines, words) && !late && now_ms() - begun < LATE_MS)
		turn();
	if (!e.own) {
		uv_close((uv_handle_t *)&timer, NULL);
		uv_run(&e.loop, UV_RUN_NOWAIT);
	}
	if (!strstr(e.lines, words))
		fail_msg("\"%s\" is not in \"%s\"", words, e.lines);
	e.lines[0] = '\0';
}

static void on_identified(cti_client *client, enum cti_identity identity,
			  const cti_customer *const *candidates, size_t count,
			  void *user)
{
	(void)client;
	(void)identity;
	(void)user;
	e.answered++;
	snprintf(e.name, sizeof(e.name), "%s",
		 count ? cti_customer_get(candidates[0], "name") : "");
}

static void name_is(const char *number, const char *want)
{
	int before = e.answered;

	assert_int_equal(cti_identify(e.client, number, on_identified, NULL),
			 0);
	while (e.answered == before)
		turn();
	assert_string_equal(e.name, want);
}

static void test_watching__a_source_follows_its_file(void **state)
{
	(void)state;
	name_is("13800138000", "Ann");
	put(e.book, "id,name,mobile\n1,Anna,13800138000\n2,Bob,13800138002\n");
	until_logged("book: read again: 2 customers from ");
	name_is("13800138000", "Anna");
	name_is("13800138002", "Bob");
	put(e.book, "no columns\n");
	until_logged("book: the new file is not used, the 2 customers read "
		     "before stay: ");
	name_is("13800138000", "Anna");
	unlink(e.book);
	until_logged("book.csv is gone; what was read from it stays");
	name_is("13800138002", "Bob");
	put(e.book, "id,name,mobile\n1,Hanna,13800138000\n");
	until_logged("book: read again: 1 customers from ");
	name_is("13800138000", "Hanna");
	name_is("13800138002", "");
}

static void tier_is(const char *want)
{
	cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	cti_customer *customer;
	cti_advice *advice;

	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "rank", "A"), 0);
	query.customer = customer;
	assert_int_equal(cti_service_advise(e.client, &advice, &query), 0);
	assert_string_equal(cti_advice_text(advice, CTI_ADVICE_TIER), want);
	cti_advice_unref(advice);
	cti_customer_unref(customer);
}

static void test_watching__service_knowledge_follows_its_file(void **state)
{
	(void)state;
	assert_int_equal(cti_set(e.client, "service.file", e.service), 0);
	tier_is("high");
	put(e.service, TIER("other"));
	until_logged("service: read again: ");
	tier_is("other");
	put(e.service, "{\"tiers\":{\"levels\":[{\"from\":5}]}}");
	until_logged("service: the new file is not used, the old one stays: ");
	tier_is("other");
	put(e.service, "{\n\"tiers\":{,}}");
	until_logged("line 2");
	tier_is("other");
	put(e.service, TIER("third"));
	until_logged("service: read again: ");
	tier_is("third");
}

static void do_sim(cti_link *link, const char *words)
{
	assert_int_equal(cti_sim_do(link, words), 0);
	assert_int_equal(cti_sim_advance(link, 100), 0);
}

static void test_watching__calls_under_way_keep_what_they_were_told(void **s)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;

	(void)s;
	assert_int_equal(cti_set(e.client, "service.file", e.service), 0);
	opts.url = "sim:?clock=virtual";
	opts.name = "sim";
	assert_int_equal(cti_link_add(e.client, &link, &opts), 0);
	do_sim(link, "call 13800138000 to 1001 as a");
	assert_string_equal(e.tier, "high");
	put(e.service, TIER("other"));
	until_logged("service: read again: ");
	e.tier[0] = '\0';
	do_sim(link, "answer 1001");
	assert_string_equal(e.tier, "high");
	do_sim(link, "call 13800138000 to 1002 as b");
	assert_string_equal(e.tier, "other");
	/* By hand, it is for all. */
	e.tier[0] = '\0';
	assert_int_equal(cti_service_load(e.client, NULL), 0);
	assert_string_equal(e.tier, "other");
}

static void on_reloaded(cti_client *client, int err, uint64_t customers,
			const char *detail, void *user)
{
	(void)client;
	(void)user;
	e.reloaded++;
	e.reload_err = err;
	e.customers = customers;
	snprintf(e.detail, sizeof(e.detail), "%s", detail);
}

static void until_reloaded(int times)
{
	uint64_t begun = now_ms();

	while (e.reloaded < times && now_ms() - begun < LATE_MS)
		turn();
	assert_int_equal(e.reloaded, times);
}

static void test_watching__may_be_off_and_done_by_hand(void **state)
{
	(void)state;
	assert_int_equal(cti_set(e.client, "files.watch", "false"), 0);
	put(e.book, "id,name,mobile\n1,Anna,13800138000\n2,Bob,13800138002\n");
	assert_int_equal(cti_source_reload(e.client, "book", on_reloaded, NULL),
			 0);
	assert_int_equal(e.reloaded, 0);
	until_reloaded(1);
	assert_int_equal(e.reload_err, 0);
	assert_int_equal(e.customers, 2);
	assert_string_equal(e.detail, "");
	name_is("13800138000", "Anna");
	put(e.book, "");
	assert_int_equal(cti_source_reload(e.client, "book", on_reloaded, NULL),
			 0);
	until_reloaded(2);
	assert_int_equal(e.reload_err, CTI_EFORMAT);
	assert_non_null(strstr(e.detail, "the file is empty"));
	assert_int_equal(cti_source_reload(e.client, "none", on_reloaded, NULL),
			 CTI_ENOENT);
	assert_non_null(strstr(cti_client_detail(e.client), "\"none\""));
	assert_int_equal(cti_source_reload(NULL, "book", NULL, NULL),
			 CTI_EINVAL);
	/* On again: what happened meanwhile is seen. */
	put(e.book, "id,name,mobile\n1,Hanna,13800138000\n");
	e.lines[0] = '\0';
	assert_int_equal(cti_set(e.client, "files.watch", "true"), 0);
	until_logged("book: read again: 1 customers from ");
	name_is("13800138000", "Hanna");
}

static void test_watching__closing_ends_what_is_being_read(void **state)
{
	(void)state;
	assert_int_equal(cti_source_reload(e.client, "book", on_reloaded, NULL),
			 0);
	assert_int_equal(cti_set(e.client, "service.file", e.service), 0);
	put(e.service, TIER("other"));
	cti_client_close(e.client);
	e.client = NULL;
	assert_int_equal(e.reloaded, 1);
}

#define TEST(test_watching__any)                                               \
	cmocka_unit_test_setup_teardown(test_watching__any, begin_embedded,    \
					finish),                               \
		cmocka_unit_test_setup_teardown(test_watching__any, begin_own, \
						finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_watching__a_source_follows_its_file),
		TEST(test_watching__service_knowledge_follows_its_file),
		cmocka_unit_test_setup_teardown(
			test_watching__calls_under_way_keep_what_they_were_told,
			begin_embedded, finish),
		TEST(test_watching__may_be_off_and_done_by_hand),
		TEST(test_watching__closing_ends_what_is_being_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
