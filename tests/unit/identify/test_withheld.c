/* SPDX-License-Identifier: MIT */
/* Words for "withheld" in the languages and spellings of switches. */
#include "identify/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static enum cti__spelling_kind kind_of(const char *text)
{
	struct cti__spelling s;

	cti__spelling_read(&s, cti__str(text));
	return s.kind;
}

static void test_withheld__knows_the_words_of_switches_and_people(void **state)
{
	/* clang-format off */
	static const char *const words[] = {
		"", "  ", "\t", "anonymous", "Anonymous", "ANONYMOUS",
		"anonymous.invalid", "Anonymous Caller", "unknown", "UNKNOWN",
		"<unknown>", "Unknown Number", "private", "Private Caller",
		"restricted", "Number Restricted", "withheld",
		"number withheld", "Number_Withheld", "unavailable", "Unavail",
		"not available", "NOT_AVAILABLE", "N/A", "n.a.", "blocked",
		"Caller ID blocked", "hidden", "[hidden]", "(hidden number)",
		"no number", "No Caller ID", "no-cid", "out-of-area",
		"OUT OF AREA", "CID unavail", "unidentified", "unlisted",
		"suppressed", "CLIR", "confidential", "not provided",
		"payphone", "coin line", "asterisk", "\"asterisk\"",
		"\"asterisk\" <asterisk>", "FreeSWITCH", "none", "NULL", "null",
		"nil", "undefined", "sip:anonymous@anonymous.invalid",
		"\"Anonymous\" <sip:anonymous@anonymous.invalid>",
		"sip:unavailable@unknown.invalid", "sip:restricted@10.0.0.1",
		"sip:unknown@10.0.0.1;user=phone", "sip:asterisk@10.0.0.1",
		"sip:@10.0.0.1", "tel:anonymous", "Ａｎｏｎｙｍｏｕｓ",
		"Anonym", "anonymer Anruf", "Unbekannt", "UNTERDRÜCKT",
		"Rufnummer unterdrückt", "unbekannter Teilnehmer",
		"Inconnu", "Masqué", "NUMÉRO MASQUÉ", "Appel anonyme",
		"desconocido", "NÚMERO PRIVADO", "oculto", "Anônimo",
		"sconosciuto", "Numero privato", "неизвестный",
		"НЕИЗВЕСТНЫЙ", "Скрытый номер", "Анонимный",
		"匿名", "匿名来电", "匿名來電", "匿名电话", "未知", "未知号码",
		"未知號碼", "未知来电", "号码未知", "不明来电", "不明號碼",
		"私人号码", "私人號碼", "私人来电", "私密号码", "隐藏号码",
		"隱藏號碼", "隐藏来电", "号码隐藏", "隐私号码", "保密",
		"保密号码", "号码保密", "无号码", "無號碼", "无主叫",
		"无主叫号码", "无来电显示", "無來電顯示", "无法显示",
		"無法顯示", "不显示号码", "不顯示號碼", "未显示号码",
		"未提供", "限制显示", "拒绝显示", "空号码", "（匿名）",
		"sip:匿名@10.0.0.1", "非通知", "非通知設定", "通知不可能",
		"表示圏外", "公衆電話", "발신번호표시제한", "0000000000",
		"000000", "266696687", "+266696687", "+00266696687",
	};
	/* clang-format on */
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(words); i++)
		if (kind_of(words[i]) != CTI__SPELLING_WITHHELD)
			fail_msg("\"%s\" is not taken for withheld", words[i]);
}

static void test_withheld__leaves_people_and_numbers_alone(void **state)
{
	static const char *const names[] = { "alice",	   "张三",
					     "asteriskos", "privat8",
					     "unknown7",   "李匿名" };
	static const char *const numbers[] = {
		"13800138000", "0",	    "00000",
		"2666966871",  "126669668", "\"Anonymous\" <13800138000>",
		"匿名 95588",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++)
		if (kind_of(names[i]) == CTI__SPELLING_WITHHELD)
			fail_msg("\"%s\" is taken for withheld", names[i]);
	for (i = 0; i < COUNT(numbers); i++)
		if (kind_of(numbers[i]) != CTI__SPELLING_NUMBER)
			fail_msg("\"%s\" is no number", numbers[i]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_withheld__knows_the_words_of_switches_and_people),
		cmocka_unit_test(
			test_withheld__leaves_people_and_numbers_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
