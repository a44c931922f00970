/* SPDX-License-Identifier: MIT */
/* Which values of the row go into the journal, and which of the customer's are
   not shown before more is verified. */
#include "service/judge.h"

#include <cti/error.h>

static void add_pair(struct judge *j, size_t column)
{
	const struct cti__cell *cell = &j->service->cells[column];
	struct cti__advice_pair *pair;

	if (!cell->known || !cell->text.n)
		return;
	pair = cti__keep_array(&j->parts->keep, 1, sizeof(*pair));
	if (!pair) {
		j->err = CTI_ENOMEM;
		return;
	}
	pair->key = j->service->columns[column].name;
	pair->value = cti__judge_keep(j, cell->text);
	cti__advice_add_pair(j->parts, pair);
}

/* What will never be shown is not worth naming. */
static void judge_hidden(struct judge *j)
{
	const cti_customer *customer = j->query->customer;
	struct cti__buf list = { 0 };
	const char *field;
	size_t i;
	int at;

	for (i = 0; (field = cti_customer_field(customer, i)); i++) {
		at = cti__service_shown_at(j->service, field);
		if (at <= j->query->level || at >= CTI__LEVEL_NEVER)
			continue;
		cti__buf_text(&list, list.n ? "," : "");
		cti__buf_text(&list, field);
	}
	if (list.n)
		cti__judge_say(j, CTI_ADVICE_HIDDEN,
			       cti__judge_keep(j, cti__str_n(list.p, list.n)));
	if (list.err)
		j->err = CTI_ENOMEM;
	cti__buf_fini(&list);
}

void cti__judge_record(struct judge *j)
{
	size_t i;

	for (i = 0; i < j->rules->record.count; i++)
		add_pair(j, j->rules->record.at[i]);
	if (j->query->customer)
		judge_hidden(j);
}
