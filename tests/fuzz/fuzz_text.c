/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes for the small readers: days, patterns, lists, forms,
 * encoders, names of data, what may be shown.
 */
#include "fuzz.h"

#include "identify/data.h"
#include "identify/form.h"
#include "identify/rest.h"
#include "service/date.h"
#include "util/utf8.h"
#include "wire/json.h"

static void check_date(struct cti__str text)
{
	char written[CTI__DATE_TEXT];
	struct cti__date date, again;
	int64_t seconds;

	(void)cti__rest_date(text, &seconds);
	if (!cti__date_parse(text, &date))
		return;
	must(date.month >= 1 && date.month <= 12 && date.day >= 1 &&
		     date.day <= 31,
	     "this is no day");
	cti__date_text(&date, written);
	if (date.year)
		must(cti__date_parse(cti__str(written), &again) &&
			     again.year == date.year &&
			     again.month == date.month && again.day == date.day,
		     "it is another day when read again");
}

static void check_patterns(struct cti__str text, struct cti__str pattern)
{
	struct cti__str words[8];
	size_t i, n = cti__str_list(pattern, words, 8);
	bool any = false;

	must(n <= 8, "too many words");
	for (i = 0; i < n; i++)
		any |= cti__str_matches(text, words[i]);
	must(!any || cti__str_matches_any(text, pattern),
	     "one pattern fits and the list does not");
}

static int value_of(void *user, struct cti__str name, struct cti__buf *out)
{
	(void)name;
	cti__buf_str(out, *(struct cti__str *)user);
	return out->err;
}

/* Whatever the value: in the quotes of JSON it is one string. */
static void check_form(struct cti__str text, struct cti__str value)
{
	struct cti__form form = { text, CTI__ENCODE_URL, value_of, &value };
	struct cti__buf out = { 0 }, why = { 0 };
	struct cti__json *json;
	bool filled;

	if (cti__form_fill(&out, &form, &filled, &why))
		must(why.n > 0, "refused without a reason");
	cti__buf_clear(&out);
	form.text = CTI__STR("[\"{value|json}\"]");
	if (cti__form_fill(&out, &form, &filled, NULL) == 0) {
		must(!cti__json_parse(&json, cti__str_n(out.p, out.n), 1 << 20,
				      NULL),
		     "a value has left its quotes");
		must(cti__json_count(json) == 1, "a value has become two");
		cti__json_free(json);
	}
	cti__buf_fini(&out);
	cti__buf_fini(&why);
}

static void check_encoders(struct cti__str value)
{
	static const struct {
		enum cti__encoder encoder;
		const char *never; /* may not be in what comes out */
	} safe[] = {
		{ CTI__ENCODE_URL, " /?#&=\"'<>\r\n" },
		{ CTI__ENCODE_LDAP, "()*\r\n" },
		{ CTI__ENCODE_HEADER, "\r\n" },
		{ CTI__ENCODE_BASE64, " \"'<>\r\n" },
		{ CTI__ENCODE_INT, " \"'<>()\r\n" },
	};
	struct cti__buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof(safe) / sizeof(safe[0]); i++) {
		cti__buf_clear(&out);
		if (cti__encode(&out, safe[i].encoder, value)) {
			must(out.n == 0, "half a value in spite of an error");
			continue;
		}
		must(strcspn(cti__buf_cstr(&out), safe[i].never) == out.n,
		     "a value can leave its place");
	}
	cti__buf_fini(&out);
}

static void check_shown(struct cti__str text)
{
	struct cti__buf out = { 0 };

	cti__utf8_clean(&out, text);
	must(cti__utf8_ok(cti__str_n(out.p, out.n)), "this is no UTF-8");
	must(cti__utf8_is_clean(cti__str_n(out.p, out.n)),
	     "cleaned it is not clean");
	if (cti__utf8_is_clean(text))
		must(cti__str_eq(text, cti__str_n(out.p, out.n)),
		     "what is clean was changed");
	cti__buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size);
	struct cti__str a = fuzz_alone(fuzz_part(&rest)), b = fuzz_alone(rest);
	struct cti__data_names names = { .count = 0 };

	check_date(a);
	check_patterns(a, b);
	check_form(a, b);
	check_encoders(b);
	check_shown(a);
	if (cti__data_names_parse(&names, a) == 0) {
		must(names.count <= CTI__DATA_NAMES, "too many names");
		(void)cti__data_names_field(&names, b);
	}
	must(cti__data_value(b).n <= CTI__DATA_VALUE_MAX, "too long a value");
	cti__data_names_fini(&names);
	fuzz_forget(a);
	fuzz_forget(b);
	return 0;
}
