/* SPDX-License-Identifier: MIT */
/* Customers: a few fields with UTF-8 names and values, counted. */
#include "identify/customer.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <stdatomic.h>

#define FIELDS_MAX	64
#define NAME_MAX_BYTES	64
#define VALUE_MAX_BYTES 4096

/* In the order in which they were set: there are few, so a walk is quick. */
struct field {
	char *name; /* name, NUL, value, NUL: one piece of memory */
	size_t name_n;
	size_t value_n;
	char *from; /* source that filled it in; NULL: the customer's own */
};

struct cti_customer {
	atomic_uint refs;
	uint32_t score;
	uint32_t trust;
	const char *reason;
	const char *number_kind;
	char *source;
	struct field *field;
	size_t count, room;
};

int cti_customer_new(cti_customer **out)
{
	cti_customer *customer;

	if (!out)
		return CTI_EINVAL;
	*out = NULL;
	customer = cti__calloc(1, sizeof(*customer));
	if (!customer)
		return CTI_ENOMEM;
	atomic_init(&customer->refs, 1);
	customer->reason = "";
	customer->number_kind = "";
	*out = customer;
	return 0;
}

cti_customer *cti_customer_ref(cti_customer *customer)
{
	if (customer)
		atomic_fetch_add_explicit(&customer->refs, 1,
					  memory_order_relaxed);
	return customer;
}

void cti_customer_unref(cti_customer *customer)
{
	size_t i;

	if (!customer || atomic_fetch_sub_explicit(&customer->refs, 1,
						   memory_order_acq_rel) != 1)
		return;
	for (i = 0; i < customer->count; i++) {
		cti__free(customer->field[i].name);
		cti__free(customer->field[i].from);
	}
	cti__free(customer->field);
	cti__free(customer->source);
	cti__free(customer);
}

static struct field *find(const cti_customer *customer, struct cti__str name)
{
	struct field *f;
	size_t i;

	for (i = 0; i < customer->count; i++) {
		f = &customer->field[i];
		if (cti__str_eq(cti__str_n(f->name, f->name_n), name))
			return f;
	}
	return NULL;
}

static void drop(cti_customer *customer, struct field *f)
{
	size_t behind;

	if (!f)
		return;
	behind = (size_t)(customer->field + customer->count - f) - 1;
	cti__free(f->name);
	cti__free(f->from);
	memmove(f, f + 1, behind * sizeof(*f));
	customer->count--;
}

static int make_room(cti_customer *customer)
{
	size_t room = customer->room ? customer->room * 2 : 8;
	struct field *more;

	if (customer->count < customer->room)
		return 0;
	more = cti__realloc(customer->field, room * sizeof(*more));
	if (!more)
		return CTI_ENOMEM;
	customer->field = more;
	customer->room = room;
	return 0;
}

bool cti__customer_is_field(struct cti__str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && cti__utf8_ok(s);
}

int cti__customer_set(cti_customer *customer, struct cti__str name,
		      struct cti__str value)
{
	struct field *f;
	char *text;

	if (!cti__customer_is_field(name) || !cti__utf8_ok(value))
		return CTI_EINVAL;
	if (name.n > NAME_MAX_BYTES || value.n > VALUE_MAX_BYTES)
		return CTI_ETOOBIG;
	f = find(customer, name);
	if (!f && value.n == 0)
		return 0;
	if (!f && customer->count == FIELDS_MAX)
		return CTI_ETOOBIG;
	text = cti__alloc(name.n + value.n + 2);
	if (!text || (!f && make_room(customer))) {
		cti__free(text);
		return CTI_ENOMEM;
	}
	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	if (value.n)
		memcpy(text + name.n + 1, value.p, value.n);
	text[name.n + 1 + value.n] = '\0';
	if (f) {
		cti__free(f->name);
		cti__free(f->from);
	} else {
		f = &customer->field[customer->count++];
	}
	f->from = NULL;
	f->name = text;
	f->name_n = name.n;
	f->value_n = value.n;
	return 0;
}

int cti_customer_set(cti_customer *customer, const char *field,
		     const char *value)
{
	if (!customer || !field)
		return CTI_EINVAL;
	if (!value) {
		drop(customer, find(customer, cti__str(field)));
		return 0;
	}
	return cti__customer_set(customer, cti__str(field), cti__str(value));
}

