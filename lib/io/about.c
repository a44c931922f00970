/* SPDX-License-Identifier: MIT */
/* Which libraries the io layer stands on. */
#include "io/about.h"

#include <curl/curl.h>
#include <uv.h>
#include <zlib.h>

static void put(struct cti__buf *out, const char *key, const char *version)
{
	cti__buf_text(out, key);
	cti__buf_json(out, cti__str(version));
}

void cti__io_about(struct cti__buf *out)
{
	put(out, ",\"libuv\":", uv_version_string());
	put(out, ",\"libcurl\":", curl_version_info(CURLVERSION_NOW)->version);
	put(out, ",\"zlib\":", zlibVersion());
}
