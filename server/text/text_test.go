package text_test

import (
	"errors"
	"strings"
	"testing"

	"linli/server/fault"
	"linli/server/text"
)

func TestPhone(t *testing.T) {
	for typed, want := range map[string]string{
		"138 0000 0001": "+8613800000001", "+86 138-0000-0001": "+8613800000001", "13800000001": "+8613800000001", "+442071234567": "+442071234567",
		"": "", "1380000000": "", "23800000001": "", "+8623800000001": "", "１３８": "", "138000000011": "", "+0123456789": "",
	} {
		got, err := text.Phone("phone", typed)
		if got != want || (want == "") != (fault.Of(err) == fault.BadInput) {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}

func TestMask(t *testing.T) {
	for number, want := range map[string]string{"+8613800000001": "138****0001", "+442071234567": "****4567"} {
		if got := text.Mask(number); got != want {
			t.Errorf("%s: %s", number, got)
		}
	}
}

func TestSearchable(t *testing.T) {
	for row, queries := range map[string][]string{
		"重庆": {"重庆", "zhongqing", "chongqing", "cq", "zq"}, "曾小红": {"zengxiaohong", "zxh", "曾小"}, "Ａlice": {"alice"},
	} {
		found := text.Searchable(row)
		for _, q := range queries {
			if !strings.Contains(found, strings.Trim(text.Like(q), "%")) {
				t.Errorf("%s is not found by %s in %q", row, q, found)
			}
		}
	}
	if got := text.Like(`50%_\`); got != `%50\%\_\\%` {
		t.Errorf("a pattern's signs are not taken as they are: %s", got)
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		value, reason string
	}{{"", "EMPTY"}, {"  ", "EMPTY"}, {strings.Repeat("字", 51), "TOO_LONG"}, {"a\nb", "CHARACTER"}, {"a\u202eb", "CHARACTER"}, {"一", ""}, {"👨\u200d👩", ""}} {
		_, err := text.Line("name", c.value, text.Name)
		reason := ""
		var f *fault.Error
		if errors.As(err, &f) {
			reason = f.Reason
		}
		if reason != c.reason {
			t.Errorf("%q: %v", c.value, err)
		}
	}
	if v, err := text.Lines("description", "a\nb", 10); err != nil || v != "a\nb" {
		t.Errorf("several lines: %q, %v", v, err)
	}
}
