/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any text as the template of a pop's address, and any other as the
 * values in it. Host and shape are the template's, whatever the values are.
 */
#include "fuzz.h"

#include "pop/template_parts.h"

static struct cti__str datum(const void *user, struct cti__str key)
{
	return key.n ? *(const struct cti__str *)user : CTI__STR_NONE;
}

static int render(const struct cti__template *t, const struct cti__str *value,
		  char *url)
{
	struct cti__template_values values = { .data = datum, .user = value };
	size_t i;

	for (i = 0; i < CTI__SLOT_COUNT; i++)
		values.slot[i] = *value;
	return cti__template_render(t, &values, url);
}

static size_t count(const char *url, const char *of)
{
	size_t n = 0;

	for (; *url; url++)
		n += strchr(of, *url) != NULL;
	return n;
}

/* What a browser gives a meaning to. */
static void check(const struct cti__template *t, struct cti__str value)
{
	const struct cti__str plain = CTI__STR("a");
	char url[CTI__URL_MAX + 1], want[CTI__URL_MAX + 1];
	size_t i;

	if (render(t, &plain, want))
		return;
	if (render(t, &value, url)) {
		must(!*url, "an address in spite of an error");
		return;
	}
	must(strlen(url) <= CTI__URL_MAX, "too long an address");
	must(strlen(url) >= t->path && !memcmp(url, want, t->path),
	     "a value has changed the host");
	must(count(url, "/?#&=@:\\<>\"'") == count(want, "/?#&=@:\\<>\"'"),
	     "a value has left its place");
	for (i = 0; url[i]; i++)
		must((unsigned char)url[i] > ' ' && url[i] != '\x7f',
		     "no such byte may be in an address");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size);
	struct cti__str text = fuzz_alone(fuzz_part(&rest));
	struct cti__str value = fuzz_alone(rest);
	struct cti__template *t;
	char detail[256] = "";

	if (cti__template_new(&t, text, "http,https,crm", detail,
			      sizeof(detail)))
		must(*detail, "refused without a reason");
	else
		check(t, value);
	cti__template_free(t);
	fuzz_forget(text);
	fuzz_forget(value);
	return 0;
}
