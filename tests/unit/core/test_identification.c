/* SPDX-License-Identifier: MIT */
/* Asking who calls, and what agents teach, through the public functions. */
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
	char dir[64], book[96], memory[96];
	char answer[256];
	char pop[64], greeting[96], first[32];
	unsigned opened, updated;
} e;

static void keep(char *to, size_t size, const char *text)
{
	snprintf(to, size, "%s", text);
}

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	const cti_pop *pop = cti_event_pop(ev);

	(void)client;
	(void)user;
	if (!pop || cti_pop_state(pop) == CTI_POP_CLOSED)
		return;
	e.opened += cti_pop_state(pop) == CTI_POP_OPENED;
	e.updated += cti_pop_state(pop) == CTI_POP_UPDATED;
	keep(e.pop, sizeof(e.pop), cti_pop_id(pop));
	keep(e.greeting, sizeof(e.greeting), cti_pop_greeting_text(pop));
	keep(e.first, sizeof(e.first),
	     cti_customer_get(cti_pop_candidate(pop, 0), "id"));
}

static void write_book(const char *tier)
{
	FILE *f = fopen(e.book, "w");

	assert_non_null(f);
	fprintf(f,
		"id,name,gender,household,mobile,account,tier\n"
		"1,李明,m,李家,13800138000,A7,%s\n"
		"2,李丽,f,李家,13800138000,B8,%s\n",
		tier, tier);
	assert_int_equal(fclose(f), 0);
}

static void open_client(void)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	opts.loop = &e.loop;
	opts.on_event = on_event;
	assert_int_equal(cti_client_new(&e.client, &opts), 0);
	assert_int_equal(cti_set(e.client, "identify.learned_file", e.memory),
			 0);
	assert_int_equal(cti_source_add_csv(e.client, "book", e.book), 0);
}

static void close_client(void)
{
	cti_client_close(e.client);
	uv_run(&e.loop, UV_RUN_DEFAULT);
	e.client = NULL;
}

static int set_up(void **state)
{
	(void)state;
	memset(&e, 0, sizeof(e));
	strcpy(e.dir, "/tmp/cti-identify-XXXXXX");
	if (!mkdtemp(e.dir))
		return -1;
	snprintf(e.book, sizeof(e.book), "%s/book.csv", e.dir);
	snprintf(e.memory, sizeof(e.memory), "%s/memory.db", e.dir);
	write_book("gold");
	uv_loop_init(&e.loop);
	open_client();
	return 0;
}

static int tear_down(void **state)
{
	static const char *const files[] = { "book.csv", "memory.db",
					     "memory.db-wal", "memory.db-shm" };
	char path[160];
	size_t i;

	(void)state;
	close_client();
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", e.dir, files[i]);
		unlink(path);
	}
	rmdir(e.dir);
	return uv_loop_close(&e.loop);
}

static void on_answer(cti_client *client, const cti_identification *id,
		      void *user)
{
	const cti_customer *c;
	size_t i;

	(void)client;
	(void)user;
	snprintf(e.answer, sizeof(e.answer), "%s %s %s %zu %s:",
		 cti_identity_name(cti_identification_identity(id)),
		 cti_group_name(cti_identification_group(id)),
		 cti_identification_group_label(id),
		 cti_identification_group_members(id),
		 cti_identification_greeting_text(id));
	for (i = 0; (c = cti_identification_candidate(id, i)); i++)
		snprintf(e.answer + strlen(e.answer),
			 sizeof(e.answer) - strlen(e.answer), " %s(%u)",
			 cti_customer_get(c, "id"), cti_customer_score(c));
}

static const char *ask(const char *number, const char *const *data)
{
	cti_identify_opts opts = CTI_IDENTIFY_OPTS_INIT;

	opts.number = number;
	opts.data = data;
	e.answer[0] = '\0';
	assert_int_equal(cti_identify_with(e.client, &opts, on_answer, NULL),
			 0);
	/* Never before it returns. */
	assert_string_equal(e.answer, "");
	while (!*e.answer)
		uv_run(&e.loop, UV_RUN_ONCE);
	return e.answer;
}

static void test_identification__joins_number_and_data(void **state)
{
	static const char *const account[] = { "CTI_ACCOUNT", "B8", NULL };
	static const char *const other[] = { "SOMETHING", "B8", NULL };

	(void)state;
	assert_string_equal(ask("13800138000", NULL),
			    "ambiguous household 李家 2 是李先生吗?: 1(100) "
			    "2(100)");
	assert_string_equal(ask("13800138000", account),
			    "identified none  1 李女士,您好: 2(100) 1(80)");
	assert_string_equal(ask(NULL, account),
			    "identified none  1 李女士,您好: 2(90)");
	assert_string_equal(ask(NULL, other), "withheld none  0 您好:");
	assert_string_equal(ask("13900139000", NULL), "unknown none  0 您好:");
}

