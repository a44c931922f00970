/* SPDX-License-Identifier: MIT */
/* Customers in SQLite as a source: looked up by key, or by a value. */
#include "identify/sqlite.h"
#include "identify/customer.h"
#include "identify/match.h"
#include "identify/sqlite_file.h"
#include "util/alloc.h"
#include "util/remedy.h"
#include "util/say.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

/* A lookup waits no longer for one who writes: the pop is waiting. */
#define BUSY_MS	  20
/*
 * Enough for the upper levels of the trees of a million customers. Not mapped
 * into memory: whoever cuts the file short would kill the process.
 */
#define CACHE_SQL "PRAGMA cache_size = -48000"

/* How a field is looked up by its value. */
struct statement {
	char *field;
	sqlite3_stmt *stmt;
};

struct cti__sqlite {
	sqlite3 *db;
	sqlite3_stmt *lookup;
	struct statement by[CTI__DATA_NAMES + 1]; /* and "account" */
	size_t by_count;
	char *path;
	const cti_number_plan *plan;
	const struct cti__log *log;
	bool sealed; /* nobody writes to it: it can only be replaced */
	struct cti__stamp stamp;
};

const struct cti__stamp *cti__sqlite_stamp(const struct cti__sqlite *s)
{
	return &s->stamp;
}

void cti__sqlite_move(struct cti__sqlite *s, const cti_number_plan *plan,
		      const struct cti__log *log)
{
	s->plan = plan;
	s->log = log;
}

static int error_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_NOMEM:
		return CTI_ENOMEM;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
	case SQLITE_ERROR:
		return CTI_EFORMAT;
	default:
		return CTI_EIO;
	}
}

/* The columns of the row that the statement stands on. */
static int read_customer(sqlite3_stmt *stmt, cti_customer **out)
{
	struct cti__str name, value;
	const void *text;
	int n = sqlite3_column_count(stmt), i;
	int err = cti_customer_new(out);

	for (i = 0; i < n && !err; i++) {
		if (sqlite3_column_type(stmt, i) == SQLITE_BLOB)
			continue;
		text = sqlite3_column_text(stmt, i);
		value = cti__str_n(text, (size_t)sqlite3_column_bytes(stmt, i));
		name = cti__str(sqlite3_column_name(stmt, i));
		if (!text)
			continue;
		err = cti__customer_set(*out, name, value);
		/* A field that cannot be shown is no reason to know nobody. */
		if (err == CTI_EINVAL || err == CTI_ETOOBIG)
			err = 0;
	}
	if (err) {
		cti_customer_unref(*out);
		*out = NULL;
	}
	return err;
}

static int add_row(const struct cti__sqlite *s, const cti_number *number,
		   const char *key, struct cti__found *out)
{
	struct cti__match m = { number, s->plan, key, 0, NULL, false, NULL };
	cti_customer *customer;
	int err = read_customer(s->lookup, &customer);

	if (err)
		return err;
	cti__match_customer(&m, customer);
	cti__match_end(&m);
	if (!m.score) {
		cti_customer_unref(customer);
		return 0;
	}
	cti__customer_rate(customer, m.score, m.reason);
	cti__customer_set_number_kind(customer, m.kind ? m.kind : "");
	return cti__found_add(out, customer);
}

static int find_key(const struct cti__sqlite *s, const cti_number *number,
		    const char *key, struct cti__found *out)
{
	int code, err = 0;

	sqlite3_bind_text(s->lookup, 1, key, -1, SQLITE_STATIC);
	code = sqlite3_step(s->lookup);
	while (code == SQLITE_ROW && !err && out->count < CTI__MATCH_MAX) {
		err = add_row(s, number, key, out);
		code = sqlite3_step(s->lookup);
	}
	if (!err && error_of(code)) {
		cti__log(s->log, CTI_LOG_WARN, "%s: a lookup failed: %s",
			 s->path, sqlite3_errmsg(s->db));
		err = code == SQLITE_NOMEM ? CTI_ENOMEM : CTI_EIO;
	}
	sqlite3_reset(s->lookup);
	return err;
}

/* The first key that finds anybody is the best one. */
static int find(void *state, const cti_number *number, struct cti__found *out)
{
	const struct cti__sqlite *s = state;
	size_t before = out->count;
	uint32_t i;
	int err = 0;

	for (i = 0; i < number->key_count && !err && out->count == before; i++)
		err = find_key(s, number, number->key[i], out);
	return err;
}

/* The keys in the file were made by whoever made the file. */
static int replan(void *state, const cti_number_plan *plan)
{
	struct cti__sqlite *s = state;

	s->plan = plan;
	return 0;
}

