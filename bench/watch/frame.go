package watch

import (
	"bytes"
	"encoding/binary"
	"strconv"
)

// The kinds of websocket frames that matter here, RFC 6455 section 5.2.
const (
	text, closing, ping, pong = 0x1, 0x8, 0x9, 0xa
)

// message is what a server sent: a websocket frame, or one event of a stream.
type message struct {
	kind    byte
	payload []byte
}

// cutFrame takes the first whole frame off the data; false while it has not come whole. Servers do not mask, and none that
// is measured splits its messages.
func cutFrame(data []byte) (m message, rest []byte, ok bool) {
	if len(data) < 2 {
		return m, data, false
	}
	size, head := uint64(data[1]&0x7f), 2
	switch {
	case size == 126 && len(data) >= 4:
		size, head = uint64(binary.BigEndian.Uint16(data[2:])), 4
	case size == 127 && len(data) >= 10:
		size, head = binary.BigEndian.Uint64(data[2:]), 10
	case size >= 126:
		return m, data, false
	}
	if uint64(len(data)-head) < size {
		return m, data, false
	}
	end := head + int(size)
	return message{data[0] & 0x0f, data[head:end]}, data[end:], true
}

// cutEvent takes the first event's data off a stream of server-sent events. The sizes of HTTP's chunks between the lines
// are passed over: each event comes in a chunk of its own.
func cutEvent(data []byte) (m message, rest []byte, ok bool) {
	for {
		line, after, whole := bytes.Cut(data, []byte("\n"))
		if !whole {
			return m, data, false
		}
		if value, is := bytes.CutPrefix(line, []byte("data:")); is {
			return message{text, value}, after, true
		}
		data = after
	}
}

// frame is a client's frame, masked with zeros, which leaves the payload as it is.
func frame(kind byte, payload []byte) []byte {
	out := []byte{0x80 | kind}
	if n := len(payload); n < 126 {
		out = append(out, 0x80|byte(n))
	} else {
		out = append(out, 0x80|126, byte(n>>8), byte(n))
	}
	return append(append(out, 0, 0, 0, 0), payload...)
}

// cutHead takes the head of an HTTP answer off the data and answers its status.
func cutHead(data []byte) (status int, rest []byte, ok bool) {
	head, rest, ok := bytes.Cut(data, []byte("\r\n\r\n"))
	if !ok {
		return 0, data, false
	}
	if words := bytes.Fields(head); len(words) > 1 {
		status, _ = strconv.Atoi(string(words[1]))
	}
	return status, rest, true
}

// number is the whole number right after the first such mark.
func number(payload []byte, mark string) (int64, bool) {
	at := bytes.Index(payload, []byte(mark))
	if at < 0 {
		return 0, false
	}
	digits, n, found := payload[at+len(mark):], int64(0), false
	for _, d := range digits {
		if d < '0' || d > '9' {
			break
		}
		n, found = n*10+int64(d-'0'), true
	}
	return n, found
}
