/* SPDX-License-Identifier: MIT */
/* The Asterisk Manager Interface: the adapter's table, and bytes to messages.
 */
#include "adapters/ami/ami.h"

#include <cti/error.h>

/* No message of Asterisk's comes near it; a switch that sends more is no
 * switch. */
#define MESSAGE_MAX (256 * 1024)
#define BANNER_MAX  256
/* More lines than any event has. */
#define LINES_MAX   1000

static int ami_init(void *state, struct cti_port *port,
		    const struct cti_settings *settings)
{
	static const char *const header[] = {
#define CTI__AMI_NAME(constant, name) name,
		CTI__AMI_HEADERS(CTI__AMI_NAME)
#undef CTI__AMI_NAME
	};
	struct cti__ami_state *ami = state;

	ami->port = port;
	ami->settings = settings;
	ami->site.extensions = cti__str(
		cti_settings_get(settings, "devices.extensions"));
	ami->site.trunks = cti__str(cti_settings_get(settings, "devices.trunks"));
	ami->variables = cti__str_list(
		cti__str(cti_settings_get(settings, "data.variables")),
		ami->variable, CTI__AMI_DATA);
	ami->tls = strcmp(cti_settings_get(settings, "tls"), "true") == 0;
	cti__names_init(&ami->names, header, sizeof(*header),
			AMI_HEADER_COUNT);
	cti__ami_events_init(ami);
	if (!cti_port_is_replay(port) &&
	    !cti_settings_get(settings, "user")[0]) {
		cti_port_detail(port, "AMI needs a user: give one in the URL "
				      "(ami://user@host), the link's options "
				      "or link.user");
		return CTI_EINVAL;
	}
	return 0;
}

static void ami_fini(void *state)
{
	(void)state;
}

static int ami_up(void *state)
{
	struct cti__ami_state *ami = state;

	ami->phase = AMI_PHASE_BANNER;
	ami->looked = 0;
	ami->lists = 0;
	ami->booted = false;
	ami->diagnosis.runs = false;
	ami->diagnosis.listening = false;
	cti__ami_requests_reset(ami);
	return 0;
}

static void ami_down(void *state, int why)
{
	(void)why;
	(void)ami_up(state);
}

static int ami_ping(void *state)
{
	struct cti__ami_action ping;

	cti__ami_action_begin(&ping, "Ping");
	cti__ami_action_id(&ping, state, "ping");
	return cti__ami_action_send(&ping, state);
}

static void ami_wake(void *state)
{
	cti__ami_ready(state);
	cti__ami_diagnosis_wake(state);
}

/* The greeting is one line, without the empty one behind it. */
static ssize_t take_banner(struct cti__ami_state *ami, const char *data,
			   size_t len)
{
	size_t n = cti__str_chr(cti__str_n(data, len), '\n');
	int err;

	if (n == len) {
		if (len < BANNER_MAX)
			return 0;
		return cti__ami_banner(ami, CTI__STR_NONE);
	}
	err = cti__ami_banner(ami, cti__block_first(cti__str_n(data, n + 1)));
	return err ? err : (ssize_t)(n + 1);
}

static void read_message(struct cti__ami_state *ami, struct cti__str block)
{
	struct cti__ami_message msg = { .ami = ami, .raw = block };

	if (cti__block_parse(&ami->names, block, msg.value) > LINES_MAX) {
		cti_port_count(ami->port, 1, 1, 0);
		return;
	}
	if (msg.value[AMI_EVENT].n)
		cti__ami_event(&msg);
	else if (msg.value[AMI_RESPONSE].n)
		cti__ami_response(&msg);
	else
		cti_port_count(ami->port, 0, 1, 0);
	cti_port_count(ami->port, 1, 0, 0);
}

/* Asterisk begins an event with its name: most need no second look. */
static bool is_passed_over(const struct cti__ami_state *ami,
			   struct cti__str block)
{
	static const struct cti__str mark = { "Event: ", 7 };
	struct cti__str name;

	if (!cti__str_starts(block, mark))
		return false;
	name = cti__block_first(block);
	name = cti__str_sub(name, mark.n, name.n);
	return !cti__ami_is_wanted(ami, name) ||
	       (cti__str_is(name, "VarSet") &&
		!cti__ami_tells_variable(ami, block));
}

static void take_message(struct cti__ami_state *ami, struct cti__str block)
{
	cti_port_message(ami->port, block);
	if (ami->diagnosis.runs && cti__ami_diagnosis_takes(ami, block))
		cti_port_count(ami->port, 1, 0, 0);
	else if (is_passed_over(ami, block))
		cti_port_count(ami->port, 1, 0, 0);
	else
		read_message(ami, block);
}

static ssize_t ami_input(void *state, const char *data, size_t len)
{
	struct cti__ami_state *ami = state;
	size_t used = 0, n;
	ssize_t banner;

	if (ami->phase == AMI_PHASE_BANNER) {
		banner = take_banner(ami, data, len);
		if (banner <= 0)
			return banner;
		used = (size_t)banner;
	}
	while (used < len) {
		/* An empty line between messages is nobody's. */
		if (data[used] == '\r' || data[used] == '\n') {
			used++;
			continue;
		}
		n = cti__block_end(data + used, len - used, &ami->looked);
		if (!n)
			break;
		ami->looked = 0;
		take_message(ami, cti__str_n(data + used, n));
		used += n;
	}
	if (len - used > MESSAGE_MAX) {
		cti_port_detail(ami->port,
				"the switch sent a message without an end");
		return CTI_EPROTO;
	}
	return (ssize_t)used;
}

const struct cti_adapter cti__adapter_ami = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "ami",
	.title = "Asterisk Manager Interface",
	.wire = CTI_WIRE_STREAM,
	.port = 5038,
	.tls_port = 5039,
	.caps = CTI_CAP_SNAPSHOT | CTI_CAP_QUEUES | CTI_CAP_AGENTS |
		CTI_CAP_PARK,
	.state_size = sizeof(struct cti__ami_state),
	.init = ami_init,
	.fini = ami_fini,
	.up = ami_up,
	.down = ami_down,
	.input = ami_input,
	.refuse = cti__ami_refuse,
	.request = cti__ami_request,
	.resync = cti__ami_resync,
	.ping = ami_ping,
	.wake = ami_wake,
	.diagnose = cti__ami_diagnose,
	.unreached = &cti__ami_unreached,
	.refused = &cti__ami_refused,
};
