/* SPDX-License-Identifier: MIT */
/* What follows from the service knowledge, rule by rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "service/service.h"

#include <cti/memory.h>

#include <stdio.h>

/* 2026-01-05T09:00 in Beijing, a Monday. */
#define MORNING INT64_C(1767574800000000)

struct scene {
	struct cti__service *service;
	cti_customer *customer;
	struct cti__service_query query;
	cti_advice *advice;
};

static int setup(void **state)
{
	static struct scene scene;

	memset(&scene, 0, sizeof(scene));
	scene.query.time_us = MORNING;
	scene.query.identity = CTI_IDENTITY_IDENTIFIED;
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
static void know(struct scene *s, const char *json)
{
	struct cti__buf text = { 0 }, why = { 0 };
	size_t i;

	for (i = 0; json[i]; i++)
		cti__buf_char(&text, json[i] == '`' ? '"' : json[i]);
	cti__service_unref(s->service);
	if (cti__service_parse(&s->service, cti__str(cti__buf_cstr(&text)),
			       "t.json", &why))
		fail_msg("%s", cti__buf_cstr(&why));
	cti__buf_fini(&text);
	cti__buf_fini(&why);
}

static void customer(struct scene *s, const char *field, const char *value)
{
	assert_int_equal(cti_customer_set(s->customer, field, value), 0);
}

static void advise(struct scene *s)
{
	struct cti__advice_parts parts = { .present = 0 };

	cti_advice_unref(s->advice);
	assert_int_equal(cti__service_advise(s->service, &s->query, &parts), 0);
	s->advice = cti__advice_new(&parts);
	assert_non_null(s->advice);
	cti__advice_parts_fini(&parts);
}

static void expect(struct scene *s, enum cti_advice_field field,
		   const char *want)
{
	advise(s);
	assert_string_equal(cti_advice_text(s->advice, field), want);
}

#define EXPECT(field, want) expect(s, CTI_ADVICE_##field, want)

/* "offer:ip care:birthday" */
static void expect_hints(struct scene *s, const char *want)
{
	struct cti__buf got = { 0 };
	const cti_hint *hint;
	size_t i;

	advise(s);
	for (i = 0; (hint = cti_advice_hint(s->advice, i)); i++) {
		assert_true(*hint->reason);
		cti__buf_printf(&got, "%s%s:%s", i ? " " : "",
				cti_hint_kind_name(hint->kind), hint->id);
	}
	assert_string_equal(cti__buf_cstr(&got), want);
	cti__buf_fini(&got);
}

#define TIERS                                                                  \
	"{`fields`:{`spend`:`number`,`months`:`number`,`credit`:`number`},"    \
	"`tiers`:{`given`:`tier`,`score`:["                                    \
	"{`field`:`spend`,`weight`:5,`full`:500},"                             \
	"{`field`:`months`,`weight`:3,`full`:120},"                            \
	"{`field`:`credit`,`weight`:2,`none`:40,`full`:100}],`levels`:["       \
	"{`id`:`low`,`label`:`普通`},"                                       \
	"{`id`:`high`,`label`:`高端`,`from`:70,`also`:[`gold`,`VIP`],"       \
	"`priority`:20},"                                                      \
	"{`id`:`middle`,`label`:`中端`,`from`:40,`priority`:10}]}}"

static void test_advise__tiers_by_spend_tenure_and_credit(void **state)
{
	struct scene *s = *state;

	know(s, TIERS);
	/* Half of the spend, all of the tenure, two thirds of the credit. */
	customer(s, "spend", "250");
	customer(s, "months", "240");
	customer(s, "credit", "80");
	EXPECT(TIER, "middle");
	assert_int_equal(cti_advice_int(s->advice, CTI_ADVICE_SCORE), 68);
	assert_int_equal(cti_advice_int(s->advice, CTI_ADVICE_PRIORITY), 10);
	EXPECT(TIER_BY, "score");
	customer(s, "spend", "270.00");
	EXPECT(TIER, "high");
	assert_int_equal(cti_advice_int(s->advice, CTI_ADVICE_SCORE), 70);
	/* A bound belongs to the tier above it. */
	customer(s, "credit", "0");
	customer(s, "spend", "400");
	EXPECT(TIER, "high");
	customer(s, "spend", "1,400.5");
	EXPECT(TIER_LABEL, "高端");
	customer(s, "spend", "-3");
	customer(s, "months", "");
	EXPECT(TIER, "low");
}

static void test_advise__the_crm_outranks_the_score(void **state)
{
	struct scene *s = *state;

	know(s, TIERS);
	customer(s, "spend", "1");
	customer(s, "tier", "vip");
	EXPECT(TIER, "high");
	EXPECT(TIER_BY, "crm");
	customer(s, "tier", "中端");
	EXPECT(TIER, "middle");
	/* A tier that the site does not have. */
	customer(s, "tier", "diamond");
	EXPECT(TIER, "low");
	EXPECT(TIER_BY, "score");
	customer(s, "spend", "12 yuan");
	EXPECT(TIER, "");
	assert_false(cti_advice_has(s->advice, CTI_ADVICE_SCORE));
}

static void test_advise__red_ordinary_and_black_lists(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`debt`:`number`},`lists`:{`given`:`list`,"
		"`red`:{`also`:[`红名单`],`priority`:30,`when`:`debt < 0`},"
		"`black`:{`label`:`黑名单`,`when`:`debt > 100`,"
		"`reason`:`欠费 {debt} 元`}}}");
	EXPECT(LIST, "ordinary");
	customer(s, "debt", "100.5");
	EXPECT(LIST, "black");
	EXPECT(LIST_LABEL, "黑名单");
	EXPECT(LIST_REASON, "欠费 100.5 元");
	customer(s, "list", "红名单");
	EXPECT(LIST, "red");
	assert_int_equal(cti_advice_int(s->advice, CTI_ADVICE_PRIORITY), 30);
	/* That the CRM calls somebody ordinary does not pay his debts. */
	customer(s, "list", "ordinary");
	EXPECT(LIST, "black");
	customer(s, "list", "BLACK");
	customer(s, "debt", "");
	EXPECT(LIST, "black");
	EXPECT(LIST_REASON, "欠费  元");
	/* Of nobody there is no list. */
	s->query.customer = NULL;
	EXPECT(LIST, "");
}

