/* SPDX-License-Identifier: MIT */
/* Files read again while questions are asked: the test is the other thread. */
#include "identify/chain.h"
#include "identify/csv.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "temp.h"

#include "util/stamp.h"

/* Work that waits until the test lets it run. */
static struct {
	void (*fn)(void *arg);
	void (*done)(void *arg, int err);
	void *arg;
} works[8];

static size_t works_begun, works_ended;
static bool no_work;

struct told {
	int times, err;
	size_t count;
	char detail[512];
	struct cti__identify *id; /* remove "book" of it when told */
};

static int64_t now_us(void *user)
{
	(void)user;
	return 1000;
}

static void set_alarm(void *user, int64_t at_us)
{
	(void)user;
	(void)at_us;
}

static void ask_app(void *user, cti_lookup *lookup, cti_lookup_fn *fn,
		    void *fn_user)
{
	(void)user;
	(void)fn;
	(*(int *)fn_user)++;
	cti__lookup_answer(lookup, NULL, 0);
}

static int work(void *user, void (*fn)(void *arg),
		void (*done)(void *arg, int err), void *arg)
{
	(void)user;
	if (no_work)
		return CTI_ENOMEM;
	assert_true(works_begun < 8);
	works[works_begun].fn = fn;
	works[works_begun].done = done;
	works[works_begun++].arg = arg;
	return 0;
}

static void run_one(void)
{
	size_t at = works_ended++;

	assert_true(at < works_begun);
	works[at].fn(works[at].arg);
	works[at].done(works[at].arg, 0);
}

static void run_all(void)
{
	while (works_ended < works_begun)
		run_one();
	works_begun = works_ended = 0;
}

static struct cti__identify *make(void)
{
	struct cti__identify_host host = { NULL,    now_us,    set_alarm,
					   ask_app, &temp_log, { 1, 2 },
					   NULL,    work };
	struct cti__identify *id;

	no_work = false;
	works_begun = works_ended = 0;
	(void)temp_logged();
	assert_int_equal(cti__identify_new(&id, &host), 0);
	return id;
}

static struct cti__identify *with_book(const char *text)
{
	struct cti__identify *id = make();
	char why[256];

	if (cti__identify_add_csv(id, "book",
				  temp_file("book.csv", text, strlen(text)),
				  why, sizeof(why)))
		fail_msg("%s", why);
	(void)temp_logged();
	return id;
}

static void write_book(const char *text)
{
	temp_file("book.csv", text, strlen(text));
}

/* The names of those whom a number belongs to. */
static const char *who(struct cti__identify *id, const char *number)
{
	static char names[256];
	struct cti__question *q;
	struct cti__answer a;
	size_t i;

	names[0] = '\0';
	assert_int_equal(
		cti__identify_ask(&q, id, cti__str(number), false, NULL, NULL),
		0);
	cti__question_result(q, &a);
	for (i = 0; i < a.count; i++)
		strncat(names, cti_customer_get(a.candidates[i], "name"), 60);
	cti__question_release(q);
	return names;
}

static void on_reloaded(void *user, int err, size_t count, const char *detail)
{
	struct told *t = user;

	t->times++;
	t->err = err;
	t->count = count;
	snprintf(t->detail, sizeof(t->detail), "%s", detail);
	if (t->id)
		assert_int_equal(cti__identify_remove(t->id, "book"), 0);
}

static void reload(struct cti__identify *id, struct told *told)
{
	assert_int_equal(cti__identify_reload(id, "book",
					      told ? on_reloaded : NULL, told),
			 0);
}

static void logged(const char *words)
{
	const char *lines = temp_logged();

	if (!strstr(lines, words))
		fail_msg("\"%s\" does not say \"%s\"", lines, words);
}

#define ANN "id,name,mobile\n1,Ann,13800138001\n"

static void test_reload__answers_from_the_old_until_the_new_is_there(void **s)
{
	struct cti__identify *id = with_book(ANN);
	struct told told = { 0 };

	(void)s;
	assert_string_equal(who(id, "13800138001"), "Ann");
	write_book("id,name,mobile\n1,Anna,13800138001\n2,Bob,13800138002\n");
	reload(id, &told);
	/* What has just begun, and what is read but not handed over. */
	assert_string_equal(who(id, "13800138001"), "Ann");
	works[0].fn(works[0].arg);
	cti__identify_forget(id, NULL);
	assert_string_equal(who(id, "13800138001"), "Ann");
	assert_string_equal(who(id, "13800138002"), "");
	assert_int_equal(told.times, 0);
	works_ended++;
	works[0].done(works[0].arg, 0);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err, 0);
	assert_int_equal(told.count, 2);
	assert_string_equal(who(id, "13800138001"), "Anna");
	assert_string_equal(who(id, "13800138002"), "Bob");
	logged("book: read again: 2 customers from ");
	run_all();
	cti__identify_free(id);
}

