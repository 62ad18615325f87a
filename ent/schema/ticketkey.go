package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// TicketKey is a pair of keys that tickets are signed and checked with; the secret half is stored encrypted.
type TicketKey struct{ ent.Schema }

func (TicketKey) Mixin() []ent.Mixin { return []ent.Mixin{base{prefix: "tk"}} }

func (TicketKey) Fields() []ent.Field {
	return []ent.Field{
		field.Int("number").Unique().Immutable().Comment("written into each ticket; 0 is the one that follows from the file of keys, which has a row only for its end"),
		field.String("seed_sealed").MaxLen(200).Immutable().Sensitive(),
		field.Time("ends_at").SchemaType(millis).Optional().Nillable().Comment("from when what it signed is no longer valid; null: while it lasts"),
	}
}
