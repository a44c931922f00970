/* SPDX-License-Identifier: MIT */
/* How to greet a caller, in Chinese and English, by how sure we are who it is.
 */
#include "pop/greeting.h"
#include "util/utf8.h"

enum gender { GENDER_NONE, GENDER_MALE, GENDER_FEMALE };

#define COUNT(array) (sizeof(array) / sizeof(array[0]))

/* Surnames of two characters; every other Chinese surname has one. */
static const char *const compound[] = {
	"欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙",
	"令狐", "慕容", "司徒", "司空", "端木", "百里", "东郭", "南宫", "西门",
	"轩辕", "长孙", "宇文", "鲜于", "呼延", "赫连", "澹台", "公冶", "宗政",
	"濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "钟离", "闾丘", "左丘",
	"独孤", "拓跋", "第五", "公羊", "谷梁", "纳兰", "万俟", "闻人", "歐陽",
	"司馬", "諸葛", "東方", "尉遲", "公孫", "長孫", "西門", "南宮", "軒轅",
	"赫連", "鍾離", "獨孤", "納蘭", "鮮于", "聞人",
};

/* What a directory may have written behind the surname already. */
static const char *const zh_titles[] = {
	"先生", "女士", "小姐", "太太", "夫人", "老师", "医生", "教授", "博士",
	"经理", "主任", "总监", "总",	"老師", "醫生", "經理", "總",
};

static const char *const en_titles[] = { "Mr", "Mrs", "Ms",  "Miss",
					 "Mx", "Dr",  "Prof" };

static bool is_one_of(struct cti__str s, const char *const *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (cti__str_ieq(s, cti__str(list[i])))
			return true;
	return false;
}

static struct cti__str field(const cti_customer *customer, const char *name)
{
	if (!customer)
		return CTI__STR_NONE;
	return cti__str_trim(cti__str(cti_customer_get(customer, name)));
}

static enum gender gender_of(const cti_customer *customer)
{
	static const char *const male[] = { "male", "m",    "man", "男",
					    "男性", "先生", "mr" };
	static const char *const female[] = { "female", "f",	"woman", "女",
					      "女性",	"女士", "小姐",	 "ms",
					      "mrs",	"miss" };
	struct cti__str gender = field(customer, "gender");

	if (is_one_of(gender, male, COUNT(male)))
		return GENDER_MALE;
	if (is_one_of(gender, female, COUNT(female)))
		return GENDER_FEMALE;
	return GENDER_NONE;
}

/* U+3400 to U+9FFF and the planes behind: Chinese characters. The middle dot of
   阿凡提·买买提 is none: such a name has no Chinese surname. */
static bool is_han(struct cti__str s)
{
	size_t i, unit;

	for (i = 0; i < s.n; i += unit) {
		unsigned char a = (unsigned char)s.p[i];

		unit = cti__utf8_unit(s.p + i, s.n - i);
		if (unit < 3 || (unit == 3 && (a < 0xe3 || a > 0xe9)) ||
		    (unit == 4 && s.p[i + 1] == '\x9f'))
			return false;
	}
	return s.n > 0;
}

static bool has_zh_title(struct cti__str name)
{
	size_t i, n;

	for (i = 0; i < COUNT(zh_titles); i++) {
		n = strlen(zh_titles[i]);
		if (name.n > n && !memcmp(name.p + name.n - n, zh_titles[i], n))
			return true;
	}
	return false;
}

/* A name of two characters that looks like 欧阳 is 欧 of one character. */
static struct cti__str zh_surname(struct cti__str name)
{
	size_t i, first = cti__utf8_unit(name.p, name.n);
	struct cti__str two = cti__str_sub(name, 0, 6);

	for (i = 0; i < COUNT(compound) && name.n > 6; i++)
		if (cti__str_is(two, compound[i]))
			return two;
	return cti__str_sub(name, 0, first);
}

/* "Mr Smith", "Smith, John", "John Smith": the family's name. */
static struct cti__str en_surname(struct cti__str name)
{
	struct cti__str rest, before;
	size_t blank;

	before = cti__str_cut(name, ',', &rest);
	if (before.n < name.n)
		return cti__str_trim(before);
	if (is_han(name))
		return zh_surname(name);
	blank = cti__str_rchr(name, ' ');
	return blank == name.n ? name : cti__str_sub(name, blank + 1, name.n);
}

/* "Dr" of "Dr. John Smith", "" of a name without a title. */
static struct cti__str en_title(struct cti__str name)
{
	struct cti__str rest, word = cti__str_cut(name, ' ', &rest);

	if (word.n && word.p[word.n - 1] == '.')
		word.n--;
	if (rest.n && is_one_of(word, en_titles, COUNT(en_titles)))
		return word;
	return CTI__STR_NONE;
}

static void add_zh(struct cti__buf *out, const cti_customer *customer,
		   struct cti__str name)
{
	struct cti__str surname = field(customer, "surname");
	enum gender gender = gender_of(customer);

