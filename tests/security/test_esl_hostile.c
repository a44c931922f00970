/* SPDX-License-Identifier: MIT */
/* No value gets out of its place in a command for FreeSWITCH. */
#include "esl_stage.h"
#include "sinks.h"

static int send(const struct cti_request *req, struct pieces *sent)
{
	struct stage st = { 0 };
	struct cti_port *port = &st.port;
	int err;

	stage_ready(&st);
	err = port->adapter->request(port->state, 7, req);
	pieces_of_esl(sent, cti__str_n(port->sent.p, port->sent.n));
	if (err && req->kind != CTI_REQUEST_CONFERENCE)
		assert_int_equal(port->sent.n, 0);
	stage_close(&st);
	return err;
}

static void test_esl_hostile__values_stay_in_their_place(void **state)
{
	(void)state;
	sinks_try(send, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_esl_hostile__values_stay_in_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
