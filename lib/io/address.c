/* SPDX-License-Identifier: MIT */
/* IP addresses as text: whether one is in a list, and where a peer's ends. */
#include "io/address.h"

#include <arpa/inet.h>

#define BITS	128
/* IPv4 within IPv6 stands behind so many. */
#define V4_BITS 96

/* False: it is no address. */
static bool parse(struct cti__str text, uint8_t at[16], bool *is_v4)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	char name[INET6_ADDRSTRLEN];

	*is_v4 = false;
	if (!text.n || text.n >= sizeof(name))
		return false;
	memcpy(name, text.p, text.n);
	name[text.n] = '\0';
	memcpy(at, mapped, sizeof(mapped));
	if (inet_pton(AF_INET, name, at + sizeof(mapped)) == 1) {
		*is_v4 = true;
		return true;
	}
	return inet_pton(AF_INET6, name, at) == 1;
}

static bool same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (memcmp(a, b, whole))
		return false;
	return !rest || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

static bool fits(const uint8_t *at, struct cti__str entry)
{
	struct cti__str length, host = cti__str_cut(entry, '/', &length);
	bool is_net = host.n < entry.n, is_v4;
	uint8_t net[16];
	uint64_t bits = BITS;

	if (!parse(host, net, &is_v4))
		return false;
	if (is_net && (!cti__str_u64(length, &bits) || bits > BITS))
		return false;
	if (is_net && is_v4)
		bits += V4_BITS;
	return bits <= BITS && same_bits(at, net, (unsigned)bits);
}

bool cti__address_in(struct cti__str host, struct cti__str list)
{
	uint8_t at[16];
	bool is_v4;

	if (!parse(host, at, &is_v4))
		return false;
	while (list.n)
		if (fits(at, cti__str_trim(cti__str_cut(list, ',', &list))))
			return true;
	return false;
}

bool cti__address_cut(struct cti__str text, struct cti__str *host,
		      uint16_t *port)
{
	size_t colon = cti__str_rchr(text, ':');
	struct cti__str digits;
	uint64_t value;

	if (colon >= text.n)
		return false;
	*host = cti__str_sub(text, 0, colon);
	digits = cti__str_sub(text, colon + 1, text.n);
	if (host->n > 2 && host->p[0] == '[' && host->p[host->n - 1] == ']')
		*host = cti__str_sub(*host, 1, host->n - 2);
	if (!host->n || !cti__str_is_digits(digits) ||
	    !cti__str_u64(digits, &value) || value > UINT16_MAX)
		return false;
	*port = (uint16_t)value;
	return true;
}
