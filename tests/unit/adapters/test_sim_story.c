/* SPDX-License-Identifier: MIT */
/* The stories of examples/stories through the whole library: what they mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cti/cti.h>

#include "util/buf.h"

#include <uv.h>

struct stage {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	struct cti__buf told; /* a line an event */
	struct cti__buf json; /* the whole of each, but its number */
	char detail[256];
	bool over, was_down;
	size_t answers;
};

/* Fields that make a story, in this order. */
static const enum cti_field told[] = {
	CTI_FIELD_DEVICE, CTI_FIELD_AGENT,  CTI_FIELD_STATE,   CTI_FIELD_REASON,
	CTI_FIELD_REMOTE, CTI_FIELD_CALLED, CTI_FIELD_QUEUE,   CTI_FIELD_KIND,
	CTI_FIELD_BY,	  CTI_FIELD_OF,	    CTI_FIELD_FROM,    CTI_FIELD_TO,
	CTI_FIELD_SLOT,	  CTI_FIELD_CAUSE,  CTI_FIELD_DEVICES, CTI_FIELD_ALSO,
	CTI_FIELD_DIGITS, CTI_FIELD_KEY,    CTI_FIELD_VALUE,
};

static void tell(struct cti__buf *out, const cti_event *event)
{
	const char *text;
	size_t i;

	cti__buf_text(out, cti_event_kind_name(cti_event_kind(event)));
	for (i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		text = cti_event_str(event, told[i], NULL);
		if (!*text)
			continue;
		cti__buf_char(out, ' ');
		cti__buf_text(out, text);
	}
	if (cti_event_int(event, CTI_FIELD_ALERTING))
		cti__buf_text(out, " alerting");
	if (cti_event_int(event, CTI_FIELD_WITHHELD))
		cti__buf_text(out, " withheld");
	cti__buf_char(out, '\n');
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct stage *stage = user;
	char *json;

	(void)client;
	switch (cti_event_kind(event)) {
	case CTI_EVENT_LINK:
		if (!strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL),
			    "failed"))
			stage->over = true;
		snprintf(stage->detail, sizeof(stage->detail), "%s",
			 cti_event_str(event, CTI_FIELD_DETAIL, NULL));
		return;
	case CTI_EVENT_POP:
	case CTI_EVENT_CALL_BEGIN:
	case CTI_EVENT_CALL_END:
	case CTI_EVENT_INFO:
		return;
	case CTI_EVENT_ANSWER:
		stage->answers++;
		break;
	default:
		break;
	}
	tell(&stage->told, event);
	assert_int_equal(cti_event_json(event, &json, NULL), 0);
	cti__buf_text(&stage->json, json);
	cti_free(json);
}

static void play(struct stage *stage, const char *story, const char *query)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_link_opts link = CTI_LINK_OPTS_INIT;
	char url[512];
	unsigned i;

	memset(stage, 0, sizeof(*stage));
	assert_int_equal(uv_loop_init(&stage->loop), 0);
	opts.loop = &stage->loop;
	opts.on_event = on_event;
	opts.user = stage;
	assert_int_equal(cti_client_new(&stage->client, &opts), 0);
	snprintf(url, sizeof(url), "sim:%s/%s.sim?clock=virtual%s", STORIES,
		 story, query);
	link.url = url;
	assert_int_equal(cti_link_add(stage->client, &stage->link, &link), 0);
	for (i = 0; i < 3000 && !stage->over; i++) {
		assert_int_equal(cti_sim_advance(stage->link, 100), 0);
		uv_run(&stage->loop, UV_RUN_NOWAIT);
	}
	assert_string_equal(stage->detail, "end of the script");
	cti_client_close(stage->client);
	uv_run(&stage->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&stage->loop), 0);
}

static void stage_fini(struct stage *stage)
{
	cti__buf_fini(&stage->told);
	cti__buf_fini(&stage->json);
}

static void tells(const char *story, const char *events)
{
	struct stage stage;

	play(&stage, story, "");
	assert_string_equal(cti__buf_cstr(&stage.told), events);
	stage_fini(&stage);
}

static void test_sim_story__a_customer_dials_an_agents_number(void **state)
{
	(void)state;
	tells("inbound", "ring 1001 13800138000 4001101001\n"
			 "answer 1001 13800138000\n"
			 "hangup 1001 13800138000 normal\n");
}

