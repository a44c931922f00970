/* SPDX-License-Identifier: MIT */
/* Events: every kind and field has its name; kept in one block; as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/event.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <ctype.h>
#include <string.h>

static int allocations;
static bool refuse;

static void *count_alloc(size_t size)
{
	allocations++;
	return refuse ? NULL : malloc(size);
}

static void *count_realloc(void *p, size_t size)
{
	allocations++;
	return refuse ? NULL : realloc(p, size);
}

static const struct cti_allocator counting = { sizeof(counting), count_alloc,
					       count_realloc, free };

static void check_name(const char *name)
{
	assert_non_null(name);
	assert_true(*name);
	for (; *name; name++)
		assert_true(islower((unsigned char)*name) || *name == '_' ||
			    *name == '-');
}

static void test_event__every_kind_has_a_name_of_its_own(void **state)
{
	int i, j;

	(void)state;
	for (i = 0; i < CTI_EVENT_COUNT; i++) {
		check_name(cti_event_kind_name(i));
		for (j = 0; j < i; j++)
			assert_string_not_equal(cti_event_kind_name(i),
						cti_event_kind_name(j));
	}
	assert_null(cti_event_kind_name(CTI_EVENT_COUNT));
	assert_string_equal(cti_event_kind_name(CTI_EVENT_TRANSFER_FAILED),
			    "transfer-failed");
}

static void test_event__every_field_has_a_name_of_its_own(void **state)
{
	int i, j;

	(void)state;
	for (i = 0; i < CTI_FIELD_COUNT; i++) {
		check_name(cti_field_name(i));
		for (j = 0; j < i; j++)
			assert_string_not_equal(cti_field_name(i),
						cti_field_name(j));
	}
	assert_null(cti_field_name(CTI_FIELD_COUNT));
	assert_string_equal(cti_field_name(CTI_FIELD_WAITED_MS), "waited_ms");
}

static void test_event__is_kept_in_one_block_that_borrows_nothing(void **state)
{
	char device[] = "1001", empty[] = "";
	struct cti_event ev;
	cti_event *kept;
	size_t n;

	(void)state;
	cti__event_init(&ev, CTI_EVENT_RING, 7);
	ev.seq = 3;
	ev.flags = CTI_FLAG_LATE;
	/* No NUL where the text ends. */
	cti__event_set(&ev, CTI_FIELD_DEVICE, cti__str_n(device, 3));
	cti__event_set(&ev, CTI_FIELD_REMOTE, cti__str_n(empty, 0));
	cti__event_set_int(&ev, CTI_FIELD_POSITION, -4);
	allocations = 0;
	cti_set_allocator(&counting);
	kept = cti_event_ref(&ev);
	cti_set_allocator(NULL);
	assert_non_null(kept);
	assert_ptr_not_equal(kept, &ev);
	assert_int_equal(allocations, 1);
	memset(device, 'x', sizeof(device));
	assert_string_equal(cti_event_str(kept, CTI_FIELD_DEVICE, &n), "100");
	assert_int_equal(n, 3);
	assert_true(cti_event_has(kept, CTI_FIELD_REMOTE));
	assert_string_equal(cti_event_str(kept, CTI_FIELD_REMOTE, NULL), "");
	assert_int_equal(cti_event_int(kept, CTI_FIELD_POSITION), -4);
	assert_int_equal(cti_event_kind(kept), CTI_EVENT_RING);
	assert_int_equal(cti_event_time_us(kept), 7);
	assert_int_equal(cti_event_seq(kept), 3);
	assert_int_equal(cti_event_flags(kept), CTI_FLAG_LATE);
	assert_ptr_equal(cti_event_ref(kept), kept);
	cti_event_unref(kept);
	cti_event_unref(kept);
	cti_event_unref(NULL);
}

static void test_event__without_memory_is_not_kept(void **state)
{
	struct cti_event ev;
	size_t n = 9;
	char *json;

	(void)state;
	cti__event_init(&ev, CTI_EVENT_RING, 0);
	refuse = true;
	cti_set_allocator(&counting);
	assert_null(cti_event_ref(&ev));
	assert_int_equal(cti_event_json(&ev, &json, &n), CTI_ENOMEM);
	cti_set_allocator(NULL);
	refuse = false;
	assert_null(json);
	assert_int_equal(n, 0);
}

