/* SPDX-License-Identifier: MIT */
/* The ARI adapter: one event of JSON a message. */
#include "adapters/ari/ari.h"

#include <cti/error.h>

/* Two in five events are of a kind that nobody reads, and half of the rest set
   a variable of no interest: they end here. */
static bool gate(void *user, size_t path, const struct cti__scan_value *value)
{
	(void)user;
	if (path == ARI_TYPE)
		return cti__ari_is_wanted(value[path].s);
	return cti__ari_is_wanted_variable(value[path].s);
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
	(void)cti__scan_names_init(&ari->names, path, ARI_MEMBER_COUNT);
	ari->scan.names = &ari->names;
	ari->scan.gate = gate;
	ari->scan.gates = ARI_VARIABLE + 1;
	return 0;
}

static void ari_fini(void *state)
{
	struct cti__ari_state *ari = state;

	cti__scan_fini(&ari->scan);
}

static int ari_up(void *state)
{
	struct cti__ari_state *ari = state;

	cti_port_ready(ari->port);
	return 0;
}

static void ari_down(void *state, int why)
{
	(void)state;
	(void)why;
}

static ssize_t ari_input(void *state, const char *data, size_t len)
{
	struct cti__ari_state *ari = state;
	struct cti__ari_message msg;
	struct cti__str raw = cti__str_n(data, len);
	int err;

	cti_port_message(ari->port, raw);
	err = cti__scan(&ari->scan, raw, msg.value);
	if (err == CTI_ENOMEM)
		return err;
	msg.ari = ari;
	if (!err)
		cti__ari_event(&msg);
	cti_port_count(ari->port, 1, err < 0, 0);
	return (ssize_t)len;
}

static int ari_resync(void *state)
{
	struct cti__ari_state *ari = state;

	cti_port_synced(ari->port);
	return 0;
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
	.up = ari_up,
	.down = ari_down,
	.input = ari_input,
	.resync = ari_resync,
};