static void test_sim_story__the_second_agent_answers_and_a_group_rings(
	void **state)
{
	(void)state;
	tells("queue", "agent 1001 1001 login support\n"
		       "agent 1002 1002 login support\n"
		       "agent 1003 1003 login sales\n"
		       "agent 1004 1004 login sales\n"
		       "queue 13800138000 support\n"
		       "ring 1001 1001 13800138000 4001100266 support\n"
		       "hangup 1001 13800138000 no-answer\n"
		       "ring 1002 1002 13800138000 4001100266 support\n"
		       "agent 1002 1002 busy\n"
		       "answer 1002 1002 13800138000 support\n"
		       "dequeue answered 13800138000 support\n"
		       "agent 1002 1002 wrapup support\n"
		       "hangup 1002 13800138000 normal\n"
		       "queue 02162330088 sales\n"
		       "ring 1003 1003 02162330088 4001100288 sales\n"
		       "ring 1004 1004 02162330088 4001100288 sales\n"
		       "agent 1002 1002 ready\n"
		       "agent 1004 1004 busy\n"
		       "answer 1004 1004 02162330088 sales\n"
		       "hangup 1003 02162330088 answered-elsewhere\n"
		       "dequeue answered 02162330088 sales\n"
		       "agent 1004 1004 ready\n"
		       "hangup 1004 02162330088 normal\n");
}

static void test_sim_story__callers_lose_patience(void **state)
{
	(void)state;
	tells("abandon", "agent 1001 1001 login support\n"
			 "queue 13800138000 support\n"
			 "ring 1001 1001 13800138000 4001100266 support\n"
			 "abandon 13800138000 support\n"
			 "hangup 1001 13800138000 cancelled\n"
			 "agent 1001 1001 not-ready lunch support\n"
			 "queue 13700137000 support\n"
			 "abandon 13700137000 support\n"
			 "queue 13600136000 support\n"
			 "dequeue 13600136000 support\n"
			 "agent 1001 1001 ready support\n");
}

static void test_sim_story__a_customer_on_hold(void **state)
{
	(void)state;
	tells("hold", "ring 1001 13800138000 4001101001\n"
		      "answer 1001 13800138000\n"
		      "hold 1001 13800138000\n"
		      "retrieve 1001 13800138000\n"
		      "hangup 1001 13800138000 normal\n"
		      "ring 1002 13700137000 4001101002\n"
		      "answer 1002 13700137000\n"
		      "hold 1002 13700137000\n"
		      "hangup 1002 13700137000 normal\n");
}

static void test_sim_story__transferred_without_a_word(void **state)
{
	(void)state;
	tells("blind", "agent 1001 1001 login support\n"
		       "queue 13800138000 support\n"
		       "ring 1001 1001 13800138000 4001100266 support\n"
		       "agent 1001 1001 busy\n"
		       "answer 1001 1001 13800138000 support\n"
		       "dequeue answered 13800138000 support\n"
		       "transfer 13800138000 blind 1001 1002\n"
		       "agent 1001 1001 ready\n"
		       "hangup 1001 13800138000 normal\n"
		       "ring 1002 13800138000 1002\n"
		       "answer 1002 13800138000\n"
		       "transfer 13800138000 blind 1002 13900139000\n"
		       "hangup 1002 13800138000 normal\n"
		       "agent 1003 1003 login sales\n"
		       "ring 1001 1001 02162330088 4001101001\n"
		       "agent 1001 1001 busy\n"
		       "answer 1001 1001 02162330088\n"
		       "transfer-failed 02162330088 blind 1001 1009 failed\n"
		       "transfer 02162330088 blind 1001 sales\n"
		       "agent 1001 1001 ready\n"
		       "hangup 1001 02162330088 normal\n"
		       "queue 02162330088 sales\n"
		       "ring 1003 1003 02162330088 sales sales\n"
		       "agent 1003 1003 busy\n"
		       "answer 1003 1003 02162330088 sales\n"
		       "dequeue answered 02162330088 sales\n"
		       "agent 1003 1003 ready\n"
		       "hangup 1003 02162330088 normal\n");
}

