/* SPDX-License-Identifier: MIT */
/* Clients from outside: embedded and with a thread of their own, on the simulator
   and on real loopback connections. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/client.h"
#include "util/refuse.h"

#include <cti/cti.h>

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

/* An embedded client and all that its callbacks have seen. */
static struct {
	uv_loop_t loop;
	cti_client *client;
	char seen[16384];
	uint64_t last_seq;
	bool closed;
	bool done;
	int lookups;
	int answers;
	cti_lookup *kept;
	bool keep_lookup;
	void (*on_ring)(void);
} e;

static void note(const char *word)
{
	size_t n = strlen(e.seen);

	snprintf(e.seen + n, sizeof(e.seen) - n, "%s ", word);
}

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	(void)client;
	(void)user;
	/* Numbers have no gaps. */
	assert_int_equal(cti_event_seq(ev), ++e.last_seq);
	if (cti_event_kind(ev) == CTI_EVENT_LINK) {
		note(cti_event_str(ev, CTI_FIELD_STATE, NULL));
		return;
	}
	note(cti_event_kind_name(cti_event_kind(ev)));
	if (cti_event_kind(ev) == CTI_EVENT_POP)
		note(cti_event_str(ev, CTI_FIELD_STATE, NULL));
	if (cti_event_kind(ev) == CTI_EVENT_RING && e.on_ring)
		e.on_ring();
}

static void on_closed(void *user)
{
	(void)user;
	e.closed = true;
}

static int embed(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	(void)state;
	memset(&e, 0, sizeof(e));
	uv_loop_init(&e.loop);
	opts.loop = &e.loop;
	opts.on_event = on_event;
	opts.on_closed = on_closed;
	return cti_client_new(&e.client, &opts);
}

static int unembed(void **state)
{
	(void)state;
	cti_client_close(e.client);
	uv_run(&e.loop, UV_RUN_DEFAULT);
	if (!e.closed)
		return -1;
	/* Nothing of the library is left on the loop. */
	return uv_loop_close(&e.loop);
}

static cti_link *add(cti_client *client, const char *url, const char *name)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link = NULL;

	opts.url = url;
	opts.name = name;
	if (cti_link_add(client, &link, &opts))
		fail_msg("%s", cti_client_detail(client));
	return link;
}

