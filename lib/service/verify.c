/* SPDX-License-Identifier: MIT */
/* Whether the caller is who the record says: factors, attempts, the level. */
#include "service/verify.h"
#include "service/date.h"
#include "service/rules.h"
#include "service/service.h"
#include "util/alloc.h"

#include <cti/error.h>

#define VALUE_MAX 128

static const char *const levels[CTI__LEVEL_COUNT] = { "none", "simple",
						      "strict" };

/* --- comparing --- */

struct value {
	size_t n;
	unsigned char c[VALUE_MAX];
};

/* Ordinary digits for full-width ones, capitals; no blanks, no hyphens. */
static bool normalise(struct value *to, struct cti__str text, bool digits_only)
{
	size_t i;

	memset(to, 0, sizeof(*to));
	for (i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == 0xef && i + 2 < text.n &&
		    (unsigned char)text.p[i + 1] == 0xbc &&
		    (unsigned char)text.p[i + 2] >= 0x90 &&
		    (unsigned char)text.p[i + 2] <= 0x99) {
			c = (unsigned char)(text.p[i + 2] - 0x90 + '0');
			i += 2;
		}
		if (c == ' ' || c == '-' || c == '\t' ||
		    (digits_only && (c < '0' || c > '9')))
			continue;
		if (c >= 'a' && c <= 'z')
			c = (unsigned char)(c - 'a' + 'A');
		if (to->n == VALUE_MAX)
			return false;
		to->c[to->n++] = c;
	}
	return to->n > 0;
}

static bool normalise_date(struct value *to, struct cti__str text)
{
	char day[CTI__DATE_TEXT];
	struct cti__date date;

	memset(to, 0, sizeof(*to));
	if (!cti__date_parse(text, &date) || !date.year)
		return false;
	cti__date_text(&date, day);
	return normalise(to, cti__str(day), true);
}

static void keep_last(struct value *v, size_t count)
{
	struct value last = { .n = count };

	memcpy(last.c, v->c + v->n - count, count);
	*v = last;
	cti__wipe(&last, sizeof(last));
}

/* Every byte of both is looked at, whatever they are. */
static bool is_equal(const struct value *a, const struct value *b)
{
	volatile size_t differ = a->n ^ b->n;
	size_t i;

	for (i = 0; i < VALUE_MAX; i++)
		differ |= (size_t)(a->c[i] ^ b->c[i]);
	return differ == 0;
}

int cti__verify_compare(int64_t how, int64_t digits, struct cti__str record,
			struct cti__str said)
{
	struct value a, b;
	bool is_record, is_said;
	int result;

	if (how == CTI__COMPARE_DATE) {
		is_record = normalise_date(&a, record);
		is_said = normalise_date(&b, said);
	} else {
		is_record = normalise(&a, record, how == CTI__COMPARE_DIGITS);
		is_said = normalise(&b, said, how == CTI__COMPARE_DIGITS);
	}
	if (how == CTI__COMPARE_LAST) {
		is_record = is_record && a.n >= (size_t)digits;
		is_said = is_said && b.n >= (size_t)digits;
		if (is_record)
			keep_last(&a, (size_t)digits);
		if (is_said)
			keep_last(&b, (size_t)digits);
	}
	result = !is_record ? -1 : is_equal(&a, &b) & is_said;
	cti__wipe(&a, sizeof(a));
	cti__wipe(&b, sizeof(b));
	return result;
}

/* --- the state of a contact --- */

static void stop_keys(struct cti__verify *v)
{
	v->factor = 0;
	v->key_count = 0;
	cti__wipe(v->keys, sizeof(v->keys));
}

void cti__verify_fini(struct cti__verify *v)
{
	cti__service_unref(v->service);
	cti__free(v->customer);
	cti__wipe(v, sizeof(*v));
}

void cti__verify_move(struct cti__verify *to, struct cti__verify *from)
{
	cti__verify_fini(to);
	*to = *from;
	memset(from, 0, sizeof(*from));
	cti__wipe(from->keys, sizeof(from->keys));
}

static bool is_locked(const struct cti__verify *v)
{
	return v->service && v->wrong >= v->service->rules.attempts;
}