static void refused(struct cti__identify *id, const char *text, const char *why)
{
	struct told told = { 0 };

	(void)temp_logged();
	if (text)
		write_book(text);
	else
		unlink(temp_path("book.csv"));
	reload(id, &told);
	run_all();
	assert_int_equal(told.times, 1);
	assert_int_not_equal(told.err, 0);
	assert_int_equal(told.count, 1);
	if (!strstr(told.detail, why))
		fail_msg("\"%s\" does not say \"%s\"", told.detail, why);
	logged("book: the new file is not used, the 1 customers read before "
	       "stay: ");
	assert_string_equal(who(id, "13800138001"), "Ann");
}

static void test_reload__keeps_the_old_if_the_new_is_wrong(void **s)
{
	struct cti__identify *id = with_book(ANN);

	(void)s;
	refused(id, "", "the file is empty");
	refused(id, "id,name\n1,Ann\n", "no column holds numbers");
	refused(id, "id,name,mobile\n1,Ann\n2,Bob\n",
		"not one of its 2 lines can be read");
	refused(id, NULL, "No such file");
	/* It is back, and one line of it is broken. */
	write_book("id,name,mobile\n1,Ann\n2,Bob,13800138002\n");
	reload(id, NULL);
	run_all();
	logged("line 2 has fewer cells");
	assert_string_equal(who(id, "13800138002"), "Bob");
	assert_string_equal(who(id, "13800138001"), "");
	cti__identify_free(id);
}

/* Who was found by an account number is not who has it now. */
static void test_reload__looks_up_by_data_in_the_new_content(void **s)
{
	struct cti__identify *id = with_book("id,name,mobile,card\n"
					     "1,Ann,13800138001,77\n");
	struct cti__found found = { 0 };

	(void)s;
	assert_int_equal(cti__identify_set_data(id, CTI__STR("card")), 0);
	write_book("id,name,mobile,card\n2,Bob,13800138002,77\n");
	reload(id, NULL);
	run_all();
	assert_int_equal(
		cti__csv_ops.find_by(cti__source_find(id, "book")->state,
				     CTI__STR("card"), CTI__STR("77"), &found),
		0);
	assert_int_equal(found.count, 1);
	assert_string_equal(cti_customer_get(found.item[0], "name"), "Bob");
	cti__found_fini(&found);
	cti__identify_free(id);
}

/* A list that is empty on purpose is no broken one. */
static void test_reload__a_list_may_become_empty(void **s)
{
	struct cti__identify *id = with_book(ANN);
	struct told told = { 0 };

	(void)s;
	write_book("id,name,mobile\n");
	reload(id, &told);
	run_all();
	assert_int_equal(told.err, 0);
	assert_int_equal(told.count, 0);
	assert_string_equal(who(id, "13800138001"), "");
	cti__identify_free(id);
}

static void test_reload__asks_again_only_of_whom_it_changed(void **s)
{
	struct cti__identify *id = make();
	int asked = 0;
	char why[256];

	(void)s;
	write_book("id,name,mobile\n1,Ann,13800138001\n2,Bob,13800138002\n");
	assert_int_equal(cti__identify_add_csv(id, "book",
					       temp_path("book.csv"), why,
					       sizeof(why)),
			 0);
	assert_int_equal(cti__identify_add_app(id, "app", (cti_lookup_fn *)1,
					       &asked, why, sizeof(why)),
			 0);
	(void)who(id, "13800138001");
	(void)who(id, "13800138002");
	(void)who(id, "13800138003");
	assert_int_equal(asked, 3);
	/* The order is another one, and Bob has another name. */
	write_book("id,name,mobile\n2,Rob,13800138002\n1,Ann,13800138001\n");
	reload(id, NULL);
	run_all();
	assert_string_equal(who(id, "13800138001"), "Ann");
	assert_string_equal(who(id, "13800138003"), "");
	assert_int_equal(asked, 3);
	assert_string_equal(who(id, "13800138002"), "Rob");
	assert_int_equal(asked, 4);
	cti__identify_free(id);
}

static void test_reload__one_asked_for_meanwhile_reads_once_more(void **s)
{
	struct cti__identify *id = with_book(ANN);
	struct told first = { 0 }, second = { 0 };

	(void)s;
	reload(id, &first);
	write_book("id,name,mobile\n1,Anna,13800138001\n");
	works[0].fn(works[0].arg);
	write_book("id,name,mobile\n1,Hanna,13800138001\n");
	reload(id, &second);
	assert_int_equal(works_begun, 1);
	works_ended++;
	works[0].done(works[0].arg, 0);
	assert_int_equal(first.times, 1);
	assert_int_equal(second.times, 0);
	assert_string_equal(who(id, "13800138001"), "Anna");
	run_all();
	assert_int_equal(second.times, 1);
	assert_string_equal(who(id, "13800138001"), "Hanna");
	cti__identify_free(id);
}