static void test_advise__stages_of_life_and_segments(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`months`:`number`,`spend`:`number`},"
		"`life_cycle`:{`given`:`stage`,`stages`:["
		"{`id`:`warning`,`label`:`预警期`,`when`:`spend < 50`},"
		"{`id`:`recognition`,`when`:`months < 3`},"
		"{`id`:`stable`,`when`:`months >= 24`},{`id`:`growth`}]},"
		"`segments`:[{`id`:`new`,`when`:`months < 3`},"
		"{`id`:`small`,`when`:`spend < 100`},"
		"{`id`:`leaving`,`when`:`stage = 'warning'`}]}");
	EXPECT(STAGE, "growth");
	EXPECT(SEGMENTS, "");
	customer(s, "months", "30");
	EXPECT(STAGE, "stable");
	customer(s, "months", "1");
	customer(s, "spend", "60");
	EXPECT(STAGE, "recognition");
	EXPECT(SEGMENTS, "new,small");
	customer(s, "spend", "49.9");
	EXPECT(STAGE, "warning");
	EXPECT(STAGE_LABEL, "预警期");
	EXPECT(SEGMENTS, "new,small,leaving");
	customer(s, "stage", "预警期");
	customer(s, "spend", "500");
	EXPECT(STAGE, "warning");
}

