/* SPDX-License-Identifier: MIT */
/* A CSV file of customers in memory, found by match keys. */
#include "identify/csv.h"
#include "identify/customer.h"
#include "identify/directory.h"
#include "identify/index.h"
#include "identify/match.h"
#include "identify/number.h"
#include "util/alloc.h"
#include "util/map.h"

#include <cti/error.h>

#include <stdio.h>

#define BLOCK (1u << 20)

/* Rows lie one behind the other in blocks, so that nothing is ever moved. */
struct block {
	struct block *next;
	size_t used, room;
	char bytes[];
};

struct cti__csv {
	struct cti__columns columns; /* the names are owned here */
	struct block *blocks;
	char **row; /* its cells, each ended by NUL */
	size_t count, room;
	struct cti__index index;
	bool by[CTI__DIRECTORY_COLUMNS]; /* columns that are looked up by */
	struct cti__index values;	 /* of those */
	const cti_number_plan *plan;
	uint64_t seed[2];
	uint64_t skipped;
	struct cti__stamp stamp;
	bool moving;
};

static uint32_t hash_of(const struct cti__csv *csv, const char *key)
{
	return (uint32_t)cti__siphash(csv->seed, key, strlen(key));
}

/* All keys at once: each of them is a wait for memory by itself. */
static int add_keys(const struct cti__csv *csv, struct cti__index *index,
		    const cti_number *number, size_t row)
{
	uint32_t hash[sizeof(number->key) / sizeof(number->key[0])], i;
	int err = 0;

	for (i = 0; i < number->key_count; i++) {
		hash[i] = hash_of(csv, number->key[i]);
		cti__index_expect(index, hash[i]);
	}
	for (i = 0; i < number->key_count && !err; i++)
		err = cti__index_add(index, hash[i], row);
	return err;
}

static int index_cell(const struct cti__csv *csv, struct cti__index *index,
		      const cti_number_plan *plan, struct cti__str cell,
		      size_t row)
{
	cti_number number;
	struct cti__str one;
	int err = 0;

	while (!err && cti__match_next(&cell, &one))
		if (!cti__number_parse(one, plan, &number))
			err = add_keys(csv, index, &number, row);
	return err;
}

static int index_row(const struct cti__csv *csv, struct cti__index *index,
		     const cti_number_plan *plan, size_t row)
{
	struct cti__str cell;
	const char *p = csv->row[row];
	size_t i;
	int err = 0;

	for (i = 0; i < csv->columns.count && !err; i++) {
		cell = cti__str(p);
		if (csv->columns.number[i])
			err = index_cell(csv, index, plan, cell, row);
		p += cell.n + 1;
	}
	return err;
}

static int replan(void *state, const cti_number_plan *plan)
{
	struct cti__csv *csv = state;
	struct cti__index fresh = { 0 };
	size_t row;
	int err = 0;

	for (row = 0; row < csv->count && !err; row++)
		err = index_row(csv, &fresh, plan, row);
	if (err) {
		cti__index_fini(&fresh);
		return err;
	}
	cti__index_fini(&csv->index);
	csv->index = fresh;
	csv->plan = plan;
	return 0;
}

static char *store(struct cti__csv *csv, size_t n)
{
	struct block *block = csv->blocks;
	size_t room = n > BLOCK ? n : BLOCK;

	if (!block || block->room - block->used < n) {
		block = cti__alloc(sizeof(*block) + room);
		if (!block)
			return NULL;
		block->next = csv->blocks;
		block->used = 0;
		block->room = room;
		csv->blocks = block;
	}
	block->used += n;
	return block->bytes + block->used - n;
}

static int make_room(struct cti__csv *csv)
{
	size_t room = csv->room ? csv->room * 2 : 256;
	char **more;

	if (csv->count < csv->room)
		return 0;
	if (csv->count >= UINT32_MAX - 1)
		return CTI_ETOOBIG;
	more = cti__realloc(csv->row, room * sizeof(*more));
	if (!more)
		return CTI_ENOMEM;
	csv->row = more;
	csv->room = room;
	return 0;
}

