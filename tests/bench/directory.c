/* SPDX-License-Identifier: MIT */
/*
 * What a directory of very many customers costs, in memory and in SQLite:
 * directory [CUSTOMERS [LOOKUPS [FOLDER]]]. One JSON line a measurement.
 */
#include "identify/csv.h"
#include "identify/number.h"
#include "identify/sqlite.h"
#include "util/alloc.h"
#include "util/map.h"

#include <cti/customer.h>
#include <cti/error.h>

#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const cti_number_plan plan = { sizeof(plan), "CN", "010", "9", NULL, 0 };
static const uint64_t seed[2] = { 1, 2 };

/* How often each part is measured, and how many parts there are. */
#define ROUNDS	 7
#define BARE_MAX 3

struct bench {
	char dir[64], csv[96], db[96];
	uint64_t customers, lookups;
};

static double clock_s(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Any order, but the same in each run (splitmix64). */
static uint64_t mix(uint64_t i)
{
	i = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
	i = (i ^ (i >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	i = (i ^ (i >> 27)) * UINT64_C(0x94d049bb133111eb);
	return i ^ (i >> 31);
}

/* Each customer's own: eleven digits, no two alike. */
static void mobile_of(uint64_t customer, char out[16])
{
	uint64_t n = customer * UINT64_C(6180339887) % UINT64_C(1000000007);

	snprintf(out, 16, "13%09" PRIu64, n % 1000000000);
}

static int write_csv(const struct bench *b)
{
	static const char *const tiers[] = { "gold", "silver", "ordinary" };
	FILE *f = fopen(b->csv, "w");
	char mobile[16];
	uint64_t i;

	if (!f)
		return CTI_EIO;
	fputs("id,name,company,mobile,phone,tier,owner\n", f);
	for (i = 0; i < b->customers; i++) {
		mobile_of(i, mobile);
		fprintf(f,
			"C%" PRIu64 ",李%04" PRIu64 ",第%05" PRIu64
			"公司,%s,010-%08" PRIu64 ",%s,%u\n",
			i, mix(i) % 10000, mix(i) % 50000, mobile,
			20000000 + i % 70000000, tiers[i % 3],
			(unsigned)(1000 + i % 500));
	}
	return fclose(f) ? CTI_EIO : 0;
}

/* Memory of this process, in KiB: VmHWM, VmRSS or RssAnon. */
static long memory_kb(const char *what)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[128];
	long kb = -1;

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, what, strlen(what)) == 0)
			kb = atol(line + strlen(what) + 1);
	if (f)
		fclose(f);
	return kb;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* As a ringing call asks: the number taken apart, then looked up. */
static int look_up(const struct cti__source_ops *ops, void *state,
		   const char *text, size_t *found)
{
	struct cti__found out = { 0 };
	cti_number number;
	int err = cti__number_parse(cti__str(text), &plan, &number);

	if (!err)
		err = ops->find(state, &number, &out);
	*found += out.count;
	cti__found_fini(&out);
	return err;
}

/* What it costs to look at the clock, which is in each time that is taken. */
static double clock_cost_s(void)
{
	double begun = clock_s(CLOCK_THREAD_CPUTIME_ID);
	int i;

	for (i = 0; i < 10000; i++)
		(void)clock_s(CLOCK_THREAD_CPUTIME_ID);
	return (clock_s(CLOCK_THREAD_CPUTIME_ID) - begun) / 10001;
}

/*
 * Finds the row of a key and no more; or, in a table of as many bytes that has
 * nothing in it, the least that this can cost: a hash and a word at its place.
 */
struct bare {
	const struct cti__csv *csv;
	sqlite3_stmt *stmt;
	const uint64_t *word;
	size_t words;
};

static bool has_row(const struct bare *bare, const char *key)
{
	bool has;

	if (bare->word)
		return bare->word[(cti__siphash(seed, key, strlen(key)) >> 32) *
					  bare->words >>
				  32];
	if (bare->csv)
		return cti__csv_has_key(bare->csv, key);
	sqlite3_bind_text(bare->stmt, 1, key, -1, SQLITE_STATIC);
	has = sqlite3_step(bare->stmt) == SQLITE_ROW;
	sqlite3_reset(bare->stmt);
	return has;
}

/* Nine of ten numbers are somebody's. */
static void number_of(const struct bench *b, uint64_t i, char out[16])
{
	mobile_of(mix(i) % (b->customers + b->customers / 9), out);
}

/* So that no compiler leaves the look-up out. */
static volatile uint64_t rows_seen;

/* Mean seconds to take a number apart, and with bare to find its row, too. */
static double share_s(const struct bench *b, const struct bare *bare)
{
	double begun = clock_s(CLOCK_THREAD_CPUTIME_ID);
	cti_number number;
	char mobile[16];
	uint64_t i;

	for (i = 0; i < b->lookups; i++) {
		number_of(b, i, mobile);
		if (cti__number_parse(cti__str(mobile), &plan, &number))
			continue;
		rows_seen += bare && has_row(bare, number.key[0]);
	}
	return (clock_s(CLOCK_THREAD_CPUTIME_ID) - begun) / (double)b->lookups;
}

/* Medians of rounds that take turns, so that what else the machine does falls
   on all: to take a number apart, and what each of the bare ones adds to it. */
static double take_turns(const struct bench *b, const struct bare *bare,
			 size_t count, double *more)
{
	double apart[ROUNDS], took[BARE_MAX][ROUNDS];
	size_t i, round;

	for (i = 0; i < count; i++)
		(void)share_s(b, &bare[i]);
	for (round = 0; round < ROUNDS; round++) {
		apart[round] = share_s(b, NULL);
		for (i = 0; i < count; i++)
			took[i][round] = share_s(b, &bare[i]) - apart[round];
	}
	for (i = 0; i < count; i++) {
		qsort(took[i], ROUNDS, sizeof(took[i][0]), compare);
		more[i] = took[i][ROUNDS / 2];
	}
	qsort(apart, ROUNDS, sizeof(apart[0]), compare);
	return apart[ROUNDS / 2];
}

/* Of what a lookup takes, what is the finding of the row alone? */
static void tell_shares(const struct bench *b, const char *what,
			const struct bare *bare, const char *target)
{
	double row, apart = take_turns(b, bare, 1, &row);

	printf("{\"bench\":\"%s-shares\",\"apart_us\":%.3f,"
	       "\"row_us\":%.3f,\"row\":\"of which: number to row, %s\","
	       "\"figure\":\"%.2f µs; to take the number apart %.2f µs\","
	       "\"target\":\"%s\"}\n",
	       what, apart * 1e6, row * 1e6, what, row * 1e6, apart * 1e6,
	       target);
}

/* The same, beside the floor in memory of large pages and of usual ones. */
static int tell_floor(const struct bench *b, const struct cti__csv *csv)
{
	size_t words = cti__csv_table_bytes(csv) / sizeof(uint64_t);
	uint64_t *large = cti__alloc_large(words * sizeof(*large));
	uint64_t *usual = cti__calloc(words, sizeof(*usual));
	struct bare bare[BARE_MAX] = { { .csv = csv },
				       { .word = large, .words = words },
				       { .word = usual, .words = words } };
	double us[BARE_MAX], apart;

	if (large && usual) {
		memset(large, 0, words * sizeof(*large));
		apart = take_turns(b, bare, BARE_MAX, us);
		printf("{\"bench\":\"csv-shares\",\"table_bytes\":%zu,"
		       "\"apart_us\":%.3f,\"row_us\":%.3f,\"floor_us\":%.3f,"
		       "\"floor_usual_pages_us\":%.3f,\"row\":\"of which: "
		       "number to row, csv\",\"figure\":\"%.2f µs; the floor "
		       "%.2f µs, in usual pages %.2f µs; to take the number "
		       "apart %.2f µs\",\"target\":\"0.2 µs\"}\n",
		       words * sizeof(*large), apart * 1e6, us[0] * 1e6,
		       us[1] * 1e6, us[2] * 1e6, us[0] * 1e6, us[1] * 1e6,
		       us[2] * 1e6, apart * 1e6);
	}
	cti__free(large);
	cti__free(usual);
	return large && usual ? 0 : CTI_ENOMEM;
}

static int ask_all(const struct bench *b, const char *what,
		   const struct cti__source_ops *ops, void *state)
{
	double *took = calloc(b->lookups, sizeof(*took)), sum = 0, begun;
	double cost = clock_cost_s();
	size_t found = 0;
	char mobile[16];
	uint64_t i;
	int err = took ? 0 : CTI_ENOMEM;

	for (i = 0; i < b->lookups && !err; i++) {
		number_of(b, i, mobile);
		begun = clock_s(CLOCK_THREAD_CPUTIME_ID);
		err = look_up(ops, state, mobile, &found);
		took[i] = clock_s(CLOCK_THREAD_CPUTIME_ID) - begun - cost;
		sum += took[i];
	}
	if (!err) {
		qsort(took, b->lookups, sizeof(*took), compare);
		printf("{\"bench\":\"%s-lookup\",\"customers\":%" PRIu64
		       ",\"lookups\":%" PRIu64 ",\"found\":%zu,"
		       "\"cpu_us_mean\":%.2f,\"cpu_us_p50\":%.2f,"
		       "\"cpu_us_p99\":%.2f,\"rss_kb\":%ld,"
		       "\"rss_anon_kb\":%ld,\"row\":\"lookup among %" PRIu64
		       " customers, %s\",\"figure\":\"p50 %.1f µs, p99 %.1f "
		       "µs, the number taken apart and the customer made "
		       "included\",\"target\":\"p99 10 µs\"}\n",
		       what, b->customers, b->lookups, found,
		       sum * 1e6 / (double)b->lookups,
		       took[b->lookups / 2] * 1e6,
		       took[b->lookups * 99 / 100] * 1e6, memory_kb("VmRSS"),
		       memory_kb("RssAnon"), b->customers, what,
		       took[b->lookups / 2] * 1e6,
		       took[b->lookups * 99 / 100] * 1e6);
	}
	free(took);
	return err;
}

static int tell(const struct bench *b, const char *what, const char *target,
		double wall, double cpu, long kb)
{
	kb = memory_kb("VmRSS") - kb;
	printf("{\"bench\":\"%s\",\"customers\":%" PRIu64
	       ",\"wall_ms\":%.1f,\"cpu_ms\":%.1f,\"rss_kb_more\":%ld,"
	       "\"peak_rss_kb\":%ld,\"row\":\"%s of %" PRIu64
	       " customers\",\"figure\":\"%.1f ms, %.1f ms of CPU, %ld MiB "
	       "more\",\"target\":\"%s\"}\n",
	       what, b->customers, wall * 1e3, cpu * 1e3, kb,
	       memory_kb("VmHWM"), what, b->customers, wall * 1e3, cpu * 1e3,
	       kb / 1024, target);
	return 0;
}

static int with_memory(const struct bench *b)
{
	double wall = clock_s(CLOCK_MONOTONIC);
	double cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID);
	long kb = memory_kb("VmRSS");
	struct cti__csv *csv;
	int err = cti__csv_open(&csv, b->csv, &plan, seed, NULL, NULL);

	if (err)
		return err;
	tell(b, "csv-load", "10 s", clock_s(CLOCK_MONOTONIC) - wall,
	     clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu, kb);
	err = ask_all(b, "csv", &cti__csv_ops, csv);
	if (!err)
		err = tell_floor(b, csv);
	cti__csv_ops.free(csv);
	return err;
}

