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
		field.Int("kept").Default(0).Comment("of the places, those that only people of a unit may have until a time"),
		field.String("kept_unit_id").MaxLen(64).Optional().Nillable(),
		field.Time("kept_until").SchemaType(millis).Optional().Nillable(),
		field.Int("kept_taken").Default(0).Comment("confirmed and offered people of that unit"),
		field.Int("held").Default(0).Comment("free places that a printed rule holds: for the unit, or for a party passed over too often"),
		field.Int("walked_in").Default(0).Comment("confirmed at the door without a place: the one marked exception to the capacity"),
	}
}

func (Shift) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.To("kept_unit", Unit.Type).Unique().Field("kept_unit_id").Annotations(keep),
		edge.From("sign_ups", SignUp.Type).Ref("shift"),
	}
}

func (Shift) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("event_id", "starts_at"),
		index.Fields("kept_until").StorageKey("shift_kept").Annotations(entsql.IndexWhere("kept_until IS NOT NULL")),
	}
}

func (Shift) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"shift_not_oversold": "capacity IS NULL OR confirmed + offered - walked_in <= capacity",
		"shift_held":         "held >= 0 AND kept >= 0 AND kept_taken >= 0",
		"shift_counters":     "confirmed >= 0 AND offered >= 0 AND waitlisted >= 0 AND checked_in >= 0 AND walked_in >= 0",
	})}
}
