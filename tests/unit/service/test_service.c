/* SPDX-License-Identifier: MIT */
/* The file of service knowledge: what it may hold, and how wrong ones are told.
 */
#include "../util/refuse.h"

#include "service/rules.h"
#include "service/service.h"

#include <stdio.h>

static int parse(const char *text, struct cti__service **out, char *said,
		 size_t size)
{
	struct cti__buf why = { 0 };
	int err = cti__service_parse(out, cti__str(text), "s.json", &why);

	snprintf(said, size, "%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	return err;
}

struct wrong {
	const char *text;
	int err;
	const char *said; /* all of it */
};

static const struct wrong wrong[] = {
	{ "", CTI_EFORMAT, NULL },
	{ "[]", CTI_EFORMAT, "s.json: the file must hold one JSON object" },
	{ "{\"tiers\":", CTI_EFORMAT, NULL },
	{ "{\"tier\":{}}", CTI_EKEY,
	  "s.json: tier: this is not known; here may stand fields, label, "
	  "utc_offset, tiers, lists, life_cycle, segments, contract, contact, "
	  "lines, campaigns, desks, owner, hints, care, cross_sell, leads, "
	  "verification, reasons, sensitivity, record" },
	{ "{\"utc_offset\":\"8\"}", CTI_EVALUE,
	  "s.json: utc_offset: write the site's distance from UTC as +08:00" },
	{ "{\"utc_offset\":\"+15:00\"}", CTI_EVALUE,
	  "s.json: utc_offset: no place is farther than 14:00 from UTC" },
	{ "{\"fields\":{\"spend\":\"money\"}}", CTI_EVALUE,
	  "s.json: fields.spend: \"money\" is none of number, text, date" },
	{ "{\"fields\":{\"a b\":\"text\"}}", CTI_EVALUE,
	  "s.json: fields.a b: a field's name has letters, digits and _ only, "
	  "and is no word of SQL; say its name in the CRM in \"from\"" },
	{ "{\"fields\":{\"tier\":\"text\"}}", CTI_EVALUE,
	  "s.json: fields.tier: the library knows this itself; call the field "
	  "otherwise" },
	{ "{\"fields\":{\"a\":{\"type\":\"text\",\"form\":\"b\"}}}", CTI_EVALUE,
	  "s.json: fields.a: a field has type and from only" },
	{ "{\"fields\":{\"a\":{}}}", CTI_EVALUE,
	  "s.json: fields.a: this must be number, text or date in quotes, not "
	  "null" },
	{ "{\"tiers\":{\"levels\":[{\"id\":\"gold\",\"from\":170}]}}",
	  CTI_EVALUE,
	  "s.json: tiers.levels[0].from: this must be from 0 to 100, not 170" },
	{ "{\"tiers\":{\"levels\":[{\"id\":\"a\"},{\"id\":\"a\"}]}}",
	  CTI_EVALUE,
	  "s.json: tiers.levels[1]: the id \"a\" is taken by [0] already" },
	{ "{\"tiers\":{\"levels\":[{\"label\":\"a\"}]}}", CTI_EVALUE,
	  "s.json: tiers.levels[0]: \"id\" is missing" },
	{ "{\"tiers\":{\"score\":[{\"field\":\"spend\",\"weight\":1,"
	  "\"full\":1}]}}",
	  CTI_EVALUE,
	  "s.json: tiers.score[0].field: there is no field \"spend\"; declare "
	  "it under \"fields\"" },
	{ "{\"fields\":{\"a\":\"number\"},\"tiers\":{\"score\":[{\"field\":"
	  "\"a\",\"weight\":1,\"none\":5,\"full\":5}]}}",
	  CTI_EVALUE,
	  "s.json: tiers.score[0]: \"full\" must differ from \"none\" (0 if it "
	  "is not written)" },
	{ "{\"fields\":{\"a\":\"text\"},\"tiers\":{\"score\":[{\"field\":"
	  "\"a\",\"weight\":1,\"full\":5}]}}",
	  CTI_EVALUE,
	  "s.json: tiers.score: the field \"a\" is no number; declare it as "
	  "\"number\"" },
	{ "{\"lists\":{\"black\":{\"when\":\"debt > 5\"}}}", CTI_EVALUE,
	  "s.json: lists.black.when: position 1 of \"debt > 5\": no such "
	  "column: debt; declare it under \"fields\", and write texts in "
	  "'single quotes'" },
	{ "{\"segments\":[{\"id\":\"a\",\"when\":\"1); DROP TABLE customer; "
	  "--\"}]}",
	  CTI_EVALUE,
	  "s.json: segments[0].when: position 5 of \"1); DROP TABLE customer; "
	  "--\": a condition is one expression, which only reads; leave out "
	  "what is behind its end" },
	{ "{\"life_cycle\":{\"stages\":[{\"id\":\"a\",\"when\":5}]}}",
	  CTI_EVALUE,
	  "s.json: life_cycle.stages[0].when: this must be a text, not a "
	  "number" },
	{ "{\"fields\":{\"end\":\"date\"}}", CTI_EVALUE, NULL },
	{ "{\"fields\":{\"e\":\"text\"},\"contract\":{\"end\":\"e\"}}",
	  CTI_EVALUE,
	  "s.json: contract.end: the field \"e\" is no date; declare it as "
	  "\"date\"" },
	{ "{\"lines\":[{\"id\":\"a\",\"desk\":\"b\"}]}", CTI_EVALUE,
	  "s.json: lines[0].desk: there is no desk \"b\" under \"desks\"" },
	{ "{\"lines\":[{\"id\":\"a\",\"verify\":\"b\"}]}", CTI_EVALUE,
	  "s.json: lines[0].verify: there is no request \"b\" under "
	  "\"verification.requests\"" },
	{ "{\"lines\":[{\"id\":\"a\",\"numbers\":[\"1\",2]}]}", CTI_EVALUE,
	  "s.json: lines[0].numbers[1]: this must be a text, not a number" },
	{ "{\"campaigns\":[{\"id\":\"a\",\"numbers\":\"1\",\"line\":\"b\"}]}",
	  CTI_EVALUE,
	  "s.json: campaigns[0].line: there is no line \"b\" under \"lines\"" },
	{ "{\"campaigns\":[{\"id\":\"a\"}]}", CTI_EVALUE,
	  "s.json: campaigns[0]: without numbers or queues no call belongs to "
	  "it" },
	{ "{\"campaigns\":[{\"id\":\"a\",\"numbers\":\"1\",\"begins\":"
	  "\"2026-02-30\"}]}",
	  CTI_EVALUE,
	  "s.json: campaigns[0].begins: \"2026-02-30\" is no day; write it as "
	  "2026-03-06" },
	{ "{\"hints\":{\"rules\":[{\"id\":\"a\",\"text\":\"b\"}]}}", CTI_EVALUE,
	  "s.json: hints.rules[0]: \"reason\" is missing" },
	{ "{\"hints\":{\"rules\":[{\"id\":\"a\",\"text\":\"{b}\","
	  "\"reason\":\"c\"}]}}",
	  CTI_EVALUE,
	  "s.json: hints.rules[0].text: {b} is no field; declare it under "
	  "\"fields\"" },
	{ "{\"hints\":{\"rules\":[{\"id\":\"a\",\"text\":\"{b\","
	  "\"reason\":\"c\"}]}}",
	  CTI_EVALUE, "s.json: hints.rules[0].text: a { has no }" },
	{ "{\"hints\":{\"quiet\":[{\"when\":\"1\",\"reason\":\"b\","
	  "\"silences\":[\"offer\",\"noise\"]}]}}",
	  CTI_EVALUE,
	  "s.json: hints.quiet[0].silences[1]: \"noise\" is none of hint, "
	  "offer, care, renewal, lead" },
	{ "{\"leads\":[{\"id\":\"a\",\"product\":\"b\",\"when\":\"1\","
	  "\"reason\":\"c\",\"probability\":101}]}",
	  CTI_EVALUE,
	  "s.json: leads[0].probability: this must be from 0 to 100, not 101" },
	{ "{\"owner\":{\"tiers\":\"gold\"}}", CTI_EVALUE,
	  "s.json: owner.tiers: there is no tier \"gold\" under "
	  "\"tiers.levels\"" },
	{ "{\"verification\":{\"requests\":[{\"id\":\"a\",\"level\":"
	  "\"simple\"}]}}",
	  CTI_EVALUE,
	  "s.json: verification.requests[0]: there are no factors to verify "
	  "anybody by" },
	{ "{\"verification\":{\"factors\":[{\"id\":\"a\",\"field\":\"b\","
	  "\"compare\":\"last\"}]}}",
	  CTI_EVALUE,
	  "s.json: verification.factors[0]: say in \"digits\" how many of the "
	  "last are compared" },
	{ "{\"verification\":{\"factors\":[{\"id\":\"a\",\"field\":\"b\"}]}}",
	  CTI_EVALUE,
	  "s.json: verification.levels.strict: it needs more factors than "
	  "there are" },
	{ "{\"verification\":{\"factors\":[{\"id\":\"a\",\"field\":\"b\"}],"
	  "\"levels\":{\"strict\":{\"needs\":1,\"factors\":\"c\"}}}}",
	  CTI_EVALUE,
	  "s.json: verification.levels.strict: there is no factor \"c\" under "
	  "\"verification.factors\"" },
};

static void test_service__says_file_place_and_remedy(void **state)
{
	struct cti__service *service;
	char said[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
			parse(wrong[i].text, &service, said, sizeof(said)),
			wrong[i].err);
		assert_null(service);
		assert_memory_equal(said, "s.json: ", 8);
		if (wrong[i].said)
			assert_string_equal(said, wrong[i].said);
	}
}

