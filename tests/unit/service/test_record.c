/* SPDX-License-Identifier: MIT */
/* Why somebody calls, what of it goes into the journal, what is shown when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "service/service.h"

#include <cti/error.h>
#include <cti/memory.h>

struct scene {
	struct cti__service *service;
	cti_customer *customer;
	struct cti__service_query query;
	cti_advice *advice;
	const char *said; /* by the menu: data.reason */
};

static struct cti__str data_of(const void *user, struct cti__str key)
{
	const struct scene *s = user;

	return cti__str_is(key, "reason") ? cti__str(s->said) : CTI__STR_NONE;
}

static int setup(void **state)
{
	static struct scene scene;

	memset(&scene, 0, sizeof(scene));
	scene.query.identity = CTI_IDENTITY_IDENTIFIED;
	scene.query.data = data_of;
	scene.query.user = &scene;
	assert_int_equal(cti_customer_new(&scene.customer), 0);
	scene.query.customer = scene.customer;
	*state = &scene;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	cti_advice_unref(s->advice);
	cti_customer_unref(s->customer);
	cti__service_unref(s->service);
	return 0;
}

/* Backticks stand for the quotes of JSON. */
static int read(struct scene *s, const char *json, struct cti__buf *why)
{
	struct cti__buf text = { 0 };
	size_t i;
	int err;

	for (i = 0; json[i]; i++)
		cti__buf_char(&text, json[i] == '`' ? '"' : json[i]);
	cti__service_unref(s->service);
	err = cti__service_parse(&s->service, cti__str(cti__buf_cstr(&text)),
				 "t.json", why);
	cti__buf_fini(&text);
	return err;
}

static void know(struct scene *s, const char *json)
{
	struct cti__buf why = { 0 };

	if (read(s, json, &why))
		fail_msg("%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
}

static void refuse(struct scene *s, const char *json, const char *want)
{
	struct cti__buf why = { 0 };

	assert_int_equal(read(s, json, &why), CTI_EVALUE);
	assert_string_equal(cti__buf_cstr(&why), want);
	cti__buf_fini(&why);
}

static void customer(struct scene *s, const char *field, const char *value)
{
	assert_int_equal(cti_customer_set(s->customer, field, value), 0);
}

static void expect(struct scene *s, enum cti_advice_field field,
		   const char *want)
{
	struct cti__advice_parts parts = { .present = 0 };

	cti_advice_unref(s->advice);
	assert_int_equal(cti__service_advise(s->service, &s->query, &parts), 0);
	s->advice = cti__advice_new(&parts);
	assert_non_null(s->advice);
	cti__advice_parts_fini(&parts);
	assert_string_equal(cti_advice_text(s->advice, field), want);
}

#define EXPECT(field, want) expect(s, CTI_ADVICE_##field, want)

#define REASONS                                                                    \
	"{`lines`:[{`id`:`hot`,`numbers`:`1*`,`phase`:`sale`,"                     \
	"`verify`:`ask`,`tenant`:`bank`}],`reasons`:{`given`:"                     \
	"[`data.none`,`data.reason`],`list`:[{`id`:`bill`,`label`:`话费查询`," \
	"`also`:[`1`,`ZD`],`phase`:`after-sale`,`verify`:`bill`},"                 \
	"{`id`:`praise`}]},`verification`:{`factors`:[{`id`:`f`,"                  \
	"`field`:`pin`}],`levels`:{`strict`:{`needs`:1}},`requests`:["             \
	"{`id`:`ask`,`level`:`none`},{`id`:`bill`,`level`:`simple`}]}}"

static void test_record__a_reason_is_known_by_any_of_its_names(void **state)
{
	static const char *const names[] = { "bill", "BILL", "话费查询", "1",
					     "zd" };
	struct scene *s = *state;
	size_t i;

	know(s, REASONS);
	s->query.dnis = CTI__STR("100");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s->said = names[i];
		EXPECT(REASON, "bill");
		EXPECT(REASON_LABEL, "话费查询");
	}
}

static void test_record__a_reason_says_phase_and_verification(void **state)
{
	struct scene *s = *state;

	know(s, REASONS);
	s->query.dnis = CTI__STR("100");
	EXPECT(REASON, "");
	EXPECT(PHASE, "sale");
	EXPECT(VERIFY_REQUEST, "ask");
	s->said = "bill";
	EXPECT(PHASE, "after-sale");
	EXPECT(VERIFY_REQUEST, "bill");
	/* One that says neither leaves what the line says. */
	s->said = "praise";
	EXPECT(PHASE, "sale");
	EXPECT(VERIFY_REQUEST, "ask");
	EXPECT(TENANT, "bank");
}

static void test_record__a_reason_on_no_list_is_kept_as_it_is(void **state)
{
	struct scene *s = *state;

	know(s, REASONS);
	s->said = " weather ";
	EXPECT(REASON, "weather");
	EXPECT(REASON_LABEL, "");
	/* Also of somebody whom nobody knows. */
	s->query.customer = NULL;
	EXPECT(REASON, "weather");
}

