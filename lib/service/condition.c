/* SPDX-License-Identifier: MIT */
/* Conditions of rules: SQLite's expressions over one row that they only read.
 */
#include "service/condition.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/client.h>
#include <cti/error.h>

#include <ctype.h>
#include <sqlite3.h>
#include <stdio.h>

/* Steps of SQLite's machine: two hundred times what a sensible rule takes, and
   still under a millisecond or two. */
#define STEPS_AT_ONCE 1000
#define STEPS_MAX     20
#define PREFIX	      "SELECT (\n"
/* 1970-01-01 in milliseconds since the day from which SQLite counts. */
#define EPOCH_MS      INT64_C(210866760000000)

struct condition {
	sqlite3_stmt *stmt;
	char *text;
	bool failed; /* has been logged */
};

struct cti__conditions {
	sqlite3 *db;
	sqlite3_vfs vfs; /* the machine's, but for the clock */
	char vfs_name[48];
	const struct cti__column *columns;
	size_t column_count;
	sqlite3_stmt *update;
	bool row_ok;
	int64_t local_us;
	int steps;
	bool judging;	     /* what is compiled comes from a file */
	const char *refused; /* by the authorizer: why */
	struct condition *item;
	size_t count, room;
};

/* --- the clock: what 'now' is belongs to the call, not to the machine --- */

static int row_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
	const struct cti__conditions *c = vfs->pAppData;

	*out = EPOCH_MS + c->local_us / 1000;
	return SQLITE_OK;
}

static int row_time_double(sqlite3_vfs *vfs, double *out)
{
	sqlite3_int64 ms;

	row_time(vfs, &ms);
	*out = (double)ms / 86400000.0;
	return SQLITE_OK;
}

/* All is in memory: nothing is ever to be opened. */
static int open_nothing(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
			int flags, int *out)
{
	(void)vfs;
	(void)name;
	(void)flags;
	(void)out;
	file->pMethods = NULL;
	return SQLITE_CANTOPEN;
}

static int make_clock(struct cti__conditions *c)
{
	const sqlite3_vfs *machine = sqlite3_vfs_find(NULL);

	if (!machine)
		return CTI_ENOMEM;
	c->vfs = *machine;
	c->vfs.iVersion = 2;
	c->vfs.pNext = NULL;
	c->vfs.pAppData = c;
	c->vfs.xOpen = open_nothing;
	c->vfs.xCurrentTime = row_time_double;
	c->vfs.xCurrentTimeInt64 = row_time;
	snprintf(c->vfs_name, sizeof(c->vfs_name), "libcti-%p", (void *)c);
	c->vfs.zName = c->vfs_name;
	return sqlite3_vfs_register(&c->vfs, 0) == SQLITE_OK ? 0 : CTI_ENOMEM;
}

/* --- what an expression may do --- */

/* They are not the same for the same row, or reach beyond it. */
static bool is_barred(const char *function)
{
	static const char *const barred[] = {
		"random",	  "randomblob",	   "load_extension",
		"changes",	  "total_changes", "last_insert_rowid",
		"fts3_tokenizer", "sqlite_log",	   "zeroblob",
	};
	size_t i;

	for (i = 0; i < sizeof(barred) / sizeof(barred[0]); i++)
		if (!sqlite3_stricmp(function, barred[i]))
			return true;
	return false;
}

static bool is_readable(const char *table)
{
	return !sqlite3_stricmp(table, "customer") ||
	       !sqlite3_stricmp(table, "json_each") ||
	       !sqlite3_stricmp(table, "json_tree");
}

