/* SPDX-License-Identifier: MIT */
/* One JSON file of keys, links and sources: read and checked as a whole. */
#include "core/config_file.h"
#include "io/file.h"
#include "util/alloc.h"
#include "util/say.h"
#include "wire/json.h"

#include <cti/error.h>

#include <stdarg.h>
#include <stdio.h>

#define FILE_MAX_BYTES (1024 * 1024)

/* What goes through all steps of reading. */
struct reading {
	struct cti__config_file *file;
	const char *path;
	struct cti__str folder; /* with its slash; "" for the present one */
	struct cti__buf *why;
};

static int fail(struct reading *r, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct reading *r, int err, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	cti__say_into(text, sizeof(text), format, args);
	va_end(args);
	cti__buf_clear(r->why);
	cti__buf_printf(r->why, "%s: %s", r->path, text);
	return err;
}

/* The sentence in why is about a key; say the file before it. */
static int in_file(struct reading *r, int err)
{
	char text[512];

	if (err != CTI_EKEY && err != CTI_EVALUE)
		return err;
	snprintf(text, sizeof(text), "%s", cti__buf_cstr(r->why));
	return fail(r, err, "%s", text);
}

/* A list may be written as an array: its members joined by commas. */
static int join(struct reading *r, struct cti__str key,
		const struct cti__json *array, struct cti__buf *out)
{
	const struct cti__json *member;
	struct cti__str text;
	size_t i;

	for (i = 0; (member = cti__json_at(array, i)); i++) {
		if (!cti__json_text(member, &text))
			return fail(r, CTI_EVALUE,
				    "%.*s must be a list of strings, not %s.",
				    (int)key.n, key.p,
				    cti__json_type_text(member));
		if (i)
			cti__buf_char(out, ',');
		cti__buf_str(out, text);
	}
	return 0;
}

static bool is_absolute(struct cti__str path)
{
	return path.n && path.p[0] == '/';
}

static void add_path(struct reading *r, struct cti__str path,
		     struct cti__buf *out)
{
	if (path.n && !is_absolute(path))
		cti__buf_str(out, r->folder);
	cti__buf_str(out, path);
}

/* A value as the string that cti_set() would take. */
static int to_text(struct reading *r, struct cti__str key,
		   const struct cti__json *value, bool is_path,
		   struct cti__buf *out)
{
	struct cti__str text;
	int64_t number;
	bool truth;

	if (cti__json_text(value, &text)) {
		if (is_path)
			add_path(r, text, out);
		else
			cti__buf_str(out, text);
	} else if (cti__json_int(value, &number)) {
		cti__buf_i64(out, number);
	} else if (cti__json_bool(value, &truth)) {
		cti__buf_text(out, truth ? "true" : "false");
	} else if (cti__json_type(value) == CTI__JSON_ARRAY) {
		return join(r, key, value, out);
	} else {
		return fail(r, CTI_EVALUE, "%.*s cannot be %s.", (int)key.n,
			    key.p, cti__json_type_text(value));
	}
	return out->err;
}

static int set_key(struct reading *r, struct cti__str link, struct cti__str key,
		   const struct cti__json *value)
{
	const struct cti__key *row = cti__key_find(key);
	struct cti__config *config = &r->file->config;
	struct cti__buf text = { 0 };
	int err;

	err = to_text(r, key, value, row && row->type == CTI__KEY_FILE, &text);
	if (!err && link.n)
		err = in_file(r, cti__config_set_link(
					 config, link, key,
					 cti__str(cti__buf_cstr(&text)),
					 r->why));
	else if (!err)
		err = in_file(r, cti__config_set(config, key,
						 cti__str(cti__buf_cstr(&text)),
						 r->why));
	cti__buf_wipe(&text);
	return err;
}

/* {"identify": {"deadline_ms": 150}} is identify.deadline_ms. */
static int walk_keys(struct reading *r, struct cti__str link,
		     struct cti__buf *prefix, const struct cti__json *value)
{
	struct cti__json_walk walk;
	size_t before = prefix->n;
	int err = 0;

