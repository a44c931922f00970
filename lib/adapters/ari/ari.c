/* SPDX-License-Identifier: MIT */
/* The ARI adapter: one event of JSON a message. */
#include "adapters/ari/ari.h"

#include <cti/error.h>

#include <stdio.h>

/* Two in five events are of a kind that nobody reads, and half of the rest set
   a variable of no interest: they end here. */
static bool gate(void *user, size_t path, const struct cti__scan_value *value)
{
	if (path == ARI_TYPE)
		return cti__ari_is_wanted(value[path].s);
	return cti__ari_is_wanted_variable(user, value[path].s);
}

/* The site's variables are members of a user event, each by its name. */
static size_t add_variables(struct cti__ari_state *ari)
{
	size_t i, n = ARI_MEMBER_COUNT;

	ari->variables = cti__str_list(
		cti__str(cti_settings_get(ari->settings, "data.variables")),
		ari->variable, CTI__ARI_DATA);
	for (i = 0; i < ari->variables; i++) {
		snprintf(ari->user_path[i], sizeof(ari->user_path[i]),
			 "userevent.%.*s", (int)ari->variable[i].n,
			 ari->variable[i].p);
		ari->paths[n++] = ari->user_path[i];
	}
	return n;
}

static int ari_init(void *state, struct cti_port *port,
		    const struct cti_settings *settings)
{
	static const char *const path[] = {
#define CTI__ARI_PATH(constant, path) path,
		CTI__ARI_MEMBERS(CTI__ARI_PATH)
#undef CTI__ARI_PATH
	};
	struct cti__ari_state *ari = state;

	ari->port = port;
	ari->settings = settings;
	ari->site.extensions = cti__str(
		cti_settings_get(settings, "devices.extensions"));
	ari->site.trunks = cti__str(
		cti_settings_get(settings, "devices.trunks"));
	memcpy(ari->paths, path, sizeof(path));
	ari->scan.user = ari;
	if (!cti__scan_names_init(&ari->names, ari->paths,
				  add_variables(ari)) ||
	    !cti__ari_rest_init(ari))
		return CTI_ETOOBIG;
	ari->scan.names = &ari->names;
	ari->scan.gate = gate;
	ari->scan.gates = ARI_VARIABLE + 1;
	if (!cti_port_is_replay(port) &&
	    !cti_settings_get(settings, "user")[0]) {
		cti_port_detail(port, "ARI needs a user: give one in the URL "
				      "(ari://user@host), the link's options "
				      "or link.user");
		return CTI_EINVAL;
	}
	return 0;
}

static void ari_fini(void *state)
{
	struct cti__ari_state *ari = state;

	cti__scan_fini(&ari->scan);
	cti__scan_fini(&ari->list);
	cti__scan_fini(&ari->rest);
	cti__buf_fini(&ari->path);
	cti__buf_fini(&ari->body);
	cti__buf_fini(&ari->ids);
}

struct cti__str cti__ari_app(const struct cti__ari_state *ari)
{
	const char *app = cti_settings_get(ari->settings, "ari.app");

	return cti__str(*app ? app : "libcti");
}

static int ari_path(void *state, struct cti__buf *out)
{
	struct cti__ari_state *ari = state;

	cti__buf_text(out, "/ari/events?app=");
	cti__buf_percent(out, cti__ari_app(ari));
	cti__buf_text(out, "&subscribeAll=true");
	return out->err;
}

/* Events that nobody here reads: newer switches need not send them. */
static void send_filter(struct cti__ari_state *ari)
{
	static const char body[] =
		"{\"disallowed\":[{\"type\":\"ChannelConnectedLine\"},"
		"{\"type\":\"PeerStatusChange\"},"
		"{\"type\":\"ContactStatusChange\"},"
		"{\"type\":\"EndpointStateChange\"},"
		"{\"type\":\"ChannelTalkingStarted\"},"
		"{\"type\":\"ChannelTalkingFinished\"}]}";

	(void)cti__ari_ask(ari, cti__ari_tag(ARI_ASK_FILTER, 0), "PUT",
			   "applications/$/eventFilter", cti__ari_app(ari),
			   CTI__STR_NONE, body);
}

static void ready(struct cti__ari_state *ari)
{
	if (ari->ready)
		return;
	ari->ready = true;
	cti_port_ready(ari->port);
}

/* The WebSocket was accepted with the login. When the switch began to run tells
   a restart from a lost connection. */
