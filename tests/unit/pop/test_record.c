/* SPDX-License-Identifier: MIT */
/* What pops remember: found again, given back, and whole when memory runs out.
 */
#include "stage.h"

#include "pop/record.h"

static size_t alive;

static bool is_refused(void)
{
	if (stage_mercy < 0)
		return false;
	if (stage_mercy == 0)
		return true;
	stage_mercy--;
	return false;
}

static void *take(size_t size)
{
	void *p = is_refused() ? NULL : malloc(size);

	alive += p != NULL;
	return p;
}

static void *take_again(void *p, size_t size)
{
	void *again = is_refused() ? NULL : realloc(p, size);

	alive += !p && again;
	return again;
}

static void give(void *p)
{
	alive -= p != NULL;
	free(p);
}

static const char *const story[] = {
	"agent agent=anna device=1001 state=login",
	"call-begin call=a direction=inbound caller=13800138000 name=Li "
	"called=4001100266 dnis=4001100266",
	"data call=a key=account value=7",
	"queue call=a queue=vip remote=13800138000",
	"ring call=a device=1001 remote=13800138000 queue=vip",
	"ring call=a device=1003 remote=13800138000 queue=vip",
	"answer call=a device=1001 remote=13800138000",
	"data call=a key=account value=8",
	"call-begin call=b caller=1001 called=1002 consult_of=a",
	"dial call=b device=1001 called=1002",
	"ring call=b device=1002 remote=1001",
	"data call=b key=note value=x",
	"transfer call=a kind=attended by=1001 to=1002 merged=b",
	"answer call=a device=1002 remote=13800138000",
	"call-end call=b",
	"hangup call=a device=1002 cause=normal",
	"call-end call=a",
	"agent agent=anna device=1001 state=logout",
	NULL
};

/* The whole story with its n-th allocation refused, and all behind it. */
static bool tell_with(int mercy)
{
	struct stage *s;
	void *state;
	bool starved;
	size_t i;

	stage_setup(&state);
	s = state;
	cti__pops_set_internal(s->pops, true);
	stage_mercy = mercy;
	for (i = 0; story[i]; i++)
		stage_tell(s, story[i]);
	starved = stage_mercy == 0;
	stage_mercy = -1;
	assert_int_equal(cti__pops_calls(s->pops), 0);
	assert_int_equal(cti__pops_open(s->pops), 0);
	stage_teardown(&state);
	return starved;
}

static void test_record__survives_every_refused_allocation(void **state)
{
	const cti_allocator with = { sizeof(with), take, take_again, give };
	int mercy = 0;

	(void)state;
	assert_int_equal(cti_set_allocator(&with), 0);
	while (tell_with(mercy)) {
		assert_int_equal(alive, 0);
		mercy++;
	}
	assert_true(mercy > 50);
	cti_set_allocator(NULL);
}

/* The same, but only that one allocation is refused. */
static int refused_at;

static bool is_the_one(void)
{
	return stage_mercy == 0 && refused_at-- == 0;
}

static void *take_but_one(size_t size)
{
	return is_the_one() ? NULL : malloc(size);
}

static void *take_again_but_one(void *p, size_t size)
{
	return is_the_one() ? NULL : realloc(p, size);
}

static void test_record__goes_on_after_one_refused_allocation(void **state)
{
	const cti_allocator with = { sizeof(with), take_but_one,
				     take_again_but_one, free };
	struct stage *s;
	void *fresh;
	int at, i;

	(void)state;
	for (at = 0, refused_at = -1; refused_at < 0; at++) {
		stage_setup(&fresh);
		s = fresh;
		refused_at = at;
		stage_mercy = 0; /* what is told may be lost */
		cti_set_allocator(&with);
		for (i = 0; story[i]; i++)
			stage_tell(s, story[i]);
		cti_set_allocator(NULL);
		stage_mercy = -1;
		assert_int_equal(cti__pops_calls(s->pops), 0);
		assert_int_equal(cti__pops_open(s->pops), 0);
		stage_teardown(&fresh);
	}
	assert_true(at > 50);
}

static struct {
	enum cti_pop_state state;
	uint32_t revision;
	char reason[32];
} last_told;

static void note_emit(void *user, struct cti_event *ev)
{
	(void)user;
	last_told.state = cti_pop_state(ev->pop);
	last_told.revision = cti_pop_revision(ev->pop);
	snprintf(last_told.reason, sizeof(last_told.reason), "%s",
		 cti_pop_reason(ev->pop));
}

static void test_record__a_screen_closes_where_no_memory_is_left(void **state)
{
	const cti_allocator with = { sizeof(with), take, take_again, give };
	struct stage *s = *state;

	s->pops->opts.emit = note_emit;
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	assert_int_equal(last_told.state, CTI_POP_OPENED);
	cti_set_allocator(&with);
	stage_mercy = 0;
	stage_tell(s, "answer call=a device=1001 " CALLER);
	stage_tell(s, "hangup call=a device=1001 cause=normal");
	stage_mercy = -1;
	cti_set_allocator(NULL);
	assert_int_equal(last_told.state, CTI_POP_CLOSED);
	assert_int_equal(last_told.revision, 3);
	assert_string_equal(last_told.reason, "hangup");
	stage_tell(s, "call-end call=a");
}

static void test_record__finds_screens_by_call_and_device(void **state)
{
	struct stage *s = *state;
	struct cti__pop_call *call = cti__pop_call_get(s->pops, CTI__STR("a"));
	struct cti__screen *screen = cti__screen_get(call, CTI__STR("1001"));

	assert_ptr_equal(cti__pop_call_get(s->pops, CTI__STR("a")), call);
	assert_ptr_equal(cti__screen_get(call, CTI__STR("1001")), screen);
	assert_ptr_equal(cti__screen_find(call, CTI__STR("1001")), screen);
	assert_ptr_equal(cti__screen_by_id(s->pops, CTI__STR("a-1001")),
			 screen);
	assert_null(cti__screen_find(call, CTI__STR("1002")));
	assert_null(cti__pop_call_find(s->pops, CTI__STR("b")));
	cti__pop_call_free(call);
	assert_null(cti__screen_by_id(s->pops, CTI__STR("a-1001")));
}

static void test_record__two_switches_have_seats_of_their_own(void **state)
{
	struct stage *s = *state;
	struct cti__str one = CTI__STR("pbx1"), two = CTI__STR("pbx2");
	struct cti__str device = CTI__STR("1001");

	assert_int_equal(cti__seat_set(s->pops, one, device, CTI__STR("anna")),
			 0);
	assert_int_equal(cti__seat_set(s->pops, two, device, CTI__STR("ben")),
			 0);
	assert_true(cti__str_is(cti__seat_agent(s->pops, one, device), "anna"));
	assert_true(cti__str_is(cti__seat_agent(s->pops, two, device), "ben"));
	assert_int_equal(cti__seat_set(s->pops, one, device, CTI__STR_NONE), 0);
	assert_int_equal(cti__seat_agent(s->pops, one, device).n, 0);
	assert_true(cti__str_is(cti__seat_agent(s->pops, two, device), "ben"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_record__survives_every_refused_allocation),
		cmocka_unit_test(
			test_record__goes_on_after_one_refused_allocation),
		cmocka_unit_test_setup_teardown(
			test_record__a_screen_closes_where_no_memory_is_left,
			stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(
			test_record__finds_screens_by_call_and_device,
			stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(
			test_record__two_switches_have_seats_of_their_own,
			stage_setup, stage_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
