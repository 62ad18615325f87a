package text_test

import (
	"testing"

	"linli/server/text"
)

func TestMaskName(t *testing.T) {
	for name, want := range map[string]string{
		"张三": "张*", "李小明": "李*明", "欧阳娜娜": "欧**娜", "司马": "司*", "王": "*", "𠮷田": "𠮷*",
		"阿迪力江·买买提": "阿***·买**", "迪丽热巴・迪力木拉提": "迪***·迪****", "次仁 卓玛": "次* 卓*",
		"Anna Schmidt": "A*** S***", "Ng": "N***", "Åsa": "Å***", "Jean-Luc  Picard": "J*** P***", "O": "O***", "Müller 王芳": "M*** 王*",
		"👨\u200d👩": "👨***", "\xff": "\ufffd***", "": "*", "·": "*",
	} {
		if got := text.MaskName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
