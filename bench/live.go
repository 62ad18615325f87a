package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"linli/bench/watch"
)

// lived is what a round gave with everybody watching one event.
type lived struct {
	*fanned
	own    *fanned       // with another id in each phone's operation; nil: not measured
	each   int64         // bytes of memory for each phone that watches and hears nothing
	total  int64         // bytes of the process then
	after  int64         // bytes for each phone when it has heard the changes and all is at rest again
	before time.Duration // of a change, until its commit
}

// changes are made in each round.
const changes = 15

func (b *bench) measureLive(ctx context.Context) error {
	feeds, err := buildFeeds(ctx)
	if err != nil {
		return err
	}
	ours, err := b.audiences(ctx)
	if err != nil {
		return err
	}
	var all []contender
	for _, c := range ours {
		all = append(all, contender{c.kind, c.stage})
	}
	for _, f := range feeds {
		if f.program != "" {
			all = append(all, contender{f.name, f.stage})
		}
	}
	rounds, err := b.inTurns(ctx, all, b.watchers, changes)
	if err != nil {
		return err
	}
	for _, c := range ours {
		b.add(c.kind, b.liveRows(middleLived(rounds[c.kind]), feeds, rounds)...)
	}
	if b.profile == "" {
		return nil
	}
	s, err := ours[len(ours)-1].stage(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	return b.takeProfile(ctx, s)
}

// contender is one of the servers that take turns.
type contender struct {
	name  string
	start func(context.Context) (*stage, error)
}

// inTurns measures each of them in every round, started anew, with so many phones that see so many changes.
func (b *bench) inTurns(ctx context.Context, all []contender, n, changes int) (map[string][]*lived, error) {
	rounds := map[string][]*lived{}
	for range b.rounds {
		for _, c := range all {
			s, err := c.start(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			r, err := s.live(ctx, n, changes)
			s.stop()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			progress("%s: %s, %s a watcher, later %s, %s a message of %d bytes", c.name, r.shown(), kb(r.each), kb(r.after), µs(r.work), r.bytes)
			rounds[c.name] = append(rounds[c.name], r)
		}
	}
	return rounds, nil
}

// live measures one server: its memory before anybody watches and when all do, then changes; and changes once more with ids
// of their own, where there are such.
func (s *stage) live(ctx context.Context, n, changes int) (*lived, error) {
	if err := s.warm(ctx); err != nil {
		return nil, err
	}
	if err := settle(ctx, s.collect); err != nil {
		return nil, err
	}
	empty := residentOf(s.pid)
	c, err := s.gather(n, nil)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := settle(ctx, s.collect); err != nil {
		return nil, err
	}
	r := &lived{total: residentOf(s.pid), before: s.before}
	r.each = (r.total - empty) / int64(n)
	if r.fanned, err = s.publish(ctx, c, changes); err != nil {
		return nil, err
	}
	if err := settle(ctx, s.collect); err != nil {
		return nil, err
	}
	r.after = (residentOf(s.pid) - empty) / int64(n)
	c.Close()
	if !s.ids {
		return r, nil
	}
	if c, err = s.gather(n, watch.UUID); err != nil {
		return nil, err
	}
	defer c.Close()
	r.own, err = s.publish(ctx, c, changes)
	return r, err
}

// profiled is how long the profile is.
const profiled = 10 * time.Second

// takeProfile writes down where the processor time goes while everybody is told of one change after the other, and shows the
// top of it.
func (b *bench) takeProfile(ctx context.Context, s *stage) error {
	c, err := s.gather(b.watchers, nil)
	if err != nil {
		return err
	}
	defer c.Close()
	var raw []byte
	done := make(chan error, 1)
	go func() {
		var err error
		raw, err = fetch(ctx, fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%.0f", s.private, profiled.Seconds()))
		done <- err
	}()
	for err = nil; err == nil; _, err = s.once(ctx, c) {
		select {
		case err := <-done:
			if err == nil {
				err = os.WriteFile(b.profile, raw, 0o600)
			}
			if err != nil {
				return err
			}
			top, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-top", "-cum", "-nodecount=60", b.profile).CombinedOutput()
			b.notes = append(b.notes, fmt.Sprintf("\nThe processor time of %d watchers told of one change after the other (%s):\n%s", b.watchers, b.profile, top))
			return err
		default:
		}
	}
	return err
}
