/* SPDX-License-Identifier: MIT */
/* Scripts of the simulator, and what is wrong with bad ones. */
#include "sim_stage.h"

#include "adapters/sim/words.h"

#include <cti/memory.h>
#include <cti/sim.h>

/* Plays a text on a virtual clock; returns what init did. */
static int play(struct cti_port *port, const char *text)
{
	char path[64], url[128];
	int err;

	memset(port, 0, sizeof(*port));
	stage_script(path, text);
	snprintf(url, sizeof(url), "%s?clock=virtual", path);
	err = fake_port_init(port, &cti__adapter_sim, url);
	assert_int_equal(unlink(path), 0);
	if (!err)
		assert_true(fake_port_up(port));
	fake_port_forget(port);
	return err;
}

/* Init fails with that sentence behind the file's name. */
static void refused(const char *text, const char *sentence)
{
	struct cti_port port;
	const char *said;

	assert_int_equal(play(&port, text), CTI_EFORMAT);
	said = strchr(cti__buf_cstr(&port.detail), ':');
	assert_non_null(said);
	assert_string_equal(said, sentence);
	fake_port_fini(&port);
}

static void test_sim_script__lines_happen_at_their_times(void **state)
{
	struct cti_port port;

	(void)state;
	assert_int_equal(play(&port, "# a comment\n"
				     "\n"
				     "room 8001\r\n"
				     "at 1 dial 1001 8001 # at one\n"
				     "+0.5 dial 1002 8001\n"
				     "wait 0.25\n"
				     "\tdial 1003 8001\n"
				     "at 0.1 dial 1004 8001\n"),
			 0);
	/* Nothing before time was given to it. */
	stage_said(&port, "");
	stage_pass(&port, 99);
	stage_said(&port, "");
	stage_pass(&port, 1);
	assert_non_null(strstr(fake_port_facts(&port), "device=1004"));
	fake_port_forget(&port);
	stage_pass(&port, 900);
	assert_non_null(strstr(fake_port_facts(&port), "device=1001"));
	fake_port_forget(&port);
	stage_pass(&port, 500);
	assert_non_null(strstr(fake_port_facts(&port), "device=1002"));
	fake_port_forget(&port);
	stage_pass(&port, 249);
	stage_said(&port, "");
	stage_pass(&port, 1);
	assert_non_null(strstr(fake_port_facts(&port), "device=1003"));
	/* Without an end the switch stays. */
	stage_pass(&port, 60000);
	assert_int_equal(port.failed, 0);
	fake_port_fini(&port);
}

static void test_sim_script__the_time_of_a_fact_is_its_lines(void **state)
{
	struct cti_port port;
	struct sim *sim;

	(void)state;
	assert_int_equal(play(&port, "at 1.5 dial 1001 1002\n"), 0);
	sim = port.state;
	stage_pass(&port, 10000);
	assert_int_equal(sim->now_us, 10000000);
	assert_int_equal(cti__sim_due_us(sim), 10000000);
	fake_port_fini(&port);
}

static void test_sim_script__ends_when_no_call_is_live(void **state)
{
	struct cti_port port;

	(void)state;
	assert_int_equal(play(&port, "dial 1001 1002\n"
				     "at 1 end\n"
				     "at 3 hangup 1001\n"),
			 0);
	stage_pass(&port, 2999);
	assert_int_equal(port.failed, 0);
	stage_pass(&port, 1);
	assert_int_equal(port.failed, CTI_EEOF);
	assert_string_equal(cti__buf_cstr(&port.why), "end of the script");
	stage_fails(&port, "dial 1001 1002", CTI_ESTATE,
		    "the simulation has ended");
	fake_port_fini(&port);
}