#define CONTRACT                                                               \
	"{`utc_offset`:`+08:00`,`fields`:{`until`:{`type`:`date`,`from`:"      \
	"`contract_end`}},`contract`:{`end`:`until`,`renewal`:["               \
	"{`id`:`quote`,`label`:`发出报价`,`days`:90,"                      \
	"`text`:`还有 {contract_days} 天`},"                                \
	"{`id`:`sign`,`days`:30,`text`:`t`},"                                  \
	"{`id`:`call`,`days`:60,`text`:`t`}]},"                                \
	"`segments`:[{`id`:`due`,`when`:`renewal = 'call'`}]}"

static void test_advise__contracts_and_their_renewal(void **state)
{
	/* 2026-01-05 and so many days. */
	static const struct {
		const char *end, *contract, *renewal;
		int64_t days;
	} cases[] = {
		{ "2026-04-06", "valid", "", 91 },
		{ "2026-04-05", "valid", "quote", 90 },
		{ "2026-03-07", "valid", "quote", 61 },
		{ "2026年3月6日", "valid", "call", 60 },
		{ "2026/2/4", "valid", "sign", 30 },
		{ "20260105", "valid", "sign", 0 },
		{ "2026-01-04", "expired", "", -1 },
		{ "someday", "none", "", 0 },
		{ "", "none", "", 0 },
	};
	struct scene *s = *state;
	size_t i;

	know(s, CONTRACT);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		customer(s, "contract_end", cases[i].end);
		EXPECT(CONTRACT, cases[i].contract);
		EXPECT(RENEWAL, cases[i].renewal);
		assert_int_equal(
			cti_advice_int(s->advice, CTI_ADVICE_CONTRACT_DAYS),
			cases[i].days);
	}
	customer(s, "contract_end", "2026-03-06");
	EXPECT(SEGMENTS, "due");
	expect_hints(s, "renewal:call");
	customer(s, "contract_end", "2026-03-07");
	expect_hints(s, "renewal:quote");
	assert_string_equal(cti_advice_hint(s->advice, 0)->text, "还有 61 天");
	assert_string_equal(cti_advice_hint(s->advice, 0)->reason, "发出报价");
}

/* The same instant is another day elsewhere. */
static void test_advise__today_is_the_sites_own(void **state)
{
	struct scene *s = *state;

	know(s, CONTRACT);
	customer(s, "contract_end", "2026-01-04");
	/* 23:59 on the fourth, and a minute later. */
	s->query.time_us = MORNING - INT64_C(32460000000);
	EXPECT(CONTRACT, "valid");
	s->query.time_us += 60000000;
	EXPECT(CONTRACT, "expired");
}

#define LINES                                                                  \
	"{`lines`:["                                                           \
	"{`id`:`sales`,`label`:`电话销售`,`phase`:`sale`,"                 \
	"`numbers`:[`40011002XX`,`10086`],`queues`:`sales`,`verify`:`bill`},"  \
	"{`id`:`service`,`numbers`:[`10086`],`queues`:[`support`,`vip*`]}],"   \
	"`campaigns`:[{`id`:`tv`,`label`:`电视`,`medium`:`tv`,"              \
	"`line`:`service`,`numbers`:`4001100299`,`begins`:`2026-01-05`,"       \
	"`ends`:`2026-02-01`},"                                                \
	"{`id`:`web`,`queues`:`webcall`}],"                                    \
	"`verification`:{`factors`:[{`id`:`a`,`field`:`x`},{`id`:`b`,"         \
	"`field`:`y`}],`requests`:[{`id`:`bill`,`level`:`simple`}]}}"

static void dial(struct scene *s, const char *dnis, const char *queue)
{
	s->query.dnis = cti__str(dnis);
	s->query.queue = cti__str(queue);
}