	if (gender == GENDER_NONE || has_zh_title(name)) {
		cti__utf8_clean(out, name);
		return;
	}
	if (!surname.n)
		surname = is_han(name) ? zh_surname(name) : name;
	cti__utf8_clean(out, surname);
	cti__buf_text(out, gender == GENDER_MALE ? "先生" : "女士");
}

static void add_en(struct cti__buf *out, const cti_customer *customer,
		   struct cti__str name)
{
	struct cti__str surname = field(customer, "surname");
	struct cti__str title = en_title(name);
	enum gender gender = gender_of(customer);

	if (!title.n && gender == GENDER_NONE) {
		cti__utf8_clean(out, name);
		return;
	}
	if (!title.n)
		title = cti__str(gender == GENDER_MALE ? "Mr" : "Ms");
	if (!surname.n)
		surname = en_surname(name);
	cti__utf8_clean(out, title);
	cti__buf_char(out, ' ');
	cti__utf8_clean(out, surname);
}

void cti__greeting_address(struct cti__buf *out, const cti_customer *customer,
			   enum cti__language language)
{
	struct cti__str name = field(customer, "name");

	if (!name.n)
		cti__utf8_clean(out, field(customer, "company"));
	else if (language == CTI__LANGUAGE_ZH)
		add_zh(out, customer, name);
	else
		add_en(out, customer, name);
}

bool cti__language_parse(struct cti__str text, enum cti__language *out)
{
	static const char *const zh[] = { "zh",	     "cn",   "chs",  "cht",
					  "chinese", "中文", "汉语", "普通话" };
	static const char *const en[] = { "en", "eng", "english", "英语",
					  "英文" };
	size_t n = cti__str_chr(text, '-'), under = cti__str_chr(text, '_');
	struct cti__str head = cti__str_sub(text, 0, n < under ? n : under);

	if (is_one_of(head, zh, COUNT(zh)))
		*out = CTI__LANGUAGE_ZH;
	else if (is_one_of(head, en, COUNT(en)))
		*out = CTI__LANGUAGE_EN;
	else
		return false;
	return true;
}

#define SURE	    80
#define ASK_MEMBERS 3

enum cti_greeting cti__greeting_mode(const struct cti__greeting_case *who,
				     const struct cti__greeting_rules *rules)
{
	uint32_t sure = rules->sure ? rules->sure : SURE;
	uint32_t ask = rules->ask_members ? rules->ask_members : ASK_MEMBERS;

	if (!field(who->customer, "name").n &&
	    !field(who->customer, "company").n)
		return CTI_GREETING_GENERIC;
	if (who->chosen)
		return CTI_GREETING_STATEMENT;
	if (who->group == CTI_GROUP_SHARED)
		return CTI_GREETING_GENERIC;
	switch (who->identity) {
	case CTI_IDENTITY_IDENTIFIED:
		return cti_customer_score(who->customer) >= sure
			       ? CTI_GREETING_STATEMENT
			       : CTI_GREETING_QUESTION;
	case CTI_IDENTITY_AMBIGUOUS:
		return who->members <= ask ? CTI_GREETING_QUESTION
					   : CTI_GREETING_GENERIC;
	default:
		/* Quick sources of a pending answer may yet be contradicted. */
		return CTI_GREETING_GENERIC;
	}
}

enum cti__language cti__greeting_language(const cti_customer *customer,
					  enum cti__language language)
{
	cti__language_parse(field(customer, "language"), &language);
	return language;
}

void cti__greeting_form(struct cti__buf *out, struct cti__str form,
			const cti_customer *customer,
			enum cti__language language)
{
	static const char mark[] = "{name}";
	const char *at;

	while (form.n) {
		at = memmem(form.p, form.n, mark, sizeof(mark) - 1);
		if (!at)
			break;
		cti__buf_add(out, form.p, (size_t)(at - form.p));
		cti__greeting_address(out, customer, language);
		form = cti__str_sub(
			form, (size_t)(at - form.p) + sizeof(mark) - 1, form.n);
	}
	cti__buf_str(out, form);
}

void cti__greeting_words(struct cti__buf *out, enum cti_greeting mode,
			 const cti_customer *customer,
			 enum cti__language language)
{
	static const struct {
		const char *before, *behind;
	} words[3][2] = {
		[CTI_GREETING_GENERIC] = { { "您好", "" }, { "Hello.", "" } },
		[CTI_GREETING_QUESTION] = { { "是", "吗?" },
					    { "Am I speaking with ", "?" } },
		[CTI_GREETING_STATEMENT] = { { "", ",您好" },
					     { "Hello, ", "." } },
	};

	language = cti__greeting_language(customer, language);
	cti__buf_text(out, words[mode][language].before);
	if (mode != CTI_GREETING_GENERIC)
		cti__greeting_address(out, customer, language);
	cti__buf_text(out, words[mode][language].behind);
}