static void test_reload__takes_the_plan_that_holds_at_its_end(void **s)
{
	struct cti__identify *id = with_book("id,name,phone\n"
					     "1,Ann,62345678\n");
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;

	(void)s;
	reload(id, NULL);
	works[0].fn(works[0].arg);
	plan.area = "010";
	assert_int_equal(cti__identify_set_plan(id, &plan), 0);
	works[works_ended].done(works[works_ended].arg, 0);
	works_ended++;
	run_all();
	assert_string_equal(who(id, "01062345678"), "Ann");
	cti__identify_free(id);
}

static void test_reload__ends_with_its_source_or_its_chain(void **s)
{
	struct cti__identify *id = with_book(ANN);
	struct told told = { 0 }, other = { 0 };

	(void)s;
	reload(id, &told);
	assert_int_equal(cti__identify_remove(id, "book"), 0);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err, CTI_ECANCELED);
	run_all();
	assert_int_equal(told.times, 1);
	cti__identify_free(id);

	id = with_book(ANN);
	reload(id, &other);
	cti__identify_cancel_reloads(id);
	assert_int_equal(other.err, CTI_ECANCELED);
	reload(id, &told);
	cti__identify_free(id);
	run_all();
	assert_int_equal(told.times, 1);
	assert_int_equal(other.times, 1);

	/* The loop was closed before the other thread came to it. */
	id = with_book(ANN);
	reload(id, &told);
	works[works_ended].done(works[works_ended].arg, CTI_ECANCELED);
	assert_int_equal(told.times, 2);
	assert_int_equal(told.err, CTI_ECANCELED);
	cti__identify_free(id);
}

static void test_reload__may_lose_its_source_when_told(void **s)
{
	struct cti__identify *id = with_book(ANN);
	struct told told = { .id = id };

	(void)s;
	reload(id, &told);
	run_all();
	assert_int_equal(told.times, 1);
	assert_string_equal(who(id, "13800138001"), "");
	cti__identify_free(id);
}

static void test_reload__refuses_what_cannot_be_read_again(void **s)
{
	struct cti__identify *id = with_book(ANN);
	char why[256];

	(void)s;
	assert_int_equal(cti__identify_add_app(id, "app", (cti_lookup_fn *)1,
					       NULL, why, sizeof(why)),
			 0);
	assert_int_equal(cti__identify_reload(id, "app", NULL, NULL),
			 CTI_EINVAL);
	assert_int_equal(cti__identify_reload(id, "nobody", NULL, NULL),
			 CTI_ENOENT);
	no_work = true;
	assert_int_equal(cti__identify_reload(id, "book", NULL, NULL),
			 CTI_ENOMEM);
	cti__identify_free(id);
}

static void build(const char *text)
{
	char why[512] = "";

	write_book(text);
	if (cti_directory_build(temp_path("book.csv"), temp_path("book.db"),
				NULL, NULL, why, sizeof(why)))
		fail_msg("%s", why);
}

static void test_reload__opens_a_database_that_was_replaced(void **s)
{
	struct cti__identify *id = make();
	struct cti__identify_file file;
	struct told told = { 0 };
	char why[256];

	(void)s;
	build(ANN);
	assert_int_equal(cti__identify_add_sqlite(id, "book",
						  temp_path("book.db"), why,
						  sizeof(why)),
			 0);
	assert_string_equal(who(id, "13800138001"), "Ann");
	build("id,name,mobile\n1,Anna,13800138001\n");
	reload(id, &told);
	run_all();
	assert_int_equal(told.err, 0);
	assert_string_equal(who(id, "13800138001"), "Anna");
	temp_file("book.db", "nonsense", 8);
	reload(id, &told);
	run_all();
	assert_int_equal(told.err, CTI_EFORMAT);
	logged("the old one stays");
	assert_true(cti__identify_file_at(id, 0, &file));
	assert_string_equal(file.name, "book");
	assert_true(file.whole && file.stamp->exists);
	assert_false(cti__identify_file_at(id, 1, &file));
	cti__identify_free(id);
}

#define TEST(test_reload__any) cmocka_unit_test(test_reload__any)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_reload__answers_from_the_old_until_the_new_is_there),
		TEST(test_reload__keeps_the_old_if_the_new_is_wrong),
		TEST(test_reload__looks_up_by_data_in_the_new_content),
		TEST(test_reload__a_list_may_become_empty),
		TEST(test_reload__asks_again_only_of_whom_it_changed),
		TEST(test_reload__one_asked_for_meanwhile_reads_once_more),
		TEST(test_reload__takes_the_plan_that_holds_at_its_end),
		TEST(test_reload__ends_with_its_source_or_its_chain),
		TEST(test_reload__may_lose_its_source_when_told),
		TEST(test_reload__refuses_what_cannot_be_read_again),
		TEST(test_reload__opens_a_database_that_was_replaced),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