static int on_columns(const struct cti__columns *columns, void *user)
{
	struct cti__csv *csv = user;
	size_t i;

	for (i = 0; i < columns->count; i++) {
		csv->columns.name[i] = cti__str_dup(cti__str(columns->name[i]));
		if (!csv->columns.name[i])
			return CTI_ENOMEM;
		csv->columns.number[i] = columns->number[i];
		csv->columns.count++;
	}
	csv->columns.id = columns->id;
	return 0;
}

static int on_line(const struct cti__columns *columns,
		   const struct cti__str *cell, void *user)
{
	struct cti__csv *csv = user;
	size_t n = 0, i;
	char *p;
	int err = make_room(csv);

	if (err)
		return err;
	for (i = 0; i < columns->count; i++)
		n += cell[i].n + 1;
	p = store(csv, n);
	if (!p)
		return CTI_ENOMEM;
	csv->row[csv->count++] = p;
	for (i = 0; i < columns->count; i++) {
		if (cell[i].n)
			memcpy(p, cell[i].p, cell[i].n);
		p += cell[i].n;
		*p++ = '\0';
	}
	return index_row(csv, &csv->index, csv->plan, csv->count - 1);
}

static int make_customer(const struct cti__csv *csv, size_t row,
			 cti_customer **out)
{
	char id[32];
	struct cti__str cell, name;
	const char *p = csv->row[row];
	size_t i;
	int err = cti_customer_new(out);

	for (i = 0; i < csv->columns.count && !err; i++) {
		cell = cti__str(p);
		name = cti__str(csv->columns.name[i]);
		p += cell.n + 1;
		if (name.n && cell.n)
			err = cti__customer_set(*out, name, cell);
	}
	/* Pops and merges need something to tell customers apart by. */
	if (!err && !*cti_customer_get(*out, "id")) {
		snprintf(id, sizeof(id), "row %zu", row + 1);
		err = cti_customer_set(*out, "id", id);
		if (err == CTI_ETOOBIG)
			err = 0;
	}
	if (err) {
		cti_customer_unref(*out);
		*out = NULL;
	}
	return err;
}

/* --- by a value --- */

/* The same value in another column is another key. */
static uint32_t hash_value(const struct cti__csv *csv, size_t column,
			   struct cti__str value)
{
	uint64_t seed[2] = { csv->seed[0] + column + 1, csv->seed[1] };

	return (uint32_t)cti__siphash(seed, value.p, value.n);
}

static int index_values(const struct cti__csv *csv, struct cti__index *index,
			const bool *by, size_t row)
{
	struct cti__str cell, value;
	const char *p = csv->row[row];
	size_t i;
	int err = 0;

	for (i = 0; i < csv->columns.count && !err; i++) {
		cell = cti__str(p);
		p += cell.n + 1;
		value = by[i] ? cti__data_value(cell) : CTI__STR_NONE;
		if (value.n)
			err = cti__index_add(index, hash_value(csv, i, value),
					     row);
	}
	return err;
}

static size_t column_of(const struct cti__csv *csv, struct cti__str field)
{
	size_t i;

	for (i = 0; i < csv->columns.count; i++)
		if (cti__str_ieq(field, cti__str(csv->columns.name[i])))
			break;
	return i;
}

static int refield(void *state, const struct cti__data_names *names)
{
	struct cti__csv *csv = state;
	bool by[CTI__DIRECTORY_COLUMNS + 1] = { false };
	struct cti__index fresh = { 0 };
	size_t i;
	int err = 0;

	for (i = 0; i < names->count; i++)
		by[column_of(csv, cti__str(names->item[i].field))] = true;
	by[column_of(csv, CTI__STR("account"))] = true;
	by[csv->columns.count] = false;
	for (i = 0; i < csv->count && !err; i++)
		err = index_values(csv, &fresh, by, i);
	if (err) {
		cti__index_fini(&fresh);
		return err;
	}
	cti__index_fini(&csv->values);
	csv->values = fresh;
	memcpy(csv->by, by, sizeof(csv->by));
	return 0;
}

