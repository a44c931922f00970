/* SPDX-License-Identifier: MIT */
/* MD5 (RFC 1321), for AMI's challenge only. */
#include "adapters/ami/md5.h"
#include "util/alloc.h"

#include <string.h>

/* floor(2^32 * |sin(i + 1)|), RFC 1321 3.4. */
static const uint32_t sines[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
	0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
	0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
	0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
	0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
	0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
	0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
	0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
	0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static const unsigned char turns[4][4] = {
	{ 7, 12, 17, 22 },
	{ 5, 9, 14, 20 },
	{ 4, 11, 16, 23 },
	{ 6, 10, 15, 21 },
};

static uint32_t mix(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
	switch (round) {
	case 0:
		return (b & c) | (~b & d);
	case 1:
		return (b & d) | (c & ~d);
	case 2:
		return b ^ c ^ d;
	default:
		return c ^ (b | ~d);
	}
}

/* Which word of the block each round takes at its i-th step. */
static unsigned word_of(unsigned round, unsigned i)
{
	static const unsigned char step[4] = { 1, 5, 3, 7 };
	static const unsigned char first[4] = { 0, 1, 5, 0 };

	return (first[round] + step[round] * i) % 16;
}

static void digest(uint32_t state[4], const unsigned char block[64])
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t word[16], sum, turn;
	unsigned i, round;

	for (i = 0; i < 16; i++)
		word[i] = (uint32_t)block[i * 4] |
			  (uint32_t)block[i * 4 + 1] << 8 |
			  (uint32_t)block[i * 4 + 2] << 16 |
			  (uint32_t)block[i * 4 + 3] << 24;
	for (i = 0; i < 64; i++) {
		round = i / 16;
		sum = a + mix(round, b, c, d) + sines[i] +
		      word[word_of(round, i % 16)];
		turn = turns[round][i % 4];
		a = d;
		d = c;
		c = b;
		b += sum << turn | sum >> (32 - turn);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
}

void cti__ami_md5_init(struct cti__ami_md5 *md5)
{
	static const uint32_t start[4] = { 0x67452301, 0xefcdab89, 0x98badcfe,
					   0x10325476 };

	memset(md5, 0, sizeof(*md5));
	memcpy(md5->state, start, sizeof(start));
}

void cti__ami_md5_add(struct cti__ami_md5 *md5, const void *data, size_t n)
{
	const unsigned char *p = data;

	while (n--) {
		md5->block[md5->length++ % 64] = *p++;
		if (md5->length % 64 == 0)
			digest(md5->state, md5->block);
	}
}

void cti__ami_md5_hex(struct cti__ami_md5 *md5, char out[33])
{
	static const char hex[] = "0123456789abcdef";
	static const unsigned char one = 0x80, zero = 0;
	uint64_t bits = md5->length * 8;
	unsigned char length[8];
	unsigned i;

	for (i = 0; i < 8; i++)
		length[i] = (unsigned char)(bits >> (8 * i));
	cti__ami_md5_add(md5, &one, 1);
	while (md5->length % 64 != 56)
		cti__ami_md5_add(md5, &zero, 1);
	cti__ami_md5_add(md5, length, sizeof(length));
	for (i = 0; i < 16; i++) {
		unsigned byte = md5->state[i / 4] >> (8 * (i % 4)) & 0xff;

		out[i * 2] = hex[byte >> 4];
		out[i * 2 + 1] = hex[byte & 15];
	}
	out[32] = '\0';
	cti__wipe(md5, sizeof(*md5));
}
