package auth_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"linli/server/auth"
	"linli/server/fault"
	"linli/server/testkit"
	"linli/server/viewer"
)

const (
	number  = "+8613800000001"
	nobodys = "+8613899999999"
)

// phones is a sender that keeps what it was asked to send.
type phones struct {
	mu     sync.Mutex
	sent   []string
	number []string
	fails  error
	hold   chan struct{} // when set, sending waits for it
}

func (p *phones) Send(_ context.Context, phone, code string) error {
	if p.hold != nil {
		<-p.hold
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent, p.number = append(p.sent, code), append(p.number, phone)
	return p.fails
}

// withPhones signs in with codes that go to the returned phones.
func withPhones(k *testkit.Kit, limits bool) (*auth.Auth, *phones) {
	p := &phones{}
	a := auth.New(auth.Config{Store: k.Store, Keys: k.Keys, URL: "https://linli.example", Limits: limits, Sender: p})
	k.Cleanup(a.Close)
	return a, p
}

// request asks for a code and returns the one that came, or "".
func (p *phones) request(k *testkit.Kit, a *auth.Auth, phone string) string {
	k.Helper()
	before := len(p.sent)
	ok, err := a.RequestLoginCode(k.Context(), phone)
	k.Must(err)
	if !ok {
		k.Fatal("answered false")
	}
	a.Close()
	if len(p.sent) == before {
		return ""
	}
	return p.sent[before]
}

// from is a context of an anonymous viewer at this address.
func from(k *testkit.Kit, address string) context.Context {
	return viewer.With(k.Context(), &viewer.Viewer{Address: address, Device: "Chrome · Android"})
}

// wants fails unless the error is a fault with this code and reason.
func wants(t *testing.T, err error, code fault.Code, reason string) fault.Error {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code || f.Reason != reason {
		t.Fatalf("answered %v, not %s %s", err, code, reason)
	}
	return *f
}

// jar keeps what the browser would.
type jar struct {
	token   string
	cleared bool
}

func (j *jar) Set(token string, _ time.Time) { j.token = token }
func (j *jar) Clear()                        { j.token, j.cleared = "", true }