	if (cti__json_type(value) != CTI__JSON_OBJECT)
		return set_key(r, link, cti__str_n(prefix->p, prefix->n),
			       value);
	cti__json_walk_init(&walk, value);
	while (!err && cti__json_walk_next(&walk)) {
		if (prefix->n)
			cti__buf_char(prefix, '.');
		cti__buf_str(prefix, walk.name);
		if (prefix->err)
			return prefix->err;
		err = walk_keys(r, link, prefix, walk.value);
		prefix->n = before;
	}
	return err;
}

static int walk_top(struct reading *r, struct cti__str link,
		    struct cti__str name, const struct cti__json *value)
{
	struct cti__buf prefix = { 0 };
	int err;

	cti__buf_str(&prefix, name);
	err = prefix.err ? prefix.err : walk_keys(r, link, &prefix, value);
	cti__buf_fini(&prefix);
	return err;
}

/* The words of a link that are no keys. */
static char **link_word(struct cti__file_link *link, struct cti__str name,
			bool *is_path)
{
	*is_path = cti__str_is(name, "record");
	if (*is_path)
		return &link->record;
	if (cti__str_is(name, "url"))
		return &link->url;
	if (cti__str_is(name, "user"))
		return &link->user;
	if (cti__str_is(name, "secret"))
		return &link->secret;
	if (cti__str_is(name, "switch"))
		return &link->switch_name;
	return NULL;
}

static int read_word(struct reading *r, char **out, const char *where,
		     struct cti__str name, const struct cti__json *value,
		     bool is_path)
{
	struct cti__buf text = { 0 };
	struct cti__str word;
	int err = 0;

	if (!cti__json_text(value, &word))
		return fail(r, CTI_EVALUE, "%s: %.*s must be a string, not %s.",
			    where, (int)name.n, name.p,
			    cti__json_type_text(value));
	if (is_path)
		add_path(r, word, &text);
	else
		cti__buf_str(&text, word);
	err = cti__str_set(out, cti__str(cti__buf_cstr(&text)));
	cti__buf_wipe(&text);
	return err;
}

/* A URL that names a file: it is relative to ours. */
static int place_url(struct reading *r, struct cti__file_link *link)
{
	static const char *const schemes[] = { "sim:", "replay:" };
	struct cti__str url = cti__str(link->url), scheme, path;
	struct cti__buf text = { 0 };
	int err = 0;
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		scheme = cti__str(schemes[i]);
		if (!cti__str_starts(url, scheme))
			continue;
		path = cti__str_sub(url, scheme.n, url.n);
		if (!path.n || *path.p == '?' || is_absolute(path))
			continue;
		cti__buf_str(&text, scheme);
		add_path(r, path, &text);
		err = cti__str_set(&link->url, cti__str(cti__buf_cstr(&text)));
		break;
	}
	cti__buf_fini(&text);
	return err;
}

static int read_link(struct reading *r, struct cti__str name,
		     const struct cti__json *value)
{
	struct cti__file_link *link = &r->file->link[r->file->links];
	struct cti__json_walk walk;
	char where[96];
	bool is_path;
	char **word;
	int err = 0;

	snprintf(where, sizeof(where), "links.%.*s",
		 (int)(name.n > 64 ? 64 : name.n), name.p);
	if (cti__json_type(value) != CTI__JSON_OBJECT)
		return fail(r, CTI_EVALUE, "%s must be an object with a url.",
			    where);
	r->file->links++;
	err = cti__str_set(&link->name, name);
	cti__json_walk_init(&walk, value);
	while (!err && cti__json_walk_next(&walk)) {
		word = link_word(link, walk.name, &is_path);
		if (word)
			err = read_word(r, word, where, walk.name, walk.value,
					is_path);
		else
			err = walk_top(r, name, walk.name, walk.value);
	}
	if (!err && !link->url)
		return fail(r, CTI_EVALUE,
			    "%s has no url, as in \"ami://pbx.example.com\".",
			    where);
	return err ? err : place_url(r, link);
}

