package text

import (
	"cmp"
	"strings"
	"unicode"
)

// MaskName shows a name as lists that are put up in public do: of each of its words the first character, and of a Chinese
// name of three and more the last too, so that neighbours know one another and a stranger learns no name: 张*, 李*明, 欧**娜,
// 阿***·买**. What is not written in Chinese characters keeps its initials and hides its length: A*** S***.
func MaskName(name string) string {
	words := strings.FieldsFunc(name, parts)
	between := " "
	if strings.ContainsAny(name, dots) {
		between = "·"
	}
	for i, word := range words {
		words[i] = maskWord([]rune(word), len(words) > 1)
	}
	return cmp.Or(strings.Join(words, between), "*")
}

func maskWord(word []rune, several bool) string {
	first, n := string(word[0]), len(word)
	switch {
	case !unicode.Is(unicode.Han, word[0]):
		return first + "***"
	case n == 1:
		return "*"
	case n == 2 || several:
		return first + strings.Repeat("*", n-1)
	default:
		return first + strings.Repeat("*", n-2) + string(word[n-1])
	}
}

// dots stand between the words of names that come from other languages.
const dots = "·•・‧"

func parts(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(dots, c) }
