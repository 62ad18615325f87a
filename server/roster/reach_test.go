package roster

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"linli/ent/db"
	"linli/server/store"
	"linli/server/testkit"
)

// openPage gives a person a session with a page that is open for a while from now; 0: a page that was closed.
func openPage(k *testkit.Kit, p *db.Person, token string, lasts time.Duration) *db.Session {
	k.Helper()
	var s *db.Session
	k.Do(func(ctx context.Context, tx *store.Tx) {
		now := k.Clock.Now()
		s = tx.Session.Create().SetCommunityID(p.CommunityID).SetPersonID(p.ID).SetTokenHash(token).SetSeenAt(now).
			SetExpiresAt(now.Add(time.Hour)).SetOpenUntil(now.Add(lasts)).SaveX(ctx)
	})
	return s
}

func TestReached(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		home := k.Place("here").Households[0]
		names := []string{"nobody", "page", "closed", "revoked", "expired", "phone", "both", "mother", "daughter", "child", "father"}
		who, ids := map[string]*db.Person{}, []string{}
		for _, n := range names {
			who[n] = k.Person(home, n)
			ids = append(ids, who[n].ID)
		}
		for _, n := range []string{"page", "both", "daughter"} {
			openPage(k, who[n], n, time.Minute)
		}
		openPage(k, who["closed"], "closed", 0)
		revoked, expired := openPage(k, who["revoked"], "revoked", time.Minute), openPage(k, who["expired"], "expired", time.Minute)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Session.UpdateOne(revoked).SetRevokedAt(k.Clock.Now()).ExecX(ctx)
			tx.Session.UpdateOne(expired).SetExpiresAt(k.Clock.Now()).ExecX(ctx)
		})
		for i, n := range []string{"phone", "both", "father"} {
			k.Phone(who[n], fmt.Sprintf("+861390000000%d", i))
		}
		k.ActsFor(who["daughter"], who["mother"])
		k.ActsFor(who["father"], who["child"])
		k.ActsFor(who["mother"], who["nobody"]) // but her daughter does not act for that one
		pages := map[string]reach{"page": reachPage, "both": reachPage, "mother": reachPage, "daughter": reachPage}
		phones := maps.Clone(pages)
		for _, n := range []string{"phone", "child", "father"} {
			phones[n] = reachPhone
		}
		for gateway, want := range map[bool]map[string]reach{false: pages, true: phones} {
			k.Do(func(ctx context.Context, tx *store.Tx) {
				got, err := reached(ctx, tx, ids, gateway)
				k.Must(err)
				for _, n := range names {
					if got[who[n].ID] != want[n] {
						t.Errorf("gateway %v: %s is reached by %v, want %v", gateway, n, got[who[n].ID], want[n])
					}
				}
			})
		}
		k.Do(func(ctx context.Context, tx *store.Tx) {
			many := make([]string, 70_000) // more than a statement has parameters
			many[69_999] = who["page"].ID
			got, err := reached(ctx, tx, many, true)
			k.Must(err)
			if got[who["page"].ID] != reachPage {
				t.Error("not found among many")
			}
		})
	})
}
