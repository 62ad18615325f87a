package main

import (
	"fmt"
	"time"
)

// middleLived is the median of each figure over the rounds; nil where there were none.
func middleLived(rounds []*lived) *lived {
	if len(rounds) == 0 {
		return nil
	}
	m := &lived{
		fanned: middleFanned(each(rounds, func(r *lived) *fanned { return r.fanned })),
		each:   median(each(rounds, func(r *lived) int64 { return r.each })),
		total:  median(each(rounds, func(r *lived) int64 { return r.total })),
		after:  median(each(rounds, func(r *lived) int64 { return r.after })),
		before: median(each(rounds, func(r *lived) time.Duration { return r.before })),
	}
	if rounds[0].own != nil {
		m.own = middleFanned(each(rounds, func(r *lived) *fanned { return r.own }))
	}
	return m
}

func middleFanned(rounds []*fanned) *fanned {
	return &fanned{
		p50:   median(each(rounds, func(f *fanned) time.Duration { return f.p50 })),
		p99:   median(each(rounds, func(f *fanned) time.Duration { return f.p99 })),
		all:   median(each(rounds, func(f *fanned) time.Duration { return f.all })),
		worst: median(each(rounds, func(f *fanned) time.Duration { return f.worst })),
		work:  median(each(rounds, func(f *fanned) time.Duration { return f.work })),
		bytes: rounds[0].bytes,
	}
}

// each picks a figure of every round.
func each[R, T any](rounds []R, pick func(R) T) []T {
	all := make([]T, len(rounds))
	for i, r := range rounds {
		all[i] = pick(r)
	}
	return all
}

// bounds are what the live counts must reach beside a feed: of the time, the memory and the processors' work.
var bounds = map[string][3]string{"gorilla": {"≤ 1.15×", "≤ 1×", "≤ 1.25×"}, "centrifuge": {"≤ 0.85×"}, "gqlgen": {"≤ 0.4×", "≤ 0.4×"}}

// liveRows are the lines of the table that everybody watching one event gives.
func (b *bench) liveRows(ours *lived, feeds []*feed, all map[string][]*lived) []row {
	var times, own, memory, after, work []row
	for _, f := range feeds {
		theirs, want := middleLived(all[f.name]), bounds[f.name]
		if theirs == nil {
			times = append(times, row{beside: f.title, theirs: "not measured", want: want[0]})
			continue
		}
		times = append(times, compared(row{ours: ms(ours.p99), beside: f.title, theirs: ms(theirs.p99), want: want[0]}, ours.p99, theirs.p99))
		memory = append(memory, compared(row{ours: kb(ours.each), beside: f.title, theirs: kb(theirs.each), want: want[1]}, ours.each, theirs.each))
		after = append(after, compared(row{ours: kb(ours.after), beside: f.title, theirs: kb(theirs.after)}, ours.after, theirs.after))
		work = append(work, compared(row{ours: µs(ours.work), beside: f.title, theirs: µs(theirs.work), want: want[2]}, ours.work, theirs.work))
		if f.name == "gorilla" && ours.own != nil {
			own = append(own, compared(row{work: "  each with another operation id", ours: ms(ours.own.p99), beside: f.title, theirs: ms(theirs.p99), want: want[0]}, ours.own.p99, theirs.p99))
		}
		own = append(own, row{work: "  p50 / p99 / the last of " + f.name, theirs: theirs.shown()})
	}
	own = append(own, row{work: "  p50 / p99 / the last of ours", ours: ours.shown(), beside: fmt.Sprintf("a sign-up before its commit %s, taken off; the slowest change %s; %d bytes", ms(ours.before), ms(ours.worst), ours.bytes)})
	memory = append(memory, row{work: "  the process then", ours: fmt.Sprintf("%d MB", ours.total>>20)})
	memory = append(memory, titled("  of one who has heard the changes", after)...)
	return append(append(titled(fmt.Sprintf("commit → all of %d watchers, p99", b.watchers), times), own...),
		append(titled("memory of an idle watcher", memory), titled("processor time of a message", work)...)...)
}

// titled names the first row.
func titled(work string, rows []row) []row {
	if len(rows) > 0 && rows[0].work == "" {
		rows[0].work = work
	}
	return rows
}

// compared fills in the ratio of two figures.
func compared[T int64 | time.Duration | float64](r row, ours, theirs T) row {
	if theirs > 0 {
		r.ratio = fmt.Sprintf("%.2f×", float64(ours)/float64(theirs))
	}
	return r
}

func kb(bytes int64) string { return fmt.Sprintf("%.1f KB", float64(bytes)/1024) }

func µs(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1000) }
