// Package live tells open screens that something changed.
//
// Invariants:
//   - A message names a topic and nothing else; a reader reads again with its own rights, or follows the reading of another
//     who is told the same (web/stream.go).
//   - A message is sent only after the change it tells of is committed.
//   - A reader registers first and reads then, so that no change falls between.
//   - A reader never shows an older revision after a newer one; it drops what it reads if the revision did not grow.
//   - When messages may have been lost between replicas, everybody is woken once, a crowd over a second.
package live

// Event is the topic of an event, its roster and its counts.
func Event(id string) string { return id }

// Unit is the topic of a unit's roll-up.
func Unit(id string) string { return id }

// Inbox is the topic of a person's inbox.
func Inbox(personID string) string { return "inbox/" + personID }

// Rights is the topic of what a person may do: roles, teams, proxies.
func Rights(personID string) string { return "rights/" + personID }

// Session is the topic of a session's end.
func Session(id string) string { return id }

// Page is the topic of a session whose last page on some replica was closed.
func Page(sessionID string) string { return "page/" + sessionID }

// Device is the topic of the end of an event's door device.
func Device(id string) string { return id }
