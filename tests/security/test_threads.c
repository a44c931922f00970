/* SPDX-License-Identifier: MIT */
/*
 * Eight threads on one client with a thread of its own, while links come, go
 * and are lost: one polls, the others call whatever headers let any thread
 * call. For ThreadSanitizer; without it, that all comes to an end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cti/cti.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define THREADS	 8
#define ROUNDS	 40
#define KEPT	 32
#define CALL_MAX 64

/*
 * libuv closes descriptors by a system call that ThreadSanitizer does not see:
 * it then takes the next one of the same number for the old one.
 */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
	return "race:^epoll_create1$\nrace:^eventfd$\nrace:^pipe2$\n";
}

static struct {
	cti_client *client;
	pthread_mutex_t lock;
	cti_event *kept[KEPT]; /* the last ones, for everybody */
	size_t at;
	atomic_size_t told, done, accepted, busy, bad;
} shared;

/* An event that somebody else may hold, too; NULL at the beginning. */
static cti_event *borrow(unsigned which)
{
	cti_event *event;

	pthread_mutex_lock(&shared.lock);
	event = shared.kept[which % KEPT];
	if (event)
		event = cti_event_ref(event);
	pthread_mutex_unlock(&shared.lock);
	return event;
}

static void keep(cti_event *event)
{
	cti_event *old;

	pthread_mutex_lock(&shared.lock);
	old = shared.kept[shared.at];
	shared.kept[shared.at] = event;
	shared.at = (shared.at + 1) % KEPT;
	pthread_mutex_unlock(&shared.lock);
	cti_event_unref(old);
}

/* What may be done with the same objects by all at once. */

static void read_pop(const cti_pop *pop)
{
	const cti_customer *customer = cti_pop_candidate(pop, 0);
	const cti_advice *advice = cti_pop_advice(pop);
	char *text = NULL;

	if (!*cti_pop_id(pop) || !*cti_pop_call(pop))
		shared.bad++;
	(void)cti_pop_greeting_text(pop);
	(void)cti_pop_data(pop, "order");
	(void)cti_pop_url(pop);
	if (customer)
		cti_customer_unref(
			cti_customer_ref((cti_customer *)(uintptr_t)customer));
	if (advice && !cti_advice_json(advice, &text, NULL))
		cti_free(text);
}

static void read_event(unsigned round)
{
	cti_event *event = borrow(round);
	const cti_pop *pop;
	char *text;
	int field;

	if (!event)
		return;
	for (field = 0; field < CTI_FIELD_COUNT; field++) {
		(void)cti_event_has(event, field);
		(void)cti_event_str(event, field, NULL);
		(void)cti_event_int(event, field);
	}
	if (!cti_event_json(event, &text, NULL)) {
		if (*text != '{')
			shared.bad++;
		cti_free(text);
	}
	pop = cti_event_pop(event);
	if (pop)
		read_pop(pop);
	cti_event_unref(event);
}

static void read_snapshot(void)
{
	cti_snapshot *picture;
	const cti_call *call;
	size_t i, k;

	if (cti_snapshot_take(shared.client, &picture))
		return;
	for (i = 0; (call = cti_snapshot_call(picture, i)) != NULL; i++) {
		if (cti_snapshot_find_call(picture, cti_call_id(call)) != call)
			shared.bad++;
		for (k = 0; cti_call_leg(call, k); k++)
			(void)cti_leg_state(cti_call_leg(call, k));
	}
	cti_snapshot_unref(cti_snapshot_ref(picture));
	cti_snapshot_unref(picture);
}

static void read_tables(void)
{
	static const cti_number_plan plan = { sizeof(plan), "CN", "010",
					      NULL,	    NULL, 0 };
	cti_number number = { .size = sizeof(number) };
	uint64_t done, total;
	size_t i;

	for (i = 0; cti_key_at(i); i++)
		(void)cti_key_at(i)->doc;
	for (i = 0; cti_request_at(i); i++)
		(void)cti_request_kind_find(cti_request_at(i)->word);
	if (cti_number_parse("010-62345678", &plan, &number))
		shared.bad++;
	(void)cti_strerror(CTI_ENOMEM);
	(void)cti_version();
	(void)cti_fd(shared.client);
	(void)cti_client_dropped(shared.client);
	cti_source_progress(shared.client, &done, &total);
}

