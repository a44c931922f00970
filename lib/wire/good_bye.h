/* SPDX-License-Identifier: MIT */
/* What a WebSocket's close frame says (RFC 6455, 5.5.1 and 7.4). */
#ifndef CTI__WIRE_GOOD_BYE_H
#define CTI__WIRE_GOOD_BYE_H

#include "util/buf.h"

/*
 * Read the payload of one. Appends why it was closed, as the end of a sentence.
 * CTI_EEOF, or CTI_EPROTO if the payload is none. *answer: the code to close
 * with from our side; 0: none.
 */
int cti__good_bye_read(struct cti__str payload, uint16_t *answer,
		       struct cti__buf *why);
/* Whether it is UTF-8; NUL is a character like another here. */
bool cti__good_bye_is_text(struct cti__str text);

#endif