static int ari_up(void *state)
{
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN };
	struct cti__ari_state *ari = state;

	cti__ari_resync_stop(ari);
	ari->ready = false;
	if (cti_port_is_replay(ari->port)) {
		ari->connected_anew = true;
		cti__ari_report_process(ari, false);
		ready(ari);
		return 0;
	}
	/* Events come already, some of channels that are yet to be listed. */
	cti_port_report(ari->port, &begin);
	send_filter(ari);
	return cti__ari_ask(ari, cti__ari_tag(ARI_ASK_INFO, 0), "GET",
			    "asterisk/info?only=status", CTI__STR_NONE,
			    CTI__STR_NONE, NULL);
}

static void take_info(struct cti__ari_state *ari, int status,
		      struct cti__str body)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_UP, .code = -1 };
	struct cti__scan_value value[ARI_REST_COUNT];

	if (!status) {
		cti_port_fail(ari->port, CTI_ETIMEDOUT, body);
		return;
	}
	if (status == 200 && cti__ari_read(ari, body, value)) {
		fact.text = value[ARI_REST_STARTED].s;
		cti_port_report(ari->port, &fact);
	}
	ready(ari);
}

/* A list that is refused or does not come leaves nothing to go on with; nor
   does a channel whose call is not told: it would be taken for another one's. */
static void list_failed(struct cti__ari_state *ari, int status,
			struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];

	if (!status)
		cti_port_fail(ari->port, CTI_ETIMEDOUT, body);
	else if (cti__ari_read(ari, body, value))
		cti_port_fail(ari->port, CTI_EREFUSED,
			      value[ARI_REST_MESSAGE].s);
	else
		cti_port_fail(ari->port, CTI_EREFUSED, CTI__STR_NONE);
}

static void ari_reply(void *state, uint64_t tag, int status, const char *data,
		      size_t len)
{
	struct cti__ari_state *ari = state;
	struct cti__str body = cti__str_n(data, len);
	enum cti__ari_ask what = (enum cti__ari_ask)(tag >> 48 & 0x7fff);
	size_t at = (size_t)(tag & 0xffffffffffff);

	if (!(tag & ARI_ASK_OURS)) {
		cti__ari_request_reply(ari, tag, status, body);
		return;
	}
	switch (what) {
	case ARI_ASK_INFO:
		take_info(ari, status, body);
		break;
	case ARI_ASK_FILTER:
		break;
	case ARI_ASK_DIAGNOSE:
		cti__ari_diagnosis_reply(ari, at, status, body);
		break;
	default:
		/* An Asterisk without a function says so each time. */
		if (status == 200 || (status && what == ARI_ASK_VARIABLE))
			cti__ari_resync_reply(ari, what, at, status, body);
		else if (ari->resyncing)
			list_failed(ari, status, body);
	}
}

static void ari_down(void *state, int why)
{
	struct cti__ari_state *ari = state;

	(void)why;
	ari->diagnosis.runs = false;
	cti__ari_resync_stop(state);
	cti__ari_requests_reset(state);
}

static ssize_t ari_input(void *state, const char *data, size_t len)
{
	struct cti__ari_state *ari = state;
	struct cti__ari_message msg;
	struct cti__str raw = cti__str_n(data, len);
	int err;

	cti_port_message(ari->port, raw);
	if (ari->diagnosis.runs)
		cti__ari_diagnosis_hears(ari, raw);
	err = cti__scan(&ari->scan, raw, msg.value);
	if (err == CTI_ENOMEM)
		return err;
	msg.ari = ari;
	if (!err)
		cti__ari_event(&msg);
	cti_port_count(ari->port, 1, err < 0, 0);
	return (ssize_t)len;
}

const struct cti_adapter cti__adapter_ari = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "ari",
	.title = "Asterisk REST Interface",
	.wire = CTI_WIRE_WEBSOCKET,
	.http = true,
	.port = 8088,
	.tls_port = 8089,
	.caps = CTI_CAP_SNAPSHOT | CTI_CAP_QUEUES | CTI_CAP_AGENTS |
		CTI_CAP_PARK,
	.state_size = sizeof(struct cti__ari_state),
	.init = ari_init,
	.fini = ari_fini,
	.path = ari_path,
	.up = ari_up,
	.down = ari_down,
	.input = ari_input,
	.reply = ari_reply,
	.refuse = cti__ari_refuse,
	.request = cti__ari_request,
	.resync = cti__ari_resync,
	.wake = cti__ari_wake,
	.diagnose = cti__ari_diagnose,
	.unreached = &cti__ari_unreached,
	.refused = &cti__ari_refused,
};