/* The file may have been read anew, and its factors may be others now. */
static void use(struct cti__verify *v, struct cti__service *service)
{
	if (v->service == service)
		return;
	cti__service_unref(v->service);
	v->service = cti__service_ref(service);
	v->right = 0;
	stop_keys(v);
}

static size_t find_request(const struct cti__service *service,
			   struct cti__str id)
{
	size_t i;

	for (i = 0; i < service->rules.requests.count; i++)
		if (cti__str_is(id, service->rules.requests.at[i].id))
			return i + 1;
	return 0;
}

int cti__verify_begin(struct cti__verify *v, struct cti__service *service,
		      struct cti__str request)
{
	size_t found = find_request(service, request);

	if (!found)
		return CTI_ENOENT;
	if (is_locked(v))
		return CTI_ESTATE;
	use(v, service);
	v->request = found;
	v->needed = (int)service->rules.requests.at[found - 1].level;
	v->running = v->level < v->needed;
	v->missed = false;
	stop_keys(v);
	return 0;
}

void cti__verify_end(struct cti__verify *v)
{
	v->running = false;
	stop_keys(v);
}

static size_t find_factor(const struct cti__service *service,
			  struct cti__str id)
{
	size_t i;

	for (i = 0; i < service->rules.factors.count && i < 64; i++)
		if (cti__str_is(id, service->rules.factors.at[i].id))
			return i + 1;
	return 0;
}

/* How many of the factors that count for a level have been right. */
static int64_t count_right(const struct cti__verify *v,
			   const struct cti__level *level)
{
	const struct cti__rules *rules = &v->service->rules;
	const char *id;
	int64_t count = 0;
	size_t i, k;
	bool counts;

	for (i = 0; i < rules->factors.count && i < 64; i++) {
		if (!(v->right >> i & 1))
			continue;
		id = rules->factors.at[i].id;
		counts = !level->factors.count;
		for (k = 0; k < level->factors.count && !counts; k++)
			counts = !strcmp(level->factors.at[k], id);
		count += counts;
	}
	return count;
}

static void reach(struct cti__verify *v)
{
	const struct cti__level *level;
	int i;

	for (i = CTI__LEVEL_COUNT - 1; i > v->level; i--) {
		level = &v->service->rules.levels[i];
		if (count_right(v, level) >= level->needs)
			v->level = i;
	}
	if (v->level >= v->needed)
		cti__verify_end(v);
}

static void count_attempt(struct cti__verify *v, size_t factor, bool right)
{
	v->missed = !right;
	if (right) {
		v->right |= UINT64_C(1) << (factor - 1);
		reach(v);
		return;
	}
	v->wrong++;
	if (is_locked(v))
		cti__verify_end(v);
}

/* Who is verified is kept by id: the record itself may come anew. */
static int take_customer(struct cti__verify *v, const cti_customer *customer)
{
	const char *id = cti_customer_get(customer, "id");

	if (!customer)
		return CTI_ESTATE;
	if (v->customer && !strcmp(v->customer, id))
		return 0;
	cti__verify_forget(v, id);
	return cti__str_set(&v->customer, cti__str(id));
}

static int find(struct cti__verify *v, const cti_customer *customer,
		struct cti__str factor, size_t *out)
{
	if (!v->running)
		return CTI_ESTATE;
	*out = find_factor(v->service, factor);
	if (!*out)
		return CTI_ENOENT;
	return take_customer(v, customer);
}

static int check(struct cti__verify *v, const cti_customer *customer,
		 size_t factor, struct cti__str value, bool *right)
{
	const struct cti__factor *f = &v->service->rules.factors.at[factor - 1];
	int same = cti__verify_compare(
		f->compare, f->digits,
		cti__str(cti_customer_get(customer, f->field)), value);

	if (same < 0)
		return CTI_ENOENT;
	*right = same > 0;
	count_attempt(v, factor, same > 0);
	return 0;
}

int cti__verify_check(struct cti__verify *v, const cti_customer *customer,
		      struct cti__str factor, struct cti__str value,
		      bool *right)
{
	size_t found = 0;
	int err = find(v, customer, factor, &found);

	*right = false;
	return err ? err : check(v, customer, found, value, right);
}

/* --- the caller keys it in --- */

