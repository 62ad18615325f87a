package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// bothEnds is a line and the other end of it, which keeps little on its way.
func bothEnds(t *testing.T) (*line, *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	far, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	own, err := newLine(near)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = own.Close(), far.Close() })
	own.patience, own.linger = 10*time.Second, time.Second
	own.stuck, own.caught = func() {}, func() {}
	return own, far.(*net.TCPConn)
}

// fill writes numbered kilobytes until the line is behind by more than what may still be on its way, and answers how many.
func fill(t *testing.T, l *line) (n int) {
	t.Helper()
	for after := 0; after < 512; n++ {
		if l.behind.Load() {
			after++
		}
		if _, err := l.Write(bytes.Repeat([]byte{byte(n)}, 1<<10)); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func TestALineKeepsWhatIsNotTaken(t *testing.T) {
	l, far := bothEnds(t)
	caught := make(chan struct{})
	l.caught = func() { close(caught) }
	n := fill(t, l)
	got := make([]byte, n<<10)
	if _, err := io.ReadFull(far, got); err != nil {
		t.Fatal(err)
	}
	for i, b := range got {
		if b != byte(i>>10) {
			t.Fatalf("byte %d is of kilobyte %d", i, b)
		}
	}
	<-caught
	if l.behind.Load() {
		t.Error("behind when everything is read")
	}
}

// What bounded the catching up is no bound on what is written later.
func TestALineThatHasCaughtUpGoesOn(t *testing.T) {
	l, far := bothEnds(t)
	l.patience = time.Second
	caught := make(chan struct{})
	l.caught = func() { close(caught) }
	n := fill(t, l)
	if _, err := io.CopyN(io.Discard, far, int64(n)<<10); err != nil {
		t.Fatal(err)
	}
	<-caught
	one := make([]byte, 1)
	for end := time.Now().Add(l.patience + 100*time.Millisecond); time.Now().Before(end); {
		if _, err := l.Write(one); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(far, one); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALineKeepsSoMuch(t *testing.T) {
	l, _ := bothEnds(t)
	fill(t, l)
	var err error
	for written := 0; err == nil; written += 64 << 10 {
		if written > 2*mostKept {
			t.Fatal("everything is kept")
		}
		_, err = l.Write(make([]byte, 64<<10))
	}
	if !errors.Is(err, errReadsTooSlowly) {
		t.Errorf("refused with %v", err)
	}
}

func TestALineThatDoesNotMoveSaysSoAndEnds(t *testing.T) {
	l, far := bothEnds(t)
	l.patience, l.linger = 50*time.Millisecond, 100*time.Millisecond
	last, stuck := []byte("why"), make(chan struct{})
	l.stuck = func() {
		_, _ = l.Write(last)
		close(stuck)
	}
	l.caught = func() { t.Error("caught up, and never read") }
	fill(t, l)
	<-stuck
	_ = far.SetReadDeadline(time.Now().Add(10 * time.Second))
	for { // it does not read until the line has given up
		if _, err := l.Write([]byte("more")); err != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if _, err := io.Copy(io.Discard, far); errors.Is(err, errReadsTooSlowly) || isTimeout(err) {
		t.Errorf("not closed: %v", err)
	}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

func TestTheLastWordOfALineGetsOut(t *testing.T) {
	l, far := bothEnds(t)
	l.patience, l.linger = 50*time.Millisecond, 10*time.Second
	last, stuck := []byte("why"), make(chan struct{})
	l.stuck = func() {
		_, _ = l.Write(last)
		close(stuck)
	}
	n := fill(t, l)
	<-stuck
	got := make([]byte, n<<10+len(last))
	_ = far.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.ReadFull(far, got); err != nil || !bytes.HasSuffix(got, last) {
		t.Errorf("last comes %q, %v", got[n<<10:], err)
	}
}
