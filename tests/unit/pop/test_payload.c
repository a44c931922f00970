/* SPDX-License-Identifier: MIT */
/* The picture that a pop event carries: copied, counted, and never changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "model/event.h"
#include "pop/payload.h"

#include <pthread.h>

static cti_customer *customer_of(const char *id)
{
	cti_customer *customer;

	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "id", id), 0);
	return customer;
}

/* Parts whose texts the caller may spoil afterwards. */
static struct cti_pop *make(char *words, struct cti__list *data,
			    const cti_customer *const *candidates, size_t count,
			    const cti_customer *first)
{
	struct cti__pop_parts parts = { .state = CTI_POP_UPDATED,
					.revision = 7,
					.waited_ms = 1500,
					.answered = true,
					.identity = CTI_IDENTITY_AMBIGUOUS,
					.greeting = CTI_GREETING_QUESTION };
	size_t i;

	for (i = 0; i < CTI__POP_TEXT_COUNT; i++)
		parts.text[i] = cti__str_sub(cti__str(words), i, 3);
	parts.data = data;
	parts.candidates = candidates;
	parts.candidate_count = count;
	parts.first = first;
	return cti__pop_new(&parts);
}

static void test_payload__keeps_a_copy_of_everything(void **state)
{
	char words[] = "abcdefghijklmnopqrstuvwxyz", key[] = "k", value[] = "v";
	struct cti__list data;
	struct cti__datum datum = { .key = key, .value = value };
	cti_customer *customer = customer_of("42");
	const cti_customer *list[] = { customer };
	struct cti_pop *pop;

	(void)state;
	cti__list_init(&data);
	cti__list_add(&data, &datum.node);
	pop = make(words, &data, list, 1, NULL);
	cti_customer_unref(customer);
	memset(words, '!', sizeof(words) - 1);
	key[0] = value[0] = '!';
	assert_string_equal(cti_pop_id(pop), "abc");
	assert_string_equal(cti_pop_call(pop), "bcd");
	assert_string_equal(cti_pop_device(pop), "cde");
	assert_string_equal(cti_pop_agent(pop), "def");
	assert_string_equal(cti_pop_remote(pop), "efg");
	assert_string_equal(cti_pop_name(pop), "fgh");
	assert_string_equal(cti_pop_dnis(pop), "ghi");
	assert_string_equal(cti_pop_queue(pop), "hij");
	assert_string_equal(cti_pop_direction(pop), "ijk");
	assert_string_equal(cti_pop_reason(pop), "jkl");
	assert_string_equal(cti_pop_greeting_text(pop), "klm");
	assert_string_equal(cti_pop_url(pop), "lmn");
	assert_string_equal(cti_pop_data(pop, "k"), "v");
	assert_string_equal(cti_pop_data(pop, "!"), "");
	assert_int_equal(cti_pop_state(pop), CTI_POP_UPDATED);
	assert_int_equal(cti_pop_revision(pop), 7);
	assert_int_equal(cti_pop_waited_ms(pop), 1500);
	assert_true(cti_pop_answered(pop));
	assert_int_equal(cti_pop_identity(pop), CTI_IDENTITY_AMBIGUOUS);
	assert_int_equal(cti_pop_greeting(pop), CTI_GREETING_QUESTION);
	assert_string_equal(cti_customer_get(cti_pop_candidate(pop, 0), "id"),
			    "42");
	cti__pop_unref(pop);
}

static void test_payload__puts_the_chosen_first_and_once(void **state)
{
	char words[] = "abcdefghijklmnopqrstuvwxyz";
	struct cti__list data;
	cti_customer *one = customer_of("1"), *two = customer_of("2");
	/* A later answer has the same customer in another object. */
	cti_customer *again = customer_of("2");
	const cti_customer *list[] = { one, again };
	struct cti_pop *pop;

	(void)state;
	cti__list_init(&data);
	pop = make(words, &data, list, 2, two);
	assert_ptr_equal(cti_pop_candidate(pop, 0), two);
	assert_ptr_equal(cti_pop_candidate(pop, 1), one);
	assert_null(cti_pop_candidate(pop, 2));
	cti__pop_unref(pop);
	/* One who has no id is equal to nobody but himself. */
	assert_int_equal(cti_customer_set(again, "id", NULL), 0);
	assert_int_equal(cti_customer_set(two, "id", NULL), 0);
	pop = make(words, &data, list, 2, two);
	assert_non_null(cti_pop_candidate(pop, 2));
	cti__pop_unref(pop);
	cti_customer_unref(one);
	cti_customer_unref(two);
	cti_customer_unref(again);
}

static void *count_up_and_down(void *arg)
{
	int i;

	for (i = 0; i < 20000; i++) {
		cti__pop_ops.ref(arg);
		cti__pop_ops.unref(arg);
	}
	return NULL;
}

