/* SPDX-License-Identifier: MIT */
/* Which of a customer's fields may be shown, after what has been verified. */
#include "service/secret.h"
#include "service/rules.h"

static bool names(const struct cti__texts *texts, const char *field)
{
	size_t i;

	for (i = 0; i < texts->count; i++)
		if (!strcmp(texts->at[i], field))
			return true;
	return false;
}

static bool is_factor(const struct cti__rules *rules, const char *field)
{
	const struct cti__factor *factor;
	size_t i;

	for (i = 0; i < rules->factors.count; i++) {
		factor = &rules->factors.at[i];
		if (!factor->shown && !strcmp(factor->field, field))
			return true;
	}
	return false;
}

int cti__service_shown_at(const struct cti__service *service, const char *field)
{
	const struct cti__rules *rules = &service->rules;
	int level;

	if (is_factor(rules, field))
		return CTI__LEVEL_NEVER;
	for (level = CTI__LEVEL_NEVER; level > 0; level--)
		if (names(&rules->sensitive[level], field))
			return level;
	return 0;
}

bool cti__service_hides(const struct cti__service *service, const char *field,
			int level)
{
	return cti__service_shown_at(service, field) > level;
}

bool cti__service_has_secrets(const struct cti__service *service)
{
	const struct cti__rules *rules = &service->rules;
	size_t i;

	for (i = 1; i <= CTI__LEVEL_NEVER; i++)
		if (rules->sensitive[i].count)
			return true;
	for (i = 0; i < rules->factors.count; i++)
		if (!rules->factors.at[i].shown)
			return true;
	return false;
}
