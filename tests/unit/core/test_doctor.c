/* SPDX-License-Identifier: MIT */
/* A look at a link: who is told what, and that it ends once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/doctor.h"
#include "fake.h"

static const struct cti_finding_form found = {
	"fake-thing", CTI_FINDING_WARNING, "{1} wants {2}, not {{3} or {9}.",
	"Say {2}.",   "fake.conf",	   "[{1}]",
	"want = {2}",
};
static const struct cti_finding_form refused = {
	"fake-login",
	CTI_FINDING_FAULT,
	"{2} at {1}: {3}",
};

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	struct cti_adapter adapter;
	bool closed, asked, call, close_at_finding;
	char told[2048];
	int ends, end;
} t;

static int diagnose(void *state, bool call)
{
	(void)state;
	t.asked = true;
	t.call = call;
	return 0;
}

static void on_finding(cti_client *client, const cti_finding *finding,
		       void *user)
{
	size_t n = strlen(t.told);

	(void)user;
	snprintf(t.told + n, sizeof(t.told) - n, "%s %s|%s|%s|%s %s: %s\n",
		 cti_finding_level_name(finding->level), finding->id,
		 finding->text, finding->remedy, finding->file,
		 finding->section, finding->line);
	if (!t.close_at_finding)
		return;
	cti_client_close(client);
	t.client = NULL;
}

static void on_done(cti_client *client, int error, void *user)
{
	(void)client;
	(void)user;
	t.ends++;
	t.end = error;
}

static void on_closed(void *user)
{
	(void)user;
	t.closed = true;
}

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	struct cti_link_opts link = CTI_LINK_OPTS_INIT;

	(void)state;
	memset(&t, 0, sizeof(t));
	memset(&fake, 0, sizeof(fake));
	fake.clock_us = 1000000;
	fake.alarm_us = INT64_MAX;
	t.adapter = fake_adapter;
	t.adapter.diagnose = diagnose;
	t.adapter.refused = &refused;
	uv_loop_init(&t.loop);
	opts.loop = &t.loop;
	opts.on_closed = on_closed;
	if (cti_client_new(&t.client, &opts))
		return -1;
	link.name = "pbx";
	link.url = "fake://host";
	link.user = "me";
	return cti__link_add_with(t.client, &t.link, &link, &t.adapter,
				  &fake_env);
}

static int tear_down(void **state)
{
	(void)state;
	cti_client_close(t.client);
	uv_run(&t.loop, UV_RUN_DEFAULT);
	if (!t.closed)
		return -1;
	return uv_loop_close(&t.loop);
}

static void begin(void)
{
	assert_int_equal(cti_link_diagnose(t.link, CTI_DIAGNOSE_CALL,
					   on_finding, on_done, NULL),
			 0);
	assert_int_equal(t.ends, 0);
}

static void turn(void)
{
	uv_run(&t.loop, UV_RUN_NOWAIT);
	uv_run(&t.loop, UV_RUN_NOWAIT);
}

static void go_live(void)
{
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;R;");
	fake.clock_us += 7000;
	fake_receive(t.link, "S;");
}

static void told(const char *text)
{
	assert_string_equal(t.told, text);
	t.told[0] = '\0';
}

static void test_doctor__asks_the_adapter_once_the_link_is_up(void **state)
{
	const struct cti__str values[] = { CTI__STR("cti"), CTI__STR("more") };

	(void)state;
	/* The fake world begins by hand. */
	cti__later_stop(&t.link->later);
	begin();
	turn();
	assert_false(t.asked);
	go_live();
	assert_false(t.asked);
	turn();
	assert_true(t.asked);
	assert_true(t.call);
	told("good link-up|host:5038 was reached and let us in within 0 ms, "
	     "and "
	     "listed what is so now within 7 ms.|| : \n");
	cti_port_finding(&t.link->port, &found, values, 2);
	told("warning fake-thing|cti wants more, not { or .|Say "
	     "more.|fake.conf [cti]: want = more\n");
	assert_int_equal(t.ends, 0);
	cti_port_diagnosed(&t.link->port);
	cti_port_diagnosed(&t.link->port);
	assert_int_equal(t.ends, 0);
	turn();
	assert_int_equal(t.ends, 1);
	assert_int_equal(t.end, 0);
	/* What comes late is nobody's. */
	cti_port_finding(&t.link->port, &found, values, 2);
	cti_port_diagnosed(&t.link->port);
	turn();
	told("");
	assert_int_equal(t.ends, 1);
}

static void test_doctor__a_link_that_is_up_is_looked_at_at_once(void **state)
{
	(void)state;
	go_live();
	turn();
	begin();
	assert_int_equal(
		cti_link_diagnose(t.link, 0, on_finding, on_done, NULL),
		CTI_EAGAIN);
	turn();
	assert_true(t.asked);
	told("good link-up|host:5038 was reached and let us in; the link is "
	     "up.|| : \n");
}

static void test_doctor__a_refused_login_is_in_the_adapters_words(void **state)
{
	(void)state;
	begin();
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;A;");
	turn();
	told("fault fake-login|me at host:5038: the switch refused the login: "
	     "wrong password|| : \n");
	assert_int_equal(t.end, CTI_ELINKDOWN);
	assert_int_equal(t.ends, 1);
}

