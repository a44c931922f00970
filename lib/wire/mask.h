/* SPDX-License-Identifier: MIT */
/* Where a byte stands among 64: a bit for each place, the lowest the first. */
#ifndef CTI__WIRE_MASK_H
#define CTI__WIRE_MASK_H

#include <stdint.h>
#include <string.h>

#define CTI__MASK_BYTES 64

#ifdef __SSE2__
#include <emmintrin.h>

static inline uint64_t cti__mask16(const char *p, __m128i c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

	return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, c));
}

/* p: 64 bytes. */
static inline uint64_t cti__mask(const char *p, char byte)
{
	const __m128i c = _mm_set1_epi8(byte);

	return cti__mask16(p, c) | cti__mask16(p + 16, c) << 16 |
	       cti__mask16(p + 32, c) << 32 | cti__mask16(p + 48, c) << 48;
}

#else

/* p: 64 bytes. The compiler makes of it what its machine has. */
static inline uint64_t cti__mask(const char *p, char byte)
{
	uint64_t mask = 0;
	unsigned i;

	for (i = 0; i < CTI__MASK_BYTES; i++)
		mask |= (uint64_t)(p[i] == byte) << i;
	return mask;
}

#endif

/* The lowest bit that is set; there must be one. */
static inline unsigned cti__mask_first(uint64_t mask)
{
	return (unsigned)__builtin_ctzll(mask);
}

#endif