static void test_identification__thresholds_are_keys(void **state)
{
	static const char *const account[] = { "NR", "B8", NULL };

	(void)state;
	assert_int_equal(cti_set(e.client, "identify.data", "NR=account"), 0);
	assert_int_equal(cti_set(e.client, "pop.statement_score", "95"), 0);
	assert_int_equal(cti_set(e.client, "pop.language", "en"), 0);
	assert_string_equal(
		ask(NULL, account),
		"identified none  1 Am I speaking with Ms 李?: 2(90)");
	assert_int_equal(cti_set(e.client, "identify.data", "NR="), CTI_EVALUE);
	assert_non_null(
		strstr(cti_client_detail(e.client), "CTI_ACCOUNT=account"));
	assert_string_equal(
		ask(NULL, account),
		"identified none  1 Am I speaking with Ms 李?: 2(90)");
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

/* A whole call; who stood first when the telephone rang. choose: "" for none.
 */
static const char *call(cti_link *link, const char *choose)
{
	static char first[32];

	e.opened = 0;
	do_sim(link, "call 13800138000 to 1001 as a");
	assert_int_equal(e.opened, 1);
	keep(first, sizeof(first), e.first);
	if (*choose)
		assert_int_equal(cti_pop_choose(e.client, e.pop, choose), 0);
	do_sim(link, "answer 1001");
	do_sim(link, "hangup a");
	return first;
}

static void test_identification__learns_whom_agents_choose(void **state)
{
	cti_link *link = add_sim();

	(void)state;
	assert_string_equal(call(link, "2"), "1");
	assert_string_equal(call(link, "2"), "1");
	/* Twice is enough; he is asked for, not greeted: it may be another. */
	assert_string_equal(call(link, ""), "2");
	assert_string_equal(e.greeting, "是李女士吗?");
	/* In another process as well. */
	close_client();
	open_client();
	link = add_sim();
	assert_string_equal(call(link, ""), "2");
	assert_int_equal(cti_identify_unlearn(e.client, "+86 138-0013-8000"),
			 0);
	assert_string_equal(call(link, ""), "1");
	close_client();
	open_client();
	link = add_sim();
	assert_string_equal(call(link, ""), "1");
}

static void test_identification__learns_only_if_told_to(void **state)
{
	cti_link *link;

	(void)state;
	assert_int_equal(cti_set(e.client, "identify.learned_file", ""), 0);
	assert_int_equal(cti_identify_unlearn(e.client, NULL), CTI_ESTATE);
	link = add_sim();
	assert_string_equal(call(link, "2"), "1");
	assert_string_equal(call(link, "2"), "1");
	assert_string_equal(call(link, ""), "1");
	/* A file that is none is refused by name. */
	assert_int_equal(cti_set(e.client, "identify.learned_file", e.book),
			 CTI_EVALUE);
	assert_non_null(strstr(cti_client_detail(e.client), "book.csv"));
}

static const char *crm_name;

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	cti_customer *c;

	(void)client;
	(void)user;
	assert_int_equal(cti_customer_new(&c), 0);
	assert_int_equal(cti_customer_set(c, "id", "900"), 0);
	assert_int_equal(cti_customer_set(c, "name", crm_name), 0);
	cti_lookup_answer(lookup, &c, 1);
	cti_customer_unref(c);
}

static void test_identification__an_invalidated_customer_is_asked_anew(
	void **state)
{
	cti_link *link;

	(void)state;
	assert_int_equal(cti_source_add(e.client, "crm", on_lookup, NULL), 0);
	link = add_sim();
	crm_name = "Ann";
	do_sim(link, "call 13900139000 to 1001 as a");
	assert_string_equal(e.greeting, "Ann,您好");
	crm_name = "Bob";
	cti_customer_invalidate(e.client, "901");
	assert_int_equal(e.updated, 0);
	cti_customer_invalidate(e.client, "900");
	assert_string_equal(e.greeting, "Bob,您好");
	assert_int_equal(e.opened, 1);
	assert_int_equal(e.updated, 1);
}

static void test_identification__an_account_set_by_the_switch_pops(void **state)
{
	cti_link *link = add_sim();

	(void)state;
	do_sim(link, "call anonymous to 1001 as a data CTI_ACCOUNT=B8");
	assert_int_equal(e.opened, 1);
	assert_string_equal(e.first, "2");
	assert_string_equal(e.greeting, "李女士,您好");
}

#define TEST(test_identification__any)                                         \
	cmocka_unit_test_setup_teardown(test_identification__any, set_up,      \
					tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_identification__joins_number_and_data),
		TEST(test_identification__thresholds_are_keys),
		TEST(test_identification__learns_whom_agents_choose),
		TEST(test_identification__learns_only_if_told_to),
		TEST(test_identification__an_invalidated_customer_is_asked_anew),
		TEST(test_identification__an_account_set_by_the_switch_pops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