static int make(const struct bench *b)
{
	double wall = clock_s(CLOCK_MONOTONIC);
	double cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID);
	long kb = memory_kb("VmRSS");
	int err = cti_directory_build(b->csv, b->db, &plan, NULL, NULL, 0);

	if (err)
		return err;
	return tell(b, "sqlite-build", "", clock_s(CLOCK_MONOTONIC) - wall,
		    clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu, kb);
}

/* SQLite by itself on the same file, with as large a cache: one step by key. */
static void sqlite_alone(const struct bench *b)
{
	static const char sql[] = "SELECT c.rowid FROM number_row AS n "
				  "JOIN customer AS c ON c.rowid = n.row "
				  "WHERE n.key = ?1 LIMIT 64";
	struct bare bare = { .stmt = NULL };
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(b->db, &db, SQLITE_OPEN_READONLY, NULL) ==
		    SQLITE_OK &&
	    sqlite3_exec(db,
			 "PRAGMA cache_size = -48000; BEGIN; "
			 "SELECT 1 FROM customer LIMIT 1",
			 NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &bare.stmt, NULL) == SQLITE_OK)
		tell_shares(b, "sqlite", &bare, "6 µs");
	sqlite3_finalize(bare.stmt);
	sqlite3_close(db);
}

static int with_sqlite(const struct bench *b)
{
	double wall = clock_s(CLOCK_MONOTONIC);
	double cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID);
	long kb = memory_kb("VmRSS");
	struct cti__sqlite *s;
	int err = cti__sqlite_open(&s, b->db, &plan, NULL, NULL);

	if (err)
		return err;
	tell(b, "sqlite-open", "200 ms, 64 MiB",
	     clock_s(CLOCK_MONOTONIC) - wall,
	     clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu, kb);
	err = ask_all(b, "sqlite", &cti__sqlite_ops, s);
	cti__sqlite_ops.free(s);
	sqlite_alone(b);
	return err;
}