static struct cti__str cell_of(const struct cti__csv *csv, size_t row,
			       size_t column)
{
	const char *p = csv->row[row];

	while (column--)
		p += strlen(p) + 1;
	return cti__str(p);
}

bool cti__csv_has_key(const struct cti__csv *csv, const char *key)
{
	uint32_t hash = hash_of(csv, key);
	size_t at = cti__index_begin(&csv->index, hash);

	return cti__index_next(&csv->index, hash, &at) != SIZE_MAX;
}

static int find_by(void *state, struct cti__str field, struct cti__str value,
		   struct cti__found *out)
{
	const struct cti__csv *csv = state;
	const struct cti__index *index = &csv->values;
	size_t column = column_of(csv, field), at, row;
	cti_customer *customer;
	uint32_t hash;
	int err = 0;

	if (column == csv->columns.count || !csv->by[column])
		return 0;
	hash = hash_value(csv, column, value);
	at = cti__index_begin(index, hash);
	while (!err && out->count < CTI__MATCH_MAX &&
	       (row = cti__index_next(index, hash, &at)) != SIZE_MAX) {
		if (!cti__str_eq(cti__data_value(cell_of(csv, row, column)),
				 value))
			continue;
		err = make_customer(csv, row, &customer);
		if (!err)
			err = cti__found_add(out, customer);
	}
	return err;
}

/* --- by a number --- */

static void try_row(const struct cti__csv *csv, size_t row,
		    struct cti__match *m)
{
	struct cti__str cell;
	const char *p = csv->row[row];
	size_t i;

	for (i = 0; i < csv->columns.count; i++) {
		cell = cti__str(p);
		if (csv->columns.number[i])
			cti__match_cell(m, cti__str(csv->columns.name[i]),
					cell);
		p += cell.n + 1;
	}
}

static int find_key(const struct cti__csv *csv, const cti_number *number,
		    const char *key, struct cti__found *out)
{
	const struct cti__index *index = &csv->index;
	struct cti__match m;
	cti_customer *customer;
	uint32_t hash = hash_of(csv, key);
	size_t at = cti__index_begin(index, hash), row;
	int err = 0;

	while (!err && out->count < CTI__MATCH_MAX &&
	       (row = cti__index_next(index, hash, &at)) != SIZE_MAX) {
		memset(&m, 0, sizeof(m));
		m.asked = number;
		m.plan = csv->plan;
		m.key = key;
		try_row(csv, row, &m);
		if (!m.score)
			continue;
		err = make_customer(csv, row, &customer);
		if (err)
			break;
		cti__customer_rate(customer, m.score, m.reason);
		cti__customer_set_number_kind(customer, m.kind ? m.kind : "");
		err = cti__found_add(out, customer);
	}
	return err;
}

/* The first key that finds anybody is the best one. */
static int find(void *state, const cti_number *number, struct cti__found *out)
{
	const struct cti__csv *csv = state;
	size_t before = out->count;
	uint32_t i;
	int err = 0;

	for (i = 0; i < number->key_count && !err && out->count == before; i++)
		err = find_key(csv, number, number->key[i], out);
	return err;
}

static void csv_free(void *state)
{
	struct cti__csv *csv = state;
	struct block *next;
	size_t i;

	for (; csv->blocks; csv->blocks = next) {
		next = csv->blocks->next;
		cti__free(csv->blocks);
	}
	for (i = 0; i < csv->columns.count; i++)
		cti__free(csv->columns.name[i]);
	cti__free(csv->row);
	cti__index_fini(&csv->index);
	cti__index_fini(&csv->values);
	cti__free(csv);
}

const struct cti__source_ops cti__csv_ops = {
	.find = find,
	.replan = replan,
	.free = csv_free,
	.find_by = find_by,
	.refield = refield,
};

