/* SPDX-License-Identifier: MIT */
/* What a pop shows: who, how sure, the agent's choice, the address, the JSON.
 */
#include "stage.h"

static void ring(struct stage *s, const char *caller)
{
	char words[200];

	snprintf(words, sizeof(words),
		 "call-begin call=a direction=inbound caller=%s "
		 "called=4001100266 dnis=4001100266",
		 caller);
	stage_tell(s, words);
	snprintf(words, sizeof(words), "ring call=a device=1001 remote=%s",
		 caller);
	stage_tell(s, words);
}

static const char *first_id(const struct stage *s)
{
	return cti_customer_get(cti_pop_candidate(stage_last(s), 0), "id");
}

static void test_show__asks_before_the_telephone_rings(void **state)
{
	struct stage *s = *state;

	stage_tell(s, "call-begin call=a direction=inbound caller=13800138000");
	assert_int_equal(s->asked, 1);
	assert_int_equal(s->count, 0);
	stage_tell(s, "ring call=a device=1001 remote=13800138000");
	stage_expect(s, "opened 1001 1 identified");
	assert_string_equal(first_id(s), "42");
	assert_int_equal(cti_pop_greeting(stage_last(s)),
			 CTI_GREETING_STATEMENT);
	assert_string_equal(cti_pop_greeting_text(stage_last(s)),
			    "李先生,您好");
}

static void test_show__a_slow_answer_updates_and_never_opens(void **state)
{
	struct stage *s = *state;

	s->slow = true;
	ring(s, "13800138000");
	stage_expect(s, "opened 1001 1 pending");
	assert_string_equal(cti_pop_greeting_text(stage_last(s)), "您好");
	stage_answer_lookup(s->held[--s->held_count]);
	stage_expect(s, "updated 1001 2 identified");
	/* The time of a change that no event made is that of the call. */
	assert_int_equal(cti_event_time_us(s->shown[1]),
			 cti_event_time_us(s->shown[0]));
}

static void test_show__an_answer_behind_the_deadline_still_updates(void **state)
{
	struct stage *s = *state;

	s->slow = true;
	ring(s, "13800138000");
	stage_tell(s, "ring call=a device=1002 remote=13800138000");
	stage_pass(s, 1000);
	stage_expect(s, "opened 1001 1 pending; opened 1002 1 pending; "
			"updated 1001 2 unknown; updated 1002 2 unknown");
	stage_tell(s, "hangup call=a device=1002 cause=no-answer");
	stage_answer_lookup(s->held[--s->held_count]);
	/* Only what is open is updated. */
	stage_expect(s, "closed 1002 3 no-answer; updated 1001 3 identified");
}

/* Call number i begins and rings: the pop is there when this returns. */
static void ring_nth(struct stage *s, int i)
{
	char words[3][160], want[64];
	size_t shown = s->count;
	int64_t begun_us = s->now_us;

	snprintf(words[0], sizeof(words[0]),
		 "call-begin call=c%d direction=inbound caller=138001300%02d "
		 "called=4001100266",
		 i, i);
	snprintf(words[1], sizeof(words[1]),
		 "ring call=c%d device=1001 remote=138001300%02d", i, i);
	stage_tell(s, words[0]);
	stage_tell(s, words[1]);
	assert_int_equal(s->count, shown + 1);
	assert_int_equal(cti_pop_state(stage_last(s)), CTI_POP_OPENED);
	assert_int_equal(cti_event_time_us(s->shown[shown]), begun_us);
	s->read = s->count;
	stage_pass(s, 1000);
	/* Only the first is waited for; then it is known that nobody is. */
	snprintf(want, sizeof(want), "%s", i ? "" : "updated 1001 2 unknown");
	stage_expect(s, want);
	snprintf(words[2], sizeof(words[2]),
		 "hangup call=c%d device=1001 cause=no-answer", i);
	stage_tell(s, words[2]);
	snprintf(words[2], sizeof(words[2]), "call-end call=c%d", i);
	stage_tell(s, words[2]);
	s->read = s->count;
}

static void test_show__a_dead_source_delays_no_pop(void **state)
{
	struct stage *s = *state;
	int i;

	s->slow = true;
	for (i = 0; i < 20; i++)
		ring_nth(s, i);
	/* And it was given up after five. */
	assert_int_equal(s->asked, 5);
}

