/* SPDX-License-Identifier: MIT */
/* The words by which switches and people say that a number is withheld. */
#include "identify/spelling.h"

/* In small letters without anything between the words. */
/* clang-format off */
static const char *const withheld_words[] = {
	"anonymous", "anonymousinvalid", "anonymouscaller", "unknown",
	"private", "restricted", "withheld", "unavailable", "unavail",
	"blocked", "hidden", "notavailable", "nocallerid", "callerunknown",
	"unknowncaller", "privatenumber", "unknownnumber", "privatecaller",
	"numberwithheld", "withheldnumber", "callerwithheld", "callerblocked",
	"callerrestricted", "numberrestricted", "restrictednumber", "nocid",
	"noclid", "idblocked", "idunavailable", "idwithheld", "idrestricted",
	"calleridblocked", "calleridunavailable", "calleridwithheld",
	"calleridrestricted", "numberunavailable", "nameunavailable",
	"unavailablenumber", "numberblocked", "numberhidden", "hiddennumber",
	"hiddencaller", "numberprivate", "secret", "secretnumber",
	"confidential", "suppressed", "numbersuppressed", "clirsuppressed",
	"clir", "notprovided", "notpresent", "unlisted", "outofarea",
	"nonumber", "cidunavail", "unidentified", "unassigned", "payphone",
	"coinline", "publicphone", "asterisk", "freeswitch", "na", "null",
	"none", "nil", "empty", "undefined",
	/* German */
	"anonym", "unbekannt", "unterdrückt", "privat", "rufnummerunterdrückt",
	"nummerunterdrückt", "unbekanntenummer", "unbekannterufnummer",
	"anonymerufnummer", "anonymeranruf", "unbekannterteilnehmer",
	"keinenummer",
	/* French */
	"inconnu", "masqué", "privé", "anonyme", "appelmasqué", "numéromasqué",
	"numeromasque", "numéroinconnu", "numéroprivé", "appelanonyme",
	/* Spanish, Portuguese, Italian */
	"desconocido", "privado", "oculto", "anónimo", "anonimo",
	"númeroprivado", "númerooculto", "númerodesconocido", "restringido",
	"desconhecido", "númerodesconhecido", "anônimo", "sconosciuto",
	"nascosto", "numeroprivato", "riservato",
	/* Russian */
	"неизвестный", "неизвестно", "анонимный", "анонимно", "скрыт",
	"скрытый", "скрытыйномер", "номерскрыт", "неизвестныйномер",
	/* Chinese */
	"匿名", "匿名来电", "匿名來電", "匿名號碼", "匿名号码", "匿名电话",
	"匿名電話", "匿名用户", "未知", "未知号码", "未知號碼", "未知来电",
	"未知來電", "未知电话", "未知主叫", "号码未知", "來電未知", "来电未知",
	"不明", "不明来电", "不明來電", "不明号码", "不明號碼", "私人号码",
	"私人號碼", "私人来电", "私人來電", "私密号码", "私密號碼", "隐藏",
	"隱藏", "隐藏号码", "隱藏號碼", "隐藏来电", "隱藏來電", "号码隐藏",
	"號碼隱藏", "主叫隐藏", "隐私号码", "隱私號碼", "保密", "保密号码",
	"保密號碼", "号码保密", "无号码", "無號碼", "无主叫", "無主叫",
	"无主叫号码", "无来电显示", "無來電顯示", "无法显示", "無法顯示",
	"无法识别", "无法识别号码", "不显示", "不顯示", "不显示号码",
	"不顯示號碼", "未显示", "未顯示", "未显示号码", "未提供", "未提供号码",
	"限制显示", "限制显示号码", "号码受限", "拒绝显示", "来电隐藏", "空",
	"空号码",
	/* Japanese and Korean */
	"非通知", "非通知設定", "通知不可能", "通知不可", "表示圏外",
	"公衆電話", "番号非通知", "不明番号", "발신번호표시제한",
	"발신자표시제한", "알수없음",
};
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A capital of Latin or Cyrillic, two bytes of UTF-8, becomes small. */
static void lower_pair(char *pair)
{
	unsigned char first = (unsigned char)pair[0];
	unsigned char second = (unsigned char)pair[1];

	if (first == 0xc3 && second >= 0x80 && second <= 0x9e) {
		pair[1] = (char)(second + 0x20);
	} else if (first == 0xd0 && second >= 0x90 && second <= 0x9f) {
		pair[1] = (char)(second + 0x20);
	} else if (first == 0xd0 && second >= 0xa0 && second <= 0xaf) {
		pair[0] = (char)0xd1;
		pair[1] = (char)(second - 0x20);
	}
}

/* Letters alone, small; false if there is another sign or too much. */
static bool letters_of(struct cti__str s, char *word, size_t room, size_t *n)
{
	size_t i;
	char c;

	*n = 0;
	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (strchr(" _-./'\"<>()[]", c))
			continue;
		if (*n == room)
			return false;
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			word[(*n)++] = (char)(c | 0x20);
		else if ((unsigned char)c & 0x80)
			word[(*n)++] = c;
		else
			return false;
		if (*n > 1)
			lower_pair(word + *n - 2);
	}
	return true;
}

bool cti__withheld_is(struct cti__str s)
{
	char word[96];
	size_t n, i;

	if (!letters_of(s, word, sizeof(word), &n))
		return false;
	for (i = 0; i < COUNT(withheld_words); i++)
		if (cti__str_is(cti__str_n(word, n), withheld_words[i]))
			return true;
	return false;
}
