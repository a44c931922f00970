/* SPDX-License-Identifier: MIT */
/* What is running, for reports of faults. */
#include "core/adapter.h"
#include "io/about.h"
#include "util/buf.h"

#include <cti/api.h>
#include <cti/error.h>

static void put_adapters(struct cti__buf *out)
{
	size_t i;

	cti__buf_text(out, ",\"adapters\":[");
	for (i = 0; cti__adapters[i]; i++) {
		if (i)
			cti__buf_char(out, ',');
		cti__buf_json(out, cti__str(cti__adapters[i]->scheme));
	}
	cti__buf_char(out, ']');
}

int cti_runtime_info(char **out, size_t *len)
{
	struct cti__buf buf = { 0 };

	*out = NULL;
	if (len)
		*len = 0;
	cti__buf_text(&buf, "{\"version\":");
	cti__buf_json(&buf, cti__str(cti_version()));
	cti__buf_text(&buf, ",\"abi\":");
	cti__buf_u64(&buf, cti_abi_version());
	put_adapters(&buf);
	cti__io_about(&buf);
	cti__buf_char(&buf, '}');
	*out = cti__buf_take(&buf, len);
	if (*out)
		return 0;
	cti__buf_fini(&buf);
	return CTI_ENOMEM;
}
