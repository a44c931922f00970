/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as JSON. What the reader of whole documents takes, the
 * scanner takes too, and both find the same values; lists are walked to their
 * ends.
 */
#include "fuzz.h"

#include "wire/json.h"
#include "wire/scan.h"

static const char *const paths[] = {
	"type",		 "id",		"channel.id",
	"channel",	 "a",		"a.b",
	"a.b.c",	 "Event-Name",	"timestamp",
	"channel.state", "bridge.list", "status.startup_time",
};

#define PATHS (sizeof(paths) / sizeof(paths[0]))

static const struct cti__json *find(const struct cti__json *at,
				    const char *path)
{
	struct cti__str rest = cti__str(path), name;
	char text[64];

	while (at && rest.n) {
		name = cti__str_cut(rest, '.', &rest);
		snprintf(text, sizeof(text), "%.*s", (int)name.n, name.p);
		at = cti__json_get(at, text);
	}
	return at;
}

static void compare(const struct cti__scan_value *value,
		    const struct cti__json *json, bool is_there)
{
	static const enum cti__scan_type types[] = {
		[CTI__JSON_NULL] = CTI__SCAN_NULL,
		[CTI__JSON_BOOL] = CTI__SCAN_BOOL,
		[CTI__JSON_INT] = CTI__SCAN_NUMBER,
		[CTI__JSON_REAL] = CTI__SCAN_NUMBER,
		[CTI__JSON_TEXT] = CTI__SCAN_TEXT,
		[CTI__JSON_ARRAY] = CTI__SCAN_LIST,
		[CTI__JSON_OBJECT] = CTI__SCAN_OBJECT,
	};
	struct cti__str text;

	/* json-c has no node for null: it may be there or not. */
	if (!is_there) {
		must(value->type == CTI__SCAN_NONE ||
			     value->type == CTI__SCAN_NULL,
		     "the scanner finds what is not there");
		return;
	}
	must(value->type == types[cti__json_type(json)],
	     "the scanner finds another type");
	if (cti__json_text(json, &text))
		must(cti__str_eq(text, value->s), "the texts differ");
}

/* Items of lists, and of lists in them, are counted as the document's are. */
static void walk(struct cti__scan *scan, struct cti__str list,
		 const struct cti__json *json)
{
	struct cti__scan_value item;
	size_t count = 0;
	int more;

	while ((more = cti__scan_next(scan, &list, &item)) > 0)
		count++;
	if (json)
		must(more == 0 && count == cti__json_count(json),
		     "the lists are of different length");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__scan_value value[PATHS];
	struct cti__scan_names names;
	struct cti__scan scan = { .names = &names };
	struct cti__str text = fuzz_input(data, size);
	struct cti__json *json;
	size_t i;
	int err, scanned;

	must(cti__scan_names_init(&names, paths, PATHS), "too many paths");
	err = cti__json_parse(&json, text, 1 << 20, NULL);
	scanned = cti__scan(&scan, text, value);
	if (!err && cti__json_type(json) == CTI__JSON_OBJECT) {
		must(!scanned, "the scanner refuses good JSON");
		for (i = 0; i < PATHS; i++)
			compare(&value[i], find(json, paths[i]),
				find(json, paths[i]) != NULL);
	}
	for (i = 0; !scanned && i < PATHS; i++)
		if (value[i].type == CTI__SCAN_LIST)
			walk(&scan, value[i].s,
			     err ? NULL : find(json, paths[i]));
	if (err || cti__json_type(json) == CTI__JSON_ARRAY)
		walk(&scan, text, err ? NULL : json);
	cti__json_free(json);
	cti__scan_fini(&scan);
	return 0;
}