static void one_call(cti_link *link)
{
	assert_int_equal(cti_sim_do(link, "call 13800138000 to 1001 as a"), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
	assert_int_equal(cti_sim_do(link, "answer 1001"), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
	assert_int_equal(cti_sim_do(link, "hangup a"), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
}

static void script(cti_link *link)
{
	assert_int_equal(cti_sim_do(link, "agent 1001 queue support"), 0);
	one_call(link);
}

static int note_contact(const cti_contact *contact, void *user)
{
	(void)user;
	note(cti_contact_text(contact, CTI_CONTACT_STATE));
	return 0;
}

static void test_client__a_limit_of_the_journal_cuts_no_contact(void **state)
{
	char path[] = "/tmp/cti-client-XXXXXX", beside[64];
	cti_client *client;
	cti_link *link;

	(void)state;
	assert_true(close(mkstemp(path)) == 0);
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(cti_set(client, "journal.file", path), 0);
	link = add(client, "sim:?clock=virtual", NULL);
	assert_int_equal(cti_sim_do(link, "call 13800138000 to 1001 as a"), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
	assert_int_equal(cti_sim_do(link, "answer 1001"), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
	assert_int_equal(cti_set(client, "journal.retention_days", "3650"), 0);
	assert_int_equal(cti_set(client, "journal.max_waiting", "100"), 0);
	assert_int_equal(cti_sim_do(link, "hangup a"), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
	cti_client_close(client);
	e.seen[0] = '\0';
	assert_int_equal(
		cti_journal_read(path, NULL, note_contact, NULL, NULL, 0), 0);
	assert_string_equal(e.seen, "ended ");
	unlink(path);
	snprintf(beside, sizeof(beside), "%s-wal", path);
	unlink(beside);
	snprintf(beside, sizeof(beside), "%s-shm", path);
	unlink(beside);
}

static void test_client__embedded_tells_a_call_and_its_pop(void **state)
{
	cti_link *link = add(e.client, "sim:?clock=virtual", "sim");

	(void)state;
	script(link);
	assert_non_null(strstr(e.seen, "connecting resync up "));
	assert_non_null(strstr(e.seen, "ring pop opened "));
	assert_non_null(strstr(e.seen, "hangup pop closed "));
	assert_int_equal(cti_link_state(link), CTI_LINK_UP);
	assert_int_equal(cti_poll(e.client, 0, &(cti_event *){ NULL }),
			 CTI_ESTATE);
	assert_int_equal(cti_fd(e.client), -1);
	assert_int_equal(cti_client_dropped(e.client), 0);
}

static void test_client__tells_the_same_twice(void **state)
{
	char first[sizeof(e.seen)];

	script(add(e.client, "sim:?clock=virtual", "sim"));
	memcpy(first, e.seen, sizeof(first));
	assert_int_equal(unembed(state), 0);
	assert_int_equal(embed(state), 0);
	script(add(e.client, "sim:?clock=virtual", "sim"));
	assert_string_equal(e.seen, first);
}

static void in_ring(void)
{
	cti_link *link = cti_link_find(e.client, "sim");

	/* The simulator is at work: its turn comes after the callback. */
	assert_int_equal(cti_sim_do(link, "answer 1001"), 0);
	assert_int_equal(cti_sim_advance(link, 100), 0);
}

static void test_client__commands_in_a_callback_come_after_it(void **state)
{
	cti_link *link = add(e.client, "sim:?clock=virtual", "sim");

	(void)state;
	e.on_ring = in_ring;
	assert_int_equal(cti_sim_do(link, "call 13800138000 to 1001"), 0);
	assert_int_equal(cti_sim_advance(link, 100), 0);
	assert_non_null(strstr(e.seen, "ring pop opened answer "));
}

static int in_ring_err[2];

static void in_ring_without_memory(void)
{
	cti_link *link = cti_link_find(e.client, "sim");

	refuse_begin(NULL);
	refuse_after = 0;
	in_ring_err[0] = cti_sim_do(link, "hangup 1001");
	(void)cti_set_allocator(NULL);
	in_ring_err[1] = cti_sim_do(link, "answer 1001");
}

static void test_client__a_command_without_memory_spoils_no_other(void **state)
{
	cti_link *link = add(e.client, "sim:?clock=virtual", "sim");

	(void)state;
	e.on_ring = in_ring_without_memory;
	assert_int_equal(cti_sim_do(link, "call 13800138000 to 1001"), 0);
	assert_int_equal(cti_sim_advance(link, 100), 0);
	assert_int_equal(in_ring_err[0], CTI_ENOMEM);
	assert_int_equal(in_ring_err[1], 0);
	assert_non_null(strstr(e.seen, "ring pop opened answer "));
}

static void test_client__a_snapshot_shows_what_is_so(void **state)
{
	cti_link *link = add(e.client, "sim:?clock=virtual", "sim");
	cti_snapshot *shot;

	(void)state;
	assert_int_equal(cti_sim_do(link, "call 13800138000 to 1001"), 0);
	assert_int_equal(cti_sim_advance(link, 100), 0);
	assert_int_equal(cti_snapshot_take(e.client, &shot), 0);
	assert_non_null(cti_snapshot_call(shot, 0));
	assert_string_equal(cti_call_caller(cti_snapshot_call(shot, 0)),
			    "13800138000");
	assert_string_equal(cti_call_link(cti_snapshot_call(shot, 0)), "sim");
	assert_string_equal(cti_device_number(cti_snapshot_device(shot, 0)),
			    "1001");
	cti_snapshot_unref(shot);
}

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	cti_customer *who;

	(void)client;
	(void)user;
	e.lookups++;
	if (e.keep_lookup) {
		e.kept = lookup;
		return;
	}
	assert_string_equal(cti_lookup_text(lookup), "13800138000");
	assert_int_equal(cti_customer_new(&who), 0);
	assert_int_equal(cti_customer_set(who, "id", "7"), 0);
	assert_int_equal(cti_customer_set(who, "name", "Li"), 0);
	cti_lookup_answer(lookup, &who, 1);
	cti_customer_unref(who);
}

static void on_identified(cti_client *client, enum cti_identity identity,
			  const cti_customer *const *candidates, size_t count,
			  void *user)
{
	(void)client;
	e.answers++;
	assert_false(e.done);
	e.done = true;
	if (user) {
		assert_int_equal(identity, CTI_IDENTITY_IDENTIFIED);
		assert_int_equal(count, 1);
		assert_string_equal(cti_customer_get(candidates[0], "name"),
				    "Li");
	}
}

static void test_client__asks_the_application_who_calls(void **state)
{
	(void)state;
	assert_int_equal(cti_source_add(e.client, "app", on_lookup, NULL), 0);
	assert_int_equal(cti_source_add(e.client, "app", on_lookup, NULL),
			 CTI_EEXIST);
	assert_int_equal(
		cti_identify(e.client, "13800138000", on_identified, &e), 0);
	/* Never before it returns. */
	assert_false(e.done);
	while (!e.done)
		uv_run(&e.loop, UV_RUN_ONCE);
	assert_int_equal(e.lookups, 1);
	/* The second time it is in the cache. */
	e.done = false;
	assert_int_equal(
		cti_identify(e.client, "13800138000", on_identified, &e), 0);
	while (!e.done)
		uv_run(&e.loop, UV_RUN_ONCE);
	assert_int_equal(e.lookups, 1);
}

static void test_client__a_question_under_way_ends_with_the_client(void **state)
{
	(void)state;
	e.keep_lookup = true;
	assert_int_equal(cti_source_add(e.client, "app", on_lookup, NULL), 0);
	assert_int_equal(
		cti_identify(e.client, "13800138000", on_identified, NULL), 0);
	cti_client_close(e.client);
	e.client = NULL;
	assert_int_equal(e.answers, 1);
	uv_run(&e.loop, UV_RUN_DEFAULT);
	/* It may be answered when nobody is there any more. */
	cti_lookup_answer(e.kept, NULL, 0);
}

static void test_client__errors_are_sentences(void **state)
{
	static const struct {
		const char *url;
		int err;
		const char *say;
	} bad[] = {
		{ "pbx", CTI_EURL, "scheme" },
		{ "zzz://h", CTI_ESCHEME, "\"zzz\"; known are: ami, " },
		{ "ami:", CTI_EURL, "no host" },
		{ "ami:///x", CTI_EURL, "no host" },
		{ "ami://me@ho st", CTI_EURL, "sign that is in no name" },
		{ "ami://h/x", CTI_EURL, "may follow" },
		{ "ami://h?x=1", CTI_EURL, "may follow" },
		{ "replay:", CTI_EURL, "replay:FILE" },
		{ "replay:/no/such/file", CTI_EIO, "/no/such/file" },
		{ "replay:/tmp?x=1", CTI_EURL, "protocol" },
		{ "sim:?clok=virtual", CTI_EURL, "clock=virtual" },
		{ "sim:/no/such/file", CTI_EIO, "/no/such/file" },
	};
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		opts.url = bad[i].url;
		assert_int_equal(cti_link_add(e.client, &link, &opts),
				 bad[i].err);
		assert_null(link);
		if (!strstr(cti_client_detail(e.client), bad[i].say))
			fail_msg("%s: %s", bad[i].url,
				 cti_client_detail(e.client));
	}
	add(e.client, "sim:", "a");
	opts.url = "sim:";
	opts.name = "a";
	assert_int_equal(cti_link_add(e.client, NULL, &opts), CTI_EEXIST);
	assert_int_equal(cti_set(e.client, "pop.url", "ftp://x/{id}"),
			 CTI_EVALUE);
	assert_int_equal(cti_set(e.client, "numbers.country", "ZZ"),
			 CTI_EVALUE);
	assert_int_equal(cti_set(e.client, "numbers.area", "Beijing"),
			 CTI_EVALUE);
	assert_non_null(strstr(cti_client_detail(e.client),
			       "numbers.area must be digits"));
	assert_int_equal(cti_set(e.client, "numbers.outside_prefix", "nine"),
			 CTI_EVALUE);
	assert_int_equal(cti_set(e.client, "pop.utl", "x"), CTI_EKEY);
	assert_non_null(strstr(cti_client_detail(e.client), "pop.url"));
}

static void assert_key(const char *key, const char *want)
{
	char *value;

	assert_int_equal(cti_get(e.client, key, &value), 0);
	assert_string_equal(value, want);
	cti_free(value);
}

static void test_client__keys_keep_their_values_and_secrets(void **state)
{
	char *value;

	(void)state;
	assert_int_equal(cti_set(e.client, "link.secret", "canary"), 0);
	assert_key("link.secret", "***");
	assert_int_equal(cti_set(e.client, "identify.deadline_ms", "70"), 0);
	assert_int_equal(cti_set(e.client, "identify.deadline_ms", "x"),
			 CTI_EVALUE);
	assert_key("identify.deadline_ms", "70");
	assert_int_equal(cti_set(e.client, "numbers.country", "ZZ"),
			 CTI_EVALUE);
	assert_key("numbers.country", "CN");
	assert_int_equal(cti_get(e.client, "no.key", &value), CTI_EKEY);
	assert_null(value);
}

static void test_client__a_wrong_file_changes_nothing(void **state)
{
	static const char text[] = "{\"identify\":{\"deadline_ms\":70},"
				   "\"links\":{\"good\":{\"url\":\"sim:\"},"
				   "\"bad\":{\"url\":\"ami://h:0\"}}}";
	char path[] = "/tmp/cti-load-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	assert_int_equal(cti_load(e.client, path), CTI_EVALUE);
	assert_non_null(strstr(cti_client_detail(e.client), path));
	assert_non_null(strstr(cti_client_detail(e.client), "link bad"));
	assert_null(cti_link_find(e.client, "good"));
	assert_key("identify.deadline_ms", "150");
	uv_run(&e.loop, UV_RUN_NOWAIT);
	assert_string_equal(e.seen, "");
	unlink(path);
	assert_int_equal(cti_load(e.client, path), CTI_EIO);
}

/* Real connections: a server that does one thing and closes. */

struct server {
	int fd;
	uint16_t port;
	const char *says;
	pthread_t thread;
};

static void *serve(void *arg)
{
	struct server *server = arg;
	int fd = accept(server->fd, NULL, NULL);

	if (fd < 0)
		return NULL;
	if (send(fd, server->says, strlen(server->says), MSG_NOSIGNAL) < 0)
		note("unsent");
	/* Until the other side has had enough, or shuts us down. */
	if (*server->says == '\0')
		(void)!read(fd, &(char){ 0 }, 1);
	close(fd);
	return NULL;
}

static void listen_on(struct server *server)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);

	server->fd = socket(AF_INET, SOCK_STREAM, 0);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(server->fd, (struct sockaddr *)&at, n), 0);
	assert_int_equal(getsockname(server->fd, (struct sockaddr *)&at, &n),
			 0);
	server->port = ntohs(at.sin_port);
}

static void run_until(const char *word)
{
	while (!strstr(e.seen, word))
		uv_run(&e.loop, UV_RUN_ONCE);
}

static void test_client__a_port_that_nobody_listens_on_is_down(void **state)
{
	struct server server;
	char url[64];
	cti_link *link;

	(void)state;
	listen_on(&server);
	snprintf(url, sizeof(url), "ami://me@127.0.0.1:%u", server.port);
	link = add(e.client, url, NULL);
	assert_string_equal(cti_link_name(link), "127.0.0.1");
	run_until("connecting down connecting down ");
	assert_int_not_equal(strlen(cti_link_detail(link)), 0);
	close(server.fd);
}

static void test_client__a_banner_and_a_close_is_down_and_recorded(void **state)
{
	struct server server = { .says = "Asterisk Call Manager/5.0.1\r\n" };
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	struct cti_link_stats stats = { .size = sizeof(stats) };
	char path[] = "/tmp/cti-record-XXXXXX", url[64], text[512];
	int fd = mkstemp(path);
	cti_link *link;
	FILE *file;
	size_t n;

	(void)state;
	close(fd);
	listen_on(&server);
	assert_int_equal(listen(server.fd, 1), 0);
	assert_int_equal(pthread_create(&server.thread, NULL, serve, &server),
			 0);
	snprintf(url, sizeof(url), "ami://me:canary@127.0.0.1:%u", server.port);
	opts.url = url;
	opts.record = path;
	assert_int_equal(cti_link_add(e.client, &link, &opts), 0);
	run_until("connecting down ");
	cti_link_stats_get(link, &stats);
	assert_int_equal(stats.connects, 1);
	assert_int_equal(stats.bytes_in, strlen(server.says));
	cti_link_remove(link);
	pthread_join(server.thread, NULL);
	close(server.fd);
	file = fopen(path, "r");
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	assert_int_equal(strncmp(text, "libcti-recording 1 ami ", 23), 0);
	assert_non_null(strstr(text, "Asterisk Call Manager/5.0.1\r\n\n"));
	assert_non_null(strstr(text, " 0 close\n"));
	/* What we send holds secrets; it is not there. */
	assert_null(strstr(text, "canary"));
	unlink(path);
}

static void test_client__silence_after_connecting_is_down(void **state)
{
	struct server server = { .says = "" };
	char url[64];
	cti_link *link;

	(void)state;
	listen_on(&server);
	assert_int_equal(listen(server.fd, 1), 0);
	assert_int_equal(pthread_create(&server.thread, NULL, serve, &server),
			 0);
	assert_int_equal(
		cti_set(e.client, "links.s.link.login_timeout_ms", "20"), 0);
	snprintf(url, sizeof(url), "ami://me@127.0.0.1:%u", server.port);
	link = add(e.client, url, "s");
	run_until("connecting down ");
	assert_non_null(strstr(cti_link_detail(link), "did not greet"));
	cti_link_remove(link);
	pthread_join(server.thread, NULL);
	close(server.fd);
}

/* A thread of its own. */

static void test_client__own_thread_is_polled(void **state)
{
	cti_client *client;
	cti_event *ev;
	char seen[1024] = "";
	uint64_t last = 0;
	size_t n;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_true(cti_fd(client) >= 0);
	assert_int_equal(cti_poll(client, 0, &ev), CTI_EAGAIN);
	assert_null(ev);
	script(add(client, "sim:?clock=virtual", "sim"));
	while (!cti_poll(client, 0, &ev)) {
		assert_int_equal(cti_event_seq(ev), ++last);
		n = strlen(seen);
		snprintf(seen + n, sizeof(seen) - n, "%s ",
			 cti_event_kind_name(cti_event_kind(ev)));
		cti_event_unref(ev);
	}
	assert_non_null(strstr(seen, "ring pop "));
	assert_non_null(strstr(seen, "hangup pop "));
	assert_int_equal(cti_poll(client, 5, &ev), CTI_EAGAIN);
	cti_client_close(client);
}

static pthread_t poller;

static void in_poll(cti_client *client, cti_lookup *lookup, void *user)
{
	assert_true(pthread_equal(pthread_self(), poller));
	on_lookup(client, lookup, user);
}

static void test_client__own_thread_asks_in_the_poll(void **state)
{
	cti_client *client;
	cti_event *ev;

	(void)state;
	memset(&e, 0, sizeof(e));
	poller = pthread_self();
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(cti_source_add(client, "app", in_poll, NULL), 0);
	/* A machine under load shall not turn this into "unknown". */
	assert_int_equal(cti_set(client, "identify.deadline_ms", "60000"), 0);
	assert_int_equal(cti_identify(client, "13800138000", on_identified, &e),
			 0);
	while (!e.done)
		assert_int_equal(cti_poll(client, 100, &ev), CTI_EAGAIN);
	assert_int_equal(e.lookups, 1);
	cti_client_close(client);
}

static void keep(cti_client *client, cti_lookup *lookup, void *user)
{
	(void)client;
	(void)user;
	e.kept = lookup;
}

static void *answer_li(void *arg)
{
	cti_customer *who;

	(void)arg;
	if (!cti_customer_new(&who)) {
		if (!cti_customer_set(who, "name", "Li"))
			cti_lookup_answer(e.kept, &who, 1);
		cti_customer_unref(who);
	}
	return NULL;
}

static void test_client__another_thread_may_answer(void **state)
{
	cti_client *client;
	pthread_t thread;
	cti_event *ev;

	(void)state;
	memset(&e, 0, sizeof(e));
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(cti_source_add(client, "app", keep, NULL), 0);
	assert_int_equal(cti_set(client, "identify.deadline_ms", "60000"), 0);
	assert_int_equal(cti_identify(client, "13800138000", on_identified, &e),
			 0);
	while (!e.kept)
		assert_int_equal(cti_poll(client, 100, &ev), CTI_EAGAIN);
	assert_int_equal(pthread_create(&thread, NULL, answer_li, NULL), 0);
	while (!e.done)
		assert_int_equal(cti_poll(client, 100, &ev), CTI_EAGAIN);
	pthread_join(thread, NULL);
	cti_client_close(client);
}

static void *poll_for_ever(void *arg)
{
	cti_client *client = arg;
	cti_event *ev;
	int err;

	while (!(err = cti_poll(client, -1, &ev)))
		cti_event_unref(ev);
	return (void *)(intptr_t)err;
}

/* Until it has fetched everything and stays inside cti_poll(). */
static void wait_for_poller(cti_client *client)
{
	bool there = false;

	while (!there) {
		pthread_mutex_lock(&client->inbox.lock);
		there = client->inbox.polling &&
			cti__queue_empty(&client->inbox.queue);
		pthread_mutex_unlock(&client->inbox.lock);
		sched_yield();
	}
}

static void test_client__closing_ends_the_poll_of_another_thread(void **state)
{
	cti_client *client;
	pthread_t thread;
	void *result;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(pthread_create(&thread, NULL, poll_for_ever, client),
			 0);
	script(add(client, "sim:?clock=virtual", "sim"));
	wait_for_poller(client);
	cti_client_close(client);
	pthread_join(thread, &result);
	assert_int_equal((intptr_t)result, CTI_ECANCELED);
}

static void close_in_log(enum cti_log_level level, const char *text, void *user)
{
	cti_client **client = user;

	(void)level;
	(void)text;
	cti_client_close(*client);
	*client = NULL;
}

static void test_client__closing_in_a_callback_of_the_poll_is_legal(
	void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_client *client;
	cti_event *ev;
	int err = 0;

	(void)state;
	opts.on_log = close_in_log;
	opts.user = &client;
	opts.log_level = CTI_LOG_INFO;
	assert_int_equal(cti_client_new(&client, &opts), 0);
	add(client, "sim:", "sim");
	while (!err || err == CTI_EAGAIN) {
		err = cti_poll(client, 100, &ev);
		if (!err)
			cti_event_unref(ev);
	}
	assert_int_equal(err, CTI_ECANCELED);
	assert_null(client);
}

static void test_client__threads_may_call_at_once(void **state)
{
	pthread_t thread;
	cti_client *client;
	cti_link *link;
	cti_snapshot *shot;
	void *result;
	int i;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	link = add(client, "sim:?clock=virtual", "sim");
	assert_int_equal(pthread_create(&thread, NULL, poll_for_ever, client),
			 0);
	for (i = 0; i < 50; i++) {
		one_call(link);
		assert_int_equal(cti_snapshot_take(client, &shot), 0);
		cti_snapshot_unref(shot);
		assert_int_equal(cti_set(client, "queue.max_events", "100"), 0);
		assert_string_equal(cti_link_detail(link), "");
	}
	wait_for_poller(client);
	cti_client_close(client);
	pthread_join(thread, &result);
}

/* Lines of text that are events of these kinds. */
static void assert_lines(const char *text, size_t len, uint64_t *last,
			 size_t count)
{
	char seq[40];
	size_t lines = 0;

	assert_int_equal(strlen(text), len);
	while (*text) {
		snprintf(seq, sizeof(seq), "\"seq\":%llu,",
			 (unsigned long long)++*last);
		assert_memory_equal(text, "{\"event\":\"", 10);
		assert_true(strstr(text, seq) &&
			    strstr(text, seq) < strchr(text, '\n'));
		text = strchr(text, '\n') + 1;
		lines++;
	}
	assert_int_equal(lines, count);
}

static void test_client__polls_all_that_waits_as_lines(void **state)
{
	cti_client *client;
	uint64_t last = 0;
	char *text;
	size_t len;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(cti_poll_json(client, 0, 0, &text, &len), CTI_EAGAIN);
	assert_null(text);
	script(add(client, "sim:?clock=virtual", "sim"));
	assert_int_equal(cti_poll_json(client, -1, 3, &text, &len), 0);
	assert_lines(text, len, &last, 3);
	cti_free(text);
	assert_int_equal(cti_poll_json(client, 0, 1, &text, NULL), 0);
	assert_lines(text, strlen(text), &last, 1);
	cti_free(text);
	assert_int_equal(cti_poll_json(client, 0, 0, &text, &len), 0);
	assert_true(len > 0);
	cti_free(text);
	assert_int_equal(cti_poll_json(client, 0, 0, &text, &len), CTI_EAGAIN);
	cti_client_close(client);
}

static bool is_readable(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, 0) == 1;
}

