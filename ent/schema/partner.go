package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Partner is a resident unit of the community's alliance: a school, a clinic, a bank branch.
type Partner struct{ ent.Schema }

func (Partner) Mixin() []ent.Mixin { return kind("pa") }

func (Partner) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(200),
		field.String("kind").MaxLen(80),
	}
}

func (Partner) Indexes() []ent.Index {
	return []ent.Index{index.Fields("community_id", "name").Unique()}
}
