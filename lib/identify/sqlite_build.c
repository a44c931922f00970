/* SPDX-License-Identifier: MIT */
/* The making of a prepared directory: an SQLite database from a CSV file. */
#include "identify/directory.h"
#include "identify/match.h"
#include "identify/number.h"
#include "identify/sqlite_file.h"
#include "util/alloc.h"
#include "util/remedy.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void cti__sqlite_name(struct cti__buf *sql, const char *name)
{
	cti__buf_char(sql, '"');
	for (; *name; name++) {
		if (*name == '"')
			cti__buf_char(sql, '"');
		cti__buf_char(sql, *name);
	}
	cti__buf_char(sql, '"');
}

struct builder {
	sqlite3 *db;
	sqlite3_stmt *customer, *number, *row_of;
	const cti_number_plan *plan;
	const char *path;
	const struct cti__detail *detail;
	struct cti__progress progress;
	uint64_t rows;
	bool has_account;
};

static int build_failed(struct builder *b, int code)
{
	if ((code & 0xff) == SQLITE_FULL)
		return cti__detail(b->detail, CTI_EIO,
				   "%s: the disk is full; the old file, if "
				   "there was one, is unchanged",
				   b->path);
	if ((code & 0xff) == SQLITE_NOMEM)
		return cti__detail(b->detail, CTI_ENOMEM, "%s: out of memory",
				   b->path);
	return cti__detail(b->detail, CTI_EIO, "%s: cannot be written: %s",
			   b->path, sqlite3_errmsg(b->db));
}

