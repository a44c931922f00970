/* SPDX-License-Identifier: MIT */
/* No value gets out of its place in a path or a body for ARI. */
#include "ari_stage.h"
#include "sinks.h"

static int send(const struct cti_request *req, struct pieces *sent)
{
	struct cti_port port;
	size_t i;
	int err;

	memset(&port, 0, sizeof(port));
	fake_port_set(&port, "ari.dial_context", "inside");
	fake_port_set(&port, "ari.dial_channel", "PJSIP/{device}");
	fake_port_set(&port, "ari.ring_ms", "20500");
	fake_port_set(&port, "ari.app", "cti");
	stage_ready(&port);
	(void)fake_port_answer(&port, "PUT", 204, NULL);
	assert_int_equal(port.http_count, 0);
	err = port.adapter->request(port.state, 7, req);
	for (i = 0; i < port.http_count; i++)
		pieces_of_http(sent, cti__str(port.http[i].text));
	if (err)
		assert_int_equal(port.http_count, 0);
	fake_port_fini(&port);
	return err;
}

static void test_ari_hostile__values_stay_in_their_place(void **state)
{
	(void)state;
	sinks_try(send, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ari_hostile__values_stay_in_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
