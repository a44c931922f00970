/* SPDX-License-Identifier: MIT */
/* Recordings: every form that is read, what cut ones give, and what we write.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/recorder.h"
#include "core/tape.h"
#include "core/tape_time.h"

#include <cti/error.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define HEAD "libcti-recording 1 ami 2026-11-22T01:30:44.863Z pbx one\n"

struct fix {
	char dir[64];
	struct cti__buf why, told;
};

static int set_up(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	snprintf(f->dir, sizeof(f->dir), "/tmp/cti-tape-XXXXXX");
	*state = f;
	return mkdtemp(f->dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fix *f = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -r %s", f->dir);
	cti__buf_fini(&f->why);
	cti__buf_fini(&f->told);
	free(f);
	return system(command);
}

static void write_file(struct fix *f, const char *name, const char *text,
		       size_t n)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, n, file), n);
	fclose(file);
}

static void put(struct fix *f, const char *name, const char *text)
{
	write_file(f, name, text, strlen(text));
}

static void put_packed(struct fix *f, const char *name, const char *text)
{
	char path[128];
	gzFile file;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	file = gzopen(path, "wb");
	assert_non_null(file);
	gzputs(file, text);
	gzclose(file);
}

static int open_tape(struct fix *f, struct cti__tape **tape, const char *name,
		     const char *protocol)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	return cti__tape_open(tape, path, protocol, &f->why);
}

/* Play all of it into words: "open@ms", "data@ms", "close@ms", "end@ms". */
static int play(struct fix *f, const char *name, const char *protocol)
{
	struct cti__tape_item item = { 0 };
	struct cti__tape *tape;
	int err = open_tape(f, &tape, name, protocol);

	cti__buf_clear(&f->told);
	if (err)
		return err;
	do {
		err = cti__tape_next(tape, &item, &f->why);
		if (err)
			break;
		if (item.kind == CTI__TAPE_DATA)
			cti__buf_add(&f->told, item.data, item.len);
		else
			cti__buf_text(&f->told,
				      item.kind == CTI__TAPE_OPEN    ? "open"
				      : item.kind == CTI__TAPE_CLOSE ? "close"
								     : "end");
		cti__buf_printf(&f->told, "@%lld ",
				(long long)(item.time_us / 1000));
	} while (item.kind != CTI__TAPE_END);
	cti__tape_close(tape);
	return err;
}

static void assert_told(struct fix *f, const char *want)
{
	assert_string_equal(cti__buf_cstr(&f->told), want);
}

static void test_tape__raw_bytes_have_the_times_beside_them(void **state)
{
	struct fix *f = *state;

	put(f, "x.raw", "Asterisk Call Manager/5\r\nabcdef");
	put(f, "x.idx", "0\t5\n25\t7\n28\t1200\n");
	assert_int_equal(play(f, "x.raw", ""), 0);
	assert_told(f, "open@5 Asterisk Call Manager/5\r\n@5 abc@7 def@1200 "
		       "end@1200 ");
}

static void test_tape__packed_bytes_and_times_are_unpacked(void **state)
{
	struct fix *f = *state;

	put_packed(f, "load.ami.gz", "abcdef");
	put_packed(f, "load.idx.gz", "0\t1\n3\t4\n");
	assert_int_equal(play(f, "load.ami.gz", "ami"), 0);
	assert_told(f, "open@1 abc@1 def@4 end@4 ");
}

static void test_tape__without_times_bytes_take_nominal_time(void **state)
{
	struct fix *f = *state;
	char much[4096];

	memset(much, 'x', sizeof(much));
	write_file(f, "x.raw", much, sizeof(much));
	assert_int_equal(play(f, "x.raw", "ami"), 0);
	/* Four pieces of a KiB, 0.1 ms each. */
	assert_non_null(strstr(cti__buf_cstr(&f->told), "@0 end@0 "));
	assert_int_equal(f->told.n,
			 strlen("open@0 ") + 4096 + 4 * 3 + strlen("end@0 "));
}

static void test_tape__a_folder_has_connections_one_after_the_other(
	void **state)
{
	struct fix *f = *state;

	put(f, "ami.raw", "one");
	put(f, "ami.idx", "0\t0\n");
	put(f, "ami.2.raw", "two");
	put(f, "ami.2.idx", "0\t6340\n2\t6341\n");
	assert_int_equal(play(f, "", ""), 0);
	assert_told(f, "open@0 one@0 close@0 open@6340 tw@6340 o@6341 "
		       "end@6341 ");
}

static void test_tape__a_connection_that_overlaps_is_left_out(void **state)
{
	struct fix *f = *state;

	put(f, "ami.raw", "one");
	put(f, "ami.idx", "0\t0\n2\t500\n");
	put(f, "ami.2.raw", "two");
	put(f, "ami.2.idx", "0\t400\n");
	assert_int_equal(play(f, "", ""), 0);
	assert_told(f, "open@0 on@0 e@500 end@500 ");
}