static void test_advise__lines_by_number_and_queue(void **state)
{
	struct scene *s = *state;

	know(s, LINES);
	s->query.customer = NULL;
	dial(s, "4001100201", "");
	EXPECT(LINE, "sales");
	EXPECT(LINE_LABEL, "电话销售");
	EXPECT(PHASE, "sale");
	EXPECT(VERIFY_REQUEST, "bill");
	/* A number of its own outranks where the call has been sent since. */
	dial(s, "4001100201", "support");
	EXPECT(LINE, "sales");
	/* One number for all: the queue decides. */
	dial(s, "10086", "support");
	EXPECT(LINE, "service");
	dial(s, "10086", "sales");
	EXPECT(LINE, "sales");
	dial(s, "10086", "");
	EXPECT(LINE, "sales");
	dial(s, "95555", "vip2");
	EXPECT(LINE, "service");
	dial(s, "95555", "");
	EXPECT(LINE, "");
	dial(s, "", "");
	EXPECT(LINE, "");
}

static void test_advise__lines_however_their_numbers_are_written(void **state)
{
	static const struct {
		const char *dialled, *line;
	} rows[] = {
		{ "4001100266", "care" },     { "+864001100266", "care" },
		{ "400-110-0266", "care" },   { "01062345678", "desk" },
		{ "+861062345678", "desk" },  { "008602162340009", "branch" },
		{ "4001100267", "" },
	};
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	struct scene *s = *state;
	size_t i;

	plan.area = "010";
	s->query.plan = &plan;
	know(s, "{`lines`: ["
		"{`id`: `care`, `numbers`: `400 110 0266`},"
		"{`id`: `desk`, `numbers`: `+86 (10) 6234-5678`},"
		"{`id`: `branch`, `numbers`: `021-6234XXXX`}]}");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		s->query.dnis = cti__str(rows[i].dialled);
		advise(s);
		expect(s, CTI_ADVICE_LINE, rows[i].line);
	}
}

static void test_advise__campaigns_by_number_and_day(void **state)
{
	struct scene *s = *state;

	know(s, LINES);
	dial(s, "4001100299", "");
	EXPECT(CAMPAIGN, "tv");
	EXPECT(MEDIUM, "tv");
	EXPECT(CAMPAIGN_LABEL, "电视");
	/* A campaign's line goes before that of its number. */
	EXPECT(LINE, "service");
	s->query.time_us = MORNING - INT64_C(86400000000);
	EXPECT(CAMPAIGN, "");
	EXPECT(LINE, "sales");
	s->query.time_us = MORNING + 27 * INT64_C(86400000000);
	EXPECT(CAMPAIGN, "tv");
	s->query.time_us = MORNING + 28 * INT64_C(86400000000);
	EXPECT(CAMPAIGN, "");
	dial(s, "1", "webcall");
	EXPECT(CAMPAIGN, "web");
}

static void test_advise__desks_by_language_tier_and_line(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`language`:`text`},"
		"`tiers`:{`given`:`tier`,`levels`:[{`id`:`high`}]},"
		"`lines`:[{`id`:`repair`,`queues`:`repair`,`desk`:`field`},"
		"{`id`:`data`,`queues`:`data`}],"
		"`desks`:[{`id`:`english`,`label`:`英语专席`,`group`:`service`,"
		"`skills`:[`english`,`mandarin`],`when`:`language = 'en'`},"
		"{`id`:`priority`,`group`:`priority`,`when`:`tier = 'high'`},"
		"{`id`:`data`,`lines`:`data`},{`id`:`dsl`,`queues`:`dsl*`},"
		"{`id`:`field`}]}");
	EXPECT(DESK, "");
	dial(s, "", "repair");
	EXPECT(DESK, "field");
	dial(s, "", "data");
	EXPECT(DESK, "data");
	dial(s, "", "dsl3");
	EXPECT(DESK, "dsl");
	customer(s, "tier", "high");
	EXPECT(DESK, "priority");
	EXPECT(GROUP, "priority");
	customer(s, "language", "en");
	EXPECT(DESK, "english");
	EXPECT(DESK_LABEL, "英语专席");
	EXPECT(SKILLS, "english,mandarin");
}

