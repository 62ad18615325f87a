package org_test

import (
	"testing"
	"time"

	"linli/ent/db/invitation"
	"linli/ent/db/membership"
)

// A lead who keeps a card of somebody does not become a secretary with it.
func TestNewRightsVoidOldCards(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		team := w.Team(w.Root, "合唱队", w.lead)
		for name, gain := range map[string]func() error{
			"role": func() error {
				return err2(w.GrantRole(w.As(w.secretary), w.volunteer.ID, w.Root.ID, membership.RoleSECRETARY))
			},
			"team": func() error { return err2(w.SetTeamMember(w.As(w.secretary), team.ID, w.volunteer.ID, true)) },
		} {
			for _, issuer := range []string{w.lead.ID, ""} {
				w.Store.Client().Invitation.Create().SetCreatedAt(w.Clock.Now()).SetCommunityID(w.volunteer.CommunityID).SetPersonID(w.volunteer.ID).
					SetIssuedBy(issuer).SetTokenHash(name + issuer).SetExpiresAt(w.Clock.Now().Add(time.Hour)).ExecX(w.Internal())
			}
			w.Must(gain())
			left := w.Store.Client().Invitation.Query().Where(invitation.UsedAtIsNil(), invitation.PersonID(w.volunteer.ID)).AllX(w.Internal())
			for _, card := range left {
				if card.IssuedBy != "" {
					t.Errorf("%s: the lead's card is still good", name)
				}
			}
			if len(left) == 0 {
				t.Errorf("%s: the command line's card is void", name)
			}
		}
	})
}
