package org

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/membership"
	"linli/ent/db/unit"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/text"
)

// FoundInput is a new community and its first secretary; the field names in refusals are foundCommunity's.
type FoundInput struct {
	Name, Slug, SecretaryName, SecretaryPhone, TimeZone string
	Levels                                              []string // none, three or four, top down
}

var slugs = regexp.MustCompile(`^[a-z0-9-]{2,40}$`)

// Found makes a community, its root and its first secretary, who lives at the root until she says where. It is a step of
// foundCommunity. BAD_USER_INPUT at what is wrong; CONFLICT with reason SLUG_TAKEN.
func Found(ctx context.Context, tx *store.Tx, k *keys.Keys, in FoundInput) (*db.Community, *db.Person, error) {
	if err := in.check(); err != nil {
		return nil, nil, err
	}
	if taken, err := tx.Community.Query().Where(community.Slug(in.Slug)).Exist(ctx); err != nil || taken {
		return nil, nil, or(err, fault.New(fault.Conflict, "There is a community of this address.").Because("SLUG_TAKEN").At("slug"))
	}
	c, err := tx.Community.Create().SetCreatedAt(tx.Now()).SetSlug(in.Slug).SetName(in.Name).SetTimeZone(in.TimeZone).
		SetLevelNames(in.Levels).Save(ctx)
	if err != nil {
		return nil, nil, err
	}
	root, err := tx.Unit.Create().SetCreatedAt(tx.Now()).SetCommunityID(c.ID).SetLevel(unit.LevelCOMMITTEE).
		SetName(in.Name).SetPath(rootPath).Save(ctx)
	if err != nil {
		return nil, nil, err
	}
	p, err := settle(ctx, tx, k, root, newcomer{name: in.SecretaryName, number: in.SecretaryPhone, role: membership.RoleSECRETARY})
	if err != nil {
		return nil, nil, err
	}
	return c, p, tx.Audit(ctx, store.Deed{Community: c.ID, Verb: "foundCommunity", Subject: c.ID, About: p.ID})
}

// check refuses what cannot be, and cleans the rest.
func (in *FoundInput) check() (err error) {
	if in.Name, err = text.Line("name", in.Name, text.Name); err != nil {
		return err
	}
	if !slugs.MatchString(in.Slug) {
		return fault.Field("slug", "2 to 40 of a–z, 0–9 and -.").Because("SLUG")
	}
	if in.SecretaryName, err = text.Line("secretaryName", in.SecretaryName, text.Name); err != nil {
		return err
	}
	if in.SecretaryPhone, err = text.Phone("secretaryPhone", in.SecretaryPhone); err != nil {
		return err
	}
	if _, err := time.LoadLocation(in.TimeZone); err != nil || in.TimeZone == "" || in.TimeZone == "Local" || len(in.TimeZone) > 64 {
		return fault.Field("timeZone", "Not a known time zone.").Because("TIME_ZONE")
	}
	if n := len(in.Levels); n != 0 && n != 3 && n != 4 {
		return fault.Field("levels", "Three or four levels.").Because("LEVELS")
	}
	names := make([]string, len(in.Levels))
	for i, name := range in.Levels {
		if names[i], err = text.Line(fmt.Sprintf("levels.%d", i), name, text.Name); err != nil {
			return err
		}
	}
	in.Levels = names
	return nil
}

// or is the error, or the refusal where there is none.
func or(err error, refusal *fault.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
