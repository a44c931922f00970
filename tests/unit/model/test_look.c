/* SPDX-License-Identifier: MIT */
/* What became of a fact, in words. */
#include "told.h"

#include "model/look.h"

/* Feed the fact; what a trace would say of it. */
static const char *outcome(struct stage *s, struct cti_fact fact)
{
	struct cti__look before, after;

	told_forget(s);
	cti__model_look(s->model, &fact, &before);
	feed(s, fact);
	cti__model_look(s->model, &fact, &after);
	return cti__look_text(&before, &after, s->count > 0);
}

#define OUTCOME(s, ...) outcome(s, (struct cti_fact){ __VA_ARGS__ })

static void test_look__a_leg_that_nobody_knows_is_dropped(void **state)
{
	assert_string_equal(OUTCOME(*state, .kind = CTI_FACT_HOLD,
				    .leg = CTI__STR("nobody")),
			    "dropped: no such leg is known");
}

static void test_look__a_leg_that_has_ended_is_another_matter(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	end(s, "t1", 16);
	assert_string_equal(
		OUTCOME(s, .kind = CTI_FACT_HOLD, .leg = CTI__STR("t1")),
		"dropped: that leg has ended already");
}

static void test_look__tells_news_from_repeats(void **state)
{
	struct stage *s = *state;
	struct cti_fact party = { .kind = CTI_FACT_LEG_PARTY,
				  .leg = CTI__STR("t1"),
				  .name = CTI__STR("Ada") };

	trunk(s, "t1", "138", "400");
	assert_string_equal(outcome(s, party), "noted");
	assert_string_equal(outcome(s, party), "changed nothing");
	assert_string_equal(OUTCOME(s, .kind = CTI_FACT_QUEUE_JOIN,
				    .leg = CTI__STR("t1"),
				    .queue = CTI__STR("sales")),
			    "told");
}

static void test_look__says_what_a_decision_waits_for(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	assert_string_equal(OUTCOME(s, .kind = CTI_FACT_QUEUE_ABANDON,
				    .leg = CTI__STR("t1"),
				    .queue = CTI__STR("sales")),
			    "waits: has the caller hung up, or only left the "
			    "queue?");
}

static void test_look__plumbing_is_never_told(void **state)
{
	struct stage *s = *state;

	assert_string_equal(
		OUTCOME(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("l1"),
			.role = CTI_ROLE_LOCAL, .state = CTI_STATE_DOWN),
		"noted: plumbing of the switch, never told");
}

static void test_look__names_the_call(void **state)
{
	struct stage *s = *state;
	struct cti_fact fact = { .kind = CTI_FACT_HOLD, .leg = CTI__STR("t1") };
	struct cti__look look;

	cti__model_look(s->model, &fact, &look);
	assert_null(look.call);
	trunk(s, "t1", "138", "400");
	cti__model_look(s->model, &fact, &look);
	assert_string_equal(look.call, "pbx-t1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_look__a_leg_that_nobody_knows_is_dropped),
		STAGE_TEST(test_look__a_leg_that_has_ended_is_another_matter),
		STAGE_TEST(test_look__tells_news_from_repeats),
		STAGE_TEST(test_look__says_what_a_decision_waits_for),
		STAGE_TEST(test_look__plumbing_is_never_told),
		STAGE_TEST(test_look__names_the_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
