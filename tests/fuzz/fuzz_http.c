/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as the head of an HTTP answer, as its headers, as a date
 * to wait for, and as a path to ask for.
 */
#include "fuzz.h"

#include "identify/rest.h"
#include "wire/upgrade.h"

static const unsigned char nonce[CTI__UPGRADE_NONCE] = "the sample nonce";

static bool within(struct cti__str part, struct cti__str whole)
{
	return !part.n ||
	       (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void check_head(struct cti__str text)
{
	static const char *const names[] = { "Connection", "Upgrade", "Date",
					     "Sec-WebSocket-Accept", "X" };
	struct cti__upgrade up = { .host = CTI__STR("pbx:8088") };
	struct cti__buf why = { 0 };
	struct cti__http_head head;
	struct cti__str value;
	size_t i, count;

	if (cti__http_head_parse(&head, text))
		return;
	must(head.status >= 100 && head.status <= 999, "this is no status");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = CTI__STR_NONE;
		count = cti__http_head_get(&head, names[i], &value);
		must(within(value, text), "a header from elsewhere");
		must(value.n == 0 || count > 0, "a header that nobody sent");
		if (cti__http_head_has(&head, names[i], "upgrade"))
			must(count > 0, "a word in a header that nobody sent");
	}
	if (cti__upgrade_check(&head, &up, nonce, &why))
		must(why.n > 0, "refused without a reason");
	cti__buf_fini(&why);
}

static void check_path(struct cti__str path)
{
	struct cti__upgrade up = { .host = CTI__STR("pbx:8088"),
				   .path = path,
				   .user = CTI__STR("cti") };
	struct cti__buf out = { 0 }, why = { 0 };
	size_t i, lines = 0;

	if (cti__upgrade_request(&out, &up, nonce, &why) == 0) {
		for (i = 0; i < out.n; i++)
			lines += out.p[i] == '\n';
		must(cti__http_head_end(out.p, out.n) == out.n && lines == 8,
		     "a path has made a line of its own");
	}
	cti__buf_fini(&out);
	cti__buf_fini(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size), text, path, date;
	size_t end;
	uint32_t wait_s;

	text = fuzz_alone(fuzz_part(&rest));
	path = fuzz_alone(fuzz_part(&rest));
	date = fuzz_alone(rest);
	end = cti__http_head_end(text.p, text.n);
	must(end <= text.n, "the head ends behind its end");
	if (end)
		check_head(cti__str_n(text.p, end));
	check_head(text);
	check_path(path);
	wait_s = cti__rest_seconds(path, date);
	must(wait_s >= 1 && wait_s <= 3600, "this is too long to wait");
	fuzz_forget(text);
	fuzz_forget(path);
	fuzz_forget(date);
	return 0;
}
