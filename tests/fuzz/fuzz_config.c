/* SPDX-License-Identifier: MIT */
/* libFuzzer: any bytes as the file of keys, links and sources. */
#include "fuzz.h"

#include "core/config_file.h"
#include "core/settings.h"

static void check_settings(const struct cti__config *config, const char *link)
{
	struct cti_settings set = { .count = 0 };
	size_t i;

	must(cti__settings_init(&set, config, link) == 0, "no settings");
	for (i = 0; i < set.count; i++)
		must(set.row[i].key && set.row[i].value, "half a setting");
	cti__settings_fini(&set);
}

static void check_file(const struct cti__config_file *file)
{
	struct cti__buf why = { 0 };
	const struct cti__key *key;
	const char *value;
	size_t i;

	for (i = 0; (key = cti__key_at(i)); i++) {
		value = cti__config_text(&file->config, key->info.name, NULL);
		/* A key whose default is to be found out has none. */
		must(!file->config.value[i] ||
			     !cti__key_check(key, cti__str(value), &why),
		     "a value that its key does not take");
	}
	for (i = 0; i < file->links; i++) {
		must(file->link[i].name && file->link[i].url,
		     "a link without a name or URL");
		check_settings(&file->config, file->link[i].name);
	}
	for (i = 0; i < file->sources; i++)
		must(file->source[i].count % 2 == 0, "a setting without value");
	cti__buf_fini(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(fuzz_input(data, size));
	struct cti__config_file file = { .links = 0 };
	struct cti__config base;
	struct cti__buf why = { 0 };

	must(cti__config_init(&base) == 0, "out of memory");
	if (cti__config_file_read(&file, path, &base, &why) == 0)
		check_file(&file);
	else
		must(memmem(cti__buf_cstr(&why), why.n, path, strlen(path)),
		     "the sentence does not name the file");
	cti__config_file_fini(&file);
	cti__config_fini(&base);
	cti__buf_fini(&why);
	return 0;
}
