/* SPDX-License-Identifier: MIT */
/* Agents' choices among candidates, in SQLite. */
#include "journal/learned.h"
#include "journal/store_file.h"
#include "util/alloc.h"

#include <cti/error.h>

#define BUSY_MS 2000
/* Not 0: the file has tables, and ours is none of them. */
#define FOREIGN_SQL                                                            \
	"SELECT count(*) > 0 AND NOT sum(name = 'chosen') FROM sqlite_master"
#define MAKE_SQL                                                               \
	"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"              \
	"CREATE TABLE IF NOT EXISTS chosen (number TEXT NOT NULL, "            \
	"customer TEXT NOT NULL, count INTEGER NOT NULL, at_us INTEGER NOT "   \
	"NULL, PRIMARY KEY (number, customer)) WITHOUT ROWID"

struct cti__learned {
	sqlite3 *db;
};

static int error_of(const struct cti__learned *l, int code)
{
	static const struct cti__detail_to nobody = { NULL, 0 };

	if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
		return 0;
	return cti__store_failed(&nobody, l->db, "", code);
}

/* Makes the table in an empty file; another program's is left alone. */
static int make_table(struct cti__learned *l, const char *path,
		      const struct cti__detail_to *to)
{
	int64_t foreign = 0;
	int code;

	sqlite3_busy_timeout(l->db, BUSY_MS);
	code = cti__store_number(l->db, FOREIGN_SQL, &foreign);
	if (code == SQLITE_OK && foreign)
		return cti__store_say(to, CTI_EFORMAT,
				      "%s: this database holds something else; "
				      "name another file",
				      path);
	if (code == SQLITE_OK)
		code = sqlite3_exec(l->db, MAKE_SQL, NULL, NULL, NULL);
	return code == SQLITE_OK ? 0 : cti__store_failed(to, l->db, path, code);
}

int cti__learned_open(struct cti__learned **out, const char *path, char *detail,
		      size_t size)
{
	struct cti__detail_to to = { detail, size };
	struct cti__learned *l = cti__calloc(1, sizeof(*l));
	int code, err;

	*out = NULL;
	if (!l)
		return CTI_ENOMEM;
	code = sqlite3_open_v2(path, &l->db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
				       SQLITE_OPEN_FULLMUTEX,
			       NULL);
	err = code == SQLITE_OK ? make_table(l, path, &to)
				: cti__store_failed(&to, l->db, path, code);
	if (err)
		cti__learned_close(l);
	else
		*out = l;
	return err;
}

void cti__learned_close(struct cti__learned *l)
{
	if (!l)
		return;
	sqlite3_close(l->db);
	cti__free(l);
}

static const char *text(sqlite3_stmt *stmt, int column)
{
	const void *p = sqlite3_column_text(stmt, column);

	return p ? p : "";
}

int cti__learned_each(struct cti__learned *l, unsigned max, cti__learned_fn *fn,
		      void *user)
{
	sqlite3_stmt *stmt = NULL;
	int code, err = 0;

	code = sqlite3_prepare_v2(l->db,
				  "SELECT number, customer, count FROM chosen "
				  "ORDER BY at_us DESC LIMIT ?1",
				  -1, &stmt, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(stmt, 1, max);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	while (code == SQLITE_ROW && !err) {
		err = fn(user, text(stmt, 0), text(stmt, 1),
			 (uint32_t)sqlite3_column_int(stmt, 2));
		code = sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return err ? err : error_of(l, code);
}

/* Texts go in by value: they cannot be read as SQL. */
static int run(struct cti__learned *l, const char *sql, const char *number,
	       const char *customer, int64_t at_us)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(l->db, sql, -1, &stmt, NULL);
	int count = sqlite3_bind_parameter_count(stmt);

	if (code == SQLITE_OK && count > 0)
		code = sqlite3_bind_text(stmt, 1, number, -1, SQLITE_STATIC);
	if (code == SQLITE_OK && count > 1)
		code = sqlite3_bind_text(stmt, 2, customer, -1, SQLITE_STATIC);
	if (code == SQLITE_OK && count > 2)
		code = sqlite3_bind_int64(stmt, 3, at_us);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	return error_of(l, code);
}

int cti__learned_add(struct cti__learned *l, const char *number,
		     const char *customer, int64_t at_us)
{
	return run(l,
		   "INSERT INTO chosen VALUES (?1, ?2, 1, ?3) ON CONFLICT DO "
		   "UPDATE SET count = count + 1, at_us = ?3",
		   number, customer, at_us);
}

int cti__learned_forget(struct cti__learned *l, const char *number)
{
	return run(l,
		   number ? "DELETE FROM chosen WHERE number = ?1"
			  : "DELETE FROM chosen",
		   number, NULL, 0);
}
