/* SPDX-License-Identifier: MIT */
/*
 * Which of a switch's addresses a link dials: the URL's own, then those of
 * link.standby. It stays with one that has let it in, and goes on to the next
 * when that cannot be had any more.
 */
#include "core/link.h"
#include "util/say.h"

#include <cti/error.h>

/* "host", "host:port", "[::1]", "[::1]:port", or an IPv6 address as it is. */
static struct cti__str split(struct cti__str text, struct cti__str *port)
{
	size_t colon = cti__str_chr(text, ':');

	*port = CTI__STR_NONE;
	if (text.n && text.p[0] == '[') {
		text = cti__str_cut(cti__str_sub(text, 1, text.n), ']', port);
		*port = cti__str_sub(*port, 1, port->n);
		return text;
	}
	if (colon == text.n || cti__str_rchr(text, ':') != colon)
		return text;
	return cti__str_cut(text, ':', port);
}

/* The n-th of the list, from 1; empty behind the last. */
static struct cti__str standby(const struct cti_link *link, uint32_t n)
{
	struct cti__str rest = cti__str(
		cti_settings_get(&link->settings, "link.standby"));
	struct cti__str host = CTI__STR_NONE;

	while (n && rest.n) {
		host = cti__str_trim(cti__str_cut(rest, ',', &rest));
		n -= host.n > 0;
	}
	return n ? CTI__STR_NONE : host;
}

int cti__link_check_hosts(const struct cti_link *link, struct cti__buf *why)
{
	struct cti__str text, port, host;
	uint64_t number;
	uint32_t n;

	for (n = 1; (text = standby(link, n)).n; n++) {
		host = split(text, &port);
		/* A colon without a port behind it is one, too. */
		if (cti__url_is_host(host) &&
		    (text.p[text.n - 1] != ':' || text.n != host.n + 1) &&
		    (!port.n ||
		     (cti__str_is_digits(port) && cti__str_u64(port, &number) &&
		      number && number <= UINT16_MAX)))
			continue;
		cti__buf_printf(
			why,
			cti__say("link.standby has \"%.*s\", which is no host "
				 "and no host:port."),
			(int)(text.n > 100 ? 100 : text.n), text.p);
		return CTI_EVALUE;
	}
	return 0;
}

uint16_t cti__link_port(const struct cti_link *link)
{
	struct cti__str port;
	uint64_t number;

	(void)split(standby(link, link->host_at), &port);
	if (cti__str_u64(port, &number) && number && number <= UINT16_MAX)
		return (uint16_t)number;
	if (link->url.port)
		return link->url.port;
	return link->url.tls ? link->adapter->tls_port : link->adapter->port;
}

const char *cti__link_host(struct cti_link *link)
{
	struct cti__str port, host = split(standby(link, link->host_at), &port);

	cti__buf_clear(&link->host);
	if (!host.n)
		return link->url.host;
	cti__buf_str(&link->host, host);
	return cti__buf_cstr(&link->host);
}

void cti__link_put_host(struct cti_link *link, struct cti__buf *out)
{
	const char *host = cti__link_host(link);
	bool ip6 = strchr(host, ':');

	out->err = link->host.err;
	cti__buf_text(out, ip6 ? "[" : "");
	cti__buf_text(out, host);
	cti__buf_text(out, ip6 ? "]:" : ":");
	cti__buf_u64(out, cti__link_port(link));
}

void cti__link_next_host(struct cti_link *link)
{
	link->host_at++;
	if (!standby(link, link->host_at).n)
		link->host_at = 0;
}
