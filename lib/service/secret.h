/* SPDX-License-Identifier: MIT */
/* Which of a customer's fields may be shown, after what has been verified. */
#ifndef CTI__SERVICE_SECRET_H
#define CTI__SERVICE_SECRET_H

#include <stdbool.h>

struct cti__service;

/* From which level of verification on (0: always); more than there are: never,
   as of a factor. */
int cti__service_shown_at(const struct cti__service *service,
			  const char *field);
/* Whether the customer's field is not to be shown after that level. */
bool cti__service_hides(const struct cti__service *service, const char *field,
			int level);
/* Whether any field is hidden from anybody. */
bool cti__service_has_secrets(const struct cti__service *service);

#endif
