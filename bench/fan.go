package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"linli/bench/watch"
)

// commits are the sign-ups of a round with a thousand watchers.
const commits = 40

func (b *bench) fans() int { return min(1_000, b.watchers) }

// measureFan counts from sending a sign-up until everybody who watches has it, beside what one would pick instead.
func (b *bench) measureFan(ctx context.Context) error {
	peers := findPeers(ctx)
	ours, err := b.audiences(ctx)
	if err != nil {
		return err
	}
	var all []contender
	for _, c := range ours {
		all = append(all, contender{c.kind, func(ctx context.Context) (*stage, error) {
			s, err := c.stage(ctx)
			if err == nil {
				s.before, s.ids = 0, false // counted from the sending; one id is enough
			}
			return s, err
		}})
	}
	for _, p := range peers {
		if p.start != nil {
			all = append(all, contender{p.name, func(ctx context.Context) (*stage, error) { return p.stage(ctx, b) }})
		}
	}
	rounds, err := b.inTurns(ctx, all, b.fans(), commits)
	if err != nil {
		return err
	}
	for _, c := range ours {
		b.add(c.kind, fanRows(b.fans(), c.kind, peers, rounds)...)
	}
	return nil
}

// stage starts the peer with its one event, which changes when the next person signs up.
func (p *peer) stage(ctx context.Context, b *bench) (*stage, error) {
	r, err := p.run(ctx, b, true)
	if err != nil {
		return nil, err
	}
	signer, err := newPhone(ctx, "http://"+r.address)
	if err != nil {
		r.stop()
		return nil, err
	}
	next := 0
	return &stage{
		pid: r.pid, address: r.address, collect: r.collect, quiet: true,
		dialect: func(func(int) string) *watch.Dialect { return p.watch(ctx, "http://"+r.address) },
		change:  func() error { next++; return p.signUp(signer, next) },
		stop:    func() { signer.close(); r.stop() },
	}, nil
}

// watchPocketBase reads PocketBase's stream of events. Its first message names the client, which then says by a request what
// it watches.
func watchPocketBase(ctx context.Context, url string) *watch.Dialect {
	const known = `"clientId":"`
	return &watch.Dialect{
		Path: "/api/realtime", Events: true, Mark: `"taken":`,
		Ready: func(_ int, payload []byte) bool {
			_, rest, ok := bytes.Cut(payload, []byte(known))
			id, _, closed := bytes.Cut(rest, []byte(`"`))
			if !ok || !closed {
				return false
			}
			asker, err := newPhone(ctx, url)
			if err != nil {
				return false
			}
			defer asker.close()
			status, _, err := asker.post("/api/realtime", "", fmt.Appendf(nil, `{"clientId":%q,"subscriptions":["events/event0000000001"]}`, id))
			return err == nil && status == 204
		},
	}
}

// watchPostGraphile subscribes to its one event.
func watchPostGraphile(context.Context, string) *watch.Dialect {
	return watch.Subscription{
		Path: "/graphql", Query: `subscription{eventChanged(id:1){id taken capacity}}`, Mark: `"taken":`, Quiet: true,
		Variables: func(int) string { return "{}" },
	}.Dialect()
}

// fanRows are the lines of the table that a thousand watchers give.
func fanRows(n int, kind string, peers []*peer, rounds map[string][]*lived) []row {
	ours := middleLived(rounds[kind])
	var times, memory, after, work []row
	took := row{work: "  p50 / p99 / the last", ours: ours.shown()}
	fastest := time.Duration(0)
	for _, p := range peers {
		if r := middleLived(rounds[p.name]); r != nil && (fastest == 0 || r.p99 < fastest) {
			fastest = r.p99
		}
	}
	for _, p := range peers {
		r := middleLived(rounds[p.name])
		if r == nil {
			times = append(times, row{beside: p.title, theirs: "not measured", want: "≤ 0.5× the faster"})
			continue
		}
		want := ""
		if r.p99 == fastest {
			want = "≤ 0.5×"
		}
		times = append(times, compared(row{ours: ms(ours.p99), beside: p.title, theirs: ms(r.p99), want: want}, ours.p99, r.p99))
		memory = append(memory, compared(row{ours: kb(ours.each), beside: p.title, theirs: kb(r.each), want: "≤ 1×"}, ours.each, r.each))
		after = append(after, compared(row{ours: kb(ours.after), beside: p.title, theirs: kb(r.after)}, ours.after, r.after))
		work = append(work, compared(row{ours: µs(ours.work), beside: p.title, theirs: µs(r.work)}, ours.work, r.work))
		took.beside += p.name + " " + r.shown() + "  "
	}
	rows := append(titled(fmt.Sprintf("sign-up sent → all of %d watchers, p99", n), times), took)
	rows = append(append(rows, titled("memory of an idle one of them", memory)...), titled("  when it has heard the changes", after)...)
	return append(rows, titled("processor time of a message", work)...)
}