static void test_show__an_answer_behind_the_call_goes_nowhere(void **state)
{
	struct stage *s = *state;

	s->slow = true;
	ring(s, "13800138000");
	TELL(s, "hangup call=a device=1001 cause=cancelled", "call-end call=a");
	stage_expect(s, "opened 1001 1 pending; closed 1001 2 no-answer");
	stage_answer_lookup(s->held[--s->held_count]);
	stage_pass(s, 1000);
	stage_expect(s, "");
}

static void test_show__a_withheld_caller_is_not_asked_for(void **state)
{
	struct stage *s = *state;

	TELL(s, "call-begin call=a direction=inbound caller= withheld=1",
	     "ring call=a device=1001 remote= withheld=1");
	stage_expect(s, "opened 1001 1 withheld");
	assert_int_equal(s->asked, 0);
	assert_string_equal(cti_pop_remote(stage_last(s)), "");
	assert_int_equal(cti_event_int(s->shown[0], CTI_FIELD_WITHHELD), 1);
}

static void test_show__an_account_keyed_in_late_updates_the_pop(void **state)
{
	struct stage *s = *state;

	assert_int_equal(cti__identify_set_data(
				 s->identify, CTI__STR("CTI_ACCOUNT=account")),
			 0);
	TELL(s, "call-begin call=a direction=inbound caller= withheld=1",
	     "ring call=a device=1001 remote= withheld=1");
	stage_expect(s, "opened 1001 1 withheld");
	assert_int_equal(s->asked, 0);
	/* An answer at once, then one that takes its time: one update each. */
	TELL(s, "data call=a key=CTI_ACCOUNT value=13900139000");
	stage_expect(s, "updated 1001 2 identified");
	assert_string_equal(
		cti_customer_get(cti_pop_candidate(stage_last(s), 0), "name"),
		"王芳");
	assert_string_equal(cti_pop_remote(stage_last(s)), "");
	s->slow = true;
	TELL(s, "data call=a key=CTI_ACCOUNT value=13800138000");
	stage_expect(s, "updated 1001 3 identified");
	stage_answer_lookup(s->held[--s->held_count]);
	stage_expect(s, "updated 1001 4 identified");
	assert_string_equal(cti_pop_greeting_text(stage_last(s)),
			    "李先生,您好");
	END(s, "hangup call=a device=1001 cause=normal",
	    "call-end call=a cause=normal");
	stage_expect(s, "closed 1001 5 no-answer");
}

static void test_show__opens_the_customers_own_url_without_a_template(
	void **state)
{
	static const struct {
		const char *url, *want;
	} rows[] = {
		{ "https://crm.example.com/c/42?a=1",
		  "https://crm.example.com/c/42?a=1" },
		{ "https://crm.example.com/{x}",
		  "https://crm.example.com/%7Bx%7D" },
		{ "javascript:alert(1)", "" },
		{ "https:///nohost", "" },
		{ "file:///etc/passwd", "" },
		{ "//crm.example.com/", "" },
	};
	struct stage *s = *state;
	cti_customer *customer;
	char call[128];
	size_t i;

	s->slow = true;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(call, sizeof(call),
			 "call-begin call=u%zu direction=inbound "
			 "caller=1380013800%zu",
			 i, i);
		TELL(s, call);
		assert_int_equal(cti_customer_new(&customer), 0);
		assert_int_equal(cti_customer_set(customer, "id", "9"), 0);
		assert_int_equal(cti_customer_set(customer, "url", rows[i].url),
				 0);
		cti__lookup_answer(s->held[--s->held_count], &customer, 1);
		cti_customer_unref(customer);
		snprintf(call, sizeof(call), "ring call=u%zu device=1001", i);
		TELL(s, call);
		assert_string_equal(cti_pop_url(stage_last(s)), rows[i].want);
	}
	assert_non_null(strstr(s->line, "own url is not opened"));
}

static void test_show__a_number_that_comes_later_is_asked_for(void **state)
{
	struct stage *s = *state;

	TELL(s, "call-begin call=a direction=inbound",
	     "ring call=a device=1001 remote=");
	stage_expect(s, "opened 1001 1 unknown");
	TELL(s, "info call=a caller=13800138000 name=Li");
	stage_expect(s, "updated 1001 2 identified");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	assert_string_equal(cti_pop_name(stage_last(s)), "Li");
	/* And is never overwritten. */
	TELL(s, "info call=a caller=13900139000 name=Wang");
	stage_expect(s, "");
}

