/* SPDX-License-Identifier: MIT */
/* Asking over HTTP, and reading what comes back. */
#include "adapters/ari/ari.h"

#include <cti/error.h>

bool cti__ari_rest_init(struct cti__ari_state *ari)
{
	static const char *const path[] = {
#define CTI__ARI_PATH(constant, path) path,
		CTI__ARI_REST_MEMBERS(CTI__ARI_PATH)
#undef CTI__ARI_PATH
	};

	ari->list.names = ari->rest.names = &ari->rest_names;
	return cti__scan_names_init(&ari->rest_names, path, ARI_REST_COUNT);
}

void cti__ari_begin(struct cti__ari_state *ari, const char *path)
{
	cti__buf_clear(&ari->path);
	cti__buf_text(&ari->path, "/ari/");
	cti__buf_text(&ari->path, path);
}

void cti__ari_put(struct cti__ari_state *ari, const char *plain,
		  struct cti__str encoded)
{
	cti__buf_text(&ari->path, plain);
	cti__buf_percent(&ari->path, encoded);
}

int cti__ari_send(struct cti__ari_state *ari, uint64_t tag, const char *method,
		  struct cti__str body)
{
	if (ari->path.err)
		return ari->path.err;
	return cti_port_http(ari->port, tag, method,
			     cti__str_n(ari->path.p, ari->path.n), body.p,
			     body.n);
}

int cti__ari_ask(struct cti__ari_state *ari, uint64_t tag, const char *method,
		 const char *path, struct cti__str a, struct cti__str b,
		 const char *body)
{
	const char *mark;

	cti__ari_begin(ari, "");
	while ((mark = strchr(path, '$')) != NULL) {
		cti__buf_add(&ari->path, path, (size_t)(mark - path));
		cti__buf_percent(&ari->path, a);
		a = b;
		path = mark + 1;
	}
	cti__buf_text(&ari->path, path);
	return cti__ari_send(ari, tag, method, cti__str(body));
}

bool cti__ari_read(struct cti__ari_state *ari, struct cti__str object,
		   struct cti__scan_value *value)
{
	return cti__scan(&ari->rest, object, value) == 0;
}

/* Members of an answer stand where an event would have them. */
static void move(struct cti__ari_state *ari,
		 const struct cti__scan_value *value,
		 struct cti__ari_message *msg, const unsigned char (*map)[2],
		 size_t count)
{
	size_t i;

	memset(msg->value, 0, sizeof(msg->value));
	msg->ari = ari;
	for (i = 0; i < count; i++)
		msg->value[map[i][1]] = value[map[i][0]];
}

void cti__ari_as_channel(struct cti__ari_state *ari,
			 const struct cti__scan_value *value,
			 struct cti__ari_message *msg)
{
	static const unsigned char map[][2] = {
		{ ARI_REST_ID, ARI_CHANNEL_ID },
		{ ARI_REST_NAME, ARI_CHANNEL_NAME },
		{ ARI_REST_STATE, ARI_CHANNEL_STATE },
		{ ARI_REST_NUMBER, ARI_CHANNEL_NUMBER },
		{ ARI_REST_CALLER, ARI_CHANNEL_CALLER },
		{ ARI_REST_FAR, ARI_CHANNEL_FAR },
		{ ARI_REST_EXTEN, ARI_CHANNEL_EXTEN },
	};

	move(ari, value, msg, map, sizeof(map) / sizeof(map[0]));
}

void cti__ari_as_bridge(struct cti__ari_state *ari,
			const struct cti__scan_value *value,
			struct cti__ari_message *msg)
{
	static const unsigned char map[][2] = {
		{ ARI_REST_ID, ARI_BRIDGE },
		{ ARI_REST_NAME, ARI_BRIDGE_NAME },
		{ ARI_REST_TECHNOLOGY, ARI_BRIDGE_TECHNOLOGY },
		{ ARI_REST_CLASS, ARI_BRIDGE_CLASS },
		{ ARI_REST_CREATOR, ARI_BRIDGE_CREATOR },
	};

	move(ari, value, msg, map, sizeof(map) / sizeof(map[0]));
}
