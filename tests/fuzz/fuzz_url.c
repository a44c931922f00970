/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any text as a link's URL, and as addresses. What is taken apart is
 * whole, and what is said of it has no secret.
 */
#include "fuzz.h"

#include "core/url.h"
#include "io/address.h"

/* Once in the text: else it may be shown where it is no secret. */
static bool is_once(struct cti__str text, struct cti__str part)
{
	const char *at = memmem(text.p, text.n, part.p, part.n);

	return at && !memmem(at + 1, (size_t)(text.p + text.n - at - 1), part.p,
			     part.n);
}

/* Long enough not to be there by chance. */
static bool can_be_told(struct cti__str text, struct cti__str secret)
{
	return secret.n >= 6 && is_once(text, secret);
}

static void check_why(const char *text, struct cti__str secret,
		      const struct cti__buf *why)
{
	if (why->n && can_be_told(cti__str(text), secret))
		must(!memmem(why->p, why->n, secret.p, secret.n),
		     "the secret is in the sentence");
}

/* What stands before the @ of a URL, wrong as it may be. */
static struct cti__str secret_of(const char *text)
{
	struct cti__str rest = cti__str(text), secret;
	size_t i = 0;

	while (i < rest.n && !strchr("/?#", rest.p[i]))
		i++;
	if (!cti__str_starts(cti__str_sub(rest, i, rest.n), CTI__STR("//")))
		return CTI__STR_NONE;
	rest = cti__str_sub(rest, i + 2, rest.n);
	for (i = 0; i < rest.n && !strchr("/?#", rest.p[i]);)
		i++;
	rest = cti__str_sub(rest, 0, i);
	i = cti__str_rchr(rest, '@');
	if (i == rest.n)
		return CTI__STR_NONE;
	(void)cti__str_cut(cti__str_sub(rest, 0, i), ':', &secret);
	return secret;
}

static void check_parts(const struct cti__url *url)
{
	struct cti__buf value = { 0 };
	struct cti__str unknown;

	must(url->scheme && url->rest && url->user && url->secret &&
		     url->host && url->path && url->query,
	     "a part is missing");
	must(*url->scheme != '\0', "there is no scheme");
	(void)cti__url_param(url, "clock", &value);
	cti__buf_clear(&value);
	unknown = cti__url_unknown_param(url, "clock,speed,seed");
	must(unknown.n <= strlen(url->query), "a parameter from elsewhere");
	cti__buf_fini(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size), host;
	char *text = fuzz_text(fuzz_part(&rest));
	struct cti__buf why = { 0 };
	struct cti__url url;
	uint16_t port;

	if (cti__url_parse(&url, text, &why) == 0)
		check_parts(&url);
	else
		must(why.n > 0, "refused without a reason");
	check_why(text, secret_of(text), &why);
	check_why(text, cti__str(url.secret), &why);
	cti__url_fini(&url);
	if (cti__address_cut(rest, &host, &port))
		must(host.n <= rest.n, "a host from elsewhere");
	must(!cti__address_in(CTI__STR("192.0.2.1"), CTI__STR_NONE),
	     "an address is in no list");
	(void)cti__address_in(CTI__STR("192.0.2.1"), rest);
	(void)cti__address_in(rest, CTI__STR("10.0.0.0/8,2001:db8::/32"));
	cti__buf_fini(&why);
	free(text);
	return 0;
}