static void test_sim_script__a_story_that_cannot_go_on_stops(void **state)
{
	struct cti_port port;
	const char *said;

	(void)state;
	assert_int_equal(play(&port, "call 13800138000 to 1001 as a\n"
				     "+1 answer 1001\n"
				     "\n"
				     "+1 hangup x\n"
				     "+1 hangup a\n"),
			 0);
	stage_pass(&port, 5000);
	assert_int_equal(port.failed, CTI_EFORMAT);
	said = strchr(cti__buf_cstr(&port.why), ':');
	assert_string_equal(said, ":4: nobody is called x; known are a");
	fake_port_fini(&port);
}

static void test_sim_script__a_nul_is_no_letter_of_a_command(void **state)
{
	struct cti_port port;

	(void)state;
	assert_int_equal(play(&port, ""), 0);
	/* It stands where a command's name ends, and is no part of it. */
	assert_int_equal(port.adapter->command(port.state,
					       CTI__STR("wait\0more")),
			 CTI_EINVAL);
	assert_string_equal(cti__buf_cstr(&port.detail),
			    "\"wait\" is no command; did you mean \"wait\"?");
	fake_port_fini(&port);
}

static void test_sim_script__says_what_is_wrong_and_where(void **state)
{
	char line[SIM_LINE_MAX + 32];

	(void)state;
	refused("room 8001\ncal 138\n",
		":2: \"cal\" is no command; did you mean \"call\"?");
	refused("xyz\n", ":1: \"xyz\" is no command; cti sim --help lists "
			 "them");
	refused("at x room 8001\n",
		":1: a time is seconds like 2 or 0.5, not \"x\"");
	refused("+1.5.2 room 8001\n",
		":1: a time is seconds like 2 or 0.5, not \"+1.5.2\"");
	refused("wait\n", ":1: a time is seconds like 2 or 0.5, not \"\"");
	refused("at 99999 end\n",
		":1: a time is seconds like 2 or 0.5, not \"99999\"");
	refused("at 3\n", ":1: there is a time and no command");
	refused("hold\n", ":1: something is missing; it is: hold PHONE");
	refused("hold 1001 1002\n",
		":1: \"1002\" does not belong there; it is: hold PHONE");
	refused("call 138 quue x\n",
		":1: \"quue\" does not belong there; it is: call "
		"NUMBER|withheld [to DIALLED] queue NAME|phone PHONE...|room "
		"NUMBER|ivr [name TEXT] [as CALL] [withheld] [data "
		"KEY=VALUE]...");
	refused("call 138 to\n", ":1: there is nothing behind to");
	refused("call 138 to 1 to 2\n", ":1: to is there twice");
	refused("call 138 name \"Li\n",
		":1: a quote (\") is opened and not closed");
	refused("queue support ring soon\n",
		":1: ring wants seconds like 2 or 0.5, not \"soon\"");
	refused("load 10 rate many\n", ":1: rate wants a number, not \"many\"");
	refused("hold \001\n", ":1: there is a control character in the line");
	refused("hold \xff\n", ":1: the line is not UTF-8");
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	memcpy(line, "hold ", 5);
	refused(line, ":1: the line is longer than 999 bytes");
	line[60] = '\0';
	refused(line, ":1: \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		      "xxxxxxx\" is longer than 39 bytes");
}

static void test_sim_script__quotes_keep_words_together(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "call 13800138000 to 4001 ivr name \"O\\\"Neil # 王 五\" "
			"data \"k=a b\"");
	assert_non_null(
		strstr(fake_port_facts(&port), "name=O\"Neil # 王 五 called"));
	assert_non_null(strstr(fake_port_facts(&port), "name=k data=a b\n"));
	stage_fails(&port, "wait 2", CTI_EINVAL,
		    "wait belongs in a script: let time go on with "
		    "cti_sim_advance()");
	fake_port_fini(&port);
}