static int authorize(void *user, int action, const char *one, const char *two,
		     const char *database, const char *trigger)
{
	struct cti__conditions *c = user;

	(void)database;
	(void)trigger;
	/* SQLite compiles its statements again now and then, ours too. */
	if (!c->judging)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_READ:
		if (one && is_readable(one))
			return SQLITE_OK;
		c->refused = CTI__TEXT(
			"it may read the fields of the customer only");
		return SQLITE_DENY;
	case SQLITE_FUNCTION:
		if (two && !is_barred(two))
			return SQLITE_OK;
		c->refused = CTI__TEXT("this function has no place in a rule");
		return SQLITE_DENY;
	default:
		c->refused = CTI__TEXT("it may only read, not change anything");
		return SQLITE_DENY;
	}
}

static int on_steps(void *user)
{
	struct cti__conditions *c = user;

	return ++c->steps > STEPS_MAX;
}

static void limit(sqlite3 *db)
{
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 65536);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 8192);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 100);
	sqlite3_limit(db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
	/* "gold" in double quotes would silently be a text. */
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
}

/* --- the row --- */

bool cti__column_name_ok(struct cti__str name)
{
	size_t i;

	if (!name.n || name.n > 64 || isdigit((unsigned char)*name.p) ||
	    sqlite3_keyword_check(name.p, (int)name.n))
		return false;
	for (i = 0; i < name.n; i++)
		if (!isalnum((unsigned char)name.p[i]) && name.p[i] != '_')
			return false;
	return true;
}

static int run(struct cti__conditions *c, struct cti__buf *sql)
{
	int code = SQLITE_NOMEM;

	if (!sql->err)
		code = sqlite3_exec(c->db, cti__buf_cstr(sql), NULL, NULL,
				    NULL);
	return code == SQLITE_OK ? 0 : CTI_ENOMEM;
}

static int make_table(struct cti__conditions *c)
{
	static const char *const types[] = { " REAL", " TEXT", " TEXT" };
	struct cti__buf sql = { 0 };
	size_t i;
	int err;

	cti__buf_text(&sql, "PRAGMA journal_mode=OFF; PRAGMA temp_store=MEMORY;"
			    "CREATE TABLE customer(");
	for (i = 0; i < c->column_count; i++)
		cti__buf_printf(&sql, "%s\"%s\"%s", i ? "," : "",
				c->columns[i].name, types[c->columns[i].type]);
	cti__buf_text(&sql, "); INSERT INTO customer DEFAULT VALUES");
	err = run(c, &sql);
	cti__buf_clear(&sql);
	cti__buf_text(&sql, "UPDATE customer SET ");
	for (i = 0; i < c->column_count; i++)
		cti__buf_printf(&sql, "%s\"%s\"=?%zu", i ? "," : "",
				c->columns[i].name, i + 1);
	if (!err && sqlite3_prepare_v3(c->db, cti__buf_cstr(&sql), -1,
				       SQLITE_PREPARE_PERSISTENT, &c->update,
				       NULL) != SQLITE_OK)
		err = CTI_ENOMEM;
	cti__buf_fini(&sql);
	return err;
}

/* SQLite sets these tables up when they are first named, as if it wrote. */
static void load_json(struct cti__conditions *c)
{
	(void)sqlite3_exec(c->db,
			   "SELECT 1 FROM json_each('[]'), "
			   "json_tree('[]')",
			   NULL, NULL, NULL);
}

int cti__conditions_new(struct cti__conditions **out,
			const struct cti__column *columns, size_t count)
{
	struct cti__conditions *c = cti__calloc(1, sizeof(*c));
	int err;

	*out = NULL;
	if (!c)
		return CTI_ENOMEM;
	c->columns = columns;
	c->column_count = count;
	err = make_clock(c);
	if (err) {
		cti__free(c);
		return err;
	}
	if (sqlite3_open_v2(":memory:", &c->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY |
				    SQLITE_OPEN_NOMUTEX,
			    c->vfs_name) != SQLITE_OK)
		err = CTI_ENOMEM;
	if (!err) {
		limit(c->db);
		err = make_table(c);
	}
	if (err) {
		cti__conditions_free(c);
		return err;
	}
	load_json(c);
	sqlite3_set_authorizer(c->db, authorize, c);
	sqlite3_progress_handler(c->db, STEPS_AT_ONCE, on_steps, c);
	*out = c;
	return 0;
}