static void test_payload__is_counted_from_any_thread(void **state)
{
	char words[] = "abcdefghijklmnopqrstuvwxyz";
	struct cti__list data;
	struct cti_pop *pop;
	pthread_t thread[2];

	(void)state;
	cti__list_init(&data);
	pop = make(words, &data, NULL, 0, NULL);
	assert_int_equal(
		pthread_create(&thread[0], NULL, count_up_and_down, pop), 0);
	assert_int_equal(
		pthread_create(&thread[1], NULL, count_up_and_down, pop), 0);
	pthread_join(thread[0], NULL);
	pthread_join(thread[1], NULL);
	assert_string_equal(cti_pop_id(pop), "abc");
	cti__pop_unref(pop);
}

static void test_payload__an_event_keeps_its_pop(void **state)
{
	char words[] = "abcdefghijklmnopqrstuvwxyz";
	struct cti__list data;
	struct cti_event ev;
	cti_event *kept;

	(void)state;
	cti__list_init(&data);
	cti__event_init(&ev, CTI_EVENT_POP, 1);
	ev.pop = make(words, &data, NULL, 0, NULL);
	kept = cti_event_ref(&ev);
	assert_non_null(kept);
	cti__pop_unref(ev.pop);
	assert_string_equal(cti_pop_id(cti_event_pop(kept)), "abc");
	cti_event_unref(kept);
}

static void test_payload__no_pop_says_nothing(void **state)
{
	(void)state;
	assert_string_equal(cti_pop_id(NULL), "");
	assert_string_equal(cti_pop_data(NULL, "k"), "");
	assert_null(cti_pop_candidate(NULL, 0));
	assert_int_equal(cti_pop_revision(NULL), 0);
	assert_int_equal(cti_pop_state(NULL), CTI_POP_CLOSED);
	cti__pop_unref(NULL);
}

static void test_payload__states_and_greetings_have_names(void **state)
{
	(void)state;
	assert_string_equal(cti_pop_state_name(CTI_POP_OPENED), "opened");
	assert_string_equal(cti_pop_state_name(CTI_POP_CLOSED), "closed");
	assert_null(cti_pop_state_name((enum cti_pop_state)3));
	assert_string_equal(cti_greeting_name(CTI_GREETING_STATEMENT),
			    "statement");
	assert_null(cti_greeting_name((enum cti_greeting)3));
}

static void test_payload__says_who_else_is_of_the_account(void **state)
{
	cti_customer *list[] = { customer_of("1"), customer_of("2") };
	cti_customer *others[] = { customer_of("3"), customer_of("4") };
	struct cti__pop_parts parts = { .state = CTI_POP_OPENED,
					.identity = CTI_IDENTITY_AMBIGUOUS,
					.group = CTI_GROUP_HOUSEHOLD,
					.members = 2,
					.candidate_count = 2,
					.contact_count = 2 };
	struct cti__buf out = { 0 };
	struct cti__list none;
	struct cti_pop *pop;
	size_t i;

	(void)state;
	cti__list_init(&none);
	parts.data = &none;
	parts.candidates = (const cti_customer *const *)list;
	parts.contacts = (const cti_customer *const *)others;
	parts.text[CTI__POP_GROUP_LABEL] = CTI__STR("Li");
	assert_int_equal(cti_customer_set(others[1], "role", "buyer"), 0);
	pop = cti__pop_new(&parts);
	for (i = 0; i < 2; i++) {
		assert_ptr_equal(cti_pop_candidate(pop, i), list[i]);
		assert_ptr_equal(cti_pop_contact(pop, i), others[i]);
		cti_customer_unref(list[i]);
		cti_customer_unref(others[i]);
	}
	assert_null(cti_pop_contact(pop, 2));
	assert_int_equal(cti_pop_group(pop), CTI_GROUP_HOUSEHOLD);
	cti__pop_ops.json(pop, &out);
	assert_string_equal(
		cti__buf_cstr(&out),
		",\"identity\":\"ambiguous\",\"greeting\":\"generic\","
		"\"greeting_text\":\"\",\"answered\":false,\"customer\":{"
		"\"id\":\"1\"},"
		"\"candidates\":[{\"id\":\"1\",\"name\":\"\",\"score\":0,"
		"\"reason\":\"\","
		"\"source\":\"\"},{\"id\":\"2\",\"name\":\"\",\"score\":0,"
		"\"reason\":\"\","
		"\"source\":\"\"}],\"group\":{\"kind\":\"household\",\"label\":"
		"\"Li\","
		"\"members\":2},\"contacts\":[{\"id\":\"3\",\"name\":\"\","
		"\"role\":\"\"},"
		"{\"id\":\"4\",\"name\":\"\",\"role\":\"buyer\"}],\"url\":\"\","
		"\"data\":{}");
	cti__buf_fini(&out);
	cti__pop_unref(pop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_payload__keeps_a_copy_of_everything),
		cmocka_unit_test(test_payload__puts_the_chosen_first_and_once),
		cmocka_unit_test(test_payload__is_counted_from_any_thread),
		cmocka_unit_test(test_payload__an_event_keeps_its_pop),
		cmocka_unit_test(test_payload__no_pop_says_nothing),
		cmocka_unit_test(test_payload__states_and_greetings_have_names),
		cmocka_unit_test(test_payload__says_who_else_is_of_the_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