static int build_exec(struct builder *b, const char *sql)
{
	int code = sqlite3_exec(b->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : build_failed(b, code);
}

static int build_prepare(struct builder *b, const char *sql, sqlite3_stmt **out)
{
	int code = sqlite3_prepare_v2(b->db, sql, -1, out, NULL);

	return code == SQLITE_OK ? 0 : build_failed(b, code);
}

static int build_step(struct builder *b, sqlite3_stmt *stmt)
{
	int code = sqlite3_step(stmt);

	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return code == SQLITE_DONE ? 0 : build_failed(b, code);
}

/* One column a cell that has a name, and the id first. */
static int make_tables(struct builder *b, const struct cti__columns *columns)
{
	struct cti__buf create = { 0 }, insert = { 0 };
	size_t i;
	int err;

	cti__buf_text(&create,
		      "CREATE TABLE customer (id TEXT PRIMARY KEY NOT NULL");
	cti__buf_text(&insert, "INSERT OR IGNORE INTO customer VALUES (?");
	for (i = 0; i < columns->count; i++) {
		if (i == columns->id || !columns->name[i][0])
			continue;
		cti__buf_text(&create, ", ");
		cti__sqlite_name(&create, columns->name[i]);
		cti__buf_text(&create, " TEXT");
		cti__buf_text(&insert, ",?");
	}
	/* A row's number is shorter than its id, and found sooner. */
	cti__buf_text(&create,
		      ");"
		      "CREATE TABLE number_row (key TEXT NOT NULL, row INTEGER "
		      "NOT NULL, PRIMARY KEY (key, row)) WITHOUT ROWID;"
		      "CREATE VIEW customer_number AS SELECT n.key AS key, "
		      "c.id AS customer FROM number_row AS n JOIN customer AS "
		      "c ON c.rowid = n.row;"
		      "CREATE TEMP TABLE unsorted (key, row);");
	cti__buf_text(&insert, ")");
	err = create.err ? create.err : insert.err;
	if (!err)
		err = build_exec(b, cti__buf_cstr(&create));
	if (!err)
		err = build_prepare(b, cti__buf_cstr(&insert), &b->customer);
	if (!err)
		err = build_prepare(b, "INSERT INTO unsorted VALUES (?, ?)",
				    &b->number);
	if (!err)
		err = build_prepare(b,
				    "SELECT rowid FROM customer WHERE id = ?",
				    &b->row_of);
	cti__buf_fini(&create);
	cti__buf_fini(&insert);
	return err;
}

static int build_columns(const struct cti__columns *columns, void *user)
{
	struct builder *b = user;
	size_t i;

	for (i = 0; i < columns->count; i++)
		b->has_account |= strcmp(columns->name[i], "account") == 0;
	return make_tables(user, columns);
}

static void bind(sqlite3_stmt *stmt, int at, struct cti__str s)
{
	if (s.n)
		sqlite3_bind_text(stmt, at, s.p, (int)s.n, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, at);
}

/* The row that was put in, or the first one with the same id. */
static int build_row(struct builder *b, struct cti__str id, int64_t *row)
{
	int code;

	*row = sqlite3_last_insert_rowid(b->db);
	if (sqlite3_changes(b->db))
		return 0;
	bind(b->row_of, 1, id);
	code = sqlite3_step(b->row_of);
	if (code == SQLITE_ROW)
		*row = sqlite3_column_int64(b->row_of, 0);
	sqlite3_reset(b->row_of);
	return code == SQLITE_ROW ? 0 : build_failed(b, code);
}

static int build_numbers(struct builder *b, int64_t row, struct cti__str cell)
{
	cti_number number;
	struct cti__str one;
	uint32_t i;
	int err = 0;

	while (!err && cti__match_next(&cell, &one)) {
		if (cti__number_parse(one, b->plan, &number))
			continue;
		for (i = 0; i < number.key_count && !err; i++) {
			bind(b->number, 1, cti__str(number.key[i]));
			sqlite3_bind_int64(b->number, 2, row);
			err = build_step(b, b->number);
		}
	}
	return err;
}

static int build_line(const struct cti__columns *columns,
		      const struct cti__str *cell, void *user)
{
	struct builder *b = user;
	struct cti__str id = CTI__STR_NONE;
	char made_id[32];
	int64_t row = 0;
	size_t i;
	int at = 1, err;

	snprintf(made_id, sizeof(made_id), "row %llu",
		 (unsigned long long)++b->rows);
	if (columns->id < columns->count)
		id = cell[columns->id];
	if (!id.n)
		id = cti__str(made_id);
	bind(b->customer, at++, id);
	for (i = 0; i < columns->count; i++)
		if (i != columns->id && columns->name[i][0])
			bind(b->customer, at++, cell[i]);
	err = build_step(b, b->customer);
	if (!err)
		err = build_row(b, id, &row);
	for (i = 0; i < columns->count && !err; i++)
		if (columns->number[i])
			err = build_numbers(b, row, cell[i]);
	return err;
}

/*
 * The new file is nobody's yet, so it needs no journal; it is made durable
 * once, at the end. Keys go in sorted: a million in any order would take
 * minutes.
 */
static int build_all(struct builder *b, const char *csv, uint64_t *skipped)
{
	struct cti__directory_reader reader = { .on_columns = build_columns,
						.on_line = build_line,
						.user = b,
						.progress = b->progress };
	int err;

	err = build_exec(b, CTI__SQLITE_OURS_SQL
			 ";"
			 "PRAGMA journal_mode = OFF;"
			 "PRAGMA synchronous = OFF;"
			 "PRAGMA cache_size = -32000; BEGIN");
	if (!err)
		err = cti__directory_read(&reader, csv, b->detail);
	if (!err)
		err = build_exec(b, "INSERT OR IGNORE INTO number_row "
				    "SELECT key, row FROM unsorted "
				    "ORDER BY key, row;"
				    "DROP TABLE unsorted");
	if (!err && b->has_account)
		err = build_exec(b, "CREATE INDEX customer_account ON "
				    "customer (account)");
	if (!err)
		err = build_exec(b, "COMMIT");
	*skipped = reader.skipped;
	return err;
}

static int make_durable(struct builder *b, const char *temp)
{
	const char sealed = CTI__SQLITE_SEALED;
	int fd = open(temp, O_RDWR | O_CLOEXEC);
	int err = 0;

	if (fd < 0 || pwrite(fd, &sealed, 1, CTI__SQLITE_WRITE_VER) != 1 ||
	    fsync(fd) || rename(temp, b->path))
		err = cti__detail(b->detail, CTI_EIO,
				  "%s: cannot be written: %s; %s", b->path,
				  strerror(errno), cti__os_remedy(errno));
	if (fd >= 0)
		close(fd);
	return err;
}

/* What is there must be a directory of ours: anything else would be lost, be it
   a journal, the CSV file itself or /dev/null. */
static int check_target(const struct builder *b)
{
	unsigned char header[CTI__SQLITE_HEADER];
	struct stat st;
	ssize_t n = 0;
	int fd;

	if (stat(b->path, &st))
		return 0;
	if (!S_ISREG(st.st_mode))
		return cti__detail(b->detail, CTI_EIO,
				   "%s: is no file that could be replaced; "
				   "name another",
				   b->path);
	fd = open(b->path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, header, sizeof(header));
		close(fd);
	}
	if (!n || (n == sizeof(header) && cti__sqlite_is_sealed(header)))
		return 0;
	return cti__detail(b->detail, CTI_EEXIST,
			   "%s: holds something else that would be lost; name "
			   "another file, or remove it first",
			   b->path);
}

