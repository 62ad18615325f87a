package text

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Searchable is what a row keeps to be found by: the texts in lower case, and of Chinese ones the pinyin and its
// initials, in up to four spellings. It is cut to at most 400 characters.
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

// spellings is how many ways a text is spelled at most: the n-th takes the n-th reading of each character.
const spellings = 4

// readings returns the pinyin of the Chinese characters in a text, without tones, and its initials, in every spelling: 重庆
// is found by zhongqing and by chongqing.
func readings(s string) (full, initials string) {
	var fulls, letters []string
	for n := range spellings {
		var word, first strings.Builder
		for i, c := range []rune(s) {
			all := pinyin.SinglePinyin(c, everyReading)
			if name, ok := surnames[c]; ok && i == 0 {
				all = append([]string{name}, all...)
			}
			if len(all) == 0 {
				continue
			}
			one := all[min(n, len(all)-1)]
			word.WriteString(one)
			first.WriteByte(one[0])
		}
		if !slices.Contains(fulls, word.String()) {
			fulls = append(fulls, word.String())
		}
		if !slices.Contains(letters, first.String()) {
			letters = append(letters, first.String())
		}
	}
	return strings.Join(fulls, " "), strings.Join(letters, " ")
}