static void test_client__a_poll_is_woken_once(void **state)
{
	cti_client *client;
	cti_event *ev;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_false(is_readable(cti_fd(client)));
	assert_int_equal(cti_wake(client), 0);
	assert_int_equal(cti_wake(client), 0);
	assert_true(is_readable(cti_fd(client)));
	assert_int_equal(cti_poll(client, -1, &ev), CTI_EAGAIN);
	assert_false(is_readable(cti_fd(client)));
	/* Events come first; the waking is not forgotten. */
	script(add(client, "sim:?clock=virtual", "sim"));
	assert_int_equal(cti_wake(client), 0);
	while (!cti_poll(client, -1, &ev))
		cti_event_unref(ev);
	assert_false(is_readable(cti_fd(client)));
	cti_client_close(client);
}

static void count_event(cti_client *client, const cti_event *event, void *user)
{
	unsigned *count = user;

	(void)client;
	*count += cti_event_kind(event) == CTI_EVENT_LINK;
}

static void test_client__what_is_polled_is_told_to_on_event(void **state)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_client *client;
	unsigned told = 0;
	cti_event *ev;
	char *lines;

	(void)state;
	opts.on_event = count_event;
	opts.user = &told;
	assert_int_equal(cti_client_new(&client, &opts), 0);
	add(client, "sim:?clock=virtual", "a");
	assert_int_equal(cti_poll(client, -1, &ev), 0);
	cti_event_unref(ev);
	assert_int_equal(told, 1);
	assert_int_equal(cti_poll_json(client, -1, 2, &lines, NULL), 0);
	cti_free(lines);
	assert_true(told > 1);
	cti_client_close(client);
}

