/* SPDX-License-Identifier: MIT */
/*
 * cti identify: who a number belongs to, asked as a ringing call would ask; and
 * cti directory: the file that makes such questions quick.
 */
#include "progress.h"
#include "tool.h"

#include <stdlib.h>
#include <string.h>

struct question {
	const char *number;
	const char *fields; /* the only ones to print; NULL: all */
	const char *const *data; /* names and values in turn */
	bool json;
	bool answered;
};

/* Fields that another source than the customer's own has filled in. */
static void print_json_filled(const cti_customer *customer)
{
	const char *name, *source;
	bool first = true;
	size_t i;

	for (i = 0; (name = cti_customer_field(customer, i)); i++) {
		source = cti_customer_field_source(customer, name);
		if (strcmp(source, cti_customer_source(customer)) == 0)
			continue;
		fputs(first ? ",\"filled_by\":{" : "", stdout);
		json_member(stdout, first, name, source);
		first = false;
	}
	if (!first)
		putchar('}');
}

static void print_json_candidate(const cti_customer *customer)
{
	const char *name;
	size_t i;

	printf("{\"score\":%u", cti_customer_score(customer));
	json_member(stdout, false, "source", cti_customer_source(customer));
	json_member(stdout, false, "reason", cti_customer_reason(customer));
	if (*cti_customer_number_kind(customer))
		json_member(stdout, false, "number_kind",
			    cti_customer_number_kind(customer));
	fputs(",\"fields\":{", stdout);
	for (i = 0; cti_customer_field(customer, i); i++) {
		name = cti_customer_field(customer, i);
		json_member(stdout, i == 0, name,
			    cti_customer_get(customer, name));
	}
	putchar('}');
	print_json_filled(customer);
	putchar('}');
}

static void print_json_contacts(const cti_identification *id)
{
	const cti_customer *contact;
	size_t i;

	if (!cti_identification_contact(id, 0))
		return;
	fputs(",\"contacts\":[", stdout);
	for (i = 0; (contact = cti_identification_contact(id, i)); i++) {
		fputs(i ? ",{" : "{", stdout);
		json_member(stdout, true, "id",
			    cti_customer_get(contact, "id"));
		json_member(stdout, false, "name",
			    cti_customer_get(contact, "name"));
		json_member(stdout, false, "role",
			    cti_customer_get(contact, "role"));
		putchar('}');
	}
	putchar(']');
}

static void print_json(const char *number, const cti_identification *id)
{
	const cti_customer *candidate;
	size_t i;

	putchar('{');
	json_member(stdout, true, "number", number);
	json_member(stdout, false, "identity",
		    cti_identity_name(cti_identification_identity(id)));
	json_member(stdout, false, "greeting",
		    cti_greeting_name(cti_identification_greeting(id)));
	json_member(stdout, false, "greeting_text",
		    cti_identification_greeting_text(id));
	fputs(",\"candidates\":[", stdout);
	for (i = 0; (candidate = cti_identification_candidate(id, i)); i++) {
		if (i)
			putchar(',');
		print_json_candidate(candidate);
	}
	putchar(']');
	if (cti_identification_group(id) != CTI_GROUP_NONE) {
		fputs(",\"group\":{", stdout);
		json_member(stdout, true, "kind",
			    cti_group_name(cti_identification_group(id)));
		json_member(stdout, false, "label",
			    cti_identification_group_label(id));
		printf(",\"members\":%zu}",
		       cti_identification_group_members(id));
	}
	print_json_contacts(id);
	puts("}");
}

static void print_field(const cti_customer *customer, const char *name)
{
	const char *source = cti_customer_field_source(customer, name);
	size_t width;

	printf("    ");
	print_clean(stdout, name);
	for (width = print_width(name); width < 18; width++)
		putchar(' ');
	putchar(' ');
	print_clean(stdout, cti_customer_get(customer, name));
	if (strcmp(source, cti_customer_source(customer)) != 0) {
		print_color(COLOR_DIM);
		fputs("  from ", stdout);
		print_clean(stdout, source);
		print_color(COLOR_NONE);
	}
	putchar('\n');
}

static bool is_wanted(const char *fields, const char *name)
{
	size_t len = strlen(name);
	const char *at;

	for (at = fields; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, name, len) == 0 &&
		    (at[len] == ',' || at[len] == '\0'))
			return true;
	}
	return !fields;
}