/* A name beside the target that nobody else uses. */
static char *make_temp(const char *path, const struct cti__detail *detail,
		       int *err)
{
	struct cti__buf name = { 0 };
	char *temp;
	int fd = -1, i;

	*err = CTI_ENOMEM;
	for (i = 0; i < 100; i++) {
		cti__buf_clear(&name);
		cti__buf_printf(&name, "%s.new-%ld-%d", path, (long)getpid(),
				i);
		if (name.err)
			break;
		fd = open(cti__buf_cstr(&name),
			  O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	if (fd < 0) {
		if (!name.err)
			*err = cti__detail(detail, CTI_EIO,
					   "%s: cannot be written: %s; %s",
					   path, strerror(errno),
					   cti__os_remedy(errno));
		cti__buf_fini(&name);
		return NULL;
	}
	close(fd);
	temp = cti__buf_take(&name, NULL);
	*err = temp ? 0 : CTI_ENOMEM;
	return temp;
}

int cti_directory_build(const char *csv, const char *sqlite,
			const cti_number_plan *plan, uint64_t *skipped,
			char *detail, size_t detail_size)
{
	return cti_directory_build_told(csv, sqlite, plan, NULL, NULL, skipped,
					detail, detail_size);
}

int cti_directory_build_told(const char *csv, const char *sqlite,
			     const cti_number_plan *plan,
			     cti_progress_fn *on_progress, void *user,
			     uint64_t *skipped, char *detail,
			     size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct builder b = { .plan = plan,
			     .path = sqlite,
			     .detail = &where,
			     .progress = { on_progress, user } };
	uint64_t broken = 0;
	cti_number probe;
	char *temp;
	int err;

	cti__detail(&where, 0, "%s", "");
	if (skipped)
		*skipped = 0;
	if (!csv || !sqlite)
		return cti__detail(&where, CTI_EINVAL,
				   "both files must be named");
	if (cti__number_parse(CTI__STR("1"), plan, &probe))
		return cti__detail(&where, CTI_EINVAL,
				   "the country of the dial plan is not known");
	err = check_target(&b);
	if (err)
		return err;
	temp = make_temp(sqlite, &where, &err);
	if (!temp)
		return err;
	err = sqlite3_open_v2(
		temp, &b.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	err = err ? build_failed(&b, err) : build_all(&b, csv, &broken);
	sqlite3_finalize(b.customer);
	sqlite3_finalize(b.number);
	sqlite3_finalize(b.row_of);
	if (sqlite3_close(b.db) && !err)
		err = CTI_EIO;
	if (!err)
		err = make_durable(&b, temp);
	if (err)
		unlink(temp);
	if (skipped)
		*skipped = broken;
	cti__free(temp);
	return err;
}
