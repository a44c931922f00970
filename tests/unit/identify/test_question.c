/* SPDX-License-Identifier: MIT */
/* Several clues to one caller: his number, and what he has keyed in. */
#include "host.h"
#include "identify/customer.h"

#define BOOK                                                                   \
	"id,name,company,phone,mobile,account,role\n"                          \
	"1,Li Ming,Huaxin,01062345678,13800138000,A7,decider\n"                \
	"2,Wang Li,Huaxin,,13900139000,A7,decider\n"                           \
	"3,Zhang Wei,,,13700137000,B9,\n"

static struct host *setup(struct host *h, const char *bytes)
{
	const struct cti__identify_limits limits = { .contacts = true };

	host_init(h);
	cti__identify_set_limits(h->id, &limits);
	assert_int_equal(cti__identify_set_data(
				 h->id, CTI__STR("CTI_ACCOUNT=account,id")),
			 0);
	add_csv(h, "book", bytes);
	return h;
}

static int also(struct cti__question *q, const char *name, const char *value)
{
	return cti__question_also(q, cti__str(name), cti__str(value));
}

static const char *reason(const struct cti__question *q, size_t at)
{
	struct cti__answer a;

	cti__question_result(q, &a);
	return at < a.count ? cti_customer_reason(a.candidates[at]) : "";
}

static const char *contacts(const struct cti__question *q)
{
	static char text[256];
	struct cti__answer a;
	size_t i;

	text[0] = '\0';
	cti__question_result(q, &a);
	for (i = 0; i < a.contact_count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%s:%s", i ? " " : "",
			 cti_customer_get(a.contacts[i], "id"),
			 cti_customer_get(a.contacts[i], "role"));
	return text;
}

static struct cti__question *ask_withheld(struct host *h)
{
	struct cti__question *q;

	h->called = 0;
	assert_int_equal(
		cti__identify_ask(&q, h->id, CTI__STR_NONE, true, on_answer, h),
		0);
	return q;
}

