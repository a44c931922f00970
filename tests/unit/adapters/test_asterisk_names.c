/* SPDX-License-Identifier: MIT */
/* What Asterisk's names say: whose channel it is, and where it leads. */
#include "ami_stage.h"

#include "adapters/asterisk/names.h"

struct row {
	const char *name;
	enum cti_role role;
	const char *device;
};

static void check(const struct cti__asterisk_site *site, const struct row *row)
{
	struct cti__asterisk_channel ch = cti__asterisk_channel(
		site, cti__str(row->name));

	if (ch.role != row->role || !cti__str_is(ch.device, row->device))
		fail_msg("%s is %d \"%.*s\"", row->name, ch.role,
			 (int)ch.device.n, ch.device.n ? ch.device.p : "");
}

#define CHECK(site, rows)                                                      \
	do {                                                                   \
		size_t at;                                                     \
		for (at = 0; at < sizeof(rows) / sizeof(rows[0]); at++)        \
			check(site, &(rows)[at]);                              \
	} while (0)

static void test_asterisk_names__digits_are_extensions_without_patterns(
	void **state)
{
	static const struct row rows[] = {
		{ "PJSIP/1001-0000002a", CTI_ROLE_EXTENSION, "1001" },
		{ "SIP/1001-0000002a", CTI_ROLE_EXTENSION, "1001" },
		{ "IAX2/1001-7", CTI_ROLE_EXTENSION, "1001" },
		{ "PJSIP/trunk-0000002a", CTI_ROLE_TRUNK, "trunk" },
		{ "PJSIP/trunk-beijing-0000002a", CTI_ROLE_TRUNK,
		  "trunk-beijing" },
		{ "PJSIP/1001", CTI_ROLE_EXTENSION, "1001" },
		{ "PJSIP/1001a-1", CTI_ROLE_TRUNK, "1001a" },
		/* A port of a card is a line, whatever its number. */
		{ "DAHDI/1-1", CTI_ROLE_TRUNK, "1" },
		{ "DAHDI/i1/13800138000-1", CTI_ROLE_TRUNK, "i1/13800138000" },
		{ "PJSIP/-1", CTI_ROLE_TRUNK, "" },
		{ "PJSIP", CTI_ROLE_TRUNK, "" },
		{ "", CTI_ROLE_TRUNK, "" },
	};
	struct cti__asterisk_site site = { 0 };

	(void)state;
	CHECK(&site, rows);
}

static void test_asterisk_names__the_sites_patterns_decide(void **state)
{
	static const struct row rows[] = {
		{ "PJSIP/1001-1", CTI_ROLE_EXTENSION, "1001" },
		{ "PJSIP/desk-7-1", CTI_ROLE_EXTENSION, "desk-7" },
		{ "DAHDI/22-1", CTI_ROLE_EXTENSION, "22" },
		{ "PJSIP/2001-1", CTI_ROLE_TRUNK, "2001" },
		/* What is a trunk by pattern is no extension. */
		{ "PJSIP/1999-1", CTI_ROLE_TRUNK, "1999" },
		{ "PJSIP/line-1", CTI_ROLE_TRUNK, "line" },
	};
	static const struct row trunks_only[] = {
		{ "PJSIP/1999-1", CTI_ROLE_TRUNK, "1999" },
		{ "PJSIP/2001-1", CTI_ROLE_EXTENSION, "2001" },
		{ "PJSIP/line-1", CTI_ROLE_TRUNK, "line" },
	};
	struct cti__asterisk_site site = { 0 };

	(void)state;
	site.trunks = CTI__STR("19XX");
	CHECK(&site, trunks_only);
	site.extensions = CTI__STR("1XXX, desk-*, 22");
	CHECK(&site, rows);
}

static void test_asterisk_names__the_settings_reach_them(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "user", "cti");
	fake_port_set(&st.port, "devices.extensions", "desk-*");
	fake_port_set(&st.port, "devices.trunks", "1XXX");
	stage_open(&st);
	check(&((struct cti__ami_state *)st.port.state)->site,
	      &(struct row){ "PJSIP/1001-1", CTI_ROLE_TRUNK, "1001" });
	check(&((struct cti__ami_state *)st.port.state)->site,
	      &(struct row){ "PJSIP/desk-1-1", CTI_ROLE_EXTENSION, "desk-1" });
	stage_close(&st);
}

static void test_asterisk_names__a_local_has_two_halves(void **state)
{
	static const struct {
		const char *name, *device, *context, *pair;
		int half;
	} rows[] = {
		{ "Local/1003@agents-00000001;1", "1003", "agents",
		  "1003@agents-00000001", 1 },
		{ "Local/1003@agents-00000001;2", "1003", "agents",
		  "1003@agents-00000001", 2 },
		{ "Local/1003@from-queue-n-00000001;2", "1003", "from-queue-n",
		  "1003@from-queue-n-00000001", 2 },
		{ "Local/1003@agents-00000001", "1003", "agents",
		  "1003@agents-00000001", 0 },
		{ "Local/1003;1", "1003", "", "1003", 1 },
		{ "Local/", "", "", "", 0 },
		{ "Local/;", "", "", "", 0 },
	};
	struct cti__asterisk_site site = { 0 };
	size_t i;

	(void)state;
	/* Not even a pattern makes a telephone of it. */
	site.extensions = CTI__STR("*");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cti__asterisk_channel ch = cti__asterisk_channel(
			&site, cti__str(rows[i].name));

		assert_int_equal(ch.role, CTI_ROLE_LOCAL);
		assert_true(cti__str_is(ch.device, rows[i].device));
		assert_true(cti__str_is(ch.context, rows[i].context));
		assert_true(cti__str_is(ch.pair, rows[i].pair));
		assert_int_equal(ch.half, rows[i].half);
	}
}

