/* SPDX-License-Identifier: MIT */
/* Keys, values, and the JSON file: what is taken and what each error says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/config.h"
#include "core/config_file.h"
#include "core/settings.h"
#include "core/adapter.h"

#include <cti/error.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct fix {
	struct cti__config config;
	struct cti__buf why;
	char dir[64];
	char path[96];
};

static int set_up(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	snprintf(f->dir, sizeof(f->dir), "/tmp/cti-config-XXXXXX");
	if (!mkdtemp(f->dir) || cti__config_init(&f->config))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/cti.json", f->dir);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fix *f = *state;

	unlink(f->path);
	rmdir(f->dir);
	cti__config_fini(&f->config);
	cti__buf_fini(&f->why);
	free(f);
	return 0;
}

static int set(struct fix *f, const char *key, const char *value)
{
	return cti__config_set(&f->config, cti__str(key), cti__str(value),
			       &f->why);
}

static void test_config__every_key_is_complete_and_takes_its_default(
	void **state)
{
	const struct cti__key *key, *before = NULL;
	struct fix *f = *state;
	size_t i;

	for (i = 0; (key = cti__key_at(i)); i++) {
		assert_ptr_equal(cti_key_at(i)->name, key->info.name);
		assert_ptr_equal(cti_key_at(i)->doc, key->info.doc);
		assert_true(strlen(key->info.doc) > 10);
		assert_int_equal(key->info.doc[strlen(key->info.doc) - 1], '.');
		assert_non_null(strchr(key->info.name, '.'));
		assert_ptr_equal(cti__key_find(cti__str(key->info.name)), key);
		assert_int_equal(cti__key_index(key), i);
		if (before)
			assert_true(strcmp(before->info.name, key->info.name) <
				    0);
		assert_int_equal(set(f, key->info.name,
				     key->info.default_value),
				 0);
		before = key;
	}
	assert_null(cti_key_at(i));
	assert_true(i > 30);
}

static void test_config__a_misspelt_key_suggests_the_nearest(void **state)
{
	static const char *const pairs[][2] = {
		{ "identify.dealine_ms", "identify.deadline_ms" },
		{ "identify.deadline", "identify.deadline_ms" },
		{ "device.extensions", "devices.extensions" },
		{ "tls.verfiy", "tls.verify" },
		{ "pop.uri", "pop.url" },
		{ "url", "pop.url" },
		{ "nothing.like.it.at.all", NULL },
	};
	struct fix *f = *state;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_int_equal(set(f, pairs[i][0], "1"), CTI_EKEY);
		assert_non_null(strstr(cti__buf_cstr(&f->why), pairs[i][0]));
		if (pairs[i][1] &&
		    !strstr(cti__buf_cstr(&f->why), pairs[i][1]))
			fail_msg("%s", cti__buf_cstr(&f->why));
		if (!pairs[i][1])
			assert_null(strstr(cti__buf_cstr(&f->why),
					   "did you mean"));
	}
}

static void test_config__a_value_must_fit_its_key(void **state)
{
	static const char *const bad[][2] = {
		{ "identify.deadline_ms", "" },
		{ "identify.deadline_ms", "0" },
		{ "identify.deadline_ms", "12x" },
		{ "identify.deadline_ms", "-5" },
		{ "identify.deadline_ms", "99999999999999999999" },
		{ "tls.verify", "maybe" },
		{ "pop.open_on", "rings" },
		{ "link.user", "a\nb" },
		{ "link.user", "a\rb" },
	};
	struct fix *f = *state;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(set(f, bad[i][0], bad[i][1]), CTI_EVALUE);
		assert_non_null(strstr(cti__buf_cstr(&f->why), bad[i][0]));
	}
	set(f, "identify.deadline_ms", "12x");
	assert_string_equal(cti__buf_cstr(&f->why),
			    "identify.deadline_ms must be a number from 1 to "
			    "60000, not \"12x\".");
	assert_int_equal(cti__config_int(&f->config, "identify.deadline_ms",
					 NULL),
			 150);
}

static void test_config__a_secret_stands_in_no_sentence(void **state)
{
	struct fix *f = *state;

	assert_int_equal(set(f, "link.secret", "can\nary"), CTI_EVALUE);
	assert_null(strstr(cti__buf_cstr(&f->why), "ary"));
}

static void test_config__a_link_has_values_of_its_own(void **state)
{
	struct fix *f = *state;
	const struct cti__key *row;
	const char *value;

	assert_int_equal(set(f, "tls.verify", "no"), 0);
	assert_int_equal(set(f, "links.pbx.example.tls.verify", "on"), 0);
	assert_int_equal(set(f, "links.pbx.example.link.ping_ms", "5000"), 0);
	assert_false(cti__config_bool(&f->config, "tls.verify", NULL));
	assert_false(cti__config_bool(&f->config, "tls.verify", "other"));
	assert_true(cti__config_bool(&f->config, "tls.verify", "pbx.example"));
	assert_int_equal(cti__config_int(&f->config, "link.ping_ms",
					 "pbx.example"),
			 5000);
	assert_int_equal(cti__config_get(&f->config,
					 CTI__STR("links.pbx.example.tls."
						  "verify"),
					 &value, &row, &f->why),
			 0);
	assert_string_equal(value, "on");
	assert_int_equal(set(f, "links.x.identify.deadline_ms", "5"), CTI_EKEY);
	assert_non_null(strstr(cti__buf_cstr(&f->why), "set it for all"));
	assert_int_equal(set(f, "links.x.tls.verfy", "5"), CTI_EKEY);
	assert_non_null(strstr(cti__buf_cstr(&f->why), "tls.verify"));
}

static void test_config__settings_hold_what_is_so_for_the_link(void **state)
{
	struct fix *f = *state;
	struct cti_settings settings;

	assert_int_equal(set(f, "devices.trunks", "t*"), 0);
	assert_int_equal(set(f, "links.a.devices.trunks", "x*"), 0);
	assert_int_equal(cti__settings_init(&settings, &f->config, "a"), 0);
	assert_string_equal(cti_settings_get(&settings, "devices.trunks"),
			    "x*");
	assert_string_equal(cti_settings_get(&settings, "no.such.key"), "");
	assert_int_equal(cti__settings_put(&settings, "user", "me", false), 0);
	assert_int_equal(cti__settings_put(&settings, "user", "you", false), 0);
	assert_string_equal(cti_settings_get(&settings, "user"), "you");
	assert_int_equal(cti__settings_int(&settings, "link.ping_ms"), 10000);
	assert_true(cti__settings_bool(&settings, "tls.verify"));
	cti__settings_fini(&settings);
}

static void write_file(struct fix *f, const char *text)
{
	FILE *file = fopen(f->path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int read_file(struct fix *f, const char *text,
		     struct cti__config_file *out)
{
	write_file(f, text);
	return cti__config_file_read(out, f->path, &f->config, &f->why);
}

static void test_config__a_file_has_keys_links_and_sources(void **state)
{
	struct fix *f = *state;
	struct cti__config_file file;
	char want[128];

	assert_int_equal(
		read_file(f,
			  "{\"identify\":{\"deadline_ms\":200},"
			  "\"devices\":{\"extensions\":[\"1XXX\",\"2XXX\"]},"
			  "\"pop.outbound\":true,\"tls\":{\"ca_file\":\"ca.pem\"},"
			  "\"links\":{\"pbx\":{\"url\":\"ami://h\","
			  "\"user\":\"u\",\"secret\":\"s\",\"switch\":\"w\","
			  "\"record\":\"/r\",\"link\":{\"ping_ms\":5000}},"
			  "\"demo\":{\"url\":\"sim:day.sim\"}},"
			  "\"sources\":[{\"name\":\"crm\",\"type\":\"csv\","
			  "\"path\":\"c.csv\"},{\"name\":\"db\","
			  "\"type\":\"sqlite\",\"path\":\"/x/d.db\"}]}",
			  &file),
		0);
	assert_int_equal(cti__config_int(&file.config, "identify.deadline_ms",
					 NULL),
			 200);
	assert_string_equal(cti__config_text(&file.config, "devices.extensions",
					     NULL),
			    "1XXX,2XXX");
	assert_true(cti__config_bool(&file.config, "pop.outbound", NULL));
	snprintf(want, sizeof(want), "%s/ca.pem", f->dir);
	assert_string_equal(cti__config_text(&file.config, "tls.ca_file", NULL),
			    want);
	assert_int_equal(cti__config_int(&file.config, "link.ping_ms", "pbx"),
			 5000);
	assert_int_equal(file.links, 2);
	assert_string_equal(file.link[0].name, "pbx");
	assert_string_equal(file.link[0].secret, "s");
	assert_string_equal(file.link[0].switch_name, "w");
	assert_string_equal(file.link[0].record, "/r");
	snprintf(want, sizeof(want), "sim:%s/day.sim", f->dir);
	assert_string_equal(file.link[1].url, want);
	assert_int_equal(file.sources, 2);
	snprintf(want, sizeof(want), "%s/c.csv", f->dir);
	assert_string_equal(file.source[0].path, want);
	assert_int_equal(file.source[1].type, CTI__FILE_SQLITE);
	assert_string_equal(file.source[1].path, "/x/d.db");
	/* Nothing has changed in what it was read on top of. */
	assert_int_equal(cti__config_int(&f->config, "identify.deadline_ms",
					 NULL),
			 150);
	cti__config_file_fini(&file);
}

