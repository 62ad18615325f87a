package watch

import (
	"slices"
	"testing"
	"time"
)

func TestPercentiles(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		of   []time.Duration
		p    int
		want time.Duration
	}{
		{hundred, 50, 50}, {hundred, 99, 99}, {hundred, 100, 100}, {hundred, 0, 1},
		{hundred[:1], 99, 1}, {hundred[:3], 50, 2}, {hundred[:2], 50, 1}, {hundred[:99], 99, 99}, {nil, 50, 0},
	} {
		if got := Percentile(c.of, c.p); got != c.want {
			t.Errorf("p%d of %d: %d, not %d", c.p, len(c.of), got, c.want)
		}
	}
}

// Two sockets watch an event that changed to 3, 4 and 5 at 100, 200 and 300; before, it stood at 2.
func TestDelaysCountMergedChanges(t *testing.T) {
	made := func(_ int32, mark int64) (time.Duration, bool) {
		return time.Duration(100 * (mark - 2)), mark >= 3 && mark <= 5
	}
	for name, c := range map[string]struct {
		arrivals []Arrival
		want     []time.Duration
	}{
		"one by one":           {[]Arrival{{0, 3, 110}, {1, 3, 115}, {0, 4, 220}, {1, 4, 230}, {0, 5, 340}, {1, 5, 350}}, []time.Duration{10, 15, 20, 30, 40, 50}},
		"merged":               {[]Arrival{{0, 5, 310}}, []time.Duration{10, 110, 210}},
		"told before":          {[]Arrival{{0, 2, 50}, {0, 3, 101}}, []time.Duration{1}},
		"told twice":           {[]Arrival{{0, 3, 101}, {0, 3, 400}}, []time.Duration{1}},
		"older after newer":    {[]Arrival{{0, 4, 205}, {0, 3, 210}}, []time.Duration{5, 105}},
		"of somebody else too": {[]Arrival{{0, 9, 500}}, []time.Duration{}},
	} {
		if got := Delays(c.arrivals, made); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestBackoffStaysWithinItsBounds(t *testing.T) {
	for failures, bounds := range map[int][2]time.Duration{0: {0, 2 * time.Second}, 1: {250 * time.Millisecond, 4 * time.Second}, 3: {250 * time.Millisecond, 10 * time.Second}, 80: {250 * time.Millisecond, 10 * time.Second}} {
		least, most := time.Hour, time.Duration(0)
		for range 2_000 {
			w := Phones.wait(failures)
			least, most = min(least, w), max(most, w)
		}
		if least < bounds[0] || most >= bounds[1] || most < bounds[1]*9/10 || least > bounds[0]+bounds[1]/10 {
			t.Errorf("after %d failures: %v to %v, not %v", failures, least, most, bounds)
		}
	}
}