static void test_sim_story__transferred_with_a_word_before(void **state)
{
	(void)state;
	tells("attended", "ring 1001 13800138000 4001101001\n"
			  "answer 1001 13800138000\n"
			  "hold 1001 13800138000\n"
			  "dial 1001 1002\n"
			  "ring 1002 1001 1002\n"
			  "answer 1002 1001\n"
			  "answer 1001 1002\n"
			  "transfer 13800138000 attended 1001 1002\n"
			  "hangup 1001 13800138000 normal\n"
			  "hangup 1001 1002 normal\n"
			  "hold 1002 13800138000\n"
			  "dial 1002 1003\n"
			  "ring 1003 1002 1003\n"
			  "transfer 13800138000 attended 1002 1003 alerting\n"
			  "hangup 1002 13800138000 normal\n"
			  "hangup 1002 1003 normal\n"
			  "answer 1003 13800138000\n"
			  "hold 1003 13800138000\n"
			  "dial 1003 1004\n"
			  "ring 1004 1003 1004\n"
			  "answer 1004 1003\n"
			  "answer 1003 1004\n"
			  "hangup 1003 1004 normal\n"
			  "hangup 1004 1003 normal\n"
			  "retrieve 1003 13800138000\n"
			  "hangup 1003 13800138000 normal\n");
}

static void test_sim_story__parked_fetched_forgotten_given_up(void **state)
{
	(void)state;
	tells("park", "ring 1001 13800138000 4001101001\n"
		      "answer 1001 13800138000\n"
		      "park 1001 13800138000 701\n"
		      "hangup 1001 13800138000 normal\n"
		      "dial 1002 701\n"
		      "unpark 1002 13800138000 701\n"
		      "answer 1002 13800138000\n"
		      "park 1002 13800138000 701\n"
		      "hangup 1002 13800138000 normal\n"
		      "unpark 1002 timeout 13800138000 701\n"
		      "ring 1002 13800138000 4001101001\n"
		      "answer 1002 13800138000\n"
		      "park 1002 13800138000 705\n"
		      "hangup 1002 13800138000 normal\n");
}

static void test_sim_story__a_colleague_takes_over(void **state)
{
	(void)state;
	tells("pickup", "ring 1001 13800138000 4001101001\n"
			"dial 1002 *8\n"
			"pickup 1002 1001\n"
			"answer 1002 13800138000\n"
			"hangup 1001 13800138000 answered-elsewhere\n"
			"hangup 1002 13800138000 normal\n"
			"ring 1003 13700137000 4001101003\n"
			"ring 1004 13700137000 4001101003\n"
			"dial 1002 **1003\n"
			"pickup 1002 1003\n"
			"answer 1002 13700137000\n"
			"hangup 1003 13700137000 answered-elsewhere\n"
			"hangup 1004 13700137000 answered-elsewhere\n"
			"hangup 1002 13700137000 normal\n");
}

static void test_sim_story__a_room_and_three_in_a_call(void **state)
{
	(void)state;
	tells("conference", "dial 1001 8001\n"
			    "answer 1001 8001\n"
			    "dial 1002 8001\n"
			    "answer 1002 8001\n"
			    "dial 1003 8001\n"
			    "answer 1003 8001\n"
			    "conference 1002,1003,1001\n"
			    "hangup 1003 8001 normal\n"
			    "hangup 1002 8001 normal\n"
			    "hangup 1001 8001 normal\n"
			    "ring 1001 13800138000 4001101001\n"
			    "answer 1001 13800138000\n"
			    "hold 1001 13800138000\n"
			    "dial 1001 1002\n"
			    "ring 1002 1001 1002\n"
			    "answer 1002 1001\n"
			    "answer 1001 1002\n"
			    "hangup 1001 1002 normal\n"
			    "conference 1002,1001 13800138000\n"
			    "hangup 1001 13800138000 normal\n"
			    "hangup 1002 1001 normal\n");
}

static void test_sim_story__calls_that_agents_make(void **state)
{
	(void)state;
	tells("outbound", "dial 1001 13900139000\n"
			  "answer 1001 13900139000\n"
			  "hangup 1001 13900139000 normal\n"
			  "dial 1001 13700137000\n"
			  "hangup 1001 13700137000 busy\n"
			  "dial 1001 13600136000\n"
			  "hangup 1001 13600136000 cancelled\n"
			  "dial 1001 1002\n"
			  "ring 1002 1001 1002\n"
			  "hangup 1002 1001 rejected\n"
			  "hangup 1001 1002 rejected\n"
			  "dial 1001 1002\n"
			  "divert forwarded 1002 1003\n"
			  "hangup 1002 1001 diverted\n"
			  "ring 1003 1001 1002\n"
			  "answer 1003 1001\n"
			  "answer 1001 1003\n"
			  "hangup 1001 1003 normal\n"
			  "hangup 1003 1001 normal\n"
			  "ring 1004 13800138000 4001101004\n"
			  "divert forwarded 1004 1001\n"
			  "hangup 1004 13800138000 diverted\n"
			  "ring 1001 13800138000 4001101004\n"
			  "answer 1001 13800138000\n"
			  "hangup 1001 13800138000 normal\n");
}