const char *cti_customer_get(const cti_customer *customer, const char *field)
{
	struct field *f;

	if (!customer || !field)
		return "";
	f = find(customer, cti__str(field));
	return f ? f->name + f->name_n + 1 : "";
}

const char *cti_customer_field(const cti_customer *customer, size_t index)
{
	return customer && index < customer->count ? customer->field[index].name
						   : NULL;
}

uint32_t cti_customer_score(const cti_customer *customer)
{
	return customer ? customer->score : 0;
}

const char *cti_customer_reason(const cti_customer *customer)
{
	return customer ? customer->reason : "";
}

const char *cti_customer_source(const cti_customer *customer)
{
	return customer && customer->source ? customer->source : "";
}

const char *cti_customer_field_source(const cti_customer *customer,
				      const char *field)
{
	struct field *f;

	if (!customer || !field)
		return "";
	f = find(customer, cti__str(field));
	if (!f)
		return "";
	return f->from ? f->from : cti_customer_source(customer);
}

const char *cti_customer_number_kind(const cti_customer *customer)
{
	return customer ? customer->number_kind : "";
}

/* Who said so first goes with the value. */
static int fill_one(cti_customer *customer, const cti_customer *from,
		    const struct field *f)
{
	struct cti__str name = cti__str_n(f->name, f->name_n);
	const char *source = f->from ? f->from : cti_customer_source(from);
	int err;

	if (find(customer, name))
		return 0;
	err = cti__customer_set(
		customer, name,
		cti__str_n(f->name + f->name_n + 1, f->value_n));
	if (err || !*source ||
	    strcmp(source, cti_customer_source(customer)) == 0)
		return err;
	return cti__str_set(&find(customer, name)->from, cti__str(source));
}

int cti__customer_fill(cti_customer *customer, const cti_customer *from)
{
	size_t i;
	int err = 0;

	for (i = 0; i < from->count && !err; i++)
		if (from->field[i].value_n)
			err = fill_one(customer, from, &from->field[i]);
	/* A full customer keeps what it has: that is no failure. */
	return err == CTI_ETOOBIG ? 0 : err;
}

int cti__customer_copy(cti_customer **out, const cti_customer *customer)
{
	cti_customer *copy;
	int err = cti_customer_new(out);

	if (err)
		return err;
	copy = *out;
	copy->score = customer->score;
	copy->reason = customer->reason;
	copy->number_kind = customer->number_kind;
	err = customer->source ? cti__customer_set_source(
					 copy, customer->source,
					 customer->trust)
			       : 0;
	if (!err)
		err = cti__customer_fill(copy, customer);
	if (err) {
		cti_customer_unref(copy);
		*out = NULL;
	}
	return err;
}

void cti__customer_rate(cti_customer *customer, uint32_t score,
			const char *reason)
{
	customer->score = score;
	customer->reason = reason;
}

void cti__customer_set_number_kind(cti_customer *customer, const char *kind)
{
	customer->number_kind = kind;
}

int cti__customer_set_source(cti_customer *customer, const char *name,
			     uint32_t trust)
{
	customer->trust = trust;
	return cti__str_set(&customer->source, cti__str(name));
}

uint32_t cti__customer_trust(const cti_customer *customer)
{
	return customer->trust;
}

bool cti__customer_same(const cti_customer *a, const cti_customer *b)
{
	const struct field *f;
	size_t i;

	if (a == b)
		return true;
	if (a->count != b->count || a->score != b->score ||
	    strcmp(a->reason, b->reason) != 0 ||
	    strcmp(a->number_kind, b->number_kind) != 0 ||
	    strcmp(cti_customer_source(a), cti_customer_source(b)) != 0)
		return false;
	for (i = 0; i < a->count; i++) {
		f = find(b, cti__str_n(a->field[i].name, a->field[i].name_n));
		if (!f || strcmp(f->name + f->name_n + 1,
				 a->field[i].name + f->name_n + 1) != 0)
			return false;
	}
	return true;
}

const char *cti_identity_name(enum cti_identity identity)
{
	static const char *const names[] = { "pending", "identified",
					     "ambiguous", "unknown",
					     "withheld" };
	size_t i = (size_t)identity;

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : "unknown";
}

const char *cti_group_name(enum cti_group group)
{
	static const char *const names[] = { "none", "household", "company",
					     "shared" };
	size_t i = (size_t)group;

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : "none";
}
