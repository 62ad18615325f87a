package door

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
)

// The shift of these tests is from 9:00 to 12:00.
var morning = &db.Shift{StartsAt: clock("9:00"), EndsAt: clock("12:00")}

func clock(hhmm string) time.Time {
	at, err := time.Parse("2006-01-02 15:04:05", "2026-11-21 "+hhmm+map[bool]string{true: ":00"}[strings.Count(hhmm, ":") == 1])
	if err != nil {
		panic(err)
	}
	return at
}

// written reads lines as "a IN 9:00, b OUT 10:00 = 11:00 RULE, c UNDO a": = is the time corrected by the server.
func written(text string) []*db.AttendanceEntry {
	var all []*db.AttendanceEntry
	for one := range strings.SplitSeq(text, ", ") {
		words := strings.Fields(one)
		l := &db.AttendanceEntry{ID: words[0], Direction: attendanceentry.Direction(words[1]), Method: attendanceentry.MethodLIST}
		all = append(all, l)
		if l.Direction == attendanceentry.DirectionUNDO {
			l.Undoes = &words[2]
			continue
		}
		l.At = clock(words[2])
		for i, w := range words[3:] {
			switch {
			case w == "RULE":
				l.Method = attendanceentry.MethodRULE
			case words[3+i-1] == "=":
				at := clock(w)
				l.CorrectedAt = &at
			}
		}
	}
	return all
}

func TestWhatTheLogSays(t *testing.T) {
	for _, c := range []struct{ lines, says string }{
		{"a IN 9:00", "in 9:00"},
		{"a IN 9:10, b IN 9:00", "in 9:00"},
		{"a IN 9:00, b OUT 10:00", "in 9:00 out 10:00 60 minutes"},
		{"b OUT 10:00, a IN 9:00", "in 9:00 out 10:00 60 minutes"},
		{"a IN 9:00, b OUT 10:00, c OUT 10:30", "in 9:00 out 10:30 90 minutes"},
		{"a IN 9:00, b OUT 10:00, c IN 11:00", "in 9:00 60 minutes"},
		{"a IN 9:00, b OUT 10:00, c IN 11:00, d OUT 11:30", "in 9:00 out 11:30 90 minutes"},
		{"a IN 9:00, b IN 9:30, c OUT 10:00", "in 9:00 out 10:00 60 minutes"},
		{"a IN 8:00, b OUT 13:00", "in 8:00 out 13:00 180 minutes"},
		{"a IN 12:30, b OUT 13:00", "in 12:30 out 13:00 0 minutes"},
		{"a IN 9:00, b OUT 9:10:40, c IN 9:20, d OUT 9:30:40", "in 9:00 out 9:30 21 minutes"},
		{"a OUT 10:00", "out 10:00"},
		{"a OUT 10:00, b IN 11:00", "in 11:00"},
		{"b IN 9:00, a OUT 9:00", "in 9:00 out 9:00 0 minutes"},
		{"a IN 9:00, b UNDO a", ""},
		{"b UNDO a, a IN 9:00", ""},
		{"a IN 9:00, b IN 9:20, c UNDO a", "in 9:20"},
		{"a IN 9:00, b OUT 10:00, c UNDO b", "in 9:00"},
		{"a IN 9:00, b OUT 12:00 RULE", "in 9:00 out 12:00 180 minutes"},
		{"a IN 9:00, b OUT 12:00 RULE, c OUT 10:00", "in 9:00 out 10:00 60 minutes"},
		{"a IN 9:00, b OUT 12:00 RULE, c OUT 13:00", "in 9:00 out 13:00 180 minutes"},
		{"a IN 9:00, b OUT 12:00 RULE, c OUT 10:00, d IN 11:00", "in 9:00 out 12:00 120 minutes"},
		{"a IN 12:10, b OUT 12:00 RULE", "in 12:10 out 12:00 0 minutes"},
		{"b OUT 12:00 RULE", ""},
		{"a ABSENT 10:00", "absent 10:00"},
		{"a ABSENT 10:00, b ABSENT 9:30", "absent 10:00"},
		{"a ABSENT 10:00, b IN 9:00", "in 9:00"},
		{"a ABSENT 10:00, b IN 9:00, c UNDO b", "absent 10:00"},
		{"a ABSENT 10:00, b UNDO a", ""},
		{"a IN 14:00 = 9:00, b IN 9:30", "in 9:00"},
		{"a IN 9:00 = 11:00, b OUT 10:00 = 12:00", "in 11:00 out 12:00 60 minutes"},
	} {
		if said := derive(written(c.lines), morning).String(); said != c.says {
			t.Errorf("%s: %q, want %q", c.lines, said, c.says)
		}
	}
}

func (d derived) String() string {
	var words []string
	for _, one := range []struct {
		word string
		at   *time.Time
	}{{"in", d.in}, {"out", d.out}, {"absent", d.absent}} {
		if one.at != nil {
			words = append(words, one.word, strings.TrimPrefix(one.at.Format("15:04"), "0"))
		}
	}
	if d.minutes != nil {
		words = append(words, fmt.Sprint(*d.minutes), "minutes")
	}
	return strings.Join(words, " ")
}

// Whatever the lines are: in whichever order they arrive, they say the same; nobody gets more than the shift; what was
// taken back counts as if it had never been.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 1))
		lines := anyLines(random)
		said, when := derive(lines, morning), spans(lines)
		for range 5 {
			random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			if again := derive(lines, morning); !reflect.DeepEqual(again, said) || !reflect.DeepEqual(spans(lines), when) {
				t.Fatalf("seed %d: %v in another order, before %v", seed, again, said)
			}
		}
		if kept := derive(standing(lines), morning); !reflect.DeepEqual(kept, said) {
			t.Fatalf("seed %d: %v without what was taken back, %v with it", seed, kept, said)
		}
		if said.minutes != nil && (*said.minutes < 0 || *said.minutes > 180) {
			t.Fatalf("seed %d: %d minutes of a shift of 180", seed, *said.minutes)
		}
		for i, s := range when {
			if s.out == nil && i < len(when)-1 || i > 0 && cmp.Compare(counted(when[i-1].out).UnixNano(), counted(s.in).UnixNano()) > 0 {
				t.Fatalf("seed %d: span %d overlaps or is open before another", seed, i)
			}
		}
	}
}

func anyLines(random *rand.Rand) []*db.AttendanceEntry {
	lines := make([]*db.AttendanceEntry, random.IntN(12))
	for i := range lines {
		l := &db.AttendanceEntry{ID: fmt.Sprint(i), Method: attendanceentry.MethodLIST, At: morning.StartsAt.Add(time.Duration(random.IntN(300)-60) * time.Minute)}
		switch n := random.IntN(10); {
		case n < 4:
			l.Direction = attendanceentry.DirectionIN
		case n < 7:
			l.Direction = attendanceentry.DirectionOUT
		case n < 8:
			l.Direction = attendanceentry.DirectionABSENT
		case n < 9:
			l.Direction, l.Method, l.At = attendanceentry.DirectionOUT, attendanceentry.MethodRULE, morning.EndsAt
		default:
			undoes := fmt.Sprint(random.IntN(len(lines)))
			l.Direction, l.Undoes = attendanceentry.DirectionUNDO, &undoes
		}
		if random.IntN(4) == 0 {
			at := l.At.Add(time.Duration(random.IntN(120)-60) * time.Minute)
			l.CorrectedAt = &at
		}
		lines[i] = l
	}
	return lines
}
