package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/ent/db/teammember"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// mostLeads is how many may lead one team.
const mostLeads = 20

// SetTeamMember adds somebody whom the viewer may know to a team, or changes whether she leads it; repeating it is safe.
// CONFLICT with reason TOO_MANY past 20 leads.
func (o *Org) SetTeamMember(ctx context.Context, teamID, personID string, lead bool) (*db.Team, error) {
	t, err := access.Team(ctx, o.store.Client(), "setTeamMember", teamID)
	if err != nil {
		return nil, fault.At(err, "teamId")
	}
	p, err := o.store.Client().Person.Query().Where(person.ID(personID)).Only(ctx)
	if err != nil {
		return nil, fault.At(access.Hide(err), "personId")
	}
	return change(ctx, o, t.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Team, error) {
		t, err := tx.Team.Get(ctx, teamID)
		if err != nil {
			return nil, access.Hide(err)
		}
		m, err := tx.TeamMember.Query().Where(teammember.TeamID(teamID), teammember.PersonID(personID)).Only(ctx)
		if err != nil && !db.IsNotFound(err) || m != nil && m.Lead == lead {
			return t, err
		}
		if lead {
			if err := checkLeads(ctx, tx, teamID); err != nil {
				return nil, err
			}
			if err := voidCards(ctx, tx, p); err != nil {
				return nil, err
			}
		}
		if m != nil {
			err = tx.TeamMember.UpdateOneID(m.ID).SetLead(lead).Exec(ctx)
		} else {
			err = tx.TeamMember.Create().SetCreatedAt(tx.Now()).SetCommunityID(t.CommunityID).SetTeamID(teamID).
				SetPersonID(personID).SetLead(lead).Exec(ctx)
		}
		if err != nil {
			return nil, err
		}
		return t, memberChanged(ctx, tx, "setTeamMember", t, personID)
	})
}

func checkLeads(ctx context.Context, tx *store.Tx, teamID string) error {
	n, err := tx.TeamMember.Query().Where(teammember.TeamID(teamID), teammember.Lead(true)).Count(ctx)
	if err == nil && n >= mostLeads {
		err = fault.New(fault.Conflict, "At most %d leads.", mostLeads).Because("TOO_MANY")
	}
	return err
}

func memberChanged(ctx context.Context, tx *store.Tx, verb string, t *db.Team, personID string) error {
	tx.Announce(live.Rights(personID))
	return tx.Audit(ctx, store.Deed{Community: t.CommunityID, Verb: verb, Subject: t.ID, About: personID})
}