static void test_service__an_empty_file_knows_nothing(void **state)
{
	struct cti__service_query query = { .identity = CTI_IDENTITY_UNKNOWN };
	struct cti__advice_parts parts = { .present = 0 };
	struct cti__service *service;
	char said[256];

	(void)state;
	assert_int_equal(parse("{}", &service, said, sizeof(said)), 0);
	assert_int_equal(cti__service_advise(service, &query, &parts), 0);
	assert_true(parts.present == 0);
	assert_null(parts.hints);
	cti__advice_parts_fini(&parts);
	assert_false(cti__service_has_secrets(service));
	cti__service_unref(service);
}

static const char whole[] =
	"{\"fields\":{\"spend\":\"number\",\"born\":{\"type\":\"date\","
	"\"from\":\"birthday\"}},\"tiers\":{\"given\":\"t\",\"score\":[{"
	"\"field\":\"spend\",\"weight\":1,\"full\":100}],\"levels\":[{\"id\":"
	"\"a\",\"also\":[\"x\",\"y\"]}]},\"lists\":{\"red\":{\"when\":\"spend "
	"> 5\",\"reason\":\"{spend} a month\"}},\"segments\":[{\"id\":\"s\"}],"
	"\"desks\":[{\"id\":\"d\",\"skills\":[\"k\",\"l\"],\"when\":\"1\"}],"
	"\"hints\":{\"quiet\":[{\"when\":\"0\",\"reason\":\"r\"}],\"rules\":[{"
	"\"id\":\"h\",\"text\":\"say {spend}\",\"reason\":\"why\"}]},"
	"\"leads\":[{\"id\":\"l\",\"product\":\"p\",\"when\":\"spend > 1\","
	"\"reason\":\"r\",\"probability_of\":\"spend\"}],\"verification\":{"
	"\"factors\":[{\"id\":\"f\",\"field\":\"pin\"},{\"id\":\"g\","
	"\"field\":\"born\",\"shown\":true}]}}";

