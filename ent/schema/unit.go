package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Unit is a node of a community's tree: committee, grid branch, building group or household.
type Unit struct{ ent.Schema }

func (Unit) Mixin() []ent.Mixin { return kind("un") }

func (Unit) Fields() []ent.Field {
	return []ent.Field{
		field.String("parent_id").MaxLen(64).Optional().Nillable(),
		field.Enum("level").Values("COMMITTEE", "BRANCH", "GROUP", "HOUSEHOLD"),
		field.String("name").MaxLen(200),
		field.Bool("centre").Default(false).Comment("a member household"),
		field.String("path").MaxLen(64).Annotations(bytewise).Comment("fixed-width segments from the root; a subtree is the range [path, path~)"),
		field.Int64("counts_revision").Default(0).Comment("what unitCounts shows as revision: raised with every change of the five figures below"),
		field.Int("people_count").Default(0).Comment("this and the next four are the roll-up over the subtree; only server/rollup writes them"),
		field.Int("upcoming_events").Default(0),
		field.Int("confirmed_today").Default(0),
		field.Int("waiting_today").Default(0),
		field.Int("checked_in_today").Default(0),
	}
}

func (Unit) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Unit.Type).Annotations(keep).From("parent").Unique().Field("parent_id"),
		edge.From("people", Person.Type).Ref("unit"),
		edge.From("events", Event.Type).Ref("unit"),
	}
}

func (Unit) Indexes() []ent.Index {
	return []ent.Index{index.Fields("community_id", "path").Unique(), index.Fields("parent_id", "path")}
}
