/* SPDX-License-Identifier: MIT */
/* What a template has been cut into: between who reads it and who fills it in.
 */
#ifndef CTI__POP_TEMPLATE_PARTS_H
#define CTI__POP_TEMPLATE_PARTS_H

#include "pop/template.h"

enum part_kind { PART_LITERAL, PART_SLOT, PART_CUSTOMER, PART_DATA };
enum encoder { ENCODE_URL, ENCODE_JSON };

struct cti__template_part {
	enum part_kind kind;
	enum encoder encoder;
	enum cti__slot slot;
	struct cti__str text; /* the literal, or a name ended by NUL */
};

struct cti__template {
	size_t path; /* the offset at which the host has ended */
	size_t count;
	struct cti__template_part *part;
	char *text; /* what the parts point to */
};

/* Three bytes: a percent sign and two hex digits. */
void cti__template_hex(char *to, unsigned char c);

/*
 * Whether a segment of the path is "." or "..": a browser would leave it and
 * another segment out, so a value of dots would change what the path says. No
 * encoding keeps it from that.
 */
bool cti__template_climbs(const char *path);

#endif
