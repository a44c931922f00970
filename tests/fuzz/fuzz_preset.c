/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: what a server answers, read by a preset. The first byte picks one
 * that we ship; behind the last, the first part is a preset itself.
 */
#include "fuzz.h"

#include "identify/reply.h"

static int setting(void *user, struct cti__str name, struct cti__buf *out)
{
	(void)user;
	cti__buf_str(out, name);
	return out->err;
}

static void check(const struct cti__preset *preset, struct cti__str body)
{
	struct cti__reply reply = { preset, setting, NULL };
	struct cti__found found = { .count = 0 };
	struct cti__buf why = { 0 }, token = { 0 };
	int64_t expires_s;
	size_t i;

	if (cti__reply_read(&reply, body, &found, &why))
		must(why.n > 0, "refused without a reason");
	for (i = 0; i < found.count; i++)
		must(found.item[i] != NULL, "a customer who is none");
	cti__found_fini(&found);
	cti__buf_clear(&why);
	if (preset->login.method.n &&
	    cti__reply_token(&reply, body, &token, &expires_s, &why))
		must(why.n > 0, "refused without a reason");
	cti__buf_clear(&why);
	cti__reply_error(preset, body, &why);
	cti__buf_fini(&token);
	cti__buf_fini(&why);
}

static size_t shipped(void)
{
	size_t n = 0;

	while (cti__shipped_presets[n].name)
		n++;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size), text, body;
	size_t which = fuzz_byte(&rest) % (shipped() + 1);
	char sentence[512] = "";
	struct cti__detail detail = { sentence, sizeof(sentence) };
	struct cti__preset preset;
	int err;

	text = which < shipped() ? cti__str_n(cti__shipped_presets[which].text,
					      cti__shipped_presets[which].n)
				 : fuzz_part(&rest);
	body = fuzz_alone(rest);
	text = fuzz_alone(text);
	memset(&preset, 0, sizeof(preset));
	err = cti__preset_parse(&preset, text, "preset", &detail);
	must(err ? *sentence != '\0' : true, "refused without a reason");
	must(!err || which == shipped(), "we ship a preset that is none");
	if (!err)
		check(&preset, body);
	cti__preset_fini(&preset);
	fuzz_forget(text);
	fuzz_forget(body);
	return 0;
}
