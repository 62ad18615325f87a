package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SignUp is one person's place, or wait for a place, in one shift.
type SignUp struct{ ent.Schema }

func (SignUp) Mixin() []ent.Mixin { return kind("su") }

func (SignUp) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("shift_id").MaxLen(64).Immutable(),
		field.String("person_id").MaxLen(64).Immutable(),
		field.Enum("status").Values("CONFIRMED", "WAITLISTED", "OFFERED", "WITHDRAWN", "EXPIRED", "REMOVED"),
		field.Int64("place").Comment("order in the queue of the shift, lower is earlier"),
		field.String("party").MaxLen(64).Comment("people who signed up together carry the same value: all get a place or all queue"),
		field.String("signed_up_by").MaxLen(64).Comment("the person who did it: oneself, a proxy, a lead"),
		field.String("reason").MaxLen(800).Default("").Comment("why it was removed"),
		field.Bool("inside").Default(false).Comment("of the unit for which the shift keeps places"),
		field.Int("passed_over").Default(0).Comment("how often smaller parties were let past this one"),
		field.Bool("to_call").Default(false).Comment("the lead shall call: nothing else reaches the person"),
		field.Bool("walk_in").Default(false).Comment("came without a place and was let in at the door"),
		field.Time("offer_expires_at").SchemaType(millis).Optional().Nillable(),
		field.Time("checked_in_at").SchemaType(millis).Optional().Nillable(),
		field.Time("checked_out_at").SchemaType(millis).Optional().Nillable(),
		field.Time("absent_at").SchemaType(millis).Optional().Nillable().Comment("when it was noted that the person did not come"),
		field.Int("minutes").Optional().Nillable().Comment("counted from coming to leaving within the shift; null: not both are known"),
		field.Int64("changed_revision").Default(0).Comment("the event's roster_version of the last change of this row"),
	}
}

func (SignUp) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.To("shift", Shift.Type).Unique().Required().Immutable().Field("shift_id").Annotations(keep),
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep),
	}
}

func (SignUp) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("shift_id", "person_id").Unique().StorageKey("sign_up_once").
			Annotations(entsql.IndexWhere("status <> 'WITHDRAWN' AND status <> 'EXPIRED' AND status <> 'REMOVED'")),
		index.Fields("shift_id", "status", "place"),
		index.Fields("event_id", "changed_revision"),
		index.Fields("person_id", "status"),
		index.Fields("offer_expires_at").StorageKey("sign_up_offer").Annotations(entsql.IndexWhere("status = 'OFFERED'")),
		index.Fields("community_id", "checked_in_at").StorageKey("sign_up_arrival").Annotations(entsql.IndexWhere("checked_in_at IS NOT NULL")),
		index.Fields("shift_id").StorageKey("sign_up_open").Annotations(entsql.IndexWhere("checked_in_at IS NOT NULL AND checked_out_at IS NULL")),
		index.Fields("event_id").StorageKey("sign_up_to_call").Annotations(entsql.IndexWhere("to_call")),
	}
}
