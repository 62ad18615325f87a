package roster

import (
	"slices"
	"strings"
	"testing"

	"linli/ent/db"
)

// waiting makes a queue of parties of these sizes, named a, b, c …
func waiting(sizes ...int) []*db.SignUp {
	var queue []*db.SignUp
	for i, n := range sizes {
		for range n {
			queue = append(queue, &db.SignUp{ID: string(rune('a' + i)), Party: string(rune('a' + i))})
		}
	}
	return queue
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		name  string
		free  int
		sizes []int
		want  string
	}{
		{"nobody waits", 3, nil, ""},
		{"nothing free", 0, []int{1, 1}, ""},
		{"in order", 2, []int{1, 1, 1}, "a b"},
		{"a party that fits", 3, []int{3, 1}, "a"},
		{"too big a party keeps its place and is passed over", 2, []int{3, 1, 1, 1}, "b c"},
		{"what is left after a party", 3, []int{2, 2, 1}, "a c"},
		{"all are too big", 1, []int{2, 3}, ""},
		{"more places than people", 9, []int{2, 1}, "a b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			lucky, _, _ := next(places{free: c.free}, 3, parties(waiting(c.sizes...)))
			for _, p := range lucky {
				got = append(got, p[0].Party)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestPartiesKeepTheOrderOfTheirFirst(t *testing.T) {
	queue := append(waiting(2, 1), &db.SignUp{Party: "a"})
	var sizes []int
	for _, p := range parties(queue) {
		sizes = append(sizes, len(p))
	}
	if !slices.Equal(sizes, []int{3, 1}) {
		t.Errorf("sizes %v", sizes)
	}
}

func TestDropLastLeavesOutWhatMayGoOn(t *testing.T) {
	for _, c := range []struct{ sizes, want []int }{{[]int{2, 3}, []int{2}}, {[]int{3}, nil}, {[]int{1, 1, 1}, []int{1, 1}}} {
		want := 0
		for _, n := range c.want {
			want += n
		}
		if got := dropLast(waiting(c.sizes...)); len(got) != want {
			t.Errorf("%v: %d rows are left, want %d", c.sizes, len(got), want)
		}
	}
}
