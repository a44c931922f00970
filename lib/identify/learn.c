/* SPDX-License-Identifier: MIT */
/* The chain learns: whom agents have chosen for a number before. */
#include "identify/chain.h"
#include "identify/number.h"

bool cti__identify_key(struct cti__identify *id, struct cti__str number,
		       char key[CTI__IDENTIFY_KEY])
{
	char room[CTI__KEY_ROOM];
	cti_number parsed;
	struct cti__str text;

	if (cti__number_parse(number, &id->plan, &parsed) || !parsed.key_count)
		return false;
	text = cti__chain_key(room, sizeof(room), &parsed, number);
	if (text.n >= CTI__IDENTIFY_KEY)
		return false;
	memcpy(key, text.p, text.n);
	key[text.n] = '\0';
	return true;
}

/* It is ranked anew when it is asked for again. */
static void forget_key(struct cti__identify *id, struct cti__str key)
{
	struct cti__entry *entry = cti__cache_get(
		&id->cache, key, id->host.now_us(id->host.user));

	if (entry)
		cti__cache_drop(&id->cache, entry);
}

int cti__identify_learn(struct cti__identify *id, struct cti__str key,
			struct cti__str customer_id, uint32_t count)
{
	forget_key(id, key);
	return cti__choices_add(&id->choices, key, customer_id, count);
}

void cti__identify_unlearn(struct cti__identify *id, const char *key)
{
	cti__choices_forget(&id->choices, cti__str(key));
	if (key)
		forget_key(id, cti__str(key));
	else
		cti__cache_clear(&id->cache);
}

bool cti__chain_was_chosen(const void *user, const cti_customer *customer)
{
	const struct cti__chain_number *number = user;
	struct cti__str id = cti__str(cti_customer_get(customer, "id"));

	return id.n &&
	       cti__choices_count(&number->identify->choices, number->key,
				  id) >= number->identify->limits.learned_after;
}
