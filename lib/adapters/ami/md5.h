/* SPDX-License-Identifier: MIT */
/*
 * MD5 (RFC 1321), for AMI's challenge only. An adapter sees no library, and the
 * libraries at hand count MD5 among the things to be taken away.
 */
#ifndef CTI__ADAPTERS_AMI_MD5_H
#define CTI__ADAPTERS_AMI_MD5_H

#include <stddef.h>
#include <stdint.h>

struct cti__ami_md5 {
	uint32_t state[4];
	uint64_t length;
	unsigned char block[64];
};

void cti__ami_md5_init(struct cti__ami_md5 *md5);
void cti__ami_md5_add(struct cti__ami_md5 *md5, const void *data, size_t n);
/* The sum in 32 hexadecimal digits and a NUL; md5 is wiped. */
void cti__ami_md5_hex(struct cti__ami_md5 *md5, char out[33]);

#endif