static void test_sim_story__a_click_in_the_crm(void **state)
{
	(void)state;
	tells("click-to-dial", "ring 1001 13900139000 1001\n"
			       "answer 1001 13900139000\n"
			       "dial 1001 13900139000\n"
			       "answer 1001 13900139000\n"
			       "hangup 1001 13900139000 normal\n"
			       "ring 1001 13900139000 1001\n"
			       "hangup 1001 13900139000 rejected\n");
}

static void test_sim_story__an_agents_day(void **state)
{
	(void)state;
	tells("agents", "agent 1003 wangwu login support\n"
			"agent 1003 wangwu not-ready lunch sales\n"
			"agent 1003 wangwu ready support\n"
			"queue 13800138000 support\n"
			"ring 1003 wangwu 13800138000 4001100266 support\n"
			"agent 1003 wangwu busy\n"
			"answer 1003 wangwu 13800138000 support\n"
			"dequeue answered 13800138000 support\n"
			"agent 1003 wangwu wrapup support\n"
			"hangup 1003 13800138000 normal\n"
			"agent 1003 wangwu ready\n"
			"agent 1003 wangwu logout support\n");
}

static void test_sim_story__a_morning_is_lively_and_repeats(void **state)
{
	static const char *const kinds[] = {
		"\nqueue ",  "\ndequeue ",    "\nabandon ",  "\nring ",
		"\nhold ",   "\nretrieve ",   "\ntransfer ", "\npark ",
		"\nunpark ", "\nconference ", "\ndtmf ",     "\ndata ",
		"\ndial ",   "no-answer\n",   "coffee",	     "withheld\n",
		" blind ",   " attended ",    "wrapup",
	};
	struct stage one, two;
	size_t i;

	(void)state;
	play(&one, "morning", "");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strstr(cti__buf_cstr(&one.told), kinds[i]))
			fail_msg("no %s in the morning", kinds[i]);
	play(&two, "morning", "");
	assert_string_equal(cti__buf_cstr(&one.json), cti__buf_cstr(&two.json));
	stage_fini(&one);
	stage_fini(&two);
}

static void test_sim_story__the_load_repeats_by_its_seed(void **state)
{
	struct stage one, two, three;

	(void)state;
	play(&one, "load", "&seed=3");
	play(&two, "load", "&seed=3");
	play(&three, "load", "&seed=4");
	assert_true(one.answers > 1000);
	assert_string_equal(cti__buf_cstr(&one.json), cti__buf_cstr(&two.json));
	assert_string_not_equal(cti__buf_cstr(&one.json),
				cti__buf_cstr(&three.json));
	stage_fini(&one);
	stage_fini(&two);
	stage_fini(&three);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_sim_story__a_customer_dials_an_agents_number),
		cmocka_unit_test(
			test_sim_story__the_second_agent_answers_and_a_group_rings),
		cmocka_unit_test(test_sim_story__callers_lose_patience),
		cmocka_unit_test(test_sim_story__a_customer_on_hold),
		cmocka_unit_test(test_sim_story__transferred_without_a_word),
		cmocka_unit_test(
			test_sim_story__transferred_with_a_word_before),
		cmocka_unit_test(
			test_sim_story__parked_fetched_forgotten_given_up),
		cmocka_unit_test(test_sim_story__a_colleague_takes_over),
		cmocka_unit_test(test_sim_story__a_room_and_three_in_a_call),
		cmocka_unit_test(test_sim_story__calls_that_agents_make),
		cmocka_unit_test(test_sim_story__a_click_in_the_crm),
		cmocka_unit_test(test_sim_story__an_agents_day),
		cmocka_unit_test(
			test_sim_story__a_morning_is_lively_and_repeats),
		cmocka_unit_test(test_sim_story__the_load_repeats_by_its_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
