/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any text as the file of service knowledge; if it is one, advice
 * for a customer whose fields and call are the other parts.
 */
#include "fuzz.h"

#include "service/service.h"
#include "wire/json.h"

static struct cti__str datum(const void *user, struct cti__str key)
{
	return key.n ? *(const struct cti__str *)user : CTI__STR_NONE;
}

static void must_be_json(struct cti__buf *out, const char *what)
{
	struct cti__json *json;

	must(cti__json_parse(&json, cti__str_n(out->p, out->n), 1 << 24,
			     NULL) == 0,
	     what);
	cti__json_free(json);
	cti__buf_clear(out);
}

/* Lines of FIELD=VALUE. */
static void fill(cti_customer *customer, struct cti__str lines)
{
	struct cti__str line;
	char *field, *value;

	while (lines.n) {
		line = cti__str_cut(lines, '\n', &lines);
		field = fuzz_text(cti__str_cut(line, '=', &line));
		value = fuzz_text(line);
		if (cti_customer_set(customer, field, value)) {
			/* Too long, or no field: the customer is without. */
		}
		free(field);
		free(value);
	}
}

static void advise(struct cti__service *service, const cti_customer *customer,
		   struct cti__str call)
{
	struct cti__service_query query = {
		.customer = customer,
		.identity = CTI_IDENTITY_IDENTIFIED,
		.dnis = call,
		.queue = call,
		.direction = CTI__STR("inbound"),
		.time_us = INT64_C(1772784000000000),
		.data = datum,
		.user = &call,
	};
	struct cti__advice_parts parts = { .present = 0 };
	struct cti__buf out = { 0 };
	cti_advice *advice;

	must(cti__service_advise(service, &query, &parts) == 0, "no advice");
	advice = cti__advice_new(&parts);
	must(advice != NULL, "no advice");
	cti__advice_put(advice, &out);
	must_be_json(&out, "the advice is no JSON");
	cti__advice_put_record(advice, &out);
	must_be_json(&out, "the record is no JSON");
	cti__buf_fini(&out);
	cti_advice_unref(advice);
	cti__advice_parts_fini(&parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size);
	struct cti__str text = fuzz_alone(fuzz_part(&rest));
	struct cti__str fields = fuzz_part(&rest), call = fuzz_alone(rest);
	struct cti__buf why = { 0 }, told = { 0 };
	struct cti__service *service;
	cti_customer *customer;

	if (cti__service_parse(&service, text, "s.json", &why) == 0) {
		must(cti_customer_new(&customer) == 0, "out of memory");
		cti__service_describe(service, &told);
		fill(customer, fields);
		advise(service, customer, call);
		advise(service, NULL, call);
		cti_customer_unref(customer);
	} else {
		must(cti__str_starts(cti__str(cti__buf_cstr(&why)),
				     CTI__STR("s.json")),
		     "the sentence does not name the file");
	}
	cti__service_unref(service);
	cti__buf_fini(&told);
	cti__buf_fini(&why);
	fuzz_forget(text);
	fuzz_forget(call);
	return 0;
}
