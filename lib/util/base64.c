/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648) with its padding. */
#include "util/base64.h"

static const char letters[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Up to three bytes become four letters. */
static void put_group(struct cti__buf *out, const unsigned char *p, size_t n)
{
	uint32_t bits = (uint32_t)p[0] << 16;
	char group[4];

	if (n > 1)
		bits |= (uint32_t)p[1] << 8;
	if (n > 2)
		bits |= p[2];
	group[0] = letters[bits >> 18];
	group[1] = letters[bits >> 12 & 63];
	group[2] = n > 1 ? letters[bits >> 6 & 63] : '=';
	group[3] = n > 2 ? letters[bits & 63] : '=';
	cti__buf_add(out, group, sizeof(group));
}

void cti__base64_put(struct cti__buf *out, const void *data, size_t n)
{
	const unsigned char *p = data;
	size_t i;

	for (i = 0; i < n; i += 3)
		put_group(out, p + i, n - i);
}
