package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// AuditEntry says who did what to whom and why; rows are only ever added.
type AuditEntry struct{ ent.Schema }

func (AuditEntry) Mixin() []ent.Mixin { return kind("au") }

func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("actor_id").MaxLen(64).Immutable().Comment("a person; empty: the program or its command line"),
		field.String("verb").MaxLen(40).Immutable(),
		field.String("subject").MaxLen(64).Immutable().Comment("id of what it was done to"),
		field.String("about").MaxLen(64).Default("").Immutable().Comment("id of the person concerned, where that is another"),
		field.String("reason").MaxLen(800).Default("").Immutable(),
	}
}

func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject"), index.Fields("about"), index.Fields("community_id", "created_at")}
}
