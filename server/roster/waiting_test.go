package roster

// Waiting is how many calls wait for an event behind the one that is served.
func (r *Rosters) Waiting(eventID string) int {
	r.admitter.mu.Lock()
	defer r.admitter.mu.Unlock()
	if l := r.admitter.lineups[eventID]; l != nil {
		return len(l.waiting)
	}
	return 0
}
