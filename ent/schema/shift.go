package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Shift is a role with its own places inside an event; its counters move only under the event's lock.
type Shift struct{ ent.Schema }

func (Shift) Mixin() []ent.Mixin { return kind("sh") }

func (Shift) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("name").MaxLen(200),
		field.Time("starts_at").SchemaType(millis),
		field.Time("ends_at").SchemaType(millis),
		field.Int("capacity").Optional().Nillable().Comment("null: unlimited"),
		field.Int("confirmed").Default(0),
		field.Int("offered").Default(0),
		field.Int("waitlisted").Default(0),
		field.Int("checked_in").Default(0),
		field.Int("walked_in").Default(0).Comment("confirmed at the door without a place: the one marked exception to the capacity"),
	}
}

func (Shift) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.From("sign_ups", SignUp.Type).Ref("shift"),
	}
}

func (Shift) Indexes() []ent.Index { return []ent.Index{index.Fields("event_id", "starts_at")} }

func (Shift) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"shift_not_oversold": "capacity IS NULL OR confirmed + offered - walked_in <= capacity",
		"shift_counters":     "confirmed >= 0 AND offered >= 0 AND waitlisted >= 0 AND checked_in >= 0 AND walked_in >= 0",
	})}
}
