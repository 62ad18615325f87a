package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Membership is a role that a person holds at a unit; it holds for the unit's whole subtree.
type Membership struct{ ent.Schema }

func (Membership) Mixin() []ent.Mixin { return kind("me") }

func (Membership) Fields() []ent.Field {
	return []ent.Field{
		field.String("person_id").MaxLen(64).Immutable(),
		field.String("unit_id").MaxLen(64).Immutable(),
		field.Enum("role").Values("SECRETARY", "LEAD", "MEMBER", "VOLUNTEER").Immutable(),
	}
}

func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep),
		edge.To("unit", Unit.Type).Unique().Required().Immutable().Field("unit_id").Annotations(keep),
	}
}

func (Membership) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id", "unit_id", "role").Unique(), index.Fields("unit_id", "role")}
}
