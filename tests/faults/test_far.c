/* SPDX-License-Identifier: MIT */
/* Reconnect scenarios of what lies between: names, certificates, other hosts,
   and many clients at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stage.h"
#include "tls.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLIENTS 100

/* In place of the system's: the name "pbx.test" is there when the test wants.
 */
static atomic_bool name_is_known;
static atomic_uint names_asked;

typedef int resolve_fn(const char *node, const char *service,
		       const struct addrinfo *hints, struct addrinfo **out);

int getaddrinfo(const char *node, const char *service,
		const struct addrinfo *hints, struct addrinfo **out)
{
	static resolve_fn *real;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	if (!node || strcmp(node, "pbx.test") != 0)
		return real(node, service, hints, out);
	names_asked++;
	return name_is_known ? real(stage_address(), service, hints, out)
			     : EAI_AGAIN;
}

static bool has_failed_once(struct stage *stage)
{
	return stage->downs > 0;
}

static void test_far__r02_a_name_that_is_not_known_yet_is_asked_again(
	void **state)
{
	struct stage stage;

	(void)state;
	name_is_known = false;
	stage_init(&stage);
	stage_link_to(&stage, "pbx.test", proxy_port(stage.proxy));
	assert_true(stage_wait(&stage, has_failed_once, 5000));
	assert_non_null(strstr(stage.detail, "pbx.test"));
	assert_non_null(strstr(stage.detail, "has no address"));
	name_is_known = true;
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	assert_true(names_asked > 1);
	stage_fini(&stage);
}

static void test_far__r24_another_host_takes_over_and_the_first_again(
	void **state)
{
	struct stage stage;
	struct proxy *second;
	struct world_call *call;
	char standby[64];

	(void)state;
	stage_init(&stage);
	second = proxy_new(&stage.loop, stage_address(), 0, stage_address(),
			   stage.server->port);
	snprintf(standby, sizeof(standby), "%s:%u", stage_address(),
		 proxy_port(second));
	stage_set(&stage, "link.standby", standby);
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	assert_int_equal(proxy_accepted(second), 0);
	call = world_arrive(&stage.world, "13800138000", "4001100266");
	world_ring(call, "1001");
	stage_must_agree(&stage);

	stage_away(&stage);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	assert_true(proxy_open(second) > 0);
	world_answer(call);
	stage_must_agree(&stage);

	/* It stays there while that is well, and comes back when it is not. */
	proxy_listen(stage.proxy, true);
	proxy_listen(second, false);
	proxy_now(second, "reset");
	assert_true(stage_wait(&stage, stage_is_away, 2000));
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	assert_true(proxy_open(stage.proxy) > 0);
	stage_must_agree(&stage);
	assert_int_equal(stage.witness.count[CTI_EVENT_CALL_BEGIN], 1);
	assert_int_equal(stage.witness.count[CTI_EVENT_CALL_END], 0);
	proxy_free(second);
	stage_fini(&stage);
}

static void test_far__a_standby_that_is_no_address_is_named(void **state)
{
	static const char *const wrong[] = { "pbx2:99999", ":5038", "pbx2:0",
					     "ok.test, pbx2:x", "pbx2:" };
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	struct stage stage;
	char url[64];
	size_t i;

	(void)state;
	stage_open(&stage);
	snprintf(url, sizeof(url), "%s://u@127.0.0.1", stage_protocol->name);
	opts.url = url;
	if (stage_protocol == &protocol_esl)
		opts.user = "u@d";
	opts.name = "second";
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		stage_set(&stage, "link.standby", wrong[i]);
		assert_int_equal(cti_link_add(stage.client, NULL, &opts),
				 CTI_EVALUE);
		assert_non_null(strstr(cti_client_detail(stage.client),
				       "which is no host and no host:port"));
	}
	stage_fini(&stage);
}

static void add_tls_link(struct stage *stage, uint16_t port)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[128];

	snprintf(url, sizeof(url), "%s+tls://%s:%u", stage_protocol->name,
		 stage_address(), port);
	opts.url = url;
	opts.name = "pbx";
	opts.user = *stage->server->user ? stage->server->user : NULL;
	opts.secret = "s3cret";
	if (cti_link_add(stage->client, &stage->link, &opts))
		fail_msg("%s", cti_client_detail(stage->client));
}

