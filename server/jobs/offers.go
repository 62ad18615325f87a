package jobs

import "context"

// Offers does what is due in the events' rosters, the earliest first. What ran out while the program did not run is as due
// as what runs out now.
func (j *Jobs) Offers(ctx context.Context) error {
	return j.offers.once(internal(ctx), j.Store.Now(), j.Rosters.Due, j.Rosters.Settle)
}
