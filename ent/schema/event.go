package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Event is one activity at one place and time, of a unit and perhaps of a team.
type Event struct{ ent.Schema }

func (Event) Mixin() []ent.Mixin { return kind("ev") }

func (Event) Fields() []ent.Field {
	return []ent.Field{
		field.String("unit_id").MaxLen(64),
		field.String("team_id").MaxLen(64).Optional().Nillable(),
		field.String("title").MaxLen(400),
		field.Enum("kind").Values("VOLUNTEERING", "STUDY", "MEETING", "COURSE", "DUTY", "CULTURE", "VISIT", "OTHER"),
		field.Enum("status").Values("DRAFT", "PUBLISHED", "CANCELLED").Default("DRAFT").Comment("finished is not stored: it follows from ends_at"),
		field.String("description").MaxLen(16000).Default(""),
		field.String("place").MaxLen(400),
		field.String("contact_name").MaxLen(200).Optional().Nillable(),
		field.String("contact_phone").MaxLen(40).Optional().Nillable(),
		field.Time("starts_at").SchemaType(millis),
		field.Time("ends_at").SchemaType(millis),
		field.String("cancel_reason").MaxLen(800).Default(""),
		field.String("search").MaxLen(2000).Default("").Comment("title, place, team and pinyin in lower case"),
		field.Int64("roster_version").Default(0).Comment("raised first by every verb that changes the event or its roster: it takes the row lock, and it is the revision readers see"),
		field.Int64("rows_since").Optional().Nillable().Comment("the roster_version at which sign-ups were last deleted, with their shift: whoever has seen less reads the roster anew; null: never"),
		field.Int("venue_epoch").Default(0).Comment("raised when a door device is revoked: what it holds makes no venue codes any more"),
		field.Time("opens_at").SchemaType(millis).Optional().Nillable().Comment("sign-up opens; null: with publishing"),
		field.Time("closes_at").SchemaType(millis).Optional().Nillable().Comment("sign-up closes; null: with the end of the shift"),
		field.Time("withdraw_until").SchemaType(millis).Optional().Nillable().Comment("null: until the end of the shift"),
		field.Bool("one_shift").Default(false).Comment("a person may have one of the shifts, not several"),
		field.Int("min_age").Optional().Nillable().Comment("in the year of the event"),
		field.Int("max_age").Optional().Nillable().Comment("in the year of the event"),
		field.String("skill").MaxLen(160).Default("").Comment("a tag that whoever signs up must have"),
		field.Int("minimum").Optional().Nillable().Comment("people without whom it does not take place"),
		field.Time("too_few_told_at").SchemaType(millis).Optional().Nillable().Comment("when the leads were told that the minimum was not reached"),
	}
}

func (Event) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("unit", Unit.Type).Unique().Required().Field("unit_id").Annotations(keep),
		edge.To("team", Team.Type).Unique().Field("team_id").Annotations(keep),
		edge.From("shifts", Shift.Type).Ref("event"),
		edge.From("sign_ups", SignUp.Type).Ref("event"),
		edge.From("substitutes", Substitute.Type).Ref("event"),
	}
}

func (Event) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("community_id", "starts_at", "id"),
		index.Fields("community_id", "ends_at"),
		index.Fields("unit_id", "starts_at"),
		index.Fields("team_id"),
		index.Fields("starts_at").StorageKey("event_minimum").Annotations(entsql.IndexWhere("minimum IS NOT NULL AND too_few_told_at IS NULL")),
	}
}

// Substitute is somebody who may act as lead for one event only.
type Substitute struct{ ent.Schema }

func (Substitute) Mixin() []ent.Mixin { return kind("sb") }

func (Substitute) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("person_id").MaxLen(64).Immutable(),
	}
}

func (Substitute) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep),
	}
}

func (Substitute) Indexes() []ent.Index {
	return []ent.Index{index.Fields("event_id", "person_id").Unique(), index.Fields("person_id")}
}
