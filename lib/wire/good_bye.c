/* SPDX-License-Identifier: MIT */
/* What a WebSocket's close frame says (RFC 6455, 5.5.1 and 7.4). */
#include "wire/good_bye.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

bool cti__good_bye_is_text(struct cti__str text)
{
	size_t i = 0, unit;

	while (i < text.n) {
		unit = cti__utf8_unit(text.p + i, text.n - i);
		if (!unit)
			return false;
		i += unit;
	}
	return true;
}

/* Codes that may stand in a frame: 1005, 1006 and 1015 are for programs only.
 */
static bool is_code(unsigned int code)
{
	return (code >= 1000 && code <= 1003) ||
	       (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

static const char *words(unsigned int code)
{
	switch (code) {
	case 1000:
		return cti__say("it is done");
	case 1001:
		return cti__say("it goes away");
	case 1002:
		return cti__say("it says we broke the protocol");
	case 1003:
	case 1007:
		return cti__say("it cannot take what we sent");
	case 1008:
		return cti__say("its policy forbids what we did");
	case 1009:
		return cti__say("it says we sent too much");
	case 1011:
		return cti__say("it met an error of its own");
	case 1012:
		return cti__say("it restarts");
	case 1013:
		return cti__say("it is overloaded");
	default:
		return cti__say("it gives no reason");
	}
}

static int bad(struct cti__buf *why, const char *text)
{
	cti__buf_text(why, cti__say(text));
	return CTI_EPROTO;
}

int cti__good_bye_read(struct cti__str payload, uint16_t *answer,
		       struct cti__buf *why)
{
	struct cti__str reason = cti__str_sub(payload, 2, payload.n);
	unsigned int code = 0;

	*answer = 0;
	if (!payload.n) {
		cti__buf_text(why,
			      cti__say("the other side closed the WebSocket"));
		return CTI_EEOF;
	}
	if (payload.n > 1)
		code = (unsigned int)(uint8_t)payload.p[0] << 8 |
		       (uint8_t)payload.p[1];
	*answer = 1002;
	if (!is_code(code))
		return bad(why, "the other side closed the WebSocket with a "
				"code that is none");
	*answer = 1007;
	if (!cti__good_bye_is_text(reason))
		return bad(why, "the other side closed the WebSocket for a "
				"reason that is not UTF-8");
	*answer = (uint16_t)code;
	cti__buf_printf(
		why,
		cti__say("the other side closed the WebSocket (code %u): "),
		code);
	if (reason.n)
		cti__utf8_clean(why, reason);
	else
		cti__buf_text(why, words(code));
	return CTI_EEOF;
}