int cti__csv_open(struct cti__csv **out, const char *path,
		  const cti_number_plan *plan, const uint64_t seed[2],
		  const struct cti__log *log, const struct cti__detail *detail)
{
	const struct cti__progress nobody = { NULL, NULL };

	return cti__csv_open_with(out, path, plan, seed, log, &nobody, detail);
}

int cti__csv_open_with(struct cti__csv **out, const char *path,
		       const cti_number_plan *plan, const uint64_t seed[2],
		       const struct cti__log *log,
		       const struct cti__progress *progress,
		       const struct cti__detail *detail)
{
	struct cti__directory_reader reader = { .on_columns = on_columns,
						.on_line = on_line,
						.log = log,
						.progress = *progress };
	struct cti__csv *csv = cti__calloc(1, sizeof(*csv));
	int err;

	*out = NULL;
	if (!csv)
		return cti__detail(detail, CTI_ENOMEM, "%s: out of memory",
				   path);
	csv->plan = plan;
	csv->seed[0] = seed[0];
	csv->seed[1] = seed[1];
	reader.user = csv;
	err = cti__directory_read(&reader, path, detail);
	csv->skipped = reader.skipped;
	csv->stamp = reader.stamp;
	csv->moving = reader.moving;
	if (err)
		csv_free(csv);
	else
		*out = csv;
	return err;
}

size_t cti__csv_table_bytes(const struct cti__csv *csv)
{
	const struct cti__index *index = &csv->index;

	return index->room * sizeof(*index->slot);
}

size_t cti__csv_count(const struct cti__csv *csv)
{
	return csv->count;
}

uint64_t cti__csv_skipped(const struct cti__csv *csv)
{
	return csv->skipped;
}

const struct cti__stamp *cti__csv_stamp(const struct cti__csv *csv,
					bool *moving)
{
	*moving = csv->moving;
	return &csv->stamp;
}

void cti__csv_move_plan(struct cti__csv *csv, const cti_number_plan *plan)
{
	csv->plan = plan;
}

static bool same_columns(const struct cti__columns *a,
			 const struct cti__columns *b)
{
	size_t i;

	if (a->count != b->count || a->id != b->id)
		return false;
	for (i = 0; i < a->count; i++)
		if (strcmp(a->name[i], b->name[i]) != 0)
			return false;
	return true;
}

/* A row without an id is told by its place. */
static bool same_row(const struct cti__csv *a, size_t row_a,
		     const struct cti__csv *b, size_t row_b)
{
	const char *p = a->row[row_a], *q = b->row[row_b];
	bool has_id = false;
	size_t i;

	for (i = 0; i < a->columns.count; i++) {
		if (strcmp(p, q) != 0)
			return false;
		has_id = has_id || (i == a->columns.id && *p);
		p += strlen(p) + 1;
		q += strlen(q) + 1;
	}
	return has_id || row_a == row_b;
}

static bool same_key(const struct cti__csv *a, const struct cti__csv *b,
		     uint32_t hash)
{
	size_t at_a = cti__index_begin(&a->index, hash);
	size_t at_b = cti__index_begin(&b->index, hash);
	size_t row_a, row_b;

	do {
		row_a = cti__index_next(&a->index, hash, &at_a);
		row_b = cti__index_next(&b->index, hash, &at_b);
		if ((row_a == SIZE_MAX) != (row_b == SIZE_MAX))
			return false;
	} while (row_a != SIZE_MAX && same_row(a, row_a, b, row_b));
	return row_a == SIZE_MAX;
}

bool cti__csv_same(const struct cti__csv *a, const struct cti__csv *b,
		   const cti_number *number)
{
	bool same = same_columns(&a->columns, &b->columns);
	uint32_t i;

	for (i = 0; i < number->key_count && same; i++)
		same = same_key(a, b, hash_of(a, number->key[i]));
	return same;
}
