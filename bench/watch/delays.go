package watch

import (
	"slices"
	"time"
)

// Arrival is one message read: by which socket, what it marks, and when, counted from the crowd's beginning.
type Arrival struct {
	Socket int32
	Mark   int64
	At     time.Duration
}

// Delays tells, from the shortest to the longest, how long every change took to every socket: from when it was made until
// the first message that shows it or a later one, for messages may merge changes. Made answers when a change that a socket
// watches was made; false ends the look at earlier ones.
func Delays(arrivals []Arrival, made func(socket int32, mark int64) (time.Duration, bool)) []time.Duration {
	seen := map[int32]int64{}
	delays := make([]time.Duration, 0, len(arrivals))
	for _, a := range arrivals {
		for mark := a.Mark; mark > seen[a.Socket]; mark-- {
			at, ok := made(a.Socket, mark)
			if !ok {
				break
			}
			delays = append(delays, a.At-at)
		}
		seen[a.Socket] = max(seen[a.Socket], a.Mark)
	}
	slices.Sort(delays)
	return delays
}

// Percentile is the smallest of the sorted figures that so many of a hundred do not exceed; 0 of none.
func Percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}