static void test_show__the_choice_sticks_through_a_transfer(void **state)
{
	struct stage *s = *state;
	const cti_pop *pop;
	char id[64];

	ring(s, "13700137000");
	stage_tell(s, "answer call=a device=1001 remote=13700137000");
	stage_expect(s, "opened 1001 1 ambiguous; updated 1001 2 ambiguous");
	assert_int_equal(cti_pop_greeting(stage_last(s)),
			 CTI_GREETING_QUESTION);
	snprintf(id, sizeof(id), "%s", cti_pop_id(stage_last(s)));
	assert_int_equal(cti__pops_choose(s->pops, id, "2"), 0);
	stage_expect(s, "updated 1001 3 identified");
	assert_string_equal(first_id(s), "2");
	assert_string_equal(cti_pop_greeting_text(stage_last(s)),
			    "张女士,您好");
	/* The other is still there, behind. */
	pop = stage_last(s);
	assert_string_equal(cti_customer_get(cti_pop_candidate(pop, 1), "id"),
			    "1");
	assert_null(cti_pop_candidate(pop, 2));
	/* Said again, nothing changes. */
	assert_int_equal(cti__pops_choose(s->pops, id, "2"), 0);
	stage_expect(s, "");
	TELL(s, "transfer call=a kind=blind by=1001 to=1002",
	     "ring call=a device=1002 remote=13700137000");
	stage_expect(s, "closed 1001 4 transferred; opened 1002 1 identified");
	assert_string_equal(first_id(s), "2");
	/* The closed pop cannot choose any more. */
	assert_int_equal(cti__pops_choose(s->pops, id, "1"), CTI_ENOENT);
}

static void test_show__knows_whom_it_may_choose(void **state)
{
	struct stage *s = *state;
	const char *id;

	ring(s, "13700137000");
	id = cti_pop_id(stage_last(s));
	assert_int_equal(cti__pops_choose(s->pops, id, "42"), CTI_ENOENT);
	assert_int_equal(cti__pops_choose(s->pops, id, ""), CTI_ENOENT);
	assert_int_equal(cti__pops_choose(s->pops, "a-9", "1"), CTI_ENOENT);
	assert_int_equal(cti__pops_choose(s->pops, "", "1"), CTI_ENOENT);
	/* One can change one's mind. */
	assert_int_equal(cti__pops_choose(s->pops, id, "1"), 0);
	assert_int_equal(cti__pops_choose(s->pops, id, "2"), 0);
	assert_string_equal(first_id(s), "2");
}

static void test_show__a_late_answer_does_not_undo_the_choice(void **state)
{
	static const char *const row[4] = { "13700137000", "9", "张三",
					    "male" };
	struct stage *s = *state;
	cti_customer *late;

	assert_int_equal(cti__identify_add_app(s->identify, "crm", stage_never,
					       s, NULL, 0),
			 0);
	ring(s, "13700137000");
	stage_pass(s, 1000);
	assert_int_equal(
		cti__pops_choose(s->pops, cti_pop_id(stage_last(s)), "2"), 0);
	s->read = s->count;
	late = stage_customer(row);
	cti__lookup_answer(s->held[--s->held_count], &late, 1);
	cti_customer_unref(late);
	stage_expect(s, "updated 1001 4 identified");
	assert_string_equal(first_id(s), "2");
	assert_non_null(cti_pop_candidate(stage_last(s), 2));
	assert_null(cti_pop_candidate(stage_last(s), 3));
}

static void test_show__one_may_choose_while_being_told(void **state)
{
	struct stage *s = *state;
	char one[] = "1";

	ring(s, "13700137000");
	s->read = s->count;
	s->choose = one;
	stage_tell(s, "ring call=a device=1002 remote=13700137000");
	stage_expect(s, "opened 1002 1 ambiguous; updated 1001 2 identified; "
			"updated 1002 2 identified");
	/* Also in the last that is told of the call. */
	TELL(s, "data call=a key=k value=v");
	s->read = s->count;
	TELL(s, "call-end call=a");
	stage_expect(s, "closed 1001 4 no-answer; closed 1002 4 no-answer");
}