static void test_client__a_poll_for_json_forgets_no_waking(void **state)
{
	cti_client *client;
	char *lines;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	script(add(client, "sim:?clock=virtual", "sim"));
	assert_int_equal(cti_wake(client), 0);
	while (!cti_poll_json(client, 0, 0, &lines, NULL)) {
		cti_free(lines);
		assert_true(is_readable(cti_fd(client)));
	}
	assert_false(is_readable(cti_fd(client)));
	cti_client_close(client);
}

static void *poll_once(void *arg)
{
	cti_event *ev;

	return (void *)(intptr_t)cti_poll(arg, -1, &ev);
}

static void test_client__another_thread_wakes_a_poll(void **state)
{
	cti_client *client;
	pthread_t thread;
	void *result;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(pthread_create(&thread, NULL, poll_once, client), 0);
	wait_for_poller(client);
	assert_int_equal(cti_wake(client), 0);
	pthread_join(thread, &result);
	assert_int_equal((intptr_t)result, CTI_EAGAIN);
	cti_client_close(client);
}

static void keep_line(enum cti_log_level level, const char *text, void *user)
{
	assert_int_equal(level, CTI_LOG_INFO);
	snprintf(user, 100, "%s", text);
}

static void test_client__says_its_name(void **state)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_client *client;
	cti_event *ev;
	char line[100] = "";

	(void)state;
	opts.on_log = keep_line;
	opts.log_level = CTI_LOG_INFO;
	opts.user = line;
	assert_int_equal(cti_client_new(&client, &opts), 0);
	assert_int_equal(cti_set(client, "client.name", "python 1.2"), 0);
	assert_int_equal(cti_poll(client, 0, &ev), CTI_EAGAIN);
	assert_string_equal(line, "client: python 1.2, on libcti 0.1.0");
	cti_client_close(client);
}

