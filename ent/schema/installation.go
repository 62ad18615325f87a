package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Installation is the one row about this database itself: whose keys sealed it, the set-up link, the demo in it.
type Installation struct{ ent.Schema }

func (Installation) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(64).Immutable().Default("only"),
		field.String("key_fingerprint").MaxLen(64),
		field.String("setup_hash").MaxLen(64).Default("").Sensitive().Comment("hash of the one-time set-up link; empty: none is open"),
		field.String("demo_size").MaxLen(16).Default(""),
		field.Time("demo_loaded_at").SchemaType(millis).Optional().Nillable(),
	}
}
