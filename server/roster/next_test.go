package roster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

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

// queueOf makes a queue from words: a letter is a person, in capitals one of the unit that places are kept for; a number is
// how often the party was passed over.
func queueOf(words string) []*db.SignUp {
	var queue []*db.SignUp
	for _, word := range strings.Fields(words) {
		people := strings.TrimRight(word, "0123456789")
		passed, _ := strconv.Atoi(word[len(people):])
		for _, r := range people {
			queue = append(queue, &db.SignUp{ID: word, Party: strings.ToLower(people[:1]), PassedOver: passed, Inside: unicode.IsUpper(r)})
		}
	}
	return queue
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		name       string
		free, kept int
		queue      string
		lucky      string
		overtaken  string // each with the places that it could have had
		held       int
	}{
		{"nobody waits", 3, 0, "", "", "", 0},
		{"nobody waits, some are kept", 3, 2, "", "", "", 2},
		{"nothing free", 0, 0, "a b", "", "", 0},
		{"in order", 2, 0, "a b c", "a b", "", 0},
		{"a party that fits", 3, 0, "aaa b", "a", "", 0},
		{"more places than people", 9, 0, "aa b", "a b", "", 0},
		{"all are too big", 1, 0, "aa bbb", "", "", 0},
		{"too big a party keeps its place and is passed over", 2, 0, "aaa b c d", "b c", "a2 a1", 0},
		{"what is left after a party", 3, 0, "aa bb c", "a c", "b1", 0},
		{"passed by a party", 3, 0, "aaaa bb c", "b c", "a3 a1", 0},
		{"two are passed by one", 1, 0, "aaa bb c", "c", "a1 b1", 0},
		{"passed over once too often within one turn", 3, 0, "aaaa1 b c d", "b c", "a3 a2", 1},
		{"passed over too often: held", 2, 0, "aaa3 b c", "", "", 2},
		{"held for the second, the first fits", 3, 0, "a bbb3 c", "a", "", 2},
		{"held, and it fits now", 3, 0, "aaa3 b", "a", "", 0},
		{"held for one in front, not for who stands behind", 2, 0, "b aaa3", "b", "", 1},
		{"held once it is at the limit, another is not counted", 2, 0, "aaa3 bbb2 c", "", "", 2},

		{"kept from who is outside", 2, 2, "a", "", "", 2},
		{"kept for who is inside", 2, 2, "a B", "b", "", 1},
		{"more free than kept", 3, 2, "a b C", "a c", "", 1},
		{"who is inside takes the kept ones first", 3, 2, "A b c", "a b", "", 1},
		{"more inside than places kept", 3, 1, "A B C d", "a b c", "", 0},
		{"a party of both", 2, 1, "aA", "a", "", 0},
		{"a party of both that is too large beside the kept", 3, 2, "aaA b", "b", "a2", 2},
		{"passed by who is inside: it lost nothing", 3, 2, "aa B c", "b c", "a1", 1},
		{"held back, and so not passed over", 3, 2, "aa3 Bb CC", "c", "", 1},
		{"held from who is outside, not from who is inside", 3, 2, "aa3 b C", "c", "", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got, passed []string
			lucky, overtaken, held := next(places{free: c.free, kept: c.kept}, 3, parties(queueOf(c.queue)))
			for _, p := range lucky {
				got = append(got, p[0].Party)
			}
			for _, p := range overtaken {
				passed = append(passed, fmt.Sprint(p.party[0].Party, p.open))
			}
			if s := strings.Join(got, " "); s != c.lucky {
				t.Errorf("lucky are %q, want %q", s, c.lucky)
			}
			if s := strings.Join(passed, " "); s != c.overtaken {
				t.Errorf("passed over are %q, want %q", s, c.overtaken)
			}
			if held != c.held {
				t.Errorf("%d are held, want %d", held, c.held)
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
