package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Proxy lets one person act for another: a daughter for her mother, a father for his child.
type Proxy struct{ ent.Schema }

func (Proxy) Mixin() []ent.Mixin { return kind("px") }

func (Proxy) Fields() []ent.Field {
	return []ent.Field{
		field.String("holder_id").MaxLen(64).Immutable().Comment("who acts"),
		field.String("person_id").MaxLen(64).Immutable().Comment("for whom"),
	}
}

func (Proxy) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("holder", Person.Type).Unique().Required().Immutable().Field("holder_id").Annotations(keep),
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep),
	}
}

func (Proxy) Indexes() []ent.Index {
	return []ent.Index{index.Fields("holder_id", "person_id").Unique(), index.Fields("person_id")}
}