static void test_show__fills_in_the_address(void **state)
{
	struct stage *s = *state;
	char detail[256];

	assert_int_equal(cti__pops_set_url(s->pops,
					   "https://crm.example.com/c/"
					   "{customer.id}?p={e164}&r={remote}"
					   "&q={queue}&d={device}&i={identity}"
					   "&a={data.account}",
					   NULL, detail, sizeof(detail)),
			 0);
	assert_string_equal(detail, "");
	TELL(s, "call-begin call=a direction=inbound caller=13800138000",
	     "data call=a key=account value=7/7",
	     "queue call=a queue=vip remote=13800138000",
	     "ring call=a device=1001 remote=13800138000");
	assert_string_equal(cti_pop_url(stage_last(s)),
			    "https://crm.example.com/c/42?p=%2B8613800138000"
			    "&r=13800138000&q=vip&d=1001&i=identified"
			    "&a=7%2F7");
	assert_int_equal(cti__pops_set_url(s->pops, "https://a/{nmae}", NULL,
					   detail, sizeof(detail)),
			 CTI_ETEMPLATE);
	assert_non_null(strstr(detail, "'name'"));
	/* The old one stays until a good one, or none, is set. */
	TELL(s, "data call=a key=account value=8");
	assert_non_null(strstr(cti_pop_url(stage_last(s)), "&a=8"));
	assert_int_equal(cti__pops_set_url(s->pops, "", NULL, NULL, 0), 0);
	TELL(s, "data call=a key=account value=9");
	assert_string_equal(cti_pop_url(stage_last(s)), "");
}

static void test_show__a_hostile_name_is_no_way_out(void **state)
{
	struct stage *s = *state;

	assert_int_equal(cti__pops_set_url(s->pops,
					   "https://h/{name}/x?n="
					   "{name}",
					   "https", NULL, 0),
			 0);
	TELL(s,
	     "call-begin call=a direction=inbound caller=1 "
	     "name=../../admin?x=1&y#@evil.com",
	     "ring call=a device=1001 remote=1");
	assert_string_equal(cti_pop_url(stage_last(s)),
			    "https://h/..%2F..%2Fadmin%3Fx%3D1%26y%23%40"
			    "evil.com/x?n=..%2F..%2Fadmin%3Fx%3D1%26y%23%40"
			    "evil.com");
	TELL(s, "call-begin call=b direction=inbound caller=2 name=..",
	     "ring call=b device=1002 remote=2");
	assert_string_equal(cti_pop_url(stage_last(s)), "");
	assert_non_null(strstr(s->line, "b-1002: no URL"));
}

static void test_show__takes_sixty_four_keys_of_data(void **state)
{
	struct stage *s = *state;
	char words[64];
	int i;

	ring(s, "13800138000");
	for (i = 0; i < 65; i++) {
		snprintf(words, sizeof(words), "data call=a key=k%d value=v%d",
			 i, i);
		stage_tell(s, words);
	}
	assert_string_equal(cti_pop_data(stage_last(s), "k63"), "v63");
	assert_string_equal(cti_pop_data(stage_last(s), "k64"), "");
	assert_non_null(strstr(s->line, "'k64'"));
	/* Known ones still change; the same value is no change. */
	s->read = s->count;
	TELL(s, "data call=a key=k0 value=new", "data call=a key=k0 value=new");
	stage_expect(s, "updated 1001 66 identified");
	assert_string_equal(cti_pop_data(stage_last(s), "k0"), "new");
}

static void test_show__speaks_the_sites_language(void **state)
{
	struct stage *s = *state;

	assert_int_equal(cti__pops_set_language(s->pops, "en"), 0);
	ring(s, "13800138000");
	assert_string_equal(cti_pop_greeting_text(stage_last(s)),
			    "Hello, Mr 李.");
}

static void test_show__is_one_line_of_json(void **state)
{
	static const char *const parts[] = { "{\"event\":\"pop\",",
					     "\"link\":\"pbx\"",
					     "\"call\":\"a\"",
					     "\"device\":\"1001\"",
					     "\"remote\":\"13700137000\"",
					     "\"dnis\":\"4001100266\"",
					     "\"state\":\"opened\"",
					     "\"pop\":\"a-1001\"",
					     "\"revision\":1",
					     "\"waited_ms\":0",
					     "\"direction\":\"inbound\"",
					     "\"identity\":\"ambiguous\"",
					     "\"greeting\":\"question\"",
					     "\"answered\":false",
					     "\"customer\":{",
					     "\"candidates\":[{\"id\":\"",
					     "\"source\":\"book\"",
					     "\"url\":\"\"",
					     "\"data\":{}" };
	struct stage *s = *state;
	char *json;
	size_t i;

	ring(s, "13700137000");
	assert_int_equal(cti_event_json(s->shown[0], &json, NULL), 0);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strstr(json, parts[i]))
			fail_msg("no %s in %s", parts[i], json);
	cti_free(json);
	TELL(s, "data call=a key=a\"b value=c\\d");
	assert_int_equal(cti_event_json(s->shown[1], &json, NULL), 0);
	assert_non_null(strstr(json, "\"data\":{\"a\\\"b\":\"c\\\\d\"}}"));
	cti_free(json);
}