static void test_sim_script__the_link_says_which_file_is_missing(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	assert_int_equal(
		fake_port_init(&port, &cti__adapter_sim, "/nowhere/a%20b.sim"),
		CTI_EIO);
	assert_string_equal(cti__buf_cstr(&port.detail),
			    "/nowhere/a b.sim cannot be opened: No such file "
			    "or directory; check that the path is right");
	fake_port_fini(&port);
	assert_int_equal(fake_port_init(&port, &cti__adapter_sim, "/tmp"),
			 CTI_EIO);
	fake_port_fini(&port);
	assert_int_equal(
		fake_port_init(&port, &cti__adapter_sim, "?clock=water"),
		CTI_EURL);
	assert_string_equal(cti__buf_cstr(&port.detail),
			    "\"clock=water\" is nothing that sim: takes; it "
			    "takes clock=real, clock=virtual, speed=N and "
			    "seed=N");
	fake_port_fini(&port);
	assert_int_equal(fake_port_init(&port, &cti__adapter_sim, "?speed=0"),
			 CTI_EURL);
	fake_port_fini(&port);
}

static void test_sim_script__every_command_has_its_line_of_help(void **state)
{
	const char *text, *tab;
	size_t i;

	(void)state;
	for (i = 0; (text = cti_sim_help(i)); i++) {
		tab = strchr(text, '\t');
		assert_non_null(tab);
		assert_true(tab > text && tab[1]);
		assert_null(strchr(tab + 1, '\t'));
	}
	assert_true(i > 30);
}

/* Memory that runs out after so many allocations. */
static long left;

static void *poor_alloc(size_t size)
{
	return left-- > 0 ? malloc(size) : NULL;
}

static void *poor_realloc(void *p, size_t size)
{
	return left-- > 0 ? realloc(p, size) : NULL;
}

static void story_without_memory(const char *url)
{
	struct cti_port port;
	unsigned i;

	memset(&port, 0, sizeof(port));
	if (!fake_port_init(&port, &cti__adapter_sim, url) &&
	    fake_port_up(&port))
		for (i = 0; i < 200 && !port.failed; i++) {
			stage_pass(&port, 100);
			fake_port_forget(&port);
		}
	fake_port_fini(&port);
}

static void test_sim_script__survives_each_failing_allocation(void **state)
{
	const cti_allocator poor = { sizeof(poor), poor_alloc, poor_realloc,
				     free };
	char path[64], url[128];
	long n;

	(void)state;
	stage_script(path, "room 8001\n"
			   "queue support strategy ringall ring 1 retry 0.2\n"
			   "agent 1001 queue support\n"
			   "agent 1002 queue support\n"
			   "call 13800138000 to 400110 queue support as a\n"
			   "+0.1 answer a 1001\n"
			   "+0.1 consult 1001 1003\n"
			   "+0.1 answer 1003\n"
			   "+0.1 transfer 1001\n"
			   "+0.1 park 1003\n"
			   "+0.1 unpark 1004 701\n"
			   "+0.1 blind 1004 8001\n"
			   "+0.1 hangup a\n"
			   "end\n");
	snprintf(url, sizeof(url), "%s?clock=virtual", path);
	assert_int_equal(cti_set_allocator(&poor), 0);
	for (n = 0; n < 150; n++) {
		left = n;
		story_without_memory(url);
	}
	assert_int_equal(cti_set_allocator(NULL), 0);
	/* It was enough in the end: the last of them ran through. */
	assert_true(left > 0);
	assert_int_equal(unlink(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sim_script__lines_happen_at_their_times),
		cmocka_unit_test(
			test_sim_script__the_time_of_a_fact_is_its_lines),
		cmocka_unit_test(test_sim_script__ends_when_no_call_is_live),
		cmocka_unit_test(
			test_sim_script__a_story_that_cannot_go_on_stops),
		cmocka_unit_test(
			test_sim_script__a_nul_is_no_letter_of_a_command),
		cmocka_unit_test(test_sim_script__says_what_is_wrong_and_where),
		cmocka_unit_test(test_sim_script__quotes_keep_words_together),
		cmocka_unit_test(
			test_sim_script__the_link_says_which_file_is_missing),
		cmocka_unit_test(
			test_sim_script__every_command_has_its_line_of_help),
		cmocka_unit_test(
			test_sim_script__survives_each_failing_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