void cti__conditions_free(struct cti__conditions *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->count; i++) {
		sqlite3_finalize(c->item[i].stmt);
		cti__free(c->item[i].text);
	}
	cti__free(c->item);
	sqlite3_finalize(c->update);
	sqlite3_close(c->db);
	sqlite3_vfs_unregister(&c->vfs);
	cti__free(c);
}

static void bind(sqlite3_stmt *stmt, int at, const struct cti__cell *cell,
		 enum cti__column_type type)
{
	if (!cell->known)
		sqlite3_bind_null(stmt, at);
	else if (type == CTI__COLUMN_NUMBER)
		sqlite3_bind_double(stmt, at, cell->number);
	else
		sqlite3_bind_text(stmt, at, cell->text.n ? cell->text.p : "",
				  (int)cell->text.n, SQLITE_STATIC);
}

int cti__conditions_row(struct cti__conditions *c,
			const struct cti__cell *cells, int64_t local_us)
{
	size_t i;

	c->local_us = local_us;
	c->steps = 0;
	for (i = 0; i < c->column_count; i++)
		bind(c->update, (int)i + 1, &cells[i], c->columns[i].type);
	c->row_ok = sqlite3_step(c->update) == SQLITE_DONE;
	sqlite3_reset(c->update);
	sqlite3_clear_bindings(c->update);
	return c->row_ok ? 0 : CTI_ENOMEM;
}

/* --- compiling --- */

/* Characters before an offset, and one: how people count. */
static size_t characters(struct cti__str text, size_t offset)
{
	size_t i, at = 1;

	for (i = 0; i < text.n && i < offset; i++)
		if (((unsigned char)text.p[i] & 0xc0) != 0x80)
			at++;
	return at;
}

/* Where in the expression SQLite stumbled; 0: unknown. */
static size_t position(struct cti__conditions *c, struct cti__str expression)
{
#if SQLITE_VERSION_NUMBER >= 3038000
	int offset = sqlite3_error_offset(c->db) - (int)strlen(PREFIX);

	return offset < 0 ? 0 : characters(expression, (size_t)offset);
#else
	(void)c;
	(void)expression;
	return 0;
#endif
}

static int complain(struct cti__conditions *c, struct cti__str expression,
		    struct cti__buf *why)
{
	const char *said = c->refused ? cti__say(c->refused)
				      : sqlite3_errmsg(c->db);
	size_t at = position(c, expression);

	cti__buf_clear(why);
	if (at > 0)
		cti__buf_printf(why, cti__say("position %zu of \"%.*s\": %s"),
				at, (int)expression.n, expression.p, said);
	else
		cti__buf_printf(why, "\"%.*s\": %s", (int)expression.n,
				expression.p, said);
	if (!c->refused && !strncmp(said, "no such column", 14))
		cti__buf_text(
			why,
			cti__say("; declare it under \"fields\", and write "
				 "texts in 'single quotes'"));
	return CTI_EVALUE;
}

/* What is behind the statement that was compiled; "" if nothing is. */
static const char *skip_end(const char *tail)
{
	return tail ? tail + strspn(tail, " \t\r\n;") : "";
}

static int complain_of_rest(struct cti__str expression, size_t offset,
			    struct cti__buf *why)
{
	cti__buf_clear(why);
	cti__buf_printf(
		why,
		cti__say("position %zu of \"%.*s\": a condition is one "
			 "expression, which only reads; leave out what is "
			 "behind its end"),
		characters(expression, offset - strlen(PREFIX)),
		(int)expression.n, expression.p);
	return CTI_EVALUE;
}