static int read_links(struct reading *r, const struct cti__json *links)
{
	struct cti__json_walk walk;
	size_t count = cti__json_count(links);
	int err = 0;

	if (cti__json_type(links) != CTI__JSON_OBJECT)
		return fail(r, CTI_EVALUE,
			    "links must be an object of links by name, not "
			    "%s.",
			    cti__json_type_text(links));
	r->file->link = cti__calloc(count, sizeof(*r->file->link));
	if (!r->file->link)
		return CTI_ENOMEM;
	cti__json_walk_init(&walk, links);
	while (!err && cti__json_walk_next(&walk))
		err = read_link(r, walk.name, walk.value);
	return err;
}

static int read_file_source(struct reading *r, struct cti__file_source *source,
			    const char *where, const struct cti__json *value)
{
	struct cti__json_walk walk;
	char **word;
	int err = 0;

	cti__json_walk_init(&walk, value);
	while (!err && cti__json_walk_next(&walk)) {
		if (cti__str_is(walk.name, "type"))
			continue;
		word = cti__str_is(walk.name, "name") ? &source->name :
		       cti__str_is(walk.name, "path") ? &source->path :
							NULL;
		if (!word)
			return fail(r, CTI_EKEY,
				    "%s has no key \"%.*s\"; it has name, type "
				    "and path.",
				    where,
				    (int)(walk.name.n > 64 ? 64 : walk.name.n),
				    walk.name.p);
		err = read_word(r, word, where, walk.name, walk.value,
				word == &source->path);
	}
	if (!err && (!source->name || !source->path))
		return fail(r, CTI_EVALUE, "%s needs a name and a path.",
			    where);
	return err;
}

/* One setting of a server. Paths in it are relative to our file. */
static int read_setting(struct reading *r, struct cti__file_source *source,
			struct cti__str name, const struct cti__json *value)
{
	struct cti__buf text = { 0 };
	int err = to_text(r, name, value, cti__str_is(name, "ca_file"), &text);

	if (!err) {
		source->settings[source->count] = cti__str_dup(name);
		source->settings[source->count + 1] =
			cti__str_dup(cti__str(cti__buf_cstr(&text)));
		source->count += 2;
		if (!source->settings[source->count - 2] ||
		    !source->settings[source->count - 1])
			err = CTI_ENOMEM;
	}
	cti__buf_wipe(&text);
	return err;
}

/* A server's keys are its preset's; they are checked when it is added. */
static int read_server(struct reading *r, struct cti__file_source *source,
		       const char *where, const struct cti__json *value,
		       const char *standard)
{
	struct cti__json_walk walk;
	struct cti__str preset = cti__json_get_text(value, "preset");
	int err = 0;

	source->type = CTI__FILE_HTTP;
	source->settings = cti__calloc(2 * cti__json_count(value) + 1,
				       sizeof(*source->settings));
	if (!source->settings)
		return CTI_ENOMEM;
	cti__json_walk_init(&walk, value);
	while (!err && cti__json_walk_next(&walk)) {
		if (cti__str_is(walk.name, "type"))
			continue;
		if (cti__str_is(walk.name, "name"))
			err = read_word(r, &source->name, where, walk.name,
					walk.value, false);
		else if (cti__str_is(walk.name, "preset"))
			err = read_word(r, &source->preset, where, walk.name,
					walk.value,
					memchr(preset.n ? preset.p : "", '/',
					       preset.n) != NULL);
		else
			err = read_setting(r, source, walk.name, walk.value);
	}
	if (!err && standard && !source->preset) {
		source->preset = cti__str_dup(cti__str(standard));
		err = source->preset ? 0 : CTI_ENOMEM;
	}
	if (!err && (!source->name || !source->preset))
		return fail(r, CTI_EVALUE, "%s needs a name and a preset.",
			    where);
	return err;
}

static int read_source(struct reading *r, const struct cti__json *value)
{
	struct cti__file_source *source = &r->file->source[r->file->sources];
	struct cti__str type = cti__json_get_text(value, "type");
	char where[48];

	snprintf(where, sizeof(where), "sources[%zu]", r->file->sources);
	if (cti__json_type(value) != CTI__JSON_OBJECT)
		return fail(r, CTI_EVALUE,
			    "%s must be an object with name, type and path.",
			    where);
	r->file->sources++;
	if (cti__str_is(type, "http"))
		return read_server(r, source, where, value, NULL);
	if (cti__str_is(type, "ldap"))
		return read_server(r, source, where, value, "ldap");
	if (cti__str_is(type, "sqlite"))
		source->type = CTI__FILE_SQLITE;
	else if (!cti__str_is(type, "csv") && !cti__str_is(type, "vcard"))
		return fail(r, CTI_EVALUE,
			    "%s: type must be csv, vcard, sqlite, http or "
			    "ldap.",
			    where);
	return read_file_source(r, source, where, value);
}