static void test_advise__owners_of_the_tiers_that_have_one(void **state)
{
	struct scene *s = *state;

	know(s, "{`tiers`:{`given`:`tier`,`levels`:[{`id`:`high`},{`id`:"
		"`low`}]},`owner`:{`field`:`manager`,`device_field`:`ext`,"
		"`tiers`:`high`,`people`:[{`name`:`王芳`,`device`:`1003`}]}}");
	customer(s, "manager", "王芳");
	customer(s, "tier", "low");
	EXPECT(OWNER, "");
	customer(s, "tier", "high");
	EXPECT(OWNER, "王芳");
	EXPECT(OWNER_DEVICE, "1003");
	customer(s, "ext", "1017");
	EXPECT(OWNER_DEVICE, "1017");
	customer(s, "ext", "");
	customer(s, "manager", "somebody");
	EXPECT(OWNER, "somebody");
	EXPECT(OWNER_DEVICE, "");
}

static void test_advise__channel_and_do_not_call(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`dnc`:`text`},`contact`:{`channel`:`by`,`time`:"
		"`at`,`do_not_call`:`dnc IN ('yes','是')`,"
		"`do_not_call_reason`:`dnc={dnc}`}}");
	customer(s, "by", "email");
	customer(s, "at", "09:00-11:00");
	EXPECT(CHANNEL, "email");
	EXPECT(CHANNEL_TIME, "09:00-11:00");
	assert_false(cti_advice_has(s->advice, CTI_ADVICE_DO_NOT_CALL));
	customer(s, "dnc", "是");
	EXPECT(DO_NOT_CALL_REASON, "dnc=是");
	assert_int_equal(cti_advice_int(s->advice, CTI_ADVICE_DO_NOT_CALL), 1);
}

static void test_advise__hints_by_priority_within_the_budget(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`spend`:`number`},`hints`:{`budget`:2,`rules`:["
		"{`id`:`a`,`text`:`t`,`reason`:`r`},"
		"{`id`:`b`,`text`:`t`,`reason`:`r`,`priority`:5,`when`:"
		"`spend > 10`},"
		"{`id`:`c`,`kind`:`offer`,`text`:`t {spend}`,`reason`:"
		"`because of {spend}`,`product`:`p`,`priority`:9,`when`:"
		"`spend > 20`},"
		"{`id`:`d`,`kind`:`care`,`text`:`t`,`reason`:`r`}]}}");
	expect_hints(s, "hint:a care:d");
	customer(s, "spend", "15");
	expect_hints(s, "hint:b hint:a care:d");
	customer(s, "spend", "25");
	/* Care has no budget. */
	expect_hints(s, "offer:c hint:b care:d");
	assert_string_equal(cti_advice_hint(s->advice, 0)->text, "t 25");
	assert_string_equal(cti_advice_hint(s->advice, 0)->reason,
			    "because of 25");
	assert_string_equal(cti_advice_hint(s->advice, 0)->product, "p");
	s->query.customer = NULL;
	expect_hints(s, "");
}

static void test_advise__is_quiet_when_something_is_open(void **state)
{
	struct scene *s = *state;

	know(s, "{`utc_offset`:`+08:00`,`fields`:{`open`:`number`,"
		"`last_offer`:`date`},`hints`:{`quiet`:["
		"{`when`:`open > 0`,`reason`:`{open} 件投诉未结`},"
		"{`when`:`last_offer >= date(today, '-14 days')`,"
		"`reason`:`刚推介过`},"
		"{`when`:`open > 9`,`reason`:`r`,`silences`:[`hint`]}],"
		"`rules`:[{`id`:`a`,`text`:`t`,`reason`:`r`},"
		"{`id`:`b`,`kind`:`offer`,`text`:`t`,`reason`:`r`}]},"
		"`leads`:[{`id`:`l`,`product`:`p`,`when`:`1`,`reason`:`r`,"
		"`probability`:80}]}");
	expect_hints(s, "hint:a offer:b lead:l");
	assert_int_equal(cti_advice_hint(s->advice, 2)->probability, 80);
	assert_int_equal(cti_advice_hint(s->advice, 0)->probability, -1);
	EXPECT(QUIET, "");
	customer(s, "last_offer", "2025-12-22");
	expect_hints(s, "hint:a");
	EXPECT(QUIET, "刚推介过");
	customer(s, "last_offer", "2025-12-21");
	expect_hints(s, "hint:a offer:b lead:l");
	customer(s, "open", "2");
	EXPECT(QUIET, "2 件投诉未结");
	expect_hints(s, "hint:a");
	customer(s, "open", "10");
	expect_hints(s, "");
}

