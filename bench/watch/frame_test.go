package watch

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// served is a server's frame.
func served(kind byte, payload string) []byte {
	head := []byte{0x80 | kind, byte(len(payload))}
	switch n := len(payload); {
	case n > 0xffff:
		head = []byte{0x80 | kind, 127, 0, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	case n > 125:
		head = []byte{0x80 | kind, 126, byte(n >> 8), byte(n)}
	}
	return append(head, payload...)
}

func TestFramesAreCut(t *testing.T) {
	for _, size := range []int{0, 1, 125, 126, 127, 65_535, 65_536} {
		payload := strings.Repeat("a", size)
		data := append(served(text, payload), served(ping, "next")...)
		first := len(data) - len("next") - 2
		for _, end := range []int{0, 1, 2, 3, 9, first - 1} {
			if end >= first {
				continue
			}
			if _, rest, ok := cutFrame(data[:end]); ok || len(rest) != end {
				t.Fatalf("%d bytes: cut when only %d had come", size, end)
			}
		}
		m, rest, ok := cutFrame(data)
		if !ok || m.kind != text || string(m.payload) != payload {
			t.Fatalf("%d bytes: cut %v, kind %d, %d bytes", size, ok, m.kind, len(m.payload))
		}
		if m, rest, ok = cutFrame(rest); !ok || m.kind != ping || string(m.payload) != "next" || len(rest) != 0 {
			t.Fatalf("%d bytes: then came %v %q", size, ok, m.payload)
		}
	}
}

func TestOwnFramesAreMasked(t *testing.T) {
	for _, size := range []int{0, 125, 126, 2_000} {
		payload := bytes.Repeat([]byte("x"), size)
		out := frame(text, payload)
		if out[1]&0x80 == 0 || !bytes.HasSuffix(out, append([]byte{0, 0, 0, 0}, payload...)) {
			t.Errorf("%d bytes: % x", size, out[:6])
		}
		out[1] &^= 0x80
		unmasked := append(bytes.Clone(out[:len(out)-size-4]), payload...)
		if m, rest, ok := cutFrame(unmasked); !ok || len(rest) != 0 || !bytes.Equal(m.payload, payload) {
			t.Errorf("%d bytes: does not read back", size)
		}
	}
}

func TestEventsAreCut(t *testing.T) {
	stream := "2f\r\nid:1\nevent:a\ndata:{\"taken\":1}\n\n\r\n30\r\nid:2\nevent:a\ndata:{\"taken\":22}\n\n\r\n"
	var got []string
	var rest []byte
	for i := range len(stream) { // byte by byte
		rest = append(rest, stream[i])
		for {
			m, after, ok := cutEvent(rest)
			if !ok {
				break
			}
			got, rest = append(got, string(m.payload)), after
		}
	}
	if fmt.Sprint(got) != `[{"taken":1} {"taken":22}]` {
		t.Errorf("cut %q", got)
	}
}

func TestHeadsAreCut(t *testing.T) {
	answer := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x01a"
	if _, _, ok := cutHead([]byte(answer[:len(answer)-4])); ok {
		t.Error("cut before its end")
	}
	if status, rest, ok := cutHead([]byte(answer)); !ok || status != 101 || string(rest) != "\x81\x01a" {
		t.Errorf("%v %d %q", ok, status, rest)
	}
}

func TestNumbersAreFound(t *testing.T) {
	for payload, want := range map[string]int64{
		`{"capacity":6000,"confirmed":17,"shifts":[{"confirmed":9}]}`: 17,
		`{"confirmed":0}`:         0,
		`{"confirmed":null}`:      -1,
		`{"confirmed":`:           -1,
		`{"waitlisted":1}`:        -1,
		`{"confirmed":1234567890`: 1234567890,
	} {
		n, ok := number([]byte(payload), `"confirmed":`)
		if ok != (want >= 0) || ok && n != want {
			t.Errorf("%s: %d %v", payload, n, ok)
		}
	}
}
