package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Step is something that happened to a sign-up after it was made, by whom and by which rule; rows are only ever added.
type Step struct{ ent.Schema }

func (Step) Mixin() []ent.Mixin { return kind("st") }

func (Step) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("sign_up_id").MaxLen(64).Immutable(),
		field.Enum("kind").Values("CONFIRMED", "OFFERED", "ACCEPTED", "DECLINED", "EXPIRED", "WITHDRAWN", "REMOVED", "PASSED_OVER", "MOVED_UP",
			"OVERTAKEN", "MOVED_BACK", "MOVED", "CALLED").Immutable(),
		field.String("actor_id").MaxLen(64).Default("").Immutable().Comment("a person; empty: the rules"),
		field.String("reason").MaxLen(800).Default("").Immutable(),
		field.Int("asked").Default(0).Immutable().Comment("PASSED_OVER: how many the party was"),
		field.Int("free").Default(0).Immutable().Comment("PASSED_OVER: how many places were free"),
		field.Time("until").SchemaType(millis).Optional().Nillable().Immutable().Comment("OFFERED: the deadline"),
	}
}

func (Step) Edges() []ent.Edge {
	return []ent.Edge{edge.To("sign_up", SignUp.Type).Unique().Required().Immutable().Field("sign_up_id").Annotations(keep)}
}

func (Step) Indexes() []ent.Index {
	return []ent.Index{index.Fields("sign_up_id", "id"), index.Fields("event_id")}
}