/* Say so at once if every lookup would walk through a whole table. */
static void warn_of_scans(struct cti__sqlite *s, const char *sql,
			  const char *field)
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *stmt = NULL;
	const unsigned char *step;

	if (explain &&
	    sqlite3_prepare_v2(s->db, explain, -1, &stmt, NULL) == SQLITE_OK) {
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			step = sqlite3_column_text(stmt, 3);
			if (step &&
			    (strncmp((const char *)step, "SCAN", 4) == 0 ||
			     strstr((const char *)step, "AUTOMATIC")))
				cti__log(s->log, CTI_LOG_WARN,
					 "%s: lookups will be slow: create "
					 "an index on %s(%s)%s",
					 s->path,
					 field ? "customer" : "customer_number",
					 field ? field : "key",
					 !field	     ? " and on customer(id)"
					 : s->sealed ? " in a copy of it, made "
						       "by VACUUM INTO"
						     : "");
		}
	}
	sqlite3_finalize(stmt);
	sqlite3_free(explain);
}

/* --- by a value --- */

static void drop_statements(struct cti__sqlite *s)
{
	size_t i;

	for (i = 0; i < s->by_count; i++) {
		sqlite3_finalize(s->by[i].stmt);
		cti__free(s->by[i].field);
	}
	s->by_count = 0;
}

/* A column that there is not, and no text in double quotes. */
static bool has_column(const struct cti__sqlite *s, const char *field)
{
	sqlite3_stmt *stmt = NULL;
	bool has = false;

	if (sqlite3_prepare_v2(s->db,
			       "SELECT 1 FROM pragma_table_info('customer') "
			       "WHERE name = ?1 COLLATE NOCASE",
			       -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 1, field, -1, SQLITE_STATIC) == SQLITE_OK)
		has = sqlite3_step(stmt) == SQLITE_ROW;
	sqlite3_finalize(stmt);
	return has;
}

static int prepare_by(struct cti__sqlite *s, const char *field)
{
	struct statement *by = &s->by[s->by_count];
	struct cti__buf sql = { 0 };
	size_t i;
	int code;

	for (i = 0; i < s->by_count; i++)
		if (strcmp(s->by[i].field, field) == 0)
			return 0;
	if (!has_column(s, field))
		return 0;
	cti__buf_text(&sql, "SELECT * FROM customer WHERE ");
	cti__sqlite_name(&sql, field);
	cti__buf_text(&sql, " = ?1 LIMIT 16");
	by->field = cti__str_dup(cti__str(field));
	code = sql.err || !by->field
		       ? SQLITE_NOMEM
		       : sqlite3_prepare_v3(s->db, cti__buf_cstr(&sql), -1,
					    SQLITE_PREPARE_PERSISTENT,
					    &by->stmt, NULL);
	if (code != SQLITE_OK) {
		cti__free(by->field);
		by->field = NULL;
	} else {
		s->by_count++;
		warn_of_scans(s, cti__buf_cstr(&sql), field);
	}
	cti__buf_fini(&sql);
	return error_of(code);
}

static int refield(void *state, const struct cti__data_names *names)
{
	struct cti__sqlite *s = state;
	size_t i;
	int err;

	drop_statements(s);
	err = prepare_by(s, "account");
	for (i = 0; i < names->count && !err; i++)
		err = prepare_by(s, names->item[i].field);
	return err;
}

static int find_by(void *state, struct cti__str field, struct cti__str value,
		   struct cti__found *out)
{
	const struct cti__sqlite *s = state;
	sqlite3_stmt *stmt = NULL;
	cti_customer *customer;
	size_t i;
	int code, err = 0;

	for (i = 0; i < s->by_count && !stmt; i++)
		if (cti__str_is(field, s->by[i].field))
			stmt = s->by[i].stmt;
	if (!stmt)
		return 0;
	sqlite3_bind_text(stmt, 1, value.p, (int)value.n, SQLITE_STATIC);
	code = sqlite3_step(stmt);
	while (code == SQLITE_ROW && !err && out->count < CTI__MATCH_MAX) {
		err = read_customer(stmt, &customer);
		if (!err)
			err = cti__found_add(out, customer);
		code = sqlite3_step(stmt);
	}
	if (!err && error_of(code)) {
		cti__log(s->log, CTI_LOG_WARN, "%s: a lookup failed: %s",
			 s->path, sqlite3_errmsg(s->db));
		err = code == SQLITE_NOMEM ? CTI_ENOMEM : CTI_EIO;
	}
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return err;
}

static void sqlite_free(void *state)
{
	struct cti__sqlite *s = state;

	drop_statements(s);
	sqlite3_finalize(s->lookup);
	sqlite3_close(s->db);
	cti__free(s->path);
	cti__free(s);
}

const struct cti__source_ops cti__sqlite_ops = {
	.find = find,
	.replan = replan,
	.free = sqlite_free,
	.find_by = find_by,
	.refield = refield,
};