static void fails(int err, const char *id)
{
	begin();
	fake_start(t.link);
	fake_closed(t.link, err, "why");
	turn();
	assert_int_equal(strncmp(t.told, "fault ", 6), 0);
	assert_int_equal(strncmp(t.told + 6, id, strlen(id)), 0);
	assert_int_equal(t.end, CTI_ELINKDOWN);
}

static void test_doctor__a_name_without_an_address_is_said(void **state)
{
	(void)state;
	fails(CTI_ERESOLVE, "link-name|The host of host:5038 has");
}

static void test_doctor__a_bad_certificate_is_said(void **state)
{
	(void)state;
	fails(CTI_ETLS, "link-tls|No TLS connection with host:5038: why");
}

static void test_doctor__nobody_at_the_port_is_said(void **state)
{
	(void)state;
	fails(CTI_ECONNECT, "link-unreached|host:5038 cannot be used: why");
}

static void test_doctor__a_link_lost_meanwhile_ends_the_look(void **state)
{
	(void)state;
	go_live();
	begin();
	turn();
	t.told[0] = '\0';
	fake_closed(t.link, CTI_EEOF, "gone");
	turn();
	told("fault link-lost|The link to host:5038 was lost while it was "
	     "looked at: gone|Look again; if that is lost too, see the "
	     "switch's log for who ended it.| : \n");
	assert_int_equal(t.ends, 1);
}

static void test_doctor__a_link_that_does_not_come_back_is_not_lost_now(
	void **state)
{
	(void)state;
	go_live();
	fake_closed(t.link, CTI_ECONNECT, "nobody");
	begin();
	turn();
	assert_null(strstr(t.told, "link-lost"));
	assert_non_null(strstr(t.told, "link-unreached"));
	assert_int_equal(t.ends, 1);
}

static void test_doctor__removing_the_link_ends_the_look(void **state)
{
	(void)state;
	go_live();
	begin();
	cti_link_remove(t.link);
	assert_int_equal(t.ends, 1);
	assert_int_equal(t.end, CTI_ECANCELED);
}

static void test_doctor__the_client_may_be_closed_at_a_finding(void **state)
{
	(void)state;
	t.close_at_finding = true;
	go_live();
	begin();
	turn();
	assert_int_equal(t.ends, 1);
	assert_int_equal(t.end, CTI_ECANCELED);
}

/* A client with a thread of its own; nobody is at the other end of its link. */
static cti_client *own_client(cti_link **link)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *own;

	opts.url = "ami://me:secret@127.0.0.1:1";
	assert_int_equal(cti_client_new(&own, NULL), 0);
	assert_int_equal(cti_link_add(own, link, &opts), 0);
	assert_int_equal(cti_link_diagnose(*link, 0, on_finding, on_done, NULL),
			 0);
	assert_int_equal(t.ends, 0);
	return own;
}

static void test_doctor__a_poll_tells_what_was_found(void **state)
{
	cti_link *link;
	cti_client *own = own_client(&link);
	cti_event *ev;
	int turns;

	(void)state;
	for (turns = 0; turns < 1000 && !t.ends; turns++)
		if (cti_poll(own, 10, &ev) == 0)
			cti_event_unref(ev);
	assert_int_equal(t.ends, 1);
	assert_int_equal(t.end, CTI_ELINKDOWN);
	assert_memory_equal(t.told, "fault ami-unreached|", 20);
	cti_client_close(own);
	assert_int_equal(t.ends, 1);
}

static void test_doctor__closing_a_client_that_nobody_polls_ends_the_look(
	void **state)
{
	cti_link *link;
	cti_client *own = own_client(&link);

	(void)state;
	cti_client_close(own);
	assert_int_equal(t.ends, 1);
	assert_true(t.end == CTI_ECANCELED || t.end == CTI_ELINKDOWN);
	assert_string_equal(t.told, "");
}

static void test_doctor__refuses_what_it_cannot_look_at(void **state)
{
	(void)state;
	assert_int_equal(cti_link_diagnose(NULL, 0, on_finding, on_done, NULL),
			 CTI_EINVAL);
	assert_int_equal(cti_link_diagnose(t.link, 0, NULL, on_done, NULL),
			 CTI_EINVAL);
	assert_int_equal(cti_link_diagnose(t.link, 0, on_finding, NULL, NULL),
			 CTI_EINVAL);
	assert_null(cti_finding_level_name((enum cti_finding_level)99));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_doctor__asks_the_adapter_once_the_link_is_up,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_link_that_is_up_is_looked_at_at_once,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_refused_login_is_in_the_adapters_words,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_name_without_an_address_is_said, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_bad_certificate_is_said, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__nobody_at_the_port_is_said, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_link_lost_meanwhile_ends_the_look,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_link_that_does_not_come_back_is_not_lost_now,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__removing_the_link_ends_the_look, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__the_client_may_be_closed_at_a_finding,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__a_poll_tells_what_was_found, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__closing_a_client_that_nobody_polls_ends_the_look,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_doctor__refuses_what_it_cannot_look_at, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
