/* SPDX-License-Identifier: MIT */
/* The ways in which customer systems write one number. */
#include "identify/writing.h"
#include "util/say.h"

#include <cti/error.h>

struct source {
	const cti_number *number;
	struct cti__str text;
};

static struct cti__str digits_of(const struct source *s)
{
	struct cti__str e164 = cti__str(s->number->e164);

	return cti__str_sub(e164, 1, e164.n);
}

static void e164(struct cti__buf *out, const struct source *s)
{
	cti__buf_text(out, s->number->e164);
}

static void e164_digits(struct cti__buf *out, const struct source *s)
{
	cti__buf_str(out, digits_of(s));
}

static void e164_00(struct cti__buf *out, const struct source *s)
{
	if (!s->number->e164[0])
		return;
	cti__buf_text(out, "00");
	cti__buf_str(out, digits_of(s));
}

/* What is dialled inside the country; a short number is dialled as it is. */
static void national(struct cti__buf *out, const struct source *s)
{
	if (s->number->national[0])
		cti__buf_text(out, s->number->national);
	else if (!s->number->e164[0] && s->number->key_count)
		cti__buf_text(out, s->number->key[0]);
}

static void display(struct cti__buf *out, const struct source *s)
{
	cti__buf_text(out, s->number->display);
}

/* How many of the last digits of display are the last ones of digits, but not
   all of them: the number without what the country puts before it. */
static size_t common_end(struct cti__str digits, struct cti__str display)
{
	size_t n = 0, i = display.n;

	while (i-- && n + 1 < digits.n) {
		if (display.p[i] < '0' || display.p[i] > '9')
			continue;
		if (display.p[i] != digits.p[digits.n - n - 1])
			break;
		n++;
	}
	return n;
}

/* +86 10 6552 9988, from 010 6552 9988. */
static void international(struct cti__buf *out, const struct source *s)
{
	struct cti__str shown = cti__str(s->number->display);
	struct cti__str digits = digits_of(s);
	const char *extension = strstr(shown.p, " ext.");
	size_t i, n;

	if (extension)
		shown.n = (size_t)(extension - shown.p);
	if (cti__str_starts(shown, CTI__STR("+"))) {
		cti__buf_str(out, shown);
		return;
	}
	n = common_end(digits, shown);
	if (n < 4)
		return;
	cti__buf_char(out, '+');
	cti__buf_str(out, cti__str_sub(digits, 0, digits.n - n));
	cti__buf_char(out, ' ');
	for (i = shown.n; n; i--)
		n -= shown.p[i - 1] >= '0' && shown.p[i - 1] <= '9';
	cti__buf_str(out, cti__str_sub(shown, i, shown.n));
}

static void text(struct cti__buf *out, const struct source *s)
{
	cti__buf_str(out, s->text);
}

static const struct {
	const char *name;
	void (*put)(struct cti__buf *out, const struct source *s);
} writings[] = {
	{ "e164", e164 },	{ "e164-digits", e164_digits },
	{ "e164-00", e164_00 }, { "national", national },
	{ "display", display }, { "international", international },
	{ "text", text },
};

#define COUNT (sizeof(writings) / sizeof(writings[0]))

/* The digits of "last-8"; 0 if it is none. */
static size_t last_of(struct cti__str name)
{
	struct cti__str count = cti__str_sub(name, 5, name.n);
	uint64_t n;

	if (!cti__str_starts(name, CTI__STR("last-")) ||
	    !cti__str_is_digits(count) || count.n > 2 ||
	    !cti__str_u64(count, &n) || n < 4)
		return 0;
	return (size_t)n;
}

bool cti__writing_known(struct cti__str name)
{
	size_t i;

	for (i = 0; i < COUNT; i++)
		if (cti__str_is(name, writings[i].name))
			return true;
	return last_of(name) != 0;
}

const char *cti__writing_names(void)
{
	return cti__say(
		"e164, e164-digits, e164-00, national, display, international, "
		"text and last-8 (with any count from 4 to 99)");
}

int cti__writing_put(struct cti__buf *out, struct cti__str name,
		     const cti_number *number, struct cti__str as_arrived)
{
	struct source s = { number, as_arrived };
	struct cti__str digits;
	size_t i, last = last_of(name);

	for (i = 0; i < COUNT; i++) {
		if (!cti__str_is(name, writings[i].name))
			continue;
		writings[i].put(out, &s);
		return out->err;
	}
	if (!last)
		return CTI_ENOENT;
	digits = number->e164[0] ? digits_of(&s) : cti__str(number->national);
	if (digits.n >= last)
		cti__buf_str(out, cti__str_sub(digits, digits.n - last, last));
	return out->err;
}
