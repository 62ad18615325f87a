package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Answer keeps what a verb answered to a key, for 24 hours: a late retry gets the first answer.
type Answer struct{ ent.Schema }

func (Answer) Mixin() []ent.Mixin { return kind("an") }

func (Answer) Fields() []ent.Field {
	return []ent.Field{
		field.String("person_id").MaxLen(64).Immutable(),
		field.String("key").MaxLen(64).Immutable(),
		field.String("request").MaxLen(64).Immutable().Comment("hash of the verb and its arguments: the key used for something else is a conflict"),
		field.JSON("reply", json.RawMessage{}).Immutable(),
	}
}

func (Answer) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id", "key").Unique(), index.Fields("created_at")}
}