static void print_candidate(const cti_customer *customer, const char *fields)
{
	const char *name, *kind = cti_customer_number_kind(customer);
	size_t i;

	print_color(COLOR_DIM);
	printf("  %u%%  %s: %s%s%s%s\n", cti_customer_score(customer),
	       cti_customer_source(customer), cti_customer_reason(customer),
	       *kind ? " (" : "", kind, *kind ? ")" : "");
	print_color(COLOR_NONE);
	for (i = 0; (name = cti_customer_field(customer, i)); i++)
		if (*cti_customer_get(customer, name) &&
		    is_wanted(fields, name))
			print_field(customer, name);
}

static void print_group(const cti_identification *id)
{
	if (cti_identification_group(id) == CTI_GROUP_NONE)
		return;
	printf("  %s", cti_group_name(cti_identification_group(id)));
	if (*cti_identification_group_label(id)) {
		fputs(" \"", stdout);
		print_clean(stdout, cti_identification_group_label(id));
		putchar('"');
	}
	printf(", %zu who may be calling\n",
	       cti_identification_group_members(id));
}

static void print_contacts(const cti_identification *id)
{
	const cti_customer *contact;
	size_t i;

	for (i = 0; (contact = cti_identification_contact(id, i)); i++) {
		fputs("  same account: ", stdout);
		print_clean(stdout, cti_customer_get(contact, "name"));
		if (*cti_customer_get(contact, "role")) {
			fputs(", ", stdout);
			print_clean(stdout, cti_customer_get(contact, "role"));
		}
		putchar('\n');
	}
}

static void on_identified(cti_client *client, const cti_identification *id,
			  void *user)
{
	struct question *question = user;
	const cti_customer *candidate;
	size_t i;

	(void)client;
	question->answered = true;
	if (question->json) {
		print_json(question->number, id);
		return;
	}
	print_color(COLOR_BOLD);
	print_clean(stdout, question->number);
	print_color(COLOR_NONE);
	printf("  %s  ", cti_identity_name(cti_identification_identity(id)));
	print_clean(stdout, cti_identification_greeting_text(id));
	putchar('\n');
	print_group(id);
	for (i = 0; (candidate = cti_identification_candidate(id, i)); i++)
		print_candidate(candidate, question->fields);
	print_contacts(id);
}

static int ask(cti_client *client, struct question question)
{
	cti_identify_opts opts = CTI_IDENTIFY_OPTS_INIT;
	const char *number = question.number;
	cti_event *event;
	int err;

	opts.number = number;
	opts.data = question.data;
	err = cti_identify_with(client, &opts, on_identified, &question);
	if (err)
		return tool_failed("\"%s\" cannot be looked up: %s", number,
				   cti_strerror(err));
	while (!question.answered) {
		/* The answer comes as a callback; events are nothing to us. */
		err = cti_poll(client, 5, &event);
		if (!err)
			cti_event_unref(event);
		else if (err != CTI_EAGAIN)
			return tool_failed("\"%s\" has no answer: %s", number,
					   cti_strerror(err));
	}
	return TOOL_OK;
}

/* Numbers as they come, one a line, each answered before the next. */
static int ask_lines(cti_client *client, const struct question *question)
{
	struct question each = *question;
	char *line = NULL;
	size_t room = 0;
	int status = TOOL_OK;

	while (!status && getline(&line, &room, stdin) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		each.number = line;
		if (*line)
			status = ask(client, each);
		fflush(stdout);
	}
	free(line);
	return status;
}

static int add_csv(cti_client *client, const char *path)
{
	struct progress progress;
	int err;

	progress_begin(&progress, client, N_("reading customers"));
	err = cti_source_add_csv(client, path, path);
	progress_end(&progress);
	return err;
}

/* as: what is the same for all of them. */
static int ask_all(cti_client *client, const struct texts *words,
		   const struct question *as)
{
	struct question question = *as;
	int status = TOOL_OK;
	size_t i;

	for (i = 0; i < words->count && !status; i++) {
		question.number = words->at[i];
		status = strcmp(words->at[i], "-") == 0
				 ? ask_lines(client, &question)
				 : ask(client, question);
	}
	return status;
}

/* "NAME=VALUE" each; names are copied. Behind the last stands NULL. */
static const char **pairs_of(const struct texts *data)
{
	const char **pairs = calloc(2 * data->count + 1, sizeof(*pairs));
	size_t i, n;

	for (i = 0; pairs && i < data->count; i++) {
		n = strcspn(data->at[i], "=");
		pairs[2 * i] = strndup(data->at[i], n);
		pairs[2 * i + 1] = data->at[i] + n + (data->at[i][n] == '=');
	}
	return pairs;
}