static bool has_failed_twice(struct stage *stage)
{
	return stage->downs > 1;
}

static void test_far__r23_another_certificate_is_not_trusted_until_it_is(
	void **state)
{
	char folder[] = "/tmp/cti-faults-XXXXXX", command[300];
	char cert[128], key[128], other_cert[128], other_key[128];
	struct tls_front *front;
	struct stage stage;

	(void)state;
	assert_non_null(mkdtemp(folder));
	tls_make(folder, "first", stage_address(), cert, key);
	tls_make(folder, "other", stage_address(), other_cert, other_key);
	stage_init(&stage);
	front = tls_front_new(stage_address(), proxy_port(stage.proxy), cert,
			      key);
	stage_set(&stage, "tls.ca_file", cert);
	add_tls_link(&stage, tls_front_port(front));
	assert_true(stage_wait(&stage, stage_is_up, 5000));

	tls_front_show(front, other_cert, other_key);
	tls_front_drop(front);
	assert_true(stage_wait(&stage, has_failed_twice, 5000));
	assert_non_null(strstr(stage.detail, "cannot be trusted"));
	assert_int_equal(stage.ups, 1);

	/* Whoever looks after the switch puts the new one where it is read. */
	snprintf(command, sizeof(command), "cp %s %s", other_cert, cert);
	assert_int_equal(system(command), 0);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	stage_must_agree(&stage);
	stage_fini(&stage);
	tls_front_free(front);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

static cti_link *many[CLIENTS];

static bool all_are_up(struct stage *stage)
{
	int i;

	(void)stage;
	for (i = 0; i < CLIENTS; i++)
		if (cti_link_state(many[i]) != CTI_LINK_UP)
			return false;
	return true;
}

static void add_many(struct stage *stage)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[128], name[16];
	int i;

	snprintf(url, sizeof(url), "%s://%s:%u", stage_protocol->name,
		 stage_address(), proxy_port(stage->proxy));
	opts.url = url;
	opts.name = name;
	opts.user = *stage->server->user ? stage->server->user : NULL;
	opts.secret = "s3cret";
	for (i = 0; i < CLIENTS; i++) {
		snprintf(name, sizeof(name), "pbx%d", i);
		assert_int_equal(cti_link_add(stage->client, &many[i], &opts),
				 0);
	}
}

/* The most that began within a window of that length. */
static unsigned crowd(const uint64_t *at, unsigned count, uint64_t span_ns)
{
	unsigned i, j = 0, most = 0;

	for (i = 0; i < count; i++) {
		while (at[i] - at[j] >= span_ns)
			j++;
		most = i - j + 1 > most ? i - j + 1 : most;
	}
	return most;
}

/* Half the defaults, and a restart of a second: what test_backoff.c proves of
   the figures, seen on real sockets. */
static void test_far__r22_a_hundred_clients_come_back_apart(void **state)
{
	struct stage stage;
	unsigned before;

	(void)state;
	stage_init(&stage);
	stage_set(&stage, "link.backoff_min_ms", "250");
	stage_set(&stage, "link.backoff_max_ms", "15000");
	add_many(&stage);
	assert_true(stage_wait(&stage, all_are_up, 20000));
	proxy_listen(stage.proxy, false);
	server_hang_up(stage.server);
	stage_pass(&stage, 1000);
	before = stage.attempts;
	proxy_listen(stage.proxy, true);
	assert_true(stage_wait(&stage, all_are_up, 10000));
	assert_true(stage.attempts < STAGE_TURNS);
	/* A second is twenty windows of 50 ms: nobody may have them alone. */
	assert_in_range(crowd(stage.attempt_ns + before,
			      stage.attempts - before, 50000000),
			1, CLIENTS * 2 / 5);
	stage_fini(&stage);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_far__r02_a_name_that_is_not_known_yet_is_asked_again),
		cmocka_unit_test(
			test_far__r24_another_host_takes_over_and_the_first_again),
		cmocka_unit_test(
			test_far__a_standby_that_is_no_address_is_named),
		cmocka_unit_test(
			test_far__r23_another_certificate_is_not_trusted_until_it_is),
		cmocka_unit_test(
			test_far__r22_a_hundred_clients_come_back_apart),
	};

	return stage_main(argc, argv, "far", tests,
			  sizeof(tests) / sizeof(tests[0]));
}
