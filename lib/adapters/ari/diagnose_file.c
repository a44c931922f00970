/* SPDX-License-Identifier: MIT */
/*
 * What ARI itself does not tell of Asterisk's files: a function of the dialplan
 * reads them, for a channel that is made for that, rings nobody and is taken
 * away again.
 */
#include "adapters/ari/ari.h"

/* A reader that stops for that long is thrown out. */
#define LEAST_MS 1000

enum { FILE_MAKE = CTI__ARI_LOOK_FILE, FILE_ENABLED, FILE_TIMEOUT, FILE_AWAY };

#define SECTION "ari.conf", "[general]"
#define LINE	"websocket_write_timeout = 5000"

static const struct cti_finding_form unseen = {
	"ari-write-timeout",
	CTI_FINDING_NOTE,
	CTI_SAY("ARI does not tell how long Asterisk waits for a slow reader "
		"before it closes the WebSocket; without a line it is 100 ms, "
		"and each short stall breaks the link."),
	CTI_SAY("See that it is 1000 at least. `cti doctor --call` can look if "
		"the user may write and func_config is loaded, `cti doctor "
		"ami://...` if its user may read files."),
	SECTION,
	LINE,
};
static const struct cti_finding_form slow = {
	"ari-write-timeout",
	CTI_FINDING_WARNING,
	CTI_SAY("Asterisk waits only {2} ms for a slow reader before it closes "
		"the WebSocket: each short stall breaks the link."),
	CTI_SAY("Set it to 5000, then `module reload res_ari.so`."),
	SECTION,
	LINE,
};
static const struct cti_finding_form good = {
	"ari-write-timeout",
	CTI_FINDING_GOOD,
	CTI_SAY("Asterisk waits {2} ms for a slow reader before it closes the "
		"WebSocket."),
};

static void ask_file(struct cti__ari_state *ari, size_t question,
		     const char *key)
{
	cti__ari_look(ari, question, "GET",
		      "channels/$/variable?variable=AST_CONFIG%28ari.conf%2C"
		      "general%2C$%29",
		      cti__str(ari->diagnosis.channel), cti__str(key));
}

static void made(struct cti__ari_state *ari, struct cti__str id)
{
	struct cti__ari_diagnosis *d = &ari->diagnosis;

	if (!id.n || id.n >= sizeof(d->channel)) {
		cti__ari_tell(ari, &unseen, CTI__STR_NONE, CTI__STR_NONE);
		return;
	}
	memcpy(d->channel, id.p, id.n);
	d->channel[id.n] = '\0';
	ask_file(ari, FILE_ENABLED, "enabled");
}

static void judge(struct cti__ari_state *ari, struct cti__str said)
{
	uint64_t ms = 100;

	if (said.n && !cti__str_u64(said, &ms))
		return;
	cti__ari_tell(ari, ms < LEAST_MS ? &slow : &good,
		      said.n ? said : CTI__STR("100"), CTI__STR_NONE);
}

void cti__ari_files_look(struct cti__ari_state *ari, bool call)
{
	static const struct cti__str none = { CTI__ARI_NOWHERE,
					      sizeof(CTI__ARI_NOWHERE) - 1 };

	if (call)
		cti__ari_look(ari, FILE_MAKE, "POST",
			      "channels/create?endpoint=Local%2Fs%40$&app=$",
			      none, cti__ari_app(ari));
	else
		cti__ari_tell(ari, &unseen, CTI__STR_NONE, CTI__STR_NONE);
}

/* ARI cannot be used unless ari.conf has an "enabled": who cannot read that can
   read nothing, and the line that is not there is told as the error that a
   function which is not there is. */
void cti__ari_files_reply(struct cti__ari_state *ari, size_t question,
			  int status, struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];
	bool ok = cti__ari_read(ari, body, value);

	if (question == FILE_AWAY)
		return;
	if (question == FILE_MAKE) {
		made(ari, ok ? value[ARI_REST_ID].s : CTI__STR_NONE);
		return;
	}
	if (question == FILE_ENABLED && ok && value[ARI_REST_VALUE].s.n) {
		ask_file(ari, FILE_TIMEOUT, "websocket_write_timeout");
		return;
	}
	if (question == FILE_TIMEOUT && status)
		judge(ari, ok ? value[ARI_REST_VALUE].s : CTI__STR_NONE);
	else
		cti__ari_tell(ari, &unseen, CTI__STR_NONE, CTI__STR_NONE);
	cti__ari_look(ari, FILE_AWAY, "DELETE", "channels/$",
		      cti__str(ari->diagnosis.channel), CTI__STR_NONE);
}
