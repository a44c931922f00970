/* SPDX-License-Identifier: MIT */
/* Commands thrown at the simulator by chance: it holds together whatever comes.
 */
#include "sim_stage.h"

static uint32_t chance;

static uint32_t roll(uint32_t below)
{
	chance = chance * 1103515245u + 12345u;
	return (chance >> 16) % below;
}

static const char *phone(void)
{
	static const char *const phones[] = { "1001", "1002", "1003",
					      "1004", "1005", "1006" };

	return phones[roll(6)];
}

static const char *number(void)
{
	static const char *const numbers[] = {
		"a",  "b",	"c",   "13800138000", "13900139000", "8001",
		"*8", "**1002", "700", "701",	      "702",	     "1009",
	};

	return roll(2) ? phone() : numbers[roll(12)];
}

/* %P is a telephone, %N a number or a call, %C a call's name. */
static const char *const lines[] = {
	"call 13800138000 to 4001100266 queue q as %C",
	"call 13700137000 to 4001100288 queue k as %C",
	"call 13600136000 to 4001101001 phone %P phone %P as %C",
	"call withheld ivr as %C",
	"call 13500135000 room 8001 as %C",
	"dial %P %N",
	"dial %P %N",
	"dial %P %P",
	"click %P %N",
	"answer %P",
	"answer %P",
	"answer %P",
	"answer %P",
	"answer %N",
	"reject %N",
	"divert %P %N",
	"hold %P",
	"retrieve %P",
	"blind %P %N",
	"blind %P %N",
	"blind %P queue q",
	"consult %P %N",
	"consult %P %P",
	"transfer %P",
	"transfer %P",
	"return %P",
	"merge %P",
	"park %P",
	"unpark %P 701",
	"pickup %P",
	"pickup %P %P",
	"hangup %N",
	"route %C queue q",
	"route %C phone %P",
	"agent %P queue q",
	"agent %P queue k",
	"logout %P",
	"pause %P",
	"ready %P",
	"busy %N",
	"busy %N off",
	"away %P",
	"away %P off",
	"forward %P %N",
	"forward %P off",
	"spy %P %P",
	"dtmf %C 1#",
	"drop 0",
	"restart 0",
};

static void fill(struct cti__buf *out, const char *line)
{
	cti__buf_clear(out);
	for (; *line; line++) {
		if (*line != '%') {
			cti__buf_char(out, *line);
			continue;
		}
		line++;
		if (*line == 'C')
			cti__buf_char(out, (char)('a' + roll(3)));
		else
			cti__buf_text(out, *line == 'P' ? phone() : number());
	}
}

static void throw_one(struct cti_port *port, struct cti__buf *line)
{
	int err;

	fill(line, lines[roll(sizeof(lines) / sizeof(lines[0]))]);
	err = stage_try(port, cti__buf_cstr(line));
	assert_true(!err || err == CTI_ESTATE || err == CTI_EINVAL);
	if (port->failed) {
		fake_port_down(port, port->failed);
		assert_true(fake_port_up(port));
	}
	if (roll(3) == 0)
		stage_pass(port, roll(1500));
}

/* Everybody goes home. */
static void hang_all_up(struct cti_port *port)
{
	struct sim *sim = port->state;
	size_t most = sim->leg_count * 20 + 20;

	while (!cti__list_empty(&sim->legs) && most--) {
		cti__sim_hangup(
			sim,
			cti__list_entry(sim->legs.next, struct sim_leg, node),
			16);
		cti__sim_settle(sim);
	}
}

static void test_sim_chance__leaves_nothing_behind(void **state)
{
	struct cti__buf line = { 0 };
	struct cti_port port;
	struct sim *sim;
	unsigned round, i;

	(void)state;
	for (round = 0; round < 150; round++) {
		chance = round;
		stage_open(&port);
		stage_do(&port, "room 8001");
		stage_do(&port, "set ring 5 park 4");
		stage_do(&port, "queue q ring 2 retry 0.5 wrapup 1 wait 9 "
				"strategy ringall");
		stage_do(&port, "queue k ring 1 retry 0.2");
		for (i = 0; i < 300; i++)
			throw_one(&port, &line);
		hang_all_up(&port);
		sim = port.state;
		assert_int_equal(sim->leg_count, 0);
		assert_true(cti__list_empty(&sim->bridges));
		assert_null(sim->lot);
		for (i = 0; i < SIM_SLOTS; i++)
			assert_int_equal(sim->slot_used[i], 0);
		fake_port_fini(&port);
	}
	cti__buf_fini(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sim_chance__leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
