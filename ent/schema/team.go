package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Team is a volunteer team or an association, at home in one unit.
type Team struct{ ent.Schema }

func (Team) Mixin() []ent.Mixin { return kind("te") }

func (Team) Fields() []ent.Field {
	return []ent.Field{
		field.String("unit_id").MaxLen(64),
		field.String("name").MaxLen(200),
		field.String("kind").MaxLen(80),
	}
}

func (Team) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("unit", Unit.Type).Unique().Required().Field("unit_id").Annotations(keep),
		edge.From("members", TeamMember.Type).Ref("team"),
		edge.From("events", Event.Type).Ref("team"),
	}
}

func (Team) Indexes() []ent.Index {
	return []ent.Index{index.Fields("community_id", "name").Unique(), index.Fields("unit_id")}
}

// TeamMember is a person's place in a team; lead marks those who run it.
type TeamMember struct{ ent.Schema }

func (TeamMember) Mixin() []ent.Mixin { return kind("tm") }

func (TeamMember) Fields() []ent.Field {
	return []ent.Field{
		field.String("team_id").MaxLen(64).Immutable(),
		field.String("person_id").MaxLen(64).Immutable(),
		field.Bool("lead").Default(false),
	}
}

func (TeamMember) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("team", Team.Type).Unique().Required().Immutable().Field("team_id").Annotations(keep),
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep),
	}
}

func (TeamMember) Indexes() []ent.Index {
	return []ent.Index{index.Fields("team_id", "person_id").Unique(), index.Fields("person_id")}
}