static void test_question__an_account_tells_who_hides_his_number(void **state)
{
	struct host h;
	struct cti__question *q = ask_withheld(setup(&h, BOOK));

	(void)state;
	assert_int_equal(identity(q), CTI_IDENTITY_WITHHELD);
	assert_int_equal(also(q, "CTI_ACCOUNT", " B9# "), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "3:90:book");
	assert_string_equal(reason(q, 0), "account equal");
	/* Nobody was told: the one who asks looks at once. */
	assert_int_equal(h.called, 0);
	/* One that nobody has, and one that is taken back. */
	assert_int_equal(also(q, "CTI_ACCOUNT", "Z1"), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_WITHHELD);
	assert_int_equal(also(q, "CTI_ACCOUNT", ""), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_WITHHELD);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__number_and_account_agree_on_one_of_several(
	void **state)
{
	struct host h;
	struct cti__question *q = ask(setup(&h, BOOK), "13900139000");

	(void)state;
	assert_int_equal(also(q, "CTI_ACCOUNT", "A7"), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "2:100:book 1:80:book");
	assert_string_equal(reason(q, 0), "number and call data equal");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__number_and_account_of_two_people_are_a_question(
	void **state)
{
	struct host h;
	struct cti__question *q = ask(setup(&h, BOOK), "13700137000");

	(void)state;
	assert_string_equal(candidates(q), "3:100:book");
	assert_int_equal(also(q, "id", "1"), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_AMBIGUOUS);
	assert_string_equal(candidates(q), "1:90:book 3:85:book");
	assert_string_equal(reason(q, 0), "id equal");
	/* A second clue decides between them. */
	assert_int_equal(also(q, "CTI_ACCOUNT", "B9"), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "3:100:book 1:80:book");
	/* Both are taken back again. */
	assert_int_equal(also(q, "id", ""), 0);
	assert_int_equal(also(q, "CTI_ACCOUNT", " "), 0);
	assert_string_equal(candidates(q), "3:100:book");
	assert_string_equal(reason(q, 0), "number equal");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__a_late_clue_changes_a_final_answer_once(void **state)
{
	struct host h;
	struct cti__question *q;
	struct cti__answer before, after;

	(void)state;
	setup(&h, BOOK);
	add_app(&h, "crm");
	q = ask(&h, "13700137000");
	assert_int_equal(h.count, 1);
	answer(h.asked[0], "3");
	/* Its account is B9: who else has it? */
	assert_string_equal(cti_lookup_field(h.asked[1]), "account");
	cti__lookup_answer(h.asked[1], NULL, 0);
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	h.called = 0;
	cti__question_result(q, &before);
	assert_int_equal(also(q, "id", "C77"), 0);
	assert_string_equal(cti_lookup_text(h.asked[2]), "C77");
	assert_string_equal(cti_lookup_field(h.asked[2]), "id");
	assert_int_equal(cti_lookup_number(h.asked[2])->key_count, 0);
	/* What was known holds meanwhile. */
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_int_equal(h.called, 0);
	answer(h.asked[2], "C77");
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_AMBIGUOUS);
	cti__question_result(q, &after);
	assert_true(after.revision > before.revision);
	assert_string_equal(candidates(q), "C77:90:crm 3:85:book");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__a_first_answer_waits_for_all_clues(void **state)
{
	struct host h;
	struct cti__question *q;

	(void)state;
	setup(&h, BOOK);
	add_app(&h, "crm");
	q = ask_withheld(&h);
	assert_int_equal(also(q, "id", "C77"), 0);
	cti__question_await(q);
	assert_int_equal(identity(q), CTI_IDENTITY_PENDING);
	answer(h.asked[0], "C77");
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_IDENTIFIED);
	cti__question_release(q);
	/* One who is not known is told as well, at the deadline at the latest.
	 */
	q = ask_withheld(&h);
	assert_int_equal(also(q, "id", "C78"), 0);
	cti__question_await(q);
	pass(&h, 200);
	assert_int_equal(h.called, 1);
	assert_int_equal(h.told, CTI_IDENTITY_WITHHELD);
	cti__lookup_answer(h.asked[1], NULL, 0);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__a_hostile_value_finds_nobody(void **state)
{
	static const char *const values[] = {
		"' OR 1=1 --", "A7\r\nX: 1", "A7\" OR \"\"=\"", "*",
		"%",	       "\xff\xfe",   "A7\x01",		"@account=A7",
	};
	char room[400];
	struct host h;
	struct cti__question *q = ask_withheld(setup(&h, BOOK));
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		(void)also(q, "CTI_ACCOUNT", values[i]);
		assert_int_equal(identity(q), CTI_IDENTITY_WITHHELD);
	}
	memset(room, '7', sizeof(room));
	room[sizeof(room) - 1] = '\0';
	assert_int_equal(also(q, "CTI_ACCOUNT", room), CTI_EINVAL);
	/* A name that the site has not given tells nothing. */
	assert_int_equal(also(q, "OTHER", "A7"), CTI_ENOENT);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__brings_the_other_contacts_of_the_account(
	void **state)
{
	struct host h;
	struct cti__identify_limits limits = { .contacts = false };
	struct cti__question *q = ask(setup(&h, BOOK), "13800138000");

	(void)state;
	assert_int_equal(identity(q), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(contacts(q), "2:decider");
	cti__question_release(q);
	/* Whoever keys the account in may be either: both are candidates. */
	q = ask_withheld(&h);
	assert_int_equal(also(q, "CTI_ACCOUNT", "A7"), 0);
	assert_int_equal(identity(q), CTI_IDENTITY_AMBIGUOUS);
	assert_string_equal(candidates(q), "1:90:book 2:90:book");
	assert_string_equal(contacts(q), "");
	cti__question_release(q);
	cti__identify_set_limits(h.id, &limits);
	q = ask(&h, "13800138000");
	assert_string_equal(contacts(q), "");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__tells_households_companies_and_shared_numbers(
	void **state)
{
	struct host h;
	struct cti__question *q;
	struct cti__answer a;

	(void)state;
	setup(&h, "id,name,household,company,phone,shared\n"
		  "1,Li Ming,Li,,01062345678,\n"
		  "2,Wang Li,Li,,01062345678,\n"
		  "3,Chen,,Huaxin,02162345678,no\n"
		  "4,Zhou,,Huaxin,02162345678,\n"
		  "5,Guest,,Grand Hotel,03162345678,yes\n"
		  "6,A,,,04162345678,\n7,B,,,04162345678,\n"
		  "8,C,,,04162345678,\n9,D,,,04162345678,\n"
		  "10,E,,,04162345678,\n");
	q = ask(&h, "01062345678");
	cti__question_result(q, &a);
	assert_int_equal(a.identity, CTI_IDENTITY_AMBIGUOUS);
	assert_int_equal(a.group, CTI_GROUP_HOUSEHOLD);
	assert_string_equal(a.group_label, "Li");
	assert_int_equal(a.members, 2);
	cti__question_release(q);
	q = ask(&h, "02162345678");
	cti__question_result(q, &a);
	assert_int_equal(a.group, CTI_GROUP_COMPANY);
	assert_string_equal(a.group_label, "Huaxin");
	cti__question_release(q);
	q = ask(&h, "03162345678");
	cti__question_result(q, &a);
	assert_int_equal(a.identity, CTI_IDENTITY_IDENTIFIED);
	assert_int_equal(a.group, CTI_GROUP_SHARED);
	assert_string_equal(a.group_label, "Grand Hotel");
	/* But what the guest keys in is his own. */
	assert_int_equal(also(q, "id", "3"), 0);
	cti__question_result(q, &a);
	assert_int_equal(a.identity, CTI_IDENTITY_IDENTIFIED);
	assert_int_equal(a.group, CTI_GROUP_NONE);
	assert_string_equal(candidates(q), "3:90:book 5:70:book");
	cti__question_release(q);
	q = ask(&h, "04162345678");
	cti__question_result(q, &a);
	assert_int_equal(a.group, CTI_GROUP_SHARED);
	assert_int_equal(a.members, 5);
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__one_person_with_several_numbers_is_one(void **state)
{
	static const char *const rows[][2] = {
		{ "13800138000", "mobile" },
		{ "01062345678", "work" },
		{ "02162345678", "home" },
		{ "03162345678", "" },
	};
	struct host h;
	struct cti__question *q;
	struct cti__answer a;
	size_t i;

	(void)state;
	setup(&h, "id,name,mobile,phone_work,phone_home,phone\n"
		  "1,Li Ming,13800138000,01062345678,02162345678,\n"
		  "1,Li Ming,13800138000,,,03162345678\n");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		q = ask(&h, rows[i][0]);
		cti__question_result(q, &a);
		assert_int_equal(a.identity, CTI_IDENTITY_IDENTIFIED);
		assert_int_equal(a.count, 1);
		assert_string_equal(cti_customer_number_kind(a.candidates[0]),
				    rows[i][1]);
		cti__question_release(q);
	}
	cti__identify_free(h.id);
}

static void test_question__one_person_in_two_sources_is_one(void **state)
{
	struct host h;
	struct cti__question *q;
	struct cti__answer a;

	(void)state;
	setup(&h, "id,name,phone,tier\nC1,Li Ming,13800138000,gold\n");
	add_csv(&h, "crm",
		"id,name,phone,city\n900,LI MING,13800138000,Beijing\n");
	q = ask(&h, "13800138000");
	cti__question_result(q, &a);
	assert_int_equal(a.identity, CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(candidates(q), "C1:100:book");
	assert_string_equal(cti_customer_get(a.candidates[0], "city"),
			    "Beijing");
	assert_string_equal(cti_customer_field_source(a.candidates[0], "city"),
			    "crm");
	assert_string_equal(cti_customer_field_source(a.candidates[0], "tier"),
			    "book");
	assert_string_equal(cti_customer_field_source(a.candidates[0], "x"),
			    "");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__a_directory_is_looked_up_by_its_fields(void **state)
{
	struct host h;
	struct cti__question *q;
	char why[256];
	const char *csv = TEMP_FILE("by.csv", BOOK);

	(void)state;
	host_init(&h);
	assert_int_equal(cti_directory_build(csv, temp_path("by.db"), NULL,
					     NULL, why, sizeof(why)),
			 0);
	assert_int_equal(cti__identify_add_sqlite(h.id, "db",
						  temp_path("by.db"), why,
						  sizeof(why)),
			 0);
	/* Names may be given when the source is there already. */
	assert_int_equal(
		cti__identify_set_data(
			h.id, CTI__STR("NR=account,R=role,X=no\"column")),
		0);
	assert_non_null(strstr(temp_logged(), "customer(role)"));
	q = ask_withheld(&h);
	assert_int_equal(also(q, "NR", "B9"), 0);
	assert_string_equal(candidates(q), "3:90:db");
	assert_int_equal(also(q, "NR", "' OR ''='"), 0);
	assert_string_equal(candidates(q), "");
	assert_int_equal(also(q, "X", "B9"), 0);
	assert_string_equal(candidates(q), "");
	cti__question_release(q);
	cti__identify_free(h.id);
}

static void test_question__names_of_data_are_checked(void **state)
{
	struct host h;

	(void)state;
	setup(&h, BOOK);
	assert_int_equal(cti__identify_set_data(h.id, CTI__STR("a=b=c")),
			 CTI_EVALUE);
	assert_int_equal(cti__identify_set_data(h.id, CTI__STR("a=")),
			 CTI_EVALUE);
	assert_int_equal(
		cti__identify_set_data(h.id, CTI__STR("1,2,3,4,5,6,7,8,9")),
		CTI_EVALUE);
	assert_int_equal(cti__identify_set_data(h.id, CTI__STR("")), 0);
	cti__identify_free(h.id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_question__an_account_tells_who_hides_his_number),
		cmocka_unit_test(
			test_question__number_and_account_agree_on_one_of_several),
		cmocka_unit_test(
			test_question__number_and_account_of_two_people_are_a_question),
		cmocka_unit_test(
			test_question__a_late_clue_changes_a_final_answer_once),
		cmocka_unit_test(
			test_question__a_first_answer_waits_for_all_clues),
		cmocka_unit_test(test_question__a_hostile_value_finds_nobody),
		cmocka_unit_test(
			test_question__brings_the_other_contacts_of_the_account),
		cmocka_unit_test(
			test_question__tells_households_companies_and_shared_numbers),
		cmocka_unit_test(
			test_question__one_person_with_several_numbers_is_one),
		cmocka_unit_test(
			test_question__one_person_in_two_sources_is_one),
		cmocka_unit_test(
			test_question__a_directory_is_looked_up_by_its_fields),
		cmocka_unit_test(test_question__names_of_data_are_checked),
	};

	return cmocka_run_group_tests(tests, temp_setup, temp_teardown);
}
