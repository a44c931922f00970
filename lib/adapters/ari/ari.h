/* SPDX-License-Identifier: MIT */
/*
 * The Asterisk REST Interface, ARI (Asterisk 16 to 23): what the files of this
 * folder share.
 */
#ifndef CTI__ADAPTERS_ARI_H
#define CTI__ADAPTERS_ARI_H

#include "adapters/asterisk/names.h"
#include "core/adapter.h"
#include "wire/scan.h"

/* The members of events that are read: X(constant, path). The first two are
   looked at as they come by: most events end there. */
#define CTI__ARI_MEMBERS(X)                                                    \
	X(TYPE, "type")                                                        \
	X(VARIABLE, "variable")                                                \
	X(VALUE, "value")                                                      \
	X(CHANNEL_ID, "channel.id")                                            \
	X(CHANNEL_NAME, "channel.name")                                        \
	X(CHANNEL_STATE, "channel.state")                                      \
	X(CHANNEL_NUMBER, "channel.caller.number")                             \
	X(CHANNEL_CALLER, "channel.caller.name")                               \
	X(CHANNEL_FAR, "channel.connected.number")                             \
	X(CHANNEL_EXTEN, "channel.dialplan.exten")                             \
	X(CHANNEL_APP, "channel.dialplan.app_name")                            \
	X(CHANNEL_APP_DATA, "channel.dialplan.app_data")                       \
	X(FROM_ID, "caller.id")                                                \
	X(FROM_APP, "caller.dialplan.app_name")                                \
	X(FROM_CONTEXT, "caller.dialplan.context")                             \
	X(FROM_EXTEN, "caller.dialplan.exten")                                 \
	X(PEER_ID, "peer.id")                                                  \
	X(PEER_NAME, "peer.name")                                              \
	X(PEER_NUMBER, "peer.caller.number")                                   \
	X(PEER_FAR, "peer.connected.number")                                   \
	X(DIAL_STATUS, "dialstatus")                                           \
	X(DIAL_STRING, "dialstring")                                           \
	X(FORWARD, "forward")                                                  \
	X(CAUSE, "cause")                                                      \
	X(CAUSE_TEXT, "cause_txt")                                             \
	X(SOFT, "soft")                                                        \
	X(APP, "dialplan_app")                                                 \
	X(APP_DATA, "dialplan_app_data")                                       \
	X(PRESENTATION, "caller_presentation_txt")                             \
	X(BRIDGE, "bridge.id")                                                 \
	X(BRIDGE_CLASS, "bridge.bridge_class")                                 \
	X(BRIDGE_TECHNOLOGY, "bridge.technology")                              \
	X(BRIDGE_CREATOR, "bridge.creator")                                    \
	X(BRIDGE_NAME, "bridge.name")                                          \
	X(RESULT, "result")                                                    \
	X(EXTEN, "exten")                                                      \
	X(TRANSFEREE, "transferee.id")                                         \
	X(FIRST_LEG, "transferer_first_leg.id")                                \
	X(SECOND_LEG, "transferer_second_leg.id")                              \
	X(TARGET, "transfer_target.id")                                        \
	X(DEST_TYPE, "destination_type")                                       \
	X(DEST_BRIDGE, "destination_bridge")                                   \
	X(DEST_APP, "destination_application")                                 \
	X(DIGIT, "digit")                                                      \
	X(DURATION_MS, "duration_ms")                                          \
	X(DEVICE, "device_state.name")                                         \
	X(DEVICE_STATE, "device_state.state")

enum cti__ari_member {
#define CTI__ARI_ENTRY(constant, path) ARI_##constant,
	CTI__ARI_MEMBERS(CTI__ARI_ENTRY)
#undef CTI__ARI_ENTRY
		ARI_MEMBER_COUNT
};

struct cti__ari_state {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__asterisk_site site;
	struct cti__scan_names names;
	struct cti__scan scan;
};

/* One event: the values of the members above. */
struct cti__ari_message {
	struct cti__ari_state *ari;
	struct cti__scan_value value[ARI_MEMBER_COUNT];
};

/* decode.c: events. */
/* Whether an event of that type, or a change of that variable, is read. */
bool cti__ari_is_wanted(struct cti__str type);
bool cti__ari_is_wanted_variable(struct cti__str name);
void cti__ari_event(struct cti__ari_message *msg);

#endif
