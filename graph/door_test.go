package graph_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/server/door"
	"linli/server/testkit"
)

func TestArrivalsAreLive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		place := k.Place("here")
		secretary, comer := k.Person(place.Root, "书记"), k.Person(place.Households[0], "欧阳娜娜")
		k.Role(secretary, place.Root, membership.RoleSECRETARY)
		e := k.Event(place.Groups[0], -time.Minute, 5)
		type arrivals struct {
			ArrivalsChanged struct {
				UnitID   string
				Revision int
				Last     []struct {
					SignUpID, Name, EventID, Title, Shift, At string
					WalkIn                                    bool
				}
			}
		}
		next := answers(t, k, secretary, `subscription($id: ID!) { arrivalsChanged(unitId: $id) { unitId revision last { signUpId name eventId title shift at walkIn } } }`, vars{"id": place.Root.ID})
		var before, after arrivals
		reads(t, next, &before)
		if len(before.ArrivalsChanged.Last) != 0 {
			t.Errorf("first %+v", before)
		}
		_, err := resolver(k).Door.CheckIn(k.As(secretary), []*door.Entry{{ID: uuid.NewString(), EventID: e.ID, Method: attendanceentry.MethodLIST, At: k.Clock.Now(), PersonID: &comer.ID}}, door.From{})
		k.Must(err)
		reads(t, next, &after)
		got := after.ArrivalsChanged
		if len(got.Last) != 1 || got.Last[0].Name != "欧**娜" || got.Last[0].EventID != e.ID || !got.Last[0].WalkIn || got.Revision <= before.ArrivalsChanged.Revision || got.UnitID != place.Root.ID {
			t.Errorf("then %+v", got)
		}
	})
}