static void test_client__the_runtime_says_what_it_is(void **state)
{
	char *text;
	size_t len;

	(void)state;
	assert_int_equal(cti_abi_version(), CTI_ABI_VERSION);
	assert_int_equal(cti_runtime_info(&text, &len), 0);
	assert_int_equal(strlen(text), len);
	assert_non_null(strstr(text, "{\"version\":\"0.1.0\",\"abi\":1,"));
	assert_non_null(strstr(text, "\"adapters\":[\"ami\",\"ari\","));
	assert_non_null(strstr(text, ",\"libuv\":\"1."));
	cti_free(text);
}

#define EMBEDDED(name)                                                         \
	cmocka_unit_test_setup_teardown(test_client__##name, embed, unembed)
#define OWN(name) cmocka_unit_test(test_client__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMBEDDED(embedded_tells_a_call_and_its_pop),
		cmocka_unit_test(
			test_client__a_limit_of_the_journal_cuts_no_contact),
		EMBEDDED(tells_the_same_twice),
		EMBEDDED(commands_in_a_callback_come_after_it),
		EMBEDDED(a_command_without_memory_spoils_no_other),
		EMBEDDED(a_snapshot_shows_what_is_so),
		EMBEDDED(asks_the_application_who_calls),
		EMBEDDED(a_question_under_way_ends_with_the_client),
		EMBEDDED(errors_are_sentences),
		EMBEDDED(keys_keep_their_values_and_secrets),
		EMBEDDED(a_wrong_file_changes_nothing),
		EMBEDDED(a_port_that_nobody_listens_on_is_down),
		EMBEDDED(a_banner_and_a_close_is_down_and_recorded),
		EMBEDDED(silence_after_connecting_is_down),
		OWN(own_thread_is_polled),
		OWN(own_thread_asks_in_the_poll),
		OWN(another_thread_may_answer),
		OWN(closing_ends_the_poll_of_another_thread),
		OWN(closing_in_a_callback_of_the_poll_is_legal),
		OWN(threads_may_call_at_once),
		OWN(polls_all_that_waits_as_lines),
		OWN(a_poll_is_woken_once),
		OWN(what_is_polled_is_told_to_on_event),
		OWN(a_poll_for_json_forgets_no_waking),
		OWN(another_thread_wakes_a_poll),
		OWN(says_its_name),
		OWN(the_runtime_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
