package live_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

// startNATS runs a NATS server on this address, which may ask for a password, until its Shutdown or the test's end.
func startNATS(t *testing.T, address, password string) *server.Server {
	t.Helper()
	host, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	o := &server.Options{Host: "127.0.0.1", Port: host.Port, NoLog: true, NoSigs: true}
	if password != "" {
		o.Username, o.Password = "linli", password
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(s.Shutdown)
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the NATS server does not start")
	}
	return s
}

// nowhere is an address where nobody listens.
func nowhere(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// logs is what is logged until the end of the test.
type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(line)
}

func (l *logs) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

func logged(t *testing.T) *logs {
	t.Helper()
	l, before := &logs{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(l, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return l
}

func TestNATSCarriesWhatWasCommitted(t *testing.T) {
	k := testkit.Postgres(t)
	address := nowhere(t)
	startNATS(t, address, "")
	one, other := k.Join(live.HastyNATS("nats://"+address, 0)), k.Join(live.HastyNATS("nats://"+address, 0))
	watch, back, own := other.Hub.Watch("a topic"), one.Hub.Watch("another"), one.Hub.Watch("a topic")
	refused := errors.New("refused")
	err := one.Do(t.Context(), func(_ context.Context, tx *store.Tx) error { tx.Announce("a topic"); return refused })
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	announce(t, other, "another")
	wakes(t, "the first by the second", back)
	announce(t, one, "yet another")
	select {
	case <-watch.C:
		t.Fatal("announced without a commit")
	case <-own.C:
		t.Fatal("announced without a commit")
	default:
	}
	announce(t, one, "a topic")
	wakes(t, "the second by the first", watch)
	wakes(t, "the first by itself", own)
}

// TestNATSGoesAndComes: nothing waits for a NATS that is away, from the first moment on, and all that was announced meanwhile
// arrives once it is back.
func TestNATSGoesAndComes(t *testing.T) {
	k, said, address := testkit.Postgres(t), logged(t), nowhere(t)
	began := time.Now()
	one, other := k.Join(live.HastyNATS("nats://"+address, 0)), k.Join(live.HastyNATS("nats://"+address, 0))
	watch, bystander := other.Hub.Watch("a topic"), other.Hub.Watch("another")
	both := func(how string) {
		t.Helper()
		wakes(t, how, watch)
		wakes(t, how, bystander)
		announce(t, one, "a topic")
		wakes(t, "now that NATS is there", watch)
	}
	announce(t, one, "a topic")
	if took := time.Since(began); took > 5*time.Second {
		t.Fatalf("a NATS that is away holds up a change: %v", took)
	}
	s := startNATS(t, address, "")
	both("after the start")
	s.Shutdown()
	s.WaitForShutdown()
	for range 100 {
		announce(t, one, "a topic")
	}
	startNATS(t, address, "")
	both("after the second start")
	if n := strings.Count(said.text(), "level=WARN"); n > 4 { // two replicas, away twice
		t.Fatalf("%d warnings\n%s", n, said.text())
	}
}

// TestWhatNATSDidNotTakeIsKept listens as somebody who does not wake everybody when NATS comes back.
func TestWhatNATSDidNotTakeIsKept(t *testing.T) {
	address := nowhere(t)
	startNATS(t, address, "")
	listener, err := nats.Connect("nats://"+address, nats.Timeout(10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	heard, err := listener.SubscribeSync("linli")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		topics int
		want   string
	}{{3, "topic-2"}, {live.MostWaiting + 1, "*"}} {
		g := newGate(t, "tcp", address)
		g.close()
		relay, err := live.HastyNATS("nats://"+g.address, 0)(live.NewHub())
		if err != nil {
			t.Fatal(err)
		}
		topics := make([]string, c.topics)
		for n := range topics {
			topics[n] = fmt.Sprintf("topic-%d", n)
		}
		relay.After(topics)
		g.open()
		for got := ""; !strings.Contains(got+"\n", "\n"+c.want+"\n"); {
			m, err := heard.NextMsg(10 * time.Second)
			if err != nil {
				t.Fatalf("%d topics: %v", c.topics, err)
			}
			got = string(m.Data)
		}
		if err := relay.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSlowEarMissesNothing: more comes than may wait to be heard. Nobody names the bystander's topic: she is woken because
// what was dropped might have.
func TestSlowEarMissesNothing(t *testing.T) {
	address, hub := nowhere(t), live.NewHub()
	startNATS(t, address, "")
	relay, err := live.HastyNATS("nats://"+address, 0)(hub)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = relay.Close() }()
	bystander, slow := hub.Watch("a topic"), make(chan struct{})
	hub.Tap(func(topic string) {
		if topic == "flood" {
			<-slow
		}
	})
	flood, err := nats.Connect("nats://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer flood.Close()
	for dropped, n := logged(t), 0; !strings.Contains(dropped.text(), "slow consumer"); n++ {
		if n == 1_000_000 {
			t.Fatal("nothing is dropped")
		}
		if err := flood.Publish("linli", []byte("somebody\nflood")); err != nil {
			t.Fatal(err)
		}
	}
	close(slow)
	wakes(t, "by what was dropped", bystander)
}

// TestSweep: a change of which nobody was told, since whoever made it died, is seen all the same.
func TestSweep(t *testing.T) {
	k, address := testkit.Postgres(t), nowhere(t)
	startNATS(t, address, "")
	watch := k.Join(live.HastyNATS("nats://"+address, 50*time.Millisecond)).Hub.Watch("a topic")
	announce(t, k.Join(nil), "a topic")
	wakes(t, "in the end", watch)
}

func TestPasswordsOfNATSAreNotLogged(t *testing.T) {
	address, said := nowhere(t), logged(t)
	startNATS(t, address, "geheim-right")
	for _, c := range []struct{ urls, warns string }{
		{"nats://linli:geheim-wrong@" + address, "Authorization"},
		{"nats://linli:geheim-right@" + nowhere(t) + ",nats://geheim-token@" + nowhere(t), "no servers"},
		{"nats://linli:geheim-right@" + address, ""},
	} {
		before := len(said.text())
		relay, err := live.HastyNATS(c.urls, 0)(live.NewHub())
		if err != nil {
			t.Fatal(err)
		}
		if c.warns != "" {
			for !strings.Contains(said.text()[before:], c.warns) {
				time.Sleep(time.Millisecond)
			}
		}
		if err := relay.Close(); err != nil {
			t.Fatal(err)
		}
		if now := said.text()[before:]; strings.Contains(now, "geheim") || c.warns == "" && now != "" {
			t.Errorf("logged %s", now)
		}
	}
	if _, err := live.NATS("nats://linli:geheim@host:99%")(live.NewHub()); err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("answered %v", err)
	}
}
