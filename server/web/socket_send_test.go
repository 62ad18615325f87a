package web

import (
	"strings"
	"testing"
)

// The lengths where the header of a frame changes; a library reads what is written without it.
func TestFramesOfEverySize(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	c := b.only()
	for i, n := range []int{0, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 200, 65_470, 65_480, 65_490, 65_500, 65_510, 65_520, 70_000} {
		payload := `"` + strings.Repeat("a", n) + `"`
		op := &operation{id: `i"d`, c: c, seen: -1}
		c.show(op, newState([]byte(payload), int64(i), false, []string{`i"d`, "1"}[i%2]))
		if m := p.hear(); m.ID != `i"d` || m.Type != "next" || string(m.Payload) != payload {
			t.Fatalf("of %d characters comes %s %s with %d", n, m.ID, m.Type, len(m.Payload))
		}
	}
}