static void free_pairs(const char **pairs)
{
	size_t i;

	for (i = 0; pairs && pairs[i]; i += 2)
		free((void *)(uintptr_t)pairs[i]);
	free(pairs);
}

static int add_sources(cti_client *client, const struct texts *csv,
		       const struct texts *sqlite)
{
	size_t i;

	for (i = 0; i < csv->count; i++)
		if (add_csv(client, csv->at[i]))
			return tool_failed("%s", cti_client_detail(client));
	for (i = 0; i < sqlite->count; i++)
		if (cti_source_add_sqlite(client, sqlite->at[i], sqlite->at[i]))
			return tool_failed("%s", cti_client_detail(client));
	return TOOL_OK;
}

/* The site's plan, as keys. */
static int set_plan(cti_client *client, const struct plan_options *plan)
{
	const struct {
		const char *key;
		const char *value;
	} keys[] = {
		/* First: without it the country may not be known. */
		{ "numbers.plugin", plan->plugin },
		{ "numbers.plugin_for", plan->plugin_all ? "all" : NULL },
		{ "numbers.country", plan->country },
		{ "numbers.area", plan->area },
		{ "numbers.outside_prefix", plan->outside_prefix },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].value &&
		    cti_set(client, keys[i].key, keys[i].value))
			return tool_failed("%s", cti_client_detail(client));
	return TOOL_OK;
}

int identify_run(const struct command *command, int argc, char **argv)
{
	struct texts words = { .count = 0 }, csv = { .count = 0 };
	struct texts sqlite = { .count = 0 }, set = { .count = 0 };
	struct texts data = { .count = 0 };
	const char **pairs;
	const char *config = NULL, *fields = NULL;
	bool json = false, no_color = false;
	struct question as = { .number = NULL };
	struct plan_options plan_options = { 0 };
	const struct option options[] = {
		PLAN_OPTIONS(plan_options),
		{ "--config", OPTION_TEXT, &config },
		{ "--set", OPTION_LIST, &set },
		{ "--fields", OPTION_TEXT, &fields },
		{ "--csv", OPTION_LIST, &csv },
		{ "--sqlite", OPTION_LIST, &sqlite },
		{ "--data", OPTION_LIST, &data },
		{ "--json", OPTION_FLAG, &json },
		{ "--no-color", OPTION_FLAG, &no_color },
		{ NULL, OPTION_FLAG, NULL },
	};
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_number_plan plan;
	cti_client *client;
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (!words.count)
		return tool_usage(command, "which number?");
	if (!config && !csv.count && !sqlite.count)
		return tool_usage(command, "where are the customers? Name a "
					   "--csv, --sqlite or --config file");
	status = plan_make(command, &plan_options, &plan);
	if (status)
		return status;
	print_setup(no_color);
	opts.on_log = session_log;
	status = cti_client_new(&client, &opts);
	if (status)
		return tool_failed("no client: %s", cti_strerror(status));
	status = session_settings(client, config, &set);
	if (!status)
		status = set_plan(client, &plan_options);
	if (!status)
		status = add_sources(client, &csv, &sqlite);
	pairs = pairs_of(&data);
	if (!pairs && !status)
		status = tool_failed("out of memory");
	as.fields = fields;
	as.data = pairs;
	as.json = json;
	if (!status)
		status = ask_all(client, &words, &as);
	free_pairs(pairs);
	cti_client_close(client);
	return status ? status : tool_flush();
}

int directory_run(const struct command *command, int argc, char **argv)
{
	struct plan_options plan_options = { 0 };
	struct texts words = { .count = 0 };
	const struct option options[] = {
		PLAN_OPTIONS(plan_options),
		{ NULL, OPTION_FLAG, NULL },
	};
	cti_number_plan plan;
	char detail[512] = "";
	struct progress progress;
	uint64_t skipped = 0;
	int status, err;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count != 3 || strcmp(words.at[0], "build") != 0)
		return tool_usage(command, "say: build, the CSV file to read "
					   "and the SQLite file to write");
	status = plan_make(command, &plan_options, &plan);
	if (status)
		return status;
	progress_begin(&progress, NULL, N_("reading customers"));
	err = cti_directory_build_told(words.at[1], words.at[2], &plan,
				       progress_tell, &progress, &skipped,
				       detail, sizeof(detail));
	progress_end(&progress);
	if (err)
		return tool_failed("%s", *detail ? detail : cti_strerror(err));
	if (skipped)
		tool_failed("%llu lines of %s were left out%s%s",
			    (unsigned long long)skipped, words.at[1],
			    *detail ? ": " : "", detail);
	return TOOL_OK;
}
