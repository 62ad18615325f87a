package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Session is a signed-in phone or client; only a hash of its token is kept.
type Session struct{ ent.Schema }

func (Session) Mixin() []ent.Mixin { return kind("se") }

func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.String("person_id").MaxLen(64).Immutable(),
		field.String("token_hash").MaxLen(64).Unique().Immutable().Sensitive(),
		field.String("device").MaxLen(320).Default("").Immutable().Comment("what its owner recognises it by"),
		field.Time("seen_at").SchemaType(millis),
		field.Time("expires_at").SchemaType(millis),
		field.Time("open_until").SchemaType(millis).Optional().Nillable().Comment("a page of it is open: renewed while its socket lives"),
		field.Time("revoked_at").SchemaType(millis).Optional().Nillable(),
	}
}

func (Session) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep)}
}

func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id"), index.Fields("expires_at")}
}

// LoginCode is a one-time code on its way to a phone; only a keyed hash of it is kept.
type LoginCode struct{ ent.Schema }

func (LoginCode) Mixin() []ent.Mixin { return []ent.Mixin{base{prefix: "lc"}} }

func (LoginCode) Fields() []ent.Field {
	return []ent.Field{
		field.String("phone_hash").MaxLen(64).Immutable().Sensitive(),
		field.String("code_hash").MaxLen(64).Immutable().Sensitive(),
		field.Int("tries").Default(0),
		field.Time("expires_at").SchemaType(millis).Immutable(),
		field.Time("used_at").SchemaType(millis).Optional().Nillable(),
	}
}

func (LoginCode) Indexes() []ent.Index {
	return []ent.Index{index.Fields("phone_hash", "created_at"), index.Fields("expires_at")}
}

// Invitation is a single-use card that signs one person in without a code.
type Invitation struct{ ent.Schema }

func (Invitation) Mixin() []ent.Mixin { return kind("in") }

func (Invitation) Fields() []ent.Field {
	return []ent.Field{
		field.String("person_id").MaxLen(64).Immutable(),
		field.String("issued_by").MaxLen(64).Immutable().Comment("a person, or empty for the command line"),
		field.String("token_hash").MaxLen(64).Unique().Immutable().Sensitive(),
		field.Time("expires_at").SchemaType(millis).Immutable(),
		field.Time("used_at").SchemaType(millis).Optional().Nillable(),
	}
}

func (Invitation) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep)}
}

func (Invitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id"), index.Fields("expires_at")}
}

// JoinRequest is an unknown phone's wish to belong, decided by a lead.
type JoinRequest struct{ ent.Schema }

func (JoinRequest) Mixin() []ent.Mixin { return kind("jr") }

func (JoinRequest) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(200).Immutable(),
		field.String("building").MaxLen(200).Immutable().Comment("as typed"),
		field.String("unit_id").MaxLen(64).Optional().Nillable().Comment("the building it was matched with, which decides whose lead sees it"),
		field.String("phone_sealed").MaxLen(200).Immutable().Sensitive(),
		field.String("phone_hash").MaxLen(64).Immutable().Sensitive(),
		field.String("phone_tail").MaxLen(4).Immutable(),
		field.Enum("status").Values("PENDING", "APPROVED", "DECLINED").Default("PENDING"),
		field.String("decided_by").MaxLen(64).Default(""),
		field.Time("decided_at").SchemaType(millis).Optional().Nillable(),
	}
}

func (JoinRequest) Edges() []ent.Edge {
	return []ent.Edge{edge.To("unit", Unit.Type).Unique().Field("unit_id").Annotations(keep)}
}

func (JoinRequest) Indexes() []ent.Index {
	return []ent.Index{index.Fields("community_id", "status", "created_at"), index.Fields("phone_hash")}
}
