package roster_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"linli/server/live"
	"linli/server/roster"
	"linli/server/testkit"
)

// BenchmarkRelay: what telling the other replicas costs a commit. 64 callers want one event or 16 of one replica or of two,
// which tell each other or not, in turns so that both have the same weather; kept is the median of what is kept in each turn.
func BenchmarkRelay(b *testing.B) {
	for _, events := range []int{1, 16} {
		for replicas := 1; replicas <= 2; replicas++ {
			b.Run(fmt.Sprintf("%d-events-%d-replicas", events, replicas), func(b *testing.B) { relayed(b, events, replicas) })
		}
	}
}

func relayed(b *testing.B, events, replicas int) {
	s := newScene(testkit.Postgres(b), 0, -1)
	crowd := s.crowd(4096)
	var ways [2][]*roster.Rosters
	for way, relay := range []live.Connect{nil, live.Postgres(s.URL)} {
		for range replicas {
			ways[way] = append(ways[way], roster.New(s.Join(relay), s.Keys, roster.Options{}))
		}
	}
	rush := func(all []*roster.Rosters) float64 {
		shifts, began := s.fresh(events), time.Now()
		s.race(b, callers, crowd, func(p caller) error { return s.ask(all[p.n/events%replicas], p, shifts[p.n%events]) })
		return float64(len(crowd)) / time.Since(began).Seconds()
	}
	var silent, telling, kept []float64
	for turn := 0; b.Loop(); turn++ {
		first := turn % 2
		rates := [2]float64{}
		rates[first] = rush(ways[first])
		rates[1-first] = rush(ways[1-first])
		silent, telling, kept = append(silent, rates[0]), append(telling, rates[1]), append(kept, rates[1]/rates[0])
	}
	for unit, all := range map[string][]float64{"silent/s": silent, "telling/s": telling, "kept": kept} {
		slices.Sort(all)
		b.ReportMetric(all[len(all)/2], unit)
	}
}
