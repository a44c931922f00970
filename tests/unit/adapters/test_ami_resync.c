/* SPDX-License-Identifier: MIT */
/* The lists of a resync: four are asked for, and ours alone are believed. */
#include "ami_stage.h"

#define ASKED                                                                  \
	"Action: ListCommands\r\n" STAGE_ID "commands\r\n\r\n"              \
	"Action: BridgeList\r\n" STAGE_ID "b\r\n\r\n"                          \
	"Action: CoreShowChannels\r\n" STAGE_ID "c\r\n\r\n"                    \
	"Action: QueueStatus\r\n" STAGE_ID "q\r\n\r\n"                         \
	"Action: ParkedCalls\r\n" STAGE_ID "p\r\n\r\n"

static void stage_resync(struct stage *st)
{
	stage_ready(st);
	assert_int_equal(st->port.adapter->resync(st->port.state), 0);
	stage_said(st, "snapshot-begin\n");
	stage_sent(st, ASKED);
	assert_false(st->port.synced);
}

/* The line that ends a list, or refuses it. */
static void complete(struct stage *st, const char *event, const char *id)
{
	stage_hear(st, "Event: ");
	stage_hear(st, event);
	stage_hear(st, "\r\nActionID: ");
	stage_hear(st, id);
	stage_hear(st, "\r\nEventList: Complete\r\nListItems: 0\r\n\r\n");
}

static void refuse(struct stage *st, const char *id)
{
	stage_hear(st, "Response: Error\r\nActionID: ");
	stage_hear(st, id);
	stage_hear(st, "\r\nMessage: Invalid/unknown command\r\n\r\n");
}

#define ID "cti-0000000000000001-"

static const char *const events[] = { "BridgeListComplete",
				      "CoreShowChannelsComplete",
				      "QueueStatusComplete",
				      "ParkedCallsComplete" };
static const char *const ids[] = { ID "b", ID "c", ID "q", ID "p" };

/* Each of the four may be the last, and each may be refused: 4 * 16 ways. */
static void test_ami_resync__ends_when_all_lists_have_ended(void **state)
{
	unsigned refused, last, i;

	(void)state;
	for (last = 0; last < 4; last++)
		for (refused = 0; refused < 16; refused++) {
			struct stage st = { 0 };

			stage_resync(&st);
			for (i = 1; i <= 4; i++) {
				unsigned at = (last + i) % 4;

				assert_false(st.port.synced);
				stage_said(&st, "");
				if (refused >> at & 1)
					refuse(&st, ids[at]);
				else
					complete(&st, events[at], ids[at]);
			}
			assert_true(st.port.synced);
			stage_said(&st, "snapshot-end\n");
			stage_close(&st);
		}
}

static void test_ami_resync__a_list_ends_once(void **state)
{
	struct stage st = { 0 };
	unsigned i;

	(void)state;
	stage_resync(&st);
	for (i = 0; i < 4; i++) {
		complete(&st, events[0], ids[0]);
		refuse(&st, ids[0]);
	}
	assert_false(st.port.synced);
	for (i = 1; i < 4; i++)
		complete(&st, events[i], ids[i]);
	stage_said(&st, "snapshot-end\n");
	for (i = 0; i < 4; i++)
		complete(&st, events[i], ids[i]);
	stage_said(&st, "");
	stage_close(&st);
}

static void test_ami_resync__an_answer_that_is_no_error_ends_nothing(
	void **state)
{
	struct stage st = { 0 };
	unsigned i;

	(void)state;
	stage_resync(&st);
	for (i = 0; i < 4; i++) {
		stage_hear(&st, "Response: Success\r\nActionID: ");
		stage_hear(&st, ids[i]);
		stage_hear(&st, "\r\nEventList: start\r\n\r\n");
	}
	assert_false(st.port.synced);
	stage_said(&st, "");
	assert_int_equal(st.port.orphans, 0);
	stage_close(&st);
}

static void test_ami_resync__lists_of_others_are_ignored(void **state)
{
	static const char *const foreign[] = {
		"",	 "b",	   "-b",	"x-b",	  "cti",
		"cti-1", "cti-1b", ID "filter", "CTI-1-b"
	};
	static const char *const lines[] = {
		("Event: CoreShowChannel\r\nChannel: PJSIP/1001-1\r\n"
		 "Uniqueid: 1.1\r\nLinkedid: 1.1\r\n"),
		"Event: BridgeListItem\r\nBridgeUniqueid: b\r\n",
		"Event: QueueEntry\r\nQueue: sales\r\nUniqueid: 1.1\r\n",
		"Event: QueueMember\r\nQueue: sales\r\nName: Anna\r\n",
	};
	struct stage st = { 0 };
	size_t i, j;

	(void)state;
	stage_resync(&st);
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		for (j = 0; j < 4; j++) {
			complete(&st, events[j], foreign[i]);
			stage_hear(&st, lines[j]);
			stage_hear(&st, "ActionID: ");
			stage_hear(&st, foreign[i]);
			stage_hear(&st, "\r\n\r\n");
		}
		refuse(&st, foreign[i]);
	}
	stage_hear(&st, "Event: ParkedCall\r\nParkeeUniqueid: 1.1\r\n"
			"ActionID: x-p\r\n\r\n");
	stage_said(&st, "");
	assert_false(st.port.synced);
	/* All those refusals but three had no id that looks like ours. */
	assert_int_equal(st.port.orphans, 6);
	for (j = 0; j < 4; j++)
		complete(&st, events[j], ids[j]);
	assert_true(st.port.synced);
	stage_close(&st);
}