static void test_show__no_two_pairs_of_call_and_device_share_an_id(void **state)
{
	struct stage *s = *state;

	TELL(s, "ring call=a device=b-c remote=1",
	     "ring call=a-b device=c remote=1",
	     "ring call=a device=b%2Dc remote=1");
	assert_int_equal(cti__pops_open(s->pops), 3);
	assert_string_equal(cti_pop_id(cti_event_pop(s->shown[0])), "a-b%2Dc");
	assert_string_equal(cti_pop_id(cti_event_pop(s->shown[1])), "a-b-c");
	assert_string_equal(cti_pop_id(cti_event_pop(s->shown[2])),
			    "a-b%252Dc");
}

/* What goes with the end of a call; NULL: nothing. The caller's. */
static cti_event *ended(struct stage *s, const char *call, const char *merged)
{
	struct cti_event ev;
	cti_event *kept;

	cti__event_init(&ev, CTI_EVENT_CALL_END, s->now_us);
	cti__event_set(&ev, CTI_FIELD_CALL, cti__str(call));
	if (merged)
		cti__event_set(&ev, CTI_FIELD_MERGED, cti__str(merged));
	cti__pops_tell_end(s->pops, &ev);
	kept = cti_event_ref(&ev);
	cti__pops_told(&ev);
	assert_non_null(kept);
	return kept;
}

static void test_show__who_was_on_no_screen_is_told_at_the_end(void **state)
{
	struct stage *s = *state;
	const cti_pop *pop;
	cti_event *ev;
	char *json;

	TELL(s, BEGIN("a"), "data call=a key=account value=9001",
	     "queue call=a queue=support " CALLER);
	ev = ended(s, "a", NULL);
	pop = cti_event_contact(ev);
	assert_non_null(pop);
	assert_int_equal(cti_pop_state(pop), CTI_POP_CLOSED);
	assert_int_equal(cti_pop_identity(pop), CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(cti_customer_get(cti_pop_candidate(pop, 0), "name"),
			    "李明");
	assert_string_equal(cti_pop_queue(pop), "support");
	assert_string_equal(cti_pop_remote(pop), "13800138000");
	assert_string_equal(cti_pop_data(pop, "account"), "9001");
	assert_string_equal(cti_pop_device(pop), "");
	/* It is no pop, and programs that read lines do not see one. */
	assert_null(cti_event_pop(ev));
	assert_int_equal(cti_event_json(ev, &json, NULL), 0);
	assert_null(strstr(json, "李明"));
	cti_free(json);
	cti_event_unref(ev);
	stage_expect(s, "");
}

static void test_show__who_was_on_a_screen_is_not_told_again(void **state)
{
	struct stage *s = *state;
	cti_event *ev;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER,
	     "hangup call=a device=1001 cause=cancelled");
	ev = ended(s, "a", NULL);
	assert_null(cti_event_contact(ev));
	cti_event_unref(ev);
}

static void test_show__nothing_is_told_of_colleagues_and_parts(void **state)
{
	struct stage *s = *state;
	cti_event *ev;

	TELL(s, "call-begin call=i direction=internal caller=1001 called=1002",
	     BEGIN("a"), BEGIN("b"));
	ev = ended(s, "i", NULL);
	assert_null(cti_event_contact(ev));
	cti_event_unref(ev);
	/* The contact goes on in another call. */
	ev = ended(s, "b", "a");
	assert_null(cti_event_contact(ev));
	cti_event_unref(ev);
	ev = ended(s, "never", NULL);
	assert_null(cti_event_contact(ev));
	cti_event_unref(ev);
}

static cti_event *ended_after(struct stage *s, const char *caller,
			      const char *more)
{
	char words[120];

	snprintf(
		words, sizeof(words),
		"call-begin call=a direction=inbound caller=%s called=1 dnis=1",
		caller);
	TELL(s, words);
	if (more)
		TELL(s, more);
	return ended(s, "a", NULL);
}

