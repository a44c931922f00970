/* SPDX-License-Identifier: MIT */
/* Why a leg ended: the switch's code, the dial's result, who asked for it. */
#include "told.h"

/* The cause that was told of the device's hangup. */
static void ended_by(struct stage *s, const char *device, const char *cause)
{
	char want[80];
	size_t i;

	snprintf(want, sizeof(want), "hangup %s ", device);
	for (i = 0; i < s->count; i++)
		if (!strncmp(s->line[i], want, strlen(want))) {
			assert_string_equal(strstr(s->line[i], "cause=") + 6,
					    cause);
			s->count = 0;
			return;
		}
	fail_msg("no hangup of %s", device);
}

struct row {
	enum cti_dial_result result;
	int code;
	const char *cause;
};

static void each_row(const struct row *rows, size_t count, bool of_caller)
{
	struct stage *s = malloc(sizeof(*s));
	size_t i;

	assert_non_null(s);
	for (i = 0; i < count; i++) {
		stage_open(s, 0);
		phone(s, "a", "1001", "1002");
		rings(s, "a", "b", "1002");
		if (rows[i].result)
			dial_end(s, "a", "b", rows[i].result);
		end(s, "b", of_caller ? 0 : rows[i].code);
		end(s, "a", of_caller ? rows[i].code : 0);
		ended_by(s, of_caller ? "1001" : "1002", rows[i].cause);
		stage_close(s);
	}
	free(s);
}

static void test_cause__of_the_called_is_as_its_telephone_puts_it(void **state)
{
	static const struct row rows[] = {
		{ CTI_DIAL_NONE, 0, "cancelled" },
		{ CTI_DIAL_NONE, 16, "cancelled" },
		{ CTI_DIAL_NONE, 17, "busy" },
		{ CTI_DIAL_NONE, 19, "no-answer" },
		{ CTI_DIAL_NONE, 21, "rejected" },
		{ CTI_DIAL_NONE, 26, "answered-elsewhere" },
		{ CTI_DIAL_NONE, 20, "unavailable" },
		{ CTI_DIAL_NONE, 34, "congestion" },
		{ CTI_DIAL_NONE, 58, "failed" },
		{ CTI_DIAL_BUSY, 0, "busy" },
		{ CTI_DIAL_BUSY, 21, "rejected" },
		{ CTI_DIAL_NO_ANSWER, 0, "no-answer" },
		{ CTI_DIAL_NO_ANSWER, 16, "no-answer" },
		{ CTI_DIAL_CONGESTION, 0, "congestion" },
		{ CTI_DIAL_UNAVAILABLE, 0, "unavailable" },
		{ CTI_DIAL_CANCEL, 0, "cancelled" },
		{ CTI_DIAL_CANCEL, 19, "cancelled" },
		{ CTI_DIAL_OTHER, 0, "cancelled" },
	};

	(void)state;
	each_row(rows, sizeof(rows) / sizeof(rows[0]), false);
}

static void test_cause__of_the_caller_is_what_the_called_did(void **state)
{
	static const struct row rows[] = {
		{ CTI_DIAL_NONE, 16, "normal" },
		{ CTI_DIAL_NONE, 1, "unavailable" },
		{ CTI_DIAL_NONE, 17, "busy" },
		{ CTI_DIAL_BUSY, 0, "busy" },
		{ CTI_DIAL_NO_ANSWER, 0, "no-answer" },
		{ CTI_DIAL_CONGESTION, 0, "congestion" },
		{ CTI_DIAL_UNAVAILABLE, 0, "unavailable" },
		{ CTI_DIAL_CANCEL, 16, "normal" },
	};

	(void)state;
	each_row(rows, sizeof(rows) / sizeof(rows[0]), true);
}

static void test_cause__caller_who_gives_up_has_cancelled(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "1002");
	rings(s, "a", "b", "1002");
	request(s, "a", 16);
	dial_end(s, "a", "b", CTI_DIAL_CANCEL);
	end(s, "b", 16);
	ended_by(s, "1002", "cancelled");
	end(s, "a", 17);
	ended_by(s, "1001", "cancelled");
}

static void test_cause__request_that_says_busy_outweighs_the_end(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "1002");
	rings(s, "a", "b", "1002");
	request(s, "b", 21);
	request(s, "b", 16);
	end(s, "b", 16);
	ended_by(s, "1002", "rejected");
}

static void test_cause__of_a_talk_is_normal_whatever_the_code(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	request(s, "e1", 17);
	end(s, "e1", 17);
	ended_by(s, "1001", "normal");
}

static void test_cause__earlier_answer_does_not_explain_a_later_ring(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	rings(s, "t1", "e2", "1002");
	end(s, "e2", 0);
	ended_by(s, "1002", "cancelled");
}

static void test_cause__switchs_own_code_and_words_travel_beside(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	s->hidden &= ~(FIELD_BIT(CAUSE_CODE) | FIELD_BIT(CAUSE_TEXT));
	told_forget(s);
	FEED(s, .kind = CTI_FACT_LEG_END, .leg = CTI__STR("e1"), .code = 17,
	     .text = CTI__STR("User busy"));
	told(s, "hangup 1001 remote=138 cause=busy cause_code=17 "
		"cause_text=User busy");
}

static void test_cause__every_one_has_a_name(void **state)
{
	int cause;

	(void)state;
	for (cause = CAUSE_NONE; cause <= CAUSE_LOST; cause++)
		assert_non_null(cti__cause_name(cause));
	assert_string_equal(cti__cause_name(CAUSE_LOST), "lost");
}

/* Its own no, by the dial's result or by the code, outweighs that. */
static void test_cause__busy_one_of_several_stays_busy(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "a", "1001");
	rings(s, "t1", "b", "1002");
	rings(s, "t1", "c", "1003");
	dial_end(s, "t1", "a", CTI_DIAL_BUSY);
	answers(s, "t1", "c", "b1");
	told_forget(s);
	end(s, "a", 16);
	end(s, "b", 17);
	told(s, "hangup 1001 remote=138 cause=busy",
	     "hangup 1002 remote=138 cause=busy");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(
			test_cause__of_the_called_is_as_its_telephone_puts_it),
		STAGE_TEST(test_cause__of_the_caller_is_what_the_called_did),
		STAGE_TEST(test_cause__caller_who_gives_up_has_cancelled),
		STAGE_TEST(
			test_cause__request_that_says_busy_outweighs_the_end),
		STAGE_TEST(test_cause__of_a_talk_is_normal_whatever_the_code),
		STAGE_TEST(
			test_cause__earlier_answer_does_not_explain_a_later_ring),
		STAGE_TEST(
			test_cause__switchs_own_code_and_words_travel_beside),
		STAGE_TEST(test_cause__every_one_has_a_name),
		STAGE_TEST(test_cause__busy_one_of_several_stays_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
