/* SPDX-License-Identifier: MIT */
/* How long service knowledge takes to judge a customer: advise FILE [ROUNDS] */
#include "service/service.h"
#include "io/file.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* A customer of whom the shipped file has much to say. */
static const char *const fields[][2] = {
	{ "id", "C1001" },
	{ "name", "李明" },
	{ "tier", "gold" },
	{ "list", "ordinary" },
	{ "spend", "680" },
	{ "tenure_months", "96" },
	{ "credit", "95" },
	{ "long_distance", "310" },
	{ "mobile_data", "45" },
	{ "products", "手机" },
	{ "kind", "business" },
	{ "contract_end", "2026-03-06" },
	{ "birthday", "1980-01-07" },
	{ "open_complaints", "0" },
	{ "owner", "王芳" },
	{ "language", "zh" },
};

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static cti_customer *make_customer(void)
{
	cti_customer *customer;
	size_t i;

	if (cti_customer_new(&customer))
		return NULL;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (cti_customer_set(customer, fields[i][0], fields[i][1]))
			return NULL;
	return customer;
}

static int judge(struct cti__service *service,
		 const struct cti__service_query *query)
{
	struct cti__advice_parts parts = { .present = 0 };
	cti_advice *advice = NULL;
	int err = cti__service_advise(service, query, &parts);

	if (!err)
		advice = cti__advice_new(&parts);
	cti__advice_parts_fini(&parts);
	cti_advice_unref(advice);
	return err;
}

static void measure(struct cti__service *service, const cti_customer *customer,
		    long rounds)
{
	const struct cti__service_query query = {
		.customer = customer,
		.identity = CTI_IDENTITY_IDENTIFIED,
		.dnis = CTI__STR("4001100266"),
		.queue = CTI__STR("support"),
		.direction = CTI__STR("inbound"),
		.time_us = INT64_C(1767574800000000),
	};
	double begun = now_s(), cpu_s;
	long i;

	for (i = 0; i < rounds; i++)
		if (judge(service, &query))
			return;
	cpu_s = now_s() - begun;
	printf("{\"bench\":\"advise\",\"rounds\":%ld,\"cpu_s\":%.3f,"
	       "\"us_per_advice\":%.2f}\n",
	       rounds, cpu_s, cpu_s * 1e6 / (double)rounds);
}

int main(int argc, char **argv)
{
	long rounds = argc > 2 ? atol(argv[2]) : 20000;
	struct cti__service *service = NULL;
	struct cti__buf why = { 0 };
	cti_customer *customer = make_customer();
	char *text = NULL;
	size_t n = 0;
	int err;

	if (argc < 2 || !customer || rounds < 1)
		return 2;
	err = cti__file_read(&text, &n, argv[1], 1 << 20, &why);
	if (!err)
		err = cti__service_parse(&service, cti__str_n(text, n), argv[1],
					 &why);
	if (err)
		fprintf(stderr, "advise: %s\n", cti__buf_cstr(&why));
	else
		measure(service, customer, rounds);
	cti__service_unref(service);
	cti_customer_unref(customer);
	cti__buf_fini(&why);
	cti__free(text);
	return err ? 1 : 0;
}
