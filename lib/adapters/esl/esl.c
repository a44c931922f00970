/* SPDX-License-Identifier: MIT */
/* FreeSWITCH's Event Socket: the adapter's table, and bytes to messages. */
#include "adapters/esl/esl.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>
#include <strings.h>

/* Headers of the protocol itself are few and short. */
#define HEAD_MAX (16 * 1024)
/* The list of all calls of a big switch is the longest. */
#define BODY_MAX (32 * 1024 * 1024)

enum outer_header {
	OUTER_LENGTH,
	OUTER_TYPE,
	OUTER_REPLY,
	OUTER_JOB,
	OUTER_COUNT
};

static const char *const header[ESL_HEADER_COUNT] = {
#define CTI__ESL_NAME(constant, name) name,
	CTI__ESL_HEADERS(CTI__ESL_NAME)
#undef CTI__ESL_NAME
};

static bool is_header(const char *name)
{
	size_t i;

	for (i = 0; i < ESL_HEADER_COUNT; i++)
		if (strcasecmp(name, header[i]) == 0)
			return true;
	return false;
}

/* The site's variables are headers like any other, if they are none yet. */
static void add_variables(struct cti__esl_state *esl)
{
	struct cti__str word[CTI__ESL_DATA];
	size_t i, n = cti__str_list(
			  cti__str(cti_settings_get(esl->settings,
						    "data.variables")),
			  word, CTI__ESL_DATA);
	char *name;

	esl->variables = 0;
	for (i = 0; i < n; i++) {
		name = esl->variable_header[esl->variables];
		snprintf(name, sizeof(esl->variable_header[0]),
			 "variable_%.*s", (int)word[i].n, word[i].p);
		if (is_header(name))
			continue;
		esl->variable[esl->variables] = word[i];
		esl->header[ESL_HEADER_COUNT + esl->variables++] = name;
	}
}

static int esl_init(void *state, struct cti_port *port,
		    const struct cti_settings *settings)
{
	static const char *const outer[OUTER_COUNT] = {
		[OUTER_LENGTH] = "Content-Length",
		[OUTER_TYPE] = "Content-Type",
		[OUTER_REPLY] = "Reply-Text",
		[OUTER_JOB] = "Job-UUID",
	};
	struct cti__esl_state *esl = state;

	esl->port = port;
	esl->settings = settings;
	cti__list_init(&esl->peers);
	esl->extensions = cti__str(
		cti_settings_get(settings, "devices.extensions"));
	esl->trunks = cti__str(cti_settings_get(settings, "devices.trunks"));
	memcpy(esl->header, header, sizeof(header));
	add_variables(esl);
	cti__names_init(&esl->names, esl->header, sizeof(*esl->header),
			ESL_HEADER_COUNT + esl->variables);
	cti__names_init(&esl->outer, outer, sizeof(*outer), OUTER_COUNT);
	cti__esl_events_init(esl);
	if (!cti__esl_json_init(esl))
		return CTI_EINVAL;
	return cti_port_is_replay(port) ? 0 : cti__esl_check_user(esl);
}

static void esl_fini(void *state)
{
	struct cti__esl_state *esl = state;

	cti__scan_fini(&esl->scan);
	cti__buf_fini(&esl->unseen);
	cti__free(esl->scratch);
	esl->scratch = NULL;
	esl->scratch_room = 0;
}

static int esl_up(void *state)
{
	struct cti__esl_state *esl = state;

	esl->phase = ESL_PHASE_BANNER;
	esl->looked = 0;
	esl->asked = esl->answered = 0;
	esl->syncing = false;
	esl->diagnosis.runs = false;
	cti__buf_fini(&esl->unseen);
	return 0;
}

static void esl_down(void *state, int why)
{
	(void)why;
	(void)esl_up(state);
}

static void malformed(struct cti__esl_state *esl)
{
	cti_port_count(esl->port, 0, 1, 0);
}

typedef int read_fn(struct cti__esl_message *msg, struct cti__str text);

static void take_event(struct cti__esl_state *esl, read_fn *read,
		       struct cti__str text)
{
	struct cti__esl_message msg;
	int err;

	memset(&msg, 0, sizeof(msg));
	msg.esl = esl;
	err = read(&msg, text);
	if (!err)
		cti__esl_event(&msg);
	else if (err != CTI__ESL_UNWANTED)
		malformed(esl);
}

