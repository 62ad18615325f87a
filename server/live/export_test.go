package live

import "time"

// hasty waits for nothing long, so that tests need not.
var hasty = patience{start: 200 * time.Millisecond, answer: 300 * time.Millisecond, ping: 100 * time.Millisecond, again: 500 * time.Millisecond, sweep: time.Hour}

// MostWaiting is mostWaiting.
const MostWaiting = mostWaiting

// HastyPostgres is Postgres without patience.
func HastyPostgres(url string) Connect {
	return func(hub *Hub) (Relay, error) { return listen(url, hub, hasty), nil }
}

// HastyNATS is NATS without patience, which sweeps so often; 0: never.
func HastyNATS(urls string, sweep time.Duration) Connect {
	p := hasty
	p.ping = 10 * time.Second // a flood holds up the answer
	if sweep > 0 {
		p.sweep = sweep
	}
	return func(hub *Hub) (Relay, error) { return ride(urls, hub, p) }
}