bool cti__sqlite_is_sealed(const unsigned char header[CTI__SQLITE_HEADER])
{
	const unsigned char *id = header + CTI__SQLITE_APP_ID;

	return header[CTI__SQLITE_WRITE_VER] == CTI__SQLITE_SEALED &&
	       ((uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 |
		(uint32_t)id[2] << 8 | id[3]) == CTI__SQLITE_OURS;
}

static int read_header(const char *path, bool *sealed, struct cti__stamp *stamp,
		       const struct cti__detail *detail)
{
	unsigned char header[CTI__SQLITE_HEADER] = { 0 };
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return cti__detail(detail, CTI_EIO,
				   "%s: cannot be opened: %s; %s", path,
				   strerror(errno), cti__os_remedy(errno));
	*sealed = read(fd, header, sizeof(header)) == sizeof(header) &&
		  cti__sqlite_is_sealed(header);
	if (fstat(fd, &st) == 0)
		*stamp = cti__stamp_of(&st);
	close(fd);
	return 0;
}

/* A path as a URI that says that the file never changes. */
static int put_uri(struct cti__buf *uri, const char *path)
{
	cti__buf_text(uri, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path))
			cti__buf_printf(uri, "%%%02X", (unsigned char)*path);
		else
			cti__buf_char(uri, *path);
	}
	cti__buf_text(uri, "?immutable=1");
	return uri->err;
}

static int open_db(struct cti__sqlite *s, const struct cti__detail *detail)
{
	struct cti__buf uri = { 0 };
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, code, err = 0;

	if (s->sealed)
		err = put_uri(&uri, s->path);
	if (!err) {
		code = sqlite3_open_v2(
			s->sealed ? cti__buf_cstr(&uri) : s->path, &s->db,
			flags | (s->sealed ? SQLITE_OPEN_URI : 0), NULL);
		err = error_of(code);
	}
	cti__buf_fini(&uri);
	return err ? cti__detail(detail, err, "%s: cannot be opened: %s",
				 s->path,
				 s->db ? sqlite3_errmsg(s->db)
				       : cti__say("out of memory"))
		   : 0;
}

static int check(struct cti__sqlite *s, const char *sql, const char *missing,
		 const struct cti__detail *detail)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	sqlite3_finalize(stmt);
	if (code == SQLITE_OK)
		return 0;
	if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
		return cti__detail(detail, CTI_EFORMAT,
				   "%s: this is no SQLite database, or it is "
				   "damaged; make one with cti_directory_build",
				   s->path);
	if (code == SQLITE_ERROR)
		return cti__detail(detail, CTI_EFORMAT,
				   "%s: the database has no table %s; make one "
				   "with cti_directory_build",
				   s->path, cti__say(missing));
	return cti__detail(detail, error_of(code), "%s: cannot be read: %s",
			   s->path, sqlite3_errmsg(s->db));
}

static int prepare(struct cti__sqlite *s, const struct cti__detail *detail)
{
	static const char by_id[] = "SELECT c.* FROM customer_number AS n "
				    "JOIN customer AS c ON c.id = n.customer "
				    "WHERE n.key = ?1 LIMIT 64";
	static const char by_row[] = "SELECT c.* FROM number_row AS n "
				     "JOIN customer AS c ON c.rowid = n.row "
				     "WHERE n.key = ?1 LIMIT 64";
	const char *sql = s->sealed ? by_row : by_id;
	int code, err;

	err = check(s, "SELECT id FROM customer",
		    "\"customer\" with a column \"id\"", detail);
	if (!err)
		err = check(s, "SELECT key, customer FROM customer_number",
			    "\"customer_number\" with columns \"key\" and "
			    "\"customer\"",
			    detail);
	if (err)
		return err;
	code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
				  &s->lookup, NULL);
	if (code != SQLITE_OK)
		return cti__detail(detail, error_of(code),
				   "%s: cannot be read: %s", s->path,
				   sqlite3_errmsg(s->db));
	warn_of_scans(s, sql, NULL);
	return 0;
}

int cti__sqlite_open(struct cti__sqlite **out, const char *path,
		     const cti_number_plan *plan, const struct cti__log *log,
		     const struct cti__detail *detail)
{
	struct cti__stamp stamp = { .exists = false };
	struct cti__sqlite *s;
	bool sealed = false;
	int err;

	*out = NULL;
	err = read_header(path, &sealed, &stamp, detail);
	if (err)
		return err;
	s = cti__calloc(1, sizeof(*s));
	if (!s)
		return CTI_ENOMEM;
	s->plan = plan;
	s->log = log;
	s->sealed = sealed;
	s->stamp = stamp;
	s->path = cti__str_dup(cti__str(path));
	err = s->path ? 0 : CTI_ENOMEM;
	if (err)
		goto out;
	err = open_db(s, detail);
	if (err)
		goto out;
	sqlite3_busy_timeout(s->db, BUSY_MS);
	(void)sqlite3_exec(s->db, CACHE_SQL, NULL, NULL, NULL);
	err = prepare(s, detail);
	/* One that lasts: nobody writes, so each lookup need not begin its own.
	 */
	if (!err && s->sealed)
		(void)sqlite3_exec(s->db,
				   "BEGIN; SELECT 1 FROM customer LIMIT 1",
				   NULL, NULL, NULL);
out:
	if (err)
		sqlite_free(s);
	else
		*out = s;
	return err;
}
