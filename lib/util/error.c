/* SPDX-License-Identifier: MIT */
/* Texts and names of the errors, made from the one list. */
#include "util/say.h"

#include <cti/error.h>

static const cti_error_info errors[] = {
#define ROW(name, number, text) { number, "CTI_" #name, text },
	CTI_ERROR_MAP(ROW)
#undef ROW
};

#define ERROR_COUNT (sizeof(errors) / sizeof(errors[0]))

static const cti_error_info *find(int code)
{
	size_t i;

	for (i = 0; i < ERROR_COUNT; i++)
		if (errors[i].code == code)
			return &errors[i];
	return NULL;
}

const char *cti_strerror(int code)
{
	const cti_error_info *row = find(code);

	if (code == 0)
		return cti__say("success");
	return row ? cti__say(row->text) : cti__say("unknown error");
}

const char *cti_error_name(int code)
{
	const cti_error_info *row = find(code);

	if (code == 0)
		return "CTI_OK";
	return row ? row->name : "CTI_EUNKNOWN";
}

bool cti_error_is_retryable(int code)
{
	switch (code) {
	case CTI_ENOMEM:
	case CTI_ETIMEDOUT:
	case CTI_ELINKDOWN:
	case CTI_ERESOLVE:
	case CTI_ECONNECT:
	case CTI_EEOF:
	case CTI_EAGAIN:
		return true;
	default:
		return false;
	}
}

const cti_error_info *cti_error_at(size_t index)
{
	return index < ERROR_COUNT ? &errors[index] : NULL;
}