static void take_message(struct cti__esl_state *esl,
			 const struct cti__esl_outer *outer,
			 struct cti__str body)
{
	cti_port_count(esl->port, 1, 0, 0);
	if (cti__str_is(outer->type, "text/event-plain"))
		take_event(esl, cti__esl_read_plain, body);
	else if (cti__str_is(outer->type, "text/event-json"))
		take_event(esl, cti__esl_read_json, body);
	else if (cti__str_is(outer->type, "auth/request"))
		cti__esl_asked(esl);
	else if (cti__str_is(outer->type, "command/reply"))
		cti__esl_replied(esl, outer->reply, body);
	else if (cti__str_is(outer->type, "api/response"))
		cti__esl_replied(esl, CTI__STR_NONE, body);
	else if (cti__str_is(outer->type, "text/rude-rejection"))
		cti__esl_rejected(esl, body);
	else if (!outer->type.n)
		malformed(esl);
}

int cti__esl_cut(struct cti__esl_cut *cut, struct cti__esl_state *esl,
		 struct cti__str data, size_t *looked, size_t head_max,
		 size_t body_max)
{
	struct cti__str value[OUTER_COUNT] = { { NULL, 0 } };
	size_t head = cti__block_end(data.p, data.n, looked);
	uint64_t length = 0;

	memset(cut, 0, sizeof(*cut));
	/* The same whether its end has come yet or not. */
	if ((head ? head : data.n) > head_max)
		return CTI_EPROTO;
	if (!head)
		return 0;
	*looked = 0;
	cut->head = cti__str_sub(data, 0, head);
	(void)cti__block_parse(&esl->outer, cut->head, value);
	cut->outer.length = value[OUTER_LENGTH];
	cut->outer.type = value[OUTER_TYPE];
	cut->outer.reply = value[OUTER_REPLY];
	cut->outer.job = value[OUTER_JOB];
	/* Where the next message begins hangs on it. */
	if (cut->outer.length.n &&
	    (!cti__str_is_digits(cut->outer.length) ||
	     !cti__str_u64(cut->outer.length, &length) || length > body_max))
		return CTI_EPROTO;
	if (length > data.n - head)
		return 0;
	cut->body = cti__str_sub(data, head, (size_t)length);
	cut->used = head + (size_t)length;
	return 0;
}

/* Bytes of one message, 0 if not all are there, or CTI_EPROTO. */
static ssize_t take_one(struct cti__esl_state *esl, const char *data,
			size_t len)
{
	struct cti__esl_cut cut;
	int err = cti__esl_cut(&cut, esl, cti__str_n(data, len), &esl->looked,
			       HEAD_MAX, BODY_MAX);

	if (err || !cut.used)
		return err;
	cti_port_message(esl->port, cti__str_n(data, cut.used));
	take_message(esl, &cut.outer, cut.body);
	return (ssize_t)cut.used;
}

static ssize_t esl_input(void *state, const char *data, size_t len)
{
	struct cti__esl_state *esl = state;
	size_t used = 0;
	ssize_t n;

	while (used < len) {
		/* An empty line between messages is nobody's. */
		if (data[used] == '\n' || data[used] == '\r') {
			used++;
			continue;
		}
		n = take_one(esl, data + used, len - used);
		if (n < 0) {
			cti_port_detail(esl->port,
					"what the switch sent has no end, or a "
					"Content-Length that is no length: is "
					"this the port of "
					"event_socket.conf.xml?");
			return n;
		}
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

const struct cti_adapter cti__adapter_esl = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "esl",
	.title = "FreeSWITCH Event Socket",
	.wire = CTI_WIRE_STREAM,
	.port = 8021,
	.tls_port = 8021,
	.caps = CTI_CAP_SNAPSHOT | CTI_CAP_QUEUES | CTI_CAP_AGENTS |
		CTI_CAP_PARK,
	.state_size = sizeof(struct cti__esl_state),
	.peer_state_size = sizeof(struct cti__esl_peer),
	.listen = "esl.listen",
	.listen_from = "esl.listen_from",
	.peer_up = cti__esl_peer_up,
	.peer_input = cti__esl_peer_input,
	.peer_down = cti__esl_peer_down,
	.init = esl_init,
	.fini = esl_fini,
	.up = esl_up,
	.down = esl_down,
	.input = esl_input,
	.refuse = cti__esl_refuse,
	.request = cti__esl_request,
	.resync = cti__esl_resync,
	.ping = cti__esl_ping,
	.diagnose = cti__esl_diagnose,
	.unreached = &cti__esl_unreached,
	.refused = &cti__esl_refused,
};