static void test_event__a_field_of_another_type_or_none_is_empty(void **state)
{
	struct cti_event ev;
	size_t n = 9;

	(void)state;
	cti__event_init(&ev, CTI_EVENT_QUEUE, 0);
	cti__event_set(&ev, CTI_FIELD_QUEUE, CTI__STR("support"));
	cti__event_set_int(&ev, CTI_FIELD_POSITION, 2);
	assert_int_equal(cti_event_int(&ev, CTI_FIELD_QUEUE), 0);
	assert_string_equal(cti_event_str(&ev, CTI_FIELD_POSITION, &n), "");
	assert_int_equal(n, 0);
	assert_string_equal(cti_event_str(&ev, CTI_FIELD_AGENT, NULL), "");
	assert_string_equal(cti_event_str(&ev, (enum cti_field)999, NULL), "");
	assert_false(cti_event_has(&ev, (enum cti_field)63));
	assert_null(cti_event_pop(&ev));
}

static void assert_json(const struct cti_event *ev, const char *want)
{
	char *json;
	size_t n;

	assert_int_equal(cti_event_json(ev, &json, &n), 0);
	assert_string_equal(json, want);
	assert_int_equal(n, strlen(want));
	cti_free(json);
}

static void test_event__json_has_link_seq_and_fields_in_order(void **state)
{
	struct cti_event ev;

	(void)state;
	cti__event_init(&ev, CTI_EVENT_CONFERENCE, INT64_C(1700000000123456));
	ev.seq = 12;
	cti__event_set(&ev, CTI_FIELD_ALSO, CTI__STR(""));
	cti__event_set(&ev, CTI_FIELD_DEVICES, CTI__STR("1001,1002"));
	cti__event_set(&ev, CTI_FIELD_CALL, CTI__STR("c\"1"));
	cti__event_set(&ev, CTI_FIELD_LINK, CTI__STR("pbx1"));
	assert_json(&ev, "{\"event\":\"conference\","
			 "\"time\":\"2023-11-14T22:13:20.123Z\","
			 "\"link\":\"pbx1\",\"seq\":12,\"call\":\"c\\\"1\","
			 "\"devices\":[\"1001\",\"1002\"],\"also\":[]}");
}

static void test_event__json_has_numbers_truths_and_flags(void **state)
{
	struct cti_event ev;

	(void)state;
	cti__event_init(&ev, CTI_EVENT_TRANSFER, 0);
	cti__event_set_int(&ev, CTI_FIELD_ALERTING, 1);
	cti__event_set_int(&ev, CTI_FIELD_WITHHELD, 0);
	cti__event_set_int(&ev, CTI_FIELD_WAITED_MS, 1500);
	ev.flags = CTI_FLAG_SYNTHETIC | CTI_FLAG_LATE;
	assert_json(&ev, "{\"event\":\"transfer\","
			 "\"time\":\"1970-01-01T00:00:00.000Z\",\"seq\":0,"
			 "\"waited_ms\":1500,\"alerting\":true,"
			 "\"withheld\":false,"
			 "\"flags\":[\"synthetic\",\"late\"]}");
	ev.present = 0;
	ev.flags = CTI_FLAG_GUESSED;
	assert_json(&ev, "{\"event\":\"transfer\","
			 "\"time\":\"1970-01-01T00:00:00.000Z\",\"seq\":0,"
			 "\"flags\":[\"guessed\"]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_event__every_kind_has_a_name_of_its_own),
		cmocka_unit_test(test_event__every_field_has_a_name_of_its_own),
		cmocka_unit_test(
			test_event__is_kept_in_one_block_that_borrows_nothing),
		cmocka_unit_test(test_event__without_memory_is_not_kept),
		cmocka_unit_test(
			test_event__a_field_of_another_type_or_none_is_empty),
		cmocka_unit_test(
			test_event__json_has_link_seq_and_fields_in_order),
		cmocka_unit_test(test_event__json_has_numbers_truths_and_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
