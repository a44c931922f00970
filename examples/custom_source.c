/* SPDX-License-Identifier: MIT */
/*
 * The application itself says who is calling, and takes its time: custom_source
 *
 * A lookup arrives as a callback inside cti_poll(). It may be answered there,
 * or kept while a database or a web service is asked, and answered later. The
 * pop has opened long before: the answer updates it, even behind the deadline.
 * One call on the idle simulator shows it.
 */
#include <cti/cti.h>

#include <stdio.h>
#include <string.h>

/* How long our imagined customer system thinks, in polls of 50 ms. */
#define PATIENCE    6
#define WAITING_MAX 8

static struct {
	cti_lookup *lookup;
	int polls; /* until the answer is there */
} waiting[WAITING_MAX];

/* The customer system: one customer. NULL: nobody, or no memory. */
static cti_customer *find(const cti_number *number)
{
	cti_customer *customer;

	if (strcmp(number->e164, "+8613800138000") != 0 ||
	    cti_customer_new(&customer))
		return NULL;
	if (cti_customer_set(customer, "id", "4711") ||
	    cti_customer_set(customer, "name", "李明") ||
	    cti_customer_set(customer, "gender", "m") ||
	    cti_customer_set(customer, "tier", "gold")) {
		cti_customer_unref(customer);
		return NULL;
	}
	return customer;
}

static void answer(cti_lookup *lookup)
{
	cti_customer *customer = find(cti_lookup_number(lookup));

	cti_lookup_answer(lookup, &customer, customer ? 1 : 0);
	cti_customer_unref(customer);
}

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	size_t i;

	(void)client;
	(void)user;
	printf("who is %s?\n", cti_lookup_text(lookup));
	for (i = 0; i < WAITING_MAX; i++) {
		if (waiting[i].lookup)
			continue;
		waiting[i].lookup = lookup;
		waiting[i].polls = PATIENCE;
		return;
	}
	/* Every lookup needs its answer: nobody, when there is no room. */
	cti_lookup_answer(lookup, NULL, 0);
}

/* Answer what has waited long enough; everything, when it is time to go. */
static void answer_waiting(bool all)
{
	cti_lookup *lookup;
	size_t i;

	for (i = 0; i < WAITING_MAX; i++) {
		lookup = waiting[i].lookup;
		if (!lookup || (--waiting[i].polls > 0 && !all))
			continue;
		waiting[i].lookup = NULL;
		answer(lookup);
	}
}

/* Returns whether to go on. */
static bool on_pop(cti_link *link, const cti_pop *pop)
{
	const cti_customer *who = cti_pop_candidate(pop, 0);

	printf("%s revision %u: %s, %s\n",
	       cti_pop_state_name(cti_pop_state(pop)), cti_pop_revision(pop),
	       cti_identity_name(cti_pop_identity(pop)),
	       who ? cti_customer_get(who, "name") : "nobody yet");
	/* Now that the caller has a name, the story may end. */
	if (who && cti_pop_state(pop) != CTI_POP_CLOSED &&
	    cti_sim_do(link, "hangup a"))
		fprintf(stderr, "custom_source: %s\n", cti_link_detail(link));
	return cti_pop_state(pop) != CTI_POP_CLOSED;
}

static int run(cti_client *client)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_event *event;
	cti_link *link;
	bool more = true;
	int err;

	opts.url = "sim:";
	err = cti_source_add(client, "crm", on_lookup, NULL);
	if (!err)
		err = cti_link_add(client, &link, &opts);
	if (!err)
		err = cti_sim_do(link, "call 13800138000 to 1001 as a");
	while (!err && more) {
		err = cti_poll(client, 50, &event);
		if (err == CTI_EAGAIN) {
			answer_waiting(false);
			err = 0;
		} else if (!err) {
			if (cti_event_pop(event))
				more = on_pop(link, cti_event_pop(event));
			cti_event_unref(event);
		}
	}
	return err;
}

int main(void)
{
	cti_client *client;
	int err = cti_client_new(&client, NULL);

	if (!err) {
		err = run(client);
		answer_waiting(true);
		cti_client_close(client);
	}
	if (err)
		fprintf(stderr, "custom_source: %s\n", cti_strerror(err));
	return err ? 1 : 0;
}