static void test_ami_resync__tells_what_is_so_now(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_resync(&st);
	stage_hear(&st, "Event: BridgeListItem\r\n" STAGE_ID "b\r\n"
			"BridgeUniqueid: room-1\r\nBridgeType: base\r\n"
			"BridgeTechnology: softmix\r\n"
			"BridgeCreator: ConfBridge\r\n"
			"BridgeName: 8001\r\n\r\n");
	stage_said(&st, "bridge-new bridge=room-1 called=8001 kind=room "
			"snapshot\n");
	stage_hear(&st, "Event: CoreShowChannel\r\n" STAGE_ID "c\r\n"
			"Channel: PJSIP/1001-00000001\r\nChannelState: 6\r\n"
			"CallerIDNum: 1001\r\nCallerIDName: Anna\r\n"
			"ConnectedLineNum: 13800138000\r\n"
			"Context: internal\r\nExten: 8001\r\n"
			"Uniqueid: 1.1\r\nLinkedid: 1.0\r\n"
			"BridgeId: room-1\r\n\r\n");
	stage_said(&st, "leg-new leg=1.1 bridge=room-1 group=1.0 device=1001 "
			"number=1001 name=Anna called=8001 "
			"other_number=13800138000 role=extension state=up "
			"snapshot\n");
	stage_hear(&st, "Event: QueueMember\r\n" STAGE_ID "q\r\n"
			"Queue: sales@site\r\nName: Anna@site\r\n"
			"Location: Local/1001@agents/n\r\n"
			"StateInterface: hint:1001@internal\r\n"
			"Paused: 1\r\nPausedReason: lunch\r\n"
			"Wrapuptime: 20\r\n\r\n");
	stage_said(&st, "agent-member device=1001 queue=sales agent=Anna "
			"reason=lunch code=20 snapshot member paused\n");
	stage_hear(&st, "Event: QueueEntry\r\n" STAGE_ID "q\r\n"
			"Queue: sales\r\nPosition: 2\r\n"
			"Uniqueid: 1.4\r\n\r\n");
	stage_said(&st, "queue-join leg=1.4 queue=sales code=2 snapshot\n");
	stage_hear(&st, "Event: ParkedCall\r\n" STAGE_ID "p\r\n"
			"ParkeeUniqueid: 1.5\r\nParkerDialString: PJSIP/1002"
			"\r\nParkingSpace: 701\r\nParkingTimeout: 45\r\n\r\n");
	stage_said(&st, "parked leg=1.5 device=1002 slot=701 code=45 "
			"snapshot\n");
	stage_close(&st);
}

static void test_ami_resync__a_lost_connection_asks_again(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_resync(&st);
	complete(&st, events[0], ids[0]);
	fake_port_down(&st.port, CTI_EEOF);
	cti__buf_clear(&st.unread);
	assert_false(fake_port_up(&st.port));
	stage_hear(&st, STAGE_BANNER "Response: Success\r\n"
				     "ActionID: cti-0000000000000002-login"
				     "\r\n\r\n");
	fake_port_pass(&st.port, 2000);
	assert_true(st.port.ready);
	/* The old lists' ends, if they still came, end nothing. */
	complete(&st, events[1], ids[1]);
	complete(&st, events[2], ids[2]);
	complete(&st, events[3], ids[3]);
	stage_said(&st, "snapshot-begin\n");
	assert_false(st.port.synced);
	cti__buf_clear(&st.port.sent);
	assert_int_equal(st.port.adapter->resync(st.port.state), 0);
	assert_non_null(strstr(cti__buf_cstr(&st.port.sent),
			       "ActionID: cti-0000000000000002-p"));
	stage_close(&st);
}

static void test_ami_resync__a_recording_may_have_the_lists(void **state)
{
	struct stage st = { 0 };
	unsigned i;

	(void)state;
	st.port.is_replay = true;
	stage_ready(&st);
	assert_int_equal(st.port.adapter->resync(st.port.state), 0);
	stage_said(&st, "snapshot-begin open\n");
	/* It may hold the lists of one of our own connections. */
	for (i = 0; i < 4; i++)
		complete(&st, events[i], ids[i]);
	stage_said(&st, "snapshot-end\n");
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ami_resync__ends_when_all_lists_have_ended),
		cmocka_unit_test(test_ami_resync__a_list_ends_once),
		cmocka_unit_test(
			test_ami_resync__an_answer_that_is_no_error_ends_nothing),
		cmocka_unit_test(test_ami_resync__lists_of_others_are_ignored),
		cmocka_unit_test(test_ami_resync__tells_what_is_so_now),
		cmocka_unit_test(test_ami_resync__a_lost_connection_asks_again),
		cmocka_unit_test(
			test_ami_resync__a_recording_may_have_the_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