static void test_tape__a_folder_without_times_has_one_connection(void **state)
{
	struct fix *f = *state;

	put(f, "ami.raw", "one");
	put(f, "ami.2.raw", "two");
	assert_int_equal(play(f, "", ""), 0);
	assert_told(f, "open@0 one@0 end@0 ");
}

static void test_tape__a_folder_offers_its_protocols(void **state)
{
	struct fix *f = *state;
	struct cti__tape *tape;

	put(f, "esl.raw", "e");
	put(f, "ari.jsonl", "{}\n");
	assert_int_equal(open_tape(f, &tape, "", ""), 0);
	assert_string_equal(cti__tape_protocol(tape), "ari");
	cti__tape_close(tape);
	assert_int_equal(open_tape(f, &tape, "", "esl"), 0);
	assert_string_equal(cti__tape_protocol(tape), "esl");
	cti__tape_close(tape);
	assert_int_equal(open_tape(f, &tape, "", "ami"), CTI_EFORMAT);
	assert_non_null(strstr(cti__buf_cstr(&f->why), "of that protocol"));
}

#define AT(s) "{\"timestamp\":\"1970-01-01T00:00:" s "+0000\"}"

static void test_tape__a_line_is_a_message_with_its_own_time(void **state)
{
	struct fix *f = *state;

	put(f, "ari.jsonl",
	    AT("01.500") "\n\n{}\n" AT("01.200") "\n" AT("02.000"));
	assert_int_equal(play(f, "", ""), 0);
	assert_told(f,
		    "open@1500 " AT("01.500") "@1500 {}@1500 " AT(
			    "01.200") "@1500 " AT("02.000") "@2000 end@2000 ");
}

static void test_tape__lines_go_on_in_a_second_connection(void **state)
{
	struct fix *f = *state;

	put(f, "ari.jsonl", AT("01.000") "\n" AT("02.000") "\n");
	put(f, "ari.2.jsonl", AT("01.900") "\n");
	assert_int_equal(play(f, "", ""), 0);
	assert_told(
		f, "open@1000 " AT("01.000") "@1000 " AT("02.000") "@2000 "
								   "end@2000 ");
	put_packed(f, "ari.3.jsonl.gz", AT("05.000") "\n");
	assert_int_equal(play(f, "ari.3.jsonl.gz", ""), 0);
	assert_told(f, "open@5000 " AT("05.000") "@5000 end@5000 ");
	put(f, "ari.2.jsonl", AT("03.000") "\n");
	assert_int_equal(play(f, "", ""), 0);
	assert_true(strstr(cti__buf_cstr(&f->told), "close@2000 open@3000 "));
}

static void test_tape__our_own_recording_names_its_protocol(void **state)
{
	struct fix *f = *state;
	struct cti__tape *tape;

	put(f, "r", HEAD "0 0 open\n\n12 3 <\nab\n\n1500 0 close\n\n");
	assert_int_equal(open_tape(f, &tape, "r", ""), 0);
	assert_string_equal(cti__tape_protocol(tape), "ami");
	cti__tape_close(tape);
	assert_int_equal(play(f, "r", ""), 0);
	assert_told(f, "open@1795311044863 ab\n@1795311044875 "
		       "close@1795311046363 end@1795311046363 ");
}

static void test_tape__a_recording_cut_anywhere_gives_what_is_whole(
	void **state)
{
	static const char whole[] = HEAD
		"0 0 open\n\n12 3 <\nabc\n15 2 <\nde\n20 0 close\n\n";
	static const size_t ends[] = { sizeof(HEAD) - 1, 10, 11, 10, 12 };
	struct fix *f = *state;
	size_t cut, edge;
	bool at_edge;
	size_t i;
	int err;

	for (cut = sizeof(HEAD) - 1; cut < sizeof(whole) - 1; cut++) {
		write_file(f, "r", whole, cut);
		err = play(f, "r", "");
		at_edge = false;
		for (i = 0, edge = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			edge += ends[i];
			at_edge = at_edge || edge == cut;
		}
		assert_int_equal(err, at_edge ? 0 : CTI_EFORMAT);
		if (!at_edge)
			assert_non_null(
				strstr(cti__buf_cstr(&f->why), "cut short"));
		if (cut >= sizeof(HEAD) - 1 + 21)
			assert_non_null(
				strstr(cti__buf_cstr(&f->told), "abc@"));
	}
}