static int compile(struct cti__conditions *c, struct cti__str expression,
		   sqlite3_stmt **stmt, struct cti__buf *why)
{
	struct cti__buf sql = { 0 };
	const char *tail = NULL;
	int code, err = 0;

	*stmt = NULL;
	cti__buf_text(&sql, PREFIX);
	cti__buf_str(&sql, expression);
	cti__buf_text(&sql, "\n) FROM customer");
	if (sql.err) {
		cti__buf_fini(&sql);
		return CTI_ENOMEM;
	}
	c->refused = NULL;
	c->judging = true;
	code = sqlite3_prepare_v3(c->db, cti__buf_cstr(&sql), -1,
				  SQLITE_PREPARE_PERSISTENT, stmt, &tail);
	c->judging = false;
	if (code == SQLITE_NOMEM)
		err = CTI_ENOMEM;
	else if (code != SQLITE_OK)
		err = complain(c, expression, why);
	else if (*skip_end(tail))
		err = complain_of_rest(expression,
				       (size_t)(skip_end(tail) - sql.p), why);
	else if (sqlite3_column_count(*stmt) != 1 ||
		 sqlite3_bind_parameter_count(*stmt)) {
		c->refused = CTI__TEXT(
			"a condition is one value without parameters");
		err = complain(c, expression, why);
	}
	if (err) {
		sqlite3_finalize(*stmt);
		*stmt = NULL;
	}
	cti__buf_fini(&sql);
	return err;
}

static int make_room(struct cti__conditions *c)
{
	size_t room = c->room ? c->room * 2 : 16;
	struct condition *more;

	if (c->count < c->room)
		return 0;
	more = cti__realloc(c->item, room * sizeof(*more));
	if (!more)
		return CTI_ENOMEM;
	c->item = more;
	c->room = room;
	return 0;
}

int cti__conditions_add(struct cti__conditions *c, struct cti__str expression,
			size_t *out, struct cti__buf *why)
{
	struct condition made = { .failed = false };
	int err;

	*out = 0;
	err = make_room(c);
	if (!err)
		err = compile(c, expression, &made.stmt, why);
	if (err)
		return err;
	made.text = cti__str_dup(expression);
	if (!made.text) {
		sqlite3_finalize(made.stmt);
		return CTI_ENOMEM;
	}
	*out = c->count;
	c->item[c->count++] = made;
	return 0;
}

/* --- evaluating --- */

/* True if it stands on a row whose value can be looked at. */
static bool step(struct cti__conditions *c, struct condition *condition,
		 const struct cti__log *log)
{
	int code;

	if (!c->row_ok)
		return false;
	c->steps = 0;
	code = sqlite3_step(condition->stmt);
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return code == SQLITE_ROW;
	if (!condition->failed)
		cti__log(log, CTI_LOG_WARN,
			 "service: the condition \"%s\" has failed and counts "
			 "as no: %s; mend it",
			 condition->text,
			 code == SQLITE_INTERRUPT ? "it takes too many steps"
						  : sqlite3_errmsg(c->db));
	condition->failed = true;
	return false;
}

static bool is_number(sqlite3_value *value)
{
	int type = sqlite3_value_numeric_type(value);

	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

bool cti__conditions_number(struct cti__conditions *c, size_t which,
			    double *out, const struct cti__log *log)
{
	struct condition *condition = &c->item[which];
	bool found = step(c, condition, log);
	sqlite3_value *value;

	if (found) {
		/* Only a copy may be converted. */
		value = sqlite3_value_dup(
			sqlite3_column_value(condition->stmt, 0));
		found = value && is_number(value);
		if (found)
			*out = sqlite3_value_double(value);
		sqlite3_value_free(value);
	}
	sqlite3_reset(condition->stmt);
	return found;
}

bool cti__conditions_test(struct cti__conditions *c, size_t which,
			  const struct cti__log *log)
{
	struct condition *condition = &c->item[which];
	bool truth = step(c, condition, log) &&
		     sqlite3_column_double(condition->stmt, 0) != 0.0;

	sqlite3_reset(condition->stmt);
	return truth;
}
