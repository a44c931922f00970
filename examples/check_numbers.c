/* SPDX-License-Identifier: MIT */
/*
 * Tells what is wrong with a list of telephone numbers before it becomes a
 * directory: check_numbers [-c COUNTRY] [-a AREA] [FILE]
 *
 * One number a line; empty lines and those that begin with # are left out, and
 * - is the standard input. Ends with 1 if a line is no number, is withheld, or
 * is the number of an earlier line in other clothes.
 */
#include <cti/cti.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct row {
	size_t line;
	char *text;
	const char *fault; /* NULL if there is none */
	size_t same_as;	   /* line of the same number; 0: none */
	cti_number number;
};

struct list {
	struct row *rows;
	size_t count;
	size_t room;
};

/* A number's one form: what a caller is looked up by. */
static int compare(const void *left, const void *right)
{
	const struct row *a = *(struct row *const *)left;
	const struct row *b = *(struct row *const *)right;
	int order = strcmp(a->number.key[0], b->number.key[0]);

	if (!order)
		order = strcmp(a->number.extension, b->number.extension);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static bool is_same(const struct row *a, const struct row *b)
{
	return !strcmp(a->number.key[0], b->number.key[0]) &&
	       !strcmp(a->number.extension, b->number.extension);
}

static int mark_same(struct list *list)
{
	struct row **sorted = calloc(list->count + 1, sizeof(*sorted));
	const struct row *first = NULL;
	size_t count = 0;
	size_t i;

	if (!sorted)
		return CTI_ENOMEM;
	for (i = 0; i < list->count; i++)
		if (!list->rows[i].fault)
			sorted[count++] = &list->rows[i];
	qsort(sorted, count, sizeof(*sorted), compare);
	for (i = 0; i < count; i++) {
		if (first && is_same(first, sorted[i]))
			sorted[i]->same_as = first->line;
		else
			first = sorted[i];
	}
	free(sorted);
	return 0;
}

/* Takes text over. */
static int add(struct list *list, const cti_number_plan *plan, char *text,
	       size_t line)
{
	struct row *more;
	struct row *row;

	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 64;
		more = reallocarray(list->rows, list->room, sizeof(*more));
		if (!more) {
			free(text);
			return CTI_ENOMEM;
		}
		list->rows = more;
	}
	row = &list->rows[list->count++];
	memset(row, 0, sizeof(*row));
	row->line = line;
	row->text = text;
	row->number.size = sizeof(row->number);
	if (cti_number_parse(text, plan, &row->number))
		row->fault = "no telephone number";
	else if (row->number.number_class == CTI_NUMBER_WITHHELD)
		row->fault = "stands for a withheld number";
	else if (!row->number.key_count)
		row->fault = "no number of any country";
	return 0;
}

static int read_list(struct list *list, const cti_number_plan *plan, FILE *file)
{
	char *text = NULL;
	size_t size = 0;
	size_t line = 0;
	char *copy;
	int err = 0;

	while (!err && getline(&text, &size, file) >= 0) {
		line++;
		text[strcspn(text, "\r\n")] = '\0';
		if (text[0] == '#' || !text[strspn(text, " \t")])
			continue;
		copy = strdup(text);
		err = copy ? add(list, plan, copy, line) : CTI_ENOMEM;
	}
	if (!err && ferror(file))
		err = CTI_EIO;
	free(text);
	return err;
}

/* How many lines somebody should look at. */
static size_t show(const struct list *list)
{
	const struct row *row;
	size_t bad = 0;

	for (row = list->rows; row < list->rows + list->count; row++) {
		printf("%4zu  %-17s %-11s %s", row->line,
		       row->number.e164[0] ? row->number.e164 : "-",
		       cti_number_class_name(row->number.number_class),
		       row->text);
		if (row->fault)
			printf("  <- %s", row->fault);
		else if (row->same_as)
			printf("  <- same as line %zu", row->same_as);
		putchar('\n');
		bad += row->fault || row->same_as;
	}
	printf("%zu numbers, %zu to look at\n", list->count, bad);
	return bad;
}

static int check(const char *path, const cti_number_plan *plan, size_t *bad)
{
	struct list list = { NULL, 0, 0 };
	FILE *file = strcmp(path, "-") != 0 ? fopen(path, "r") : stdin;
	int err;

	if (!file) {
		fprintf(stderr, "check_numbers: %s: %s\n", path,
			strerror(errno));
		return CTI_EIO;
	}
	err = read_list(&list, plan, file);
	if (!err)
		err = mark_same(&list);
	if (!err)
		*bad = show(&list);
	else
		fprintf(stderr, "check_numbers: %s: %s\n", path,
			cti_strerror(err));
	while (list.count)
		free(list.rows[--list.count].text);
	free(list.rows);
	if (file != stdin)
		fclose(file);
	return err;
}

int main(int argc, char **argv)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	const char *path = "examples/directory/numbers.txt";
	cti_number probe = { .size = sizeof(probe) };
	size_t bad = 0;
	int c;

	while ((c = getopt(argc, argv, "c:a:")) != -1) {
		if (c == 'c')
			plan.country = optarg;
		else if (c == 'a')
			plan.area = optarg;
		else
			break;
	}
	if (c != -1 || argc - optind > 1) {
		fputs("usage: check_numbers [-c COUNTRY] [-a AREA] [FILE]\n",
		      stderr);
		return 2;
	}
	if (cti_number_parse("anonymous", &plan, &probe)) {
		fprintf(stderr,
			"check_numbers: no country called %s is known; "
			"give two letters, such as DE\n",
			plan.country);
		return 2;
	}
	if (optind < argc)
		path = argv[optind];
	return check(path, &plan, &bad) || bad ? 1 : 0;
}
