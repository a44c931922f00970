/* SPDX-License-Identifier: MIT */
/* No value gets out of its header in an action for Asterisk. */
#include "ami_ask.h"
#include "sinks.h"

#include <stdlib.h>

static void open_stage(struct ask_stage *s)
{
	memset(s, 0, sizeof(*s));
	fake_port_set(&s->st.port, "ami.dial_channel", "PJSIP/{device}");
	fake_port_set(&s->st.port, "ami.agent_interface", "PJSIP/{device}");
	fake_port_set(&s->st.port, "ami.ring_ms", "30000");
	fake_port_set(&s->st.port, "ami.context", "libcti");
	fake_port_set(&s->st.port, "ami.dial_context", "inside");
	stage_ready(&s->st);
	fake_port_forget(&s->st.port);
}

/* Every action is answered, so that those of several steps come to their end.
 */
static void answer_all(struct ask_stage *s)
{
	static const char answer[] =
		"Response: Success\r\nActionID: %.*s\r\nVariable: x\r\n"
		"Value: PJSIP/1001-00000001\r\n\r\n";
	struct cti__str rest = cti__str_n(s->st.port.sent.p, s->st.port.sent.n);
	struct cti__buf text = { 0 };
	struct cti__str line;

	while (rest.n) {
		line = cti__str_trim(cti__str_cut(rest, '\n', &rest));
		if (!cti__str_starts(line, CTI__STR("ActionID: ")))
			continue;
		cti__buf_printf(&text, answer, (int)line.n - 11, line.p + 10);
	}
	cti__buf_clear(&s->st.port.sent);
	if (text.n)
		stage_hear(&s->st, cti__buf_cstr(&text));
	cti__buf_fini(&text);
}

static int send(const struct cti_request *req, struct pieces *sent)
{
	struct ask_stage s;
	struct cti_port *port = &s.st.port;
	int err, step;

	open_stage(&s);
	err = port->adapter->request(port->state, ++s.tag, req);
	if (err)
		assert_int_equal(port->sent.n, 0);
	for (step = 0; step < 4 && port->sent.n; step++) {
		pieces_of_ami(sent, cti__str_n(port->sent.p, port->sent.n));
		answer_all(&s);
	}
	if (!err && port->done_count)
		err = port->done_err;
	ask_close(&s);
	return err;
}

static void test_ami_hostile__values_stay_in_their_header(void **state)
{
	(void)state;
	sinks_try(send, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ami_hostile__values_stay_in_their_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