static void test_asterisk_names__plumbing_is_nobody(void **state)
{
	static const struct row rows[] = {
		{ "Snoop/1795311045.7-00000001", CTI_ROLE_PLUMBING, "" },
		{ "Recorder/ARI-00000001;1", CTI_ROLE_PLUMBING, "" },
		{ "Announcer/ARI-00000001;2", CTI_ROLE_PLUMBING, "" },
		{ "CBAnn/8001-00000001;1", CTI_ROLE_PLUMBING, "" },
		{ "CBRec/8001-00000001", CTI_ROLE_PLUMBING, "" },
		{ "Message/ast_msg_queue", CTI_ROLE_PLUMBING, "" },
		{ "Surrogate/1001-1", CTI_ROLE_PLUMBING, "" },
		{ "AsyncGoto/PJSIP/1001-1", CTI_ROLE_PLUMBING, "" },
		{ "Bridge/1001", CTI_ROLE_PLUMBING, "" },
		{ "UnicastRTP/127.0.0.1:9-1", CTI_ROLE_PLUMBING, "" },
		/* Only by their whole name. */
		{ "Bridges/1001-1", CTI_ROLE_EXTENSION, "1001" },
		{ "snoop/1001-1", CTI_ROLE_EXTENSION, "1001" },
	};
	struct cti__asterisk_site site = { 0 };

	(void)state;
	CHECK(&site, rows);
}

struct text_row {
	const char *from, *to;
};

static void test_asterisk_names__an_interface_is_its_device(void **state)
{
	static const struct text_row rows[] = {
		{ "PJSIP/1001", "1001" },
		{ "Local/1003@agents/n", "1003" },
		{ "Local/1003@agents", "1003" },
		{ "hint:1003@internal", "1003" },
		{ "Custom:desk", "desk" },
		/* A name without a technology is the device itself. */
		{ "1003", "1003" },
		{ "PJSIP/1001/sip:x@y", "1001" },
		{ "PJSIP/", "" },
		{ "/", "" },
		{ "", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cti__str s = cti__asterisk_interface_device(
			cti__str(rows[i].from));

		if (!cti__str_is(s, rows[i].to))
			fail_msg("%s: \"%.*s\"", rows[i].from, (int)s.n, s.p);
	}
}

static void test_asterisk_names__a_dial_string_holds_a_number(void **state)
{
	static const struct text_row rows[] = {
		{ "13900139000@trunk", "13900139000" },
		{ "PJSIP/trunk/13900139000", "13900139000" },
		{ "trunk/sip:13900139000@198.51.100.7", "sip:13900139000" },
		{ "1001", "1001" },
		{ "Local/1003@agents", "1003" },
		{ "trunk/", "" },
		{ "", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cti__str s = cti__asterisk_dialled_number(
			cti__str(rows[i].from));

		if (!cti__str_is(s, rows[i].to))
			fail_msg("%s: \"%.*s\"", rows[i].from, (int)s.n, s.p);
	}
}

static void test_asterisk_names__a_number_to_dial_is_short_and_plain(
	void **state)
{
	char text[81];

	(void)state;
	memset(text, '1', sizeof(text));
	assert_true(cti__asterisk_is_dialable(cti__str_n(text, 1)));
	assert_true(cti__asterisk_is_dialable(cti__str_n(text, 79)));
	assert_false(cti__asterisk_is_dialable(cti__str_n(text, 80)));
	assert_false(cti__asterisk_is_dialable(CTI__STR_NONE));
	assert_true(cti__asterisk_is_dialable(CTI__STR("*8#+x-Y.z_")));
	assert_false(cti__asterisk_is_dialable(CTI__STR("1 2")));
	assert_false(cti__asterisk_is_dialable(cti__str_n("1\0002", 3)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_asterisk_names__digits_are_extensions_without_patterns),
		cmocka_unit_test(
			test_asterisk_names__the_sites_patterns_decide),
		cmocka_unit_test(test_asterisk_names__the_settings_reach_them),
		cmocka_unit_test(test_asterisk_names__a_local_has_two_halves),
		cmocka_unit_test(test_asterisk_names__plumbing_is_nobody),
		cmocka_unit_test(
			test_asterisk_names__an_interface_is_its_device),
		cmocka_unit_test(
			test_asterisk_names__a_dial_string_holds_a_number),
		cmocka_unit_test(
			test_asterisk_names__a_number_to_dial_is_short_and_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