#define RECORD                                                                 \
	"{`fields`:{`brand`:`text`,`worth`:{`type`:`number`,`from`:`CLV`},"    \
	"`gone`:`text`},`lines`:[{`id`:`hot`,`numbers`:`1*`,"                  \
	"`tenant`:`bank`}],`record`:[`worth`,`tenant`,`gone`,`brand`]}"

static void test_record__keeps_what_the_site_asks_for_in_its_order(void **state)
{
	static const char *const want[] = { "worth", "86000", "tenant",
					    "bank",  "brand", "全球通" };
	struct scene *s = *state;
	const cti_pair *pair;
	char *json;
	size_t i;

	know(s, RECORD);
	s->query.dnis = CTI__STR("100");
	customer(s, "brand", "全球通");
	customer(s, "CLV", "86000");
	customer(s, "other", "stays");
	EXPECT(TENANT, "bank");
	for (i = 0; (pair = cti_advice_record(s->advice, i)); i++) {
		assert_string_equal(pair->key, want[i * 2]);
		assert_string_equal(pair->value, want[i * 2 + 1]);
	}
	assert_int_equal(i, 3);
	assert_int_equal(cti_advice_json(s->advice, &json, NULL), 0);
	assert_non_null(strstr(json, "\"record\":{\"worth\":\"86000\","
				     "\"tenant\":\"bank\",\"brand\":"
				     "\"全球通\"}"));
	cti_free(json);
	assert_null(cti_advice_record(NULL, 0));
}

#define SENSITIVE                                                              \
	"{`fields`:{`pay`:{`type`:`number`,`from`:`income`}},"                 \
	"`sensitivity`:{`simple`:`hobby`,`strict`:[`income`],"                 \
	"`never`:`belief`},`hints`:{`rules`:[{`id`:`h`,"                       \
	"`when`:`pay > 1000`,`text`:`earns {pay}`,`reason`:`r`}]},"            \
	"`verification`:{`factors`:[{`id`:`f`,`field`:`pin`}],`levels`:{`"     \
	"strict`:{`needs`:1}}}}"

static void test_record__a_sensitive_value_needs_its_level(void **state)
{
	static const struct {
		const char *field;
		int shown_at;
	} rows[] = { { "name", 0 },
		     { "hobby", 1 },
		     { "income", 2 },
		     { "belief", 3 },
		     { "pin", 3 } };
	struct scene *s = *state;
	size_t i;
	int level;

	know(s, SENSITIVE);
	assert_true(cti__service_has_secrets(s->service));
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (level = 0; level < 3; level++)
			assert_int_equal(cti__service_hides(s->service,
							    rows[i].field,
							    level),
					 level < rows[i].shown_at);
}

static void test_record__what_is_hidden_is_named_but_not_said(void **state)
{
	static const char *const hidden[] = { "income,hobby", "income", "" };
	static const char *const text[] = { "earns ***", "earns ***",
					    "earns 7300" };
	struct scene *s = *state;

	know(s, SENSITIVE);
	customer(s, "income", "7300");
	customer(s, "hobby", "chess");
	customer(s, "belief", "x");
	customer(s, "pin", "1234");
	for (s->query.level = 0; s->query.level < 3; s->query.level++) {
		EXPECT(HIDDEN, hidden[s->query.level]);
		/* The rule may use it all the same. */
		assert_string_equal(cti_advice_hint(s->advice, 0)->text,
				    text[s->query.level]);
	}
}

static void test_record__nothing_sensitive_goes_into_the_journal(void **state)
{
	struct scene *s = *state;

	refuse(s,
	       "{`fields`:{`pay`:{`type`:`number`,`from`:`income`}},"
	       "`sensitivity`:{`simple`:`income`},`record`:[`pay`]}",
	       "t.json: record: \"pay\" is sensitive or a factor of "
	       "verification; it cannot go into the journal");
	refuse(s,
	       "{`fields`:{`pin`:`text`},`verification`:{`factors`:[{`id`:`f`,"
	       "`field`:`pin`}],`levels`:{`strict`:{`needs`:1}}},"
	       "`record`:[`pin`]}",
	       "t.json: record: \"pin\" is sensitive or a factor of "
	       "verification; it cannot go into the journal");
}

static void test_record__says_what_is_wrong_and_where(void **state)
{
	struct scene *s = *state;

	refuse(s, "{`record`:[`brand`]}",
	       "t.json: record: \"brand\" is no field; declare it under "
	       "\"fields\"");
	refuse(s, "{`reasons`:{`given`:`a`,`list`:[{`id`:`b`,`verify`:`c`}]}}",
	       "t.json: reasons.list[0].verify: there is no request \"c\" "
	       "under \"verification.requests\"");
}

#define TEST(test_record__any) \
	cmocka_unit_test_setup_teardown(test_record__any, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_record__a_reason_is_known_by_any_of_its_names),
		TEST(test_record__a_reason_says_phase_and_verification),
		TEST(test_record__a_reason_on_no_list_is_kept_as_it_is),
		TEST(test_record__keeps_what_the_site_asks_for_in_its_order),
		TEST(test_record__a_sensitive_value_needs_its_level),
		TEST(test_record__what_is_hidden_is_named_but_not_said),
		TEST(test_record__nothing_sensitive_goes_into_the_journal),
		TEST(test_record__says_what_is_wrong_and_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
