/* SPDX-License-Identifier: MIT */
/* What all sources share: the list of who was found, and error sentences. */
#include "identify/source.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdarg.h>

int cti__found_add(struct cti__found *found, cti_customer *customer)
{
	size_t room = found->room ? found->room * 2 : 4;
	cti_customer **more;

	if (found->count == found->room) {
		more = cti__realloc(found->item, room * sizeof(*more));
		if (!more) {
			cti_customer_unref(customer);
			return CTI_ENOMEM;
		}
		found->item = more;
		found->room = room;
	}
	found->item[found->count++] = customer;
	return 0;
}

void cti__found_fini(struct cti__found *found)
{
	size_t i;

	for (i = 0; i < found->count; i++)
		cti_customer_unref(found->item[i]);
	cti__free(found->item);
	memset(found, 0, sizeof(*found));
}

int cti__detail(const struct cti__detail *detail, int err, const char *format,
		...)
{
	va_list args;

	if (detail && detail->p && detail->size) {
		va_start(args, format);
		cti__say_into(detail->p, detail->size, format, args);
		va_end(args);
	}
	return err;
}