static void test_config__each_wrong_file_says_where_and_why(void **state)
{
	static const struct {
		const char *text;
		int err;
		const char *say;
	} wrong[] = {
		{ "{", CTI_EFORMAT, "line 1, column 2" },
		{ "{\"a\":1,\n\"a\":2}", CTI_EFORMAT, "line 2" },
		{ "[]", CTI_EFORMAT, "one JSON object" },
		{ "{\"identify\":{\"dead_line_ms\":1}}", CTI_EKEY,
		  "identify.deadline_ms" },
		{ "{\"identify\":{\"deadline_ms\":\"x\"}}", CTI_EVALUE,
		  "from 1 to 60000" },
		{ "{\"identify\":{\"deadline_ms\":null}}", CTI_EVALUE,
		  "cannot be null" },
		{ "{\"identify\":{\"deadline_ms\":1.5}}", CTI_EVALUE,
		  "cannot be a number" },
		{ "{\"devices\":{\"extensions\":[1]}}", CTI_EVALUE,
		  "list of strings" },
		{ "{\"links\":[]}", CTI_EVALUE, "links must be an object" },
		{ "{\"links\":{\"a\":1}}", CTI_EVALUE, "links.a" },
		{ "{\"links\":{\"a\":{}}}", CTI_EVALUE, "no url" },
		{ "{\"links\":{\"a\":{\"url\":1}}}", CTI_EVALUE,
		  "must be a string" },
		{ "{\"links\":{\"a\":{\"url\":\"x\",\"usr\":\"u\"}}}", CTI_EKEY,
		  "usr" },
		{ "{\"sources\":{}}", CTI_EVALUE, "must be an array" },
		{ "{\"sources\":[1]}", CTI_EVALUE, "sources[0]" },
		{ "{\"sources\":[{\"type\":\"xls\"}]}", CTI_EVALUE,
		  "csv, vcard, sqlite, http or ldap" },
		{ "{\"sources\":[{\"type\":\"csv\",\"name\":\"a\"}]}",
		  CTI_EVALUE, "a name and a path" },
		{ "{\"sources\":[{\"type\":\"csv\",\"nam\":\"a\"}]}", CTI_EKEY,
		  "\"nam\"" },
	};
	struct cti__config_file file;
	struct fix *f = *state;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(read_file(f, wrong[i].text, &file),
				 wrong[i].err);
		if (!strstr(cti__buf_cstr(&f->why), wrong[i].say) ||
		    !strstr(cti__buf_cstr(&f->why), f->path))
			fail_msg("%s: %s", wrong[i].text,
				 cti__buf_cstr(&f->why));
	}
	unlink(f->path);
	assert_int_equal(cti__config_file_read(&file, f->path, &f->config,
					       &f->why),
			 CTI_EIO);
	assert_non_null(strstr(cti__buf_cstr(&f->why), f->path));
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_config__##name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_key_is_complete_and_takes_its_default),
		TEST(a_misspelt_key_suggests_the_nearest),
		TEST(a_value_must_fit_its_key),
		TEST(a_secret_stands_in_no_sentence),
		TEST(a_link_has_values_of_its_own),
		TEST(settings_hold_what_is_so_for_the_link),
		TEST(a_file_has_keys_links_and_sources),
		TEST(each_wrong_file_says_where_and_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
