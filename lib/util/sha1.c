/* SPDX-License-Identifier: MIT */
/* SHA-1 (RFC 3174), for the WebSocket's handshake. */
#include "util/sha1.h"

#define BLOCK 64

static uint32_t turn(uint32_t word, unsigned int by)
{
	return word << by | word >> (32 - by);
}

/* The mixing function and the constant of each round of twenty steps. */
static uint32_t mix(unsigned int step, uint32_t b, uint32_t c, uint32_t d)
{
	if (step < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (step < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (step < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void spread(uint32_t w[80], const unsigned char *block)
{
	unsigned int i;

	for (i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 |
		       (uint32_t)block[4 * i + 1] << 16 |
		       (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (; i < 80; i++)
		w[i] = turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
}

static void take_block(uint32_t h[5], const unsigned char *block)
{
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], next;
	uint32_t w[80];
	unsigned int i;

	spread(w, block);
	for (i = 0; i < 80; i++) {
		next = turn(a, 5) + mix(i, b, c, d) + e + w[i];
		e = d;
		d = c;
		c = turn(b, 30);
		b = a;
		a = next;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

/* What is left over, a one bit, zeros, and how many bits there were. */
static void take_tail(uint32_t h[5], struct cti__str rest, uint64_t bits)
{
	unsigned char tail[2 * BLOCK] = { 0 };
	size_t n = rest.n + 9 > BLOCK ? 2 * BLOCK : BLOCK, i;

	if (rest.n)
		memcpy(tail, rest.p, rest.n);
	tail[rest.n] = 0x80;
	for (i = 0; i < 8; i++)
		tail[n - 1 - i] = (unsigned char)(bits >> (8 * i));
	for (i = 0; i < n; i += BLOCK)
		take_block(h, tail + i);
}

void cti__sha1(unsigned char out[CTI__SHA1_SIZE], struct cti__str text)
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
			  0xc3d2e1f0 };
	uint64_t bits = (uint64_t)text.n * 8;
	size_t i;

	while (text.n >= BLOCK) {
		take_block(h, (const unsigned char *)text.p);
		text = cti__str_sub(text, BLOCK, text.n);
	}
	take_tail(h, text, bits);
	for (i = 0; i < CTI__SHA1_SIZE; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}