/* A stranger who left nothing is no news, the rest is. */
static void test_show__the_end_tells_what_is_worth_it(void **state)
{
	struct stage *s = *state;
	cti_event *ev;

	ev = ended_after(s, "10", NULL);
	assert_null(cti_event_contact(ev));
	cti_event_unref(ev);
	TELL(s, "call-end call=a");
	ev = ended_after(s, "10", "data call=a key=account value=9001");
	assert_int_equal(cti_pop_identity(cti_event_contact(ev)),
			 CTI_IDENTITY_UNKNOWN);
	cti_event_unref(ev);
	TELL(s, "call-end call=a");
	ev = ended_after(s, "13700137000", NULL);
	assert_int_equal(cti_pop_identity(cti_event_contact(ev)),
			 CTI_IDENTITY_AMBIGUOUS);
	cti_event_unref(ev);
}

static void test_show__a_consultation_ends_without_a_contact(void **state)
{
	struct stage *s = *state;
	cti_event *ev;

	stage_answered_by_1001(s);
	TELL(s,
	     "call-begin call=b direction=outbound caller=1001 "
	     "called=13900139000 consult_of=a",
	     "data call=b key=k value=v");
	ev = ended(s, "b", NULL);
	assert_null(cti_event_contact(ev));
	cti_event_unref(ev);
}

static void test_show__whoever_sits_there_last_is_the_agent(void **state)
{
	struct stage *s = *state;

	TELL(s, "agent agent=lee device=1001 state=login",
	     "agent agent=wang device=1001 state=login");
	ring(s, "13800138000");
	assert_string_equal(cti_pop_agent(stage_last(s)), "wang");
	END(s, "hangup call=a device=1001 cause=normal", "call-end call=a");
	TELL(s, "agent agent=wang device=1001 state=logout");
	ring(s, "13800138000");
	assert_string_equal(cti_pop_agent(stage_last(s)), "");
}

/* Every field that an address may have, each with its own value. */
static void test_show__each_field_of_an_address_is_its_own(void **state)
{
	struct stage *s = *state;
	char detail[256];

	assert_int_equal(
		cti__pops_set_url(s->pops,
				  "https://a/?{remote}&{dnis}&{device}&{agent}"
				  "&{queue}&{call}&{pop}&{name}&{identity}"
				  "&{e164}&{national}",
				  NULL, detail, sizeof(detail)),
		0);
	TELL(s, BEGIN("a"),
	     "ring call=a device=1001 agent=lee queue=vip name=Anna " CALLER);
	assert_string_equal(cti_pop_url(stage_last(s)),
			    "https://a/?13800138000&4001100266&1001&lee&vip&a"
			    "&a-1001&Anna&identified&%2B8613800138000"
			    "&13800138000");
}

int main(void)
{
#define TEST(test_show__any)                                                   \
	cmocka_unit_test_setup_teardown(test_show__any, stage_setup,           \
					stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_show__asks_before_the_telephone_rings),
		TEST(test_show__a_slow_answer_updates_and_never_opens),
		TEST(test_show__an_answer_behind_the_deadline_still_updates),
		TEST(test_show__a_dead_source_delays_no_pop),
		TEST(test_show__an_answer_behind_the_call_goes_nowhere),
		TEST(test_show__a_withheld_caller_is_not_asked_for),
		TEST(test_show__an_account_keyed_in_late_updates_the_pop),
		TEST(test_show__opens_the_customers_own_url_without_a_template),
		TEST(test_show__a_number_that_comes_later_is_asked_for),
		TEST(test_show__the_choice_sticks_through_a_transfer),
		TEST(test_show__knows_whom_it_may_choose),
		TEST(test_show__a_late_answer_does_not_undo_the_choice),
		TEST(test_show__one_may_choose_while_being_told),
		TEST(test_show__fills_in_the_address),
		TEST(test_show__a_hostile_name_is_no_way_out),
		TEST(test_show__takes_sixty_four_keys_of_data),
		TEST(test_show__speaks_the_sites_language),
		TEST(test_show__is_one_line_of_json),
		TEST(test_show__no_two_pairs_of_call_and_device_share_an_id),
		TEST(test_show__who_was_on_no_screen_is_told_at_the_end),
		TEST(test_show__who_was_on_a_screen_is_not_told_again),
		TEST(test_show__nothing_is_told_of_colleagues_and_parts),
		TEST(test_show__the_end_tells_what_is_worth_it),
		TEST(test_show__a_consultation_ends_without_a_contact),
		TEST(test_show__whoever_sits_there_last_is_the_agent),
		TEST(test_show__each_field_of_an_address_is_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