static void test_advise__cares_for_birthdays_and_troubles(void **state)
{
	struct scene *s = *state;

	know(s, "{`utc_offset`:`+08:00`,`fields`:{`born`:`date`,`faults`:"
		"`number`},`care`:["
		"{`id`:`birthday`,`date`:`born`,`within`:3,`text`:`t`,"
		"`reason`:`{days} 天内({born})`},"
		"{`id`:`fault`,`when`:`faults > 0`,`text`:`t`,`reason`:`r`}]}");
	expect_hints(s, "");
	customer(s, "born", "1980-01-08");
	expect_hints(s, "care:birthday");
	assert_string_equal(cti_advice_hint(s->advice, 0)->reason,
			    "3 天内(1980-01-08)");
	customer(s, "born", "01-05");
	expect_hints(s, "care:birthday");
	customer(s, "born", "1980-01-09");
	expect_hints(s, "");
	customer(s, "born", "1980-01-04");
	expect_hints(s, "");
	customer(s, "faults", "1");
	expect_hints(s, "care:fault");
}

static void test_advise__cross_sells_by_the_composition_of_spend(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`spend`:`number`,`long`:`number`},"
		"`cross_sell`:{`total`:`spend`,`parts`:[{`id`:`ip`,"
		"`field`:`long`,`share`:0.4,`product`:`IP`,`text`:`t`,"
		"`reason`:`{long} 元,占 {share}%`}]}}");
	customer(s, "spend", "680");
	customer(s, "long", "271");
	expect_hints(s, "");
	customer(s, "long", "310");
	expect_hints(s, "offer:ip");
	assert_string_equal(cti_advice_hint(s->advice, 0)->reason,
			    "310 元,占 46%");
	customer(s, "spend", "0");
	expect_hints(s, "");
	customer(s, "spend", "");
	expect_hints(s, "");
}

static void test_advise__leads_have_a_probability(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`kind`:`text`,`p`:`number`},`leads`:["
		"{`id`:`fleet`,`product`:`集团套餐`,`when`:`kind = 'firm'`,"
		"`reason`:`r`,`probability_of`:`p * 100`}]}");
	expect_hints(s, "");
	customer(s, "kind", "firm");
	customer(s, "p", "0.8");
	expect_hints(s, "lead:fleet");
	assert_int_equal(cti_advice_hint(s->advice, 0)->probability, 80);
	assert_string_equal(cti_advice_hint(s->advice, 0)->text, "集团套餐");
	customer(s, "p", "7");
	expect_hints(s, "lead:fleet");
	assert_int_equal(cti_advice_hint(s->advice, 0)->probability, 100);
	customer(s, "p", "");
	expect_hints(s, "lead:fleet");
	assert_int_equal(cti_advice_hint(s->advice, 0)->probability, 0);
}

static void test_advise__a_reason_of_nothing_is_the_rules_name(void **state)
{
	struct scene *s = *state;

	know(s, "{`fields`:{`spend`:`number`},`hints`:{`rules`:[{`id`:`a`,"
		"`text`:`t`,`reason`:`{spend}`}]}}");
	expect_hints(s, "hint:a");
	assert_string_equal(cti_advice_hint(s->advice, 0)->reason, "a");
}

static struct cti__str account(const void *user, struct cti__str key)
{
	return cti__str_is(key, "account") ? cti__str(user) : CTI__STR_NONE;
}