static int read_sources(struct reading *r, const struct cti__json *sources)
{
	const struct cti__json *value;
	int err = 0;
	size_t i;

	if (cti__json_type(sources) != CTI__JSON_ARRAY)
		return fail(r, CTI_EVALUE,
			    "sources must be an array of sources, not %s.",
			    cti__json_type_text(sources));
	r->file->source = cti__calloc(cti__json_count(sources),
				      sizeof(*r->file->source));
	if (!r->file->source)
		return CTI_ENOMEM;
	for (i = 0; !err && (value = cti__json_at(sources, i)); i++)
		err = read_source(r, value);
	return err;
}

static int read_document(struct reading *r, const struct cti__json *document)
{
	struct cti__json_walk walk;
	int err = 0;

	if (cti__json_type(document) != CTI__JSON_OBJECT)
		return fail(r, CTI_EFORMAT,
			    "the file must hold one JSON object.");
	cti__json_walk_init(&walk, document);
	while (!err && cti__json_walk_next(&walk)) {
		if (cti__str_is(walk.name, "links"))
			err = read_links(r, walk.value);
		else if (cti__str_is(walk.name, "sources"))
			err = read_sources(r, walk.value);
		else
			err = walk_top(r, CTI__STR_NONE, walk.name, walk.value);
	}
	return err;
}

static int parse(struct reading *r, struct cti__str text)
{
	struct cti__json *document;
	int err = cti__json_parse(&document, text, FILE_MAX_BYTES, r->why);
	char place[256];

	if (err == CTI_EFORMAT) {
		snprintf(place, sizeof(place), "%s", cti__buf_cstr(r->why));
		return fail(r, err, "%s.", place);
	}
	if (err)
		return err;
	err = read_document(r, document);
	cti__json_free(document);
	return err;
}

int cti__config_file_read(struct cti__config_file *file, const char *path,
			  const struct cti__config *base, struct cti__buf *why)
{
	struct reading r = { .file = file, .path = path, .why = why };
	struct cti__str whole = cti__str(path);
	size_t slash = cti__str_rchr(whole, '/');
	char *text = NULL;
	size_t n = 0;
	int err;

	memset(file, 0, sizeof(*file));
	if (slash < whole.n)
		r.folder = cti__str_sub(whole, 0, slash + 1);
	err = cti__file_read(&text, &n, path, FILE_MAX_BYTES, why);
	if (err == CTI_ETOOBIG)
		err = fail(&r, CTI_EFORMAT, "a configuration is no larger than "
					    "1 MiB.");
	if (!err)
		err = cti__config_copy(&file->config, base);
	if (!err)
		err = parse(&r, cti__str_n(text, n));
	if (text)
		cti__wipe(text, n);
	cti__free(text);
	if (err)
		cti__config_file_fini(file);
	return err;
}

void cti__config_file_fini(struct cti__config_file *file)
{
	size_t i, k;

	cti__config_fini(&file->config);
	for (i = 0; i < file->links; i++) {
		cti__free(file->link[i].name);
		/* It may hold a secret too. */
		cti__free_secret(file->link[i].url);
		cti__free(file->link[i].user);
		cti__free_secret(file->link[i].secret);
		cti__free(file->link[i].record);
		cti__free(file->link[i].switch_name);
	}
	cti__free(file->link);
	for (i = 0; i < file->sources; i++) {
		cti__free(file->source[i].name);
		cti__free(file->source[i].path);
		cti__free(file->source[i].preset);
		for (k = 0; k < file->source[i].count; k++)
			cti__free_secret(file->source[i].settings[k]);
		cti__free(file->source[i].settings);
	}
	cti__free(file->source);
	memset(file, 0, sizeof(*file));
}
