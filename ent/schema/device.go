package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Device is a phone or tablet that does the work of one event's door, or is to: its link may not have been opened yet. Only
// hashes of its link and token are kept.
type Device struct{ ent.Schema }

func (Device) Mixin() []ent.Mixin { return kind("dv") }

func (Device) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.Enum("kind").Values("DOOR", "KIOSK").Immutable().Comment("KIOSK: shows the venue code and who came, and enters nothing"),
		field.String("name").MaxLen(200).Comment("who will hold it, or where it stands"),
		field.String("issued_by").MaxLen(64).Immutable().Comment("a person"),
		field.String("link_hash").MaxLen(64).Unique().Immutable().Sensitive(),
		field.Time("link_expires_at").SchemaType(millis).Immutable(),
		field.String("token_hash").MaxLen(64).Optional().Nillable().Unique().Sensitive(),
		field.String("agent").MaxLen(320).Default("").Comment("what its owner recognises it by, such as Chrome · Android"),
		field.String("pin").MaxLen(4).Default("").Immutable().Comment("four digits by which a kiosk is left; against curious hands, not against thieves"),
		field.Time("claimed_at").SchemaType(millis).Optional().Nillable(),
		field.Time("seen_at").SchemaType(millis).Optional().Nillable(),
		field.Time("roster_at").SchemaType(millis).Optional().Nillable().Comment("when it last took the roster"),
		field.Int64("clock_offset").Optional().Nillable().Comment("milliseconds that the server's clock was ahead of its own when it last sent entries"),
		field.Time("expires_at").SchemaType(millis),
		field.Time("revoked_at").SchemaType(millis).Optional().Nillable(),
		field.Time("wiped_at").SchemaType(millis).Optional().Nillable().Comment("when it said that it deleted the roster"),
	}
}

func (Device) Edges() []ent.Edge {
	return []ent.Edge{edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep)}
}

func (Device) Indexes() []ent.Index {
	return []ent.Index{index.Fields("event_id"), index.Fields("expires_at")}
}
