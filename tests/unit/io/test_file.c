/* SPDX-License-Identifier: MIT */
/* Files and folders, on a real disk and on a full one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/file.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define PACKED 300000 /* bytes of text in the packed files */

static char folder[] = "/tmp/cti-file-XXXXXX";

static const char *in_folder(const char *name)
{
	static char path[2][256];
	static int which;

	which = !which;
	snprintf(path[which], sizeof(path[which]), "%s/%s", folder, name);
	return path[which];
}

static char letter(size_t place)
{
	uint32_t mixed = (uint32_t)place * 2654435761u;

	/* Hard to pack, so that there is something to cut. */
	mixed ^= mixed >> 15;
	mixed *= 2246822519u;
	return (char)('A' + (mixed >> 13) % 26);
}

static void put_file(const char *name, const void *p, size_t n)
{
	FILE *file = fopen(in_folder(name), "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(p, 1, n, file), n);
	fclose(file);
}

static void put_packed(const char *name)
{
	gzFile gz = gzopen(in_folder(name), "wb");
	size_t i;

	for (i = 0; i < PACKED; i++)
		gzputc(gz, letter(i));
	assert_int_equal(gzclose(gz), Z_OK);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[80];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

/* Reads a file of letters to its end: how many, and how it ended. */
static size_t read_letters(const char *name, size_t step, ssize_t *end,
			   struct cti__buf *detail)
{
	struct cti__reader *reader;
	char data[4096];
	size_t got = 0;
	ssize_t n, i;

	assert_int_equal(cti__reader_open(&reader, in_folder(name), detail), 0);
	for (;;) {
		n = cti__reader_read(reader, data, step, detail);
		if (n <= 0)
			break;
		for (i = 0; i < n; i++)
			assert_true(data[i] == letter(got + (size_t)i));
		got += (size_t)n;
	}
	/* The end stays the end. */
	*end = cti__reader_read(reader, data, step, detail);
	assert_int_equal(*end, n);
	cti__reader_close(reader);
	return got;
}

static void test_file__reads_packed_files(void **state)
{
	struct cti__buf detail = { 0 };
	ssize_t end;

	(void)state;
	put_packed("all.gz");
	assert_int_equal(read_letters("all.gz", 4096, &end, &detail), PACKED);
	assert_int_equal(end, 0);
	assert_int_equal(read_letters("all.gz", 7, &end, &detail), PACKED);
	assert_int_equal(end, 0);
	assert_int_equal(detail.n, 0);
	cti__buf_fini(&detail);
}

static void test_file__reads_plain_files(void **state)
{
	struct cti__buf detail = { 0 };
	static char data[50000];
	ssize_t end;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(data); i++)
		data[i] = letter(i);
	put_file("plain", data, sizeof(data));
	assert_int_equal(read_letters("plain", 999, &end, &detail),
			 sizeof(data));
	assert_int_equal(end, 0);
	put_file("empty", "", 0);
	assert_int_equal(read_letters("empty", 999, &end, &detail), 0);
	assert_int_equal(end, 0);
	cti__buf_fini(&detail);
}

static void test_file__tells_of_a_packed_file_cut_short(void **state)
{
	static const size_t missing[] = { 1, 8, 9, 100, 5000 };
	struct cti__buf detail = { 0 };
	struct stat st;
	ssize_t end;
	size_t i, got;

	(void)state;
	for (i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		put_packed("cut.gz");
		assert_int_equal(stat(in_folder("cut.gz"), &st), 0);
		assert_int_equal(truncate(in_folder("cut.gz"),
					  st.st_size - (off_t)missing[i]),
				 0);
		got = read_letters("cut.gz", 4096, &end, &detail);
		assert_int_equal(end, CTI_EFORMAT);
		/* All that could be had came before. */
		assert_in_range(got, missing[i] < 9 ? PACKED : 1, PACKED);
		assert_non_null(strstr(cti__buf_cstr(&detail),
				       "cut.gz: the packed file is cut short"));
	}
	cti__buf_fini(&detail);
}

static void test_file__tells_of_a_damaged_packed_file(void **state)
{
	struct cti__buf detail = { 0 };
	struct cti__reader *reader;
	char data[4096];
	ssize_t end;
	int fd;

	(void)state;
	put_packed("bad.gz");
	fd = open(in_folder("bad.gz"), O_WRONLY);
	assert_int_equal(
		pwrite(fd, "\xff\xff\xff\xff\xff\xff\xff\xff", 8, 2000), 8);
	close(fd);
	assert_int_equal(
		cti__reader_open(&reader, in_folder("bad.gz"), &detail), 0);
	do {
		end = cti__reader_read(reader, data, sizeof(data), &detail);
	} while (end > 0);
	cti__reader_close(reader);
	assert_int_equal(end, CTI_EFORMAT);
	assert_non_null(strstr(cti__buf_cstr(&detail), "damaged"));
	cti__buf_fini(&detail);
}

static void test_file__says_why_it_cannot_read(void **state)
{
	struct cti__buf detail = { 0 };
	struct cti__reader *reader;

	(void)state;
	assert_int_equal(cti__reader_open(&reader, "/no/such/file", &detail),
			 CTI_EIO);
	assert_null(reader);
	assert_non_null(strstr(cti__buf_cstr(&detail),
			       "/no/such/file: no such file or directory"));
	assert_int_equal(cti__reader_open(&reader, folder, &detail), CTI_EIO);
	assert_non_null(strstr(cti__buf_cstr(&detail), "not a folder"));
	assert_int_equal(cti__reader_open(&reader, folder, NULL), CTI_EIO);
	cti__reader_close(NULL);
	cti__buf_fini(&detail);
}

static void test_file__writes_what_can_be_read_again(void **state)
{
	struct cti__buf detail = { 0 };
	struct cti__writer *writer;
	static char data[100000];
	struct stat st;
	ssize_t end;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(data); i++)
		data[i] = letter(i);
	assert_int_equal(cti__writer_open(&writer, in_folder("log"), &detail),
			 0);
	assert_int_equal(cti__writer_write(writer, data, 10, &detail), 0);
	assert_int_equal(stat(in_folder("log"), &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(cti__writer_flush(writer, &detail), 0);
	assert_int_equal(stat(in_folder("log"), &st), 0);
	assert_int_equal(st.st_size, 10);
	assert_int_equal(cti__writer_write(writer, data + 10, 60000, &detail),
			 0);
	assert_int_equal(
		cti__writer_write(writer, data + 60010, 39990, &detail), 0);
	assert_int_equal(cti__writer_close(writer, &detail), 0);
	assert_int_equal(read_letters("log", 4096, &end, &detail),
			 sizeof(data));
	assert_int_equal(cti__writer_open(&writer, in_folder("log"), &detail),
			 0);
	assert_int_equal(cti__writer_write(writer, data, sizeof(data), NULL),
			 0);
	assert_int_equal(cti__writer_close(writer, NULL), 0);
	assert_int_equal(read_letters("log", 4096, &end, &detail),
			 sizeof(data));
	assert_int_equal(cti__writer_close(NULL, NULL), 0);
	cti__buf_fini(&detail);
}

static void test_file__tells_of_a_full_disk(void **state)
{
	struct cti__buf detail = { 0 };
	struct cti__writer *writer;
	static char data[200000];

	(void)state;
	assert_int_equal(cti__writer_open(&writer, "/dev/full", &detail), 0);
	assert_int_equal(cti__writer_write(writer, "x", 1, &detail), 0);
	assert_int_equal(cti__writer_flush(writer, &detail), CTI_EIO);
	assert_string_equal(cti__buf_cstr(&detail),
			    "/dev/full: cannot write: no space left on device; "
			    "make room on the disk");
	/* Nothing behind a gap. */
	assert_int_equal(cti__writer_write(writer, "y", 1, &detail), CTI_EIO);
	assert_int_equal(cti__writer_close(writer, &detail), CTI_EIO);

	assert_int_equal(cti__writer_open(&writer, "/dev/full", NULL), 0);
	assert_int_equal(cti__writer_write(writer, data, sizeof(data), NULL),
			 CTI_EIO);
	assert_int_equal(cti__writer_close(writer, NULL), CTI_EIO);

	assert_int_equal(cti__writer_open(&writer, "/dev/full", NULL), 0);
	assert_int_equal(cti__writer_write(writer, "x", 1, NULL), 0);
	assert_int_equal(cti__writer_close(writer, &detail), CTI_EIO);
	cti__buf_fini(&detail);
}

static void test_file__survives_a_pipe_without_reader(void **state)
{
	struct cti__buf detail = { 0 };
	struct cti__writer *writer;
	int fd;

	(void)state;
	assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
	fd = open(in_folder("pipe"), O_RDONLY | O_NONBLOCK);
	assert_int_equal(cti__writer_open(&writer, in_folder("pipe"), &detail),
			 0);
	close(fd);
	assert_int_equal(cti__writer_write(writer, "x", 1, &detail), 0);
	/* Without SIGPIPE, which would end this program. */
	assert_int_equal(cti__writer_close(writer, &detail), CTI_EIO);
	assert_non_null(strstr(cti__buf_cstr(&detail), "broken pipe"));
	cti__buf_fini(&detail);
}

static void test_file__says_why_it_cannot_write(void **state)
{
	struct cti__buf detail = { 0 };
	struct cti__writer *writer;

	(void)state;
	assert_int_equal(cti__writer_open(&writer, "/no/such/file", &detail),
			 CTI_EIO);
	assert_null(writer);
	assert_non_null(strstr(cti__buf_cstr(&detail), "check that the path"));
	assert_int_equal(cti__writer_open(&writer, folder, &detail), CTI_EIO);
	assert_non_null(strstr(cti__buf_cstr(&detail), "not a folder"));
	cti__buf_fini(&detail);
}

static void test_file__tells_folders_from_files(void **state)
{
	(void)state;
	put_file("kind", "", 0);
	assert_int_equal(cti__path_kind(in_folder("kind")), CTI__PATH_FILE);
	assert_int_equal(cti__path_kind(folder), CTI__PATH_DIR);
	assert_int_equal(cti__path_kind("/no/such"), CTI__PATH_NONE);
}

static void test_file__reads_a_whole_file_up_to_a_limit(void **state)
{
	struct cti__buf detail = { 0 };
	static char data[10000];
	size_t n;
	char *p;

	(void)state;
	memset(data, 'a', sizeof(data));
	put_file("whole", data, sizeof(data));
	assert_int_equal(cti__file_read(&p, &n, in_folder("whole"),
					sizeof(data), &detail),
			 0);
	assert_int_equal(n, sizeof(data));
	assert_memory_equal(p, data, n);
	assert_int_equal(p[n], '\0');
	cti__free(p);
	assert_int_equal(cti__file_read(&p, &n, in_folder("whole"),
					sizeof(data) - 1, &detail),
			 CTI_ETOOBIG);
	assert_null(p);
	assert_non_null(strstr(cti__buf_cstr(&detail), "larger than 9999"));
	assert_int_equal(cti__file_read(&p, &n, folder, 100, &detail), CTI_EIO);
	assert_non_null(strstr(cti__buf_cstr(&detail), "not a folder"));
	assert_int_equal(cti__file_read(&p, &n, "/no/such", 100, &detail),
			 CTI_EIO);
	put_file("none", "", 0);
	assert_int_equal(cti__file_read(&p, &n, in_folder("none"), 0, NULL), 0);
	assert_int_equal(n, 0);
	assert_string_equal(p, "");
	cti__free(p);
	cti__buf_fini(&detail);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file__reads_packed_files),
		cmocka_unit_test(test_file__reads_plain_files),
		cmocka_unit_test(test_file__tells_of_a_packed_file_cut_short),
		cmocka_unit_test(test_file__tells_of_a_damaged_packed_file),
		cmocka_unit_test(test_file__says_why_it_cannot_read),
		cmocka_unit_test(test_file__writes_what_can_be_read_again),
		cmocka_unit_test(test_file__tells_of_a_full_disk),
		cmocka_unit_test(test_file__survives_a_pipe_without_reader),
		cmocka_unit_test(test_file__says_why_it_cannot_write),
		cmocka_unit_test(test_file__tells_folders_from_files),
		cmocka_unit_test(test_file__reads_a_whole_file_up_to_a_limit),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