static void test_tape__what_is_no_recording_says_so(void **state)
{
	static const struct {
		const char *name, *text, *say;
	} bad[] = {
		{ "a", "", "is empty" },
		{ "b", "hello\n", "protocol=ami" },
		{ "c", "libcti-recording 2 ami x y\n", "newer version" },
		{ "d", "libcti-recording 1 ami yesterday y\n", "when" },
		{ "e", "libcti-recording 1 ami", "first line" },
	};
	struct fix *f = *state;
	struct cti__tape *tape;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		put(f, bad[i].name, bad[i].text);
		assert_int_equal(open_tape(f, &tape, bad[i].name, ""),
				 CTI_EFORMAT);
		assert_null(tape);
		if (!strstr(cti__buf_cstr(&f->why), bad[i].say))
			fail_msg("%s", cti__buf_cstr(&f->why));
	}
	assert_int_equal(open_tape(f, &tape, "none", ""), CTI_EIO);
	assert_non_null(strstr(cti__buf_cstr(&f->why), "none"));
	assert_int_equal(cti__tape_open(&tape, "", "", &f->why), CTI_EURL);
}

static void test_tape__broken_chunks_and_times_are_refused(void **state)
{
	static const char *const chunks[] = {
		"x 3 <\nabc\n",
		"0 3 ?\nabc\n",
		"0 4 <\nabc\n",
		"0 2 <\nabc\n",
		"0 99999999999 <\n",
		"-1 3 <\nabc\n",
		"99999999999999999999 0 open\n\n",
	};
	struct fix *f = *state;
	char text[256];
	size_t i;

	for (i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
		snprintf(text, sizeof(text), HEAD "%s", chunks[i]);
		put(f, "r", text);
		assert_int_equal(play(f, "r", ""), CTI_EFORMAT);
	}
	put(f, "x.raw", "abcdef");
	put(f, "x.idx", "0\t1\n3\t0\n");
	assert_int_equal(play(f, "x.raw", "ami"), CTI_EFORMAT);
	assert_non_null(strstr(cti__buf_cstr(&f->why), "line 2"));
	put(f, "x.idx", "0 1\n");
	assert_int_equal(play(f, "x.raw", "ami"), CTI_EFORMAT);
}

static void test_tape__reads_what_the_recorder_wrote(void **state)
{
	struct fix *f = *state;
	struct cti__recorder *rec;
	char path[128];

	snprintf(path, sizeof(path), "%s/own", f->dir);
	assert_int_equal(
		cti__recorder_new(&rec, path, "ami", "pbx 1", NULL, &f->why),
		0);
	cti__recorder_open(rec);
	cti__recorder_data(rec, "a\n<\0b", 5);
	cti__recorder_close_wire(rec);
	cti__recorder_close_wire(rec);
	cti__recorder_open(rec);
	cti__recorder_free(rec);
	assert_int_equal(play(f, "own", ""), 0);
	/* The one connection that was left open is closed with the file. */
	assert_int_equal(memcmp(f->told.p, "open@", 5), 0);
	assert_non_null(memmem(f->told.p, f->told.n, "a\n<\0b@", 6));
	assert_int_equal(
		cti__recorder_new(&rec, f->dir, "ami", "x", NULL, &f->why),
		CTI_EIO);
	assert_null(rec);
}

static void test_tape__times_are_read_exactly(void **state)
{
	int64_t us;

	(void)state;
	assert_true(cti__tape_parse_time(CTI__STR("1970-01-01T00:00:00.000Z"),
					 &us));
	assert_int_equal(us, 0);
	assert_true(cti__tape_parse_time(CTI__STR("2024-02-29T12:00:00.001Z"),
					 &us));
	assert_int_equal(us, INT64_C(1709208000001000));
	assert_true(cti__tape_parse_time(
		CTI__STR("2024-02-29T20:00:00.001+0800"), &us));
	assert_int_equal(us, INT64_C(1709208000001000));
	assert_true(cti__tape_parse_time(
		CTI__STR("2024-02-29T10:30:00.001-01:30"), &us));
	assert_int_equal(us, INT64_C(1709208000001000));
	assert_false(cti__tape_parse_time(
		CTI__STR("2024-02-29T10:30:00.001-1:30"), &us));
	assert_false(cti__tape_parse_time(CTI__STR("2024-02-29"), &us));
	assert_false(cti__tape_parse_time(CTI__STR("2024-13-01T00:00:00.000Z"),
					  &us));
	assert_false(cti__tape_parse_time(CTI__STR("2024-12-01T00:00:00.000Zx"),
					  &us));
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_tape__##name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(raw_bytes_have_the_times_beside_them),
		TEST(packed_bytes_and_times_are_unpacked),
		TEST(without_times_bytes_take_nominal_time),
		TEST(a_folder_has_connections_one_after_the_other),
		TEST(a_connection_that_overlaps_is_left_out),
		TEST(a_folder_without_times_has_one_connection),
		TEST(a_folder_offers_its_protocols),
		TEST(a_line_is_a_message_with_its_own_time),
		TEST(lines_go_on_in_a_second_connection),
		TEST(our_own_recording_names_its_protocol),
		TEST(a_recording_cut_anywhere_gives_what_is_whole),
		TEST(what_is_no_recording_says_so),
		TEST(broken_chunks_and_times_are_refused),
		TEST(reads_what_the_recorder_wrote),
		TEST(times_are_read_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
