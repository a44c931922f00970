/* SPDX-License-Identifier: MIT */
/* The address that a customer's record brings itself. */
#include "pop/own_url.h"
#include "pop/template.h"
#include "util/buf.h"

int cti__own_url(struct cti__str text, const char *schemes, char *url)
{
	static const struct cti__template_values none = { .customer = NULL };
	struct cti__template *template = NULL;
	struct cti__buf literal = { 0 };
	size_t i;
	int err;

	url[0] = '\0';
	/* It has no fields, whatever it looks like. */
	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '{')
			cti__buf_text(&literal, "%7B");
		else if (text.p[i] == '}')
			cti__buf_text(&literal, "%7D");
		else
			cti__buf_char(&literal, text.p[i]);
	}
	err = literal.err;
	if (!err)
		err = cti__template_new(&template,
					cti__str_n(literal.p, literal.n),
					schemes, NULL, 0);
	if (!err)
		err = cti__template_render(template, &none, url);
	cti__template_free(template);
	cti__buf_fini(&literal);
	return err;
}
