package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"linli/bench/watch"
)

// document is what the page sends, as it sends it.
const document = `mutation DoorCheckIn($input: [CheckInInput!]!, $sentAt: Time, $sender: ID) {
  checkIn(input: $input, sentAt: $sentAt, sender: $sender) {
    id accepted warnings
    row { signUpId personId number name phoneTail search shiftId status walkIn checkedInAt checkedOutAt absentAt card }
  }
}`

func (d *doorDevice) body(batch []*doorEntry) ([]byte, error) {
	return json.Marshal(map[string]any{"query": document, "variables": map[string]any{"input": batch, "sender": d.id}})
}

var (
	accepted = []byte(`"accepted":true`)
	clean    = []byte(`"warnings":[]`)
)

// handIn lets all devices send what they have, each its next batch when the one before is answered.
func (b *bench) handIn(ctx context.Context, s *server, all []*doorEvent) (*rushed, error) {
	var devices []*doorDevice
	for _, e := range all {
		devices = append(devices, e.devices...)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	took := make([][]time.Duration, len(devices))
	profiled := b.profileMeanwhile(ctx, s)
	var wait sync.WaitGroup
	began := time.Now()
	for i, d := range devices {
		wait.Go(func() {
			var err error
			if took[i], err = d.send(ctx, s.url); err != nil {
				stop(err)
			}
		})
	}
	wait.Wait()
	sum := time.Since(began)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	batches := slices.Concat(took...)
	slices.Sort(batches)
	return &rushed{n: len(batches), perSecond: float64(len(batches)*entryBatch) / sum.Seconds(),
		p50: watch.Percentile(batches, 50), p99: watch.Percentile(batches, 99)}, profiled()
}

// send hands in what the device has, in order, and tells how long each batch took.
func (d *doorDevice) send(ctx context.Context, url string) ([]time.Duration, error) {
	p, err := newPhone(ctx, url)
	if err != nil {
		return nil, err
	}
	defer p.close()
	var took []time.Duration
	for _, body := range d.bodies {
		at := time.Now()
		status, answer, err := p.post("/graphql", d.token, body)
		if err != nil || ctx.Err() != nil {
			return nil, err
		}
		if bytes.Count(answer, accepted) != entryBatch || bytes.Count(answer, clean) != entryBatch {
			return nil, fmt.Errorf("HTTP %d: %.500s", status, answer)
		}
		took = append(took, time.Since(at))
	}
	return took, nil
}

// profileMeanwhile writes down where the processor time goes while the entries come, if that is asked for.
func (b *bench) profileMeanwhile(ctx context.Context, s *server) func() error {
	if b.profile == "" {
		return func() error { return nil }
	}
	done := make(chan error, 1)
	go func() {
		raw, err := fetch(ctx, "http://"+s.private+"/debug/pprof/profile?seconds=1")
		if err == nil {
			err = os.WriteFile(b.profile, raw, 0o600)
		}
		done <- err
	}()
	return func() error { return <-done }
}

// largestBatch sends one batch of 200 to an idle server and tells how long it took and by how much its memory grew at most.
func (b *bench) largestBatch(ctx context.Context, s *server, e *doorEvent, kind string) error {
	var batch []*doorEntry
	device := e.devices[0]
	now := time.Now().UTC().Truncate(time.Millisecond)
	for i := range largest {
		batch = append(batch, &doorEntry{ID: uuid.NewString(), EventID: e.ID, Method: "LIST", Direction: "IN", At: now.Format(time.RFC3339Nano), SignUpID: e.signUps[i]})
	}
	body, err := device.body(batch)
	if err != nil {
		return err
	}
	p, err := newPhone(ctx, s.url)
	if err != nil {
		return err
	}
	defer p.close()
	var grew atomic.Int64
	before, stop := residentOf(s.pid()), make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				grew.Store(max(grew.Load(), residentOf(s.pid())-before))
				time.Sleep(time.Millisecond)
			}
		}
	})
	at := time.Now()
	status, answer, err := p.post("/graphql", device.token, body)
	all := time.Since(at)
	close(stop)
	watch.Wait()
	if err == nil && bytes.Count(answer, accepted) != largest {
		err = fmt.Errorf("HTTP %d: %.300s", status, answer)
	}
	b.add(kind, row{work: "the largest batch, 200 entries", ours: ms(all), beside: fmt.Sprintf("%d bytes of body, %d of answer", len(body), len(answer)), theirs: fmt.Sprintf("memory +%d kB", grew.Load()/1024)})
	return err
}
