package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Calendar is a secret address at which a person's calendar reads her sign-ups; only a hash of it is kept.
type Calendar struct{ ent.Schema }

func (Calendar) Mixin() []ent.Mixin { return kind("ca") }

func (Calendar) Fields() []ent.Field {
	return []ent.Field{
		field.String("person_id").MaxLen(64).Immutable(),
		field.String("token_hash").MaxLen(64).Unique().Immutable().Sensitive(),
		field.Time("revoked_at").SchemaType(millis).Optional().Nillable(),
	}
}

func (Calendar) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep)}
}

func (Calendar) Indexes() []ent.Index { return []ent.Index{index.Fields("person_id")} }
