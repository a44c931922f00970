/* SPDX-License-Identifier: MIT */
/* Sources, service knowledge, journal, outbox and links of the client. */
#include "furnish.h"

#include <stdio.h>
#include <string.h>

/* Customers of every kind, for the rules to judge. */
static int write_directory(const char *csv)
{
	FILE *file = fopen(csv, "w");
	char number[16];
	unsigned i;

	if (!file)
		return CTI_EIO;
	fprintf(file, "id,name,mobile,spend,tenure_months,credit,kind,"
		      "contract_end,open_complaints\n");
	for (i = 0; i < TOWN_CUSTOMERS; i++) {
		town_number(number, i);
		fprintf(file,
			"C%u,Wang %u,%s,%u,%u,%u,family,2027-%02u-01,%u\n", i,
			i, number, i % 900, i % 140, i % 101, i % 12 + 1,
			i % 3);
	}
	return fclose(file) ? CTI_EIO : 0;
}

static int add_directory(cti_client *client, const char *base)
{
	char csv[320], sqlite[320];
	int err;

	snprintf(csv, sizeof(csv), "%s.csv", base);
	snprintf(sqlite, sizeof(sqlite), "%s.customers", base);
	err = write_directory(csv);
	if (!err)
		err = cti_directory_build(csv, sqlite, NULL, NULL, NULL, 0);
	if (!err)
		err = cti_source_add_sqlite(client, "directory", sqlite);
	return err;
}

static int add_crm(cti_client *client, const struct town_shared *town)
{
	cti_http_source_opts opts = CTI_HTTP_SOURCE_OPTS_INIT;
	char base[64];

	snprintf(base, sizeof(base), "http://127.0.0.1:%u",
		 atomic_load(&town->crm_port));
	opts.preset = "generic";
	opts.base = base;
	return cti_source_add_http(client, "crm", &opts);
}

static int configure(cti_client *client, const struct town_shared *town,
		     const char *journal, const char *service)
{
	char url[64];
	const char *const keys[][2] = {
		{ "service.file", service },
		{ "journal.file", journal },
		{ "journal.outbox_url", url },
		{ "journal.outbox_delay_s", "0" },
		{ "identify.cache_max", "1000" },
		{ "pop.url", "https://crm.example.com/?id={customer.id}" },
	};
	int err = 0;
	size_t i;

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/contacts",
		 atomic_load(&town->crm_port));
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]) && !err; i++)
		err = cti_set(client, keys[i][0], keys[i][1]);
	return err;
}

static int add_link(cti_client *client, const struct town_shared *town,
		    unsigned index)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[64], name[16];

	snprintf(name, sizeof(name), "pbx%u", index);
	snprintf(url, sizeof(url), "%s://127.0.0.1:%u", town_protocol[index],
		 atomic_load(&town->port[index]));
	opts.url = url;
	opts.name = name;
	opts.user = strcmp(town_protocol[index], "esl") ? "cti" : NULL;
	opts.secret = "s3cret";
	return cti_link_add(client, NULL, &opts);
}

int furnish(cti_client *client, const struct town_shared *town,
	    const char *journal, const char *service)
{
	int err = configure(client, town, journal, service);
	unsigned i;

	if (!err)
		err = add_directory(client, journal);
	if (!err)
		err = add_crm(client, town);
	for (i = 0; i < TOWN_LINKS && !err; i++)
		err = add_link(client, town, i);
	return err;
}