/* Each part in a process of its own, so that memory is nobody else's. */
static int apart(const struct bench *b, int (*part)(const struct bench *b))
{
	int status = 0, err;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		err = part(b);
		fflush(stdout);
		if (err)
			fprintf(stderr, "directory: %s\n", cti_strerror(err));
		_exit(err ? 1 : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	return status != 0;
}

/* A folder of our own, or the one that is named: its files stay for the next
 * run.
 */
static int find_folder(struct bench *b, const char *folder)
{
	const char *tmp = getenv("TMPDIR");

	if (folder)
		snprintf(b->dir, sizeof(b->dir), "%.60s", folder);
	else
		snprintf(b->dir, sizeof(b->dir), "%.40s/cti-bench-XXXXXX",
			 tmp && *tmp ? tmp : "/tmp");
	if (!folder && !mkdtemp(b->dir)) {
		fprintf(stderr, "directory: no folder in %s\n", b->dir);
		return CTI_EIO;
	}
	snprintf(b->csv, sizeof(b->csv), "%s/book.csv", b->dir);
	snprintf(b->db, sizeof(b->db), "%s/book.db", b->dir);
	return 0;
}

int main(int argc, char **argv)
{
	struct bench b = { .customers = 1000000, .lookups = 200000 };
	const char *folder = argc > 3 ? argv[3] : NULL;
	int failed;

	if (argc > 1)
		b.customers = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		b.lookups = strtoull(argv[2], NULL, 10);
	if (!b.customers || !b.lookups) {
		fputs("usage: directory [CUSTOMERS [LOOKUPS [FOLDER]]]\n",
		      stderr);
		return 2;
	}
	if (find_folder(&b, folder))
		return 1;
	failed = access(b.csv, R_OK) && write_csv(&b);
	if (failed)
		fprintf(stderr, "directory: %s cannot be written\n", b.csv);
	if (!failed)
		failed = apart(&b, with_memory);
	if (!failed && access(b.db, R_OK))
		failed = apart(&b, make);
	if (!failed)
		failed = apart(&b, with_sqlite);
	if (folder)
		return failed;
	unlink(b.csv);
	unlink(b.db);
	rmdir(b.dir);
	return failed;
}
