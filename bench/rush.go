package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// clients is how many phones are busy at once.
const clients = 64

// rushed is what a rush gave.
type rushed struct {
	perSecond float64
	p50, p99  time.Duration
}

// rush lets so many phones do n pieces of work in a closed loop, each its next when the last one is answered.
func rush(ctx context.Context, url string, phones, n int, work func(p *phone, i int) error) (*rushed, error) {
	crowd := make([]*phone, phones)
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
		took = make([]time.Duration, n)
		next atomic.Int64
		wait sync.WaitGroup
	)
	began := time.Now()
	for _, p := range crowd {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				at := time.Now()
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
	slices.Sort(took)
	return &rushed{perSecond: float64(n) / all.Seconds(), p50: took[n/2], p99: took[n*99/100]}, nil
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
