package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Correction is a volunteer's wish to have other times of coming and leaving counted, decided by somebody else.
type Correction struct{ ent.Schema }

func (Correction) Mixin() []ent.Mixin { return kind("cr") }

func (Correction) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("sign_up_id").MaxLen(64).Immutable(),
		field.Time("came").SchemaType(millis).Immutable(),
		field.Time("went").SchemaType(millis).Immutable(),
		field.String("reason").MaxLen(800).Immutable(),
		field.String("asked_by").MaxLen(64).Immutable().Comment("the person herself or who acts for her"),
		field.Enum("status").Values("PENDING", "APPROVED", "DECLINED").Default("PENDING"),
		field.String("decided_by").MaxLen(64).Default(""),
		field.Time("decided_at").SchemaType(millis).Optional().Nillable(),
		field.String("note").MaxLen(800).Default("").Comment("what the person is told with the decision"),
	}
}

func (Correction) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.To("sign_up", SignUp.Type).Unique().Required().Immutable().Field("sign_up_id").Annotations(keep),
	}
}

func (Correction) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("event_id", "status"),
		index.Fields("community_id", "status", "created_at"),
		index.Fields("sign_up_id").Unique().StorageKey("correction_once").Annotations(entsql.IndexWhere("status = 'PENDING'")),
	}
}