int cti__verify_keys(struct cti__verify *v, const cti_customer *customer,
		     struct cti__str factor)
{
	const struct cti__factor *f;
	size_t found = 0;
	int err = find(v, customer, factor, &found);

	if (err)
		return err;
	f = &v->service->rules.factors.at[found - 1];
	if (!*cti_customer_get(customer, f->field))
		return CTI_ENOENT;
	stop_keys(v);
	v->factor = found;
	return 0;
}

/* How many keys there will be; without a word # ends them. */
static size_t expected(const struct cti__verify *v)
{
	const struct cti__factor *f =
		&v->service->rules.factors.at[v->factor - 1];

	if (f->compare == CTI__COMPARE_LAST)
		return (size_t)f->digits;
	return f->compare == CTI__COMPARE_DATE ? 8 : CTI__VERIFY_KEYS_MAX;
}

bool cti__verify_press(struct cti__verify *v, struct cti__str digits)
{
	bool over = false;
	size_t i;

	for (i = 0; i < digits.n && v->factor && !over; i++) {
		if (digits.p[i] == '#')
			return v->key_count > 0;
		v->keys[v->key_count++] =
			(char)(digits.p[i] == '*' ? 'X' : digits.p[i]);
		over = v->key_count >= expected(v);
	}
	return over;
}

int cti__verify_check_keys(struct cti__verify *v, const cti_customer *customer)
{
	size_t factor = v->factor;
	bool right;
	int err = v->running && factor ? take_customer(v, customer)
				       : CTI_ESTATE;

	v->factor = 0;
	if (!err)
		err = check(v, customer, factor,
			    cti__str_n(v->keys, v->key_count), &right);
	stop_keys(v);
	return err;
}

/* --- what others say, and what is told --- */

bool cti__verify_trust(struct cti__verify *v, const cti_customer *customer,
		       struct cti__str level)
{
	int i;

	for (i = v->level + 1; i < CTI__LEVEL_COUNT; i++) {
		if (!cti__str_is(level, levels[i]))
			continue;
		/* Whoever it is, if that is not clear yet. */
		if (customer && take_customer(v, customer))
			return false;
		v->level = i;
		if (v->running && v->level >= v->needed)
			cti__verify_end(v);
		return true;
	}
	return false;
}

bool cti__verify_forget(struct cti__verify *v, const char *customer_id)
{
	if (!v->customer || !strcmp(v->customer, customer_id))
		return false;
	cti__free(v->customer);
	v->customer = NULL;
	v->right = 0;
	v->level = 0;
	v->missed = false;
	stop_keys(v);
	return true;
}

bool cti__verify_hides(const struct cti__verify *v)
{
	return v->running;
}

static const char *state_of(const struct cti__verify *v)
{
	if (is_locked(v))
		return "locked";
	if (!v->request)
		return "";
	if (v->level >= v->needed)
		return "passed";
	if (!v->running)
		return "";
	return v->missed ? "wrong" : "running";
}

static int level_of_line(const struct cti__service *service, const char *id)
{
	size_t found = id ? find_request(service, cti__str(id)) : 0;

	return found ? (int)service->rules.requests.at[found - 1].level : -1;
}

void cti__verify_tell(const struct cti__verify *v,
		      const struct cti__service *service,
		      struct cti__advice_parts *parts)
{
	const char *request = parts->text[CTI_ADVICE_VERIFY_REQUEST];
	int needed = level_of_line(service, request);

	if (v->request) {
		request = v->service->rules.requests.at[v->request - 1].id;
		needed = v->needed;
	}
	if (needed < 0 && !v->level && !v->service)
		return;
	cti__advice_set(parts, CTI_ADVICE_VERIFY_REQUEST, request);
	if (needed >= 0)
		cti__advice_set(parts, CTI_ADVICE_VERIFY_NEEDED,
				levels[needed]);
	cti__advice_set(parts, CTI_ADVICE_VERIFY_REACHED, levels[v->level]);
	cti__advice_set(parts, CTI_ADVICE_VERIFY_STATE, state_of(v));
	if (v->request)
		cti__advice_set_int(parts, CTI_ADVICE_VERIFY_LEFT,
				    is_locked(v) ? 0
						 : v->service->rules.attempts -
							   v->wrong);
}
