package text

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Searchable is what a row keeps to be found by: the texts in lower case, and of Chinese ones the pinyin and its
// initials, all readings of the first characters included. It is cut to at most 400 characters.
func Searchable(parts ...string) string {
	var out []string
	for _, part := range parts {
		part = fold(part)
		if part == "" {
			continue
		}
		out = append(out, part)
		full, initials := readings(part)
		if full != "" {
			out = append(out, full, initials)
		}
	}
	joined := []rune(strings.Join(out, " "))
	if len(joined) > 400 {
		joined = joined[:400]
	}
	return string(joined)
}

// Like is the pattern for LIKE … ESCAPE '\' that finds a typed query in a Searchable text.
func Like(query string) string {
	query = fold(query)
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(query) + "%"
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) }

var (
	everyReading = pinyin.Args{Style: pinyin.Normal, Heteronym: true}
	// surnames have a reading of their own, which is tried before the common one.
	surnames = map[rune]string{'单': "shan", '曾': "zeng", '解': "xie", '仇': "qiu", '任': "ren", '盖': "ge", '查': "zha", '区': "ou", '朴': "piao", '尉': "yu"}
)

// readings returns the pinyin of the Chinese characters in a text, without tones, and its initials. A character with
// several readings adds a second spelling of each, so that 重庆 is found by zhongqing and by chongqing.
func readings(s string) (full, initials string) {
	var first, second, firstLetters, secondLetters strings.Builder
	for i, c := range []rune(s) {
		all := pinyin.SinglePinyin(c, everyReading)
		if len(all) == 0 {
			continue
		}
		one, two := all[0], all[len(all)-1]
		if name, ok := surnames[c]; ok && i == 0 {
			two = name
		}
		first.WriteString(one)
		second.WriteString(two)
		firstLetters.WriteByte(one[0])
		secondLetters.WriteByte(two[0])
	}
	full, initials = first.String(), firstLetters.String()
	if second.String() != full {
		full += " " + second.String()
	}
	if secondLetters.String() != initials {
		initials += " " + secondLetters.String()
	}
	return full, initials
}
