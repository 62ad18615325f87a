package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"linli/bench/watch"
)

// clients is how many phones are busy at once.
const clients = 64

// rushed is what a rush gave.
type rushed struct {
	n         int // pieces of work that were done
	perSecond float64
	p50, p99  time.Duration
}

// demand is how much work comes how fast.
type demand struct {
	n         int
	perSecond int // 0: each phone does its next piece when the last one is answered
}

// due is when a piece of work should begin; one that has no time of its own begins when a phone is free.
func (d demand) due(began time.Time, i int) time.Time {
	if d.perSecond == 0 {
		return time.Now()
	}
	return began.Add(time.Duration(i) * time.Second / time.Duration(d.perSecond))
}

// late is how many times the time that is meant for it a demand may take; what has not begun by then is left out.
const late = 3

func (d demand) over(began time.Time) bool {
	return d.perSecond > 0 && time.Since(began) > late*time.Duration(d.n)*time.Second/time.Duration(d.perSecond)
}

// rush lets phones do n pieces of work. One that begins late because every phone is busy is counted from when it was due.
func rush(ctx context.Context, url string, d demand, work func(p *phone, i int) error) (*rushed, error) {
	crowd := make([]*phone, clients)
	for i := range crowd {
		p, err := newPhone(ctx, url)
		if err != nil {
			return nil, err
		}
		defer p.close()
		crowd[i] = p
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		took = make([]time.Duration, d.n)
		next atomic.Int64
		wait sync.WaitGroup
	)
	began := time.Now()
	for _, p := range crowd {
		wait.Go(func() {
			for ctx.Err() == nil && !d.over(began) {
				i := int(next.Add(1)) - 1
				if i >= d.n {
					return
				}
				at := d.due(began, i)
				time.Sleep(time.Until(at))
				if err := work(p, i); err != nil {
					stop(err)
				}
				took[i] = time.Since(at)
			}
		})
	}
	wait.Wait()
	all := time.Since(began)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	n := min(d.n, int(next.Load()))
	took = took[:n]
	slices.Sort(took)
	return &rushed{n: n, perSecond: float64(n) / all.Seconds(), p50: watch.Percentile(took, 50), p99: watch.Percentile(took, 99)}, nil
}

// middle is the median of each figure over the rounds.
func middle(rounds []*rushed) *rushed {
	var r rushed
	rates, p50s, p99s := []float64{}, []time.Duration{}, []time.Duration{}
	for _, one := range rounds {
		rates, p50s, p99s = append(rates, one.perSecond), append(p50s, one.p50), append(p99s, one.p99)
	}
	r.perSecond, r.p50, r.p99 = median(rates), median(p50s), median(p99s)
	return &r
}