/* A report of its own, fed with events that are everybody's. */
static void count_events(void)
{
	cti_report *report;
	cti_event *event;
	char *text;
	unsigned i;

	if (cti_report_new(&report))
		return;
	for (i = 0; i < KEPT; i++) {
		event = borrow(i);
		if (event && cti_report_event(report, event))
			shared.bad++;
		cti_event_unref(event);
	}
	cti_report_end(report);
	if (!cti_report_write(report, "json", &text))
		cti_free(text);
	cti_report_free(report);
}

/* A client of its own beside the one of all. */
static void make_client(void)
{
	cti_client *client;

	if (cti_client_new(&client, NULL))
		shared.bad++;
	else
		cti_client_close(client);
}

/* What the library's thread does for whoever asks. */

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	(void)client;
	(void)result;
	(void)user;
	shared.done++;
}

static void ask(unsigned who)
{
	char device[8];
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;

	snprintf(device, sizeof(device), "10%02u", who);
	opts.kind = CTI_REQUEST_DIAL;
	opts.device = device;
	opts.to = "13800138000";
	if (!cti_request_send(shared.client, &opts, on_done, NULL, NULL))
		shared.accepted++;
	opts.kind = CTI_REQUEST_HANGUP;
	if (!cti_request_send(shared.client, &opts, on_done, NULL, NULL))
		shared.accepted++;
	(void)cti_request_possible(shared.client, NULL, device);
}

/* A link that only this thread knows; calls on it; and it is lost. */
static void disturb(unsigned who, unsigned round)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char name[16], line[CALL_MAX];
	cti_link *link;

	snprintf(name, sizeof(name), "own-%u", who);
	opts.url = "sim:";
	opts.name = name;
	if (cti_link_add(shared.client, &link, &opts))
		return;
	snprintf(line, sizeof(line), "call 1380013%04u to 20%02u as a", round,
		 who);
	(void)!cti_sim_do(link, line);
	(void)!cti_sim_do(link, round % 2 ? "drop 0" : "hangup a");
	(void)cti_link_reconnect(link);
	(void)cti_link_state(link);
	cti_link_remove(link);
}

static void *work(void *arg)
{
	unsigned who = (unsigned)(uintptr_t)arg, round;

	for (round = 0; round < ROUNDS; round++) {
		read_event(who * 7 + round);
		read_tables();
		if (round % 4 == who % 4)
			ask(who);
		if (round % 5 == who % 5)
			read_snapshot();
		if (round % 8 == who)
			disturb(who, round);
		if (round % 10 == who)
			count_events();
		if (round % 20 == who)
			make_client();
	}
	shared.busy--;
	return NULL;
}

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	cti_customer *customer;

	(void)client;
	(void)user;
	if (cti_customer_new(&customer)) {
		cti_lookup_answer(lookup, NULL, 0);
		return;
	}
	if (cti_customer_set(customer, "name", "Li"))
		shared.bad++;
	cti_lookup_answer(lookup, &customer, 1);
	cti_customer_unref(customer);
}

/* Until the others have ended, and then what is left. */
static void poll_all(void)
{
	cti_event *event;
	int err;

	do {
		err = cti_poll(shared.client, 20, &event);
		if (!err) {
			shared.told++;
			keep(event);
		}
	} while (shared.busy || !err);
}

static void test_threads__any_thread_may_call_what_says_so(void **state)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	pthread_t thread[THREADS];
	cti_link *link;
	uintptr_t i;

	(void)state;
	pthread_mutex_init(&shared.lock, NULL);
	assert_int_equal(cti_client_new(&shared.client, NULL), 0);
	assert_int_equal(cti_source_add(shared.client, "app", on_lookup, NULL),
			 0);
	opts.url = "sim:";
	opts.name = "all";
	assert_int_equal(cti_link_add(shared.client, &link, &opts), 0);
	assert_int_equal(cti_sim_do(link, "answers all after 0"), 0);
	shared.busy = THREADS - 1;
	for (i = 0; i < THREADS - 1; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, work, (void *)i), 0);
	poll_all();
	for (i = 0; i < THREADS - 1; i++)
		pthread_join(thread[i], NULL);
	cti_client_close(shared.client);
	for (i = 0; i < KEPT; i++)
		cti_event_unref(shared.kept[i]);
	pthread_mutex_destroy(&shared.lock);
	print_message("%zu events, %zu of %zu requests ended\n",
		      (size_t)shared.told, (size_t)shared.done,
		      (size_t)shared.accepted);
	assert_int_equal(shared.bad, 0);
	assert_true(shared.told > 50);
	/* Each once: also those that the close has ended. */
	assert_int_equal(shared.done, shared.accepted);
	assert_true(shared.accepted > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_threads__any_thread_may_call_what_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
