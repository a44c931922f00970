/* SPDX-License-Identifier: MIT */
/*
 * Values put into other languages: one encoder a context, so that nothing a
 * caller or a record says can leave the place that it is put into.
 */
#include "identify/encode.h"
#include "util/base64.h"
#include "util/utf8.h"

#include <cti/error.h>

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Text on one line. What no telephone sends is refused, not mended. */
static bool is_line(struct cti__str value)
{
	size_t i;

	for (i = 0; i < value.n; i++)
		if (is_control(value.p[i]))
			return false;
	return cti__utf8_ok(value);
}

static int raw(struct cti__buf *out, struct cti__str value)
{
	if (!is_line(value))
		return CTI_EINVAL;
	cti__buf_str(out, value);
	return 0;
}

static void put_hex(struct cti__buf *out, char c)
{
	static const char digits[] = "0123456789ABCDEF";

	cti__buf_char(out, '\\');
	cti__buf_char(out, digits[(unsigned char)c >> 4]);
	cti__buf_char(out, digits[(unsigned char)c & 15]);
}

static int url(struct cti__buf *out, struct cti__str value)
{
	size_t i, unit;

	/* A segment of these would climb, however it is written. */
	if (cti__str_is(value, ".") || cti__str_is(value, ".."))
		return CTI_EINVAL;
	for (i = 0; i < value.n; i += unit) {
		unit = cti__utf8_unit(value.p + i, value.n - i);
		if (unit)
			cti__buf_percent(out, cti__str_sub(value, i, unit));
		else
			cti__buf_percent(out, CTI__STR("\xef\xbf\xbd"));
		unit += !unit;
	}
	return 0;
}

static int json(struct cti__buf *out, struct cti__str value)
{
	struct cti__buf quoted = { 0 };

	cti__buf_json(&quoted, value);
	if (quoted.err)
		out->err = quoted.err;
	else
		cti__buf_add(out, quoted.p + 1, quoted.n - 2);
	cti__buf_fini(&quoted);
	return 0;
}

/* A backslash before each of these. */
static int escape(struct cti__buf *out, struct cti__str value,
		  const char *special)
{
	size_t i;

	if (!is_line(value))
		return CTI_EINVAL;
	for (i = 0; i < value.n; i++) {
		if (strchr(special, value.p[i]))
			cti__buf_char(out, '\\');
		cti__buf_char(out, value.p[i]);
	}
	return 0;
}

static int soql(struct cti__buf *out, struct cti__str value)
{
	return escape(out, value, "\\'\"");
}

/* Its reserved characters; a word such as OR stays one inside quotes only. */
static int sosl(struct cti__buf *out, struct cti__str value)
{
	return escape(out, value, "?&|!{}[]()^~*:\\\"'+-");
}

static int zoho(struct cti__buf *out, struct cti__str value)
{
	return escape(out, value, "\\(),:");
}

static int phrase(struct cti__buf *out, struct cti__str value)
{
	return escape(out, value, "\\\"");
}

static int odata(struct cti__buf *out, struct cti__str value)
{
	size_t i;

	if (!is_line(value))
		return CTI_EINVAL;
	for (i = 0; i < value.n; i++) {
		if (value.p[i] == '\'')
			cti__buf_char(out, '\'');
		cti__buf_char(out, value.p[i]);
	}
	return 0;
}

static int ldap(struct cti__buf *out, struct cti__str value)
{
	size_t i;

	for (i = 0; i < value.n; i++) {
		if (is_control(value.p[i]) ||
		    (unsigned char)value.p[i] > 0x7f ||
		    strchr("*()\\", value.p[i]))
			put_hex(out, value.p[i]);
		else
			cti__buf_char(out, value.p[i]);
	}
	return 0;
}

static int base64(struct cti__buf *out, struct cti__str value)
{
	cti__base64_put(out, value.p, value.n);
	return 0;
}

static int integer(struct cti__buf *out, struct cti__str value)
{
	bool minus = value.n && value.p[0] == '-';
	struct cti__str digits = cti__str_sub(value, minus, value.n);

	/* JSON knows no number that begins with a nought. */
	if (!cti__str_is_digits(digits) || digits.n > 18 ||
	    (digits.n > 1 && digits.p[0] == '0'))
		return CTI_EINVAL;
	cti__buf_str(out, value);
	return 0;
}

typedef int encode_fn(struct cti__buf *out, struct cti__str value);

static const struct {
	const char *name;
	encode_fn *fn;
} encoders[CTI__ENCODERS] = {
#define ENTRY(constant, name, function) { name, function },
	CTI__ENCODER_MAP(ENTRY)
#undef ENTRY
};

bool cti__encoder_find(struct cti__str name, enum cti__encoder *out)
{
	unsigned int i;

	for (i = 0; i < CTI__ENCODERS; i++) {
		if (!cti__str_is(name, encoders[i].name))
			continue;
		*out = (enum cti__encoder)i;
		return true;
	}
	return false;
}

int cti__encode(struct cti__buf *out, enum cti__encoder encoder,
		struct cti__str value)
{
	int err = encoders[encoder].fn(out, value);

	return err ? err : out->err;
}
