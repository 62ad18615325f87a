package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Notice is one line in a person's inbox; the words are made by the reader's phone from its kind.
type Notice struct{ ent.Schema }

func (Notice) Mixin() []ent.Mixin { return kind("no") }

func (Notice) Fields() []ent.Field {
	return []ent.Field{
		field.String("recipient_id").MaxLen(64).Immutable(),
		field.Enum("kind").Values("SIGNED_UP", "PROMOTED", "REMOVED", "CHANGED", "CANCELLED", "SUBSTITUTE", "ROLE", "JOIN_REQUEST",
			"OFFERED", "OFFER_EXPIRED", "PASSED_OVER", "OVERTAKEN", "MOVED_UP", "MOVED_BACK", "MOVED", "CLASH", "TOO_FEW",
			"CORRECTION_ASKED", "CORRECTION_APPROVED", "CORRECTION_DECLINED").Immutable(),
		field.String("event_id").MaxLen(64).Optional().Nillable().Immutable(),
		field.String("sign_up_id").MaxLen(64).Optional().Nillable().Immutable(),
		field.String("about_id").MaxLen(64).Optional().Nillable().Immutable().Comment("the person it is about: oneself or one acted for"),
		field.String("actor_id").MaxLen(64).Optional().Nillable().Immutable().Comment("who did it; null: the rules did"),
		field.String("reason").MaxLen(800).Default("").Immutable(),
		field.Time("read_at").SchemaType(millis).Optional().Nillable(),
	}
}

func (Notice) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("recipient", Person.Type).Unique().Required().Immutable().Field("recipient_id").Annotations(keep),
		edge.To("event", Event.Type).Unique().Immutable().Field("event_id").Annotations(keep),
		edge.To("about", Person.Type).Unique().Immutable().Field("about_id").Annotations(keep),
	}
}

func (Notice) Indexes() []ent.Index {
	return []ent.Index{index.Fields("recipient_id", "id"), index.Fields("recipient_id", "read_at")}
}
