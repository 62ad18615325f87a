package live

import (
	"context"
	"crypto/rand"
	"database/sql"
	"slices"
	"strings"
	"time"
)

// Relay carries topics between the replicas of one database. Within is called in the transaction of a change, right before
// its commit, and fails the change with its error; After when it has committed, and neither waits nor fails. A relay does its
// work in one of the two. Whatever it may have lost ends in Hub.PublishAll on the replicas that may have missed it.
type Relay interface {
	Within(ctx context.Context, tx Execer, topics []string) error
	After(topics []string)
	Close() error
}

// Connect joins the replicas: what others announce is published on the hub, until the relay is closed. It fails only when
// its settings cannot be meant, never because nobody answers yet.
type Connect func(hub *Hub) (Relay, error)

// Execer is what a relay needs of a transaction.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// patience is how long a relay waits.
type patience struct {
	start  time.Duration // for the first connection, before the program goes on without
	answer time.Duration // for whoever is called, before the connection counts as dead
	ping   time.Duration // between looks whether a silent connection still lives
	again  time.Duration // at most, between attempts to connect
	sweep  time.Duration // between wake-ups of everybody, where messages may be lost unnoticed; as long as auth believes a viewer
}

var usual = patience{start: 3 * time.Second, answer: 5 * time.Second, ping: 20 * time.Second, again: 5 * time.Second, sweep: 30 * time.Second}

// everything stands for all topics.
const everything = "*"

// most is the length of a message in bytes: PostgreSQL takes less than 8,000 in a notification.
const most = 7_900

// replica writes messages as one of the replicas, and publishes those of the others.
type replica struct {
	hub  *Hub
	name string
}

func newReplica(hub *Hub) replica { return replica{hub: hub, name: rand.Text()[:8]} }

// messages are the topics in as few messages as they fit in.
func (r replica) messages(topics []string) []string {
	var all []string
	message := r.name
	for _, t := range topics {
		if len(message)+1+len(t) > most {
			all = append(all, message)
			message = r.name
		}
		message += "\n" + t
	}
	return append(all, message)
}

// hear publishes a message, unless it is this replica's own: those topics were published with the commit.
func (r replica) hear(message string) {
	topics := strings.Split(message, "\n")
	switch sender := topics[0]; {
	case sender == r.name:
	case slices.Contains(topics[1:], everything):
		r.hub.PublishAll()
	default:
		r.hub.Publish(topics[1:]...)
	}
}