static void test_advise__knows_the_call_and_its_data(void **state)
{
	struct scene *s = *state;

	know(s, "{`utc_offset`:`+08:00`,`fields`:{`account`:{`type`:`text`,"
		"`from`:`data.account`}},`segments`:["
		"{`id`:`corporate`,`when`:`account LIKE '9%'`},"
		"{`id`:`in`,`when`:`direction = 'inbound'`},"
		"{`id`:`monday-nine`,`when`:`weekday = 1 AND hour = 9`},"
		"{`id`:`sure`,`when`:`identity = 'identified'`}]}");
	EXPECT(SEGMENTS, "monday-nine,sure");
	s->query.data = account;
	s->query.user = "9001";
	s->query.direction = CTI__STR("inbound");
	s->query.identity = CTI_IDENTITY_AMBIGUOUS;
	EXPECT(SEGMENTS, "corporate,in,monday-nine");
}

static void test_advise__is_one_object_of_json(void **state)
{
	struct scene *s = *state;
	char *json;
	size_t len;

	know(s, "{`tiers`:{`given`:`tier`,`levels`:[{`id`:`high`}]},"
		"`contact`:{`do_not_call`:`1`},"
		"`segments`:[{`id`:`a`},{`id`:`b`}],`leads`:[{`id`:`l`,"
		"`product`:`p`,`when`:`1`,`reason`:`say \\`why\\``,"
		"`probability`:5}]}");
	customer(s, "tier", "high");
	advise(s);
	assert_int_equal(cti_advice_json(s->advice, &json, &len), 0);
	assert_string_equal(
		json,
		"{\"tier\":\"high\",\"tier_by\":\"crm\",\"list\":\"ordinary\","
		"\"segments\":[\"a\",\"b\"],\"do_not_call\":true,\"hints\":[{"
		"\"kind\":\"lead\",\"id\":\"l\",\"text\":\"p\",\"reason\":"
		"\"say \\\"why\\\"\",\"product\":\"p\",\"probability\":5}]}");
	assert_int_equal(strlen(json), len);
	cti_free(json);
	assert_string_equal(cti_advice_text(NULL, CTI_ADVICE_TIER), "");
	assert_null(cti_advice_hint(NULL, 0));
	assert_string_equal(cti_advice_field_name(CTI_ADVICE_VERIFY_LEFT),
			    "verify_left");
	assert_null(cti_advice_field_name(CTI_ADVICE_COUNT));
	assert_null(cti_hint_kind_name((enum cti_hint_kind)9));
}

#define WITH(test_advise__any)                                                 \
	cmocka_unit_test_setup_teardown(test_advise__any, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(test_advise__tiers_by_spend_tenure_and_credit),
		WITH(test_advise__the_crm_outranks_the_score),
		WITH(test_advise__red_ordinary_and_black_lists),
		WITH(test_advise__stages_of_life_and_segments),
		WITH(test_advise__contracts_and_their_renewal),
		WITH(test_advise__today_is_the_sites_own),
		WITH(test_advise__lines_by_number_and_queue),
		WITH(test_advise__lines_however_their_numbers_are_written),
		WITH(test_advise__campaigns_by_number_and_day),
		WITH(test_advise__desks_by_language_tier_and_line),
		WITH(test_advise__owners_of_the_tiers_that_have_one),
		WITH(test_advise__channel_and_do_not_call),
		WITH(test_advise__hints_by_priority_within_the_budget),
		WITH(test_advise__is_quiet_when_something_is_open),
		WITH(test_advise__cares_for_birthdays_and_troubles),
		WITH(test_advise__cross_sells_by_the_composition_of_spend),
		WITH(test_advise__leads_have_a_probability),
		WITH(test_advise__a_reason_of_nothing_is_the_rules_name),
		WITH(test_advise__knows_the_call_and_its_data),
		WITH(test_advise__is_one_object_of_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