static void test_service__knows_which_fields_are_secret(void **state)
{
	struct cti__service *service;
	char said[256];

	(void)state;
	assert_int_equal(parse(whole, &service, said, sizeof(said)), 0);
	assert_true(cti__service_has_secrets(service));
	assert_true(cti__service_hides(service, "pin", 2));
	assert_false(cti__service_hides(service, "born", 0));
	assert_false(cti__service_hides(service, "name", 0));
	cti__service_unref(service);
}

static int advise_all(struct cti__service *service,
		      const cti_customer *customer)
{
	struct cti__service_query query = { .customer = customer };
	struct cti__advice_parts parts = { .present = 0 };
	cti_advice *advice = NULL;
	char *json = NULL;
	int err = cti__service_advise(service, &query, &parts);

	if (!err)
		advice = cti__advice_new(&parts);
	if (!err && !advice)
		err = CTI_ENOMEM;
	if (!err)
		err = cti_advice_json(advice, &json, NULL);
	cti__advice_parts_fini(&parts);
	cti_advice_unref(advice);
	if (json)
		refuse_free(json);
	return err;
}

/* Each allocation fails in turn: an error, or the right answer, and no loss. */
static void test_service__survives_every_refused_allocation(void **state)
{
	struct cti__service *service;
	cti_customer *customer;
	char said[256];
	int err = CTI_ENOMEM, i;

	(void)state;
	assert_int_equal(cti_customer_new(&customer), 0);
	assert_int_equal(cti_customer_set(customer, "spend", "60"), 0);
	for (i = 0; err && i < 2000; i++) {
		refuse_after = i;
		err = parse(whole, &service, said, sizeof(said));
		refuse_after = -1;
		assert_true(!err || err == CTI_ENOMEM);
	}
	assert_int_equal(err, 0);
	err = CTI_ENOMEM;
	for (i = 0; err && i < 2000; i++) {
		refuse_after = i;
		err = advise_all(service, customer);
		refuse_after = -1;
		assert_true(!err || err == CTI_ENOMEM);
	}
	assert_int_equal(err, 0);
	cti__service_unref(service);
	cti_customer_unref(customer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service__says_file_place_and_remedy),
		cmocka_unit_test(test_service__an_empty_file_knows_nothing),
		cmocka_unit_test(test_service__knows_which_fields_are_secret),
		REFUSE_TEST(test_service__survives_every_refused_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
